"""The three questions most worth asking after a run: they point at what happened and leave the answer to the learner.

A rule is a function and its line in RULES; each question carries about how much of the damage it is about, 0 to 1.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from course.design import slos
from course.design.calls import Together
from course.design.components import Queue, Service
from course.design.demand import Floats
from course.design.faults import RegionLoss
from course.design.incident import FULL, Sign, first_fault_s
from course.design.measures import Measured, good_share, usage
from course.design.prices import bill
from course.design.sim.outcome import NAMES
from course.design.verdict import Verdict

ASKED = 3
SOUND = 0.95  # of requests answered, above which all was well before the first fault
IDLE_CPU = 0.6  # below which a service that takes no more is not short of processors
IDLE = 0.3  # of its capacity at its busiest second, below which a component is large for its work


@dataclass(frozen=True)
class Question:
    """`weight` orders questions; those with the same `topic` are one."""

    weight: float
    topic: str
    text: str


@dataclass(frozen=True)
class Evidence:
    """What there is to ask about."""

    verdict: Verdict
    measured: Measured
    signs: Sequence[Sign]
    first: Sign | None

    def total(self, component: str, series: str) -> float:
        return float(self.measured.series(component, series).sum())

    def missed(self, kind: type[slos.Objective]) -> list[slos.Objective]:
        """The objectives of that kind that are not met."""
        return [
            one.objective
            for one in self.verdict.judgements
            if isinstance(one.objective, kind) and one.outcome != "pass"
        ]


def questions(evidence: Evidence) -> tuple[Question, ...]:
    """The three that weigh most, each about something else."""
    found = sorted((question for rule in RULES for question in rule(evidence)), key=lambda one: -one.weight)
    topics: dict[str, Question] = {}
    for question in found:
        topics.setdefault(question.topic, question)
    return tuple(topics.values())[:ASKED]


def recovery(evidence: Evidence) -> Iterator[Question]:
    for objective in evidence.missed(slos.Recovery):
        flow, begin = getattr(objective, "flow", ""), first_fault_s(evidence.measured)
        if good_share(evidence.measured.window(0, begin), flow) > SOUND:
            yield Question(
                1.0,
                "recovery",
                f"The last fault was over, and `{flow}` did not come back in time. What kept the load up when its cause was gone?",
            )


def too_small(evidence: Evidence) -> Iterator[Question]:
    """Full before anything went wrong."""
    sign, begin = evidence.first, first_fault_s(evidence.measured)
    if sign and sign.at_s < begin and sign.kind in ("full", "waiting"):
        before = " before anything went wrong" if begin < inf else ""
        yield Question(
            0.99,
            f"capacity of {sign.component}",
            f"`{sign.component}` was full at {sign.at_s:.0f} s{before}. By Little's law, how many requests are in it at once at this load, and how many can be?",
        )


def waiting_while_idle(evidence: Evidence) -> Iterator[Question]:
    """Every place of a service taken while its CPU idles: it waits for somebody."""
    for name, one in evidence.measured.design.components.items():
        if not isinstance(one, Service) or not any(
            sign.component == name and sign.kind in ("waiting", "refusing") for sign in evidence.signs
        ):
            continue
        busy, waiting = (evidence.measured.series(name, series) for series in ("utilisation", "waiting"))
        worst = int(np.argmax(waiting))
        if waiting[worst] > 0 and busy[worst] < IDLE_CPU:
            yield Question(
                0.95,
                f"places of {name}",
                f"At {worst} s every place of `{name}` was taken while its CPU was {busy[worst]:.0%} busy. What was it waiting for, and how long is that worth waiting for?",
            )


def capacity(evidence: Evidence) -> Iterator[Question]:
    for sign in evidence.signs:
        if sign.kind == "full":
            until = "to the end" if sign.until_s is None else f"to {sign.until_s:.0f} s"
            data = not isinstance(evidence.measured.design[sign.component], Service)
            ask = (
                "Which of these reads and writes could be answered elsewhere, or later, and how old may the answer be?"
                if data
                else "Which of that work need not be done at all just then, and whose?"
            )
            yield Question(
                0.9 if sign == evidence.first else 0.6,
                f"capacity of {sign.component}",
                f"`{sign.component}` was full from {sign.at_s:.0f} s {until}. {ask}",
            )


def retried(evidence: Evidence) -> Iterator[Question]:
    for name in evidence.measured.record.components:
        made, kept_back, again = (
            _ten_seconds(evidence.measured.series(name, series)) for series in ("calls", "short_circuited", "retries")
        )
        calls = made + kept_back
        share = np.divide(again, calls, out=np.zeros_like(calls), where=calls > 0)
        if len(share) and (worst := float(share.max())) > 0.2:
            at = int(np.argmax(share))
            yield Question(
                0.5 + min(worst, 1) / 2,
                "retries",
                f"Around {at} s {worst:.0%} of the calls of `{name}` were retries. Whom did they help, and what bounds them in an outage that lasts longer?",
            )


def wasted(evidence: Evidence) -> Iterator[Question]:
    for name in evidence.measured.record.components:
        lost = evidence.measured.series(name, "wasted_s")
        worst = _ten_seconds(lost)
        if len(worst) and float(worst.max()) > 1:
            at = int(np.argmax(worst))
            yield Question(
                0.7,
                "wasted work",
                f"`{name}` worked {lost.sum():,.0f} s for callers that had given up, most of it around {at} s. How could it know that nobody waits any more?",
            )


def misses(evidence: Evidence) -> Iterator[Question]:
    for sign in evidence.signs:
        if sign.kind == "missing":
            yield Question(
                0.85,
                "hit rate",
                f"The hit rate of `{sign.component}` fell to {sign.worst:.0%} at {sign.at_s:.0f} s. How many asked for the same key at once, and how many had to reach the store?",
            )


def optional(evidence: Evidence) -> Iterator[Question]:
    """A component in trouble, and calls of it that have nothing to fall back on."""
    troubled = {
        sign.component: sign
        for sign in evidence.signs
        if sign.kind in ("failing", "slow", "refusing", "full", "silent")
    }
    short = {getattr(one, "flow", "") for one in evidence.missed(slos.Availability) + evidence.missed(slos.Latency)}
    for flow in evidence.measured.design.flows:
        if flow.name not in short:
            continue
        for caller, call in flow.callers():
            sign = troubled.get(call.target.name)
            if sign and call.fallback is None and isinstance(caller, Service):
                yield Question(
                    0.8,
                    f"need of {call.target.name}",
                    f"`{flow.name}` is only as good as {call}, which was in trouble from {sign.at_s:.0f} s. What could it answer without it, and who would notice?",
                )


def behind(evidence: Evidence) -> Iterator[Question]:
    for sign in evidence.signs:
        if sign.kind == "behind":
            kind = "queue" if isinstance(evidence.measured.design[sign.component], Queue) else "log"
            yield Question(
                0.65,
                "backlog",
                f"The {kind} `{sign.component}` was {sign.worst:,.0f} messages behind at the worst. How long does it take to catch up, and is what it catches up on still worth doing?",
            )


def waste_of_money(evidence: Evidence) -> Iterator[Question]:
    if not evidence.missed(slos.Cost):
        return
    lines = bill(evidence.measured.design, evidence.measured.scenario, usage(evidence.measured)).lines
    total = sum(line.dollars for line in lines)
    for line in lines[:3]:
        if line.component in evidence.measured.record.components:
            busiest = float(evidence.measured.series(line.component, "utilisation").max(initial=0))
            known = f" and was {busiest:.0%} busy at its busiest" if 0 < busiest < IDLE else ""
            yield Question(
                0.75 if known else 0.5,
                "cost",
                f"`{line.component}` costs ${line.dollars:,.0f} of ${total:,.0f} a month{known}. What is it sized for?",
            )


def old_values(evidence: Evidence) -> Iterator[Question]:
    for objective in evidence.missed(slos.Staleness):
        yield Question(
            0.7,
            "staleness",
            f"Not held: {objective.text}. Which of these reads must see the last write, and which may be that old?",
        )


def lost(evidence: Evidence) -> Iterator[Question]:
    for objective in evidence.missed(slos.Loss):
        yield Question(
            0.85, "loss", f"Not held: {objective.text}. Between which two steps was it nowhere but in one memory?"
        )


def twice(evidence: Evidence) -> Iterator[Question]:
    for objective in evidence.missed(slos.Duplicates):
        yield Question(
            0.7, "duplicates", f"Not held: {objective.text}. What would make doing it a second time harmless?"
        )


def region(evidence: Evidence) -> Iterator[Question]:
    losses = [fault for fault in evidence.measured.scenario.faults if isinstance(fault, RegionLoss)]
    if losses and (evidence.missed(slos.Availability) or evidence.missed(slos.ErrorBudget)):
        yield Question(
            0.9,
            "region",
            f"A region was lost at {losses[0].at_s:.0f} s. Who noticed, who decided, and could the others take its people at that moment?",
        )


def in_a_row(evidence: Evidence) -> Iterator[Question]:
    for objective in evidence.missed(slos.Latency):
        flow = next((one for one in evidence.measured.design.flows if one.name == getattr(objective, "flow", "")), None)
        rows = (
            [call for call in flow.calls if sum(not isinstance(step, Together) for step in call.steps) > 2]
            if flow
            else []
        )
        if flow and rows:
            yield Question(
                0.4,
                "order",
                f"`{flow.name}` makes {len(rows[0].steps)} calls one after another in `{rows[0].target.name}`. Which of them need another's answer?",
            )


def next_limit(evidence: Evidence) -> Iterator[Question]:
    """What to ask when nothing broke: where it would."""
    busiest: dict[str, float] = {}
    for name in evidence.measured.record.components:
        busiest[name] = float(evidence.measured.series(name, "utilisation").max(initial=0))
    name = max(busiest, key=busiest.__getitem__, default="")
    if name and 0 < busiest[name] < FULL:
        yield Question(
            0.12,
            "headroom",
            f"`{name}` was the busiest, {busiest[name]:.0%} at most. At what load is it full, and what is the first thing people would see?",
        )
    yield Question(0.11, "loss of one", "Which single component, lost for a minute, would hurt the most? Run it.")
    yield Question(
        0.1,
        "less",
        "What could be taken away, a quarter of the capacity or a whole component, with the verdict unchanged?",
    )


def outcomes(evidence: Evidence) -> Iterator[Question]:
    """An objective of availability that nothing above explains: how requests ended."""
    for objective in evidence.missed(slos.Availability):
        flow = getattr(objective, "flow", "")
        ended = evidence.measured.outcomes(flow)
        counts = {name: int((ended == code).sum()) for code, name in enumerate(NAMES) if code >= 2}
        worst = max(counts, key=counts.__getitem__)
        if counts[worst]:
            yield Question(
                0.3,
                "ends",
                f"{counts[worst]:,} requests of `{flow}` ended {worst}. Which component said so first, and was that its own doing?",
            )


Rule = Callable[[Evidence], Iterator[Question]]

RULES: tuple[Rule, ...] = (
    recovery,
    too_small,
    waiting_while_idle,
    capacity,
    retried,
    region,
    misses,
    lost,
    optional,
    waste_of_money,
    wasted,
    old_values,
    twice,
    behind,
    in_a_row,
    outcomes,
    next_limit,
)


def _ten_seconds(series: Floats) -> Floats:
    return np.convolve(series, np.ones(10), "valid") if len(series) >= 10 else series
