"""Install and upgrade: release/ into the workspace, without ever overwriting what a learner changed.

First a plan, computed from digests alone; then its steps, each one atomic write. Killed between any two of them, the next
run finds the same plan shorter: a lesson that already has the new content needs nothing.
"""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from course.errors import DamagedFile, WorkspaceError
from course.files import write_atomic
from course.workspace import marker as markers
from course.workspace.marker import Marker
from course.workspace.notebooks import digest
from course.workspace.place import Workspace, writing

Action = Literal["install", "replace", "offer", "keep", "same"]
NOT_IN_GIT = "# What you make here is yours alone. Delete this file if you want it in a repository of your own.\n*\n"
DAMAGED = "damaged"  # stands for the digest of a notebook that cannot be read


@dataclass(frozen=True)
class Step:
    """What happens to one released file. `path` is below the workspace, with "/" between folders."""

    path: str
    action: Action
    digest: str
    """Of the released version."""
    beside: str = ""
    """Where an offered version is put."""
    damaged: bool = False
    """What is kept cannot be read as a notebook."""


@dataclass(frozen=True)
class Upgrade:
    """What was done."""

    steps: tuple[Step, ...]
    fresh: bool
    """There was no workspace before."""
    notice: str = ""
    """Something the learner should know that stopped nothing."""

    def paths(self, *actions: Action) -> list[str]:
        return [step.path for step in self.steps if step.action in actions]


def upgrade(workspace: Workspace, release: Path) -> Upgrade:
    """Bring `workspace` up to `release`, making it if need be.

    Raises WorkspaceError: the folder holds other things, is of a newer course, or cannot be written.
    """
    check_folder(workspace, release)
    released = {path: digest(release / path) or "" for path in _files(release)}
    fresh = not workspace.exists and not any((workspace.root / path).exists() for path in released)
    with workspace.changing():
        if not workspace.exists:  # first of all, so that a first start killed half-way is taken up again
            _keep_out_of_git(workspace.root)
            markers.save(workspace.marker, Marker())
        known, notice = _known(workspace)
        _remove_leftovers(workspace, released)
        with writing(workspace.root):
            plan = [
                decide(path, new, _mine(workspace.root / path), known, lambda name: _mine(workspace.root / name))
                for path, new in released.items()
            ]
        for step in plan:
            _apply(step, workspace.root, release)
        markers.save(workspace.marker, after(plan, known))
    return Upgrade(tuple(plan), fresh, notice)


def _keep_out_of_git(root: Path) -> None:
    """A workspace in a repository is private all the same; one who wants it in git has a line to delete."""
    ignore = root / ".gitignore"
    if not ignore.exists():
        with writing(ignore):
            write_atomic(ignore, NOT_IN_GIT)


def decide(path: str, new: str, mine: str | None, known: Marker, look: Callable[[str], str | None]) -> Step:
    """The step for one released file with digest `new`, where the workspace holds `mine` (None: nothing; or DAMAGED).

    `look` gives the digest of another file in the workspace, to find a free name for an offer.
    """
    base = known.installed.get(path)
    if mine == new:
        return Step(path, "same", new)
    if mine is None:
        return Step(path, "install", new)
    if mine == base:
        return Step(path, "replace", new)
    if new in (base, known.offered.get(path)):
        return Step(path, "keep", new, damaged=mine == DAMAGED)
    for beside in _names_beside(path):
        if look(beside) in (None, new, known.offered.get(path)):
            return Step(path, "offer", new, beside, damaged=mine == DAMAGED)
    raise AssertionError("the names never end")


def after(plan: Iterable[Step], known: Marker) -> Marker:
    """What is known once `plan` is done. An edited lesson's base stays the version that was edited."""
    installed, offered = dict(known.installed), dict(known.offered)
    for step in plan:
        if step.action in ("install", "replace", "same"):
            installed[step.path] = step.digest
        elif step.action == "offer":
            offered[step.path] = step.digest
    return Marker(installed, offered)


def _apply(step: Step, root: Path, release: Path) -> None:
    target = root / (step.beside or step.path)
    if step.action in ("install", "replace", "offer"):
        with writing(target):
            write_atomic(target, (release / step.path).read_bytes())


def _names_beside(path: str) -> Iterable[str]:
    """03_lru_cache.new.ipynb, then .new2, .new3: a learner may have worked in an earlier offer."""
    pure = PurePosixPath(path)
    for number in itertools.count(1):
        yield str(pure.with_suffix(f".new{number if number > 1 else ''}{pure.suffix}"))


def check_folder(workspace: Workspace, release: Path) -> None:
    """Raise WorkspaceError unless lessons may go there: an empty folder, or one that has some; hidden files do not count."""
    root = workspace.root
    if root.exists() and not root.is_dir():
        raise WorkspaceError(f"{root} is a file. Choose a folder with --workspace.")
    if workspace.exists or not root.exists():
        return
    with writing(root, "read"):
        others = sorted(file.name for file in root.iterdir() if not file.name.startswith("."))
    if others and not any((root / path).exists() for path in _files(release)):
        raise WorkspaceError(
            f"{root} is not empty ({others[0]} is in it) and is no workspace of Keeper's. "
            "Choose an empty or new folder with --workspace."
        )


def _files(release: Path) -> list[str]:
    """The released files, as paths with "/"; WorkspaceError when there are none."""
    files = [file.relative_to(release) for file in sorted(release.rglob("*")) if file.is_file()]
    found = [file.as_posix() for file in files if not any(piece.startswith(".") for piece in file.parts)]
    if not found:
        raise WorkspaceError(
            f"There are no lessons in {release}. Run the command from a clone of the whole repository; "
            "after changing lessons, `course build` makes that folder."
        )
    return found


def _known(workspace: Workspace) -> tuple[Marker, str]:
    """The marker; a damaged one is put aside, and every lesson that differs from the release then counts as edited."""
    try:
        return markers.load(workspace.marker), ""
    except DamagedFile as error:
        aside = workspace.marker.with_suffix(".damaged.json")
        with writing(aside):
            write_atomic(aside, workspace.marker.read_bytes())
        return Marker(), (
            f"{error} It was put aside as {aside.name} and made anew. Lessons that differ from this version are "
            "taken for edited ones, so they are kept."
        )


def _mine(path: Path) -> str | None:
    try:
        return digest(path)
    except DamagedFile:
        return DAMAGED


def _remove_leftovers(workspace: Workspace, released: Iterable[str]) -> None:
    """Temporary files of an upgrade that was killed; nobody else writes such names while we hold the lock."""
    for path in (*released, ".keeper/workspace.json"):
        target = workspace.root / path
        for leftover in target.parent.glob(f".{target.name}.*.tmp"):
            leftover.unlink(missing_ok=True)
