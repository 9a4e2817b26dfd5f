"""Entering the jail in its steps, and what is left of it without namespaces."""

import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from autograde import jail
from autograde.job import MIB, Limits

from . import inside
from .inside import WORK, Case, Failed, run


def report(function: Callable[[], str]) -> str:
    """What `function` says in a child of this process, which is not jailed."""
    reading, writing = os.pipe()

    def child() -> None:
        try:
            said = function()
        except Exception as error:
            said = str(error)
        os.write(writing, said.encode())

    pid = inside.start(child)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    return said


def profile(limits: Limits | None = None) -> jail.Profile:
    limits = limits or Limits()
    return jail.Profile("examiner", ("/usr",), WORK, limits)


def test_only_the_first_child_may_be_confined() -> None:
    assert "call separate(), fork, and call confine()" in report(lambda: str(jail.confine(profile())))


def test_a_user_namespace_that_is_forbidden_is_named_with_its_remedy() -> None:
    def attempt() -> str:
        from autograde.jail import kernel, seccomp

        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        seccomp.filter_calls()
        return str(jail.separate())

    said = report(attempt)
    assert said.startswith("the jail's user namespaces failed: ")
    assert "Operation not permitted. Next: allow users to make them: `sysctl kernel.apparmor_restrict" in said


def test_capabilities_go_with_the_seal(case: Case) -> None:
    def held() -> str:
        return next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("CapEff"))

    assert run(held, case, role="examiner").split()[1] == "0" * 16


def test_the_limits_hold(case: Case) -> None:
    limits = Limits(processes=7, open_files=33, file_bytes=5 * MIB, notebook_s=10, disk_bytes=2 * MIB)

    def look() -> list[int]:
        return [
            resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[1] for name in ("NPROC", "NOFILE", "FSIZE", "CORE")
        ]

    assert run(look, Case(as_user=case.as_user, limits=limits)) == [7, 33, 5 * MIB, 1]


def test_the_work_folder_may_be_anywhere() -> None:
    def look() -> str:
        Path("note").write_text("x")
        return str(Path.cwd())

    old, inside.WORK = inside.WORK, "/assignment/work"
    try:
        assert run(look) == "/assignment/work"
    finally:
        inside.WORK = old


def test_a_link_in_the_work_folder_is_followed_for_the_student_and_not_for_the_examiner() -> None:
    def student() -> str:
        Path(WORK, "link").symlink_to("/etc/passwd")
        return Path(WORK, "link").read_text()[:7]

    def examiner() -> str:
        Path(WORK, "link").symlink_to("/etc/passwd")
        try:
            return Path(WORK, "link").read_text()
        except OSError as error:
            return os.strerror(error.errno or 0)

    assert run(student) == "student"
    assert run(examiner, role="examiner") == "Too many levels of symbolic links"


def test_the_examiner_dies_with_its_warden() -> None:
    def wait() -> None:
        time.sleep(1000)

    with inside.started(wait) as (examiner, _):
        watch = jail.Watch(examiner)
        while len(watch.pids()) < 3 or "SigQ" not in _status(examiner) or "Seccomp:\t2" not in _status(examiner):
            pass
    while _status(examiner) and "State:\tZ" not in _status(examiner):  # leaving the block killed the warden
        pass


def _status(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def test_what_fails_inside_is_said_outside() -> None:
    with pytest.raises(Failed, match="ZeroDivisionError"):
        run(lambda: 1 / 0)


def test_without_namespaces_the_limits_are_left() -> None:
    def look() -> str:
        jail.limit_only(profile(Limits(file_bytes=3 * MIB, open_files=50)))
        found = [resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[1] for name in ("FSIZE", "NOFILE", "CORE")]
        return f"{found} {os.getsid(0) == os.getpid()}"

    assert report(look) == f"[{3 * MIB}, 50, 1] True"


def test_without_namespaces_a_process_dies_with_its_parent() -> None:
    reading, writing = os.pipe()

    def parent() -> None:
        def child() -> None:
            jail.limit_only(profile())
            os.write(writing, b"x")
            time.sleep(1000)

        inside.start(child)
        os.close(writing)
        time.sleep(1000)

    pid = inside.start(parent)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read(1) == b"x"
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        assert pipe.read() == b""  # its last writer is gone


def test_the_environment_holds_nothing_of_the_graders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "1")
    environment = jail.environment(profile())
    assert set(environment) == {"HOME", "LANG", "LOGNAME", "PATH", "PWD", "TMPDIR", "USER"}
    assert environment["HOME"] == jail.HOME


def test_preparing_names_a_folder_that_cannot_be_reached() -> None:
    def attempt() -> str:
        os.setresuid(inside.STRANGER, inside.STRANGER, inside.STRANGER)
        return str(jail.prepare(jail.Profile("examiner", ("/root/x",), WORK, Limits())))

    if os.geteuid() != 0 or Path("/root").stat().st_mode & 0o001:
        pytest.skip("needs a folder that this user may not enter")
    assert report(attempt).startswith("the jail's readable files failed: /root/x: [Errno 13]")


def test_the_interpreter_and_the_packages_are_readable_and_the_rest_is_not() -> None:
    paths = jail.readable_paths({"numpy": sys.modules[jail.__name__]})
    assert sys.prefix in paths
    assert str(Path(jail.__file__).parent) in paths
    assert "/" not in paths
    assert not [path for path in paths if path in ("/home", "/root", "/tmp", "/etc", str(Path.home()))]
    package = sys.modules["autograde"]
    assert package.__file__ is not None
    assert str(Path(package.__file__).parent) in jail.readable_paths({"autograde": package, "autograde.jail": jail})
