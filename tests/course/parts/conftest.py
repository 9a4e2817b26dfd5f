"""A workspace, and the process's session in it, with a person there or not."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from course.parts import session
from course.parts.session import Session

LESSON = "coding/lru_cache"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)

StartKernel = Callable[..., Session]


@pytest.fixture(autouse=True)
def no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test is a fresh process to the parts, outside JupyterLab and any workspace."""
    monkeypatch.setattr(session, "_current", None)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.delenv("KEEPER_WORKSPACE", raising=False)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "workspace" / ".keeper").mkdir(parents=True)
    (tmp_path / "workspace" / ".keeper" / "workspace.json").write_text("{}")
    return tmp_path / "workspace"


@pytest.fixture
def start_kernel(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> StartKernel:
    """Forget the session and make a new one, as a kernel's restart does."""

    def start(person: bool = True, in_workspace: bool = True, now: Callable[[], datetime] = lambda: NOON) -> Session:
        started = Session(LESSON, workspace if in_workspace else None, person, now)
        monkeypatch.setattr(session, "_current", started)
        return started

    return start
