"""What student's code can see of the machine and of its own examiner."""

import contextlib
import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from .inside import WORK, Case, names, run

HERE = Path(__file__)


def text(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError as error:
        return type(error).__name__


def test_home_course_and_passwords_are_not_there(case: Case) -> None:
    paths = ("/etc/shadow", "/etc/resolv.conf", "/root/.bashrc", "/var", "/sys", "/boot", str(HERE), "/home")
    found = run(lambda: {path: text(path) for path in paths} | {"/home": names("/home")}, case)
    assert found.pop("/home") == ["student"]
    assert {
        path: answer for path, answer in found.items() if "NotFound" not in answer and "Permission" not in answer
    } == {}


def test_the_root_holds_only_what_was_asked_for(case: Case) -> None:
    allowed = {"bin", "dev", "etc", "home", "lib", "lib32", "lib64", "libx32", "proc", "sbin", "tmp", "usr"}
    tops = {Path(path).parts[1] for path in case.profile("student").readable}
    assert set(run(lambda: names("/"), case)) <= allowed | tops


def test_home_and_tmp_are_empty(case: Case) -> None:
    found = run(lambda: [names("/home/student"), names("/dev/shm"), names(WORK), str(Path.cwd())], case)
    assert found == [[], [], [], WORK]


def test_only_own_processes_are_visible(case: Case) -> None:
    def look() -> tuple[list[str], str]:
        return [name for name in names("/proc") if name.isdigit()], text("/proc/1/environ")

    assert run(look, case) == ([str(2)], "FileNotFoundError")


def test_its_parent_cannot_be_looked_into(case: Case) -> None:
    def look() -> set[str]:
        parent = os.getppid()
        return {text(f"/proc/{parent}/{name}") for name in ("environ", "maps", "mem", "cmdline", "fd/0")}

    assert run(look, case) <= {"FileNotFoundError", "PermissionError"}


def test_signals_end_at_the_jail(case: Case) -> None:
    def kill() -> list[str]:
        answers = []
        for pid in (*range(3, 400), outside):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
                answers.append(f"hit {pid}")
        return answers

    outside = os.getpid() if os.getpid() > 400 else 401
    assert run(kill, case) == []


def test_pid_1_shrugs_off_signals(case: Case) -> None:
    def kill() -> str:
        for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
            with contextlib.suppress(PermissionError):
                os.kill(1, number)
        return "still here"

    assert run(kill, case) == "still here"


def test_no_descriptor_but_the_kept_ones(case: Case) -> None:
    def descriptors() -> list[str]:
        found = []
        for number in range(256):
            with contextlib.suppress(OSError):
                found.append(str(Path(f"/proc/self/fd/{number}").readlink()).split(":")[0])
        return found

    with HERE.open() as secret:  # inherited by every fork
        os.set_inheritable(secret.fileno(), True)
        found = run(descriptors, case)
    kept = str(Path("/proc/self/fd/2").readlink()).split(":")[0]
    assert sorted(found) == sorted(["/dev/null", "/dev/null", kept, "pipe"])


def test_no_network_but_loopback(case: Case) -> None:
    def connect() -> list[str]:
        answers = []
        for address in (("192.0.2.1", 80), ("8.8.8.8", 53)):
            with socket.socket() as client:
                answers.append(os.strerror(client.connect_ex(address)))
        return answers

    assert run(connect, case) == ["Network is unreachable"] * 2


def test_a_listener_of_the_machine_is_out_of_reach(case: Case) -> None:
    with socket.socket() as tcp, socket.socket(socket.AF_UNIX) as abstract:
        tcp.bind(("127.0.0.1", 0))
        tcp.listen()
        abstract.bind(f"\0autograde-test-{os.getpid()}")
        abstract.listen()
        addresses = tcp.getsockname(), abstract.getsockname()

        def connect() -> list[str]:
            answers = []
            for family, address in zip((socket.AF_INET, socket.AF_UNIX), addresses, strict=True):
                with socket.socket(family) as client:
                    try:
                        client.connect(address)
                        answers.append("connected")
                    except OSError as error:
                        answers.append(type(error).__name__)
            return answers

        assert run(connect, case) == ["ConnectionRefusedError"] * 2


@pytest.mark.parametrize("family", [16, 17, 38, 40])  # netlink, packet, crypto, the hypervisor's
def test_other_socket_families_are_refused(case: Case, family: int) -> None:
    def make() -> str:
        try:
            socket.socket(family, socket.SOCK_RAW)
        except OSError as error:
            return os.strerror(error.errno or 0)
        return "made"

    assert run(make, case) == "Address family not supported by protocol"


def test_the_machines_name_is_hidden(case: Case) -> None:
    assert run(lambda: os.uname().nodename, case) == "jail"


def test_the_instructors_folder_is_for_the_examiner_only() -> None:
    case = Case(readable=("/bin", "/lib", "/lib64", "/usr", str(HERE.parent)), private=(str(HERE.parent),))
    assert HERE.name in run(lambda: names(HERE.parent), case, role="examiner")
    assert run(lambda: names(HERE.parent), case) == []


def test_what_is_readable_below_tmp_stays_so(tmp_path: Path) -> None:
    (tmp_path / "data.txt").write_text("seen")
    for folder in (tmp_path, *tmp_path.parents):
        if folder.is_relative_to("/tmp") and folder != Path("/tmp"):
            folder.chmod(0o755)
    if not tmp_path.is_relative_to("/tmp"):
        pytest.skip("the tests' temporary folder is elsewhere")
    case = Case(readable=("/bin", "/lib", "/lib64", "/usr", str(tmp_path)))
    assert run(lambda: text(str(tmp_path / "data.txt")), case) == "seen"


def test_a_folder_that_nobody_may_read_is_named(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("an ordinary user grades with own rights")
    from autograde.jail import JailError

    tmp_path.chmod(0o700)
    with pytest.raises(JailError, match=f"{tmp_path} is not readable inside"):
        run(os.getpid, Case(readable=("/usr", str(tmp_path))))


def test_setuid_programs_give_nothing(case: Case) -> None:
    def status() -> list[str]:
        lines = text("/proc/self/status").splitlines()
        ids = [line.split()[1:] for line in lines if line.startswith(("Uid", "Gid", "Groups"))]
        kept = [line.split()[1] for line in lines if line.startswith(("Cap", "NoNewPrivs", "Seccomp:"))]
        return [str(ids), *kept]

    ids, *kept = run(status, case)
    assert "'0'" not in ids
    assert kept == ["0" * 16] * 5 + ["1", "2"]
    assert run(lambda: subprocess.run(["id", "-u"], capture_output=True, text=True).stdout, case) == "1000\n"
