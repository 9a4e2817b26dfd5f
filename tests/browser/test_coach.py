"""The coach as a learner meets it, in JupyterLab."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Lab, Notebook, Theme

pytestmark = pytest.mark.xdist_group("browser")

QUESTION = "Tell me about a time you failed."
ANSWER = (
    "In May our export to the banks failed twice a week, and 9,000 people got their salary late. "
    "I was on call and had to make it reliable before the next payroll. "
    "I read the logs of all failures and rewrote the reader. "
    "It would never have happened if the other team did their job. "
    "Since then not one run has failed."
)
CELLS = [f'from course.parts import coach\n\ncoach("failure", "{QUESTION}")']

WriteNotebook = Callable[[Path, list[str]], None]


@pytest.fixture
def open_lesson(lab: Lab, write_notebook: WriteNotebook, tmp_path: Path) -> Callable[..., Notebook]:
    def open_it(theme: Theme = "light", width: int = 1280) -> Notebook:
        path = f"{tmp_path.name}/1_culture/07_star.ipynb"
        marker = lab.root / tmp_path.name / ".keeper" / "workspace.json"
        marker.parent.mkdir(parents=True)
        marker.write_text("{}")
        write_notebook(lab.root / path, CELLS)
        notebook = lab.open(path, theme=theme, width=width)
        notebook.run(0)
        return notebook

    return open_it


def test_an_answer_is_read_and_still_there_after_a_restart(open_lesson: Callable[..., Notebook]) -> None:
    lesson = open_lesson()
    part = lesson.output(0)
    expect(part).to_contain_text(QUESTION)
    part.get_by_role("button", name="Read my answer").click()
    expect(part.get_by_role("status").first).to_have_text("Write your answer first.")
    part.get_by_role("textbox").fill(ANSWER)
    part.get_by_role("button", name="Read my answer").click()
    sentences = part.get_by_role("list", name="Sentences").get_by_role("listitem")
    expect(sentences).to_have_count(5)
    expect(sentences.nth(1)).to_have_text("TI was on call and had to make it reliable before the next payroll.")
    expect(part).to_contain_text("What an interviewer would stumble over")
    part.get_by_role("textbox").press_sequentially(" And")
    expect(part).to_contain_text("Changed since it was read.")
    part.get_by_role("textbox").blur()
    lesson.restart_kernel()
    lesson.run(0)
    expect(part.get_by_role("textbox")).to_have_value(ANSWER + " And")
    expect(sentences).to_have_count(5)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_cut_off_in_a_narrow_window(open_lesson: Callable[..., Notebook], theme: Theme) -> None:
    lesson = open_lesson(theme, width=640)
    part = lesson.output(0)
    part.get_by_role("textbox").fill(ANSWER)
    part.get_by_role("button", name="Read my answer").click()
    expect(part.get_by_role("list", name="Sentences")).to_be_visible()
    wide = lesson.page.evaluate(
        """() => [...document.querySelectorAll(".keeper, .keeper *")]
            .filter((e) => e.checkVisibility())
            .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline")
            .map((e) => e.outerHTML)"""
    )
    assert wide == []
