"""Grading a learner's own notebook, hidden cases included.

`grade` is the seam: a lesson and the notebook's bytes in, points and messages out, nothing else touched. What stands behind it is stock
nbgrader today.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from course import stock_nbgrader
from course.cases.report import MIME
from course.catalogue import ROOT
from course.errors import DamagedFile, GradingError
from course.lesson import Cell, Lesson
from course.notebook import PART_TAGS, WRITE_HERE

CELL_LIMIT_S = 60
"""As in nbgrader_config.py: a learner's cell may be slower than a lesson's own 20 s, not endless."""


@dataclass(frozen=True)
class CaseGrade:
    """One case of a tests cell; `message` is empty when it passed."""

    label: str
    passed: bool
    hidden: bool
    message: str

    def to_dict(self) -> dict[str, Any]:
        return {"label": self.label, "passed": self.passed, "hidden": self.hidden, "message": self.message}


@dataclass(frozen=True)
class TestsGrade:
    """A tests cell's points; `problem` says why it has fewer than its cases earned, or none at all, "" if all is well."""

    id: str
    score: float
    max_score: float
    cases: tuple[CaseGrade, ...]
    problem: str

    @property
    def passed(self) -> int:
        return sum(case.passed for case in self.cases)

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "score": self.score,
            "max_score": self.max_score,
            "problem": self.problem,
            "cases": [case.to_dict() for case in self.cases],
        }


@dataclass(frozen=True)
class WrittenGrade:
    """A written answer, which only a person can grade."""

    id: str
    max_score: float
    answered: bool

    def to_dict(self) -> dict[str, Any]:
        return {"id": self.id, "max_score": self.max_score, "answered": self.answered}


@dataclass(frozen=True)
class Grade:
    """What a notebook earned. `score` and `max_score` count the tests alone, since nobody has read the written answers."""

    lesson: str
    tests: tuple[TestsGrade, ...]
    written: tuple[WrittenGrade, ...]
    errors: tuple[str, ...]
    """What failed outside the tests, a line for each cell, as "cell 7: SyntaxError: invalid syntax"."""

    @property
    def score(self) -> float:
        return round(sum(tests.score for tests in self.tests), 2)

    @property
    def max_score(self) -> float:
        return sum(tests.max_score for tests in self.tests)

    def to_dict(self) -> dict[str, Any]:
        return {
            "lesson": self.lesson,
            "score": self.score,
            "max_score": self.max_score,
            "tests": [tests.to_dict() for tests in self.tests],
            "written": [written.to_dict() for written in self.written],
            "errors": list(self.errors),
        }


def grade(lesson: Lesson, notebook: bytes, *, cell_limit_s: int = CELL_LIMIT_S) -> Grade:
    """Run `notebook`, a learner's of `lesson`, from the top with every case of the lesson, and give its points.

    Raises DamagedFile when it is not a whole notebook of this lesson, GradingError when it cannot be run to its end.
    """
    if not lesson.tests:
        raise GradingError(f"{lesson.path} has no tests to run. Assess what you wrote yourself, in the notebook.")
    built = (ROOT / lesson.file).with_suffix(".ipynb")
    try:
        source = built.read_bytes()
    except FileNotFoundError:
        raise GradingError(
            f"{built} is missing: {lesson.path} has not been built. `course build {lesson.path}` makes it."
        ) from None
    submitted = submission(lesson, json.loads(source), notebook)
    done = stock_nbgrader.autograde(
        lesson.module, lesson.notebook, source, json.dumps(submitted).encode(), cell_limit_s=cell_limit_s
    )
    if isinstance(done, stock_nbgrader.Stopped):
        raise GradingError(_why_stopped(done, submitted["cells"][done.cell], cell_limit_s))
    by_id = {id: cell for cell in done.notebook["cells"] if (id := _grade_id(cell))}
    return Grade(
        lesson=lesson.id,
        tests=tuple(_tests_grade(cell, by_id[cell.name], done.scores[cell.name]) for cell in lesson.tests),
        written=tuple(
            WrittenGrade(cell.name, cell.points, _source(by_id[cell.name]).strip() not in ("", WRITE_HERE))
            for cell in lesson.written
        ),
        errors=tuple(_errors(lesson, done.notebook["cells"])),
    )


def submission(lesson: Lesson, source: dict[str, Any], notebook: bytes) -> dict[str, Any]:
    """The notebook that is graded: the learner's cells in their order, locked ones as the source notebook has them.

    Nothing else of the learner's file counts: no outputs, tags or grading metadata, and no copies of cells that an older release
    had. Raises DamagedFile.
    """
    name = f"{lesson.path}.ipynb"
    theirs = _cells(notebook, name, lesson)
    ours = {id: cell for cell in source["cells"] if (id := _grade_id(cell))}
    ids = [_grade_id(cell) for cell in theirs]
    problems = []
    for id, cell in ours.items():
        if id not in ids and cell["metadata"].get("tags") != PART_TAGS:
            problems.append(f"the cell {id!r} is missing")
        # An answer that was split in two is an answer still; the copy of a locked or written cell leaves open which one counts.
        elif ids.count(id) > 1 and not _is_answer(cell):
            at = " and ".join(str(place + 1) for place, other in enumerate(ids) if other == id)
            problems.append(f"the cell {id!r} stands {ids.count(id)} times (cells {at})")
    if problems:
        raise DamagedFile(
            f"{name} is not whole, so it was not graded: {'; '.join(problems)}. Delete what is too many (Edit, Undo may help); "
            f"a cell may be missing because your copy is of an older release. {_way_out(lesson)}"
        )
    cells = []
    for place, (id, cell) in enumerate(zip(ids, theirs, strict=True)):
        own = ours.get(id) if id and id not in ids[place + 1 :] else None
        cells.append(_submitted(cell, own, place))
    return {**source, "cells": cells}


def _submitted(theirs: dict[str, Any], ours: dict[str, Any] | None, number: int) -> dict[str, Any]:
    """The learner's cell, with the grading metadata of the source's cell, and its text if that is locked."""
    grading = ours["metadata"]["nbgrader"] if ours else None
    locked = grading is not None and not grading["solution"]
    kind = (ours or theirs)["cell_type"]
    cell: dict[str, Any] = {
        "cell_type": kind,
        "id": f"cell-{number}",
        "metadata": {"nbgrader": grading} if grading else {},
        "source": _source(ours if ours and locked else theirs),
    }
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _cells(notebook: bytes, name: str, lesson: Lesson) -> list[dict[str, Any]]:
    """The learner's cells, each with the fields that are read here; raises DamagedFile."""
    try:
        raw = json.loads(notebook)
        cells = raw["cells"]
        whole = isinstance(cells, list) and all(
            cell["cell_type"] in ("code", "markdown", "raw") and isinstance(_source(cell), str) for cell in cells
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        what = f"it is not JSON: {error}" if isinstance(error, ValueError) else "it does not hold a notebook's cells"
    else:
        if whole:
            return list(cells)
        what = "it holds cells that are none"
    raise DamagedFile(f"{name} cannot be read ({what}), so it was not graded. {_way_out(lesson)}")


def _way_out(lesson: Lesson) -> str:
    return (
        f"`course reset {lesson.id}` puts a fresh notebook in its place and keeps yours in backups/, to copy your answers from. "
        "Nothing was changed."
    )


def _source(cell: dict[str, Any]) -> str:
    text = cell["source"]
    return "".join(text) if isinstance(text, list) else str(text)


def _grade_id(cell: dict[str, Any]) -> str | None:
    """The cell's grade_id; None for a cell without, whatever stands in its metadata."""
    metadata = cell.get("metadata")
    grading = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    id = grading.get("grade_id") if isinstance(grading, dict) else None
    return id if isinstance(id, str) else None


def _is_answer(cell: dict[str, Any]) -> bool:
    grading = cell["metadata"]["nbgrader"]
    return bool(grading["solution"] and not grading["grade"])


def _why_stopped(stopped: stock_nbgrader.Stopped, cell: dict[str, Any], limit_s: int) -> str:
    first = next((line.strip() for line in _source(cell).split("\n") if line.strip()), "")
    id = _grade_id(cell)
    where = f"Cell {stopped.cell + 1} ({f'{id!r}' if id else f'it begins {first!r}'})"
    if stopped.hung:
        return (
            f"{where} had not finished after {limit_s} s, so nothing was graded: a loop that never ends, or a wait for something "
            "that never comes. Run that cell in the notebook, and stop it there to see the line it is at."
        )
    return (
        f"{where} ended the kernel (it ran out of memory, crashed, or left with os._exit), so nothing was graded. "
        "Run that cell in the notebook to see it happen."
    )


def _tests_grade(cell: Cell, graded: dict[str, Any], score: float) -> TestsGrade:
    report = _report(cell, graded["outputs"])
    cases = tuple(
        CaseGrade(result["label"], result["passed"], result["hidden"], result["message"])
        for result in report.get("results", ())
    )
    problem = ""
    if not report or score < report["score"]:
        problem = _problem(graded["outputs"])
    return TestsGrade(cell.name, score, cell.points, cases, problem)


def _report(cell: Cell, outputs: list[dict[str, Any]]) -> dict[str, Any]:
    """What `check.report()` said, {} when the cell did not get that far."""
    for output in outputs:
        report = output.get("data", {}).get(MIME) if output["output_type"] == "execute_result" else None
        if isinstance(report, dict) and report.get("id") == cell.name:
            return report
    return {}


def _problem(outputs: list[dict[str, Any]]) -> str:
    """Why nbgrader gave nothing: it counts an error, and anything on stderr, as 0."""
    for output in outputs:
        if output["output_type"] == "error":
            return f"The tests could not run to their end: {output['ename']}: {output['evalue']}"
        if output["output_type"] == "stream" and output["name"] == "stderr":
            said = "".join(output["text"]).strip()
            return f"Something wrote to stderr while the tests ran, which counts as a failure: {said[:400]}"
    return "The tests gave no result."


def _errors(lesson: Lesson, cells: list[dict[str, Any]]) -> Iterator[str]:
    tests = {cell.name for cell in lesson.tests}
    for number, cell in enumerate(cells, 1):
        if _grade_id(cell) not in tests:
            for output in cell.get("outputs", ()):
                if output["output_type"] == "error":
                    yield f"cell {number}: {output['ename']}: {output['evalue']}"
