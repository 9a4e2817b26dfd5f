"""Where the time of a notebook goes: what its cells take by themselves, and all around them."""

import time
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from autograde import score
from autograde.graded_notebook import graded_notebook
from autograde.grading import Graded, GradedNotebook
from autograde.plan import plan
from autograde.repair import repair
from autograde.worker import Outcome, unanswered

from .in_process import opened, recording_s
from .quickstart import ASSIGNMENT, course
from .table import Table

T = TypeVar("T")
CELLS = ("the student's cells", "the tests' cells")


def measure(quick: bool) -> Table:
    """Every stage, one submission after the other, the engine warm."""
    spent: Counter[str] = Counter()
    outcomes: dict[str, Outcome] = {}
    count = 0

    def timed(stage: str, call: Callable[[], T]) -> T:
        started = time.perf_counter()
        made = call()
        spent[stage] += time.perf_counter() - started
        return made

    with course() as quickstart:
        own = opened(quickstart.cohort(6 if quick else 120))
        with own.engine() as engine:
            for submission in own.submissions():
                graded = []
                for name, source in own.source.notebooks.items():
                    submitted = submission.notebooks[name]
                    repaired = timed("repair", lambda: repair(source, submitted, name))  # noqa: B023 - called here and now
                    job = timed("plan", lambda: plan(repaired, own.source, submission, own.settings))  # noqa: B023
                    started = time.perf_counter()
                    result = engine.run(job)
                    wall = time.perf_counter() - started
                    tests = {step.index for step in job.steps if step.role == "test"}
                    for index, cell in result.cells.items():
                        spent[CELLS[index in tests]] += cell.seconds
                    inside = sum(cell.seconds for cell in result.cells.values())
                    spent["copies of the process, messages, outputs"] += result.seconds - inside
                    spent["fork, jails, files, their end"] += wall - result.seconds
                    points = timed("points", lambda: score.scores(repaired, result))  # noqa: B023
                    content, _ = timed("graded notebook", lambda: graded_notebook(repaired, result))  # noqa: B023
                    timed("graded notebook", lambda: unanswered(content))  # noqa: B023
                    graded.append(GradedNotebook(name, content, points))
                    count += 1
                outcomes[submission.student] = Outcome(Graded(ASSIGNMENT, submission.student, tuple(graded)))
        spent["reading, autograded/, gradebook"] = recording_s(own, outcomes) * len(outcomes)
    total = spent.total()
    cells = sum(spent[stage] for stage in CELLS)
    rows = [[stage, f"{of / count * 1000:.2f}", f"{of / total:.0%}"] for stage, of in spent.most_common()]
    rows.append(["all", f"{total / count * 1000:.2f}", "100%"])
    note = f"One after the other, warm, {count} notebooks of the quickstart course. The whole is {total / cells:.1f} times what the cells take by themselves."
    return Table("Where the time goes", ["stage", "ms a notebook", "share"], rows, note)
