"""What others run: object stores, dependencies and push gateways' devices. They scale by themselves, up to a quota."""

from collections.abc import Callable

from course.design.components import Dependency, ObjectStore, PushGateway
from course.design.demand import Provider
from course.design.sim.loop import Process
from course.design.sim.outcome import FAILED, SERVED, SHED
from course.design.sim.policies import Tokens
from course.design.sim.world import CONNECTED, Draw, Place, Request, Visit, World, mixed

KeyOf = Callable[[Request], int]


class ObjectStoreBox:
    """Time to the first byte, then the bytes."""

    def __init__(self, world: World, store: ObjectStore) -> None:
        self.world = world
        self.store = store
        self.book = world.ledger.component(store.name)

    def visit(self, demand: Draw, size: float) -> Visit:
        """The call of one site."""
        meter, hop_s = self.book.meter, self.world.hop_s
        transfer_s = size / (self.store.mb_per_s * 1e6)

        def call(request: Request, turn: int, until: float, here: Place) -> Process:
            meter.calls += 1
            yield hop_s + demand(request.number, turn) + transfer_s
            return SERVED

        return call


class DependencyBox:
    """Somebody else's service. A call of it has an effect, and the same one again when it is repeated."""

    def __init__(self, world: World, dependency: Dependency) -> None:
        provider = world.scenario.providers.get(dependency.name, Provider())
        self.world = world
        self.dependency = dependency
        self.book = world.ledger.component(dependency.name)
        self.errors = provider.errors
        self.quota_per_s = provider.quota_per_s
        self._quota = self._bucket(provider.quota_per_s)

    def set_quota(self, per_s: float | None) -> None:
        """From now on; None is the provider's own."""
        self._quota = self._bucket(self.quota_per_s if per_s is None else per_s)

    def _bucket(self, per_s: float | None) -> Tokens | None:
        return None if per_s is None else Tokens(per_s, max(per_s, 1.0), self.world.loop.now)

    def visit(self, demand: Draw, error: Draw, idempotent: bool) -> Visit:
        """The call of one site."""
        meter, loop, hop_s, site = self.book.meter, self.world.loop, self.world.hop_s, object()

        def call(request: Request, turn: int, until: float, here: Place) -> Process:
            meter.calls += 1
            if self._quota is not None and not self._quota.take(loop.now):
                meter.shed += 1
                yield hop_s
                return SHED
            yield hop_s + demand(request.number, turn)
            if loop.now > until:
                meter.late += 1
            if self.errors and error(request.number, turn) < self.errors:
                meter.failed += 1
                return FAILED
            if site not in request.effects:
                request.effects[site] = True
            elif not idempotent:
                meter.duplicated += 1
                request.book.count("duplicated", request.at)
            return SERVED

        return call


class GatewayBox:
    """Nodes with connections, as counts: which device is connected follows from the user, so that it needs no table.

    Devices of a lost node come back over `reconnect_spread_s`, and no faster than the nodes that are up accept; the others try
    again in the next second.
    """

    def __init__(self, world: World, gateway: PushGateway) -> None:
        self.world = world
        self.gateway = gateway
        self.book = world.ledger.component(gateway.name)
        users = world.scenario.users
        shares = [(device.share, device.connected) for device in users.devices.values()]
        connected = sum(share * each for share, each in shares) / sum(share for share, _ in shares)
        self.devices = users.count * connected / len(world.regions)
        """Of each region, that want a connection."""
        self.up = [gateway.nodes for _ in world.regions]
        self.open = [min(self.devices, self.capacity(region)) for region in range(len(world.regions))]
        self._returning: list[list[tuple[float, float, float]]] = [[] for _ in world.regions]
        self._trying = [self.devices - held for held in self.open]
        self.refused = 0.0
        self.book.gauges.append(self._gauges)
        world.loop.spawn(self._reconnecting())

    def capacity(self, region: int) -> float:
        return float(self.up[region] * self.gateway.connections_per_node)

    def visit(self, key_of: KeyOf, demand: Draw) -> Visit:
        """The call of one site."""
        meter, hop_s = self.book.meter, self.world.hop_s

        def push(request: Request, turn: int, until: float, here: Place) -> Process:
            meter.calls += 1
            region = here.region
            yield hop_s + demand(request.number, turn)
            luck = mixed(key_of(request) + CONNECTED) / 2**64
            if not self.devices or luck * self.devices >= self.open[region]:
                meter.lost += 1
                return FAILED
            return SERVED

        return push

    def lose(self, region: int, count: int) -> None:
        """Nodes are gone, with their connections."""
        count = min(count, self.up[region])
        if count:
            dropped = self.open[region] * count / self.up[region]
            self.up[region] -= count
            self.open[region] -= dropped
            now, spread_s = self.world.loop.now, max(self.gateway.reconnect_spread_s, 1.0)
            self._returning[region].append((now, now + spread_s, dropped / spread_s))

    def come_back(self, region: int, count: int) -> None:
        self.up[region] += count

    def _reconnecting(self) -> Process:
        while True:
            yield 1.0
            now = self.world.loop.now
            for region, waves in enumerate(self._returning):
                coming = self._trying[region]
                for begin, end, per_s in waves:
                    coming += per_s * max(0.0, min(now, end) - max(now - 1.0, begin))
                waves[:] = [wave for wave in waves if wave[1] > now]
                room = max(0.0, self.capacity(region) - self.open[region])
                accepted = min(coming, self.up[region] * self.gateway.accepts_per_s, room)
                self.open[region] += accepted
                self._trying[region] = coming - accepted
                self.refused += coming - accepted
                self.book.meter.shed += int(coming - accepted)

    def _gauges(self) -> dict[str, float]:
        return {
            "connections": sum(self.open),
            "reconnecting": sum(self._trying),
            "instances": float(sum(self.up)),
        }
