"""How much memory a command and its processes take at their peak."""

import contextlib
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .quickstart import environment

LOOK_S = 0.25
"""Between two looks: each costs about a millisecond a process."""
PSS = re.compile(r"^Pss: +(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Peak:
    """Seconds that a command took; MiB (proportional set size) that it and all below it took at their peak."""

    seconds: float
    command_mib: float
    all_mib: float


def peak(folder: Path, arguments: list[str]) -> Peak:
    """Run `python ARGUMENTS` in a course's folder. Linux alone knows the figures; elsewhere they are 0."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    own = total = 0.0
    while True:
        try:
            process.wait(LOOK_S)
            break
        except subprocess.TimeoutExpired:
            sizes = [_mib(pid) for pid in _tree(process.pid)]
            own, total = max(own, sizes[0]), max(total, sum(sizes))
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{arguments} ended with {process.returncode}")
    return Peak(seconds, own, total)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))


def _mib(pid: int) -> float:
    with contextlib.suppress(OSError):
        if found := PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text()):
            return int(found[1]) / 1024
    return 0.0
