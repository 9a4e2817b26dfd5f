"""What a run leaves is what stock `nbgrader autograde` leaves."""

import json
import shutil
from pathlib import Path

import pytest

from course.catalogue import ROOT

from ...fixtures import mini
from ...fixtures.once import once
from .conftest import Course

pytestmark = pytest.mark.xdist_group("stock")  # what its module sets up, once


@pytest.fixture(scope="module")
def stock(released: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    return Course(
        once(tmp_path_factory, "graded_by_stock", lambda root: released.copy(root).nbgrader("autograde", "ps1"))
    )


@pytest.fixture(scope="module")
def ours(released: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    return Course(once(tmp_path_factory, "graded_by_ours", lambda root: released.copy(root).grade(plain=True)))


@pytest.mark.parametrize(
    "table", ["student", "submissions", "notebooks", "grades", "comments", "cells", "source_cells"]
)
def test_the_gradebook_is_that_of_stock_nbgrader(stock: Course, ours: Course, table: str) -> None:
    assert ours.snapshot()[0][table] == stock.snapshot()[0][table]


def test_the_autograded_folder_has_the_files_and_modes_of_stock_nbgrader(stock: Course, ours: Course) -> None:
    expected, found = stock.snapshot()[1], ours.snapshot()[1]
    assert {path: mode for path, (mode, _) in found.items()} == {path: mode for path, (mode, _) in expected.items()}


def test_the_autograded_files_are_those_of_stock_nbgrader(stock: Course, ours: Course) -> None:
    assert ours.snapshot()[1] == stock.snapshot()[1]


def test_our_own_lessons_get_the_points_and_files_that_stock_nbgrader_gives(tmp_path: Path) -> None:
    course = Course(mini.built(tmp_path / "stock"))
    shutil.copyfile(ROOT / "nbgrader_config.py", course.root / "nbgrader_config.py")
    course.configure('c.Autograde.exporter_class = "nbconvert.exporters.NotebookExporter"')
    for student, notebook in (("ada", mini.solved(course.root)), ("bo", mini.half_right(course.root))):
        folder = course.root / "submitted" / student / "2_coding"
        folder.mkdir(parents=True)
        (folder / "01_clamp.ipynb").write_text(json.dumps(notebook))
    course.nbgrader("generate_assignment", "2_coding", "--force")
    ours = course.copy(tmp_path / "ours")
    course.nbgrader("autograde", "2_coding")
    ours.grade("2_coding")
    assert ours.snapshot() == course.snapshot()


def test_feedback_and_export_work_on_it(ours: Course, tmp_path: Path) -> None:
    course = ours.copy(tmp_path / "course")
    course.nbgrader("generate_feedback", "ps1")
    course.nbgrader("export", "--to", "grades.csv")
    assert "1.5" in (course.root / "grades.csv").read_text()
    assert len(list(course.root.glob("feedback/*/ps1/*.html"))) == 4
