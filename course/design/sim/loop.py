"""The event loop: simulated time, and processes that wait in it.

A process is a generator. It yields a float to sleep that many seconds, or a pair (register, argument): the loop then calls
register(resume, argument), and whoever keeps `resume` hands it to `Loop.resume`, once, with what the yield shall give. A heap of
our own, because a general framework pays for events as objects: see docs/benchmarks.md for SimPy in the same run.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import Any

from course.design.sim.outcome import TIMED_OUT

Process = Generator[Any, Any, int]
Resume = Callable[[Any], Any]


class Loop:
    """Runs processes in the order of time, and those of one time in the order in which they became ready."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now
        self.heap: list[tuple[float, int, Resume, Any]] = []
        self.ready: deque[tuple[Resume, Any]] = deque()
        self.sequence = count().__next__  # so that the heap never compares what comes behind it
        self._deadlines: dict[float, Deadline] = {}

    def resume(self, resume: Resume, value: Any = None) -> None:
        """Go on with a process that waits, now."""
        self.ready.append((resume, value))

    def at(self, time: float, resume: Resume, value: Any = None) -> None:
        """Go on with a process, or call any function that returns None, at that time."""
        heappush(self.heap, (time, self.sequence(), resume, value))

    def spawn(self, process: Process) -> None:
        """Begin a process now."""
        self.ready.append((process.send, None))

    def deadline(self, after_s: float) -> "Deadline":
        """The one deadline of that length."""
        if after_s not in self._deadlines:
            self._deadlines[after_s] = Deadline(self, after_s)
        return self._deadlines[after_s]

    def run(self, until: float, arrivals: Iterable[tuple[float, Process]] = ()) -> None:
        """Run what happens before `until`. `arrivals` are processes and when they begin, in order; never held in the heap."""
        heap, ready, sequence, past = self.heap, self.ready, self.sequence, (inf, None)
        take = ready.popleft
        arrivals = iter(arrivals)
        arrival, process = next(arrivals, past)
        while True:
            if ready:
                resume, value = take()
            elif heap and heap[0][0] <= arrival:
                time, _, resume, value = heappop(heap)
                if time >= until:
                    heappush(heap, (time, sequence(), resume, value))
                    break
                self.now = time
            elif arrival < until:
                self.now, resume, value = arrival, process.send, None  # type: ignore[union-attr]
                arrival, process = next(arrivals, past)
            else:
                break
            try:
                effect = resume(value)
            except StopIteration:
                continue
            if effect.__class__ is float:
                heappush(heap, (self.now + effect, sequence(), resume, None))
            elif effect is not None:
                effect[0](resume, effect[1])
        self.now = until


class Answer:
    """What a caller waits for; `resume` is None once it has gone on."""

    __slots__ = ("resume",)

    def __init__(self, resume: Resume | None) -> None:
        self.resume = resume


class Delay:
    """What happens `after_s` after it was added, unless it is over by then. All wait as long, so they fall due in the order in
    which they were added: a deque, of which only the head is in the heap."""

    def __init__(self, loop: Loop, after_s: float, over: Callable[[Any], bool], act: Callable[[Any], None]) -> None:
        self.loop = loop
        self.after_s = after_s
        self._over = over
        self._act = act
        self._waiting: deque[tuple[float, Any]] = deque()

    def add(self, item: Any) -> None:
        due = self.loop.now + self.after_s
        if not self._waiting:
            self.loop.at(due, self._fall_due)
        self._waiting.append((due, item))

    def _fall_due(self, _: object) -> None:
        waiting = self._waiting
        while waiting:
            due, item = waiting[0]
            if not self._over(item):
                if due > self.loop.now:
                    self.loop.at(due, self._fall_due)
                    return
                self._act(item)
            waiting.popleft()


class Deadline:
    """Calls that may take `after_s` at most."""

    def __init__(self, loop: Loop, after_s: float) -> None:
        self._loop = loop
        self._delay = Delay(loop, after_s, _answered, self._time_out)

    def race(self, resume: Resume, process: Process) -> None:
        """Effect: begin the process and wait for its outcome, or for TIMED_OUT. A process that lost the race runs on."""
        answer = Answer(resume)
        self._loop.ready.append((_answering(self._loop, process, answer).send, None))
        self._delay.add(answer)

    def _time_out(self, answer: Answer) -> None:
        assert answer.resume is not None
        self._loop.resume(answer.resume, TIMED_OUT)
        answer.resume = None


def _answered(answer: Answer) -> bool:
    return answer.resume is None


def _answering(loop: Loop, process: Process, answer: Answer) -> Process:
    outcome = yield from process
    if answer.resume is not None:
        loop.ready.append((answer.resume, outcome))
        answer.resume = None
    return outcome
