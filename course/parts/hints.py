"""Hints, weakest first and one at a time, and the solution: after passing, or by a second, deliberate step."""

from collections.abc import Sequence
from typing import Any

from course.errors import CourseError
from course.parts.markdown import code_to_html, to_html
from course.parts.part import Part

NO_SOLUTION = "The solution is not in this copy of the course. Your instructor has it."


def help_with(id: str, hints: Sequence[str], tests: Sequence[str] = ()) -> "Hints":
    """A bar with the hints (Markdown) of answer cell `id` and its solution.

    The solution opens directly once every tests cell named in `tests` has passed all its cases in this workspace;
    before that, only when asked for twice. Each hint and the solution are recorded as used.
    """
    return Hints(id, hints, tests)


class Hints(Part):
    kind = "hints"
    title = "Hints and solution"
    script = "hints.js"

    def __init__(self, id: str, hints: Sequence[str], tests: Sequence[str]) -> None:
        super().__init__(id)
        self.hints = tuple(hints)
        self.tests = tuple(tests)
        kept = self.load()
        self.used = min(_count(kept.get("used")), len(self.hints))
        self.open = kept.get("solution") is True
        self.asking_again = False

    def act(self, action: str, value: object) -> None:
        """ "hint" with its number, so that a click repeated while the kernel was busy shows one hint, not two."""
        if action == "hint" and value == self.used + 1 <= len(self.hints):
            self.used += 1
            self._keep()
            self.session.record("hint", self.id, {"number": self.used, "of": len(self.hints)})
        elif action == "solution" and not self.open:
            if self.session.passed(self.tests):
                self._open_solution(after_passing=True)
            else:
                self.asking_again = True
        elif action == "solution_anyway" and self.asking_again:
            self._open_solution(after_passing=False)
        elif action == "keep_trying":
            self.asking_again = False

    def state(self) -> dict[str, Any]:
        return {
            "of": len(self.hints),
            "hints": [to_html(hint) for hint in self.hints[: self.used]],
            "passed": self.session.passed(self.tests),
            "asking_again": self.asking_again,
            "solution": self._solution_html() if self.open else None,
        }

    def summary(self) -> str:
        seen = ", solution shown" if self.open else ""
        return f"Help with {self.id}: {self.used} of {len(self.hints)} hints used{seen}."

    def _open_solution(self, after_passing: bool) -> None:
        self.open, self.asking_again = True, False
        self._keep()
        self.session.record("solution_shown", self.id, {"after_passing": after_passing})

    def _keep(self) -> None:
        self.save({"used": self.used, "solution": self.open})

    def _solution_html(self) -> str:
        from course.catalogue import solution_of  # reads the course's source: only when asked for

        try:
            solution = solution_of(self.session.lesson, self.id) if self.session.lesson else None
        except CourseError as error:
            return to_html(f"{NO_SOLUTION} ({error})")
        return to_html(NO_SOLUTION) if solution is None else code_to_html(solution)


def _count(kept: object) -> int:
    return kept if isinstance(kept, int) and kept > 0 else 0
