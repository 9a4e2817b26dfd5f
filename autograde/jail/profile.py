"""What a jail holds, as a value: what it may read, where it may write, how much it may use."""

from dataclasses import dataclass
from typing import Literal

from autograde.errors import AutogradeError
from autograde.job import Limits

HOME = "/home/student"
"""$HOME inside: an empty tmpfs."""
USER = "student"
UID = 1000
"""Of every process inside, as user and as group; 0 does not exist there. Outside it is 65534 where the grader is root,
else the grader's own."""


class JailError(AutogradeError):
    """A mechanism of the jail that failed: its name, what the kernel said, how to get it."""

    def __init__(self, mechanism: str, found: str, remedy: str) -> None:
        super().__init__(mechanism, found, remedy)
        self.mechanism, self.found, self.remedy = mechanism, found, remedy

    def __str__(self) -> str:
        return f"the jail's {self.mechanism} failed: {self.found}. Next: {self.remedy}"


@dataclass(frozen=True)
class Profile:
    """One jail. All paths are absolute and the same outside and inside; none contains "..".

    The outer jail (role "examiner") builds the file system. The inner one (role "student") inherits it and may only take
    away: it needs the same `work` and the same `readable`.
    """

    role: Literal["examiner", "student"]
    readable: tuple[str, ...]
    """Files and folders bound read-only, with what is mounted below them. One that does not exist is left out."""
    work: str
    """The shared working folder, such as "/tmp/work": a tmpfs of `limits.disk_bytes` that the outer jail makes, empty, and
    the inner one keeps, so that tests can read files that the student's code wrote."""
    limits: Limits
    private: tuple[str, ...] = ()
    """Folders of the outer jail that the inner one must not see: an empty read-only tmpfs covers each. Their names stay
    visible in /proc/self/mountinfo: choose ones that say nothing."""


@dataclass(frozen=True)
class Mechanism:
    """One thing the jail needs, as probed on this machine."""

    name: str
    works: bool
    required: bool
    """Whether grading is refused without it."""
    reason: str = ""
    """What the kernel said; "" where it works."""
    remedy: str = ""
    """What to do; "" where it works."""
