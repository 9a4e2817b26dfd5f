"""Where the learner's workspace is, and what is where in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from course.catalogue import ROOT
from course.errors import WorkspaceError
from course.files import write_atomic

VARIABLE = "KEEPER_WORKSPACE"
"""Environment variable that `course learn` gives to everything it starts: a lesson may change its folder."""
LOCK_TIMEOUT_S = 10.0  # an upgrade or a reset takes well under a second


@dataclass(frozen=True)
class Workspace:
    """The folder `root`; only `.keeper/` in it is ours, all else is the learner's."""

    root: Path

    @property
    def keeper(self) -> Path:
        return self.root / ".keeper"

    @property
    def marker(self) -> Path:
        return self.keeper / "workspace.json"

    @property
    def answers(self) -> Path:
        return self.root / "answers"

    @property
    def progress(self) -> Path:
        return self.root / "progress.db"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def exists(self) -> bool:
        try:
            return self.marker.exists()
        except PermissionError:  # a folder above that may not be read
            return False

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold while lessons are replaced; WorkspaceError when another command has held it for ten seconds."""
        with writing(self.keeper):
            self.keeper.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.keeper / "lock", timeout=LOCK_TIMEOUT_S)
            try:
                lock.acquire()
            except Timeout:  # an OSError too, but not the disk's
                raise WorkspaceError(
                    f"Another `course` command is changing {self.root} right now. Wait for it to end, then try again."
                ) from None
        try:
            yield
        finally:
            lock.release()


@contextmanager
def writing(path: Path, verb: str = "written") -> Iterator[None]:
    """Turn an OSError (disk full, no permission) into a WorkspaceError naming the file and what could not be done."""
    try:
        yield
    except OSError as error:
        name = error.filename or path
        raise WorkspaceError(
            f"{name} cannot be {verb}: {error.strerror or error}. Make room on the disk or mend the folder's "
            "permissions, then run the command again. Nothing of yours was changed."
        ) from error


def write_private(path: Path, text: str) -> None:
    """Write what only the user may read. Raises WorkspaceError."""
    with writing(path):
        path.unlink(missing_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # write_atomic keeps the mode
        write_atomic(path, text)


def default_root() -> Path:
    """Beside the package `course`: in the checkout, git-ignored."""
    return ROOT / "workspace"


def find(start: Path | None = None) -> Workspace | None:
    """The workspace that `start` (default: the current folder) is in, else the one that `course learn` runs on."""
    folder = (start or Path.cwd()).absolute()
    for candidate in (folder, *folder.parents):
        if (found := Workspace(candidate)).exists:
            return found
    if named := os.environ.get(VARIABLE):
        found = Workspace(Path(named))
        return found if found.exists else None
    return None


def locate(root: Path | None = None) -> Workspace | None:
    """The workspace a command works on: `root` if given, else `find()`, else the default one; None before the first start.

    Raises WorkspaceError when `root` is given and is none.
    """
    if root is not None:
        if not (named := Workspace(root.absolute())).exists:
            raise WorkspaceError(f"{root} is no workspace of Keeper's. `course learn --workspace {root}` makes it one.")
        return named
    if found := find():
        return found
    default = Workspace(default_root())
    return default if default.exists else None


def require(root: Path | None = None) -> Workspace:
    """As `locate`; WorkspaceError when there is none yet."""
    if found := locate(root):
        return found
    raise WorkspaceError(f"There is no workspace yet (looked for {default_root()}). `course learn` makes it.")
