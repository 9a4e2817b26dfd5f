"""Messages over a socket: length first, bounded, and never waited for beyond a deadline."""

import select
import socket
import struct
import time

from autograde.bridge.codec import MAX_BYTES
from autograde.errors import BridgeError

_LENGTH = struct.Struct("!I")
_CHUNK_BYTES = 2**20


class Channel:
    """One end of a stream socket. The peer may send nothing, half of something, or rubbish, at any pace."""

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)
        self._end = end
        self._buffer = bytearray()

    def send(self, data: bytes, deadline: float | None = None) -> None:
        """Send one message. Raises BridgeError when the peer is gone or does not read until `deadline` (time.monotonic)."""
        rest = memoryview(_LENGTH.pack(len(data)) + data)
        while rest:
            try:
                rest = rest[self._end.send(rest) :]
            except BlockingIOError:
                self._wait(deadline, writing=True)
            except OSError as error:
                raise BridgeError(f"the process is gone ({error.strerror})") from None

    def receive(self, deadline: float | None = None) -> bytes:
        """The next message. Raises BridgeError when the peer is gone, late, or announces more than the limit."""
        header = self._take(_LENGTH.size, deadline)
        (size,) = _LENGTH.unpack(header)
        if size > MAX_BYTES:
            raise BridgeError(f"a reply of {size:,} bytes was announced; the limit is {MAX_BYTES:,}")
        return self._take(size, deadline)

    def close(self) -> None:
        self._end.close()

    def _take(self, size: int, deadline: float | None) -> bytes:
        while len(self._buffer) < size:
            try:
                chunk = self._end.recv(_CHUNK_BYTES)
            except BlockingIOError:
                self._wait(deadline)
                continue
            except OSError as error:
                raise BridgeError(f"the process is gone ({error.strerror})") from None
            if not chunk:
                raise BridgeError("the process ended before it answered")
            self._buffer += chunk
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _wait(self, deadline: float | None, *, writing: bool = False) -> None:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise BridgeError("no answer within the time limit")
        # poll, not select: file numbers may be above 1,024.
        poller = select.poll()
        poller.register(self._end, select.POLLOUT if writing else select.POLLIN)
        poller.poll(None if left is None else max(1, int(left * 1000)))
