"""Faults: what goes wrong in a scenario, when, and for how long.

`target` is a component's name, or a kind ("Cache", "Store") for every component of it. `at_s` counts from the start of the
measured time; `for_s` None means until the end.
"""

from dataclasses import dataclass

from course.design.values import Value, number


@dataclass(frozen=True, kw_only=True)
class Fault(Value):
    """Something that begins at `at_s`."""

    at_s: float = number(most=1e6)
    for_s: float | None = number(None, most=1e6, above=True)

    @property
    def until_s(self) -> float | None:
        return None if self.for_s is None else self.at_s + self.for_s

    @property
    def text(self) -> str:
        """What happens, for a timeline."""
        return type(self).__name__


@dataclass(frozen=True, kw_only=True)
class TargetFault(Fault):
    """A fault of a component, or of all components of a kind."""

    target: str


@dataclass(frozen=True, kw_only=True)
class Slow(TargetFault):
    """Its work takes `factor` times as long, and `extra_ms` more."""

    factor: float = number(1, least=0.01, most=1_000)
    extra_ms: float = number(0, most=600_000)

    @property
    def text(self) -> str:
        much = [f"{self.factor:g} times as slow"] if self.factor != 1 else []
        much += [f"{self.extra_ms:g} ms slower"] if self.extra_ms else []
        return f"{self.target} is {' and '.join(much) or 'as fast as ever'}"


@dataclass(frozen=True, kw_only=True)
class Errors(TargetFault):
    """A share of its answers are errors; 1 for an outage that fails fast. In one region, or with None in all."""

    share: float = number(1, most=1, above=True)
    region: str | None = None

    @property
    def text(self) -> str:
        return f"{self.target} fails {self.share:.0%} of its calls{f' in {self.region}' if self.region else ''}"


@dataclass(frozen=True, kw_only=True)
class Hang(TargetFault):
    """It takes calls and never answers them. In one region, or with None in all."""

    region: str | None = None

    @property
    def text(self) -> str:
        return f"{self.target} hangs{f' in {self.region}' if self.region else ''}"


@dataclass(frozen=True, kw_only=True)
class InstanceLoss(TargetFault):
    """`count` of its instances (nodes, replicas) in each region are gone; they come back empty."""

    count: int = number(1, least=1, most=10_000)

    @property
    def text(self) -> str:
        return f"{self.target} loses {self.count} instance{'s' if self.count > 1 else ''}"


@dataclass(frozen=True, kw_only=True)
class LeaderLoss(TargetFault):
    """The leader of each shard of a SQL store, or of a log, is gone; what only it had is lost when a follower takes over."""

    @property
    def text(self) -> str:
        return f"{self.target} loses its leader"


@dataclass(frozen=True, kw_only=True)
class ZoneLoss(Fault):
    """Everything in one zone of a region is gone; zones count from 0. None: the first region."""

    region: str | None = None
    zone: int = number(0, most=5)

    @property
    def text(self) -> str:
        return f"zone {self.zone} of {self.region or 'the first region'} is lost"


@dataclass(frozen=True, kw_only=True)
class RegionLoss(Fault):
    """Everything in a region is gone. None: the first region."""

    region: str | None = None

    @property
    def text(self) -> str:
        return f"{self.region or 'the first region'} is lost"


@dataclass(frozen=True, kw_only=True)
class ColdCache(TargetFault):
    """All that it holds is gone at once, as after a restart."""

    target: str = "Cache"

    @property
    def text(self) -> str:
        return f"{self.target} is emptied"


@dataclass(frozen=True, kw_only=True)
class PacketLoss(Fault):
    """A share of messages between two components (or regions) never arrives; 1 is a partition."""

    between: str
    and_: str
    share: float = number(1, most=1, above=True)

    @property
    def text(self) -> str:
        if self.share == 1:
            return f"{self.between} and {self.and_} are partitioned"
        return f"{self.share:.0%} of packets between {self.between} and {self.and_} are lost"


@dataclass(frozen=True, kw_only=True)
class BadDeploy(TargetFault):
    """A version with these faults is rolled out, as the service's `rollout` says; repaired at the end of `for_s`."""

    errors: float = number(0.3, most=1)
    factor: float = number(1, least=0.01, most=1_000)

    @property
    def text(self) -> str:
        slow = f", {self.factor:g} times as slow" if self.factor != 1 else ""
        return f"a version of {self.target} is deployed that fails {self.errors:.0%}{slow}"


@dataclass(frozen=True, kw_only=True)
class PoisonMessage(TargetFault):
    """`count` messages enter the queue or log on which every consumer fails."""

    count: int = number(1, least=1, most=100_000)

    @property
    def text(self) -> str:
        return f"{self.count} poison message{'s' if self.count > 1 else ''} in {self.target}"


@dataclass(frozen=True, kw_only=True)
class Surge(Fault):
    """An endpoint, or with None every one, gets `factor` times its traffic."""

    endpoint: str | None = None
    factor: float = number(3, most=1_000, above=True)

    @property
    def text(self) -> str:
        return f"{self.endpoint or 'all'} traffic is {self.factor:g} times as much"


@dataclass(frozen=True, kw_only=True)
class TrafficShift(Fault):
    """A share of one region's people arrive at another."""

    from_region: str
    to_region: str
    share: float = number(1, most=1, above=True)

    @property
    def text(self) -> str:
        return f"{self.share:.0%} of {self.from_region}'s traffic arrives at {self.to_region}"


@dataclass(frozen=True, kw_only=True)
class Quota(TargetFault):
    """A dependency takes only `per_s` calls a second and refuses the rest."""

    per_s: float = number(most=1e8)

    @property
    def text(self) -> str:
        return f"{self.target} takes only {self.per_s:g} calls a second"
