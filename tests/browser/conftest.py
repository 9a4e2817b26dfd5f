"""A real JupyterLab in a real, headless Chromium: `lab` starts it, `lab.open(path)` opens a notebook in it.

All tests have one JupyterLab in one window, since each costs seconds of a core to load; they close what the one before had open.
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
from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect, sync_playwright

from course.jupyterlab import CONFIG

from ..course.practice.voice import voice, write_wav

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
    "--use-fake-device-for-media-stream",
]
SPANS = [(0.5, False), (1.0, True), (0.6, False), (1.2, True), (1.5, False), (1.0, True), (600, False)]
"""What the microphone hears: seconds, and whether somebody speaks."""
WAIT_MS = 60_000  # a cold JupyterLab on a busy machine; every wait ends as soon as what it waits for is there
STOP_S = 30  # kernels get five of it
# Every cell in the page, so that a test finds what a person would scroll to.
SETTINGS: dict[str, dict[str, object]] = {"notebook-extension/tracker": {"windowingMode": "none"}}

OPEN = """async ({ path, theme }) => {
    const { commands, serviceManager, shell } = window.jupyterapp;
    for (const widget of [...shell.widgets("main")]) widget.dispose();
    await serviceManager.sessions.shutdownAll();
    await commands.execute("apputils:change-theme", { theme });
    await commands.execute("docmanager:open", { path });
}"""

# JupyterLab puts a launcher into an empty window, and when it likes in front of what has been opened since.
KERNEL = """(shell => {
    const notebook = [...(shell?.widgets("main") ?? [])].filter(widget => widget.sessionContext).at(-1);
    if (notebook && !shell.currentWidget?.sessionContext) shell.activateById(notebook.id);
    const kernel = shell?.currentWidget?.sessionContext?.session?.kernel;
    return [kernel?.connectionStatus, kernel?.status];
})(window.jupyterapp?.shell)"""

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
        try:
            # By the clock: a page that draws nothing has no frames to ask at.
            self.page.wait_for_function(f"{KERNEL}.join() === 'connected,idle'", polling=50)
        except TimeoutError as error:
            in_front = self.page.evaluate("window.jupyterapp.shell.currentWidget?.title.label")
            raise AssertionError(f"the kernel of {in_front} is {self.page.evaluate(KERNEL)}") from error


class Lab:
    """A running JupyterLab whose files are in `root`."""

    def __init__(self, root: Path, url: str, token: str, page: Page, lines: "Queue[str]") -> None:
        self.root = root
        self._lines = lines
        self._log = ""
        self._page = page
        page.set_default_timeout(WAIT_MS)
        page.goto(f"{url}?token={token}")
        page.wait_for_function("window.jupyterapp !== undefined")
        page.evaluate("async () => void (await window.jupyterapp.restored)")

    def open(
        self, path: str, theme: Theme = "light", width: int = 1280, height: int = 1000, kernel: bool = True
    ) -> Notebook:
        """Open the notebook at `path`, relative to the root, in a window of that size; wait for its kernel.

        What was open before is closed without being saved, its kernel is shut down, and what it was permitted is not any more.
        """
        page = self._page
        page.context.clear_permissions()
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(OPEN, {"path": path, "theme": f"JupyterLab {theme.title()}"})
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


@pytest.fixture(scope="package")  # not longer: Playwright leaves an event loop running, which others' tests would meet
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium of the distribution, without a window. Its microphone says SPANS once, from when it is opened; whether a page may
    use it is still asked."""
    file = write_wav(tmp_path_factory.mktemp("voice") / "voice.wav", voice(*SPANS, rate_hz=48_000), rate_hz=48_000)
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if found is None and os.environ.get("KEEPER_REQUIRE_BROWSER"):
        pytest.fail(f"the browser tests must run here, but there is {HOW_TO_GET_IT}")
    if found is None:
        pytest.skip(HOW_TO_GET_IT)
    with sync_playwright() as playwright:
        expect.set_options(timeout=WAIT_MS)
        browser = playwright.chromium.launch(
            executable_path=found,
            headless=True,
            args=[*CHROMIUM_ARGS, f"--use-file-for-fake-audio-capture={file}%noloop"],
        )
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


@pytest.fixture(scope="package")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab with settings, home and files of its own."""
    home = tmp_path_factory.mktemp("home")
    root = tmp_path_factory.mktemp("workspace")
    settings, token = home / "settings", secrets.token_hex(8)
    _write_settings(settings, SETTINGS)
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
            page = browser.new_page()
            yield Lab(root, address, token, page, lines)
            page.close()
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
