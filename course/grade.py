"""Grading a learner's own notebook, hidden cases included.

`grade` is the one place where the course asks the grading engine: a lesson and the notebook's bytes in, points and messages out, nothing
else touched.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from autograde.job import MIB, Limits
from course.cases.report import MIME
from course.catalogue import ROOT
from course.errors import GradingError
from course.lesson import PART_TAGS, WRITE_HERE, Cell, Lesson
from course.submission import grade_id, submission, text_of

if TYPE_CHECKING:  # the engine is imported when it is asked
    from autograde.grading import CellScore
    from autograde.job import CellResult, JobResult

CELL_LIMIT_S = 60.0
"""As in nbgrader_config.py: a learner's cell may be slower than a lesson's own 20 s, not endless."""
NOTEBOOK_CELLS = 4
"""So many cells at their limit end the notebook."""
ROOM = {"disk_bytes": 256 * MIB, "file_bytes": 128 * MIB}
"""A PostgreSQL server starts in some lessons."""
LEARNER = "learner"


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


def grade(lesson: Lesson, notebook: bytes, *, cell_limit_s: float = CELL_LIMIT_S) -> Grade:
    """Run `notebook`, a learner's of `lesson`, from the top with every case of the lesson, and give its points.

    Raises DamagedFile when it is not a whole notebook of this lesson, GradingError when this machine cannot run it.
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
    submitted = json.dumps(submission(lesson, json.loads(source), notebook)).encode()
    cells, result, scores = _run(lesson, source, submitted, cell_limit_s)
    by_id = {id: (cell, result.cells.get(index)) for index, cell in enumerate(cells) if (id := grade_id(cell))}
    return Grade(
        lesson=lesson.id,
        tests=tuple(_tests_grade(cell, by_id[cell.name][1], scores[cell.name]) for cell in lesson.tests),
        written=tuple(
            WrittenGrade(cell.name, cell.points, text_of(by_id[cell.name][0]).strip() not in ("", WRITE_HERE))
            for cell in lesson.written
        ),
        errors=tuple(_errors(lesson, cells, result)),
    )


def _run(
    lesson: Lesson, source: bytes, submitted: bytes, cell_limit_s: float
) -> tuple[list[dict[str, Any]], "JobResult", "dict[str, CellScore]"]:
    """The engine's part: the cells that were run, what came of each, and the points of each tests cell."""
    from autograde.engine import Engine
    from autograde.errors import AutogradeError
    from autograde.grading import Settings, Source, Submission
    from autograde.plan import plan
    from autograde.repair import repair
    from autograde.score import scores
    from autograde.worker import preload

    limits = replace(Limits(), cell_s=cell_limit_s, notebook_s=NOTEBOOK_CELLS * cell_limit_s, **ROOM)
    graded = _without_parts(source)
    whole = Source(lesson.module, {lesson.notebook: graded})
    try:
        repaired = repair(graded, submitted, lesson.notebook)
        job = plan(repaired, whole, Submission(lesson.module, LEARNER, {}), Settings(limits, inside=True))
        # Their own code on their own machine: where there is no jail to be had, it runs without.
        with Engine(preload(whole), unconfined=True, alone=True) as engine:
            result = engine.run(job)
    except (AutogradeError, OSError) as error:
        raise GradingError(f"{lesson.path} could not be graded: {error}") from error
    return repaired.notebook["cells"], result, scores(repaired, result)


def _without_parts(notebook: bytes) -> bytes:
    """Without the cells that only show widgets: they bear no points, and what they import takes longer than most lessons' tests."""
    content = json.loads(notebook)
    for cell in content["cells"]:
        if cell["metadata"].get("tags") == PART_TAGS:
            cell |= {"source": "", "outputs": []}
    return json.dumps(content).encode()


def _tests_grade(cell: Cell, result: "CellResult | None", score: "CellScore") -> TestsGrade:
    report = _report(cell, result.outputs if result else ())
    cases = tuple(
        CaseGrade(result["label"], result["passed"], result["hidden"], result["message"])
        for result in report.get("results", ())
    )
    points = score.points or 0.0
    problem = score.message if not report or points < report["score"] else ""
    return TestsGrade(cell.name, points, cell.points, cases, problem)


def _report(cell: Cell, outputs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What `check.report()` said, {} when the cell did not get that far."""
    for output in outputs:
        report = output.get("data", {}).get(MIME) if output["output_type"] == "execute_result" else None
        if isinstance(report, dict) and report.get("id") == cell.name:
            return report
    return {}


def _errors(lesson: Lesson, cells: list[dict[str, Any]], result: "JobResult") -> Iterator[str]:
    tests = {cell.name for cell in lesson.tests}
    for index, cell in enumerate(cells):
        came = result.cells.get(index)
        if came is None or grade_id(cell) in tests:
            continue
        errors = [output for output in came.outputs if output["output_type"] == "error"]
        if came.message:
            yield f"cell {index + 1}: {came.message}"
        else:
            yield from (f"cell {index + 1}: {output['ename']}: {output['evalue']}" for output in errors)
