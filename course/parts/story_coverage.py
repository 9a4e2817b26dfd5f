"""The coverage map: which story shows which theme and value, what is missing, and what to do about each story."""

from typing import TYPE_CHECKING, Any

from course.parts.story_bank import BankPart

if TYPE_CHECKING:
    from course.stories import Bank


def story_coverage(id: str = "coverage") -> "StoryCoverage":
    """The learner's bank as a table of themes and values by story."""
    return StoryCoverage(id)


class StoryCoverage(BankPart):
    kind = "story_coverage"
    title = "Story coverage"
    script = "story_coverage.js"

    def of(self, bank: "Bank") -> dict[str, Any]:
        from course.stories import coverage

        found = bank.read()
        told, unreadable = bank.read_rehearsals()
        today = self.session.now().date()
        return {**coverage(found.items, told, today).to_dict(), "problems": [*found.problems, *unreadable]}

    def summary(self) -> str:
        return "Story coverage: a map of your stories by theme and value."
