"""Who runs which cell, and with which files."""

from collections.abc import Mapping
from typing import Any

from autograde.grading import Settings, Source, Submission
from autograde.job import Job, Limits
from autograde.plan import plan
from autograde.repair import repair
from tests.autograde.notebooks import answer, checks, code, coded, given, markdown, notebook, written

CELLS = (
    code("import numpy as np"),
    given("helpers", "def helper(): ..."),
    code("%matplotlib inline"),
    answer("square", "def square(x): return x * x"),
    code("square(3)"),
    checks("square_works", "assert square(2) == 4"),
    code("square(3)"),
    coded("plot", "plot()"),
    written("why", "Because."),
)
SOURCE = notebook(*CELLS)


def planned(*cells: Any, files: Mapping[str, bytes] | None = None) -> Job:
    source = Source("ps", {"p1": SOURCE}, {"data.csv": b"theirs"})
    submission = Submission("ps", "ada", {"p1": notebook(*cells)}, files or {})
    settings = Settings(Limits(cell_s=1), inside=True)
    return plan(repair(SOURCE, submission.notebooks["p1"], "p1"), source, submission, settings)


def roles(job: Job) -> list[tuple[str, str]]:
    return [(step.role, step.source.split("(")[0].split(" ")[0]) for step in job.steps]


def test_roles_of_an_untouched_notebook() -> None:
    assert roles(planned(*CELLS)) == [
        ("given", "import"),
        ("given", "def"),
        ("given", "%matplotlib"),
        ("student", "def"),
        ("given", "square"),
        ("test", "assert"),
        ("given", "square"),
        ("student", "plot"),
    ]


def test_an_ordinary_cell_that_was_edited_is_the_students() -> None:
    assert roles(planned(code("import numpy"), *CELLS[1:]))[0] == ("student", "import")


def test_each_ordinary_cell_counts_once_and_in_order() -> None:
    job = planned(CELLS[0], CELLS[0], *CELLS[1:])
    assert [role for role, _ in roles(job)[:3]] == ["given", "student", "given"]


def test_an_ordinary_cell_that_was_moved_across_tests_is_the_students() -> None:
    source = notebook(answer("a", ""), checks("t", "assert solve()"), code("from model import solve"), answer("b", "x"))
    moved = notebook(answer("a", "pass"), code("from model import solve"), checks("t", ""), answer("b", "x"))
    repaired = repair(source, moved, "p1")
    job = plan(repaired, Source("ps", {"p1": source}), Submission("ps", "ada", {}), Settings())
    assert [step.role for step in job.steps] == ["student", "student", "test", "student"]


def test_indexes_are_those_of_the_notebook() -> None:
    job = planned(markdown("Hello"), *CELLS)
    assert [step.index for step in job.steps] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [step.grade_id for step in job.steps if step.grade_id] == ["helpers", "square", "square_works", "plot"]


def test_empty_cells_are_not_run_but_empty_tests_are() -> None:
    source = notebook(answer("a", ""), checks("t", ""))
    job = plan(repair(source, notebook(code("  \n")), "p1"), Source("ps", {}), Submission("ps", "ada", {}), Settings())
    assert [step.role for step in job.steps] == ["student", "test"]


def test_a_job_has_the_files_of_both_and_the_solutions() -> None:
    job = planned(*CELLS, files={"mine.txt": b"1", "data.csv": b"mine"})
    assert job.key == "ps/ada/p1"
    assert job.files == {"mine.txt": b"1", "data.csv": b"mine"}
    assert job.given_files == {"data.csv": b"theirs"}
    assert "def square(x): return x * x" in job.instructor
    assert "Because." not in job.instructor
    assert (job.inside, job.limits.cell_s) == (True, 1)
