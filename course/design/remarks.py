"""Remarks: what is risky about a design, as a reviewer would say it before anything runs. A rule is a function and its line in
RULES."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course.design.calls import Call, Step, Together, walk
from course.design.components import (
    Cache,
    Dependency,
    KeyValueStore,
    Log,
    PushGateway,
    Queue,
    Service,
    Source,
    SQLStore,
)
from course.design.flows import Consumer, Endpoint

if TYPE_CHECKING:
    from course.design.design import Design

MULTIPLIED = 9  # times that one request may make a call: three attempts on each of two levels


@dataclass(frozen=True)
class Remark:
    """`about` is the component or flow; `text` says what follows from how it was written, and what one may do."""

    about: str
    text: str

    def __str__(self) -> str:
        return f"`{self.about}` {self.text}"


def remarks(design: "Design") -> tuple[Remark, ...]:
    """What every rule says, each remark once."""
    return tuple(dict.fromkeys(remark for rule in RULES for remark in rule(design)))


def quorums(design: "Design") -> Iterator[Remark]:
    for store in design.components.values():
        if isinstance(store, KeyValueStore) and (both := store.read_quorum + store.write_quorum) <= store.replicas:
            yield Remark(
                store.name,
                f"has {store.replicas} replicas but quorum {store.read_quorum}+{store.write_quorum}: a read may miss the last "
                f"write. From {store.replicas + 1} on (now {both}) the two always share a replica.",
            )


def single_copies(design: "Design") -> Iterator[Remark]:
    for one in design.components.values():
        if isinstance(one, Service) and one.instances == 1:
            yield Remark(one.name, "is a single instance: while it is down, so is all that needs it.")
        if isinstance(one, SQLStore | KeyValueStore) and one.replicas == 1:
            yield Remark(one.name, "keeps one copy of its data: a lost node takes its share of the data with it.")


def endless_waits(design: "Design") -> Iterator[Remark]:
    waits: dict[str, list[str]] = {}
    for flow in design.flows:
        # What a cache wraps is bounded by the cache's own deadline.
        bounded = {
            id(inner) for call in flow.calls if call.timeout_ms and not call.target.host for inner in walk(*call.steps)
        }
        for caller, call in flow.callers():
            if (
                isinstance(caller, Service)
                and call.timeout_ms is None
                and id(call) not in bounded
                and call.operation != "send"
            ):
                waits.setdefault(caller.name, []).append(str(call))
    for name, calls in waits.items():
        named = ", ".join(list(dict.fromkeys(calls))[:3]) + (" and others" if len(set(calls)) > 3 else "")
        yield Remark(
            name,
            f"waits for ever for {named}: if one hangs, its instances fill up with waiting requests. Give timeout_ms.",
        )


def retries(design: "Design") -> Iterator[Remark]:
    for flow in design.flows:
        for call in flow.calls:
            if call.retry is None:
                continue
            if call.timeout_ms is None:
                yield Remark(
                    flow.name, f"retries {call} but never gives up an attempt: one that hangs is not tried again."
                )
            if call.retry.budget is None:
                yield Remark(
                    flow.name,
                    f"retries {call} without a budget: in an outage it multiplies that load by up to {call.retry.attempts}. "
                    "Retry(budget=0.1) bounds it to a tenth more.",
                )
            if call.retry.jitter == "none":
                yield Remark(
                    flow.name, f"retries {call} without jitter: callers that failed together come back together."
                )


def multiplied(design: "Design") -> Iterator[Remark]:
    for flow in design.flows:
        clients = flow.clients.retry.attempts if isinstance(flow, Endpoint) and flow.clients.retry else 1
        most, call = max(_attempts(flow.root, clients), key=lambda found: found[0])
        if most >= MULTIPLIED:
            yield Remark(
                flow.name,
                f"may call {call} {most} times for one request when everything fails, since retries on several levels multiply. "
                "Retry on one.",
            )


def _attempts(step: Step, times: int) -> Iterator[tuple[int, Step]]:
    """How often each call may be made, when those around it are tried again."""
    if isinstance(step, Call):
        times *= step.retry.attempts if step.retry else 1
        yield times, step
    for inner in step.steps:
        yield from _attempts(inner, times)


def deadlines(design: "Design") -> Iterator[Remark]:
    for flow in design.flows:
        for call in flow.calls:
            worst = sum(map(_longest_ms, call.steps))
            if call.timeout_ms is not None and worst > call.timeout_ms:
                yield Remark(
                    flow.name,
                    f"gives {call} {call.timeout_ms:g} ms, but the timeouts within it add up to {worst:g} ms: it gives up while "
                    "they still try. Let inner deadlines be shorter.",
                )


def effects_twice(design: "Design") -> Iterator[Remark]:
    for flow in design.flows:
        again = isinstance(flow, Consumer) and not flow.deduplicate
        for call in flow.calls:
            effect = isinstance(call.target, Dependency | PushGateway | Source)
            if effect and not call.idempotent and (call.retry or call.hedge or again):
                why = "gets messages at least once" if again and not call.retry else "may repeat a call after a timeout"
                cure = "idempotent=True, or deduplicate=True on the consumer," if again else "idempotent=True"
                yield Remark(flow.name, f"{why}, so {call} may happen twice; {cure} stops that.")


def bulkheads(design: "Design") -> Iterator[Remark]:
    for flow in design.flows:
        for call in flow.calls:
            if call.bulkhead and call.timeout_ms is None:
                yield Remark(
                    flow.name,
                    f"keeps {call} to {call.bulkhead.concurrent} at once without a timeout: when they hang, all later ones are refused.",
                )
            if call.fallback and any(step.target == call.target for step in walk(*call.fallback.steps)):
                yield Remark(
                    flow.name, f"falls back from {call} to the same component, which is down together with itself."
                )


def caches(design: "Design") -> Iterator[Remark]:
    calls = [call for flow in design.flows for call in flow.calls]
    for cache in design.components.values():
        if not isinstance(cache, Cache):
            continue
        mine = [call for call in calls if call.target == cache]
        kept_fresh = {call.key for call in mine if call.operation in ("invalidate", "put", "through", "behind")}
        written = {(call.target.name, call.key) for call in calls if call.operation == "write"}
        read = [
            (inner.target.name, inner.key) for call in mine if call.operation == "aside" for inner in walk(*call.steps)
        ]
        for store, key in dict.fromkeys(read):
            if (store, key) in written and key not in kept_fresh:
                lasts = "for ever" if cache.ttl_s is None else f"for up to {cache.ttl_s:g} s"
                yield Remark(
                    cache.name,
                    f'goes on with old values of "{key}" {lasts} after a write; {cache.name}.invalidate("{key}") after it, or .through(…).',
                )
        if any(call.operation == "behind" for call in mine):
            yield Remark(
                cache.name,
                f"acknowledges writes up to {cache.flush_s:g} s before they are stored: a lost node loses them.",
            )


def messages(design: "Design") -> Iterator[Remark]:
    sent = {call.target for flow in design.flows for call in flow.calls if call.operation == "send"}
    consumers = design.consumers.values()
    for source in design.components.values():
        if not isinstance(source, Queue | Log):
            continue
        if all(one.source != source for one in consumers):
            yield Remark(source.name, "has no consumer: what is sent stays there until it is thrown away.")
        if source not in sent:
            yield Remark(source.name, "is never sent anything.")
        if not source.dead_letters:
            held = "holds up its partition" if isinstance(source, Log) else "takes a consumer's time"
            yield Remark(source.name, f"keeps no dead letters: a message that always fails {held} again and again.")
        if isinstance(source, Log) and source.acknowledge == "leader":
            yield Remark(source.name, "acknowledges before followers have a message: it is lost with the leader.")
    for one in consumers:
        longest = _longest_ms(one.root) / 1000
        if isinstance(one.source, Queue) and longest > one.source.visibility_s:
            yield Remark(
                one.name,
                f"may take {longest:g} s, and `{one.source.name}` hands a message out again after {one.source.visibility_s:g} s: it would be done twice.",
            )
        if isinstance(one.source, Log) and one.concurrency > one.source.partitions:
            yield Remark(
                one.name,
                f"wants {one.concurrency} messages at once; `{one.source.name}` has {one.source.partitions} partitions, each read one message at a time.",
            )


def connections(design: "Design") -> Iterator[Remark]:
    for store in design.components.values():
        if isinstance(store, SQLStore):
            callers = {one.name: one for flow in design.flows for one, call in flow.callers() if call.target == store}
            instances = sum(_most_instances(one) for one in callers.values() if isinstance(one, Service))
            if instances * store.pool > store.connections:
                yield Remark(
                    store.name,
                    f"takes {store.connections} connections, and {instances} instances want {store.pool} each: some wait for one. A smaller pool, or a pooler, fits them.",
                )


def _most_instances(service: Service) -> int:
    return service.autoscaling.most if service.autoscaling else service.instances


def _longest_ms(step: Step) -> float:
    """The longest that a step waits by its own timeouts, retries and pauses included; 0 for what has none."""
    if isinstance(step, Together):
        return max(map(_longest_ms, step.steps))
    inner = step.timeout_ms if step.timeout_ms is not None else sum(map(_longest_ms, step.steps))
    if step.retry is None:
        return inner
    pauses = [
        min(step.retry.backoff_ms * step.retry.factor**n, step.retry.cap_ms) for n in range(step.retry.attempts - 1)
    ]
    return inner * step.retry.attempts + (sum(pauses) if inner else 0)


RULES: tuple[Callable[["Design"], Iterator[Remark]], ...] = (
    quorums,
    single_copies,
    deadlines,
    endless_waits,
    retries,
    multiplied,
    effects_twice,
    bulkheads,
    caches,
    messages,
    connections,
)
