"""Service level objectives: what a scenario asks of a design. `flow` is an endpoint's name, or a consumer's or job's."""

from dataclasses import dataclass
from math import inf
from typing import ClassVar

from course.design.values import Value, number


@dataclass(frozen=True)
class Objective(Value):
    """Something that is measured in every run, and a bound for it."""

    upper: ClassVar[bool] = True
    """Whether what is measured must be at most the bound, rather than at least."""
    unit: ClassVar[str] = ""
    most: ClassVar[float] = inf
    """What it can be at most; all are 0 at least."""

    @property
    def bound(self) -> float:
        raise NotImplementedError

    @property
    def text(self) -> str:
        raise NotImplementedError

    def met_by(self, measured: float) -> bool:
        return measured <= self.bound if self.upper else measured >= self.bound

    def show(self, measured: float) -> str:
        """A measured value as a person reads it."""
        return f"{measured:,.0f}{self.unit}" if abs(measured) >= 1_000 else f"{measured:.4g}{self.unit}"


@dataclass(frozen=True)
class Latency(Objective):
    """That percentile of latency, in ms, of all that was answered, however badly: from when the client sent it, or for a
    consumer from when the message was sent, to the end. Who gave up waiting counts with the time waited."""

    unit: ClassVar[str] = " ms"

    flow: str
    at_most_ms: float = number(most=1e9, above=True)
    percentile: float = number(99, least=1, most=99.99)

    @property
    def bound(self) -> float:
        return self.at_most_ms

    @property
    def text(self) -> str:
        return f"p{self.percentile:g} of {self.flow} at most {self.at_most_ms:g} ms"


@dataclass(frozen=True)
class Availability(Objective):
    """The share of requests that were served, degraded ones included unless `degraded` is False."""

    most: ClassVar[float] = 1.0
    upper: ClassVar[bool] = False

    flow: str
    at_least: float = number(0.999, most=1, above=True)
    degraded: bool = True

    @property
    def bound(self) -> float:
        return self.at_least

    @property
    def text(self) -> str:
        return f"{self.at_least:.5g} of {self.flow} {'answered' if self.degraded else 'answered in full'}"

    def show(self, measured: float) -> str:
        return f"{measured:.4%}"


@dataclass(frozen=True)
class RareShare(Objective):
    """A share of a flow that shall be small."""

    most: ClassVar[float] = 1.0
    what: ClassVar[str] = ""

    flow: str
    at_most: float = number(0, most=1)

    @property
    def bound(self) -> float:
        return self.at_most

    @property
    def text(self) -> str:
        return f"at most {self.at_most:.5g} of {self.flow} {self.what}"

    def show(self, measured: float) -> str:
        return f"{measured:.4%}"


@dataclass(frozen=True)
class Degraded(RareShare):
    """The share of requests that were answered by a fallback."""

    what: ClassVar[str] = "degraded"

    at_most: float = number(most=1)


@dataclass(frozen=True)
class Loss(RareShare):
    """The share of messages or acknowledged writes that are lost."""

    what: ClassVar[str] = "lost"


@dataclass(frozen=True)
class Duplicates(RareShare):
    """The share of effects that happened more than once."""

    most: ClassVar[float] = inf  # one may happen many times
    what: ClassVar[str] = "done twice"


@dataclass(frozen=True)
class ErrorBudget(Objective):
    """The share of a month's error budget that the run may spend: bad requests over (1 - objective) x 30 days' requests at the
    run's mean rate. Two minutes of outage are 4.6 % of a month's budget at 99.9 %."""

    flow: str
    objective: float = number(0.999, most=0.999999, above=True)
    spend: float = number(0.05, most=1_000, above=True)

    @property
    def bound(self) -> float:
        return self.spend

    @property
    def text(self) -> str:
        return f"at most {self.spend:.3g} of a month's error budget of {self.flow} at {self.objective:.5g}"

    def show(self, measured: float) -> str:
        return f"{measured:.2%} of the budget"


@dataclass(frozen=True)
class Staleness(Objective):
    """That percentile of how old what was read is: seconds since the oldest write that the reader did not see, 0 if none.

    `component` is a name, or "Cache" or "Store" for all of that kind together, if there is one.
    """

    unit: ClassVar[str] = " s"

    component: str
    at_most_s: float = number(most=1e9)
    percentile: float = number(99, least=1, most=99.99)

    @property
    def bound(self) -> float:
        return self.at_most_s

    @property
    def text(self) -> str:
        return f"p{self.percentile:g} of staleness read from {self.component} at most {self.at_most_s:g} s"


@dataclass(frozen=True)
class Recovery(Objective):
    """Seconds from the end of the last fault (its beginning, if it has no end) until `at_least` of requests are answered again, ten seconds on end."""

    unit: ClassVar[str] = " s"

    flow: str
    within_s: float = number(most=1e6, above=True)
    at_least: float = number(0.99, most=1, above=True)

    @property
    def bound(self) -> float:
        return self.within_s

    @property
    def text(self) -> str:
        return f"{self.flow} back at {self.at_least:.5g} within {self.within_s:g} s of the last fault's end"


@dataclass(frozen=True)
class Amplification(Objective):
    """How many times as many calls a component gets for each request, from the first fault on, as before it."""

    unit: ClassVar[str] = " times"

    component: str
    at_most: float = number(least=1, most=1_000)

    @property
    def bound(self) -> float:
        return self.at_most

    @property
    def text(self) -> str:
        return f"calls of {self.component} for each request at most {self.at_most:g} times as many as before the first fault"


@dataclass(frozen=True)
class Cost(Objective):
    """Dollars a month, by the course's price table, at the run's mean traffic."""

    at_most: float = number(most=1e12, above=True)

    @property
    def bound(self) -> float:
        return self.at_most

    @property
    def text(self) -> str:
        return f"at most ${self.at_most:,.0f} a month"

    def show(self, measured: float) -> str:
        return f"${measured:,.0f}"
