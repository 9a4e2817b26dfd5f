"""Does the interviewer interrupt at the moment, one at a time, with nothing told before, and is the answer kept?"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from course.parts import Interruption, begin, interrupter, session
from course.parts.interrupter import ANSWER_LENGTH, Interrupter
from course.progress import Progress

from .conftest import LESSON, NOON, StartKernel

ALIAS = "Product wants `custom` links. What changes?"
REGION = "A region is lost. What do users see?"
BUDGET = "Half the money. What goes?"
KEEPS, WHERE, COST = "Says what stays", "Says `where` it is checked", "Names the cost"


class Watch:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def interviewer() -> Interrupter:
    return interrupter(
        "links_interrupted",
        Interruption(ALIAS, after="links_core", minutes=20, good=(KEEPS, WHERE)),
        Interruption(REGION, minutes=30, good=(KEEPS,)),
        Interruption(BUDGET, after="links_fault", good=(COST,)),
    )


def spoken(part: Interrupter) -> list[str]:
    return [one["says"] for one in part.state()["spoken"]]


def passes(tests: str) -> None:
    session.record("cases", tests, {"passed": 2, "total": 2, "hidden_ran": False})


def say(part: Interrupter, text: str) -> None:
    part.act("say", {"number": len(part.state()["spoken"]), "text": text})


def test_before_its_moment_nothing_of_it_reaches_the_page(start_kernel: StartKernel) -> None:
    start_kernel()
    part = interviewer()
    session.record("cases", "links_core", {"passed": 1, "total": 2, "hidden_ran": False})
    assert part.state() == {"spoken": [], "of": 3, "limit": ANSWER_LENGTH}


def test_it_speaks_once_its_tests_pass_on_the_page_at_once(start_kernel: StartKernel) -> None:
    start_kernel()
    part = interviewer()
    part._repr_mimebundle_()
    assert part._view is not None
    assert part._view.state["spoken"] == []
    passes("links_core")
    assert [one["says"] for one in part._view.state["spoken"]] == [
        "Product wants <code>custom</code> links. What changes?"
    ]
    assert KEEPS not in str(part._view.state)


def test_it_speaks_when_the_lessons_clock_comes_to_it(start_kernel: StartKernel) -> None:
    start_kernel()
    clock, part = begin(LESSON, minutes=60), interviewer()
    part._repr_mimebundle_()
    assert part._view is not None
    clock.act("run", 20 * 60 - 1)
    assert part._view.state["spoken"] == []
    clock.act("run", 20 * 60)
    assert len(part._view.state["spoken"]) == 1


def test_a_clock_that_was_run_before_the_kernel_started_counts(start_kernel: StartKernel) -> None:
    start_kernel()
    begin(LESSON, minutes=60).act("pause", 40 * 60)
    start_kernel()
    begin(LESSON, minutes=60)
    assert len(spoken(interviewer())) == 1


def test_the_next_waits_until_the_one_before_is_answered(start_kernel: StartKernel) -> None:
    start_kernel()
    part = interviewer()
    passes("links_fault")
    passes("links_core")
    assert spoken(part) == ["Product wants <code>custom</code> links. What changes?"]
    say(part, "The id stays; a second index.")
    assert spoken(part)[1:] == [BUDGET]
    say(part, "The cache.")
    assert len(spoken(part)) == 2  # the other has its minute still to come


def test_what_is_due_speaks_before_what_stands_above_it_and_is_not(start_kernel: StartKernel) -> None:
    start_kernel()
    part = interviewer()
    passes("links_fault")
    assert spoken(part) == [BUDGET]


def test_without_a_clock_the_next_speaks_when_it_is_wanted(start_kernel: StartKernel) -> None:
    start_kernel()
    part = interviewer()
    part.act("now", None)
    part.act("now", None)
    assert len(spoken(part)) == 1
    for _ in range(5):
        say(part, "I see.")
        part.act("now", None)
    assert spoken(part)[1:] == [REGION, BUDGET]


def test_what_a_good_reaction_contains_comes_after_the_answer_and_can_be_rated(start_kernel: StartKernel) -> None:
    start_kernel()
    part = interviewer()
    passes("links_core")
    assert part.state()["spoken"][0]["good"] == []
    part.act("rate", {"number": 1, "criterion": KEEPS, "rating": "clear"})
    say(part, "The id stays.")
    part.act("rate", {"number": 1, "criterion": WHERE, "rating": "partly"})
    (one,) = part.state()["spoken"]
    assert one["good"] == [
        {"id": KEEPS, "text": KEEPS, "rating": None},
        {"id": WHERE, "text": "Says <code>where</code> it is checked", "rating": "partly"},
    ]


@pytest.mark.parametrize(
    "rating",
    [
        {"number": 1, "criterion": COST, "rating": "clear"},
        {"number": 2, "criterion": KEEPS, "rating": "clear"},
        {"number": 0, "criterion": KEEPS, "rating": "clear"},
        {"number": "1", "criterion": KEEPS, "rating": "clear"},
        {"number": 1, "criterion": KEEPS, "rating": "excellent"},
        "clear",
    ],
)
def test_what_is_no_rating_is_ignored(start_kernel: StartKernel, rating: object) -> None:
    start_kernel()
    part = interviewer()
    passes("links_core")
    say(part, "The id stays.")
    part.act("rate", rating)
    assert part.heard[ALIAS].ratings == {}


def test_an_answer_is_recorded_with_the_seconds_it_took(start_kernel: StartKernel, workspace: Path) -> None:
    watch = Watch()
    start_kernel(now=watch)
    part = interviewer()
    part.act("now", None)
    watch.now += timedelta(seconds=75)
    say(part, "The id stays.")
    (event,) = Progress(workspace / "progress.db").events()
    assert (event.kind, event.id) == ("interrupted", "links_interrupted")
    assert event.data == {"number": 1, "of": 3, "seconds": 75.0}
    assert part.state()["spoken"][0]["took"] == "1 min 15 s"


def test_how_long_it_took_is_not_told_of_an_answer_after_a_night(start_kernel: StartKernel) -> None:
    watch = Watch()
    start_kernel(now=watch)
    interviewer().act("now", None)
    watch.now += timedelta(hours=9)
    start_kernel(now=watch)
    part = interviewer()
    say(part, "The id stays.")
    assert part.state()["spoken"][0]["took"] == ""


@pytest.mark.parametrize(
    "value", [None, "text", {}, {"number": 1}, {"number": 2, "text": "x"}, {"number": 0, "text": "x"}, {"number": 1, "text": 3}, {"number": 1, "text": " "}]
)  # fmt: skip
def test_what_is_no_answer_to_the_open_one_is_not_taken(start_kernel: StartKernel, value: object) -> None:
    start_kernel()
    part = interviewer()
    part.act("say", value)
    part.act("now", None)
    part.act("say", value)
    assert not part.state()["spoken"][0]["answered"]


def test_an_answer_sent_twice_does_not_answer_the_next(start_kernel: StartKernel) -> None:
    start_kernel()
    part = interviewer()
    passes("links_core")
    passes("links_fault")
    part.state()
    for _ in range(2):
        part.act("say", {"number": 1, "text": "The id stays."})
    assert [one["answered"] for one in part.state()["spoken"]] == [True, False]


def test_all_of_it_is_there_after_a_restart(start_kernel: StartKernel) -> None:
    watch = Watch()
    start_kernel(now=watch)
    part = interviewer()
    passes("links_fault")
    say(part, "\ud800The cache." + "x" * ANSWER_LENGTH)
    part.act("rate", {"number": 1, "criterion": COST, "rating": "partly"})
    part.act("now", None)
    part.act("draft", {"number": 2, "text": "The id"})
    before = part.state()
    watch.now += timedelta(seconds=5)
    start_kernel(now=watch)
    assert interviewer().state() == before
    assert before["spoken"][1]["text"] == "The id"
    assert interviewer().summary() == "Interruptions links_interrupted: 2 of 3 so far."


def test_one_that_a_later_edition_dropped_is_forgotten_on_the_page_only(start_kernel: StartKernel) -> None:
    old: dict[str, object] = {"at": NOON.isoformat(), "text": "", "seconds": None, "ratings": {}}
    started = start_kernel()
    started.save("interrupter:links_interrupted", {"heard": {"An old one?": old}})
    part = interviewer()
    part.act("now", None)
    assert spoken(part) == ["Product wants <code>custom</code> links. What changes?"]
    assert "An old one?" in started.load("interrupter:links_interrupted")["heard"]


@pytest.mark.parametrize(
    "heard",
    [3, {ALIAS: 3}, {ALIAS: {}}, {ALIAS: {"at": 3, "text": 4, "seconds": "5", "ratings": 6}}, {ALIAS: {"at": "noon", "seconds": -1}}],
)  # fmt: skip
def test_nonsense_in_the_answers_file_counts_as_nothing(start_kernel: StartKernel, heard: object) -> None:
    start_kernel().save("interrupter:links_interrupted", {"heard": heard})
    part = interviewer()
    part.act("now", None)
    say(part, "The id stays.")
    assert [one["answered"] for one in part.state()["spoken"]] == [True]


def test_a_batch_run_shows_one_line_and_speaks_never(start_kernel: StartKernel, workspace: Path) -> None:
    start_kernel(person=False)
    part = interviewer()
    passes("links_core")
    assert part._repr_mimebundle_() == ({"text/plain": "Interruptions links_interrupted: 0 of 3 so far."}, {})
    assert not (workspace / "answers").exists()


def test_the_interviewers_good_reactions_may_be_a_list() -> None:
    assert Interruption("Stop.", minutes=1, good=[KEEPS]).good == (KEEPS,)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ({"good": (KEEPS,)}, "when\\? Give after=…"),
        ({"says": " ", "minutes": 1, "good": (KEEPS,)}, "says something"),
        ({"after": "", "good": (KEEPS,)}, "after is the id of a tests cell, not ''"),
        ({"minutes": 0, "good": (KEEPS,)}, "above 0, not 0"),
        ({"minutes": "20", "good": (KEEPS,)}, "above 0, not '20'"),
        ({"minutes": float("nan"), "good": (KEEPS,)}, "above 0, not nan"),
        ({"minutes": 1, "good": ()}, "one line or more"),
        ({"minutes": 1, "good": KEEPS}, "one line or more"),
        ({"minutes": 1, "good": (KEEPS, "")}, "one line or more"),
    ],
)
def test_a_mistake_of_the_authors_is_told(arguments: dict[str, Any], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        Interruption(**{"says": "Stop.", **arguments})


def test_an_interrupter_without_interruptions_or_with_twins_is_refused() -> None:
    with pytest.raises(ValueError, match="one interruption or more"):
        interrupter("x")
    with pytest.raises(ValueError, match="say the same"):
        interrupter("x", *[Interruption("Stop.", minutes=1, good=(KEEPS,))] * 2)
