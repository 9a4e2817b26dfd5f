"""Checksums are nbgrader's own."""

import itertools

import nbformat
import pytest

from autograde.instructor import SourceCell
from autograde.nbgrader_cell import Grading


@pytest.mark.parametrize(("grade", "solution", "locked", "task"), list(itertools.product([True, False], repeat=4)))
def test_checksums_equal_nbgraders(grade: bool, solution: bool, locked: bool, task: bool) -> None:
    from nbgrader.utils import compute_checksum, is_locked

    own = Grading("an-id", grade, solution, locked, task, 1.5)
    cell = nbformat.from_dict(
        {"cell_type": "code", "source": "größe = 1", "metadata": {"nbgrader": own.metadata("code", "")}}
    )
    assert own.checksum("code", "größe = 1") == compute_checksum(cell)
    assert own.is_locked == is_locked(cell)


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("code", "x = 1"),
        ("markdown", "Because."),
        ("code", "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n\ndef g(): ..."),
        ("code", "### BEGIN SOLUTION\na\n### END SOLUTION\nb\n### BEGIN SOLUTION\nc\n### END SOLUTION"),
    ],
)
def test_stubs_equal_nbgraders(kind: str, source: str) -> None:
    from nbgrader.preprocessors import ClearSolutions

    metadata = {"nbgrader": {"solution": True, "grade_id": "a"}}
    cell = nbformat.from_dict({"cell_type": kind, "source": source, "metadata": metadata})
    ClearSolutions().preprocess_cell(cell, {"language": "python"}, 0)
    assert SourceCell(kind, source, Grading("a", solution=True)).stub == cell.source
