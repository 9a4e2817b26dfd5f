"""What of an nbgrader configuration a run follows, and which names it accepts."""

from pathlib import Path

import pytest

from autograde.course_folder import invalid_assignment, invalid_student, open_course
from autograde.errors import CourseFolderError


def course_with(folder: Path, config: str) -> Path:
    (folder / "nbgrader_config.py").write_text(f"c = get_config()\n{config}\n")
    return folder


def test_without_a_configuration_all_is_as_in_nbgrader(tmp_path: Path) -> None:
    course = open_course(tmp_path)
    assert course.db_url == f"sqlite:///{tmp_path}/gradebook.db"
    assert course.submitted("ada", "ps1") == tmp_path / "submitted" / "ada" / "ps1"
    assert course.source("ps1") == tmp_path / "source" / "ps1"
    assert (course.permissions, course.create_student) == (0o444, True)


def test_values_that_the_configuration_adds_to_are_added_to(tmp_path: Path) -> None:
    course = open_course(course_with(tmp_path, 'c.CourseDirectory.ignore.append("*.bak")'))
    assert course.ignore == (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.bak")


def test_a_shared_course_is_writable_by_its_group(tmp_path: Path) -> None:
    assert open_course(course_with(tmp_path, "c.CourseDirectory.groupshared = True")).permissions == 0o664


def test_a_parents_setting_counts_where_the_class_has_none(tmp_path: Path) -> None:
    assert open_course(course_with(tmp_path, "c.BaseConverter.permissions = 640")).permissions == 0o640


@pytest.mark.parametrize("structure", ["{nbgrader_step}/{assignment_id}", "{student_id}/{assignment_id}", "flat"])
def test_a_structure_that_mixes_students_up_is_refused(tmp_path: Path, structure: str) -> None:
    with pytest.raises(CourseFolderError, match="directory_structure"):
        open_course(course_with(tmp_path, f"c.CourseDirectory.directory_structure = {structure!r}"))


def test_students_are_those_whose_folder_has_the_assignment(tmp_path: Path) -> None:
    for path in ("ada/ps1", "bo/ps2", ".hidden/ps1", "cy/ps1", "zoe/ps1"):
        (tmp_path / "submitted" / path).mkdir(parents=True)
    (tmp_path / "submitted" / "note.txt").touch()
    course = open_course(course_with(tmp_path, 'c.CourseDirectory.student_id_exclude = "zoe,nobody"'))
    assert course.students("ps1") == ["ada", "cy"]


@pytest.mark.parametrize("student", ["a\nb", "a\x00b", " ada", "a\udc80", "\u202eada", "x" * 129])
def test_names_that_cannot_be_shown_or_stored_are_no_students(student: str) -> None:
    assert invalid_student(student)


@pytest.mark.parametrize("student", ["ada", "Ada Lovelace", "ada@example.org", "Ædå", "12345", "-rf", "o'neil"])
def test_other_names_are(student: str) -> None:
    assert invalid_student(student) == ""


@pytest.mark.parametrize("assignment", ["", ".", "..", "a/b", "../x", "a+b", "*", "{0}", "a\nb", " a", "x" * 129])
def test_what_is_no_folders_name_is_no_assignment(assignment: str) -> None:
    assert invalid_assignment(assignment)
