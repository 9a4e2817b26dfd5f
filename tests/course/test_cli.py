"""The command line itself: quick, helpful, and never a traceback for a person."""

import errno
import importlib
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from course import cli
from course.errors import CourseError


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch):
    """Make `course status` raise."""

    def fail(error: Exception) -> None:
        @click.command()
        def command() -> None:
            raise error

        monkeypatch.setattr(importlib.import_module("course.commands.status"), "command", command)

    return fail


def test_help_names_every_command_and_imports_none():
    program = (
        "import sys; from course.cli import main; main(['--help'], standalone_mode=False); print(sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    for name, summary in cli.COMMANDS.items():
        assert f"{name} " in done.stdout
        assert summary in done.stdout
    assert not {"rich", "nbformat", "course.catalogue"} & set(done.stdout.rpartition("[")[2].split("'"))


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help(name: str):
    done = CliRunner().invoke(cli.main, [name, "--help"])
    assert done.exit_code == 0, done.output
    assert done.output.startswith(f"Usage: main {name}")


def test_a_command_that_is_missing_fails_only_when_used(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(cli.COMMANDS, "sing", "Sing.")
    assert CliRunner().invoke(cli.main, ["--help"]).exit_code == 0
    assert isinstance(CliRunner().invoke(cli.main, ["sing"]).exception, ModuleNotFoundError)


def test_a_misspelt_command_suggests_the_nearest():
    done = CliRunner().invoke(cli.main, ["exprot"])
    assert done.exit_code == 2
    assert "There is no command 'exprot'. Did you mean 'export'?" in done.stderr


def test_an_error_of_the_course_is_a_message_and_status_1(failing):
    failing(CourseError("The thing is not there. Do this."))
    done = CliRunner().invoke(cli.main, ["status"])
    assert (done.exit_code, done.stderr, done.stdout) == (1, "Error: The thing is not there. Do this.\n", "")


def test_a_full_disk_anywhere_is_a_message_and_status_1(failing):
    failing(OSError(errno.ENOSPC, "No space left on device", "x.db"))
    done = CliRunner().invoke(cli.main, ["status"])
    assert done.exit_code == 1
    assert "x.db cannot be written: No space left on device. Make room" in done.stderr


def test_a_bug_keeps_its_traceback(failing):
    failing(FileNotFoundError(errno.ENOENT, "x"))
    assert isinstance(CliRunner().invoke(cli.main, ["status"]).exception, FileNotFoundError)
