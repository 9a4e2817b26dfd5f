"""What a learner waits for: running a lesson, and the commands' start."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .table import Table

if TYPE_CHECKING:
    from course.lesson import Lesson

ROUNDS = 5
LIMIT_S = 1.5
"""What `course grade` may take once warm."""


def median_pair(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median seconds of each, run in turns, after one unmeasured round."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds + 1):
        for call, kept in zip((first, second), seconds, strict=True):
            started = time.perf_counter()
            call()
            kept.append(time.perf_counter() - started)
    return statistics.median(seconds[0][1:]), statistics.median(seconds[1][1:])


def command(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def measure(quick: bool) -> Table:
    # Here, for a process that `run` starts imports this module, too, and is what is measured.
    from course import catalogue
    from course.build import execute
    from course.notebook import notebook
    from course.run import run

    lesson = catalogue.find("coding/lru_cache")
    pairs = [
        ("one run of a lesson: our process / a kernel", lambda: run(lesson), lambda: execute(notebook(lesson), lesson)),
        ("`course --help` / `python -c pass`", command("-m", "course", "--help"), command("-c", "pass")),
        ("import course.cases / import IPython", command("-c", "import course.cases"), command("-c", "import IPython")),
    ]
    rows = []
    for label, first, second in pairs:
        ours, theirs = median_pair(first, second, 1 if quick else ROUNDS)
        rows.append([label, f"{ours:.3f}", f"{theirs:.3f}", f"{ours / theirs:.2f}"])
    for name in ("culture/keeper_test", "coding/lru_cache"):
        seconds = grade_s(catalogue.find(name), 1 if quick else ROUNDS)
        rows.append(
            [f"`course grade {name}`, solved / the limit", f"{seconds:.3f}", f"{LIMIT_S}", f"{seconds / LIMIT_S:.2f}"]
        )
    return Table("Lessons and commands", ["what / against what", "s", "s", "ratio"], rows)


def grade_s(lesson: "Lesson", rounds: int) -> float:
    """Median seconds from the command to its table, for a solved notebook."""
    built = Path("source") / lesson.module / f"{lesson.notebook}.ipynb"
    with tempfile.TemporaryDirectory() as folder:
        notebook = Path(folder, lesson.module, built.name)
        notebook.parent.mkdir()
        notebook.write_bytes(built.read_bytes())
        Path(folder, ".keeper").mkdir()
        Path(folder, ".keeper", "workspace.json").write_text(json.dumps({}))
        call = command("-m", "course", "grade", lesson.id, "--workspace", folder)
        return median_pair(call, lambda: None, rounds)[0]
