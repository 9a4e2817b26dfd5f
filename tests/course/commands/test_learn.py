"""`course learn` as a learner starts it: a real JupyterLab, real signals, a home that is empty."""

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jupyter_client.blocking.client import BlockingKernelClient

from course.workspace import Workspace
from course.workspace.serving import is_served
from course.workspace.upgrade import upgrade

from ..workspace.files import read, write
from .learning import WAIT_S, Learn

# One at a time: two that look for a free port at the same moment find the same one.
pytestmark = pytest.mark.xdist_group("learn")

POLL_S = 0.05
LESSON = "2_coding/03_lru_cache.ipynb"
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "release"
    write(folder / "0_start/01_home.ipynb", "from course.home import home\n\nhome()")
    write(folder / LESSON, "your code here")
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Of a fresh account: an empty home and nothing else."""
    home = tmp_path / "home"
    home.mkdir()
    return {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONWARNINGS": "ignore"}


@pytest.fixture
def learn(release: Path, tmp_path: Path, environment: dict[str, str]) -> Iterator[Callable[..., Learn]]:
    started: list[Learn] = []

    def start(*options: str, **variables: str) -> Learn:
        one = Learn(release, tmp_path / "workspace", {**environment, **variables}, *options)
        started.append(one)
        return one

    yield start
    for one in started:
        one.close()


def is_alive(pid: int) -> bool:
    """Not counting one that has ended and waits to be reaped."""
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return done.stdout.strip()[:1] not in ("", "Z")


def wait_until(true: Callable[[], bool], else_: str) -> None:
    deadline = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < deadline, else_
        time.sleep(POLL_S)


def wait_until_gone(pid: int) -> None:
    wait_until(lambda: not is_alive(pid), f"process {pid} lives on")


def wait_for(file: Path) -> None:
    wait_until(file.exists, f"{file} does not come")


def kernels_of(lab: int) -> list[int]:
    done = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [line.split() for line in done.stdout.splitlines()]
    return [int(pid) for pid, parent in pairs if int(parent) == lab]


def test_a_first_session(learn: Callable[..., Learn], tmp_path: Path):
    """From an empty home to a stop, in one start, since each takes seconds."""
    first = learn("--no-browser")
    url = first.address()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/lab/tree/0_start/01_home\.ipynb\?token=[0-9a-f]{48}", url)
    assert f"Made your workspace, {first.workspace}, with 2 notebooks." in first.said

    page = first.ask("lab")
    config = json.loads(re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    assert "@jupyterlab/apputils-extension:announcements" in config["disabledExtensions"]
    assert "@jupyter/nbgrader" in config["disabledExtensions"]
    assert config["serverRoot"] == str(first.workspace).replace(str(tmp_path / "home"), "~")

    home = first.ask("api/contents/0_start/01_home.ipynb")["content"]["cells"][0]
    assert home["metadata"]["trusted"]
    assert WIDGET in home["outputs"][0]["data"]

    second = learn("--no-browser")
    assert second.end() == 0
    assert url in second.said
    assert f"kill {first.jupyterlab}" in second.said

    kernels, lab = kernels_of(first.jupyterlab), first.jupyterlab
    assert kernels
    assert first.stop() == 0
    assert f"Stopped. Your work is in {first.workspace}" in first.said
    assert not is_alive(lab)
    assert not [kernel for kernel in kernels if is_alive(kernel)]
    assert not (first.workspace / ".keeper/server.json").exists()
    [output] = json.loads((first.workspace / "0_start/01_home.ipynb").read_bytes())["cells"][0]["outputs"]
    assert output["data"].keys() == {"text/plain", "text/html"}
    log = first.workspace / ".keeper/jupyter.log"
    assert "is running at" in log.read_text()
    assert url.partition("token=")[2] not in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_a_later_session(learn: Callable[..., Learn], release: Path, tmp_path: Path):
    """An edited lesson, no home at all, a browser, a kernel that is busy for ever, and SIGTERM."""
    workspace = Workspace(tmp_path / "workspace")
    upgrade(workspace, release)
    write(workspace.root / LESSON, "mine")
    write(release / LESSON, "version 2")
    browser = tmp_path / "browser"
    browser.write_text(
        f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/opened.part && mv {tmp_path}/opened.part {tmp_path}/opened\n'
    )
    browser.chmod(0o700)

    one = learn(HOME="", BROWSER=f"{browser} %s")
    url = one.address()
    assert f"{LESSON} was changed by you and is kept as it is; its new version is beside it" in one.said
    assert read(workspace.root / LESSON) == ["mine"]

    wait_for(tmp_path / "opened")
    page = workspace.keeper / "open.html"
    assert (tmp_path / "opened").read_text() == page.as_uri()
    assert url in page.read_text()
    assert page.stat().st_mode & 0o077 == 0

    lab, kernels = one.jupyterlab, kernels_of(one.jupyterlab)
    keep_busy(workspace.keeper / "home/.local/share/jupyter/runtime", one)
    assert one.stop(signal.SIGTERM) == 0
    assert not is_alive(lab)
    assert not [kernel for kernel in kernels if is_alive(kernel)]


def keep_busy(runtime: Path, one: Learn) -> None:
    """Make the first kernel run a loop without end, and see that it does."""
    client = BlockingKernelClient(connection_file=str(runtime / f"kernel-{one.ask('api/kernels')[0]['id']}.json"))
    client.load_connection_file()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=WAIT_S)
        request = client.execute("while True: pass")
        while True:
            message = client.get_iopub_msg(timeout=WAIT_S)
            if message["parent_header"].get("msg_id") == request and message["msg_type"] == "execute_input":
                return
    finally:
        client.stop_channels()


def test_a_jupyterlab_that_outlived_its_learn_is_found(learn: Callable[..., Learn]):
    killed = learn("--no-browser")
    url, lab = killed.address(), killed.jupyterlab
    killed.process.kill()
    killed.process.wait()
    second = learn("--no-browser")
    assert second.end() == 0
    assert url in second.said
    os.kill(lab, signal.SIGTERM)
    wait_until_gone(lab)
    # A process counts as ended when its first thread has; its last one closes the lock.
    wait_until(lambda: not is_served(Workspace(killed.workspace)), "the lock is still held")


def test_a_busy_port_that_was_named(learn: Callable[..., Learn]):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        one = learn("--no-browser", "--port", str(port))
        assert one.end() == 1
    assert f"Error: Port {port} cannot be used: Address already in use." in one.said


def test_jupyterlab_that_fails_shows_the_end_of_its_log(learn: Callable[..., Learn], tmp_path: Path):
    broken = tmp_path / "broken" / "jupyterlab"
    broken.mkdir(parents=True)
    (broken / "__init__.py").touch()
    (broken / "__main__.py").write_text("print('the reason'); raise SystemExit(3)")
    one = learn("--no-browser", PYTHONPATH=str(broken.parent))
    assert one.end() == 1
    assert "Error: JupyterLab stopped while starting, with status 3. The end of its log" in one.said
    assert "  the reason" in one.said


def test_jupyterlab_that_is_killed_later_is_said(learn: Callable[..., Learn]):
    one = learn("--no-browser")
    one.address()
    os.kill(one.jupyterlab, signal.SIGKILL)
    assert one.end() == 1
    assert "JupyterLab ended with status -9" in one.said


def test_an_interrupt_while_it_starts_stops_it(learn: Callable[..., Learn]):
    one = learn("--no-browser")
    wait_for(one.workspace / ".keeper/jupyter.log")
    assert one.stop() == 0
    assert "http" not in one.said


def test_a_port_taken_under_our_eyes_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from course.commands import learn
    from course.interrupts import Interrupts
    from course.jupyterlab import free_port

    workspace = Workspace(tmp_path / "workspace")
    workspace.keeper.mkdir(parents=True)
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        Interrupts() as interrupts,
        (tmp_path / "lock").open("w") as lock,
    ):
        busy = taken.getsockname()[1]
        ports = iter([busy])
        monkeypatch.setattr(learn, "free_port", lambda port: next(ports, None) or free_port(port))
        lab = learn._start(workspace, None, lock.fileno(), interrupts)
        lab.stop(interrupts)
    assert lab.port != busy
