"""nbgrader's gradebook, opened for a run: what it knows of an assignment, and transactions on it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, cast

from sqlalchemy import Connection, create_engine, event, func, inspect, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from autograde import gradebook_tables as tables
from autograde.errors import GradebookError, RunError

BUSY_S = 60
"""How long a transaction waits for another one, such as a grader's in the formgrader, on SQLite."""

CellKind = Literal["GradeCell", "SolutionCell", "TaskCell"]


@dataclass(frozen=True)
class Cell:
    """A row of base_cell: a cell that is both graded and an answer has two."""

    id: str
    name: str
    kind: CellKind
    max_points: float


@dataclass(frozen=True)
class SourceCell:
    """A cell as `nbgrader generate_assignment` registered it: tests instantiated, solutions taken out."""

    name: str
    cell_type: str
    locked: bool
    source: str
    checksum: str | None


@dataclass(frozen=True)
class Notebook:
    """A notebook of an assignment."""

    id: str
    name: str
    cells: tuple[Cell, ...]
    source_cells: tuple[SourceCell, ...]


@dataclass(frozen=True)
class Assignment:
    """An assignment as it is registered."""

    id: str
    name: str
    duedate: datetime | None
    notebooks: tuple[Notebook, ...]


@dataclass
class Gradebook:
    """A context manager that holds one connection. Whatever goes wrong with the database is a GradebookError."""

    url: str
    _connection: Connection | None = field(default=None, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._connection is not None:
            _restore(self._connection)
            self._connection.close()
            self._connection.engine.dispose()
            self._connection = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Commits at the end, or rolls back. One that reads and then writes sees no other's writes between."""
        try:
            if self._connection is None:
                self._connection = _connect(self.url)
            with self._connection.begin():
                yield self._connection
        except (SQLAlchemyError, ImportError) as error:
            reason = str(getattr(error, "orig", None) or error).strip()
            raise GradebookError(
                f"The gradebook {self.shown} cannot be used: {reason}. Check CourseDirectory.db_url, and that nbgrader can open it; "
                "after an upgrade of nbgrader, `nbgrader db upgrade`."
            ) from error

    @property
    def shown(self) -> str:
        """The address without its password."""
        try:
            return make_url(self.url).render_as_string(hide_password=True)
        except SQLAlchemyError:
            return self.url

    def exists(self) -> bool:
        """Whether there are nbgrader's tables. Asking does not make a database."""
        try:
            url = make_url(self.url)
        except SQLAlchemyError as error:
            raise GradebookError(
                f"CourseDirectory.db_url is no database address: {self.url!r}. Expected e.g. sqlite:////folder/gradebook.db."
            ) from error
        if url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).exists()):
            return False
        with self.transaction() as connection:
            return inspect(connection).has_table("submitted_assignment")

    def assignment(self, name: str) -> Assignment | None:
        """What is registered under `name`, None when nothing is."""
        if not self.exists():
            return None
        with self.transaction() as connection:
            return _assignment(connection, name)

    def students(self) -> set[str]:
        """The ids of all students."""
        with self.transaction() as connection:
            return set(connection.scalars(select(tables.student.c.id)))

    def extensions(self, assignment: Assignment) -> dict[str, timedelta]:
        """Who was granted how much more time."""
        of = tables.submitted_assignment.c
        with self.transaction() as connection:
            rows = connection.execute(select(of.student_id, of.extension).where(of.assignment_id == assignment.id))
            return {student: extension for student, extension in rows.tuples() if extension is not None}

    def claim(self, assignment: Assignment) -> None:
        """Make sure that this run is the only one on `assignment`, on whichever machine; lasts as long as the connection.

        SQLite has no such lock: there the run's lock file does it. Raises RunError.
        """
        with self.transaction() as connection:
            if connection.dialect.name == "postgresql":
                key = func.hashtextextended(f"autograde/{assignment.id}", 0)
                if not connection.scalar(select(func.pg_try_advisory_lock(key))):
                    raise RunError(
                        f"{assignment.name} is being graded by another run on this gradebook. Wait for its end."
                    )


def _connect(url: str) -> Connection:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    return engine.connect()


def _prepare_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver's guess
    connection.execute(f"PRAGMA busy_timeout = {BUSY_S * 1000}")
    # Readers, the formgrader say, go on while a batch is written. Where the file system cannot, SQLite says so and keeps its mode.
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    record.info["mode"] = mode
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        "PRAGMA synchronous = NORMAL"
    )  # a power cut may cost the last batches, which a rerun grades again


def _restore(connection: Connection) -> None:
    """Back to one file, as the course had it: who copies gradebook.db knows nothing of a second one beside it."""
    if connection.dialect.name == "sqlite":
        # Not while another holds the gradebook open: then it stays as it is, which nobody but a copier notices.
        with suppress(SQLAlchemyError, sqlite3.Error):
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA busy_timeout = 0")
            driver.execute(f"PRAGMA journal_mode = {connection.info['mode']}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _assignment(connection: Connection, name: str) -> Assignment | None:
    of = tables.assignment.c
    row = connection.execute(select(of.id, of.duedate).where(of.name == name)).first()
    if row is None:
        return None
    notebook, cell, source = tables.notebook.c, tables.base_cell.c, tables.source_cell.c
    maximum = func.coalesce(tables.grade_cells.c.max_score, tables.task_cells.c.max_score, 0.0)
    cells = connection.execute(
        select(cell.notebook_id, cell.id, cell.name, cell.type, maximum)
        .select_from(tables.base_cell)
        .join(tables.notebook, notebook.id == cell.notebook_id)
        .outerjoin(tables.grade_cells, tables.grade_cells.c.id == cell.id)
        .outerjoin(tables.task_cells, tables.task_cells.c.id == cell.id)
        .where(notebook.assignment_id == row.id)
    ).all()
    source_cells = connection.execute(
        select(source.notebook_id, source.name, source.cell_type, source.locked, source.source, source.checksum)
        .join(tables.notebook, notebook.id == source.notebook_id)
        .where(notebook.assignment_id == row.id)
    ).all()
    notebooks = connection.execute(
        select(notebook.id, notebook.name).where(notebook.assignment_id == row.id).order_by(notebook.name)
    ).all()
    return Assignment(
        row.id,
        name,
        row.duedate,
        tuple(
            Notebook(
                id,
                notebook_name,
                tuple(Cell(c[1], c[2], cast(CellKind, c[3]), float(c[4])) for c in cells if c[0] == id),
                tuple(SourceCell(s[1], s[2], bool(s[3]), s[4] or "", s[5]) for s in source_cells if s[0] == id),
            )
            for id, notebook_name in notebooks
        ),
    )
