"""On a full disk, is the message clear, and is everything as it was?"""

import errno
import os
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from course.errors import WorkspaceError
from course.workspace import Workspace
from course.workspace.export import export
from course.workspace.reset import reset
from course.workspace.upgrade import upgrade

from .files import everything, write

NOW = datetime(2026, 11, 21, 5, 30, tzinfo=UTC)
LESSON = "2_coding/03_lru_cache.ipynb"


@pytest.fixture
def edited(workspace: Workspace, release: Path) -> Workspace:
    """One lesson edited, a new version of each at hand."""
    upgrade(workspace, release)
    write(workspace.root / LESSON, "mine")
    write(release / LESSON, "version 2")
    write(release / "0_start/01_home.ipynb", "home version 2")
    return workspace


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch):
    """fsync fails as on a disk that is full from the given write on, counted from 1."""

    def fill(at: int) -> None:
        real, writes = os.fsync, 0

        def fsync(handle: int) -> None:
            nonlocal writes
            writes += 1
            if writes >= at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            real(handle)

        monkeypatch.setattr(os, "fsync", fsync)

    return fill


@pytest.mark.parametrize("at", [1, 2, 3])
def test_an_upgrade_stops_and_the_next_one_ends_it(edited: Workspace, release: Path, full_disk, monkeypatch, at: int):
    before = everything(edited.root)
    full_disk(at)
    with pytest.raises(WorkspaceError, match=r"cannot be written: No space left on device\. Make room on the disk"):
        upgrade(edited, release)
    assert everything(edited.root)[LESSON] == before[LESSON]
    monkeypatch.undo()
    upgrade(edited, release)
    now = everything(edited.root)
    assert now[LESSON] == before[LESSON]
    assert now["0_start/01_home.ipynb"] == (release / "0_start/01_home.ipynb").read_bytes()
    assert now["2_coding/03_lru_cache.new.ipynb"] == (release / LESSON).read_bytes()
    assert len(now) == 3


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_reset_leaves_the_lesson_as_it_was(edited: Workspace, release: Path, full_disk, at: int):
    before = everything(edited.root)[LESSON]
    full_disk(at)
    with pytest.raises(WorkspaceError, match="No space left on device"):
        reset(edited, LESSON.removesuffix(".ipynb"), release, NOW)
    assert everything(edited.root)[LESSON] == before


def test_an_export_leaves_no_half_archive(edited: Workspace, tmp_path: Path, full_disk):
    full_disk(1)
    target = tmp_path / "to"
    target.mkdir()
    with pytest.raises(WorkspaceError, match="No space left on device"):
        export(edited, target / "all.tar.gz", NOW)
    assert list(target.iterdir()) == []


def test_a_write_that_the_system_refuses_half_way_leaves_the_old_file(edited: Workspace, release: Path):
    """The same with the system's own refusal: files may not grow beyond 1 kB."""
    write(release / LESSON, "x" * 5000)
    (edited.root / LESSON).unlink()
    before = everything(edited.root)
    program = (
        "import pathlib, sys; from course.workspace import Workspace; from course.workspace.upgrade import upgrade;"
        f"upgrade(Workspace(pathlib.Path({str(edited.root)!r})), pathlib.Path({str(release)!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    )
    assert "WorkspaceError" in done.stderr
    assert "File too large" in done.stderr
    after = everything(edited.root)
    assert LESSON not in after
    assert before.keys() <= after.keys()
    assert not [name for name in after if name.endswith(".tmp")]
