"""What nbgrader's metadata make of a cell, as nbgrader 0.9.6 reads them (nbgrader.utils, nbgrader.nbgraderformat)."""

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograde.errors import SourceInvalid

SCHEMA_VERSION = 3
GRADE_ID = re.compile(r"[a-zA-Z0-9_-]+")


@dataclass(frozen=True)
class Grading:
    """The nbgrader metadata of one cell of the instructor's notebook."""

    grade_id: str
    grade: bool = False
    solution: bool = False
    locked: bool = False
    task: bool = False
    points: float = 0.0

    @property
    def is_locked(self) -> bool:
        """Whether the text is the instructor's, whatever the student makes of it."""
        return not self.solution and (self.grade or self.locked)

    def is_test(self, kind: str) -> bool:
        """Whether running a cell of this type gives its points."""
        return kind == "code" and self.grade and not self.solution

    def checksum(self, kind: str, text: str) -> str:
        """nbgrader.utils.compute_checksum of a cell of type `kind` that says `text`."""
        parts = [text, kind, str(self.grade), str(self.solution), str(self.is_locked), self.grade_id]
        if self.grade:
            parts.append(str(self.points))
        return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()

    def metadata(self, kind: str, checksum: str) -> dict[str, Any]:
        """As the schema's version 3 has them."""
        points = {"points": self.points} if self.grade or self.task else {}
        return {
            "schema_version": SCHEMA_VERSION,
            "grade_id": self.grade_id,
            "grade": self.grade,
            "solution": self.solution,
            "locked": self.locked,
            "task": self.task,
            "cell_type": kind,
            "checksum": checksum,
            **points,
        }


def grading(raw: Any, kind: str, where: str) -> Grading | None:
    """What the instructor's metadata say of a cell of type `kind`; None for one that nbgrader leaves alone.

    Older versions of the schema are read as nbgrader's `nbgrader update` would write them. Raises SourceInvalid, naming `where`.
    """
    if not isinstance(raw, Mapping):
        return None
    version = raw.get("schema_version", 0)
    if not isinstance(version, int) or version > SCHEMA_VERSION:
        raise SourceInvalid(
            f"{where} has nbgrader metadata of version {version!r}, known are those up to {SCHEMA_VERSION}."
        )
    flags = {name: raw.get(name, False) is True for name in ("grade", "solution", "locked", "task")}
    if not any(flags.values()):
        return None
    id = raw.get("grade_id")
    if not isinstance(id, str) or not GRADE_ID.fullmatch(id):
        raise SourceInvalid(f"{where} has the grade_id {id!r}; give it one of letters, digits, _ and -.")
    found = Grading(id, **flags, points=_points(raw.get("points"), version, f"{where} ({id})"))
    if problem := _contradiction(found, kind):
        raise SourceInvalid(f"{where} ({id}) {problem}; choose its type again in nbgrader's Create Assignment.")
    return found


def _points(raw: Any, version: int, where: str) -> float:
    if raw in (None, "") and version == 0:
        return 0.0
    if raw is None:
        return 0.0
    try:
        points = float(raw)
    except (TypeError, ValueError):
        points = math.nan
    if not math.isfinite(points) or (points < 0 and version > 0):
        raise SourceInvalid(f"{where} is worth {raw!r} points; give it a number from 0.")
    return max(points, 0.0)


def _contradiction(found: Grading, kind: str) -> str:
    """What nbgrader would refuse; "" when nothing."""
    if found.task:
        return "" if kind == "markdown" else "is a task that is not Markdown"
    if kind == "markdown" and found.grade and not found.solution:
        return "is a test that is not code"
    if kind == "markdown" and found.solution and not found.grade:
        return "is a written answer without points"
    return ""
