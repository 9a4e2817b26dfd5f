"""Traffic: how many requests arrive when, for which endpoints, from whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, pi

from course.design.demand import Popularity, Uniform
from course.design.values import Value, number
from course.errors import DesignError


@dataclass(frozen=True)
class Rate(Value):
    """Requests a second over time; arrivals are a Poisson process of that rate."""

    def at(self, second: float) -> float:
        """Requests a second at that time; negative times are the warm-up."""
        raise NotImplementedError

    @property
    def peak_per_s(self) -> float:
        """A bound of `at`, reached or nearly so."""
        raise NotImplementedError

    def times(self, factor: float) -> "Rate":
        return Times(self, factor)


@dataclass(frozen=True)
class Constant(Rate):
    """The same at all times."""

    per_s: float = number(most=1e8)

    def at(self, second: float) -> float:
        return self.per_s

    @property
    def peak_per_s(self) -> float:
        return self.per_s


@dataclass(frozen=True, kw_only=True)
class Ramp(Rate):
    """From one rate to another between two times, evenly; constant before and after."""

    from_per_s: float = number(most=1e8)
    to_per_s: float = number(most=1e8)
    begin_s: float = number(0, most=1e6)
    end_s: float = number(most=1e6, above=True)

    def check(self) -> None:
        if self.end_s <= self.begin_s:
            raise DesignError(
                f"Ramp: end_s {self.end_s:g} must come after begin_s {self.begin_s:g}; use Step for a jump."
            )

    def at(self, second: float) -> float:
        share = min(max((second - self.begin_s) / (self.end_s - self.begin_s), 0), 1)
        return self.from_per_s + share * (self.to_per_s - self.from_per_s)

    @property
    def peak_per_s(self) -> float:
        return max(self.from_per_s, self.to_per_s)


@dataclass(frozen=True, kw_only=True)
class Jump(Rate):
    """One rate before `at_s`, another from then on."""

    before_per_s: float = number(most=1e8)
    after_per_s: float = number(most=1e8)
    at_s: float = number(most=1e6)

    def at(self, second: float) -> float:
        return self.before_per_s if second < self.at_s else self.after_per_s

    @property
    def peak_per_s(self) -> float:
        return max(self.before_per_s, self.after_per_s)


@dataclass(frozen=True, kw_only=True)
class Burst(Rate):
    """`base_per_s`, and `peak` times that for `for_s` from `at_s` on."""

    base_per_s: float = number(most=1e8)
    peak: float = number(most=1_000)
    at_s: float = number(most=1e6)
    for_s: float = number(most=1e6, above=True)

    def at(self, second: float) -> float:
        return self.base_per_s * (self.peak if self.at_s <= second < self.at_s + self.for_s else 1)

    @property
    def peak_per_s(self) -> float:
        return self.base_per_s * max(self.peak, 1)


@dataclass(frozen=True, kw_only=True)
class Daily(Rate):
    """A day's curve in `day_s`: `low_per_s` at its start and end, `high_per_s` in its middle, a cosine between them."""

    low_per_s: float = number(most=1e8)
    high_per_s: float = number(most=1e8)
    day_s: float = number(86_400, least=1, most=1e6)

    def at(self, second: float) -> float:
        return self.low_per_s + (self.high_per_s - self.low_per_s) * (1 - cos(2 * pi * second / self.day_s)) / 2

    @property
    def peak_per_s(self) -> float:
        return max(self.low_per_s, self.high_per_s)


@dataclass(frozen=True)
class Times(Rate):
    """A multiple of another rate."""

    rate: Rate
    factor: float = number(most=1_000)

    def at(self, second: float) -> float:
        return self.rate.at(second) * self.factor

    @property
    def peak_per_s(self) -> float:
        return self.rate.peak_per_s * self.factor


@dataclass(frozen=True)
class Traffic(Value):
    """A stream of requests: its rate, and its mix, endpoint to weight. `Traffic(Constant(1000), {"redirect": 95, "create": 5})`"""

    rate: Rate
    mix: Mapping[str, float] = number(most=1e6, above=True)

    def check(self) -> None:
        if not self.mix:
            raise DesignError('Traffic needs a mix: endpoint to weight, such as {"play": 1}.')

    def share(self, endpoint: str) -> float:
        """The part of the stream that goes to that endpoint, 0 to 1."""
        return self.mix.get(endpoint, 0) / sum(self.mix.values())


@dataclass(frozen=True, kw_only=True)
class Device(Value):
    """A kind of device: its share of people, and the round trip between it and the edge."""

    share: float = number(1, most=1e6, above=True)
    round_trip_ms: float = number(30, most=60_000)
    connected: float = number(0, most=1)
    """The share of them that keep a connection to a PushGateway."""


@dataclass(frozen=True, kw_only=True)
class Users(Value):
    """The people: how many, how unevenly they ask (key space "user"), where they are, and on what.

    `regions` and devices' shares are weights. A design without regions serves all of them from one place, the first region
    here; people elsewhere are `region_ms` away (Network).
    """

    count: int = number(100_000, least=1, most=10_000_000)
    popularity: Popularity = Uniform()  # noqa: RUF009  # frozen
    regions: Mapping[str, float] = field(default_factory=lambda: {"us-east": 1.0})
    devices: Mapping[str, Device] = field(default_factory=lambda: {"browser": Device()})

    def check(self) -> None:
        if not self.regions or not self.devices:
            raise DesignError("Users need at least one region and one device.")


@dataclass(frozen=True, kw_only=True)
class Network(Value):
    """One-way times between components, in ms: within a zone, between zones of a region, between regions.

    Source: orders of magnitude that large providers publish; the figures: the course. Hops within a region count as `zone_ms`,
    since callers and callees are spread over its zones.
    """

    zone_ms: float = number(0.5, most=10_000)
    region_ms: float = number(40, most=60_000)
