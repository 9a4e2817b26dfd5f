"""Which of the machine's processors there are, and who runs on which."""

import contextlib
import os


def count() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def keep_to_one(pid: int, number: int = 0) -> None:
    """Have a process that has just been started, and all that it starts, run on the `number`-th of ours, counted round."""
    if hasattr(os, "sched_setaffinity"):
        ours = sorted(os.sched_getaffinity(0))
        with contextlib.suppress(OSError):  # it has ended, which others find out, or nobody may choose here
            os.sched_setaffinity(pid, {ours[number % len(ours)]})
