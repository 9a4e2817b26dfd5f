"""`make bench`: what costs a person time, as ratios within one run.

Each pair runs alternately, several times; the medians are divided. Absolute seconds are this machine's and say little elsewhere.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

ROUNDS = 5


def median_pair(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """Median seconds of each, run in turns, after one unmeasured round."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS + 1):
        for call, kept in zip((first, second), seconds, strict=True):
            started = time.perf_counter()
            call()
            kept.append(time.perf_counter() - started)
    return statistics.median(seconds[0][1:]), statistics.median(seconds[1][1:])


def command(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def main() -> None:
    # Here, for a process that `run` starts imports this module, too, and is what is measured.
    from course import catalogue
    from course.build import execute
    from course.notebook import notebook
    from course.run import run

    lesson = catalogue.find("coding/lru_cache")
    rows = [
        ("one run of a lesson: our process / a kernel", lambda: run(lesson), lambda: execute(notebook(lesson), lesson)),
        ("course --help / python -c pass", command("-m", "course", "--help"), command("-c", "pass")),
        ("import course.cases / import IPython", command("-c", "import course.cases"), command("-c", "import IPython")),
    ]
    print(f"{'what / against what':48}  {'s':>7} {'s':>7}  ratio")
    for label, first, second in rows:
        ours, theirs = median_pair(first, second)
        print(f"{label:48}  {ours:7.3f} {theirs:7.3f}  {ours / theirs:5.2f}")


if __name__ == "__main__":
    main()
