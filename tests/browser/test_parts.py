"""The parts of a lesson as a learner meets them, in JupyterLab: use them, restart the kernel, find them as they were."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Lab, Notebook

pytestmark = pytest.mark.xdist_group("browser")

BEGIN, CLARIFY, HINTS, ASSESS, TIMER, PASS = range(6)
CELLS = [
    """
import course.catalogue
from course.parts import begin

course.catalogue.solution_of = lambda lesson, answer: "class LRUCache:\\n    capacity = 1"
begin("coding/lru_cache", minutes=45)
""",
    """
from course.parts import clarify

answers = {"How many entries?": "About `10,000`.", "Does a read count as a use?": "Yes.", "Any threads?": "Later."}
clarify("lru_opening", answers, solved_by="lru_core")
""",
    """
from course.parts import help_with

help_with("lru_core", hints=["Think of the **order**.", "```python\\nself.move(key)\\n```"], tests=["lru_core"])
""",
    """
from course.parts import self_assess

self_assess("lru_tradeoffs", L5=["Names the cost", "Says what two threads do"], L6=["Weighs a shared cache"])
""",
    """
from course.parts import timer

timer("lru_say", seconds=90)
""",
    """
from course.parts import session

session.record("cases", "lru_core", {"passed": 3, "total": 3, "hidden_ran": False})
""",
]

WriteNotebook = Callable[[Path, list[str]], None]


@pytest.fixture
def lesson(lab: Lab, write_notebook: WriteNotebook, tmp_path: Path) -> Notebook:
    """The lesson in a workspace of its own, all cells run but the last, which passes the cases."""
    path = f"{tmp_path.name}/2_coding/03_lru_cache.ipynb"
    marker = lab.root / tmp_path.name / ".keeper" / "workspace.json"
    marker.parent.mkdir(parents=True)
    marker.write_text("{}")
    write_notebook(lab.root / path, CELLS)
    notebook = lab.open(path)
    for number in (BEGIN, CLARIFY, HINTS, ASSESS, TIMER):
        notebook.run(number)
    return notebook


def restart_and_run(notebook: Notebook) -> None:
    notebook.restart_kernel()
    for number in (BEGIN, CLARIFY, HINTS, ASSESS, TIMER):
        notebook.run(number)


def test_what_a_learner_did_is_there_after_a_restart(lesson: Notebook) -> None:
    clarify, hints, rubric = (lesson.output(number) for number in (CLARIFY, HINTS, ASSESS))
    clarify.get_by_role("button", name="Does a read count").click()
    expect(clarify.get_by_role("list", name="Asked and answered")).to_contain_text("Yes.")
    hints.get_by_role("button", name="Hint 1 of 2").click()
    expect(hints.locator("strong", has_text="order")).to_be_visible()
    rubric.get_by_role("button", name="Compare with the rubric").click()
    rubric.get_by_role("group", name="Says what two threads do").get_by_role("radio", name="Partly").check()
    expect(rubric).to_contain_text("L5: 0 of 2 clear, 1 partly.")
    rubric.get_by_role("textbox", name="What you will change next time").fill("Say the cost first.")
    rubric.get_by_role("textbox").blur()

    restart_and_run(lesson)

    expect(clarify.get_by_role("list", name="Asked and answered")).to_have_text("Does a read count as a use?Yes.")
    expect(clarify.get_by_role("button")).to_have_text(["How many entries?", "Any threads?"])
    expect(hints.locator("strong", has_text="order")).to_be_visible()
    expect(hints.get_by_role("button", name="Hint 2 of 2")).to_be_visible()
    partly = rubric.get_by_role("group", name="Says what two threads do").get_by_role("radio", name="Partly")
    expect(partly).to_be_checked()
    expect(rubric.get_by_role("textbox")).to_have_value("Say the cost first.")


def test_before_passing_the_solution_needs_two_steps(lesson: Notebook) -> None:
    hints = lesson.output(HINTS)
    hints.get_by_role("button", name="Show the solution").click()
    expect(hints).to_contain_text("The visible cases have not passed here yet. 2 hints are left.")
    expect(hints.get_by_role("button", name="Keep trying")).to_be_focused()
    expect(hints).not_to_contain_text("class LRUCache")
    hints.get_by_role("button", name="Show it anyway").click()
    expect(hints).to_contain_text("class LRUCache")
    expect(hints.get_by_role("button", name="Show the solution")).to_be_hidden()


def test_passing_opens_the_solution_and_what_was_not_asked(lesson: Notebook) -> None:
    hints, clarify = lesson.output(HINTS), lesson.output(CLARIFY)
    clarify.get_by_role("button", name="How many entries?").click()
    expect(clarify).to_contain_text("About 10,000.")
    expect(clarify).not_to_contain_text("Later.")
    lesson.run(PASS)
    expect(clarify).to_contain_text("What you did not ask")
    expect(clarify).to_contain_text("Later.")
    hints.get_by_role("button", name="Show the solution").click()
    expect(hints).to_contain_text("class LRUCache")


def test_keys_alone_are_enough_and_do_not_edit_the_notebook(lesson: Notebook) -> None:
    hints, page = lesson.output(HINTS), lesson.page
    hints.get_by_role("button", name="Hint 1 of 2").focus()
    page.keyboard.press("Enter")
    expect(hints.get_by_role("button", name="Hint 2 of 2")).to_be_focused()
    page.keyboard.press("Space")
    expect(hints).to_contain_text("self.move(key)")
    expect(hints.get_by_role("button", name="Show the solution")).to_be_focused()
    page.keyboard.press("Enter")
    expect(hints.get_by_role("button", name="Keep trying")).to_be_focused()  # the kernel has to be asked first
    page.keyboard.press("Enter")
    expect(hints.get_by_role("button", name="Show the solution")).to_be_focused()
    for key in "ab":  # JupyterLab's keys, outside an editor, for a new cell above and below
        page.keyboard.press(key)
    page.keyboard.press("Control+s")  # but this one still saves
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    expect(page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(len(CELLS))


def test_arrows_choose_a_rating(lesson: Notebook) -> None:
    rubric, page = lesson.output(ASSESS), lesson.page
    rubric.get_by_role("button", name="Compare with the rubric").click()
    rubric.get_by_role("group", name="Names the cost").get_by_role("radio", name="Missing").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(rubric.get_by_role("group", name="Names the cost").get_by_role("radio", name="Clear")).to_be_checked()
    expect(rubric).to_contain_text("L5: 1 of 2 clear.")


def test_the_clocks_count_pause_and_stay_where_they_were(lesson: Notebook) -> None:
    clock = lesson.output(TIMER)
    clock.get_by_role("button", name="Start the clock").click()
    expect(clock.get_by_role("timer")).to_have_text(re.compile(r"^0:(0[1-9]|[1-5]\d) of 1:30$"))
    clock.get_by_role("button", name="Pause").click()
    expect(clock.get_by_role("button", name="Go on")).to_be_visible()
    paused = clock.get_by_role("timer").inner_text()
    expect(lesson.output(BEGIN).get_by_role("timer")).to_have_text("0:00 of 45 min")
    restart_and_run(lesson)
    expect(clock.get_by_role("timer")).to_have_text(paused)
    clock.get_by_role("button", name="Reset").click()
    expect(clock.get_by_role("timer")).to_have_text("0:00 of 1:30")


def test_after_a_restart_each_part_says_what_to_do(lesson: Notebook) -> None:
    lesson.restart_kernel()
    for number in (BEGIN, CLARIFY, HINTS, ASSESS, TIMER):
        expect(lesson.output(number)).to_contain_text("The kernel was restarted. Run this cell again to go on.")


def test_a_notebook_opened_on_another_day_has_no_broken_widgets(lab: Lab, lesson: Notebook) -> None:
    lesson.save()
    lesson.restart_kernel()
    path = lesson.page.url.partition("/tree/")[2].partition("?")[0]
    again = lab.open(path)
    expect(again.output(HINTS)).to_contain_text("Hints and solution: run this cell to go on where you were.")
    expect(again.page.locator(".jp-Notebook")).not_to_contain_text("Error displaying widget")


def test_a_damaged_answers_file_is_told_without_a_traceback(lab: Lab, lesson: Notebook, tmp_path: Path) -> None:
    file = lab.root / tmp_path.name / "answers" / "coding-lru_cache.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text("{")
    restart_and_run(lesson)
    hints = lesson.output(HINTS)
    expect(hints.get_by_role("alert")).to_contain_text("coding-lru_cache.json is damaged")
    hints.get_by_role("button", name="Hint 1 of 2").click()
    expect(hints.locator("strong", has_text="order")).to_be_visible()
    assert file.read_text() == "{"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_cut_off_in_a_narrow_window(
    lab: Lab, write_notebook: WriteNotebook, tmp_path: Path, theme: str
) -> None:
    path = f"{tmp_path.name}/narrow.ipynb"
    write_notebook(lab.root / path, CELLS)
    notebook = lab.open(path, theme="dark" if theme == "dark" else "light", width=640)
    notebook.run_all()
    notebook.output(HINTS).get_by_role("button", name="Hint 1 of 2").click()
    notebook.output(ASSESS).get_by_role("button", name="Compare with the rubric").click()
    expect(notebook.output(ASSESS).get_by_role("radio").first).to_be_visible()
    wide = notebook.page.evaluate(
        """() => [...document.querySelectorAll(".keeper, .keeper *")]
            .filter((e) => e.checkVisibility() && !e.closest(".keeper-text pre, .keeper-unseen, .keeper-track"))
            .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline")
            .map((e) => e.outerHTML)"""
    )
    assert wide == []


def test_without_a_workspace_parts_work_and_write_nothing(
    lab: Lab, write_notebook: WriteNotebook, tmp_path: Path
) -> None:
    folder = lab.root / tmp_path.name
    write_notebook(folder / "03_lru_cache.ipynb", CELLS)
    notebook = lab.open(f"{tmp_path.name}/03_lru_cache.ipynb")
    notebook.run_all()
    notebook.output(HINTS).get_by_role("button", name="Hint 1 of 2").click()
    expect(notebook.output(HINTS).locator("strong", has_text="order")).to_be_visible()
    expect(notebook.output(CLARIFY)).to_contain_text("What you did not ask")
    assert {path.name for path in folder.iterdir()} <= {"03_lru_cache.ipynb", ".ipynb_checkpoints"}
