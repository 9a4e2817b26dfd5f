"""Does the language say what a whiteboard says, and do its errors teach?"""

import inspect
from collections.abc import Callable
from typing import Any

import pytest

import course.design
from course.design import (
    CDN,
    Autoscaling,
    Bulkhead,
    Cache,
    Clients,
    Consumer,
    Dependency,
    Design,
    Endpoint,
    Fallback,
    Hedge,
    Job,
    KeyValueStore,
    LoadBalancer,
    Lognormal,
    ObjectStore,
    Queue,
    Region,
    RegionalFailover,
    Retry,
    Rollout,
    Scheduler,
    Service,
    Shedding,
    SQLStore,
    together,
)
from course.design.calls import Call
from course.errors import DesignError

EDGE, API, LINKS, HOT = LoadBalancer("edge"), Service("api"), KeyValueStore("links"), Cache("hot")
READ = LINKS.read("link")


def test_hosts_at_the_beginning_of_a_path_are_within_each_other():
    short = Endpoint("redirect", EDGE, API, HOT.aside(READ), LINKS.write("count"))
    assert short.root == EDGE.call(API.call(HOT.aside(READ), LINKS.write("count")))


def test_a_host_may_be_called_with_policies_of_its_own():
    assert Endpoint("redirect", EDGE, API.call(READ, timeout_ms=300)).root.steps[0] == API.call(READ, timeout_ms=300)


def test_a_cdn_stands_in_a_path_with_the_key_it_serves():
    art = ObjectStore("art")
    cdn = CDN("cdn")
    assert Endpoint("image", cdn.serve("image"), EDGE, art.get("image")).root == cdn.serve(
        "image", EDGE.call(art.get("image"))
    )


def test_clients_stand_first_and_are_the_usual_ones_otherwise():
    phones = Clients("phones", timeout_ms=3_000, retry=Retry(attempts=2))
    assert Endpoint("x", phones, EDGE, API).clients == phones
    assert Endpoint("x", EDGE, API).clients == Clients("clients")


def test_a_step_is_a_fallback_by_itself():
    assert LINKS.read("link", fallback=HOT.get("link")).fallback == Fallback(HOT.get("link"))


def test_what_a_cache_wraps_gives_it_its_key():
    call = HOT.aside(LINKS.read("link", items=20))
    assert (call.key, call.items, call.steps) == ("link", 20, (LINKS.read("link", items=20),))


REFUSED: list[tuple[Callable[[], Any], str]] = [
    (lambda: KeyValueStore("links", replicas=3, read_quorum=4), "`links` has 3 replicas but a read quorum of 4: no read could ever succeed. Give replicas=4, or read_quorum=2, a majority."),
    (lambda: Service("api", instance=6), "Service(…) takes no `instance`. Did you mean `instances`?"),
    (lambda: Endpoint("x", EDGE, API, prio="bulk"), "Endpoint(…) takes no `prio`. Did you mean `priority`?"),
    (lambda: Retry(attemps=3), "Retry(…) takes no `attemps`. Did you mean `attempts`?"),
    (lambda: Service("api", instances=0), "`api`: instances is 0; give a whole number from 1 to 10,000."),
    (lambda: Service("api", instances=2.5), "`api`: instances is 2.5; give a whole number"),
    (lambda: Cache("hot", eviction="fifo"), '`hot`: eviction is \'fifo\'; give one of "lru", "lfu".'),
    (lambda: Cache("hot", nodes=1, replicas=2), "give nodes=2 or more"),
    (lambda: SQLStore("db", replicas=1, replication="sync"), "no follower to be synchronous with"),
    (lambda: SQLStore("db", connections=5), "a pool of 10 connections never fits the 5"),
    (lambda: Service("api", instances=9, autoscaling=Autoscaling(most=5)), "begins with 9 instances, but its autoscaling keeps 2 to 5"),
    (lambda: Service(""), "name is ''; give a text of one line"),
    (lambda: Retry(attempts=1), "Retry: attempts is 1; give a whole number from 2 to 10."),
    (lambda: Rollout(stages=[0.1, 0.05, 1]), "must rise and end at 1.0"),
    (lambda: Shedding(bulk=0.9, normal=0.8), "would shed what matters more first"),
    (lambda: Lognormal(p50_ms=5, p99_ms=1), "p99_ms 1 must lie between p50_ms 5"),
    (lambda: LINKS.read("link", timeout=50), "`links`.read(…) takes no `timeout`. Did you mean `timeout_ms`?"),
    (lambda: LINKS.read("link", timeout_ms=50, hedge=Hedge(after_ms=60)), "links.read(link): the hedge after 60 ms comes after the timeout of 50 ms"),
    (lambda: HOT.aside(LINKS.write("link")), "takes a read, and links.write(link) is none. Writes go through or behind the cache."),
    (lambda: HOT.through(READ), "takes a write, and links.read(link) is none. Reads go aside."),
    (lambda: HOT.aside(API.call()), "`hot`.aside(…) caches what one call with a key gives"),
    (lambda: API.call(coalesce=True), "coalesce joins calls for the same key"),
    (lambda: together(READ), "takes two or more steps"),
    (lambda: together(READ, READ, need=3), "need=3, but there are only 2 steps"),
    (lambda: Endpoint("redirect", READ), "`redirect` begins with links.read(link): somebody has to make its calls."),
    (lambda: Endpoint("redirect"), "`redirect` begins with nothing"),
    (lambda: Endpoint("redirect", EDGE, API, LINKS), '`redirect`: `links` is a box; say what is asked of it, links.read("key") say.'),
    (lambda: Endpoint("redirect", EDGE, API, READ, Service("other")), "`other` comes after a call, so it is unclear who calls it."),
    (lambda: Endpoint("redirect", EDGE, Clients("phones"), API), "`phones` stands within the path; clients come first."),
    (lambda: Endpoint("image", EDGE, CDN("cdn")), 'caches by key; write cdn.serve("key")'),
    (lambda: Consumer("count", LINKS, API), "`count`: source is a KeyValueStore; give a Queue or a Log."),
    (lambda: Design("empty"), "`empty` has no flow"),
    (lambda: Design("two", Endpoint("x", EDGE, API), Endpoint("x", EDGE, API)), "two flows are called `x`"),
    (lambda: Design("two", Endpoint("x", EDGE, API), Endpoint("y", EDGE, API.with_(instances=3))), "two components are called `api` and differ in instances. Make it once, api = Service(…)"),
    (lambda: Design("two", Endpoint("x", EDGE, API, KeyValueStore("api").read("k"))), "a Service and a KeyValueStore are both called `api`"),
    (lambda: Design("one", Endpoint("x", EDGE, API), failover=RegionalFailover()), "fails over between regions but has no region"),
    (lambda: Design("one", Endpoint("x", EDGE, API))["apo"], "has no component `apo`. Did you mean `api`?"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "message"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_is_refused_with_what_to_do(make: Callable[[], Any], message: str):
    with pytest.raises(DesignError) as caught:
        make()
    assert message in str(caught.value)


def test_retries_that_multiply_beyond_all_bounds_are_refused():
    step = READ
    for level in range(6):
        step = Service(f"s{level}").call(step, retry=Retry(attempts=10), timeout_ms=10)
    with pytest.raises(DesignError, match="when its retries are used at every level"):
        Design("deep", Endpoint("x", EDGE, step))


def test_a_design_may_use_all_that_there_is():
    queue = Queue("jobs")
    design = Design(
        "all",
        Endpoint("x", EDGE, API, queue.send("user"), Dependency("sms").call(bulkhead=Bulkhead())),
        Consumer("work", queue, Service("worker"), SQLStore("db").read("user", follower=True)),
        Job("nightly", Scheduler("cron"), Service("worker"), queue.send("user")),
        regions=[Region("us"), Region("eu", zones=2)],
        failover=RegionalFailover(),
    )
    assert list(design.components) == ["clients", "edge", "api", "jobs", "sms", "worker", "db", "cron"]


@pytest.mark.parametrize("name", course.design.__all__)
def test_every_public_name_says_what_it_is(name: str):
    assert inspect.getdoc(getattr(course.design, name))


@pytest.mark.parametrize("kind", [Service, Retry, Endpoint, Design])
def test_completion_sees_what_a_constructor_takes(kind: type):
    assert (
        set(inspect.signature(kind).parameters)
        >= {
            Service: {"name", "instances", "vcpus"},
            Retry: {"attempts", "budget"},
            Endpoint: {"name", "path", "priority"},
            Design: {"name", "flows", "regions"},
        }[kind]
    )


@pytest.mark.parametrize("method", [LINKS.read, HOT.aside, API.call, EDGE.call, Queue("q").send])
def test_completion_sees_the_policies_of_a_call(method: Callable[..., Call]):
    assert {"timeout_ms", "retry", "breaker", "fallback"} <= set(inspect.signature(method).parameters)


def test_a_copy_with_a_change_checks_itself():
    assert API.with_(instances=3).instances == 3
    with pytest.raises(DesignError, match=r"Service has no `instance`\. Did you mean `instances`"):
        API.with_(instance=3)
