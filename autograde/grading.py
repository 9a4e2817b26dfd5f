"""What is graded and what comes of it: plain values that cross between processes and machines, no I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from autograde.job import Job, JobResult, Limits


class Runner(Protocol):
    """Runs notebooks: the engine, or what stands for it in a test."""

    def run(self, job: Job) -> JobResult:
        """Never raises for what a student did."""


@dataclass(frozen=True)
class Settings:
    """What a run was asked for; the same for every submission of it."""

    limits: Limits = field(default_factory=Limits)
    inside: bool = False
    """Whether test cells that cannot run in the examiner may run in the student's process."""
    unconfined: bool = False
    """Whether to grade although this machine lacks what the jail needs."""


@dataclass(frozen=True)
class Source:
    """An assignment as the instructor wrote it, solutions and hidden tests included."""

    assignment: str
    notebooks: Mapping[str, bytes]
    """By name without .ipynb."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The other files, by relative posix path."""


@dataclass(frozen=True)
class Submission:
    """A submitted folder, read once; `notes` say what was left out of it and why."""

    assignment: str
    student: str
    notebooks: Mapping[str, bytes]
    files: Mapping[str, bytes] = field(default_factory=dict)
    timestamp: str | None = None
    """As timestamp.txt has it, when it can be read as a time."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CellScore:
    """What a graded cell earned; `points` is None where a person must read it."""

    points: float | None
    max_points: float
    message: str = ""


@dataclass(frozen=True)
class GradedNotebook:
    """A notebook after its run: what autograded/ gets and what the gradebook gets."""

    name: str
    notebook: bytes
    scores: Mapping[str, CellScore]
    """By grade_id, every graded cell of the instructor's notebook."""
    notes: tuple[str, ...] = ()
    """What was repaired or refused in it, for people."""
    missing: bool = False
    """The student handed in no such notebook: every score is 0 and the gradebook gets no autograded file of it."""


@dataclass(frozen=True)
class Graded:
    """What came of one submission. `error` is "" unless it could not be graded; then the notebooks are empty."""

    assignment: str
    student: str
    notebooks: tuple[GradedNotebook, ...] = ()
    notes: tuple[str, ...] = ()
    error: str = ""
    seconds: float = 0.0

    @property
    def status(self) -> Literal["graded", "failed"]:
        return "failed" if self.error else "graded"
