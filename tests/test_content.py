"""Does every lesson keep what it promises, and is what is built and released what its text gives?"""

import os

import pytest

from course import build, catalogue
from course.check import check
from course.lesson import Lesson
from course.run import AT_ONCE as ALONE

LESSONS = catalogue.lessons()
BY_LENGTH_OF_PROOF = ["3_backend", "4_design", "2_coding", "1_culture", "0_start"]
LONGEST_FIRST = sorted(LESSONS, key=lambda lesson: BY_LENGTH_OF_PROOF.index(lesson.module))
"""One long proof at the end would keep all others waiting."""
AT_ONCE = 2 if "PYTEST_XDIST_WORKER" in os.environ else ALONE
"""Other workers prove other lessons meanwhile: more runs would take more of the cores' time, and none of the wait."""


@pytest.mark.timeout(900)  # a hundred answers a lesson, some with servers of their own
@pytest.mark.parametrize("lesson", LONGEST_FIRST, ids=lambda lesson: lesson.id)
def test_the_lesson_proves_itself(lesson: Lesson):
    assert [str(finding) for finding in check(lesson, AT_ONCE).findings] == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_built_and_released_notebooks_are_what_a_rebuild_gives(lesson: Lesson):
    # That the outputs are those of a run is for nbval to prove: `make notebooks`.
    assert build.differences([lesson], run=build.recall) == []


def test_release_holds_nothing_but_lessons():
    assert build.strays(LESSONS) == []


def test_ids_are_unique_in_the_course():
    seen: dict[str, str] = {}
    for lesson in LESSONS:
        for cell in lesson.cells:
            if cell.kind in ("answer", "tests", "written"):
                assert cell.name not in seen, (
                    f"{cell.name!r} names cells of {seen[cell.name]} and {lesson.id}; rename one"
                )
                seen[cell.name] = lesson.id
