"""Does a module of the real course go through nbgrader's own commands, with full points for its solutions and none for its starters?"""

import shutil
from pathlib import Path

import pytest

from course import catalogue

from ..fixtures import mini
from .conftest import clone

MODULE = "2_coding"
LESSONS = [lesson for lesson in catalogue.lessons() if lesson.module == MODULE]

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        not any(catalogue.RELEASE.glob(f"{MODULE}/*.ipynb")), reason=f"{MODULE} is not built: course build"
    ),
]


def test_solutions_earn_full_points_and_starters_none(tmp_path: Path):
    term = clone(tmp_path)
    for tree in (catalogue.SOURCE, catalogue.RELEASE):
        shutil.copytree(tree / MODULE, term.course / tree.name / MODULE)
    committed = {file.name: file.read_bytes() for file in (catalogue.RELEASE / MODULE).glob("*.ipynb")}

    term.run(f"nbgrader generate_assignment {MODULE} --force")
    generated = {file.name: file.read_bytes() for file in (term.course / "release" / MODULE).iterdir()}
    assert generated == committed

    for lesson in LESSONS:
        term.hand_in("solver", mini.solved(term.course, lesson.path), lesson.path)
        term.hand_in("starter", mini.read(term.course / f"release/{lesson.path}.ipynb"), lesson.path)
    term.run(f"nbgrader autograde {MODULE}")
    solver, starter = term.grades("solver"), term.grades("starter")
    tests = [cell for lesson in LESSONS for cell in lesson.tests]
    assert {cell.name: solver[cell.name][0] for cell in tests} == {cell.name: cell.points for cell in tests}
    assert {cell.name: starter[cell.name][0] for cell in tests} == {cell.name: 0 for cell in tests}
