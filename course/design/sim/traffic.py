"""Arrivals: a Poisson process of the scenario's rate for each endpoint, with a person, a device and a region for each request.

A process of changing rate is one of rate 1 in which time runs faster or slower (inversion: E. Çinlar, "Introduction to
Stochastic Processes" 1975, section 4.7); the rate counts as constant for GRID_S. A higher load is the same people, closer to
each other.
"""

from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from course.design.faults import Surge
from course.design.sim.ledger import FlowBook
from course.design.sim.loop import Process
from course.design.sim.streams import DIGITS
from course.design.sim.world import URGENCY, Request, Visit, World, mixed

T = TypeVar("T")

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
    user_of = world.keys("user")
    regions, devices = _regions(world), _devices(world)
    for number, (at, flow) in enumerate(zip(together[order].tolist(), which[order].tolist(), strict=True)):
        user = user_of(number)
        luck = mixed(user)
        region, far_s = _among(regions, (luck >> 32) / 2**32)
        request = Request(
            number, books[flow], at, urgencies[flow], user, region, far_s + _among(devices, (luck & 0xFFFFFFFF) / 2**32)
        )
        yield at, _served(world, request, books[flow], calls[flow])


def _served(world: World, request: Request, book: FlowBook, call: Visit) -> Process:
    line = book.open(request.at)
    outcome = yield from call(request, 0, float("inf"), world.entries[request.region])
    book.close(line, outcome, world.loop.now - request.at)
    return outcome


def shares(world: World) -> list[float]:
    """The share of people that each region of the design serves."""
    cumulative = _regions(world)
    found = [0.0] * len(world.regions)
    for (upper, (region, _)), lower in zip(cumulative, [0.0, *(one for one, _ in cumulative)], strict=False):
        found[region] += upper - lower
    return found


def live_in(world: World, region: int, users: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of these people that region serves."""
    if len(world.regions) == 1:
        return np.full(len(users), True)
    regions = _regions(world)
    return np.array([_among(regions, (mixed(user) >> 32) / 2**32)[0] == region for user in users.tolist()], dtype=bool)


def _regions(world: World) -> list[tuple[float, tuple[int, float]]]:
    """Cumulative shares of people: the region of the design that serves them, and how much farther away it is."""
    weights = world.scenario.users.regions
    names = [region.name for region in world.regions]
    return _cumulative(
        [(weight, (names.index(name), 0.0) if name in names else (0, world.far_s)) for name, weight in weights.items()]
    )


def _devices(world: World) -> list[tuple[float, float]]:
    """Cumulative shares of devices: the time there and back."""
    return _cumulative([(one.share, one.round_trip_ms / 1000) for one in world.scenario.users.devices.values()])


def _cumulative(weighted: list[tuple[float, T]]) -> list[tuple[float, T]]:
    total, sums, running = sum(weight for weight, _ in weighted), [], 0.0
    for weight, value in weighted:
        running += weight / total
        sums.append((running, value))
    return sums


def _among(choices: list[tuple[float, T]], draw: float) -> T:
    for share, value in choices:
        if draw < share:
            return value
    return choices[-1][1]


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
