"""Are the wrong orders of asyncio tasks found, and the right code left alone?"""

import asyncio

import pytest

from course.cases.failure import CaseFailed
from course.cases.tasks import explore


class Single:
    """One load for one key, whoever asks; `locked` or not."""

    def __init__(self, *, locked: bool):
        self.loads = 0
        self.value = None
        self.lock = asyncio.Lock() if locked else None

    async def load(self):
        self.loads += 1
        await asyncio.sleep(1)
        return self.loads

    async def get(self):
        if self.lock:
            async with self.lock:
                return await self._get()
        return await self._get()

    async def _get(self):
        if self.value is None:
            self.value = await self.load()
        return self.value


def once(subject, results):
    if subject.loads != 1:
        raise CaseFailed(f"loaded {subject.loads} times")
    assert results == [1, 1, 1]


def test_two_that_pass_the_same_await_are_found():
    with pytest.raises(CaseFailed, match=r"In one order of 3 tasks .*loaded [23] times"):
        explore(lambda: Single(locked=False), [Single.get] * 3, once)


def test_a_lock_makes_it_right_in_every_order():
    explore(lambda: Single(locked=True), [Single.get] * 3, once)


def test_an_order_that_asyncio_never_takes_by_itself_is_found():
    async def first(log):
        log.append("first")

    async def second(log):
        log.append("second")

    def verify(log, _):
        assert log == ["first", "second"]

    with pytest.raises(CaseFailed):
        explore(list, [first, second], verify)


def test_time_is_virtual():
    async def nap(_):
        loop = asyncio.get_running_loop()
        before = loop.time()
        await asyncio.sleep(3600)
        return loop.time() - before

    def verify(_, results):
        assert results == [3600, 3600]

    explore(list, [nap, nap], verify, schedules=10)


def test_a_timeout_is_over_before_a_longer_sleep():
    async def late(_):
        try:
            await asyncio.wait_for(asyncio.sleep(10), timeout=5)
        except TimeoutError:
            return "late"

    def verify(_, results):
        assert results == ["late"]

    explore(list, [late], verify, schedules=5)


def test_tasks_that_wait_for_each_other_are_told():
    async def wait(events):
        await events[0].wait()

    with pytest.raises(CaseFailed, match="every task waits"):
        explore(lambda: [asyncio.Event()], [wait], lambda *_: None)


def test_tasks_that_never_end_are_told():
    async def spin(_):
        while True:
            await asyncio.sleep(0)

    with pytest.raises(CaseFailed, match="still at it"):
        explore(list, [spin], lambda *_: None, schedules=2)


def test_an_error_of_a_task_is_told():
    async def fail(_):
        raise KeyError("k")

    with pytest.raises(CaseFailed, match="KeyError: 'k'"):
        explore(list, [fail], lambda *_: None)


def test_an_unwritten_answer_says_so():
    async def stub(_):
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        explore(list, [stub], lambda *_: None)


def test_it_runs_beside_a_running_loop():
    async def notebook():
        explore(lambda: Single(locked=True), [Single.get] * 3, once, schedules=5)

    asyncio.run(notebook())
