"""Leaving the machine: new namespaces for the children of this process (user_namespaces(7), pid_namespaces(7))."""

import os
import socket
import struct
import sys
from pathlib import Path

from autograde.jail import kernel
from autograde.jail.kernel import Clone
from autograde.jail.profile import UID
from autograde.jail.remedies import failure, naming
from autograde.jail.syscalls import NUMBERS

if sys.platform != "win32":
    import fcntl

NOBODY = 65534
"""Whom the inside is to the machine where the grader is root: kuid 0 would own the machine's files, and RLIMIT_NPROC
does not hold for it. One such id for all jails: the kernel counts processes per user namespace (since 5.14)."""
ALL_CAPABILITIES = (1 << 41) - 1
EVERYTHING = Clone.NEWUSER | Clone.NEWPID | Clone.NEWNET | Clone.NEWIPC | Clone.NEWUTS | Clone.NEWCGROUP
"""But not NEWNS: pivot_root moves everyone in a mount namespace, so the child makes its own (see `confine`)."""
SIOCSIFFLAGS = 0x8914
IFF_UP = 1


def separate() -> None:
    """Give the next children of this process namespaces of their own: user, pid, net, ipc, uts, cgroup.

    The caller itself enters all of them but the pid namespace, holds all capabilities over them and none over anything
    else, and has no way back; it goes on seeing the files and the /proc it saw. Its first child is pid 1. Raises JailError.
    """
    if not NUMBERS:
        raise failure("linux", f"no support for {sys.platform}")
    with naming("user namespaces"):
        root = os.geteuid() == 0
        if root:
            _become_nobody_but_keep_files()
        outer_uid, outer_gid = os.geteuid(), os.getegid()
        kernel.prctl(kernel.PR_SET_DUMPABLE, not root)  # /proc/self is the effective id's if dumpable, else root's
        kernel.unshare(EVERYTHING)
        kernel.write("/proc/self/setgroups", "deny")
        kernel.write("/proc/self/uid_map", f"{UID} {outer_uid} 1")
        kernel.write("/proc/self/gid_map", f"{UID} {outer_gid} 1")
    with naming("loopback"), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as anything:
        fcntl.ioctl(anything, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def _become_nobody_but_keep_files() -> None:
    """Let the namespace belong to nobody, and go on opening files as root.

    A user namespace may map its maker's effective id without help from outside. The file system's id stays 0 until
    `confine` takes the last one away: the folders to bind often lie below a /root that only root may enter.
    """
    os.setgroups([])
    os.setresgid(-1, NOBODY, -1)
    os.setresuid(-1, NOBODY, -1)
    kernel.set_file_ids(0, NOBODY)
    held = next(line for line in Path("/proc/thread-self/status").read_text().splitlines() if line.startswith("CapPrm"))
    kernel.capset(int(held.split()[1], 16))  # Ubuntu forbids a user namespace to whoever holds none
