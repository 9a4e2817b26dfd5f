"""Is what a learner did recorded, added up rightly, and never lost to a damaged file or a busy disk?"""

import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from course import progress as progress_module
from course.errors import DamagedFile, WorkspaceError
from course.progress import CasesScore, GradeScore, LessonProgress, Progress, summarise

LESSON = "coding/lru_cache"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Clock:
    """A time that moves a minute each time it is read."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    return Progress(tmp_path / "progress.db", Clock())


def cases(progress: Progress, passed: int, total: int, hidden_ran: bool = False, id: str = "lru_core") -> None:
    progress.record(LESSON, "cases", id, {"passed": passed, "total": total, "hidden_ran": hidden_ran})


def test_reading_makes_no_file(progress: Progress) -> None:
    assert progress.events() == []
    assert progress.lessons() == {}
    assert progress.lesson(LESSON) == LessonProgress(LESSON)
    assert not progress.path.exists()


def test_an_event_comes_back_as_it_was_recorded(progress: Progress) -> None:
    progress.record(LESSON, "hint", "lru_core", {"number": 1, "of": 3})
    (event,) = Progress(progress.path).events()
    assert (event.at, event.lesson, event.kind, event.id) == (NOON + timedelta(minutes=1), LESSON, "hint", "lru_core")
    assert event.data == {"number": 1, "of": 3}


def test_times_are_kept_in_utc(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "p.db", lambda: datetime(2026, 11, 21, 1, tzinfo=timezone(timedelta(hours=2))))
    progress.record(LESSON, "begin", LESSON)
    with closing(sqlite3.connect(progress.path)) as connection:
        assert connection.execute("SELECT at FROM events").fetchone() == ("2026-11-20T23:00:00.000+00:00",)


def test_a_kind_that_is_none_is_refused(progress: Progress) -> None:
    with pytest.raises(ValueError, match="no such kind of event: 'hints'; there are begin, cases"):
        progress.record(LESSON, "hints", "lru_core")  # type: ignore[arg-type]


def test_the_file_is_in_wal_mode_and_names_its_version(progress: Progress) -> None:
    progress.record(LESSON, "begin", LESSON)
    with closing(sqlite3.connect(progress.path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_kernels_that_write_at_once_lose_nothing_not_even_while_the_file_is_made(tmp_path: Path) -> None:
    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # so that they meet at every place
    try:
        for path in (tmp_path / f"{number}.db" for number in range(15)):
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(lambda n, path=path: Progress(path).record(LESSON, "hint", str(n)), range(24)))
            assert {event.id for event in Progress(path).events()} == {str(n) for n in range(24)}
    finally:
        sys.setswitchinterval(often)


def test_a_lesson_began_when_it_first_began(progress: Progress) -> None:
    progress.record(LESSON, "begin", LESSON)
    progress.record(LESSON, "begin", LESSON)
    assert progress.lesson(LESSON).began == NOON + timedelta(minutes=1)
    assert progress.lesson(LESSON).last == NOON + timedelta(minutes=2)


def test_the_best_visible_run_counts_not_the_last(progress: Progress) -> None:
    for passed in (1, 3, 2):
        cases(progress, passed, 4)
    assert progress.lesson(LESSON).cases == {"lru_core": CasesScore(3, 4)}
    assert not progress.lesson(LESSON).cases["lru_core"].all_pass


def test_a_run_with_hidden_cases_counts_only_when_all_pass(progress: Progress) -> None:
    cases(progress, 2, 3)
    cases(progress, 6, 7, hidden_ran=True)
    assert progress.lesson(LESSON).cases["lru_core"] == CasesScore(2, 3)
    cases(progress, 7, 7, hidden_ran=True)
    assert progress.lesson(LESSON).cases["lru_core"].all_pass


def test_a_run_of_no_cases_passes_nothing(progress: Progress) -> None:
    cases(progress, 0, 0)
    assert not progress.lesson(LESSON).cases["lru_core"].all_pass


def test_each_hint_counts_once(progress: Progress) -> None:
    for id, number in (("lru_core", 1), ("lru_core", 2), ("lru_core", 2), ("lru_threads", 1)):
        progress.record(LESSON, "hint", id, {"number": number, "of": 3})
    assert progress.lesson(LESSON).hints == {"lru_core": 2, "lru_threads": 1}
    assert progress.lesson(LESSON).hints_used == 3


def test_only_a_solution_opened_before_passing_counts_as_shown(progress: Progress) -> None:
    progress.record(LESSON, "solution_shown", "lru_core", {"after_passing": True})
    progress.record(LESSON, "solution_shown", "lru_threads", {"after_passing": False})
    assert progress.lesson(LESSON).solutions == {"lru_threads"}


def test_the_best_grade_is_kept(progress: Progress) -> None:
    for score in (5, 8.5, 2):
        progress.record(LESSON, "graded", LESSON, {"score": score, "max_score": 10})
    assert progress.lesson(LESSON).grade == GradeScore(8.5, 10)


def test_lessons_are_told_apart(progress: Progress) -> None:
    progress.record(LESSON, "assessed", "lru_tradeoffs", {})
    progress.record("design/circuit_breaker", "begin", "design/circuit_breaker")
    assert set(progress.lessons()) == {LESSON, "design/circuit_breaker"}
    assert [event.kind for event in progress.events(LESSON)] == ["assessed"]
    assert progress.lesson(LESSON).assessed == {"lru_tradeoffs"}


def test_numbers_that_are_none_count_as_nothing(progress: Progress) -> None:
    progress.record(LESSON, "cases", "lru_core", {"passed": "all", "total": None})
    progress.record(LESSON, "graded", LESSON, {})
    summary = summarise(progress.events())[LESSON]
    assert summary.cases == {"lru_core": CasesScore(0, 0)}
    assert summary.grade == GradeScore(0, 0)


@pytest.mark.parametrize(
    "content", [b"not a database, and longer than SQLite's own header is " * 40, b"SQLite format 3\0"]
)
def test_a_damaged_file_is_named_and_left_as_it_is(progress: Progress, content: bytes) -> None:
    progress.path.write_bytes(content)
    with pytest.raises(DamagedFile, match=r"progress\.db is damaged .* move it away"):
        progress.record(LESSON, "begin", LESSON)
    with pytest.raises(DamagedFile):
        progress.lessons()
    assert progress.path.read_bytes() == content


def test_a_file_cut_short_is_damaged(progress: Progress) -> None:
    for number in range(200):
        progress.record(LESSON, "hint", "lru_core", {"number": number, "why": "x" * 100})
    with closing(sqlite3.connect(progress.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    progress.path.write_bytes(progress.path.read_bytes()[:8192])
    with pytest.raises(DamagedFile):
        progress.lessons()


@pytest.mark.parametrize(
    "sql",
    ["UPDATE events SET at = 'yesterday'", "DROP TABLE events", "ALTER TABLE events RENAME COLUMN id TO it"],
)
def test_a_file_changed_by_hand_is_damaged(progress: Progress, sql: str) -> None:
    progress.record(LESSON, "begin", LESSON)
    with closing(sqlite3.connect(progress.path)) as connection:
        connection.execute(sql)
        connection.commit()
    with pytest.raises(DamagedFile):
        progress.lessons()


def test_another_programs_database_is_left_alone(progress: Progress) -> None:
    with closing(sqlite3.connect(progress.path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(DamagedFile, match="another program's database"):
        progress.record(LESSON, "begin", LESSON)


def test_a_newer_file_is_refused(progress: Progress) -> None:
    with closing(sqlite3.connect(progress.path)) as connection:
        connection.execute("PRAGMA user_version = 2")
    with pytest.raises(WorkspaceError, match=r"newer Keeper \(version 2; this one reads up to 1\).*upgrade"):
        progress.lessons()


def test_a_file_that_stays_locked_is_told(progress: Progress, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_module, "BUSY_TIMEOUT_S", 0.01)
    progress.record(LESSON, "begin", LESSON)
    with closing(sqlite3.connect(progress.path)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(WorkspaceError, match="cannot be used: database is locked"):
            progress.record(LESSON, "begin", LESSON)


def test_a_full_disk_is_told_and_what_was_recorded_stays(progress: Progress, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object, **options: object) -> sqlite3.Connection:
        connection = real(progress.path, isolation_level=None)
        connection.execute("PRAGMA max_page_count = 1")  # SQLite's own way to say that there is no more room
        return connection

    def fill() -> None:
        for _ in range(100):
            progress.record(LESSON, "hint", "lru_core", {"why": "x" * 1000})

    progress.record(LESSON, "begin", LESSON)
    real = sqlite3.connect
    monkeypatch.setattr(progress_module.sqlite3, "connect", full)
    with pytest.raises(WorkspaceError, match="database or disk is full"):
        fill()
    monkeypatch.undo()
    assert progress.lesson(LESSON).began


def test_a_folder_where_the_file_should_be_is_told(progress: Progress) -> None:
    progress.path.mkdir()
    with pytest.raises(WorkspaceError, match="unable to open database file"):
        progress.record(LESSON, "begin", LESSON)
