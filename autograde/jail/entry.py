"""The first child's part: it locks itself in, step by step, and holds nothing in the end (see the package's docstring)."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterable

from autograde.jail import kernel, landlock, limits, root, seccomp
from autograde.jail.namespaces import ALL_CAPABILITIES
from autograde.jail.profile import HOME, UID, USER, Profile
from autograde.jail.remedies import failure, naming

OOM_SCORES = {"examiner": 500, "student": 1000}
"""The kernel, short of memory, kills the student's processes first, never the machine's."""
LAST_FD = 2**31 - 1
PATH = "/usr/local/bin:/usr/bin:/bin"


def prepare(profile: Profile) -> None:
    """Once, in the process that will be forked: work out what `confine` would find out anew for every job. Raises JailError."""
    root.plan(profile.readable, profile.work)


def confine(profile: Profile, *, keep: Iterable[int] = (), seal: bool = True) -> None:
    """Lock this process, pid 1 of a new pid namespace, into the jail. `seal=False`: the caller calls `seal` later.

    Of the open descriptors only those in `keep` stay; 0, 1 and 2 become /dev/null if not kept. The working folder is
    `profile.work`, the umask 022. Environment, arguments and memory stay: they must hold nothing secret.
    Raises JailError; then the process must end, for it may be half confined.
    """
    if os.getpid() != 1:
        raise failure("first child", f"confine() was called in process {os.getpid()} of its namespace, not in 1")
    if os.getsid(0) != 1:
        os.setsid()
    os.umask(0o022)
    with naming("root file system"):
        kernel.unshare(kernel.Clone.NEWNS)
    if profile.role == "examiner":
        placed = root.open_readable(profile)
        _be_inside_user()
        root.build(profile, placed)
    else:
        _be_inside_user()
        root.cover(profile)
    with naming("identity"):
        kernel.set_hostname(root.HOSTNAME)
        kernel.write("/proc/self/oom_score_adj", str(OOM_SCORES[profile.role]))
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        os.chdir(profile.work)
        _close_all_but(keep)
    with naming("limits"):
        limits.limit(profile)
    if seal:
        _seal(profile)


def renew(profile: Profile) -> None:
    """Of pid 1 of the outer jail, not sealed, after a job: end every other process of the jail, empty all that can be written.

    Raises JailError.
    """
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)  # every process of the namespace but this one
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    root.renew(profile)


def seal(profile: Profile) -> None:
    """Give up for good what `confine(..., seal=False)` left: capabilities, new privileges, calls, writes. Raises JailError."""
    _seal(profile)


def _seal(profile: Profile) -> None:
    with naming("identity"):
        for capability in range(ALL_CAPABILITIES.bit_length()):
            try:
                kernel.prctl(kernel.PR_CAPBSET_DROP, capability)
            except OSError:  # EINVAL: this kernel has fewer
                break
        kernel.prctl(kernel.PR_SET_SECUREBITS, kernel.SECUREBITS_LOCKED)
        kernel.prctl(kernel.PR_CAP_AMBIENT, kernel.PR_CAP_AMBIENT_CLEAR_ALL)
        kernel.capset(0)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        if profile.role == "examiner":  # the student's all die with it, being below it
            kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    with naming("landlock"):
        landlock.restrict(profile)
    with naming("seccomp"):
        seccomp.filter_calls()


def admit() -> None:
    """Of the student's process, first thing after its fork: /proc/self is its own again, as programs expect it.

    Its parent stays closed to it: what the kernel calls not dumpable cannot be looked into by others of the same user.
    """
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)


def environment(profile: Profile) -> dict[str, str]:
    """The environment to start from inside: nothing of the grader's."""
    return {
        "HOME": HOME,
        "LANG": "C.UTF-8",
        "LOGNAME": USER,
        "PATH": PATH,
        "PWD": profile.work,
        "TMPDIR": "/tmp",
        "USER": USER,
    }


def limit_only(profile: Profile) -> None:
    """What is left where namespaces are missing and the grader insists: limits, a session of its own, death with its parent.

    No bound on the number of processes: without a user namespace it would count all of the grader's. Raises JailError.
    """
    if sys.platform == "win32":
        raise failure("linux", f"{sys.platform} has no limits that hold a process")
    if os.getsid(0) != os.getpid():
        os.setsid()
    with naming("limits"):
        limits.limit(profile, count_processes=False)
    if sys.platform == "linux":
        with naming("identity"):
            kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
            kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)


def _be_inside_user() -> None:
    """Leave the last id of the machine's. The namespace's capabilities stay, there being no 0 in it to lose them by."""
    with naming("identity"):
        os.setresgid(UID, UID, UID)
        os.setresuid(UID, UID, UID)
        if {*os.getresuid(), *os.getresgid()} != {UID}:
            raise failure("identity", f"the ids are {os.getresuid()} and {os.getresgid()}, expected {UID}")
        kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # while it writes to its own /proc/self


def _close_all_but(keep: Iterable[int]) -> None:
    kept = sorted({*keep})
    null = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        if standard not in kept and standard != null:
            os.dup2(null, standard)
    first = 3
    for descriptor in (fd for fd in kept if fd > 2):
        if descriptor > first:
            kernel.close_range(first, descriptor - 1)
        first = descriptor + 1
    kernel.close_range(first, LAST_FD)
