"""How far a learner is, and what to do next and why: values computed from lessons and recorded progress, no I/O.

A lesson is done when the visible cases of each of its tests cells have all passed once, or when it was graded full.
A lesson without tests is done when its written answers are assessed; one without either, when it was begun.
The home notebook is not counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from course.lesson import Lesson
from course.progress import LessonProgress

HOME = "start/home"

State = Literal["done", "started", "new"]


@dataclass(frozen=True)
class LessonStatus:
    lesson: Lesson
    progress: LessonProgress

    @property
    def units(self) -> tuple[str, ...]:
        """Ids of what has to be passed."""
        return tuple(cell.name for cell in self.lesson.tests or self.lesson.written)

    @property
    def left(self) -> tuple[str, ...]:
        """Ids of what is not passed yet."""
        if self._graded_full:
            return ()
        if not self.lesson.tests:
            return tuple(unit for unit in self.units if unit not in self.progress.assessed)
        cases = self.progress.cases
        return tuple(unit for unit in self.units if unit not in cases or not cases[unit].all_pass)

    @property
    def state(self) -> State:
        begun = self.progress.last is not None
        if not self.left and (self.units or begun):
            return "done"
        return "started" if begun else "new"

    @property
    def share(self) -> float:
        """Done, from 0 to 1."""
        if not self.units:
            return 1.0 if self.state == "done" else 0.0
        return 1 - len(self.left) / len(self.units)

    @property
    def _graded_full(self) -> bool:
        grade = self.progress.grade
        return grade is not None and 0 < grade.max_score <= grade.score


@dataclass(frozen=True)
class ModuleStatus:
    module: str
    """The folder, as "2_coding"."""
    lessons: tuple[LessonStatus, ...]

    @property
    def title(self) -> str:
        return title_of(self.module)

    @property
    def done(self) -> int:
        return sum(one.state == "done" for one in self.lessons)

    @property
    def share(self) -> float:
        return sum(one.share for one in self.lessons) / len(self.lessons)


@dataclass(frozen=True)
class Advice:
    """The lesson to do next; None when there is nothing left. `why` is in sentences."""

    lesson: Lesson | None
    why: tuple[str, ...]


def title_of(module: str) -> str:
    return module.partition("_")[2].replace("_", " ").capitalize()


def modules(lessons: Iterable[Lesson], progress: Mapping[str, LessonProgress]) -> list[ModuleStatus]:
    """Every module that has a lesson, in order."""
    by_module: dict[str, list[LessonStatus]] = {}
    for lesson in lessons:
        if lesson.id != HOME:
            status = LessonStatus(lesson, progress.get(lesson.id) or LessonProgress(lesson.id))
            by_module.setdefault(lesson.module, []).append(status)
    return [ModuleStatus(module, tuple(found)) for module, found in by_module.items()]


def advise(found: Sequence[ModuleStatus]) -> Advice:
    """What is begun comes first, the latest of it; then the order of the course, prerequisites before what needs them."""
    every = {one.lesson.id: one for module in found for one in module.lessons}
    if begun := [one for one in every.values() if one.state == "started"]:
        latest = max(begun, key=lambda one: one.progress.last.timestamp() if one.progress.last else 0.0)
        return Advice(latest.lesson, _why_continue(latest))
    if new := next((one for one in every.values() if one.state == "new"), None):
        return _first(new, every)
    if below := [one for one in every.values() if _lost(one) > 0]:
        worst = max(below, key=_lost)
        grade = worst.progress.grade
        assert grade is not None
        return Advice(
            worst.lesson, (f"Every lesson is done; the grade here is {grade.score:g} of {grade.max_score:g}.",)
        )
    if not every:
        return Advice(None, ("There is no lesson yet.",))
    return Advice(None, (f"You have done every lesson ({len(every)}).",))


def _why_continue(one: LessonStatus) -> tuple[str, ...]:
    what = "exercises pass" if one.lesson.tests else "answers are assessed"
    done = len(one.units) - len(one.left)
    why = [f"You have begun it: {done} of {len(one.units)} {what}."] if one.units else ["You have begun it."]
    tried = [(unit, one.progress.cases[unit]) for unit in one.left if unit in one.progress.cases]
    if tried:
        why.append(
            f"Not passing yet: {', '.join(f'{unit} ({run.passed} of {run.total} cases)' for unit, run in tried)}."
        )
    return tuple(why)


def _first(wanted: LessonStatus, every: Mapping[str, LessonStatus]) -> Advice:
    """`wanted`, or what it needs first."""
    path = [wanted]
    while missing := [one for one in _needs(path[-1], every) if one.state != "done" and one not in path]:
        path.append(missing[0])
    chosen = path[-1]
    needs = [one.lesson.title for one in _needs(chosen, every) if one.state == "done"]
    if len(path) > 1:
        why = f"{path[-2].lesson.title!r} needs it."
    elif needs:
        why = f"You have done what it needs: {', '.join(needs)}."
    elif any(one.state == "done" for one in every.values()):
        why = "It is the next in the order of the course."
    else:
        why = "It is the first lesson."
    return Advice(chosen.lesson, (why,))


def _needs(one: LessonStatus, every: Mapping[str, LessonStatus]) -> list[LessonStatus]:
    return [every[need] for need in one.lesson.needs if need in every]


def _lost(one: LessonStatus) -> float:
    grade = one.progress.grade
    return 1 - grade.score / grade.max_score if grade and grade.max_score else 0.0
