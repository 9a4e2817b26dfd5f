"""Do hints come one at a time and are recorded, and does the solution take passing or two steps?"""

from pathlib import Path

import pytest

from course import catalogue
from course.errors import LessonNotFound
from course.parts import help_with, session
from course.parts.hints import Hints
from course.progress import Progress

from .conftest import LESSON, StartKernel

HINTS = ["Which must change the order?", "**Two** structures.", "```python\nself.move(key)\n```"]


@pytest.fixture(autouse=True)
def solution(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {(LESSON, "lru_core"): "class LRUCache:\n    capacity = 1\n"}
    monkeypatch.setattr(catalogue, "solution_of", lambda lesson, answer: texts.get((lesson, answer)))


def hints() -> Hints:
    return help_with("lru_core", hints=HINTS, tests=["lru_core", "lru_edges"])


def pass_cases(*ids: str) -> None:
    for id in ids:
        session.record("cases", id, {"passed": 2, "total": 2, "hidden_ran": False})


def recorded(workspace: Path) -> list[tuple[str, str, dict[str, object]]]:
    events = Progress(workspace / "progress.db").events()
    return [(event.kind, event.id, dict(event.data)) for event in events if event.kind != "cases"]


def test_at_first_nothing_is_shown(start_kernel: StartKernel) -> None:
    start_kernel()
    state = hints().state()
    assert (state["hints"], state["of"], state["passed"], state["solution"]) == ([], 3, False, None)


def test_hints_come_one_at_a_time_rendered_and_recorded(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    part = hints()
    part.act("hint", 1)
    part.act("hint", 2)
    assert part.state()["hints"] == [
        "<p>Which must change the order?</p>\n",
        "<p><strong>Two</strong> structures.</p>\n",
    ]
    assert recorded(workspace) == [
        ("hint", "lru_core", {"number": 1, "of": 3}),
        ("hint", "lru_core", {"number": 2, "of": 3}),
    ]


@pytest.mark.parametrize("number", [0, 1, 3, 4, None, "2", [2]])
def test_only_the_next_hint_can_be_asked_for(start_kernel: StartKernel, workspace: Path, number: object) -> None:
    start_kernel()
    part = hints()
    part.act("hint", 1)
    part.act("hint", number)
    assert part.used == 1
    assert len(recorded(workspace)) == 1


def test_after_the_last_hint_there_is_none(start_kernel: StartKernel) -> None:
    start_kernel()
    part = hints()
    for number in range(1, 6):
        part.act("hint", number)
    assert len(part.state()["hints"]) == 3


def test_before_passing_the_solution_takes_a_second_step(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    part = hints()
    part.act("solution", None)
    assert part.state()["asking_again"]
    assert part.state()["solution"] is None
    part.act("solution_anyway", None)
    assert '<span class="nc">LRUCache</span>' in part.state()["solution"]
    assert recorded(workspace) == [("solution_shown", "lru_core", {"after_passing": False})]


def test_the_second_step_alone_opens_nothing(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    part = hints()
    part.act("solution_anyway", None)
    assert part.state()["solution"] is None
    assert recorded(workspace) == []


def test_keep_trying_starts_over(start_kernel: StartKernel) -> None:
    start_kernel()
    part = hints()
    part.act("solution", None)
    part.act("keep_trying", None)
    part.act("solution_anyway", None)
    assert part.state()["solution"] is None


def test_after_passing_every_tests_cell_the_solution_opens_at_once(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    part = hints()
    pass_cases("lru_core", "lru_edges")
    part.act("solution", None)
    assert part.state()["solution"]
    assert recorded(workspace) == [("solution_shown", "lru_core", {"after_passing": True})]


def test_passing_some_is_not_enough(start_kernel: StartKernel) -> None:
    start_kernel()
    part = hints()
    pass_cases("lru_core")
    part.act("solution", None)
    assert part.state()["solution"] is None


def test_what_was_opened_is_there_after_a_restart_and_not_recorded_again(
    start_kernel: StartKernel, workspace: Path
) -> None:
    start_kernel()
    part = hints()
    part.act("hint", 1)
    part.act("solution", None)
    part.act("solution_anyway", None)
    start_kernel()
    again = hints()
    again.act("solution", None)
    assert len(again.state()["hints"]) == 1
    assert again.state()["solution"]
    assert len(recorded(workspace)) == 2


def test_a_lesson_with_fewer_hints_than_were_used_shows_what_it_has(start_kernel: StartKernel) -> None:
    start_kernel().save("hints:lru_core", {"used": 7, "solution": False})
    assert len(hints().state()["hints"]) == 3


@pytest.mark.parametrize("kept", [{"used": "2"}, {"used": -1}, {"used": None, "solution": "yes"}, {}])
def test_nonsense_in_the_answers_file_counts_as_nothing(start_kernel: StartKernel, kept: dict[str, object]) -> None:
    start_kernel().save("hints:lru_core", kept)
    assert hints().summary() == "Help with lru_core: 0 of 3 hints used."


def test_without_the_courses_source_the_instructor_has_the_solution(start_kernel: StartKernel) -> None:
    start_kernel()
    part = help_with("lru_unknown", hints=HINTS)
    part.act("solution", None)
    part.act("solution_anyway", None)
    assert "Your instructor has it" in part.state()["solution"]


def test_a_source_that_cannot_be_read_is_told(start_kernel: StartKernel, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(lesson: str, answer: str) -> str | None:
        raise LessonNotFound("There is no lesson 'coding/lru_cache'.")

    monkeypatch.setattr(catalogue, "solution_of", missing)
    start_kernel()
    part = hints()
    part.act("solution", None)
    part.act("solution_anyway", None)
    assert "There is no lesson" in part.state()["solution"]
