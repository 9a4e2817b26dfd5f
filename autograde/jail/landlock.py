"""Landlock: a second lock on the file system, and one on signals and abstract sockets (landlock(7)).

The mounts already say what can be read and written. Landlock says it again in another part of the kernel, so that a
hole in one is not a way out. Each version of it brings rights; what this kernel lacks is left out.
"""

import errno
import os
import struct
from enum import IntFlag

from autograde.jail.profile import HOME, Profile
from autograde.jail.syscalls import call

CREATE_RULESET_VERSION = 1
RULE_PATH_BENEATH = 1


class Access(IntFlag):
    """LANDLOCK_ACCESS_FS_*"""

    EXECUTE = 1 << 0
    WRITE_FILE = 1 << 1
    READ_FILE = 1 << 2
    READ_DIR = 1 << 3
    REMOVE_DIR = 1 << 4
    REMOVE_FILE = 1 << 5
    MAKE_CHAR = 1 << 6
    MAKE_DIR = 1 << 7
    MAKE_REG = 1 << 8
    MAKE_SOCK = 1 << 9
    MAKE_FIFO = 1 << 10
    MAKE_BLOCK = 1 << 11
    MAKE_SYM = 1 << 12
    REFER = 1 << 13
    TRUNCATE = 1 << 14
    IOCTL_DEV = 1 << 15


class Scope(IntFlag):
    """LANDLOCK_SCOPE_*"""

    ABSTRACT_UNIX_SOCKET = 1
    SIGNAL = 2


FIRST = (1 << 13) - 1
ADDED = {2: Access.REFER, 3: Access.TRUNCATE, 5: Access.IOCTL_DEV}
SCOPES_SINCE = 6
READ = Access.EXECUTE | Access.READ_FILE | Access.READ_DIR
DEVICES = READ | Access.WRITE_FILE | Access.IOCTL_DEV


def version() -> int:
    """The kernel's Landlock ABI; 0 where there is none or it is off."""
    try:
        return call("landlock_create_ruleset", None, 0, CREATE_RULESET_VERSION)
    except OSError as error:
        if error.errno in (errno.ENOSYS, errno.EOPNOTSUPP):
            return 0
        raise


def restrict(profile: Profile) -> None:
    """Only read, but for the work folder, /tmp, /dev and the home. Needs no_new_privs and the jail's root. Raises OSError."""
    abi = version()
    if not abi:
        return
    handled = Access(FIRST)
    for since, right in ADDED.items():
        if abi >= since:
            handled |= right
    scopes = Scope(0)
    if abi >= SCOPES_SINCE:
        scopes = Scope.ABSTRACT_UNIX_SOCKET
        if profile.role == "student":  # the examiner may have to kill what it made before it was sealed
            scopes |= Scope.SIGNAL
    attributes = struct.pack("=3Q", handled, 0, scopes)[: 24 if abi >= SCOPES_SINCE else 8]
    ruleset = call("landlock_create_ruleset", attributes, len(attributes), 0)
    try:
        write = handled & ~(Access.MAKE_CHAR | Access.MAKE_BLOCK)
        rules = {"/": READ, "/dev": DEVICES, "/dev/shm": write, "/tmp": write, HOME: write, profile.work: write}
        for path, access in rules.items():
            _allow(ruleset, path, access & handled)
        call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, access: Access) -> None:
    folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        call("landlock_add_rule", ruleset, RULE_PATH_BENEATH, struct.pack("=Qi", access, folder), 0)
    finally:
        os.close(folder)
