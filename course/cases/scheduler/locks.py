"""`threading` as the scheduler needs it: locks that let other threads run instead of blocking, and virtual time.

Within `cooperative(...)` whatever a participant of a run makes through `threading` (Lock, RLock, and what is built of them:
Condition, Event, Semaphore, Barrier, queue.Queue) is cooperative; everyone else in the process gets the real thing. Locks that the
learner's cells made before, and names they imported ("from threading import Lock"), are replaced for the duration.

Each cooperative lock wraps a real one, which holds the state: used outside a run it is simply that lock.
"""

import queue
import sys
import threading
import time
from _thread import RLock as RealRLock
from _thread import allocate_lock
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from course.cases.scheduler.adoption import Adoption
from course.cases.scheduler.participants import Participant, Task, current
from course.cases.scheduler.plan import Place


class CooperativeLock:
    """A `threading.Lock`; or, `awaited`, the one on which a thread waits in `Condition.wait` until it is notified."""

    def __init__(self, inner: Any = None, *, awaited: bool = False) -> None:
        self._inner: Any = allocate_lock() if inner is None else inner
        self._awaited = awaited
        self.holder: Participant | None = None
        self.taken_at: Place | None = None
        self._held: tuple[int, int] | None = None

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        who = current()
        if who is None or not blocking or timeout == 0 or (timeout < 0 and timeout != -1):
            taken = bool(self._inner.acquire(blocking, timeout))
        else:
            taken = self._wait(who, None if timeout == -1 else timeout)
        if taken and who is not None:
            self._note(who)
        return taken

    def _wait(self, who: Participant, timeout_s: float | None) -> bool:
        until = None if timeout_s is None else who.run.now + timeout_s
        while not self._inner.acquire(False):
            left = None if until is None else until - who.run.now
            if left is not None and left <= 0:
                return False
            who.wait(self, left)
        return True

    def _note(self, who: Participant) -> None:
        self.holder, self._held = who, who.took()
        self.taken_at = None if self._awaited else who.run.places.of(sys._getframe())

    def release(self) -> None:
        self._inner.release()
        self._let_go()

    def _let_go(self) -> None:
        who, held = current(), self._held
        self.holder = self._held = None
        if who is not None:
            who.gave(held)

    def reset(self) -> None:
        """Free it, whoever held it."""
        if self._inner.locked():
            self._inner.release()
        self.holder = self._held = None

    def locked(self) -> bool:
        return bool(self._inner.locked())

    def free(self) -> bool:
        return not self._inner.locked()

    def held(self) -> tuple[int, int] | None:
        return None if self._awaited else self._held

    def describe(self, waiter: Participant) -> str:
        if self._awaited:
            return "to be woken by another thread"
        if self.holder is None:
            return "for a lock that was taken before the threads began"
        holder = "it" if self.holder is waiter else self.holder.name
        when = f" in {self.taken_at}" if self.taken_at else ""
        return f"for the lock that {holder} took{when}{' and never gave back' if self.holder.done else ''}"

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.release()

    def __repr__(self) -> str:
        return repr(self._inner)


class CooperativeRLock(CooperativeLock):
    """A `threading.RLock`, with the private methods that `Condition` uses."""

    def __init__(self, inner: Any = None) -> None:
        super().__init__(RealRLock() if inner is None else inner)
        self._depth = 0

    def _note(self, who: Participant) -> None:
        self._depth += 1
        if self._depth == 1:
            super()._note(who)

    def release(self) -> None:
        self._inner.release()
        self._depth -= 1
        if self._depth <= 0:
            self._depth = 0
            self._let_go()

    def reset(self) -> None:
        if self.holder is not None:
            self._inner._release_save()  # does not ask who
        self.holder, self._held, self._depth = None, None, 0

    def free(self) -> bool:
        if self.holder is None and self._inner.acquire(False):
            self._inner.release()
            return True
        return False

    def locked(self) -> bool:
        return self.holder is not None

    def _is_owned(self) -> bool:
        return bool(self._inner._is_owned())

    def _release_save(self) -> Any:
        state, depth = self._inner._release_save(), self._depth
        self._depth = 0
        self._let_go()
        return state, depth

    def _acquire_restore(self, saved: Any) -> None:
        state, depth = saved
        self.acquire()
        self._inner.release()
        self._inner._acquire_restore(state)
        self._depth = depth


# -- what the names of `threading`, `time` and `queue` mean to a participant ---------------------------------------------

_real_sleep, _RealSimpleQueue = time.sleep, queue.SimpleQueue
_real_start, _real_join, _real_is_alive = threading.Thread.start, threading.Thread.join, threading.Thread.is_alive


def _lock() -> Any:
    return allocate_lock() if current() is None else CooperativeLock()


def _awaited_lock() -> Any:
    return allocate_lock() if current() is None else CooperativeLock(awaited=True)


def _rlock() -> Any:
    return RealRLock() if current() is None else CooperativeRLock()


def _simple_queue() -> Any:
    return _RealSimpleQueue() if current() is None else queue._PySimpleQueue()  # type: ignore[attr-defined]


def _sleep(seconds: float, /) -> None:
    who = current()
    if who is None or seconds < 0:
        _real_sleep(seconds)
    else:
        who.wait(None, seconds)


def _virtual(clock: Callable[[], Any], per_second: int) -> Callable[[], Any]:
    """The clock as it was when the check began, plus the virtual time that has passed since."""
    began = clock()

    def read() -> Any:
        who = current()
        return clock() if who is None else began + type(began)(who.run.now * per_second)

    return read


class _End:
    """The end of a thread that the learner's code started: what `join` waits for."""

    def __init__(self, task: Task) -> None:
        self.task = task

    def free(self) -> bool:
        return self.task.done

    def describe(self, waiter: Participant) -> str:
        return f"for the end of {self.task.name}"

    def held(self) -> None:
        return None


def _start(self: threading.Thread) -> None:
    who = current()
    if who is None:
        _real_start(self)
    elif self in who.run.started:
        raise RuntimeError("threads can only be started once")
    else:
        who.run.started[self] = who.run.spawn(lambda _: self.run())


def _join(self: threading.Thread, timeout: float | None = None) -> None:
    who = current()
    if who is None or self not in who.run.started:
        _real_join(self, timeout)
    elif not (end := _End(who.run.started[self])).free():
        who.wait(end, None if timeout is None else max(timeout, 0))


def _is_alive(self: threading.Thread) -> bool:
    who = current()
    if who is None or self not in who.run.started:
        return _real_is_alive(self)
    return not who.run.started[self].done


@contextmanager
def cooperative(roots: Iterable[object]) -> Iterator[Adoption]:
    """Make locks, threads and time cooperative for participants.

    `roots` are the functions from which the learner's own names for them, and locks made before, are found.
    """
    clocks = {
        name: _virtual(getattr(time, name), 10**9 if name.endswith("_ns") else 1)
        for name in ("time", "monotonic", "perf_counter", "time_ns", "monotonic_ns", "perf_counter_ns")
    }
    aliases = [(threading.Lock, _lock), (RealRLock, _rlock), (time.sleep, _sleep), (queue.SimpleQueue, _simple_queue)]
    aliases += [(getattr(time, name), clock) for name, clock in clocks.items()]
    changes: list[tuple[Any, str, Any]] = [
        (threading, "Lock", _lock),
        (threading, "_allocate_lock", _awaited_lock),
        (threading, "_CRLock", _rlock),
        (threading, "_time", clocks["monotonic"]),
        (threading.Thread, "start", _start),
        (threading.Thread, "join", _join),
        (threading.Thread, "is_alive", _is_alive),
        (queue, "SimpleQueue", _simple_queue),
        (queue, "time", clocks["monotonic"]),
        (time, "sleep", _sleep),
        *((time, name, clock) for name, clock in clocks.items()),
    ]
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in changes]
    adoption = Adoption(aliases, {type(allocate_lock()): CooperativeLock, RealRLock: CooperativeRLock})
    try:
        for owner, name, new in changes:
            setattr(owner, name, new)
        for root in roots:
            adoption.visit(root)
        yield adoption
    finally:
        adoption.undo()
        for owner, name, real in before:
            setattr(owner, name, real)
