"""Running a lesson's code cells in a process of their own, without a kernel: what `course check` needs, a hundred times over.

A fork server that has imported the heavy libraries makes each run cheap; a run that hangs is killed.
"""

import gc
import linecache
import multiprocessing
import os
import shutil
import sys
import tempfile
import traceback
import types
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from course.dependence import without_shows
from course.errors import ServiceUnavailable
from course.lesson import Cell, Lesson, starter

TIME_LIMIT_S = 60
"""A lesson runs in under 20 s by rule; three times that is a hang."""

AT_ONCE = (os.cpu_count() or 1) + 1
"""Runs: one more than there are cores, because one that waits for its server to start leaves its core to another."""

PRELOADED = [
    "course.run",
    "course.cases.cases",
    "course.cases.interleave",
    "hypothesis.strategies",
    "hypothesis.internal.conjecture.engine",
    "hypothesis.strategies._internal.flatmapped",
    "course.parts",
    "course.design.cases",
    "asyncio",
    "psycopg",
]
"""What many a run would else import by itself, which takes longer than most cells."""


@dataclass
class Outcome:
    """What a run gave: each tests cell's report (as Report.to_dict), and each cell that raised, by the line of its marker."""

    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)
    hung: bool = False


def run(
    lesson: Lesson,
    *,
    replace: dict[str, str] | None = None,
    tests: Collection[str] | None = None,
    time_limit_s: float = TIME_LIMIT_S,
    simplest: bool = True,
    share: float = 1.0,
    until_failed: bool = False,
    shows: Collection[int] | None = None,
) -> Outcome:
    """Run the lesson with its solutions, except those answers that `replace` gives other source for.

    Of the tests cells only those named in `tests` are run, unless it is None. Unless `simplest`, a failing example
    is told as it was found, which takes a third of the time. `share` is that of the examples, schedules and moments which cases ask
    for. With `until_failed`, nothing runs after the first cell that fails; of the plain cells that only show something, those at the lines
    `shows` run, all if it is None.
    """
    cells = [
        (cell, _source(cell, replace or {}))
        for cell in lesson.cells
        if _runs(cell) and (cell.kind != "tests" or tests is None or cell.name in tests)
    ]
    sources = [(cell.line, source) for cell, source in (cells if shows is None else without_shows(cells, shows))]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    receiver, sender = context.Pipe(duplex=False)
    folder = tempfile.mkdtemp(prefix="course-run-")
    process = context.Process(
        target=_child, args=(sources, folder, sender, _database_server(lesson), (simplest, share), until_failed)
    )
    process.start()
    sender.close()
    try:
        if receiver.poll(time_limit_s):
            reports, errors = receiver.recv()
            return Outcome(reports, errors)
        process.kill()  # its servers see that it is gone
        return Outcome(hung=True)
    except EOFError:
        return Outcome(errors={0: "the process died before it finished"})
    finally:
        # Given the time to stop a cell's servers; then not asked.
        process.join(5)
        process.kill()
        process.join()
        shutil.rmtree(folder, ignore_errors=True)


def starters(lesson: Lesson) -> dict[str, str]:
    """Every answer as the learner first sees it, for `run(replace=...)`."""
    return {exercise.answer.name: starter(exercise.answer.source) for exercise in lesson.exercises}


def _runs(cell: Cell) -> bool:
    """Parts show widgets and bear no points; the build runs them in a real kernel."""
    return cell.kind in ("code", "given", "answer", "tests")


def _source(cell: Cell, replace: dict[str, str]) -> str:
    from course.notebook import tests_source

    if cell.kind == "answer":
        return replace.get(cell.name, cell.source)
    return tests_source(cell) if cell.kind == "tests" else cell.source


def _database_server(lesson: Lesson) -> Path | None:
    """The folder of this process's PostgreSQL, for lessons that use one: starting another takes longer than most runs."""
    if not any("course.backend" in cell.source for cell in lesson.cells if _runs(cell)):
        return None
    try:
        from course.backend import postgres

        return postgres.server().folder
    except ServiceUnavailable:
        return None  # the lesson's own attempt will say why


def _child(
    sources: Sequence[tuple[int, str]],
    folder: str,
    sender: Connection,
    database_server: Path | None,
    effort_made: tuple[bool, float],
    until_failed: bool,
) -> None:
    from course.cases import effort
    from course.cases.cases import collected

    gc.freeze()  # what was imported before is not garbage: to look for some, as cases that count what lives do, takes less time
    effort.simplest, effort.share = effort_made
    if database_server is not None:
        from course.backend import postgres

        postgres.borrow(database_server)
    os.chdir(folder)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    errors: dict[int, str] = {}
    for line, source in sources:
        name = f"<cell at line {line}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        try:
            exec(compile(source, name, "exec"), main.__dict__)
        except BaseException as error:  # as a kernel does: the next cell still runs
            errors[line] = traceback.format_exception_only(error)[-1].strip()
        if until_failed and (errors or not all(report.passed == len(report.results) for report in collected[-1:])):
            break
    sender.send(({report.id: report.to_dict() for report in collected}, errors))
    sender.close()
