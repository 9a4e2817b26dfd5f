"""The values of a run: the plan it follows, the turns that come of it, the places in the learner's code, what went wrong."""

import linecache
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Literal, NamedTuple

from course.cases.scheduler.bytecode import is_learners

Why = Literal["stops", "spins", "waits", "sleeps", "ends"]
Kind = Literal["error", "verify", "deadlock", "livelock", "stall"]


class Stop(NamedTuple):
    """`thread` stops before its step number `step` (from 1), for thread `to`; None: it goes to the end of the order."""

    thread: int
    step: int
    to: int | None = None


@dataclass(frozen=True)
class Plan:
    """A schedule: whoever comes first in `order` and can run, runs. When `strict`, also as soon as it can again."""

    order: tuple[int, ...]
    stops: tuple[Stop, ...] = ()
    strict: bool = False


@dataclass(frozen=True)
class Place:
    """A line of the learner's; `note` says what part of it is next, when it has begun."""

    line: int
    function: str
    text: str
    note: str = ""

    def __str__(self) -> str:
        where = f"line {self.line}" + (f" `{self.text}`" if self.text else "")
        return where + (f" of {self.function}" if self.function not in ("<module>", "<lambda>") else "")


@dataclass(frozen=True)
class Switch:
    """The end of a turn: threads count from 0 as they were given; `thread` had taken `step` - 1 steps when it ended."""

    thread: int
    step: int
    why: Why
    to: int | None
    place: Place | None = None
    """Where it stopped or waits; None when it ended, or stopped between the calls it makes."""
    calls: tuple[str, ...] = ()
    """Functions it began in this turn."""
    reason: str = ""
    """What it waits for."""
    waits_for: tuple[int, int] | None = None
    """When it waits for a lock: the thread that holds it, and the step in which that took it."""
    others: tuple[tuple[int, int], ...] = ()
    """Threads that could have run instead, each with the step of this turn from which it could; 0: from the beginning."""


@dataclass(frozen=True)
class Trouble:
    """What went wrong in a run, in the learner's terms."""

    kind: Kind
    message: str
    error: BaseException | None = None


def place_of(frame: FrameType | None) -> Place | None:
    """The line of the learner's that `frame` is at, or was called from."""
    while frame is not None and not is_learners(frame.f_code):
        frame = frame.f_back
    return None if frame is None else _line(frame, frame.f_lineno)


class Places:
    """`place_of` for the frames of many runs, which come to the same few places again and again."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], tuple[CodeType, Place | None]] = {}
        """By the code's id, since hashing code reads all of it, and the offset; with the code, so that no id is used again."""

    def of(self, frame: FrameType | None) -> Place | None:
        while frame is not None:
            code = frame.f_code
            at = (id(code), frame.f_lasti)
            known = self._known.get(at)
            if known is None:
                place = _line(frame, frame.f_lineno) if is_learners(code) else None
                known = self._known[at] = (code, place)
            if known[1] is not None:
                return known[1]
            frame = frame.f_back
        return None


def _line(frame: FrameType, line: int | None) -> Place:
    line = line or frame.f_code.co_firstlineno  # some bytecodes, such as the end of an except clause, have none
    text = linecache.getline(frame.f_code.co_filename, line, frame.f_globals)
    return Place(line, name_of(frame), text.strip())


def name_of(frame: FrameType) -> str:
    """The name of the frame's function, with its class's."""
    return frame.f_code.co_qualname.rpartition("<locals>.")[2]


def say(error: BaseException) -> str:
    """An exception, with the learner's line that raised it."""
    traceback, place = error.__traceback__, ""
    while traceback is not None:
        if is_learners(traceback.tb_frame.f_code):
            place = f" in {_line(traceback.tb_frame, traceback.tb_lineno)}"
        traceback = traceback.tb_next
    try:
        text = str(error)[:400]
    except Exception as another:  # of a class of the learner's
        text = f"its text can't be made, {type(another).__name__}"
    return f"{type(error).__name__}{': ' if text else ''}{text}{place}"
