"""A folder of Markdown files that the learner edits by hand as well: read forgivingly, written without losing an edit.

Every writer takes the folder's lock; every write names the version that it was made from, and where the file holds another one by
now, both are kept. A file that cannot be read is renamed, never changed, and takes its name back once it is mended.
"""

import hashlib
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from filelock import FileLock, Timeout

from course.errors import WorkspaceError
from course.files import write_atomic
from course.stories.document import SIZE_LIMIT_BYTES, Unreadable
from course.workspace.place import Workspace
from course.workspace.reset import stamp

SUFFIX = ".md"
SET_ASIDE = ".unreadable"
LOCK_TIMEOUT_S = 5.0  # two notebooks may save at once; a save takes milliseconds
NAME_LENGTH = 60  # characters; far below what any file system takes, with room for a number
LISTED_LIMIT = 500  # files; a folder of more is not a bank of stories, and reading it would take seconds
PRIVATE = "# Yours alone: git leaves this folder out. Delete this file if you want it in a repository of your own.\n*\n"

# Names that Windows keeps for devices, whatever follows the dot.
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")

T = TypeVar("T")
Parse = Callable[[str, str, str], T]
"""(id, text, digest) to the thing; raises Unreadable."""


@dataclass(frozen=True)
class Read(Generic[T]):
    items: tuple[T, ...]
    problems: tuple[str, ...]
    """A sentence or two for each file that could not be read: its name, why, and what to do."""


@dataclass(frozen=True)
class Written:
    id: str
    digest: str
    notice: str = ""
    """What the learner has to know: somebody else changed the file meanwhile."""


class Folder(Generic[T]):
    def __init__(
        self,
        workspace: Workspace,
        name: str,
        parse: Parse[T],
        now: Callable[[], datetime],
        person: bool = True,
    ) -> None:
        self.workspace = workspace
        self.path = workspace.root / name
        self._parse = parse
        self._now = now
        self._person = person  # a batch run reads, but renames nothing

    def read(self) -> Read[T]:
        """Every file that can be read, by name; the others are set aside, and told. Raises WorkspaceError."""
        if not self.path.is_dir():
            if self.path.exists() or self.path.is_symlink():
                raise WorkspaceError(
                    f"{self.path} is no folder. Move it away, and run this again: a folder is made then."
                )
            return Read((), ())
        items: list[T] = []
        problems: list[str] = []
        try:
            found = sorted(entry.name for entry in self.path.iterdir() if not entry.name.startswith("."))
        except OSError as error:
            raise WorkspaceError(f"{self.path} cannot be read: {error.strerror}. Mend its permissions.") from error
        names = [name for name in found if name.isprintable()]  # else it is no text that could be shown
        problems += [
            f"{self.path.name}/{name!a} has a name that is no text. Rename it." for name in found if name not in names
        ]
        files = [name for name in names if name.endswith(SUFFIX)]
        aside = [name for name in names if SUFFIX + SET_ASIDE in name and not name.endswith(SUFFIX)]
        if len(files) > LISTED_LIMIT:
            problems.append(f"{self.path} holds {len(files)} files; only the first {LISTED_LIMIT} are read.")
        for name in files[:LISTED_LIMIT]:
            try:
                items.append(self._parsed(self.path / name))
            except FileNotFoundError:  # deleted meanwhile
                continue
            except PermissionError as error:
                problems.append(f"{self.path.name}/{name} cannot be read: {error.strerror}. Mend its permissions.")
            except (Unreadable, OSError) as error:
                problems.append(self._set_aside(name, _reason(error)))
        for name in aside[:LISTED_LIMIT]:
            back = name.partition(SET_ASIDE)[0]
            try:
                item = self._parsed(self.path / name, back)
            except (Unreadable, OSError) as error:
                problems.append(
                    f"{self.path.name}/{name} is set aside: {_reason(error)}. Mend it under that name; it is taken back "
                    "by itself. Or delete it."
                )
                continue
            if self._take_back(name, back):
                items.append(item)
            else:
                problems.append(f"{self.path.name}/{name} is mended, but {back} exists. Rename one of the two.")
        return Read(tuple(items), tuple(problems))

    def _parsed(self, file: Path, name: str = "") -> T:
        data = self._bytes(file)
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise Unreadable(f"byte {error.start} is no UTF-8 text") from error
        return self._parse((name or file.name).removesuffix(SUFFIX), text, _digest(data))

    def _bytes(self, file: Path) -> bytes:
        """Raises Unreadable for what is no plain file of this workspace, before it is opened: a pipe would block."""
        if file.is_symlink():
            if not file.exists():
                raise Unreadable("it is a link to a file that is gone")
            if not file.resolve().is_relative_to(self.workspace.root.resolve()):
                raise Unreadable("it is a link to something outside the workspace")
        info = file.stat()
        if not stat.S_ISREG(info.st_mode):
            raise Unreadable("it is a folder" if stat.S_ISDIR(info.st_mode) else "it is no plain file")
        if info.st_size > SIZE_LIMIT_BYTES:
            raise Unreadable(f"it has {info.st_size:,} bytes, and at most {SIZE_LIMIT_BYTES:,} are read")
        return file.read_bytes()

    def _set_aside(self, name: str, reason: str) -> str:
        """Rename the file, and say so."""
        told = f"{self.path.name}/{name} cannot be read: {reason}."
        if not self._person:
            return f"{told} It is left as it is."
        try:
            with self.locked():
                try:
                    self._parsed(self.path / name)
                    return f"{told} It has just been mended: run this again."
                except Unreadable:
                    new = self._free(f"{name}{SET_ASIDE}")
                    (self.path / name).rename(self.path / new)
        except (OSError, WorkspaceError):
            return f"{told} It is left as it is: mend it, or move it away."
        return f"{told} It is now {new}, unchanged. Mend it under that name; it is taken back by itself."

    def _take_back(self, name: str, back: str) -> bool:
        if not self._person:
            return not (self.path / back).exists()
        try:
            with self.locked():
                if (self.path / back).exists() or (self.path / back).is_symlink():
                    return False
                (self.path / name).rename(self.path / back)
                return True
        except (OSError, WorkspaceError):
            return False

    def write(self, id: str, text: str, digest: str, title: str) -> Written:
        """Put `text` into the file `id`, which held what `digest` stands for; a new one ("" for `id`, or what is no plain
        name) is named by `title`.

        Where the file holds something else by now, that stays, and `text` goes into a file beside it. Raises WorkspaceError: then
        nothing has changed.
        """
        data = text.encode()
        if len(data) > SIZE_LIMIT_BYTES:
            raise WorkspaceError(
                f"{title!r} has {len(data):,} bytes, and a file of {self.path.name}/ takes {SIZE_LIMIT_BYTES:,}. It was not "
                "saved: shorten it; a story is told in ninety seconds."
            )
        with self.locked():
            if not _is_name(id):
                new = self._free(f"{slug(title)}{SUFFIX}")
                return self._put(new, data)
            name = f"{id}{SUFFIX}"
            try:
                there = _digest(self._bytes(self.path / name))
            except FileNotFoundError:
                return self._put(name, data, f"{name} had been deleted or renamed elsewhere; it is there again.")
            except Unreadable as error:
                new = self._free(name)
                return self._put(new, data, f"{name} is not what it was ({error}); your version is in {new}.")
            if there in (digest, _digest(data)):
                return self._put(name, data)
            new = self._free(name)
            return self._put(
                new,
                data,
                f"{name} was changed elsewhere since it was opened here. That version stands; yours is kept as {new}. Compare "
                "them and delete one.",
            )

    def delete(self, id: str) -> Path:
        """Move the file to backups/, and say where it is. Raises WorkspaceError."""
        file = self.path / f"{id}{SUFFIX}"
        backups = self.workspace.backups
        with self.locked():
            if not file.is_file():
                raise WorkspaceError(f"{file} is gone already.")
            backups.mkdir(parents=True, exist_ok=True)
            wanted = f"{stamp(self._now())}-{file.name}"
            target = backups / _free_name(wanted, {entry.name.casefold() for entry in backups.iterdir()})
            file.rename(target)
            return target

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold while something in the folder changes; makes it, and keeps it out of git. Raises WorkspaceError."""
        try:
            if not self.path.is_dir():
                self.path.mkdir(parents=True)
                write_atomic(self.path / ".gitignore", PRIVATE)
            with FileLock(self.path / ".folder.lock", timeout=LOCK_TIMEOUT_S):
                yield
        except Timeout:
            raise WorkspaceError(
                f"{self.path} is held by another program for more than {LOCK_TIMEOUT_S:.0f} s. Close other notebooks "
                "and try again; nothing was changed."
            ) from None
        except OSError as error:
            raise WorkspaceError(
                f"{error.filename or self.path} cannot be written: {error.strerror or error}. Make room on the disk or mend the "
                "folder's permissions; what was saved before is still there."
            ) from error

    def _put(self, name: str, data: bytes, notice: str = "") -> Written:
        file = self.path / name
        write_atomic(file.resolve() if file.is_symlink() else file, data)
        return Written(name.removesuffix(SUFFIX), _digest(data), notice)

    def _free(self, name: str) -> str:
        return _free_name(name, {entry.name.casefold() for entry in self.path.iterdir()})


def slug(title: str) -> str:
    """A file name, without suffix, that every system takes: a-z, 0-9 and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain)[:NAME_LENGTH].strip("-")
    return f"story-{name}".rstrip("-") if not name or _DEVICES.fullmatch(name) else name


def _is_name(id: str) -> bool:
    """Of a file right here, that `read` would list."""
    return id.isprintable() and not id.startswith(".") and not set(id) & {"/", "\\"} and id != ""


def _free_name(name: str, taken: set[str]) -> str:
    """`name`, or with a number if that is taken in any case; of a story's also if it was set aside."""
    number, candidate = 1, name
    while candidate.casefold() in taken or f"{candidate}{SET_ASIDE}".casefold() in taken:
        number += 1
        candidate = f"{name.removesuffix(SUFFIX)}-{number}{SUFFIX if name.endswith(SUFFIX) else ''}"
    return candidate


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, Unreadable) else (getattr(error, "strerror", None) or type(error).__name__)
