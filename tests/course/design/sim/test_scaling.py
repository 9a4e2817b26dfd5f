"""Is a slice of a system as good as the whole?"""

import pytest

from course.design import (
    Constant,
    Design,
    Endpoint,
    Exponential,
    Keys,
    KeyValueStore,
    LoadBalancer,
    Scenario,
    Service,
    Traffic,
    Uniform,
)
from course.design.sim.run import simulate
from course.design.sim.scaling import scaled
from course.errors import DesignError
from tests.course.design.systems import interval


def system(balance: str = "random", **changes: int) -> Design:
    store = KeyValueStore("rows", shards=8, replicas=3, vcpus=1)
    api = Service("api", vcpus=1, **{"instances": 16, **changes})
    return Design(
        "large", Endpoint("ask", LoadBalancer("edge", balance=balance), api, store.read("row", timeout_ms=100))
    )


SCENARIO = Scenario(
    "busy",
    traffic=[Traffic(Constant(1_100), {"ask": 1})],
    duration_s=3,
    warm_up_s=1,
    keys={"row": Keys(count=100_000, popularity=Uniform())},
    demand={"Service": Exponential(10), "KeyValueStore.read": Exponential(2)},
)


def measured(design: Design, scenario: Scenario) -> list[tuple[float, ...]]:
    found = []
    for seed in range(1, 7):
        record = simulate(design, scenario, seed)
        used = [float(record.components[name].series["utilisation"].mean()) for name in ("api", "rows")]
        found.append((record.flows["ask"].percentile_s(50), record.flows["ask"].percentile_s(95), *used))
    return found


@pytest.mark.parametrize(("balance", "within"), [("random", 0.0), ("two choices", 0.03)])
def test_a_quarter_of_the_system_under_a_quarter_of_the_traffic_shows_the_same(balance, within):
    whole = measured(system(balance), SCENARIO)
    slice_ = measured(*scaled(system(balance), SCENARIO.with_(duration_s=12), 4))
    for one, other in zip(zip(*whole, strict=True), zip(*slice_, strict=True), strict=True):
        large, small = interval(one), interval(other)
        assert max(large.low, small.low) <= min(large.high, small.high) * (1 + within), (large, small)
        assert large.half_width < 0.2


def test_what_cannot_be_divided_is_refused_all_at_once():
    with pytest.raises(DesignError, match=r"`api` has 15 instances; `rows` has 8 shards"):
        scaled(system(instances=15), SCENARIO, 16)


def test_a_slice_is_a_smaller_design_and_a_smaller_scenario():
    design, scenario = scaled(system(), SCENARIO, 8)
    assert design["api"].with_(instances=16) == system()["api"]
    assert scenario.rate("ask", 0) == pytest.approx(1_100 / 8)
    assert scenario.keys["row"].count == 12_500
