"""Does anything of a story, a project, a recording or an answer leave the learner's folders: for git, a log, a build or the network?"""

import json
import os
import subprocess
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from course import catalogue
from course.catalogue import ROOT
from course.submission import submission
from course.workspace import Workspace, default_root
from course.workspace.export import export
from course.workspace.upgrade import upgrade

from ..fixtures import mini

pytestmark = pytest.mark.xdist_group("privacy")  # what its module sets up, once

MARKER = "zebraquartz"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
OF_THE_LEARNER = ("stories", "projects", "recordings", "answers")

# What a learner does in an evening, in a process that may not look for the network: argument 1 is the workspace.
EVENING = """
import socket, sys
from datetime import UTC, datetime
from pathlib import Path

LOOPBACK = ("127.0.0.1", "::1", "localhost")

def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.bind"):
        address = arguments[1]
        assert isinstance(address, (str, bytes)) or address[0] in LOOPBACK, (event, address)
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        assert arguments[0] in LOOPBACK, (event, arguments)
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        raise AssertionError((event, arguments))

sys.addaudithook(watch)
root, marker = Path(sys.argv[1]), sys.argv[2]

from course.parts import session
from course.parts.session import Session

session._current = Session("culture/story_bank", root, person=True)

from course.coach import read
from course.parts import examiner, practice, self_assess, story_bank, story_coverage, story_search
from course.stories import Bank

bank = story_bank()
fields = {"title": marker, "situation": f"The {marker} was down at 2 am.", "themes": ["failure"], "dates": ["2026"]}
bank.act("save", {"turn": "1", "id": "", "digest": "", "fields": fields})
assert bank.state()["saved"]["id"] == marker, bank.state()
(root / "stories" / "damaged.md").write_text(f"---\\n{marker}: [\\n---\\n")
assert bank.state()["problems"]
story_coverage().state()
search = story_search()
search.act("search", f"Tell me about the {marker}")
assert search.state()["matches"]

project = examiner()
project.act("save", {"turn": "1", "id": "", "digest": "", "fields": {"title": marker, "problem": f"The {marker} was slow."}})
project.act("axis", "metrics")
project.act("answer", {"question": project.state()["asked"], "answer": f"The {marker} had a p99 of 90 ms at noon."})
assert project.state()["turns"]

assert read(f"I was on call when the {marker} failed. I rolled it back, and it was whole again in 41 minutes.").sentences
assess = self_assess("bank_own", L5=["Names it"], L6=["Weighs it"])
assess.act("open", None)
assess.act("note", marker)
recorder = practice("bank_take", question=f"What of the {marker}?", story=marker)
recorder.state()
(root / "recordings").mkdir(exist_ok=True)
(root / "recordings" / "take.txt").write_text(marker)
Bank(root).rehearsed(marker, datetime.now(UTC), 88)
for part in (bank, search, project, assess, recorder):
    assert marker not in repr(part), part
"""


def release(folder: Path) -> Path:
    lesson = folder / "release" / "0_start" / "01_home.ipynb"
    lesson.parent.mkdir(parents=True)
    lesson.write_text('{"cells": []}')
    return folder / "release"


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home folder with a repository in which a learner has a workspace, and what the process printed."""
    home = tmp_path_factory.mktemp("home")
    root = home / "repository" / "mine"
    upgrade(Workspace(root), release(home))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_", "KEEPER"))},
        "HOME": str(home),
        "TMPDIR": str(home),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", EVENING, str(root), MARKER],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return root, done.stdout + done.stderr


@pytest.fixture(scope="module")
def course(evening: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature course, built from within the workspace, where a build is most likely to pick something up."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(evening[0])
        patch.setenv("KEEPER_WORKSPACE", str(evening[0]))
        return mini.built(tmp_path_factory.mktemp("mini"))


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.invalid", "-c", "core.excludesFile=")
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def test_the_evening_left_its_mark_where_it_should(evening: tuple[Path, str]) -> None:
    root, _ = evening
    for folder in OF_THE_LEARNER:
        marked = [file for file in (root / folder).rglob("*") if file.is_file() and MARKER in file.read_text()]
        assert marked, folder


def test_no_file_elsewhere_and_no_output_has_a_word_of_it(evening: tuple[Path, str]) -> None:
    root, printed = evening
    assert MARKER not in printed
    files = [file for file in root.parents[1].rglob("*") if file.is_file()]
    told = {file.relative_to(root).parts[0] for file in files if MARKER.encode() in file.read_bytes()}
    assert told <= {*OF_THE_LEARNER, "backups"}
    named = [str(file) for file in files if MARKER in file.name and not file.is_relative_to(root)]
    assert named == []


def test_git_sees_no_workspace_wherever_it_lies_in_a_repository(evening: tuple[Path, str]) -> None:
    root, _ = evening
    repository = root.parent
    git(repository, "init", "--quiet")
    (repository / "README.md").write_text("mine\n")
    assert git(repository, "status", "--porcelain") == "?? README.md\n"
    git(repository, "add", "--all")
    assert git(repository, "ls-files") == "README.md\n"


def test_stories_stay_out_of_git_even_where_the_workspace_is_in_it(evening: tuple[Path, str]) -> None:
    root, _ = evening
    ignored = (root / ".gitignore").read_text()
    (root / ".gitignore").unlink()
    try:
        git(root, "init", "--quiet")
        git(root, "add", "--all")
        tracked = git(root, "ls-files").split()
    finally:
        (root / ".gitignore").write_text(ignored)
    assert [name for name in tracked if name.startswith(("stories", "projects"))] == []


def test_this_repository_ignores_the_default_workspace() -> None:
    name = default_root().relative_to(ROOT).as_posix()
    assert f"/{name}/" in (ROOT / ".gitignore").read_text().splitlines()


def test_a_gitignore_of_the_learners_is_left(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / ".gitignore").write_text("*.log\n")
    upgrade(Workspace(tmp_path / "mine"), release(tmp_path))
    assert (tmp_path / "mine" / ".gitignore").read_text() == "*.log\n"


def test_what_is_graded_holds_no_output_or_widget_of_the_notebook(course: Path) -> None:
    lesson = catalogue.find("clamp", course / "source")
    source = mini.read(course / f"source/{mini.CLAMP}.ipynb")
    notebook = mini.half_right(course)
    widgets = {"application/vnd.jupyter.widget-state+json": {"state": {"1": {"state": {"title": MARKER}}}}}
    notebook["metadata"]["widgets"] = widgets
    for cell in notebook["cells"]:
        cell["metadata"]["note"] = MARKER
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": MARKER}]
    assert MARKER not in json.dumps(submission(lesson, source, json.dumps(notebook).encode()))


def test_a_build_takes_nothing_of_a_workspace(course: Path) -> None:
    files = [file for file in course.rglob("*") if file.is_file()]
    assert len(files) > 2
    assert [file for file in files if MARKER.encode() in file.read_bytes()] == []


def test_only_an_export_that_was_asked_for_holds_it_and_it_is_private(
    evening: tuple[Path, str], tmp_path: Path
) -> None:
    root, _ = evening
    assert not list(root.parents[1].rglob("keeper-export-*"))
    done = export(Workspace(root), tmp_path / "all.tar.gz", NOW)
    assert done.archive.stat().st_mode & 0o077 == 0
    with tarfile.open(done.archive) as archive:
        names = {name.split("/")[1] for name in archive.getnames()}
    assert set(OF_THE_LEARNER) <= names
