"""Do traffic, demand and popularity draw what they say, and does a scenario say what it misses in a design?"""

from statistics import fmean

import numpy as np
import pytest

from course.design import (
    Availability,
    Burst,
    Constant,
    Daily,
    Design,
    Endpoint,
    Exponential,
    Fixed,
    HotKey,
    Jump,
    KeyValueStore,
    Latency,
    LoadBalancer,
    Lognormal,
    Ramp,
    Region,
    RegionLoss,
    Scenario,
    Service,
    Slow,
    SQLStore,
    Staleness,
    Surge,
    Traffic,
    Uniform,
    Zipf,
)
from course.design.demand import Demand, Popularity
from course.design.scenarios import scenario, scenarios
from course.design.traffic import Rate
from course.errors import DesignError
from tests.course.design.examples import quiet, slow_store, small

UNIFORM = np.random.default_rng(1).random(200_000)


@pytest.mark.parametrize(
    "demand", [Fixed(3), Exponential(5), Lognormal(p50_ms=2, p99_ms=10)], ids=lambda one: type(one).__name__
)
def test_draws_have_the_mean_that_is_stated(demand: Demand):
    assert demand.quantile(UNIFORM).mean() == pytest.approx(demand.mean_ms, rel=0.01)


def test_a_lognormal_has_its_percentiles():
    drawn = Lognormal(p50_ms=2, p99_ms=10).quantile(UNIFORM)
    assert np.percentile(drawn, [50, 99]) == pytest.approx([2, 10], rel=0.02)


def test_draws_are_larger_for_larger_uniforms_and_finite_at_both_ends():
    ends = np.array([0.0, 2**-53, 0.5, 1 - 2**-53])
    for demand in (Exponential(5), Lognormal(p50_ms=2, p99_ms=10)):
        drawn = demand.quantile(ends)
        assert np.isfinite(drawn).all()
        assert (np.diff(drawn) > 0).all()


@pytest.mark.parametrize("popularity", [Uniform(), Zipf(1.0), HotKey(0.4)], ids=lambda one: type(one).__name__)
def test_keys_are_those_there_are(popularity: Popularity):
    found = popularity.quantile(np.append(UNIFORM, [0.0, 1 - 2**-53]), 50)
    assert (found.min(), found.max()) == (0, 49)


def test_zipf_asks_for_keys_in_proportion_to_their_rank():
    counts = np.bincount(Zipf(1.0).quantile(UNIFORM, 1_000))
    assert counts[0] / counts[9] == pytest.approx(10, rel=0.1)


def test_a_hot_key_takes_its_share():
    assert (HotKey(0.4, Uniform()).quantile(UNIFORM, 1_000) == 0).mean() == pytest.approx(0.4, abs=0.01)


RATES = [
    (Constant(7), [(0, 7), (99, 7)]),
    (Ramp(from_per_s=10, to_per_s=20, begin_s=10, end_s=20), [(0, 10), (15, 15), (30, 20)]),
    (Jump(before_per_s=1, after_per_s=5, at_s=10), [(-5, 1), (9.9, 1), (10, 5)]),
    (Burst(base_per_s=10, peak=4, at_s=5, for_s=5), [(0, 10), (5, 40), (10, 10)]),
    (Daily(low_per_s=10, high_per_s=30, day_s=100), [(0, 10), (25, 20), (50, 30), (100, 10)]),
]


@pytest.mark.parametrize(("rate", "points"), RATES, ids=lambda one: type(one).__name__)
def test_a_rate_is_what_it_says_and_never_above_its_peak(rate: Rate, points: list[tuple[float, float]]):
    assert [rate.at(second) for second, _ in points] == pytest.approx([per_s for _, per_s in points])
    assert max(rate.at(second / 10) for second in range(2_000)) <= rate.peak_per_s
    assert rate.times(2).at(points[0][0]) == 2 * points[0][1]


def test_streams_for_one_endpoint_add_up():
    both = quiet(traffic=[Traffic(Constant(10), {"read": 1, "write": 4}), Traffic(Constant(3), {"read": 2})])
    assert both.rate("read", 0) == pytest.approx(5)
    assert both.endpoints == ("read", "write")


def test_the_most_specific_demand_holds():
    table = {"links.read": Fixed(1), "links": Fixed(2), "KeyValueStore.write": Fixed(3), "KeyValueStore": Fixed(4)}
    of = quiet(demand=table).demand_for
    links, other = KeyValueStore("links"), KeyValueStore("other")
    asked = [of(links, "read"), of(links, "write"), of(other, "write"), of(other, "read")]
    assert asked == [Fixed(1), Fixed(2), Fixed(3), Fixed(4)]


def test_a_lag_is_no_work():
    assert quiet(demand={"db": Fixed(9)}).demand_for(SQLStore("db"), "replicate") != Fixed(9)


def test_a_shifted_scenario_differs_in_what_was_said():
    other = slow_store().shifted(seed=7, load=1.5, later_s=3)
    assert (other.seed, other.faults[0].at_s) == (7, 15)
    assert other.rate("read", 0) == 75
    assert slow_store().shifted(faults=[Surge(at_s=1)]).faults == (Surge(at_s=1),)


def test_a_fault_by_kind_is_about_every_component_of_it():
    design = Design(
        "d", Endpoint("x", LoadBalancer("e"), Service("a"), Service("b").call(), KeyValueStore("k").read("y"))
    )
    assert quiet().targets(Slow(at_s=0, target="Service"), design) == ("a", "b")
    assert quiet().targets(Slow(at_s=0, target="k"), design) == ("k",)
    assert quiet().targets(Slow(at_s=0, target="Store"), design) == ("k",)
    assert quiet().targets(Slow(at_s=0, target="Cache"), design) == ()


def test_staleness_may_be_asked_of_all_stores_and_caches_a_design_happens_to_have():
    quiet(slos=[Staleness("Store", 1), Staleness("Cache", 1)]).fit(small())


UNFIT = [
    (quiet(traffic=[Traffic(Constant(1), {"raed": 1})]), "sends traffic to `raed`, and `small` has no such endpoint. Did you mean `read`?"),
    (quiet(needs={"sms": "Dependency"}), 'is about a Dependency called `sms`, and `small` has none. There is `api`, `clients`, `edge`, `links`. Add Dependency("sms").'),
    (quiet(needs={"links": "SQLStore"}), "needs `links` to be a SQLStore; here it is a KeyValueStore"),
    (quiet(slos=[Availability("reed")]), "asks for 0.999 of reed answered, and `small` has no flow `reed`"),
    (quiet(slos=[Staleness("link", 1)]), "has no component `link`. Did you mean `links`?"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "message"), UNFIT, ids=range(len(UNFIT)))
def test_what_a_design_lacks_is_said(asked: Scenario, message: str):
    with pytest.raises(DesignError) as caught:
        asked.fit(small())
    assert message in str(caught.value)


def test_a_region_that_is_lost_is_one_of_the_designs():
    lost = quiet(faults=[RegionLoss(at_s=5, region="us-east")])
    lost.fit(small())
    lost.fit(small(regions=[Region("us-east"), Region("eu-west")]))
    with pytest.raises(DesignError, match="us-east is lost, and `small` runs in `somewhere`"):
        lost.fit(small(regions=[Region("somewhere")]))


def test_a_fault_after_the_end_is_refused():
    with pytest.raises(DesignError, match="after its end at 20 s"):
        quiet(faults=[Slow(at_s=20, target="links")])


def test_shipped_scenarios_are_found_by_name():
    assert scenario("links-evening").name == "links-evening"
    with pytest.raises(DesignError, match=r"No scenario is called `links-evning`\. Did you mean `links-evening`"):
        scenario("links-evning")


@pytest.mark.parametrize("shipped", scenarios().values(), ids=lambda one: one.name)
def test_a_shipped_scenario_comes_back_equal_and_says_what_it_is(shipped: Scenario):
    assert Scenario.from_dict(shipped.to_dict()) == shipped
    assert len(shipped.about) > 20
    assert any(isinstance(one, Availability | Latency) for one in shipped.slos)
    assert fmean(shipped.rate(name, shipped.duration_s / 2) for name in shipped.endpoints) > 0
