"""Does docs/instructors.md lead a class through nbgrader's whole cycle, with the right points at the end?"""

import csv
import zipfile
from pathlib import Path

import pytest

from ..fixtures import mini
from .conftest import EXCHANGE_USERS, Class

pytestmark = [pytest.mark.xdist_group("instructor"), pytest.mark.timeout(900)]


def test_release_is_byte_for_byte_what_the_build_gives(term: Class, tmp_path: Path):
    mini.built(tmp_path)
    released = term.course / "release" / "2_coding"
    assert [file.name for file in released.iterdir()] == ["01_clamp.ipynb"]
    assert (released / "01_clamp.ipynb").read_bytes() == (tmp_path / f"release/{mini.CLAMP}.ipynb").read_bytes()


def test_students_fetch_that_release_and_nothing_else(term: Class):
    outbound = term.root / "exchange" / "keeper" / "outbound" / "2_coding"
    assert [file.name for file in outbound.iterdir()] == ["01_clamp.ipynb"]
    assert (outbound / "01_clamp.ipynb").read_bytes() == (term.course / f"release/{mini.CLAMP}.ipynb").read_bytes()


@pytest.mark.parametrize(
    ("student", "grades"),
    [
        ("ada", {"clamp_range": (4, None, False), "clamp_list": (2, None, False), "clamp_why": (None, None, True)}),
        ("bo", {"clamp_range": (2, None, False), "clamp_list": (1, None, False), "clamp_why": (0, None, False)}),
        ("cy", {"clamp_range": (0, None, False), "clamp_list": (0, None, False), "clamp_why": (0, None, False)}),
        ("zoe", {"clamp_range": (4, None, False), "clamp_list": (2, None, False), "clamp_why": (0, None, False)}),
    ],
    ids=["all solved", "half right", "untouched starter", "a copied tests cell"],
)
def test_each_cell_has_the_points_it_earned(term: Class, student: str, grades: dict[str, object]):
    assert term.grades(student) == grades


def test_a_submission_holds_the_notebook_and_nothing_private(term: Class):
    for student in EXCHANGE_USERS:
        submitted = term.course / "submitted" / student
        files = sorted(str(path.relative_to(submitted)) for path in submitted.rglob("*") if path.is_file())
        assert files == [f"2_coding/{name}" for name in ("01_clamp.ipynb", "submission_secret.txt", "timestamp.txt")]


def test_feedback_reaches_each_student_with_points_and_messages(term: Class):
    pages = {student: next((term.root / student).rglob("01_clamp.html")).read_text() for student in EXCHANGE_USERS}
    assert "(Score: 6.0 / 9.0)" in pages["ada"]
    assert "(Score: 3.0 / 9.0)" in pages["bo"]
    assert "limits that cross are refused" in pages["bo"]
    assert "With limits 11 and 0: expected ValueError, but it returned 0." in pages["bo"]


def test_feedback_shows_no_code_of_hidden_cases(term: Class):
    pages = list((term.course / "feedback").rglob("*.html"))
    assert len(pages) == 4
    for page in pages:
        text = page.read_text()
        assert "callers_own" not in text
        assert "hidden_reading" not in text
        assert "HIDDEN TESTS" not in text
        assert "help_with" not in text


def test_export_has_a_line_a_student(term: Class):
    with (term.root / "grades.csv").open() as file:
        rows = {row["student_id"]: (row["last_name"], row["score"], row["max_score"]) for row in csv.DictReader(file)}
    assert rows == {
        "ada": ("Lovelace", "6.0", "9.0"),
        "bo": ("Diddley", "3.0", "9.0"),
        "cy": ("", "0.0", "9.0"),
        "zoe": ("", "6.0", "9.0"),
    }


def test_the_one_late_penalty_that_nbgrader_has_takes_everything(term: Class):
    query = (
        "SELECT late_submission_penalty FROM submitted_notebook AS notebook"
        " JOIN submitted_assignment AS submission ON submission.id = notebook.assignment_id WHERE student_id = ?"
    )
    assert term.ask(query, "ada") == [(None,)]
    assert term.ask(query, "bo") == [(3.0,)]


def test_the_wheel_for_students_holds_no_lesson(term: Class):
    (wheel,) = (term.course / "dist").iterdir()
    names = zipfile.ZipFile(wheel).namelist()
    assert "course/cases/cases.py" in names
    assert not [name for name in names if not name.startswith(("course/", "autograde/", "keeper_course-"))]
    assert not [name for name in names if name.endswith(".ipynb")]
