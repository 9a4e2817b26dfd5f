"""Caches begin as warm as the traffic of the past would have left them: a service that people use was not started a minute ago.

The past is played into the contents without time passing: for each read of a cache the keys of as long as entries live, at the
rate at which the scenario begins, at most PAST_READS; what a read misses is kept at once.
"""

from dataclasses import dataclass

import numpy as np

from course.design.flows import Flow
from course.design.sim.caches import Warmable
from course.design.sim.contents import Contents
from course.design.sim.traffic import live_in, shares
from course.design.sim.world import World

PAST_S = 3600.0  # of entries that live for longer, or for ever
PAST_READS = 200_000  # of a site in a region: a third of a second of our time


@dataclass(frozen=True)
class CacheSite:
    """A call that reads or fills a cache."""

    box: Warmable
    flow: Flow
    space: str
    item: int
    chance: float


def warm(world: World, sites: list[CacheSite]) -> None:
    """Fill the caches of these sites."""
    boxes = dict.fromkeys(site.box for site in sites)
    for box in boxes:
        for region, share in enumerate(shares(world)):
            _fill(world, box, region, share, [site for site in sites if site.box is box])


def _fill(world: World, box: Warmable, region: int, share: float, sites: list[CacheSite]) -> None:
    scenario, now = world.scenario, world.loop.now
    past_s = min(box.ttl_s or PAST_S, PAST_S)
    times, keys, sizes = [], [], []
    for site in sites:
        people = site.space == "user" and not site.item  # each region's cache knows its own
        rate = scenario.rate(site.flow.name, now) * site.chance * (1 if people else share)
        count = min(int(rate * past_s), PAST_READS)
        if not count:
            continue
        draws = world.streams.generator(f"past {site.flow.name} {site.space} {site.item} {region}").random((2, count))
        shape = world.keys(site.space, site.item).shape
        assert shape is not None
        read = shape(draws[1])
        ours = live_in(world, region, read) if people else np.full(count, True)
        times.append((now - np.sort(draws[0])[::-1] * (count / rate))[ours])
        keys.append(read[ours])
        sizes.append(np.full(len(keys[-1]), scenario.keys_of(site.space).size_bytes))
    if not times:
        return
    order = np.argsort(np.concatenate(times), kind="stable")
    columns = [np.concatenate(column)[order].tolist() for column in (times, keys, sizes)]
    lives_s = box.ttl_s or float("inf")
    ages = world.streams.generator(f"ages {region}").random(len(columns[0])).tolist()
    known: dict[int, list[Contents]] = {}
    for at, key, size, age in zip(*columns, ages, strict=True):
        holders = known.get(key)
        if holders is None:
            holders = known[key] = box.holders(region, key)
        else:
            age = 1
        for contents in holders:
            if contents.get(key, at) is None:
                # What the past begins with is of any age; else all would expire together, as after a cold start.
                contents.put(key, 0.0, size, at + lives_s * age)
