"""What a tests cell says of a learner's design: `meets(design, scenario)`.

In trusted grading the tests run in the examiner, and what `design` is comes from the student's process, where anybody may have
made it. So only its plain data counts, of which the value is made anew and checked here; the simulation runs on this side.
"""

import json
from typing import Protocol

from course.cases.failure import CaseFailed
from course.design.design import Design
from course.design.report import Review, review
from course.design.scenario import Scenario
from course.design.scenarios import scenarios
from course.errors import DesignError

KEPT = 16  # reviews: a cell's cases ask about the same runs again and again

_reviews: dict[tuple[str, str, int | None], Review] = {}


class Designed(Protocol):
    """A Design, or a reference to one."""

    def to_dict(self) -> object: ...


def received(design: Designed | dict[str, object]) -> Design:
    """The design as a value of this process, made anew from its data. Fails the case when it is none."""
    try:
        return Design.from_dict(design if type(design) is dict else design.to_dict())  # type: ignore[union-attr]
    except DesignError as error:
        raise CaseFailed(str(error)) from None
    except Exception as error:  # what claims to be a design may be anything
        raise CaseFailed(
            f'`design` cannot be read ({type(error).__name__}). Write design = Design("…", Endpoint(…)).'
        ) from None


def judged(design: Designed | dict[str, object], scenario: Scenario, *, seeds: int | None = None) -> Review:
    """The review of a design under a scenario, run once for both. Fails the case when the design doesn't fit the scenario."""
    value = received(design)
    key = (json.dumps(value.to_dict(), sort_keys=True), json.dumps(scenario.to_dict(), sort_keys=True), seeds)
    if key not in _reviews:
        try:
            found = review(value, scenario, seeds=seeds)
        except DesignError as error:
            raise CaseFailed(str(error)) from None
        while len(_reviews) >= KEPT:
            del _reviews[next(iter(_reviews))]
        _reviews[key] = found
    return _reviews[key]


def meets(design: Designed | dict[str, object], scenario: Scenario, *kinds: str, seeds: int | None = None) -> Review:
    """Fail the case unless the design meets the scenario's objectives, or those of the `kinds` named ("Latency", "Cost").

    What is too close to call fails, too, and says so. Gives the review, for further questions.
    """
    found = judged(design, scenario, seeds=seeds)
    known = {type(one.objective).__name__ for one in found.verdict.judgements}
    if unknown := set(kinds) - known:
        raise ValueError(
            f"{scenario.name} has no objective of kind {', '.join(sorted(unknown))}; there is {', '.join(sorted(known))}"
        )
    missed = [
        one
        for one in found.verdict.judgements
        if one.outcome != "pass" and (not kinds or type(one.objective).__name__ in kinds)
    ]
    if missed:
        lines = [f"Under {scenario.name} ({scenario.about.rstrip('.')}):", *(f"  {one}" for one in missed)]
        replay = f"Replay: run(design, {scenario.name!r})." if not kinds and _shipped(scenario) else ""
        raise CaseFailed("\n".join([*lines, found.story(), replay]).rstrip())
    return found


def _shipped(scenario: Scenario) -> bool:
    """Whether `run` finds this scenario by its name: a shifted one may keep the name, and is another."""
    shipped = scenarios().get(scenario.name)
    return shipped is not None and shipped.to_dict() == scenario.to_dict()
