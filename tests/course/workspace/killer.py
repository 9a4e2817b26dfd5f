"""Run an operation on a workspace in forks of this process, and kill one after every step it takes on the disk.

A program of its own, so that it has one thread and may fork: `python killer.py OPERATION FOLDER`. Prints how many times it killed;
fails with what was lost.
"""

import json
import os
import random
import shutil
import signal
import sys
import tarfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from course.workspace import Workspace
from course.workspace.export import export
from course.workspace.reset import reset
from course.workspace.upgrade import upgrade

CHANGES = {"open", "write", "flush", "close", "__exit__", "replace", "rename", "link", "unlink", "mkdir", "chmod"}
NOW = datetime(2026, 11, 21, 5, 30, tzinfo=UTC)
SEED = 20261121
RANDOM_KILLS = 40
LONGEST_LIFE_S = 0.03
MINE = "written by the learner"
DAMAGED_MARKER = b"{"
DAMAGED = b'{"cells": [{"source": "my wor'


def notebook(*sources: str) -> bytes:
    cells = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": [source], "outputs": [], "execution_count": None}
        for n, source in enumerate(sources)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


class Scene:
    """Two releases, and a workspace of the first in which one lesson is edited, one damaged, one untouched."""

    def __init__(self, folder: Path) -> None:
        self.old, self.new = folder / "old", folder / "new"
        self.workspace = Workspace(folder / "workspace")
        self.output = folder / "out.tar.gz"
        if self.new.exists():
            return
        for name in ("1_a/01_untouched", "1_a/02_edited", "2_b/01_damaged", "2_b/02_same"):
            write(self.old / f"{name}.ipynb", notebook(f"{name} version 1"))
            version = 1 if name.endswith("same") else 2
            write(self.new / f"{name}.ipynb", notebook(f"{name} version {version}"))
        write(self.new / "3_c/01_added.ipynb", notebook("added"))

    def begin(self) -> None:
        upgrade(self.workspace, self.old)
        root = self.workspace.root
        write(root / "1_a/02_edited.ipynb", notebook(MINE))
        write(root / "2_b/01_damaged.ipynb", DAMAGED)
        write(root / "stories/one.md", b"a story")

    def check_whole(self) -> None:
        """Every file is an old one or a new one, and what the learner wrote is there."""
        root = self.workspace.root
        files = [file for file in root.rglob("*") if file.is_file() and not file.name.startswith(".")]
        texts = {file.relative_to(root).as_posix(): file.read_bytes() for file in files if ".keeper" not in file.parts}
        known = {file.read_bytes() for file in [*self.old.rglob("*.ipynb"), *self.new.rglob("*.ipynb")]}
        strange = [name for name, text in texts.items() if text not in known | {notebook(MINE), DAMAGED, b"a story"}]
        assert not strange, f"half-written: {strange}"
        if self.workspace.marker.exists() and self.workspace.marker.read_bytes() != DAMAGED_MARKER:
            json.loads(self.workspace.marker.read_bytes())
        if self.output.exists():
            with tarfile.open(self.output) as archive:
                assert any(name.endswith("stories/one.md") for name in archive.getnames()), "half an archive"
        if (root / "stories").exists():
            for content in (notebook(MINE), DAMAGED, b"a story"):
                assert content in texts.values(), f"lost: {content!r}"


def one_upgrade(scene: Scene) -> None:
    upgrade(scene.workspace, scene.new)


def one_reset(scene: Scene) -> None:
    reset(scene.workspace, "1_a/02_edited", scene.old, NOW)


def one_export(scene: Scene) -> None:
    if not scene.output.exists():
        export(scene.workspace, scene.output, NOW)


def in_child(work: Callable[[], None], kill_at: int | None) -> int:
    """The wait status of a fork that does `work` and is killed after its call number `kill_at`."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    try:
        if kill_at is not None:
            _kill_after(kill_at)
        work()
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def _kill_after(number: int) -> None:
    """At the end of call number `number` that changes the disk, or may: what was opened for writing is empty by then."""
    left = number

    def profile(_frame: object, event: str, function: object) -> None:
        nonlocal left
        if event == "c_return" and getattr(function, "__name__", "") in CHANGES:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(profile)


def visible(scene: Scene) -> dict[str, bytes]:
    root = scene.workspace.root
    return {str(file.relative_to(root)): file.read_bytes() for file in sorted(root.rglob("*.ipynb"))}


def at_every_step(operation: Callable[[Scene], None], folder: Path, prepare: Callable[[Scene], None]) -> int:
    """Kill after each call in turn, check, do it again undisturbed, and compare with a run never disturbed."""
    prepare(Scene(folder / "prepared"))
    whole = Scene(shutil.copytree(folder / "prepared", folder / "whole"))
    operation(whole)
    kills = 0
    while True:
        scene = Scene(shutil.copytree(folder / "prepared", folder / f"killed-{kills + 1}"))
        status = in_child(lambda scene=scene: operation(scene), kill_at=kills + 1)
        if status == 0:
            return kills
        assert os.WIFSIGNALED(status), f"failed before it was killed, at call {kills + 1}"
        kills += 1
        scene.check_whole()
        if not (operation is one_reset and list(scene.workspace.backups.glob("*.ipynb"))):
            operation(scene)
            assert visible(scene) == visible(whole), f"another result after being killed at call {kills}"
            scene.check_whole()
        shutil.rmtree(folder / f"killed-{kills}")


def at_random(folder: Path) -> int:
    """Kill upgrades, there and back, at random moments of a fixed seed."""
    chance = random.Random(SEED)
    scene = Scene(folder / "random")
    scene.begin()
    for _ in range(RANDOM_KILLS):
        child = os.fork()
        if not child:
            while True:
                upgrade(scene.workspace, scene.new)
                upgrade(scene.workspace, scene.old)
        time.sleep(chance.uniform(0, LONGEST_LIFE_S))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        scene.check_whole()
    upgrade(scene.workspace, scene.new)
    scene.check_whole()
    return RANDOM_KILLS


def main(name: str, folder: Path) -> int:
    nothing, begin = (lambda scene: None), Scene.begin

    def begin_and_damage(scene: Scene) -> None:
        scene.begin()
        scene.workspace.marker.write_bytes(DAMAGED_MARKER)

    match name:
        case "install":
            return at_every_step(one_upgrade, folder, nothing)
        case "upgrade":
            return at_every_step(one_upgrade, folder, begin)
        case "upgrade with a damaged marker":
            return at_every_step(one_upgrade, folder, begin_and_damage)
        case "reset":
            return at_every_step(one_reset, folder, begin)
        case "export":
            return at_every_step(one_export, folder, begin)
        case "upgrades at random moments":
            return at_random(folder)
    raise SystemExit(f"no operation {name!r}")


if __name__ == "__main__":
    os.fsync = lambda handle: None  # for speed: what a killed process has written is there, on the disk or not yet
    print(main(sys.argv[1], Path(sys.argv[2])))
