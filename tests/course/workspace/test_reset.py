"""Does a reset give a fresh lesson and keep the learner's?"""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from course.errors import WorkspaceError
from course.workspace import Workspace
from course.workspace.reset import reset
from course.workspace.upgrade import upgrade

from .files import read, write

NOW = datetime(2026, 11, 21, 5, 30, tzinfo=UTC)
LESSON = "2_coding/03_lru_cache"


@pytest.fixture
def notebook(workspace: Workspace, release: Path) -> Path:
    upgrade(workspace, release)
    path = workspace.root / f"{LESSON}.ipynb"
    write(path, "mine")
    return path


def test_the_learners_goes_to_backups_with_the_date(workspace: Workspace, release: Path, notebook: Path):
    done = reset(workspace, LESSON, release, NOW)
    assert done.backup == workspace.root / "backups/2026-11-21T05-30-00Z-03_lru_cache.ipynb"
    assert read(done.backup) == ["mine"]
    assert notebook.read_bytes() == (release / f"{LESSON}.ipynb").read_bytes()


def test_the_date_is_in_utc(workspace: Workspace, release: Path, notebook: Path):
    done = reset(workspace, LESSON, release, NOW.astimezone(timezone(timedelta(hours=9))))
    assert done.backup
    assert done.backup.name.startswith("2026-11-21T05-30-00Z")


def test_two_resets_in_a_second_keep_both(workspace: Workspace, release: Path, notebook: Path):
    reset(workspace, LESSON, release, NOW)
    write(notebook, "mine again")
    reset(workspace, LESSON, release, NOW)
    assert sorted(read(file)[0] for file in workspace.backups.iterdir()) == ["mine", "mine again"]


def test_a_damaged_notebook_is_backed_up_byte_for_byte(workspace: Workspace, release: Path, notebook: Path):
    notebook.write_bytes(b"\xff{")
    done = reset(workspace, LESSON, release, NOW)
    assert done.backup
    assert done.backup.read_bytes() == b"\xff{"


def test_a_lesson_that_was_deleted_comes_back_without_a_backup(workspace: Workspace, release: Path, notebook: Path):
    notebook.unlink()
    assert reset(workspace, LESSON, release, NOW).backup is None
    assert notebook.exists()


def test_afterwards_the_lesson_is_upgraded_again(workspace: Workspace, release: Path, notebook: Path):
    write(release / f"{LESSON}.ipynb", "version 2")
    upgrade(workspace, release)
    reset(workspace, LESSON, release, NOW)
    write(release / f"{LESSON}.ipynb", "version 3")
    upgrade(workspace, release)
    assert read(notebook) == ["version 3"]


def test_a_lesson_not_released_is_said_and_kept(workspace: Workspace, release: Path, notebook: Path):
    (release / f"{LESSON}.ipynb").unlink()
    with pytest.raises(WorkspaceError, match="no released notebook"):
        reset(workspace, LESSON, release, NOW)
    assert read(notebook) == ["mine"]


def test_with_a_damaged_marker_it_says_what_mends_it(workspace: Workspace, release: Path, notebook: Path):
    workspace.marker.write_text("{")
    with pytest.raises(WorkspaceError, match="`course learn` mends it"):
        reset(workspace, LESSON, release, NOW)
    assert read(notebook) == ["mine"]
