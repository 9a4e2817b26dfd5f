"""Faults begin and end when they should, and a system meets them as it is designed to."""

import numpy as np
import pytest

from course.design import (
    Autoscaling,
    BadDeploy,
    Cache,
    Clients,
    Constant,
    Dependency,
    Design,
    Endpoint,
    Errors,
    Exponential,
    Fixed,
    Hang,
    InstanceLoss,
    KeyValueStore,
    LoadBalancer,
    PacketLoss,
    Quota,
    Region,
    RegionalFailover,
    RegionLoss,
    Rollout,
    Service,
    Slow,
    Surge,
    Traffic,
    TrafficShift,
    Users,
    ZoneLoss,
)
from course.design.sim.record import Record
from course.design.sim.run import simulate
from course.design.traffic import Device, Network
from tests.course.design.systems import PATIENT, steady

NO_TIME = {"LoadBalancer": Fixed(0), "Service": Fixed(0), "Dependency": Fixed(10)}
ROOMY = {"vcpus": 64, "concurrency": 10_000}
SERVED, SHED, TIMED_OUT, FAILED = 0, 2, 3, 4


def run(*path, per_s=100, duration_s=10, demand=NO_TIME, design=None, **changes) -> Record:
    design = design or Design("met", Endpoint("ask", PATIENT, *path))
    return simulate(design, steady(per_s, demand, duration_s, warm_up_s=0.0, **changes))


def outcomes(record: Record, begin_s: float, end_s: float) -> set[int]:
    flow = record.flows["ask"]
    return set(flow.outcome[(begin_s <= flow.arrived_at_s) & (flow.arrived_at_s < end_s)].tolist())


def share(record: Record, outcome: int, begin_s: float, end_s: float) -> float:
    flow = record.flows["ask"]
    then = (begin_s <= flow.arrived_at_s) & (flow.arrived_at_s < end_s)
    return float(np.mean(flow.outcome[then] == outcome))


API = Service("api", instances=4, **ROOMY)
MAIL = Dependency("mail")


def test_a_slow_component_is_slow_while_the_fault_lasts():
    record = run(API, MAIL.call(), faults=[Slow(at_s=3, for_s=3, target="mail", factor=3, extra_ms=5)])
    latency_s, at_s = record.flows["ask"].latency_s, record.flows["ask"].arrived_at_s
    assert latency_s[(at_s > 3.01) & (at_s < 5.9)] == pytest.approx(0.035)
    assert latency_s[(at_s < 2.9) | ((at_s > 6.01) & (at_s < 9.9))] == pytest.approx(0.01)
    assert [(event.at_s, event.kind) for event in record.events] == [(3, "fault"), (6, "repair")]


def test_errors_come_in_their_share_and_a_hang_never_answers():
    record = run(
        API,
        MAIL.call(),
        faults=[Errors(at_s=2, for_s=3, target="mail", share=0.3), Hang(at_s=6, for_s=2, target="mail")],
    )
    assert share(record, FAILED, 2, 5) == pytest.approx(0.3, abs=0.08)
    assert outcomes(record, 6.1, 7.9) == {5}
    assert outcomes(record, 8.1, 9.9) == {SERVED}


def test_lost_instances_fail_requests_until_the_health_check_leaves_them_out():
    edge = LoadBalancer("edge", balance="round robin", health_check_s=2)
    record = run(edge, API, faults=[InstanceLoss(at_s=2.5, for_s=4, target="api")])
    assert share(record, FAILED, 2.5, 4) == pytest.approx(1 / 4, abs=0.06)
    assert outcomes(record, 4.01, 9.9) == {SERVED}
    instances = record.components["api"].series["instances"]
    assert (instances[1], instances[3], instances[8]) == (4, 3, 4)
    assert [event.kind for event in record.events] == ["fault", "health", "repair"]


def test_what_an_instance_was_doing_fails_with_it():
    busy = Service("api", instances=1, vcpus=1, concurrency=2, queue=100)
    record = run(
        busy, demand={"Service": Fixed(1_000)}, per_s=10, duration_s=4, faults=[InstanceLoss(at_s=1.5, target="api")]
    )
    assert record.flows["ask"].count("served") == 1
    assert record.flows["ask"].count("in flight") == 0


def test_a_zone_takes_its_share_of_instances_and_replicas_with_it():
    record = run(Service("api", instances=6, **ROOMY), MAIL.call(), faults=[ZoneLoss(at_s=3, for_s=3, zone=1)])
    instances = record.components["api"].series["instances"]
    assert (instances[1], instances[4], instances[8]) == (6, 4, 6)


REGIONS = [Region("us-east"), Region("eu-west")]
PEOPLE = Users(regions={"us-east": 1, "eu-west": 1}, devices={"terminal": Device(round_trip_ms=0)})


def region_lost(failover) -> Record:
    people = Clients("people", timeout_ms=1_000)
    design = Design("regions", Endpoint("ask", people, LoadBalancer("edge"), API), regions=REGIONS, failover=failover)
    far = Network(zone_ms=0, region_ms=40)
    return run(
        design=design, users=PEOPLE, network=far, duration_s=30, faults=[RegionLoss(at_s=5, for_s=15, region="eu-west")]
    )


def test_people_of_a_lost_region_wait_in_vain():
    record = region_lost(None)
    assert share(record, TIMED_OUT, 5, 20) == pytest.approx(0.5, abs=0.05)
    assert outcomes(record, 20.1, 28) == {SERVED}


def test_regional_failover_takes_them_elsewhere_after_it_was_noticed_and_brings_them_home():
    record = region_lost(RegionalFailover(detect_s=2, shift_s=4))
    assert share(record, TIMED_OUT, 5, 7) == pytest.approx(0.5, abs=0.07)
    assert 0.1 < share(record, TIMED_OUT, 7, 11) < 0.4
    assert outcomes(record, 11.5, 28) == {SERVED}
    latency_s, at_s = record.flows["ask"].latency_s, record.flows["ask"].arrived_at_s
    moved = (at_s > 12) & (at_s < 20)
    assert np.mean(latency_s[moved] > 0.07) == pytest.approx(0.5, abs=0.06)  # there and back
    assert np.mean(latency_s[(at_s > 27) & (at_s < 29)] > 0.07) == 0
    assert [event.kind for event in record.events].count("failover") == 2


def test_traffic_that_is_shifted_meets_another_regions_instances():
    design = Design("regions", Endpoint("ask", PATIENT, LoadBalancer("edge"), API), regions=REGIONS)
    record = run(
        design=design,
        users=PEOPLE,
        network=Network(zone_ms=0, region_ms=40),
        faults=[TrafficShift(at_s=3, for_s=3, from_region="us-east", to_region="eu-west", share=0.5)],
    )
    latency_s, at_s = record.flows["ask"].latency_s, record.flows["ask"].arrived_at_s
    assert np.mean(latency_s[(at_s > 3) & (at_s < 6)] > 0.07) == pytest.approx(0.25, abs=0.06)
    assert np.nanmax(latency_s[at_s > 6]) < 0.07


def test_a_partition_holds_calls_until_it_is_over_and_loss_delays_some():
    record = run(API, MAIL.call(), faults=[PacketLoss(at_s=3, for_s=2, between="mail", and_="api")])
    flow = record.flows["ask"]
    held = (flow.arrived_at_s > 3.01) & (flow.arrived_at_s < 4.9)
    assert flow.finished_at_s[held] == pytest.approx(5.01, abs=1e-6)
    lossy = run(API, MAIL.call(), faults=[PacketLoss(at_s=0, between="mail", and_="api", share=0.1)])
    delays = np.unique((lossy.flows["ask"].latency_s[lossy.flows["ask"].answered] - 0.01).round(3))
    assert delays[:3] == pytest.approx([0, 0.2, 0.6])  # TCP's timeouts, which double
    late = np.mean(lossy.flows["ask"].latency_s[lossy.flows["ask"].answered] > 0.1)
    assert late == pytest.approx(0.1, abs=0.04)


def test_a_bad_deploy_hits_everybody_until_it_is_repaired():
    record = run(API, faults=[BadDeploy(at_s=3, for_s=4, target="api", errors=0.5)])
    assert share(record, FAILED, 3, 7) == pytest.approx(0.5, abs=0.08)
    assert outcomes(record, 7.1, 9.9) == {SERVED}


def test_a_staged_rollout_shows_a_bad_version_to_few_and_takes_it_back():
    staged = Service("api", instances=10, **ROOMY, rollout=Rollout(stages=(0.1, 0.5, 1.0), bake_s=3))
    record = run(LoadBalancer("edge"), staged, faults=[BadDeploy(at_s=1, target="api", errors=0.5)])
    assert share(record, FAILED, 1, 4) == pytest.approx(0.05, abs=0.03)
    assert outcomes(record, 4.1, 9.9) == {SERVED}
    assert "rolled back" in record.events[-1].text


def test_a_version_that_is_only_slower_is_seen_by_its_latency():
    staged = Service("api", instances=4, vcpus=4, rollout=Rollout(stages=(0.25, 1.0), bake_s=3))
    bad = BadDeploy(at_s=1, target="api", errors=0, factor=4)
    record = run(LoadBalancer("edge"), staged, demand={**NO_TIME, "api": Exponential(5)}, faults=[bad])
    assert "rolled back" in record.events[-1].text
    good = run(LoadBalancer("edge"), staged, demand={**NO_TIME, "api": Exponential(5)}, faults=[bad.with_(factor=1)])
    assert good.events[-1].text.endswith("4 of 4 instances")


def test_a_surge_is_of_one_endpoint_or_of_all():
    design = Design("two", Endpoint("ask", PATIENT, API), Endpoint("tell", PATIENT, API))
    scenario = steady(1, NO_TIME, 9, faults=[Surge(at_s=3, for_s=3, endpoint="tell", factor=4)])
    record = simulate(design, scenario.with_(traffic=[Traffic(Constant(200), {"ask": 1, "tell": 1})]))
    counts = {name: np.histogram(flow.arrived_at_s, [0, 3, 6, 9])[0] for name, flow in record.flows.items()}
    assert counts["tell"][1] / counts["tell"][0] == pytest.approx(4, rel=0.15)
    assert counts["ask"][1] / counts["ask"][0] == pytest.approx(1, rel=0.15)
    calm = simulate(design, scenario.with_(faults=(), traffic=[Traffic(Constant(200), {"ask": 1, "tell": 1})]))
    assert (calm.flows["ask"].arrived_at_s == record.flows["ask"].arrived_at_s).all()


def test_a_quota_refuses_what_is_above_it():
    record = run(API, MAIL.call(), faults=[Quota(at_s=2, for_s=5, target="mail", per_s=20)])
    assert share(record, SHED, 3.1, 7) == pytest.approx(0.8, abs=0.05)
    assert outcomes(record, 7.1, 9.8) == {SERVED}


def test_a_cache_that_fails_sends_everybody_to_the_store():
    hot, store = Cache("hot", ttl_s=None), KeyValueStore("rows", vcpus=64)
    record = run(API, hot.aside(store.read("row")), faults=[Errors(at_s=3, for_s=3, target="hot")])
    calls = record.components["rows"].series["calls"]
    assert outcomes(record, 0, 9.9) == {SERVED}
    assert calls[3:6].sum() == record.components["hot"].series["failed"][3:6].sum() > 200
    assert calls[7:].mean() < 25  # what it kept is still there


def test_the_loss_of_a_region_where_the_design_does_not_run_is_no_loss_to_it():
    record = run(API, faults=[RegionLoss(at_s=3, region="eu-west")], users=PEOPLE)
    assert outcomes(record, 0, 9.9) == {SERVED}


def test_instances_that_autoscaling_adds_run_the_version_that_is_deployed():
    scaling = Autoscaling(least=1, most=8, every_s=1, lag_s=1)
    busy = Service("api", instances=1, vcpus=1, concurrency=1_000, queue=1_000, autoscaling=scaling)
    deploy = BadDeploy(at_s=1, for_s=6, target="api", errors=0.5)
    record = run(LoadBalancer("edge"), busy, demand={**NO_TIME, "api": Exponential(20)}, faults=[deploy])
    assert record.components["api"].series["instances"][5] >= 3
    assert share(record, FAILED, 4, 7) == pytest.approx(0.5, abs=0.1)
    assert share(record, FAILED, 7.5, 10) < 0.05


def region_sick(errors, *faults) -> Record:
    people = Clients("people", timeout_ms=1_000)
    failover = RegionalFailover(detect_s=2, shift_s=2, errors=errors)
    design = Design("regions", Endpoint("ask", people, LoadBalancer("edge"), API), regions=REGIONS, failover=failover)
    return run(design=design, users=PEOPLE, duration_s=30, faults=faults)


def test_errors_and_hangs_may_be_those_of_one_region():
    record = region_sick(
        None,
        Errors(at_s=2, for_s=6, target="api", region="eu-west"),
        Hang(at_s=10, for_s=6, target="api", region="us-east"),
    )
    assert share(record, FAILED, 2, 8) == pytest.approx(0.5, abs=0.05)
    assert share(record, TIMED_OUT, 10, 15) == pytest.approx(0.5, abs=0.05)
    assert outcomes(record, 16.1, 28) == {SERVED}
    assert record.events[0].text == "api fails 100% of its calls in eu-west"


def test_a_sick_region_is_left_by_all_but_a_few_who_show_when_it_is_well():
    record = region_sick(0.3, Errors(at_s=5, for_s=12, target="api", share=0.8, region="eu-west"))
    assert share(record, FAILED, 5, 6) == pytest.approx(0.4, abs=0.1)
    assert 0 < share(record, FAILED, 10, 17) < 0.05  # one in twenty of half the people
    moved = [event for event in record.events if event.kind == "failover"]
    assert [event.text for event in moved] == [
        "eu-west's traffic is moved to the other regions, but for one in 20",
        "eu-west's traffic comes home",
    ]
    assert 6 <= moved[0].at_s <= 7
    assert 17 < moved[1].at_s <= 20
    assert np.mean(record.flows["ask"].latency_s[record.flows["ask"].arrived_at_s > 23] > 0.07) == 0


def test_nobody_is_moved_from_one_sick_region_to_another_or_for_a_few_errors():
    for fault in (
        Errors(at_s=5, for_s=12, target="api", share=0.8),
        Errors(at_s=5, for_s=12, target="api", share=0.2, region="eu-west"),
    ):
        assert "failover" not in {event.kind for event in region_sick(0.3, fault).events}


def test_a_region_that_is_lost_again_while_people_come_home_loses_only_those_who_were_home():
    people = Clients("people", timeout_ms=1_000)
    failover = RegionalFailover(detect_s=1, shift_s=8)
    design = Design("regions", Endpoint("ask", people, LoadBalancer("edge"), API), regions=REGIONS, failover=failover)
    twice = [RegionLoss(at_s=1, for_s=14, region="eu-west"), RegionLoss(at_s=20, for_s=9, region="eu-west")]
    record = run(design=design, users=PEOPLE, duration_s=30, faults=twice)
    assert share(record, TIMED_OUT, 20, 22) == pytest.approx(0.25, abs=0.09)  # four of the eight seconds home were over


def test_who_is_moved_stays_with_one_of_the_others():
    hot, store = Cache("hot", ttl_s=None), KeyValueStore("rows", vcpus=64)
    design = Design(
        "three",
        Endpoint("ask", Clients("people", timeout_ms=1_000), API, hot.aside(store.read("user"))),
        regions=[*REGIONS, Region("sa-east")],
        failover=RegionalFailover(detect_s=0, shift_s=10),
    )
    people = PEOPLE.with_(count=200, regions={"us-east": 1, "eu-west": 1, "sa-east": 1})
    record = run(design=design, users=people, duration_s=30, faults=[RegionLoss(at_s=5, region="us-east")])
    misses = record.components["hot"].series["misses"]
    assert misses[:5].sum() == 0  # each region's cache holds its own people, and nobody else's
    moved = int(misses[5:].sum())
    assert 40 < moved <= 90  # each of a third of 200 people is missed once, where they now are
