"""Faults: what goes wrong, when, and for how long. A call that no fault of the scenario can meet is compiled without them."""

from collections.abc import Callable
from functools import partial
from math import log
from typing import Any

from course.design.faults import (
    BadDeploy,
    ColdCache,
    Errors,
    Fault,
    Hang,
    InstanceLoss,
    LeaderLoss,
    PacketLoss,
    PoisonMessage,
    Quota,
    RegionLoss,
    Slow,
    TargetFault,
    TrafficShift,
    ZoneLoss,
)
from course.design.sim.caches import CacheBox, CDNBox
from course.design.sim.control import failing_over, rollout
from course.design.sim.hosts import Fleet, ServiceHost
from course.design.sim.loop import Process, Resume
from course.design.sim.messages import SourceBox
from course.design.sim.outcome import FAILED
from course.design.sim.providers import DependencyBox, GatewayBox
from course.design.sim.stores import SQL, KeyValue
from course.design.sim.world import Draw, Place, Request, Visit, World

RETRANSMIT_S = 0.2
"""TCP's least timeout before it sends a lost packet again (Linux, TCP_RTO_MIN); it doubles each time."""

NOWHERE = -1

Undo = Callable[[], None]


class Trouble:
    """What is wrong with a component at the moment; of errors and hangs, in which region."""

    def __init__(self, regions: int) -> None:
        self.factor = 1.0
        self.extra_s = 0.0
        self.errors = [0.0] * regions
        self.hangs = [False] * regions


class Wire:
    """What is wrong between two components at the moment."""

    def __init__(self) -> None:
        self.loss = 0.0
        self.waiting: list[Resume] = []

    def wait(self, resume: Resume, _: object) -> None:
        """Effect: go on when the partition is over."""
        self.waiting.append(resume)


class Troubles:
    """All faults of a scenario: first around the calls that they may meet, then in time."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.components: dict[str, Trouble] = {}
        self.wires: dict[frozenset[str], Wire] = {}
        self._slow: set[str] = set()
        self._bad: set[str] = set()
        for fault in world.scenario.faults:
            names = world.scenario.targets(fault, world.design)
            for name in names:
                self.components.setdefault(name, Trouble(len(world.regions)))
            if isinstance(fault, Slow):
                self._slow.update(names)
            if isinstance(fault, Errors | Hang):
                self._bad.update(names)
            if isinstance(fault, PacketLoss):
                self.wires.setdefault(frozenset((fault.between, fault.and_)), Wire())

    # -- Around calls --------------------------------------------------------------------------------------------------

    def slowed(self, component: str, draw: Draw) -> Draw:
        """Its work, as long as it takes at the time."""
        if component not in self._slow:
            return draw
        trouble = self.components[component]
        return lambda number, turn: draw(number, turn) * trouble.factor + trouble.extra_s

    def at(self, component: str, visit: Visit, purpose: str) -> Visit:
        """A call that may fail or hang when it gets there."""
        if component not in self._bad:
            return visit
        world, trouble, draw = self.world, self.components[component], self.world.streams.stream(purpose)
        meter = world.ledger.component(component).meter

        def call(request: Request, turn: int, until: float, here: Place) -> Process:
            if trouble.hangs[here.region]:
                meter.calls += 1
                yield world.hang, None
            errors = trouble.errors[here.region]
            if errors and draw(request.number, turn) < errors:
                meter.calls += 1
                meter.failed += 1
                yield world.hop_s
                return FAILED
            return (yield from visit(request, turn, until, here))

        return call

    def between(self, caller: str, target: str, visit: Visit, purpose: str) -> Visit:
        """A call over a wire that may lose packets: they are sent again after a while, or when the partition is over."""
        wire = self.wires.get(frozenset((caller, target)))
        if wire is None:
            return visit
        draw = self.world.streams.stream(purpose)

        def call(request: Request, turn: int, until: float, here: Place) -> Process:
            if wire.loss >= 1:
                yield wire.wait, None
            elif wire.loss:
                losses = int(log(1 - draw(request.number, turn)) / log(wire.loss))
                if losses:
                    yield RETRANSMIT_S * (2.0**losses - 1)
            return (yield from visit(request, turn, until, here))

        return call

    # -- In time -------------------------------------------------------------------------------------------------------

    def schedule(self, boxes: dict[str, Any]) -> None:
        """Put the faults into the future. Surges are part of the arrivals, and only told of."""
        for fault in self.world.scenario.faults:
            self.world.loop.at(fault.at_s, partial(self._begin, fault, boxes))

    def _begin(self, fault: Fault, boxes: dict[str, Any], _: object) -> None:
        targets = self.world.scenario.targets(fault, self.world.design)
        if isinstance(fault, TargetFault) and not targets:
            return
        where = targets[0] if len(targets) == 1 else getattr(fault, "target", "")
        self.world.ledger.event(where, "fault", fault.text)
        undo = [one for name in targets or ("",) if (one := self._apply(fault, boxes, name)) is not None]
        if fault.until_s is not None and not isinstance(fault, BadDeploy | ColdCache | PoisonMessage):
            self.world.loop.at(fault.until_s, partial(self._end, fault, where, undo))

    def _end(self, fault: Fault, where: str, undo: list[Undo], _: object) -> None:
        for one in undo:
            one()
        self.world.ledger.event(where, "repair", f"over: {fault.text}")

    def _apply(self, fault: Fault, boxes: dict[str, Any], name: str) -> Undo | None:
        """Do it to one component, or to all; gives what ends it."""
        world, box = self.world, boxes.get(name)
        match fault:
            case Slow():
                return self._slowed(name, fault.factor, fault.extra_ms / 1000)
            case Errors():
                return self._set(self.components[name].errors, fault.region, fault.share)
            case Hang():
                return self._set(self.components[name].hangs, fault.region, True)
            case InstanceLoss():
                return self._lose([box], lambda at, region, zone: at < fault.count)
            case ZoneLoss():
                there = self._region(fault.region)
                return self._lose(boxes.values(), lambda at, region, zone: (region, zone) == (there, fault.zone))
            case RegionLoss():
                return self._lose_region(self._region(fault.region), boxes)
            case LeaderLoss():
                return self._lose_leaders(box)
            case ColdCache():
                if isinstance(box, CacheBox | CDNBox):
                    box.empty()
            case PacketLoss():
                return self._cut(frozenset((fault.between, fault.and_)), fault.share)
            case BadDeploy():
                if isinstance(box, ServiceHost):
                    world.loop.spawn(rollout(world, box, fault))
            case PoisonMessage():
                if isinstance(box, SourceBox):
                    box.poison(fault.count)
            case Quota():
                if isinstance(box, DependencyBox):
                    box.set_quota(fault.per_s)
                    return partial(box.set_quota, None)
            case TrafficShift():
                return self._shift(fault)
        return None

    def _slowed(self, name: str, factor: float, extra_s: float) -> Undo:
        trouble = self.components[name]
        trouble.factor *= factor
        trouble.extra_s += extra_s

        def undo() -> None:
            trouble.factor /= factor
            trouble.extra_s -= extra_s

        return undo

    def _set(self, state: list[Any], region: str | None, value: float) -> Undo:
        """Set it in that region, or in all."""
        before, there = state[:], self._region(region)
        for at in range(len(state)) if region is None else () if there == NOWHERE else (there,):
            state[at] = value

        def undo() -> None:
            state[:] = before

        return undo

    def _region(self, name: str | None) -> int:
        """The number of a region; None is the first, and one where the design does not run is no region at all."""
        names = [region.name for region in self.world.regions]
        return 0 if name is None else names.index(name) if name in names else NOWHERE

    def _lose(self, boxes: Any, gone: Callable[[int, int, int], bool]) -> Undo:
        """Machines are lost: those for which `gone` says so by their number in the region, region and zone."""
        undo: list[Undo] = []
        for box in boxes:
            match box:
                case ServiceHost():
                    for fleet in box.fleets:
                        lost = [one for at, one in enumerate(fleet.instances) if gone(at, one.region, one.zone)]
                        if lost:
                            fleet.lose(lost)
                            undo.append(partial(_grow, fleet, len(lost)))
                case CacheBox() | SQL() | KeyValue():
                    for node in _lost_nodes(box, gone):
                        box.lose(node)
                        undo.append(partial(box.come_back, node))
                case GatewayBox():
                    for region in range(len(self.world.regions)):
                        zones = self.world.zones(region, box.gateway.nodes)
                        count = sum(gone(at, region, zone) for at, zone in enumerate(zones))
                        box.lose(region, count)
                        undo.append(partial(box.come_back, region, count))
        return lambda: _all(undo)

    def _lose_region(self, region: int, boxes: dict[str, Any]) -> Undo | None:
        world = self.world
        if region == NOWHERE:
            return None
        world.lost.add(region)
        world.entries[region].lost = True
        machines = self._lose(boxes.values(), lambda at, where, zone: where == region)
        if world.design.failover:
            world.loop.spawn(failing_over(world, world.design.failover, region, True))

        def undo() -> None:
            machines()
            world.lost.discard(region)
            world.entries[region].lost = False
            for box in boxes.values():
                if isinstance(box, SourceBox):
                    box.wake()
            if world.design.failover:
                world.loop.spawn(failing_over(world, world.design.failover, region, False))

        return undo

    def _lose_leaders(self, box: Any) -> Undo | None:
        if isinstance(box, SourceBox):
            box.lose_leader()
        if not isinstance(box, SQL):
            return None
        leaders = [shard.leader for region in box.shards for shard in region if shard.leader is not None]
        for leader in leaders:
            box.lose(leader)
        return lambda: _all([partial(box.come_back, leader) for leader in leaders])

    def _cut(self, between: frozenset[str], share: float) -> Undo:
        wire = self.wires[between]
        wire.loss = share

        def undo() -> None:
            wire.loss = 0.0
            for resume in wire.waiting:
                self.world.loop.resume(resume)
            wire.waiting.clear()

        return undo

    def _shift(self, fault: TrafficShift) -> Undo | None:
        source, target = self._region(fault.from_region), self._region(fault.to_region)
        if NOWHERE in (source, target):
            return None
        self.world.moved[source] = (fault.share, [target])
        return lambda: self.world.moved.pop(source, None) and None


def _lost_nodes(box: Any, gone: Callable[[int, int, int], bool]) -> list[Any]:
    """Machines in the order of the zones' first, then the second replicas, so that a loss of two seldom meets one shard."""
    lost = []
    if isinstance(box, CacheBox):
        nodes = box.regions
    else:
        nodes = [[shard.nodes[at] for at in range(len(region[0].nodes)) for shard in region] for region in box.shards]
    for region in nodes:
        lost += [one for at, one in enumerate(region) if gone(at, one.region, one.zone) and not one.lost]
    return lost


def _grow(fleet: Fleet, count: int) -> None:
    fleet.grow(count)


def _all(undo: list[Undo]) -> None:
    for one in undo:
        one()
