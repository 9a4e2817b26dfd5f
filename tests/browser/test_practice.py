"""Practising aloud as a learner does it: a microphone that speaks a known voice; a take that is heard, measured and kept;
its text read, and follow-ups asked."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, expect

from course.parts import recorder
from course.practice.sound import measure_file

from ..course.practice.test_transcription import STAND_IN
from .conftest import Lab, Notebook

pytestmark = pytest.mark.xdist_group("browser")

SOURCES = [
    'from course.parts import practice\npractice("say", question="Tell me about an outage.", seconds=5)',
    "import pathlib\nwhile not pathlib.Path('go').exists(): pass",
    "import os, sys\nsys.path.insert(0, os.path.abspath('../library'))\nos.environ['PYTHONPATH'] = sys.path[0]",
]
PART, BUSY, LIBRARY = range(3)
TALK_S, LONGEST_PAUSE_S, SHARE = 5.3, 1.5, 3.2 / 5.3
ALL_SAID_S = 7  # the voice has ended by then
STORY = (
    "In March our checkout fell over during a sale. I was on call. I turned off the recommendation service. "
    "After that things were fine. People were happy about it."
)

WriteNotebook = Callable[[Path, list[str]], None]


@pytest.fixture
def workspace(lab: Lab, tmp_path: Path) -> Path:
    marker = lab.root / tmp_path.name / ".keeper" / "workspace.json"
    marker.parent.mkdir(parents=True)
    marker.write_text("{}")
    return marker.parent.parent


@pytest.fixture
def lesson(lab: Lab, workspace: Path, write_notebook: WriteNotebook) -> Notebook:
    write_notebook(workspace / "1_culture" / "08_ninety.ipynb", SOURCES)
    notebook = lab.open(f"{workspace.name}/1_culture/08_ninety.ipynb")
    notebook.run(PART)
    return notebook


def allow(notebook: Notebook) -> None:
    notebook.page.context.grant_permissions(["microphone"])


def recorded_for(part: Locator, seconds: int) -> None:
    """Wait until the clock of the take says so."""
    expect(part.get_by_role("timer")).to_have_text(re.compile(rf"^0:(0[{seconds}-9]|[1-5]\d)$"))


def takes(part: Locator) -> Locator:
    return part.get_by_role("list", name="Takes", exact=True).get_by_role("listitem")


def recordings(workspace: Path) -> list[Path]:
    return sorted((workspace / "recordings").iterdir())


def install_transcription(lesson: Notebook, workspace: Path) -> None:
    """A library that hears what its model file says."""
    package = workspace / "library" / "pywhispercpp"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "model.py").write_text(STAND_IN)
    model = workspace / ".keeper" / "models" / "ggml-base.en.bin"
    model.parent.mkdir()
    model.write_text("lmggI rolled|it back.")
    lesson.run(LIBRARY)


def test_a_take_is_recorded_measured_heard_and_transcribed(lesson: Notebook, workspace: Path) -> None:
    install_transcription(lesson, workspace)
    part = lesson.output(PART)
    part.get_by_role("button", name="Record").click()
    expect(part.get_by_role("alert")).to_contain_text("The browser did not allow the microphone.")
    expect(part.get_by_role("alert")).to_contain_text("You can type your answer instead.")

    allow(lesson)
    part.get_by_role("button", name="Record").click()
    recorded_for(part, ALL_SAID_S)
    part.get_by_role("button", name="Stop").click()
    expect(takes(part)).to_have_count(1)
    expect(part.get_by_role("alert")).to_have_count(0)

    [file] = recordings(workspace)
    found = measure_file(file)
    assert ALL_SAID_S <= found.seconds < ALL_SAID_S + 3
    assert found.talk_s == pytest.approx(TALK_S, abs=0.1)
    assert found.speaking_share == pytest.approx(SHARE, abs=0.03)
    assert found.longest_pause_s == pytest.approx(LONGEST_PAUSE_S, abs=0.1)
    assert found.loudness == "fine"
    expect(part).to_contain_text(f"Speaking{round(100 * found.speaking_share)} %")
    expect(part).to_contain_text(f"Longest pause{found.longest_pause_s:.1f} s")

    part.get_by_role("button", name="Play").click()
    audio = part.locator("audio")
    expect(audio).to_be_visible()
    lesson.page.wait_for_function("audio => audio.duration > 0", arg=audio.element_handle())
    assert audio.evaluate("audio => audio.duration") == pytest.approx(found.seconds, abs=0.01)

    part.get_by_role("button", name="Transcribe the take").click()
    expect(part.get_by_role("textbox", name="What you said")).to_have_value("I rolled it back.")
    expect(part).to_contain_text(f"Pace{round(60 * 4 / found.talk_s)} words a minute")

    part.get_by_role("button", name="Delete").click()
    part.get_by_role("button", name="Delete for good").click()
    expect(takes(part)).to_have_count(0)
    assert recordings(workspace) == []

    none = (
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError')), undefined"
    )
    lesson.page.evaluate(none)
    part.get_by_role("button", name="Record").click()
    expect(part.get_by_role("alert")).to_contain_text("The browser finds no microphone.")
    lesson.page.evaluate("delete navigator.mediaDevices.getUserMedia")


def test_a_busy_kernel_a_reload_and_a_restart_lose_nothing(lesson: Notebook, workspace: Path) -> None:
    page, part = lesson.page, lesson.output(PART)
    page.once("dialog", lambda dialog: dialog.accept())  # "leave the page?"
    allow(lesson)

    page.evaluate(
        """number => {
            jupyterapp.shell.currentWidget.content.activeCellIndex = number;
            void jupyterapp.commands.execute("notebook:run-cell");
        }""",
        BUSY,
    )
    expect(lesson.cell(BUSY)).to_contain_text("[*]")
    part.get_by_role("button", name="Record").click()
    expect(part).to_contain_text("not saved yet: the kernel is busy.")
    part.get_by_role("button", name="Stop").click()
    assert not (workspace / "recordings").exists()
    (workspace / "1_culture" / "go").touch()
    expect(takes(part)).to_have_count(1)
    assert measure_file(recordings(workspace)[0]).seconds >= 5

    part.get_by_role("button", name="Record again").click()
    recorded_for(part, 3)
    page.reload()
    lesson.wait_for_kernel()
    lesson.run(PART)
    expect(takes(part)).to_have_count(2)
    assert measure_file(recordings(workspace)[1]).seconds >= 2

    part.get_by_role("button", name="Record again").click()
    recorded_for(part, 3)
    lesson.restart_kernel()
    recorded_for(part, 5)
    part.get_by_role("button", name="Stop").click()
    lesson.run(PART)
    expect(takes(part)).to_have_count(3)
    assert measure_file(recordings(workspace)[2]).seconds >= 5


def test_a_typed_answer_is_read_and_asked_about_and_the_notebook_keeps_none_of_it(
    lesson: Notebook, workspace: Path
) -> None:
    part = lesson.output(PART)
    part.get_by_role("textbox", name="What you said").fill(STORY)
    part.get_by_role("button", name="Read my answer").click()
    expect(part).to_contain_text("What to mend first")
    expect(part).to_contain_text("RUBRIC-34")
    part.get_by_role("button", name="Ask me follow-ups").click()
    reply = part.get_by_role("textbox", name="Your reply")
    expect(reply).to_be_focused()
    expect(part).to_contain_text("“After that things were fine”: by how much")
    reply.fill("Errors went from 40 percent to under 1 percent in four minutes.")
    part.get_by_role("button", name="Reply").click()
    expect(part).to_contain_text("what does that number leave out?")
    part.get_by_role("button", name="End here").click()
    expect(part).to_contain_text("the measure of the result held")
    expect(part.get_by_role("button", name="Answer it again")).to_be_focused()

    lesson.save()
    saved = (workspace / "1_culture" / "08_ninety.ipynb").read_text()
    assert not re.search("fell over|40 percent|follow_up|data:audio", saved)
    assert "widgets" not in json.loads(saved)["metadata"]
    assert STORY in (workspace / "answers" / "culture-ninety.json").read_text()

    lesson.restart_kernel()
    lesson.run(PART)
    expect(part).to_contain_text("the measure of the result held")


RESAMPLE = """async ({ source, rate, hertz }) => {
    const worklet = new Function(source + "; return WORKLET")();
    const context = new OfflineAudioContext(1, rate, rate);
    await context.audioWorklet.addModule(URL.createObjectURL(new Blob([worklet], { type: "text/javascript" })));
    const tone = new OscillatorNode(context, { frequency: hertz });
    const gain = new GainNode(context, { gain: 0.5 });
    const node = new AudioWorkletNode(context, "keeper", { processorOptions: { rate: 16000 } });
    const samples = [];
    const all = new Promise((done) => {
        node.port.onmessage = ({ data }) => {
            samples.push(...data.samples);
            if (samples.length >= 15200) done(); // the last tenth of a second may still be in its buffer
        };
    });
    tone.connect(gain).connect(node).connect(context.destination);
    tone.start();
    await context.startRendering();
    await all;
    return samples;
}"""


@pytest.mark.parametrize("rate_hz", [16_000, 44_100, 48_000, 96_000])
def test_a_microphone_of_any_rate_gives_the_same_tone_and_no_ghosts(browser: Browser, rate_hz: int) -> None:
    page = browser.new_page()
    page.route("http://127.0.0.1:1/", lambda route: route.fulfill(body="<p>", content_type="text/html"))
    page.goto("http://127.0.0.1:1/")  # a page that may have worklets, without a server
    source = Path(recorder.__file__).with_suffix(".js").read_text()

    def heard(hertz: int) -> float:
        """The level, against that of the tone."""
        samples = np.array(page.evaluate(RESAMPLE, {"source": source, "rate": rate_hz, "hertz": hertz})) / 32768
        assert len(samples) == pytest.approx(16_000, abs=800)
        return float(np.sqrt(np.mean(samples[800:] ** 2)) / (0.5 / np.sqrt(2)))

    assert heard(1000) == pytest.approx(1, abs=0.02)
    assert heard(6000) == pytest.approx(1, abs=0.05)
    if rate_hz > 32_000:
        assert heard(11_000) < 0.01  # it would be heard at 5,000 Hz
    page.close()


def test_nothing_is_cut_off_in_a_narrow_window(lab: Lab, workspace: Path, write_notebook: WriteNotebook) -> None:
    write_notebook(workspace / "1_culture" / "08_ninety.ipynb", SOURCES)
    notebook = lab.open(f"{workspace.name}/1_culture/08_ninety.ipynb", theme="dark", width=640)
    allow(notebook)
    part = notebook.run(PART)
    part.get_by_role("textbox").fill(STORY)
    part.get_by_role("button", name="Read my answer").click()
    expect(part).to_contain_text("What to mend first")
    part.get_by_role("button", name="Record").click()
    recorded_for(part, 1)
    wide = notebook.page.evaluate(
        """() => [...document.querySelectorAll(".keeper, .keeper *")]
            .filter((e) => e.checkVisibility() && !e.closest(".keeper-unseen, .keeper-level"))
            .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline")
            .map((e) => e.outerHTML)"""
    )
    assert wide == []
