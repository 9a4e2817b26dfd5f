"""The student's process, and the init of its pid namespace: what runs inside the inner jail.

Whatever the student's cells do to this process, nothing here decides about points: the examiner takes from it data alone.

Over a socket, a message each way, msgpack:

    run       a cell; its outputs come back
    fork      a copy of this process, which serves the socket that is passed next
    talk      the tests' conversation (bridge/), over the two pipes that are passed next; ends with it
"""

import asyncio
import contextlib
import importlib
import json
import logging
import os
import pickle
import random
import select
import signal
import socket
import sys
import tempfile
import threading
import warnings
from typing import Any, NoReturn

import msgpack

from autograde import jail
from autograde.bridge.channel import Channel, Ends
from autograde.bridge.classes import Classes
from autograde.bridge.conversation import Conversation
from autograde.bridge.questions import Questions
from autograde.errors import BridgeError
from autograde.shell import Notebook

FLUSH_CHARACTERS = 2**16
SEED = 20_260_101
"""Of the student's random numbers, whoever the student is: any will do."""


class Init:
    """Pid 1 of the student's namespace: begins student processes, signals and clears them. It runs none of their code."""

    def __init__(
        self,
        control: socket.socket,
        notebook: Notebook,
        environment: dict[str, str],
        *,
        confined: bool,
        places: int,
    ) -> None:
        self._control, self._notebook, self._environment, self._confined = control, notebook, environment, confined
        self._places = places
        self._begun: list[int] = []

    def serve(self) -> NoReturn:
        """Do what the examiner asks until it hangs up; the namespace ends with this process."""
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what has no handler cannot hit pid 1 from inside
        messages = msgpack.Unpacker()
        while True:
            data, descriptors, _, _ = socket.recv_fds(self._control, 4096, 1)
            if not data:
                self._clear()
                os._exit(0)
            messages.feed(data)
            for do, *about in messages:
                self._do(do, about, descriptors)

    def _do(self, do: str, about: list[Any], descriptors: list[int]) -> None:
        if do == "begin":
            try:
                pid = self._begin(descriptors[0], about[0])
            except OSError:  # their processes have taken all places
                self._clear()
                pid = self._begin(descriptors[0], about[0])
            self._control.send(msgpack.packb(pid))
        elif do == "signal":
            self._signal(*about)
        elif do == "clear":
            self._clear()
            self._control.send(msgpack.packb(0))
        elif do == "crowd":
            self._control.send(msgpack.packb(self._confined and self._are_a_crowd()))

    def _are_a_crowd(self) -> bool:
        """Whether less than half of the places are free: nobody in here is told how many there are, so each is tried."""
        taken: list[int] = []
        try:
            for _ in range(self._places // 2):
                pid = os.fork()
                if pid == 0:
                    signal.pause()
                    os._exit(0)
                taken.append(pid)
        except OSError:
            return True
        finally:
            for pid in taken:
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
        return False

    def _begin(self, descriptor: int, given_modules: list[str]) -> int:
        pid = os.fork()
        if pid:
            os.close(descriptor)
            self._begun.append(pid)
            return pid
        with contextlib.suppress(BaseException):
            self._control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            if self._confined:
                jail.admit()
            else:
                os.setsid()
            os.environ.clear()
            os.environ.update(self._environment)
            sys.path.insert(0, "")
            os.chdir(self._environment["PWD"])
            tempfile.tempdir = None
            self._notebook.start()
            seed_random(SEED)
            Student(socket.socket(fileno=descriptor), self._notebook, Classes(frozenset(given_modules))).serve()
        os._exit(1)

    def _signal(self, pid: int, number: int) -> None:
        with contextlib.suppress(OSError):
            if self._confined and pid > 1:
                os.kill(pid, number)
            elif pid in self._begun:
                os.killpg(pid, number)

    def _clear(self) -> None:
        """Kill whatever the student's code has started."""
        with contextlib.suppress(OSError):
            if self._confined:
                os.kill(-1, signal.SIGKILL)  # all of the namespace but init
        for pid in [] if self._confined else self._begun:
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)  # ends when all have: their places are free only then


class Student:
    """One process with the student's objects in it."""

    def __init__(self, end: socket.socket, notebook: Notebook, classes: Classes, *, is_copy: bool = False) -> None:
        self._end, self._notebook, self._is_copy = end, notebook, is_copy
        self._channel = Channel(Ends(end.fileno(), end.fileno()))
        self._classes = classes
        self._lasting: Conversation | None = None

    def serve(self) -> NoReturn:
        """Answer until the examiner hangs up."""
        while True:
            try:
                do, about = msgpack.unpackb(self._channel.receive())
            except BridgeError:
                os._exit(0)
            if do == "run":
                self._say(self._run(**about))
            elif do == "fork":
                self._fork()
            elif do == "talk":
                self._say("ready")
                self._talk(Channel(Ends(*self._take(2))), **about)

    def _talk(self, channel: Channel, lasting: bool) -> None:
        if lasting and self._lasting is not None:
            self._lasting.go_on(channel)
        conversation = self._lasting if lasting else None
        if conversation is None:
            conversation = Conversation(channel, self._classes, examiner=False)
            conversation.questions = StudentQuestions(conversation, self._notebook)
        if lasting:
            self._lasting = conversation
        talk(conversation, self._notebook)
        if self._is_copy:
            os._exit(0)

    def _take(self, n: int) -> list[int]:
        """The descriptors that are passed next."""
        select.select([self._end], [], [])
        _, descriptors, _, _ = socket.recv_fds(self._end, 1, n)
        return descriptors

    def _say(self, answer: object) -> None:
        self._channel.send(msgpack.packb(answer, unicode_errors="surrogatepass"))

    def _run(self, source: str, name: str, limit: int, given: bool) -> dict[str, Any]:
        namespace = self._notebook.shell.user_ns
        before = {id(value) for value in list(namespace.values())} if given else set()
        self._notebook.recorder.limit_bytes = limit
        pid = os.getpid()
        try:
            ran = self._notebook.run(source, name)
            if os.getpid() != pid:
                os._exit(0)  # a copy that the cell made: it must not answer beside this process
        except KeyboardInterrupt:  # it came too late
            return {"outputs": "[]", "count": None, "failed": True, "seconds": 0.0, "flooded": False, "threads": False}
        if given:
            self._classes.give({key: value for key, value in list(namespace.items()) if id(value) not in before})
        return {
            "outputs": json.dumps(ran.outputs),
            "count": ran.execution_count,
            "failed": ran.error is not None,
            "seconds": ran.seconds,
            "flooded": ran.flooded,
            "threads": threading.active_count() > 1,
        }

    def _fork(self) -> None:
        self._say("ready")
        (descriptor,) = self._take(1)
        state = random.getstate()
        pid = os.fork()
        if pid:
            os.close(descriptor)
            self._say(pid)
            return
        random.setstate(state)  # a fork seeds anew
        self._end.close()
        self._notebook.renew_loop()
        Student(socket.socket(fileno=descriptor), self._notebook, self._classes, is_copy=True).serve()


class StudentQuestions(Questions):
    """Adds what only this side can answer: what a name of the notebook means."""

    def __init__(self, conversation: Conversation, notebook: Notebook) -> None:
        super().__init__(conversation.links)
        self._names = notebook.shell.user_ns
        self._notebook = notebook

    def loop(self) -> asyncio.AbstractEventLoop:
        return self._notebook.loop

    def name(self, name: str, values: list[Any]) -> object:
        if name not in self._names:
            raise NameError(f"name {name!r} is not defined", name=name)
        return self._names[name]

    def module(self, name: str, values: list[Any]) -> object:
        """A module that the student wrote."""
        return importlib.import_module(name)

    def pickled(self, number: int, values: list[Any]) -> bytes:
        return pickle.dumps(self.links.lent(number))

    def unpickled(self, values: list[Any]) -> object:
        return pickle.loads(values[0])

    def bind(self, name: str, values: list[Any]) -> None:
        """Give a name of the notebook another value, as tests do that patch it."""
        self._names[name] = values[0]

    def unbind(self, name: str, values: list[Any]) -> None:
        del self._names[name]


def talk(conversation: Conversation, notebook: Notebook) -> None:
    """Serve the tests' questions about the student's objects until they hang up."""
    said = Said(conversation)
    notebook.out = said.printed
    notebook.own_streams()
    conversation.before_speaking = said.flush
    conversation.on_event = Patches().on_event
    filters, show, enabled, call = (
        warnings.filters[:],
        warnings.showwarning,
        logging.Logger.isEnabledFor,
        logging.Logger.callHandlers,
    )
    warnings.simplefilter("always")
    warnings.showwarning = said.warned
    logging.Logger.isEnabledFor = lambda self, level: True  # type: ignore[method-assign]
    logging.Logger.callHandlers = said.logged  # type: ignore[method-assign]
    with contextlib.suppress(BridgeError):
        conversation.serve()
    # A copy ends here; a process that cannot be copied runs the next cells.
    conversation.channel.close()
    warnings.filters[:] = filters  # type: ignore[index]
    warnings.showwarning = show
    logging.Logger.isEnabledFor, logging.Logger.callHandlers = enabled, call  # type: ignore[method-assign]
    notebook.out = notebook.recorder.stream


class Said:
    """What the student's code prints, warns and logs while the tests call it: told to them before the answer."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._pieces: list[tuple[str, str]] = []
        self._size = 0
        self._enabled, self._call = logging.Logger.isEnabledFor, logging.Logger.callHandlers

    def printed(self, stream: str, text: str) -> None:
        self._pieces.append((stream, text))
        self._size += len(text)
        if self._size > FLUSH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        if self._pieces:
            pieces, self._pieces, self._size = self._pieces, [], 0
            self._conversation.tell("printed", *(part for piece in pieces for part in piece))

    def warned(
        self, message: Any, category: Any, filename: str, lineno: int, file: Any = None, line: Any = None
    ) -> None:
        self.flush()
        self._conversation.tell("warned", str(message), category, filename, lineno)

    @property
    def logged(self) -> Any:
        """A logger's callHandlers: its own handlers where it is enabled here, and the tests' handlers where it is so there."""

        def call_handlers(logger: logging.Logger, record: logging.LogRecord) -> None:
            if self._enabled(logger, record.levelno) and logger.hasHandlers():
                self._call(logger, record)
            self.flush()
            self._conversation.tell(
                "logged", logger.name, record.levelno, record.getMessage(), record.funcName or "", record.lineno
            )

        return call_handlers


class Patches:
    """What the tests have patched in modules that both processes have (builtins.input, time.sleep): patched here, too."""

    def __init__(self) -> None:
        self._original: dict[tuple[str, str], object] = {}

    def on_event(self, kind: str, values: list[Any]) -> None:
        if kind == "seed":
            module, seed = values
            if module in sys.modules:
                sys.modules[module].seed(seed)
        elif kind == "environment":
            os.environ.clear()
            os.environ.update(values[0])
        elif kind == "patched":
            module, name, is_patched, value = values
            if module in sys.modules:
                original = self._original.setdefault((module, name), getattr(sys.modules[module], name))
                setattr(sys.modules[module], name, value if is_patched else original)


def seed_random(seed: int) -> None:
    """The same submission, the same score: what is random is so in the same way each time."""
    random.seed(seed)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(seed)
