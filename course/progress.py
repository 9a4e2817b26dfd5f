"""progress.db: what the learner did, as an append-only list of events (SQLite, WAL), and what `course status` reads."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from course.errors import DamagedFile, WorkspaceError

Kind = Literal["begin", "cases", "hint", "solution_shown", "assessed", "clarified", "interrupted", "graded"]

VERSION = 1  # kept in the file's user_version
BUSY_TIMEOUT_S = 5.0  # several kernels may write at once; a write takes milliseconds

_SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY,
    at     TEXT NOT NULL,                           -- ISO 8601, UTC
    lesson TEXT NOT NULL,
    kind   TEXT NOT NULL,
    id     TEXT NOT NULL,                           -- of the cell or part
    data   TEXT NOT NULL CHECK (json_type(data) = 'object')
)
"""


# SQLITE_ERROR is what a query of ours meets when the table or a column is gone.
_DAMAGE = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR}


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Event:
    """`data` by kind: cases {passed, total, hidden_ran}; hint {number, of}; solution_shown {after_passing};
    assessed {level: {missing, partly, clear, of}}; clarified {question, asked, of};
    interrupted {number, of, seconds}, of an answer; graded {score, max_score}; begin {}."""

    at: datetime
    lesson: str
    kind: str
    id: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class CasesScore:
    passed: int
    total: int

    @property
    def all_pass(self) -> bool:
        return 0 < self.total == self.passed


@dataclass(frozen=True)
class GradeScore:
    score: float
    max_score: float


@dataclass
class LessonProgress:
    """What the events say of one lesson."""

    lesson: str
    began: datetime | None = None
    last: datetime | None = None
    cases: dict[str, CasesScore] = field(default_factory=dict)  # best visible run of each tests id
    hints: dict[str, int] = field(default_factory=dict)  # answer id -> hints used
    solutions: set[str] = field(default_factory=set)  # answer ids whose solution was shown before passing
    assessed: set[str] = field(default_factory=set)
    grade: GradeScore | None = None  # the best

    @property
    def hints_used(self) -> int:
        return sum(self.hints.values())


class Progress:
    """The events in the file at `path`, which is made by the first `record`.

    Every method raises DamagedFile when the file is not a Keeper progress database any more, and WorkspaceError
    when it is newer than this course, locked for long, or on a disk that fails. The file is never deleted.
    """

    def __init__(self, path: Path, now: Callable[[], datetime] = utc_now) -> None:
        self.path = path
        self._now = now

    def record(self, lesson: str, kind: Kind, id: str, data: Mapping[str, Any] | None = None) -> None:
        """Append one event, at `now`. ValueError for a kind that is none; TypeError or ValueError for unfit data."""
        if kind not in get_args(Kind):
            raise ValueError(f"no such kind of event: {kind!r}; there are {', '.join(get_args(Kind))}")
        text = json.dumps(dict(data or {}), allow_nan=False)
        at = self._now().astimezone(UTC).isoformat(timespec="milliseconds")
        with self._open(writing=True) as connection:
            connection.execute(
                "INSERT INTO events (at, lesson, kind, id, data) VALUES (?, ?, ?, ?, ?)",
                (at, lesson, kind, id, text),
            )

    def events(self, lesson: str | None = None) -> list[Event]:
        """All events, or one lesson's, in the order in which they were recorded."""
        if not self.path.exists():
            return []
        with self._open() as connection:
            rows = connection.execute(
                "SELECT at, lesson, kind, id, data FROM events WHERE ?1 IS NULL OR lesson = ?1 ORDER BY number",
                (lesson,),
            ).fetchall()
        try:
            return [Event(datetime.fromisoformat(row[0]), row[1], row[2], row[3], _object(row[4])) for row in rows]
        except ValueError as error:
            raise self._damaged(f"an event cannot be read: {error}") from error

    def lesson(self, lesson: str) -> LessonProgress:
        return summarise(self.events(lesson)).get(lesson, LessonProgress(lesson))

    def lessons(self) -> dict[str, LessonProgress]:
        """Every lesson that has an event, by lesson id."""
        return summarise(self.events())

    @contextmanager
    def _open(self, writing: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection to a checked file; when writing, inside one transaction."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=BUSY_TIMEOUT_S, isolation_level=None)) as connection:
                self._check_or_make(connection)
                connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
                yield connection
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            if error.sqlite_errorcode in _DAMAGE:
                raise self._damaged(str(error)) from error
            raise WorkspaceError(
                f"{self.path} cannot be used: {error}. Make room on the disk, mend the file's permissions or close "
                "whatever holds it; what was recorded before is still there."
            ) from error
        except OSError as error:
            raise WorkspaceError(f"{self.path.parent} cannot be made: {error.strerror}.") from error

    def _check_or_make(self, connection: sqlite3.Connection) -> None:
        version = _user_version(connection)
        if version > VERSION:
            raise WorkspaceError(
                f"{self.path} was written by a newer Keeper (version {version}; this one reads up to {VERSION}). "
                "It is left as it is: upgrade Keeper to go on with this progress."
            )
        if version < VERSION:
            connection.execute("BEGIN IMMEDIATE")
            if _user_version(connection) == 0:  # else another kernel has just made it
                if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    raise self._damaged("it is another program's database")
                connection.execute(_SCHEMA)
                connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")
        _write_ahead(connection)

    def _damaged(self, what: str) -> DamagedFile:
        return DamagedFile(
            f"{self.path} is damaged ({what}). It is left as it is: move it away, and its -wal and -shm files with it, "
            "to start a new record; your notebooks and answers are not in it."
        )


def summarise(events: Iterable[Event]) -> dict[str, LessonProgress]:
    """Fold events, oldest first, into one LessonProgress a lesson. Fields that a kind lacks count as nothing."""
    lessons: dict[str, LessonProgress] = {}
    for event in events:
        lesson = lessons.setdefault(event.lesson, LessonProgress(event.lesson))
        lesson.last = event.at
        match event.kind:
            case "begin":
                lesson.began = lesson.began or event.at
            case "cases":
                _keep_best_cases(lesson, event)
            case "hint":
                lesson.hints[event.id] = max(lesson.hints.get(event.id, 0), int(_number(event, "number")))
            case "solution_shown" if not event.data.get("after_passing"):
                lesson.solutions.add(event.id)
            case "assessed":
                lesson.assessed.add(event.id)
            case "graded":
                grade = GradeScore(_number(event, "score"), _number(event, "max_score"))
                if lesson.grade is None or _share(grade) > _share(lesson.grade):
                    lesson.grade = grade
    return lessons


def _keep_best_cases(lesson: LessonProgress, event: Event) -> None:
    """A run with hidden cases counts only if all of it passed, since its numbers are of other cases."""
    run = CasesScore(int(_number(event, "passed")), int(_number(event, "total")))
    if event.data.get("hidden_ran") and not run.all_pass:
        return
    best = lesson.cases.get(event.id)
    if best is None or run.passed * max(best.total, 1) >= best.passed * max(run.total, 1):
        lesson.cases[event.id] = run


def _number(event: Event, name: str) -> float:
    value = event.data.get(name)
    return value if isinstance(value, int | float) else 0


def _object(text: str) -> dict[str, Any]:
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError(f"{text!r} is no JSON object")
    return value


def _share(grade: GradeScore) -> float:
    return grade.score / grade.max_score if grade.max_score else 0.0


def _user_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Have the file in WAL mode, as it stays. Where others use it just now, SQLite does not wait: whoever opens it next has it so."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:  # of whichever kind: the rest of the number tells
            raise
