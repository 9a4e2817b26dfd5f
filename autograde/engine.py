"""The engine: notebooks in, results out, each in fresh jails forked from one warm process."""

import contextlib
import dataclasses
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any

import msgpack

from autograde import jail
from autograde.errors import AutogradeError
from autograde.job import CellResult, Job, JobResult
from autograde.wire import packed, result_of

READY_TIMEOUT_S = 120.0
"""For the template's imports on a slow machine."""
MARGIN_S = 15.0
"""What a notebook gets beyond its own limit before it is killed from outside: it ends itself before that."""
MAX_RESULT_BYTES = 256 * 2**20


class EngineError(AutogradeError):
    """This machine cannot grade; the message says what is missing and what to do."""


class Engine:
    """One template process and the jobs forked from it, one at a time. A context manager; not for several threads at once."""

    def __init__(self, preload: Sequence[str] = (), *, unconfined: bool = False) -> None:
        """`preload`: modules that cells are likely to import. `unconfined`: grade without a jail, if the machine lacks what it needs.

        Raises EngineError.
        """
        self._preload, self._confined = tuple(preload), True
        if lacking := jail.missing(jail.mechanisms()):
            if not unconfined:
                raise EngineError(
                    f"{lacking} Nothing was graded. `autograde doctor` shows what this machine can enforce; --unconfined grades without, for your own notebooks alone."
                )
            self._confined = False
        self._template: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def __enter__(self) -> "Engine":
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the template, and with it whatever is left of its jobs."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._template is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._template.wait(5)
            self._template.kill()
            self._template.wait()
            self._template = None

    def run(self, job: Job) -> JobResult:
        """Run a notebook; never raises for what a student did. Raises EngineError when no template can be started, or the engine itself fails."""
        try:
            connection = self._begin(job)
        except OSError:  # the template died since the last job: a new one, once
            self.close()
            self._start()
            connection = self._begin(job)
        with connection:
            try:
                about = _exchange(connection, packed(job), time.monotonic() + job.limits.notebook_s + MARGIN_S)
            except (OSError, ValueError, EOFError) as error:
                return _failed(job, f"The notebook could not be run to its end: {error or type(error).__name__}.")
        if "error" in about:
            raise EngineError(
                f"{job.key} could not be run, for a reason of ours and not the student's: {about['error']}"
            )
        return result_of(about["result"])

    def _begin(self, job: Job) -> socket.socket:
        if self._control is None or self._template is None or self._template.poll() is not None:
            raise OSError("the template is gone")
        here, there = socket.socketpair()
        with there:
            try:
                socket.send_fds(self._control, [msgpack.packb(dataclasses.asdict(job.limits))], [there.fileno()])
            except BaseException:
                here.close()
                raise
        return here

    def _start(self) -> None:
        here, there = socket.socketpair()
        with there:
            self._template = subprocess.Popen(
                # -P: the folder that the grader stands in may hold modules of the same names.
                [sys.executable, "-P", "-m", "autograde.template", str(there.fileno())],
                pass_fds=[there.fileno()],
                stdin=subprocess.DEVNULL,
                cwd="/",
                env=_environment(),
                start_new_session=True,
            )
        self._control = here
        here.settimeout(READY_TIMEOUT_S)
        try:
            here.send(msgpack.packb([list(self._preload), self._confined]))
            if not here.recv(64):
                raise OSError("it ended while it started")
        except OSError as error:
            self.close()
            raise EngineError(
                f"The template process did not start ({error}). Next: `autograde doctor`, or run `{sys.executable} -m autograde.template` to see why."
            ) from None


def _environment() -> dict[str, str]:
    """Nothing of the grader's: a fork shows it in /proc."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TZ", "VIRTUAL_ENV") if name in os.environ}
    return kept | {
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": "/nonexistent",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


def _exchange(connection: socket.socket, data: bytes, deadline: float) -> dict[str, Any]:
    """Send the job, wait for the answer. Raises OSError, EOFError or ValueError."""
    connection.settimeout(max(deadline - time.monotonic(), 0.1))
    connection.sendall(len(data).to_bytes(8, "big") + data)
    size = int.from_bytes(_read(connection, 8, deadline), "big")
    if size > MAX_RESULT_BYTES:
        raise ValueError("its result is larger than any notebook's")
    about = msgpack.unpackb(_read(connection, size, deadline), unicode_errors="surrogatepass", strict_map_key=False)
    if not isinstance(about, dict):
        raise ValueError("its result is none")
    return about


def _read(connection: socket.socket, size: int, deadline: float) -> bytes:
    data = bytearray()
    while len(data) < size:
        connection.settimeout(max(deadline - time.monotonic(), 0.01))
        try:
            chunk = connection.recv(min(size - len(data), 2**20))
        except TimeoutError:
            raise OSError("it was killed when its time was up") from None
        if not chunk:
            raise EOFError("it was killed: it used more memory than it may, or the machine ran short")
        data += chunk
    return bytes(data)


def _failed(job: Job, why: str) -> JobResult:
    return JobResult({step.index: CellResult(step.index, "died", message=why) for step in job.steps}, (why,))
