"""The command `autograde` as a person and a program meet it."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Course, Submit


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["run", "nowhere"],
        ["run", "../small"],
        ["run", "small", "--student", "nobody"],
        ["run", "small", "--workers", "0"],
        ["run", "small", "--time-limit", "0"],
        ["run", "small", "--course-dir", "no/such/folder"],
        ["run", "small", "--workers", "2", "--scheduler", "tcp://127.0.0.1:1"],
        ["grade"],
    ],
)
def test_a_mistake_in_the_command_exits_with_2_and_says_which(
    small: Course, submit: Submit, arguments: list[str]
) -> None:
    submit("ada")
    done = small.autograde(*arguments, plain=True)
    assert done.returncode == 2
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr


def test_an_assignment_that_nobody_submitted_says_so(small: Course) -> None:
    done = small.autograde("run", "small", plain=True)
    assert done.returncode == 1
    assert "Nobody submitted small" in done.stderr


def test_a_broken_configuration_is_named(small: Course, submit: Submit) -> None:
    submit("ada")
    small.configure("c.CourseDirectory.ignore = [")
    done = small.autograde("run", "small", plain=True)
    assert done.returncode == 1
    assert "nbgrader_config.py cannot be read: SyntaxError" in done.stderr


def test_a_configuration_of_the_wrong_type_is_named(small: Course, submit: Submit) -> None:
    submit("ada")
    small.configure("c.CourseDirectory.ignore = 3")
    done = small.autograde("run", "small", plain=True)
    assert done.returncode == 1
    assert "'ignore' trait" in done.stderr


def test_a_gradebook_that_is_none_is_named(small: Course, submit: Submit) -> None:
    submit("ada")
    (small.root / "gradebook.db").write_text("nonsense, and more of it" * 100)
    done = small.autograde("run", "small", plain=True)
    assert done.returncode == 1
    assert "file is not a database" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_needs_none_of_what_grading_needs() -> None:
    code = (
        "import sys\nfrom autograde.cli import main\ntry:\n    main(['run', '--help'])\nexcept SystemExit:\n    pass\n"
        "slow = {'nbgrader', 'sqlalchemy', 'traitlets', 'nbformat', 'IPython', 'rich', 'distributed'}\n"
        "sys.exit(', '.join(slow & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "--time-limit" in done.stdout


def test_neither_the_run_nor_a_worker_imports_nbgrader(small: Course, submit: Submit) -> None:
    submit("ada", at="2030-01-14 09:30:00 UTC")
    imported = small.autograde("run", "small", plain=True, PYTHONPROFILEIMPORTTIME="1").stderr
    assert "autograde.grade" in imported
    assert "nbgrader.api" not in imported
    assert "nbformat" not in imported


def test_a_person_is_told_how_many_were_graded_and_how_many_had_not_changed(small: Course, submit: Submit) -> None:
    submit("ada")
    submit("bo")
    small.grade("small", plain=True)
    submit("bo", "def double(x): pass")
    done = small.autograde("run", "small", plain=True)
    assert done.stdout.startswith(
        "small: 1 graded, 1 unchanged since they were graded (--force grades them again), in "
    )
    assert done.stderr == ""


def test_a_terminal_shows_a_bar(small: Course, submit: Submit) -> None:
    submit("ada")
    terminal, its_end = pty.openpty()
    with open(terminal, "rb", buffering=0) as screen:  # noqa: PTH123
        command = [sys.executable, "-m", "autograde", "run", "small"]
        plain_engine = str(Path(__file__).with_name("plain_engine"))
        environment = os.environ | {"PYTHONPATH": plain_engine, "TERM": "xterm"}
        run = subprocess.Popen(command, cwd=small.root, env=environment, stdout=subprocess.PIPE, stderr=its_end)
        os.close(its_end)
        run.communicate()
        shown = screen.read(100_000)
    assert run.returncode == 0
    assert b"Grading" in shown
    assert b"1/1" in shown


def test_limits_come_from_the_command_then_the_course_then_ourselves(small: Course) -> None:
    from autograde.course_folder import open_course
    from autograde.run import settings_of

    assert settings_of(open_course(small.root)).limits.cell_s == 30
    small.configure("c.ExecutePreprocessor.timeout = 7")
    assert settings_of(open_course(small.root)).limits.cell_s == 7
    asked = settings_of(open_course(small.root), time_limit_s=2, memory_mb=100).limits
    assert (asked.cell_s, asked.notebook_s, asked.memory_bytes) == (2, 8, 100 * 2**20)
    small.configure("c.Execute.timeout = None")
    assert settings_of(open_course(small.root)).limits.cell_s == 30
