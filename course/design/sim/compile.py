"""A design as processes: every call becomes a function that makes a generator, with only the policies that it has around it.

From the inside out: what the target does, faults of this scenario that may meet the call, then coalescing, timeout, hedge,
bulkhead, breaker, retry, fallback and chance, as calls.py documents them.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from course.design.calls import Call, Component, Step, Together
from course.design.components import (
    CDN,
    Cache,
    Dependency,
    KeyValueStore,
    LoadBalancer,
    Log,
    ObjectStore,
    PushGateway,
    Queue,
    Service,
    SQLStore,
)
from course.design.flows import Endpoint, Flow
from course.design.sim import policies
from course.design.sim.caches import CacheBox, CDNBox, Warmable, Wrapped
from course.design.sim.faults import Troubles
from course.design.sim.hosts import BalancerHost, ServiceHost
from course.design.sim.loop import Process
from course.design.sim.messages import SourceBox
from course.design.sim.outcome import SERVED, SHED
from course.design.sim.providers import DependencyBox, GatewayBox, ObjectStoreBox
from course.design.sim.stores import SQL, KeyValue
from course.design.sim.together import gather
from course.design.sim.warmth import CacheSite
from course.design.sim.world import Draw, Place, Request, Visit, World, digit

Box = (
    BalancerHost
    | ServiceHost
    | CacheBox
    | CDNBox
    | SQL
    | KeyValue
    | ObjectStoreBox
    | DependencyBox
    | SourceBox
    | GatewayBox
)
KeyOf = Callable[[Request], int]
FILLING = ("aside", "through", "behind", "serve")

MAKERS: dict[type[Component], Callable[[World, Any], Box]] = {
    LoadBalancer: BalancerHost,
    Service: ServiceHost,
    Cache: CacheBox,
    CDN: CDNBox,
    SQLStore: SQL,
    KeyValueStore: KeyValue,
    ObjectStore: ObjectStoreBox,
    Dependency: DependencyBox,
    Queue: SourceBox,
    Log: SourceBox,
    PushGateway: GatewayBox,
}


def boxes(world: World) -> dict[str, Box]:
    """Every component of the design, ready to take calls."""
    components = world.design.components.items()
    return {name: MAKERS[type(one)](world, one) for name, one in components if type(one) in MAKERS}


class Compiler:
    """Compiles the flows of one design."""

    def __init__(self, world: World, made: dict[str, Box], troubles: Troubles) -> None:
        self.world = world
        self.boxes = made
        self.troubles = troubles
        self.cached: list[CacheSite] = []
        """Every call that reads a cache, or fills one."""
        self._sites: Counter[str] = Counter()

    def root(self, flow: Flow) -> Visit:
        """A flow's outermost call; of an endpoint with what its clients do about it, and from where they are."""
        call = self.step(flow.root, flow, flow.begun_by.name, 0)
        if not isinstance(flow, Endpoint):
            return call
        clients, meter = flow.clients, self.world.ledger.component(flow.clients.name).meter
        call = policies.with_timeout(self._arriving(call), clients.timeout_ms / 1000, self.world, meter)
        if clients.retry:
            pause = self.world.streams.stream(f"{flow.name}: {clients.name} pause")
            call = policies.with_retry(call, clients.retry, self.world, meter, pause, 0)
        return call

    def _arriving(self, call: Visit) -> Visit:
        """From a device over the network to the region that takes it."""
        world = self.world
        entries = world.entries

        def arrive(request: Request, turn: int, until: float, here: Place) -> Process:
            region, way_s = world.route(request)
            yield way_s
            if region in world.lost:
                yield world.hang, None
            outcome: int = yield from call(request, turn, until, entries[region])
            answers = world.answers[region]
            answers[0] += 1
            answers[1] += outcome >= SHED or world.loop.now > until
            return outcome

        return arrive

    def step(self, step: Step, flow: Flow, caller: str, depth: int) -> Visit:
        """A call or several together, as `caller` makes them."""
        if isinstance(step, Together):
            return gather(self.world, [self.step(one, flow, caller, depth) for one in step.steps], step.need)
        return self._call(step, flow, caller, depth)

    def _call(self, call: Call, flow: Flow, caller: str, depth: int, item: int | None = None) -> Visit:
        """A call, for all its keys at once or for one of them."""
        world, name = self.world, call.target.name
        meter = world.ledger.component(name).meter
        label = f"{flow.name}: {name}.{call.operation}"
        self._sites[label] += 1
        site = f"{label} {self._sites[label]}"
        items = range(call.items) if item is None else (item,)
        visits = [self._visit(call, flow, f"{site} item {one}", one, caller, depth) for one in items]
        visit = visits[0] if len(visits) == 1 else gather(world, visits)
        visit = self.troubles.between(caller, name, visit, f"{site} loss")
        if call.coalesce and call.operation != "aside" and call.key is not None:
            visit = policies.with_coalescing(visit, world, self._key_of(call.key, 0))
        if call.timeout_ms is not None:
            visit = policies.with_timeout(visit, call.timeout_ms / 1000, world, meter)
        if call.hedge:
            visit = policies.with_hedge(visit, call.hedge, world, meter, digit(depth))
        if call.bulkhead:
            visit = policies.with_bulkhead(visit, call.bulkhead, world, meter)
        if call.breaker:
            visit = policies.with_breaker(visit, call.breaker, world, meter, caller, name)
        if call.retry:
            visit = policies.with_retry(
                visit, call.retry, world, meter, world.streams.stream(f"{site} pause"), digit(depth)
            )
        if call.fallback:
            steps = [self.step(one, flow, caller, depth + 1) for one in call.fallback.steps]
            visit = policies.with_fallback(visit, sequence(steps) if steps else None)
        if call.chance < 1:
            visit = policies.with_chance(visit, call.chance, world.streams.stream(f"{site} chance"))
        return visit

    def _visit(self, call: Call, flow: Flow, site: str, item: int, caller: str, depth: int) -> Visit:
        """What the target does, and its faults."""
        world, target = self.world, call.target
        box = self.boxes[target.name]
        demand = self._demand(call, site)
        uniform = world.streams.stream
        key_of = self._key_of(call.key or "user", item)
        size = world.scenario.keys_of(call.key or "user").size_bytes

        def troubled(visit: Visit) -> Visit:
            return self.troubles.at(target.name, visit, f"{site} trouble")

        match box:
            case ServiceHost():
                steps = [self.step(one, flow, target.name, depth + 1) for one in call.steps]
                if isinstance(before := world.design.components.get(caller), LoadBalancer):
                    for fleet in box.fleets:
                        fleet.health_check_s = before.health_check_s
                visit = box.visit(demand, uniform(f"{site} instance"), uniform(f"{site} version"), steps)
            case BalancerHost():
                visit = box.visit(demand, [self.step(one, flow, target.name, depth + 1) for one in call.steps])
            case CDNBox():
                origin = sequence([self.step(one, flow, target.name, depth + 1) for one in call.steps])
                if box.cdn.coalesce:
                    origin = policies.with_coalescing(origin, world, key_of)
                visit = box.visit(key_of, size, demand, origin)
            case CacheBox():
                wrapped = self._wrapped(call, flow, item, caller, depth + 1)
                visit = box.visit(call.operation, key_of, size, demand, wrapped, troubled)
            case SQL():
                visit = box.visit(call.operation, key_of, demand, uniform(f"{site} follower"), call.follower)
            case KeyValue():
                demands = [
                    demand,
                    *(self._demand(call, f"{site} replica {one}") for one in range(1, box.component.replicas)),
                ]
                visit = box.visit(call.operation, key_of, demands, uniform(f"{site} quorum"))
            case ObjectStoreBox():
                visit = box.visit(demand, size)
            case DependencyBox():
                visit = box.visit(demand, uniform(f"{site} error"), call.idempotent)
            case SourceBox():
                visit = box.visit(key_of, demand, call.idempotent)
            case GatewayBox():
                visit = box.visit(key_of, demand)
        if isinstance(box, Warmable) and call.operation in FILLING:
            self.cached.append(CacheSite(box, flow, call.key or "user", item, call.chance))
        visit = self._counted(visit, target.name, f"{call.operation} {call.key}" if call.key else call.operation)
        return visit if isinstance(box, CacheBox) else troubled(visit)

    def _counted(self, visit: Visit, component: str, operation: str) -> Visit:
        operations = self.world.ledger.component(component).operations
        operations[operation] = 0

        def counted(request: Request, turn: int, until: float, here: Place) -> Process:
            operations[operation] += 1
            return visit(request, turn, until, here)

        return counted

    def _wrapped(self, call: Call, flow: Flow, item: int, caller: str, depth: int) -> Wrapped | None:
        """The store call that a cache stands before."""
        if not call.steps:
            return None
        inner = call.steps[0]
        assert isinstance(inner, Call)
        visit = self._call(inner, flow, caller, depth, item)
        if call.coalesce:
            visit = policies.with_coalescing(visit, self.world, self._key_of(call.key or "user", item))
        store = self.boxes[inner.target.name]
        versions = store.versions if isinstance(store, SQL | KeyValue) else None
        return Wrapped(visit, inner.target.name, versions)

    def _demand(self, call: Call, site: str) -> Draw:
        draw = self.world.draws(site, self.world.scenario.demand_for(call.target, call.operation))
        return self.troubles.slowed(call.target.name, draw)

    def _key_of(self, space: str, item: int) -> KeyOf:
        if space == "user" and not item:
            return _user
        draw = self.world.keys(space, item)
        return lambda request: draw(request.number)


def _user(request: Request) -> int:
    return request.user


def sequence(steps: Sequence[Visit]) -> Visit:
    """Steps in order, until one fails; the worst of their outcomes."""
    if len(steps) == 1:
        return steps[0]

    def each(request: Request, turn: int, until: float, here: Place) -> Process:
        worst = SERVED
        for step in steps:
            outcome = yield from step(request, turn, until, here)
            if outcome >= SHED:
                return outcome
            worst = max(worst, outcome)
        return worst

    return each
