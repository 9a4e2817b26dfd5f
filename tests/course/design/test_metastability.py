"""Overload that outlasts what began it: nothing in the simulator says so, it follows from queues, timeouts and retries.

N. Bronson et al., "Metastable Failures in Distributed Systems" (HotOS 2021): a trigger, then a feedback that keeps it up.
"""

import numpy as np

from course.design import (
    Bulkhead,
    Cache,
    Clients,
    ColdCache,
    Constant,
    Design,
    Endpoint,
    Exponential,
    Fixed,
    Keys,
    LoadBalancer,
    Retry,
    Scenario,
    Service,
    SQLStore,
    Surge,
    Traffic,
    Uniform,
)
from course.design.sim.record import Record
from course.design.sim.run import simulate


def served(record: Record, begin_s: float, end_s: float) -> float:
    """The share of requests that arrived between these times and were answered in full."""
    flow = record.flows["read"]
    then = (begin_s <= flow.arrived_at_s) & (flow.arrived_at_s < end_s)
    return float(np.mean(flow.outcome[then] == 0))


def storm(budget: float | None) -> Record:
    """A service at 70 % of what it can do, and ten seconds of twice the traffic."""
    people = Clients("people", timeout_ms=500, retry=Retry(attempts=4, backoff_ms=50, budget=budget))
    api = Service("api", instances=2, vcpus=2, concurrency=1_000, queue=10_000)
    design = Design("retries", Endpoint("read", people, LoadBalancer("edge"), api))
    scenario = Scenario(
        "surge",
        traffic=[Traffic(Constant(280), {"read": 1})],
        duration_s=90,
        warm_up_s=10,
        demand={"Service": Exponential(10)},
        faults=[Surge(at_s=20, for_s=10, factor=2)],
    )
    return simulate(design, scenario, 1)


def test_retries_without_a_budget_keep_the_storm_up_long_after_its_trigger():
    record = storm(budget=None)
    assert served(record, 0, 20) == 1
    assert served(record, 60, 89) < 0.2  # traffic has been normal for half a minute
    assert record.components["api"].series["calls"][60:].mean() > 2.5 * 280  # and this is why


def test_a_retry_budget_lets_the_service_recover():
    record = storm(budget=0.1)
    assert served(record, 20, 35) < 0.9  # the surge was as bad
    assert served(record, 60, 89) > 0.99


def cold_cache(coalesce: bool, limit: Bulkhead | None) -> Record:
    """A cache that keeps nine of ten reads from a database that could bear a third of them."""
    rows = SQLStore("rows", replicas=1, vcpus=2, connections=1_000, pool=1_000)
    hot = Cache("hot", size_gb=1, ttl_s=300)
    api = Service("api", instances=4, vcpus=4, concurrency=2_000)
    read = rows.read("row", timeout_ms=200, bulkhead=limit)
    people = Clients("people", timeout_ms=2_000, retry=Retry(attempts=3, backoff_ms=100))
    design = Design("cached", Endpoint("read", people, LoadBalancer("edge"), api, hot.aside(read, coalesce=coalesce)))
    scenario = Scenario(
        "cold",
        traffic=[Traffic(Constant(600), {"read": 1})],
        duration_s=60,
        warm_up_s=5,
        keys={"row": Keys(count=6_000, popularity=Uniform())},
        demand={"Service": Fixed(0.5), "SQLStore": Exponential(10)},
        faults=[ColdCache(at_s=20, target="hot")],
    )
    return simulate(design, scenario, 1)


def test_a_cold_cache_takes_the_database_down_and_is_never_filled_again():
    record = cold_cache(coalesce=False, limit=None)
    assert served(record, 0, 20) == 1
    assert served(record, 50, 59) < 0.05  # half a minute later: what is read is read too late to be kept
    assert record.components["rows"].series["utilisation"][50:].mean() > 0.99


def test_with_joined_reads_and_a_limit_the_cache_fills_and_all_is_well():
    record = cold_cache(coalesce=True, limit=Bulkhead(concurrent=4))
    assert served(record, 20, 30) < 0.8  # it was not free
    assert served(record, 50, 59) > 0.99
