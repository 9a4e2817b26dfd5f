"""Does the examiner go deeper on the learner's own words, until an axis gives out, and say what to find out?"""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.errors import DamagedFile, WorkspaceError
from course.stories import AXES, Bank, Project
from course.stories.examinations import Examination
from course.stories.examiner import Turn, answered, is_ready, next_question, verdict
from course.stories.hearing import outcome, quote
from course.syllabus import rows as syllabus

PROJECT = Project.fresh("One ledger", architecture="We chose an outbox table with a poller instead of Kafka.")
GOOD = (
    "The entries table is keyed by entry_id, and only the poller writes it.",
    "Two pollers would double the entries; a lease in Redis with 30 s keeps that from happening.",
    "Reads by account are 400 a second, and the daily report is slow because it scans the index.",
    "We chose the scan because an index on day would have cost 20 ms on each write.",
    "A retry carries the entry_id, so the second insert fails on the unique key and returns the first.",
    "The unique key is in PostgreSQL, since the cache may lose it when the region fails over.",
    "I compare the audit log with the table every hour and replay the difference with a backfill job.",
    "The replay ran in 2 h last March, after the migration of 2025.",
)


def ask(axis: str, *answers: str) -> list[Turn]:
    turns: list[Turn] = []
    for answer in answers:
        question = next_question(PROJECT, axis, turns)
        assert question is not None
        turns.append(answered(question, answer))
    return turns


def test_it_begins_with_what_the_learner_wrote() -> None:
    question = next_question(PROJECT, "data_model", [])
    assert question is not None
    assert question.text.startswith(
        "You wrote “We chose an outbox table with a poller instead of Kafka”. Which things did you store"
    )
    bare = next_question(Project.fresh("One ledger"), "data_model", [])
    assert bare is not None
    assert bare.text.startswith("Which things did you store")


def test_each_question_quotes_the_answer_before() -> None:
    turns = ask("data_model", *GOOD)
    for before, after in pairwise(turns):
        assert after.question.quote
        assert after.question.quote in before.answer
        assert f"“{after.question.quote}”" in after.question.text
    assert len({turn.question.text for turn in turns}) == len(turns)


def test_an_axis_that_answers_everything_is_held() -> None:
    turns = ask("data_model", *GOOD)
    assert [turn.outcome for turn in turns] == ["holds"] * 8
    assert next_question(PROJECT, "data_model", turns) is None
    assert verdict(PROJECT, "data_model", turns).status == "held"


@pytest.mark.parametrize(
    "answer", ["", "  \n", "I don't know.", "no idea", "I'd have to look that up.", "not sure, sorry"]
)
def test_no_answer_ends_the_axis_and_says_what_to_find_out(answer: str) -> None:
    turns = ask("failure_modes", GOOD[0], answer)
    end = verdict(PROJECT, "failure_modes", turns)
    assert next_question(PROJECT, "failure_modes", turns) is None
    assert (end.status, end.find_out) == ("not_ready", AXES[1].rungs[0].find_out)
    assert end.why.endswith("It had no answer.")


def test_a_general_answer_gets_one_more_chance() -> None:
    turns = ask("rollout", "It was robust and scalable and followed best practices.")
    again = next_question(PROJECT, "rollout", turns)
    assert again is not None
    assert again.again
    assert again.text.startswith(
        "“It was robust and scalable and followed best practices” could be said of any system."
    )
    mended = [*turns, answered(again, "One canary region first, then 5 % a day, because the cache had to warm.")]
    assert verdict(PROJECT, "rollout", mended).status == "open"
    lost = [*turns, answered(again, "It just worked well, no problems at all.")]
    assert next_question(PROJECT, "rollout", lost) is None
    assert verdict(PROJECT, "rollout", lost).why.endswith("It stayed general.")


@pytest.mark.parametrize(
    ("answer", "heard"),
    [
        ("p99 was 140 ms at the gateway, measured for a week", "holds"),
        (
            "We don't know the exact rate, but the queue held 40,000 jobs at noon and the workers drained it in an hour",
            "holds",
        ),
        ("We did not have a rollback, because the migration dropped the column.", "holds"),
        ("I don't know the exact number, but roughly a few hundred a second.", "holds"),
        ("It's eventually consistent, so readers may see stale data for a bit.", "holds"),
        ("We compared it to the week before and to a holdout of five percent.", "holds"),
        ("That was handled by the platform team.", "vague"),
        ("Redis.", "vague"),
        ("We had various things in place and it worked fine", "vague"),
        ("It depends on a lot of things and so on", "vague"),
        ("We never knew", "none"),
        ("Pass", "none"),
        ("n/a", "none"),
    ],
)
def test_what_is_heard(answer: str, heard: str) -> None:
    assert outcome(answer) == heard


@pytest.mark.parametrize(
    ("answer", "text", "kind"),
    [
        ("It never loses a message. We use Kafka.", "It never loses a message", "absolute"),
        ("The cache should be warm by then.", "The cache should be warm by then", "hedge"),
        ("We went with a lease, after a week.", "We went with a lease", "choice"),
        ("It took 41 minutes, or so.", "It took 41 minutes", "number"),
        ("Then the write-ahead log filled up.", "write-ahead log", "name"),
        ("We store it all in DynamoDB.", "DynamoDB", "name"),
        ("We talked it over at length.", "We talked it over at length", "we"),
    ],
)
def test_what_is_taken_up(answer: str, text: str, kind: str) -> None:
    heard = quote(answer)
    assert heard is not None
    assert (heard.kind, text in answer) == (kind, True)
    assert heard.text == text or kind == "name"


@settings(max_examples=100)
@given(
    st.lists(st.one_of(st.sampled_from(GOOD), st.text(max_size=200)), max_size=12),
    st.sampled_from([axis.id for axis in AXES]),
)
def test_it_never_invents_and_always_ends(answers: list[str], axis: str) -> None:
    turns: list[Turn] = []
    for answer in answers:
        question = next_question(PROJECT, axis, turns)
        if question is None:
            break
        if turns and question.quote:
            assert question.quote in turns[-1].answer
        assert question == next_question(PROJECT, axis, turns)
        turns.append(answered(question, answer))
    assert len(turns) <= 4 * len(AXES[0].rungs)
    assert (next_question(PROJECT, axis, turns) is None) == (
        verdict(PROJECT, axis, turns).status in ("held", "not_ready")
    )
    assert Examination.from_dict(Examination({axis: (tuple(turns),)}).to_dict()).turns(axis) == tuple(turns)


def test_any_axis_without_an_answer_means_not_ready() -> None:
    held = [verdict(PROJECT, axis.id, ask(axis.id, *GOOD)) for axis in AXES]
    assert is_ready(held)
    assert not is_ready(held[:3])
    assert not is_ready([*held[:3], verdict(PROJECT, "metrics", ask("metrics", ""))])


def test_rows_of_axes_are_in_the_syllabus() -> None:
    assert {axis.row for axis in AXES} == {f"DEEP-{number}" for number in range(11, 15)} & syllabus().keys()


@pytest.fixture
def project(bank: Bank) -> Project:
    bank.save_project(PROJECT)
    return bank.projects()[0]


def test_an_examination_goes_on_where_it_was_left(bank: Bank, root: Path, project: Project) -> None:
    for answer in GOOD[:3]:
        question = next_question(project, "data_model", bank.examination(project.id).turns("data_model"))
        assert question is not None
        bank.answer(project, question, answer)
    turns = Bank(root).examination(project.id).turns("data_model")
    assert [turn.answer for turn in turns] == list(GOOD[:3])
    bank.restart(project, "data_model")
    assert bank.examination(project.id).turns("data_model") == ()
    assert [len(turns) for turns in bank.examination(project.id).attempts["data_model"]] == [3, 0]


def test_an_answer_to_a_question_that_is_not_open_is_not_taken(bank: Bank, project: Project) -> None:
    question = next_question(project, "data_model", ())
    assert question is not None
    bank.answer(project, question, GOOD[0])
    with pytest.raises(WorkspaceError, match="answered in another notebook"):
        bank.answer(project, question, GOOD[1])
    assert len(bank.examination(project.id).turns("data_model")) == 1


@pytest.mark.parametrize(
    "data",
    [
        "{",
        "[]",
        '{"version": 1}',
        '{"version": 1, "axes": {"x": []}}',
        '{"version": 1, "axes": {"metrics": [[{}]]}}',
        '{"version": "1"}',
    ],
)
def test_a_damaged_examination_is_told_and_left(bank: Bank, root: Path, project: Project, data: str) -> None:
    file = root / "projects" / "one-ledger.exam.json"
    file.write_text(data)
    with pytest.raises(DamagedFile, match=r"one-ledger\.exam\.json is damaged"):
        bank.examination(project.id)
    assert file.read_text() == data


def test_a_newer_examination_is_left(bank: Bank, root: Path, project: Project) -> None:
    (root / "projects" / "one-ledger.exam.json").write_text('{"version": 2}')
    with pytest.raises(WorkspaceError, match="newer Keeper"):
        bank.examination(project.id)
