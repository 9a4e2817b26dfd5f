"""Ways out that student's code may try."""

import contextlib
import ctypes
import os
import platform
import resource
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from autograde.jail import Watch, landlock
from autograde.jail.kernel import Clone
from autograde.jail.syscalls import NUMBERS, call

from .inside import WORK, Case, names, run, started

NOWHERE = os.fsencode("/tmp")


def refused(attack: Callable[[], object]) -> str:
    """The name of the error it gets, or "done"."""
    try:
        attack()
    except OSError as error:
        return os.strerror(error.errno or 0)
    except ValueError as error:
        return str(error)
    return "done"


CALLS: dict[str, Callable[[], object]] = {
    "mount": lambda: call("mount", b"tmpfs", NOWHERE, b"tmpfs", 0, None),
    "mount proc": lambda: call("mount", b"proc", NOWHERE, b"proc", 0, None),
    "umount": lambda: call("umount2", b"/proc", 2),
    "umount work": lambda: call("umount2", os.fsencode(WORK), 2),
    "open_tree": lambda: call("open_tree", -100, b"/", 1),
    "mount_setattr": lambda: call("mount_setattr", -100, b"/usr", 0, bytes(32), 32),
    "fsopen": lambda: call("fsopen", b"tmpfs", 0),
    "chroot": lambda: os.chroot("/tmp"),
    "pivot_root": lambda: call("pivot_root", b"/tmp", b"/tmp"),
    "unshare": lambda: call("unshare", Clone.NEWUSER),
    "unshare mounts": lambda: call("unshare", Clone.NEWNS),
    "clone": lambda: call("clone", Clone.NEWUSER | signal.SIGCHLD, None, None, None, None),
    "setns": lambda: call("setns", os.open("/proc/self/ns/user", os.O_RDONLY), 0),
    "ptrace": lambda: call("ptrace", 0, 0, 0, 0),
    "ptrace parent": lambda: call("ptrace", 16, os.getppid(), 0, 0),
    "process_vm_readv": lambda: call("process_vm_readv", os.getppid(), None, 0, None, 0, 0),
    "pidfd_getfd": lambda: call("pidfd_getfd", 0, 0, 0),
    "memfd": lambda: os.memfd_create("hidden"),
    "memfd_secret": lambda: call("memfd_secret", 0),
    "shared memory": lambda: call("shmget", 0, 1 << 20, 0o1600),
    "huge shared memory": lambda: call("shmget", 0, 1 << 32, 0o1600),
    "message queue": lambda: call("msgget", 0, 0o1600),
    "semaphores": lambda: call("semget", 0, 100, 0o1600),
    "posix queue": lambda: call("mq_open", b"queue", os.O_CREAT | os.O_RDWR, 0o600, None),
    "bpf": lambda: call("bpf", 0, None, 0),
    "perf": lambda: call("perf_event_open", None, 0, -1, -1, 0),
    "userfaultfd": lambda: call("userfaultfd", 0),
    "io_uring": lambda: call("io_uring_setup", 1, bytes(120)),
    "keys": lambda: call("add_key", b"user", b"name", b"value", 5, -4),
    "file handles": lambda: call("name_to_handle_at", -100, b"/usr", bytes(128), bytes(8), 0),
    "fanotify": lambda: call("fanotify_init", 0, 0),
    "personality": lambda: call("personality", 0x0040000),
    "char device": lambda: os.mknod(f"{WORK}/device", stat.S_IFCHR | 0o600, os.makedev(1, 3)),
    "block device": lambda: os.mknod(f"{WORK}/device", stat.S_IFBLK | 0o600, os.makedev(254, 0)),
    "hostname": lambda: call("sethostname", b"mine", 4),
    "reboot": lambda: call("reboot", 0, 0, 0, None),
    "quota": lambda: call("quotactl", 0, None, 0, None),
    "terminal input": lambda: call("ioctl", 0, 0x5412, b"x"),
}


@pytest.mark.parametrize("name", CALLS)
def test_the_call_is_refused(name: str) -> None:
    assert run(lambda: refused(CALLS[name])) == "Operation not permitted"


def test_the_calls_are_refused_to_a_users_student() -> None:
    if os.geteuid() != 0:
        pytest.skip("the test above has run as an ordinary user")
    answers = run(lambda: {name: refused(attack) for name, attack in CALLS.items()}, Case(as_user=True))
    assert {name for name, answer in answers.items() if answer != "Operation not permitted"} == set()


def test_a_clone_that_the_filter_cannot_read_and_calls_newer_than_it_do_not_exist() -> None:
    def attack() -> list[str]:
        newer = ctypes.CDLL(None, use_errno=True).syscall
        answer = newer(600)
        return [refused(lambda: call("clone3", bytes(88), 88)), str(answer), os.strerror(ctypes.get_errno())]

    assert run(attack) == ["Function not implemented", "-1", "Function not implemented"]


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the other processor has no second call interface")
def test_the_second_call_interface_kills() -> None:
    def attack() -> int:
        child = os.fork()
        if child == 0:
            ctypes.CDLL(None).syscall(0x40000000 + NUMBERS["mount"])
            os._exit(0)
        return os.waitpid(child, 0)[1]

    assert run(attack) & 0x7F == signal.SIGSYS


def test_what_the_filter_refuses_no_id_and_no_program_regains(case: Case) -> None:
    def attack() -> list[str]:
        return [
            refused(lambda: os.setuid(0)),
            refused(lambda: os.setresuid(65534, 65534, 65534)),
            refused(lambda: os.setgroups([0])),
            refused(lambda: call("capset", b"\x22\x05\x08\x20\0\0\0\0", b"\xff" * 24)),
        ]

    answers = run(attack, case)
    assert "done" not in answers


def test_rlimits_only_go_down(case: Case) -> None:
    def attack() -> list[str]:
        names = ("NPROC", "NOFILE", "FSIZE", "CORE", "DATA", "AS", "CPU", "MEMLOCK", "STACK", "MSGQUEUE")
        answers = []
        for name in names:
            which = getattr(resource, f"RLIMIT_{name}")
            hard = resource.getrlimit(which)[1]
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(which, (hard + 1, hard + 1))
                answers.append(name)
        return answers

    assert run(attack, case) == []


PATHS = (
    "/x",
    "/usr/x",
    "/etc/passwd",
    "/dev/x",
    "/proc/sys/kernel/core_pattern",
    "/proc/sysrq-trigger",
    "/home/x",
    "/lib/x",
)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_writable_but_the_scratch(case: Case, path: str) -> None:
    answer = run(lambda: refused(lambda: Path(path).write_text("1")), case)
    assert answer in ("Permission denied", "Read-only file system", "No such file or directory")


def test_the_scratch_is_writable(case: Case) -> None:
    def attack() -> list[str]:
        return [refused(lambda p=p: Path(p, "x").write_text("1")) for p in (WORK, "/tmp", "/dev/shm", "/home/student")]

    assert run(attack, case) == ["done"] * 4


def test_hard_links_and_renames_cannot_bring_the_systems_files_into_reach(case: Case) -> None:
    def attack() -> list[str]:
        source = "/usr/bin/env"
        return [refused(lambda: os.link(source, f"{WORK}/x")), refused(lambda: Path(source).rename(f"{WORK}/x"))]

    assert "done" not in run(attack, case)


def test_the_root_is_the_end_of_the_way_up(case: Case) -> None:
    assert run(lambda: Path("/../../../etc/passwd").read_text(), case).startswith("student:")


def test_nothing_survives_the_kill_of_pid_1() -> None:
    def attack() -> None:
        if os.fork() == 0:
            os.setsid()
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGALRM):
                signal.signal(number, signal.SIG_IGN)
            if os.fork() == 0:
                time.sleep(1000)
            os._exit(0)
        os.wait()
        time.sleep(1000)

    with started(attack) as (examiner, _):
        watch = Watch(examiner)
        while len(pids := watch.pids()) < 4:  # examiner, init, student, its grandchild
            pass
        os.kill(examiner, signal.SIGKILL)
        waiting = set(pids)
        while waiting:
            waiting = {pid for pid in waiting if _alive(pid)}


def _alive(pid: int) -> bool:
    """A zombie is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_next_student_finds_nothing_of_the_last() -> None:
    def leave() -> None:
        for folder in (WORK, "/tmp", "/dev/shm", "/home/student"):
            Path(folder, "note").write_text("the answers")

    def find() -> list[list[str]]:
        return [names(folder) for folder in (WORK, "/dev/shm", "/home/student")]

    run(leave)
    assert run(find) == [[], [], []]


def test_a_crash_leaves_no_core(case: Case) -> None:
    def crash() -> bool:
        child = os.fork()
        if child == 0:
            os.kill(os.getpid(), signal.SIGSEGV)
        return os.WCOREDUMP(os.waitpid(child, 0)[1])

    assert run(crash, case) is False


def test_the_examiner_is_locked_in_as_well(case: Case) -> None:
    def attack() -> list[str]:
        names = ("mount", "umount", "unshare", "ptrace", "memfd", "chroot")
        return [refused(CALLS[name]) for name in names] + [refused(lambda: Path("/usr/x").write_text(""))]

    assert run(attack, case, role="examiner")[:6] == ["Operation not permitted"] * 6
    assert run(attack, case, role="examiner")[6] in ("Permission denied", "Read-only file system")


def test_every_mount_but_the_scratch_is_read_only_and_none_takes_setuid_or_devices(case: Case) -> None:
    lines = run(lambda: Path("/proc/self/mountinfo").read_text(), case).splitlines()
    mounts = [(line.split()[4], set(line.split()[5].split(","))) for line in lines]
    scratch = {"/tmp", "/dev/shm", "/home/student", WORK, "/proc", "/dev/pts"}
    assert {path for path, options in mounts if "ro" not in options} == scratch
    assert [path for path, options in mounts if "nosuid" not in options] == []
    assert {path for path, options in mounts if "nodev" not in options} <= {
        "/dev/null",
        "/dev/zero",
        "/dev/full",
        "/dev/random",
        "/dev/urandom",
        "/dev/pts",
    }


@pytest.mark.skipif(landlock.version() == 0, reason="this kernel has no Landlock")
def test_landlock_holds_where_the_mounts_would_let_through(case: Case) -> None:
    """A process may write to files of its own in /proc; nobody inside needs to."""
    answer = run(lambda: refused(lambda: Path("/proc/self/comm").write_text("x")), case)
    assert answer == "Permission denied"


def test_the_graders_groups_stay_outside() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may leave its groups")

    def groups() -> list[int]:
        return os.getgroups()

    assert run(groups, Case(groups=(0, 4))) == []
