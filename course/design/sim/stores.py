"""Stores of keys: SQL with leaders and followers, key-value with quorums. Each node has vCPUs and, by key, the version it holds.

In each region runs a whole store; what is committed in one is shipped to the others, whose nodes do the same work.
"""

from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import combinations
from math import inf
from typing import Any

from course.design.components import KeyValueStore, SQLStore
from course.design.sim.loop import Process, Resume
from course.design.sim.outcome import FAILED, SERVED, TIMED_OUT
from course.design.sim.stations import Servers, Slots
from course.design.sim.versions import Versions
from course.design.sim.world import Draw, Place, Request, Visit, World, spread

KeyOf = Callable[[Request], Any]

RECONNECT_S = 1.0
"""How often replication tries to reach a region again. Source: the course."""


class Node(Place):
    """One machine of a store."""

    __slots__ = ("connections", "cpu", "missed", "versions")

    def __init__(self, world: World, region: int, zone: int, vcpus: int, connections: int = 0) -> None:
        super().__init__(region, zone)
        self.cpu = Servers(world.loop, vcpus)
        self.connections = Slots(world.loop, connections)
        self.versions: dict[Any, int] = {}
        self.missed: dict[Any, int] = {}
        """What was written while it was lost."""

    def apply(self, key: Any, version: int) -> None:
        """It holds that version, unless it holds a later one."""
        held = self.missed if self.lost else self.versions
        if held.get(key, 0) < version:
            held[key] = version

    def come_back(self) -> None:
        self.lost = False
        for key, version in self.missed.items():
            self.apply(key, version)
        self.missed.clear()


class Shard:
    """A part of a store's keys in one region: its nodes, in different zones. The leader is one of them, or None."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.up = nodes
        """Those that are not lost."""
        self.leader: Node | None = nodes[0]

    @property
    def followers(self) -> list[Node]:
        return [node for node in self.up if node is not self.leader]

    def look(self) -> None:
        """A node was lost or is back."""
        self.up = [node for node in self.nodes if not node.lost]


class Store:
    """What both kinds have in common."""

    def __init__(self, world: World, component: SQLStore | KeyValueStore, connections: int = 0) -> None:
        self.world = world
        self.name = component.name
        self.versions = Versions()
        self.book = world.ledger.component(component.name)
        lag = world.scenario.demand_for(component, "replicate")
        self.lag = world.draws(f"{component.name}.replicate", lag)
        self.far_lag = world.draws(f"{component.name}.replicate far", lag)
        self.shards = [
            [
                Shard(
                    [
                        Node(world, region, zone, component.vcpus, connections)
                        for zone in world.zones(region, component.replicas)
                    ]
                )
                for _ in range(component.shards)
            ]
            for region in range(len(world.regions))
        ]
        self.book.gauges.append(self._gauges)

    @property
    def nodes(self) -> list[Node]:
        """All machines of all regions."""
        return [node for region in self.shards for shard in region for node in shard.nodes]

    def shard(self, region: int, key: Any) -> Shard:
        shards = self.shards[region]
        return shards[spread(key, len(shards))] if len(shards) > 1 else shards[0]

    def home(self, node: Node) -> Shard:
        """The shard that a machine belongs to."""
        return next(shard for shard in self.shards[node.region] if node in shard.nodes)

    def note_read(self, request: Request, key: Any, version: int, began: float) -> None:
        """Remember what the request saw, and whether it was stale."""
        request.saw(self.name, key, version)
        stale_s = self.versions.stale_s(key, version, began)
        if stale_s > 0 and began >= 0:
            self.book.meter.stale += 1
            self.book.stale_s.append(stale_s)

    def ship(self, source: Node, key: Any, version: int, number: int, work_s: float) -> None:
        """Send a commit to the other regions."""
        for other in range(len(self.shards)):
            if other != source.region:
                heard_in_s = self.world.heard_in_s(source.region, other)
                for node in self.shard(other, key).nodes:
                    late_s = heard_in_s + self.far_lag(number, other)
                    self.later(late_s, source, node, key, version, work_s)

    def later(self, late_s: float, source: Node, node: Node, key: Any, version: int, work_s: float) -> None:
        """A node has that version after a time and the work that it takes there. If its source is lost before, another region
        hears of it when the source is back; a follower never, since by then it has another leader."""
        loop = self.world.loop
        loop.at(loop.now + late_s, partial(self._arrived, source, node, key, version, work_s))

    def _arrived(self, source: Node, node: Node, key: Any, version: int, work_s: float, _: object) -> None:
        if not source.lost:
            node.cpu.serve(partial(_apply, node, key, version), work_s)
        elif source.region != node.region:
            self.later(RECONNECT_S, source, node, key, version, work_s)

    def _gauges(self) -> dict[str, float]:
        up = [node for node in self.nodes if not node.lost]
        return {
            "busy_s": sum(node.cpu.busy_s() for node in self.nodes),
            "servers": float(sum(node.cpu.size for node in up)),
            "instances": float(len(up)),
            "in_flight": float(sum(node.cpu.busy for node in up)),
            "waiting": float(sum(len(node.cpu.line) for node in up)),
        }


def _apply(node: Node, key: Any, version: int, _: object) -> None:
    node.apply(key, version)


class SQL(Store):
    """Leaders write and ship to followers."""

    def __init__(self, world: World, component: SQLStore) -> None:
        super().__init__(world, component, component.connections)
        self.component = component
        self._pools: list[Slots] = []
        self.book.gauges.append(lambda: {"pool_waiting": float(sum(pool.waiting for pool in self._pools))})

    def visit(self, operation: str, key_of: KeyOf, demand: Draw, choice: Draw, follower: bool) -> Visit:
        """The call of one site."""
        world, meter, component = self.world, self.book.meter, self.component
        loop, hop_s = world.loop, world.hop_s
        write = operation == "write"
        sync = component.replication == "sync"
        propagate = world.design.propagate_deadlines

        def call(request: Request, turn: int, until: float, here: Place) -> Process:
            meter.calls += 1
            key = key_of(request)
            shard = self.shard(here.region, key)
            pool = self._pool(here, shard)
            if not pool.take():
                yield pool.wait, 0
                if propagate and loop.now >= until:
                    pool.release()
                    return TIMED_OUT
            yield hop_s
            began = loop.now
            node = shard.leader
            if follower:
                followers = shard.followers
                node = followers[int(choice(request.number, turn) * len(followers))] if followers else shard.leader
            if node is None or node.lost or not node.connections.take():
                pool.release()
                meter.failed += 1
                return FAILED
            work_s = demand(request.number, turn)
            given_up = yield node.cpu.serve_until, (work_s, until if propagate else inf)
            if given_up:
                node.connections.release()
                pool.release()
                return TIMED_OUT
            if loop.now > until:
                meter.late += 1
                meter.wasted_s += work_s
            if write and not node.lost:
                version = self.versions.next()
                node.apply(key, version)
                followers = shard.followers
                if sync and followers:
                    yield hop_s
                    yield followers[0].cpu.serve, work_s
                    followers[0].apply(key, version)
                for at, late in enumerate(followers[sync:]):
                    late_s = self.lag(request.number, (turn << 4) + at)
                    self.later(late_s, node, late, key, version, work_s)
                if not node.lost:
                    self.versions.commit(key, version, loop.now, request)
                    request.saw(self.name, key, version)
                    self.ship(node, key, version, request.number, work_s)
            elif not write:
                self.note_read(request, key, node.versions.get(key, 0), began)
            node.connections.release()
            pool.release()
            if node.lost:
                meter.failed += 1
                return FAILED
            return SERVED

        return call

    def _pool(self, here: Place, shard: Shard) -> Slots:
        pool: Slots | None = here.kept.get(shard)
        if pool is None:
            pool = here.kept[shard] = Slots(self.world.loop, self.component.pool)
            self._pools.append(pool)
        return pool

    def lose(self, node: Node) -> None:
        """A machine is gone; if it led, a follower takes over later."""
        node.lost = True
        shard, loop = self.home(node), self.world.loop
        shard.look()
        if shard.leader is node:
            shard.leader = None
            loop.at(loop.now + self.component.failover_s, partial(self._fail_over, shard, node))

    def _fail_over(self, shard: Shard, old: Node, _: object) -> None:
        if shard.leader is not None:
            return
        heirs = shard.up
        if not heirs:
            return
        heir = max(heirs, key=lambda node: sum(node.versions.values()))
        shard.leader = heir
        lost = sum(self.versions.revert(key, heir.versions.get(key, 0)) for key in old.versions)
        self.book.meter.lost += lost
        for node in shard.nodes:
            node.versions = dict(heir.versions)
        what = f", {lost} acknowledged writes lost" if lost else ""
        self.world.ledger.event(
            self.name, "failover", f"{self.name}: a follower took over as leader{what}", "leader lost"
        )

    def come_back(self, node: Node) -> None:
        """It returns and catches up with the leader; it leads again only if nobody does."""
        shard = self.home(node)
        node.come_back()
        shard.look()
        if shard.leader is None and len(shard.up) == 1:
            shard.leader = node
        elif shard.leader is not None:
            node.versions = dict(shard.leader.versions)


class KeyValue(Store):
    """Quorums of nodes without a leader."""

    def __init__(self, world: World, component: KeyValueStore) -> None:
        super().__init__(world, component)
        self.component = component

    def visit(self, operation: str, key_of: KeyOf, demands: Sequence[Draw], choice: Draw) -> Visit:
        """The call of one site; `demands` has the work of each replica."""
        world, meter, component = self.world, self.book.meter, self.component
        loop, hop_s = world.loop, world.hop_s

        def read(request: Request, turn: int, until: float, here: Place) -> Process:
            meter.calls += 1
            key = key_of(request)
            shard = self.shard(here.region, key)
            yield hop_s
            began = loop.now
            up = shard.up
            if len(up) < component.read_quorum:
                meter.failed += 1
                return FAILED
            number = request.number
            subsets = _subsets(len(up), component.read_quorum)
            asked = [up[at] for at in subsets[int(choice(number, turn) * len(subsets))]]
            work = [(node.cpu, demand(number, turn)) for node, demand in zip(asked, demands, strict=False)]
            if len(work) == 1:
                yield asked[0].cpu.serve, work[0][1]
            else:
                yield _all, work
            if loop.now > until:
                meter.late += 1
                meter.wasted_s += sum(work_s for _, work_s in work)
            self.note_read(request, key, max(node.versions.get(key, 0) for node in asked), began)
            return SERVED

        def write(request: Request, turn: int, until: float, here: Place) -> Process:
            meter.calls += 1
            key = key_of(request)
            shard = self.shard(here.region, key)
            yield hop_s
            up = shard.up
            if len(up) < component.write_quorum:
                meter.failed += 1
                return FAILED
            number = request.number
            version = self.versions.next()
            for node in shard.nodes:
                if node.lost:
                    node.apply(key, version)
            order: list[int] = []

            def applied(at: int) -> None:
                order.append(at)
                if len(order) <= component.write_quorum:
                    up[at].apply(key, version)
                else:
                    late_s = self.lag(number, (turn << 4) + at)
                    loop.at(loop.now + late_s, partial(_apply, up[at], key, version))

            work = [(node.cpu, demand(number, turn)) for node, demand in zip(up, demands, strict=False)]
            yield _quorum, (work, component.write_quorum, applied)
            if loop.now > until:
                meter.late += 1
            self.versions.commit(key, version, loop.now, request)
            request.saw(self.name, key, version)
            self.ship(up[order[0]], key, version, number, work[0][1])
            return SERVED

        return write if operation == "write" else read

    def lose(self, node: Node) -> None:
        """A machine is gone; the others keep what it misses and hand it over when it returns."""
        node.lost = True
        self.home(node).look()

    def come_back(self, node: Node) -> None:
        node.come_back()
        self.home(node).look()


@cache
def _subsets(count: int, wanted: int) -> list[tuple[int, ...]]:
    return list(combinations(range(count), wanted))


def _all(resume: Resume, machines: list[tuple[Servers, float]]) -> None:
    """Effect: give work to several machines; go on when all have done theirs."""
    left = len(machines)

    def answered(_: object) -> None:
        nonlocal left
        left -= 1
        if not left:
            machines[0][0].loop.resume(resume)

    for cpu, work_s in machines:
        cpu.serve(answered, work_s)


def _quorum(resume: Resume, work: tuple[list[tuple[Servers, float]], int, Callable[[int], None]]) -> None:
    """Effect: give work to several machines and note who has done it; go on when that many have."""
    machines, need, applied = work
    done = 0

    def answered(at: int, _: object) -> None:
        nonlocal done
        done += 1
        applied(at)
        if done == need:
            machines[at][0].loop.resume(resume)

    for at, (cpu, work_s) in enumerate(machines):
        cpu.serve(partial(answered, at), work_s)
