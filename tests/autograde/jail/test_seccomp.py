"""The filter's program, run by a small interpreter of the instructions it uses: for both processors, wherever this runs."""

import errno
import struct

import pytest

from autograde.jail import seccomp
from autograde.jail.kernel import Clone
from autograde.jail.syscalls import NEWEST, PROCESSORS, numbers

ALLOWED = "allowed"
KILLED = "killed"


def answer(name: str, call: int | str, *args: int, arch: int | None = None) -> str:
    """What the filter for the processor `name` says of a call."""
    processor = PROCESSORS[name]
    number = numbers(processor)[call] if isinstance(call, str) else call
    data = struct.pack("=IIQ6Q", number, arch or processor.audit_arch, 0, *args, *[0] * (6 - len(args)))
    code, at, register = seccomp.program(processor), 0, 0
    while True:
        operation, yes, no, operand = code[at]
        at += 1
        if operation == seccomp.LOAD:
            (register,) = struct.unpack_from("=I", data, operand)
        elif operation == seccomp.AND:
            register &= operand
        elif operation == seccomp.RETURN:
            if operand & 0xFFFF0000 == 0x50000:
                return errno.errorcode[operand & 0xFFFF]
            return {seccomp.ALLOW: ALLOWED, seccomp.KILL: KILLED}[operand]
        else:
            holds = {
                seccomp.JUMP_EQUAL: register == operand,
                seccomp.JUMP_GREATER: register > operand,
                seccomp.JUMP_GREATER_EQUAL: register >= operand,
                seccomp.JUMP_ANY_BIT: register & operand != 0,
            }[operation]
            at += yes if holds else no


@pytest.fixture(params=PROCESSORS)
def processor(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_refused_call_is_refused(processor: str) -> None:
    known = numbers(PROCESSORS[processor])
    names = [name for name in " ".join(seccomp.REFUSED).split() if name in known]
    assert len(names) > 60
    assert {name: said for name in names if (said := answer(processor, name)) != "EPERM"} == {}


def test_every_name_is_known_somewhere() -> None:
    known = {name for processor in PROCESSORS.values() for name in numbers(processor)}
    assert set(" ".join(seccomp.REFUSED).split()) <= known


def test_all_other_calls_are_allowed(processor: str) -> None:
    named = set(numbers(PROCESSORS[processor]).values())
    others = [number for number in range(NEWEST + 1) if number not in named]
    assert {number for number in others if answer(processor, number) != ALLOWED} == set()


def test_newer_calls_do_not_exist(processor: str) -> None:
    assert answer(processor, NEWEST + 1) == answer(processor, 5000) == "ENOSYS"


def test_another_processors_calls_kill(processor: str) -> None:
    others = [other.audit_arch for name, other in PROCESSORS.items() if name != processor]
    for arch in (*others, 0x40000003):  # i386
        assert answer(processor, "socket", 1, arch=arch) == KILLED


def test_x32_kills(processor: str) -> None:
    assert answer(processor, 0x40000000) == KILLED


def test_threads_and_processes_are_allowed_and_namespaces_are_not(processor: str) -> None:
    assert answer(processor, "clone", 0x3D0F00) == ALLOWED
    assert answer(processor, "clone", 0x1200011) == ALLOWED
    for flag in Clone:
        if flag != Clone.NEWTIME:  # of clone, that bit is part of the signal
            assert answer(processor, "clone", flag | 17) == "EPERM"
    assert answer(processor, "clone3") == "ENOSYS"


@pytest.mark.parametrize(
    ("family", "said"), [(1, ALLOWED), (2, ALLOWED), (10, ALLOWED), (0, 0), (16, 0), (38, 0), (40, 0)]
)
def test_families_of_sockets(processor: str, family: int, said: str) -> None:
    assert answer(processor, "socket", family, 1, 0) == (said or "EAFNOSUPPORT")


def test_socket_pairs_are_of_unix_only(processor: str) -> None:
    assert answer(processor, "socketpair", 1) == ALLOWED
    assert answer(processor, "socketpair", 2) == "EAFNOSUPPORT"


def test_arguments_are_weighed(processor: str) -> None:
    assert answer(processor, "ioctl", 0, 0x5412) == answer(processor, "ioctl", 0, 0xFF00005412) == "EPERM"
    assert answer(processor, "ioctl", 0, 0x5401) == ALLOWED
    assert answer(processor, "personality", 0xFFFFFFFF) == answer(processor, "personality", 0) == ALLOWED
    assert answer(processor, "personality", 0x0040000) == "EPERM"
    assert answer(processor, "shmget", 0, 4096) == ALLOWED
    assert answer(processor, "shmget", 0, 4097) == answer(processor, "shmget", 0, 1 << 32) == "EPERM"
    assert answer(processor, "mknodat", 0, 0, 0o010600) == ALLOWED
    assert answer(processor, "mknodat", 0, 0, 0o020600) == answer(processor, "mknodat", 0, 0, 0o060600) == "EPERM"
