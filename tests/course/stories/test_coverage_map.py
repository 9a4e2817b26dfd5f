"""Does the map say what is missing, what carries too much, and what has grown old?"""

from datetime import date, timedelta

from course.stories import Rehearsal, Story, coverage
from course.stories.coverage_map import REHEARSED_WITHIN_DAYS

from .conftest import NOON

TODAY = NOON.date()
ALL = ("situation", "task", "action", "result", "reflection")


def story(id: str, themes: str, values: str = "judgment", dates: str = "2026-10") -> Story:
    text = f"---\ntitle: {id}\nthemes: {themes}\nvalues: {values}\nmetrics: one\nrejected: one\ndates: {dates}\n---\n"
    return Story.parse(id, text + "".join(f"## {name}\nSaid.\n" for name in ALL))


def told(id: str, days_ago: int) -> Rehearsal:
    return Rehearsal(id, NOON - timedelta(days=days_ago), 90.0)


def test_an_empty_bank_is_told_to_begin() -> None:
    assert coverage([], [], TODAY).findings == ("No story yet. Begin with the one you would tell a friend tonight.",)


def test_a_mark_says_whether_the_term_is_the_first() -> None:
    found = coverage([story("a", "failure, conflict"), story("b", "conflict")], [], TODAY)
    marks = {row.id: row.marks for row in found.themes}
    assert marks["conflict"] == {"a": "also", "b": "first"}
    assert marks["failure"] == {"a": "first"}


def test_what_no_story_shows_is_missing() -> None:
    found = coverage([story("a", "failure", "candor")], [], TODAY)
    assert len(found.missing_themes) == 7
    assert "Failure" not in found.missing_themes
    assert "Judgment" in found.missing_values
    assert found.findings[0].startswith("No story for conflict, ownership")


def test_a_value_beyond_the_eight_is_shown_but_never_missed() -> None:
    found = coverage([story("a", "failure", "impact")], [], TODAY)
    (impact,) = [row for row in found.values if row.id == "impact"]
    assert (impact.marks, impact.wanted) == ({"a": "first"}, False)
    assert "Impact" not in coverage([], [], TODAY).missing_values


def test_a_story_alone_for_three_themes_carries_too_much() -> None:
    found = coverage([story("a", "failure, conflict, ambiguity"), story("b", "ownership")], [], TODAY)
    assert found.overused == ("a",)
    assert (
        "a is the only story for conflict, failure and ambiguity: asked twice, you would repeat yourself."
        in found.findings
    )
    assert found.stories[0].notes[0] == "Carries too much: the only story for conflict, failure and ambiguity."
    shared = [story("a", "failure, conflict, ambiguity"), story("b", "ownership, failure")]
    assert coverage(shared, [], TODAY).overused == ()


def test_a_theme_of_most_stories_is_crowded() -> None:
    bank = [story(f"s{number}", "incident response" if number < 4 else "failure") for number in range(6)]
    assert "4 of 6 stories are about incident response." in coverage(bank, [], TODAY).findings
    assert not any("are about" in finding for finding in coverage(bank[1:], [], TODAY).findings)


def test_six_to_eight_stories_are_enough() -> None:
    def said(count: int) -> bool:
        bank = [story(f"s{number}", "failure") for number in range(count)]
        return any("that guides advise" in finding for finding in coverage(bank, [], TODAY).findings)

    assert [said(count) for count in (5, 6, 8, 9)] == [True, False, False, True]


def test_a_story_is_stale_after_eighteen_months() -> None:
    bank = [
        story("old", "failure", dates="2025-04"),
        story("new", "failure", dates="2025-05"),
        story("none", "failure", dates="''"),
    ]
    found = coverage(bank, [], date(2026, 11, 28))
    assert found.stale == ("old",)
    assert [one.months_old for one in found.stories] == [19, 18, None]
    assert "No date: write the month, so that you see when it grows old." in found.stories[2].notes


def test_a_story_wants_rehearsing_again_after_two_weeks() -> None:
    bank = [story(id, "failure") for id in ("never", "long_ago", "lately")]
    history = [told("long_ago", REHEARSED_WITHIN_DAYS + 1), told("lately", 40), told("lately", REHEARSED_WITHIN_DAYS)]
    found = coverage(bank, history, TODAY)
    assert found.unrehearsed == ("never", "long_ago")
    assert [(one.rehearsals, one.days_since_rehearsal) for one in found.stories] == [(0, None), (1, 15), (2, 14)]


def test_the_last_rehearsals_findings_are_shown() -> None:
    history = [
        Rehearsal("a", NOON, 90.0, ("no_stakes", "too_long")),
        Rehearsal("a", NOON - timedelta(days=1), 90.0, ("vague",)),
    ]
    (column,) = coverage([story("a", "failure")], history, TODAY).stories
    assert column.notes == ("The coach's last findings: no stakes, too long.",)


def test_a_whole_story_has_nothing_to_do() -> None:
    assert coverage([story("a", "failure")], [told("a", 0)], TODAY).stories[0].notes == ()


def test_a_bare_story_is_told_what_it_lacks() -> None:
    notes = coverage([Story.parse("a", "## Situation\nDark.\n")], [], TODAY).stories[0].notes
    assert [note.split(":")[0] for note in notes] == [
        "Shows no theme yet",
        "Names no value yet",
        "Nothing under task, action, result and reflection yet.",
        "No metric",
        "No alternative rejected",
        "No date",
        "Never rehearsed aloud.",
    ]
