"""Hosts: balancers and services, which hold a request while they make its calls.

A service is a fleet of instances in each region. An instance takes `concurrency` requests, the next ones wait in its line, and
each does its own work on the vCPUs before it makes its calls. What an instance was doing when it is lost fails when its present
step ends; what waited in its line fails at once.
"""

from collections.abc import Callable, Sequence
from math import inf

from course.design.components import LoadBalancer, Service
from course.design.policies import AdaptiveConcurrency
from course.design.sim.loop import Process
from course.design.sim.outcome import FAILED, SERVED, SHED, TIMED_OUT
from course.design.sim.policies import Limiter
from course.design.sim.stations import Servers, Slots
from course.design.sim.world import Draw, Place, Request, Visit, World

HEALTH_CHECK_S = 5.0  # of callers that stand behind no balancer: as the balancer's default
SMOOTHING, LONG_WINDOW, ROOM = 0.2, 600, 4  # Gradient2Limit's, as are the other constants of Limit.note


class Instance(Place):
    """One machine of a service."""

    __slots__ = ("answered", "cpu", "errors", "failed", "latency_s", "limit", "slots")

    def __init__(self, world: World, service: Service, region: int, zone: int) -> None:
        super().__init__(region, zone)
        self.cpu = Servers(world.loop, service.vcpus)
        self.slots = Slots(world.loop, service.concurrency, lines=3)
        self.errors = 0.0
        """The share of its answers that are errors: a version's."""
        self.answered = 0
        self.failed = 0
        self.latency_s = 0.0
        """Of all answers together."""
        self.limit = Limit(service.adaptive_concurrency, service.concurrency) if service.adaptive_concurrency else None
        if self.limit:
            self.slots.size = self.limit.whole

    def run(self, errors: float, slow: float) -> None:
        """From now on a version that fails that share of its requests and takes `slow` times as long."""
        self.errors = errors
        self.cpu.slow = slow

    @property
    def load(self) -> int:
        """Requests it has."""
        return self.slots.held + self.slots.waiting


class Limit:
    """A concurrency limit that follows latency: Gradient2Limit of Netflix/concurrency-limits."""

    def __init__(self, policy: AdaptiveConcurrency, most: int) -> None:
        self.policy = policy
        self.most = min(policy.most, most)
        self.now = float(min(policy.initial, self.most))
        self._long_s = 0.0
        self._seen = 0

    @property
    def whole(self) -> int:
        return int(self.now)

    def note(self, latency_s: float, in_flight: int) -> None:
        """Learn from one answer."""
        self._seen = min(self._seen + 1, LONG_WINDOW)
        self._long_s += (latency_s - self._long_s) / self._seen
        if self._long_s > 2 * latency_s:
            self._long_s *= 0.95
        if in_flight < self.now / 2 or latency_s <= 0:
            return
        gradient = max(0.5, min(1.0, self.policy.tolerance * self._long_s / latency_s))
        limit = self.now * (1 - SMOOTHING) + SMOOTHING * (self.now * gradient + ROOM)
        self.now = max(min(self.policy.least, self.most), min(self.most, limit))


Pick = Callable[["Fleet", float], Instance]


def _two_choices(fleet: "Fleet", draw: float) -> Instance:
    known = fleet.known
    count = len(known)
    place = draw * count
    first = int(place)
    one = known[first]
    if count == 1:
        return one
    second = int((place - first) * (count - 1))
    other = known[second + (second >= first)]
    ours, others = one.slots, other.slots  # asked for each call of a service; `load` takes twice as long
    return one if ours.held + ours.waiting <= others.held + others.waiting else other


def _least_outstanding(fleet: "Fleet", draw: float) -> Instance:
    least = min(one.load for one in fleet.known)
    equal = [one for one in fleet.known if one.load == least]
    return equal[int(draw * len(equal))]


def _round_robin(fleet: "Fleet", draw: float) -> Instance:
    fleet.turn += 1
    return fleet.known[fleet.turn % len(fleet.known)]


def _random(fleet: "Fleet", draw: float) -> Instance:
    return fleet.known[int(draw * len(fleet.known))]


PICKS: dict[str, Pick] = {
    "two choices": _two_choices,
    "least outstanding": _least_outstanding,
    "round robin": _round_robin,
    "random": _random,
}


class Fleet:
    """The instances of a service in one region."""

    def __init__(self, world: World, service: Service, region: int) -> None:
        self.world = world
        self.service = service
        self.region = region
        self.instances = [Instance(world, service, region, zone) for zone in world.zones(region, service.instances)]
        self.known = list(self.instances)
        """Those that its callers believe to be up."""
        self.turn = -1
        self.limiter = Limiter(service.rate_limit) if service.rate_limit else None
        self.health_check_s = HEALTH_CHECK_S
        self.errors, self.slow = 0.0, 1.0
        """Of the version that new instances run."""
        self.gone_busy_s = self.gone_held_s = 0.0
        """Server-seconds and slot-seconds of instances that are no more."""
        self._next_zone = service.instances

    def grow(self, count: int) -> list[Instance]:
        """More instances, which serve at once."""
        zones = self.world.regions[self.region].zones
        new = []
        for _ in range(count):
            instance = Instance(self.world, self.service, self.region, self._next_zone % zones)
            instance.run(self.errors, self.slow)
            self._next_zone += 1
            new.append(instance)
        self.instances += new
        self.known += new
        return new

    def shrink(self, count: int) -> None:
        """Fewer; they end what they have."""
        for instance in self.instances[len(self.instances) - count :]:
            self._remove(instance)

    def lose(self, lost: Sequence[Instance]) -> None:
        """These are gone; callers find out at the next health check."""
        loop = self.world.loop
        for instance in lost:
            instance.lost = True
            instance.slots.dismiss(False)
            self.instances.remove(instance)
            self._part_with(instance)
        check = (loop.now // self.health_check_s + 1) * self.health_check_s
        loop.at(check, self._check)

    def _remove(self, instance: Instance) -> None:
        self.instances.remove(instance)
        if instance in self.known:
            self.known.remove(instance)
        self._part_with(instance)

    def _part_with(self, instance: Instance) -> None:
        self.gone_busy_s += instance.cpu.busy_s()
        self.gone_held_s += instance.slots.held_s()

    def _check(self, _: object) -> None:
        gone = [one for one in self.known if one.lost]
        if gone:
            self.known = [one for one in self.known if not one.lost]
            what = f"{len(gone)} lost instance{'s' if len(gone) > 1 else ''} taken out of rotation"
            self.world.ledger.event(self.service.name, "health", f"{self.service.name}: {what}", "health check")

    def gauges(self) -> dict[str, float]:
        up = self.instances
        return {
            "busy_s": self.gone_busy_s + sum(one.cpu.busy_s() for one in up),
            "held_s": self.gone_held_s + sum(one.slots.held_s() for one in up),
            "servers": float(sum(one.cpu.size for one in up)),
            "instances": float(len(up)),
            "in_flight": float(sum(one.slots.held for one in up)),
            "slots": float(sum(one.slots.size for one in up)),
            "waiting": float(sum(one.slots.waiting + len(one.cpu.line) for one in up)),
        }


class ServiceHost:
    """A service in all regions."""

    def __init__(self, world: World, service: Service) -> None:
        self.world = world
        self.service = service
        self.fleets = [Fleet(world, service, region) for region in range(len(world.regions))]
        self.book = world.ledger.component(service.name)
        self.book.gauges += [fleet.gauges for fleet in self.fleets]

    def visit(self, demand: Draw, choice: Draw, error: Draw, steps: Sequence[Visit]) -> Visit:
        """The call of one site."""
        world, service, fleets, meter = self.world, self.service, self.fleets, self.book.meter
        loop, hop_s, queue = world.loop, world.hop_s, service.queue
        propagate = world.design.propagate_deadlines
        adaptive = service.adaptive_concurrency is not None
        shares = None
        if service.shedding:
            shares = (service.shedding.critical, service.shedding.normal, service.shedding.bulk)

        def call(request: Request, turn: int, until: float, here: Place) -> Process:
            meter.calls += 1
            number = request.number
            fleet = fleets[here.region]
            yield hop_s
            if not fleet.known:
                meter.failed += 1
                return FAILED
            instance = PICKS[here.balance or "two choices"](fleet, choice(number, turn))
            if instance.lost:
                meter.failed += 1
                return FAILED
            slots = instance.slots
            if (fleet.limiter is not None and not fleet.limiter.admits(request, loop.now)) or (
                shares is not None and slots.held >= shares[request.urgency] * slots.size < slots.size
            ):
                meter.shed += 1
                return SHED
            if not slots.take():
                if adaptive or slots.waiting >= queue:
                    meter.shed += 1
                    return SHED
                granted = yield slots.wait, request.urgency
                if not granted:
                    meter.failed += 1
                    return FAILED
                if propagate and loop.now >= until:
                    slots.release()
                    return TIMED_OUT
            began = loop.now
            work_s = demand(number, turn)
            given_up = yield instance.cpu.serve_until, (work_s, until if propagate else inf)
            if given_up:
                slots.release()
                return TIMED_OUT
            if loop.now > until:
                meter.late += 1
                meter.wasted_s += work_s
            outcome = worst = SERVED
            if instance.errors and error(number, turn) < instance.errors:
                outcome = FAILED
            else:
                for step in steps:
                    if instance.lost or (propagate and loop.now >= until):
                        break
                    outcome = yield from step(request, turn, until, instance)
                    if outcome >= SHED:
                        break
                    if outcome > worst:
                        worst = outcome
            if instance.lost:
                outcome = FAILED
            elif outcome < SHED and propagate and loop.now >= until:
                outcome = TIMED_OUT
            instance.answered += 1
            instance.latency_s += loop.now - began
            if instance.limit is not None:
                instance.limit.note(loop.now - began, slots.held)
                slots.resize(instance.limit.whole)
            slots.release()
            if outcome >= SHED:
                instance.failed += 1
                meter.failed += 1
                return outcome
            return worst

        return call


class BalancerHost:
    """A load balancer in all regions: managed, so it never queues."""

    def __init__(self, world: World, balancer: LoadBalancer) -> None:
        self.world = world
        self.balancer = balancer
        self.places = []
        for region in range(len(world.regions)):
            place = Place(region)
            place.balance = balancer.balance
            self.places.append(place)
        self.limiters = [Limiter(balancer.rate_limit) if balancer.rate_limit else None for _ in world.regions]
        self.book = world.ledger.component(balancer.name)

    def visit(self, demand: Draw, steps: Sequence[Visit]) -> Visit:
        """The call of one site."""
        loop, hop_s, meter, places, limiters = (
            self.world.loop,
            self.world.hop_s,
            self.book.meter,
            self.places,
            self.limiters,
        )

        def call(request: Request, turn: int, until: float, here: Place) -> Process:
            meter.calls += 1
            yield hop_s + demand(request.number, turn)
            limiter = limiters[here.region]
            if limiter is not None and not limiter.admits(request, loop.now):
                meter.shed += 1
                return SHED
            worst = SERVED
            for step in steps:
                outcome = yield from step(request, turn, until, places[here.region])
                if outcome >= SHED:
                    meter.failed += 1
                    return outcome
                if outcome > worst:
                    worst = outcome
            return worst

        return call
