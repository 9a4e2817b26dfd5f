"""`course export`: one archive of all that is the learner's, written beside its final name and linked there when whole."""

import os
import sqlite3
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from course.errors import WorkspaceError
from course.workspace.place import Workspace, writing
from course.workspace.reset import stamp

SUFFIXES = (".tar.gz", ".zip")
PREFIX = "keeper-export-"
"""Of the default name; files called so are earlier exports, and are left out of the next."""


@dataclass(frozen=True)
class Export:
    archive: Path
    files: int
    notices: tuple[str, ...]
    """What is in the archive in another form than one would expect, or is not, and why."""


class _Archive(Protocol):
    def add(self, file: Path, name: str) -> None: ...


def default_name(now: datetime) -> str:
    return f"{PREFIX}{stamp(now)}.tar.gz"


def export(
    workspace: Workspace, output: Path, now: datetime, tick: Callable[[int], None] = lambda size_bytes: None
) -> Export:
    """Write the archive `output`; `tick` is told the size of each file that is in.

    In it: every file of the workspace but `.keeper/` (all except its workspace.json), checkpoints and earlier exports;
    progress.db as one consistent copy. Raises WorkspaceError: `output` exists, has another suffix, or cannot be
    written; then there is no archive.
    """
    if not output.name.endswith(SUFFIXES):
        raise WorkspaceError(f"{output} should end in .tar.gz or .zip.")
    if os.path.lexists(output):
        raise WorkspaceError(f"{output} exists and is left as it is. Choose another name with --output.")
    if not output.parent.is_dir():
        raise WorkspaceError(f"{output.parent} is no folder. Make it first, or choose another name with --output.")
    top = f"{PREFIX}{stamp(now)}"
    notices: list[str] = []
    with writing(output, "read or written"), tempfile.TemporaryDirectory(prefix="keeper-export-") as scratch:
        files = _collect(workspace, Path(scratch), notices)
        with _whole_or_nothing(output) as temporary, _opened(temporary, output.name) as archive:
            for name, file in sorted(files.items()):
                archive.add(file, f"{top}/{name}")
                tick(file.stat().st_size)
    return Export(output, len(files), tuple(notices))


def size_bytes(workspace: Workspace) -> int:
    """About how much `export` has to read. Raises WorkspaceError."""
    with writing(workspace.root, "read"):
        return sum(file.stat().st_size for file in _files(workspace, []).values())


def _collect(workspace: Workspace, scratch: Path, notices: list[str]) -> dict[str, Path]:
    """Name in the archive to file; progress.db stands for a consistent copy of it in `scratch`."""
    files = _files(workspace, notices)
    database = files.get(workspace.progress.name)
    if database is None:
        return files
    copy = scratch / database.name
    try:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        notices.append(
            f"{database} cannot be copied as a database ({error}); its files are in the archive as they are."
        )
        return files
    journals = {f"{database.name}-wal", f"{database.name}-shm"}
    return {name: file for name, file in files.items() if name not in journals} | {database.name: copy}


def _files(workspace: Workspace, notices: list[str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder, folders, names in os.walk(workspace.root, onerror=_raise):
        here = Path(folder)
        for name in [name for name in folders if (here / name).is_symlink()]:
            notices.append(f"{here / name} is a link to another folder; what is in there is not in the archive.")
        folders[:] = sorted(name for name in folders if name not in (".keeper", ".ipynb_checkpoints"))
        for file in (here / name for name in names):
            if file.is_file() and not _passing(file):
                found[file.relative_to(workspace.root).as_posix()] = file
    if workspace.exists:
        found[workspace.marker.relative_to(workspace.root).as_posix()] = workspace.marker
    return found


def _passing(file: Path) -> bool:
    """A lock, a half-written file, or an earlier export."""
    hidden = file.name.startswith(".") and file.suffix in (".lock", ".tmp")
    return hidden or (file.name.startswith(PREFIX) and file.name.endswith(SUFFIXES))


def _raise(error: OSError) -> None:
    raise error


@contextmanager
def _whole_or_nothing(output: Path) -> Iterator[Path]:
    """A temporary name beside `output`, which is given that name when the block ends well and if it is still free."""
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.", suffix=".tmp")
    os.close(handle)
    temporary = Path(name)  # mkstemp keeps it private to its owner, which suits what is in it
    try:
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        try:
            os.link(temporary, output)
        except FileExistsError:
            raise WorkspaceError(f"{output} has just appeared and is left as it is. Choose another name.") from None
        except OSError:  # a file system without hard links
            temporary.rename(output)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _opened(path: Path, name: str) -> Iterator[_Archive]:
    if name.endswith(".zip"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as file:
            yield _Zip(file)
    else:
        with tarfile.open(path, "w:gz", dereference=True) as file:
            yield _Tar(file)


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def add(self, file: Path, name: str) -> None:
        self._archive.write(file, name)


class _Tar:
    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive

    def add(self, file: Path, name: str) -> None:
        self._archive.add(file, name, recursive=False, filter=_nobody)


def _nobody(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the owner's name and number: the archive may be handed on."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    return info
