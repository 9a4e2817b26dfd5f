"""Is PostgreSQL gone when its process is, however the process went?"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

START = """
from course.backend import postgres
server = postgres.server()
print(server.folder, server.warden.pid, *(open(server.folder / "data" / "postmaster.pid").readline().split()), flush=True)
"""

CAN_UNSHARE = shutil.which("unshare") is not None and subprocess.run(["unshare", "--user", "true"]).returncode == 0


class Started:
    """What a process that ran START printed."""

    def __init__(self, line: str) -> None:
        folder, warden, postmaster = line.split()
        self.folder, self.warden, self.postmaster = Path(folder), int(warden), int(postmaster)

    def running(self) -> bool:
        return self.folder.is_dir() and psutil.pid_exists(self.warden) and psutil.pid_exists(self.postmaster)

    def gone(self) -> bool:
        """Wait until both processes have ended."""
        for pid in (self.warden, self.postmaster):
            try:
                psutil.Process(pid).wait(10)
            except psutil.NoSuchProcess:
                pass
            except psutil.TimeoutExpired:
                return False
        return not self.folder.exists()


@contextmanager
def owner(
    then: str = "input()", command: Sequence[str] = (sys.executable,), start_new_session: bool = False
) -> Iterator[tuple["subprocess.Popen[str]", Started]]:
    """A process that has started a server, and then runs `then`; killed at the end."""
    process = subprocess.Popen(
        [*command, "-c", START + then],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=start_new_session,
    )
    try:
        assert process.stdout is not None
        started = Started(process.stdout.readline())
        assert started.running()
        yield process, started
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(
    "signal_number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name
)
def test_no_server_is_left_when_its_process_is_killed(signal_number: signal.Signals) -> None:
    with owner() as (process, started):
        process.send_signal(signal_number)
        assert started.gone()


def test_no_server_is_left_when_the_whole_process_group_is_killed() -> None:
    with owner(start_new_session=True) as (process, started):
        os.killpg(process.pid, signal.SIGKILL)
        assert started.gone()


def test_no_server_is_left_when_its_process_is_killed_in_the_middle_of_a_query() -> None:
    query = "import psycopg; server.connect('postgres', psycopg.Connection).execute('SELECT pg_sleep(5)')"
    with owner(query) as (process, started):
        process.kill()
        assert started.gone()


def test_no_server_is_left_when_its_process_ends() -> None:
    with owner() as (process, started):
        process.communicate("\n")
        assert process.returncode == 0
        assert not started.folder.exists()


def test_signals_repeated_during_the_clean_up_do_not_stop_it() -> None:
    with owner() as (_, started):
        warden = psutil.Process(started.warden)
        while warden.is_running() and warden.status() != psutil.STATUS_ZOMBIE:
            warden.terminate()
        assert not started.folder.exists()


def test_a_fork_does_not_keep_the_server_alive() -> None:
    fork = "import os, time\nif os.fork() == 0:\n    print(os.getpid(), flush=True); time.sleep(60)\ninput()"
    with owner(fork) as (process, started):
        assert process.stdout is not None
        child = int(process.stdout.readline())
        try:
            process.kill()
            assert started.gone()
        finally:
            os.kill(child, signal.SIGKILL)


def test_a_fork_has_a_server_of_its_own() -> None:
    script = """
import os
child = os.fork()
if child == 0:
    os._exit(0 if postgres.server().folder != server.folder else 1)
assert os.waitpid(child, 0)[1] == 0
with postgres.database() as database:
    assert postgres.server() is server and database.rows("SELECT 1") == [(1,)]
"""
    with owner(script) as (process, _):
        process.communicate()
        assert process.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_no_server_is_left_when_the_warden_itself_is_killed() -> None:
    with owner() as (_, started):
        os.kill(started.warden, signal.SIGKILL)
        psutil.Process(started.postmaster).wait(10)
        shutil.rmtree(started.folder)  # nobody was left to do it


@pytest.mark.skipif(
    not CAN_UNSHARE, reason="no user namespaces here; where the tests do not run as root, all others show it"
)
def test_an_ordinary_user_can_start_it() -> None:
    with owner(command=["unshare", "--user", sys.executable]) as (process, started):
        process.kill()
        assert started.gone()


@pytest.fixture
def kernel() -> Iterator[tuple[KernelManager, BlockingKernelClient]]:
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    try:
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def started_in(client: BlockingKernelClient) -> Started:
    printed: list[str] = []

    def hear(message: dict[str, object]) -> None:
        content = message["content"]
        if message["msg_type"] == "stream" and isinstance(content, dict):
            printed.append(str(content["text"]))

    client.execute_interactive(START, output_hook=hear, timeout=60)
    return Started("".join(printed))


def test_no_server_is_left_when_a_kernel_restarts(kernel: tuple[KernelManager, BlockingKernelClient]) -> None:
    manager, client = kernel
    first = started_in(client)
    manager.restart_kernel()
    client.wait_for_ready(timeout=60)
    assert first.gone()
    second = started_in(client)
    manager.restart_kernel(now=True)
    assert second.gone()


def test_no_server_is_left_when_a_kernel_is_shut_down(kernel: tuple[KernelManager, BlockingKernelClient]) -> None:
    manager, client = kernel
    started = started_in(client)
    manager.shutdown_kernel()
    assert started.gone()
