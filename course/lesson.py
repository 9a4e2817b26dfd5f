"""A lesson as a value: its header and cells, and the exercises they form. No I/O; `course.lesson_format` reads the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Kind = Literal["prose", "code", "given", "part", "answer", "tests", "hint", "written", "wrong", "also_right"]

BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
WRITE_HERE = "*Write here.*"
"""The text of an unanswered written cell; nbgrader_config.py names it as the text stub."""
PART_TAGS = ["nbval-ignore-output"]
"""Of the cells that show a part: widgets' model ids differ at each run."""
CODE_STUB = ("# your code here", "raise NotImplementedError")
"""What a learner finds in place of a solution region; nbgrader_config.py gives nbgrader the same."""


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson's source."""

    kind: Kind
    source: str
    line: int
    """Line of the cell's marker in the file; the source begins on the next."""
    name: str = ""
    """The id of an answer, tests or written cell; the answer a hint helps with; the label of a wrong or other answer."""
    points: int = 0
    inside: str = ""
    """Of a tests cell: why it must run in the process of the learner's code, "" when it need not."""
    fails: tuple["Failure", ...] = ()
    """For a wrong answer: exactly the cases that must fail."""

    @property
    def is_markdown(self) -> bool:
        return self.kind in ("prose", "hint", "written")


@dataclass(frozen=True)
class Failure:
    """A case that a wrong answer, run below the solution, must fail; `case` None stands for every case of the tests cell."""

    tests: str
    case: str | None = None

    def __str__(self) -> str:
        return self.tests if self.case is None else f"{self.tests}: {self.case}"


@dataclass
class Exercise:
    """An answer and the cells that belong to it: those between it and the next answer."""

    answer: Cell
    tests: list[Cell] = field(default_factory=list)
    hints: list[Cell] = field(default_factory=list)
    wrong: list[Cell] = field(default_factory=list)
    also_right: list[Cell] = field(default_factory=list)


@dataclass(frozen=True)
class Lesson:
    """A parsed lesson. `path` is its name below source/ without suffix, as "2_coding/03_lru_cache"."""

    path: str
    file: Path
    title: str
    minutes: int
    level: str
    covers: tuple[str, ...]
    needs: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def id(self) -> str:
        """The path without its numbers, as "coding/lru_cache"; it stays when lessons are put in another order."""
        return "/".join(re.sub(r"^\d+_", "", piece) for piece in self.path.split("/"))

    @property
    def module(self) -> str:
        """The folder, which is the nbgrader assignment, as "2_coding"."""
        return self.path.split("/")[0]

    @property
    def notebook(self) -> str:
        """The notebook's name without suffix, as "03_lru_cache"."""
        return self.path.split("/")[1]

    @property
    def tests(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind == "tests"]

    @property
    def written(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind == "written"]

    @property
    def exercises(self) -> list[Exercise]:
        found: list[Exercise] = []
        for cell in self.cells:
            match cell.kind:
                case "answer":
                    found.append(Exercise(cell))
                case "tests" | "wrong" | "also_right" if found:
                    getattr(found[-1], cell.kind).append(cell)
        by_name = {exercise.answer.name: exercise for exercise in found}
        for cell in self.cells:
            if cell.kind == "hint" and cell.name in by_name:
                by_name[cell.name].hints.append(cell)
        return found


def starter(source: str) -> str:
    """An answer as the learner first sees it: each solution region replaced by the stub, as nbgrader does it."""
    kept: list[str] = []
    for line, region in regions(source, BEGIN_SOLUTION, END_SOLUTION):
        if not region:
            kept.append(line)
        elif BEGIN_SOLUTION in line:
            indent = line[: len(line) - len(line.lstrip())]
            kept += [indent + stub for stub in CODE_STUB]
    return "\n".join(kept)


def solution(source: str) -> str:
    """An answer as a reader of the solution wants it: the region markers dropped, all else kept."""
    return "\n".join(
        line
        for line, _ in regions(source, BEGIN_SOLUTION, END_SOLUTION)
        if line.strip() not in (BEGIN_SOLUTION, END_SOLUTION)
    )


def visible(source: str) -> str:
    """A tests cell without its hidden cases, as it is released."""
    return "\n".join(line for line, region in regions(source, BEGIN_HIDDEN, END_HIDDEN) if not region)


def regions(source: str, begin: str, end: str) -> Iterator[tuple[str, bool]]:
    """Each line with whether it stands inside a region; the two marker lines count as inside."""
    inside = False
    for line in source.split("\n"):
        inside = inside or begin in line
        yield line, inside
        inside = inside and end not in line
