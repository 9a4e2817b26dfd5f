"""Who takes part in a run: its threads, and the setup and verify around them."""

import sys
import threading
from _thread import allocate_lock, get_ident
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from course.cases.scheduler.bytecode import SECOND, Point, is_learners
from course.cases.scheduler.plan import Place, name_of, place_of

if TYPE_CHECKING:
    from course.cases.scheduler.run import Run

FAIR_STEPS = 5_000
"""A thread that has run this long in one turn is stopped for the others: it may be spinning until one of them acts."""

CLEANUP_STEPS = 1_000
"""How far a thread that is made to end may run, to give back locks and the like, before it is told again."""

_ENTERED = Point(SECOND)
"""A call of the learner's own function: nothing shared happens before the function's first point, so that will do."""


class Unwind(BaseException):
    """Raised inside a thread whose run is over, to make it end."""


class Stuck(BaseException):
    """Raised outside the threads, in setup or verify, where it would wait for ever."""


class Resource(Protocol):
    """What a participant can wait for."""

    def free(self) -> bool: ...
    def describe(self, waiter: "Participant") -> str:
        """It, in words that follow "waits"."""

    def held(self) -> tuple[int, int] | None:
        """The thread that holds it and the step in which it took it."""


class Participant(Protocol):
    """Whoever uses cooperative locks and virtual time: a thread of a run, or setup and verify before and after it."""

    name: str
    run: "Run"
    done: bool

    def wait(self, resource: Resource | None, timeout_s: float | None) -> bool:
        """Let others run until `resource` is free (True) or `timeout_s` of virtual time has passed (False)."""

    def took(self) -> tuple[int, int] | None:
        """It has taken a lock: which thread that is, and in which of its steps."""

    def gave(self, held: tuple[int, int] | None) -> None:
        """It has let go of the lock that was taken so; others may have been waiting for it."""


participants: dict[int, Participant] = {}
"""By thread identifier."""


def current() -> Participant | None:
    """Who is calling, if it takes part in a run."""
    return participants.get(get_ident())


@dataclass
class Waiting:
    """What one waits for (None: it sleeps), and until when at most, in virtual seconds."""

    who: Participant
    resource: Resource | None
    until: float | None
    place: Place | None

    def __str__(self) -> str:
        words = ["waits" if self.resource else "sleeps", f"in {self.place}" if self.place else "", self.reason]
        return " ".join(word for word in words if word)

    @property
    def reason(self) -> str:
        return self.resource.describe(self.who) if self.resource else ""


class Task:
    """One thread of a run."""

    def __init__(self, run: "Run", index: int, function: Callable[[Any], object]) -> None:
        self.run, self.index, self.function = run, index, function
        self.name = f"thread {index + 1}"
        self.gate = allocate_lock()
        self.gate.acquire()
        self.steps, self.stop, self.since = 0, 0, 0
        self.path: list[Point] = []
        self.holds: list[range] = []
        """For each lock that it took and gave back, the steps before which it held it."""
        self.calls: list[str] = []
        self.stops = {stop.step: stop for stop in run.plan.stops if stop.thread == index}
        self.waiting: Waiting | None = None
        self.root: FrameType | None = None
        """The frame of `function`, if that is the instructor's and calls the learner's code."""
        self.begun = False
        self.result: object = None
        self.done = False
        self.thread = threading.Thread(target=self._main, name=self.name, daemon=True)

    def _main(self) -> None:
        participants[get_ident()] = self
        error = None
        try:
            self.park()
            with self.run.tracer.observing(self):
                self.result = self.function(self.run.subject)
        except Unwind:
            pass
        except BaseException as raised:  # SystemExit too: whatever it is, the learner's thread raised it
            error = raised
        finally:
            self.root = None
            del participants[get_ident()]
            try:
                self.run.ended(self, error)
            except BaseException as fault:  # the scheduler's own: nobody would be told, and the others not woken
                self.run.broke(fault)

    def park(self) -> None:
        self.gate.acquire()
        if self.run.unwinding:
            self.unwind()

    def unwind(self) -> NoReturn:
        """End this thread, which is the caller."""
        self.stop = self.steps + CLEANUP_STEPS
        raise Unwind

    def arm(self) -> None:
        """Set `stop` to the next step that needs a decision."""
        self.stop = min((step for step in self.stops if step > self.steps), default=sys.maxsize)
        self.stop = min(self.stop, self.since + FAIR_STEPS)

    def entered(self, frame: FrameType) -> None:
        caller = frame.f_back
        if not self.begun:
            self.begun = True
            if frame.f_code.co_name == "<lambda>" or frame.f_code.co_filename == self.run.tests_file:
                self.root = frame
            else:
                self.calls.append(name_of(frame))
        elif self.path and caller is not None and is_learners(caller.f_code):
            self.path[-1] = _ENTERED
            if caller is self.root:
                self.calls.append(name_of(frame))

    def reached(self, frame: FrameType) -> None:
        self.run.reached(self, frame)

    def wait(self, resource: Resource | None, timeout_s: float | None) -> bool:
        return self.run.wait(self, resource, timeout_s)

    def took(self) -> tuple[int, int] | None:
        return self.index, self.steps

    def gave(self, held: tuple[int, int] | None) -> None:
        if held is not None and held[0] == self.index:
            self.holds.append(range(held[1] + 1, self.steps + 1))
        self.run.note_ready(self.steps + 1)
        if self.run.plan.strict:
            self.stop = 0  # someone of higher priority may be able to run: look at the next point


class Outside:
    """Setup and verify: nobody else runs then, so a wait ends at its timeout or never."""

    def __init__(self, run: "Run", name: str) -> None:
        self.run, self.name, self.done = run, name, False

    def wait(self, resource: Resource | None, timeout_s: float | None) -> bool:
        if timeout_s is None:
            raise Stuck(f"{self.name} {Waiting(self, resource, None, place_of(sys._getframe()))}: that never comes")
        self.run.now += timeout_s
        return False

    def took(self) -> tuple[int, int] | None:
        return None

    def gave(self, held: tuple[int, int] | None) -> None:
        pass
