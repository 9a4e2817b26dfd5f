"""Does a bill add up, and does more of everything cost more?"""

import pytest

from course.design import CDN, Cache, Design, Endpoint, Fixed, Keys, ObjectStore, Region, Service
from course.design.prices import ANSWER_BYTES, GB, MONTH_S, PRICES, Operation, Usage, bill, expected
from course.design.scenario import Scenario
from tests.course.design.examples import API, EDGE, LINKS, large, quiet, small


def dollars(design: Design, component: str, scenario: Scenario | None = None) -> float:
    return sum(line.dollars for line in bill(design, scenario).lines if line.component == component)


def test_it_adds_up():
    cost = bill(large())
    assert cost.total == pytest.approx(sum(line.dollars for line in cost.lines))
    assert str(cost).splitlines()[-1].split() == ["total", "a", "month", "$", f"{cost.total:,.0f}"]


def test_a_service_costs_its_cpus_and_the_memory_of_what_it_holds():
    assert dollars(small(), "api") == pytest.approx(4 * 2 * PRICES.vcpu_month + 4 * 64 * 0.016 * PRICES.memory_gb_month)


@pytest.mark.parametrize(
    "more",
    [
        API.with_(instances=5),
        API.with_(vcpus=4),
        API.with_(concurrency=1_000),
        LINKS.with_(shards=2),
        LINKS.with_(replicas=5),
        LINKS.with_(vcpus=8),
        LINKS.with_(storage_gb=1_000),
    ],
    ids=str,
)
def test_more_costs_more(more: Service):
    path = [more if one.name == more.name else one for one in (API, LINKS)]
    grown = Design("grown", Endpoint("read", EDGE, path[0], path[1].read("key")))  # type: ignore[attr-defined]
    assert bill(grown).total > bill(small()).total


def test_each_region_costs_as_much():
    two = small(regions=[Region("a"), Region("b")])
    assert bill(two).total == pytest.approx(2 * bill(small()).total)


def test_traffic_costs_by_the_request_and_by_the_byte():
    scenario = quiet(keys={"key": Keys(size_bytes=1e6)})
    month = 50 * MONTH_S
    assert dollars(small(), "edge", scenario) == pytest.approx(
        PRICES.load_balancer_month + month / 1e6 * PRICES.million_requests
    )
    assert dollars(small(), "read", scenario) == pytest.approx(month * (1e6 + ANSWER_BYTES) / GB * PRICES.egress_gb)


def test_bytes_by_a_cdn_are_cheaper():
    art = ObjectStore("art")
    far = Design("far", Endpoint("read", EDGE, API, art.get("key")))
    near = Design("near", Endpoint("read", CDN("cdn").serve("key"), EDGE, API, art.get("key")))
    scenario = quiet(keys={"key": Keys(size_bytes=1e6)})
    assert dollars(near, "read", scenario) < dollars(far, "read", scenario) / 2


def test_what_ran_is_billed_by_what_it_did():
    half = Usage({Operation("edge", "call"): 25}, {"read": 25}, {"api": 2})
    assert bill(small(), quiet(), half).total < bill(small(), quiet()).total


def test_traffic_is_expected_through_queues_and_parallel_calls():
    scenario = quiet(traffic=[one.with_(mix={"page": 1, "notify": 1}) for one in quiet().traffic], slos=[])
    per_s = expected(large(), scenario).per_s
    assert per_s[Operation("ratings", "call")] == pytest.approx(25)
    assert per_s[Operation("sms", "call")] == pytest.approx(25)
    assert per_s[Operation("hot", "aside", "row")] == pytest.approx(25)


def test_a_call_that_few_make_is_expected_of_few():
    design = Design("rare", Endpoint("read", EDGE, API, LINKS.read("key", chance=0.1)))
    assert expected(design, quiet(demand={"api": Fixed(1)})).per_s[Operation("links", "read", "key")] == pytest.approx(
        5
    )


def test_a_larger_cache_costs_by_the_gigabyte():
    costs = [dollars(Design("d", Endpoint("r", EDGE, API, Cache("hot", size_gb=gb).get("k"))), "hot") for gb in (1, 3)]
    assert costs[1] == pytest.approx(3 * costs[0])
