"""Does an instructor see the class's points in formgrader, and can they grade a written answer there?"""

import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from ..browser.conftest import WAIT_MS, browser  # noqa: F401
from .conftest import OPEN_BY_HAND, Class
from .walkthrough import steps

pytestmark = [pytest.mark.xdist_group("instructor"), pytest.mark.timeout(900)]

TOKEN = "formgrader"
OPTIONS = f"--no-browser --ip=127.0.0.1 --port=0 --allow-root --IdentityProvider.token={TOKEN}"


@pytest.fixture
def lab(term: Class, browser: Browser) -> Iterator[Page]:  # noqa: F811
    """JupyterLab started in the course folder as the page says, open in a browser; the gradebook is as before afterwards."""
    assert OPEN_BY_HAND in [step.command for step in steps()]
    gradebook = term.course / "gradebook.db"
    before = gradebook.read_bytes()
    command = ["bash", "-c", f". .venv/bin/activate; exec {OPEN_BY_HAND} {OPTIONS}"]
    with subprocess.Popen(
        command,
        cwd=term.course,
        env=term.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            page.set_default_timeout(WAIT_MS)
            page.goto(f"{_address(server)}?token={TOKEN}")
            yield page
            page.context.close()
        finally:
            server.terminate()
    gradebook.write_bytes(before)


def test_points_are_shown_and_a_written_answer_is_graded(term: Class, lab: Page, tmp_path: Path):
    formgrader = _open(lab)
    formgrader.get_by_role("link", name="Manual Grading").click()
    formgrader.get_by_role("link", name="2_coding").click()
    formgrader.get_by_role("link", name="01_clamp").click()
    rows = formgrader.locator("table tbody tr")
    expect(rows).to_have_count(4)
    points = [[cell.inner_text() for cell in row.locator("td").all()[2:5]] for row in rows.all()]
    full = ["6 / 9", "6 / 6", "0 / 3"]
    assert sorted(points) == [["0 / 9", "0 / 6", "0 / 3"], ["3 / 9", "3 / 6", "0 / 3"], full, full]
    lab.screenshot(path=tmp_path / "points.png")

    needing = rows.filter(has=formgrader.locator("td:nth-child(7) .glyphicon-ok"))
    expect(needing).to_have_count(1)
    needing.get_by_role("link").click()
    panel = formgrader.locator(".nbgrader_cell", has_text="The caller decides")
    expect(formgrader.get_by_text("Says who decides, and where it is written down")).to_be_visible()
    # The page listens to its fields, and saves them, once it has fetched the grades; until then they take text for nothing.
    expect(panel.locator("input.extra-credit")).to_have_attribute("placeholder", "0")
    with lab.expect_response(
        lambda response: "/formgrader/api/grade/" in response.url and response.request.method == "PUT"
    ):
        panel.locator("input.score").fill("2")
        panel.locator("input.score").press("Tab")
    lab.screenshot(path=tmp_path / "graded.png")
    assert term.grades("ada")["clamp_why"] == (None, 2, False)


def _address(server: subprocess.Popen[str]) -> str:
    """Where JupyterLab listens, as soon as it does; the rest of its log is read away, or it would block."""
    assert server.stderr is not None
    log = []
    for line in server.stderr:
        log.append(line)
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/lab", line):
            threading.Thread(target=server.stderr.read, daemon=True).start()
            _wait_until_open(int(found[1]), server)
            return found[0]
    pytest.fail("JupyterLab did not start:\n" + "".join(log))


def _wait_until_open(port: int, server: subprocess.Popen[str]) -> None:
    """Jupyter names its port a moment before it opens it."""
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("JupyterLab ended before its port was open.")


def _open(lab: Page) -> FrameLocator:
    """Through the menu, as the page says."""
    lab.get_by_role("menuitem", name="Nbgrader").click()
    lab.get_by_role("menuitem", name="Formgrader").click()
    return lab.frame_locator("iframe")
