"""Where a thread can be interrupted to any effect: before each bytecode of the learner's code that may touch what threads share.

Between two such points a thread only moves its own locals about, so a switch there is the same as one at the next point
(partial-order reduction). CPython 3.12 and later report bytecodes through `sys.monitoring`; 3.11 through `sys.settrace`, which is
not used later because in 3.12 it crashes the interpreter when a traced frame outlives its thread's tracer.
"""

import dis
import functools
import os
import re
import site
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Protocol

from course.errors import CourseError

FIRST, SECOND, NEVER = 1, 2, 0
"""Rank of a point: tried first, tried when those are done, or counted only (a jump back, which bounds loops)."""


@dataclass(frozen=True, slots=True)
class Point:
    rank: int
    reads: str = ""
    """The attribute or variable it reads. A switch before it matters, and ranks FIRST, if some thread writes that name."""
    writes: str = ""


_JUMP, _OTHER, _CALL = Point(NEVER), Point(SECOND), Point(FIRST)

_LIBRARIES = tuple(
    {
        str(Path(folder).resolve()) + os.sep
        for folder in (
            *(sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")),
            site.getusersitepackages(),
            str(Path(__file__).parent.parent.parent),
        )
    }
)
"""Code below these folders (Python's own, installed packages, this course) runs as one step."""

_NAMED = re.compile(r"(LOAD|STORE|DELETE)_(ATTR|METHOD|GLOBAL|NAME|DEREF|CLASSDEREF)$")
_TOUCHES = re.compile(
    r"(STORE|DELETE)_|BINARY_(SUBSCR|SLICE)|CONTAINS_OP|CALL(_FUNCTION_EX|_KW)?$|FOR_ITER|BEFORE_(ASYNC_)?WITH"
)
_LOCAL = re.compile(
    r"(LOAD|STORE|DELETE)_FAST|LOAD_(CONST|SMALL_INT|CLOSURE|ASSERTION_ERROR|BUILD_CLASS|COMMON_CONSTANT|SUPER_ATTR)"
    r"|RETURN_|BUILD_(TUPLE|LIST|SET|MAP|CONST_KEY_MAP|SLICE|STRING)|JUMP_FORWARD|END_|PUSH_|POP_(TOP|EXCEPT|ITER)|MAKE_|SET_FUNCTION"
    r"|(RESUME|NOP|CACHE|PRECALL|KW_NAMES|COPY|COPY_FREE_VARS|SWAP|IS_OP|NOT_TAKEN|CHECK_EXC_MATCH|RERAISE|RAISE_VARARGS"
    r"|LIST_TO_TUPLE|LIST_APPEND|SET_ADD|MAP_ADD)$"
)
_BOOLEAN = re.compile(r"COMPARE_OP|CONTAINS_OP|IS_OP|UNARY_NOT|TO_BOOL|CHECK_EXC_MATCH|LOAD_CONST")


@functools.cache
def is_learners_file(file: str) -> bool:
    """Whether code in it is to be interrupted: not a library's or the course's. Cells have files of their own."""
    if file.startswith("<"):
        return not file.startswith(("<frozen", "<attrs generated", "<__array_function__"))
    return not str(Path(file).resolve()).startswith(_LIBRARIES)


def is_learners(code: CodeType) -> bool:
    """Whether it is code to interrupt; what is generated for a dataclass has no lines to show, and runs as one step."""
    return is_learners_file(code.co_filename) and not (
        code.co_filename == "<string>" and "__create_fn__" in code.co_qualname
    )


@functools.lru_cache(maxsize=512)  # functions, which the next case of the cell meets again
def points(code: CodeType) -> dict[int, Point]:
    """Every point of `code`, by its offset."""
    found: dict[int, Point] = {}
    before, start = "", None
    for instruction in dis.get_instructions(code):
        if start is None:
            start = instruction.offset  # an operation with EXTENDED_ARG is reported at the first of them
        if instruction.opname != "EXTENDED_ARG":
            point = _point(instruction, before, new_object=code.co_name == "__init__")
            if point is not None:
                found[start] = point
            before, start = instruction.opname, None
    return found


def _point(instruction: dis.Instruction, before: str, *, new_object: bool) -> Point | None:
    name = instruction.opname
    if _LOCAL.match(name):
        return None
    if _NAMED.match(name):
        if name.startswith("LOAD"):
            return Point(SECOND, reads=instruction.argval)
        # What __init__ writes nobody else can see yet, as a rule.
        return _OTHER if new_object and name == "STORE_ATTR" else Point(FIRST, writes=instruction.argval)
    if name.startswith("JUMP_BACKWARD"):
        return _JUMP
    if "JUMP_IF" in name and (_BOOLEAN.match(before) or sys.version_info >= (3, 13)):
        return None  # until 3.12 the jump itself asks a container whether it is empty
    return _CALL if _TOUCHES.match(name) else _OTHER


def rank(point: Point, written: set[str]) -> int:
    """The rank of a point among threads that write these names."""
    return FIRST if point.reads in written else point.rank


class Observer(Protocol):
    """One thread under observation; the fields are plain because they are used before every bytecode."""

    steps: int
    """Points passed or reached so far."""
    stop: int
    """`reached` is called at this step and later ones."""
    path: list[Point]
    """The point of each step."""

    def entered(self, frame: FrameType) -> None: ...
    def reached(self, frame: FrameType) -> None: ...


class Tracer:
    """Reports the points of threads run inside `observing`, while `active`."""

    def __init__(self) -> None:
        self._points: dict[int, tuple[CodeType, dict[int, Point] | None]] = {}  # by id: hashing code reads all of it

    def points_of(self, code: CodeType) -> dict[int, Point] | None:
        """The points of `code`; None if it isn't the learner's."""
        known = self._points.get(id(code))
        if known is None:
            known = self._points[id(code)] = (code, points(code) if is_learners(code) else None)
        return known[1]

    @contextmanager
    def active(self) -> Iterator[None]:
        """Within it threads can be observed."""
        yield

    @contextmanager
    def observing(self, observer: Observer) -> Iterator[None]:
        """Report the calling thread's points to `observer`; a tracer that was set before (coverage, debugger) is put back."""

        def entered(frame: FrameType, event: str, arg: object) -> Any:
            here = self.points_of(frame.f_code)
            if here is None:
                return None
            if frame.f_trace is None:  # otherwise a generator goes on
                observer.entered(frame)
            frame.f_trace_lines = False
            frame.f_trace_opcodes = True

            def stepped(frame: FrameType, event: str, arg: object) -> Any:
                if event == "opcode":
                    point = here.get(frame.f_lasti)
                    if point is not None:
                        observer.path.append(point)
                        observer.steps += 1
                        if observer.steps >= observer.stop:
                            observer.reached(frame)
                return stepped

            return stepped

        before = sys.gettrace()
        sys.settrace(entered)
        try:
            yield
        finally:
            sys.settrace(before)


if sys.version_info >= (3, 12):
    from _thread import get_ident

    _events = sys.monitoring.events

    class MonitoringTracer(Tracer):
        """The same through `sys.monitoring`, which leaves debuggers' and coverage's own hooks alone."""

        def __init__(self) -> None:
            super().__init__()
            self._observers: dict[int, Observer] = {}
            self._tool = -1

        @contextmanager
        def active(self) -> Iterator[None]:
            monitoring = sys.monitoring
            free = [tool for tool in (3, 4, 5, 2, 1, 0) if monitoring.get_tool(tool) is None]
            if not free:
                raise CourseError(
                    "every place in sys.monitoring is taken: stop a debugger or profiler, then run the check again"
                )
            self._tool = free[0]
            monitoring.use_tool_id(self._tool, "course.cases")
            monitoring.register_callback(self._tool, _events.PY_START, self._started)
            monitoring.register_callback(self._tool, _events.INSTRUCTION, self._stepped)
            monitoring.set_events(self._tool, _events.PY_START)
            try:
                yield
            finally:
                monitoring.set_events(self._tool, 0)
                for code, found in self._points.values():
                    if found is not None:
                        monitoring.set_local_events(self._tool, code, 0)
                monitoring.register_callback(self._tool, _events.PY_START, None)
                monitoring.register_callback(self._tool, _events.INSTRUCTION, None)
                monitoring.free_tool_id(self._tool)

        @contextmanager
        def observing(self, observer: Observer) -> Iterator[None]:
            self._observers[get_ident()] = observer
            try:
                yield
            finally:
                del self._observers[get_ident()]

        def _started(self, code: CodeType, offset: int) -> Any:
            new = id(code) not in self._points
            if self.points_of(code) is None:
                return sys.monitoring.DISABLE
            if new:
                sys.monitoring.set_local_events(self._tool, code, _events.INSTRUCTION)
            observer = self._observers.get(get_ident())
            if observer is not None:
                observer.entered(sys._getframe(1))
            return None

        def _stepped(self, code: CodeType, offset: int) -> Any:
            here = self._points[id(code)][1]
            point = here.get(offset) if here else None
            if point is None:
                return sys.monitoring.DISABLE  # this place only
            observer = self._observers.get(get_ident())
            if observer is not None:
                observer.path.append(point)
                observer.steps += 1
                if observer.steps >= observer.stop:
                    observer.reached(sys._getframe(1))
            return None


def tracer() -> Tracer:
    """The tracer for this Python."""
    if sys.version_info >= (3, 12):
        return MonitoringTracer()
    return Tracer()
