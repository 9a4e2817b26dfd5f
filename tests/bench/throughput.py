"""Whole commands over nbgrader's quickstart course, start-up included: ours against stock `nbgrader autograde`."""

from collections.abc import Callable
from functools import partial
from statistics import median

from .quickstart import course
from .table import Table

ROUNDS = 2
NOTEBOOKS = 2


def measure(quick: bool) -> Table:
    """Each command in turn, `ROUNDS` times, each time on a fresh copy; the medians are divided."""
    few, some, many = (2, 3, 6) if quick else (24, 32, 240)
    with course() as quickstart:
        stock = quickstart.nbgrader_autograde
        plain = partial(quickstart.nbgrader_autograde, ours=True)
        commands: dict[str, tuple[Callable[[int], float], int]] = {
            f"stock, {few}": (stock, few),
            f"stock, {some}": (stock, some),
            f"run, {many}": (quickstart.autograde_run, many),
            f"run, {some}": (quickstart.autograde_run, some),
            f"plain, {few}": (plain, few),
            f"plain, {many}": (plain, many),
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(1 if quick else ROUNDS):
            for name, (command, size) in commands.items():
                seconds[name].append(command(size) / size)

    def row(what: str, ours: str, theirs: str, goal: str) -> list[str]:
        first, second = median(seconds[ours]), median(seconds[theirs])
        per_notebook = [f"{each / NOTEBOOKS * 1000:.0f}" for each in (first, second)]
        return [what, f"{first:.3f}", f"{second:.3f}", *per_notebook, f"{second / first:.1f}", goal]

    rows = [
        row(f"`autograde run`, {many}, against stock, {few}", f"run, {many}", f"stock, {few}", "25"),
        row(f"`autograde run`, {some}, against stock, {some}", f"run, {some}", f"stock, {some}", "10"),
        row(f"`nbgrader autograde` with the engine, {few}, against stock, {few}", f"plain, {few}", f"stock, {few}", ""),
        row(f"the same, {many}, against stock, {few}", f"plain, {many}", f"stock, {few}", "7"),
    ]
    return Table(
        "Throughput",
        ["submissions of 2 notebooks", "s each", "stock: s", "ms a notebook", "stock: ms", "times as fast", "wanted"],
        rows,
        "Whole commands, start-up included; the median of the rounds. Stock nbgrader's time is linear in the submissions.",
    )
