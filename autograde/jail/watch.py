"""The memory of a process tree, from outside: rlimits hold one process each, a jail has many (proc_pid_smaps(5))."""

import time
from collections.abc import Callable
from pathlib import Path

PROC = Path("/proc")
CHEAP = ("RssAnon:", "RssShmem:", "VmPTE:")
"""Of /proc/PID/status: private and shared pages and page tables; pages shared with the template count in each process."""
EXACT = ("Pss_Anon:", "Pss_Shmem:")
"""Of /proc/PID/smaps_rollup: a page that n processes share counts 1/n in each. Slower: the kernel walks the page tables."""
REST = 10
"""After an exact look, rest this many times as long as it took: it may take milliseconds a process."""
SLACK_BYTES = 256 << 20
"""What a tree may hold above `Limits.memory_bytes` before it is killed, at least: the template's pages that the job wrote
to are counted here but not in RLIMIT_DATA, and one greedy process should meet that first, as a MemoryError."""


class Watch:
    """Watches the process `pid` and all below it. The children of a dead one go to the pid namespace's init: none is lost.

    Make it right after the fork of `pid`: what that has then is the template's, and not counted.
    """

    def __init__(self, pid: int, *, proc: Path = PROC, clock: Callable[[], float] = time.monotonic) -> None:
        self.pid = pid
        self._proc = proc
        self._clock = clock
        self._template_bytes = self._cheap(pid)
        self._rest_until = 0.0
        self._last_cheap = self._last_exact = 0

    def over(self, limit_bytes: int) -> bool:
        """Whether the tree holds more. Looks exactly only where the cheap figures are above the limit, and then not always:
        not while it rests from the last exact look, unless half of what was free then has been taken in new pages."""
        pids = self.pids()
        cheap = sum(self._cheap(pid) for pid in pids)
        if cheap <= limit_bytes:
            return False
        start = self._clock()
        if start < self._rest_until and cheap - self._last_cheap < (limit_bytes - self._last_exact) / 2:
            return False
        self._last_cheap, self._last_exact = cheap, sum(self._exact(pid) for pid in pids)
        end = self._clock()
        self._rest_until = end + REST * (end - start)
        return self._last_exact > limit_bytes

    def used_bytes(self) -> int:
        """What the tree holds; 0 when it has ended."""
        return sum(self._exact(pid) for pid in self.pids())

    def pids(self) -> list[int]:
        """The tree's processes, parents first; one that is just being forked may be missing until the next look."""
        return self._below([self.pid])

    def below_children(self) -> list[int]:
        """The tree without the process itself and its children: without the inner jail's init, but all that init has begun."""
        children = self._children(self.pid)
        return self._below(children)[len(children) :]

    def _below(self, found: list[int]) -> list[int]:
        for pid in found:  # grows as it goes
            found += self._children(pid)
        return found

    def _children(self, pid: int) -> list[int]:
        try:
            tasks = [*(self._proc / str(pid) / "task").iterdir()]
        except OSError:  # it has ended
            return []
        return [int(child) for task in tasks for child in _text(task / "children").split()]

    def _cheap(self, pid: int) -> int:
        return _sum(_text(self._proc / str(pid) / "status"), CHEAP)

    def _exact(self, pid: int) -> int:
        """One that may not be looked into counts in full, so that making oneself so is no way to hide, unless it is
        the first of a pid namespace: only the jail makes these, they never show themselves, and most of them is the
        template's."""
        rollup = _text(self._proc / str(pid) / "smaps_rollup")
        if rollup:
            return _sum(rollup, EXACT)
        status = _text(self._proc / str(pid) / "status")
        ids = next((line.split()[1:] for line in status.splitlines() if line.startswith("NSpid:")), [])
        shared = self._template_bytes if ids[1:] and ids[-1] == "1" else 0
        return max(0, _sum(status, CHEAP) - shared)


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended, or may not be looked into
        return ""


def _sum(text: str, names: tuple[str, ...]) -> int:
    """In bytes, of lines like "RssAnon:   1234 kB"."""
    return sum(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith(names))
