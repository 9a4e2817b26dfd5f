"""Points from results: nbgrader's for honest notebooks, nothing for what forges or stops stock nbgrader."""

from typing import Any

import pytest

from autograde import score
from autograde.grading import CellScore
from autograde.job import CellResult, JobResult, Status
from autograde.repair import repair
from tests.autograde.notebooks import checks, coded, notebook, task, written

SOURCE = notebook(checks("t", "f()", points=2), written("w", "Model"), coded("c", "model()"), task("essay", "Write."))


def scored(outputs: Any = (), status: Status = "ok", message: str = "") -> CellScore:
    repaired = repair(SOURCE, SOURCE, "ps")
    result = CellResult(0, status, tuple(outputs), message=message)
    return score.scores(repaired, JobResult({0: result}))["t"]


def shows(text: Any) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": {"text/plain": text}, "metadata": {}, "execution_count": 1}


def prints(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


ERROR = {"output_type": "error", "ename": "AssertionError", "evalue": "", "traceback": []}


@pytest.mark.parametrize(
    ("outputs", "points"),
    [
        ([], 2),
        ([prints("0.0")], 2),
        ([ERROR], 0),
        ([prints("x"), ERROR], 0),
        ([shows("0.5")], 0.5),
        ([shows("0")], 0),
        ([shows("2")], 2),
        ([shows(["1.5"])], 1.5),
        ([shows("1"), ERROR], 1),
        ([shows("True")], 2),
        ([shows("'0.5'")], 2),
        ([shows("[0.5]")], 2),
        ([shows(["1", "2"])], 2),
        ([prints("x"), shows("1")], 1),
    ],
)
def test_honest_outputs_score_as_with_nbgrader(outputs: list[Any], points: float) -> None:
    import nbformat
    from nbgrader.utils import determine_grade

    found = scored(outputs)
    assert (found.points, found.max_points) == (points, 2.0)
    cell = nbformat.from_dict(
        {"cell_type": "code", "metadata": {"nbgrader": {"grade": True, "points": 2}}, "source": "", "outputs": outputs}
    )
    assert determine_grade(cell) == (points, 2.0)


def test_a_warning_on_stderr_costs_nothing() -> None:
    assert scored([prints("UserWarning", "stderr")]) == CellScore(2, 2)


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "-1", "2.001", "1e999", "np.float64(nan)"])
def test_a_number_that_is_no_grade_earns_nothing_and_names_the_instructors_cell(text: str) -> None:
    found = scored([shows(text)])
    assert found.points == 0
    assert "'t'" in found.message


def test_a_sum_of_parts_may_be_off_by_rounding() -> None:
    assert scored([shows("2.0000000000000004")]) == CellScore(2, 2)


@pytest.mark.parametrize("text", ["np.float64(0.5)", "np.float32(0.5)"])
def test_a_numpy_scalar_is_the_number_that_it_shows(text: str) -> None:
    assert scored([shows(text)]) == CellScore(0.5, 2)


@pytest.mark.parametrize("data", [None, 7, {}, {"text/plain": None}, {"text/plain": 5}, {"text/plain": [5]}])
def test_results_of_any_shape_are_scored(data: Any) -> None:
    assert scored([{"output_type": "execute_result", "data": data}]).points in (0, 2)


@pytest.mark.parametrize("status", ["error", "timeout", "died", "flooded", "skipped"])
def test_a_cell_that_did_not_end_well_earns_nothing(status: Status) -> None:
    assert scored([shows("2")], status, "why") == CellScore(0, 2, "why")


def test_an_error_is_told_in_one_short_line() -> None:
    error = {**ERROR, "evalue": "2 is not\n4 " + "x" * 1_000}
    for status in ("ok", "error"):
        message = scored([prints("x"), error], status).message
        assert message.startswith("AssertionError: 2 is not 4 xxx")
        assert len(message) < 310


def test_a_refused_cell_is_a_persons_to_read() -> None:
    assert scored([], "refused", "It uses magics.") == CellScore(None, 2, "It uses magics.")


def test_a_cell_without_a_result_earns_nothing() -> None:
    assert score.scores(repair(SOURCE, SOURCE, "ps"), JobResult({}))["t"].points == 0


def test_answers_are_a_persons_to_read_and_untouched_ones_are_worth_nothing() -> None:
    submitted = notebook(written("w", "YOUR ANSWER HERE"), coded("c", "mine()"), task("essay", "Write."))
    found = score.scores(repair(SOURCE, submitted, "ps"), JobResult({}))
    assert found["w"] == CellScore(0, 2, "No response.")
    assert found["c"] == CellScore(None, 2)
    assert found["essay"] == CellScore(None, 3)


def test_a_written_answer_that_is_missing_may_stand_elsewhere_and_is_a_persons_to_find() -> None:
    found = score.scores(repair(SOURCE, notebook(), "ps"), JobResult({}))
    assert (found["w"].points, found["c"].points) == (None, None)


def test_the_checksum_of_the_release_tells_an_untouched_answer() -> None:
    cell = written("w", "Escriba aquí")
    own = repair(SOURCE, SOURCE, "ps").source.by_id["w"].grading
    assert own is not None
    cell["metadata"]["nbgrader"]["checksum"] = own.checksum("markdown", "Escriba aquí")
    source = notebook({**cell, "source": "The model answer"})
    for text, points in (("Escriba aquí", 0), ("YOUR ANSWER HERE", 0), ("Mine", None)):
        found = score.scores(repair(source, notebook(written("w", text)), "ps"), JobResult({}))
        assert found["w"].points == points


def test_a_notebook_that_is_missing_or_unreadable_is_worth_nothing() -> None:
    found = score.nothing(repair(SOURCE, SOURCE, "ps").source, "It is not JSON.")
    assert found == {
        id: CellScore(0, most, "It is not JSON.") for id, most in (("t", 2), ("w", 2), ("c", 2), ("essay", 3))
    }
