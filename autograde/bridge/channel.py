"""Messages between two processes over pipes: length first, bounded, and never waited for beyond a deadline.

Pipes, not sockets: a round trip of a small message takes half the time.
"""

import contextlib
import os
import select
import struct
import time
from typing import NamedTuple

from autograde.bridge.codec import MAX_BYTES
from autograde.errors import BridgeError

_LENGTH = struct.Struct("!I")
_CHUNK_BYTES = 2**16
_LATE = "no answer within the time limit"


class Ends(NamedTuple):
    """File numbers of one side of a conversation; a socket's is both."""

    reading: int
    writing: int

    def close(self) -> None:
        for number in self:
            with contextlib.suppress(OSError):
                os.close(number)


def pair() -> tuple[Ends, Ends]:
    """Two sides that hear each other."""
    (r1, w1), (r2, w2) = os.pipe(), os.pipe()
    return Ends(r1, w2), Ends(r2, w1)


class Channel:
    """One side. The peer may send nothing, half of something, or rubbish, at any pace.

    Every wait ends at `deadline` (time.monotonic(); None for never).
    """

    def __init__(self, ends: Ends) -> None:
        self.ends = ends
        self.deadline: float | None = None
        self._buffer = b""
        os.set_blocking(ends.writing, False)
        self._waits_by_itself = os.get_blocking(ends.reading)
        self._poll = select.poll()
        self._poll.register(ends.reading, select.POLLIN)

    def send(self, *messages: bytes) -> None:
        """Send these messages, at once. Raises BridgeError when the peer is gone or does not read until the deadline."""
        framed = b"".join([part for data in messages for part in (_LENGTH.pack(len(data)), data)])
        try:
            sent = os.write(self.ends.writing, framed)
            if sent != len(framed):
                self._send_rest(memoryview(framed)[sent:])
        except BlockingIOError:
            self._send_rest(memoryview(framed))
        except OSError as error:
            raise BridgeError(f"the process is gone ({error.strerror})") from None

    def receive(self) -> bytes:
        """The next message. Raises BridgeError when the peer is gone, late, or announces more than the limit."""
        data = self._buffer or self._more()
        while len(data) < _LENGTH.size:
            data += self._more()
        (size,) = _LENGTH.unpack_from(data)
        end = _LENGTH.size + size
        if len(data) < end:
            data = self._receive_rest(data, size)
        self._buffer = data[end:]
        return data[_LENGTH.size : end]

    def close(self) -> None:
        self.ends.close()

    def _more(self) -> bytes:
        if (self.deadline is not None or not self._waits_by_itself) and not self._poll.poll(self._left_ms()):
            raise BridgeError(_LATE)
        try:
            chunk = os.read(self.ends.reading, _CHUNK_BYTES)
        except OSError as error:
            raise BridgeError(f"the process is gone ({error.strerror})") from None
        if not chunk:
            raise BridgeError("the process ended before it answered")
        return chunk

    def _receive_rest(self, data: bytes, size: int) -> bytes:
        if size > MAX_BYTES:
            raise BridgeError(f"a reply of {size:,} bytes was announced; the limit is {MAX_BYTES:,}")
        whole = bytearray(data)
        while len(whole) < size + _LENGTH.size:
            whole += self._more()
        return bytes(whole)

    def _send_rest(self, rest: memoryview) -> None:
        poller = select.poll()
        poller.register(self.ends.writing, select.POLLOUT)
        while rest:
            if not poller.poll(self._left_ms()):
                raise BridgeError(_LATE)
            try:
                rest = rest[os.write(self.ends.writing, rest) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise BridgeError(f"the process is gone ({error.strerror})") from None

    def _left_ms(self) -> int | None:
        """A peer that sends or reads a little now and then does not get more time for it."""
        if self.deadline is None:
            return None
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise BridgeError(_LATE)
        return int(left * 1000) + 1
