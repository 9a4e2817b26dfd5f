"""Whether ten times the submissions take ten times as long, and no more memory."""

import shutil
from itertools import pairwise

from .memory import peak
from .quickstart import ASSIGNMENT, course
from .table import Table


def measure(quick: bool) -> Table:
    """`autograde run` over cohorts of growing size."""
    sizes = (2, 8, 24) if quick else (10, 100, 1_000)
    peaks = []
    with course() as quickstart:
        for size in sizes:
            folder = quickstart.cohort(size)
            peaks.append(peak(folder, ["-m", "autograde", "run", ASSIGNMENT]))
            shutil.rmtree(folder)
    further = [
        (after.seconds - before.seconds) / (more - fewer)
        for (fewer, before), (more, after) in pairwise(zip(sizes, peaks, strict=True))
    ]
    rows = [
        [
            f"{size:,}",
            f"{one.seconds:.1f}",
            f"{one.seconds / size * 1000:.0f}",
            f"{more * 1000:.1f}" if more is not None else "",
            f"{one.command_mib:.0f}",
            f"{one.all_mib:.0f}",
        ]
        for size, one, more in zip(sizes, peaks, [None, *further], strict=True)
    ]
    note = (
        f"A further submission costs {further[-1] / further[0]:.2f} times as much on the way from {sizes[1]:,} to {sizes[2]:,} as from "
        f"{sizes[0]:,} to {sizes[1]:,}. Memory is the peak, as proportional set size, looked at four times a second."
    )
    columns = ["submissions", "s", "ms each", "ms each further one", "MiB, the command", "MiB, all its processes"]
    return Table("Growth", columns, rows, note)
