"""An examiner for the deep dive: along one axis, question after question, each built on the last answer, until there is none.

Pure: the turns so far in, the next question or the verdict out. It asks only from the table in `axes` and quotes only what the
learner said. A general answer gets one more chance to become concrete; the second, or "I don't know", ends the axis.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

from course.stories import hearing
from course.stories.axes import AXES, BY_ID, Axis
from course.stories.hearing import Outcome, Quote
from course.stories.project import Project

Status = Literal["untouched", "open", "not_ready", "held"]
Step = Literal["rung", "press"]

ANSWER_LENGTH = 4000  # characters, as much as is said in four minutes

PRESSES = {
    "number": "“{quote}”: where does that number come from, and what would be different at twice as much?",
    "absolute": "“{quote}”: what would have to happen for that not to hold?",
    "hedge": "“{quote}”: when was it otherwise, and what did you see then?",
    "choice": "“{quote}”: what did you reject for it, and what would make the other one right?",
    "we": "“{quote}”: which part of that was yours?",
    "clause": "“{quote}”: why that way and not another?",
}
AGAIN = "“{quote}” could be said of any system. Take one case: which, when, and how much?"
TAKEN_UP = "You said “{quote}”. {question}"
WRITTEN = "You wrote “{quote}”. {question}"


@dataclass(frozen=True)
class Question:
    axis: str
    rung: int
    step: Step
    again: bool
    """Asked because the answer before was general."""
    text: str
    quote: str
    """The learner's words in it, "" for none."""


@dataclass(frozen=True)
class Turn:
    question: Question
    answer: str
    outcome: Outcome

    def to_dict(self) -> dict[str, Any]:
        asked = self.question
        return {
            "rung": asked.rung,
            "step": asked.step,
            "again": asked.again,
            "question": asked.text,
            "quote": asked.quote,
            "answer": self.answer,
            "outcome": self.outcome,
        }

    @classmethod
    def from_dict(cls, axis: str, raw: object) -> Self:
        """Raises ValueError."""
        if not isinstance(raw, dict):
            raise ValueError("a turn is no object")
        rung, step, again, outcome = raw.get("rung"), raw.get("step"), raw.get("again"), raw.get("outcome")
        text, quote, answer = raw.get("question"), raw.get("quote"), raw.get("answer")
        if not isinstance(rung, int) or not 0 <= rung < len(BY_ID[axis].rungs) or not isinstance(again, bool):
            raise ValueError('"rung" or "again" of a turn is wrong')
        if step not in ("rung", "press") or outcome not in ("holds", "vague", "none"):
            raise ValueError('"step" or "outcome" of a turn is wrong')
        if not (isinstance(text, str) and isinstance(quote, str) and isinstance(answer, str)):
            raise ValueError('"question", "quote" or "answer" of a turn is no text')
        return cls(Question(axis, rung, step, again, text, quote), answer, outcome)


@dataclass(frozen=True)
class Verdict:
    axis: str
    status: Status
    asked: int
    why: str
    find_out: str
    """What to look up before the next time; "" unless not ready."""


def next_question(project: Project, axis: str, turns: Sequence[Turn]) -> Question | None:
    """None when the axis is over."""
    table = BY_ID[axis]
    if not turns:
        heard = hearing.quote(project.section(table.section)[:ANSWER_LENGTH])
        return _rung(table, 0, heard, WRITTEN)
    last = turns[-1]
    asked = last.question
    used = {turn.question.quote for turn in turns}
    if last.outcome == "none" or (last.outcome == "vague" and asked.again):
        return None
    if last.outcome == "vague":
        general = hearing.quote(last.answer)
        words = general.text if general else last.answer.strip()[: hearing.QUOTE_LENGTH]
        return Question(axis, asked.rung, asked.step, True, AGAIN.format(quote=words), words)
    heard = hearing.quote(last.answer, used)
    if asked.step == "rung" and heard is not None:
        return Question(axis, asked.rung, "press", False, _press(table, heard), heard.text)
    return _rung(table, asked.rung + 1, heard, TAKEN_UP) if asked.rung + 1 < len(table.rungs) else None


def answered(question: Question, answer: str) -> Turn:
    text = answer.encode("utf-8", "replace").decode()[:ANSWER_LENGTH]
    return Turn(question, text, hearing.outcome(text))


def verdict(project: Project, axis: str, turns: Sequence[Turn]) -> Verdict:
    table = BY_ID[axis]
    asked = len(turns)
    if not turns:
        return Verdict(axis, "untouched", 0, "Not asked yet.", "")
    last = turns[-1]
    if next_question(project, axis, turns) is not None:
        return Verdict(axis, "open", asked, f"{_questions(asked)} answered so far.", "")
    if last.outcome == "holds":
        return Verdict(
            axis,
            "held",
            asked,
            f"Held for {_questions(asked).lower()}, as far as this examiner asks. Let a peer go on from here.",
            "",
        )
    reason = "had no answer" if last.outcome == "none" else "stayed general"
    deep = f"Question {asked}, on: {_lower(table.rungs[last.question.rung].question)}"
    return Verdict(axis, "not_ready", asked, f"{deep} It {reason}.", table.rungs[last.question.rung].find_out)


def is_ready(verdicts: Sequence[Verdict]) -> bool:
    """Any axis without an answer means not ready (PLAN-25)."""
    held = {one.axis for one in verdicts if one.status == "held"}
    return held == {axis.id for axis in AXES}


def _rung(table: Axis, at: int, heard: Quote | None, frame: str) -> Question:
    question = table.rungs[at].question
    text = frame.format(quote=heard.text, question=question) if heard else question
    return Question(table.id, at, "rung", False, text, heard.text if heard else "")


def _press(table: Axis, heard: Quote) -> str:
    return (table.press if heard.kind == "name" else PRESSES[heard.kind]).format(quote=heard.text)


def _questions(count: int) -> str:
    return "One question" if count == 1 else f"{count} questions"


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
