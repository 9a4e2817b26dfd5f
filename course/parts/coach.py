"""The coach in a lesson: an answer is typed, its sentences come back labelled, with what an interviewer would stumble over."""

from typing import TYPE_CHECKING, Any

from course.parts.part import Part, storable

if TYPE_CHECKING:
    from course.coach import Reading

ANSWER_LENGTH = 20_000
"""Characters; twenty minutes of speech, and a bound on what the answers file takes."""
NAMES = {"S": "situation", "T": "task", "A": "action", "R": "result", "N": "none of these"}


def coach(id: str, question: str = "") -> "Coach":
    """A box for a behavioural answer to `question`, and the coach's reading of it.

    The text is kept in the workspace's answers/, as it was left; the reading is made anew from it.
    """
    return Coach(id, question)


class Coach(Part):
    kind = "coach"
    title = "Coach"
    script = "coach.js"
    styles = ("parts.css", "coach.css")

    def __init__(self, id: str, question: str = "") -> None:
        super().__init__(id)
        self.question = question
        kept = self.load()
        draft, answer = kept.get("draft"), kept.get("answer")
        self.draft: str = draft if isinstance(draft, str) else ""
        self.answer: str = answer if isinstance(answer, str) else ""
        self._reading: tuple[str, Reading] | None = None

    def act(self, action: str, value: object) -> None:
        if action not in ("draft", "read") or not isinstance(value, str):
            return
        self.draft = storable(value, ANSWER_LENGTH)
        if action == "read":
            self.answer = self.draft
        self.save({"draft": self.draft, "answer": self.answer})

    def state(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "draft": self.draft,
            "limit": ANSWER_LENGTH,
            "names": NAMES,
            "answer": self.answer,
            "reading": self.reading.to_json() if self.answer.strip() else None,
        }

    @property
    def reading(self) -> "Reading":
        if self._reading is None or self._reading[0] != self.answer:
            from course.coach import read  # its models are opened only where an answer is read

            self._reading = (self.answer, read(self.answer, self.question))
        return self._reading[1]

    def summary(self) -> str:
        return f"Coach {self.id}: {'an answer was read' if self.answer.strip() else 'no answer yet'}."
