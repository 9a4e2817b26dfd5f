"""How long work takes, how large things are, and which keys are asked for: distributions, and their draws."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from course.design.calls import Component
from course.design.normal import normal_scores
from course.design.values import Value, number
from course.errors import DesignError

Z99 = NormalDist().inv_cdf(0.99)
TINY = 2.0**-54
"""Stands for a uniform draw of 0, which has no normal quantile; the next larger draw is 2^-53."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Demand(Value):
    """Milliseconds of work, on one vCPU where there are any."""

    @property
    def mean_ms(self) -> float:
        raise NotImplementedError

    def quantile(self, uniform: Floats) -> Floats:
        """The draws, in ms, that uniform draws from [0, 1) stand for: one for one, so that designs meet the same."""
        raise NotImplementedError

    def times(self, factor: float) -> "Demand":
        """The same work at that many times the length."""
        raise NotImplementedError


@dataclass(frozen=True)
class Fixed(Demand):
    """Always the same."""

    ms: float = number(most=3_600_000)

    @property
    def mean_ms(self) -> float:
        return self.ms

    def quantile(self, uniform: Floats) -> Floats:
        return np.full(len(uniform), self.ms)

    def times(self, factor: float) -> "Fixed":
        return Fixed(self.ms * factor)


@dataclass(frozen=True)
class Exponential(Demand):
    """Memoryless, with that mean: what queueing theory takes first."""

    ms: float = number(most=3_600_000, above=True)

    @property
    def mean_ms(self) -> float:
        return self.ms

    def quantile(self, uniform: Floats) -> Floats:
        return -self.ms * np.log1p(-uniform)

    def times(self, factor: float) -> "Exponential":
        return Exponential(self.ms * factor)


@dataclass(frozen=True, kw_only=True)
class Lognormal(Demand):
    """Half are below `p50_ms`, and one in a hundred above `p99_ms`: the long tail that services have."""

    p50_ms: float = number(most=3_600_000, above=True)
    p99_ms: float = number(most=3_600_000, above=True)

    def check(self) -> None:
        if not self.p50_ms <= self.p99_ms <= 1_000 * self.p50_ms:
            raise DesignError(
                f"Lognormal: p99_ms {self.p99_ms:g} must lie between p50_ms {self.p50_ms:g} and a thousand times it."
            )

    @property
    def sigma(self) -> float:
        return log(self.p99_ms / self.p50_ms) / Z99

    @property
    def mean_ms(self) -> float:
        return self.p50_ms * float(np.exp(self.sigma**2 / 2))

    def quantile(self, uniform: Floats) -> Floats:
        return self.p50_ms * np.exp(self.sigma * normal_scores(np.maximum(uniform, TINY)))

    def times(self, factor: float) -> "Lognormal":
        return Lognormal(p50_ms=self.p50_ms * factor, p99_ms=self.p99_ms * factor)


@dataclass(frozen=True)
class Popularity(Value):
    """Which of `count` keys a request is about; key 0 is the most popular."""

    def quantile(self, uniform: Floats, keys: int) -> Ints:
        """The keys, from 0 to `keys` - 1, that uniform draws from [0, 1) stand for."""
        raise NotImplementedError


@dataclass(frozen=True)
class Uniform(Popularity):
    """All the same."""

    def quantile(self, uniform: Floats, keys: int) -> Ints:
        return np.minimum((uniform * keys).astype(np.int64), keys - 1)


@dataclass(frozen=True)
class Zipf(Popularity):
    """The n-th key is asked for in proportion to n^-exponent. Source: L. Breslau et al., "Web Caching and Zipf-like
    Distributions" (INFOCOM 1999): 0.64 to 0.83 for web requests."""

    exponent: float = number(0.8, most=3)

    def quantile(self, uniform: Floats, keys: int) -> Ints:
        weights = _zipf(keys, self.exponent)
        found: Ints = np.searchsorted(weights, uniform * weights[-1], side="right").astype(np.int64)
        return np.minimum(found, keys - 1)


@lru_cache(maxsize=8)
def _zipf(keys: int, exponent: float) -> Floats:
    return np.cumsum(np.arange(1, keys + 1, dtype=np.float64) ** -exponent)


@dataclass(frozen=True)
class HotKey(Popularity):
    """One key takes `share` of all requests; the others follow `rest`."""

    share: float = number(0.2, most=1, above=True)
    rest: Popularity = Zipf()  # frozen

    def quantile(self, uniform: Floats, keys: int) -> Ints:
        rest = np.maximum(uniform - self.share, 0) / max(1 - self.share, TINY)
        return np.where(uniform < self.share, 0, self.rest.quantile(rest, keys)).astype(np.int64)


@dataclass(frozen=True, kw_only=True)
class Keys(Value):
    """What a key space holds: how many keys, how large each value is, and which are asked for."""

    count: int = number(100_000, least=1, most=2_000_000)
    popularity: Popularity = Zipf()  # frozen
    size_bytes: float = number(1_000, most=1e10, above=True)


@dataclass(frozen=True, kw_only=True)
class Provider(Value):
    """How a Dependency behaves: calls a second that it takes (None: any number), and its share of errors on a good day."""

    quota_per_s: float | None = number(None, most=1e8, above=True)
    errors: float = number(0, most=1)


DEFAULTS: dict[str, Demand] = {
    "LoadBalancer": Fixed(0.5),
    "CDN": Fixed(1),
    "Service": Lognormal(p50_ms=2, p99_ms=10),
    "Dependency": Lognormal(p50_ms=50, p99_ms=300),
    "Cache": Fixed(0.02),
    "SQLStore.read": Lognormal(p50_ms=1, p99_ms=10),
    "SQLStore.write": Lognormal(p50_ms=2, p99_ms=15),
    "SQLStore.replicate": Lognormal(p50_ms=20, p99_ms=500),
    "KeyValueStore.read": Lognormal(p50_ms=0.5, p99_ms=5),
    "KeyValueStore.write": Lognormal(p50_ms=0.5, p99_ms=5),
    "KeyValueStore.replicate": Lognormal(p50_ms=5, p99_ms=200),
    "ObjectStore.get": Lognormal(p50_ms=30, p99_ms=200),
    "ObjectStore.put": Lognormal(p50_ms=60, p99_ms=400),
    "Queue": Lognormal(p50_ms=5, p99_ms=30),
    "Log": Lognormal(p50_ms=2, p99_ms=15),
    "PushGateway": Fixed(0.1),
}
"""Work of an operation where the scenario says nothing: round figures chosen by the course, of the order that each kind of
component shows inside one region. `replicate` is how long a follower or a replica outside the quorum is behind."""


def demand_of(demand: Mapping[str, Demand], component: Component, operation: str) -> Demand:
    """What the table says of that operation, by the first of the selectors "links.read", "links", "SQLStore.read" and
    "SQLStore" that it has, else the default of the kind; none at all is no time."""
    kind = type(component).__name__
    named, general = [[f"{one}.{operation}", one] for one in (component.name, kind)]
    if operation == "replicate":  # a lag is no work, so that a figure for all operations is not meant for it
        named, general = named[:1], general[:1]
    for selector in (*named, *general):
        if selector in demand:
            return demand[selector]
    return next((DEFAULTS[selector] for selector in general if selector in DEFAULTS), Fixed(0))
