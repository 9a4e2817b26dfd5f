"""What came of submissions, written as nbgrader's autograde would leave it, many submissions a transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Boolean, Connection, TableClause, bindparam, insert, or_, select, update

from autograde import gradebook_tables as tables
from autograde.gradebook import Assignment, Cell, Notebook
from autograde.grading import Graded, GradedNotebook

Penalty = Callable[[str, float, float], float | None]
"""(student, the notebook's score, seconds late) to the points taken off, or None: nbgrader's LateSubmissionPlugin."""

NO_RESPONSE = "No response."
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Result:
    """A submission to record. `unanswered` has the grade_ids of answers that are still the released stub, by notebook."""

    graded: Graded
    submitted_at: datetime | None
    """UTC, without a zone; None leaves what the gradebook has."""
    unanswered: Mapping[str, frozenset[str]]


def record(
    connection: Connection, assignment: Assignment, results: Sequence[Result], penalty: Penalty
) -> dict[str, str]:
    """Write `results`; give the id of each student's row in submitted_assignment. The caller's transaction holds it all.

    Every automatic score of these submissions is set anew, to None where there is none, so that nothing of an earlier grading stays.
    What people wrote (manual scores, extra credit, comments, flags) stays, marked for a second look as nbgrader does.
    """
    ids = _submissions(connection, assignment, results)
    notebook_ids = _notebooks(connection, assignment, set(ids.values()))
    writer = _Writer(connection, notebook_ids)
    for result in results:
        graded = {notebook.name: notebook for notebook in result.graded.notebooks}
        for notebook in assignment.notebooks:
            writer.add(
                notebook_ids[ids[result.graded.student], notebook.id], notebook, graded.get(notebook.name), result
            )
    writer.write()
    _penalties(connection, assignment, results, ids, notebook_ids, penalty)
    return ids


def _submissions(connection: Connection, assignment: Assignment, results: Sequence[Result]) -> dict[str, str]:
    """The submissions' ids by student; students and submissions that are new are made, times are brought up to date."""
    students = {result.graded.student: result for result in results}
    known = set(connection.scalars(select(tables.student.c.id).where(tables.student.c.id.in_(students))))
    _insert(connection, tables.student, [{"id": student} for student in students if student not in known])
    of = tables.submitted_assignment.c
    mine = (of.assignment_id == assignment.id) & of.student_id.in_(students)
    ids: dict[str, str] = dict(connection.execute(select(of.student_id, of.id).where(mine)).tuples().all())
    times = [{"key": ids[name], "at": result.submitted_at} for name, result in students.items() if name in ids]
    change = update(tables.submitted_assignment).where(of.id == bindparam("key")).values(timestamp=bindparam("at"))
    _many(connection, change, [row for row in times if row["at"] is not None])
    new = {student: uuid4().hex for student in students if student not in ids}
    rows: Rows = [
        {"id": id, "assignment_id": assignment.id, "student_id": student, "timestamp": students[student].submitted_at}
        for student, id in new.items()
    ]
    _insert(connection, tables.submitted_assignment, rows)
    return ids | new


def _notebooks(connection: Connection, assignment: Assignment, submissions: set[str]) -> dict[tuple[str, str], str]:
    """The submitted notebooks' ids by submission and notebook; missing ones are made."""
    of = tables.submitted_notebook.c
    rows = connection.execute(select(of.assignment_id, of.notebook_id, of.id).where(of.assignment_id.in_(submissions)))
    ids = {(submission, notebook): id for submission, notebook, id in rows.tuples()}
    new = {
        (submission, notebook.id): uuid4().hex
        for submission in sorted(submissions)
        for notebook in assignment.notebooks
        if (submission, notebook.id) not in ids
    }
    columns: Rows = [
        {"id": id, "assignment_id": submission, "notebook_id": notebook, "flagged": False}
        for (submission, notebook), id in new.items()
    ]
    _insert(connection, tables.submitted_notebook, columns)
    return ids | new


class _Writer:
    """Gathers the rows of grades and comments of a batch, then writes them with four statements."""

    def __init__(self, connection: Connection, notebook_ids: Mapping[tuple[str, str], str]) -> None:
        self.connection = connection
        self.notebook_ids = set(notebook_ids.values())
        self.known = {table.name: self._known(table) for table in (tables.grade, tables.comment)}
        self.new: dict[str, Rows] = {"grade": [], "comment": []}
        self.old: dict[str, Rows] = {"grade": [], "comment": []}

    def _known(self, table: TableClause) -> dict[tuple[str, str], str]:
        of = table.c
        rows = self.connection.execute(
            select(of.notebook_id, of.cell_id, of.id).where(of.notebook_id.in_(self.notebook_ids))
        )
        return {(notebook, cell): id for notebook, cell, id in rows.tuples()}

    def add(self, id: str, notebook: Notebook, graded: GradedNotebook | None, result: Result) -> None:
        """Set every grade and comment of the submitted notebook `id`; `graded` is None when it could not be graded."""
        unanswered = result.unanswered.get(notebook.name, frozenset())
        for cell in notebook.cells:
            if cell.kind != "SolutionCell":
                score = graded.scores.get(cell.name) if graded else None
                points = score.points if score else None
                self._row("grade", id, cell, auto_score=points, needs_manual_grade=points is None)
            if cell.kind != "GradeCell":
                stub = cell.kind == "SolutionCell" and cell.name in unanswered
                self._row("comment", id, cell, auto_comment=NO_RESPONSE if stub else None)

    def _row(self, table: str, notebook: str, cell: Cell, **values: object) -> None:
        id = self.known[table].get((notebook, cell.id))
        if id is None:
            self.new[table].append({"id": uuid4().hex, "notebook_id": notebook, "cell_id": cell.id, **values})
        else:
            self.old[table].append({"key": id, **{f"new_{name}": value for name, value in values.items()}})

    def write(self) -> None:
        grade, comment = tables.grade, tables.comment
        _insert(self.connection, grade, self.new["grade"])
        _insert(self.connection, comment, self.new["comment"])
        # A score given by hand stands, and is to be looked at again. The database decides: a grader may have saved one just now.
        review = or_(bindparam("new_needs_manual_grade", type_=Boolean), grade.c.manual_score.is_not(None))
        change = update(grade).where(grade.c.id == bindparam("key"))
        change = change.values(auto_score=bindparam("new_auto_score"), needs_manual_grade=review)
        _many(self.connection, change, self.old["grade"])
        change = update(comment).where(comment.c.id == bindparam("key"))
        _many(self.connection, change.values(auto_comment=bindparam("new_auto_comment")), self.old["comment"])


def _penalties(
    connection: Connection,
    assignment: Assignment,
    results: Sequence[Result],
    ids: Mapping[str, str],
    notebook_ids: Mapping[tuple[str, str], str],
    penalty: Penalty,
) -> None:
    """Set each notebook's late penalty, as nbgrader's AssignLatePenalties: of those handed in and graded, None for the others."""
    of = tables.submitted_assignment.c
    rows = connection.execute(select(of.id, of.timestamp, of.extension).where(of.id.in_(ids.values())))
    late = {row.id: seconds_late(assignment.duedate, row.timestamp, row.extension) for row in rows}
    scores = _scores(connection, notebook_ids.values()) if any(late.values()) else {}
    changes: Rows = []
    for result in results:
        submission = ids[result.graded.student]
        handed_in = {notebook.name for notebook in result.graded.notebooks if not notebook.missing}
        for notebook in assignment.notebooks:
            id, points = notebook_ids[submission, notebook.id], None
            if late[submission] and notebook.name in handed_in:
                score = scores.get(id, 0.0)
                points = penalty(result.graded.student, score, late[submission])
                points = None if points is None else max(0.0, min(points, score))
            changes.append({"key": id, "points": points})
    notebook_of = tables.submitted_notebook.c
    change = update(tables.submitted_notebook).where(notebook_of.id == bindparam("key"))
    _many(connection, change.values(late_submission_penalty=bindparam("points")), changes)


def seconds_late(duedate: datetime | None, submitted_at: datetime | None, extension: Any) -> float:
    """Seconds past the due date and the student's extension; 0 without a due date or a time."""
    if duedate is None or submitted_at is None:
        return 0.0
    due = duedate + extension if extension is not None else duedate
    return max(0.0, (submitted_at - due).total_seconds())


def _scores(connection: Connection, notebooks: Iterable[str]) -> dict[str, float]:
    """The points of each submitted notebook, what people gave included."""
    of = tables.grade.c
    rows = connection.execute(
        select(of.notebook_id, of.auto_score, of.manual_score, of.extra_credit).where(
            of.notebook_id.in_(list(notebooks))
        )
    )
    scores: dict[str, float] = {}
    for row in rows:
        scores[row.notebook_id] = scores.get(row.notebook_id, 0.0) + _score(row)
    return scores


def _score(row: Any) -> float:
    points = row.auto_score if row.manual_score is None else row.manual_score
    return 0.0 if points is None else float(points + (row.extra_credit or 0.0))


def _insert(connection: Connection, table: TableClause, rows: Rows) -> None:
    _many(connection, insert(table), rows)


def _many(connection: Connection, statement: Any, rows: Rows) -> None:
    if rows:  # an empty list would be one row of nothing
        connection.execute(statement, rows)
