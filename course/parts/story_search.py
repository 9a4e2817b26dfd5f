"""Search: a question an interviewer might ask, and the learner's stories that answer it best, with the reason."""

from typing import TYPE_CHECKING, Any

from course.parts.story_bank import BankPart

if TYPE_CHECKING:
    from course.stories import Bank


def story_search(question: str = "", id: str = "search") -> "StorySearch":
    """Ask the learner's bank; `question` stands there at first."""
    return StorySearch(id, question)


class StorySearch(BankPart):
    kind = "story_search"
    title = "Story search"
    script = "story_search.js"

    def __init__(self, id: str, question: str) -> None:
        super().__init__(id)
        self.question = question

    def of(self, bank: "Bank") -> dict[str, Any]:
        from course.stories import search

        read = bank.read()
        found = search(read.items, self.question)
        return {
            "question": self.question,
            "stories": len(read.items),
            "probes": [{"row": probe.row, "what": probe.what} for probe in found.probes[:2]],
            "matches": [
                {"id": match.story.id, "title": match.story.title, "why": match.why} for match in found.matches
            ],
            "problems": [],
        }

    def do(self, bank: "Bank", action: str, value: object) -> None:
        if action == "search" and isinstance(value, str):
            self.question = value

    def summary(self) -> str:
        return "Story search: your stories for a question."
