"""Running a function of a test as a student's code, or as the examiner's, in a real jail; its value comes back."""

import contextlib
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from autograde import jail
from autograde.job import MIB, Limits

T = TypeVar("T")
WORK = "/tmp/work"
STRANGER = 65533
"""Of no one; whom a test becomes to grade as a user who is not root."""
SECONDS = 60


@dataclass(frozen=True)
class Case:
    """How the jail of a test is made."""

    as_user: bool = False
    """Whether root first becomes an ordinary user."""
    limits: Limits = field(default_factory=lambda: Limits(disk_bytes=8 * MIB))
    readable: tuple[str, ...] | None = None
    private: tuple[str, ...] = ()
    groups: tuple[int, ...] | None = None
    """The grader's further groups, where a test sets them."""

    def profile(self, role: str) -> jail.Profile:
        readable = self.readable
        if readable is None:
            system = ("/bin", "/lib", "/lib64", "/usr")  # all that a stranger is sure to reach
            readable = system if self.as_user else jail.readable_paths(sys.modules)
        if role == "examiner":
            return jail.Profile("examiner", readable, WORK, self.limits)
        return jail.Profile("student", readable, WORK, self.limits, self.private)


class Failed(Exception):
    """What the function inside raised, as text."""


def names(folder: str | Path) -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def fork() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # 3.12 and later, where the test runner has threads
        return os.fork()


def start(body: Callable[[], object]) -> int:
    """Run `body` in a child that ends with it, with 0 if it raised nothing."""
    child = fork()
    if child:
        return child
    status = 1
    try:
        signal.alarm(SECONDS)
        body()
        status = 0
    finally:
        os._exit(status)


def run(
    function: Callable[[], T],
    case: Case = Case(),
    *,
    role: str = "student",
    warden: Callable[[int], T] | None = None,
) -> T:
    """The value of `function()` inside, or of `warden(examiner's pid)` in the warden. Raises Failed, JailError."""
    with started(function, case, role=role, warden=warden) as (_, result):
        return result()


@contextmanager
def started(
    function: Callable[[], T],
    case: Case = Case(),
    *,
    role: str = "student",
    warden: Callable[[int], T] | None = None,
) -> Iterator[tuple[int, Callable[[], T]]]:
    """The examiner's pid outside, and how to wait for the function's value; killed in the end."""
    reading, writing = os.pipe()
    told, telling = os.pipe()
    process = start(lambda: _warden(function, case, role, warden, writing, telling))
    os.close(writing)
    os.close(telling)

    def result() -> T:
        with os.fdopen(os.dup(reading), "rb") as pipe:
            raw = pipe.read()
        if not raw:
            raise Failed("the process inside ended without a word")
        value, error = pickle.loads(raw)
        if error is not None:
            raise error
        return value  # type: ignore[no-any-return]

    try:
        with os.fdopen(told, "rb") as pipe:
            examiner = int(pipe.readline() or 0)
        yield examiner, result
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(reading)


def _warden(
    function: Callable[[], Any],
    case: Case,
    role: str,
    warden: Callable[[int], Any] | None,
    writing: int,
    telling: int,
) -> None:
    with _reporting(writing):
        if case.groups is not None:
            os.setgroups(case.groups)
        if case.as_user and os.geteuid() == 0:
            os.setgroups([])
            os.setresgid(STRANGER, STRANGER, STRANGER)
            os.setresuid(STRANGER, STRANGER, STRANGER)
        jail.separate()
    examiner = start(lambda: _examiner(function, case, role, writing))
    os.write(telling, f"{examiner}\n".encode())
    os.close(telling)
    if warden is not None:
        _answer(lambda: warden(examiner), writing)
        os.kill(examiner, signal.SIGKILL)
    else:
        os.close(writing)
    os.waitpid(examiner, 0)


def _examiner(function: Callable[[], Any], case: Case, role: str, writing: int) -> None:
    outer, inner = case.profile("examiner"), case.profile("student")
    with _reporting(writing):
        jail.confine(outer, keep=(2, writing), seal=False)
    if role == "student":
        start(lambda: _student(function, inner, writing))
    with _reporting(writing):
        jail.seal(outer)
    if role == "student":
        os.close(writing)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()
    else:
        _answer(function, writing)


def _student(function: Callable[[], Any], profile: jail.Profile, writing: int) -> None:
    with _reporting(writing):
        jail.separate()

    def init() -> None:
        with _reporting(writing):
            jail.confine(profile, keep=(2, writing))
        student = start(lambda: (jail.admit(), _answer(function, writing)))
        os.close(writing)
        while os.waitpid(-1, 0)[0] != student:
            pass

    start(init)


def _answer(function: Callable[[], Any], writing: int) -> None:
    sys.stdout, sys.stderr = (open(number, "w", closefd=False) for number in (1, 2))  # noqa: SIM115
    with _reporting(writing):
        said = pickle.dumps((function(), None))
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(said)


@contextmanager
def _reporting(writing: int) -> Iterator[None]:
    """Send what is raised to the test."""
    try:
        yield
    except BaseException as error:
        said = error if isinstance(error, jail.JailError) else Failed(f"{type(error).__name__}: {error}")
        os.write(writing, pickle.dumps((None, said)))
        os._exit(1)
