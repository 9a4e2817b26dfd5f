"""Ctrl-C, SIGTERM and a closed terminal as something to wait for, rather than as exceptions anywhere."""

import os
import select
import signal
from types import FrameType
from typing import Any, Self

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupts:
    """While entered (main thread only), counts the signals that ask to stop, and wakes `wait` for them or a child's end."""

    def __init__(self) -> None:
        self.count = 0
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        self._read_end, self._write_end = os.pipe()
        os.set_blocking(self._read_end, False)
        os.set_blocking(self._write_end, False)
        self._wakeup_before = signal.set_wakeup_fd(self._write_end, warn_on_full_buffer=False)
        for number in STOPPING:
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue  # started with nohup
            self._before[number] = signal.signal(number, self._count)
        # Python wakes up only for signals that have a handler of its own.
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        os.close(self._read_end)
        os.close(self._write_end)

    def wait(self, timeout_s: float | None = None) -> None:
        """Return at a signal, at the end of a child, or after `timeout_s`; maybe for no reason."""
        if select.select([self._read_end], [], [], timeout_s)[0]:
            os.read(self._read_end, 4096)

    def _count(self, _number: int, _frame: FrameType | None) -> None:
        self.count += 1
