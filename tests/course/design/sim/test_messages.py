"""Messages: each is done, or comes back, or ends where the design says; and what is done twice is counted."""

import pytest

from course.design import (
    Constant,
    Consumer,
    Dependency,
    Design,
    Endpoint,
    Errors,
    Fixed,
    Job,
    Keys,
    LeaderLoss,
    Log,
    Lognormal,
    PoisonMessage,
    Queue,
    Retry,
    Scheduler,
    Service,
    Slow,
    Traffic,
    Uniform,
)
from course.design.sim.record import Record
from course.design.sim.run import simulate
from tests.course.design.systems import PATIENT, steady

API = Service("api", instances=1, vcpus=64, concurrency=10_000)
WORKER = Service("worker", instances=1, vcpus=64, concurrency=10_000)
MAIL = Dependency("mail")
NO_TIME = {"Service": Fixed(0), "Queue": Fixed(0), "Log": Fixed(0), "Dependency": Fixed(10)}


def run(*flows, per_s=50, duration_s=10, demand=NO_TIME, **changes) -> Record:
    space = {"order": Keys(count=100, popularity=Uniform())}
    scenario = steady(per_s, demand, duration_s, warm_up_s=0.0, keys=space, **changes)
    return simulate(Design("messages", *flows), scenario)


def sending(source, **policies) -> Endpoint:
    return Endpoint("ask", PATIENT, API, source.send("order", **policies))


def test_messages_are_done_soon_after_they_were_sent():
    queue = Queue("queue")
    record = run(sending(queue), Consumer("work", queue, WORKER, MAIL.call()))
    work = record.flows["work"]
    assert work.arrived == record.flows["ask"].count("served")
    assert work.count("served") + work.count("in flight") == work.arrived
    assert work.percentile_s(99) == pytest.approx(0.01)
    assert record.components["queue"].total("failed") == 0


def test_too_few_consumers_leave_a_backlog_that_grows_as_it_must():
    queue = Queue("queue", visibility_s=600)
    record = run(
        sending(queue),
        Consumer("work", queue, WORKER, MAIL.call(), concurrency=1),
        demand={**NO_TIME, "mail": Fixed(40)},
    )
    backlog = record.components["queue"].series["backlog"]
    assert backlog[-1] == pytest.approx(10 * (50 - 25), rel=0.2)
    assert record.components["queue"].series["oldest_s"][-1] == pytest.approx(5, abs=1)


def test_a_batch_is_one_piece_of_work():
    queue = Queue("queue", visibility_s=600)
    record = run(
        sending(queue),
        Consumer("work", queue, WORKER, MAIL.call(), concurrency=1, batch=10),
        demand={**NO_TIME, "mail": Fixed(40)},
    )
    assert record.components["queue"].series["backlog"][-1] < 10
    assert record.components["mail"].total("calls") < 270


def test_what_failed_comes_back_after_the_visibility_timeout():
    queue = Queue("queue", visibility_s=2)
    record = run(
        sending(queue),
        Consumer("work", queue, WORKER, MAIL.call()),
        faults=[Errors(at_s=0, for_s=1, target="mail")],
        duration_s=12,
    )
    work = record.flows["work"]
    early = work.arrived_at_s < 0.95
    assert work.latency_s[early] == pytest.approx(2.01, abs=1e-6)
    assert work.counts["redelivered"] >= early.sum()
    assert work.count("served") + work.count("in flight") == work.arrived


def test_work_that_outlasts_the_visibility_timeout_is_done_twice_unless_it_is_deduplicated():
    queue = Queue("queue", visibility_s=0.1, max_receives=100)
    tail = {**NO_TIME, "mail": Lognormal(p50_ms=50, p99_ms=400)}
    twice, once = (
        run(
            sending(queue),
            Consumer("work", queue, WORKER, MAIL.call(), concurrency=100, deduplicate=known),
            demand=tail,
        )
        for known in (False, True)
    )
    assert twice.flows["work"].counts["duplicated"] > 20
    # Those that were taken again before the first was done are done twice all the same.
    assert once.flows["work"].counts["duplicated"] <= twice.flows["work"].counts["duplicated"]


@pytest.mark.parametrize("kept", [True, False])
def test_a_poison_message_ends_as_a_dead_letter_or_comes_back_for_ever(kept):
    queue = Queue("queue", visibility_s=1, max_receives=3, dead_letters=kept)
    record = run(
        sending(queue),
        Consumer("work", queue, WORKER, MAIL.call()),
        faults=[PoisonMessage(at_s=1, target="queue", count=2)],
    )
    work = record.flows["work"]
    assert work.count("dead letter") == (2 if kept else 0)
    assert work.counts["redelivered"] == (4 if kept else 2 * 8)
    assert work.arrived == record.flows["ask"].count("served") + 2


def test_a_poison_message_holds_its_partition_and_no_other():
    log = Log("log", partitions=4, max_receives=3)
    record = run(sending(log), Consumer("work", log, WORKER, MAIL.call()), faults=[PoisonMessage(at_s=1, target="log")])
    late = record.flows["work"].latency_s > 0.5
    assert record.flows["work"].count("dead letter") == 1
    assert 10 < late.sum() < 60  # a quarter of what was sent in the three seconds
    blocked = Log("log", partitions=4, dead_letters=False)
    record = run(
        sending(blocked), Consumer("work", blocked, WORKER, MAIL.call()), faults=[PoisonMessage(at_s=1, target="log")]
    )
    assert record.flows["work"].count("in flight") == pytest.approx(50 * 9 / 4, rel=0.25)


def test_a_log_gives_every_group_every_message_and_a_queue_shares_them():
    log, queue = Log("log"), Queue("queue")
    for source, times in ((log, 2), (queue, 1)):
        record = run(
            sending(source),
            Consumer("one", source, WORKER, MAIL.call()),
            Consumer("two", source, WORKER, Dependency("sms").call()),
        )
        calls = record.components["mail"].total("calls") + record.components["sms"].total("calls")
        assert calls == pytest.approx(times * record.flows["ask"].arrived, abs=4)
        assert {flow: record.flows[flow].arrived > 0 for flow in ("one", "two")} == {"one": True, "two": source == log}


def test_a_partition_does_one_message_at_a_time_in_order():
    log = Log("log", partitions=1)
    record = run(
        sending(log), Consumer("work", log, WORKER, MAIL.call(), concurrency=16), demand={**NO_TIME, "mail": Fixed(40)}
    )
    finished = record.flows["work"].finished_at_s[record.flows["work"].answered]
    assert (finished[1:] - finished[:-1]).min() >= 0.04 - 1e-9


def test_a_log_that_acknowledges_alone_loses_what_only_its_leader_had():
    slow = {**NO_TIME, "mail": Fixed(1_000)}
    for acknowledge, most in (("leader", 30), ("all", 0)):
        log = Log("log", partitions=1, acknowledge=acknowledge)
        record = run(
            sending(log),
            Consumer("work", log, WORKER, MAIL.call()),
            demand=slow,
            per_s=200,
            faults=[LeaderLoss(at_s=5, target="log")],
        )
        assert record.flows["work"].count("lost") <= most
        assert bool(record.flows["work"].count("lost")) == (acknowledge == "leader")
        failed_at = record.flows["ask"].arrived_at_s[record.flows["ask"].outcome == 4]
        assert failed_at.min() == pytest.approx(5, abs=0.1)
        assert failed_at.max() == pytest.approx(7, abs=0.1)


def test_a_send_that_is_repeated_is_a_second_message_unless_it_is_idempotent():
    for idempotent in (False, True):
        queue = Queue("queue")
        slow = Slow(at_s=0, target="queue", extra_ms=30)
        retry = Retry(attempts=2, backoff_ms=100, jitter="none")
        record = run(
            sending(queue, timeout_ms=20, retry=retry, idempotent=idempotent),
            Consumer("work", queue, WORKER, MAIL.call()),
            faults=[slow],
        )
        duplicated = record.flows["work"].counts.get("duplicated", 0)
        assert (duplicated == 0) == idempotent
        assert record.flows["work"].arrived <= record.flows["ask"].arrived


def test_a_dependency_that_is_called_again_after_a_timeout_does_its_effect_twice():
    for idempotent in (False, True):
        retry = Retry(attempts=2, backoff_ms=100, jitter="none")
        call = MAIL.call(timeout_ms=5, retry=retry, idempotent=idempotent)
        record = run(Endpoint("ask", PATIENT, API, call))
        duplicated = record.components["mail"].total("duplicated")
        assert duplicated == (0 if idempotent else pytest.approx(record.flows["ask"].arrived, abs=8))


def test_a_scheduler_begins_its_jobs_on_time_and_spread():
    clock = Scheduler("clock", every_s=2, jobs=4, spread_s=1)
    record = simulate(
        Design("jobs", Endpoint("ask", PATIENT, API), Job("sweep", clock, WORKER, MAIL.call())),
        steady(1, NO_TIME, 6, warm_up_s=0.0).with_(traffic=[Traffic(Constant(1), {"ask": 1})]),
    )
    assert record.flows["sweep"].arrived_at_s == pytest.approx(
        [base + part for base in (0, 2, 4) for part in (0, 0.25, 0.5, 0.75)]
    )
    assert record.flows["sweep"].count("served") == 12
