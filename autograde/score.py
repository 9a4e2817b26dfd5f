"""What each graded cell earned, as nbgrader.utils.determine_grade has it for honest notebooks.

Four differences, each because stock nbgrader gives points for nothing, takes them for nothing, or stops: what a cell writes to stderr
costs nothing; a number that is below 0, above the maximum or none earns nothing; a NumPy scalar is the number that it shows; a cell
that did not end earns nothing.
"""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from autograde.grading import CellScore
from autograde.instructor import InstructorNotebook
from autograde.job import CellResult, JobResult
from autograde.nbgrader_cell import Grading
from autograde.repair import Repaired

ROUNDING = 1e-9
"""What a sum of parts may exceed the maximum by, relative to it."""
NUMPY_SCALAR = re.compile(r"np\.(?:float|int|uint)\d*\((.+)\)")
MESSAGE_CHARACTERS = 300
NO_RESPONSE = "No response."
"""nbgrader's words for an answer that is as it was released."""


def scores(repaired: Repaired, result: JobResult) -> dict[str, CellScore]:
    """By grade_id, every cell of the instructor's that bears points."""
    earned: dict[str, CellScore] = {}
    for index, cell in enumerate(repaired.notebook["cells"]):
        own = repaired.source.by_id.get(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
        if own is None or own.grading is None or not (own.grading.grade or own.grading.task):
            continue
        if own.grading.is_test(own.kind):
            earned[own.grading.grade_id] = _tested(own.grading, result.cells.get(index))
        else:
            earned[own.grading.grade_id] = _written(own.grading, cell)
    return earned


def nothing(source: InstructorNotebook, reason: str) -> dict[str, CellScore]:
    """Of a notebook that was not handed in, or that could not be read: 0 for every cell, as stock nbgrader gives a missing one."""
    return {
        id: CellScore(0, cell.grading.points, reason)
        for id, cell in source.by_id.items()
        if cell.grading and (cell.grading.grade or cell.grading.task)
    }


def _written(grading: Grading, cell: Mapping[str, Any]) -> CellScore:
    """A person reads it, unless it is as it was released; tasks are always read."""
    unanswered = grading.checksum(cell["cell_type"], cell["source"]) == cell["metadata"]["nbgrader"]["checksum"]
    if unanswered and not grading.task and grading.solution:
        return CellScore(0, grading.points, NO_RESPONSE)
    return CellScore(None, grading.points)


def _tested(grading: Grading, result: CellResult | None) -> CellScore:
    most = grading.points
    if result is None:
        return CellScore(0, most, f"The tests {grading.grade_id!r} have no result.")
    if result.status == "refused":
        return CellScore(None, most, result.message)
    if result.status != "ok":
        return CellScore(0, most, result.message or _errors(result.outputs))
    return _from_outputs(grading, result.outputs)


def _from_outputs(grading: Grading, outputs: Iterable[Mapping[str, Any]]) -> CellScore:
    """The first output that is an error or a result decides; a cell without either passed."""
    most = grading.points
    for output in outputs:
        kind = output.get("output_type")
        if kind == "error":
            return CellScore(0, most, _error(output))
        if kind == "execute_result":
            return _partial(grading, output.get("data"))
    return CellScore(most, most)


def _errors(outputs: Iterable[Mapping[str, Any]]) -> str:
    return next((_error(output) for output in outputs if output.get("output_type") == "error"), "")


def _error(output: Mapping[str, Any]) -> str:
    """What the error says, in one line."""
    said = " ".join(f"{output.get('ename', '')}: {output.get('evalue', '')}".split())
    return said if len(said) <= MESSAGE_CHARACTERS else said[:MESSAGE_CHARACTERS] + "..."


def _partial(grading: Grading, data: object) -> CellScore:
    """The points that a test cell's last expression gave; what is no number is a pass."""
    most = grading.points
    shown = data.get("text/plain", "") if isinstance(data, Mapping) else ""
    text = str(shown[0] if isinstance(shown, (list, tuple)) and len(shown) == 1 else shown)
    if scalar := NUMPY_SCALAR.fullmatch(text):
        text = scalar[1]
    try:
        points = float(text)
    except ValueError:
        return CellScore(most, most)
    if math.isnan(points) or points < 0 or points > most * (1 + ROUNDING):
        wrong = f"The tests {grading.grade_id!r} gave {points} points, where 0 to {most} were expected; mend that cell of the assignment."
        return CellScore(0, most, wrong)
    return CellScore(min(points, most), most)
