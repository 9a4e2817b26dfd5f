"""Explores the schedules of threads, to find one in which the learner's code goes wrong, and tells that one simply.

Understood, so that a thread that waits lets others run: Lock, RLock, Condition, Event, Semaphore, BoundedSemaphore, Barrier, Timer
and Thread of threading, queue.Queue and what is built of these (ThreadPoolExecutor; SimpleQueue when made in a check), whenever
they were made; time.sleep, timeouts and the clocks of time, which are virtual. Not understood: locks made by `_thread` itself in a
check, and whatever else blocks outside Python (files, sockets, processes; after 10 s that is a failure); datetime.now; asyncio;
the order in which a set or a dict of a library's objects is walked. Two threads inside one library call don't interleave there.
"""

import io
import random
import sys
from _thread import allocate_lock
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from course.cases import effort
from course.cases.blame import tests_cell
from course.cases.failure import CaseFailed
from course.cases.scheduler.adoption import Adoption
from course.cases.scheduler.bytecode import tracer
from course.cases.scheduler.locks import cooperative
from course.cases.scheduler.participants import FAIR_STEPS, Stuck, current
from course.cases.scheduler.plan import Place, Places, Plan, Stop, Switch, Trouble, say
from course.cases.scheduler.run import Run
from course.cases.scheduler.search import plans
from course.errors import CourseError

__all__ = ["InterleavingFailed", "Place", "Plan", "Schedule", "Stop", "Switch", "explore", "replay"]

T = TypeVar("T")

SHRINK_RUNS = 60
"""At most this many runs are spent on making a bad schedule simpler."""

EARLIER_STEPS = 8
"""How far back the beginning of a line is looked for."""

TURNS_SHOWN = 8
"""A message tells at most this many turns."""

CALLS_SHOWN = 4
"""A turn names at most this many of the calls begun in it."""

_one_at_a_time = allocate_lock()


@dataclass(frozen=True)
class Schedule:
    """An interleaving: the plan that makes it (on the same code and the same Python), and the turns that came of it."""

    plan: Plan
    switches: tuple[Switch, ...]


class InterleavingFailed(CaseFailed):
    """Under some schedule the threads go wrong; `schedule` can be given to `replay`, `__cause__` is the error raised, if any."""

    def __init__(self, message: str, schedule: Schedule) -> None:
        super().__init__(message)
        self.schedule = schedule


def explore(
    setup: Callable[[], T],
    threads: Sequence[Callable[[T], object]],
    verify: Callable[[T, list[Any]], None],
    *,
    schedules: int = 200,
    seed: int = 0,
) -> None:
    """Run `threads`, each on its own thread, on a fresh `setup()` under up to `schedules` different schedules.

    A switch may happen before any bytecode of the learner's code; library calls are one step. After each run
    `verify(subject, results)` gets what the threads returned, in order, and fails by raising. Raises InterleavingFailed at the first
    schedule, made simple, under which verify or a thread fails, or the threads never end; NotImplementedError passes through.
    """
    if schedules < 1:
        raise CourseError(f"schedules is {schedules}; give how many to try, 1 at least")
    trial = _Trial(setup, threads, verify)
    with trial.prepared():
        search = plans(len(threads), schedules, random.Random(seed))
        plan = next(search)
        seen = set()
        for _ in range(2 * schedules):  # some plans come to the same, which only shows when they have been played
            run = trial.attempt(plan)
            if run.trouble is not None:
                raise trial.failure(_simplest(trial, run) if effort.simplest else run)
            seen.add(tuple((switch.thread, switch.step) for switch in run.switches))
            if len(seen) >= schedules:
                break
            try:
                plan = search.send(run)
            except StopIteration:
                break


def replay(
    schedule: Schedule,
    setup: Callable[[], T],
    threads: Sequence[Callable[[T], object]],
    verify: Callable[[T, list[Any]], None],
) -> None:
    """Run one schedule, such as that of an InterleavingFailed, once more; raises as `explore` does."""
    trial = _Trial(setup, threads, verify)
    with trial.prepared():
        run = trial.attempt(schedule.plan)
        if run.trouble is not None:
            raise trial.failure(run)


class _Trial:
    """What is tried again and again: setup, threads and verify."""

    def __init__(
        self,
        setup: Callable[[], Any],
        threads: Sequence[Callable[[Any], object]],
        verify: Callable[[Any, list[Any]], None],
    ) -> None:
        if not threads:
            raise CourseError("there is nothing to interleave: give one function for each thread, such as [f, g]")
        self.setup, self.threads, self.verify = setup, threads, verify
        self.tracer, self.places = tracer(), Places()
        self.adopted: Adoption
        self.printed = ""

    @contextmanager
    def prepared(self) -> Iterator[None]:
        """Within it schedules can be attempted."""
        if current() is not None:
            raise CourseError("a check of interleavings can't run inside another; make them two cases")
        roots = [self.setup, *self.threads, self.verify]
        with _one_at_a_time, cooperative(roots) as self.adopted, self.tracer.active():
            try:
                yield
            finally:
                # What the learner's code prints is shown once, not for every schedule.
                sys.stdout.write(self.printed)

    def attempt(self, plan: Plan) -> Run:
        run = Run(plan, self.threads, self.tracer, self.places, tests_file=tests_cell.get())
        printed = io.StringIO()
        try:
            with redirect_stdout(printed), redirect_stderr(printed):
                self._play(run)
        except Stuck as stuck:
            run.trouble = Trouble("deadlock", str(stuck))
        finally:
            self.printed = run.printed = printed.getvalue()
            self.adopted.reset()
        if run.trouble is not None and isinstance(run.trouble.error, NotImplementedError):
            raise run.trouble.error
        if run.trouble is not None:
            run.note_stops()
        return run

    def failure(self, run: Run) -> InterleavingFailed:
        """What to raise for a run that went wrong."""
        assert run.trouble is not None
        self.printed = run.printed
        failed = InterleavingFailed(_tell(run.switches, run.trouble), Schedule(run.plan, tuple(run.switches)))
        failed.__cause__ = run.trouble.error
        return failed

    def _play(self, run: Run) -> None:
        with run.outside("setup"):
            subject = self.setup()
        run.play(subject)
        if run.trouble is not None:
            return
        try:
            with run.outside("the check of the result"):
                self.verify(subject, run.results)
        except AssertionError as error:
            run.trouble = Trouble("verify", str(error) or say(error), error)
        except Exception as error:
            run.trouble = Trouble("verify", f"The check of the result raises {say(error)}", error)


# -- telling of a bad one --------------------------------------------------------------------------------------------------


def _simplest(trial: _Trial, bad: Run) -> Run:
    """The run, or one with fewer stops that goes wrong in the same way, each at the beginning of its line if it can be."""
    runs = 0

    def also_bad(plan: Plan) -> Run | None:
        nonlocal runs
        runs += 1
        run = trial.attempt(plan) if runs <= SHRINK_RUNS else None
        return run if run is not None and _alike(run.trouble, bad.trouble) else None

    if bad.plan.strict:
        stops = tuple(Stop(each.thread, each.step, each.to) for each in bad.switches if each.why == "stops")
        bad = also_bad(Plan(bad.plan.order, stops)) or bad
    removed = True
    while removed:
        removed = False
        for stop in bad.plan.stops:
            fewer = also_bad(replace(bad.plan, stops=tuple(each for each in bad.plan.stops if each != stop)))
            if fewer is not None:
                bad, removed = fewer, True
                break
    for number, stop in enumerate(bad.plan.stops):
        place = _place(bad, stop)
        if place is None or not place.note:
            continue
        for earlier in range(1, min(EARLIER_STEPS, stop.step)):
            moved = stop._replace(step=stop.step - earlier)
            run = also_bad(replace(bad.plan, stops=(*bad.plan.stops[:number], moved, *bad.plan.stops[number + 1 :])))
            if run is not None and _place(run, moved) == replace(place, note=""):
                bad = run
                break
    return bad


def _alike(one: Trouble | None, other: Trouble | None) -> bool:
    return one is not None and other is not None and (one.kind, type(one.error)) == (other.kind, type(other.error))


def _place(run: Run, stop: Stop) -> Place | None:
    return next((each.place for each in run.switches if (each.thread, each.step) == (stop.thread, stop.step)), None)


def _tell(switches: Sequence[Switch], trouble: Trouble) -> str:
    what = str(trouble.error) if isinstance(trouble.error, CaseFailed) else trouble.message
    what = what[:1].upper() + what[1:] + ("" if what.endswith((".", "!", "?")) else ".")
    if trouble.kind == "error":
        switches = switches[:-1]  # the turn that ended by the error, which is told anyway
    begun: set[int] = set()
    turns = []
    for switch in switches:
        # All that anybody waits for in a deadlock is told at the end.
        reason = f" {switch.reason}" if switch.reason and trouble.kind != "deadlock" else ""
        turns.append(f"thread {switch.thread + 1} {_turn(switch, again=switch.thread in begun)}{reason}")
        begun.add(switch.thread)
    if not turns:
        return what
    if len(turns) > TURNS_SHOWN:
        turns[TURNS_SHOWN // 2 : -TURNS_SHOWN // 2] = [f"({len(turns) - TURNS_SHOWN} more turns)"]
    if all(switch.why == "ends" for switch in switches):
        return f"Even when each thread runs to its end before the next begins: {'; '.join(turns)}. {what}"
    return f"With this interleaving: {'; '.join(turns)}. {what}"


def _turn(switch: Switch, *, again: bool) -> str:
    goes = _goes(switch.calls, again)
    if switch.why == "ends":
        return f"{goes} to its end"
    if switch.why in ("waits", "sleeps"):
        return f"{goes} until it {switch.why}{f' in {switch.place}' if switch.place else ''}"
    if switch.why == "spins":
        return f"{goes} for {FAIR_STEPS} steps and is still in {switch.place}"
    done = switch.calls if switch.place is None else switch.calls[:-1]
    goes = f"{_goes(done, again)} and " if done or again else ""
    if switch.place is None:
        return f"{goes}stops between its calls"
    note = switch.place.note
    if not note:
        return f"{goes}stops before {switch.place}"
    if note.startswith("before"):
        return f"{goes}stops in {switch.place}, {note}"
    return f"{goes}stops {note} of {switch.place}"


def _goes(calls: Sequence[str], again: bool) -> str:
    shown = ", ".join(calls if len(calls) <= CALLS_SHOWN else (*calls[:CALLS_SHOWN], "..."))
    return ("goes on" + (f" with {shown}" if shown else "")) if again else f"runs {shown}".rstrip()
