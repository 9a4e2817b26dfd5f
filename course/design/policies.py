"""Policies: what a call does when an answer is late or missing, and what a component does when too much arrives.

Where a default comes from stands beside it; "the course" means that we chose it.
"""

from dataclasses import dataclass
from typing import Literal

from course.design.values import Value, number
from course.errors import DesignError

Priority = Literal["critical", "normal", "bulk"]
"""How much a flow matters when something must be shed: bulk goes first, critical last."""


@dataclass(frozen=True, kw_only=True)
class Retry(Value):
    """Call again after an error, a rejection or a timeout, up to `attempts` calls in all.

    The n-th pause is backoff_ms x factor^(n-1), at most `cap_ms`; with full jitter, a uniform draw from 0 to that, with
    equal jitter from half of it. `budget` bounds retries to that share of first attempts (0.1: one in ten), so that an outage
    cannot multiply load; None sets no bound, as most client libraries do.

    Source: attempts and budget, Site Reliability Engineering (O'Reilly 2016), chapter 21; jitter, M. Brooker, "Exponential
    Backoff And Jitter" (AWS Architecture Blog 2015); backoff 100 ms to 10 s: the course.
    """

    attempts: int = number(3, least=2, most=10)
    backoff_ms: float = number(100, most=60_000)
    factor: float = number(2, least=1, most=10)
    cap_ms: float = number(10_000, most=600_000)
    jitter: Literal["full", "equal", "none"] = "full"
    budget: float | None = number(None, most=1)


@dataclass(frozen=True, kw_only=True)
class Breaker(Value):
    """Stop calling for `open_s` once `error_share` of at least `minimum` calls in the last `window_s` failed.

    Then `probes` calls are let through: all good closes it, one bad opens it again. One breaker for each caller and operation.
    Source of all defaults: Hystrix's (Netflix/Hystrix wiki, Configuration): 50 % of at least 20 in 10 s; 5 s; one probe.
    """

    error_share: float = number(0.5, most=1, above=True)
    minimum: int = number(20, least=1, most=100_000)
    window_s: float = number(10, most=600, above=True)
    open_s: float = number(5, most=600, above=True)
    probes: int = number(1, least=1, most=1_000)


@dataclass(frozen=True, kw_only=True)
class Bulkhead(Value):
    """At most `concurrent` calls of this kind at once from each caller instance; `queue` more wait; the rest are rejected.

    Source: Hystrix's thread pools, 10 threads and no queue (Netflix/Hystrix wiki, Configuration).
    """

    concurrent: int = number(10, least=1, most=100_000)
    queue: int = number(0, most=100_000)


@dataclass(frozen=True, kw_only=True)
class Hedge(Value):
    """Send the same call once more when no answer came in `after_ms`, and take the first; `budget` is the share that may.

    Source: J. Dean, L. A. Barroso, "The Tail at Scale" (CACM 2013): after the 95th percentile, so about 5 % more load.
    """

    after_ms: float = number(most=600_000, above=True)
    budget: float = number(0.05, most=1, above=True)


@dataclass(frozen=True, kw_only=True)
class RateLimit(Value):
    """A token bucket: `per_s` on average, `burst` at once (one second's worth if None); `per` user, or for all together.

    Figures are for each region.
    """

    per_s: float = number(most=1e8, above=True)
    burst: float | None = number(None, least=1, most=1e8)
    per: Literal["all", "user"] = "all"


@dataclass(frozen=True, kw_only=True)
class Shedding(Value):
    """Refuse a request at once when more than this share of the instance's `concurrency` is taken, by its flow's priority.

    The idea: A. Gonigberg, "Prioritized load shedding" (Netflix 2020), where the threshold falls as overload grows; these
    three shares: the course.
    """

    bulk: float = number(0.6, most=1, above=True)
    normal: float = number(0.8, most=1, above=True)
    critical: float = number(1.0, most=1, above=True)

    def check(self) -> None:
        if not self.bulk <= self.normal <= self.critical:
            raise DesignError(
                f"Shedding: bulk {self.bulk:g}, normal {self.normal:g}, critical {self.critical:g} would shed what matters more "
                "first; let the shares rise in that order."
            )


@dataclass(frozen=True, kw_only=True)
class AdaptiveConcurrency(Value):
    """Let each instance find its own limit of requests in flight: up while latency stays low, down as it grows.

    `tolerance` is how many times the unloaded latency counts as low. Source of defaults: Gradient2Limit of
    Netflix/concurrency-limits (initial 20, 20 to 200, tolerance 1.5).
    """

    initial: int = number(20, least=1, most=10_000)
    least: int = number(20, least=1, most=10_000)
    most: int = number(200, least=1, most=10_000)
    tolerance: float = number(1.5, least=1, most=100)

    def check(self) -> None:
        if not self.least <= self.initial <= self.most:
            raise DesignError(
                f"AdaptiveConcurrency: initial {self.initial} is not between least {self.least} and most {self.most}."
            )


@dataclass(frozen=True, kw_only=True)
class Autoscaling(Value):
    """Keep CPU near `target`: every `every_s` ask for instances x (utilisation / target), at most `most` in a region.

    New ones serve `lag_s` after they were asked for; none is taken away before `down_after_s` of lower need. It begins with
    the service's `instances`. Source: Kubernetes' HorizontalPodAutoscaler (rule, 15 s, 300 s); 60 % and 90 s to boot: the course.
    """

    least: int = number(2, least=1, most=10_000)
    most: int = number(least=1, most=10_000)
    target: float = number(0.6, most=1, above=True)
    every_s: float = number(15, least=1, most=3_600)
    lag_s: float = number(90, most=3_600)
    down_after_s: float = number(300, most=86_400)

    def check(self) -> None:
        if self.least > self.most:
            raise DesignError(f"Autoscaling: least {self.least} is above most {self.most}.")


@dataclass(frozen=True, kw_only=True)
class Rollout(Value):
    """Give a new version to growing shares of instances, `bake_s` each, and roll back when it does worse than the old one.

    Worse: its share of errors is above the old version's by `abort_errors`, or its mean latency is `abort_latency` times as
    long. Without a rollout a deploy reaches every instance at once and stays until somebody repairs it.
    Source: stages of 1, 10, 50 and 100 %, and the thresholds: the course.
    """

    stages: tuple[float, ...] = number((0.01, 0.1, 0.5, 1.0), most=1, above=True)
    bake_s: float = number(30, most=86_400, above=True)
    abort_errors: float = number(0.01, most=1, above=True)
    abort_latency: float = number(2.0, least=1, most=1_000, above=True)

    def check(self) -> None:
        if not self.stages or list(self.stages) != sorted(set(self.stages)) or self.stages[-1] != 1:
            raise DesignError(f"Rollout: stages {list(self.stages)} must rise and end at 1.0, which is every instance.")


@dataclass(frozen=True, kw_only=True)
class RegionalFailover(Value):
    """Move a lost region's users to the others: `detect_s` until it is noticed, then evenly over `shift_s`.

    They come back the same way when the region does. With `errors`, a region that fails more than that share of its requests
    over `detect_s` is left, too, if there is one that does not: all but one in twenty of its people, whose requests show when
    it is well again. Source: the course; Netflix reported evacuating a region in under ten minutes ("Project Nimble", Netflix
    Technology Blog 2018).
    """

    detect_s: float = number(30, most=3_600)
    shift_s: float = number(60, most=3_600)
    errors: float | None = number(None, most=1, above=True)
