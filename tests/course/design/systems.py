"""Small systems without network times, of which queueing theory knows the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev

from course.design import (
    Clients,
    Constant,
    Design,
    Device,
    Endpoint,
    Network,
    Scenario,
    Service,
    Traffic,
    Users,
)
from course.design.demand import Demand
from course.design.sim.record import Record
from course.design.sim.run import simulate

T999 = {5: 6.869, 7: 5.408, 9: 4.781, 11: 4.437}
"""Two-sided 99.9 % quantiles of Student's t by degrees of freedom: a true value is missed once in a thousand seeds."""

PATIENT = Clients("people", timeout_ms=600_000)
HERE = Users(devices={"terminal": Device(round_trip_ms=0)})
NO_NETWORK = Network(zone_ms=0, region_ms=0)


def one_service(servers: int, **changes: object) -> Design:
    """People, and a service with that many vCPUs that never refuses."""
    api = Service("api", instances=1, vcpus=servers, concurrency=10_000, queue=100_000)
    return Design("one service", Endpoint("ask", PATIENT, api.with_(**changes)))


def steady(per_s: float, demand: dict[str, Demand], duration_s: float, **changes: object) -> Scenario:
    """Poisson traffic for the endpoint `ask`."""
    given = {"users": HERE, "network": NO_NETWORK, "warm_up_s": 5.0, **changes}
    return Scenario(
        "steady", traffic=[Traffic(Constant(per_s), {"ask": 1})], demand=demand, duration_s=duration_s, **given
    )


@dataclass(frozen=True)
class Interval:
    """A 99.9 % confidence interval of a mean."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def half_width(self) -> float:
        """As a share of the middle."""
        return (self.high - self.low) / (self.high + self.low)


def interval(values: Sequence[float]) -> Interval:
    half = T999[len(values) - 1] * stdev(values) / sqrt(len(values))
    return Interval(mean(values) - half, mean(values) + half)


def over_seeds(
    design: Design, scenario: Scenario, measures: Sequence[Callable[[Record], float]], seeds: int = 12
) -> list[Interval]:
    """What each measure is over independent runs."""
    records = [simulate(design, scenario, seed) for seed in range(1, seeds + 1)]
    return [interval([measure(record) for record in records]) for measure in measures]


def mean_s(record: Record, flow: str = "ask") -> float:
    return float(record.flows[flow].latency_s[record.flows[flow].answered].mean())


def percentile(percent: float) -> Callable[[Record], float]:
    return lambda record: record.flows["ask"].percentile_s(percent)
