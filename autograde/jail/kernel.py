"""The system calls the jail makes, with the arguments it makes them with. Each raises OSError."""

import ctypes
import os
import struct
from enum import IntFlag

from autograde.jail.syscalls import call

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_SECUREBITS = 28
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
SECUREBITS_LOCKED = 0b11111111 & ~(1 << 4)  # no root, no setuid fixup, no ambient rise, each locked; keep caps off
CAPABILITY_V3 = 0x20080522
AT_FDCWD = -100
AT_EMPTY_PATH = 0x1000
AT_RECURSIVE = 0x8000
OPEN_TREE_CLONE = 1
OPEN_TREE_CLOEXEC = 0o2000000
MOVE_MOUNT_F_EMPTY_PATH = 4
MNT_DETACH = 2
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 0x20, 0x1000, 0x4000, 0x40000


class Clone(IntFlag):
    """Namespaces, as `unshare` and `clone` take them."""

    NEWTIME = 0x80
    NEWNS = 0x20000
    NEWCGROUP = 0x2000000
    NEWUTS = 0x4000000
    NEWIPC = 0x8000000
    NEWUSER = 0x10000000
    NEWPID = 0x20000000
    NEWNET = 0x40000000


class Mount(IntFlag):
    """What a mount forbids; the numbers of MS_* and of MOUNT_ATTR_* are the same for these."""

    RDONLY = 1
    NOSUID = 2
    NODEV = 4
    NOEXEC = 8


MS_NOSYMFOLLOW, MOUNT_ATTR_NOSYMFOLLOW = 0x100, 0x200000


def write(path: str, text: str, flags: int = 0) -> None:
    """Write a small file in one call, as the files of /proc ask for."""
    file = os.open(path, os.O_WRONLY | os.O_CLOEXEC | flags, 0o644)
    try:
        os.write(file, text.encode())
    finally:
        os.close(file)


def unshare(what: Clone) -> None:
    call("unshare", what)


def prctl(option: int, value: int = 0, third: int = 0) -> None:
    call("prctl", option, value, third)


def capset(mask: int) -> None:
    """Make `mask` the effective and permitted capabilities; none is inheritable."""
    low, high = mask & 0xFFFFFFFF, mask >> 32
    call("capset", struct.pack("=Ii", CAPABILITY_V3, 0), struct.pack("=6I", low, low, 0, high, high, 0))


def set_file_ids(uid: int, gid: int) -> None:
    """Whom the kernel takes this process for where it opens files; unlike the others, it keeps capabilities over no one."""
    call("setfsgid", gid)
    call("setfsuid", uid)


def mount(kind: str, target: str, flags: int, options: str) -> None:
    call("mount", kind.encode(), os.fsencode(target), kind.encode(), flags, options.encode())


def make_private(target: str) -> None:
    call("mount", None, os.fsencode(target), None, MS_REC | MS_PRIVATE, None)


def make_read_only(target: str, flags: Mount) -> None:
    call("mount", None, os.fsencode(target), None, MS_REMOUNT | MS_BIND | Mount.RDONLY | flags, None)


def clone_mount(path: str, flags: Mount = Mount(0), *, recursive: bool = False) -> int:  # noqa: B008
    """A descriptor of what is at `path` as a mount of its own, not yet anywhere, with `flags` added."""
    deep = AT_RECURSIVE if recursive else 0
    tree = call("open_tree", AT_FDCWD, os.fsencode(path), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | deep)
    if flags:
        try:
            attributes = struct.pack("=4Q", flags, 0, 0, 0)
            call("mount_setattr", tree, b"", AT_EMPTY_PATH | deep, attributes, len(attributes))
        except BaseException:
            os.close(tree)
            raise
    return tree


def follow_symlinks(tree: int) -> None:
    """Let what is mounted with MS_NOSYMFOLLOW, and held by `clone_mount`, follow symbolic links again where it is placed."""
    attributes = struct.pack("=4Q", 0, MOUNT_ATTR_NOSYMFOLLOW, 0, 0)
    call("mount_setattr", tree, b"", AT_EMPTY_PATH, attributes, len(attributes))


def place_mount(tree: int, target: str) -> None:
    """Mount what `clone_mount` gave at `target`, and close it."""
    try:
        call("move_mount", tree, b"", AT_FDCWD, os.fsencode(target), MOVE_MOUNT_F_EMPTY_PATH)
    finally:
        os.close(tree)


def unmount(target: str) -> None:
    call("umount2", os.fsencode(target), MNT_DETACH)


def pivot_root(new: str, old: str) -> None:
    call("pivot_root", os.fsencode(new), os.fsencode(old))


def set_hostname(name: bytes) -> None:
    call("sethostname", name, len(name))
    call("setdomainname", b"", 0)


def close_range(first: int, last: int) -> None:
    call("close_range", first, last, 0)


def install_seccomp(program: "ctypes.Array[ctypes.c_char]") -> None:
    """Add a filter, 8 bytes an instruction, for this process and all it will fork."""
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(program))
    call("seccomp", 1, 0, header)
