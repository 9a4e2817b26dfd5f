"""One submission through the whole pipeline; the engine is played."""

import json

import nbformat
import pytest

from autograde.errors import AutogradeError
from autograde.grade import grade
from autograde.grading import CellScore, Settings, Source, Submission
from autograde.job import CellResult, Job, JobResult
from tests.autograde.notebooks import Recorded, answer, checks, code, notebook, written

SOURCE = Source(
    "ps1",
    {
        "p1": notebook(answer("a", "x = 1"), checks("t", "assert x"), written("w", "Model")),
        "p2": notebook(checks("u", "assert True")),
    },
)
HONEST = notebook(answer("a", "x = 2"), checks("t", ""), written("w", "Mine"))


def submitted(**notebooks: bytes) -> Submission:
    return Submission("ps1", "ada", notebooks, notes=("'x' was left out: it is a pipe.",))


def test_every_notebook_of_the_assignment_is_graded() -> None:
    failed = CellResult(
        0, "error", ({"output_type": "error", "ename": "E", "evalue": "", "traceback": []},), message="E"
    )
    done = grade(SOURCE, submitted(p1=HONEST, p2=notebook()), Settings(), Recorded({"t": failed}))
    assert (done.assignment, done.student, done.status) == ("ps1", "ada", "graded")
    first, second = done.notebooks
    assert first.scores == {"t": CellScore(0, 1, "E"), "w": CellScore(None, 2)}
    assert second.scores == {"u": CellScore(1, 1)}
    assert done.notes == ("'x' was left out: it is a pipe.",)
    nbformat.validate(json.loads(first.notebook))
    assert second.notes == ("The locked cell 'u' was missing; it was put back.",)


def test_a_missing_notebook_is_worth_nothing() -> None:
    done = grade(SOURCE, submitted(p1=HONEST), Settings(), Recorded())
    missing = done.notebooks[1]
    assert (missing.missing, missing.notebook, missing.scores["u"].points) == (True, b"", 0)


def test_a_notebook_that_cannot_be_read_is_worth_nothing_and_costs_itself_alone() -> None:
    runner = Recorded()
    done = grade(SOURCE, submitted(p1=b"<<<<", p2=notebook(code("1"))), Settings(), runner)
    refused, other = done.notebooks
    assert done.status == "graded"
    assert refused.scores == {id: CellScore(0, most, refused.notes[0]) for id, most in (("t", 1), ("w", 2))}
    assert "p1.ipynb is not JSON" in refused.notes[0]
    assert other.scores["u"].points == 1
    assert [job.key for job in runner.jobs] == ["ps1/ada/p2"]


def test_notebooks_that_the_assignment_does_not_have_are_named() -> None:
    done = grade(SOURCE, submitted(**{"p1 (1)": HONEST}), Settings(), Recorded())
    assert "'p1 (1)' is no notebook of this assignment; it was not graded." in done.notes
    assert all(found.missing for found in done.notebooks)


class Broken:
    def run(self, job: Job) -> JobResult:
        raise AutogradeError("The machine has no user namespaces.")


def test_an_engine_that_fails_is_an_error_of_this_submission(caplog: pytest.LogCaptureFixture) -> None:
    done = grade(SOURCE, submitted(p1=HONEST), Settings(), Broken())
    assert (done.status, done.notebooks) == ("failed", ())
    assert done.error == "AutogradeError: The machine has no user namespaces."
    assert "ps1/ada" in caplog.text


def test_an_instructors_notebook_that_is_broken_is_an_error(caplog: pytest.LogCaptureFixture) -> None:
    done = grade(Source("ps1", {"p1": b"{}"}), submitted(p1=HONEST), Settings(), Recorded())
    assert "The instructor's notebook p1 is no notebook" in done.error
