"""Which schedules to play: the most telling first.

First every order without preemption, then every schedule with one preemption, then with two, because few preemptions show most
bugs (Musuvathi and Qadeer, "Iterative context bounding for systematic testing of multithreaded programs", PLDI 2007; the tool is
CHESS, OSDI 2008). Where there are too many, they are taken evenly from all of them. What is left of the budget goes to random
priorities (PCT: Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized scheduler with probabilistic guarantees of finding
bugs", ASPLOS 2010).
"""

import random
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import TypeVar

from course.cases.scheduler.bytecode import FIRST, SECOND, rank
from course.cases.scheduler.plan import Plan, Stop
from course.cases.scheduler.run import Run

T = TypeVar("T")
Search = Generator[Plan, Run, T]
"""Asks for a plan to be played and is sent the run that came of it, and so on."""

EVERY_ORDER_UP_TO = 3
"""All orders of so many threads are tried; of more, each thread first, and some at random."""

REPEATS = 20
"""When so many random plans in a row have been asked for before, there are hardly any others."""


def plans(count: int, budget: int, rng: random.Random) -> Search[None]:
    """Plans for `count` threads: about `budget` of them systematic or nearly so, and then random ones as long as there are new."""
    left = budget
    orders = yield from _play(Plan(order) for order in _orders(count, budget, rng))
    left -= len(orders)
    written = _written(orders)
    bases = [base for run in orders if (base := _base(run, written)) is not None]

    once, untried = yield from _useful(bases, left // 3)
    left -= len(once)
    once += yield from _play(_child(*each) for each in _spread(untried, left * 3 // 4, rng))
    left -= min(len(untried), left * 3 // 4)
    seldom = [(base, stop) for base in bases for stop in _stops(base, SECOND)]
    yield from _play(_child(*each) for each in _spread(seldom, left // 6, rng))
    left -= min(len(seldom), left // 6)

    written |= _written(once)
    bases = [base for run in once if (base := _base(run, written)) is not None]
    twice = [(base, stop) for base in bases for stop in _stops(base, FIRST)]
    yield from _play(_child(*each) for each in _spread(twice, left * 2 // 3, rng))
    yield from _play(_random_priorities(orders, written, rng))


def _play(wanted: Iterable[Plan]) -> Search[list[Run]]:
    runs = []
    for plan in wanted:
        runs.append((yield plan))
    return runs


def _orders(count: int, budget: int, rng: random.Random) -> list[tuple[int, ...]]:
    if count <= EVERY_ORDER_UP_TO:
        return list(permutations(range(count)))
    orders = {tuple((first + i) % count for i in range(count)): None for first in range(count)}
    while len(orders) < max(budget // 8, count):
        orders[tuple(rng.sample(range(count), count))] = None
    return list(orders)


def _spread(some: Sequence[T], most: int, rng: random.Random) -> Sequence[T]:
    """All, or `most` of them: one at random from each of as many equal stretches."""
    if len(some) <= most:
        return some
    bounds = [len(some) * i // most for i in range(most + 1)] if most > 0 else []
    return [some[rng.randrange(low, high)] for low, high in pairwise(bounds)]


# -- plans with one stop more than a run had -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Turn:
    thread: int
    steps: range
    others: dict[int, int]
    """Threads that could have run instead, each with the step from which it could."""


@dataclass(frozen=True)
class _Base:
    """A run, seen as what another stop could be added to."""

    run: Run
    turns: list[_Turn]
    begin: int
    """The first turn in which one can be added: the one after the last stop there is."""
    written: set[str]


def _written(runs: Iterable[Run]) -> set[str]:
    return {point.writes for run in runs for task in run.tasks for point in task.path} - {""}


def _base(run: Run, written: set[str]) -> _Base | None:
    """None when a stop of its plan had no effect: then it is just another run again."""
    turns, begin, stops = [], 0, 0
    at = [1] * len(run.tasks)
    for number, switch in enumerate(run.switches):
        turns.append(_Turn(switch.thread, range(at[switch.thread], switch.step), dict(switch.others)))
        at[switch.thread] = switch.step
        if switch.why == "stops":
            begin, stops = number + 1, stops + 1
    return _Base(run, turns, begin, written) if stops == len(run.plan.stops) else None


def _child(base: _Base, stop: Stop) -> Plan:
    return Plan(base.run.plan.order, (*base.run.plan.stops, stop))


def _stops(base: _Base, wanted: int) -> Iterator[Stop]:
    """Every stop at a point of that rank, for another thread that can run; or for all others, if there are several."""
    order = base.run.order
    for number, turn in enumerate(base.turns[base.begin :]):
        place = order.index(turn.thread)
        later = [thread for thread in order[place + 1 :] if thread in turn.others]
        # Who else comes later is next in another order; who comes earlier was stopped, or has been woken, or sleeps.
        targets: list[int | None] = [*later[:1], *(thread for thread in order[:place] if thread in turn.others)]
        if len(later) > 1:
            targets.append(None)
        path = base.run.tasks[turn.thread].path
        for step in turn.steps[1:] if number == 0 else turn.steps:  # at once, a stop would only be another order
            if rank(path[step - 1], base.written) == wanted:
                for target in targets:
                    if target is None or step >= turn.others[target]:
                        yield Stop(turn.thread, step, target)


def _useful(bases: list[_Base], most: int) -> Search[tuple[list[Run], list[tuple[_Base, Stop]]]]:
    """The stops of rank FIRST that can matter: runs of those that had to be played to know, and the others, each with its base.

    If a thread is stopped while it holds a lock, and the next one does nothing but come to wait for that lock, then so it will
    wherever else the first is stopped before it gives the lock back: one try stands for all.
    """
    runs: list[Run] = []
    untried: list[tuple[_Base, Stop]] = []
    tries = 0
    for base in bases:
        stops = list(_stops(base, FIRST))
        for thread, hold in [(task.index, hold) for task in base.run.tasks for hold in task.holds]:
            inside = [stop for stop in stops if stop.thread == thread and stop.step in hold]
            for target in {stop.to: None for stop in inside if stop.to is not None}:
                same = [stop for stop in inside if stop.to == target]
                if len(same) > 1 and tries < most:
                    tries += 1
                    run = yield _child(base, same[0])
                    runs.append(run)
                    useless = _only_waits(run, same[0], hold.start - 1, base.written)
                    done = set(same if useless else same[:1])
                    stops = [stop for stop in stops if stop not in done]
        untried += [(base, stop) for stop in stops]
    return runs, untried


def _only_waits(run: Run, stop: Stop, taken: int, written: set[str]) -> bool:
    """Whether the thread that was let in did nothing but wait for the lock which the stopped one had taken in step `taken`."""
    at = 1
    for before, switch in pairwise(run.switches):
        if (before.thread, before.step, before.to) == (stop.thread, stop.step, stop.to):
            begun = run.tasks[switch.thread].path[at - 1 : switch.step - 2]
            return switch.waits_for == (stop.thread, taken) and all(rank(point, written) != FIRST for point in begun)
        if before.thread == stop.to:
            at = before.step
    return False


# -- random plans ----------------------------------------------------------------------------------------------------------


def _random_priorities(orders: list[Run], written: set[str], rng: random.Random) -> Iterator[Plan]:
    """PCT: a random order, in which the thread that runs goes to the end two or three times."""
    longest = max(orders, key=lambda run: sum(len(task.path) for task in run.tasks))
    points = [
        Stop(task.index, step)
        for task in longest.tasks
        for step, point in enumerate(task.path, 1)
        if rank(point, written) in (FIRST, SECOND)
    ]
    seen: set[Plan] = set()
    repeats = 0
    while points and len(longest.tasks) > 1 and repeats < REPEATS:
        stops = tuple(rng.sample(points, min(len(points), rng.choice((2, 3)))))
        plan = Plan(tuple(rng.sample(longest.order, len(longest.order))), stops, strict=True)
        repeats = repeats + 1 if plan in seen else 0
        if plan not in seen:
            seen.add(plan)
            yield plan
