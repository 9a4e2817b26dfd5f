"""How soon the coach is ready, and whether a longer answer takes it longer than in proportion."""

import subprocess
import sys
import time

from .table import Table

READY_LIMIT_S = 0.3
READY = """
import time; before = time.perf_counter()
from course.coach.model import models; models()
print(time.perf_counter() - before)"""
UNITS = {
    "sentences": "I did it. ",
    "one word on and on": "word ",
    "no space": "1",
    "dots": "." * 99 + "a ",
    "blank lines": "a\n\n",
}


def measure(quick: bool) -> Table:
    """Seconds to import and open the models in a fresh process, and ten times the text against once."""
    ready = min(
        float(subprocess.run([sys.executable, "-c", READY], capture_output=True, check=True).stdout)
        for _ in range(1 if quick else 5)
    )
    length = 1_000 if quick else 20_000
    rows = [["ready", f"{ready:.2f} s", f"{READY_LIMIT_S} s"]]
    for name, unit in UNITS.items():
        once, tenfold = _read(unit, length), _read(unit, 10 * length)
        rows.append([f"ten times the text: {name}", f"{tenfold / once:.1f} times as long", "about 10"])
    return Table("The coach", ["", "measured", "limit"], rows, f"Texts of {length:,} and {10 * length:,} characters.")


def _read(unit: str, length: int) -> float:
    from course.coach import read

    text = unit * (length // len(unit))
    read("warm")
    before = time.perf_counter()
    read(text)
    return time.perf_counter() - before
