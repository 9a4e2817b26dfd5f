"""projects/NAME.exam.json: what the examiner asked of a project and what was answered, every attempt on every axis."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from course.errors import DamagedFile, WorkspaceError
from course.files import write_atomic
from course.stories.axes import BY_ID
from course.stories.examiner import Turn

VERSION = 1
SUFFIX = ".exam.json"

Attempts = tuple[tuple[Turn, ...], ...]
"""On one axis, the last one going on."""


@dataclass(frozen=True)
class Examination:
    attempts: Mapping[str, Attempts] = field(default_factory=dict)
    """By axis."""

    def turns(self, axis: str) -> tuple[Turn, ...]:
        """Of the attempt that goes on."""
        attempts = self.attempts.get(axis, ())
        return attempts[-1] if attempts else ()

    def with_turn(self, axis: str, turn: Turn) -> Self:
        earlier = self.attempts.get(axis, ())[:-1]
        return type(self)({**self.attempts, axis: (*earlier, (*self.turns(axis), turn))})

    def restarted(self, axis: str) -> Self:
        """With a new attempt; the earlier ones are kept."""
        return self if not self.turns(axis) else type(self)({**self.attempts, axis: (*self.attempts[axis], ())})

    def to_dict(self) -> dict[str, Any]:
        axes = {
            axis: [[turn.to_dict() for turn in one] for one in attempts] for axis, attempts in self.attempts.items()
        }
        return {"version": VERSION, "axes": axes}

    @classmethod
    def from_dict(cls, raw: object) -> Self:
        """Raises ValueError; the version has been checked before."""
        axes = raw.get("axes") if isinstance(raw, dict) else None
        if not isinstance(axes, dict) or not axes.keys() <= BY_ID.keys():
            raise ValueError('"axes" is no object of the four axes')
        return cls({axis: _attempts(axis, attempts) for axis, attempts in axes.items()})


def _attempts(axis: str, raw: object) -> Attempts:
    if not isinstance(raw, list) or not all(isinstance(one, list) for one in raw):
        raise ValueError(f'"{axis}" is no list of attempts')
    return tuple(tuple(Turn.from_dict(axis, turn) for turn in one) for one in raw)


def load(path: Path) -> Examination:
    """An empty one when there is no file. Raises DamagedFile or WorkspaceError; the file is left as it is."""
    try:
        raw = json.loads(path.read_bytes())
        version = raw.get("version") if isinstance(raw, dict) else None
        if not isinstance(version, int) or version < 1:
            raise ValueError('"version" is no number from 1')
        if version > VERSION:
            raise WorkspaceError(f"{path} was written by a newer Keeper. It is left as it is: upgrade Keeper to go on.")
        return Examination.from_dict(raw)
    except FileNotFoundError:
        return Examination()
    except (ValueError, RecursionError) as error:
        raise DamagedFile(
            f"{path} is damaged ({error}). It is left as it is: mend it, or move it away to begin this examination afresh."
        ) from error
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror}. Mend its permissions.") from error


def save(path: Path, examination: Examination) -> None:
    """Raises OSError."""
    write_atomic(path, json.dumps(examination.to_dict(), indent=2, ensure_ascii=False) + "\n")
