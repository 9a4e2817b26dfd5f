"""Where work waits: servers with a line before them, and slots that are held while something else is done.

Both keep the area under their curves, from which utilisation and queue lengths are exact time averages.
"""

from collections import deque
from heapq import heappush
from math import inf
from typing import Any

from course.design.sim.loop import Loop, Resume


class Servers:
    """`size` servers with one line, first come, first served: vCPUs. Kendall's G/G/c."""

    __slots__ = ("_area", "_changed", "busy", "line", "loop", "size", "slow")

    def __init__(self, loop: Loop, size: int) -> None:
        self.loop = loop
        self.size = size
        self.busy = 0
        self.line: deque[tuple[Resume, float, float]] = deque()
        self.slow = 1.0
        """How many times as long everything takes: a fault's."""
        self._area = 0.0
        self._changed = 0.0

    def serve(self, resume: Resume, demand_s: float) -> None:
        """Effect: wait for a server and keep it for `demand_s`."""
        self.serve_until(resume, (demand_s, inf))

    def serve_until(self, resume: Resume, work: tuple[float, float]) -> None:
        """Effect: the same, but what is not begun by a time is given up; gives whether it was."""
        demand_s, until = work
        if self.busy >= self.size:
            self.line.append((resume, demand_s, until))
            return
        loop = self.loop
        now = loop.now
        self._area += self.busy * (now - self._changed)
        self._changed = now
        self.busy += 1
        heappush(loop.heap, (now + demand_s * self.slow, loop.sequence(), self._leave, resume))

    def _leave(self, resume: Resume) -> None:
        loop = self.loop
        loop.ready.append((resume, False))
        while self.line:
            resume, demand_s, until = self.line.popleft()
            if until <= loop.now:
                loop.ready.append((resume, True))
                continue
            heappush(loop.heap, (loop.now + demand_s * self.slow, loop.sequence(), self._leave, resume))
            return
        self._area += self.busy * (loop.now - self._changed)
        self._changed = loop.now
        self.busy -= 1

    def busy_s(self) -> float:
        """Server-seconds so far."""
        return self._area + self.busy * (self.loop.now - self._changed)


class Slots:
    """`size` slots, held while something else is done: threads, connections. The most urgent of those who wait is next."""

    __slots__ = ("_area", "_changed", "held", "lines", "loop", "size", "waiting")

    def __init__(self, loop: Loop, size: int, lines: int = 1) -> None:
        self.loop = loop
        self.size = size
        self.held = 0
        self.waiting = 0
        self.lines: tuple[deque[Resume], ...] = tuple(deque() for _ in range(lines))
        """By priority, the most urgent first."""
        self._area = 0.0
        self._changed = 0.0

    def take(self) -> bool:
        """A free slot at once, if there is one; who has it must `release` it."""
        if self.held >= self.size:
            return False
        now = self.loop.now
        self._area += self.held * (now - self._changed)
        self._changed = now
        self.held += 1
        return True

    def wait(self, resume: Resume, line: int) -> None:
        """Effect, after `take` said no: wait for a slot; gives True, or what `dismiss` says instead of one."""
        self.waiting += 1
        self.lines[line].append(resume)

    def release(self) -> None:
        """Give the slot back, or on to who is next."""
        if self.waiting and self.held <= self.size:
            self.waiting -= 1
            for line in self.lines:
                if line:
                    self.loop.ready.append((line.popleft(), True))
                    return
        now = self.loop.now
        self._area += self.held * (now - self._changed)
        self._changed = now
        self.held -= 1

    def resize(self, size: int) -> None:
        """More slots go to who waits; fewer, as they come back."""
        self.size = size
        while self.waiting and self.take():
            self.release()

    def dismiss(self, answer: Any = False) -> None:
        """Send everybody who waits away."""
        for line in self.lines:
            while line:
                self.loop.ready.append((line.popleft(), answer))
        self.waiting = 0

    def held_s(self) -> float:
        """Slot-seconds so far."""
        return self._area + self.held * (self.loop.now - self._changed)
