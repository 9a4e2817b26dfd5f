"""Can a learner rate an answer by each criterion, and find the ratings kept?"""

from pathlib import Path

import pytest

from course.parts import self_assess
from course.parts.self_assess import NOTE_LENGTH, SelfAssess
from course.progress import Progress

from .conftest import StartKernel

COST, THREADS, SHARED = "Names the cost", "Says what `two threads` do", "Weighs a shared cache"


def rubric() -> SelfAssess:
    return self_assess("lru_tradeoffs", L5=[COST, THREADS], L6=[SHARED])


def rate(part: SelfAssess, criterion: object, rating: object) -> None:
    part.act("rate", {"criterion": criterion, "rating": rating})


def test_the_rubric_is_closed_until_asked_for(start_kernel: StartKernel) -> None:
    start_kernel()
    part = rubric()
    assert not part.state()["open"]
    part.act("open", None)
    assert part.state()["open"]


def test_ratings_are_counted_by_level(start_kernel: StartKernel) -> None:
    start_kernel()
    part = rubric()
    rate(part, COST, "clear")
    rate(part, THREADS, "partly")
    rate(part, SHARED, "missing")
    counts = {level["name"]: level["counts"] for level in part.state()["levels"]}
    assert counts == {
        "L5": {"missing": 0, "partly": 1, "clear": 1, "of": 2},
        "L6": {"missing": 1, "partly": 0, "clear": 0, "of": 1},
    }
    assert repr(part) == "Self-assessment of lru_tradeoffs: 1 of 2 at L5 and 0 of 1 at L6 clear."


def test_criteria_are_rendered(start_kernel: StartKernel) -> None:
    start_kernel()
    criteria = rubric().state()["levels"][0]["criteria"]
    assert criteria[1] == {"id": THREADS, "text": "Says what <code>two threads</code> do", "rating": None}


def test_a_rating_is_recorded(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel()
    part = rubric()
    part.act("open", None)
    rate(part, COST, "clear")
    (event,) = Progress(workspace / "progress.db").events()
    assert (event.kind, event.id) == ("assessed", "lru_tradeoffs")
    assert event.data["L5"] == {"missing": 0, "partly": 0, "clear": 1, "of": 2}


def test_ratings_and_note_are_there_after_a_restart(start_kernel: StartKernel) -> None:
    start_kernel()
    part = rubric()
    part.act("open", None)
    rate(part, COST, "clear")
    part.act("note", "Say the cost first.")
    start_kernel()
    state = rubric().state()
    assert state["open"]
    assert state["note"] == "Say the cost first."
    assert [one["rating"] for one in state["levels"][0]["criteria"]] == ["clear", None]


@pytest.mark.parametrize(
    ("criterion", "rating"), [("Another", "clear"), (COST, "excellent"), (None, "clear"), ([COST], "clear"), (COST, [])]
)
def test_what_is_no_rating_is_ignored(start_kernel: StartKernel, criterion: object, rating: object) -> None:
    start_kernel()
    part = rubric()
    rate(part, criterion, rating)
    part.act("rate", "clear")
    assert part.ratings == {}


def test_any_text_can_be_a_note(start_kernel: StartKernel) -> None:
    start_kernel()
    rubric().act("note", "\ud800" + "ä" * 10_000)
    start_kernel()
    assert rubric().note == "?" + "ä" * (NOTE_LENGTH - 1)


def test_a_level_without_criteria_is_not_shown(start_kernel: StartKernel) -> None:
    start_kernel()
    assert [level["name"] for level in self_assess("x", L5=[COST], L6=[]).state()["levels"]] == ["L5"]


@pytest.mark.parametrize("kept", [{"ratings": 3, "note": 4, "open": "yes"}, {"ratings": {COST: 7}}])
def test_nonsense_in_the_answers_file_counts_as_nothing(start_kernel: StartKernel, kept: dict[str, object]) -> None:
    start_kernel().save("self_assess:lru_tradeoffs", kept)
    assert rubric().summary() == "Self-assessment of lru_tradeoffs: 0 of 2 at L5 and 0 of 1 at L6 clear."
