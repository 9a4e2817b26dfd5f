"""How JupyterLab is called: what it gets told, and what nobody else can read."""

import json
import os
import socket
import sys
from pathlib import Path

import pytest

from course import jupyterlab
from course.errors import CourseError
from course.jupyterlab import CONFIG, HOST, arguments, environment, free_port
from course.workspace import Workspace


def test_the_token_is_in_the_environment_and_not_on_the_command_line(tmp_path: Path):
    variables = environment({"HOME": str(tmp_path)}, Workspace(tmp_path), "secret")
    assert variables["JUPYTER_TOKEN"] == "secret"
    assert not [word for word in arguments(Path("w"), 8888) if "secret" in word or "token" in word]


def test_our_settings_come_before_the_learners_own(tmp_path: Path):
    base = {"HOME": str(tmp_path), "JUPYTER_CONFIG_PATH": "/theirs"}
    found = environment(base, Workspace(tmp_path), "t")["JUPYTER_CONFIG_PATH"]
    assert found == f"{CONFIG}{os.pathsep}/theirs"


@pytest.mark.parametrize("home", [None, "", "/no/such/folder"])
def test_without_a_home_nothing_is_kept_outside_the_workspace(tmp_path: Path, home: str | None):
    workspace = Workspace(tmp_path)
    variables = environment({} if home is None else {"HOME": home}, workspace, "t")
    for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        assert Path(variables[name]).is_relative_to(workspace.keeper)


def test_with_a_home_it_is_left_alone(tmp_path: Path):
    variables = environment({"HOME": str(tmp_path)}, Workspace(tmp_path / "w"), "t")
    assert variables["HOME"] == str(tmp_path)
    assert not {"JUPYTER_CONFIG_DIR", "IPYTHONDIR"} & variables.keys()


def test_it_knows_which_workspace_it_serves(tmp_path: Path):
    assert environment({}, Workspace(tmp_path), "t")["KEEPER_WORKSPACE"] == str(tmp_path)


def test_news_and_instructors_extensions_are_off():
    config = json.loads((CONFIG / "labconfig" / "page_config.json").read_text())
    assert config["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"]
    assert config["disabledExtensions"]["@jupyter/nbgrader"]
    assert config["buildCheck"] is False  # else each page that opens runs Node.js to look for something to build


def test_the_command_course_is_on_the_path_of_its_terminals(tmp_path: Path):
    folder = str(Path(sys.executable).parent)
    assert environment({"PATH": "/bin"}, Workspace(tmp_path), "t")["PATH"] == f"{folder}{os.pathsep}/bin"
    assert environment({}, Workspace(tmp_path), "t")["PATH"] == folder


@pytest.fixture
def taken():
    """A port that somebody listens on."""
    with socket.socket() as server:
        server.bind((HOST, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_busy_port_that_was_named_is_an_error(taken: int):
    with pytest.raises(CourseError, match=f"Port {taken} cannot be used: Address already in use. Name another"):
        free_port(taken)


def test_otherwise_the_next_free_one_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(jupyterlab, "FIRST_PORT", taken)
    assert taken < free_port(None) < taken + jupyterlab.PORTS_TRIED


def test_when_none_is_free_it_says_so(taken: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(jupyterlab, "FIRST_PORT", taken)
    monkeypatch.setattr(jupyterlab, "PORTS_TRIED", 1)
    with pytest.raises(CourseError, match=f"No port from {taken} to {taken} is free"):
        free_port(None)
