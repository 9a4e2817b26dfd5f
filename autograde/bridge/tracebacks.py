"""The way an exception came through the other process, as frames that tracebacks here show."""

import functools
import sys
import types
from collections.abc import Callable

MAX_FRAMES = 12
MAX_NAME = 80


def is_cell(file: str) -> bool:
    """Whether a file name is that of a notebook's cell."""
    return file.startswith("<cell ")


class Tracebacks:
    """Only frames of cells cross: their text is known on both sides. `knows` says whether a file name is such a cell's."""

    def __init__(self, knows: Callable[[str], bool] = is_cell) -> None:
        self.knows = knows

    def frames(self, error: BaseException) -> tuple[tuple[str, int, str], ...]:
        """(file, line, function) of each frame in a cell, outermost first."""
        found = []
        traceback = error.__traceback__
        while traceback:
            code = traceback.tb_frame.f_code
            if self.knows(code.co_filename):
                found.append((code.co_filename, traceback.tb_lineno, code.co_name))
            traceback = traceback.tb_next
        return tuple(found[-MAX_FRAMES:])

    def with_frames(self, error: BaseException, frames: object) -> BaseException:
        """`error` as if it came through those frames; frames that are none are left out."""
        traceback = None
        for frame in reversed(frames[-MAX_FRAMES:] if type(frames) is tuple else ()):
            if not (type(frame) is tuple and len(frame) == 3):
                continue
            file, line, function = frame
            if (
                type(file) is str
                and type(line) is int
                and type(function) is str
                and 0 < line < 10**6
                and self.knows(file)
            ):
                made = _frame(file, line, function[:MAX_NAME])
                traceback = types.TracebackType(traceback, made, max(made.f_lasti, 0), line)
        return error.with_traceback(traceback)


@functools.lru_cache(maxsize=256)
def _code(file: str, line: int, function: str) -> types.CodeType:
    return compile("\n" * (line - 1) + "__frame__()", file, "exec").replace(co_name=function, co_qualname=function)


def _frame(file: str, line: int, function: str) -> types.FrameType:
    found: list[types.FrameType] = []
    exec(_code(file, line, function), {"__name__": "__main__", "__frame__": lambda: found.append(sys._getframe(1))})
    return found.pop()
