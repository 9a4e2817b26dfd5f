"""The student's processes as the examiner sees them: begun, asked, copied, killed; never believed."""

import contextlib
import json
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgpack

from autograde.bridge.channel import Channel, Ends, pair
from autograde.errors import BridgeError

INIT_TIMEOUT_S = 10.0


class Gone(Exception):
    """The student's process ended, did not answer in time, or answered nonsense; the text says which."""


@dataclass(frozen=True)
class Answer:
    """What a process said of a cell it ran; `outputs` still unchecked."""

    outputs: object
    count: int | None
    failed: bool
    flooded: bool
    seconds: float
    interrupted: bool
    has_threads: bool
    """A copy of the process would be without them."""


class Init:
    """The examiner's end of the wire to pid 1 of the inner jail, which runs no student code."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        control.settimeout(INIT_TIMEOUT_S)

    def begin(self, descriptor: int, given_modules: list[str]) -> int:
        return int(self._ask(["begin", given_modules], descriptor))

    def signal(self, pid: int, number: int) -> None:
        with contextlib.suppress(OSError):
            self._control.send(msgpack.packb(["signal", pid, number]))

    def clear(self) -> None:
        self._ask(["clear"])

    def are_a_crowd(self) -> bool:
        return self._ask(["crowd"]) is True

    def _ask(self, message: list[Any], *descriptors: int) -> Any:
        try:
            socket.send_fds(self._control, [msgpack.packb(message)], descriptors)
            data = self._control.recv(64)
        except OSError as error:
            raise Gone(f"the jail's init is gone ({error})") from None
        if not data:
            raise Gone("the jail's init is gone")
        try:
            return msgpack.unpackb(data)
        except ValueError:
            raise Gone("the jail's init could not begin a process") from None


class Process:
    """One student process."""

    def __init__(self, init: Init, end: socket.socket, pid: int) -> None:
        self._init, self._end, self.pid = init, end, pid
        self._channel = Channel(Ends(end.fileno(), end.fileno()))

    def run(self, source: str, name: str, limit: int, given: bool, deadline: float, grace_s: float) -> Answer:
        """Run a cell; one that takes too long is interrupted, as a kernel's is. Raises Gone."""
        interrupted = False
        self._channel.deadline = deadline
        self._say(["run", {"source": source, "name": name, "limit": limit, "given": given}])
        try:
            said = self._hear()
        except Gone:
            if time.monotonic() < deadline:
                raise
            interrupted = True
            self._init.signal(self.pid, signal.SIGINT)
            self._channel.deadline = deadline + grace_s
            said = self._hear()
        if not isinstance(said, dict):
            raise Gone("it answered nonsense")
        count, seconds = said.get("count"), said.get("seconds")
        try:
            outputs = json.loads(said.get("outputs", ""))
        except (TypeError, ValueError, RecursionError):
            raise Gone("it answered nonsense") from None
        return Answer(
            outputs,
            count if type(count) is int and 0 < count < 10**6 else None,
            said.get("failed") is not False,
            said.get("flooded") is True,
            seconds if type(seconds) is float and 0 <= seconds < 10**6 else 0.0,
            interrupted,
            said.get("threads") is True,
        )

    @contextlib.contextmanager
    def snapshot(self, deadline: float) -> "Iterator[Process]":
        """A copy of the process as it stands, killed in the end. Raises Gone."""
        self._channel.deadline = deadline
        here, there = socket.socketpair()
        try:
            self._pass("fork", there.fileno())
            pid = self._hear()
            if type(pid) is not int:
                raise Gone("it answered nonsense")
        except BaseException:
            here.close()
            raise
        finally:
            there.close()
        try:
            yield Process(self._init, here, pid)
        finally:
            here.close()
            self._init.signal(pid, signal.SIGKILL)

    def talk(self, deadline: float, *, lasting: bool = False) -> Channel:
        """A channel on which the process serves the tests' conversation until it is closed; a lasting one goes on with what was lent before.

        Raises Gone.
        """
        self._channel.deadline = deadline
        here, there = pair()
        try:
            self._pass("talk", *there, lasting=lasting)
        except BaseException:
            here.close()
            raise
        finally:
            there.close()
        return Channel(here)

    def is_alive(self) -> bool:
        """Whether it still listens; a copy of it may have killed it."""
        try:
            return self._end.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def close(self) -> None:
        self._end.close()

    def _pass(self, do: str, *descriptors: int, **about: bool) -> None:
        self._say([do, about])
        if self._hear() != "ready":
            raise Gone("it answered nonsense")
        try:
            socket.send_fds(self._end, [b"."], descriptors)
        except OSError as error:
            raise Gone(f"it takes nothing more ({error})") from None

    def _say(self, message: list[Any]) -> None:
        try:
            self._channel.send(msgpack.packb(message, unicode_errors="surrogatepass"))
        except BridgeError as error:
            raise Gone(str(error)) from None

    def _hear(self) -> Any:
        try:
            return msgpack.unpackb(self._channel.receive(), strict_map_key=False, unicode_errors="replace")
        except BridgeError as error:
            raise Gone(str(error)) from None
        except (ValueError, TypeError, msgpack.UnpackException, RecursionError):
            raise Gone("it answered nonsense") from None


class StudentProcesses:
    """The one that runs the student's cells, and what begins a new one when it is gone."""

    def __init__(self, init: Init) -> None:
        self._init = init
        self._main: Process | None = None

    @property
    def main(self) -> Process:
        if self._main is None:
            raise Gone("it was not begun")
        return self._main

    def begin(self, given_modules: list[str]) -> bool:
        """See that there is one; whether it is new. `given_modules`: the instructor's, beside the notebook."""
        if self._main is not None and self._main.is_alive():
            return False
        if self._main is not None:
            self.clear()
        here, there = socket.socketpair()
        try:
            self._main = Process(self._init, here, self._init.begin(there.fileno(), given_modules))
        except Gone:
            here.close()
            raise
        finally:
            there.close()
        return True

    def are_a_crowd(self) -> bool:
        """Whether the student's code has started so many processes that less than half of the places are free."""
        with contextlib.suppress(Gone):
            return self._init.are_a_crowd()
        return False

    def clear(self) -> None:
        """Kill all that the student's code has started; the next `begin` begins anew."""
        if self._main is not None:
            self._main.close()
            self._main = None
        with contextlib.suppress(Gone):
            self._init.clear()
