"""Limits that the kernel holds each process to (getrlimit(2)); the tree's memory and the wall clock are the supervisor's."""

import math
import os
import sys
from pathlib import Path

from autograde.jail.profile import Profile

if sys.platform != "win32":
    import resource

ADDRESS_SPACE_BYTES = 32 << 30
"""Above what the template has mapped: room for libraries that reserve much; a bound on the page tables of empty reads."""
EXAMINER_PROCESSES = 32
"""The examiner's own beyond the student's, which count as its too."""
STACK_BYTES = 64 << 20
LOCKED_BYTES = 64 << 10
CORE_BYTES = 1
"""0 forbids a file, but not a pipe to the machine's crash handler; 1 forbids both (core(5), fs/coredump.c)."""
CPU_SLACK_S = 5


def limit(profile: Profile, *, count_processes: bool = True) -> None:
    """Hold this process and all it forks to the profile's limits, for good.

    `count_processes`: only a user namespace has a count of its own; elsewhere all of the user's processes are in it.
    Raises OSError, ValueError.
    """
    limits = profile.limits
    data_bytes, mapped_bytes = _mapped()
    cpu_s = math.ceil(limits.notebook_s * (os.cpu_count() or 1)) + CPU_SLACK_S
    wanted = {
        "RLIMIT_CORE": CORE_BYTES,
        "RLIMIT_CPU": cpu_s,
        "RLIMIT_DATA": data_bytes + limits.memory_bytes,
        "RLIMIT_FSIZE": limits.file_bytes,
        "RLIMIT_MEMLOCK": LOCKED_BYTES,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_NICE": 0,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_RTPRIO": 0,
        "RLIMIT_SIGPENDING": 1024,
        "RLIMIT_STACK": STACK_BYTES,
    }
    if sys.platform == "linux":  # macOS maps hundreds of gigabytes into every process
        wanted["RLIMIT_AS"] = mapped_bytes + ADDRESS_SPACE_BYTES + limits.memory_bytes
    if count_processes:
        wanted["RLIMIT_NPROC"] = limits.processes + (EXAMINER_PROCESSES if profile.role == "examiner" else 0)
    for name, value in wanted.items():
        which = getattr(resource, name, None)  # macOS has some of them
        if which is not None:
            soft, hard = (_no_more(value, there) for there in resource.getrlimit(which))
            resource.setrlimit(which, (soft, hard))


def _no_more(value: int, there: int) -> int:
    return value if there == resource.RLIM_INFINITY else min(value, there)


def _mapped() -> tuple[int, int]:
    """The writable private and all mapped bytes of this process, in which the template's libraries are."""
    try:
        fields = Path("/proc/self/statm").read_text().split()
    except OSError:  # macOS; there the figures below have to suffice
        return 1 << 30, 1 << 30
    page = resource.getpagesize()
    return int(fields[5]) * page, int(fields[0]) * page
