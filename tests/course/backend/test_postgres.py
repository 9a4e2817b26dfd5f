"""Is the lab's PostgreSQL real, and fresh for each lesson?"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from course.backend import postgres

pytestmark = pytest.mark.xdist_group("postgres")  # what its module sets up, once


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
        assert database.rows("SHOW lock_timeout") == [("10s",)]
        assert database.rows("SHOW statement_timeout") == [("30s",)]


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


def test_a_borrowed_server_stays_when_its_borrower_is_gone() -> None:
    server = postgres.server()
    borrower = f"""
from pathlib import Path
from course.backend import postgres
postgres.borrow(Path({str(server.folder)!r}))
with postgres.database("CREATE TABLE cards (id text)") as database:
    print(database.rows("SELECT count(*) FROM cards"))
postgres.stop()
"""
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", borrower], capture_output=True, text=True)
        assert done.stdout == "[(0,)]\n", done.stderr
    assert postgres.server() is server
    with postgres.database() as own:
        assert own.rows("SELECT datname FROM pg_database WHERE datname LIKE 'lesson%%'") == [(own.name,)]


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


def test_it_is_available_here() -> None:
    assert postgres.available() is None
