"""answers/: what a learner chose in the lessons' parts, one JSON file a lesson, written atomically."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout

from course.errors import DamagedFile, WorkspaceError
from course.files import write_atomic

VERSION = 1
LOCK_TIMEOUT_S = 5.0  # two notebooks of one lesson may save at once; a save takes milliseconds

_LESSON_ID = re.compile(r"[a-z0-9_]+/[a-z0-9_]+")

Response = dict[str, Any]


@dataclass(frozen=True)
class LessonResponses:
    """One lesson's responses: key of the part, such as "clarify:lru_opening", to what it keeps (JSON values)."""

    lesson: str
    responses: Mapping[str, Response]

    def to_dict(self) -> dict[str, object]:
        return {"version": VERSION, "lesson": self.lesson, "responses": dict(self.responses)}

    @classmethod
    def from_dict(cls, raw: object) -> Self:
        """Raises ValueError, saying what is wrong; the version has been checked before."""
        if not isinstance(raw, dict):
            raise ValueError("the file holds no JSON object")
        lesson, responses = raw.get("lesson"), raw.get("responses")
        if not isinstance(lesson, str):
            raise ValueError('"lesson" is not a text')
        if not isinstance(responses, dict) or not all(isinstance(one, dict) for one in responses.values()):
            raise ValueError('"responses" is not an object of objects')
        return cls(lesson, responses)


class Responses:
    """The responses kept in `folder`, the workspace's answers/."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, lesson: str) -> Path:
        """The file of a lesson id such as "coding/lru_cache"; ValueError for anything else, so no path escapes."""
        if not _LESSON_ID.fullmatch(lesson):
            raise ValueError(f'a lesson\'s id looks like "coding/lru_cache", not {lesson!r}')
        return self.folder / f"{lesson.replace('/', '-')}.json"

    def all(self, lesson: str) -> dict[str, Response]:
        """Every response of a lesson, {} when there is no file. Raises DamagedFile or WorkspaceError."""
        return dict(self._read(lesson).responses)

    def get(self, lesson: str, key: str) -> Response | None:
        return self.all(lesson).get(key)

    def put(self, lesson: str, key: str, response: Response) -> None:
        """Keep `response` under `key`, leaving the others as they are.

        Raises DamagedFile or WorkspaceError when the file cannot be read, and WorkspaceError when it cannot be
        written; either way it is left as it is.
        """
        path = self.path(lesson)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / f".{path.name}.lock", timeout=LOCK_TIMEOUT_S):
                kept = LessonResponses(lesson, {**self._read(lesson).responses, key: response})
                text = json.dumps(kept.to_dict(), indent=2, ensure_ascii=False, allow_nan=False)
                write_atomic(path, text + "\n")
        except Timeout:
            raise WorkspaceError(
                f"{path} is held by another program for more than {LOCK_TIMEOUT_S:.0f} s. "
                "Close other notebooks of this lesson and try again."
            ) from None
        except OSError as error:
            raise WorkspaceError(_unwritable(path, error)) from error

    def _read(self, lesson: str) -> LessonResponses:
        path = self.path(lesson)
        try:
            raw = json.loads(path.read_bytes())
            if (version := _version(raw)) > VERSION:
                raise WorkspaceError(
                    f"{path} was written by a newer Keeper (version {version}; this one reads up to {VERSION}). "
                    "It is left as it is: upgrade Keeper to go on with these answers."
                )
            return LessonResponses.from_dict(raw)
        except FileNotFoundError:
            return LessonResponses(lesson, {})
        except (ValueError, RecursionError) as error:
            raise DamagedFile(
                f"{path} is damaged ({error}). It is left as it is: mend it, or move it away to start this lesson's "
                "answers afresh."
            ) from error
        except OSError as error:
            raise WorkspaceError(f"{path} cannot be read: {error.strerror}. Mend its permissions.") from error


def _version(raw: object) -> int:
    version = raw.get("version") if isinstance(raw, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ValueError(f'"version" is {version!r}, not a number from 1')
    return version


def _unwritable(path: Path, error: OSError) -> str:
    return (
        f"{path} cannot be written: {error.strerror}. Make room on the disk or mend the folder's permissions; "
        "what was saved before is still there."
    )
