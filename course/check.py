"""Proving a lesson: everything its author promises is tried, and what does not hold becomes one line with its mend."""

import functools
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from course import shape, syllabus
from course.catalogue import SOURCE, lessons
from course.dependence import lines_that_can_tell
from course.lesson import Cell, Exercise, Lesson
from course.run import AT_ONCE, TIME_LIMIT_S, Outcome, run, starters

LINK = re.compile(r"\]\(([^)#\s]+)")
MOMENT = re.compile(r"\b(solved_by|after)=\"([^\"]*)\"")
"""Of a part that waits for a tests cell."""
SHAPE = re.compile(r"\bshape\(\s*\w+,\s*statements=(\d+)\s*\)")
LEAST_WRONG, LEAST_HINTS = 3, 2
GLANCE = 0.25
"""Of the examples, schedules and moments: those that a wrong answer meets first. It meets all, unless these tell what is promised of it."""
LEAST_MESSAGE = 20
"""Characters: below this a failure's message cannot have said what was done and what was expected."""


@dataclass(frozen=True)
class Finding:
    """Something to mend in a lesson."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}. Mend: {self.mend}"


@dataclass(frozen=True)
class Verdict:
    """A wrong answer and what killed it: the table of proofs that `course check --report` prints."""

    lesson: str
    answer: str
    label: str
    killed_by: tuple[str, ...]


@dataclass(frozen=True)
class Proof:
    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class _Trial:
    """An answer to be tried: in place of which, on which tests cells, beside which of the plain cells (None: all)."""

    kind: str
    cell: Cell
    replace: dict[str, str]
    told: frozenset[str]
    shows: frozenset[int] | None


def check(lesson: Lesson, at_once: int = AT_ONCE) -> Proof:
    """Run the lesson's solution, starter, wrong and other right answers, so many at once, and read its structure."""
    solved = run(lesson)
    every = frozenset(tests.name for tests in lesson.tests)
    trials = [_Trial("starter", lesson.cells[0], starters(lesson), every, None)]
    for exercise in lesson.exercises:
        for tried in (*exercise.wrong, *exercise.also_right):
            # A wrong answer runs below the solution, so that it need only say what it gets wrong.
            source = f"{exercise.answer.source}\n\n{tried.source}" if tried.kind == "wrong" else tried.source
            told = lines_that_can_tell(lesson, exercise.answer.name, source)
            names = frozenset(tests.name for tests in lesson.tests if tests.line in told)
            # What a plain cell shows of a wrong answer is of no account; with a right one it must run.
            shows = told if tried.kind == "also_right" else frozenset[int]()
            trials.append(_Trial(tried.kind, tried, {exercise.answer.name: source}, names, shows))

    labels = {tests.name: [result["label"] for result in _results(solved, tests)] for tests in lesson.tests}

    def attempt(trial: _Trial) -> Outcome:
        as_solved = {name: report for name, report in solved.reports.items() if name not in trial.told}
        once = functools.partial(run, lesson, replace=trial.replace, tests=trial.told, shows=trial.shows)
        if trial.kind == "wrong":
            # That it fails what it must shows at a glance, as a rule; all cases in full, and it is the longest part of a proof.
            glance = once(simplest=False, share=GLANCE)
            glance.reports |= as_solved
            if not any(_wrong(labels, lesson, trial.cell, glance)):
                return glance
        outcome = once(simplest=trial.kind != "wrong")
        outcome.reports |= as_solved
        return outcome

    with ThreadPoolExecutor(at_once) as pool:
        outcomes = list(pool.map(attempt, trials))
    judges: dict[str, Callable[[Lesson, Cell, Outcome], Iterator[Finding]]] = {
        "also_right": _right,
        "starter": _starter,
        "wrong": functools.partial(_wrong, labels),
    }
    findings = [*_structure(lesson), *_right(lesson, lesson.cells[0], solved)]
    verdicts = []
    for trial, outcome in zip(trials, outcomes, strict=True):
        findings += judges[trial.kind](lesson, trial.cell, outcome)
        if trial.kind == "wrong":
            (answer,) = trial.replace
            verdicts.append(Verdict(lesson.id, answer, trial.cell.name, tuple(map(str, _failed(outcome)))))
    return Proof(tuple(findings), tuple(verdicts))


def _structure(lesson: Lesson) -> Iterator[Finding]:
    known = syllabus.rows()
    for row in lesson.covers:
        if row not in known:
            yield _finding(lesson, 1, f"covers the unknown row {row}", "use ids of docs/syllabus.md")
    yield from _links(lesson)
    for exercise in lesson.exercises:
        yield from _complete(lesson, exercise)
    yield from _shapes(lesson)
    yield from _moments(lesson)
    parts = "\n".join(cell.source for cell in lesson.cells if cell.kind == "part")
    for written in lesson.written:
        if not re.search(rf"self_assess\(\s*[\"']{written.name}[\"']", parts):
            yield _finding(
                lesson,
                written.line,
                f"written {written.name!r} has no self-assessment",
                f'add a part with self_assess("{written.name}", L5=[…], L6=[…])',
            )


def _moments(lesson: Lesson) -> Iterator[Finding]:
    """What a part waits for can come: it is a tests cell of this lesson."""
    known = {tests.name for tests in lesson.tests}
    for cell in lesson.cells:
        for name, tests in MOMENT.findall(cell.source) if cell.kind == "part" else ():
            if tests not in known:
                yield _finding(
                    lesson,
                    cell.line,
                    f"no tests cell is named {tests!r}",
                    f"give {name} the id of a tests cell of this lesson, or the part waits for ever",
                )


def _shapes(lesson: Lesson) -> Iterator[Finding]:
    """What a part says of the reference's length is true of the nearest answer above, and nothing is to be said of its shape."""
    answer: Cell | None = None
    for cell in lesson.cells:
        answer = cell if cell.kind == "answer" else answer
        match = SHAPE.search(cell.source) if cell.kind == "part" else None
        if match is None:
            continue
        if answer is None:
            yield _finding(lesson, cell.line, "shape stands above every answer", "put it below the one it looks at")
            continue
        count = shape.statements(answer.source)
        if count != int(match[1]):
            yield _finding(
                lesson, cell.line, f"the reference has {count} statements, not {match[1]}", f"write statements={count}"
            )
        for remark in shape.advice(answer.source, count):
            yield _finding(lesson, answer.line, f"the reference invites the remark: {remark}", "mend the solution")


def _links(lesson: Lesson) -> Iterator[Finding]:
    """Links to other lessons resolve, from where the released notebook stands; those to the web are the author's to try."""
    for cell in lesson.cells:
        for target in LINK.findall(cell.source) if cell.is_markdown else ():
            file = SOURCE / lesson.module / target.removesuffix(".ipynb")
            if "://" not in target and not (target.endswith(".ipynb") and file.with_suffix(".py").is_file()):
                yield _finding(
                    lesson,
                    cell.line,
                    f"the link to {target!r} leads nowhere",
                    "write ../2_coding/03_lru_cache.ipynb or https://…",
                )
    known = {other.id for other in lessons(SOURCE)} if lesson.needs else set()
    for need in lesson.needs:
        if need not in known:
            yield _finding(
                lesson, 1, f"needs the unknown lesson {need!r}", "write it as coding/lru_cache, or take it out"
            )


def _complete(lesson: Lesson, exercise: Exercise) -> Iterator[Finding]:
    name, line = exercise.answer.name, exercise.answer.line
    if len(exercise.wrong) < LEAST_WRONG:
        yield _finding(
            lesson,
            line,
            f"answer {name!r} has {len(exercise.wrong)} wrong answers",
            f"add some until there are {LEAST_WRONG}, of the kind candidates give",
        )
    if len(exercise.hints) < LEAST_HINTS:
        yield _finding(
            lesson,
            line,
            f"answer {name!r} has {len(exercise.hints)} hints",
            f"add some until there are {LEAST_HINTS}, weakest first",
        )
    points = {tests.name for tests in exercise.tests}
    tried = {failure.tests for other in lesson.exercises for wrong in other.wrong for failure in wrong.fails}
    for tests in points - tried:
        yield _finding(
            lesson,
            line,
            f"no wrong answer fails the tests {tests!r}",
            "add one that does, or drop the tests: a check that cannot fail proves nothing",
        )


def _right(lesson: Lesson, cell: Cell, outcome: Outcome) -> Iterator[Finding]:
    label = f"right answer {cell.name!r}" if cell.kind == "also_right" else "the solution"
    if outcome.hung:
        yield _hung(lesson, cell.line, label)
    for line, error in outcome.errors.items():
        yield _finding(lesson, line or cell.line, f"a cell fails with {label}: {error}", "mend the cell or the answer")
    for tests in lesson.tests:
        for result in _results(outcome, tests):
            if ";" in result["label"]:
                yield _finding(
                    lesson,
                    tests.line,
                    f"the label {result['label']!r} has a semicolon",
                    "`fails` parts its entries with it; use a comma",
                )
            if not result["passed"]:
                yield _finding(
                    lesson,
                    cell.line,
                    f"{label} fails {tests.name}: {result['label']} ({result['message']})",
                    "mend the answer or the case",
                )
        if not outcome.hung and tests.name not in outcome.reports:
            yield _finding(
                lesson, tests.line, f"tests {tests.name!r} gave no report with {label}", "see the cell's error"
            )


def _starter(lesson: Lesson, _: Cell, outcome: Outcome) -> Iterator[Finding]:
    if outcome.hung:
        yield _hung(lesson, 1, "the starter")
    by_line = {cell.line: cell for cell in lesson.cells}
    for line, error in outcome.errors.items():
        if line in by_line and by_line[line].kind == "answer":
            yield _finding(
                lesson,
                line,
                f"the starter cannot run: {error}",
                "put the solution regions inside functions, so that Run All goes on",
            )
        else:
            yield _finding(
                lesson,
                line,
                f"a cell fails with the starter: {error}",
                "let it run before the answers are written, too",
            )
    for tests in lesson.tests:
        for result in _results(outcome, tests):
            if result["passed"]:
                yield _finding(
                    lesson,
                    tests.line,
                    f"the starter passes {tests.name}: {result['label']}",
                    "let the case ask for something an empty answer lacks",
                )


def _wrong(labels: dict[str, list[str]], lesson: Lesson, cell: Cell, outcome: Outcome) -> Iterator[Finding]:
    label = f"wrong answer {cell.name!r}"
    if outcome.hung:
        yield _hung(lesson, cell.line, label)
        return
    for tests in lesson.tests:
        if tests.name not in outcome.reports:
            yield _finding(
                lesson,
                cell.line,
                f"{label} leaves {tests.name} without a report: {'; '.join(outcome.errors.values())}",
                "let it fail cases, not the process",
            )
            return
    failed = _failed(outcome)
    expected = set()
    for failure in cell.fails:
        cases = labels.get(failure.tests, [])
        if failure.case is not None and failure.case not in cases:
            yield _finding(
                lesson,
                cell.line,
                f"{label} names the unknown case {failure}",
                f"the cases of {failure.tests} are: {'; '.join(cases)}",
            )
        expected |= {(failure.tests, case) for case in ([failure.case] if failure.case is not None else cases)}
    found = {(tests, case) for tests, case in failed}
    if found != expected:
        missed = "; ".join(f"{t}: {c}" for t, c in sorted(expected - found))
        extra = "; ".join(f"{t}: {c}" for t, c in sorted(found - expected))
        what = ", ".join(filter(None, [missed and f"passes {missed}", extra and f"also fails {extra}"]))
        yield _finding(
            lesson,
            cell.line,
            f"{label} {what}",
            f'mend the cases, or write fails="{_written(found, labels)}"' if found else "add a case that it fails",
        )
    for tests in lesson.tests:
        for result in _results(outcome, tests):
            if not result["passed"] and len(result["message"]) < LEAST_MESSAGE:
                yield _finding(
                    lesson,
                    tests.line,
                    f"{tests.name}: {result['label']} fails with only {result['message']!r}",
                    "say what was done, what was expected and what came back",
                )


def _written(found: set[tuple[str, str]], labels: dict[str, list[str]]) -> str:
    """The `fails` that would be true: a whole tests cell by its id, else its cases in order."""
    entries = []
    for tests, cases in labels.items():
        failing = [case for case in cases if (tests, case) in found]
        entries += [tests] if failing and failing == cases else [f"{tests}: {case}" for case in failing]
    return "; ".join(entries)


def _results(outcome: Outcome, tests: Cell) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = outcome.reports.get(tests.name, {}).get("results", [])
    return results


def _failed(outcome: Outcome) -> list[tuple[str, str]]:
    return [
        (id, result["label"])
        for id, report in outcome.reports.items()
        for result in report["results"]
        if not result["passed"]
    ]


def _hung(lesson: Lesson, line: int, label: str) -> Finding:
    return _finding(
        lesson,
        line,
        f"{label} did not finish in {TIME_LIMIT_S} s",
        "bound the case, so that such an answer fails instead",
    )


def _finding(lesson: Lesson, line: int, what: str, mend: str) -> Finding:
    return Finding(str(lesson.file), line, what.replace("\n", " | "), mend)
