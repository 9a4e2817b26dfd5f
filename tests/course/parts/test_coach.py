"""Is an answer read when the learner asks for it, and kept as it was left?"""

import pytest

from course.parts import coach
from course.parts.coach import ANSWER_LENGTH

from .conftest import StartKernel

ANSWER = "In May our export failed. I rewrote it in a week. Since then it has not failed once."


def test_nothing_is_read_before_it_is_asked_for(start_kernel: StartKernel) -> None:
    start_kernel()
    part = coach("failure", "Tell me about a failure.")
    part.act("draft", ANSWER)
    assert part.state()["reading"] is None
    assert repr(part) == "Coach failure: no answer yet."


def test_an_answer_is_read(start_kernel: StartKernel) -> None:
    start_kernel()
    part = coach("failure")
    part.act("read", ANSWER)
    sentences = part.state()["reading"]["sentences"]
    assert " ".join(sentence["text"] for sentence in sentences) == ANSWER
    assert repr(part) == "Coach failure: an answer was read."


def test_draft_and_reading_are_there_after_a_restart(start_kernel: StartKernel) -> None:
    start_kernel()
    part = coach("failure")
    part.act("read", ANSWER)
    part.act("draft", ANSWER + " Next time")
    before = part.state()
    start_kernel()
    assert coach("failure").state() == before


def test_only_the_text_is_kept(start_kernel: StartKernel) -> None:
    coach_session = start_kernel()
    coach("failure").act("read", ANSWER)
    assert coach_session.load("coach:failure") == {"draft": ANSWER, "answer": ANSWER}


def test_an_empty_answer_takes_the_reading_away(start_kernel: StartKernel) -> None:
    start_kernel()
    part = coach("failure")
    part.act("read", ANSWER)
    part.act("read", " \n")
    assert part.state()["reading"] is None


@pytest.mark.parametrize(("action", "value"), [("read", 3), ("draft", None), ("read", [ANSWER]), ("write", ANSWER)])
def test_what_is_no_answer_is_ignored(start_kernel: StartKernel, action: str, value: object) -> None:
    start_kernel()
    part = coach("failure")
    part.act(action, value)
    assert (part.draft, part.answer) == ("", "")


def test_any_text_can_be_an_answer(start_kernel: StartKernel) -> None:
    start_kernel()
    part = coach("failure")
    part.act("read", "\ud800" + "ä" * 30_000)
    assert part.answer == "?" + "ä" * (ANSWER_LENGTH - 1)
    assert part.state()["reading"]


@pytest.mark.parametrize("kept", [{"draft": 3, "answer": None}, {"answer": ["x"]}])
def test_nonsense_in_the_answers_file_counts_as_nothing(start_kernel: StartKernel, kept: dict[str, object]) -> None:
    start_kernel().save("coach:failure", kept)
    assert coach("failure").state()["reading"] is None
