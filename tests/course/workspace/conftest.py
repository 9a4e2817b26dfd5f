"""A release of two notebooks and a workspace that is not there yet."""

from pathlib import Path

import pytest

from course.workspace import Workspace

from .files import write


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "release"
    write(folder / "0_start" / "01_home.ipynb", "home()")
    write(folder / "2_coding" / "03_lru_cache.ipynb", "version 1", "your code here")
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")
