"""Is the workspace found that a person means?"""

from pathlib import Path

import pytest

from course.errors import WorkspaceError
from course.workspace import Workspace, find, locate, place
from course.workspace.place import VARIABLE, require


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(place, "default_root", lambda: tmp_path / "default")
    monkeypatch.chdir(tmp_path)


def made(root: Path) -> Workspace:
    workspace = Workspace(root)
    workspace.keeper.mkdir(parents=True)
    workspace.marker.write_text("{}")
    return workspace


def test_it_is_found_from_any_folder_inside(tmp_path: Path):
    made(tmp_path / "w")
    inside = tmp_path / "w" / "2_coding" / "deep"
    inside.mkdir(parents=True)
    assert find(inside) == Workspace(tmp_path / "w")


def test_outside_it_is_the_one_that_learn_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made(tmp_path / "w")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "w"))
    assert find() == Workspace(tmp_path / "w")


def test_the_folder_wins_over_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made(tmp_path / "w")
    monkeypatch.setenv(VARIABLE, str(made(tmp_path / "other").root))
    assert find(tmp_path / "w") == Workspace(tmp_path / "w")


def test_a_variable_that_names_nothing_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "gone"))
    assert find() is None


def test_commands_fall_back_to_the_default_one(tmp_path: Path):
    assert locate() is None
    made(tmp_path / "default")
    assert locate() == Workspace(tmp_path / "default")


def test_a_folder_that_was_named_must_be_one(tmp_path: Path):
    with pytest.raises(WorkspaceError, match="is no workspace of Keeper's"):
        locate(tmp_path)


def test_where_one_is_needed_the_way_to_it_is_said():
    with pytest.raises(WorkspaceError, match=r"no workspace yet .* `course learn` makes it"):
        require()


def test_two_commands_do_not_change_it_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(place, "LOCK_TIMEOUT_S", 0)
    workspace = made(tmp_path / "w")
    with workspace.changing(), pytest.raises(WorkspaceError, match="Another `course` command"), workspace.changing():
        pass
