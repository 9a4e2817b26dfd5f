"""That the schedules which are tried show the bugs, and that nothing right is blamed."""

import random

import pytest

from course.cases.interleave import InterleavingFailed, explore, replay
from course.cases.scheduler.plan import Stop
from course.cases.scheduler.search import plans
from tests.course.cases.scheduler.concurrent import BUGGY, RIGHT


@pytest.mark.parametrize("name", BUGGY)
@pytest.mark.parametrize("seed", [0, 1])
def test_a_bug_is_found_by_default_and_can_be_replayed(name, seed):
    with pytest.raises(InterleavingFailed) as found:
        explore(*BUGGY[name], seed=seed)
    with pytest.raises(InterleavingFailed):
        replay(found.value.schedule, *BUGGY[name])


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_never_blamed(name):
    explore(*RIGHT[name], schedules=300, seed=1)


class Played:
    """Enough of a run for the search: it says that nothing happened."""

    def __init__(self, plan):
        self.plan, self.order, self.tasks, self.switches = plan, list(plan.order), [], []


def first_plans(count, most):
    search = plans(count, 200, random.Random(0))
    plan, asked = next(search), []
    while len(asked) < most:
        asked.append(plan)
        try:
            plan = search.send(Played(plan))
        except StopIteration:
            break
    return asked


def test_every_order_of_up_to_three_threads_comes_first():
    assert {plan.order for plan in first_plans(3, 6)} == {
        (0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0),
    }  # fmt: skip
    assert all(not plan.stops for plan in first_plans(3, 6))


def test_of_more_threads_each_is_first_in_some_order():
    asked = first_plans(6, 30)
    assert {plan.order[0] for plan in asked} == set(range(6))
    assert len(asked) < 30


def test_a_search_ends_when_there_is_nothing_to_stop():
    played = []
    explore(object, [lambda _: None, lambda _: None], lambda _, __: played.append(1))
    assert len(played) < 20


def test_stops_are_at_steps_from_one():
    with pytest.raises(InterleavingFailed) as found:
        explore(*BUGGY["count in a global"])
    (stop,) = found.value.schedule.plan.stops
    assert stop == Stop(stop.thread, stop.step, 1 - stop.thread)
    assert stop.step >= 1
