"""What does `home()` show where nobody is there, where there is no workspace, and where a file is damaged?"""

from pathlib import Path

import pytest

from course import catalogue
from course.home import Home, home
from course.parts import session
from course.progress import Progress
from course.workspace import Workspace
from course.workspace.place import VARIABLE

from ..learners import lesson

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(catalogue, "lessons", lambda: [lesson("1_culture/01_words", "w")])
    workspace = Workspace(tmp_path)
    workspace.keeper.mkdir()
    workspace.marker.write_text("{}")
    monkeypatch.chdir(tmp_path)
    return workspace


def test_outside_a_workspace_it_is_one_line_that_is_always_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    text = "Home shows your progress in a workspace: `course learn` makes one and opens this notebook in it."
    assert repr(home()) == text
    assert home()._repr_mimebundle_() == {"text/plain": text}


def test_in_a_batch_run_it_is_static(workspace: Workspace):
    bundle = home()._repr_mimebundle_()
    assert bundle.keys() == {"text/plain", "text/html"}
    assert bundle["text/plain"].startswith("Culture: 0 of 1 lesson done")


def test_a_person_gets_a_widget(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(session, "is_person_there", lambda: True)
    assert home()._repr_mimebundle_().keys() == {WIDGET, "text/plain", "text/html"}


def test_the_widget_shows_what_happened_since_when_it_is_asked(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(session, "is_person_there", lambda: True)
    shown = Home(workspace)
    shown._repr_mimebundle_()
    view = shown._view
    assert view is not None
    before = view.html, view.turn
    Progress(workspace.progress).record("culture/words", "cases", "w", {"passed": 1, "total": 1})
    view._handle_custom_msg({"action": "refresh"}, [])
    assert "1 of 1 lesson done" in view.html
    assert view.html != before[0]
    assert view.turn > before[1]


def test_damaged_progress_is_said_in_its_place(workspace: Workspace):
    workspace.progress.write_bytes(b"not a database" * 100)
    bundle = home()._repr_mimebundle_()
    assert "progress.db is damaged" in bundle["text/plain"]
    assert 'role="alert"' in bundle["text/html"]
    assert "progress.db is damaged" in bundle["text/html"]
