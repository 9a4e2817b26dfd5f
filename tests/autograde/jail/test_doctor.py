"""What the machine is said to enforce."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograde import jail
from autograde.jail import doctor
from autograde.jail.remedies import REMEDIES, failure

from .inside import start

ROOT = Path(jail.__file__).parents[2]


def test_all_that_works_is_said_to_work() -> None:
    found = jail.mechanisms()
    assert [each.name for each in found] == [*doctor.CHAIN, "seccomp", "memory watch", "landlock"]
    assert jail.missing(found) == ()
    assert {each.reason + each.remedy for each in found if each.works} == {""}


def test_probing_leaves_no_process_and_no_descriptor() -> None:
    before = os.listdir("/proc/self/fd")  # noqa: PTH208
    jail.mechanisms()
    assert os.listdir("/proc/self/fd") == before  # noqa: PTH208
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_where_namespaces_are_forbidden_each_thing_says_why_and_what_to_do() -> None:
    """Forbidden to a child by the jail's own filter, which refuses `unshare`."""
    reading, writing = os.pipe()

    def child() -> None:
        from autograde.jail import kernel, seccomp

        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        seccomp.filter_calls()
        found = jail.mechanisms()
        first = found[0]
        os.write(writing, "\n".join([first.name, first.reason, first.remedy, str(len(jail.missing(found)))]).encode())

    pid = start(child)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        name, reason, remedy, count = pipe.read().split("\n")
    os.waitpid(pid, 0)
    assert (name, remedy) == ("user namespaces", REMEDIES["user namespaces"])
    assert "Operation not permitted" in reason
    assert int(count) == len(doctor.CHAIN)


def test_on_another_system_there_is_one_thing_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "NUMBERS", {})
    (only,) = jail.missing(jail.mechanisms())
    assert (only.name, only.remedy) == ("linux", REMEDIES["linux"])


def test_windows_is_refused_with_a_way_out() -> None:
    """In an interpreter that lacks what Windows lacks."""
    code = (
        "import ctypes, os, pathlib, socket, sys, tempfile\n"
        "sys.modules.update(fcntl=None, resource=None); sys.platform = 'win32'; del os.O_CLOEXEC, os.fork\n"
        "from autograde import jail\n"
        "print(jail.missing(jail.mechanisms())[0].remedy)\n"
        "for attempt in (jail.separate, lambda: jail.limit_only(None)):\n"
        "    try: attempt()\n"
        "    except jail.JailError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.count("or in a Linux container or virtual machine on this computer") == 3, done.stderr


def test_grading_does_not_stop_without_landlock() -> None:
    lacking = jail.Mechanism("landlock", works=False, required=False, reason="off")
    assert jail.missing((lacking,)) == ()


def test_an_error_says_what_failed_what_was_found_and_what_to_do() -> None:
    error = failure("own /proc", "[Errno 1] mount: Operation not permitted")
    assert str(error).startswith(
        "the jail's own /proc failed: [Errno 1] mount: Operation not permitted. Next: needs Linux 5.8"
    )
