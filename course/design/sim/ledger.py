"""The books of a run: what became of each request, and what each component did in each second.

Every request is opened once and closed at most once; what is still open at the end was in flight.
"""

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from math import nan

from course.design.sim.loop import Loop
from course.design.sim.outcome import IN_FLIGHT, NAMES

TICK_S = 1.0


@dataclass(frozen=True)
class Event:
    """A change of state: `kind` is fault, repair, breaker, scaling, failover, rollout, health, routing or limit."""

    at_s: float
    component: str
    kind: str
    text: str
    cause: str = ""


class FlowBook:
    """The requests of one flow, in three columns; those that arrived before time 0 are not in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.arrived_at_s = array("d")
        self.latency_s = array("d")
        self.outcome = array("b")
        self.counts: dict[str, int] = {}

    def open(self, at: float) -> int:
        """A new line, for a request that arrived then; gives its number."""
        if at < 0:
            return -1
        self.arrived_at_s.append(at)
        self.latency_s.append(nan)
        self.outcome.append(IN_FLIGHT)
        return len(self.outcome) - 1

    def close(self, line: int, outcome: int, latency_s: float) -> None:
        """What became of it."""
        if line < 0:
            return
        if self.outcome[line] != IN_FLIGHT:
            raise AssertionError(f"{self.name}: request {line} ended twice, {NAMES[self.outcome[line]]} before")
        self.outcome[line] = outcome
        self.latency_s[line] = latency_s

    def count(self, what: str, at: float) -> None:
        """Add one to a count of what happened to a request that arrived at that time."""
        if at >= 0:
            self.counts[what] = self.counts.get(what, 0) + 1


class Meter:
    """What one component did since the run began."""

    __slots__ = (
        "calls",
        "duplicated",
        "evicted",
        "failed",
        "hedges",
        "hits",
        "late",
        "lost",
        "misses",
        "retries",
        "shed",
        "short_circuited",
        "stale",
        "timed_out",
        "wasted_s",
    )

    def __init__(self) -> None:
        for name in self.__slots__:
            setattr(self, name, 0)
        self.wasted_s = 0.0

    calls: int
    failed: int
    shed: int
    timed_out: int
    """Callers that gave up."""
    late: int
    """Answers that nobody waited for any more."""
    wasted_s: float
    """Work done for callers that had given up."""
    retries: int
    hedges: int
    short_circuited: int
    """Calls that a breaker kept back."""
    hits: int
    misses: int
    evicted: int
    stale: int
    lost: int
    duplicated: int


Gauges = Callable[[], dict[str, float]]

CUMULATIVE = {"busy_s", "held_s", *Meter.__slots__}
"""What grows, meters and some gauges: a second's figure is the difference."""


class ComponentBook:
    """A component's meter, the times of which one reads it, and its second-by-second columns."""

    def __init__(self) -> None:
        self.meter = Meter()
        self.operations: dict[str, int] = {}
        self.gauges: list[Gauges] = []
        self.columns: dict[str, array[float]] = {}
        self.stale_s = array("d")
        self._before: dict[str, float] = {}

    def read(self) -> dict[str, float]:
        values: dict[str, float] = {name: getattr(self.meter, name) for name in Meter.__slots__}
        for gauges in self.gauges:
            for name, value in gauges().items():
                values[name] = values.get(name, 0.0) + value
        return values

    def sample(self, keep: bool) -> None:
        """Note what changed since the last sample."""
        values = self.read()
        if keep:
            for name, value in values.items():
                if name in CUMULATIVE:
                    value -= self._before.get(name, 0.0)
                self.columns.setdefault(name, array("d")).append(value)
        self._before = values


class Ledger:
    """All books of a run."""

    def __init__(self, loop: Loop) -> None:
        self.loop = loop
        self.flows: dict[str, FlowBook] = {}
        self.components: dict[str, ComponentBook] = {}
        self.events: list[Event] = []

    def flow(self, name: str) -> FlowBook:
        return self.flows.setdefault(name, FlowBook(name))

    def component(self, name: str) -> ComponentBook:
        return self.components.setdefault(name, ComponentBook())

    def event(self, component: str, kind: str, text: str, cause: str = "") -> None:
        self.events.append(Event(self.loop.now, component, kind, text, cause))

    def sample(self, keep: bool) -> None:
        for book in self.components.values():
            book.sample(keep)

    def begin(self) -> None:
        """From now on it counts."""
        self.sample(keep=False)
        self.events.clear()
        for book in self.components.values():
            for operation in book.operations:
                book.operations[operation] = 0
