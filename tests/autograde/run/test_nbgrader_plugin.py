"""nbgrader's own commands, in a course whose configuration names our exporter."""

import subprocess
import sys

from .conftest import Course, Submit
from .test_run import grades

HOOK = 'c.Autograde.exporter_class = "autograde.nbgrader_plugin.EngineExporter"'
BUTTON = """
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader
config = PyFileConfigLoader("nbgrader_config.py", path=".").load_config()
result = NbGraderAPI(CourseDirectory(config=config), config=config).autograde("small", "ada")
print(result["success"], result.get("log"))
"""


def nbgrader(course: Course, *arguments: str) -> "subprocess.CompletedProcess[str]":
    program = [sys.executable, "-m", "nbgrader", *arguments]
    return subprocess.run(program, cwd=course.root, env=course.environment(plain=True), capture_output=True, text=True)


def test_plain_nbgrader_autograde_leaves_what_autograde_run_leaves(small: Course, submit: Submit) -> None:
    submit("ada", at="2030-01-14 09:30:00 UTC")
    submit("bo", words="It adds.")
    small.grade("small", plain=True)
    run = small.snapshot()
    small.configure(HOOK)
    done = nbgrader(small, "autograde", "small", "--force")
    assert done.returncode == 0, done.stderr
    assert "ada: graded, 2 of 4 points." in done.stderr
    assert small.snapshot() == run


def test_its_options_mean_what_they_mean_in_nbgrader(small: Course, submit: Submit) -> None:
    for student in ("ada", "bo", "zoe"):
        submit(student)
    small.configure(HOOK)
    done = nbgrader(small, "autograde", "small", "--student=b*", "--CourseDirectory.autograded_directory=out")
    assert done.returncode == 0, done.stderr
    assert [path.parent.name for path in small.root.glob("out/*/small")] == ["bo"]
    done = nbgrader(small, "autograde", "small", "--CourseDirectory.student_id_exclude=zoe")
    assert done.returncode == 0, done.stderr
    assert sorted(path.parent.name for path in small.root.glob("autograded/*/small")) == ["ada", "bo"]


def test_one_submission_that_fails_stops_no_other_and_fails_the_command(small: Course, submit: Submit) -> None:
    submit("killer", "kill_the_worker()")
    submit("ada")
    small.configure(HOOK)
    done = nbgrader(small, "autograde", "small")
    assert done.returncode == 1
    assert "1 of 2 submissions could not be graded: 'killer'" in done.stderr
    assert "Traceback" not in done.stderr
    assert grades(small, "ada")["test_double"][0] == 2


def test_outputs_of_a_student_are_never_taken_for_results(small: Course, submit: Submit) -> None:
    submit("ada")
    small.configure(HOOK)
    done = nbgrader(small, "autograde", "small", "--no-execute")
    assert done.returncode == 1
    assert "--no-execute" in done.stderr
    assert grades(small, "ada") == {}


def test_the_formgraders_button_grades_by_it(small: Course, submit: Submit) -> None:
    submit("ada")
    submit("bo")
    small.configure(HOOK)
    done = subprocess.run(
        [sys.executable, "-c", BUTTON],
        cwd=small.root,
        env=small.environment(plain=True),
        capture_output=True,
        text=True,
    )
    assert done.stdout.startswith("True"), done.stdout + done.stderr
    assert "ada: graded" in done.stdout
    assert not (small.root / "autograded" / "bo").exists()
