"""Does each policy do what it says, to what arrives and to what is called?"""

import numpy as np
import pytest

from course.design import (
    AdaptiveConcurrency,
    Autoscaling,
    Breaker,
    Bulkhead,
    Cache,
    Clients,
    Dependency,
    Design,
    Endpoint,
    Errors,
    Exponential,
    Fallback,
    Fixed,
    Hang,
    Hedge,
    Keys,
    KeyValueStore,
    Lognormal,
    RateLimit,
    Retry,
    Service,
    Shedding,
    Slow,
    Traffic,
    Uniform,
    together,
)
from course.design.sim.run import simulate
from course.design.traffic import Constant
from tests.course.design.systems import PATIENT, steady

ROOMY = {"instances": 1, "vcpus": 64, "concurrency": 10_000, "queue": 100_000}
QUICK = {"Service": Fixed(0), "Dependency": Fixed(10), "Cache": Fixed(0), "KeyValueStore": Fixed(5)}


def calling(*steps, **changes) -> Design:
    return Design("calling", Endpoint("ask", PATIENT, Service("api", **ROOMY), *steps), **changes)


def run(design: Design, per_s: float = 50, duration_s: float = 10, demand=QUICK, **changes):
    return simulate(design, steady(per_s, demand, duration_s, warm_up_s=1.0, **changes))


MAIL = Dependency("mail")


def test_a_caller_goes_on_at_its_timeout_and_the_work_is_wasted():
    record = run(calling(MAIL.call(timeout_ms=5)))
    asked = record.flows["ask"]
    assert asked.count("timed out") + asked.count("in flight") == asked.arrived
    assert asked.latency_s[~np.isnan(asked.latency_s)] == pytest.approx(0.005)
    assert record.components["mail"].total("late") == pytest.approx(asked.arrived, abs=1)


def test_deadlines_that_are_propagated_stop_the_work_behind():
    slow = Service("slow", instances=1, vcpus=1, concurrency=10_000, queue=10_000)
    demand = {**QUICK, "slow": Fixed(40)}
    kept, dropped = (
        run(calling(slow.call(MAIL.call(), timeout_ms=100), propagate_deadlines=stop), demand=demand)
        for stop in (False, True)
    )
    assert kept.components["mail"].total("calls") > 200  # all that was given up is done nevertheless
    assert dropped.components["mail"].total("calls") < 50


def test_a_retry_pauses_and_ends_with_the_first_good_answer():
    record = run(
        calling(MAIL.call(retry=Retry(attempts=3, backoff_ms=100, factor=3, jitter="none"))),
        faults=[Errors(at_s=0, target="mail", share=0.5)],
    )
    asked = record.flows["ask"]
    assert asked.count("failed") / asked.arrived == pytest.approx(1 / 8, abs=0.05)
    latencies = np.unique(asked.latency_s[asked.answered].round(6))
    assert latencies == pytest.approx([0.01, 0.11, 0.41])  # errors come at once; pauses of 100 and 300 ms
    assert record.components["mail"].total("retries") / asked.arrived == pytest.approx(1 / 2 + 1 / 4, abs=0.08)


@pytest.mark.parametrize(("jitter", "low", "high"), [("full", 0.0, 0.1), ("equal", 0.05, 0.1)])
def test_jitter_spreads_the_pauses(jitter, low, high):
    policy = Retry(attempts=2, backoff_ms=100, jitter=jitter)
    record = run(calling(MAIL.call(retry=policy)), faults=[Errors(at_s=0, target="mail")], duration_s=20)
    pauses = record.flows["ask"].latency_s[~np.isnan(record.flows["ask"].latency_s)]
    assert low <= pauses.min() < low + 0.005
    assert high - 0.005 < pauses.max() <= high


def test_a_retry_budget_bounds_how_much_load_an_outage_makes():
    outage = [Errors(at_s=0, target="mail")]
    free, bound = (
        run(calling(MAIL.call(retry=Retry(attempts=3, backoff_ms=1, budget=budget))), per_s=100, faults=outage)
        for budget in (None, 0.1)
    )
    assert free.components["mail"].total("calls") == pytest.approx(3_000, rel=0.1)
    assert bound.components["mail"].total("calls") == pytest.approx(1_100, rel=0.1)


def test_a_breaker_opens_probes_and_closes():
    policy = Breaker(error_share=0.5, minimum=20, window_s=2, open_s=1)
    record = run(calling(MAIL.call(breaker=policy)), faults=[Errors(at_s=2, for_s=4, target="mail")], duration_s=12)
    changes = [(event.at_s, event.text.rsplit(" ", 1)[1]) for event in record.events if event.kind == "breaker"]
    states = [state for _, state in changes]
    assert states[0] == "open"
    assert changes[0][0] == pytest.approx(3, abs=0.5)  # when half of two seconds' calls failed
    assert states[-1] == "closed"
    assert 6 < changes[-1][0] < 7.2
    calls = record.components["mail"].series["calls"]
    assert calls[4] <= 2  # a probe a second
    assert calls[8:].mean() > 30
    assert record.components["mail"].series["breakers_open"][4] == 1


def test_a_bulkhead_lets_a_slow_dependency_hold_no_more_than_its_share():
    record = run(calling(MAIL.call(bulkhead=Bulkhead(concurrent=3, queue=2))), faults=[Hang(at_s=2, target="mail")])
    asked = record.flows["ask"]
    assert asked.count("in flight") == 5
    assert asked.count("shed") == (asked.arrived_at_s > 2).sum() - 5
    assert record.components["api"].series["in_flight"].max() <= 6


def test_a_hedge_cuts_the_tail_for_a_few_calls_more():
    tail = {**QUICK, "mail": Lognormal(p50_ms=5, p99_ms=200)}
    plain, hedged = (
        run(calling(MAIL.call(hedge=hedge)), demand=tail, per_s=200) for hedge in (None, Hedge(after_ms=50, budget=0.2))
    )
    assert hedged.flows["ask"].percentile_s(99) < 0.6 * plain.flows["ask"].percentile_s(99)
    assert hedged.flows["ask"].percentile_s(50) == pytest.approx(plain.flows["ask"].percentile_s(50), rel=0.01)
    extra = hedged.components["mail"].total("calls") / plain.components["mail"].total("calls") - 1
    assert 0.02 < extra < 0.15
    assert hedged.components["mail"].total("hedges") == pytest.approx(extra * plain.flows["ask"].arrived, rel=0.05)


def test_a_fallback_answers_degraded_and_may_fail_itself():
    outage = [Errors(at_s=0, target="mail")]
    static = run(calling(MAIL.call(fallback=Fallback())), faults=outage)
    assert static.flows["ask"].count("degraded") == static.flows["ask"].arrived
    other = Dependency("other")
    worse = run(calling(MAIL.call(fallback=other.call())), faults=[*outage, Errors(at_s=0, target="other", share=0.5)])
    assert worse.flows["ask"].count("failed") / worse.flows["ask"].arrived == pytest.approx(0.5, abs=0.06)
    assert worse.flows["ask"].count("degraded") + worse.flows["ask"].count("failed") == worse.flows["ask"].arrived


def test_a_rate_limit_admits_its_rate_and_a_burst():
    limited = Service("limited", **ROOMY, rate_limit=RateLimit(per_s=20, burst=10))
    design = Design("limited", Endpoint("ask", PATIENT, limited))
    record = simulate(design, steady(100, QUICK, 20, warm_up_s=0.0))
    assert record.flows["ask"].count("served") == pytest.approx(20 * 20 + 10, abs=2)


def test_a_rate_limit_for_each_user_stops_the_greedy_alone():
    limited = Service("limited", **ROOMY, rate_limit=RateLimit(per_s=0.1, burst=1, per="user"))
    users = steady(100, QUICK, 10).users.with_(count=2_000)
    record = simulate(Design("limited", Endpoint("ask", PATIENT, limited)), steady(100, QUICK, 10, users=users))
    assert 0.3 < record.flows["ask"].count("shed") / record.flows["ask"].arrived < 0.7


def test_shedding_gives_up_the_bulk_before_what_is_critical():
    api = Service("api", instances=1, vcpus=2, concurrency=40, queue=0, shedding=Shedding(bulk=0.3, normal=0.6))
    design = Design(
        "shedding",
        *(Endpoint(name, PATIENT, api, priority=name) for name in ("bulk", "normal", "critical")),
    )
    traffic = [Traffic(Constant(300), {"bulk": 1, "normal": 1, "critical": 1})]
    record = simulate(design, steady(1, {"Service": Exponential(10)}, 20).with_(traffic=traffic))
    shed = {name: flow.count("shed") / flow.arrived for name, flow in record.flows.items()}
    assert shed["critical"] < 0.01
    assert shed["normal"] < 0.2
    assert shed["bulk"] > 0.7


def test_adaptive_concurrency_keeps_latency_low_under_overload():
    overload = {"Service": Exponential(10)}
    fixed, adaptive = (
        simulate(
            Design(
                "overload",
                Endpoint(
                    "ask",
                    PATIENT,
                    Service("api", instances=1, vcpus=4, concurrency=500, queue=0, adaptive_concurrency=limit),
                ),
            ),
            steady(800, overload, 20),
        )
        for limit in (None, AdaptiveConcurrency(initial=8, least=4, most=200))
    )
    assert adaptive.flows["ask"].percentile_s(50) < 0.25 * fixed.flows["ask"].percentile_s(50)
    assert adaptive.flows["ask"].count("served") > 0.9 * fixed.flows["ask"].count("served")


def test_autoscaling_follows_load_later_than_it_should_and_comes_down_much_later():
    scaling = Autoscaling(least=2, most=10, target=0.6, every_s=5, lag_s=10, down_after_s=15)
    api = Service("api", instances=2, vcpus=1, concurrency=10_000, queue=10_000, autoscaling=scaling)
    design = Design("scaling", Endpoint("ask", PATIENT, api))
    from course.design import Surge

    scenario = steady(100, {"Service": Fixed(10)}, 90, faults=[Surge(at_s=20, for_s=20, factor=3)])
    instances = simulate(design, scenario).components["api"].series["instances"]
    assert set(instances[:25]) == {2.0}
    assert instances[37:50].min() >= 4  # asked for at 25, when all CPUs were busy
    assert instances[-1] == 2


def test_calls_for_a_key_under_way_share_one_answer():
    store = KeyValueStore("rows", read_quorum=1)
    one_key = {"row": Keys(count=1)}
    record = run(calling(store.read("row", coalesce=True)), per_s=1_000, duration_s=2, keys=one_key)
    assert record.flows["ask"].count("served") >= record.flows["ask"].arrived - 10
    assert record.components["rows"].total("calls") < 450  # a read takes 5 ms


def test_misses_of_a_cache_are_joined():
    hot, store = Cache("hot", ttl_s=None), KeyValueStore("rows", vcpus=64)
    from course.design import ColdCache

    few = {"row": Keys(count=5, popularity=Uniform())}
    plain, joined = (
        run(
            calling(hot.aside(store.read("row"), coalesce=joined)),
            per_s=2_000,
            duration_s=2,
            keys=few,
            faults=[ColdCache(at_s=1)],
        )
        for joined in (False, True)
    )
    assert joined.components["rows"].total("calls") == 5
    assert joined.components["hot"].total("stale") == 0
    assert plain.components["rows"].total("calls") > 8


def test_together_takes_as_long_as_the_slowest_or_as_the_fastest_that_are_needed():
    fast, slow = Dependency("fast"), Dependency("slow")
    demand = {**QUICK, "fast": Fixed(5), "slow": Fixed(50)}
    for need, latency_s in ((None, 0.05), (1, 0.005)):
        record = run(calling(together(fast.call(), slow.call(), need=need)), demand=demand)
        assert record.flows["ask"].latency_s[record.flows["ask"].answered] == pytest.approx(latency_s)


def test_together_fails_when_so_many_failed_that_too_few_are_left():
    calls = [Dependency(name).call() for name in ("a", "b", "c")]
    outage = [Errors(at_s=0, target="a"), Slow(at_s=0, target="b", factor=10)]
    all_, two = (run(calling(together(*calls, need=need)), faults=outage) for need in (None, 2))
    assert all_.flows["ask"].count("failed") == all_.flows["ask"].arrived
    assert all_.flows["ask"].latency_s.max() == pytest.approx(0)  # known at once
    assert two.flows["ask"].latency_s[two.flows["ask"].answered] == pytest.approx(0.1)


def test_people_try_again_as_their_app_does():
    people = Clients("people", timeout_ms=50, retry=Retry(attempts=3, backoff_ms=10, jitter="none"))
    api = Service("api", **ROOMY)
    record = simulate(
        Design("patient", Endpoint("ask", people, api)), steady(20, {"Service": Fixed(60)}, 10, warm_up_s=0.0)
    )
    asked = record.flows["ask"]
    assert asked.count("timed out") == (~np.isnan(asked.latency_s)).sum()
    assert asked.latency_s[~np.isnan(asked.latency_s)] == pytest.approx(0.05 * 3 + 0.01 + 0.02)
    assert record.components["people"].total("retries") == pytest.approx(2 * asked.arrived, abs=6)


def test_a_step_by_chance_is_made_by_that_share():
    record = run(calling(MAIL.call(chance=0.25)), per_s=200)
    assert record.components["mail"].total("calls") / record.flows["ask"].arrived == pytest.approx(0.25, abs=0.04)
