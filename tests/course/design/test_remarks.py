"""Does a design carry what a reviewer would say, and nothing where there is nothing to say?"""

from typing import Any

import pytest

from course.design import (
    Bulkhead,
    Cache,
    Clients,
    Consumer,
    Dependency,
    Design,
    Endpoint,
    KeyValueStore,
    LoadBalancer,
    Log,
    Queue,
    Retry,
    Service,
    SQLStore,
)
from tests.course.design.examples import small

EDGE, API, HOT, JOBS = LoadBalancer("edge"), Service("api"), Cache("hot"), Queue("jobs")
LINKS = KeyValueStore("links")
WORKER = Service("worker")


def about(*path: Any, **more: Any) -> str:
    return "\n".join(str(one) for one in Design("one", Endpoint("x", EDGE, API, *path), **more).remarks)


def consumed(consumer: Consumer) -> str:
    sent = consumer.source.send("user", timeout_ms=10)
    return "\n".join(str(one) for one in Design("one", Endpoint("x", EDGE, API, sent), consumer).remarks)


REMARKS = [
    (lambda: about(KeyValueStore("links", read_quorum=1).read("k")), "`links` has 3 replicas but quorum 1+2: a read may miss the last write"),
    (lambda: about(Service("one", instances=1).call(timeout_ms=9)), "`one` is a single instance"),
    (lambda: about(SQLStore("db", replicas=1).read("k", timeout_ms=9)), "`db` keeps one copy of its data"),
    (lambda: about(LINKS.read("k")), "`api` waits for ever for links.read(k): if one hangs, its instances fill up"),
    (lambda: about(LINKS.read("k", retry=Retry(budget=0.1))), "never gives up an attempt"),
    (lambda: about(LINKS.read("k", timeout_ms=9, retry=Retry())), "without a budget: in an outage it multiplies that load by up to 3"),
    (lambda: about(LINKS.read("k", timeout_ms=9, retry=Retry(jitter="none"))), "come back together"),
    (lambda: about(WORKER.call(LINKS.read("k", timeout_ms=50, retry=Retry()), timeout_ms=100)), "`x` gives worker.call() 100 ms, but the timeouts within it add up to 450 ms"),
    (lambda: about(Dependency("sms").call(timeout_ms=9, retry=Retry())), "sms.call() may happen twice; idempotent=True stops that"),
    (lambda: about(LINKS.read("k", bulkhead=Bulkhead())), "to 10 at once without a timeout"),
    (lambda: about(LINKS.read("k", fallback=LINKS.read("k"))), "falls back from links.read(k) to the same component"),
    (lambda: about(HOT.aside(LINKS.read("k")), LINKS.write("k")), '`hot` goes on with old values of "k" for up to 300 s after a write'),
    (lambda: about(HOT.behind(LINKS.write("k"))), "a lost node loses them"),
    (lambda: about(JOBS.send("k")), "`jobs` has no consumer"),
    (lambda: about(Log("log", acknowledge="leader").send("k")), "acknowledges before followers have a message"),
    (lambda: consumed(Consumer("work", Queue("q", dead_letters=False), WORKER)), "takes a consumer's time again and again"),
    (lambda: consumed(Consumer("work", Queue("q", visibility_s=1), WORKER, LINKS.write("k", timeout_ms=2_000))), "may take 2 s, and `q` hands a message out again after 1 s"),
    (lambda: consumed(Consumer("work", Log("log"), WORKER, concurrency=50)), "wants 50 messages at once; `log` has 12 partitions"),
    (lambda: consumed(Consumer("work", JOBS, WORKER, Dependency("sms").call(timeout_ms=9))), "gets messages at least once, so sms.call() may happen twice"),
    (lambda: about(SQLStore("db", connections=20, pool=15).read("k", timeout_ms=9)), "takes 20 connections, and 2 instances want 15 each"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "remark"), REMARKS, ids=range(len(REMARKS)))
def test_what_is_risky_is_remarked(made: Any, remark: str):
    assert remark in made()


def test_retries_on_several_levels_are_remarked():
    inner = Service("middle").call(LINKS.read("k", timeout_ms=9, retry=Retry()), timeout_ms=99, retry=Retry())
    flow = Endpoint("x", Clients("phones", retry=Retry(attempts=2)), EDGE, API, inner)
    assert "retries on several levels multiply" in "\n".join(str(one) for one in Design("deep", flow).remarks)


def test_a_sound_design_has_no_remarks():
    assert small().remarks == ()


def test_the_deadline_of_a_cache_bounds_what_it_wraps():
    assert about(HOT.aside(LINKS.read("k"), timeout_ms=50)) == ""
