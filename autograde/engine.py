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

from autograde import jail, processors
from autograde.errors import AutogradeError
from autograde.job import CellResult, Job, JobResult, Limits
from autograde.wire import packed, result_of

READY_TIMEOUT_S = 120.0
"""For the template's imports on a slow machine."""
MARGIN_S = 5.0
"""What a step gets beyond its own limit before all is killed from outside: the examiner ends it before that, if it can.
A new student's process that has to catch up takes from it, too."""
MAX_LOST = 6
"""Steps that may bring down the whole job before it is given up."""
MAX_UNBEGUN = 2
"""Times that a job may end before its first step begins, which is no student's doing."""
MIN_REST_S = 1.0
JOBS_OF_A_HOST = 100
"""Jobs that one outer jail takes; what little the kernel keeps of a jail (System V memory of a killed server) ends with it."""
HOST_S = 24 * 3600.0
"""CPU time of an outer jail, in which jobs have their own limits."""
MAX_RESULT_BYTES = 256 * 2**20


class EngineError(AutogradeError):
    """This machine cannot grade; the message says what is missing and what to do."""


class Engine:
    """One template process and the jobs forked from it, one at a time. A context manager; not for several threads at once."""

    def __init__(self, preload: Sequence[str] = (), *, unconfined: bool = False, alone: bool = False) -> None:
        """`preload`: modules that cells are likely to import. `unconfined`: grade without a jail, if the machine lacks what it needs.
        `alone`: no other engine is at work here, so that this one may keep to one processor: examiner and student take turns, thousands
        of times a notebook, and to wake the other one on another processor takes longer than the turn.

        Raises EngineError.
        """
        self._preload, self._confined, self._alone = tuple(preload), True, alone
        if lacking := jail.missing(jail.mechanisms()):
            if not unconfined:
                raise EngineError(
                    f"{lacking} Nothing was graded. `autograde doctor` shows what this machine can enforce; --unconfined grades without, for your own notebooks alone."
                )
            self._confined = False
        self._template: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._host: socket.socket | None = None
        self._host_limits: Limits | None = None
        self._jobs_left = 0

    def __enter__(self) -> "Engine":
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the template, and with it whatever is left of its jobs."""
        self._end_host()
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
        """Run a notebook; never raises for what a student did. Raises EngineError when no template can be started, or the engine itself fails.

        What brings down the whole job (memory, a loop in C that hears no alarm) costs the step under way: the others run again without it.
        """
        until = time.monotonic() + job.limits.notebook_s
        lost: dict[int, CellResult] = {}
        unbegun = 0
        while True:
            left = dataclasses.replace(job.limits, notebook_s=max(until - time.monotonic(), MIN_REST_S))
            steps = tuple(step for step in job.steps if step.index not in lost)
            attempt = self._attempt(dataclasses.replace(job, steps=steps, limits=left))
            if isinstance(attempt, JobResult):
                return dataclasses.replace(attempt, cells={**attempt.cells, **lost})
            unbegun += attempt.step is None
            if unbegun > MAX_UNBEGUN or len(lost) == MAX_LOST or time.monotonic() > until:
                return JobResult(
                    {step.index: lost.get(step.index) or attempt.cell(step.index) for step in job.steps},
                    (attempt.why,),
                )
            if attempt.step is not None:
                lost[attempt.step] = attempt.cell(attempt.step)

    def _attempt(self, job: Job) -> "JobResult | _Lost":
        connection = self._connected(job)
        step: int | None = None
        with connection:
            try:
                _send(connection, packed(job))
                while True:
                    about = _receive(connection, job.limits.cell_s + MARGIN_S)
                    if "step" not in about:
                        break
                    step = int(about["step"])
            except TimeoutError:
                self._end_host()
                return _Lost(step, late=True)
            except (OSError, ValueError, EOFError):
                self._end_host()
                return _Lost(step, late=False)
        if "error" in about:
            raise EngineError(
                f"{job.key} could not be run, for a reason of ours and not the student's: {about['error']}"
            )
        return result_of(about["result"])

    def _connected(self, job: Job) -> socket.socket:
        """As _begin, with a new host, or a new template, where the last one has died since."""
        with contextlib.suppress(OSError):
            return self._begin(job)
        self._end_host()
        with contextlib.suppress(OSError):
            return self._begin(job)
        self.close()
        self._start()
        return self._begin(job)

    def _begin(self, job: Job) -> socket.socket:
        """A connection to a new job. Raises OSError when host or template are gone."""
        if self._template is None or self._template.poll() is not None:
            raise OSError("the template is gone")  # and with it the warden, who watches the host
        wanted = dataclasses.replace(job.limits, cell_s=0, notebook_s=HOST_S)
        if self._host is None or self._host_limits != wanted or self._jobs_left == 0:
            self._new_host(wanted)
        assert self._host
        self._jobs_left -= 1
        return _passed(self._host, b"job")

    def _new_host(self, limits: Limits) -> None:
        assert self._control
        self._end_host()
        self._host = _passed(self._control, msgpack.packb(dataclasses.asdict(limits)))
        self._host_limits, self._jobs_left = limits, JOBS_OF_A_HOST

    def _end_host(self) -> None:
        if self._host is not None:
            self._host.close()
            self._host = None

    def _start(self) -> None:
        here, there = socket.socketpair()
        self._control = here
        try:
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
            if self._alone:
                processors.keep_to_one(self._template.pid)
            here.settimeout(READY_TIMEOUT_S)
            here.send(msgpack.packb([list(self._preload), self._confined]))
            if not here.recv(64):
                raise OSError("it ended while it started")
        except OSError as error:
            self.close()
            raise EngineError(
                f"The template process did not start ({error}). Next: `autograde doctor`, or run `{sys.executable} -m autograde.template` "
                "to see why."
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


def _passed(over: socket.socket, message: bytes) -> socket.socket:
    """Our end of a new connection, whose other end goes with the message. Raises OSError."""
    here, there = socket.socketpair()
    with there:
        try:
            socket.send_fds(over, [message], [there.fileno()])
        except BaseException:
            here.close()
            raise
    return here


@dataclasses.dataclass(frozen=True)
class _Lost:
    """A job that ended before its result came; `step` was under way."""

    step: int | None
    late: bool

    @property
    def why(self) -> str:
        if self.late:
            return "It had not finished when the time was up, could not be interrupted, and was killed."
        return "It was killed: it used more memory than it may, or the machine ran short."

    def cell(self, index: int) -> CellResult:
        return CellResult(index, "timeout" if self.late else "died", message=self.why)


def _send(connection: socket.socket, data: bytes) -> None:
    connection.settimeout(MARGIN_S)
    connection.sendall(len(data).to_bytes(8, "big") + data)


def _receive(connection: socket.socket, timeout_s: float) -> dict[str, Any]:
    """The next message. Raises TimeoutError when it is late, EOFError when the job has ended, ValueError when it is none."""
    deadline = time.monotonic() + timeout_s
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
        chunk = connection.recv(min(size - len(data), 2**20))
        if not chunk:
            raise EOFError
        data += chunk
    return bytes(data)
