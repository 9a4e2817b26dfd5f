"""status, next, reset and export as a person meets them at the command line."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from course import catalogue
from course.cli import main
from course.errors import LessonNotFound
from course.progress import Progress
from course.workspace import Workspace, place
from course.workspace.place import VARIABLE
from course.workspace.upgrade import upgrade

from ..learners import lesson
from ..workspace.files import read, write

COURSE = [lesson("1_culture/01_words", "w"), lesson("2_coding/03_lru_cache", "core", "edges")]


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "release"
    for one in COURSE:
        write(folder / f"{one.path}.ipynb", "your code here")

    def find(name: str) -> object:
        if name in ("lru_cache", "coding/lru_cache", "2_coding/03_lru_cache"):
            return COURSE[1]
        raise LessonNotFound(f"There is no lesson {name!r}. The nearest is 'lru_cache'.")

    monkeypatch.setattr(catalogue, "RELEASE", folder)
    monkeypatch.setattr(catalogue, "lessons", lambda: COURSE)
    monkeypatch.setattr(catalogue, "find", find)
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(place, "default_root", lambda: tmp_path / "default")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def workspace(tmp_path: Path, release: Path) -> Workspace:
    workspace = Workspace(tmp_path / "workspace")
    upgrade(workspace, release)
    Progress(workspace.progress).record("coding/lru_cache", "cases", "core", {"passed": 2, "total": 2})
    return workspace


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_status_is_plain_text_without_a_terminal(workspace: Workspace):
    done = run("status", "--workspace", workspace.root)
    assert done.exit_code == 0
    assert done.stdout.split("\n") == [
        "Culture: 0 of 1 lesson done, 0 %",
        "  1_culture/01_words: not begun (Words)",
        "Coding: 0 of 1 lesson done, 50 %",
        "  2_coding/03_lru_cache: 1 of 2 exercises (Cache)",
        "Next: Cache (2_coding/03_lru_cache)",
        "",
    ]


def test_status_as_json(workspace: Workspace):
    found = json.loads(run("status", "--json", "--workspace", workspace.root).stdout)
    assert (found["done"], found["of"]) == (0, 2)
    assert found["next"]["lesson"] == "coding/lru_cache"
    assert found["modules"][1]["lessons"][0] == {
        "lesson": "coding/lru_cache",
        "path": "2_coding/03_lru_cache",
        "title": "Cache",
        "minutes": 30,
        "level": "L5",
        "state": "started",
        "passed": 1,
        "of": 2,
        "left": ["edges"],
        "hints_used": 0,
        "graded": None,
    }


def test_status_has_a_bar_in_a_terminal(workspace: Workspace):
    """The real catalogue, so only that there is a bar and no line is cut short."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "70"}
    command = [sys.executable, "-m", "course", "status", "--workspace", workspace.root]
    with subprocess.Popen(command, stdout=follower, env=environment):
        os.close(follower)
        said = b""
        while piece := _read(leader):
            said += piece
    os.close(leader)
    text = re.sub(r"\x1b\[[0-9;]*m", "", said.decode())
    assert "━" in text
    assert "…" not in text


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 4096)
    except OSError:  # Linux says so when the other end is closed
        return b""


def test_next_says_which_and_why(workspace: Workspace):
    done = run("next", "--workspace", workspace.root)
    assert done.stdout.split("\n")[:2] == [
        "Cache (2_coding/03_lru_cache, 30 minutes, L5 bar)",
        "You have begun it: 1 of 2 exercises pass.",
    ]


def test_next_as_json(workspace: Workspace):
    assert json.loads(run("next", "--json", "--workspace", workspace.root).stdout) == {
        "lesson": "coding/lru_cache",
        "path": "2_coding/03_lru_cache",
        "title": "Cache",
        "minutes": 30,
        "why": ["You have begun it: 1 of 2 exercises pass."],
    }


def test_next_as_json_when_all_is_done(workspace: Workspace):
    for id, tests in (("culture/words", "w"), ("coding/lru_cache", "core"), ("coding/lru_cache", "edges")):
        Progress(workspace.progress).record(id, "cases", tests, {"passed": 2, "total": 2})
    found = json.loads(run("next", "--json", "--workspace", workspace.root).stdout)
    assert found == {"lesson": None, "why": ["You have done every lesson (2)."]}


@pytest.mark.parametrize("command", ["status", "next"])
def test_before_the_first_start_they_say_how_to_start(release: Path, command: str):
    done = run(command)
    assert done.exit_code == 0
    assert "`course learn`" in done.stdout


@pytest.mark.parametrize("command", ["status", "next"])
def test_damaged_progress_is_an_error_and_is_left_as_it_is(workspace: Workspace, command: str):
    workspace.progress.write_bytes(b"not a database" * 100)
    done = run(command, "--workspace", workspace.root)
    assert done.exit_code == 1
    assert "progress.db is damaged" in done.stderr
    assert workspace.progress.read_bytes() == b"not a database" * 100


@pytest.mark.parametrize("command", [["status"], ["next"], ["reset", "lru_cache"], ["export"]])
def test_a_folder_that_is_no_workspace_is_an_error(release: Path, tmp_path: Path, command: list[str]):
    done = run(*command, "--workspace", tmp_path)
    assert done.exit_code == 1
    assert "is no workspace of Keeper's" in done.stderr


@pytest.mark.parametrize("name", ["lru_cache", "coding/lru_cache", "2_coding/03_lru_cache"])
def test_reset_names_what_it_kept(workspace: Workspace, name: str):
    write(workspace.root / "2_coding/03_lru_cache.ipynb", "mine")
    done = run("reset", name, "--workspace", workspace.root)
    assert done.exit_code == 0
    assert "2_coding/03_lru_cache.ipynb is as new." in done.stdout
    [backup] = workspace.backups.iterdir()
    assert f"Yours was kept as backups/{backup.name}" in done.stdout
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-03_lru_cache\.ipynb", backup.name)
    assert read(backup) == ["mine"]


def test_a_wrong_name_suggests_the_nearest(workspace: Workspace):
    done = run("reset", "lru_cash", "--workspace", workspace.root)
    assert done.exit_code == 1
    assert "no lesson 'lru_cash'. The nearest is 'lru_cache'" in done.stderr


def test_export_says_where_and_how_many(workspace: Workspace, tmp_path: Path):
    done = run("export", "--workspace", workspace.root)
    assert done.exit_code == 0
    [archive] = tmp_path.glob("keeper-export-*.tar.gz")
    assert done.stdout == f"{archive} holds 5 files of yours.\n"


def test_export_does_not_overwrite(workspace: Workspace, tmp_path: Path):
    (tmp_path / "all.zip").write_text("precious")
    done = run("export", "--workspace", workspace.root, "--output", tmp_path / "all.zip")
    assert done.exit_code == 1
    assert "exists and is left as it is" in done.stderr


def test_export_of_damaged_progress_makes_the_archive_and_fails(workspace: Workspace, tmp_path: Path):
    workspace.progress.write_bytes(b"not a database" * 100)
    done = run("export", "--workspace", workspace.root, "--output", tmp_path / "all.zip")
    assert done.exit_code == 1
    assert "The archive was made, but" in done.stderr
    assert (tmp_path / "all.zip").exists()
