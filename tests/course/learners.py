"""Lessons as values, and progress as the events that make it, for tests of whatever shows them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from course.lesson import Cell, Lesson
from course.progress import Event, LessonProgress, summarise

NOW = datetime(2026, 11, 21, 5, 30, tzinfo=UTC)

Happening = tuple[str, str, str, dict[str, object]]
"""Lesson, kind, id and data of an event."""


def lesson(path: str, *tests: str, written: tuple[str, ...] = (), needs: tuple[str, ...] = ()) -> Lesson:
    cells = [Cell("tests", "", 1, name, 2) for name in tests] + [Cell("written", "", 1, name, 2) for name in written]
    title = path.rpartition("_")[2].capitalize()
    return Lesson(path, Path(f"{path}.py"), title, 30, "L5", (), needs, tuple(cells))


def progress(*happenings: Happening) -> dict[str, LessonProgress]:
    """What is known after these, a minute apart."""
    return summarise(Event(NOW + timedelta(minutes=number), *happening) for number, happening in enumerate(happenings))


def begun(lesson: str) -> Happening:
    return lesson, "begin", "x", {}


def cases(lesson: str, id: str, passed: int, total: int = 3) -> Happening:
    return lesson, "cases", id, {"passed": passed, "total": total, "hidden_ran": False}


def graded(lesson: str, score: float, max_score: float) -> Happening:
    return lesson, "graded", "x", {"score": score, "max_score": max_score}
