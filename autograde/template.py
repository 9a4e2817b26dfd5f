"""The warm process: has imported what cells need, runs nothing of anyone's, and is forked for each notebook.

    engine (caller) --socket--> template --fork--> warden --fork--> host [outer jail]    once, for many jobs
                                                                     |--fork--> examiner                  for each
                                                                     `--fork--> init [inner jail] --fork--> student

`python -P -m autograde.template DESCRIPTOR` answers over that socket: first what to import, then one message and one socket a host,
over which the host takes one socket a job. The warden stays outside of the jails, runs nothing, and kills: when the caller hangs up,
when the memory is over its limit. The host runs nothing of anyone's either: it empties the outer jail between two jobs.
"""

import contextlib
import ctypes
import dataclasses
import gc
import importlib
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import msgpack

from autograde import highlighting, jail
from autograde.errors import AutogradeError
from autograde.examiner import Examiner
from autograde.job import Limits
from autograde.processes import Init as InitsEnd
from autograde.processes import StudentProcesses
from autograde.shell import INLINE, Notebook
from autograde.student import Init
from autograde.wire import job_of

WORK = "/tmp/work"
"""What both processes of a job can write to, inside: the folder that cells run in, and one for temporary files."""
CELLS, TEMPORARY = "notebook", "tmp"
GIVEN = "/tmp/given"
"""The instructor's own copies of the files beside the notebook, for the tests; the student's process has a /tmp of its own."""
WATCH_MS = 50
"""Between two looks at the memory of the jobs."""
ROUNDS = 200
"""So many looks in a row may the student's processes, killed each time, be above their limit before the whole job is killed."""
ENDS_MS = 5_000
"""For a process to clean up after itself, where no jail does it."""
WARM_UP = (
    "import sys\nprint(1)\n2",
    "def f():\n    return 1/0\nf()",
    "x = (",
    "%time 3",
    "async def f(): pass\nawait f()",
)
"""Cells that make IPython import and compile what it puts off, the traceback machinery above all."""
READY = b"ready"
_PR_SET_PDEATHSIG = 1


class JobFailed(AutogradeError):
    """A job that could not begin, for a reason that is not the student's."""


@dataclasses.dataclass(frozen=True)
class Preset:
    """What every job of a template shares."""

    readable: tuple[str, ...]
    confined: bool

    def profile(self, role: Any, limits: Limits) -> jail.Profile:
        return jail.Profile(role, self.readable, WORK, limits)


def main(descriptor: int) -> None:
    """Serve until the engine is gone."""
    control = socket.socket(fileno=descriptor)
    preload, confined = msgpack.unpackb(control.recv(2**16))
    folder = tempfile.mkdtemp(prefix="autograde-template-")
    try:
        notebook = _warm(preload, folder)
        preset = Preset(jail.readable_paths(sys.modules), confined)
        if confined:
            jail.prepare(preset.profile("examiner", Limits()))
        control.send(msgpack.packb("ready"))
        _serve(control, notebook, preset)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _warm(preload: list[str], folder: str) -> Notebook:
    for module in preload:
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    highlighting.keep()
    notebook = Notebook(folder)
    notebook.renew_loop()
    kept = sys.stdout, sys.stderr
    notebook.own_streams()
    for cell in WARM_UP:
        notebook.run(cell, "<warm-up>")
    sys.stdout, sys.stderr = kept
    notebook.close_loop()
    notebook.shell.reset(new_session=True)
    notebook.shell.execution_count = 1
    sys.path[:] = [entry for entry in sys.path if entry]
    gc.collect()
    gc.freeze()
    return notebook


def _serve(control: socket.socket, notebook: Notebook, preset: Preset) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps wardens
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, 2**16, 1)
        if not data:
            return
        limits = Limits(**msgpack.unpackb(data))
        if os.fork() == 0:
            with contextlib.suppress(BaseException):
                control.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _warden(socket.socket(fileno=descriptors[0]), limits, notebook, preset)
            os._exit(1)
        os.close(descriptors[0])


class End:
    """What ends a wait: the process has ended, or who reads the socket `descriptor` at its other end has hung up."""

    def __init__(self, pid: int, descriptor: int) -> None:
        self._pid = pid
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLHUP | getattr(select, "POLLRDHUP", 0))
        self._process = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None
        if self._process is not None:
            self._poll.register(self._process, select.POLLIN)

    def wait(self, timeout_ms: int | None) -> bool:
        """Whether it came within the time."""
        if self._process is not None:
            return bool(self._poll.poll(timeout_ms))
        while True:  # not Linux: nobody tells when a process ends
            if self._poll.poll(WATCH_MS) or os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                return True
            if timeout_ms is not None:
                return False

    def close(self) -> None:
        if self._process is not None:
            os.close(self._process)


# -- the warden: outside of the jails --------------------------------------------------------------------------------------


def _warden(jobs: socket.socket, limits: Limits, notebook: Notebook, preset: Preset) -> NoReturn:
    if preset.confined:
        jail.separate()
    if sys.platform == "linux":  # after that: new namespaces clear it
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    host = os.fork()
    if host == 0:
        with contextlib.suppress(OSError):
            Host(jobs, limits, notebook, preset).serve()
        os._exit(1)
    _watch(host, jobs.fileno(), limits)
    if preset.confined or not _ends(host):  # without a jail it removes its folder itself
        with contextlib.suppress(OSError):
            os.kill(host, signal.SIGKILL)
        os.waitpid(host, 0)
    os._exit(0)


def _ends(pid: int) -> bool:
    """Whether a child ends by itself, soon; it is reaped then."""
    for _ in range(ENDS_MS // 10):
        if os.waitpid(pid, os.WNOHANG) != (0, 0):
            return True
        time.sleep(0.01)
    return False


def _watch(host: int, descriptor: int, limits: Limits) -> None:
    """Return when the jail has ended or must end."""
    watch = jail.Watch(host)
    end = End(host, descriptor)
    times_over = 0
    while not end.wait(WATCH_MS):
        if not watch.over(limits.memory_bytes + jail.SLACK_BYTES):
            times_over = 0
        else:
            times_over += 1
            # First the student's code alone; if that does not help, all of it.
            for pid in watch.below_children() if times_over < ROUNDS else watch.pids():
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)


# -- the host: pid 1 of the outer jail, which runs nobody's code -------------------------------------------------------------


class Host:
    """Takes one job after the other: a fresh inner jail and a fresh examiner for each, and nothing left of them afterwards."""

    def __init__(self, jobs: socket.socket, limits: Limits, notebook: Notebook, preset: Preset) -> None:
        self._jobs, self._limits, self._notebook, self._preset = jobs, limits, notebook, preset
        self._profile = preset.profile("examiner", limits)
        self._work, self._given = WORK, GIVEN

    def serve(self) -> None:
        """Until the engine hangs up."""
        if self._preset.confined:
            jail.confine(self._profile, keep=(self._jobs.fileno(),), seal=False)
        else:
            jail.limit_only(self._profile)
            self._work = tempfile.mkdtemp(prefix="autograde-work-")
            self._given = f"{self._work}/given"
        try:
            while True:
                data, descriptors, _, _ = socket.recv_fds(self._jobs, 64, 1)
                if not data:
                    return
                self._run(descriptors[0])
        finally:
            if not self._preset.confined:
                shutil.rmtree(self._work, ignore_errors=True)

    def _run(self, descriptor: int) -> None:
        os.chdir("/")
        for folder in (self._given, *(f"{self._work}/{name}" for name in (CELLS, TEMPORARY))):
            if not self._preset.confined:
                shutil.rmtree(folder, ignore_errors=True)
            Path(folder).mkdir(parents=True)
        here, there = socket.socketpair()
        inner = self._fork(self._inner, there, (here.fileno(), descriptor, self._jobs.fileno()))
        there.close()
        if self._preset.confined:
            os.waitpid(inner, 0)  # it has begun the jail's init, and must not live on: it holds capabilities
        examiner = self._fork(partial(self._examiner, descriptor), here, (self._jobs.fileno(),))
        here.close()
        end = End(examiner, descriptor)
        end.wait(None)
        if self._preset.confined:
            jail.renew(self._profile)
        else:
            self._end(examiner, inner)
        end.close()
        os.close(descriptor)

    def _fork(self, do: Callable[[socket.socket], NoReturn], end: socket.socket, close: Iterable[int]) -> int:
        pid = os.fork()
        if pid:
            return pid
        with contextlib.suppress(BaseException):
            for descriptor in close:
                os.close(descriptor)
            do(end)
        os._exit(1)

    def _end(self, examiner: int, init: int) -> None:
        """Without a jail: the examiner, and by hanging up on it, init, which kills the student's processes before it ends."""
        with contextlib.suppress(OSError):
            os.kill(examiner, signal.SIGKILL)
        os.waitpid(examiner, 0)
        if not _ends(init):
            os.kill(init, signal.SIGKILL)
            os.waitpid(init, 0)

    def _inner(self, control: socket.socket) -> NoReturn:
        """The inner jail and its init."""
        profile = self._preset.profile("student", self._limits)
        try:
            if self._preset.confined:
                jail.separate()
                if os.fork():
                    os._exit(0)
                jail.confine(profile, keep=(control.fileno(),))
            else:
                jail.limit_only(profile)
        except BaseException:
            with contextlib.suppress(OSError):
                control.send(traceback.format_exc(limit=-4).encode()[:4096])
            os._exit(1)
        control.send(READY)
        environment = _environment(profile, self._preset, self._work)
        confined, places = self._preset.confined, self._limits.processes
        Init(control, self._notebook, environment, confined=confined, places=places).serve()

    def _examiner(self, descriptor: int, control: socket.socket) -> NoReturn:
        """The tests' process: sealed before it reads anything of the job."""
        try:
            if self._preset.confined:
                jail.seal(self._profile)
            if (said := control.recv(4096)) != READY:
                raise JobFailed(f"the inner jail could not be entered: {said.decode(errors='replace') or 'it ended'}")
            os.chdir(f"{self._work}/{CELLS}")
            os.environ.clear()
            os.environ.update(_environment(self._profile, self._preset, self._work))
            job, known = job_of(_receive(descriptor))
            sys.path[:] = [self._given, *(entry for entry in sys.path if entry)]
            tempfile.tempdir = None  # the template's own
            self._notebook.start()
            students = StudentProcesses(InitsEnd(control))
            begins = partial(_answer_step, descriptor)
            examiner = Examiner(self._notebook, students, Path.cwd(), Path(self._given), begins)
            _answer(descriptor, {"result": dataclasses.asdict(examiner.run(job, known))})
        except AutogradeError as error:
            _answer(descriptor, {"error": str(error)})
        except BaseException:
            _answer(descriptor, {"error": "the examiner failed: " + traceback.format_exc(limit=-4)})
        os._exit(0)


def _environment(profile: jail.Profile, preset: Preset, work: str) -> dict[str, str]:
    environment = jail.environment(profile)
    if not preset.confined:
        environment |= {"HOME": work}
    return environment | {
        "PWD": f"{work}/{CELLS}",
        "TMPDIR": f"{work}/{TEMPORARY}",
        "MPLBACKEND": INLINE,
        "MPLCONFIGDIR": "/tmp",
        "PAGER": "cat",
        "GIT_PAGER": "cat",
    }


def _receive(descriptor: int) -> bytes:
    """One message, its length first."""
    with open(descriptor, "rb", closefd=False) as stream:
        return stream.read(int.from_bytes(stream.read(8), "big"))


def _answer_step(descriptor: int, index: int) -> None:
    _answer(descriptor, {"step": index})


def _answer(descriptor: int, about: dict[str, Any]) -> None:
    data = msgpack.packb(about, unicode_errors="surrogatepass")
    with contextlib.suppress(OSError), open(descriptor, "wb", closefd=False) as stream:
        stream.write(len(data).to_bytes(8, "big") + data)


if __name__ == "__main__":
    main(int(sys.argv[1]))
