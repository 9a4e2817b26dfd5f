"""Does an upgrade bring what is new, and never cost a learner a word?"""

import json
from pathlib import Path

import pytest

from course.errors import WorkspaceError
from course.workspace import Workspace
from course.workspace.upgrade import upgrade

from .files import everything, read, run_as_jupyterlab_does, write

LESSON = "2_coding/03_lru_cache.ipynb"
NEW = "2_coding/03_lru_cache.new.ipynb"


def actions(done) -> dict[str, str]:
    return {step.path: step.action for step in done.steps}


def test_the_first_start_copies_everything(workspace: Workspace, release: Path):
    done = upgrade(workspace, release)
    assert done.fresh
    assert everything(workspace.root) == everything(release)


def test_the_second_start_writes_nothing(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    files = [*workspace.root.rglob("*.ipynb"), workspace.marker]
    before = [file.stat().st_mtime_ns for file in files]
    done = upgrade(workspace, release)
    assert not done.fresh
    assert set(actions(done).values()) == {"same"}
    assert [file.stat().st_mtime_ns for file in files] == before


def test_a_lesson_that_was_only_run_is_replaced(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    run_as_jupyterlab_does(workspace.root / LESSON)
    write(release / LESSON, "version 2")
    assert actions(upgrade(workspace, release))[LESSON] == "replace"
    assert read(workspace.root / LESSON) == ["version 2"]


def test_outputs_stay_while_there_is_no_new_version(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    run_as_jupyterlab_does(workspace.root / LESSON)
    before = everything(workspace.root)
    upgrade(workspace, release)
    assert everything(workspace.root) == before


def test_an_edited_lesson_is_kept_and_the_new_version_put_beside_it(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    write(workspace.root / LESSON, "mine")
    write(release / LESSON, "version 2")
    [step] = [step for step in upgrade(workspace, release).steps if step.action == "offer"]
    assert (step.path, step.beside) == (LESSON, NEW)
    assert read(workspace.root / LESSON) == ["mine"]
    assert read(workspace.root / NEW) == ["version 2"]


def test_an_edited_lesson_without_a_new_version_is_left_in_peace(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    write(workspace.root / LESSON, "mine")
    assert actions(upgrade(workspace, release))[LESSON] == "keep"
    assert not (workspace.root / NEW).exists()


def test_an_offer_that_was_deleted_is_not_made_again(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    write(workspace.root / LESSON, "mine")
    write(release / LESSON, "version 2")
    upgrade(workspace, release)
    (workspace.root / NEW).unlink()
    assert actions(upgrade(workspace, release))[LESSON] == "keep"
    assert not (workspace.root / NEW).exists()


def test_a_later_version_takes_the_place_of_an_offer_not_worked_in(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    write(workspace.root / LESSON, "mine")
    for version in ("version 2", "version 3"):
        write(release / LESSON, version)
        upgrade(workspace, release)
    assert read(workspace.root / NEW) == ["version 3"]
    assert len(list(workspace.root.rglob("*.ipynb"))) == 3


def test_an_offer_worked_in_is_kept_too(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    write(workspace.root / LESSON, "mine")
    write(release / LESSON, "version 2")
    upgrade(workspace, release)
    write(workspace.root / NEW, "mine too")
    write(release / LESSON, "version 3")
    upgrade(workspace, release)
    assert read(workspace.root / NEW) == ["mine too"]
    assert read(workspace.root / "2_coding/03_lru_cache.new2.ipynb") == ["version 3"]


def test_an_offer_taken_over_counts_as_installed(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    write(workspace.root / LESSON, "mine")
    write(release / LESSON, "version 2")
    upgrade(workspace, release)
    (workspace.root / NEW).replace(workspace.root / LESSON)
    upgrade(workspace, release)
    write(release / LESSON, "version 3")
    assert actions(upgrade(workspace, release))[LESSON] == "replace"


@pytest.mark.parametrize("changed", [False, True])
def test_a_damaged_lesson_is_kept_and_named(workspace: Workspace, release: Path, changed: bool):
    upgrade(workspace, release)
    (workspace.root / LESSON).write_bytes(b'{"cells": [')
    if changed:
        write(release / LESSON, "version 2")
    [step] = [step for step in upgrade(workspace, release).steps if step.damaged]
    assert (step.path, step.action) == (LESSON, "offer" if changed else "keep")
    assert (workspace.root / LESSON).read_bytes() == b'{"cells": ['


def test_a_deleted_lesson_comes_back(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    (workspace.root / LESSON).unlink()
    assert actions(upgrade(workspace, release))[LESSON] == "install"


def test_a_lesson_that_is_released_no_more_stays(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    (release / LESSON).unlink()
    upgrade(workspace, release)
    assert (workspace.root / LESSON).exists()


def test_a_learners_file_where_a_new_lesson_goes_is_kept(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    write(workspace.root / "2_coding/04_mine.ipynb", "mine")
    write(release / "2_coding/04_mine.ipynb", "ours")
    [step] = [step for step in upgrade(workspace, release).steps if step.action == "offer"]
    assert read(workspace.root / step.path) == ["mine"]
    assert read(workspace.root / step.beside) == ["ours"]


def test_a_folder_with_other_things_is_refused_and_left_alone(workspace: Workspace, release: Path):
    workspace.root.mkdir()
    (workspace.root / "thesis.tex").write_text("x")
    with pytest.raises(WorkspaceError, match=r"not empty \(thesis.tex is in it\)"):
        upgrade(workspace, release)
    assert [file.name for file in workspace.root.iterdir()] == ["thesis.tex"]


def test_hidden_files_make_no_folder_foreign(workspace: Workspace, release: Path):
    workspace.root.mkdir()
    (workspace.root / ".DS_Store").write_text("x")
    assert upgrade(workspace, release).fresh


def test_a_file_is_no_workspace(workspace: Workspace, release: Path):
    workspace.root.write_text("x")
    with pytest.raises(WorkspaceError, match="is a file"):
        upgrade(workspace, release)


def test_without_a_release_it_says_where_to_run_it(workspace: Workspace, tmp_path: Path):
    with pytest.raises(WorkspaceError, match=r"There are no lessons in .* clone of the whole repository"):
        upgrade(workspace, tmp_path / "none")
    assert not workspace.root.exists()


def test_a_lost_marker_makes_every_lesson_an_edited_one(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    write(workspace.root / LESSON, "mine")
    workspace.marker.unlink()
    done = upgrade(workspace, release)
    assert not done.fresh
    assert actions(done) == {"0_start/01_home.ipynb": "same", LESSON: "offer"}
    assert read(workspace.root / LESSON) == ["mine"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"version": 1}', b'{"version": true}', b"\xff", b'{"version": "1"}']
)
def test_a_damaged_marker_is_put_aside_and_said(workspace: Workspace, release: Path, content: bytes):
    upgrade(workspace, release)
    write(workspace.root / LESSON, "mine")
    workspace.marker.write_bytes(content)
    done = upgrade(workspace, release)
    assert "workspace.json is damaged" in done.notice
    assert (workspace.keeper / "workspace.damaged.json").read_bytes() == content
    assert read(workspace.root / LESSON) == ["mine"]
    assert upgrade(workspace, release).notice == ""


def test_a_newer_marker_is_refused_and_nothing_is_touched(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    workspace.marker.write_text(json.dumps({"version": 2, "files": {}}))
    write(release / LESSON, "version 2")
    before = everything(workspace.root), workspace.marker.read_bytes()
    with pytest.raises(WorkspaceError, match=r"made by a newer Keeper .version 2"):
        upgrade(workspace, release)
    assert (everything(workspace.root), workspace.marker.read_bytes()) == before


def test_leftovers_of_a_killed_upgrade_are_cleared(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    ours = workspace.root / "2_coding" / ".03_lru_cache.ipynb.abcd.tmp"
    theirs = workspace.root / "2_coding" / ".notes.tmp"
    ours.touch()
    theirs.touch()
    upgrade(workspace, release)
    assert not ours.exists()
    assert theirs.exists()


def test_a_file_where_a_folder_belongs_is_said(workspace: Workspace, release: Path):
    upgrade(workspace, release)
    write(release / "3_backend" / "01_a.ipynb", "x")
    (workspace.root / "3_backend").write_text("mine")
    with pytest.raises(WorkspaceError, match="3_backend"):
        upgrade(workspace, release)
    assert (workspace.root / "3_backend").read_text() == "mine"
