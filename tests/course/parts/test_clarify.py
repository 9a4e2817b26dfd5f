"""Do answers come one by one to what was asked, and the rest only after solving?"""

from pathlib import Path

import pytest

from course.parts import clarify, session
from course.parts.clarify import Clarify
from course.progress import Progress

from .conftest import StartKernel

ANSWERS = {"How many?": "About `10,000`.", "Which language?": "Any.", "Threads?": "Later."}


def questions() -> Clarify:
    return clarify("lru_opening", ANSWERS, solved_by="lru_core")


def texts(state: object) -> list[str]:
    assert isinstance(state, list)
    return [one["question"] for one in state]


def solve() -> None:
    session.record("cases", "lru_core", {"passed": 2, "total": 2, "hidden_ran": False})


def test_at_first_there_are_questions_and_no_answers(start_kernel: StartKernel) -> None:
    start_kernel()
    state = questions().state()
    assert texts(state["open"]) == list(ANSWERS)
    assert state["asked"] == state["never_asked"] == []
    assert "Later" not in str(state)


def test_asking_gives_that_answer_only(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    part = questions()
    part.act("ask", "How many?")
    state = part.state()
    assert [one["answer"] for one in state["asked"]] == ["About <code>10,000</code>."]
    assert texts(state["open"]) == ["Which language?", "Threads?"]
    assert "Later" not in str(state)
    (event,) = Progress(workspace / "progress.db").events()
    assert (event.kind, event.id) == ("clarified", "lru_opening")
    assert event.data == {"question": "How many?", "asked": 1, "of": 3}


def test_answers_stand_in_the_order_of_asking(start_kernel: StartKernel) -> None:
    start_kernel()
    part = questions()
    part.act("ask", "Threads?")
    part.act("ask", "How many?")
    assert texts(part.state()["asked"]) == ["Threads?", "How many?"]


@pytest.mark.parametrize("question", ["How many?", "Something else?", None, 3])
def test_what_is_not_open_cannot_be_asked(start_kernel: StartKernel, question: object) -> None:
    start_kernel()
    part = questions()
    part.act("ask", "How many?")
    part.act("ask", question)
    assert part.asked == ["How many?"]


def test_after_solving_the_rest_is_shown(start_kernel: StartKernel) -> None:
    start_kernel()
    part = questions()
    part.act("ask", "How many?")
    solve()
    state = part.state()
    assert texts(state["never_asked"]) == ["Which language?", "Threads?"]
    assert [one["answer"] for one in state["never_asked"]] == ["Any.", "Later."]
    assert state["open"] == []


def test_what_was_asked_is_there_after_a_restart(start_kernel: StartKernel) -> None:
    start_kernel()
    questions().act("ask", "Threads?")
    start_kernel()
    assert texts(questions().state()["asked"]) == ["Threads?"]


def test_a_question_that_a_later_edition_dropped_is_forgotten_on_the_page_only(start_kernel: StartKernel) -> None:
    started = start_kernel()
    started.save("clarify:lru_opening", {"asked": ["An old one?", "Threads?", 3]})
    part = questions()
    part.act("ask", "How many?")
    assert texts(part.state()["asked"]) == ["Threads?", "How many?"]
    assert started.load("clarify:lru_opening") == {"asked": ["An old one?", "Threads?", "How many?"]}


def test_the_text_form_counts(start_kernel: StartKernel) -> None:
    start_kernel()
    part = questions()
    part.act("ask", "Threads?")
    assert repr(part) == "Clarifying questions lru_opening: 1 of 3 asked."
