"""One run at a time on a course folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograde.errors import RunError

LOCK = ".autograde.lock"


@contextmanager
def sole_run(course: Path) -> Iterator[None]:
    """Hold the course's lock, the operating system's: it ends with the process, however that ends. Raises RunError."""
    from filelock import FileLock, Timeout

    lock = FileLock(course / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise RunError(f"Another run is grading in {course}. Wait for its end; nothing was changed.") from error
    except OSError as error:
        raise RunError(
            f"{course / LOCK} cannot be locked: {error.strerror}. Make the course folder writable."
        ) from error
    try:
        yield
    finally:
        lock.release()
