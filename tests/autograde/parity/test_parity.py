"""Does the engine give honest notebooks the points that stock nbgrader gave them?"""

import json
import re
from collections.abc import Iterator

import pytest

from autograde.engine import Engine
from autograde.grade import grade
from autograde.grading import Graded, Settings, Source, Submission
from autograde.job import Limits

from .record import HERE, RECORDED, Points
from .text import Case, Sent, cases, dumped

pytestmark = pytest.mark.xdist_group("parity")  # what its module sets up, once

CASES = {case.name: case for case in cases(HERE / "cases")}
SUBMISSIONS = [(case, sent) for case in CASES.values() for sent in case.submissions]
STOCK = json.loads(RECORDED.read_text())
SETTINGS = Settings(Limits(cell_s=20))


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(("numpy", "pandas", "matplotlib.pyplot", "ipywidgets")) as engine:
        yield engine


@pytest.mark.parametrize(("case", "sent"), SUBMISSIONS, ids=[f"{case.name}-{sent.name}" for case, sent in SUBMISSIONS])
def test_points_equal_stock_nbgraders(engine: Engine, case: Case, sent: Sent):
    expected: Points = STOCK[case.name][sent.name] | wanted(sent)
    graded = run(engine, case, sent)
    assert graded.error == ""
    given = {
        f"{notebook.name}/{grade_id}": score.points
        for notebook in graded.notebooks
        for grade_id, score in notebook.scores.items()
    }
    assert {name: given.get(name) for name in expected} == expected, messages(graded)


def test_every_submission_is_recorded():
    assert {name: [sent.name for sent in case.submissions] for name, case in CASES.items()} == {
        name: list(submissions) for name, submissions in STOCK.items()
    }, "run `python -m tests.autograde.parity.record`"


def run(engine: Engine, case: Case, sent: Sent) -> Graded:
    """What the engine gives that submission."""
    notebooks, files = case.submitted(sent)
    source = Source(case.name, {name: dumped(nb) for name, nb in case.source().items()}, case.files)
    submission = Submission(case.name, sent.name, {name: dumped(nb) for name, nb in notebooks.items()}, files)
    return grade(source, submission, SETTINGS, engine)


def wanted(sent: Sent) -> Points:
    """Where the engine is meant to differ from stock: lines `differs GRADE_ID=POINTS: the reason`."""
    found = [re.fullmatch(r"differs ([\w/]+)=([\d.]+|none): .+", fact) for fact in sent.facts]
    return {f"nb/{one[1]}": None if one[2] == "none" else float(one[2]) for one in found if one}


def messages(graded: Graded) -> str:
    """What each cell said, for whoever reads the failure."""
    return "\n".join(
        f"{notebook.name}/{grade_id}: {score.message}"
        for notebook in graded.notebooks
        for grade_id, score in notebook.scores.items()
        if score.message
    )
