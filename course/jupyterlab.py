"""JupyterLab as a child process on one workspace: how it is called, when it is ready, how it is stopped."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from jupyter_core.paths import jupyter_runtime_dir

from course.errors import CourseError
from course.interrupts import Interrupts
from course.workspace.place import VARIABLE, Workspace, write_private

HOST = "127.0.0.1"
FIRST_PORT = 8888  # Jupyter's own
PORTS_TRIED = 50
START_TIMEOUT_S = 90.0  # a cold disk and a busy machine; two seconds is usual
STOP_TIMEOUT_S = 15.0  # each kernel gets five seconds of it, all at once
ASK_TIMEOUT_S = 2.0  # while starting: what does not answer may be another program on the port
POLL_S = 0.1
LOG_TAIL_LINES = 15
CONFIG = Path(__file__).with_name("jupyter_config")

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy must not see the token


class PortTaken(CourseError):
    """Another program took the port between our look and JupyterLab's."""


class Lab:
    """One running JupyterLab. It is in a session of its own, so that the terminal's Ctrl-C does not reach it."""

    def __init__(self, port: int, token: str, runtime: Path, process: subprocess.Popen[bytes], log: Path) -> None:
        self.port, self.token = port, token
        self.runtime = runtime  # where Jupyter keeps its kernels' connection files
        self.process, self.log = process, log

    @classmethod
    def start(cls, workspace: Workspace, port: int, token: str, inherit: int) -> Self:
        """Start it without waiting for it; the file descriptor `inherit` stays open as long as it lives."""
        log = workspace.keeper / "jupyter.log"
        variables = environment(os.environ, workspace, token)
        write_private(log, "")
        handle = os.open(log, os.O_WRONLY | os.O_APPEND)
        try:
            process = subprocess.Popen(
                arguments(workspace.root, port),
                cwd=workspace.root,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=handle,
                start_new_session=True,
                pass_fds=[inherit],
            )
        finally:
            os.close(handle)
        return cls(port, token, Path(variables["JUPYTER_RUNTIME_DIR"]), process, log)

    def wait_until_ready(self, interrupts: Interrupts) -> bool:
        """Whether it answers; False when an interrupt came first. Raises CourseError with the log's end when it fails; PortTaken when only the port was at fault."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while not interrupts.count:
            if (status := self.process.poll()) is not None:
                tail = self.log_tail()
                kind = PortTaken if f"port {self.port} is not available" in tail else CourseError
                raise kind(f"JupyterLab stopped while starting, with status {status}. {tail}")
            try:
                self.ask("GET", "api/status", timeout_s=ASK_TIMEOUT_S)
                return True
            except (OSError, http.client.HTTPException):
                if time.monotonic() > deadline:
                    raise CourseError(
                        f"JupyterLab did not answer within {START_TIMEOUT_S:.0f} s. {self.log_tail()}"
                    ) from None
            interrupts.wait(POLL_S)
        return False

    def ask(self, method: str, path: str, body: object = None, *, timeout_s: float = START_TIMEOUT_S) -> Any:
        """The JSON answer of its REST API. Raises OSError or HTTPException."""
        request = urllib.request.Request(
            f"http://{HOST}:{self.port}/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}", "Content-Type": "application/json"},
            data=None if body is None else json.dumps(body).encode(),
        )
        with _direct.open(request, timeout=timeout_s) as answer:
            return json.loads(answer.read() or b"null")

    def stop(self, interrupts: Interrupts) -> None:
        """Ask it to stop, with its kernels, and wait; kill it after STOP_TIMEOUT_S or at another interrupt."""
        before = interrupts.count
        deadline = time.monotonic() + STOP_TIMEOUT_S
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        while self.process.poll() is None:
            left_s = deadline - time.monotonic()
            if left_s <= 0 or interrupts.count > before:
                os.killpg(self.process.pid, signal.SIGKILL)  # kernels see that their parent is gone, and end
                self.process.wait()
            else:
                interrupts.wait(left_s)

    def url(self, notebook: str | None) -> str:
        """The address that opens `notebook` (a path below the workspace) or just JupyterLab."""
        return f"http://{HOST}:{self.port}/lab{f'/tree/{notebook}' if notebook else ''}?token={self.token}"

    def log_tail(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_TAIL_LINES:]
        return "\n".join([f"The end of its log, {self.log}:", *(f"  {line}" for line in lines)])


def arguments(root: Path, port: int) -> list[str]:
    """The command line. It holds no secret: other users of the machine can read it."""
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={root}",
        f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.open_browser=False",
        # Jupyter would start a login shell, which forgets the path that makes `course` a command.
        f"--ServerApp.terminado_settings=shell_command={[os.environ.get('SHELL') or 'sh']}",
        *(["--allow-root"] if os.geteuid() == 0 else []),
    ]


def environment(base: Mapping[str, str], workspace: Workspace, token: str) -> dict[str, str]:
    """The environment of JupyterLab and its kernels: our settings before the learner's own, which stay in force.

    Without a usable home, what Jupyter and IPython keep there goes to the workspace's `.keeper/`.
    """
    found = dict(base)
    path = found.get("JUPYTER_CONFIG_PATH")
    found["JUPYTER_CONFIG_PATH"] = os.pathsep.join([str(CONFIG), *([path] if path else [])])
    found["JUPYTERLAB_WORKSPACES_DIR"] = str(workspace.keeper / "lab-workspaces")
    found["JUPYTER_TOKEN"] = token
    found[VARIABLE] = str(workspace.root)
    found["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), *([found["PATH"]] if "PATH" in found else [])])
    if not _usable(found.get("HOME")):
        for variable, folder in (
            ("HOME", "home"),
            ("JUPYTER_CONFIG_DIR", "home/.jupyter"),
            ("JUPYTER_DATA_DIR", "home/.local/share/jupyter"),
            ("JUPYTER_RUNTIME_DIR", "home/.local/share/jupyter/runtime"),
            ("IPYTHONDIR", "home/.ipython"),
        ):
            found[variable] = str(workspace.keeper / folder)
        (workspace.keeper / "home").mkdir(parents=True, exist_ok=True)
    found.setdefault("JUPYTER_RUNTIME_DIR", jupyter_runtime_dir())  # said aloud: `course.home.live` looks there
    return found


def _usable(home: str | None) -> bool:
    return home is not None and home != "" and Path(home).is_dir() and os.access(home, os.W_OK | os.X_OK)


def free_port(wanted: int | None) -> int:
    """`wanted`, or the first free one from 8888 on. Raises CourseError when there is none."""
    candidates = [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    reason = ""
    for port in candidates:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Jupyter's; not to trip over TIME_WAIT
            try:
                probe.bind((HOST, port))
                return port
            except OSError as error:
                reason = error.strerror or str(error)
    if wanted:
        raise CourseError(
            f"Port {wanted} cannot be used: {reason}. Name another with --port, or none to get the first free one."
        )
    raise CourseError(f"No port from {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} is free. Name one with --port.")
