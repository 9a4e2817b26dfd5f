"""One JupyterLab a workspace: a lock that lives as long as it does, and where it answers."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course.errors import WorkspaceError
from course.workspace.place import Workspace, write_private, writing

VERSION = 1


class AlreadyServed(Exception):
    """Another `course learn` serves this workspace: JupyterLab is process `pid`, at `url`."""

    def __init__(self, url: str, pid: int) -> None:
        super().__init__(url)
        self.url, self.pid = url, pid


@contextmanager
def serving(workspace: Workspace) -> Iterator[int]:
    """Hold the workspace's server lock; gives its file descriptor, for JupyterLab to inherit.

    The kernel drops the lock when the last process that has the descriptor ends, killed or not; so a JupyterLab that
    outlived its `course learn` is found too. Raises AlreadyServed, or WorkspaceError when that one is only starting.
    """
    with writing(workspace.keeper):
        workspace.keeper.mkdir(parents=True, exist_ok=True)
        handle = os.open(workspace.keeper / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _other(workspace) from None
        _record(workspace).unlink(missing_ok=True)
        yield handle
    finally:
        os.close(handle)


def announce(workspace: Workspace, url: str, pid: int) -> None:
    """Leave the address, which holds the token, where only the same user can read it."""
    write_private(_record(workspace), json.dumps({"version": VERSION, "url": url, "pid": pid}) + "\n")


def withdraw(workspace: Workspace) -> None:
    _record(workspace).unlink(missing_ok=True)


def is_served(workspace: Workspace) -> bool:
    """Whether a JupyterLab of `course learn` runs on it."""
    try:
        with serving(workspace):
            return False
    except (AlreadyServed, WorkspaceError):
        return True


def _record(workspace: Workspace) -> Path:
    return workspace.keeper / "server.json"


def _other(workspace: Workspace) -> Exception:
    try:
        record = json.loads(_record(workspace).read_bytes())
        return AlreadyServed(str(record["url"]), int(record["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return WorkspaceError(
            f"Another `course learn` is starting or stopping on {workspace.root}. Try again in a few seconds."
        )
