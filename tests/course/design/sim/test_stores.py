"""Stores and caches: what is read is what was written, as late and as surely as the design says."""

import numpy as np
import pytest

from course.design import (
    CDN,
    Cache,
    Constant,
    Design,
    Endpoint,
    Exponential,
    Fixed,
    InstanceLoss,
    Keys,
    KeyValueStore,
    LeaderLoss,
    ObjectStore,
    PushGateway,
    Region,
    Service,
    SQLStore,
    Traffic,
    Uniform,
    Users,
)
from course.design.sim.record import Record
from course.design.sim.run import simulate
from course.design.traffic import Device
from tests.course.design.systems import PATIENT, steady

API = Service("api", instances=4, vcpus=64, concurrency=10_000)
NO_TIME = {"Service": Fixed(0), "SQLStore": Fixed(1), "KeyValueStore": Fixed(1), "Cache": Fixed(0)}


def run(read, write=None, *, demand=NO_TIME, per_s=200, writes_per_s=100, duration_s=10, keys=20, **changes) -> Record:
    """Readers of twenty keys, and perhaps writers."""
    flows = [Endpoint("read", PATIENT, API, *read)]
    traffic = [Traffic(Constant(per_s), {"read": 1})]
    if write is not None:
        flows.append(Endpoint("write", PATIENT, API, *write))
        traffic.append(Traffic(Constant(writes_per_s), {"write": 1}))
    space = {"row": Keys(count=keys, popularity=Uniform())}
    scenario = steady(1, demand, duration_s, warm_up_s=2.0, keys=space, **changes).with_(traffic=traffic)
    return simulate(Design("stored", *flows), scenario)


def test_a_follower_is_behind_by_its_lag_and_the_leader_never():
    store = SQLStore("rows", replicas=2)
    lag = {**NO_TIME, "SQLStore.replicate": Fixed(50)}
    leader = run([store.read("row")], [store.write("row")], demand=lag)
    follower = run([store.read("row", follower=True)], [store.write("row")], demand=lag)
    assert leader.components["rows"].stale_s.size == 0
    stale_s = follower.components["rows"].stale_s
    assert 0 < stale_s.max() <= 0.052
    expected = 1 - np.exp(-100 / 20 * 0.051)  # a write of the key in the last 51 ms
    assert stale_s.size / follower.flows["read"].arrived == pytest.approx(expected, rel=0.2)


def test_a_synchronous_follower_is_never_behind_and_writes_wait_for_it():
    both = [SQLStore("rows", replicas=2, replication=how) for how in ("async", "sync")]
    loose, tight = (run([one.read("row", follower=True)], [one.write("row")]) for one in both)
    assert loose.components["rows"].stale_s.size > 0
    assert tight.components["rows"].stale_s.size == 0
    assert tight.flows["write"].percentile_s(50) == pytest.approx(0.002)
    assert loose.flows["write"].percentile_s(50) == pytest.approx(0.001)


def test_a_lost_leader_is_replaced_after_the_failover_and_what_only_it_had_is_lost():
    store = SQLStore("rows", replicas=2, failover_s=3)
    lag = {**NO_TIME, "SQLStore.replicate": Fixed(1_000)}
    record = run(
        [store.read("row")], [store.write("row")], demand=lag, faults=[LeaderLoss(at_s=4, for_s=5, target="rows")]
    )
    reads = record.flows["read"]
    down = (reads.arrived_at_s > 4) & (reads.arrived_at_s < 7)
    assert (reads.outcome[down] == 4).all()
    assert (reads.outcome[~down & reads.answered] == 0).all()
    lost = record.flows["write"].counts["lost"]
    assert lost == pytest.approx(100, abs=30)  # a second's worth
    assert record.components["rows"].total("lost") == lost
    assert [event.kind for event in record.events] == ["fault", "failover", "repair"]


def test_a_store_without_a_follower_is_down_until_its_leader_returns():
    store = SQLStore("rows", replicas=1, failover_s=1)
    record = run([store.read("row")], faults=[LeaderLoss(at_s=4, for_s=3, target="rows")])
    reads = record.flows["read"]
    failed_at = reads.arrived_at_s[reads.outcome == 4]
    assert failed_at.min() == pytest.approx(4, abs=0.05)
    assert failed_at.max() == pytest.approx(7, abs=0.05)


def test_a_quorum_survives_as_many_lost_replicas_as_it_can_spare():
    store = KeyValueStore("rows", replicas=3)
    one, two = (
        run(
            [store.read("row")],
            [store.write("row")],
            faults=[InstanceLoss(at_s=2, for_s=4, target="rows", count=count)],
        )
        for count in (1, 2)
    )
    for flow in one.flows.values():
        assert flow.count("failed") == 0
    for flow in two.flows.values():
        down = (flow.arrived_at_s > 2) & (flow.arrived_at_s < 6)
        assert (flow.outcome[down] == 4).all()
        assert (flow.outcome[flow.arrived_at_s > 6.1] != 4).all()
    assert one.components["rows"].stale_s.size == two.components["rows"].stale_s.size == 0


def test_shards_share_the_work():
    store = KeyValueStore("rows", shards=4, replicas=1, read_quorum=1, write_quorum=1, vcpus=1)
    even = run([store.read("row")], demand={**NO_TIME, "KeyValueStore": Exponential(4)}, keys=10_000, per_s=700)
    assert even.components["rows"].series["utilisation"].mean() == pytest.approx(0.7, abs=0.05)
    assert even.flows["read"].percentile_s(50) < 0.02


def test_a_pool_of_connections_is_a_limit_and_the_database_has_its_own():
    pooled = SQLStore("rows", replicas=1, vcpus=64, pool=1, connections=2)
    slow = {**NO_TIME, "SQLStore": Fixed(50)}
    record = run([pooled.read("row")], demand=slow)
    done = record.flows["read"].count("served") / 10
    assert done == pytest.approx(40, abs=2)  # two connections of 50 ms, though four instances have a pool of one each
    assert record.components["rows"].total("failed") > 0
    waiting = record.components["rows"].series["pool_waiting"]
    assert waiting[-1] > 0


def test_a_cached_value_is_stale_until_it_is_written_through_or_invalidated():
    store, hot = KeyValueStore("rows"), Cache("hot", ttl_s=60)
    reads = [hot.aside(store.read("row"))]
    alone = run(reads, [store.write("row")])
    through = run(reads, [hot.through(store.write("row"))])
    invalidated = run(reads, [store.write("row"), hot.invalidate("row")])
    shares = [
        one.components["hot"].total("stale") / one.components["hot"].total("hits")
        for one in (alone, through, invalidated)
    ]
    assert shares[0] > 0.9
    assert shares[1] < 0.05
    assert shares[2] < 0.05
    assert alone.components["hot"].stale_s.max() > 5


def test_a_time_to_live_bounds_how_stale_a_cached_value_is():
    store, hot = KeyValueStore("rows"), Cache("hot", ttl_s=0.5)
    record = run([hot.aside(store.read("row"))], [store.write("row")])
    assert 0.4 < record.components["hot"].stale_s.max() <= 0.52


def test_what_is_written_behind_reaches_the_store_later_or_is_lost_with_its_node():
    store, hot = KeyValueStore("rows"), Cache("hot", flush_s=1)
    writes = [hot.behind(store.write("row"))]
    reads = [hot.aside(store.read("row"))]
    kept = run(reads, writes)
    assert kept.flows["write"].percentile_s(99) < 0.0005  # sooner than the store is
    assert kept.components["rows"].operations["write row"] == pytest.approx(
        20 * 10 / 1.2, abs=15
    )  # a second after the first of its writes
    assert "lost" not in kept.flows["write"].counts
    lost = run(reads, writes, faults=[InstanceLoss(at_s=5, for_s=1, target="hot")])
    assert 10 <= lost.flows["write"].counts["lost"] <= 20


def test_a_lost_cache_node_is_a_miss_and_comes_back_empty():
    store, hot = KeyValueStore("rows"), Cache("hot", ttl_s=None)
    record = run([hot.aside(store.read("row"))], faults=[InstanceLoss(at_s=3, for_s=3, target="hot")])
    assert record.flows["read"].count("failed") == 0
    calls = record.components["rows"].series["calls"]
    assert calls[:3].sum() == 0
    assert calls[3:6].mean() == pytest.approx(200, rel=0.2)
    assert calls[6] == pytest.approx(20, abs=3)
    assert calls[7:].sum() <= 2


def test_a_second_replica_of_the_cache_takes_over_from_a_lost_node():
    store, hot = KeyValueStore("rows"), Cache("hot", ttl_s=None, nodes=3, replicas=2)
    record = run([hot.aside(store.read("row"))], faults=[InstanceLoss(at_s=3, target="hot")])
    assert record.components["rows"].total("calls") == 0


def test_a_get_that_misses_is_an_error():
    record = run([Cache("hot").get("row")])
    assert record.flows["read"].count("failed") == record.flows["read"].arrived - record.flows["read"].count(
        "in flight"
    )


def test_several_keys_are_asked_for_at_once_and_only_those_that_miss_reach_the_store():
    store, hot = KeyValueStore("rows"), Cache("hot", ttl_s=None)
    from course.design import ColdCache

    record = run([hot.aside(store.read("row", items=5))], faults=[ColdCache(at_s=5)])
    assert record.components["hot"].operations["aside row"] == 5 * record.flows["read"].arrived
    assert 20 <= record.components["rows"].total("calls") <= 40
    assert record.flows["read"].percentile_s(100) <= 0.0041


def test_a_cdn_keeps_what_the_origin_gave():
    cdn, objects = CDN("cdn", ttl_s=2), ObjectStore("objects", mb_per_s=1)
    record = run([cdn.serve("row", objects.get("row"))], demand={**NO_TIME, "CDN": Fixed(0), "ObjectStore": Fixed(10)})
    origin = record.components["objects"].total("calls")
    assert origin == pytest.approx(20 * 10 / 2, rel=0.15)
    assert record.flows["read"].percentile_s(50) == 0
    assert record.flows["read"].percentile_s(100) == pytest.approx(0.011, abs=0.0002)  # 10 ms, and a kilobyte at 1 MB/s


def test_another_region_reads_what_was_written_here_a_while_later():
    store = KeyValueStore("rows")
    flows = [Endpoint("read", PATIENT, API, store.read("row")), Endpoint("write", PATIENT, API, store.write("row"))]
    design = Design("regions", *flows, regions=[Region("us-east"), Region("eu-west")])
    people = Users(regions={"us-east": 1, "eu-west": 1}, devices={"terminal": Device(round_trip_ms=0)})
    scenario = steady(
        1,
        {**NO_TIME, "KeyValueStore.replicate": Fixed(10)},
        10,
        users=people,
        keys={"row": Keys(count=20, popularity=Uniform())},
    ).with_(traffic=[Traffic(Constant(600), {"read": 1, "write": 1})])
    record = simulate(design, scenario)
    assert 0.008 < record.components["rows"].stale_s.max() < 0.013
    # Half of the writes are elsewhere, each stale for 11 ms, with 300 writes a second of 20 keys.
    expected = 1 - np.exp(-300 / 2 / 20 * 0.011)
    assert record.components["rows"].stale_s.size / record.flows["read"].arrived == pytest.approx(expected, rel=0.25)


def test_devices_that_lost_their_gateway_come_back_as_fast_as_it_accepts():
    gateway = PushGateway("push", nodes=4, accepts_per_s=500, reconnect_spread_s=2)
    people = Users(count=40_000, devices={"phone": Device(connected=1, round_trip_ms=0)})
    design = Design("push", Endpoint("read", PATIENT, API, gateway.push()))
    scenario = steady(1, NO_TIME, 30, users=people, faults=[InstanceLoss(at_s=5, target="push", count=2)])
    record = simulate(design, scenario.with_(traffic=[Traffic(Constant(600), {"read": 1})]))
    connections = record.components["push"].series["connections"]
    assert connections[3] == 40_000
    assert connections[5] < 22_500
    # Half of them come over two seconds, and the two nodes left take a thousand a second.
    assert connections[15] - connections[10] == pytest.approx(5_000, abs=1)
    assert connections[-1] == 40_000
    failed = record.flows["read"].count("failed") / record.flows["read"].arrived
    assert failed == pytest.approx(0.5 * 20 / 2 / 30, abs=0.05)
    assert record.components["push"].total("shed") > 0
