"""From an exception to a sentence that points at the learner's own line."""

import linecache
from contextvars import ContextVar
from pathlib import Path
from types import FrameType, TracebackType

from course.cases.failure import CaseFailed

OURS = str(Path(__file__).resolve().parent.parent)
"""Frames in files below this folder are the course's."""

tests_cell: ContextVar[str] = ContextVar("tests_cell", default="")
"""File name of the tests cell that is running: its frames are the instructor's, every other cell's the learner's."""


def explain(error: BaseException) -> str:
    """What failed, in the learner's terms: a case's own words, or the exception with the line of theirs that raised it."""
    if isinstance(error, CaseFailed):
        return str(error)
    place = _learners_place(error)
    if isinstance(error, NotImplementedError):
        return f"Not written yet{place or '.'}"
    if isinstance(error, NameError) and not place:
        return f"{error}. Run the cells above first, from the top; the name is part of the answer."
    if isinstance(error, AssertionError) and not place:
        return str(error) or f"This should hold: {_last_line(error)}"
    text = str(error)
    if isinstance(error, RecursionError):
        text = "the calls nest too deeply; a loop does not"
    return f"{type(error).__name__}{': ' + text[:400] if text else ''}{place or ' (raised where the case calls your code).'}"


def _frames(error: BaseException) -> list[tuple[FrameType, int]]:
    found = []
    traceback: TracebackType | None = error.__traceback__
    while traceback:
        found.append((traceback.tb_frame, traceback.tb_lineno))
        traceback = traceback.tb_next
    return found


def _learners_place(error: BaseException) -> str:
    """Where in the learner's cells it was raised: the innermost frame of a cell other than the tests cell."""
    for frame, line in reversed(_frames(error)):
        if _is_learners(frame):
            source = linecache.getline(frame.f_code.co_filename, line).strip()
            where = frame.f_code.co_name
            place = (
                f", in {where}(), line {line} of your cell" if where != "<module>" else f", line {line} of your cell"
            )
            return f"{place}: {source}" if source else f"{place}."
    return ""


def _is_learners(frame: FrameType) -> bool:
    """Code typed into a notebook runs in the main namespace; libraries and the course run in modules of their own."""
    file = frame.f_code.co_filename
    return frame.f_globals.get("__name__") == "__main__" and file != tests_cell.get() and not file.startswith(OURS)


def _last_line(error: BaseException) -> str:
    frame, line = _frames(error)[-1]
    return linecache.getline(frame.f_code.co_filename, line).strip() or "a condition of the case"
