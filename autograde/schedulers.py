"""Where submissions are graded: processes of this machine, or a dask.distributed cluster. Both are concurrent.futures executors."""

import logging
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar
from uuid import uuid4

from autograde import processors, worker
from autograde.errors import RunError, WorkerDied
from autograde.grading import Submission
from autograde.worker import Bundle, Outcome

P = ParamSpec("P")
T = TypeVar("T")

DISTRIBUTION = "keeper-course"
START_S = 120
"""Until a worker has imported the assignment's libraries; a cold disk takes its time."""
SPARE_S = 60
"""What a notebook may take beyond its time limit, which the engine enforces: then its worker is taken for dead."""
CONNECT_S = 15


@dataclass
class Cluster:
    """An executor, how many submissions it grades at once, and how it is given one."""

    executor: Executor
    size: int
    grade: Callable[..., Outcome]
    bundle: str
    """What `grade` takes first: what names the bundle there."""

    def submit(self, submission: Submission) -> "Future[Outcome]":
        return self.executor.submit(self.grade, self.bundle, submission)


@contextmanager
def local(count: int) -> Iterator[Callable[[Bundle], Cluster]]:
    """`count` processes, starting; called with the bundle, it gives the cluster. At the end they are gone."""
    executor = LocalWorkers(count)

    def ready(bundle: Bundle) -> Cluster:
        executor.prepare(bundle)
        return Cluster(executor, count, worker.grade_loaded, bundle.digest)

    try:
        yield ready
    finally:
        executor.stop()


@contextmanager
def dask(address: str) -> Iterator[Callable[[Bundle], Cluster]]:
    """The cluster whose scheduler has this address. Raises RunError."""
    try:
        from distributed import Client

        from autograde import dask_plugin
    except ImportError as error:
        raise RunError(
            f"--scheduler needs the extra 'cluster', which is not installed ({error}): pip install '{DISTRIBUTION}[cluster]'."
        ) from error
    for talker in ("distributed", "distributed.client", "tornado.application"):
        # Tracebacks of what this run says in a sentence.
        logging.getLogger(talker).setLevel(logging.CRITICAL)
    try:
        client: Any = Client(address, timeout=CONNECT_S)
    except (OSError, ValueError, TypeError) as error:
        raise RunError(
            f"No dask scheduler answers at {address!r} ({error}). Start one with `dask scheduler`."
        ) from error
    with client, ExitStack() as stack:
        workers = client.scheduler_info(n_workers=-1)["workers"]
        if not workers:
            raise RunError(f"The scheduler {address} has no workers. Start some with `dask worker {address}`.")
        try:
            versions = client.run(worker.version)
        except Exception as error:  # whatever a worker without this package raises
            raise RunError(
                f"A worker of {address} cannot import autograde ({error}). Install the same version there."
            ) from error
        if strangers := sorted(name for name, version in versions.items() if version != worker.version()):
            raise RunError(f"Workers of {address} have another version of autograde or Python: {', '.join(strangers)}.")
        threads = sum(about["nthreads"] for about in workers.values())
        carried = f"autograde-{uuid4()}"  # a cluster may have several runs at once

        def put_down() -> None:
            if client.status == "running":  # else the scheduler is gone, and this would wait for it
                with suppress(OSError):
                    client.unregister_worker_plugin(carried)

        def ready(bundle: Bundle) -> Cluster:
            client.register_plugin(dask_plugin.Carried(bundle), carried)
            stack.callback(put_down)
            return Cluster(client.get_executor(pure=False), threads, dask_plugin.grade, carried)

        yield ready


class LocalWorkers(ThreadPoolExecutor):
    """Processes of this machine, each busy with one call at a time.

    Not ProcessPoolExecutor: when one of its processes dies, it says neither which call was in it nor does it go on; and its processes
    outlive a parent that was killed, and import the parent's main module.
    """

    def __init__(self, count: int) -> None:
        super().__init__(count, "autograde-worker")
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        self._processes = [_Process(number) for number in range(count)]
        for process in self._processes:
            self._idle.put(process)

    def prepare(self, bundle: Bundle) -> None:
        """Have every process load `bundle`, now and whenever one is replaced; don't wait for it."""
        limit_s = (bundle.settings.limits.notebook_s + SPARE_S) * len(bundle.source.notebooks)
        for process in self._processes:
            process.prepare(bundle, limit_s)

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        return super().submit(self._call, function, args)

    def _call(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        process = self._idle.get()
        try:
            return process.call(function, arguments)
        finally:
            self._idle.put(process)

    def stop(self) -> None:
        """Drop what waits, kill what runs."""
        for process in self._processes:
            process.stopped = True
            process.process.kill()  # its connection is closed when no thread waits at it any more
        self.shutdown(wait=True, cancel_futures=True)
        for process in self._processes:
            process.kill()


@dataclass
class _Process:
    """A worker process, which keeps to one processor as engines like it; a new one takes its place when it has died."""

    number: int
    bundle: Bundle | None = None
    limit_s: float = START_S
    loading: bool = False
    stopped: bool = False
    connection: Connection = field(init=False)
    process: "subprocess.Popen[bytes]" = field(init=False)

    def __post_init__(self) -> None:
        self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "autograde.serve", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                process_group=0,  # Ctrl-C is for the run, which stops its workers in good order
            )
        processors.keep_to_one(self.process.pid, self.number)
        self.connection = Connection(ours.detach())
        if self.bundle is not None:
            self._load()

    def prepare(self, bundle: Bundle, limit_s: float) -> None:
        self.bundle, self.limit_s = bundle, limit_s
        self._load()

    def _load(self) -> None:
        with suppress(OSError):  # a process that has died already is found out by the call
            self.connection.send((worker.load, (self.bundle,)))
        self.loading = True

    def call(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """The function's value or AutogradeError. Raises WorkerDied when the process ends, or does not answer in time."""
        try:
            if self.loading:
                self._receive(START_S)
                self.loading = False
            self.connection.send((function, arguments))
            return self._receive(self.limit_s)
        except (EOFError, OSError) as error:
            self.kill()
            ended = "was stopped: it did not answer" if isinstance(error, TimeoutError) else "ended"
            said = WorkerDied(f"The worker process {ended} (exit status {self.process.returncode}).")
            if not self.stopped:
                self._start()
            raise said from error

    def _receive(self, limit_s: float) -> Any:
        if not self.connection.poll(limit_s):
            raise TimeoutError
        well, value = self.connection.recv()
        if not well:
            raise value
        return value

    def kill(self) -> None:
        """End the process and what it started: its engine's processes end with it."""
        self.process.kill()
        self.process.wait()
        with suppress(OSError):
            self.connection.close()
