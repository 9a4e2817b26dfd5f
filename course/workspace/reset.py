"""`course reset`: a fresh copy of one lesson; the learner's own goes to backups/ first."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from course.errors import DamagedFile, WorkspaceError
from course.files import write_atomic
from course.workspace import marker as markers
from course.workspace.marker import Marker
from course.workspace.notebooks import digest
from course.workspace.place import Workspace, writing


@dataclass(frozen=True)
class Reset:
    lesson: Path
    backup: Path | None
    """None when the lesson was not there."""


def reset(workspace: Workspace, lesson: str, release: Path, now: datetime) -> Reset:
    """Put the released version of `lesson` ("2_coding/03_lru_cache") in place of the learner's, which is kept.

    Raises WorkspaceError when it is not released or the disk forbids it; the lesson is then as it was.
    """
    path = f"{lesson}.ipynb"
    fresh = release / path
    target = workspace.root / path
    if not fresh.exists():
        raise WorkspaceError(f"{lesson} has no released notebook at {fresh}. `course build {lesson}` makes it.")
    with workspace.changing():
        known = _known(workspace)
        backup = None
        if target.exists():
            backup = _free_name(workspace.backups, f"{stamp(now)}-{target.name}")
            with writing(backup):
                write_atomic(backup, target.read_bytes())
        markers.save(workspace.marker, Marker({**known.installed, path: digest(fresh) or ""}, known.offered))
        with writing(target):  # last: stopped before it, the lesson is an edited one still, and kept
            write_atomic(target, fresh.read_bytes())
    return Reset(target, backup)


def stamp(now: datetime) -> str:
    """2026-11-21T05-30-00Z: a date that sorts, and that every file system takes."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")


def _known(workspace: Workspace) -> Marker:
    try:
        return markers.load(workspace.marker)
    except DamagedFile as error:
        raise WorkspaceError(f"{error} `course learn` mends it without touching your work; then try again.") from error


def _free_name(folder: Path, name: str) -> Path:
    """Two resets in one second must not share a backup."""
    wanted = folder / name
    for number in itertools.count(2):
        if not wanted.exists():
            return wanted
        wanted = folder / f"{Path(name).stem}-{number}.ipynb"
    raise AssertionError("the names never end")
