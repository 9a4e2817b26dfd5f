"""Whatever is designed and whatever happens to it: every request is accounted for once, and a run can be repeated."""

import gc
import json
from collections.abc import Iterable
from math import fsum

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.design import (
    CDN,
    AdaptiveConcurrency,
    Autoscaling,
    BadDeploy,
    Breaker,
    Bulkhead,
    Cache,
    Clients,
    ColdCache,
    Constant,
    Consumer,
    Dependency,
    Design,
    Endpoint,
    Errors,
    Fallback,
    Fixed,
    Hang,
    Hedge,
    InstanceLoss,
    Job,
    Keys,
    KeyValueStore,
    LeaderLoss,
    LoadBalancer,
    Log,
    ObjectStore,
    PacketLoss,
    PoisonMessage,
    PushGateway,
    Queue,
    Quota,
    RateLimit,
    Region,
    RegionalFailover,
    RegionLoss,
    Retry,
    Rollout,
    Scenario,
    Scheduler,
    Service,
    Shedding,
    Slow,
    SQLStore,
    Surge,
    Traffic,
    TrafficShift,
    Users,
    ZoneLoss,
    together,
)
from course.design.sim.loop import Loop, Process
from course.design.sim.outcome import IN_FLIGHT, NAMES
from course.design.sim.record import Record
from course.design.sim.run import simulate


def one_of(*values):
    return st.sampled_from([None, *values])


policies = st.fixed_dictionaries(
    {
        "timeout_ms": st.sampled_from([None, 5.0, 20.0, 100.0]),
        "retry": one_of(Retry(attempts=3, backoff_ms=5), Retry(attempts=2, backoff_ms=10, budget=0.1, jitter="equal")),
        "breaker": one_of(Breaker(minimum=5, window_s=2, open_s=1)),
        "bulkhead": one_of(Bulkhead(concurrent=2, queue=3)),
        "hedge": one_of(Hedge(after_ms=4)),
        "fallback": one_of(Fallback()),
        "chance": st.sampled_from([1.0, 0.5]),
    }
)


@st.composite
def designs(draw):
    """All components at once, with policies by chance."""

    def having():
        return draw(policies)

    sql = SQLStore(
        "sql", shards=2, replicas=2, vcpus=1, replication=draw(st.sampled_from(["sync", "async"])), failover_s=1
    )
    kv = KeyValueStore("kv", shards=2, vcpus=1, read_quorum=draw(st.sampled_from([1, 2])))
    cache = Cache("cache", size_gb=1e-5, nodes=2, eviction=draw(st.sampled_from(["lru", "lfu"])), ttl_s=2, flush_s=0.2)
    queue = Queue("queue", visibility_s=0.5, max_receives=2, dead_letters=draw(st.booleans()))
    log = Log("log", partitions=3, acknowledge=draw(st.sampled_from(["all", "leader"])), max_receives=2)
    dependency = Dependency("mail")
    api = Service(
        "api",
        instances=2,
        vcpus=1,
        concurrency=draw(st.sampled_from([3, 50])),
        queue=draw(st.sampled_from([0, 10])),
        shedding=draw(one_of(Shedding())),
        rate_limit=draw(one_of(RateLimit(per_s=60))),
        adaptive_concurrency=draw(one_of(AdaptiveConcurrency(initial=3, least=2, most=20))),
        autoscaling=draw(one_of(Autoscaling(least=1, most=4, every_s=1, lag_s=1, down_after_s=2))),
        rollout=draw(one_of(Rollout(stages=(0.5, 1.0), bake_s=1))),
    )
    worker = Service("worker", instances=1)
    regions = draw(st.sampled_from([(), (Region("us-east"), Region("eu-west"))]))
    people = Clients("people", timeout_ms=500, retry=draw(one_of(Retry(attempts=2, backoff_ms=50))))
    edge = LoadBalancer(
        "edge", balance=draw(st.sampled_from(["two choices", "least outstanding", "round robin", "random"]))
    )
    return Design(
        "all",
        Endpoint(
            "read",
            people,
            edge,
            api,
            cache.aside(kv.read("item", **having()), coalesce=draw(st.booleans())),
            together(
                sql.read("row", items=2, follower=True, **having()), PushGateway("push").push(), need=draw(one_of(1))
            ),
        ),
        Endpoint(
            "write",
            people,
            edge,
            api,
            cache.behind(kv.write("item")),
            sql.write("row", **having()),
            queue.send("item", **having()),
            log.send("item"),
            priority="critical",
        ),
        Endpoint(
            "look",
            edge,
            CDN("cdn", size_gb=1e-5, ttl_s=1).serve("picture", ObjectStore("objects").get("picture", **having())),
        ),
        Consumer(
            "mailing", queue, worker, dependency.call(**having()), concurrency=2, batch=draw(st.sampled_from([1, 3]))
        ),
        Consumer("counting", log, worker, sql.write("row"), deduplicate=draw(st.booleans())),
        Job("sweep", Scheduler("clock", every_s=1, jobs=3, spread_s=0.5), worker, kv.read("item", items=2)),
        regions=regions,
        failover=RegionalFailover(detect_s=0.5, shift_s=0.5) if regions and draw(st.booleans()) else None,
        propagate_deadlines=draw(st.booleans()),
    )


FAULTS = [
    Slow(at_s=1, for_s=1, target="api", factor=5, extra_ms=3),
    Errors(at_s=1, for_s=1, target="SQLStore", share=0.5),
    Hang(at_s=1, for_s=1, target="mail"),
    InstanceLoss(at_s=1, for_s=1, target="api"),
    InstanceLoss(at_s=1, for_s=1, target="cache"),
    InstanceLoss(at_s=1, for_s=1, target="kv", count=2),
    LeaderLoss(at_s=1, for_s=1.5, target="sql"),
    LeaderLoss(at_s=1, target="log"),
    ZoneLoss(at_s=1, for_s=1),
    RegionLoss(at_s=1, for_s=1),
    ColdCache(at_s=1, target="cache"),
    PacketLoss(at_s=1, for_s=1, between="api", and_="sql", share=0.3),
    PacketLoss(at_s=1, for_s=1, between="api", and_="sql"),
    BadDeploy(at_s=1, for_s=1.5, target="api"),
    PoisonMessage(at_s=1, target="queue", count=2),
    PoisonMessage(at_s=1, target="log"),
    Surge(at_s=1, for_s=1, factor=4),
    TrafficShift(at_s=1, for_s=1, from_region="us-east", to_region="eu-west", share=0.5),
    Quota(at_s=1, for_s=1, target="mail", per_s=3),
]


@st.composite
def scenarios(draw):
    return Scenario(
        "anything",
        traffic=[Traffic(Constant(draw(st.sampled_from([20, 120]))), {"read": 6, "write": 3, "look": 1})],
        duration_s=3,
        warm_up_s=1,
        users=Users(regions={"us-east": 2, "eu-west": 1}),
        keys={"item": Keys(count=40), "row": Keys(count=20), "picture": Keys(count=20)},
        faults=draw(st.lists(st.sampled_from(FAULTS), max_size=3, unique=True)),
    )


def plain(record: Record) -> str:
    """All of a record as text, to compare."""
    flows = {
        name: [flow.arrived_at_s.tolist(), flow.latency_s.tolist(), flow.outcome.tolist(), flow.counts]
        for name, flow in record.flows.items()
    }
    components = {
        name: [{key: column.tolist() for key, column in one.series.items()}, one.operations, one.stale_s.tolist()]
        for name, one in record.components.items()
    }
    return json.dumps([flows, components, [repr(event) for event in record.events]])


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(designs(), scenarios())
def test_every_request_ends_once_and_no_figure_is_impossible(design: Design, scenario: Scenario):
    record = simulate(design, scenario, 1)
    for flow in record.flows.values():
        assert sum(flow.count(name) for name in NAMES) == flow.arrived
        assert (np.isnan(flow.latency_s) == (flow.outcome == IN_FLIGHT)).all()
        assert not (flow.latency_s < 0).any()
        assert (flow.arrived_at_s >= 0).all()
        assert (flow.arrived_at_s < scenario.duration_s).all()
    for name, component in record.components.items():
        for key, column in component.series.items():
            assert len(column) == scenario.duration_s, (name, key)
            assert (column > -1e-9).all(), (name, key, column)
        assert not (component.series.get("utilisation", np.zeros(1)) > 1 + 1e-9).any()
        assert (component.stale_s > 0).all()


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(designs(), scenarios())
def test_the_same_design_scenario_and_seed_give_the_same_record(design: Design, scenario: Scenario):
    again = Design.from_dict(json.loads(json.dumps(design.to_dict())))
    assert plain(simulate(design, scenario, 7)) == plain(simulate(again, scenario, 7))


def simple(**changes) -> Design:
    api = Service("api", **changes)
    return Design("simple", Endpoint("ask", LoadBalancer("edge"), api, KeyValueStore("kv").read("item")))


GOLDEN = (499, 496, "0x1.287635fceac09p+4")
TRAFFIC = Scenario("traffic", traffic=[Traffic(Constant(100), {"ask": 1})], duration_s=5, warm_up_s=2)


def test_two_designs_meet_the_same_traffic():
    one, other = simulate(simple(), TRAFFIC), simulate(simple(instances=50, vcpus=8), TRAFFIC)
    assert (one.flows["ask"].arrived_at_s == other.flows["ask"].arrived_at_s).all()
    assert one.components["kv"].operations == other.components["kv"].operations


def test_a_component_more_changes_no_draw_of_the_others():
    plenty = {"instances": 50, "vcpus": 64, "concurrency": 10_000}
    kv, api = KeyValueStore("kv", vcpus=64), Service("api", **plenty)
    scenario = TRAFFIC.with_(demand={"Cache": Fixed(0)})
    with_more = Design("more", Endpoint("ask", LoadBalancer("edge"), api, kv.read("item"), Cache("c").put("item")))
    without = Design("less", Endpoint("ask", LoadBalancer("edge"), api, kv.read("item")))
    one, other = (simulate(design, scenario).flows["ask"] for design in (without, with_more))
    both = one.answered & other.answered
    more_s = other.latency_s[both] - one.latency_s[both]
    assert more_s == pytest.approx(0.001)  # a hop, for every request alike


def test_a_run_is_what_it_has_always_been():
    """The same on every platform, with every Python and NumPy: a seed that a report names can be replayed elsewhere."""
    record = simulate(simple(), TRAFFIC, 2026)
    asked = record.flows["ask"]
    assert (asked.arrived, asked.count("served"), fsum(asked.latency_s[~np.isnan(asked.latency_s)]).hex()) == GOLDEN


def test_another_seed_is_another_run():
    assert simulate(simple(), TRAFFIC, 1).flows["ask"].arrived != simulate(simple(), TRAFFIC, 2).flows["ask"].arrived


def test_progress_is_told_and_may_end_the_run():
    told: list[float] = []
    simulate(simple(), TRAFFIC, progress=told.append)
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == pytest.approx(6 / 7)

    def stop(share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(simple(), TRAFFIC, progress=stop)
    assert gc.isenabled()


def test_what_a_run_drops_on_its_way_is_in_no_cycle(monkeypatch: pytest.MonkeyPatch):
    """So that it may do without a search for cycles."""
    unreachable = []
    run = Loop.run

    def watched(loop: Loop, until: float, arrivals: Iterable[tuple[float, Process]]) -> None:
        gc.collect()
        run(loop, until, arrivals)
        unreachable.append(gc.collect())

    monkeypatch.setattr(Loop, "run", watched)
    rows, table = KeyValueStore("rows"), SQLStore("table", replicas=3)
    write = together(rows.write("row", retry=Retry(attempts=2)), table.write("row", timeout_ms=5))
    regions = Region("here"), Region("there")
    design = Design("writing", Endpoint("write", LoadBalancer("edge"), Service("api"), write), regions=regions)
    simulate(design, Scenario("writes", traffic=[Traffic(Constant(50), {"write": 1})], duration_s=5, warm_up_s=0))
    assert unreachable == [0]
