"""What of a repaired notebook is run, by whom, and with which files."""

from collections.abc import Iterator
from typing import Any

from autograde.grading import Settings, Source, Submission
from autograde.instructor import InstructorNotebook
from autograde.job import Job, Role, Step
from autograde.repair import Repaired


def plan(repaired: Repaired, source: Source, submission: Submission, settings: Settings) -> Job:
    """The job of one repaired notebook of `submission`."""
    return Job(
        key=f"{submission.assignment}/{submission.student}/{repaired.source.name}",
        steps=tuple(_steps(repaired)),
        files=submission.files,
        given_files=source.files,
        instructor=tuple(
            cell.text
            for cell in repaired.source.cells
            if cell.kind == "code" and not (cell.grading and cell.grading.is_test(cell.kind))
        ),
        inside=settings.inside,
        limits=settings.limits,
    )


def _steps(repaired: Repaired) -> Iterator[Step]:
    """The code cells; empty ones of the student's are not run, as with nbgrader."""
    given = given_by_text(repaired.notebook, repaired.source)
    for index, cell in enumerate(repaired.notebook["cells"]):
        if cell["cell_type"] != "code":
            continue
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        role = _role(repaired.source, grade_id, index in given)
        if role == "test" or cell["source"].strip():
            yield Step(
                index, cell["source"], role, grade_id, _inside(repaired.source, grade_id) if role == "test" else ""
            )


def _inside(source: InstructorNotebook, grade_id: str | None) -> str:
    """The reason in the instructor's cell metadata, {"autograde": {"inside": "it traces the lines that run"}}."""
    own = source.by_id[grade_id or ""].metadata.get("autograde")
    return str(own.get("inside", "")) if isinstance(own, dict) else ""


def _role(source: InstructorNotebook, grade_id: str | None, given: bool) -> Role:
    if grade_id is None:
        return "given" if given else "student"
    grading = source.by_id[grade_id].grading
    assert grading
    if grading.is_test("code"):
        return "test"
    return "given" if grading.is_locked else "student"


def given_by_text(notebook: dict[str, Any], source: InstructorNotebook) -> set[int]:
    """The indexes of ordinary code cells that are the instructor's word for word.

    Each counts once, in the instructor's order, and only between the same locked cells as in the instructor's notebook: one that was
    moved before a test could hand the test what it is to check.
    """
    sections: list[list[str]] = [[]]
    for cell in source.cells:
        if cell.grading and cell.grading.is_locked:
            sections.append([])
        elif not cell.grading and cell.kind == "code":
            sections[-1].append(cell.text)
    found: set[int] = set()
    left = iter(sections)
    section = next(left)
    for index, cell in enumerate(notebook["cells"]):
        own = source.by_id.get(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
        if own and own.grading and own.grading.is_locked:
            section = next(left)
        elif own is None and cell["cell_type"] == "code" and cell["source"] in section:
            section = section[section.index(cell["source"]) + 1 :]
            found.add(index)
    return found
