"""Can a tests cell ask about a design, and only about what its data says, wherever it was made?"""

from collections.abc import Iterator

import pytest

from autograde.engine import Engine
from autograde.job import CellResult, Job, Step
from course.cases.failure import CaseFailed
from course.design import Availability, Cost, Scenario
from course.design.cases import judged, meets, received
from tests.course.design.examples import quiet, slow_store, small


def test_a_design_that_meets_the_objectives_passes():
    assert meets(small(), quiet(), seeds=1).verdict.passed


def test_one_that_does_not_fails_with_what_broke_first():
    with pytest.raises(CaseFailed) as failed:
        meets(small(), slow_store(), seeds=1)
    assert "fail: 0.99 of read answered; measured" in str(failed.value)
    assert "First in trouble: `links`" in str(failed.value)


def test_a_failure_names_the_replay_of_a_shipped_scenario_only(monkeypatch: pytest.MonkeyPatch):
    def message(scenario: Scenario) -> str:
        with pytest.raises(CaseFailed) as failed:
            meets(small(), scenario, seeds=1)
        return str(failed.value)

    shipped = slow_store()
    assert "Replay" not in message(shipped)
    monkeypatch.setattr("course.design.cases.scenarios", lambda: {shipped.name: shipped})
    assert message(shipped).endswith(f"Replay: run(design, {shipped.name!r}).")
    assert "Replay" not in message(shipped.shifted(seed=7))


def test_a_case_may_be_about_some_objectives():
    meets(small(), slow_store(), "Cost", seeds=1)
    with pytest.raises(CaseFailed, match=r"0\.99 of read answered"):
        meets(small(), slow_store(), "Availability", seeds=1)
    with pytest.raises(ValueError, match="no objective of kind Costs"):
        meets(small(), slow_store(), "Costs", seeds=1)


def test_the_same_design_is_run_once():
    assert judged(small(), quiet(), seeds=1) is judged(small().to_dict(), quiet(), seeds=1)
    assert judged(small(), quiet(slos=[Availability("read"), Cost(9)]), seeds=1) is not judged(
        small(), quiet(), seeds=1
    )


@pytest.mark.parametrize("none", [None, 5, "design", {}, {"version": 1}])
def test_what_is_no_design_fails_the_case(none: object):
    with pytest.raises(CaseFailed):
        received(none)  # type: ignore[arg-type]


# -- In trusted grading ------------------------------------------------------------------------------------------------

GIVEN = "from course.design import *"
STUDENT = 'design = Design("mine", Endpoint("read", LoadBalancer("edge"), Service("api"), KeyValueStore("links").read("key", timeout_ms=50)))'
TEST = """
from course.design import *
from course.design.cases import meets
hidden = Scenario("hidden", traffic=[Traffic(Constant(20), {"read": 1})], duration_s=10, warm_up_s=1, slos=[Availability("read", 0.99), Cost(%d)])
assert meets(design, hidden, seeds=1).measured.design.name == "mine"
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(("course.design", "course.design.cases")) as engine:
        yield engine


def graded(engine: Engine, student: str, ceiling: int = 5_000, given: str = GIVEN) -> CellResult:
    steps = (Step(0, given, "given"), Step(1, student, "student"), Step(2, TEST % ceiling, "test", "t"))
    return engine.run(Job("a/s/n", steps, instructor=(given, STUDENT))).cells[2]


@pytest.mark.parametrize("given", [GIVEN, ""], ids=["by value", "by reference"])
def test_a_design_crosses_from_the_students_process(engine: Engine, given: str):
    cell = graded(engine, STUDENT if given else f"{GIVEN}\n{STUDENT}", given=given)
    assert (cell.status, cell.message) == ("ok", ""), cell.outputs


def test_one_that_costs_too_much_fails(engine: Engine):
    assert "at most $100 a month" in str(graded(engine, STUDENT, ceiling=100).outputs)


CHEATS = [
    "design = 5",
    "class Mine:\n    def to_dict(self): return {'version': 1}\ndesign = Mine()",
    "class Mine:\n    __class__ = Design\n    verdict = 'pass'\n    def to_dict(self): return self\ndesign = Mine()",
    "class Mine(dict):\n    def __eq__(self, other): return True\ndesign = Mine()",
    STUDENT + "\nobject.__setattr__(design, 'flows', (design,))",
    STUDENT + "\nobject.__setattr__(design.flows[0], 'root', design.flows[0])",
    STUDENT + "\nclass Fake:\n    __class__ = Retry\nobject.__setattr__(design.flows[0].root, 'retry', Fake())",
    STUDENT + "\nobject.__setattr__(design['api'], 'instances', 10**9)",
    STUDENT + "\nimport course.design.cases, course.design.verdict\ncourse.design.cases.meets = lambda *a, **k: design\ncourse.design.verdict.judge = None\nDesign.from_dict = classmethod(lambda cls, plain: design)\ndesign = Design('mine', Endpoint('other', LoadBalancer('edge'), Service('api')))",
]  # fmt: skip


@pytest.mark.parametrize("student", CHEATS, ids=range(len(CHEATS)))
def test_what_only_pretends_to_be_a_design_fails(engine: Engine, student: str):
    cell = graded(engine, student)
    assert cell.status != "ok"
    assert "CaseFailed" in str(cell.outputs)
