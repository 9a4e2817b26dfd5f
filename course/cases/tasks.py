"""Explores the orders in which asyncio tasks can run, to find one in which the learner's code goes wrong.

Between two awaits a task runs undisturbed; which of those that could go on does so next is asyncio's affair, so the learner's code
must be right whichever it is. Here a plan says who is next, and time is virtual: `asyncio.sleep` and timeouts take none, and pass
only when nobody can run. First plans that leave the usual order once, then random ones.

Not understood: what wakes a task from outside (files, sockets, other threads); that counts as never.
"""

import asyncio
import contextvars
import random
import selectors
import threading
from collections.abc import Awaitable, Callable, Generator, Sequence
from typing import Any, TypeVar

from course.cases.blame import explain
from course.cases.failure import CaseFailed

T = TypeVar("T")

TURN_LIMIT = 20_000
"""Turns of all tasks together after which they count as never ending."""


class NeverEnds(Exception):
    """The tasks wait for each other, or go on for ever."""


class _NoWaiting(selectors.SelectSelector):
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return []


class _Loop(asyncio.SelectorEventLoop):
    """A loop in which `plan` chooses who is next: its n-th number is the place in the queue of the one taken at the n-th turn."""

    def __init__(self, plan: Sequence[int], rng: random.Random | None) -> None:
        super().__init__(_NoWaiting())
        self._plan, self._rng = plan, rng
        self.now_s = 0.0
        self.widths: list[int] = []
        """How many could have run, at each turn."""
        self._turns_left = TURN_LIMIT

    def time(self) -> float:
        return self.now_s

    def _run_once(self) -> None:
        ready = self._ready  # type: ignore[attr-defined]
        self._turns_left -= 1
        if self._turns_left == 0:
            self._turns_left = TURN_LIMIT  # to cancel them all
            raise NeverEnds(f"the tasks were still at it after {TURN_LIMIT:,} turns")
        later = []
        if ready:
            turn, width = len(self.widths), len(ready)
            self.widths.append(width)
            if turn < len(self._plan):
                ready.rotate(-min(self._plan[turn], width - 1))
            elif self._rng is not None:
                ready.rotate(-self._rng.randrange(width))
            first = ready.popleft()
            later = list(ready)
            ready.clear()
            ready.append(first)
        super()._run_once()  # type: ignore[misc]
        ready.extendleft(reversed(later))
        if not ready and not self._stopping:  # type: ignore[attr-defined]
            self._pass_time()

    def _pass_time(self) -> None:
        scheduled = [handle for handle in self._scheduled if not handle.cancelled()]  # type: ignore[attr-defined]
        if not scheduled:
            raise NeverEnds("every task waits and nothing is left that could wake one")
        self.now_s = max(self.now_s, min(handle.when() for handle in scheduled))


def explore(
    setup: Callable[[], T],
    tasks: Sequence[Callable[[T], Awaitable[object]]],
    verify: Callable[[T, list[Any]], None],
    *,
    schedules: int = 200,
    seed: int = 0,
) -> None:
    """Run `tasks` at once on a fresh `setup()` in up to `schedules` different orders; then `verify(subject, results)`.

    `setup` runs with the loop running, so that it may make locks and events. Raises CaseFailed at the first order in which verify
    or a task fails, or the tasks never end.
    """
    failed: list[BaseException] = []

    def search() -> None:
        plans = _plans(schedules, seed)
        plan, rng = next(plans)
        try:
            while True:
                plan, rng = plans.send(_attempt(plan, rng, setup, tasks, verify))
        except StopIteration:
            pass
        except BaseException as error:
            failed.append(error)

    # A notebook's thread has a running loop already, and one thread runs one loop.
    thread = threading.Thread(target=contextvars.copy_context().run, args=(search,))
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


_Plan = tuple[Sequence[int], random.Random | None]


def _plans(budget: int, seed: int) -> Generator[_Plan, list[int], None]:
    """Asks for plans to be played, and is sent the widths of their turns."""
    widths = yield (), None
    once = [(*([0] * turn), place) for turn, width in enumerate(widths) for place in range(1, width)]
    random.Random(seed).shuffle(once)
    once = once[: budget * 2 // 3]
    for plan in once:
        yield plan, None
    for number in range(budget - 1 - len(once) if once else 0):
        yield (), random.Random(f"{seed} {number}")


def _attempt(
    plan: Sequence[int],
    rng: random.Random | None,
    setup: Callable[[], T],
    tasks: Sequence[Callable[[T], Awaitable[object]]],
    verify: Callable[[T, list[Any]], None],
) -> list[int]:
    ended: list[int] = []

    async def play() -> None:
        subject = setup()

        async def one(number: int) -> object:
            result = await tasks[number](subject)
            ended.append(number + 1)
            return result

        verify(subject, list(await asyncio.gather(*(one(number) for number in range(len(tasks))))))

    loop = _Loop(plan, rng)
    try:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(play())
    except NotImplementedError:
        raise
    except Exception as error:
        order = ", ".join(map(str, ended)) or "none"
        what = f"{error}." if isinstance(error, NeverEnds) else explain(error)
        raise CaseFailed(f"In one order of {len(tasks)} tasks (ended, in turn: {order}): {what}") from error
    return loop.widths
