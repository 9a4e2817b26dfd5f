"""A lesson's exercise as a learner meets it: a case fails, says why, and passes once the answer is mended."""

import shutil

import pytest
from playwright.sync_api import expect

from course import catalogue
from course.lesson import solution

from .conftest import Lab

pytestmark = pytest.mark.xdist_group("browser")


def test_a_case_fails_with_its_reason_and_passes_once_the_answer_is_right(lab: Lab) -> None:
    lesson = catalogue.find("coding/lru_cache")
    (lab.root / lesson.module).mkdir()
    released = catalogue.RELEASE / f"{lesson.path}.ipynb"
    shutil.copy(released, lab.root / lesson.module)
    notebook = lab.open(f"{lesson.path}.ipynb")
    notebook.run_all()
    table = notebook.page.locator(".jp-Cell", has_text="lru_order").locator(".jp-Cell-outputWrapper table")
    expect(table.locator("caption")).to_contain_text("0 of 4 visible cases pass; hidden cases run when you grade")
    expect(table).to_contain_text("Not written yet, in __init__()")
    cells = notebook.page.locator(".jp-Notebook .jp-Cell")
    number = next(n for n in range(cells.count()) if "class LRUCache" in cells.nth(n).inner_text())
    notebook.write(number, solution(lesson.exercises[0].answer.source))
    notebook.run_all()
    expect(table.locator("caption")).to_contain_text("4 of 4 visible cases pass")
    expect(table).not_to_contain_text("FAIL")
