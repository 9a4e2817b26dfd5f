"""Do faults strike where they say, and does PostgreSQL then hold what it would after a real one?"""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from course.backend import faults, postgres
from course.backend.faults import NoReply, ProcessDied, Wire, everywhere
from course.backend.watched import Moment, Watched
from course.cases import effort

pytestmark = pytest.mark.xdist_group("postgres")  # what its module sets up, once

SCHEMA = "CREATE TABLE notes (number int, line int)"


@pytest.fixture(scope="module")
def database() -> Iterator[postgres.Database]:
    with postgres.database(SCHEMA) as made:
        yield made
    postgres.stop()


def write_two_lines(number: int, connection: psycopg.Connection[Any]) -> str:
    with connection.transaction():
        connection.execute("INSERT INTO notes VALUES (%s, 1)", [number])
        connection.execute("INSERT INTO notes VALUES (%s, 2)", [number])
    return "written"


def lines(database: postgres.Database, number: int) -> int:
    return int(database.rows("SELECT count(*) FROM notes WHERE number = %s", number)[0][0])


def test_a_watched_connection_names_each_round_trip(database: postgres.Database) -> None:
    seen: list[Moment] = []
    with database.connect(Watched) as connection:
        connection.notice = seen.append
        write_two_lines(0, connection)
        connection.notice = None
    assert [(moment.when, moment.number) for moment in seen] == [
        (w, n) for n in (1, 2, 3, 4) for w in ("before", "after")
    ]
    assert [moment.statement for moment in seen[::2]] == [
        "BEGIN",
        "INSERT INTO notes VALUES (%s, 1)",
        "INSERT INTO notes VALUES (%s, 2)",
        "the COMMIT or ROLLBACK that ends the block",
    ]


def test_with_less_effort_it_strikes_after_each_round_trip(
    database: postgres.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effort, "share", 0.25)
    strikes = list(everywhere(database, write_two_lines))
    assert [(s.kind, s.moment.when, s.moment.number) for s in strikes] == [
        (kind, "after", number) for kind in ("the process dies", "the connection drops") for number in (1, 2, 3, 4)
    ]


def test_every_round_trip_is_struck_before_and_after_by_each_fault(database: postgres.Database) -> None:
    strikes = list(everywhere(database, write_two_lines))
    assert [(s.kind, s.moment.when, s.moment.number) for s in strikes] == [
        (kind, when, number)
        for kind in ("the process dies", "the connection drops")
        for number in (1, 2, 3, 4)
        for when in ("before", "after")
    ]


def test_only_a_strike_after_the_commit_leaves_the_work(database: postgres.Database) -> None:
    database.rows("DELETE FROM notes RETURNING 1")
    for struck in everywhere(database, write_two_lines):
        committed = (struck.moment.when, struck.moment.number) == ("after", 4)
        assert lines(database, struck.number) == (2 if committed else 0), struck


def test_a_dead_process_says_nothing_though_its_code_catches_everything(database: postgres.Database) -> None:
    def stubborn(number: int, connection: psycopg.Connection[Any]) -> str:
        try:
            return write_two_lines(number, connection)
        except BaseException:
            return "all well"

    replies = {struck.kind: struck.reply for struck in everywhere(database, stubborn)}
    assert replies == {"the process dies": None, "the connection drops": "all well"}


def test_an_ordinary_except_does_not_catch_the_death(database: postgres.Database) -> None:
    def careful(number: int, connection: psycopg.Connection[Any]) -> str:
        try:
            return write_two_lines(number, connection)
        except Exception:
            return "caught"

    for struck in everywhere(database, careful):
        assert isinstance(struck.error, ProcessDied) == (struck.kind == "the process dies")


def test_an_error_of_the_call_itself_is_not_taken_for_a_fault(database: postgres.Database) -> None:
    def unwritten(number: int, connection: psycopg.Connection[Any]) -> str:
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        list(everywhere(database, unwritten))


def test_a_call_without_a_round_trip_is_never_struck(database: postgres.Database) -> None:
    assert list(everywhere(database, lambda number, connection: "nothing to do")) == []


def test_a_call_that_never_ends_its_round_trips_ends_the_sweep(
    database: postgres.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "MOST_ROUND_TRIPS", 5)

    def looping(number: int, connection: psycopg.Connection[Any]) -> str:
        while True:
            connection.execute("SELECT 1")

    assert len(list(everywhere(database, looping))) == 2 * 2 * 5


def test_the_wire_loses_what_it_was_told_to_lose() -> None:
    served: list[str] = []

    def serve(request: str) -> int:
        served.append(request)
        return len(served)

    wire: Wire[str, int] = Wire(serve, "request lost", "reply lost", "duplicated")
    with pytest.raises(NoReply):
        wire.send("a")
    with pytest.raises(NoReply):
        wire.send("b")
    assert wire.send("c") == 2
    assert wire.send("d") == 4
    assert served == ["b", "c", "c", "d"]
