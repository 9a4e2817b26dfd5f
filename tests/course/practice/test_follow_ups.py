"""Do follow-ups start at the weakest part, build on what is said, and end between three and five minutes?"""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.coach import KINDS, Finding, Reading, Sentence, Signals, read
from course.practice.follow_ups import OPENERS, TOPICS, Conversation, Reply, follow
from course.syllabus import rows

ANSWER = "In May the queue was stuck. I moved the slow tenant to a queue of its own. Then it was better."
TO_THE_POINT = "The backlog fell from 90 minutes to 2, on the same graph."
BESIDE = "People in the team were really very happy with the whole thing."
SHRUG = "I don't know, honestly."


def reading(kinds: Iterable[str] = (), text: str = ANSWER, labels: str = "SAR") -> Reading:
    sentences = [one.strip() + "." for one in text.split(".") if one.strip()]
    pairs = zip(sentences, (labels * len(sentences))[: len(sentences)], strict=True)
    findings = tuple(Finding(kind, "", "why", "RUBRIC-34", f"About {kind}?") for kind in kinds)
    return Reading(tuple(Sentence(*one) for one in pairs), {}, 30.0, findings, Signals((), ()), (), 3)


def nothing_found(reply: str, question: str) -> Reading:
    """A coach to whom every reply is to the point, unless a number is asked for."""
    return reading(text=reply)


def after(*replies: str | tuple[str, float], kinds: Iterable[str] = ("result_not_quantified",)) -> Conversation:
    said = [Reply(*one) if isinstance(one, tuple) else Reply(one, 10) for one in replies]
    return follow(ANSWER, reading(kinds), said, nothing_found)


def asked(conversation: Conversation) -> tuple[str, int] | None:
    return conversation.question and (conversation.question.kind, conversation.question.depth)


def test_the_first_question_is_the_coachs_on_what_it_found_weakest() -> None:
    question = after(kinds=["missing_action", "no_stakes"]).question
    assert question
    assert (question.text, question.rubric, question.depth) == ("About missing_action?", "RUBRIC-34", 0)


def test_a_reply_to_the_point_is_asked_into_once_in_its_own_words() -> None:
    conversation = after(TO_THE_POINT)
    assert asked(conversation) == ("result_not_quantified", 1)
    assert conversation.question
    assert "“The backlog fell from 90 minutes to 2, on the same graph”" in conversation.question.text
    assert conversation.question.quote in TO_THE_POINT
    assert asked(after(TO_THE_POINT, "It leaves out the tenant that still had to wait.")) != asked(conversation)


def test_a_reply_beside_the_point_is_asked_once_more_and_then_has_run_dry() -> None:
    assert asked(after(BESIDE)) == ("result_not_quantified", 1)
    [thread] = after(BESIDE, BESIDE).threads
    assert (thread.outcome, len(thread.exchanges)) == ("dry", 2)
    held = after(BESIDE, TO_THE_POINT)
    assert (held.threads[0].outcome, held.threads[0].unanswered) == ("held", None)
    assert asked(held) == ("result_not_quantified", 2)


@pytest.mark.parametrize("reply", ["", " \n", "Yes.", SHRUG, "Hm, hard to say.", "We never measured that."])
def test_a_reply_with_nothing_in_it_ends_the_thread_as_dry(reply: str) -> None:
    conversation = after(reply)
    assert [(thread.kind, thread.outcome) for thread in conversation.threads] == [("result_not_quantified", "dry")]
    assert asked(conversation) == ("decision", 0)


def test_a_short_number_and_a_shrug_with_a_number_say_something() -> None:
    assert after("From 90 to 2.").threads[0].outcome == "held"
    assert after("I don't remember exactly, about 40 percent.").threads[0].outcome == "held"


def test_running_dry_one_step_deeper_leaves_what_held() -> None:
    [thread] = after(TO_THE_POINT, SHRUG).threads
    assert (thread.outcome, thread.unanswered) == ("held", thread.exchanges[1].question)


def test_without_findings_it_asks_what_is_asked_of_any_story() -> None:
    kinds = [question.kind for question in openers(kinds=())]
    assert kinds == list(OPENERS)
    assert [question.kind for question in openers(kinds=["no_reflection"])] == [
        "no_reflection",
        "decision",
        "objection",
    ]


def openers(kinds: Iterable[str]) -> list:
    found, replies = [], []
    while (question := after(*replies, kinds=kinds).question) is not None:
        found.append(question)
        replies.append(SHRUG)
    assert after(*replies, kinds=kinds).ended == "nothing left"
    return found


def test_before_three_minutes_there_is_another_thread_after_them_there_is_none() -> None:
    kinds = ["result_not_quantified", "no_stakes"]
    assert asked(after((SHRUG, 119), kinds=kinds)) == ("no_stakes", 0)
    early = after((TO_THE_POINT, 100), (TO_THE_POINT, 79), kinds=kinds)
    assert (asked(early), early.ended) == (("no_stakes", 0), "")
    late = after((TO_THE_POINT, 100), (TO_THE_POINT, 80), kinds=kinds)
    assert (late.question, late.ended, late.elapsed_s) == (None, "time", 180)


def test_an_open_thread_goes_on_after_three_minutes_but_not_after_five() -> None:
    assert asked(after((BESIDE, 100), (TO_THE_POINT, 100))) == ("result_not_quantified", 2)
    over = after((BESIDE, 120), (BESIDE, 70), kinds=["no_reflection"])
    assert over.ended == "time"
    five = after((SHRUG, 119), (BESIDE, 120), (TO_THE_POINT, 120), kinds=["no_stakes", "result_not_quantified"])
    assert (five.question, five.ended) == (None, "time")


def test_a_reply_that_waited_for_the_night_counts_two_minutes() -> None:
    assert after((TO_THE_POINT, 40_000)).elapsed_s == 120
    assert after((TO_THE_POINT, -5)).elapsed_s == 0


REPLIES = st.lists(
    st.builds(
        Reply,
        st.sampled_from([TO_THE_POINT, BESIDE, SHRUG, "", "I, myself, wrote 3 tests and Amina ran them."])
        | st.text(max_size=60),
        st.floats(0, 500),
    ),
    max_size=25,
)


@given(kinds=st.lists(st.sampled_from(KINDS), unique=True, max_size=4), replies=REPLIES)
def test_any_conversation_asks_quotes_and_ends_as_it_says(kinds: list[str], replies: list[Reply]) -> None:
    said = ANSWER
    for number in range(len(replies) + 1):
        conversation = follow(ANSWER, reading(kinds), replies[:number], nothing_found)
        assert conversation == follow(ANSWER, reading(kinds), replies[:number], nothing_found)
        assert (conversation.question is None) == bool(conversation.ended)
        exchanges = sum(len(thread.exchanges) for thread in conversation.threads)
        assert exchanges == number
        if conversation.question is None:
            assert conversation.elapsed_s < 300 + 120
            assert conversation.elapsed_s >= 180 or conversation.ended == "nothing left"
            break
        assert conversation.elapsed_s < 300
        assert conversation.question.quote in said
        assert "{quote}" not in conversation.question.text
        if number < len(replies):
            said += "\n" + replies[number].text


def test_with_the_coach_itself_a_thin_story_is_asked_for_its_number_first() -> None:
    answer = (
        "In March our checkout fell over during a sale. I was on call. I turned off the recommendation service. "
        "After that things were fine. People were happy about it."
    )
    first = follow(answer, read(answer), [], read)
    assert first.question
    assert first.question.kind in {finding.kind for finding in read(answer).findings}
    second = follow(answer, read(answer), [Reply("Errors fell from 40 percent to 1 percent.", 20)], read)
    assert second.question
    assert "Errors fell from 40 percent to 1 percent" in second.question.text


def test_every_kind_of_finding_and_every_rubric_row_is_known() -> None:
    assert set(KINDS) <= set(TOPICS)
    assert {topic.rubric for topic in TOPICS.values()} <= set(rows())
