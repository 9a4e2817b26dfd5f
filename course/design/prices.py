"""What a design costs a month, by a price table of the course's own.

The figures are round ones, chosen in November 2026 to be of the order of what large cloud providers list for one region on
demand. They are nobody's prices: they are there so that more of everything is not the answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from course.design.calls import Call, Component, Step
from course.design.components import (
    CDN,
    Cache,
    KeyValueStore,
    LoadBalancer,
    Log,
    ObjectStore,
    PushGateway,
    Queue,
    Service,
    SQLStore,
)
from course.design.flows import Consumer, Flow
from course.design.values import Value, number

if TYPE_CHECKING:
    from course.design.design import Design
    from course.design.scenario import Scenario

MONTH_S = 30 * 86_400
GB = 1e9
MILLION = 1e6
REQUEST_MEMORY_GB = 0.016
"""What a request in flight keeps in memory: a thread's stack and its buffers. So `concurrency` has a price."""
CONNECTION_MEMORY_GB = 0.00003
ANSWER_BYTES = 1_000
"""An answer that holds no values of a key space: headers and a status."""


@dataclass(frozen=True, kw_only=True)
class Prices(Value):
    """Dollars; `_month` is for one, for a month."""

    vcpu_month: float = number(30)
    memory_gb_month: float = number(4)
    database_vcpu_month: float = number(80)
    cache_gb_month: float = number(12)
    storage_gb_month: float = number(0.12)
    """Of each replica."""
    object_gb_month: float = number(0.023)
    load_balancer_month: float = number(20)
    partition_month: float = number(1)
    """Of each replica of a log's partition."""
    million_requests: float = number(0.2)
    """Through a load balancer or a CDN."""
    million_messages: float = number(0.4)
    million_object_gets: float = number(0.4)
    million_object_puts: float = number(5)
    egress_gb: float = number(0.08)
    """To people, from a region."""
    cdn_gb: float = number(0.03)
    """To people, from a CDN."""
    zone_gb: float = number(0.02)
    region_gb: float = number(0.02)


PRICES = Prices()


@dataclass(frozen=True)
class Operation:
    """What is done with a component: the operation and the key space it is about."""

    component: str
    name: str
    key: str | None = None


@dataclass(frozen=True)
class Usage:
    """How much is done a second in all regions together, and how many instances there are in all, where they change."""

    per_s: Mapping[Operation, float]
    requests_per_s: Mapping[str, float]
    """By endpoint."""
    instances: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One line of a bill: dollars a month for something of a component."""

    component: str
    what: str
    dollars: float


@dataclass(frozen=True)
class Bill:
    """What a design costs a month, the dearest first."""

    lines: tuple[Line, ...]

    @property
    def total(self) -> float:
        return sum(line.dollars for line in self.lines)

    def __str__(self) -> str:
        rows = [f"  {line.component:<20} {line.what:<44} ${line.dollars:>10,.0f}" for line in self.lines]
        return "\n".join([*rows, f"  {'total a month':<65} ${self.total:>10,.0f}"])


def bill(
    design: "Design", scenario: "Scenario | None" = None, usage: Usage | None = None, prices: Prices = PRICES
) -> Bill:
    """The bill at the usage given, else at the scenario's mean traffic as `expected` has it, else without any traffic."""
    if usage is None:
        usage = expected(design, scenario) if scenario else Usage({}, {})
    lines = [line for one in design.components.values() for line in _standing(design, one, usage, prices)]
    if scenario is not None:
        lines += _moving(design, scenario, usage, prices)
    return Bill(tuple(sorted((line for line in lines if line.dollars), key=lambda line: -line.dollars)))


def expected(design: "Design", scenario: "Scenario") -> Usage:
    """What the mean traffic would do if nothing failed, was tried again, or was found in a cache."""
    per_s: dict[Operation, float] = {}
    begun = {name: _mean_rate(scenario, name) for name in design.endpoints}
    begun |= {job.name: job.scheduler.jobs / job.scheduler.every_s for job in design.jobs.values()}
    waiting: list[Flow] = [flow for flow in design.flows if not isinstance(flow, Consumer)]
    done: set[str] = set()
    while waiting:
        flow = waiting.pop(0)
        done.add(flow.name)
        sent: dict[str, float] = {}
        for call, times in _made(flow.root):
            rate = begun[flow.name] * times
            operation = Operation(call.target.name, call.operation, call.key)
            per_s[operation] = per_s.get(operation, 0) + rate * call.items
            if call.operation == "send":
                sent[call.target.name] = sent.get(call.target.name, 0) + rate * call.items
        for consumer in design.consumers.values():
            if consumer.source.name in sent and consumer.name not in done:
                begun[consumer.name] = begun.get(consumer.name, 0) + sent[consumer.source.name]
                if consumer not in waiting:
                    waiting.append(consumer)
    return Usage(per_s, {name: begun[name] for name in design.endpoints})


def answer_bytes(flow: Flow, scenario: "Scenario") -> float:
    """How large an answer is: the values that its reads give, each once."""
    return ANSWER_BYTES + sum(
        times * call.items * scenario.keys_of(call.key).size_bytes for call, times in _given(flow.root) if call.key
    )


def _mean_rate(scenario: "Scenario", endpoint: str, points: int = 240) -> float:
    step = scenario.duration_s / points
    return sum(scenario.rate(endpoint, (at + 0.5) * step) for at in range(points)) / points


def _made(step: Step, times: float = 1) -> Iterator[tuple[Call, float]]:
    """The calls of a step and how often each is made, on average, when nothing fails."""
    if isinstance(step, Call):
        times *= step.chance
        yield step, times
    for inner in step.steps:
        yield from _made(inner, times)


def _given(step: Step, times: float = 1) -> Iterator[tuple[Call, float]]:
    """The calls whose values go into the answer: what a cache wraps is the cache's value."""
    if isinstance(step, Call):
        times *= step.chance
        if step.operation in ("read", "get", "aside", "serve"):
            yield step, times
            return
    for inner in step.steps:
        yield from _given(inner, times)


def _standing(design: "Design", one: Component, usage: Usage, prices: Prices) -> Iterator[Line]:
    """What is paid for being there."""
    regions = max(len(design.regions), 1)
    where = f" in {regions} regions" if regions > 1 else ""
    match one:
        case Service():
            instances = usage.instances.get(one.name, one.instances * regions)
            yield Line(
                one.name, f"{instances:,.4g} instances of {one.vcpus} vCPU", instances * one.vcpus * prices.vcpu_month
            )
            memory = instances * one.concurrency * REQUEST_MEMORY_GB
            yield Line(
                one.name, f"{memory:,.1f} GB for {one.concurrency} in flight each", memory * prices.memory_gb_month
            )
        case LoadBalancer():
            yield Line(one.name, f"load balancer{where}", regions * prices.load_balancer_month)
        case Cache():
            held = one.nodes * one.size_gb * regions
            yield Line(one.name, f"{held:,.4g} GB of cache{where}", held * prices.cache_gb_month)
        case SQLStore() | KeyValueStore():
            nodes = one.shards * one.replicas * regions
            yield Line(
                one.name, f"{nodes} nodes of {one.vcpus} vCPU{where}", nodes * one.vcpus * prices.database_vcpu_month
            )
            stored = one.storage_gb * one.replicas * regions
            yield Line(one.name, f"{stored:,.4g} GB stored, replicas counted", stored * prices.storage_gb_month)
        case ObjectStore():
            yield Line(
                one.name,
                f"{one.storage_gb * regions:,.4g} GB stored{where}",
                one.storage_gb * regions * prices.object_gb_month,
            )
        case Log():
            count = one.partitions * one.replicas * regions
            yield Line(one.name, f"{count} partitions, replicas counted", count * prices.partition_month)
        case PushGateway():
            memory = one.nodes * regions * one.connections_per_node * CONNECTION_MEMORY_GB
            yield Line(one.name, f"{one.nodes * regions} nodes of 2 vCPU", one.nodes * regions * 2 * prices.vcpu_month)
            yield Line(one.name, f"{memory:,.1f} GB for connections", memory * prices.memory_gb_month)


def _moving(design: "Design", scenario: "Scenario", usage: Usage, prices: Prices) -> Iterator[Line]:
    """What is paid for requests, messages and bytes."""
    for operation, per_s in usage.per_s.items():
        one, times = design.components[operation.component], per_s * MONTH_S
        if million := _million(one, operation.name, prices):
            yield Line(one.name, f"{times / MILLION:,.4g} M x {operation.name}", times / MILLION * million)
        if operation.key is not None and isinstance(one, Cache | SQLStore | KeyValueStore | Queue | Log):
            gb = times * scenario.keys_of(operation.key).size_bytes / GB
            yield from _between(design, one, operation, gb, prices)
    for name, per_s in usage.requests_per_s.items():
        endpoint = design.endpoints[name]
        gb = per_s * MONTH_S * answer_bytes(endpoint, scenario) / GB
        by_cdn = any(isinstance(call.target, CDN) for call in endpoint.calls)
        what, price = ("GB to people by CDN", prices.cdn_gb) if by_cdn else ("GB to people", prices.egress_gb)
        yield Line(name, f"{gb:,.4g} {what}", gb * price)


def _million(one: Component, operation: str, prices: Prices) -> float:
    """Dollars for a million such operations; 0 for what only its machines cost."""
    match one:
        case LoadBalancer() | CDN():
            return prices.million_requests
        case Queue():
            return 2 * prices.million_messages  # sent, and taken
        case Log():
            return prices.million_messages / 4
        case ObjectStore():
            return prices.million_object_puts if operation == "put" else prices.million_object_gets
    return 0


def _between(design: "Design", one: Component, operation: Operation, gb: float, prices: Prices) -> Iterator[Line]:
    """Bytes that cross zones to a store or back, and those of its replicas."""
    regions = max(len(design.regions), 1)
    zones = design.regions[0].zones if design.regions else 3
    copies = 1.0
    if operation.name in ("write", "send", "through", "behind", "put") and not isinstance(one, Queue):
        copies += getattr(one, "replicas", 1) - 1
        if regions > 1 and not isinstance(one, Cache):
            far = gb * (regions - 1)
            yield Line(one.name, f"{far:,.4g} GB between regions", far * prices.region_gb)
    crossing = gb * copies * (zones - 1) / zones
    yield Line(one.name, f"{crossing:,.4g} GB between zones", crossing * prices.zone_gb)
