"""Practising aloud as a learner does it: a microphone that speaks a known voice, a take that is heard, measured, kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from course.practice.sound import measure_file

from ..course.practice.voice import voice, write_wav
from .conftest import CHROMIUM_ARGS, Lab

pytestmark = pytest.mark.xdist_group("browser")

SOURCE = 'from course.parts import practice\npractice("say", question="Tell me about an outage.", seconds=5)'
SPANS = [(0.5, False), (1.0, True), (0.6, False), (1.2, True), (1.5, False), (1.0, True), (60, False)]
TALK_S, LONGEST_S, SHARE = 5.3, 1.5, 3.2 / 5.3

WriteNotebook = Callable[[Path, list[str]], None]


@pytest.fixture(scope="module")
def chromium_args(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A microphone that says SPANS once, from when it is opened; whether a page may use it is still asked."""
    file = write_wav(tmp_path_factory.mktemp("voice") / "voice.wav", voice(*SPANS, rate_hz=48_000), rate_hz=48_000)
    return [*CHROMIUM_ARGS, "--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={file}%noloop"]


@pytest.fixture
def workspace(lab: Lab, tmp_path: Path) -> Path:
    marker = lab.root / tmp_path.name / ".keeper" / "workspace.json"
    marker.parent.mkdir(parents=True)
    marker.write_text("{}")
    return marker.parent.parent


def test_try(lab: Lab, workspace: Path, write_notebook: WriteNotebook) -> None:
    write_notebook(workspace / "1_culture" / "08_ninety.ipynb", [SOURCE])
    notebook = lab.open(f"{workspace.name}/1_culture/08_ninety.ipynb")
    notebook.page.on("console", lambda m: print(m.text))
    part = notebook.run(0)
    part.get_by_role("button", name="Record").click()
    try:
        expect(part.get_by_role("alert").filter(has_text="allow")).to_be_visible(timeout=5000)
    finally:
        notebook.page.screenshot(path="/tmp/shot1.png")
    notebook.page.context.grant_permissions(["microphone"])
    part.get_by_role("button", name="Record").click()
    try:
        expect(part.get_by_role("timer")).to_have_text("0:08", timeout=20000)
        notebook.page.screenshot(path="/tmp/shot2.png")
        part.get_by_role("button", name="Stop").click()
        expect(part.get_by_role("list", name="Takes").get_by_role("listitem")).to_have_count(1, timeout=5000)
        part.get_by_role("button", name="Play").click()
        expect(part.locator("audio")).to_be_visible(timeout=5000)
    finally:
        notebook.page.screenshot(path="/tmp/shot3.png")
    [take] = (workspace / "recordings").iterdir()
    print(take, measure_file(take))
