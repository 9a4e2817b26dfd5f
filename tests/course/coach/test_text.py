"""Is an answer cut where a reader would cut it, and nothing of it lost?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.coach.labelled import judging, tuning
from course.coach.text import normalise, quotable, split

SPOKEN = "so i had this job at night and then it failed and i did not know why so i looked at the log "


@pytest.mark.parametrize(
    ("answer", "sentences"),
    [
        ("I fixed it. It held.", ["I fixed it.", "It held."]),
        ("It took 3.5 hours. 40 people waited.", ["It took 3.5 hours.", "40 people waited."]),
        ("Why? Nobody knew! So I asked.", ["Why?", "Nobody knew!", "So I asked."]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("I waited… Then it came.", ["I waited…", "Then it came."]),
        ("It was... not what I wanted.", ["It was... not what I wanted."]),
        (
            "I asked Dr. Meyer, e.g. about v2.3 and approx. 40 GB.",
            ["I asked Dr. Meyer, e.g. about v2.3 and approx. 40 GB."],
        ),
        ("It rang at 3 a.m. The log was empty.", ["It rang at 3 a.m.", "The log was empty."]),
        ("It fell from 210 to 19. The batch holds.", ["It fell from 210 to 19.", "The batch holds."]),
        ("So did I. Then we left.", ["So did I.", "Then we left."]),
        ("J. Smith agreed. We shipped.", ["J. Smith agreed.", "We shipped."]),
        ("we had a bug. i fixed it. all good.", ["we had a bug.", "i fixed it.", "all good."]),
        ("- Found the bug\n- Fixed it", ["- Found the bug", "- Fixed it"]),
        ("1. I measured. 2. I chose.", ["1. I measured.", "2. I chose."]),
        ("A first part\n\nA second part", ["A first part", "A second part"]),
        ("Found the bug\nFixed it\nWrote a test", ["Found the bug", "Fixed it", "Wrote a test"]),
        ("A line that was\nwrapped by an editor.", ["A line that was wrapped by an editor."]),
        ("", []),
        ("  \n ", []),
        ("!!!", ["!!!"]),
    ],
)
def test_cut(answer: str, sentences: list[str]) -> None:
    assert split(answer) == sentences


def test_a_transcript_without_full_stops_is_cut_where_one_takes_breath() -> None:
    pieces = split(SPOKEN * 8)
    assert len(pieces) > 4
    assert all(len(piece.split()) <= 75 for piece in pieces)
    assert not any(piece.endswith(" and") for piece in pieces)
    assert " ".join(pieces) == normalise(SPOKEN * 8)


def test_the_labelled_answers_are_cut_as_they_are_labelled() -> None:
    answers = tuning() + judging()
    otherwise = [answer.id for answer in answers if split(answer.text) != list(answer.sentences)]
    assert len(otherwise) <= 1, otherwise


WRITTEN = st.text(st.sampled_from("aI. !?…\n\t1-“”'’éß中 ,"), max_size=300) | st.text(max_size=100)


@given(WRITTEN)
def test_the_sentences_give_the_answer_back(answer: str) -> None:
    assert " ".join(split(answer)) == normalise(answer)
    assert all(sentence and sentence == sentence.strip() for sentence in split(answer))


@given(WRITTEN)
def test_what_is_quoted_stands_in_the_answer_as_it_was_given(answer: str) -> None:
    for sentence in split(answer):
        quote = quotable(answer, sentence)
        assert quote
        assert quote in answer
        assert quote in sentence
