"""recordings/: one WAV file a take, written piece by piece while it is spoken, so that a crash costs at most a second.

A take in the making is a hidden file with a WAV header of no length; finishing it fills in the length and gives it its
name. Whoever sends a piece says where it belongs: sent twice it is written once, and after a gap nothing is written.
"""

import os
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from course.errors import WorkspaceError
from course.workspace.reset import stamp

RATE_HZ = 16_000  # what transcription models take, and enough for a voice
MAX_S = 600  # an answer is 90 seconds; ten minutes hold a story with its follow-ups, in 19 MB
MAX_SAMPLES = MAX_S * RATE_HZ
SAMPLE_BYTES = 2
PIECE_BYTES = 256 * 1024  # of a take on its way to the browser

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_DATE = r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ"
_TOKEN = re.compile(r"[0-9a-z]{1,32}")


@dataclass(frozen=True)
class Take:
    path: Path
    when: datetime
    seconds: float

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True)
class Partial:
    """A take in the making, or one that was cut short."""

    path: Path
    token: str
    samples: int


class Takes:
    """The takes of the part `id` in `folder`, which is made by the first of them.

    Every method raises WorkspaceError, naming the file and what to do, when the disk fails.
    """

    def __init__(self, folder: Path, id: str) -> None:
        self.folder = folder
        self._slug = re.sub(r"[^A-Za-z0-9]+", "_", id)[:60]
        self._finished = re.compile(rf"({_DATE})_{self._slug}(?:-\d+)?\.wav")
        self._unfinished = re.compile(rf"\.({_DATE})_{self._slug}\.([0-9a-z]{{1,32}})\.part")
        self._locks: dict[str, FileLock] = {}  # token -> held while this process writes it

    def all(self) -> list[Take]:
        """Finished takes, newest first."""
        found = []
        for path in self._files():
            if match := self._finished.fullmatch(path.name):
                seconds = _samples(path) / RATE_HZ
                found.append(Take(path, datetime.strptime(match[1], "%Y-%m-%dT%H-%M-%SZ").replace(tzinfo=UTC), seconds))
        return sorted(found, key=lambda take: (take.when, take.name), reverse=True)

    def partial(self) -> Partial | None:
        """The take that is being recorded here, else the oldest that was cut short; not one of another process."""
        partials = [
            Partial(path, match[2], _samples(path))
            for path in sorted(self._files())
            if (match := self._unfinished.fullmatch(path.name))
        ]
        ours = (one for one in partials if one.token in self._locks)
        return next(ours, None) or next((one for one in partials if self._free(one)), None)

    def writes(self, token: str) -> bool:
        """Whether this process has written to that take."""
        return token in self._locks

    def append(self, token: str, offset: int, data: bytes, now: datetime) -> None:
        """Write 16-bit samples that begin `offset` samples into the take; the first piece makes the take.

        What is there already is skipped; a piece after a gap, or past `MAX_S`, is left out. See `partial` for what is
        there then. On WorkspaceError, what was there before still is.
        """
        partial = self._of(token)
        if partial is None:
            if offset or not _TOKEN.fullmatch(token):
                return
            partial = Partial(self.folder / f".{stamp(now)}_{self._slug}.{token}.part", token, 0)
        data = data[: len(data) // SAMPLE_BYTES * SAMPLE_BYTES]
        skip = partial.samples - offset
        if offset < 0 or skip < 0:
            return
        fresh = data[skip * SAMPLE_BYTES :][: max(0, MAX_SAMPLES - partial.samples) * SAMPLE_BYTES]
        path = partial.path
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._hold(partial)
            with path.open("r+b" if path.exists() else "xb", buffering=0) as file:
                end = file.seek(0, os.SEEK_END)
                try:
                    if not end:
                        _write(file.fileno(), _header(0))
                    _write(file.fileno(), fresh)
                except OSError:
                    file.truncate(end)
                    raise
        except OSError as error:
            raise _failed(path, error, "what was recorded until then is still there") from error

    def finish(self, token: str, samples: int) -> Take | None:
        """Give the take its name, if it has all its `samples`; None if it has not, or if there are none."""
        partial = self._of(token)
        if partial is None or partial.samples < samples:
            return None
        try:
            self._hold(partial)
            final = None
            if partial.samples:
                with partial.path.open("r+b") as file:
                    file.write(_header(partial.samples))
                    file.flush()
                    os.fsync(file.fileno())
                final = self._named(partial)
            else:
                partial.path.unlink()
        except OSError as error:
            raise _failed(partial.path, error, "the take is still there, and is tried again") from error
        self._release(token)
        return next((take for take in self.all() if take.path == final), None)

    def delete(self, name: str) -> None:
        """Delete a take and its transcript; nothing for a name that is none of this part's."""
        if take := self.take(name):
            try:
                self._text(take).unlink(missing_ok=True)
                take.path.unlink(missing_ok=True)
            except OSError as error:
                raise _failed(take.path, error, "it is still there", "deleted") from error

    def take(self, name: str) -> Take | None:
        return next((take for take in self.all() if take.name == name), None)

    def piece(self, take: Take, offset: int) -> tuple[bytes, int]:
        """At most PIECE_BYTES of a take's file from byte `offset`, and how many bytes there are."""
        try:
            with take.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, offset))
                return file.read(PIECE_BYTES), size
        except OSError as error:
            raise _failed(take.path, error, "nothing was changed", "read") from error

    def transcript(self, take: Take) -> str:
        """What was said, from the text file beside the take; "" when there is none."""
        try:
            return self._text(take).read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise _failed(self._text(take), error, "nothing was changed", "read") from error

    def keep_transcript(self, take: Take, text: str) -> None:
        from course.files import write_atomic

        try:
            write_atomic(self._text(take), text)
        except OSError as error:
            raise _failed(self._text(take), error, "the take is still there") from error

    def close(self) -> None:
        """Let others, or a later one of this process, go on with what is unfinished."""
        for token in list(self._locks):
            self._release(token)

    def _files(self) -> list[Path]:
        try:
            return [path for path in self.folder.iterdir() if path.is_file()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _failed(self.folder, error, "nothing was changed", "read") from error

    def _of(self, token: str) -> Partial | None:
        for path in self._files():
            match = self._unfinished.fullmatch(path.name)
            if match and match[2] == token:
                return Partial(path, token, _samples(path))
        return None

    def _free(self, partial: Partial) -> bool:
        try:
            self._hold(partial)
        except (WorkspaceError, OSError):
            return False
        self._release(partial.token)
        return True

    def _hold(self, partial: Partial) -> None:
        if partial.token in self._locks:
            return
        lock = FileLock(partial.path.with_suffix(".lock"), timeout=0)
        try:
            lock.acquire()
        except Timeout:  # an OSError too, but not the disk's
            raise WorkspaceError(
                f"Another notebook is recording {partial.path.name} right now. Stop it there, then try again."
            ) from None
        self._locks[partial.token] = lock

    def _release(self, token: str) -> None:
        lock = self._locks.pop(token)
        Path(lock.lock_file).unlink(missing_ok=True)  # before it is let go: nobody else may hold the file then
        lock.release()

    def _named(self, partial: Partial) -> Path:
        """The first free name of that second; never another take's."""
        dated = partial.path.name.removeprefix(".").removesuffix(f".{partial.token}.part")
        number = 1
        while True:
            final = self.folder / (f"{dated}.wav" if number == 1 else f"{dated}-{number}.wav")
            if not os.path.lexists(final):
                partial.path.rename(final)
                return final
            number += 1

    @staticmethod
    def _text(take: Take) -> Path:
        return take.path.with_suffix(".txt")


def _samples(path: Path) -> int:
    """From the file's size: the header of an unfinished take does not say."""
    try:
        return max(0, path.stat().st_size - _HEADER.size) // SAMPLE_BYTES
    except FileNotFoundError:
        return 0


def _header(samples: int) -> bytes:
    """Of a WAV file of 16-bit mono PCM at RATE_HZ (RIFF WAVE, format 1)."""
    size = samples * SAMPLE_BYTES
    rate = RATE_HZ * SAMPLE_BYTES
    fields = (b"RIFF", size + _HEADER.size - 8, b"WAVE", b"fmt ", 16, 1, 1, RATE_HZ, rate, SAMPLE_BYTES, 16)
    return _HEADER.pack(*fields, b"data", size)


def _write(descriptor: int, data: bytes) -> None:
    """All of it: on a disk that fills up, one write may take a part and say so only by its number."""
    while data:
        data = data[os.write(descriptor, data) :]


def _failed(path: Path, error: OSError, state: str, verb: str = "written") -> WorkspaceError:
    return WorkspaceError(
        f"{path} cannot be {verb}: {error.strerror or error}. Make room on the disk or mend the folder's permissions; {state}."
    )
