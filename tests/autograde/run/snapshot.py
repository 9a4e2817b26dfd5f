"""A gradebook and an autograded/ folder as plain values that can be compared: no ids, nothing that two runs may differ in."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

QUERIES = {
    "student": "SELECT id, first_name, last_name, email FROM student",
    "assignment": "SELECT name, duedate FROM assignment",
    "cells": "SELECT n.name, c.name, c.type FROM base_cell c JOIN notebook n ON n.id = c.notebook_id",
    "source_cells": "SELECT n.name, c.name, c.cell_type, c.locked, c.source, c.checksum FROM source_cell c"
    " JOIN notebook n ON n.id = c.notebook_id",
    "submissions": "SELECT a.name, s.student_id, s.timestamp, s.extension FROM submitted_assignment s"
    " JOIN assignment a ON a.id = s.assignment_id",
    "notebooks": "SELECT s.student_id, n.name, b.flagged, b.late_submission_penalty FROM submitted_notebook b"
    " JOIN submitted_assignment s ON s.id = b.assignment_id JOIN notebook n ON n.id = b.notebook_id",
    "grades": "SELECT s.student_id, n.name, c.name, c.type, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade"
    " FROM grade g JOIN submitted_notebook b ON b.id = g.notebook_id JOIN submitted_assignment s ON s.id = b.assignment_id"
    " JOIN notebook n ON n.id = b.notebook_id JOIN base_cell c ON c.id = g.cell_id",
    "comments": "SELECT s.student_id, n.name, c.name, c.type, g.auto_comment, g.manual_comment"
    " FROM comment g JOIN submitted_notebook b ON b.id = g.notebook_id JOIN submitted_assignment s ON s.id = b.assignment_id"
    " JOIN notebook n ON n.id = b.notebook_id JOIN base_cell c ON c.id = g.cell_id",
}


def gradebook(url: str) -> dict[str, list[str]]:
    """Every table of nbgrader's by its rows, as sorted text."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return {
                name: sorted(repr(tuple(_plain(value) for value in row)) for row in connection.execute(text(query)))
                for name, query in QUERIES.items()
            }
    finally:
        engine.dispose()


def _plain(value: Any) -> Any:
    """The value as SQLite has it."""
    if isinstance(value, bool):
        return int(value)
    return f"{value:%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value


def files(folder: Path) -> dict[str, tuple[str, Any]]:
    """Mode and content of all below `folder`: of notebooks what they say, of folders nothing."""
    found: dict[str, tuple[str, Any]] = {}
    for path in sorted(folder.rglob("*")):
        content: Any = None
        if path.suffix == ".ipynb":
            content = notebook(json.loads(path.read_bytes()))
        elif path.is_file():
            content = path.read_bytes()
        found[str(path.relative_to(folder))] = (oct(path.stat().st_mode), content)
    return found


def notebook(content: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The cells: what they are, their text, and what nbgrader's metadata mean; leaves out what differs from run to run."""
    return [(cell["cell_type"], "".join(cell["source"]), _grading(cell)) for cell in content["cells"]]


def _grading(cell: dict[str, Any]) -> dict[str, Any] | None:
    grading = cell["metadata"].get("nbgrader")
    if not grading or not any(grading.get(flag) for flag in ("grade", "solution", "locked", "task")):
        return None
    wanted = ("grade_id", "grade", "solution", "locked", "checksum", "points")
    return {name: grading.get(name) for name in wanted} | {"task": grading.get("task", False)}
