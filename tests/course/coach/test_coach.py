"""Does the coach say what it can point at, and nothing else?"""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.coach import KINDS, LABELS, read
from course.coach.advice import ADVICE
from course.coach.kinds import count
from course.coach.labelled import judging
from course.coach.text import normalise
from course.syllabus import rows

STRONG = """In March our export to the banks began to fail about twice a week, and 9,000 people got their salary late.
I was on call and had to make it reliable before the next payroll. I read the logs of all the failures and saw that each
began with a file above 2 GB. I could have asked for a larger machine, but that would have lasted until autumn, so I
decided to read the file line by line instead. I told the payroll team the same day which runs were at risk. Since then
not one run has failed in seven months. Next time I would look at the sizes first, since I lost a week on the network."""
WEAK = (
    "There were various issues with some stakeholders. We aligned on best practices and things improved significantly."
)


def kinds(answer: str, seconds: float | None = None) -> set[str]:
    return {finding.kind for finding in read(answer, seconds=seconds).findings}


def test_a_strong_answer_has_every_label_and_few_findings() -> None:
    reading = read(STRONG)
    assert {sentence.label for sentence in reading.sentences} >= {"S", "T", "A", "R", "N"}
    assert kinds(STRONG) == set()
    assert reading.strength == 5


def test_a_weak_answer_has_many_findings() -> None:
    assert {"vague", "too_short", "no_reflection", "no_stakes"} <= kinds(WEAK)
    assert read(WEAK).strength == 1


def test_findings_come_in_the_order_of_what_they_cost() -> None:
    order = [finding.kind for finding in read(WEAK).findings]
    assert order == sorted(order, key=list(ADVICE).index)
    assert set(ADVICE) == set(KINDS)


def test_every_rubric_is_a_row_of_the_syllabus() -> None:
    assert {advice.rubric for advice in ADVICE.values()} <= set(rows())


@pytest.mark.parametrize(("seconds", "kind"), [(29, "too_short"), (30, None), (130, None), (131, "too_long")])
def test_a_given_duration_decides_about_length(seconds: float, kind: str | None) -> None:
    assert kinds(STRONG, seconds) & {"too_short", "too_long"} == ({kind} if kind else set())


def test_without_a_duration_words_decide() -> None:
    assert read(STRONG).seconds == round(len(STRONG.split()) / 150 * 60, 1)
    assert "too_long" in kinds(STRONG * 3)
    assert "too_short" in kinds("I fixed it. It was fine.")


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_a_duration_that_is_none_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="finite number above 0"):
        read(STRONG, seconds=seconds)


@pytest.mark.parametrize(
    ("text", "fillers"),
    [
        ("Um, so, you know, it was, like, basically done.", 4),
        ("I would like to see it, and I like it.", 0),
        ("It took like nine hours and looked like two jobs.", 1),
        ("It is a kind of cache, one of a sort.", 0),
        ("It was kind of slow, uh, I mean, sort of.", 4),
    ],
)
def test_fillers_are_counted_and_ordinary_words_are_not(text: str, fillers: int) -> None:
    assert count([text], None).fillers == fillers


@pytest.mark.parametrize("answer", ["", "   \n", "...", "\x00\x01", "—"])
def test_no_words_no_findings(answer: str) -> None:
    reading = read(answer)
    assert reading.findings == ()
    assert reading.strength == 1
    json.dumps(reading.to_json())


def test_line_breaks_do_not_change_the_reading_and_quotes_are_still_found() -> None:
    for answer in (one.text for one in judging()[:8]):
        wrapped = answer.replace(" ", "\n", 9).replace(". ", ".  ")
        flat, broken = read(answer), read(wrapped)
        assert [one.label for one in flat.sentences] == [one.label for one in broken.sentences]
        assert [one.kind for one in flat.findings] == [one.kind for one in broken.findings]
        assert all(one.quote in wrapped for one in broken.findings)


def check(answer: str) -> None:
    reading = read(answer)
    assert " ".join(sentence.text for sentence in reading.sentences) == normalise(answer)
    assert {sentence.label for sentence in reading.sentences} <= set(LABELS)
    assert all(finding.quote in answer and finding.kind in KINDS for finding in reading.findings)
    assert all(signal in answer for signal in reading.signals.relief + reading.signals.anxiety)
    present = {sentence.label for sentence in reading.sentences}
    for label, kind in zip("STAR", KINDS, strict=False):
        if kind in {finding.kind for finding in reading.findings}:
            assert label not in present
    assert 1 <= reading.strength <= 5
    assert reading.to_json() == read(answer).to_json()


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(STRONG.split() + WEAK.split() + ["\n", "...", "um,"]), max_size=80).map(" ".join)
)
@settings(max_examples=60, deadline=None)
def test_any_text_is_read(answer: str) -> None:
    check(answer)


def test_the_judging_answers_keep_the_promises_too() -> None:
    for answer in judging():
        check(answer.text)


@pytest.mark.parametrize("unit", ["word ", "1", "." * 99 + "a ", "at the ", "I did it. ", '"', "1,", "a\n\n"])
def test_a_long_text_is_read(unit: str) -> None:
    check(unit * (5_000 // len(unit)))
