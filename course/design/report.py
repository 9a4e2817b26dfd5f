"""The report of a run as an incident review: data first, and the text that says it. show.py makes the page."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from course.design.incident import Moment, Sign, cascade, first_failing, signs, timeline
from course.design.measures import Measured, usage
from course.design.prices import Bill, bill
from course.design.questions import Evidence, Question, questions
from course.design.remarks import Remark
from course.design.verdict import Judgement, Progress, Verdict, judge

if TYPE_CHECKING:
    from course.design.design import Design
    from course.design.scenario import Scenario

VERSION = 1
MOMENTS_SHOWN = 16


@dataclass(frozen=True)
class Before:
    """The run before: what its design was and what it measured, by the objective's text."""

    design: dict[str, Any]
    measured: dict[str, str]

    @classmethod
    def from_dict(cls, kept: object) -> "Before | None":
        """What Review.kept() gave; None for anything else, such as what an older course kept."""
        if not isinstance(kept, dict) or kept.get("version") != VERSION:
            return None
        design, measured = kept.get("design"), kept.get("measured")
        if not (isinstance(design, dict) and isinstance(measured, dict)):
            return None
        return cls(design, {str(name): str(text) for name, text in measured.items()})


@dataclass(frozen=True, repr=False)
class Review:
    """What happened to a design under a scenario; printed, it is the whole report as text."""

    verdict: Verdict
    measured: Measured
    before: Before | None = None

    @cached_property
    def signs(self) -> tuple[Sign, ...]:
        return signs(self.measured)

    @property
    def first(self) -> Sign | None:
        """The first failing component, and how it showed."""
        return first_failing(self.signs, self.measured) if self.signs else None

    @property
    def cascade(self) -> tuple[Sign, ...]:
        """The components in trouble, in the order in which trouble reached them."""
        return cascade(self.signs, self.first)

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        return timeline(self.measured, self.signs)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return questions(Evidence(self.verdict, self.measured, self.signs, self.first))

    @cached_property
    def bill(self) -> Bill:
        return bill(self.measured.design, self.measured.scenario, usage(self.measured))

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return self.measured.design.remarks

    @property
    def replay(self) -> str:
        """How to see the first run again."""
        seed = self.measured.record.seed
        return f"seed {seed} of {self.measured.scenario.name}: `run(design, scenario.shifted(seed={seed}), seeds=1)`"

    @property
    def changes(self) -> list[str]:
        """What is another since the run before: the design's lines."""
        from course.design.design import Design
        from course.errors import DesignError

        try:
            return Design.from_dict(self.before.design).diff(self.measured.design) if self.before else []
        except DesignError:  # an older course's
            return []

    def then(self, judgement: Judgement) -> str:
        """What the run before measured for an objective; "" for nothing."""
        return self.before.measured.get(judgement.objective.text, "") if self.before else ""

    def kept(self) -> dict[str, Any]:
        """What the next run's report compares with, as plain data."""
        return {
            "version": VERSION,
            "design": self.measured.design.to_dict(),
            "measured": {one.objective.text: one.measured for one in self.verdict.judgements},
        }

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data, for programs."""
        return {
            "version": VERSION,
            **self.verdict.to_dict(),
            "replay_seed": self.measured.record.seed,
            "cost_per_month": round(self.bill.total, 2),
            "first_failing": self.first.component if self.first else None,
            "cascade": [{"component": one.component, "at_s": one.at_s, "text": one.text} for one in self.cascade],
            "timeline": [
                {"at_s": one.at_s, "kind": one.kind, "about": one.about, "text": one.text} for one in self.moments
            ],
            "questions": [one.text for one in self.questions],
            "remarks": [str(one) for one in self.remarks],
            "changes": self.changes,
            "before": self.before.measured if self.before else None,
        }

    def __str__(self) -> str:
        lines = [str(self.verdict), ""]
        if self.before:
            lines += ["Since the run before:", *(f"  {line}" for line in self.changes or ["the same design"])]
            lines += [
                f"  {one.objective.text}: {self.then(one)} → {one.measured}"
                for one in self.verdict.judgements
                if self.then(one)
            ]
            lines.append("")
        lines += [self.story(), ""]
        lines += ["Timeline", *(f"  {_clock(one)}  {_said(one)}" for one in self.moments[:MOMENTS_SHOWN])]
        if len(self.moments) > MOMENTS_SHOWN:
            lines.append(f"          … and {len(self.moments) - MOMENTS_SHOWN} moments more")
        lines += ["", f"Cost: ${self.bill.total:,.0f} a month by the course's price table"]
        lines += ["", "To try next", *(f"  {number}. {one.text}" for number, one in enumerate(self.questions, 1))]
        if self.remarks:
            lines += ["", "About the design", *(f"  {one}" for one in self.remarks)]
        return "\n".join([*lines, "", f"Replay: {self.replay}"])

    def story(self) -> str:
        """What broke first and how it went on, in a sentence or two."""
        if not self.first:
            return "No component showed a sign of trouble."
        after = [one for one in self.cascade if one.component != self.first.component]
        text = f"First in trouble: `{self.first.component}`, at {self.first.at_s:.0f} s: {self.first.text}."
        if after:
            text += " Then " + "; ".join(f"`{one.component}` at {one.at_s:.0f} s: {one.text}" for one in after) + "."
        return text

    __repr__ = __str__

    def _repr_html_(self) -> str | None:
        """The page, for a person; a batch run shows the text."""
        from course.design.show import page
        from course.parts.session import is_person_there

        return page(self) if is_person_there() else None


def review(
    design: "Design",
    scenario: "Scenario",
    *,
    seeds: int | None = None,
    before: Before | None = None,
    progress: Progress | None = None,
) -> Review:
    """Judge the design and review the run of the first seed. Raises DesignError, as `judge` does."""
    verdict = judge(design, scenario, seeds=seeds, progress=progress)
    assert verdict.first is not None
    return Review(verdict, verdict.first, before)


def _clock(moment: Moment) -> str:
    return f"{moment.at_s:>6.0f} s"


def _said(moment: Moment) -> str:
    return f"{f'`{moment.about}` ' if moment.about else ''}{moment.text}"
