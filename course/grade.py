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
from course.errors import GradingError
from course.lesson import Cell, Lesson
from course.notebook import WRITE_HERE
from course.submission import grade_id, submission, text_of

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
    by_id = {id: cell for cell in done.notebook["cells"] if (id := grade_id(cell))}
    return Grade(
        lesson=lesson.id,
        tests=tuple(_tests_grade(cell, by_id[cell.name], done.scores[cell.name]) for cell in lesson.tests),
        written=tuple(
            WrittenGrade(cell.name, cell.points, text_of(by_id[cell.name]).strip() not in ("", WRITE_HERE))
            for cell in lesson.written
        ),
        errors=tuple(_errors(lesson, done.notebook["cells"])),
    )


def _why_stopped(stopped: stock_nbgrader.Stopped, cell: dict[str, Any], limit_s: int) -> str:
    first = next((line.strip() for line in text_of(cell).split("\n") if line.strip()), "")
    id = grade_id(cell)
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
        if grade_id(cell) not in tests:
            for output in cell.get("outputs", ()):
                if output["output_type"] == "error":
                    yield f"cell {number}: {output['ename']}: {output['evalue']}"
