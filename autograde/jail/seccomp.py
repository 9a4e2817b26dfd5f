"""System calls that nobody inside needs, or that reach out of the jail or around its limits (seccomp(2), seccomp_filter.rst).

A list of what is refused, not of what is allowed: honest code of any library must run, the namespaces hold without the
filter, and the filter keeps attackers off the parts of the kernel that most holes are found in. A call too new to be
weighed here answers ENOSYS.
"""

import ctypes
import errno
import struct

from autograde.jail.kernel import Clone, install_seccomp
from autograde.jail.remedies import failure
from autograde.jail.syscalls import NEWEST, PROCESSOR, Processor, numbers

REFUSED = (
    # mounts and roots; new namespaces
    "mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr statmount listmount",
    "unshare setns",
    # other processes' memory and descriptors
    "ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp pidfd_getfd",
    # parts of the kernel where holes are found
    "bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register vmsplice modify_ldt remap_file_pages",
    "add_key request_key keyctl lookup_dcookie nfsservctl uselib",
    # files by handle, behind the root's back; watching a whole mount
    "name_to_handle_at open_by_handle_at fanotify_init",
    # memory that no limit counts
    "memfd_create memfd_secret msgget semget mq_open",
    # the machine's
    "kexec_load kexec_file_load init_module finit_module delete_module reboot swapon swapoff syslog acct quotactl",
    "quotactl_fd sethostname setdomainname settimeofday clock_settime clock_adjtime adjtimex iopl ioperm vhangup",
    "move_pages migrate_pages",
)
NAMESPACES = Clone.NEWNS | Clone.NEWCGROUP | Clone.NEWUTS | Clone.NEWIPC | Clone.NEWUSER | Clone.NEWPID | Clone.NEWNET
FAMILIES = {"socket": (1, 2, 10), "socketpair": (1,)}  # AF_UNIX, AF_INET, AF_INET6; not VSOCK: no namespace holds it
SHARED_BYTES = 4096
"""System V shared memory up to this size only: PostgreSQL needs one small segment; 4096 of them make 16 MB."""
TERMINAL_INPUT = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX
DEVICE_KINDS = (0o020000, 0o060000)  # S_IFCHR, S_IFBLK

LOAD, JUMP_EQUAL, JUMP_GREATER, JUMP_GREATER_EQUAL, JUMP_ANY_BIT, AND, RETURN = 0x20, 0x15, 0x25, 0x35, 0x45, 0x54, 0x06
NUMBER_AT, ARCH_AT, ARGUMENTS_AT = 0, 4, 16  # in struct seccomp_data
ALLOW, KILL = 0x7FFF0000, 0x80000000
X32 = 0x40000000
Instruction = tuple[int, int, int, int]
"""Code, jump if true, jump if false (both count the instructions to skip), operand."""


def refuse(number: int = errno.EPERM) -> Instruction:
    return (RETURN, 0, 0, 0x50000 | number)


def load(argument: int, *, high: bool = False) -> Instruction:
    """The low or high half of an argument; both processors are little-endian."""
    return (LOAD, 0, 0, ARGUMENTS_AT + 8 * argument + 4 * high)


def program(processor: Processor) -> list[Instruction]:
    """The filter for a processor."""

    def on(name: str, then: list[Instruction]) -> list[Instruction]:
        """`then` for the call of that name, and allow it if `then` comes to its end; skip both for other calls."""
        if name not in known:
            return []
        block = [*then, (RETURN, 0, 0, ALLOW)]
        return [(JUMP_EQUAL, 0, len(block), known[name]), *block]

    known = numbers(processor)
    lines: list[Instruction] = [
        (LOAD, 0, 0, ARCH_AT),
        (JUMP_EQUAL, 1, 0, processor.audit_arch),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER_AT),
        (JUMP_GREATER_EQUAL, 0, 1, X32),
        (RETURN, 0, 0, KILL),
        (JUMP_GREATER, 0, 1, NEWEST),
        refuse(errno.ENOSYS),
        *on("clone3", [refuse(errno.ENOSYS)]),  # its flags are behind a pointer; the C library falls back to clone
    ]
    for name in " ".join(REFUSED).split():
        lines += on(name, [refuse()])
    for name, families in FAMILIES.items():
        lines += on(name, [load(0), *_unless(families, refuse(errno.EAFNOSUPPORT))])
    lines += on("clone", [load(0), (JUMP_ANY_BIT, 0, 1, int(NAMESPACES)), refuse()])
    lines += on("ioctl", [load(1), *_if(TERMINAL_INPUT, refuse())])
    lines += on("personality", [load(0), *_unless((0, 0xFFFFFFFF), refuse())])
    lines += on(
        "shmget", [load(1, high=True), (JUMP_EQUAL, 0, 2, 0), load(1), (JUMP_GREATER, 0, 1, SHARED_BYTES), refuse()]
    )
    for name, mode in (("mknod", 1), ("mknodat", 2)):
        lines += on(name, [load(mode), (AND, 0, 0, 0o170000), *_if(DEVICE_KINDS, refuse())])
    return [*lines, (RETURN, 0, 0, ALLOW)]


def _if(values: tuple[int, ...], then: Instruction) -> list[Instruction]:
    return [line for value in values for line in ((JUMP_EQUAL, 0, 1, value), then)]


def _unless(values: tuple[int, ...], then: Instruction) -> list[Instruction]:
    """One of `values` jumps over `then`."""
    return [*((JUMP_EQUAL, len(values) - i, 0, value) for i, value in enumerate(values)), then]


def _compiled() -> "ctypes.Array[ctypes.c_char] | None":
    """As struct sock_filter[], for this machine."""
    if PROCESSOR is None:
        return None
    code = b"".join(struct.pack("=HBBI", *line) for line in program(PROCESSOR))
    return ctypes.create_string_buffer(code, len(code))


_PROGRAM = _compiled()  # once, by the template


def filter_calls() -> None:
    """Put the filter on this process and all it will fork. Needs no_new_privs. Raises OSError, JailError."""
    if _PROGRAM is None:
        raise failure("seccomp", "no table of system calls for this machine")
    install_seccomp(_PROGRAM)
