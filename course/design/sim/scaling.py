"""Larger traffic: a 1/k slice of a system, with a k-th of its traffic, of its machines and of its keys, is simulated instead.

What a machine meets stays as it is, so that latencies, utilisations, shares of outcomes and hit rates are those of the whole;
counts, backlogs, rates and the bill are a k-th, and so is the bill's ceiling. It is exact, in distribution, where work is spread at random: random balancing, shards by
hash, keys of equal popularity. It is not exact, and better the more machines are left, where a choice looks at several machines
(two choices, least outstanding, round robin), for what all share (a managed balancer's, a retry's or a hedge's budget, a rate
limit, a provider's quota), for popularity (the hottest of fewer keys takes a larger share), and for pools of connections, which
are held k times as large by a k-th of the callers. Quorums are within a shard, and stay. What cannot be divided is refused.
"""

from dataclasses import fields
from typing import Any

from course.design.calls import Call, Component
from course.design.components import (
    CDN,
    Cache,
    KeyValueStore,
    LoadBalancer,
    Log,
    PushGateway,
    Scheduler,
    Service,
    SQLStore,
)
from course.design.design import Design
from course.design.faults import InstanceLoss, PoisonMessage, Quota
from course.design.flows import Consumer, Flow
from course.design.policies import RateLimit
from course.design.scenario import Scenario
from course.design.slos import Cost
from course.design.traffic import Times
from course.design.values import Value
from course.errors import DesignError

COUNTS = {
    Service: "instances",
    Cache: "nodes",
    SQLStore: "shards",
    KeyValueStore: "shards",
    Log: "partitions",
    PushGateway: "nodes",
    Scheduler: "jobs",
}
"""What there are k times as many of in the whole."""


def scaled(design: Design, scenario: Scenario, k: int) -> tuple[Design, Scenario]:
    """The 1/k slice of both. Raises DesignError for what k does not divide, all of it at once."""
    kept = [
        f"`{name}` has {count} {field}"
        for name, one in design.components.items()
        if (field := COUNTS.get(type(one))) and (count := getattr(one, field)) % k
    ]
    kept += [
        f"`{flow.name}` has a concurrency of {flow.concurrency}"
        for flow in design.consumers.values()
        if flow.concurrency % k
    ]
    if kept:
        raise DesignError(
            f"{design.title} has no 1/{k} slice: {'; '.join(kept)}. Choose a k that divides these, or change them a little."
        )
    components = {name: _component(one, k) for name, one in design.components.items()}
    flows = [_flow(flow, components, k) for flow in design.flows]
    return design.with_(flows=tuple(flows)), _scenario(scenario, k)


def _component(one: Component, k: int) -> Component:
    changes: dict[str, Any] = {}
    if field := COUNTS.get(type(one)):
        changes[field] = getattr(one, field) // k
    match one:
        case Service():
            if one.autoscaling:
                least, most = max(1, one.autoscaling.least // k), max(1, one.autoscaling.most // k)
                changes["autoscaling"] = one.autoscaling.with_(least=least, most=most)
            changes["rate_limit"] = _limit(one.rate_limit, k)
        case LoadBalancer():
            changes["rate_limit"] = _limit(one.rate_limit, k)
        case CDN():
            changes["size_gb"] = one.size_gb / k
        case SQLStore():
            changes["pool"] = min(one.pool * k, one.connections)
    return one.with_(**changes) if changes else one


def _limit(limit: RateLimit | None, k: int) -> RateLimit | None:
    if limit is None or limit.per == "user":
        return limit
    return limit.with_(per_s=limit.per_s / k, burst=max(1.0, limit.burst / k) if limit.burst else None)


def _flow(flow: Flow, components: dict[str, Component], k: int) -> Flow:
    changed: Flow = _replaced(flow, components)
    return changed.with_(concurrency=changed.concurrency // k) if isinstance(changed, Consumer) else changed


def _replaced(value: Any, components: dict[str, Component]) -> Any:
    """The same flow, call or policy, of other components."""
    if isinstance(value, Component):
        return components.get(value.name, value)
    if isinstance(value, tuple):
        return tuple(_replaced(one, components) for one in value)
    if isinstance(value, Flow | Call) or (isinstance(value, Value) and hasattr(value, "steps")):
        return value.with_(**{field.name: _replaced(getattr(value, field.name), components) for field in fields(value)})
    return value


def _scenario(scenario: Scenario, k: int) -> Scenario:
    changes: dict[str, Any] = {
        "traffic": tuple(one.with_(rate=Times(one.rate, 1 / k)) for one in scenario.traffic),
        "keys": {name: one.with_(count=max(1, one.count // k)) for name, one in scenario.keys.items()},
        "users": scenario.users.with_(count=max(1, scenario.users.count // k)),
        "providers": {
            name: one.with_(quota_per_s=one.quota_per_s / k) if one.quota_per_s else one
            for name, one in scenario.providers.items()
        },
        "faults": tuple(_fault(one, k) for one in scenario.faults),
        "slos": tuple(one.with_(at_most=one.at_most / k) if isinstance(one, Cost) else one for one in scenario.slos),
    }
    return scenario.with_(**changes)


def _fault(fault: Any, k: int) -> Any:
    match fault:
        case InstanceLoss() | PoisonMessage():
            return fault.with_(count=max(1, round(fault.count / k)))
        case Quota():
            return fault.with_(per_s=fault.per_s / k)
    return fault
