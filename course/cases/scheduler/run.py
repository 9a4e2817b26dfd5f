"""Runs threads one at a time, by plan: who runs, where each is stopped, who waits for what, and what went wrong.

Every thread is a real one, parked on a lock of its own unless it is its turn. A turn ends where the plan stops the thread, where
it has to wait, or at its end; then the first thread of `Plan.order` that can go on takes over. Time is virtual: a sleep or a
timeout passes only when nobody else can run. A run reads no clock and draws no random number, so a plan repeats exactly.
"""

import ctypes
import dis
import gc
import sys
import threading
from _thread import allocate_lock, get_ident
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from types import CodeType, FrameType
from typing import Any

from course.cases.scheduler.bytecode import FIRST, Point, Tracer, rank
from course.cases.scheduler.participants import (
    FAIR_STEPS,
    Outside,
    Resource,
    Task,
    Unwind,
    Waiting,
    participants,
)
from course.cases.scheduler.plan import Kind, Place, Places, Plan, Switch, Trouble, Why, place_of, say

STEP_LIMIT = 100_000
"""Steps of all threads together after which a run counts as never ending; 50 ms or so of tracing."""

TURN_LIMIT = 5_000
"""The same for turns: threads may keep each other waiting for ever, as by trying locks with a timeout."""

SPIN_S = 1.0
"""Virtual seconds that pass when a turn ends by `FAIR_STEPS`, so that a loop which reads the clock comes to its end."""

STALL_S = 10.0
"""Real seconds without a step after which a thread counts as stuck in a call that can't be interrupted."""


class Run:
    """One plan, played once."""

    def __init__(
        self,
        plan: Plan,
        functions: Sequence[Callable[[Any], object]],
        tracer: Tracer,
        places: Places,
        *,
        tests_file: str = "",
    ) -> None:
        self.plan, self.tracer, self.places, self.tests_file = plan, tracer, places, tests_file
        self.subject: Any = None
        self.now = 0.0
        self.order = list(plan.order)
        self.switches: list[Switch] = []
        self._stopped: list[tuple[int, CodeType, int, int, list[tuple[int, list[Point]]]]] = []
        """For each stop in the learner's code: the number of its switch, code, offset and line, and for each thread the length of its
        path until then and the last point of it, which a call replaces."""
        self.trouble: Trouble | None = None
        self.printed = ""
        self.fault: BaseException | None = None
        self.unwinding = False
        self.over = allocate_lock()
        self.over.acquire()
        self.tasks = [Task(self, index, function) for index, function in enumerate(functions)]
        self.given = len(self.tasks)
        self.running = self.tasks[0]
        self.ready_from: dict[int, int] = {}
        self.started: dict[threading.Thread, Task] = {}
        """Threads that the learner's code has started, and what runs in their stead."""

    @contextmanager
    def outside(self, name: str) -> Iterator[None]:
        """Make the caller a participant: for setup and verify."""
        participants[get_ident()] = Outside(self, name)
        try:
            yield
        finally:
            del participants[get_ident()]

    def spawn(self, function: Callable[[Any], object]) -> Task:
        """Add a thread that a participant starts."""
        if self.unwinding:
            raise Unwind
        me = participants.pop(get_ident())  # what Thread needs for itself is to be real
        try:
            task = Task(self, len(self.tasks), function)
            task.name += f" (started by {me.name})"
            self.tasks.append(task)
            if task.index not in self.order:
                self.order.append(task.index)
            if isinstance(me, Task):
                task.thread.start()
        finally:
            participants[get_ident()] = me
        return task

    @property
    def results(self) -> list[object]:
        return [task.result for task in self.tasks[: self.given]]

    def play(self, subject: Any) -> None:
        """Run the threads on `subject` to their ends, or to the first trouble; none is left behind."""
        self.subject = subject
        collecting = gc.isenabled()
        gc.disable()  # a finalizer in the middle of a step would come at another place each time
        try:
            for task in self.tasks:
                task.thread.start()
            first = self._first()
            assert first is not None, "no thread can begin"
            self._hand(first)
            progress = -1
            while not self.over.acquire(timeout=STALL_S):
                if progress == (progress := sum(task.steps for task in self.tasks) + len(self.switches)):
                    self.trouble = self._stalled()
                    break
        finally:
            self._unwind()
            for task in self.tasks:
                if not task.thread.is_alive():
                    del task.run  # a cycle less for the garbage collector, which took a tenth of the time
            if collecting:
                gc.enable()
        if self.fault is not None:
            raise self.fault

    # -- what a thread does when its turn may end ------------------------------------------------------------------

    def reached(self, task: Task, frame: FrameType) -> None:
        """`task` is at a step that may need a decision: the plan's, or that it has run long enough."""
        if self.unwinding:
            task.unwind()
        stop = task.stops.pop(task.steps, None)
        why: Why = "stops"
        target: Task | None = None
        if stop is not None and stop.to is not None:
            to = self.tasks[stop.to] if stop.to < len(self.tasks) else None
            target = to if to is not None and (self._ready(to) or self._sleeps(to)) else None
        elif stop is not None or (self.plan.strict and task.stop == 0):
            if stop is not None:
                self.order.remove(task.index)
                self.order.append(task.index)
            target = self._first()
        elif task.steps - task.since >= FAIR_STEPS:
            if sum(each.steps for each in self.tasks) >= STEP_LIMIT:
                self._fail("livelock", f"{task.name} never comes to an end: it is still in {place_of(frame)}")
                task.unwind()
            self.now += SPIN_S
            task.since, why = task.steps, "spins"
            turns = [self.tasks[(task.index + i) % len(self.tasks)] for i in range(1, len(self.tasks))]
            target = next((each for each in turns if self._ready(each)), None)
        task.arm()
        if target is not None and target is not task:
            self._record(task, why, target, place=self._stopped_at(task, frame))
            self._hand(target)
            task.park()

    def wait(self, task: Task, resource: Resource | None, timeout_s: float | None) -> bool:
        """As `Participant.wait`, for `task`."""
        if self.unwinding:
            task.unwind()
        place = self.places.of(sys._getframe())
        task.waiting = waiting = Waiting(task, resource, None if timeout_s is None else self.now + timeout_s, place)
        target = self._first_in_time()
        if target is None:
            self._deadlock()
            task.unwind()
        if len(self.switches) >= TURN_LIMIT:
            self._fail("livelock", f"the threads never come to an end, but keep waiting: {self._waits()}")
            task.unwind()
        if target is not task:
            self._record(task, "waits" if resource else "sleeps", target, place=place, reason=waiting.reason)
            self._hand(target)
            task.park()
        if waiting.until is not None and resource is None:
            self.now = max(self.now, waiting.until)
        task.waiting = None
        return resource is not None and resource.free()

    def ended(self, task: Task, error: BaseException | None) -> None:
        """`task` is done, or has failed."""
        task.done = True
        if self.unwinding or self.trouble:
            return
        if error is not None:
            self._record(task, "ends", None)
            self._fail("error", f"{task.name} raises {say(error)}", error)
            return
        # Threads that the learner's code started need not end: a pool may be waiting for work.
        given_done = all(each.done for each in self.tasks[: self.given])
        target = self._first() if given_done else self._first_in_time()
        self._record(task, "ends", target)
        if target is not None:
            self._hand(target)
        elif given_done:
            self.over.release()
        else:
            self._deadlock()

    def broke(self, fault: BaseException) -> None:
        """The scheduler itself failed: `play` raises that."""
        self.fault, self.unwinding = fault, True
        if self.over.locked():
            self.over.release()

    # -- who is next -----------------------------------------------------------------------------------------------

    def _ready(self, task: Task) -> bool:
        if task.done:
            return False
        waiting = task.waiting
        if waiting is None:
            return True
        if waiting.resource is not None and waiting.resource.free():
            return True
        return waiting.until is not None and waiting.until <= self.now

    def _sleeps(self, task: Task) -> bool:
        return not task.done and task.waiting is not None and task.waiting.resource is None

    def _first(self) -> Task | None:
        known = (self.tasks[index] for index in self.order if index < len(self.tasks))
        return next((task for task in known if self._ready(task)), None)

    def _first_in_time(self) -> Task | None:
        """The first that can run; if none can, the one whose sleep or timeout ends first."""
        first = self._first()
        if first is None:
            timed = [
                (task.waiting.until, self.order.index(task.index), task)
                for task in self.tasks
                if not task.done and task.waiting is not None and task.waiting.until is not None
            ]
            if timed:
                self.now, _, first = min(timed)
        return first

    def _hand(self, task: Task) -> None:
        self.running = task
        self.ready_from.clear()
        self.note_ready(0)
        task.since = task.steps
        task.arm()
        task.gate.release()

    def note_ready(self, step: int) -> None:
        """Threads that can run now, and could not before, can from this step of the one whose turn it is."""
        for task in self.tasks:
            if task.index not in self.ready_from and (self._ready(task) or self._sleeps(task)):
                self.ready_from[task.index] = step

    def _record(
        self,
        task: Task,
        why: Why,
        to: Task | None,
        *,
        place: Place | None = None,
        reason: str = "",
    ) -> None:
        step = task.steps if why in ("stops", "spins") else task.steps + 1
        calls, task.calls = tuple(task.calls), []
        others = tuple(
            (index, step)
            for index, step in self.ready_from.items()
            if index != task.index and (self._ready(self.tasks[index]) or self._sleeps(self.tasks[index]))
        )
        held = task.waiting.resource.held() if task.waiting is not None and task.waiting.resource is not None else None
        self.switches.append(
            Switch(task.index, step, why, None if to is None else to.index, place, calls, reason, held, others)
        )

    def _stopped_at(self, task: Task, frame: FrameType) -> Place | None:
        place = None if frame is task.root else self.places.of(frame)
        if place is not None:
            ends = [(len(each.path), each.path[-1:]) for each in self.tasks]
            self._stopped.append((len(self.switches), frame.f_code, frame.f_lasti, frame.f_lineno, ends))
        return place

    def note_stops(self) -> None:
        """Complete the places where threads were stopped by their notes, which take long to find: for a run that is told."""
        for number, code, offset, line, ends in self._stopped:
            paths = [[*task.path[:length][:-1], *last] for task, (length, last) in zip(self.tasks, ends, strict=False)]
            place = self.switches[number].place
            assert place is not None, "a stop in the learner's code has a place"
            note = self._part_of_line(code, offset, line, paths)
            self.switches[number] = replace(self.switches[number], place=replace(place, note=note))

    def _part_of_line(self, code: CodeType, offset: int, line: int, paths: Sequence[Sequence[Point]]) -> str:
        """What of the line is next at the offset, if something of it that matters is done; "" at its beginning."""
        points = self.tracer.points_of(code) or {}
        written = {point.writes for point in chain(points.values(), *paths)} - {""}
        done: list[Point] = []
        for instruction in dis.get_instructions(code):
            point = points.get(instruction.offset)
            if instruction.positions is None or instruction.positions.lineno != line:
                done = []
            elif instruction.offset < offset:
                done += [point] if point is not None else []
            else:
                if (
                    point is not None
                    and point.writes
                    and any(point.writes in (each.reads, each.writes) for each in done)
                ):
                    return f"before it writes {point.writes}"
                return "in the middle" if any(rank(each, written) == FIRST for each in done) else ""
        return ""

    # -- trouble ---------------------------------------------------------------------------------------------------

    def _fail(self, kind: Kind, message: str, error: BaseException | None = None) -> None:
        self.trouble = Trouble(kind, message, error)
        self.unwinding = True
        self.over.release()

    def _deadlock(self) -> None:
        self._fail("deadlock", f"nobody can go on (deadlock): {self._waits()}")

    def _waits(self) -> str:
        waiting = [task for task in self.tasks if not task.done and task.waiting is not None]
        return "; ".join(f"{task.name} {task.waiting}" for task in waiting)

    def _stalled(self) -> Trouble:
        task = self.running
        place = place_of(sys._current_frames().get(task.thread.ident or 0))
        return Trouble(
            "stall",
            f"{task.name} has been in {place} for {STALL_S:g} s, in a call that a check can't see into. If it waits there for a "
            "lock or a queue, make that in __init__, of what threading and queue offer",
        )

    def _unwind(self) -> None:
        """End every thread: at its next point, or where it waits; if it holds out, by an exception from outside."""
        self.unwinding = True
        interrupted: KeyboardInterrupt | None = None
        for task in self.tasks:
            tries = 0
            while task.thread.is_alive() and tries < 20:
                try:
                    task.stop = 0 if tries == 0 else task.stop
                    if not task.done and task.gate.locked():
                        task.gate.release()
                    task.thread.join(0.05 if tries else 1.0)
                    if task.thread.is_alive():
                        tries += 1
                        ctypes.pythonapi.PyThreadState_SetAsyncExc(
                            ctypes.c_ulong(task.thread.ident or 0), ctypes.py_object(Unwind)
                        )
                except KeyboardInterrupt as error:
                    interrupted = error
        if interrupted is not None:
            raise interrupted
