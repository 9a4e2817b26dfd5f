"""The interviewer who interrupts as a learner meets them, in JupyterLab: a notice while they write, the card, a restart."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from .conftest import Lab, Notebook, Theme

pytestmark = pytest.mark.xdist_group("browser")

ASK, PASS, EDIT = 0, 11, 12
CELLS = [
    """
from course.parts import Interruption, begin, interrupter

begin("design/links", minutes=60)
interrupter(
    "links_interrupted",
    Interruption("Stop. Product wants *custom* links. What changes?", after="links_core", good=("Says what stays.",)),
    Interruption("A region is lost. What do users see?", minutes=50, good=("Says what is lost.",)),
)
""",
    *["%%markdown\n" + "A paragraph.\n\n" * 12] * 10,
    """
from course.parts import session

session.record("cases", "links_core", {"passed": 3, "total": 3, "hidden_ran": False})
""",
    "answer = 42",
]

WriteNotebook = Callable[[Path, list[str]], None]


@pytest.fixture
def open_lesson(lab: Lab, write_notebook: WriteNotebook, tmp_path: Path) -> Callable[..., Notebook]:
    def open_it(theme: Theme = "light", width: int = 1280) -> Notebook:
        path = f"{tmp_path.name}/4_design/01_links.ipynb"
        marker = lab.root / tmp_path.name / ".keeper" / "workspace.json"
        marker.parent.mkdir(parents=True)
        marker.write_text("{}")
        write_notebook(lab.root / path, CELLS)
        notebook = lab.open(path, theme=theme, width=width)
        notebook.run(ASK)
        return notebook

    return open_it


def notice(lesson: Notebook) -> Locator:
    return lesson.page.get_by_role("group", name="Interruption", exact=True)


def test_a_notice_comes_while_the_learner_writes_and_leads_to_the_card(open_lesson: Callable[..., Notebook]) -> None:
    lesson = open_lesson()
    card, page = lesson.output(ASK), lesson.page
    expect(card).to_contain_text("will interrupt you here while you work, 2 times")
    lesson.run(PASS)
    expect(notice(lesson)).to_contain_text("The interviewer interrupts: Stop. Product wants custom links.")
    lesson.cell(EDIT).locator(".cm-content").click()
    expect(notice(lesson)).to_be_visible()
    page.keyboard.type("1")  # the editor has the focus still
    expect(lesson.cell(EDIT)).to_contain_text("1")
    notice(lesson).get_by_role("button", name="Answer").click()
    box = card.get_by_role("textbox")
    expect(box).to_be_in_viewport()
    expect(box).to_be_focused()
    expect(notice(lesson)).to_be_hidden()  # the card is in sight
    page.keyboard.type("The id stays.")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("A second table.")
    page.keyboard.press("Enter")
    page.keyboard.type("Two writes.")
    page.keyboard.press("Control+Enter")
    expect(card).to_contain_text("The id stays.\nA second table.\nTwo writes.")
    expect(card).to_contain_text("Says what stays.")
    expect(card.get_by_role("radio", name="Missing")).to_be_focused()
    card.get_by_role("radio", name="Partly").check()
    expect(card).to_contain_text("1 of 2 interruptions so far.")
    expect(card.locator("strong")).to_have_count(0)

    lesson.restart_kernel()
    lesson.run(ASK)
    expect(card).to_contain_text("A second table.")
    expect(card.get_by_role("radio", name="Partly")).to_be_checked()


def test_a_dismissed_notice_stays_away_and_what_was_typed_is_kept(open_lesson: Callable[..., Notebook]) -> None:
    lesson = open_lesson()
    card, page = lesson.output(ASK), lesson.page
    card.get_by_role("button", name="Interrupt me now").click()
    expect(card.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("The id")
    lesson.cell(EDIT).locator(".cm-content").click()
    expect(notice(lesson)).to_be_visible()
    notice(lesson).get_by_role("button", name="Not now").click()
    expect(notice(lesson)).to_be_hidden()
    card.get_by_role("textbox").scroll_into_view_if_needed()
    lesson.cell(EDIT).locator(".cm-content").click()
    expect(card.get_by_role("textbox")).not_to_be_in_viewport()
    expect(notice(lesson)).to_be_hidden()

    lesson.restart_kernel()
    lesson.run(ASK)
    expect(card.get_by_role("textbox")).to_have_value("The id")
    expect(page.locator(".keeper-interrupts")).to_have_count(1)  # the part that went took its notice with it


def test_a_notice_belongs_to_the_notebook_in_front(open_lesson: Callable[..., Notebook]) -> None:
    lesson = open_lesson()
    lesson.output(ASK).get_by_role("button", name="Interrupt me now").click()
    lesson.cell(EDIT).locator(".cm-content").click()
    expect(notice(lesson)).to_be_visible()
    lesson.command("launcher:create")
    expect(notice(lesson)).to_be_hidden()
    lesson.page.get_by_role("tab", name="01_links.ipynb").first.click()
    expect(notice(lesson)).to_be_visible()
    lesson.save()
    lesson.command("application:close")
    expect(lesson.page.locator(".keeper-interrupts")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_notice_fits_a_narrow_window_and_can_be_read(open_lesson: Callable[..., Notebook], theme: Theme) -> None:
    lesson = open_lesson(theme=theme, width=420)
    lesson.output(ASK).get_by_role("button", name="Interrupt me now").click()
    lesson.cell(EDIT).locator(".cm-content").click()
    expect(notice(lesson)).to_be_visible()
    box = notice(lesson).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 420
    text, ground = notice(lesson).evaluate(
        "e => [getComputedStyle(e.querySelector('p')).color, getComputedStyle(e).backgroundColor]"
        ".map(c => c.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + +b, 0))"
    )
    assert abs(text - ground) > 300
