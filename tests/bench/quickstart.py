"""nbgrader's quickstart course, as `nbgrader quickstart` makes it, with as many submissions as asked for."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ASSIGNMENT = "ps1"
OURS = 'c.Autograde.exporter_class = "autograde.nbgrader_plugin.EngineExporter"\n'
SQUARES = 'def squares(n):\n    if n < 1:\n        raise ValueError("n must be at least 1")\n    return [i**2 for i in range(1, n + 1)]'
SUM = "def sum_of_squares(n):\n    return sum(squares(n))"
ANSWERS: tuple[dict[str, str], ...] = (
    {  # all right
        "squares": SQUARES,
        "sum_of_squares": SUM,
        "sum_of_squares_equation": r"$\sum_{i=1}^n i^2$",
        "sum_of_squares_application": "def pyramidal_number(n):\n    return sum_of_squares(n)",
        "part-a": "The function calls itself for the two numbers before.",
        "part-b": "Below zero it never ends.",
    },
    {  # half of it
        "squares": "def squares(n):\n    return [i**2 for i in range(1, n + 1)]",
        "sum_of_squares": "def sum_of_squares(n):\n    return n * (n + 1) * (2 * n + 1) // 6",
        "part-a": "It is recursive.",
    },
    {"squares": "def squares(n):\n    return list(range(n))"},  # wrong, and the rest as it was released
)


@dataclass(frozen=True)
class Course:
    """A released course without submissions, and a folder for copies of it."""

    root: Path
    scratch: Path
    numbers: "count[int]"

    def cohort(self, size: int, *, ours: bool = False) -> Path:
        """A fresh copy with `size` submissions; `ours`: plain nbgrader is told to grade with the engine."""
        folder = self.scratch / f"copy{next(self.numbers)}"
        shutil.copytree(self.root, folder)
        if ours:
            with (folder / "nbgrader_config.py").open("a") as config:
                config.write(OURS)
        release = self.root / "release" / ASSIGNMENT
        for number in range(size):
            submitted = folder / "submitted" / f"student{number:04}" / ASSIGNMENT
            shutil.copytree(release, submitted)
            for notebook in submitted.glob("*.ipynb"):
                _answer(notebook, ANSWERS[number % len(ANSWERS)])
        return folder

    def autograde_run(self, size: int) -> float:
        """Seconds of the command over `size` submissions, start-up included."""
        return self._graded(self.cohort(size), size, ["-m", "autograde", "run", ASSIGNMENT])

    def nbgrader_autograde(self, size: int, *, ours: bool = False) -> float:
        """As `autograde_run`, for plain nbgrader."""
        folder = self.cohort(size, ours=ours)
        return self._graded(folder, size, ["-m", "nbgrader", "autograde", ASSIGNMENT])

    def _graded(self, folder: Path, size: int, arguments: list[str]) -> float:
        started = time.perf_counter()
        run(folder, arguments)
        seconds = time.perf_counter() - started
        done = len(list(folder.glob(f"autograded/*/{ASSIGNMENT}/problem1.ipynb")))
        if done != size:
            raise SystemExit(f"{arguments} graded {done} of {size} submissions")
        shutil.rmtree(folder)
        return seconds


def run(folder: Path, arguments: list[str]) -> None:
    """`python ARGUMENTS` in a course's folder, without the configuration of whoever measures."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment(folder), capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{arguments} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-2000:]}")


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_"))}
    # nbgrader runs the program `alembic`, which lies beside Python.
    kept["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), kept["PATH"]])
    # The course's root, which may not be where a benchmark is, for the modules that are not installed.
    kept["PYTHONPATH"] = str(Path(__file__).parents[2])
    return kept | {"HOME": str(folder), "JUPYTER_CONFIG_DIR": str(folder / "no-config")}


@contextmanager
def course(*, notebooks: int = 2) -> Iterator[Course]:
    """The course, released, for as long as it is measured; with one notebook or both."""
    with TemporaryDirectory(prefix="bench-") as temporary:
        scratch = Path(temporary)
        run(scratch, ["-m", "nbgrader", "quickstart", "course101"])
        root = scratch / "course101"
        if notebooks == 1:
            (root / "source" / ASSIGNMENT / "problem2.ipynb").unlink()
        run(root, ["-m", "nbgrader", "generate_assignment", ASSIGNMENT])
        yield Course(root, scratch, count())


def _answer(file: Path, answers: dict[str, str]) -> None:
    notebook: dict[str, Any] = json.loads(file.read_text())
    for cell in notebook["cells"]:
        answer = answers.get(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
        if answer is not None:
            cell["source"] = answer
    file.write_text(json.dumps(notebook, indent=1))
