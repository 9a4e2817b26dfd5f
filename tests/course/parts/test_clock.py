"""Does a clock go on where it was, but not through the night?"""

from datetime import datetime, timedelta

import pytest

from course.parts import begin, session, timer

from .conftest import LESSON, NOON, StartKernel


class Watch:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


def shown(state: dict[str, object]) -> tuple[object, object]:
    return state["elapsed_s"], state["running"]


def test_a_clock_starts_at_zero_and_stands(start_kernel: StartKernel) -> None:
    start_kernel()
    state = timer("lru_say", seconds=90).state()
    assert shown(state) == (0, False)
    assert state["target_s"] == 90


def test_a_paused_clock_is_where_it_was_after_a_restart(start_kernel: StartKernel, watch: Watch) -> None:
    start_kernel(now=watch)
    clock = timer("lru_say", seconds=90)
    clock.act("run", 0)
    clock.act("pause", 41.27)
    watch.now += timedelta(days=1)
    start_kernel(now=watch)
    assert shown(timer("lru_say", seconds=90).state()) == (41.27, False)


def test_a_running_clock_runs_on_through_a_short_restart(start_kernel: StartKernel, watch: Watch) -> None:
    start_kernel(now=watch)
    timer("lru_say", seconds=90).act("run", 30)
    watch.now += timedelta(seconds=20)
    start_kernel(now=watch)
    assert shown(timer("lru_say", seconds=90).state()) == (50, True)


@pytest.mark.parametrize("away", [timedelta(hours=9), timedelta(hours=-1)])
def test_a_clock_left_running_does_not_count_the_night(
    start_kernel: StartKernel, watch: Watch, away: timedelta
) -> None:
    start_kernel(now=watch)
    timer("lru_say", seconds=90).act("run", 30)
    watch.now += away
    start_kernel(now=watch)
    assert shown(timer("lru_say", seconds=90).state()) == (30, False)


def test_reset_is_kept(start_kernel: StartKernel) -> None:
    start_kernel()
    clock = timer("lru_say", seconds=90)
    clock.act("run", 30)
    clock.act("reset", 0)
    start_kernel()
    assert shown(timer("lru_say", seconds=90).state()) == (0, False)


@pytest.mark.parametrize("elapsed", [None, "ten", -5, True, float("nan"), float("inf"), []])
def test_what_is_no_time_counts_as_none(start_kernel: StartKernel, elapsed: object) -> None:
    start_kernel()
    clock = timer("lru_say", seconds=90)
    clock.act("pause", elapsed)
    assert clock.elapsed_s == 0


@pytest.mark.parametrize("saved_at", [None, "yesterday", 7])
def test_a_clock_saved_at_no_known_time_is_paused(start_kernel: StartKernel, saved_at: object) -> None:
    start_kernel().save("timer:lru_say", {"elapsed_s": 12, "running": True, "saved_at": saved_at})
    assert shown(timer("lru_say", seconds=90).state()) == (12, False)


def test_begin_sets_the_lesson_and_shows_its_clock() -> None:
    clock = begin(LESSON, minutes=45)
    current = session.current()
    assert current is not None
    assert current.lesson == LESSON
    assert clock.state()["target_s"] == 45 * 60
    assert repr(clock) == "Lesson coding/lru_cache: about 45 minutes."
