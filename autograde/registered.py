"""An assignment as it was released: the instructor's source with what the gradebook says of its cells.

nbgrader grades by the cells that `nbgrader generate_assignment` registered, not by what source/ holds today: tests with their templates
filled in, points, and the checksum of the stub that a student was given. So do we.
"""

import json
from collections.abc import Mapping
from typing import Any

from traitlets import Bool, Unicode
from traitlets.config import Config, Configurable

from autograde.course_folder import CourseFolder
from autograde.errors import CourseFolderError
from autograde.gradebook import Assignment, Notebook
from autograde.grading import Source

Json = dict[str, Any]


class IncludeHeaderFooter(Configurable):
    """nbgrader's class of that name: notebooks that every released one begins and ends with."""

    header = Unicode("").tag(config=True)
    footer = Unicode("").tag(config=True)


class LockCells(Configurable):
    """nbgrader's class of that name: which cells JupyterLab refuses to delete and to edit."""

    lock_solution_cells = Bool(True).tag(config=True)
    lock_grade_cells = Bool(True).tag(config=True)
    lock_readonly_cells = Bool(True).tag(config=True)
    lock_all_cells = Bool(False).tag(config=True)


def registered(source: Source, assignment: Assignment, course: CourseFolder) -> Source:
    """`source` with only the registered notebooks and their cells as registered. Raises CourseFolderError where they don't fit."""
    ends = IncludeHeaderFooter(config=course.config)
    header, footer = _cells_of(course, ends.header), _cells_of(course, ends.footer)
    notebooks = {}
    for notebook in assignment.notebooks:
        name = f"{course.source(assignment.name) / notebook.name}.ipynb"
        if notebook.name not in source.notebooks:
            raise CourseFolderError(
                f"{name} is missing, and the gradebook has it as a notebook of {assignment.name}. Put it back, or run "
                f"`nbgrader generate_assignment {assignment.name} --force`."
            )
        content = _parsed(source.notebooks[notebook.name], name)
        content["cells"] = [*header, *content["cells"], *footer]
        _register(content["cells"], notebook, name, course.config)
        notebooks[notebook.name] = json.dumps(content).encode()
    students_own = course.exclude_overwriting.get(assignment.name, ())
    files = {path: content for path, content in source.files.items() if path not in students_own}
    return Source(source.assignment, notebooks, files)


def _register(cells: list[Json], notebook: Notebook, name: str, config: Config) -> None:
    """Give `cells` the registered text, points and checksum."""
    of_source = {cell.name: cell for cell in notebook.source_cells}
    points = {cell.name: cell.max_points for cell in notebook.cells if cell.kind != "SolutionCell"}
    lock = LockCells(config=config)
    seen = set()
    for cell in cells:
        grading = _grading(cell)
        known = of_source.get(grading.get("grade_id", ""))
        if known is not None:
            seen.add(known.name)
            grading["checksum"] = known.checksum
            if known.name in points:
                grading["points"] = points[known.name]
            # Of an answer in code the solution stays: it says what the tests' names mean. Of one in words nobody but a student needs it.
            if known.locked or known.cell_type == "markdown":
                cell["source"] = known.source
        _lock(cell, grading, lock)
    wanted = {cell.name for cell in notebook.cells}
    if wanted - seen:
        raise CourseFolderError(
            f"{name} lacks the cells {', '.join(sorted(wanted - seen))}, which were released. Put them back, or run "
            "`nbgrader generate_assignment` again if nobody has submitted yet."
        )


def _lock(cell: Json, grading: Mapping[str, Any], lock: LockCells) -> None:
    solution, grade = grading.get("solution", False), grading.get("grade", False)
    if solution and (lock.lock_solution_cells or (grade and lock.lock_grade_cells)):
        cell["metadata"]["deletable"] = False
    elif (
        (grade and not solution and lock.lock_grade_cells)
        or (lock.lock_readonly_cells and not solution and (grade or grading.get("locked", False)))
        or lock.lock_all_cells
    ):
        cell["metadata"] |= {"deletable": False, "editable": False}


def _grading(cell: Json) -> Json:
    grading = cell["metadata"].get("nbgrader")
    return grading if isinstance(grading, dict) else {}


def _cells_of(course: CourseFolder, file: str) -> list[Json]:
    if not file:
        return []
    path = course.root / file
    try:
        cells: list[Json] = _parsed(path.read_bytes(), str(path))["cells"]
    except OSError as error:
        raise CourseFolderError(
            f"{path}, which IncludeHeaderFooter names, cannot be read: {error.strerror}. Restore it, or change nbgrader_config.py."
        ) from error
    return cells


def _parsed(content: bytes, name: str) -> Json:
    """The instructor's notebook, of which as much is checked as is read here."""
    try:
        notebook: Json = json.loads(content)
        if all(isinstance(cell["metadata"], dict) for cell in notebook["cells"]):
            return notebook
        problem = "a cell without metadata"
    except (ValueError, KeyError, TypeError) as error:
        problem = f"{type(error).__name__}: {error}"
    raise CourseFolderError(f"{name} is no notebook of format 4 ({problem}). Open it in JupyterLab and save it.")
