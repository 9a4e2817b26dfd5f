"""Is everything of the learner's in the archive, and nothing else?"""

import sqlite3
import tarfile
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from course.errors import WorkspaceError
from course.progress import Progress
from course.workspace import Workspace
from course.workspace.export import default_name, export, size_bytes
from course.workspace.upgrade import upgrade

SAFELY = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
"""Python 3.11.3 and older have no filters."""

NOW = datetime(2026, 11, 21, 5, 30, tzinfo=UTC)
TOP = "keeper-export-2026-11-21T05-30-00Z"


@pytest.fixture
def full(workspace: Workspace, release: Path) -> Workspace:
    """A workspace with all that a learner may make, and all that Keeper and Jupyter make."""
    upgrade(workspace, release)
    for name in (
        "stories/one.md",
        "recordings/one.webm",
        "answers/coding-lru_cache.json",
        "backups/2026-01-01T00-00-00Z-01_home.ipynb",
        "my notes ☃.txt",
        ".hidden",
        ".keeper/jupyter.log",
        ".keeper/server.json",
        ".keeper/open.html",
        "2_coding/.ipynb_checkpoints/03_lru_cache-checkpoint.ipynb",
        "answers/.coding-lru_cache.json.lock",
        "2_coding/.03_lru_cache.ipynb.x.tmp",
        "keeper-export-2026-01-01T00-00-00Z.tar.gz",
    ):
        path = workspace.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    Progress(workspace.progress).record("coding/lru_cache", "begin", "x")
    return workspace


OF_THE_LEARNER = {
    ".gitignore",
    ".hidden",
    ".keeper/workspace.json",
    "0_start/01_home.ipynb",
    "2_coding/03_lru_cache.ipynb",
    "answers/coding-lru_cache.json",
    "backups/2026-01-01T00-00-00Z-01_home.ipynb",
    "my notes ☃.txt",
    "progress.db",
    "recordings/one.webm",
    "stories/one.md",
}


def unpack(archive: Path, folder: Path) -> dict[str, bytes]:
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as file:
            file.extractall(folder)
    else:
        with tarfile.open(archive) as file:
            file.extractall(folder, **SAFELY)
    root = folder / TOP
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}


@pytest.mark.parametrize("suffix", [".tar.gz", ".zip"])
def test_all_that_is_the_learners_is_in_it(full: Workspace, tmp_path: Path, suffix: str):
    done = export(full, tmp_path / f"all{suffix}", NOW)
    inside = unpack(done.archive, tmp_path / "unpacked")
    assert inside.keys() == OF_THE_LEARNER
    assert done.files == len(OF_THE_LEARNER)
    assert done.notices == ()
    for name in OF_THE_LEARNER - {"progress.db"}:
        assert inside[name] == (full.root / name).read_bytes()


def test_what_it_holds_is_a_workspace_again(full: Workspace, release: Path, tmp_path: Path):
    export(full, tmp_path / "all.tar.gz", NOW)
    unpack(tmp_path / "all.tar.gz", tmp_path / "unpacked")
    again = Workspace(tmp_path / "unpacked" / TOP)
    assert {step.action for step in upgrade(again, release).steps} == {"same"}
    assert list(Progress(again.progress).lessons()) == ["coding/lru_cache"]


def test_progress_is_consistent_while_a_kernel_is_writing(full: Workspace, tmp_path: Path):
    with closing(sqlite3.connect(full.progress, isolation_level=None)) as kernel:
        kernel.execute("PRAGMA journal_mode = WAL")
        kernel.execute("BEGIN IMMEDIATE")
        kernel.execute(
            "INSERT INTO events (at, lesson, kind, id, data) VALUES ('2026-01-01T00:00:00', 'a/b', 'begin', '', '{}')"
        )
        export(full, tmp_path / "all.zip", NOW)
        kernel.execute("ROLLBACK")
    inside = unpack(tmp_path / "all.zip", tmp_path / "unpacked")
    assert not {"progress.db-wal", "progress.db-shm"} & inside.keys()
    assert list(Progress(tmp_path / "unpacked" / TOP / "progress.db").lessons()) == ["coding/lru_cache"]


def test_a_damaged_progress_database_goes_in_as_it_is(full: Workspace, tmp_path: Path):
    full.progress.write_bytes(b"not a database" * 100)
    done = export(full, tmp_path / "all.zip", NOW)
    assert "progress.db cannot be copied as a database" in done.notices[0]
    assert unpack(done.archive, tmp_path / "unpacked")["progress.db"] == full.progress.read_bytes()


def test_an_existing_file_is_left_as_it_is(full: Workspace, tmp_path: Path):
    taken = tmp_path / "all.zip"
    taken.write_text("precious")
    with pytest.raises(WorkspaceError, match="exists and is left as it is"):
        export(full, taken, NOW)
    assert taken.read_text() == "precious"


def test_a_file_that_appears_meanwhile_is_left_as_it_is(full: Workspace, tmp_path: Path):
    taken = tmp_path / "all.zip"
    with pytest.raises(WorkspaceError, match="has just appeared"):
        export(full, taken, NOW, lambda size: taken.write_text("precious"))
    assert taken.read_text() == "precious"


@pytest.mark.parametrize("name", ["all", "all.tar", "none/all.zip"])
def test_a_name_that_cannot_be_is_said(full: Workspace, tmp_path: Path, name: str):
    with pytest.raises(WorkspaceError, match=r"should end in|is no folder"):
        export(full, tmp_path / name, NOW)


def test_it_may_be_put_into_the_workspace(full: Workspace, tmp_path: Path):
    done = export(full, full.root / default_name(NOW), NOW)
    assert unpack(done.archive, tmp_path / "unpacked").keys() == OF_THE_LEARNER


def test_links_are_followed_to_files_but_not_to_folders(full: Workspace, tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "talk.webm").write_text("talk")
    (full.root / "recordings" / "talk.webm").symlink_to(tmp_path / "elsewhere" / "talk.webm")
    (full.root / "loop").symlink_to(full.root)
    done = export(full, tmp_path / "all.tar.gz", NOW)
    assert unpack(done.archive, tmp_path / "unpacked")["recordings/talk.webm"] == b"talk"
    assert "loop is a link to another folder" in done.notices[0]


def test_the_owners_name_is_not_in_it(full: Workspace, tmp_path: Path):
    export(full, tmp_path / "all.tar.gz", NOW)
    with tarfile.open(tmp_path / "all.tar.gz") as archive:
        assert {(member.uid, member.uname) for member in archive.getmembers()} == {(0, "")}


def test_the_ticks_add_up(full: Workspace, tmp_path: Path):
    ticks: list[int] = []
    done = export(full, tmp_path / "all.zip", NOW, ticks.append)
    assert len(ticks) == done.files
    assert sum(ticks) > 0
    assert size_bytes(full) > 0
