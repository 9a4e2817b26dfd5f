"""What an objective measures in a run's record, in all of it or in a window of it. A measure is a function and its line in MEASURES."""

from collections.abc import Callable, Mapping
from math import ceil, inf, nan
from typing import TYPE_CHECKING, Any

import numpy as np

from course.design import slos
from course.design.demand import Floats
from course.design.prices import MONTH_S, Operation, Usage, bill
from course.design.scenario import matching
from course.design.sim.outcome import DEGRADED, IN_FLIGHT, SERVED
from course.design.slos import Objective

if TYPE_CHECKING:
    from course.design.design import Design
    from course.design.scenario import Scenario
    from course.design.sim.record import Record

Outcomes = np.ndarray[Any, np.dtype[np.int8]]

WINDOW_S = 10
"""Over which an objective is watched while a run goes on: short enough to see an outage begin, long enough to hold a percentile."""


class Measured:
    """A record with what it was made of, and the part of its time that one looks at: requests count by when they arrived."""

    def __init__(
        self, design: "Design", scenario: "Scenario", record: "Record", begin_s: float = 0, end_s: float = inf
    ) -> None:
        self.design, self.scenario, self.record = design, scenario, record
        self.begin_s, self.end_s = begin_s, min(end_s, record.duration_s)

    def window(self, begin_s: float, end_s: float) -> "Measured":
        return Measured(self.design, self.scenario, self.record, begin_s, end_s)

    def outcomes(self, flow: str) -> Outcomes:
        """How those requests ended that did, in order of arrival."""
        book, part = self.record.flows[flow], self._part(flow)
        ended: Outcomes = book.outcome[part][book.outcome[part] != IN_FLIGHT]
        return ended

    def latencies_ms(self, flow: str) -> Floats:
        book, part = self.record.flows[flow], self._part(flow)
        found: Floats = book.latency_s[part][book.outcome[part] != IN_FLIGHT] * 1_000
        return found

    def arrivals(self, flow: str) -> Floats:
        """How many came in each second of the whole run."""
        seconds = int(self.record.duration_s)
        arrived = self.record.flows[flow].arrived_at_s.astype(np.int64)
        counts: Floats = np.bincount(arrived, minlength=seconds)[:seconds].astype(np.float64)
        return counts

    def series(self, component: str, name: str) -> Floats:
        """Second by second; zeros for what that kind of component doesn't have."""
        all_of_it = self.record.components[component].series.get(name)
        if all_of_it is None:
            all_of_it = np.zeros(ceil(self.record.duration_s))
        return all_of_it[int(self.begin_s) : ceil(self.end_s)]

    def _part(self, flow: str) -> slice:
        arrived = self.record.flows[flow].arrived_at_s
        first, last = np.searchsorted(arrived, [self.begin_s, self.end_s])
        return slice(int(first), int(last))


def measure(objective: Objective, measured: Measured) -> float:
    """The objective's value, in the unit of its bound; nan where there is nothing to measure."""
    return MEASURES[type(objective)](objective, measured)


def good_share(measured: Measured, flow: str, degraded: bool = True) -> float:
    ended = measured.outcomes(flow)
    good = (ended == SERVED) | (ended == DEGRADED) if degraded else ended == SERVED
    return float(good.mean()) if len(ended) else nan


def percentile(sorted_values: Floats, percent: float) -> float:
    """The nearest rank: the smallest value that so many percent do not exceed."""
    return float(sorted_values[max(ceil(percent / 100 * len(sorted_values)), 1) - 1]) if len(sorted_values) else nan


def recovery_s(measured: Measured, flow: str, at_least: float) -> float:
    """Seconds from the end of the last fault to the first of ten in a row that are good enough; inf if there are none."""
    ends = [fault.at_s if fault.until_s is None else fault.until_s for fault in measured.scenario.faults]
    begin = max(ends, default=0.0)
    last = int(measured.record.duration_s) - WINDOW_S
    for second in range(ceil(begin), last + 1):
        share = good_share(measured.window(second, second + WINDOW_S), flow)
        if not share < at_least:  # nothing asked, nothing failed
            return second - begin
    return inf


def usage(measured: Measured) -> Usage:
    """What the run did a second, for the bill."""
    record, seconds = measured.record, measured.record.duration_s
    per_s: dict[Operation, float] = {}
    for name, component in record.components.items():
        for done, count in component.operations.items():
            operation, _, key = done.partition(" ")
            per_s[Operation(name, operation, key or None)] = count / seconds
    requests = {name: len(record.flows[name].outcome) / seconds for name in measured.design.endpoints}
    instances = {
        name: float(component.series["instances"].mean())
        for name, component in record.components.items()
        if "instances" in component.series
    }
    return Usage(per_s, requests, instances)


def _latency(objective: slos.Latency, measured: Measured) -> float:
    return percentile(np.sort(measured.latencies_ms(objective.flow)), objective.percentile)


def _availability(objective: slos.Availability, measured: Measured) -> float:
    return good_share(measured, objective.flow, objective.degraded)


def _degraded(objective: slos.Degraded, measured: Measured) -> float:
    ended = measured.outcomes(objective.flow)
    return float((ended == DEGRADED).mean()) if len(ended) else nan


def _error_budget(objective: slos.ErrorBudget, measured: Measured) -> float:
    ended = measured.outcomes(objective.flow)
    bad = len(ended) - int(((ended == SERVED) | (ended == DEGRADED)).sum())
    a_month = len(measured.record.flows[objective.flow].outcome) / measured.record.duration_s * MONTH_S
    return bad / ((1 - objective.objective) * a_month) if a_month else nan


def _staleness(objective: slos.Staleness, measured: Measured) -> float:
    components = [measured.record.components[name] for name in matching(objective.component, measured.design)]
    reading = ("read", "get", "aside", "serve")
    done = (one for component in components for one in component.operations.items())
    reads = sum(count for what, count in done if what.partition(" ")[0] in reading)
    stale = np.sort(np.concatenate([np.zeros(0), *(component.stale_s for component in components)]))
    rank = ceil(objective.percentile / 100 * reads) - (reads - len(stale))  # fresh reads come first, with an age of 0
    return float(stale[rank - 1]) if rank > 0 else 0.0


def _loss(objective: slos.Loss, measured: Measured) -> float:
    book = measured.record.flows[objective.flow]
    return (book.count("lost") + book.counts.get("lost", 0)) / book.arrived if book.arrived else 0.0


def _duplicates(objective: slos.Duplicates, measured: Measured) -> float:
    book = measured.record.flows[objective.flow]
    return book.counts.get("duplicated", 0) / book.arrived if book.arrived else 0.0


def _recovery(objective: slos.Recovery, measured: Measured) -> float:
    return recovery_s(measured, objective.flow, objective.at_least)


def _amplification(objective: slos.Amplification, measured: Measured) -> float:
    """Catching up after an outage is no amplification: what came in is compared with what was asked, until the end."""
    begin = int(min((fault.at_s for fault in measured.scenario.faults), default=measured.record.duration_s))
    calls = measured.series(objective.component, "calls")
    arrived = sum((measured.arrivals(name) for name in measured.design.endpoints), start=np.zeros(len(calls)))
    usual, since = (calls[part].sum() / max(arrived[part].sum(), 1) for part in (slice(begin), slice(begin, None)))
    return float(since / usual) if usual else nan


def _cost(objective: slos.Cost, measured: Measured) -> float:
    return bill(measured.design, measured.scenario, usage(measured)).total


MEASURES: Mapping[type[Objective], Callable[[Any, Measured], float]] = {
    slos.Latency: _latency,
    slos.Availability: _availability,
    slos.Degraded: _degraded,
    slos.ErrorBudget: _error_budget,
    slos.Staleness: _staleness,
    slos.Loss: _loss,
    slos.Duplicates: _duplicates,
    slos.Recovery: _recovery,
    slos.Amplification: _amplification,
    slos.Cost: _cost,
}
