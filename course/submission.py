"""A learner's notebook made ready to be graded, or refused with a way out."""

import json
from typing import Any

from course.errors import DamagedFile
from course.lesson import PART_TAGS, Lesson


def submission(lesson: Lesson, source: dict[str, Any], notebook: bytes) -> dict[str, Any]:
    """The notebook that is graded: the learner's cells in their order, locked ones as the source notebook has them.

    Nothing else of the learner's file counts: no outputs, tags or grading metadata, and no copies of cells that an older release
    had. Raises DamagedFile.
    """
    name = f"{lesson.path}.ipynb"
    theirs = _cells(notebook, name, lesson)
    ours = {id: cell for cell in source["cells"] if (id := grade_id(cell))}
    ids = [grade_id(cell) for cell in theirs]
    problems = []
    for id, cell in ours.items():
        if cell["metadata"].get("tags") == PART_TAGS:
            continue  # it bears no points
        if id not in ids:
            problems.append(f"the cell {id!r} is missing")
        # An answer that was split in two is an answer still; the copy of a locked or written cell leaves open which one counts.
        if ids.count(id) > 1 and not _is_answer(cell):
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
        "source": text_of(ours if ours and locked else theirs),
    }
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _cells(notebook: bytes, name: str, lesson: Lesson) -> list[dict[str, Any]]:
    """The learner's cells, each with the fields that are read here; raises DamagedFile."""
    try:
        raw = json.loads(notebook)
        cells = raw["cells"]
        whole = isinstance(cells, list) and all(
            cell["cell_type"] in ("code", "markdown", "raw") and isinstance(text_of(cell), str) for cell in cells
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


def text_of(cell: dict[str, Any]) -> str:
    text = cell["source"]
    return "".join(text) if isinstance(text, list) else str(text)


def grade_id(cell: dict[str, Any]) -> str | None:
    """The cell's grade_id; None for a cell without, whatever stands in its metadata."""
    metadata = cell.get("metadata")
    grading = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    id = grading.get("grade_id") if isinstance(grading, dict) else None
    return id if isinstance(id, str) else None


def _is_answer(cell: dict[str, Any]) -> bool:
    grading = cell["metadata"]["nbgrader"]
    return bool(grading["solution"] and not grading["grade"])
