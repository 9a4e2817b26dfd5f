"""A record: all that a run left, for verdicts, reports and plots. Values; nothing in it changes."""

from array import array
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.design.sim.ledger import ComponentBook, Event, FlowBook
from course.design.sim.outcome import DEGRADED, NAMES

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FlowRecord:
    """The requests of one flow that arrived at or after time 0, in three columns of one length, in order of arrival.

    Of a consumer, the messages: they arrive when they are sent.
    """

    arrived_at_s: Floats
    latency_s: Floats
    """Until the end; nan for those in flight at the end of the run."""
    outcome: NDArray[np.int8]
    """Index into outcome.NAMES."""
    counts: dict[str, int]
    """What a request can meet besides one outcome: duplicated, redelivered, dead letters, expired."""

    def count(self, name: str) -> int:
        """How many ended so; names as in outcome.NAMES."""
        return int(np.count_nonzero(self.outcome == NAMES.index(name)))

    @property
    def arrived(self) -> int:
        return len(self.outcome)

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Which were served or degraded."""
        return self.outcome <= DEGRADED

    @property
    def finished_at_s(self) -> Floats:
        return self.arrived_at_s + self.latency_s

    def percentile_s(self, percent: float) -> float:
        """That percentile of the latency of answered requests; nan without any."""
        answered = self.latency_s[self.answered]
        return float(np.percentile(answered, percent)) if answered.size else float("nan")


@dataclass(frozen=True)
class ComponentRecord:
    """What one component did, summed over its regions.

    `series` has a figure for each second, what happened in it (calls, failed, shed, hits …) or how it was at its end (waiting,
    instances, backlog …). Those that a kind of component cannot have are absent or 0.
    """

    series: dict[str, Floats]
    operations: dict[str, int]
    """How often each "operation key" was asked for."""
    stale_s: Floats
    """For how long each stale answer had been out of date."""

    def total(self, name: str) -> float:
        """The sum of a series, 0 if there is none."""
        return float(self.series[name].sum()) if name in self.series else 0.0


@dataclass(frozen=True)
class Record:
    """One run: of `design` under `scenario`, with `seed`."""

    design: str
    scenario: str
    seed: int
    duration_s: float
    flows: dict[str, FlowRecord]
    components: dict[str, ComponentRecord]
    events: tuple[Event, ...]


def flow_record(book: FlowBook) -> FlowRecord:
    return FlowRecord(
        _column(book.arrived_at_s),
        _column(book.latency_s),
        _column(book.outcome),
        dict(sorted(book.counts.items())),
    )


def component_record(book: ComponentBook, duration_s: float) -> ComponentRecord:
    series = {name: _column(column) for name, column in book.columns.items()}
    if "busy_s" in series:
        could_s = series[
            "servers"
        ].copy()  # at the end of the second; some that were lost in it may have been busy before
        could_s[-1] *= duration_s - (len(could_s) - 1)
        used = np.divide(series["busy_s"], could_s, out=np.zeros_like(could_s), where=could_s > 0)
        series["utilisation"] = _column(np.minimum(used, 1.0))
    return ComponentRecord(series, dict(book.operations), _column(book.stale_s))


def _column(values: "array[Any] | Floats") -> NDArray[Any]:
    """A copy that nobody can write to."""
    column = np.array(values)
    column.flags.writeable = False
    return column
