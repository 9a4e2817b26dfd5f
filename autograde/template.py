"""The warm process: has imported what cells need, runs nothing of anyone's, and is forked for each notebook.

    engine (caller) --socket--> template --fork--> warden --fork--> examiner [outer jail] --fork--> init [inner jail] --fork--> student

`python -P -m autograde.template DESCRIPTOR` answers over that socket: first what to import, then one message and one socket a job.
The warden stays outside of the jails, runs nothing, and kills: when the caller hangs up, when the memory is over its limit.
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
import traceback
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import msgpack

from autograde import jail
from autograde.errors import AutogradeError
from autograde.examiner import GIVEN_FOLDER, Examiner
from autograde.job import Limits
from autograde.processes import Init as InitsEnd
from autograde.processes import StudentProcesses
from autograde.shell import INLINE, Notebook
from autograde.student import Init
from autograde.wire import job_of

WORK = "/tmp/work"
"""What both processes of a job can write to, inside: the folder that cells run in, and one for temporary files."""
CELLS, TEMPORARY = "notebook", "tmp"
WATCH_MS = 50
"""Between two looks at the memory of a job."""
ROUNDS = 20
"""So many looks in a row may the student's processes, killed each time, be above their limit before the whole job is killed."""
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
                _warden(descriptors[0], limits, notebook, preset)
            os._exit(1)
        os.close(descriptors[0])


# -- the warden ------------------------------------------------------------------------------------------------------------


def _warden(descriptor: int, limits: Limits, notebook: Notebook, preset: Preset) -> NoReturn:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if preset.confined:
        jail.separate()
    examiner = os.fork()
    if examiner == 0:
        try:
            _examiner(descriptor, limits, notebook, preset)
        except AutogradeError as error:
            _answer(descriptor, {"error": str(error)})
        except BaseException:
            _answer(descriptor, {"error": "the examiner failed: " + "".join(traceback.format_exc(limit=-4))})
        os._exit(1)
    _watch(examiner, descriptor, limits)
    with contextlib.suppress(OSError):
        os.kill(examiner, signal.SIGKILL)
    os.waitpid(examiner, 0)
    os._exit(0)


def _watch(examiner: int, descriptor: int, limits: Limits) -> None:
    """Return when the job has ended or must end."""
    watch = jail.Watch(examiner)
    poller = select.poll()
    poller.register(os.pidfd_open(examiner), select.POLLIN)
    poller.register(descriptor, select.POLLRDHUP | select.POLLHUP)
    times_over = 0
    while not poller.poll(WATCH_MS):
        if not watch.over(limits.memory_bytes + jail.SLACK_BYTES):
            times_over = 0
        else:
            times_over += 1
            # First the student's code alone; if that does not help, all of it.
            for pid in watch.below_children() if times_over < ROUNDS else watch.pids():
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)


# -- the examiner and the inner jail -----------------------------------------------------------------------------------------


def _examiner(descriptor: int, limits: Limits, notebook: Notebook, preset: Preset) -> NoReturn:
    profile = preset.profile("examiner", limits)
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if preset.confined:
        jail.confine(profile, keep=(descriptor, here.fileno(), there.fileno()), seal=False)
        work = WORK
    else:
        jail.limit_only(profile)
        work = tempfile.mkdtemp(prefix="autograde-work-")
    for folder in (CELLS, TEMPORARY):
        Path(work, folder).mkdir()
    Path(GIVEN_FOLDER).mkdir(parents=True, exist_ok=True)
    os.chdir(Path(work, CELLS))
    if os.fork() == 0:
        os.close(descriptor)
        here.close()
        try:
            _inner(there, limits, notebook, preset, work)
        except BaseException:
            with contextlib.suppress(OSError):
                there.send(traceback.format_exc(limit=-4).encode()[:4096])
        os._exit(1)
    there.close()
    if (said := here.recv(4096)) != READY:
        raise JobFailed(f"the inner jail could not be entered: {said.decode(errors='replace') or 'it ended'}")
    if preset.confined:
        jail.seal(profile)
    os.environ.clear()
    os.environ.update(_environment(profile, preset, work))
    job, known = job_of(_receive(descriptor))
    sys.path[:] = [GIVEN_FOLDER, *(entry for entry in sys.path if entry)]
    tempfile.tempdir = None  # the template's own
    notebook.start()
    students = StudentProcesses(InitsEnd(here))
    begins = partial(_answer_step, descriptor)
    result = Examiner(notebook, students, work=str(Path.cwd()), begins=begins).run(job, known)
    _answer(descriptor, {"result": dataclasses.asdict(result)})
    if not preset.confined:
        shutil.rmtree(work, ignore_errors=True)
    os._exit(0)


def _inner(control: socket.socket, limits: Limits, notebook: Notebook, preset: Preset, work: str) -> NoReturn:
    profile = preset.profile("student", limits)
    if preset.confined:
        jail.separate()
        if os.fork():
            os._exit(0)
        jail.confine(profile, keep=(control.fileno(),))
    else:
        jail.limit_only(profile)
    control.send(READY)
    Init(control, notebook, _environment(profile, preset, work), confined=preset.confined).serve()


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
