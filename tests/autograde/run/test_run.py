"""What a run does with whole classes: who is graded, again or not, by hand or late, and who stops whom."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from .conftest import Course, Submit

WRONG = "def double(x):\n    return x"


def ask(course: Course, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(course.root / "gradebook.db")) as gradebook, gradebook:
        return gradebook.execute(query, values).fetchall()


def grades(course: Course, student: str) -> dict[str, tuple[Any, ...]]:
    """Automatic points, points by hand, whether a person must look; by grade_id."""
    rows = ask(
        course,
        "SELECT c.name, auto_score, manual_score, needs_manual_grade FROM grade g JOIN base_cell c ON c.id = g.cell_id"
        " JOIN submitted_notebook n ON n.id = g.notebook_id JOIN submitted_assignment s ON s.id = n.assignment_id"
        " WHERE s.student_id = ?",
        student,
    )
    return {name: (auto, manual, bool(needs)) for name, auto, manual, needs in rows}


def statuses(report: dict[str, Any]) -> dict[str, str]:
    return {submission["student"]: submission["status"] for submission in report["submissions"]}


def failures(course: Course, *arguments: str) -> str:
    done = course.autograde("run", "small", *arguments, plain=True)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stderr


def test_the_report_has_every_submission_and_every_point(small: Course, submit: Submit) -> None:
    submit("ada", words="It adds.")
    submit("bo", WRONG)
    report = small.grade("small", plain=True)
    ada, bo = report["submissions"]
    assert report["assignment"] == "small"
    assert (ada["student"], ada["status"], ada["score"], ada["max_score"]) == ("ada", "graded", 2, 4)
    assert (bo["score"], bo["notebooks"]) == (0, ["doubling"])
    assert ada["grades"]["doubling"]["test_double"] == {"points": 2, "max_points": 2}
    assert ada["grades"]["doubling"]["why"] == {"points": None, "max_points": 1}


def test_an_unanswered_question_has_no_points_and_says_so(small: Course, submit: Submit) -> None:
    submit("ada")
    small.grade("small", plain=True)
    assert grades(small, "ada")["why"] == (0, None, False)
    assert ask(small, "SELECT auto_comment FROM comment WHERE auto_comment IS NOT NULL") == [("No response.",)]


def test_an_unchanged_submission_is_graded_again_only_by_force(small: Course, submit: Submit) -> None:
    submit("ada")
    submit("bo")
    first = small.grade("small", plain=True)
    submit("bo", WRONG)
    second = small.grade("small", plain=True)
    assert statuses(second) == {"ada": "unchanged", "bo": "graded"}
    assert second["submissions"][0]["grades"] == first["submissions"][0]["grades"]
    assert statuses(small.grade("small", "--force", plain=True)) == {"ada": "graded", "bo": "graded"}


def test_a_changed_source_grades_all_again(small: Course, submit: Submit) -> None:
    submit("ada")
    small.grade("small", plain=True)
    (small.root / "source" / "small" / "data.csv").write_text("1,2")
    assert statuses(small.grade("small", plain=True)) == {"ada": "graded"}


def test_a_submission_whose_folder_in_autograded_is_gone_is_graded_again(small: Course, submit: Submit) -> None:
    submit("ada")
    small.grade("small", plain=True)
    (small.root / "autograded" / "ada" / "small").rename(small.root / "elsewhere")
    assert statuses(small.grade("small", plain=True)) == {"ada": "graded"}


def test_only_the_named_students_are_graded(small: Course, submit: Submit) -> None:
    for student in ("ada", "bo", "cy"):
        submit(student)
    assert statuses(small.grade("small", "--student", "ada", "--student", "cy", plain=True)) == {
        "ada": "graded",
        "cy": "graded",
    }


def test_no_points_of_an_earlier_submission_stay(small: Course, submit: Submit) -> None:
    submit("ada")
    small.grade("small", plain=True)
    submit("ada", WRONG)
    small.grade("small", plain=True)
    assert grades(small, "ada")["test_double"] == (0, None, False)


def test_a_submission_that_cannot_be_read_any_more_keeps_no_points(small: Course, submit: Submit) -> None:
    folder = submit("ada")
    small.grade("small", plain=True)
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to(folder.with_name("elsewhere"))
    assert "ada: " in failures(small)
    assert grades(small, "ada")["test_double"] == (None, None, True)
    assert not (small.root / "autograded" / "ada" / "small").exists()


def test_points_given_by_hand_stay_and_are_to_be_looked_at_again(small: Course, submit: Submit) -> None:
    submit("ada", words="It adds.")
    small.grade("small", plain=True)
    ask(
        small,
        "UPDATE grade SET manual_score = 1, extra_credit = 0.5, needs_manual_grade = 0"
        " WHERE cell_id IN (SELECT id FROM base_cell WHERE name IN ('why', 'test_double'))",
    )
    submit("ada", WRONG, words="It adds.")
    small.grade("small", plain=True)
    assert grades(small, "ada")["why"] == (None, 1, True)
    assert grades(small, "ada")["test_double"] == (0, 1, True)
    assert ask(small, "SELECT count(*) FROM grade WHERE extra_credit = 0.5") == [(2,)]


@pytest.mark.parametrize(
    ("config", "penalty"),
    [
        ("", None),
        ('c.LateSubmissionPlugin.penalty_method = "zero"', 2.0),
        ('import sys; sys.path.insert(0, "."); c.AssignLatePenalties.plugin_class = "rule.PerHour"', 0.5),
    ],
)
def test_late_penalties_follow_the_course(small: Course, submit: Submit, config: str, penalty: float | None) -> None:
    (small.root / "rule.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "class PerHour(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return 0.25 * total_seconds_late / 3600\n"
    )
    small.configure(config)
    ask(small, "UPDATE assignment SET duedate = '2030-01-15 18:00:00'")
    submit("early", at="2030-01-15 18:00:00 UTC")
    submit("late", at="2030-01-15 20:00:00 UTC")
    small.grade("small", plain=True)
    rows = ask(
        small,
        "SELECT student_id, late_submission_penalty FROM submitted_notebook n"
        " JOIN submitted_assignment s ON s.id = n.assignment_id",
    )
    assert dict(rows) == {"early": None, "late": penalty}


def test_an_extension_takes_the_penalty_back(small: Course, submit: Submit) -> None:
    small.configure('c.LateSubmissionPlugin.penalty_method = "zero"')
    ask(small, "UPDATE assignment SET duedate = '2030-01-15 18:00:00'")
    submit("ada", at="2030-01-15 20:00:00 UTC")
    small.grade("small", plain=True)
    ask(small, "UPDATE submitted_assignment SET extension = '1970-01-02 00:00:00'")  # a day, as nbgrader writes it
    assert statuses(small.grade("small", plain=True)) == {"ada": "graded"}
    assert ask(small, "SELECT late_submission_penalty FROM submitted_notebook") == [(None,)]


def test_a_notebook_that_was_not_handed_in_is_worth_nothing_and_written_nowhere(small: Course, submit: Submit) -> None:
    (submit("ada") / "doubling.ipynb").rename(small.root / "lost.ipynb")
    (submission,) = small.grade("small", plain=True)["submissions"]
    assert submission["score"] == 0
    assert "doubling" in submission["message"]
    assert {auto for auto, _, needs in grades(small, "ada").values() if not needs} == {0}
    assert not list(small.root.glob("autograded/ada/small/*.ipynb"))


def test_a_folder_that_cannot_be_a_student_fails_alone(small: Course, submit: Submit) -> None:
    submit("ada")
    submit("two\nlines")
    submit("x" * 200)
    said = failures(small)
    assert r"two\nlines" in said
    assert "200 characters" in said
    assert grades(small, "ada")["test_double"][0] == 2
    assert ask(small, "SELECT id FROM student") == [("ada",)]


def test_an_unknown_student_is_refused_where_the_course_makes_none(small: Course, submit: Submit) -> None:
    small.configure("c.Autograde.create_student = False")
    small.nbgrader("db", "student", "add", "ada")
    submit("ada")
    submit("stranger")
    assert "stranger: the gradebook has no such student" in failures(small)
    assert grades(small, "ada")["test_double"][0] == 2


def test_files_beside_the_notebook_are_the_instructors_unless_the_course_says_otherwise(
    small: Course, submit: Submit
) -> None:
    source = small.root / "source" / "small"
    small.configure('c.Autograde.exclude_overwriting = {"small": ["own.py"]}')
    folder = submit("ada")
    for name in ("data.csv", "own.py"):
        (source / name).write_text("the instructor's")
        (folder / name).write_text("the student's")
    (folder / "notes").mkdir()
    (folder / "notes" / "more.txt").write_text("the student's")
    small.grade("small", plain=True)
    autograded = small.root / "autograded" / "ada" / "small"
    assert (autograded / "data.csv").read_text() == "the instructor's"
    assert (autograded / "own.py").read_text() == "the student's"
    assert (autograded / "notes" / "more.txt").read_text() == "the student's"


def test_other_folder_names_and_structures_are_followed(small: Course, submit: Submit, tmp_path: Path) -> None:
    submit("ada")
    (small.root / "submitted").rename(small.root / "in")
    (small.root / "in" / "ada" / "small").rename(small.root / "in" / "small-ada")
    small.configure(
        'c.CourseDirectory.submitted_directory = "in"\n'
        'c.CourseDirectory.autograded_directory = "out"\n'
        'c.CourseDirectory.directory_structure = "{nbgrader_step}/{assignment_id}-{student_id}"\n'
    )
    (small.root / "source" / "small").rename(small.root / "source" / "small-.")
    assert statuses(small.grade("small", plain=True)) == {"ada": "graded"}
    assert (small.root / "out" / "small-ada" / "doubling.ipynb").exists()


def test_an_assignment_that_was_never_released_is_registered_as_nbgrader_would(small: Course, submit: Submit) -> None:
    before = small.snapshot()[0]
    (small.root / "gradebook.db").unlink()
    submit("ada")
    small.grade("small", plain=True)
    after = small.snapshot()[0]
    assert {table: after[table] for table in ("assignment", "cells", "source_cells")} == {
        table: before[table] for table in ("assignment", "cells", "source_cells")
    }
    assert grades(small, "ada")["test_double"][0] == 2


def test_a_source_that_lost_a_released_cell_is_refused(small: Course, submit: Submit) -> None:
    submit("ada")
    (small.root / "source" / "small" / "doubling.ipynb").write_text('{"nbformat": 4, "metadata": {}, "cells": []}')
    said = failures(small)
    assert "test_double" in said
    assert "doubling.ipynb" in said


def test_one_whose_code_kills_the_worker_fails_alone(small: Course, submit: Submit) -> None:
    for number in range(6):
        submit(f"s{number}")
    submit("killer", "kill_the_worker()")
    said = failures(small, "--workers", "2")
    assert said.startswith("killer: It could not be graded, 2 times: The worker process ended")
    assert said.count("\n") == 1
    assert all(grades(small, f"s{number}")["test_double"][0] == 2 for number in range(6))


def test_where_no_engine_starts_nothing_is_touched(small: Course, submit: Submit) -> None:
    submit("ada")
    small.grade("small", plain=True)
    before = small.snapshot()
    done = small.autograde("run", "small", "--force", plain=True, PLAIN_ENGINE_FAILS="This machine lacks namespaces.")
    assert done.returncode == 1
    assert done.stderr == "Error: This machine lacks namespaces.\n"
    assert small.snapshot() == before


def test_a_second_run_on_a_course_is_refused(small: Course, submit: Submit) -> None:
    from autograde.lock import sole_run

    submit("ada")
    with sole_run(small.root):
        assert "Another run is grading" in failures(small)
    small.grade("small", plain=True)


def test_the_gradebook_is_one_file_again_after_a_run(small: Course, submit: Submit) -> None:
    submit("ada")
    small.grade("small", plain=True)
    assert ask(small, "PRAGMA journal_mode") == [("delete",)]
    assert [path.name for path in small.root.glob("gradebook.db*")] == ["gradebook.db"]


def test_a_person_who_has_the_gradebook_open_neither_stops_a_run_nor_is_stopped(small: Course, submit: Submit) -> None:
    submit("ada")
    with closing(sqlite3.connect(small.root / "gradebook.db")) as reader:
        reader.execute("PRAGMA journal_mode = WAL")
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM student").fetchone() == (0,)
        small.grade("small", plain=True)
        assert reader.execute("SELECT count(*) FROM student").fetchone() == (0,)
    assert grades(small, "ada")["test_double"][0] == 2


def test_a_student_whose_folder_is_a_link_to_anothers_is_not_graded_with_it(small: Course, submit: Submit) -> None:
    submit("ada")
    (small.root / "submitted" / "eve").symlink_to("ada")
    assert "eve: The student's folder is a link" in failures(small)
    assert grades(small, "eve")["test_double"] == (None, None, True)
    assert grades(small, "ada")["test_double"][0] == 2
