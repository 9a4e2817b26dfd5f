"""Reading a lesson's text (jupytext py:percent with our markers) into a `Lesson`.

Every problem is collected with its line and its mend before any is reported. The grammar is small on purpose: a line that starts
with `# %%` begins a cell; markdown cells are comments; everything else about a cell stands in its marker.
"""

import ast
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from course.errors import LessonFormatError
from course.lesson import BEGIN_HIDDEN, BEGIN_SOLUTION, END_HIDDEN, END_SOLUTION, Cell, Failure, Kind, Lesson, visible

MARKER = "# %%"
LEVELS = ("L5", "L6", "all")
CASE = re.compile(r"^\s*@?check(\.\w+)?\(", re.MULTILINE)
STEERED = re.compile(r"^\s*check\.(interleavings|tasks)\(|\b(steps_of|Living)\(", re.MULTILINE)


@dataclass(frozen=True)
class Problem:
    """Something a lesson's author has to mend."""

    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.line}: {self.what}. Mend: {self.mend}"


@dataclass(frozen=True)
class Role:
    """What a marker may say about a cell: its own attribute, which further ones it needs, and its cell type."""

    markdown: bool
    named: bool
    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()


ROLES: dict[str, Role] = {
    "given": Role(markdown=False, named=False),
    "part": Role(markdown=False, named=False),
    "answer": Role(markdown=False, named=True),
    "tests": Role(markdown=False, named=True, needs=frozenset({"points"}), takes=frozenset({"inside"})),
    "hint": Role(markdown=True, named=True),
    "written": Role(markdown=True, named=True, needs=frozenset({"points"})),
    "wrong": Role(markdown=False, named=True, needs=frozenset({"fails"})),
    "also_right": Role(markdown=False, named=True),
}
EXAMPLES = {
    "points": "points=3",
    "fails": 'fails="tests_id: label of the case"',
    "inside": 'inside="it traces the lines that run"',
}


def parse(text: str, *, path: str, file: Path) -> Lesson:
    """The lesson that `text` describes; `path` is "2_coding/03_lru_cache", `file` is named in errors.

    Raises LessonFormatError listing every problem as file:line with its mend.
    """
    problems: list[Problem] = []
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith(MARKER)]
    header = _header(lines[: starts[0] if starts else len(lines)], problems)
    cells = [_cell(lines[start:end], start + 1, problems) for start, end in pairwise([*starts, len(lines)])]
    if not starts:
        problems.append(Problem(1, "the lesson has no cells", "begin one with a line `# %% [markdown]`"))
    lesson = Lesson(path=path, file=file, cells=tuple(cells), **header)
    if not problems:
        for rule in (_check_ids, _check_regions, _check_order, _check_python):
            problems += rule(lesson)
    if problems:
        raise LessonFormatError("\n".join(f"{file}:{problem}" for problem in sorted(problems, key=lambda p: p.line)))
    return lesson


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


HEADER: dict[str, tuple[Callable[[Any], bool], str]] = {
    "title": (lambda value: isinstance(value, str) and bool(value.strip()), "title: A short title"),
    "minutes": (lambda value: type(value) is int and value > 0, "minutes: 45"),
    "level": (lambda value: value in LEVELS, "level: one of " + ", ".join(LEVELS)),
    "covers": (_strings, "covers: [CODE-02, RUBRIC-11]"),
    "needs": (_strings, "needs: [coding/opening_move] or needs: []"),
}


def _header(lines: list[str], problems: list[Problem]) -> dict[str, Any]:
    """The header's five values; stand-ins for those that are wrong, so that parsing goes on to the next problem."""
    values: dict[str, Any] = {"title": "", "minutes": 0, "level": "", "covers": (), "needs": ()}
    fences = [number for number, line in enumerate(lines) if line.strip() == "# ---"]
    if len(fences) != 2 or fences[0] != 0:
        problems.append(
            Problem(1, "the header is missing", "begin the file with `# ---`, `# keeper:` and its keys, `# ---`")
        )
        return values
    for number, line in enumerate(lines):
        if line.strip() and (number > fences[1] or not line.startswith("#")):
            problems.append(
                Problem(number + 1, "text outside of header and cells", "put it into a cell, below a `# %%` line")
            )
    body = "\n".join(line[2:] if line.startswith("# ") else "" for line in lines[1 : fences[1]])
    try:
        root = yaml.compose(body, Loader=yaml.SafeLoader)
        data = yaml.safe_load(body)
    except yaml.YAMLError as error:
        mark = getattr(error, "context_mark", None) or getattr(error, "problem_mark", None)
        line_number = 2 + (mark.line if mark else 0)
        problems.append(
            Problem(
                line_number, f"the header is not YAML ({getattr(error, 'problem', error)})", "write `key: value` lines"
            )
        )
        return values
    if not isinstance(data, dict) or list(data) != ["keeper"] or not isinstance(data["keeper"], dict):
        problems.append(Problem(2, "the header must hold the one key `keeper`", "put every key below `# keeper:`"))
        return values
    assert isinstance(root, yaml.MappingNode)
    at = {key.value: 2 + key.start_mark.line for key, _ in root.value[0][1].value}
    if len(at) < len(root.value[0][1].value):
        problems.append(Problem(2, "a header key stands twice", "keep one of them"))
    for key, value in data["keeper"].items():
        if key not in HEADER:
            problems.append(Problem(at[key], f"unknown header key {key!r}", f"use {', '.join(HEADER)}"))
        elif not HEADER[key][0](value):
            problems.append(Problem(at[key], f"header key {key!r} cannot be {value!r}", HEADER[key][1]))
        else:
            values[key] = tuple(value) if isinstance(value, list) else value
    for key in HEADER.keys() - data["keeper"].keys():
        problems.append(Problem(2, f"header key {key!r} is missing", HEADER[key][1]))
    return values


ATTRIBUTE = re.compile(r'\s*(?:(?P<key>\w+)=(?:"(?P<text>[^"]*)"|(?P<number>\d+))|(?P<flag>\w+))(?=\s|$)')


def _attributes(marker: str, line: int, problems: list[Problem]) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while marker[at:].strip():
        match = ATTRIBUTE.match(marker, at)
        if not match:
            problems.append(
                Problem(line, f"cannot read the marker at {marker[at:].strip()!r}", 'write key="text", key=3 or given')
            )
            break
        key = match["key"] or match["flag"]
        if key in found:
            problems.append(Problem(line, f"{key!r} stands twice in the marker", "keep one"))
        found[key] = next(value for value in (match["text"], match["number"], "") if value is not None)
        at = match.end()
    return found


def _cell(lines: list[str], line: int, problems: list[Problem]) -> Cell:
    marker = lines[0].removeprefix(MARKER)
    markdown = marker.strip().startswith("[markdown]")
    attributes = _attributes(marker.replace("[markdown]", "", 1), line, problems)
    source = _markdown(lines[1:], line, problems) if markdown else "\n".join(lines[1:]).strip("\n")
    roles = [key for key in attributes if key in ROLES]
    kind: Kind = "prose" if markdown else "code"
    for key in attributes.keys() - ROLES.keys() - EXAMPLES.keys():
        problems.append(Problem(line, f"unknown marker {key!r}", f"use {', '.join([*ROLES, *EXAMPLES])}"))
    if len(roles) > 1:
        problems.append(Problem(line, f"a cell cannot be {' and '.join(roles)}", "make two cells of it"))
    if not source.strip():
        problems.append(Problem(line, "the cell is empty", "write something or take the marker out"))
    name = ""
    if roles:
        role, name = ROLES[roles[0]], attributes[roles[0]]
        kind = roles[0]  # type: ignore[assignment]
        if role.markdown != markdown:
            right = f"{MARKER} {'[markdown] ' if role.markdown else ''}{kind}"
            problems.append(
                Problem(line, f"a {kind} cell is {'markdown' if role.markdown else 'code'}", f"write `{right}`")
            )
        if role.named != bool(name):
            problems.append(
                Problem(
                    line,
                    f"{kind} {'needs a name' if role.named else 'takes no value'}",
                    f"write {kind}{'=' if role.named else ''}{chr(34) + 'name' + chr(34) if role.named else ''}",
                )
            )
        for key in sorted(role.needs - attributes.keys()):
            problems.append(Problem(line, f"{kind} needs {key}", f"add {EXAMPLES[key]}"))
        for key in sorted((attributes.keys() & EXAMPLES.keys()) - role.needs - role.takes):
            problems.append(Problem(line, f"{kind} takes no {key}", "take it out"))
    elif attributes.keys() & EXAMPLES.keys():
        problems.append(Problem(line, "points and fails need a marker beside them", 'write tests="id" points=3'))
    points = attributes.get("points", "0")
    if kind in ("tests", "written") and (not points.isdigit() or int(points) == 0):
        problems.append(Problem(line, f"points cannot be {points!r}", "give a whole number above 0"))
    return Cell(
        kind=kind,
        source=source,
        line=line,
        name=name,
        points=int(points) if points.isdigit() else 0,
        fails=_failures(attributes.get("fails", "")),
        inside=attributes.get("inside", ""),
    )


def _markdown(lines: list[str], line: int, problems: list[Problem]) -> str:
    text: list[str] = []
    for number, raw in enumerate(lines, line + 1):
        if raw.strip() and not raw.startswith("#"):
            problems.append(Problem(number, "a line of a markdown cell is not a comment", "begin it with `# `"))
        text.append(raw[2:] if raw.startswith("# ") else raw.removeprefix("#"))
    return "\n".join(text).strip("\n")


def _failures(text: str) -> tuple[Failure, ...]:
    entries = [entry.strip() for entry in text.split(";") if entry.strip()]
    pairs = [entry.partition(":") for entry in entries]
    return tuple(Failure(tests.strip(), case.strip() or None) for tests, _, case in pairs)


def _check_ids(lesson: Lesson) -> Iterable[Problem]:
    seen: dict[str, Cell] = {}
    for cell in lesson.cells:
        if cell.kind in ("answer", "tests", "written"):
            if not re.fullmatch(r"[a-z][a-z0-9_]*", cell.name):
                yield Problem(cell.line, f"id {cell.name!r} is not a lower-case name", "use letters, digits and _")
            if other := seen.get(cell.name):
                yield Problem(
                    cell.line,
                    f"id {cell.name!r} already names the {other.kind} cell of line {other.line}",
                    f'ids are unique; write {cell.kind}="{cell.name}_2" or another name',
                )
            seen[cell.name] = cell
    answers = {cell.name for cell in lesson.cells if cell.kind == "answer"}
    tests = {cell.name for cell in lesson.cells if cell.kind == "tests"}
    for cell in lesson.cells:
        if cell.kind == "hint" and cell.name not in answers:
            yield Problem(cell.line, f"hint for the unknown answer {cell.name!r}", f"name one of {_listed(answers)}")
        for failure in cell.fails:
            if failure.tests not in tests:
                yield Problem(
                    cell.line, f"fails names the unknown tests {failure.tests!r}", f"name one of {_listed(tests)}"
                )


def _check_regions(lesson: Lesson) -> Iterable[Problem]:
    for cell in lesson.cells:
        for begin, end, home in ((BEGIN_SOLUTION, END_SOLUTION, "answer"), (BEGIN_HIDDEN, END_HIDDEN, "tests")):
            marks = [
                (n, line)
                for n, line in enumerate(cell.source.split("\n"), cell.line + 1)
                if begin in line or end in line
            ]
            if marks and cell.kind != home:
                yield Problem(marks[0][0], f"{begin[4:]} in a {cell.kind} cell", f"it belongs into {home} cells only")
            expected = [begin, end] * (len(marks) // 2 + 1)
            for (number, line), mark in zip(marks, expected, strict=False):
                if mark not in line:
                    yield Problem(
                        number, f"{begin[4:]} and {end[4:]} do not alternate", f"put `{mark}` before this line"
                    )
                    break
            else:
                if len(marks) % 2:
                    yield Problem(marks[-1][0], f"{begin[4:]} is never closed", f"add `{end}`")
        if cell.kind == "answer" and BEGIN_SOLUTION not in cell.source:
            yield Problem(
                cell.line,
                "the answer has no solution region",
                f"put the solution between `{BEGIN_SOLUTION}` and `{END_SOLUTION}`",
            )
        if cell.kind == "tests" and not CASE.search(visible(cell.source)):
            yield Problem(
                cell.line,
                "no visible case: the learner would see an empty cell",
                'keep one @check("…") above the hidden ones',
            )
        if cell.kind == "tests" and STEERED.search(cell.source) and not cell.inside:
            yield Problem(
                cell.line,
                "it steers or watches the learner's code, which it can only where that runs",
                'add inside="it interleaves threads line by line"',
            )


def _check_order(lesson: Lesson) -> Iterable[Problem]:
    answered = False
    for cell in lesson.cells:
        answered = answered or cell.kind == "answer"
        if cell.kind in ("tests", "wrong", "also_right") and not answered:
            yield Problem(cell.line, f"{cell.kind} stands above every answer", "put it below the answer it belongs to")
    for exercise in lesson.exercises:
        if not exercise.tests:
            yield Problem(
                exercise.answer.line,
                f"answer {exercise.answer.name!r} has no tests",
                'add a cell `# %% tests="id" points=3` below it',
            )


def _check_python(lesson: Lesson) -> Iterable[Problem]:
    for cell in lesson.cells:
        if not cell.is_markdown:
            try:
                ast.parse(cell.source)
            except SyntaxError as error:
                yield Problem(
                    cell.line + (error.lineno or 1),
                    f"not Python: {error.msg}",
                    "mend the syntax (magics are not used in lessons)",
                )


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none: there is none yet"
