"""What a run says of each submission, as `--json` prints it and the ledger keeps it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from autograde.grading import Graded

Status = Literal["graded", "unchanged", "failed"]
"""unchanged: it was graded before, and nothing that counts has changed since."""

Points = dict[str, dict[str, float | None]]
"""By grade_id: points (None where a person must read it) and max_points."""


@dataclass(frozen=True)
class SubmissionReport:
    """One submission. `score` sums the automatic points, without late penalties and what people gave."""

    student: str
    status: Status
    notebooks: list[str] = field(default_factory=list)
    """Those that were handed in and graded."""
    score: float = 0.0
    max_score: float = 0.0
    message: str = ""
    """Why it failed, or what was repaired, left out or missing."""
    grades: dict[str, Points] = field(default_factory=dict)
    """By notebook."""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> "SubmissionReport":
        return cls(**fields)


@dataclass(frozen=True)
class RunReport:
    """A whole run."""

    assignment: str
    seconds: float
    submissions: list[SubmissionReport]

    def having(self, status: Status) -> list[SubmissionReport]:
        return [submission for submission in self.submissions if submission.status == status]

    def to_dict(self) -> dict[str, Any]:
        return {
            "assignment": self.assignment,
            "seconds": round(self.seconds, 3),
            "submissions": [submission.to_dict() for submission in self.submissions],
        }


def report_of(graded: Graded) -> SubmissionReport:
    """What is said of `graded`."""
    scores = [score for notebook in graded.notebooks for score in notebook.scores.values()]
    return SubmissionReport(
        student=graded.student,
        status=graded.status,
        notebooks=[notebook.name for notebook in graded.notebooks if not notebook.missing],
        score=sum(score.points or 0.0 for score in scores),
        max_score=sum(score.max_points for score in scores),
        message=graded.error or " ".join(_notes(graded)),
        grades={
            notebook.name: {
                id: {"points": score.points, "max_points": score.max_points} for id, score in notebook.scores.items()
            }
            for notebook in graded.notebooks
        },
    )


def _notes(graded: Graded) -> Iterable[str]:
    yield from graded.notes
    for notebook in graded.notebooks:
        if notebook.missing:
            yield f"{notebook.name} was not handed in."
        yield from (f"{notebook.name}: {note}" for note in notebook.notes)
