"""Does the simulator agree with what is known exactly, and with another simulator?

Each figure is a 99.9 % confidence interval over independent seeds, which must hold the true value and be narrow enough to say
something. Sources: L. Kleinrock, "Queueing Systems" 1 (1975); M. Harchol-Balter, "Performance Modeling and Design of Computer
Systems" (2013).
"""

from math import exp, factorial, log

import numpy as np
import pytest
import simpy

from course.design import (
    Cache,
    Clients,
    Constant,
    Design,
    Endpoint,
    Exponential,
    Fixed,
    Keys,
    KeyValueStore,
    Lognormal,
    Retry,
    Scenario,
    Service,
    SQLStore,
    Traffic,
    Uniform,
    Zipf,
)
from course.design.sim.run import simulate
from tests.course.design.systems import (
    PATIENT,
    interval,
    mean_s,
    one_service,
    over_seeds,
    percentile,
    steady,
)


def agrees(found, exact: float, within: float = 0.12) -> None:
    assert exact in found, f"{exact} is not in {found}"
    assert found.half_width < within, f"{found} is too wide to say much"


def erlang_c(servers: int, offered: float) -> float:
    """The probability to wait in M/M/c (Kleinrock 3.41)."""
    waiting = offered**servers / factorial(servers) * servers / (servers - offered)
    return waiting / (sum(offered**k / factorial(k) for k in range(servers)) + waiting)


def test_one_server_with_exponential_demand_has_the_latency_of_m_m_1():
    per_s, served_per_s = 70.0, 100.0
    measures = [mean_s, percentile(50), percentile(99)]
    found = over_seeds(one_service(1), steady(per_s, {"Service": Exponential(1000 / served_per_s)}, 90), measures)
    latency = 1 / (served_per_s - per_s)  # exponential, too
    for one, exact in zip(found, (latency, latency * log(2), latency * log(100)), strict=True):
        agrees(one, exact, within=0.25)


def test_many_servers_with_exponential_demand_have_the_latency_of_m_m_c():
    servers, per_s, served_per_s = 4, 310.0, 100.0
    wait = erlang_c(servers, per_s / served_per_s)
    drain = servers * served_per_s - per_s

    def beyond(seconds: float) -> float:
        """P(latency > seconds): the demand, and after a wait the sum of two exponentials."""
        both = (drain * exp(-served_per_s * seconds) - served_per_s * exp(-drain * seconds)) / (drain - served_per_s)
        return (1 - wait) * exp(-served_per_s * seconds) + wait * both

    exact_p95 = _inverse(beyond, 0.05)
    found = over_seeds(one_service(servers), steady(per_s, {"Service": Exponential(10)}, 25), [mean_s, percentile(95)])
    agrees(found[0], 1 / served_per_s + wait / drain)
    agrees(found[1], exact_p95)


def _inverse(beyond, share: float) -> float:
    low, high = 0.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if beyond(middle) > share else (low, middle)
    return low


@pytest.mark.parametrize("demand", [Fixed(10), Lognormal(p50_ms=6, p99_ms=60)], ids=["M/D/1", "M/G/1"])
def test_one_server_with_any_demand_waits_as_pollaczek_and_khinchine_say(demand):
    per_s = 0.7 / (demand.mean_ms / 1000)
    sigma = demand.sigma if isinstance(demand, Lognormal) else 0.0
    mean = demand.mean_ms / 1000
    second_moment = mean**2 * exp(sigma**2)
    exact_mean = mean + per_s * second_moment / (2 * (1 - 0.7))

    found = over_seeds(one_service(1), steady(per_s, {"Service": demand}, 120), [mean_s, percentile(90)])
    agrees(found[0], exact_mean, within=0.15)
    agrees(found[1], _latency_percentile(demand, per_s, 0.9), within=0.25)


def _latency_percentile(demand, per_s: float, share: float, step_s: float = 0.001) -> float:
    """Of M/G/1: the wait is a geometric number of residual demands, summed by Panjer's recursion on a grid; then the demand."""
    times = np.arange(600) * step_s
    edges = np.concatenate(([0.0], times + step_s / 2))  # a cell about each time, half a cell at 0
    drawn = demand.quantile(np.linspace(0.5e-5, 1 - 0.5e-5, 100_000)) / 1000
    below = np.searchsorted(np.sort(drawn), edges, side="right") / drawn.size
    residual = np.diff([np.minimum(drawn, edge).mean() for edge in edges]) / drawn.mean()
    busy = per_s * demand.mean_ms / 1000
    waits = np.zeros_like(times)
    waits[0] = (1 - busy) / (1 - busy * residual[0])
    for at in range(1, times.size):
        waits[at] = busy / (1 - busy * residual[0]) * np.dot(residual[1 : at + 1], waits[at - 1 :: -1][:at])
    latency = np.convolve(waits, np.diff(below))[: times.size]
    return float(times[np.searchsorted(np.cumsum(latency), share)])


def test_two_services_in_tandem_are_two_independent_queues():
    first = Service("first", instances=1, vcpus=1, concurrency=10_000, queue=100_000)
    second = Service("second", instances=1, vcpus=1, concurrency=10_000, queue=100_000)
    design = Design("tandem", Endpoint("ask", PATIENT, first, second))
    scenario = steady(50, {"first": Exponential(10), "second": Exponential(12.5)}, 70)
    found = over_seeds(design, scenario, [mean_s, percentile(90)])
    slow, fast = 80 - 50, 100 - 50  # Burke's theorem: latencies are independent exponentials of these rates

    def beyond(seconds: float) -> float:
        return (fast * exp(-slow * seconds) - slow * exp(-fast * seconds)) / (fast - slow)

    agrees(found[0], 1 / slow + 1 / fast, within=0.15)
    agrees(found[1], _inverse(beyond, 0.1), within=0.15)


def test_littles_law_holds_in_a_system_that_calls_others():
    store = SQLStore("rows", replicas=1, vcpus=2)
    api = Service("api", instances=3, vcpus=1, concurrency=10_000)
    design = Design("system", Endpoint("ask", PATIENT, api, store.read("row")))
    scenario = steady(400, {"Service": Lognormal(p50_ms=3, p99_ms=20), "SQLStore": Exponential(3)}, 5)
    ratios = []
    for seed in range(1, 13):
        record = simulate(design, scenario, seed)
        in_system = float(record.components["api"].series["held_s"].mean())
        ratios.append(in_system / (400 * mean_s(record)))
    agrees(interval(ratios), 1.0, within=0.04)


@pytest.mark.parametrize("exponent", [0.7, 1.0])
def test_an_lru_cache_hits_as_often_as_che_approximates(exponent):
    keys, kept = 2_000, 200
    cache = Cache("hot", size_gb=kept * 1e-6, ttl_s=None)
    design = Design("cached", Endpoint("ask", PATIENT, Service("api"), cache.aside(KeyValueStore("rows").read("row"))))
    space = {"row": Keys(count=keys, popularity=Zipf(exponent), size_bytes=1_000)}
    quick = {"Service": Fixed(0), "Cache": Fixed(0), "KeyValueStore": Fixed(0)}
    scenario = steady(1_000, quick, 6, warm_up_s=0.0, keys=space)

    def hit_rate(record) -> float:
        component = record.components["hot"]
        return component.total("hits") / (component.total("hits") + component.total("misses"))

    agrees(over_seeds(design, scenario, [hit_rate], seeds=8)[0], che(keys, kept, exponent), within=0.05)


def che(keys: int, kept: int, exponent: float) -> float:
    """H. Che, Y. Tung, Z. Wang, "Hierarchical Web Caching Systems" (JSAC 2002): a key stays for the time in which as many others
    as fit are asked for, the same for all keys."""
    popularity = np.arange(1, keys + 1) ** -exponent
    popularity /= popularity.sum()
    low, high = 0.0, 1e9
    for _ in range(100):
        time = (low + high) / 2
        low, high = (time, high) if -np.expm1(-popularity * time).sum() < kept else (low, time)
    return float((popularity * -np.expm1(-popularity * low)).sum())


@pytest.mark.parametrize(
    ("reads", "exact"),
    [
        # The writer's replica has each write at once, the other two after an exponential time of mean 1/lag; the last write of a
        # key is an exponential time of mean 1/writes old. One replica asked: in two of three cases one that lags. Two asked: in
        # one of three cases both that lag.
        (1, lambda writes, lag: 2 / 3 * writes / (writes + lag)),
        (2, lambda writes, lag: 1 / 3 * writes / (writes + 2 * lag)),
    ],
)
def test_reads_outside_the_write_quorum_are_stale_as_often_as_chance_says(reads, exact):
    keys, writes_per_s, lag_ms = 50, 200.0, 100.0
    design, scenario = quorum(reads, keys, writes_per_s, lag_ms)
    found = over_seeds(
        design, scenario, [lambda record: record.components["rows"].total("stale") / record.flows["read"].arrived]
    )
    agrees(found[0], exact(writes_per_s / keys, 1000 / lag_ms), within=0.2)


def test_reads_that_meet_the_write_quorum_are_never_stale():
    assert not simulate(*quorum(3, 50, 200.0, 100.0)).components["rows"].total("stale")


def quorum(reads: int, keys: int, writes_per_s: float, lag_ms: float) -> tuple[Design, Scenario]:
    """Three replicas of which one has a write at once, and readers that ask some of them."""
    store = KeyValueStore("rows", replicas=3, read_quorum=reads, write_quorum=1)
    design = Design(
        "quorum",
        Endpoint("read", PATIENT, Service("api"), store.read("row")),
        Endpoint("write", PATIENT, Service("api"), store.write("row")),
    )
    quick = {"Service": Fixed(0), "KeyValueStore": Fixed(0), "KeyValueStore.replicate": Exponential(lag_ms)}
    scenario = steady(1, quick, 3, warm_up_s=1.0, keys={"row": Keys(count=keys, popularity=Uniform())}).with_(
        traffic=[Traffic(Constant(500), {"read": 1}), Traffic(Constant(writes_per_s), {"write": 1})]
    )
    return design, scenario


def test_another_simulator_finds_the_same_in_a_system_without_closed_form():
    """Four servers, long-tailed demand, people who give up after 30 ms and ask once more while the first work goes on: SimPy, in
    a process a request, with random numbers of its own."""
    demand = Lognormal(p50_ms=8, p99_ms=60)
    design = Design(
        "impatient",
        Endpoint(
            "ask",
            Clients("people", timeout_ms=30, retry=Retry(attempts=2, backoff_ms=20, jitter="none")),
            Service("api", instances=1, vcpus=4, concurrency=10_000, queue=100_000),
        ),
    )
    scenario = steady(130, {"Service": demand}, 30, warm_up_s=5.0)

    def timed_out(record) -> float:
        return record.flows["ask"].count("timed out") / record.flows["ask"].arrived

    def utilisation(record) -> float:
        return float(record.components["api"].series["utilisation"].mean())

    ours = over_seeds(design, scenario, [mean_s, timed_out, utilisation])
    others = [_with_simpy(demand, 130, 30.0, seed) for seed in range(12)]
    for at, (one, within) in enumerate(zip(ours, (0.05, 0.6, 0.05), strict=True)):
        other = interval([run[at] for run in others])
        assert max(one.low, other.low) <= min(one.high, other.high), f"{one} and {other} do not meet"
        assert one.half_width < within


def _with_simpy(demand: Lognormal, per_s: float, duration_s: float, seed: int) -> tuple[float, float, float]:
    generator = np.random.default_rng(seed)
    env = simpy.Environment()
    servers = simpy.Resource(env, 4)
    latencies, gave_up, arrived, busy_s = [], 0, 0, 0.0

    def work():
        nonlocal busy_s
        with servers.request() as turn:
            yield turn
            took = generator.lognormal(log(demand.p50_ms / 1000), demand.sigma)
            if env.now > 5:
                busy_s += took
            yield env.timeout(took)

    def person():
        nonlocal gave_up, arrived
        began = env.now
        counts = began >= 5
        arrived += counts
        for attempt in range(2):
            done = env.process(work())
            yield done | env.timeout(0.03)
            if done.triggered:
                if counts:
                    latencies.append(env.now - began)
                return
            if not attempt:
                yield env.timeout(0.02)
        gave_up += counts

    def people():
        while True:
            yield env.timeout(generator.exponential(1 / per_s))
            env.process(person())

    env.process(people())
    env.run(until=5 + duration_s)
    return float(np.mean(latencies)), gave_up / arrived, busy_s / (4 * duration_s)
