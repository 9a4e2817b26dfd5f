"""A workspace with a bank in it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from course.stories import Bank

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    (folder / ".keeper").mkdir(parents=True)
    (folder / ".keeper" / "workspace.json").write_text("{}")
    (folder / "stories").mkdir()
    return folder


@pytest.fixture
def bank(root: Path) -> Bank:
    return Bank(root, now=lambda: NOON)
