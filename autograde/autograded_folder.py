"""A submission's folder in autograded/, put in place whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from autograde.course_folder import CourseFolder
from autograde.errors import RunError
from autograde.grading import Graded, Source, Submission

NEW, OLD = ".autograde-new", ".autograde-old"
"""What a folder is called while it is written, and while it is taken away: neither nbgrader's globs nor ours match a leading dot."""
GROUP_BITS = 0o2770


def replace(course: CourseFolder, graded: Graded, submission: Submission, source: Source) -> None:
    """Write what nbgrader would leave: the graded notebooks, and the other files, of which the instructor's win. Raises RunError."""
    target = course.autograded(graded.student, graded.assignment)
    new, old = _beside(target, NEW), _beside(target, OLD)
    try:
        _remove(new)
        _remove(old)
        new.mkdir(parents=True)
        for path, content in _files(graded, submission, source):
            _write(new, path, content)
        _set_permissions(course, new)
        if target.exists():
            target.rename(old)
        new.rename(target)
        _remove(old)
    except OSError as error:
        raise RunError(
            f"{error.filename or target} cannot be written: {error.strerror}. Mend that, then run again; what is graded stays."
        ) from error


def discard(course: CourseFolder, student: str, assignment: str) -> None:
    """Take away what an earlier grading left: of a submission that cannot be graded nothing is shown. Raises RunError."""
    target = course.autograded(student, assignment)
    try:
        if target.exists():
            old = _beside(target, OLD)
            _remove(old)
            target.rename(old)
        tidy(course, student, assignment)
    except OSError as error:
        raise RunError(
            f"{error.filename or target} cannot be removed: {error.strerror}. Remove it, then run again."
        ) from error


def tidy(course: CourseFolder, student: str, assignment: str) -> None:
    """Remove what a killed run left half done."""
    target = course.autograded(student, assignment)
    for mark in (OLD, NEW):
        _remove(_beside(target, mark))


def _files(graded: Graded, submission: Submission, source: Source) -> Iterator[tuple[str, bytes]]:
    """What the folder holds; of two with one path the first counts."""
    for notebook in graded.notebooks:
        if not notebook.missing:
            yield f"{notebook.name}.ipynb", notebook.notebook
    yield from source.files.items()
    yield from submission.files.items()


def _write(folder: Path, path: str, content: bytes) -> None:
    """Write a file unless one is there; a student's that needs a folder where the instructor has a file is left out."""
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or PurePosixPath(path).is_absolute():
        raise RunError(f"The file {path!r} would be written outside of its folder; nothing was.")
    file = folder.joinpath(*parts)
    with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as opened:
            opened.write(content)


def _set_permissions(course: CourseFolder, folder: Path) -> None:
    for place, _, files in os.walk(folder):
        for file in files:
            (Path(place) / file).chmod(course.permissions)
        if course.groupshared:
            Path(place).chmod(Path(place).stat().st_mode & 0o7777 | GROUP_BITS)


def _beside(target: Path, mark: str) -> Path:
    return target.with_name(f".{target.name}{mark}")


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
