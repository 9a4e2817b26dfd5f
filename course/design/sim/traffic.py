"""Arrivals: a Poisson process of the scenario's rate for each endpoint, with a person, a device and a region for each request.

A process of changing rate is one of rate 1 in which time runs faster or slower (inversion: E. Çinlar, "Introduction to
Stochastic Processes" 1975, section 4.7); the rate counts as constant for GRID_S. A higher load is the same people, closer to
each other.
"""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.design.faults import Surge
from course.design.sim.ledger import FlowBook
from course.design.sim.loop import Process
from course.design.sim.streams import DIGITS
from course.design.sim.world import URGENCY, Request, Visit, World, mixed

Users = NDArray[np.int64]

GRID_S = 0.1
FILL = 4096


def arrival_times(world: World, endpoint: str) -> NDArray[np.float64]:
    """When its requests arrive, from the start of the warm-up to the end of the scenario."""
    scenario = world.scenario
    cells = round((scenario.warm_up_s + scenario.duration_s) / GRID_S)
    grid = np.linspace(-scenario.warm_up_s, scenario.duration_s, cells + 1)
    middles = (grid[:-1] + grid[1:]) / 2
    rates = np.array([scenario.rate(endpoint, float(middle)) for middle in middles])
    for fault in scenario.faults:
        if isinstance(fault, Surge) and fault.endpoint in (None, endpoint):
            end = np.inf if fault.until_s is None else fault.until_s
            rates[(fault.at_s <= middles) & (middles < end)] *= fault.factor
    expected = np.concatenate(([0.0], np.cumsum(rates * np.diff(grid))))
    ones = np.empty(0)
    generator = world.streams.generator(f"arrivals {endpoint}")
    while not ones.size or ones[-1] < expected[-1]:
        gaps = np.round(-np.log1p(-generator.random(FILL)), DIGITS)
        ones = np.concatenate((ones, (ones[-1] if ones.size else 0.0) + np.cumsum(gaps)))
    times: NDArray[np.float64] = np.round(np.interp(ones[ones < expected[-1]], expected, grid), 9)
    return times


def arrivals(world: World, roots: dict[str, Visit]) -> Iterator[tuple[float, Process]]:
    """The requests of all endpoints, in order."""
    names = world.scenario.endpoints
    times = [arrival_times(world, name) for name in names]
    which = np.repeat(np.arange(len(names)), [one.size for one in times])
    together = np.concatenate(times)
    order = np.argsort(together, kind="stable")
    books = [world.ledger.flow(name) for name in names]
    calls = [roots[name] for name in names]
    urgencies = [URGENCY[world.design.endpoints[name].priority] for name in names]
    users = world.keys("user").first(order.size)
    regions, far_s = _homes(world, users)
    devices_s = np.array([device.round_trip_ms / 1000 for device in world.scenario.users.devices.values()])
    device = _among([one.share for one in world.scenario.users.devices.values()], _luck(users) & 0xFFFFFFFF)
    columns = (together[order], which[order], users, regions, far_s + devices_s[device])
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for number, (at, flow, user, region, round_trip_s) in enumerate(rows):
        request = Request(number, books[flow], at, urgencies[flow], user, region, round_trip_s)
        yield at, _served(world, request, books[flow], calls[flow])


def _served(world: World, request: Request, book: FlowBook, call: Visit) -> Process:
    line = book.open(request.at)
    outcome = yield from call(request, 0, float("inf"), world.entries[request.region])
    book.close(line, outcome, world.loop.now - request.at)
    return outcome


def shares(world: World) -> list[float]:
    """The share of people that each region of the design serves."""
    found = [0.0] * len(world.regions)
    weights = world.scenario.users.regions
    cumulative = _cumulative(weights.values())
    for name, upper, lower in zip(weights, cumulative, [0.0, *cumulative], strict=False):
        found[_serving(world, name)[0]] += upper - lower
    return found


def live_in(world: World, region: int, users: Users) -> NDArray[np.bool_]:
    """Which of these people that region serves."""
    here: NDArray[np.bool_] = _homes(world, users)[0] == region
    return here


def _homes(world: World, users: Users) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The region of the design that serves each of these people, and how much farther away it is."""
    weights = world.scenario.users.regions
    regions, far_s = zip(*(_serving(world, name) for name in weights), strict=True)
    home = _among(weights.values(), _luck(users) >> 32)
    return np.array(regions)[home], np.array(far_s)[home]


def _serving(world: World, name: str) -> tuple[int, float]:
    """Who serves the people of a region, and how much farther away that is."""
    names = [region.name for region in world.regions]
    return (names.index(name), 0.0) if name in names else (0, world.far_s)


def _luck(users: Users) -> NDArray[np.uint64]:
    """64 bits for each person: where they live is in the upper half, which device they have in the lower."""
    luck: NDArray[np.uint64] = mixed(users.astype(np.uint64))
    return luck


def _among(weights: Iterable[float], luck: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """Which of things of these weights falls to each, by 32 bits of luck."""
    cumulative = _cumulative(weights)
    return np.minimum(np.searchsorted(cumulative, luck / 2**32, side="right"), len(cumulative) - 1)


def _cumulative(weights: Iterable[float]) -> list[float]:
    weights = list(weights)
    total = sum(weights)
    return list(accumulate(weight / total for weight in weights))


def jobs(world: World, flow_name: str, root: Visit) -> Process:
    """What a scheduler begins: every `every_s`, spread over `spread_s`, in the first region that is up."""
    flow = world.design.jobs[flow_name]
    scheduler, book, loop = flow.scheduler, world.ledger.flow(flow_name), world.loop
    urgency, number = URGENCY[flow.priority], 1 << 36
    while True:
        began = loop.now
        for job in range(scheduler.jobs):
            due = began + scheduler.spread_s * job / scheduler.jobs
            if due > loop.now:
                yield due - loop.now
            up = [one for one in range(len(world.regions)) if one not in world.lost]
            if up:
                request = Request(number, book, loop.now, urgency, world.keys("user")(number), up[0])
                loop.spawn(_served(world, request, book, root))
            number += 1
        yield max(0.0, began + scheduler.every_s - loop.now)
