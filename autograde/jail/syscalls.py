"""Numbers of Linux system calls on the two processors the jail knows, and how to make one through ctypes.

Sources: the kernel's arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
"""

import ctypes
import os
import platform
import sys
from typing import NamedTuple


class Processor(NamedTuple):
    column: int
    audit_arch: int
    """AUDIT_ARCH_* of linux/audit.h: what a seccomp filter sees."""


PROCESSORS = {"x86_64": Processor(0, 0xC000003E), "aarch64": Processor(1, 0xC00000B7)}
PROCESSOR = PROCESSORS.get(platform.machine()) if sys.platform == "linux" else None

NEWEST = 466
"""removexattrat: calls with a higher number came later than this table and are not weighed in it."""

# name: (x86_64, aarch64); None: not there.
_OLD: dict[str, tuple[int, int | None]] = {
    "acct": (163, 89),
    "add_key": (248, 217),
    "adjtimex": (159, 171),
    "bpf": (321, 280),
    "capset": (126, 91),
    "chroot": (161, 51),
    "clock_adjtime": (305, 266),
    "clock_settime": (227, 112),
    "clone": (56, 220),
    "delete_module": (176, 106),
    "fanotify_init": (300, 262),
    "finit_module": (313, 273),
    "init_module": (175, 105),
    "ioctl": (16, 29),
    "ioperm": (173, None),
    "iopl": (172, None),
    "kcmp": (312, 272),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "lookup_dcookie": (212, 18),
    "memfd_create": (319, 279),
    "migrate_pages": (256, 238),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "modify_ldt": (154, None),
    "mount": (165, 40),
    "move_pages": (279, 239),
    "mq_open": (240, 180),
    "msgget": (68, 186),
    "name_to_handle_at": (303, 264),
    "nfsservctl": (180, 42),
    "open_by_handle_at": (304, 265),
    "perf_event_open": (298, 241),
    "personality": (135, 92),
    "pivot_root": (155, 41),
    "prctl": (157, 167),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "reboot": (169, 142),
    "remap_file_pages": (216, 234),
    "request_key": (249, 218),
    "seccomp": (317, 277),
    "semget": (64, 190),
    "setdomainname": (171, 162),
    "setfsgid": (123, 152),
    "setfsuid": (122, 151),
    "sethostname": (170, 161),
    "setns": (308, 268),
    "settimeofday": (164, 170),
    "shmget": (29, 194),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "uselib": (134, None),
    "userfaultfd": (323, 282),
    "vhangup": (153, 58),
    "vmsplice": (278, 75),
}
_SAME_EVERYWHERE = {  # since 5.1 a call has one number on all processors
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsconfig": 431,
    "fsmount": 432,
    "fspick": 433,
    "clone3": 435,
    "close_range": 436,
    "pidfd_getfd": 438,
    "process_madvise": 440,
    "mount_setattr": 442,
    "quotactl_fd": 443,
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
    "memfd_secret": 447,
    "process_mrelease": 448,
    "statmount": 457,
    "listmount": 458,
}


def numbers(processor: Processor | None) -> dict[str, int]:
    """Of each call that the processor has."""
    if processor is None:
        return {}
    old = {name: columns[processor.column] for name, columns in _OLD.items()}
    return {name: number for name, number in old.items() if number is not None} | _SAME_EVERYWHERE


NUMBERS = numbers(PROCESSOR)
"""Of this machine's processor; empty where the jail cannot work."""

if NUMBERS:
    _syscall = ctypes.CDLL(None, use_errno=True).syscall
    _syscall.restype = ctypes.c_long
    _syscall.argtypes = [ctypes.c_long, *[ctypes.c_void_p] * 6]


def call(name: str, *args: "int | bytes | ctypes.Array[ctypes.c_char] | None") -> int:
    """Make the call. Raises OSError with the kernel's errno, ENOSYS where this machine has no such call."""
    number = NUMBERS.get(name)
    if number is None:
        raise OSError(38, f"no {name} on {sys.platform} {platform.machine()}")
    result: int = _syscall(number, *args, *[0] * (6 - len(args)))
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
    return result
