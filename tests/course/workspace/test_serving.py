"""Is there one JupyterLab a workspace, and does a second `course learn` learn where?"""

import os
import subprocess
import sys

import pytest

from course.errors import WorkspaceError
from course.workspace import Workspace
from course.workspace.serving import AlreadyServed, announce, is_served, serving, withdraw


def test_a_second_one_gets_the_address_of_the_first(workspace: Workspace):
    with serving(workspace):
        announce(workspace, "http://127.0.0.1:8888/lab?token=x", 7)
        with pytest.raises(AlreadyServed) as caught, serving(workspace):
            pass
        assert (caught.value.url, caught.value.pid) == ("http://127.0.0.1:8888/lab?token=x", 7)
        assert is_served(workspace)
    assert not is_served(workspace)


@pytest.mark.parametrize("record", [None, "", "{", "[]", "{}", '{"url": "x", "pid": null}'])
def test_while_the_first_starts_the_second_is_told_to_wait(workspace: Workspace, record: str | None):
    with serving(workspace):
        if record is not None:
            (workspace.keeper / "server.json").write_text(record)
        with pytest.raises(WorkspaceError, match="is starting or stopping"), serving(workspace):
            pass


def test_an_address_of_a_server_that_died_is_forgotten(workspace: Workspace):
    with serving(workspace):
        announce(workspace, "http://old", 7)
    with serving(workspace), pytest.raises(WorkspaceError), serving(workspace):
        pass


def test_the_address_is_for_its_owner_only(workspace: Workspace):
    with serving(workspace):
        announce(workspace, "http://127.0.0.1:8888/lab?token=x", 7)
        assert (workspace.keeper / "server.json").stat().st_mode & 0o077 == 0
        withdraw(workspace)
        assert not (workspace.keeper / "server.json").exists()


def test_the_lock_lives_as_long_as_a_process_that_inherited_it(workspace: Workspace):
    with serving(workspace) as lock:
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=[lock])
        announce(workspace, "http://child", child.pid)
    assert is_served(workspace)
    child.communicate(b"\n")
    assert not is_served(workspace)


def test_a_folder_that_may_not_be_written_is_said(workspace: Workspace):
    workspace.root.mkdir()
    workspace.keeper.write_text("a file in its place")
    with pytest.raises(WorkspaceError, match=r"\.keeper cannot be written"), serving(workspace):
        pass
    assert os.path.lexists(workspace.keeper)
