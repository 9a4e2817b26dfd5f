"""What this machine can enforce: every mechanism tried for real, in processes that are thrown away."""

import json
import os
import sys
from collections.abc import Callable

from autograde.jail import kernel, landlock, seccomp
from autograde.jail.entry import confine
from autograde.jail.kernel import Clone
from autograde.jail.namespaces import separate
from autograde.jail.profile import JailError, Mechanism, Profile
from autograde.jail.readable import readable_paths
from autograde.jail.remedies import REMEDIES, failure, naming
from autograde.jail.syscalls import NUMBERS
from autograde.jail.watch import Watch
from autograde.job import Limits

WORK = "/tmp/work"
CHAIN = (
    "user namespaces",
    "loopback",
    "readable files",
    "root file system",
    "own /proc",
    "identity",
    "limits",
    "nesting",
)
"""In the order in which the jail needs them: without one there is no trying the next."""
PROBE_BYTES = 8 << 20


def mechanisms() -> tuple[Mechanism, ...]:
    """Every mechanism of the jail, with what is wrong with it here. Takes some 30 ms; needs fork, so a few threads at most."""
    if not NUMBERS:
        return (Mechanism("linux", False, True, f"this is {sys.platform}", REMEDIES["linux"]),)
    return (
        *_chain(_thrown_away(_nest)),
        _single("seccomp", True, _filtered),
        _single("memory watch", True, _watched),
        _single("landlock", False, _landlocked),
    )


def missing(found: tuple[Mechanism, ...]) -> tuple[Mechanism, ...]:
    """Those without which grading is refused."""
    return tuple(each for each in found if each.required and not each.works)


def _chain(failed: tuple[str, str] | None) -> list[Mechanism]:
    if failed is None:
        return [Mechanism(name, True, True) for name in CHAIN]
    broken = CHAIN.index(failed[0])
    return [
        *(Mechanism(name, True, True) for name in CHAIN[:broken]),
        Mechanism(CHAIN[broken], False, True, failed[1], REMEDIES[CHAIN[broken]]),
        *(
            Mechanism(name, False, True, f"not reached without {CHAIN[broken]}", f"get {CHAIN[broken]} first.")
            for name in CHAIN[broken + 1 :]
        ),
    ]


def _single(name: str, required: bool, probe: Callable[[], None]) -> Mechanism:
    failed = _thrown_away(probe)
    return Mechanism(name, failed is None, required, *(() if failed is None else (failed[1], REMEDIES[name])))


def _nest() -> None:
    """The whole way in, as for a job."""

    def profile(role: str) -> Profile:
        return Profile("student" if role == "student" else "examiner", readable_paths(sys.modules), WORK, Limits())

    def inner() -> None:
        separate()
        _in_child(lambda: confine(profile("student"), keep=range(3, 64)))

    def outer() -> None:
        confine(profile("examiner"), keep=range(3, 64), seal=False)
        try:
            _in_child(inner)
        except JailError as error:
            raise failure("nesting", f"{error.mechanism}: {error.found}") from error

    separate()
    _in_child(outer)


def _filtered() -> None:
    with naming("seccomp"):
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        seccomp.filter_calls()
    try:
        kernel.unshare(Clone.NEWUTS | Clone.NEWUSER)
    except PermissionError:
        return
    raise failure("seccomp", "the filter is in place and refuses nothing")


def _landlocked() -> None:
    if not landlock.version():
        raise failure("landlock", "this kernel has none, or it is off")


def _watched() -> None:
    """A process that nobody may look into must be seen all the same."""
    ready_reading, ready = os.pipe()
    waiting, release = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(release)
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        block = b"x" * PROBE_BYTES
        os.write(ready, block[:1])
        os.read(waiting, 1)  # until the parent has looked, or is dead
        os._exit(0)
    os.read(ready_reading, 1)
    used = Watch(child).used_bytes()
    for descriptor in (ready_reading, ready, waiting, release):
        os.close(descriptor)
    os.waitpid(child, 0)
    if used < PROBE_BYTES:
        raise failure("memory watch", f"of a process with {PROBE_BYTES} bytes, {used} are seen")


def _thrown_away(probe: Callable[[], None]) -> tuple[str, str] | None:
    """Mechanism and reason of the JailError that `probe` raises in a fork of this process."""
    try:
        _in_child(probe)
    except JailError as error:
        return error.mechanism, error.found
    return None


def _in_child(probe: Callable[[], None]) -> None:
    """Run it in a child and raise here the JailError it raises there."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        said: tuple[str, str] | None = None
        try:
            os.close(reading)
            probe()
        except JailError as error:
            said = error.mechanism, error.found
        except BaseException as error:
            said = CHAIN[0], repr(error)
        os.write(writing, json.dumps(said).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = json.loads(pipe.read() or "null")
    os.waitpid(child, 0)
    if said is not None:
        raise failure(*said)
