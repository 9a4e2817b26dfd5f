"""How much student's code can use up."""

import contextlib
import errno
import os
import re
import resource
import signal
import time
from pathlib import Path

import pytest

from autograde.jail import Watch, kernel
from autograde.job import MIB, Limits

from .inside import WORK, Case, run, started


@pytest.mark.parametrize("folders", [(WORK,), ("/tmp", "/dev/shm", "/home/student")])
def test_the_disk_is_full_at_its_limit(case: Case, folders: tuple[str, ...]) -> None:
    def fill() -> tuple[int, str]:
        written = 0
        for folder in folders:
            try:
                with Path(folder, "big").open("wb", buffering=0) as file:
                    while True:
                        written += file.write(bytes(MIB))
            except OSError as error:
                last = errno.errorcode[error.errno or 0]
        return written, last

    written, error = run(fill, case)
    assert error == "ENOSPC"
    assert 7 * MIB < written <= 8 * MIB


def test_a_file_ends_at_its_limit() -> None:
    def fill() -> str:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            Path(WORK, "big").write_bytes(bytes(2 * MIB))
        except OSError as error:
            return errno.errorcode[error.errno or 0]
        return "written"

    assert run(fill, Case(limits=Limits(file_bytes=MIB))) == "EFBIG"


def test_files_run_out_before_the_kernels_memory(case: Case) -> None:
    def fill() -> int:
        made = 0
        with contextlib.suppress(OSError):
            for made in range(1_000_000):
                os.close(os.open(f"{WORK}/{made}", os.O_CREAT))
        return made

    assert run(fill, case) < 25_000


def test_a_fork_bomb_stops_at_its_limit(case: Case) -> None:
    def bomb() -> int:
        children = []
        try:
            for _ in range(1000):
                child = os.fork()
                if child == 0:
                    time.sleep(1000)
                children.append(child)
        except BlockingIOError:
            pass
        for child in children:
            os.kill(child, signal.SIGKILL)
        return len(children)

    assert 8 <= run(bomb, Case(as_user=case.as_user, limits=Limits(processes=16))) <= 16


def test_the_examiner_can_still_fork_when_the_student_has_bombed(case: Case) -> None:
    def limits() -> int:
        return resource.getrlimit(resource.RLIMIT_NPROC)[0]

    assert run(limits, case, role="examiner") > run(limits, case)


def test_one_greedy_process_meets_a_memory_error(case: Case) -> None:
    def grow() -> str:
        try:
            held = [bytearray(16 * MIB) for _ in range(1000)]
        except MemoryError:
            return "MemoryError"
        return str(len(held))

    assert run(grow, Case(as_user=case.as_user, limits=Limits(memory_bytes=256 * MIB))) == "MemoryError"


def test_open_files_end_at_their_limit(case: Case) -> None:
    def grow() -> int:
        held = []
        with contextlib.suppress(OSError):
            while True:
                held.append(os.open("/dev/null", os.O_RDONLY))
        return len(held)

    assert run(grow, case) < 256


def spread() -> int:
    """60 MiB in each of four processes, two of them undumpable and in sessions of their own."""
    for number in range(4):
        if os.fork() == 0:
            if number % 2:
                os.setsid()
                kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
            held = bytearray(60 * MIB)
            held[:: resource.getpagesize()] = b"x" * len(held[:: resource.getpagesize()])
            Path(WORK, f"ready{number}").touch()
            time.sleep(1000)
    time.sleep(1000)
    return 0


def template_bytes() -> int:
    """What the jail's processes are forked from, here the test runner, holds: much, if many tests ran before."""
    status = Path("/proc/self/status").read_text()
    return sum(int(size) for size in re.findall(r"^(?:RssAnon|RssShmem):\s+(\d+) kB", status, re.MULTILINE)) * 1024


def test_memory_over_several_processes_is_seen(case: Case) -> None:
    with started(spread, case) as (examiner, _):
        watch = Watch(examiner)
        while not watch.over(240 * MIB) or len(watch.pids()) < 7:  # the test's own timeout is what fails it
            pass
        most = 300 * MIB + 4 * template_bytes()
        assert not watch.over(most)
        assert 240 * MIB < watch.used_bytes() < most


def test_the_warden_watches_from_its_side_of_the_jail(case: Case) -> None:
    """It has entered the user namespace itself, and must see what it forked, exactly, while it is confined."""

    def watch(examiner: int) -> int:
        watching = Watch(examiner)
        while not watching.over(240 * MIB) or len(watching.pids()) < 7:
            pass
        return watching.used_bytes()

    # The two that may not be looked into count in full, the template's pages in them, too; all others only their share.
    assert 240 * MIB < run(spread, case, warden=watch) < 300 * MIB + 4 * template_bytes()


def test_pages_shared_with_the_template_count_once_at_most() -> None:
    template = bytearray(100 * MIB)
    template[:: resource.getpagesize()] = b"x" * len(template[:: resource.getpagesize()])

    def wait() -> None:
        for _ in range(4):
            if os.fork() == 0:
                time.sleep(1000)
        time.sleep(1000)

    with started(wait) as (examiner, _):
        watch = Watch(examiner)
        while len(watch.pids()) < 7:  # examiner, init, student, four
            pass
        assert watch.used_bytes() < 2 * template_bytes()
        assert not watch.over(2 * template_bytes())


def test_what_has_ended_uses_nothing() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    assert Watch(child).used_bytes() == 0
    assert not Watch(child).over(0)
