"""Two processes that talk over the bridge: this one, with the tests, and a fork of it with the student's code."""

import asyncio
import contextlib
import gc
import os
import signal
import time
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, NoReturn

from autograde.bridge.channel import Channel, Ends, pair
from autograde.bridge.classes import Classes
from autograde.bridge.conversation import Conversation
from autograde.bridge.questions import ExaminersQuestions
from autograde.errors import BridgeError
from autograde.names import meaning
from autograde.names_of_tests import TestNames
from autograde.student import StudentQuestions

DEADLINE_S = 20.0
"""For answers that come; a test of one that does not come sets its own."""


class Sizes(NamedTuple):
    """How much one side holds for the other's sake."""

    lent: int
    identities: int
    shared: int


class Student:
    """The tests' side. What it has not itself is a name of the student's notebook: `student.f(1)` calls their `f`."""

    def __init__(self, source: str, given: str, instructor: str, ends: Ends, pid: int) -> None:
        self.pid = pid
        self.classes = Classes()
        self.conversation = Conversation(Channel(ends), self.classes, examiner=True)
        self.conversation.channel.deadline = time.monotonic() + DEADLINE_S
        means = meaning([instructor or source])
        self.conversation.questions = ExaminersQuestions(self.conversation.links, means.operators)
        self.names = TestNames({"__name__": "__main__"}, means, frozenset())
        exec(given, self.names)
        self.classes.give(self.names)
        self.names.talk_to(self.conversation)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.names[name]
        except KeyError:
            raise AttributeError(name) from None

    def run(self, source: str) -> Any:
        """Run code of the tests as a test cell is run; what it calls `result`, if anything."""
        exec(compile(source, "<tests 1>", "exec"), self.names)
        return self.names.pop("result", None)

    def sizes(self) -> Sizes:
        """Of the tests' side."""
        return _sizes(self.conversation)

    def their_sizes(self) -> Sizes:
        return Sizes(*self.conversation.ask("name", "_sizes").values[0]())


def _sizes(conversation: Conversation) -> Sizes:
    gc.collect()
    return Sizes(len(conversation.links._lent), len(conversation.identities._object), len(conversation._shared))


@contextlib.contextmanager
def student(source: str, *, given: str = "", instructor: str = "") -> Iterator[Student]:
    """A process that has run `given` and `source`. `instructor`: the text of the instructor's answer, when it is not the student's."""
    with _forked(lambda ends: _serve(ends, source, given)) as (ends, pid):
        yield Student(source, given, instructor, ends, pid)


@contextlib.contextmanager
def peer(speaks: Callable[[Ends], None]) -> Iterator[Student]:
    """A process that does what `speaks` does in place of a conversation."""
    with _forked(speaks) as (ends, pid):
        yield Student("", "", "", ends, pid)


@contextlib.contextmanager
def _forked(child: Callable[[Ends], None]) -> Iterator[tuple[Ends, int]]:
    here, there = pair()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside threads, which the child does not use
        pid = os.fork()
    if not pid:
        _end(child, there, here)
    there.close()
    try:
        yield here, pid
    finally:
        here.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _end(child: Callable[[Ends], None], ends: Ends, others: Ends) -> NoReturn:
    with contextlib.suppress(BaseException):
        others.close()
        child(ends)
    os._exit(0)


def _serve(ends: Ends, source: str, given: str) -> None:
    classes = Classes()
    names: dict[str, Any] = {"__name__": "__main__"}
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    exec(given, names)
    classes.give(names)
    conversation = Conversation(Channel(ends), classes, examiner=False)
    notebook: Any = types.SimpleNamespace(shell=types.SimpleNamespace(user_ns=names), loop=loop)
    conversation.questions = StudentQuestions(conversation, notebook)
    names["_sizes"] = lambda: tuple(_sizes(conversation))
    exec(compile(source, "<cell 0>", "exec"), names)
    with contextlib.suppress(BridgeError):
        conversation.serve()
