"""Assignments and submissions written as text, one file each; `tests/autograde/parity/cases` has many examples.

The first lines say what the file is about. Then come the instructor's cells, each below a line `# %% KIND`:

    # %% given                  locked, ungraded code
    # %% plain                  unlocked code, kept by nbgrader as it is
    # %% markdown               prose
    # %% answer NAME            code that the student writes; grade_id NAME_answer. What stands here is the right answer
    # %% tests NAME POINTS      locked, autograded; grade_id NAME
    # %% manual NAME POINTS     code that a person grades
    # %% written NAME POINTS    markdown that a person grades
    # %% task NAME POINTS       a task cell
    # %% notebook NAME          another notebook of the assignment begins; the first is "nb" unless named
    # %% file PATH              a file beside the notebooks

and the submissions, each below a line `=== NAME: why it is here`. A submission starts as the right answers; its cells say what
is different:

    # %% answer NAME            that answer instead (the name of a manual, written or task cell works too)
    # %% stub NAME              the answer as it was released
    # %% after ID / before ID   one more code cell there; ID is a grade_id: a test's NAME, an answer's NAME_answer
    # %% first / last           one more code cell at the start or end
    # %% drop ID                the cell is deleted
    # %% file PATH              a file that the student hands in
    # %% notebook NAME          what follows is about that notebook

Lines between `===` and the first cell beginning with a word of `FACTS` are statements about the submission, for the caller.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Cell = dict[str, Any]
Notebook = dict[str, Any]

STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
WRITTEN_STUB = "YOUR ANSWER HERE"
FACTS = ("expect", "differs", "holds")
SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")
HIDDEN = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
MARK = re.compile(r"^# %%(?: (.*))?$")
HEAD = re.compile(r"^=== ([\w.-]+): (.+)$")


@dataclass(frozen=True)
class Block:
    """One `# %%` line and what stands below it."""

    words: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Sent:
    """A submission: its name, why it is here, statements about it, and what is different from the right answers."""

    name: str
    about: str
    facts: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Case:
    """An assignment with its submissions."""

    name: str
    about: str
    blocks: tuple[Block, ...]
    submissions: tuple[Sent, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)

    def source(self) -> dict[str, Notebook]:
        """The instructor's notebooks, solutions and hidden tests included."""
        return {name: _document(cells) for name, cells in self._cells().items()}

    def release(self) -> dict[str, Notebook]:
        """What students get: without solutions and hidden tests."""
        return {name: _document([_released(cell) for cell in cells]) for name, cells in self._cells().items()}

    def submitted(self, sent: Sent) -> tuple[dict[str, Notebook], dict[str, bytes]]:
        """The notebooks and other files of a submission."""
        solved = {name: _document([_solved(cell) for cell in cells]) for name, cells in self._cells().items()}
        files = dict(self.files)
        notebook = next(iter(solved.values()))
        for number, block in enumerate(sent.blocks):
            if block.words[0] == "notebook":
                notebook = solved[block.words[1]]
            elif block.words[0] == "file":
                files[block.words[1]] = (block.text + "\n").encode()
            else:
                _change(notebook["cells"], block, f"added-{number}")
        return solved, files

    def points(self) -> dict[str, float]:
        """The most that each autograded cell gives, by "notebook/grade_id"."""
        return {
            f"{name}/{grading['grade_id']}": float(grading["points"])
            for name, cells in self._cells().items()
            for cell in cells
            if (grading := cell["metadata"].get("nbgrader", {})).get("grade") and not grading["solution"]
        }

    def _cells(self) -> dict[str, list[Cell]]:
        notebooks: dict[str, list[Cell]] = {}
        name = "nb"
        for number, block in enumerate(self.blocks):
            if block.words[0] == "notebook":
                name = block.words[1]
            elif block.words[0] != "file":
                notebooks.setdefault(name, []).append(_cell(block, f"cell-{number}"))
        return notebooks


def read(path: Path) -> Case:
    """The case in that file; raises ValueError naming the file and the line it cannot understand."""
    head, *rest = _split(path.read_text(encoding="utf-8"), path)
    about, _, blocks = _blocks(head[1])
    files = {b.words[1]: (b.text + "\n").encode() for b in blocks if b.words[0] == "file"}
    submissions = []
    for (name, why), text in rest:
        extra, facts, changes = _blocks(text)
        submissions.append(Sent(name, " ".join([why, *extra]), facts, changes))
    return Case(path.stem, " ".join(about), blocks, tuple(submissions), files)


def _split(text: str, path: Path) -> list[tuple[tuple[str, str], str]]:
    parts: list[tuple[tuple[str, str], list[str]]] = [((path.stem, ""), [])]
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("=== "):
            if not (found := HEAD.match(line)):
                raise ValueError(f"{path}:{number}: expected '=== name: why', found {line!r}.")
            parts.append(((found[1], found[2]), []))
        else:
            parts[-1][1].append(line)
    return [(head, "\n".join(lines)) for head, lines in parts]


def _blocks(text: str) -> tuple[list[str], tuple[str, ...], tuple[Block, ...]]:
    prose: list[str] = []
    facts: list[str] = []
    blocks: list[tuple[tuple[str, ...], list[str]]] = []
    for line in text.split("\n"):
        if found := MARK.match(line):
            blocks.append((tuple((found[1] or "plain").split()), []))
        elif blocks:
            blocks[-1][1].append(line)
        elif line.split(" ")[0] in FACTS:
            facts.append(line)
        elif line.strip():
            prose.append(line.strip())
    return prose, tuple(facts), tuple(Block(words, "\n".join(lines).strip("\n")) for words, lines in blocks)


def _document(cells: Sequence[Cell]) -> Notebook:
    return {
        "cells": list(cells),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def code(source: str, cell_id: str, grading: Mapping[str, Any] | None = None) -> Cell:
    """A code cell as nbformat 4.5 has it."""
    metadata = {"nbgrader": dict(grading)} if grading else {}
    return {
        "cell_type": "code",
        "id": cell_id,
        "metadata": metadata,
        "source": source,
        "execution_count": None,
        "outputs": [],
    }


def _grading(grade_id: str, *, points: str = "", **kinds: bool) -> dict[str, Any]:
    fields = {"grade": False, "locked": False, "solution": False, "task": False} | kinds
    return {"schema_version": 3, "grade_id": grade_id, **fields} | ({"points": float(points)} if points else {})


def _cell(block: Block, cell_id: str) -> Cell:
    kind, *words = block.words
    text = block.text
    if kind == "plain":
        return code(text, cell_id)
    if kind == "given":
        return code(text, cell_id, _grading(words[0] if words else cell_id, locked=True))
    if kind == "answer":
        return code(_wrapped(text), cell_id, _grading(f"{words[0]}_answer", solution=True))
    if kind == "tests":
        return code(text, cell_id, _grading(words[0], points=words[1], grade=True, locked=True))
    if kind == "manual":
        return code(_wrapped(text), cell_id, _grading(words[0], points=words[1], grade=True, solution=True))
    prose: Cell = {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": text}
    if kind == "written":
        prose["source"] = _wrapped(text)
        prose["metadata"]["nbgrader"] = _grading(words[0], points=words[1], grade=True, solution=True)
    elif kind == "task":
        prose["metadata"]["nbgrader"] = _grading(words[0], points=words[1], task=True, locked=True)
    elif kind != "markdown":
        raise ValueError(f"A cell of kind {kind!r}; known are those in the docstring of {__name__}.")
    return prose


def _wrapped(text: str) -> str:
    return text if SOLUTION[0] in text else "\n".join((SOLUTION[0], text, SOLUTION[1]))


def _without(text: str, marks: tuple[str, str], stub: str | None) -> str:
    begin, end = (re.escape(mark) for mark in marks)
    found = re.compile(rf"^([ \t]*){begin}$.*?^[ \t]*{end}$\n?", re.MULTILINE | re.DOTALL)

    def replaced(match: re.Match[str]) -> str:
        return "" if stub is None else "".join(f"{match[1]}{line}\n" for line in stub.split("\n"))

    return found.sub(replaced, text).rstrip("\n")


def _released(cell: Cell) -> Cell:
    stub = STUB if cell["cell_type"] == "code" else WRITTEN_STUB
    return cell | {"source": _without(_without(cell["source"], SOLUTION, stub), HIDDEN, None)}


def _solved(cell: Cell) -> Cell:
    source = _without(cell["source"], HIDDEN, None)
    kept = "\n".join(line for line in source.split("\n") if line.strip() not in SOLUTION)
    # What _released makes of it, to be put back by `stub`.
    return cell | {"source": kept, "stub": _released(cell)["source"]}


def _change(cells: list[Cell], block: Block, cell_id: str) -> None:
    what, *words = block.words
    if what == "first":
        cells.insert(0, code(block.text, cell_id))
    elif what == "last":
        cells.append(code(block.text, cell_id))
    elif what in ("after", "before"):
        cells.insert(_place(cells, words[0]) + (what == "after"), code(block.text, cell_id))
    elif what == "drop":
        del cells[_place(cells, words[0])]
    elif what == "stub":
        cell = _answer(cells, words[0])
        cell["source"] = cell["stub"]
    elif what == "answer":
        _answer(cells, words[0])["source"] = block.text
    else:
        raise ValueError(f"A change {what!r}; known are those in the docstring of {__name__}.")


def _answer(cells: Sequence[Cell], name: str) -> Cell:
    found = {cell["metadata"].get("nbgrader", {}).get("grade_id"): cell for cell in cells}
    return found[f"{name}_answer" if f"{name}_answer" in found else name]


def _place(cells: Sequence[Cell], grade_id: str) -> int:
    ids = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells]
    if grade_id not in ids:
        raise ValueError(f"No cell is called {grade_id!r}; there are {', '.join(filter(None, ids))}.")
    return ids.index(grade_id)


def dumped(notebook: Notebook) -> bytes:
    """The notebook as a file has it."""
    cells = [{key: value for key, value in cell.items() if key != "stub"} for cell in notebook["cells"]]
    return (json.dumps(notebook | {"cells": cells}, indent=1, ensure_ascii=False) + "\n").encode(errors="surrogatepass")


def cases(folder: Path) -> Iterator[Case]:
    """Every case of that folder, by file name."""
    for path in sorted(folder.glob("*.txt")):
        yield read(path)
