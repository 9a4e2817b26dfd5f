"""What happened in a run: which component showed what sign of trouble first, how it went on from there, and when each objective
broke. Signs compare a second with the time before the first fault; the thresholds stand at the top."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from course.design import slos
from course.design.calls import Call, Step
from course.design.components import Source
from course.design.demand import Floats
from course.design.faults import Hang, TargetFault
from course.design.flows import Consumer
from course.design.measures import WINDOW_S, Measured, measure
from course.design.slos import Objective

SMOOTH_S = 3
"""A second alone is no sign: three in a row are."""
QUIET_S = 10
"""A sign that is gone for longer begins anew."""
SHARE = 0.02  # of calls that fail, are shed or time out, from which on it is a sign
TIMES = 3.0  # as often as before the first fault
FULL = 0.95  # of its capacity
WAITING = 10.0
BACKLOG = 100.0
HITS_LEFT = 0.7  # of the hit rate before


@dataclass(frozen=True)
class Sign:
    """A component in trouble: from when, until when (None: to the end), and how bad at the worst."""

    component: str
    kind: str
    at_s: float
    until_s: float | None
    worst: float
    text: str


@dataclass(frozen=True)
class Moment:
    """A line of the timeline."""

    at_s: float
    kind: str
    """fault, repair, sign, objective, or the kind of an event of the simulator."""
    about: str
    text: str


def signs(measured: Measured) -> tuple[Sign, ...]:
    """Every sign of trouble, the earliest first; of those that began together, the callee before its caller."""
    depth = depths(measured)
    found = [sign for name in measured.record.components for watch in WATCHES for sign in watch(name, measured)]
    return tuple(sorted(found, key=lambda sign: (sign.at_s, -depth.get(sign.component, 0))))


def first_failing(found: Sequence[Sign], measured: Measured) -> Sign | None:
    """Where it began: of the signs within two seconds of the first, the one farthest from the people."""
    depth = depths(measured)
    earliest = [sign for sign in found if sign.at_s <= found[0].at_s + 2]
    return max(earliest, key=lambda sign: (depth.get(sign.component, 0), -sign.at_s), default=None)


def cascade(found: Sequence[Sign], first: Sign | None) -> tuple[Sign, ...]:
    """The first sign of each component that followed, in order."""
    seen = {first.component: first} if first else {}
    for sign in found:
        if first and sign.at_s >= first.at_s:
            seen.setdefault(sign.component, sign)
    return tuple(seen.values())


def first_fault_s(measured: Measured) -> float:
    """When the first fault begins; inf without any."""
    return min((fault.at_s for fault in measured.scenario.faults), default=inf)


def depths(measured: Measured) -> Mapping[str, int]:
    """How many calls each component is away from the people, at most; a consumer's come after what it consumes."""
    depth: dict[str, int] = {}

    def visit(step: Step, level: int) -> None:
        if isinstance(step, Call):
            depth[step.target.name] = max(depth.get(step.target.name, 0), level)
        for inner in (*step.steps, *(step.fallback.steps if isinstance(step, Call) and step.fallback else ())):
            visit(inner, level + isinstance(step, Call))

    for flow in sorted(measured.design.flows, key=lambda flow: isinstance(flow, Consumer)):
        visit(flow.root, depth.get(flow.begun_by.name, 0) + 1)
    return depth


def broken(objective: Objective, measured: Measured) -> list[tuple[float, float | None]]:
    """From when until when an objective did not hold over ten seconds; None: to the end. Empty for what has no course in time."""
    if not isinstance(objective, slos.Latency | slos.Availability | slos.Degraded):
        return []
    last = int(measured.record.duration_s) - WINDOW_S
    bad = np.zeros(max(last + 1, 0), bool)
    for second in range(last + 1):
        value = measure(objective, measured.window(second, second + WINDOW_S))
        bad[second] = not objective.met_by(value) and value == value
    return [(begin + WINDOW_S, None if end is None else end + WINDOW_S) for begin, end in _spells(bad)]


def timeline(measured: Measured, found: Sequence[Sign]) -> tuple[Moment, ...]:
    """Faults, the first sign of each kind of each component, events, and when objectives broke and held again."""
    moments = []
    for fault in measured.scenario.faults:
        missed = isinstance(fault, TargetFault) and not measured.scenario.targets(fault, measured.design)
        text = fault.text + (", which is not in this design" if missed else "")
        moments.append(Moment(fault.at_s, "fault", "", text))
        if fault.until_s is not None and fault.until_s < measured.record.duration_s:
            moments.append(Moment(fault.until_s, "repair", "", f"it ends: {fault.text}"))
    for sign in found:
        moments.append(Moment(sign.at_s, "sign", sign.component, sign.text))
    for objective in measured.scenario.slos:
        for begin, end in broken(objective, measured)[:2]:
            moments.append(Moment(begin, "objective", "", f"not held over {WINDOW_S} s: {objective.text}"))
            if end is not None:
                moments.append(Moment(end, "objective", "", f"held again: {objective.text}"))
    return tuple(sorted([*moments, *_events(measured)], key=lambda moment: moment.at_s))


def _events(measured: Measured) -> Iterator[Moment]:
    """The simulator's, without its faults, which the scenario tells; what repeats is told once, with how often."""
    groups: dict[tuple[str, str, str], list[float]] = {}
    for event in measured.record.events:
        if event.kind not in ("fault", "repair") and event.at_s >= 0:
            cause = f", since {event.cause}" if event.cause else ""
            groups.setdefault((event.component, event.kind, event.text + cause), []).append(event.at_s)
    for (component, kind, text), times in groups.items():
        again = f" ({len(times) - 1} times more, until {times[-1]:.0f} s)" if len(times) > 1 else ""
        named = text.startswith(component)  # "api's breaker for links is open"
        yield Moment(times[0], kind, "" if named else component, text + again)


# -- What one watches --------------------------------------------------------------------------------------------------

Watch = Callable[[str, Measured], Iterator[Sign]]


def _share_of_calls(kind: str, series: str, words: str) -> Watch:
    def watch(name: str, measured: Measured) -> Iterator[Sign]:
        if isinstance(measured.design.components.get(name), Source):
            return  # what fails with its messages are its consumers
        calls = _smooth(measured.series(name, "calls"))
        share = np.divide(_smooth(measured.series(name, series)), calls, out=np.zeros_like(calls), where=calls > 0)
        for begin, end in _spells(share > _threshold(SHARE, share, measured)):
            worst = min(float(share[begin:end].max()), 1.0)
            yield Sign(name, kind, begin, end, worst, f"{words.format(f'{worst:.0%}')}")

    return watch


def _full(name: str, measured: Measured) -> Iterator[Sign]:
    busy = _smooth(measured.series(name, "utilisation"))
    for begin, end in _spells(busy >= FULL):
        worst = float(busy[begin:end].max())
        yield Sign(name, "full", begin, end, worst, f"all its capacity is in use{_for_long(begin, end)}")


def _waiting(name: str, measured: Measured) -> Iterator[Sign]:
    waiting = _smooth(measured.series(name, "waiting"))
    for begin, end in _spells(waiting > _threshold(WAITING, waiting, measured)):
        worst = float(waiting[begin:end].max())
        yield Sign(name, "waiting", begin, end, worst, f"requests wait for it, {worst:,.0f} at the worst")


def _backlog(name: str, measured: Measured) -> Iterator[Sign]:
    backlog = _smooth(measured.series(name, "backlog"))
    for begin, end in _spells(backlog > _threshold(BACKLOG, backlog, measured)):
        worst = float(backlog[begin:end].max())
        yield Sign(name, "behind", begin, end, worst, f"messages pile up, {worst:,.0f} at the worst")


def _hits(name: str, measured: Measured) -> Iterator[Sign]:
    hits, misses = (_smooth(measured.series(name, one)) for one in ("hits", "misses"))
    rate = np.divide(hits, hits + misses, out=np.ones_like(hits), where=hits + misses > 0)
    usual = _usual(rate, measured)
    for begin, end in _spells(rate < HITS_LEFT * usual):
        worst = float(rate[begin:end].min())
        yield Sign(name, "missing", begin, end, worst, f"its hit rate falls from {usual:.0%} to {worst:.0%}")


def _hanging(name: str, measured: Measured) -> Iterator[Sign]:
    """Who never answers is neither busy nor failing; only the fault tells."""
    for fault in measured.scenario.faults:
        during = measured.window(fault.at_s, inf if fault.until_s is None else fault.until_s)
        met = isinstance(fault, Hang) and name in measured.scenario.targets(fault, measured.design)
        if met and during.series(name, "calls").any():
            yield Sign(name, "silent", fault.at_s, fault.until_s, 1.0, "it takes calls and never answers")


WATCHES: tuple[Watch, ...] = (
    _hanging,
    _hits,
    _full,
    _waiting,
    _share_of_calls("slow", "timed_out", "its callers give up on {} of calls"),
    _share_of_calls("failing", "failed", "{} of its calls fail"),
    _share_of_calls("refusing", "shed", "it refuses {} of calls"),
    _backlog,
)


def _for_long(begin: float, end: float | None) -> str:
    return " to the end" if end is None else f" for {end - begin:.0f} s"


def _smooth(series: Floats) -> Floats:
    """The mean of a second and the two before it, so that nothing shows before it happens."""
    before = np.concatenate([np.repeat(series[:1], SMOOTH_S - 1), series])
    return np.convolve(before, np.ones(SMOOTH_S) / SMOOTH_S, "valid")


def _threshold(least: float, series: Floats, measured: Measured) -> float:
    """The least that is a sign, or some times the usual where a little is usual; a lot is no good day to compare with."""
    usual = _usual(series, measured)
    return max(least, TIMES * usual) if usual < TIMES * least else least


def _usual(series: Floats, measured: Measured) -> float:
    """The mean before the first fault; without ten seconds of that, of the first tenth."""
    begin = first_fault_s(measured)
    quiet = int(begin) if QUIET_S <= begin < inf else max(len(series) // 10, 1)
    return float(series[:quiet].mean()) if len(series) else 0.0


def _spells(bad: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> list[tuple[int, int | None]]:
    """Where it begins and ends to be bad, short pauses left out; None for the end of the run."""
    spells: list[tuple[int, int | None]] = []
    for second in np.flatnonzero(bad):
        at = int(second)
        if spells and spells[-1][1] is not None and at - spells[-1][1] <= QUIET_S:
            spells[-1] = (spells[-1][0], at + 1)
        else:
            spells.append((at, at + 1))
    if spells and spells[-1][1] is not None and spells[-1][1] >= len(bad):
        spells[-1] = (spells[-1][0], None)
    return spells
