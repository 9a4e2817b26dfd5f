"""`course coach` as a person meets it."""

import json

import pytest
from click.testing import CliRunner, Result

from course.cli import main
from course.coach import KINDS

ANSWER = "We had various issues. We fixed some things with best practices. It went very well."


def coach(answer: str | bytes, *options: str) -> Result:
    return CliRunner().invoke(main, ["coach", *options], input=answer)


def test_json_has_what_a_program_reads() -> None:
    given = json.loads(coach(ANSWER, "--json", "--question", "Why?", "--seconds", "20").stdout)
    assert set(given) == {"sentences", "shares", "seconds", "findings", "signals", "values", "strength"}
    assert " ".join(one["text"] for one in given["sentences"]) == ANSWER
    assert given["seconds"] == 20
    assert all(set(one) == {"kind", "quote", "why", "rubric", "follow_up"} for one in given["findings"])
    assert {one["kind"] for one in given["findings"]} <= set(KINDS)
    assert sum(given["shares"].values()) == pytest.approx(1, abs=0.01)


def test_a_person_gets_three_findings_and_a_line_of_the_rest() -> None:
    said = coach(ANSWER).stdout
    assert said.count("They ask:") == 3
    assert "Then: " in said
    assert "strength 1 of 5" in said


def test_a_line_feed_at_the_end_is_no_part_of_the_answer() -> None:
    given = json.loads(coach(ANSWER + "\r\n", "--json").stdout)
    assert " ".join(one["text"] for one in given["sentences"]) == ANSWER


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("", "There is no answer"),
        (" \n", "There is no answer"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        ("a\x00b", "null bytes"),
        ("word " * 250_000, "more than 1,000,000 bytes"),
    ],
)
def test_what_is_no_answer_is_told(answer: str | bytes, says: str) -> None:
    result = coach(answer)
    assert result.exit_code == 1
    assert says in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("seconds", ["0", "-3", "nan", "inf", "soon"])
def test_what_is_no_duration_is_told(seconds: str) -> None:
    result = coach(ANSWER, "--seconds", seconds)
    assert result.exit_code == 2
    assert "--seconds" in result.stderr
