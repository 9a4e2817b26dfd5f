"""A folder of files read once into values: a submission, of which nothing is trusted, or the instructor's source.

A submission is walked by directory descriptors, and each file is looked at after it was opened: a name that is exchanged for a link
in between gains nothing. Only regular files with one name are read; whatever else is found is left out with a note, never followed.
"""

import fnmatch
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, datetime
from pathlib import Path

from autograde.errors import SourceInvalid, SubmissionUnreadable
from autograde.grading import Source, Submission
from autograde.job import MIB

IGNORE = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")
"""nbgrader's own default of CourseDirectory.ignore."""

FILE_BYTES = 32 * MIB
"""Of one file; what a job may write at once by default."""
TOTAL_BYTES = 64 * MIB
"""Of all files of a submission; they share the student's disk, which is as large by default."""
FILES = 1_000
ENTRIES = 10_000
"""Names of any kind in the whole folder; a folder with more is not read, since which of them would count is left to chance."""
DEPTH = 16
PATH_CHARACTERS = 512
NAME_SHOWN = 80

NOTEBOOK = ".ipynb"
TIMESTAMP = "timestamp.txt"
TIMESTAMP_BYTES = 100
NBGRADER_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?")
TIME_ZONE = re.compile(r"[+-]?\d{1,4}|[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")
"""An offset or a name: dateutil would open whatever path stands there."""

# Windows lacks most of them: there the engine refuses to grade, which needs this module to be imported.
READ = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY"):
    READ |= getattr(os, _flag, 0)
FOLDER = READ | getattr(os, "O_DIRECTORY", 0)


@dataclass
class _Found:
    """What the walk has read so far."""

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    entries: int = 0
    size_bytes: int = 0


def read(folder: Path, assignment: str, student: str, ignore: Sequence[str] = IGNORE) -> Submission:
    """What `student` handed in; `ignore` are CourseDirectory.ignore's globs. Raises SubmissionUnreadable."""
    found = _Found()
    try:
        top = os.open(folder, FOLDER)
    except OSError as error:
        kind = (
            "a link, which is not followed" if folder.is_symlink() else f"no folder that can be read ({error.strerror})"
        )
        raise SubmissionUnreadable(f"{folder} is {kind}; collect the submission of {student} again.") from error
    try:
        for path in _walk(top, "", 0, ignore, found):
            _keep(top, path, found)
    except OSError as error:
        raise SubmissionUnreadable(
            f"{folder} cannot be read: {error.strerror}; check the disk, then run again."
        ) from error
    finally:
        os.close(top)
    timestamp = _timestamp(found)
    return Submission(
        assignment,
        student,
        {path.removesuffix(NOTEBOOK): content for path, content in found.files.items() if _is_notebook(path)},
        {path: content for path, content in found.files.items() if not path.endswith(NOTEBOOK)},
        timestamp,
        tuple(found.notes),
    )


def source(folder: Path, assignment: str, ignore: Sequence[str] = IGNORE) -> Source:
    """The instructor's folder of `assignment`, which is trusted; raises SourceInvalid."""
    if not folder.is_dir():
        raise SourceInvalid(
            f"There is no folder {folder} of the assignment {assignment!r}; check the assignment's name."
        )
    files: dict[str, bytes] = {}
    try:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if path.is_file() and not any(_ignored(part, ignore) for part in name.parts):
                files[name.as_posix()] = path.read_bytes()
    except OSError as error:
        raise SourceInvalid(
            f"{error.filename} cannot be read: {error.strerror}; make it readable, then run again."
        ) from error
    notebooks = {path.removesuffix(NOTEBOOK): content for path, content in files.items() if _is_notebook(path)}
    if not notebooks:
        raise SourceInvalid(f"{folder} holds no notebook; the assignment {assignment!r} needs one at least.")
    return Source(assignment, notebooks, {path: file for path, file in files.items() if not path.endswith(NOTEBOOK)})


def _walk(folder: int, path: str, depth: int, ignore: Sequence[str], found: _Found) -> Iterator[str]:
    """The paths of what looks like files below the open `folder`, notebooks at the top first; notes what is left out."""
    names: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            found.entries += 1
            if found.entries > ENTRIES:
                raise SubmissionUnreadable(
                    f"The submission holds more than {ENTRIES} files and folders, so it was not read; ask for one without them."
                )
            if not _ignored(entry.name, ignore):
                names.append(entry.name)
    for name in sorted(names, key=lambda name: (not name.endswith(NOTEBOOK), name)):
        inner = f"{path}{name}"
        if reason := _bad_name(inner, name):
            _leave_out(inner, reason, found)
            continue
        try:
            about = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except OSError as error:
            _leave_out(inner, f"it cannot be looked at ({error.strerror})", found)
            continue
        if stat.S_ISREG(about.st_mode):
            yield inner
        elif not stat.S_ISDIR(about.st_mode):
            _leave_out(inner, _kind(about.st_mode), found)
        elif depth + 1 >= DEPTH:
            _leave_out(inner, f"it lies more than {DEPTH} folders deep", found)
        else:
            try:
                descriptor = os.open(name, FOLDER, dir_fd=folder)
            except OSError as error:
                _leave_out(inner, f"it cannot be opened ({error.strerror})", found)
                continue
            try:
                yield from _walk(descriptor, f"{inner}/", depth + 1, ignore, found)
            finally:
                os.close(descriptor)


def _keep(top: int, path: str, found: _Found) -> None:
    """Read the file at `path` below the open folder `top`, if it is one that may be."""
    *folders, name = path.split("/")
    descriptor = os.dup(top)
    try:
        for folder in folders:
            descriptor = _exchange(descriptor, os.open(folder, FOLDER, dir_fd=descriptor))
        descriptor = _exchange(descriptor, os.open(name, READ, dir_fd=descriptor))
        about = os.fstat(descriptor)
        reason = _refusal(about, found)
        content = b""
        if not reason:
            content = _read_all(descriptor, about.st_size)
            reason = "it changed while it was read" if len(content) != about.st_size else ""
    except OSError as error:
        reason = f"it cannot be read ({error.strerror})"
    finally:
        os.close(descriptor)
    if reason:
        _leave_out(path, reason, found)
    else:
        found.files[path] = content
        found.size_bytes += len(content)


def _refusal(about: os.stat_result, found: _Found) -> str:
    """Why the open file that `about` describes is not read; "" when it is."""
    if not stat.S_ISREG(about.st_mode):
        return _kind(about.st_mode)
    if about.st_nlink > 1:
        return "it is a hard link: the file has another name, somewhere"
    if about.st_size > FILE_BYTES:
        return f"it has {about.st_size} bytes, more than the {FILE_BYTES} that a file may have"
    if found.size_bytes + about.st_size > TOTAL_BYTES:
        return f"all files together have more than {TOTAL_BYTES} bytes"
    if len(found.files) >= FILES:
        return f"there are more than {FILES} files"
    return ""


def _read_all(descriptor: int, size_bytes: int) -> bytes:
    """One byte more than there should be, at most."""
    parts = []
    left = size_bytes + 1
    while left and (part := os.read(descriptor, left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _exchange(old: int, new: int) -> int:
    os.close(old)
    return new


def _bad_name(path: str, name: str) -> str:
    """Why no program should meet this name; "" when it may."""
    if not name.isprintable():  # neither are the surrogates that stand for bytes which are no UTF-8
        return "its name has characters that cannot be printed"
    if "\\" in name:
        return "its name has a backslash"
    if len(path) > PATH_CHARACTERS:
        return f"its path has more than {PATH_CHARACTERS} characters"
    return ""


def _kind(mode: int) -> str:
    for test, name in (
        (stat.S_ISLNK, "a link, which is not followed"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    ):
        if test(mode):
            return f"it is {name}"
    return "it is no file"


def _leave_out(path: str, reason: str, found: _Found) -> None:
    found.notes.append(f"{shown(path)} was left out: {reason}.")


def shown(text: str) -> str:
    """A hostile name as a person may safely see it."""
    return ascii(text if len(text) <= NAME_SHOWN else text[:NAME_SHOWN] + "...")


def _ignored(name: str, ignore: Sequence[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in ignore)


def _is_notebook(path: str) -> bool:
    """nbgrader's notebooks lie at the top; deeper ones are nobody's."""
    return path.endswith(NOTEBOOK) and "/" not in path


def _timestamp(found: _Found) -> str | None:
    """What timestamp.txt says; a text that is no time is left out, since nbgrader would stop on it."""
    content = found.files.get(TIMESTAMP)
    if content is None:
        return None
    text = content[: TIMESTAMP_BYTES + 1].decode("ascii", "replace").strip()
    if len(content) <= TIMESTAMP_BYTES and _is_time(text):
        return text
    del found.files[TIMESTAMP]
    _leave_out(TIMESTAMP, f"{shown(text)} is no time, so when it was handed in is unknown", found)
    return None


def _is_time(text: str) -> bool:
    """Whether nbgrader.utils.parse_utc can read it."""
    date, _, zone = text.rpartition(" ") if text.count(" ") == 2 else (text, "", "UTC")
    if not TIME_ZONE.fullmatch(zone):
        return False
    try:
        time = datetime.fromisoformat(date) if NBGRADER_TIME.fullmatch(date) else _parse(date)
    except (ValueError, OverflowError, TypeError):
        return False
    return MINYEAR < time.year < MAXYEAR  # so that it is one in every time zone


def _parse(text: str) -> datetime:
    from dateutil.parser import parse  # type: ignore[import-untyped]  # slow to import, and seldom needed

    time: datetime = parse(text)
    return time
