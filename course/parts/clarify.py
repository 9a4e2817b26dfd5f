"""Clarifying questions: the learner chooses what to ask; answers come one by one; the rest comes after solving."""

from collections.abc import Mapping
from typing import Any

from course.parts.markdown import to_inline_html
from course.parts.part import Part


def clarify(id: str, answers: Mapping[str, str], solved_by: str) -> "Clarify":
    """The questions a learner may ask the interviewer, each with its answer (Markdown, one line).

    Once tests cell `solved_by` has passed all its cases in this workspace, the questions that were never asked are
    shown with their answers.
    """
    return Clarify(id, answers, solved_by)


class Clarify(Part):
    kind = "clarify"
    title = "Clarifying questions"
    script = "clarify.js"

    def __init__(self, id: str, answers: Mapping[str, str], solved_by: str) -> None:
        super().__init__(id)
        self.answers = dict(answers)
        self.solved_by = solved_by
        kept = self.load().get("asked")
        self.asked: list[str] = [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []

    def act(self, action: str, value: object) -> None:
        if action == "ask" and isinstance(value, str) and value in self._open():
            self.asked.append(value)
            self.save({"asked": self.asked})
            data = {"question": value, "asked": len(self._asked()), "of": len(self.answers)}
            self.session.record("clarified", self.id, data)

    def state(self) -> dict[str, Any]:
        solved = self.session.passed([self.solved_by])
        return {
            "asked": [self._exchange(question) for question in self._asked()],
            "open": [] if solved else [self._question(question) for question in self._open()],
            "never_asked": [self._exchange(question) for question in self._open()] if solved else [],
            "of": len(self.answers),
        }

    def summary(self) -> str:
        return f"Clarifying questions {self.id}: {len(self._asked())} of {len(self.answers)} asked."

    def _asked(self) -> list[str]:
        """In the order asked, without questions that a later edition of the lesson dropped."""
        return [question for question in self.asked if question in self.answers]

    def _open(self) -> list[str]:
        return [question for question in self.answers if question not in self.asked]

    def _question(self, question: str) -> dict[str, str]:
        return {"id": question, "question": to_inline_html(question)}

    def _exchange(self, question: str) -> dict[str, str]:
        return {**self._question(question), "answer": to_inline_html(self.answers[question])}
