"""stories/rehearsals.jsonl: when each story was told aloud; a line each, added and never rewritten.

Apart from the stories, so that no edit of a story's file touches its history.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Any, Self

from course.errors import WorkspaceError

VERSION = 1  # kept in each line, so that lines of several versions can stand in one file
NAME = "rehearsals.jsonl"
SECONDS_LIMIT = 24 * 3600.0


@dataclass(frozen=True)
class Rehearsal:
    story: str
    when: datetime
    seconds: float
    """As spoken; 0 when it was typed."""
    findings: tuple[str, ...] = ()
    """Kinds of the coach's findings, such as "no_reflection"."""

    def to_dict(self) -> dict[str, Any]:
        return {
            "version": VERSION,
            "story": self.story,
            "when": self.when.isoformat(timespec="seconds"),
            "seconds": self.seconds,
            "findings": list(self.findings),
        }

    @classmethod
    def from_dict(cls, raw: object) -> Self:
        """Raises ValueError, saying what is wrong."""
        if not isinstance(raw, dict):
            raise ValueError("it is no JSON object")
        if not isinstance(version := raw.get("version"), int) or version < 1:
            raise ValueError('"version" is no number from 1')
        if version > VERSION:
            raise ValueError("a newer Keeper wrote it")
        story, seconds, findings = raw.get("story"), raw.get("seconds"), raw.get("findings")
        if not isinstance(story, str) or not story:
            raise ValueError('"story" is no text')
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= SECONDS_LIMIT:
            raise ValueError('"seconds" is no number of seconds of a day')
        if not isinstance(findings, list) or not all(isinstance(kind, str) for kind in findings):
            raise ValueError('"findings" is no list of texts')
        when = datetime.fromisoformat(str(raw.get("when")))
        if when.tzinfo is None:
            raise ValueError('"when" has no time zone')
        return cls(story, when, float(seconds), tuple(findings))


def rehearsal(story: str, when: datetime, seconds: float, findings: Iterable[str]) -> Rehearsal:
    """Checked, so that what is written can be read. Raises ValueError."""
    if not isfinite(seconds) or not 0 <= seconds <= SECONDS_LIMIT:
        raise ValueError(f"a rehearsal takes from 0 to {SECONDS_LIMIT:.0f} seconds, not {seconds!r}")
    if when.tzinfo is None:
        raise ValueError(f"{when!r} has no time zone: use datetime.now(UTC)")
    return Rehearsal(story, when, float(seconds), tuple(dict.fromkeys(map(str, findings))))


def read(path: Path) -> tuple[tuple[Rehearsal, ...], tuple[str, ...]]:
    """In the order they were added, and a sentence for each line that cannot be read. Raises WorkspaceError."""
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return (), ()
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror}. Mend its permissions.") from error
    found, problems = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(Rehearsal.from_dict(json.loads(line)))
        except (ValueError, RecursionError) as error:
            reason = "it is no JSON" if isinstance(error, json.JSONDecodeError | UnicodeDecodeError) else error
            problems.append(
                f"Line {number} of {path.parent.name}/{path.name} is left out: {reason}. The other lines count; delete that one."
            )
    return tuple(found), tuple(problems)


def add(path: Path, one: Rehearsal) -> None:
    """Append a line; one that a killed process left half-written before it stays as it is. Raises OSError."""
    line = json.dumps(one.to_dict(), ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    with path.open("ab+") as file:
        if file.tell() and _last_byte(file.fileno(), file.tell()) != b"\n":
            line = b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def _last_byte(handle: int, size_bytes: int) -> bytes:
    return os.pread(handle, 1, size_bytes - 1)
