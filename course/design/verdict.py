"""A verdict: whether a design meets a scenario's objectives, over several seeds, with an interval for each.

What an objective measures is estimated by its mean over seeds, which are independent runs. After each seed from the third on,
an objective is clear once its interval lies on one side of the bound. Six looks at most, each with Student's t at 1 - 0.05/6,
keep the chance that any interval misses the mean below one in twenty (Bonferroni), as far as a run's figure is about normal.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf, isfinite, isnan, sqrt
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any, Literal

from course.design.measures import Measured, measure
from course.design.recent import recorded
from course.design.slos import Objective

if TYPE_CHECKING:
    from course.design.design import Design
    from course.design.scenario import Scenario

SEEDS_LEAST, SEEDS_MOST = 3, 8
CONFIDENCE = 0.95
STUDENT_T = {2: 76.390, 3: 10.886, 4: 6.232, 5: 4.851, 6: 4.219, 7: 3.863, 8: 3.636}
"""Seeds to the quantile at 1 - (1 - CONFIDENCE) / 6 / 2, with one degree of freedom less than seeds."""

Outcome = Literal["pass", "fail", "too close to call"]
Progress = Callable[[float], None]
"""Told the share of the work that is done, 0 to 1; a run that needs fewer seeds jumps to the end."""


@dataclass(frozen=True)
class Judgement:
    """One objective over all seeds: what each run measured, and the interval of their mean."""

    objective: Objective
    values: tuple[float, ...]

    @property
    def interval(self) -> tuple[float, float]:
        """Of the mean, within what the objective can be; all there is where a run gave no value."""
        if any(isnan(value) for value in self.values) or not self.values:
            return (-inf, inf)
        if not all(map(isfinite, self.values)):
            return (min(self.values), max(self.values))
        mean = fmean(self.values)
        if len(self.values) == 1:
            return (mean, mean)
        half = STUDENT_T[min(len(self.values), SEEDS_MOST)] * stdev(self.values) / sqrt(len(self.values))
        return (max(mean - half, 0.0), min(mean + half, max(self.objective.most, mean)))

    @property
    def outcome(self) -> Outcome:
        low, high = self.interval
        if self.objective.met_by(low) and self.objective.met_by(high):
            return "pass"
        return "too close to call" if self.objective.met_by(low) or self.objective.met_by(high) else "fail"

    @property
    def mean(self) -> float:
        return fmean(self.values) if self.values else inf

    @property
    def measured(self) -> str:
        """What was measured, for a person: the mean and, where seeds differ, its interval."""
        low, high = self.interval
        show = self.objective.show
        if any(isnan(value) for value in self.values):
            return "nothing to measure"
        if low == high or not isfinite(high):
            return show(high) if isfinite(high) else "never" if low == high else f"{show(low)} or never"
        return f"{show(self.mean)} ({show(low)} to {show(high)})"

    def __str__(self) -> str:
        return f"{self.outcome}: {self.objective.text}; measured {self.measured}"


@dataclass(frozen=True)
class Verdict:
    """A design under a scenario: each objective's judgement, and what they come to."""

    design: str
    scenario: str
    seeds: tuple[int, ...]
    judgements: tuple[Judgement, ...]
    first: Measured | None = field(default=None, compare=False, repr=False)
    """The run of the first seed, for the report."""

    @property
    def outcome(self) -> Outcome:
        """Fail if any objective fails, else too close to call if any is, else pass."""
        found = {judgement.outcome for judgement in self.judgements}
        return "fail" if "fail" in found else "too close to call" if "too close to call" in found else "pass"

    @property
    def passed(self) -> bool:
        return self.outcome == "pass"

    def to_dict(self) -> dict[str, Any]:
        """For `--json`; numbers that no JSON holds are None."""
        return {
            "design": self.design,
            "scenario": self.scenario,
            "seeds": list(self.seeds),
            "confidence": CONFIDENCE,
            "outcome": self.outcome,
            "objectives": [
                {
                    "kind": type(one.objective).__name__,
                    "text": one.objective.text,
                    "bound": one.objective.bound,
                    "outcome": one.outcome,
                    "values": [value if isfinite(value) else None for value in one.values],
                    "low": one.interval[0] if isfinite(one.interval[0]) else None,
                    "high": one.interval[1] if isfinite(one.interval[1]) else None,
                }
                for one in self.judgements
            ],
        }

    def __str__(self) -> str:
        many = (
            f"{len(self.seeds)} seeds, {CONFIDENCE:.0%} intervals" if len(self.seeds) > 1 else "one seed, no interval"
        )
        return "\n".join(
            [f"{self.design} under {self.scenario}: {self.outcome} ({many})", *(f"  {one}" for one in self.judgements)]
        )


def judge(
    design: "Design", scenario: "Scenario", *, seeds: int | None = None, progress: Progress | None = None
) -> Verdict:
    """Run the design with the scenario's seed and the ones after it, until each objective is clear, at most eight.

    With `seeds`, exactly as many; one gives no interval. Raises DesignError when the design lacks what the scenario asks for.
    """
    least, most = (SEEDS_LEAST, SEEDS_MOST) if seeds is None else (seeds, seeds)
    values: list[list[float]] = [[] for _ in scenario.slos]
    first: Measured | None = None
    used: list[int] = []
    for number in range(most):
        used.append(scenario.seed + number)

        def part(share: float, done: int = number) -> None:
            if progress:
                progress((done + share) / most)

        run = Measured(design, scenario, recorded(design, scenario, used[-1], progress=part))
        first = first or run
        for objective, found in zip(scenario.slos, values, strict=True):
            found.append(measure(objective, run))
        judgements = _judgements(scenario.slos, values)
        if len(used) >= least and all(one.outcome != "too close to call" for one in judgements):
            break
    if progress:
        progress(1.0)
    return Verdict(design.name, scenario.name, tuple(used), judgements, first)


def _judgements(objectives: Sequence[Objective], values: Sequence[Sequence[float]]) -> tuple[Judgement, ...]:
    return tuple(Judgement(one, tuple(found)) for one, found in zip(objectives, values, strict=True))
