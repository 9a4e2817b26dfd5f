"""Is a run made once for all who ask, and found by nothing but what was run?"""

import pytest

from course.design import recent
from course.design.recent import KEPT, recorded
from course.design.report import review
from tests.course.design.examples import quiet, small


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "_records", {})


def brief(**changes: object):
    return quiet(duration_s=2, warm_up_s=0, **changes)


def test_the_same_run_is_made_once():
    assert recorded(small(), brief(), 1) is recorded(small(), brief(), 1)


def test_a_review_and_its_first_seed_alone_are_one_run():
    assert review(small(), brief()).measured.record is review(small(), brief(), seeds=1).measured.record


def test_another_seed_scenario_or_design_is_another_run():
    runs = [
        recorded(small(), brief(), 1),
        recorded(small(), brief(), 2),
        recorded(small(), brief(name="other"), 1),
        recorded(small(propagate_deadlines=True), brief(), 1),
    ]
    assert len({id(run) for run in runs}) == 4


def test_only_the_last_runs_are_kept():
    first = recorded(small(), brief(), 0)
    for seed in range(1, KEPT + 1):
        recorded(small(), brief(), seed)
    assert recorded(small(), brief(), 0) is not first


def test_a_run_that_is_stopped_is_not_kept():
    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recorded(small(), brief(), 1, progress=stop)
    assert not recent._records


def test_nobody_can_write_to_what_is_kept():
    record = recorded(small(), brief(), 1)
    with pytest.raises(ValueError, match="read-only"):
        record.flows["read"].latency_s[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        record.components["api"].series["utilisation"][0] = 0
