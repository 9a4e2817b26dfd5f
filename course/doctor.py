"""What the course needs of a machine, one check a line; none changes anything."""

import importlib.metadata
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from course.catalogue import RELEASE

PYTHON = (3, 11)
DISK_BYTES = 500_000_000  # recordings of a few months of practice, and room to work
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REINSTALL = "Run `make learn` in the repository: it installs everything into .venv."


@dataclass(frozen=True)
class Finding:
    """`found` says what there is; `mend`, where `ok` is false, how to get what is missing."""

    name: str
    ok: bool
    found: str
    mend: str = ""
    needed: bool = True
    """Nothing works without it; else only what `mend` says."""


Check = Callable[[Path], Finding]


def python(_workspace: Path) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    wanted = ".".join(map(str, PYTHON))
    mend = f"Install Python {wanted} or newer, delete .venv, and run `make learn`."
    return Finding("Python", sys.version_info >= PYTHON, version, mend)


def jupyterlab(_workspace: Path) -> Finding:
    return _package("JupyterLab", "jupyterlab")


def kernel(_workspace: Path) -> Finding:
    return _package("Python kernel", "ipykernel")


def nbgrader(_workspace: Path) -> Finding:
    return _package("nbgrader", "nbgrader")


def alembic(_workspace: Path) -> Finding:
    """nbgrader's own commands call this program by its name."""
    found = shutil.which("alembic")
    mend = "Only instructors need it: run `source .venv/bin/activate` before nbgrader's commands."
    return Finding("alembic", found is not None, found or "not on the path", mend, needed=False)


def lessons(_workspace: Path) -> Finding:
    number = len(list(RELEASE.glob("*/*.ipynb")))
    mend = "Clone the whole repository and run `course` from there; `course build` makes them from source/."
    return Finding("Lessons", number > 0, f"{number} in {RELEASE}", mend)


def sqlite(_workspace: Path) -> Finding:
    mend = "Your progress is kept with it. Use a Python whose SQLite is 3.38 or newer."
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("SELECT json_type('{}')")
    except sqlite3.Error as error:
        return Finding("SQLite", False, f"{sqlite3.sqlite_version}: {error}", mend)
    return Finding("SQLite", True, sqlite3.sqlite_version)


def writable(workspace: Path) -> Finding:
    folder = _nearest(workspace)
    mend = f"Mend the permissions of {folder}, or choose another folder: `course learn --workspace DIR`."
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Finding("Workspace", True, f"{workspace} can be written")
    except OSError as error:
        return Finding("Workspace", False, f"{folder} cannot be written: {error.strerror}", mend)


def disk(workspace: Path) -> Finding:
    free = shutil.disk_usage(_nearest(workspace)).free
    mend = f"Make room: {DISK_BYTES / 1e9:g} GB should be free where your workspace is."
    return Finding("Disk", free >= DISK_BYTES, f"{free / 1e9:.1f} GB free", mend)


def postgres(_workspace: Path) -> Finding:
    """Starts the embedded server, to find out."""
    from course.backend import postgres as backend

    problem = backend.available()
    return Finding(
        "PostgreSQL",
        problem is None,
        problem or "the embedded server starts",
        "Only lessons of 3_backend need it.",
        needed=False,
    )


def browser(_workspace: Path) -> Finding:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    mend = "Only the course's own browser tests need it. Debian: apt-get install chromium; Fedora: dnf install chromium; macOS: brew install --cask chromium."
    return Finding("Chromium", found is not None, found or "not on the path", mend, needed=False)


def transcription(workspace: Path) -> Finding:
    from course.practice.transcription import missing
    from course.workspace import Workspace

    problem, _, mend = missing(Workspace(workspace)).partition(". ")
    return Finding("Transcription", not problem, problem or "takes become text on this machine", mend, needed=False)


CHECKS: tuple[Check, ...] = (
    python,
    jupyterlab,
    kernel,
    nbgrader,
    alembic,
    lessons,
    sqlite,
    writable,
    disk,
    postgres,
    browser,
    transcription,
)


def _package(name: str, distribution: str) -> Finding:
    try:
        return Finding(name, True, importlib.metadata.version(distribution))
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, False, "not installed", REINSTALL)


def _nearest(folder: Path) -> Path:
    """`folder` or the nearest one above that exists."""
    return next(one for one in (folder, *folder.parents) if one.is_dir())
