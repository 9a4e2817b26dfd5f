"""Caches with real contents: what a hit rate is follows from the keys that are asked for.

A cached value is the version that its read of the store saw, so that a hit can be stale, and says by how much.
"""

from collections.abc import Callable
from functools import partial
from math import inf
from typing import Any

from course.design.components import CDN, Cache
from course.design.sim.contents import EVICTIONS, Contents, Key
from course.design.sim.loop import Process
from course.design.sim.outcome import FAILED, SERVED, SHED
from course.design.sim.stations import Servers
from course.design.sim.versions import Versions
from course.design.sim.world import Draw, Place, Request, Visit, World, spread

GB = 1e9


class CacheNode(Place):
    """One machine: a thread, as Redis has, and contents."""

    __slots__ = ("contents", "cpu", "dirty")

    def __init__(self, world: World, cache: Cache, region: int, zone: int) -> None:
        super().__init__(region, zone)
        self.cpu = Servers(world.loop, 1)
        self.contents: Contents = EVICTIONS[cache.eviction](cache.size_gb * GB)
        self.dirty: dict[Key, tuple[Visit, Request, int]] = {}
        """Written here, and not yet in the store: the write, and whose it is."""


class Warmable:
    """A cache that can be filled before the run."""

    ttl_s: float | None

    def holders(self, region: int, key: int) -> list[Contents]:
        """The contents that hold a key."""
        raise NotImplementedError


class Wrapped:
    """What a cache stands before: the call of the store, and what is true there."""

    def __init__(self, call: Visit, store: str | None, versions: Versions | None) -> None:
        self.call = call
        self.store = store
        self.versions = versions


class CacheBox(Warmable):
    """A cache in all regions."""

    def __init__(self, world: World, cache: Cache) -> None:
        self.ttl_s = cache.ttl_s
        self.world = world
        self.cache = cache
        self.book = world.ledger.component(cache.name)
        self.jitter = world.streams.stream(f"{cache.name} ttl")
        self.regions = [
            [CacheNode(world, cache, region, zone) for zone in world.zones(region, cache.nodes)]
            for region in range(len(world.regions))
        ]
        self.book.gauges.append(self._gauges)

    @property
    def nodes(self) -> list[CacheNode]:
        return [node for region in self.regions for node in region]

    def homes(self, region: int, key: int) -> list[CacheNode]:
        """The machines that hold a key, those that are up."""
        nodes = self.regions[region]
        count = len(nodes)
        first = spread(key, count)
        if self.cache.replicas == 1 and not nodes[first].lost:
            return [nodes[first]]
        ring = [nodes[(first + step) % count] for step in range(count)]
        return [node for node in ring if not node.lost][: self.cache.replicas]

    def holders(self, region: int, key: int) -> list[Contents]:
        return [node.contents for node in self.homes(region, key)]

    def keep(self, request: Request, region: int, key: Key, value: float, size: float, turn: int) -> None:
        """Put a value on all its machines."""
        ttl_s = self.cache.ttl_s
        until = inf
        if ttl_s is not None:
            until = self.world.loop.now + ttl_s * (1 - self.cache.ttl_jitter * self.jitter(request.number, turn))
        for node in self.homes(region, key):
            node.contents.put(key, value, size, until)

    def visit(
        self,
        operation: str,
        key_of: Callable[[Request], int],
        size: float,
        demand: Draw,
        wrapped: Wrapped | None,
        troubled: Callable[[Visit], Visit],
    ) -> Visit:
        """The call of one site. `troubled` puts the cache's own faults around what it does itself: an error of a look-up leads to
        the store, as a miss does, and nothing is kept."""
        meter, loop, hop_s = self.book.meter, self.world.loop, self.world.hop_s

        def looking_up(request: Request, turn: int, until: float, here: Place) -> Process:
            meter.calls += 1
            number = key_of(request)
            homes = self.homes(here.region, number)
            yield hop_s
            if not homes or homes[0].lost:
                meter.failed += 1
                return FAILED
            node = homes[0]
            yield node.cpu.serve, demand(request.number, turn)
            found = node.contents.get(number, loop.now)
            if found is None:
                meter.misses += 1
                return SHED
            meter.hits += 1
            if wrapped is not None and wrapped.versions is not None:
                stale_s = wrapped.versions.stale_s(number, found, loop.now)
                if stale_s > 0 and loop.now >= 0:
                    meter.stale += 1
                    self.book.stale_s.append(stale_s)
            return SERVED

        def touching(request: Request, turn: int, until: float, here: Place) -> Process:
            """The work of a put or an invalidation on every machine that holds the key; they do it at once."""
            meter.calls += 1
            number = key_of(request)
            homes = self.homes(here.region, number)
            yield hop_s
            homes = [node for node in homes if not node.lost]
            if not homes:
                meter.failed += 1
                return FAILED
            work_s = demand(request.number, turn)
            for node in homes[1:]:
                node.cpu.serve(_nothing, work_s)
            yield homes[0].cpu.serve, work_s
            return SERVED

        look_up, touch = troubled(looking_up), troubled(touching)

        def seen(request: Request) -> float:
            if wrapped is None or request.seen is None:
                return 0.0
            return request.seen.get((wrapped.store or "", key_of(request)), 0.0)

        def get(request: Request, turn: int, until: float, here: Place) -> Process:
            return FAILED if (yield from look_up(request, turn, until, here)) else SERVED

        def put(request: Request, turn: int, until: float, here: Place) -> Process:
            outcome = yield from touch(request, turn, until, here)
            if not outcome:
                self.keep(request, here.region, key_of(request), inf, size, turn)
            return outcome

        def invalidate(request: Request, turn: int, until: float, here: Place) -> Process:
            outcome = yield from touch(request, turn, until, here)
            if not outcome:
                number = key_of(request)
                for node in self.homes(here.region, number):
                    node.contents.remove(number)
            return outcome

        def aside(request: Request, turn: int, until: float, here: Place) -> Process:
            found = yield from look_up(request, turn, until, here)
            if not found:
                return SERVED
            assert wrapped is not None
            outcome = yield from wrapped.call(request, turn, until, here)
            if outcome == SERVED and found == SHED:
                self.keep(request, here.region, key_of(request), seen(request), size, turn)
            return outcome

        def through(request: Request, turn: int, until: float, here: Place) -> Process:
            assert wrapped is not None
            outcome = yield from wrapped.call(request, turn, until, here)
            if outcome >= SHED:
                return outcome
            if not (yield from touch(request, turn, until, here)):
                self.keep(request, here.region, key_of(request), seen(request), size, turn)
            return outcome

        def behind(request: Request, turn: int, until: float, here: Place) -> Process:
            assert wrapped is not None
            outcome = yield from touch(request, turn, until, here)
            if outcome:
                return outcome
            key = key_of(request)
            self.keep(request, here.region, key, inf, size, turn)
            for node in self.homes(here.region, key)[:1]:
                if key not in node.dirty:
                    loop.at(loop.now + self.cache.flush_s, partial(self._flush, node, key))
                node.dirty[key] = wrapped.call, request, turn
            return SERVED

        return {"get": get, "put": put, "invalidate": invalidate, "aside": aside, "through": through, "behind": behind}[
            operation
        ]

    def _flush(self, node: CacheNode, key: Key, _: object) -> None:
        if key in node.dirty:
            self.world.loop.spawn(self._written(node, *node.dirty.pop(key)))

    def _written(self, node: CacheNode, write: Visit, request: Request, turn: int) -> Process:
        outcome = yield from write(request, turn, inf, node)
        if outcome >= SHED:
            self._lost(request)
        return outcome

    def _lost(self, request: Request) -> None:
        self.book.meter.lost += 1
        request.book.count("lost", request.at)

    def lose(self, node: CacheNode) -> None:
        """A machine is gone with all that it held."""
        node.lost = True
        node.contents.clear()
        for _, request, _ in node.dirty.values():
            self._lost(request)
        node.dirty.clear()

    def come_back(self, node: CacheNode) -> None:
        node.lost = False

    def empty(self) -> None:
        """All contents are gone; what was to be written stays."""
        for node in self.nodes:
            node.contents.clear()

    def _gauges(self) -> dict[str, float]:
        nodes = self.nodes
        return {
            "busy_s": sum(node.cpu.busy_s() for node in nodes),
            "servers": float(sum(not node.lost for node in nodes)),
            "instances": float(sum(not node.lost for node in nodes)),
            "waiting": float(sum(len(node.cpu.line) for node in nodes)),
            "held_gb": sum(node.contents.held_bytes for node in nodes) / GB,
            "evicted_total": float(sum(node.contents.evicted for node in nodes)),
        }


def _nothing(_: object) -> Any:
    return None


class CDNBox(Warmable):
    """A CDN: one cache near the people of each region."""

    def __init__(self, world: World, cdn: CDN) -> None:
        self.world = world
        self.cdn = cdn
        self.ttl_s = cdn.ttl_s
        self.book = world.ledger.component(cdn.name)
        self.places = [Place(region) for region in range(len(world.regions))]
        self.contents: list[Contents] = [EVICTIONS[cdn.eviction](cdn.size_gb * GB) for _ in world.regions]
        self.book.gauges.append(lambda: {"held_gb": sum(one.held_bytes for one in self.contents) / GB})

    def visit(self, key_of: Callable[[Request], int], size: float, demand: Draw, origin: Visit) -> Visit:
        """The call of one site."""
        meter, loop = self.book.meter, self.world.loop

        def call(request: Request, turn: int, until: float, here: Place) -> Process:
            meter.calls += 1
            key = key_of(request)
            contents = self.contents[here.region]
            yield demand(request.number, turn)
            if contents.get(key, loop.now) is not None:
                meter.hits += 1
                return SERVED
            meter.misses += 1
            outcome = yield from origin(request, turn, until, self.places[here.region])
            if outcome == SERVED:
                contents.put(key, 1, size, loop.now + self.cdn.ttl_s)
            elif outcome >= SHED:
                meter.failed += 1
            return outcome

        return call

    def holders(self, region: int, key: int) -> list[Contents]:
        return [self.contents[region]]

    def empty(self) -> None:
        for contents in self.contents:
            contents.clear()
