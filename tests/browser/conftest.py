"""A real JupyterLab in a real, headless Chromium: `lab` starts it, `lab.open(path)` opens a notebook in it.

Where there is no Chromium the tests that need it are skipped, and say how to get it.
"""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from typing import IO, Literal

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from course.jupyterlab import CONFIG

CHROMIUM_NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
HOW_TO_GET_IT = (
    "no Chromium: `apt-get install chromium` (Debian, Ubuntu), `brew install --cask chromium` (macOS), "
    "or put `chromium` or `google-chrome` on PATH"
)
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT_MS = 60_000  # a cold JupyterLab on a busy machine; every wait ends as soon as what it waits for is there
STOP_S = 30  # kernels get five of it
# Every cell in the page, so that a test finds what a person would scroll to.
SETTINGS: dict[str, dict[str, object]] = {"notebook-extension/tracker": {"windowingMode": "none"}}

Theme = Literal["light", "dark"]


class Notebook:
    """A notebook open in a page, driven as a person drives it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def cell(self, number: int) -> Locator:
        return self.page.locator(".jp-Notebook .jp-Cell").nth(number)

    def output(self, number: int) -> Locator:
        return self.cell(number).locator(".jp-Cell-outputWrapper")

    def run(self, number: int) -> Locator:
        """Run one cell, wait until the kernel has done it, and return its output."""
        self.page.evaluate(
            """number => {
                const notebook = window.jupyterapp.shell.currentWidget.content;
                notebook.deselectAll();
                notebook.activeCellIndex = number;
                return window.jupyterapp.commands.execute("notebook:run-cell").then(() => undefined);
            }""",
            number,
        )
        return self.output(number)

    def run_all(self) -> None:
        """Run every cell, up to the first that fails, and wait until the kernel has done so."""
        self.command("notebook:run-all-cells")

    def write(self, number: int, source: str) -> None:
        """Replace what a cell says, by typing."""
        self.cell(number).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def restart_kernel(self) -> None:
        """Ask JupyterLab for it, and confirm."""
        self.page.evaluate("window.restarted = jupyterapp.commands.execute('kernelmenu:restart'), undefined")
        self.page.get_by_role("button", name="Confirm Kernel Restart").click()
        self.page.evaluate("async () => void (await window.restarted)")
        self.wait_for_kernel()

    def save(self) -> None:
        self.command("docmanager:save")

    def command(self, name: str) -> None:
        """Execute a command of JupyterLab's by its id and wait until it is done."""
        self.page.evaluate("async name => void (await window.jupyterapp.commands.execute(name))", name)

    def wait_for_kernel(self) -> None:
        """Until the kernel answers: JupyterLab drops what is run before."""
        self.page.wait_for_function(
            """() => {
                const kernel = window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;
                return kernel?.connectionStatus === "connected" && kernel.status === "idle";
            }"""
        )


class Lab:
    """A running JupyterLab whose files are in `root`."""

    def __init__(self, root: Path, url: str, token: str, settings: Path, browser: Browser, lines: "Queue[str]") -> None:
        self.root = root
        self._lines = lines
        self._log = ""
        self._url, self._token, self._settings = url, token, settings
        self._pages: list[Page] = []
        self._profile = browser.new_context()

    def open(
        self, path: str, theme: Theme = "light", width: int = 1280, height: int = 1000, kernel: bool = True
    ) -> Notebook:
        """Open the notebook at `path`, relative to the root, in a window of its own; wait for its kernel.

        All windows are one browser profile's, which keeps what it has downloaded and compiled: half of what a first one takes.
        """
        name = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}[theme]
        _write_settings(self._settings, {**SETTINGS, "apputils-extension/themes": {"theme": name}})
        page = self._profile.new_page()
        page.set_viewport_size({"width": width, "height": height})
        self._pages.append(page)
        page.set_default_timeout(WAIT_MS)
        page.goto(f"{self._url}/workspaces/{secrets.token_hex(4)}/tree/{path}?token={self._token}")
        notebook = Notebook(page)
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        if kernel:
            notebook.wait_for_kernel()
        return notebook

    def log(self) -> str:
        """What the server and its kernels have written to stderr."""
        while not self._lines.empty():
            self._log += self._lines.get_nowait()
        return self._log

    def close_pages(self) -> None:
        for page in self._pages:
            page.close()
        self._pages.clear()


@pytest.fixture(scope="module")
def chromium_args() -> list[str]:
    """A module that needs others has a fixture of this name."""
    return CHROMIUM_ARGS


@pytest.fixture(scope="module")  # not longer: Playwright leaves an event loop running, which others' tests would meet
def browser(chromium_args: list[str]) -> Iterator[Browser]:
    """Chromium of the distribution, without a window."""
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if found is None and os.environ.get("KEEPER_REQUIRE_BROWSER"):
        pytest.fail(f"the browser tests must run here, but there is {HOW_TO_GET_IT}")
    if found is None:
        pytest.skip(HOW_TO_GET_IT)
    with sync_playwright() as playwright:
        expect.set_options(timeout=WAIT_MS)
        browser = playwright.chromium.launch(executable_path=found, headless=True, args=chromium_args)
        yield browser
        browser.close()


@pytest.fixture
def write_notebook() -> Callable[[Path, list[str]], None]:
    """Write a notebook of code cells; one that starts with "%%markdown" becomes a Markdown cell."""

    def write(path: Path, sources: list[str]) -> None:
        cells = [
            nbformat.v4.new_markdown_cell(source.removeprefix("%%markdown\n"), id=f"cell-{number}")
            if source.startswith("%%markdown\n")
            else nbformat.v4.new_code_cell(source, id=f"cell-{number}")
            for number, source in enumerate(sources)
        ]
        python = {"name": "python3", "display_name": "Python 3", "language": "python"}
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": python}), path)

    return write


@pytest.fixture(scope="module")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab with settings, home and files of its own, one for all tests of a module."""
    home = tmp_path_factory.mktemp("home")
    root = tmp_path_factory.mktemp("workspace")
    settings, token = home / "settings", secrets.token_hex(8)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_"))},
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_CONFIG_PATH": str(CONFIG),  # as `course learn` has it
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
    }
    command = [
        sys.executable,
        "-m",
        "jupyter",
        "lab",
        "--no-browser",
        "--ip=127.0.0.1",
        "--port=0",
        "--allow-root",
    ]
    command += [
        f"--ServerApp.root_dir={root}",
        f"--IdentityProvider.token={token}",
        "--expose-app-in-browser",
    ]
    with subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as server:
        lines: Queue[str] = Queue()
        listener = threading.Thread(target=_listen, args=(server.stderr, lines))
        listener.start()
        try:
            address = _address(lines)
            _wait_until_it_listens(address, server)
            lab = Lab(root, address, token, settings, browser, lines)
            yield lab
            lab.close_pages()
        finally:
            server.terminate()
            try:
                server.wait(STOP_S)
            except subprocess.TimeoutExpired:  # it happens that it did not hear
                server.kill()  # its kernels see that it is gone, and go
            listener.join()


def _listen(stream: IO[str], lines: Queue[str]) -> None:
    """Read what the server logs, so that it never blocks on a full pipe; "" is its end."""
    for line in stream:
        lines.put(line)
    lines.put("")


def _address(lines: Queue[str]) -> str:
    """Where JupyterLab listens, as soon as it says so."""
    log: list[str] = []
    while line := lines.get(timeout=WAIT_MS / 1000):
        log.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+/lab", line):
            return found[0]
    pytest.fail("JupyterLab did not start:\n" + "".join(log))


def _wait_until_it_listens(address: str, server: subprocess.Popen[str]) -> None:
    """Jupyter prints its address a moment before it takes connections there."""
    port = int(address.rsplit(":", 1)[1].split("/")[0])
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            continue
    pytest.fail(f"JupyterLab ended with status {server.returncode} before it listened")


def _write_settings(folder: Path, settings: dict[str, dict[str, object]]) -> None:
    for name, values in settings.items():
        file = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
