"""A lesson as a notebook with nbgrader's metadata: one cell of source becomes one or two of the notebook.

Nothing here runs code or touches files; equal lessons give equal notebooks, cell ids included.
"""

import hashlib
import io
import tokenize
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode, v4

from course.lesson import BEGIN_HIDDEN, PART_TAGS, WRITE_HERE, Cell, Exercise, Lesson, visible

SCHEMA_VERSION = 3
"""Of nbgrader's cell metadata."""
TITLES = {
    "clarify(": "Clarifying questions",
    "coach(": "Coach",
    "examiner(": "Deep-dive examiner",
    "interrupter(": "Interruptions",
    "practice(": "Practice aloud",
    "self_assess(": "Self-assessment",
    "story_bank(": "Story bank",
    "story_coverage(": "Coverage of your stories",
    "story_search(": "Search your stories",
    "timer(": "Timer",
}
FOLDED = {"jupyter": {"source_hidden": True}}
LONG_TESTS = 30
"""Lines of visible cases; above, the cell is folded: its table of results is what a learner looks at."""
LONG_GIVEN = 60
"""Lines of a given cell; above, it is folded, and its first line is what a learner sees."""
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook(lesson: Lesson) -> NotebookNode:
    """The source notebook: solutions and hidden tests in, outputs not yet."""
    cells = [_with_id(cell) for cell in _cells(lesson)]
    _make_ids_unique(cells)
    nb: NotebookNode = v4.new_notebook(
        cells=cells, metadata={"kernelspec": dict(KERNEL), "language_info": {"name": "python"}}
    )
    return nb


def tests_source(cell: Cell) -> str:
    """A tests cell as it runs. The author's cases stand in a function, so that no name of theirs replaces one of the learner's."""
    lines = _indented(cell.source)
    hidden = any(BEGIN_HIDDEN in line for line in lines)
    if hidden:
        at = next(number for number, line in enumerate(lines) if BEGIN_HIDDEN in line)
        lines.insert(at + 1, "    check.hidden()")
    report = f'Cases("{cell.name}", points={cell.points}{", hidden=True" if hidden else ""}).report(cases)'
    opening = [f"# Cases: {cell.name}", "from course.cases import Cases", "", "", "def cases(check):"]
    return "\n".join([*opening, *lines, "", "", report])


def _indented(source: str) -> list[str]:
    """Its lines, four columns further in, but for those that begin within a string."""
    within: set[int] = set()
    opened: list[int] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        name = tokenize.tok_name[token.type]
        if name == "STRING":
            within |= set(range(token.start[0] + 1, token.end[0] + 1))
        elif name.endswith("STRING_START"):  # of an f-string, from Python 3.12 on
            opened.append(token.start[0])
        elif name.endswith("STRING_END"):
            within |= set(range(opened.pop() + 1, token.end[0] + 1))
    return [
        f"    {line}" if line.strip() and number not in within else line
        for number, line in enumerate(source.split("\n"), 1)
    ]


def _cells(lesson: Lesson) -> Iterator[NotebookNode]:
    if not lesson.tests and not lesson.written:  # a page to read, as home is, has no clock
        yield v4.new_markdown_cell(f"# {lesson.title}")
    else:
        yield v4.new_markdown_cell(f"# {lesson.title}\n\n{_facts(lesson)}")
        yield _part(
            lesson, "begin", f'from course.parts import begin\n\nbegin("{lesson.id}", minutes={lesson.minutes})'
        )
    counts = {"given": 0, "part": 0}
    helped = {exercise.hints[0].line: exercise for exercise in lesson.exercises if exercise.hints}
    for cell in lesson.cells:
        match cell.kind:
            case "prose":
                yield v4.new_markdown_cell(cell.source)
            case "code":
                yield v4.new_code_cell(cell.source)
            case "given" | "part":
                counts[cell.kind] += 1
                name = f"{cell.kind}_{counts[cell.kind]}"
                if cell.kind == "part":
                    yield _part(lesson, name, f"{_title(cell)}{cell.source}")
                else:
                    yield _locked(lesson, name, cell.source, folded=cell.source.count("\n") > LONG_GIVEN)
            case "answer":
                yield v4.new_code_cell(cell.source, metadata={"nbgrader": _grading(cell.name, solution=True)})
            case "tests":
                grading = _grading(cell.name, grade=True, locked=True, points=cell.points)
                about: dict[str, Any] = dict(FOLDED) if visible(cell.source).count("\n") > LONG_TESTS else {}
                if cell.inside:
                    about |= {"autograde": {"inside": cell.inside}}
                yield v4.new_code_cell(tests_source(cell), metadata={"nbgrader": grading} | about)
            case "written":
                yield v4.new_markdown_cell(cell.source)
                grading = _grading(cell.name, grade=True, solution=True, points=cell.points, markdown=True)
                yield v4.new_markdown_cell(WRITE_HERE, metadata={"nbgrader": grading})
            case "hint" if exercise := helped.get(cell.line):
                yield _part(lesson, f"help_{cell.name}", _help(exercise))
            case _:  # further hints went with the first; wrong and other right answers are never released
                continue


def _facts(lesson: Lesson) -> str:
    bar = "" if lesson.level == "all" else f" · {lesson.level} bar"
    return f"About {lesson.minutes} minutes{bar}"


def _help(exercise: Exercise) -> str:
    hints = "".join(f"        {hint.source!r},\n" for hint in exercise.hints)
    tests = [tests.name for tests in exercise.tests]
    return (
        "# Hints and solution\nfrom course.parts import help_with\n\n"
        f'help_with(\n    "{exercise.answer.name}",\n    hints=[\n{hints}    ],\n    tests={tests!r},\n)'
    )


def _title(cell: Cell) -> str:
    """A first line for a folded cell: it is all of its source that JupyterLab shows."""
    return next((f"# {title}\n" for call, title in TITLES.items() if call in cell.source), "")


def _part(lesson: Lesson, name: str, source: str) -> NotebookNode:
    cell = _locked(lesson, name, source, folded=True)
    cell.metadata.tags = list(PART_TAGS)
    return cell


def _locked(lesson: Lesson, name: str, source: str, *, folded: bool = False) -> NotebookNode:
    grade_id = f"{lesson.id.replace('/', '_')}_{name}"
    metadata = {"nbgrader": _grading(grade_id, locked=True)} | (dict(FOLDED) if folded else {})
    cell: NotebookNode = v4.new_code_cell(source, metadata=metadata)
    return cell


def _grading(
    grade_id: str,
    *,
    grade: bool = False,
    solution: bool = False,
    locked: bool = False,
    points: int = 0,
    markdown: bool = False,
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "cell_type": "markdown" if markdown else "code",
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": SCHEMA_VERSION,
        "solution": solution,
        "task": False,
    }
    return found | ({"points": points} if grade else {})


def _with_id(cell: NotebookNode) -> NotebookNode:
    """Give the cell an id that follows from what it is, where nbformat would draw a random one."""
    grading = cell.metadata.get("nbgrader")
    cell.id = (
        grading["grade_id"].replace("_", "-")[:64] if grading else hashlib.sha256(cell.source.encode()).hexdigest()[:12]
    )
    return cell


def _make_ids_unique(cells: list[NotebookNode]) -> None:
    seen: dict[str, int] = {}
    for cell in cells:
        seen[cell.id] = seen.get(cell.id, 0) + 1
        if seen[cell.id] > 1:
            cell.id = f"{cell.id[:60]}-{seen[cell.id]}"
