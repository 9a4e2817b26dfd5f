"""What the engine is asked to run and what it answers: plain values, no I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

MIB = 2**20

Role = Literal["student", "given", "test"]
"""student: runs in the student's process only. given: locked, ungraded instructor code, runs in both processes.
test: locked and graded, runs in the examiner."""

Status = Literal["ok", "error", "timeout", "died", "flooded", "skipped", "refused"]
"""skipped: the notebook's time was up before. refused: a test cell that cannot run in the examiner, and may not run inside."""


@dataclass(frozen=True)
class Step:
    """One code cell to run; `index` is its place in the notebook."""

    index: int
    source: str
    role: Role
    grade_id: str | None = None
    inside: str = ""
    """Why this test cell needs the student's objects in its own process, as the instructor's notebook says; "" when it does not."""


@dataclass(frozen=True)
class Limits:
    """What one notebook may use; every figure is enforced by the kernel or by the supervisor, never by the student's process."""

    cell_s: float = 30
    notebook_s: float = 120
    memory_bytes: int = 1024 * MIB
    processes: int = 64
    open_files: int = 256
    file_bytes: int = 32 * MIB
    disk_bytes: int = 64 * MIB
    """Of the private /tmp, which also holds the working directory."""
    cell_output_bytes: int = 1 * MIB
    notebook_output_bytes: int = 8 * MIB


@dataclass(frozen=True)
class Job:
    """One notebook to run, already repaired: its code cells, the files it finds, its limits."""

    key: str
    """ "assignment/student/notebook": named in messages, and the seed of whatever is random."""
    steps: tuple[Step, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The submission's other files by relative posix path, already vetted: what the student's process finds."""
    given_files: Mapping[str, bytes] = field(default_factory=dict)
    """The instructor's files beside the source notebook: both processes find them; they win over the student's."""
    instructor: tuple[str, ...] = ()
    """The code cells of the instructor's notebook other than tests, in order: what a name means there. Never enters the student's process."""
    inside: bool = False
    """Whether a test cell that cannot run in the examiner may run in the student's process."""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class CellResult:
    """What came of one cell; `outputs` are nbformat outputs, `message` says for people what went wrong, "" when nothing."""

    index: int
    status: Status
    outputs: tuple[Mapping[str, Any], ...] = ()
    execution_count: int | None = None
    seconds: float = 0.0
    message: str = ""


@dataclass(frozen=True)
class JobResult:
    """What came of a notebook: a result for every step, by index."""

    cells: Mapping[int, CellResult]
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
