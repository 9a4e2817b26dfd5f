"""Are two calls really brought together, in every order, without luck?"""

import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from course.backend import overlaps as module
from course.backend import postgres
from course.backend.faults import ProcessDied
from course.backend.overlaps import overlaps
from course.cases import effort

pytestmark = pytest.mark.xdist_group("postgres")  # what its module sets up, once

Connection = psycopg.Connection[Any]


@pytest.fixture
def database() -> Iterator[postgres.Database]:
    with postgres.database("CREATE TABLE once (number int PRIMARY KEY); CREATE TABLE many (number int)") as made:
        yield made


@pytest.fixture(scope="module", autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    postgres.stop()


def insert_once(number: int, connection: Connection) -> bool:
    with connection.transaction():
        row = connection.execute("INSERT INTO once VALUES (%s) ON CONFLICT DO NOTHING", [number])
        return row.rowcount == 1


def check_then_insert(number: int, connection: Connection) -> bool:
    if connection.execute("SELECT 1 FROM many WHERE number = %s", [number]).fetchone():
        return False
    connection.execute("INSERT INTO many VALUES (%s)", [number])
    return True


def test_the_second_waits_for_a_lock_of_the_first_and_then_goes_on(database: postgres.Database) -> None:
    pairs = list(overlaps(database, insert_once, insert_once))
    assert [(pair.moment.number, pair.second_did) for pair in pairs] == [(1, "ended"), (2, "waited"), (3, "ended")]
    assert [(pair.first.reply, pair.second.reply) for pair in pairs] == [(False, True), (True, False), (True, False)]


def test_with_less_effort_it_tries_fewer_moments(database: postgres.Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "share", 0.5)
    assert [pair.moment.number for pair in overlaps(database, insert_once, insert_once)] == [1, 3]


def test_a_race_is_found_every_time(database: postgres.Database) -> None:
    pairs = list(overlaps(database, check_then_insert, check_then_insert))
    assert [(pair.first.reply, pair.second.reply) for pair in pairs] == [(True, True), (True, False)]


def test_the_second_gets_its_turn_when_the_first_dies(database: postgres.Database) -> None:
    pairs = list(overlaps(database, insert_once, insert_once, first_dies=True))
    assert [pair.second.reply for pair in pairs] == [True, True, False]  # the third died after its commit
    assert all(isinstance(pair.first.error, ProcessDied) for pair in pairs)


def test_a_wait_that_is_not_in_the_database_is_told_apart(
    database: postgres.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STUCK_S", 0.05)
    lock = threading.Lock()

    def in_process(number: int, connection: Connection) -> bool:
        with lock:
            return check_then_insert(number, connection)

    pairs = list(overlaps(database, in_process, in_process))
    assert [pair.second_did for pair in pairs] == ["stuck", "stuck"]


def test_what_a_call_forgot_to_commit_is_lost(database: postgres.Database) -> None:
    def forgetful(number: int, connection: Connection) -> bool:
        connection.execute("BEGIN")
        connection.execute("INSERT INTO many VALUES (%s)", [number])
        return True

    assert len(list(overlaps(database, forgetful, forgetful))) == 2
    assert database.rows("SELECT count(*) FROM many") == [(0,)]


def test_an_error_of_the_second_is_kept_and_the_first_goes_on(database: postgres.Database) -> None:
    def failing(number: int, connection: Connection) -> bool:
        raise ValueError("no")

    pairs = list(overlaps(database, insert_once, failing))
    assert [str(pair.second.error) for pair in pairs] == ["no"] * 3
    assert [pair.first.reply for pair in pairs] == [True] * 3


def test_an_error_of_the_first_before_it_was_held_is_raised(database: postgres.Database) -> None:
    def failing(number: int, connection: Connection) -> bool:
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        list(overlaps(database, failing, insert_once))
