"""Does a verdict measure what an objective says, and does it know what it does not know?"""

from collections.abc import Sequence
from math import gamma, inf, nan, pi, sqrt
from typing import Any

import numpy as np
import pytest

from course.design import (
    Amplification,
    Availability,
    ColdCache,
    Cost,
    Degraded,
    Duplicates,
    ErrorBudget,
    Exponential,
    Latency,
    Loss,
    Recovery,
    Scenario,
    Staleness,
)
from course.design.measures import MEASURES, MONTH_S, Measured, measure
from course.design.sim.outcome import DEGRADED, FAILED, IN_FLIGHT, LOST, SERVED
from course.design.sim.record import ComponentRecord, FlowRecord, Record
from course.design.slos import Objective
from course.design.verdict import CONFIDENCE, SEEDS_LEAST, SEEDS_MOST, STUDENT_T, Judgement, judge
from tests.course.design.examples import concrete, quiet, slow_store, small


def run(
    outcomes: Sequence[int],
    latency_ms: Sequence[float] = (),
    *,
    scenario: Scenario | None = None,
    seconds: int = 100,
    counts: dict[str, int] | None = None,
    stale_s: Sequence[float] = (),
    reads: int = 0,
    **series: Sequence[float],
) -> Measured:
    """A run in which these requests came evenly over the time."""
    arrived = np.arange(len(outcomes)) * seconds / max(len(outcomes), 1)
    latency = np.array(latency_ms or [10.0] * len(outcomes)) / 1_000
    flow = FlowRecord(arrived, latency, np.array(outcomes, dtype=np.int8), counts or {})
    component = ComponentRecord(
        {name: np.array(one, dtype=float) for name, one in series.items()}, {"read key": reads}, np.array(stale_s)
    )
    record = Record("small", "quiet", 1, float(seconds), {"read": flow}, {"links": component}, ())
    return Measured(small(), scenario or quiet(duration_s=seconds), record)


def test_every_kind_of_objective_has_a_measure():
    assert set(concrete(Objective)) == set(MEASURES)


def test_latency_is_the_nearest_rank_of_what_ended():
    measured = run([SERVED] * 99 + [FAILED, IN_FLIGHT], [*range(1, 101), 9_999])
    assert measure(Latency("read", 1, 99), measured) == pytest.approx(99)
    assert measure(Latency("read", 1, 50), measured) == pytest.approx(50)


def test_degraded_answers_are_answers_unless_one_says_no():
    measured = run([SERVED] * 6 + [DEGRADED] * 2 + [FAILED] * 2 + [IN_FLIGHT] * 5)
    assert measure(Availability("read"), measured) == pytest.approx(0.8)
    assert measure(Availability("read", degraded=False), measured) == pytest.approx(0.6)
    assert measure(Degraded("read", 0.1), measured) == pytest.approx(0.2)


def test_two_minutes_of_outage_are_a_twentieth_of_a_months_budget():
    measured = run([FAILED] * 120 + [SERVED] * 180, seconds=300)
    assert measure(ErrorBudget("read", 0.999), measured) == pytest.approx(120 / (0.001 * MONTH_S))
    assert measure(ErrorBudget("read", 0.999), measured) == pytest.approx(0.046, abs=0.001)


def test_fresh_reads_count_as_age_zero():
    old = run([SERVED], stale_s=[5, 1, 3], reads=100)
    assert measure(Staleness("links", 1, 97), old) == 0
    assert measure(Staleness("links", 1, 98), old) == 1
    assert measure(Staleness("links", 1, 99), old) == 3


def test_staleness_of_a_kind_is_that_of_all_its_components():
    old = run([SERVED], stale_s=[5, 1, 3], reads=100)
    assert measure(Staleness("Store", 1, 99), old) == 3
    assert measure(Staleness("Cache", 1, 99), old) == 0


def test_losses_and_duplicates_are_shares_of_what_came():
    measured = run([SERVED] * 8 + [LOST] * 2, counts={"duplicated": 3, "lost": 1})
    assert measure(Loss("read"), measured) == pytest.approx(0.3)
    assert measure(Duplicates("read"), measured) == pytest.approx(0.3)


FAULT = [ColdCache(at_s=20, for_s=10)]


@pytest.mark.parametrize(("good_from", "seconds"), [(20, 0), (50, 20), (95, inf)])
def test_recovery_is_counted_from_the_end_of_the_fault(good_from: int, seconds: float):
    outcomes = [SERVED if at < 20 or at >= good_from else FAILED for at in range(100)]
    measured = run(outcomes, scenario=quiet(duration_s=100, faults=FAULT))
    assert measure(Recovery("read", 10), measured) == seconds


def test_amplification_compares_with_the_time_before_the_fault():
    calls = [2.0] * 50 + [10.0] * 10 + [2.0] * 40
    measured = run([SERVED] * 100, scenario=quiet(duration_s=100, faults=[ColdCache(at_s=50)]), calls=calls)
    assert measure(Amplification("links", 2), measured) == pytest.approx(1.8)


def test_nothing_to_measure_is_no_number_and_no_verdict():
    measured = run([])
    assert np.isnan(measure(Availability("read"), measured))
    assert Judgement(Availability("read"), (nan, nan, nan)).outcome == "too close to call"


# -- Intervals ---------------------------------------------------------------------------------------------------------


def student(t: float, freedom: int) -> float:
    """Its distribution function, by Simpson's rule."""
    scale = gamma((freedom + 1) / 2) / (sqrt(freedom * pi) * gamma(freedom / 2))
    grid = np.linspace(0, t, 20_001)
    density = scale * (1 + grid**2 / freedom) ** (-(freedom + 1) / 2)
    weights = np.where(np.arange(len(grid)) % 2 == 1, 4, 2)
    weights[[0, -1]] = 1
    return 0.5 + float((density * weights).sum()) * (grid[1] - grid[0]) / 3


@pytest.mark.parametrize("seeds", STUDENT_T)
def test_the_quantiles_are_students(seeds: int):
    looks = SEEDS_MOST - SEEDS_LEAST + 1
    assert student(STUDENT_T[seeds], seeds - 1) == pytest.approx(1 - (1 - CONFIDENCE) / looks / 2, abs=2e-5)


OUTCOMES = [
    ((100.0, 101.0, 102.0), "pass"),
    ((100.0, 150.0, 190.0), "too close to call"),
    ((300.0, 301.0, 302.0), "fail"),
    ((100.0,), "pass"),
    ((300.0,), "fail"),
    ((100.0, 100.0), "pass"),
    ((100.0, 110.0), "too close to call"),
    ((100.0, 100.0, 100.0), "pass"),
    ((inf, inf, inf), "fail"),
    ((100.0, 100.0, inf), "too close to call"),
]


@pytest.mark.parametrize(("values", "outcome"), OUTCOMES)
def test_an_objective_is_clear_when_its_interval_is_on_one_side(values: tuple[float, ...], outcome: str):
    assert Judgement(Latency("read", 200), values).outcome == outcome


def test_an_interval_stays_within_what_can_be():
    assert Judgement(Availability("read", 0.9), (0.99, 1.0)).interval == (pytest.approx(0.613, abs=0.001), 1.0)
    assert Judgement(Latency("read", 200), (1.0, 99.0)).interval[0] == 0


def test_the_interval_of_an_unsure_mean_misses_it_rarely():
    generator = np.random.default_rng(5)
    missed = 0
    for _ in range(400):
        values = generator.normal(100, 20, SEEDS_MOST)
        looks = [Judgement(Latency("read", 1), tuple(values[:n])).interval for n in range(SEEDS_LEAST, SEEDS_MOST + 1)]
        missed += any(not low <= 100 <= high for low, high in looks)
    assert missed / 400 < 1 - CONFIDENCE + 0.01


# -- Judging runs ------------------------------------------------------------------------------------------------------


def test_a_clear_case_takes_three_seeds():
    verdict = judge(small(), quiet())
    assert (verdict.outcome, verdict.seeds) == ("pass", (1, 2, 3))


def test_a_store_that_is_too_slow_fails():
    verdict = judge(small(), slow_store())
    assert verdict.outcome == "fail"
    failed = [type(one.objective) for one in verdict.judgements if one.outcome == "fail"]
    assert Availability in failed


def test_too_close_a_case_takes_all_seeds_and_says_so():
    unsteady = quiet(demand={"links": Exponential(30)}, slos=[Latency("read", 1)])
    middle = judge(small(), unsteady, seeds=SEEDS_MOST).judgements[0].mean
    verdict = judge(small(), unsteady.with_(slos=[Latency("read", middle)]))
    assert (verdict.outcome, len(verdict.seeds)) == ("too close to call", SEEDS_MOST)


def test_over_provisioning_fails_the_cost_ceiling():
    rich = judge(small(), quiet(slos=[Availability("read", 0.9), Cost(500)]), seeds=1)
    assert [one.outcome for one in rich.judgements] == ["pass", "fail"]


def test_the_same_seeds_judge_the_same():
    assert judge(small(), slow_store(), seeds=2).to_dict() == judge(small(), slow_store(), seeds=2).to_dict()


def test_progress_grows_to_the_end():
    told: list[float] = []
    judge(small(), quiet(), seeds=2, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_stopping_it_leaves_nothing_behind():
    def stop(_: float) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(small(), quiet(), progress=stop)
    assert judge(small(), quiet(), seeds=1) == judge(small(), quiet(), seeds=1)
