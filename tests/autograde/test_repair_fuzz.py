"""Whatever is done to a notebook: it is repaired or refused, and the instructor's cells stand in it as the instructor has them."""

import json
from copy import deepcopy
from typing import Any

import nbformat
from hypothesis import given, settings
from hypothesis import strategies as st

from autograde.errors import NotebookRefused
from autograde.graded_notebook import graded_notebook
from autograde.grading import Settings, Source, Submission
from autograde.plan import plan
from autograde.repair import Repaired, repair
from tests.autograde import notebooks as made
from tests.autograde.notebooks import Recorded

CELLS = (
    made.markdown("# Title"),
    made.given("imports", "import math"),
    made.code("x = 1"),
    made.answer("one", "### BEGIN SOLUTION\none = 1\n### END SOLUTION"),
    made.checks("one_works", "assert one == 1"),
    made.given("helpers", "def helper(): ..."),
    made.code("helper()"),
    made.answer("two", "two = 2"),
    made.checks("two_works", "assert two == 2"),
    made.checks("both_work", "assert one < two"),
    made.written("why", "Because."),
    made.coded("plot", "plot()"),
    made.task("essay", "Write."),
)
SOURCE = made.notebook(*CELLS)
IDS = [cell["metadata"]["nbgrader"]["grade_id"] for cell in CELLS if cell["metadata"]]
LOCKED = ["imports", "one_works", "helpers", "two_works", "both_work", "essay"]
TESTS = ["one_works", "two_works", "both_work"]
TEXT = {cell["metadata"]["nbgrader"]["grade_id"]: cell["source"] for cell in CELLS if cell["metadata"]}

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
keys = st.sampled_from(["cell_type", "source", "metadata", "id", "outputs", "attachments", "execution_count"])
flags = st.sampled_from(
    ["grade", "solution", "locked", "task", "points", "grade_id", "schema_version", "checksum", "cell_type"]
)
values = anything | st.sampled_from([*IDS, "code", "markdown", "raw", True, False, -1, 10**6])
places = st.integers(0, 30)
changes = st.one_of(
    st.tuples(st.just("drop"), places),
    st.tuples(st.just("copy"), places, places),
    st.tuples(st.just("move"), places, places),
    st.tuples(st.just("type"), places, st.text(max_size=20)),
    st.tuples(st.just("alter"), places, keys, values),
    st.tuples(st.just("mark"), places, flags, values),
    st.tuples(st.just("insert"), places, anything),
)


def changed(cells: list[Any], change: tuple[Any, ...]) -> None:
    what, at, *rest = change
    at %= len(cells) or 1
    if what == "insert":
        cells.insert(at, rest[0])
    if not cells or what == "insert":
        return
    cell = cells[at]
    if what == "drop":
        del cells[at]
    elif what == "copy":
        cells.insert(rest[0] % len(cells), deepcopy(cell))
    elif what == "move":
        cells.insert(rest[0] % len(cells), cells.pop(at))
    elif isinstance(cell, dict):
        if what == "type":
            cell["source"] = rest[0]
        elif what == "alter":
            cell[rest[0]] = rest[1]
        elif isinstance(cell.get("metadata"), dict) and isinstance(cell["metadata"].setdefault("nbgrader", {}), dict):
            cell["metadata"]["nbgrader"][rest[0]] = rest[1]


def check(repaired: Repaired) -> None:
    cells = repaired.notebook["cells"]
    named = [(own["grade_id"], cell) for cell in cells if (own := cell["metadata"].get("nbgrader"))]
    assert sorted(id for id, _ in named) == sorted(IDS)
    assert [id for id, _ in named if id in LOCKED] == LOCKED
    assert all(cell["source"] == TEXT[id] for id, cell in named if id in LOCKED)
    job = plan(repaired, Source("ps", {"p": SOURCE}), Submission("ps", "ada", {}), Settings())
    assert [step.grade_id for step in job.steps if step.role == "test"] == TESTS
    first = {step.grade_id: number for number, step in reversed(list(enumerate(job.steps)))}
    for answer, tests in (("one", "one_works"), ("two", "two_works"), ("two", "both_work")):
        assert answer not in first or copies(job.steps, answer) or first[answer] < first[tests]
    content, _ = graded_notebook(repaired, Recorded().run(job))
    nbformat.validate(json.loads(content))


def copies(steps: Any, answer: str) -> bool:
    """Whether a copy of the answer could be any of the ordinary cells."""
    return any(step.role == "student" and step.grade_id is None for step in steps)


@settings(max_examples=400, deadline=None)
@given(st.lists(changes, max_size=12))
def test_a_notebook_changed_in_any_way_is_whole_again(edits: list[tuple[Any, ...]]) -> None:
    cells: list[Any] = deepcopy(list(CELLS))
    for edit in edits:
        changed(cells, edit)
    check(repair(SOURCE, made.notebook(*cells), "p"))


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["cells", "nbformat", "nbformat_minor", "metadata", "worksheets"]), anything)
    | anything
    | st.fixed_dictionaries({"cells": st.lists(st.dictionaries(keys, values) | anything)})
)
def test_any_json_is_repaired_or_refused(raw: Any) -> None:
    try:
        repaired = repair(SOURCE, json.dumps(raw).encode(), "p")
    except NotebookRefused:
        return
    check(repaired)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), places, st.integers(0, 3000))
def test_any_bytes_are_repaired_or_refused(junk: bytes, length: int, at: int) -> None:
    content = made.notebook(*CELLS)
    at %= len(content)
    try:
        repaired = repair(SOURCE, content[:at] + junk + content[at + length :], "p")
    except NotebookRefused:
        return
    check(repaired)
