"""The file system inside: a root made by hand, of which the machine's files are the read-only part (pivot_root(2)).

The outer jail builds it; the inner one covers what is not for the student. Mounts that a jail inherits are locked: it
can cover them, never take a cover away (mount_namespaces(7)).
"""

import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from autograde.jail import kernel
from autograde.jail.kernel import Mount
from autograde.jail.profile import HOME, UID, USER, Profile
from autograde.jail.remedies import failure, naming

ETC = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/pki/tls/certs",
    "/etc/ssl/certs",
    "/etc/ssl/openssl.cnf",
    "/etc/timezone",
)
MADE_UP = {
    "/etc/passwd": f"{USER}:x:{UID}:{UID}::{HOME}:/bin/sh\n",
    "/etc/group": f"{USER}:x:{UID}:\n",
    "/etc/hosts": "127.0.0.1 localhost\n::1 localhost\n",
    "/etc/hostname": "jail\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
}
HOSTNAME = b"jail"
DEVICES = ("null", "zero", "full", "random", "urandom")
LINKS = {
    "/dev/fd": "/proc/self/fd",
    "/dev/stdin": "/proc/self/fd/0",
    "/dev/stdout": "/proc/self/fd/1",
    "/dev/stderr": "/proc/self/fd/2",
    "/dev/ptmx": "pts/ptmx",
}
SCRATCH = {"/tmp": 0o1777, "/dev/shm": 0o1777, HOME: 0o700}
"""The folders that are windows into one tmpfs of `limits.disk_bytes`, and their modes."""
BASE = "/tmp"
"""Where the root is put together, out of anyone's sight; every Linux has it."""
ROOT_BYTES = 1 << 20
INODES = 20_000
"""Of each tmpfs; an inode takes about a kilobyte that no size limit counts."""
SAFE = Mount.NOSUID | Mount.NODEV
PROC_OPTIONS = "hidepid=invisible,subset=pid"
"""Only processes, and of these only one's own: no kcore, keys, sysrq-trigger, no /proc/sys (proc(5), Linux 5.8)."""


class Placed(NamedTuple):
    path: str
    tree: int
    """A mount that is not yet anywhere."""
    is_folder: bool


class Plan(NamedTuple):
    """What the outer jail's root consists of."""

    bound: Mapping[str, bool]
    """Path of what is bound, and whether it is a folder."""
    links: Mapping[str, str]
    folders: tuple[Path, ...]
    """To be made where the root is put together, parents first, before and after /tmp is mounted."""


@cache
def plan(readable: tuple[str, ...], work: str) -> Plan:
    """Look at the machine's files; the same for every job. Raises JailError."""
    wanted = _outermost((*readable, *ETC))
    bound: dict[str, bool] = {}
    links = dict(LINKS)
    for path in wanted:
        here = Path(path)
        try:
            if here.is_symlink() and _below(str(here.resolve()), wanted):
                links[path] = str(here.readlink())
            else:
                bound[path] = stat.S_ISDIR(here.stat().st_mode)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise failure("readable files", f"{path}: {error}") from error
    folders = {"/proc", "/dev/pts", work, *SCRATCH, *(path for path, is_folder in bound.items() if is_folder)}
    folders |= {str(Path(path).parent) for path in (*bound, *links, *MADE_UP)}
    folders |= {str(parent) for path in folders for parent in Path(path).parents}
    return Plan(bound, links, tuple(Path(BASE + path) for path in sorted(folders - {"/"})))


def open_readable(profile: Profile) -> list[Placed]:
    """Take hold of the machine's files while they can still be reached. Raises JailError."""
    placed = []
    for path, is_folder in plan(profile.readable, profile.work).bound.items():
        try:
            placed.append(Placed(path, kernel.clone_mount(path, SAFE | Mount.RDONLY, recursive=True), is_folder))
        except OSError as error:
            raise failure("readable files", f"{path}: {error}") from error
    with naming("root file system"):
        for name in DEVICES:
            tree = kernel.clone_mount(f"/dev/{name}", Mount.RDONLY | Mount.NOSUID | Mount.NOEXEC)
            placed.append(Placed(f"/dev/{name}", tree, False))
    return placed


def build(profile: Profile, placed: list[Placed]) -> None:
    """Make the outer jail's root of them and enter it; nothing else of the machine is left. Raises JailError."""
    with naming("root file system"):
        kernel.make_private("/")
        kernel.mount("tmpfs", BASE, SAFE, f"size={ROOT_BYTES},nr_inodes={INODES},mode=755")
        _furnish(profile, placed)
    with naming("own /proc"):
        kernel.mount("proc", f"{BASE}/proc", SAFE | Mount.NOEXEC, PROC_OPTIONS)
    with naming("root file system"):
        os.chdir(BASE)
        kernel.pivot_root(".", ".")
        kernel.unmount(".")
        os.chdir("/")
        kernel.make_read_only("/", SAFE)
    with naming("readable files"):
        for path, _, is_folder in placed:
            if not os.access(path, os.R_OK | (os.X_OK if is_folder else 0)):
                raise PermissionError(f"{path} is not readable inside, where one is nobody to the machine")


def _furnish(profile: Profile, placed: list[Placed]) -> None:
    _, links, folders = plan(profile.readable, profile.work)
    for folder in folders:
        folder.mkdir(mode=0o755)
    _scratch(profile, BASE)
    for folder in folders:
        if _below(str(folder), (BASE + path for path in SCRATCH)):
            folder.mkdir(mode=0o755, exist_ok=True)
    # A link that the student left must not lead the examiner to what only the examiner may read.
    kernel.mount("tmpfs", BASE + profile.work, SAFE | kernel.MS_NOSYMFOLLOW, _size(profile, 0o700))
    _terminals(BASE)
    for path, text in MADE_UP.items():
        kernel.write(BASE + path, text, os.O_CREAT)
    for path, target in links.items():
        Path(BASE + path).symlink_to(target)
    for each in placed:
        _place(each, BASE)


def _place(placed: Placed, root: str) -> None:
    target = root + placed.path
    if not placed.is_folder:
        kernel.write(target, "", os.O_CREAT)
    kernel.place_mount(placed.tree, target)


def cover(profile: Profile) -> None:
    """Make the student's part of the outer jail's root: masks, and a /proc, /tmp, /dev/shm and home of its own.

    Raises JailError.
    """
    with naming("root file system"):
        kernel.make_private("/")
        work = kernel.clone_mount(profile.work)
        kernel.follow_symlinks(work)
        held = [Placed(profile.work, work, True)]
        for path in _outermost(path for path in profile.readable if _below(path, SCRATCH)):
            if Path(path).exists():
                held.append(Placed(path, kernel.clone_mount(path, recursive=True), Path(path).is_dir()))
        _scratch(profile, "")
        for each in held:
            (Path(each.path) if each.is_folder else Path(each.path).parent).mkdir(parents=True, exist_ok=True)
            _place(each, "")
        _terminals("")
        for folder in profile.private:
            kernel.mount("tmpfs", folder, SAFE | Mount.NOEXEC | Mount.RDONLY, "size=4k,nr_inodes=2,mode=555")
    with naming("own /proc"):
        kernel.mount("proc", "/proc", SAFE | Mount.NOEXEC, PROC_OPTIONS)


def renew(profile: Profile) -> None:
    """Make the outer jail as it was at first, when all its processes but pid 1 have ended. Raises JailError."""
    with naming("root file system"):
        kernel.unmount(profile.work)
        kernel.mount("tmpfs", profile.work, SAFE | kernel.MS_NOSYMFOLLOW, _size(profile, 0o700))
        for folder in SCRATCH:
            device = Path(folder).stat().st_dev
            for entry in [*os.scandir(folder)]:
                if entry.stat(follow_symlinks=False).st_dev != device or _holds(entry.path, profile):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    Path(entry.path).unlink()


def _holds(path: str, profile: Profile) -> bool:
    """Whether something is mounted at or below a path."""
    return any(_below(inner, [path]) for inner in (profile.work, *profile.readable))


def _scratch(profile: Profile, root: str) -> None:
    """Mount one tmpfs, seen only through the folders of SCRATCH, so that their sizes add up to one limit."""
    whole = f"{root}/tmp"
    kernel.mount("tmpfs", whole, SAFE, _size(profile, 0o755))
    windows = {}
    for path, mode in SCRATCH.items():
        window = Path(whole, path.replace("/", "_"))
        window.mkdir()
        window.chmod(mode)  # whatever the umask
        windows[path] = kernel.clone_mount(str(window))
    kernel.unmount(whole)
    for path, tree in windows.items():
        kernel.place_mount(tree, root + path)


def _terminals(root: str) -> None:
    kernel.mount("devpts", f"{root}/dev/pts", Mount.NOSUID | Mount.NOEXEC, "newinstance,ptmxmode=0666,mode=620")


def _size(profile: Profile, mode: int) -> str:
    return f"size={profile.limits.disk_bytes},nr_inodes={INODES},mode={mode:o}"


def _outermost(paths: Iterable[str]) -> list[str]:
    """Without those below another, which come along with it; parents first."""
    kept: list[str] = []
    for path in sorted({os.path.normpath(path) for path in paths}):
        if not _below(path, kept):
            kept.append(path)
    return kept


def _below(path: str, folders: Iterable[str]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)
