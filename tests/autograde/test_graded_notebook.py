"""The notebook in autograded/: valid, bounded, inert."""

import json
from typing import Any

import nbformat
import pytest

from autograde.graded_notebook import CLEANED_OUTPUTS, STREAM_LINES, graded_notebook, refused_notebook
from autograde.job import CellResult, JobResult
from autograde.repair import repair
from tests.autograde.notebooks import answer, checks, code, markdown, notebook, task, written

SOURCE = notebook(
    answer("a", "x"), checks("t", "assert x"), written("w", "Model"), task("essay", "<script>ours</script>")
)


def graded(*outputs: Any, first: Any = None) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The first cell after it wrote `outputs`, and the notes."""
    repaired = repair(SOURCE, notebook(first or code("print()"), answer("a", "x")), "ps")
    content, notes = graded_notebook(repaired, JobResult({0: CellResult(0, "ok", outputs, 3)}))
    nbformat.validate(json.loads(content))
    return dict(json.loads(content)["cells"][0]), notes


def test_outputs_and_counts_are_written() -> None:
    stream = {"output_type": "stream", "name": "stdout", "text": "hello\n"}
    result = {"output_type": "execute_result", "data": {"text/plain": "1"}, "metadata": {}, "execution_count": 3}
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["a", "b"]}
    cell, notes = graded(stream, result, error)
    assert cell["outputs"] == [stream, result, error]
    assert cell["execution_count"] == 3
    assert notes == ()


def test_streams_are_cut_as_nbgrader_cuts_them() -> None:
    from nbgrader.preprocessors import LimitOutput

    for counts in ([STREAM_LINES], [STREAM_LINES + 5], [600, 600, 600], [STREAM_LINES - 1, 1, 1]):
        outputs = [{"output_type": "stream", "name": "stdout", "text": "x\n" * (count - 1) + "x"} for count in counts]
        cell = nbformat.from_dict(
            {"cell_type": "code", "outputs": json.loads(json.dumps(outputs)), "metadata": {}, "source": ""}
        )
        LimitOutput().preprocess_cell(cell, {}, 0)
        assert graded(*outputs)[0]["outputs"] == cell.outputs


def test_tracebacks_are_cut_as_nbgrader_cuts_them() -> None:
    from nbgrader.preprocessors import LimitOutput

    for count in (100, 101, 5_000):
        output = {"output_type": "error", "ename": "E", "evalue": "", "traceback": [str(line) for line in range(count)]}
        cell = nbformat.from_dict(
            {"cell_type": "code", "outputs": [json.loads(json.dumps(output))], "metadata": {}, "source": ""}
        )
        LimitOutput().preprocess_cell(cell, {}, 0)
        assert graded(output)[0]["outputs"] == cell.outputs


@pytest.mark.parametrize(
    "output",
    [
        {},
        {"output_type": "pyout"},
        {"output_type": "stream"},
        {"output_type": "stream", "name": 7, "text": {}},
        {"output_type": "stream", "name": "</script>", "text": "\ud800"},
        {"output_type": "error"},
        {"output_type": "error", "ename": 1, "evalue": None, "traceback": "abc"},
        {"output_type": "error", "ename": "\ud800", "evalue": "", "traceback": [1, "\udfff"]},
        {"output_type": "execute_result"},
        {"output_type": "execute_result", "data": [], "metadata": 7, "execution_count": "x"},
        {
            "output_type": "display_data",
            "data": {"image/png": "aa", "text/plain": "\ud800"},
            "metadata": {"image/png": {"width": "x"}},
        },
        {
            "output_type": "display_data",
            "data": {"text/plain": "x"},
            "metadata": {"text/plain": {"width": float("nan"), "height": 1}},
        },
        {"output_type": "update_display_data", "data": {}, "transient": {}},
    ],
)
def test_outputs_of_any_shape_become_valid_ones(output: dict[str, Any]) -> None:
    graded(output)


def test_metadata_of_outputs_are_sizes_alone() -> None:
    output = {
        "output_type": "display_data",
        "data": {"image/png": "aGVsbG8=", "text/html": "<b>x</b>"},
        "metadata": {"image/png": {"width": 10, "alt": "x", "unconfined": True}, "text/html": {"isolated": True}},
    }
    assert graded(output)[0]["outputs"][0]["metadata"] == {"image/png": {"width": 10}}


def test_active_outputs_and_texts_are_made_inert_with_a_note() -> None:
    script = "<script>alert(1)</script>"
    cell, notes = graded({"output_type": "display_data", "data": {"text/html": script}, "metadata": {}})
    assert "script" not in json.dumps(cell["outputs"])
    assert notes == ("Cells with outputs that hold something active or unknown; that was cleaned out. (1)",)
    cell, notes = graded(first=markdown(script))
    assert cell["source"] == f"~~~\n{script}\n~~~"
    assert notes == (
        "Cells with Markdown that holds something active or no such attachment; it is shown as it was typed. (1)",
    )


def test_the_instructors_own_text_is_left_alone() -> None:
    repaired = repair(SOURCE, SOURCE, "ps")
    content, _ = graded_notebook(repaired, JobResult({}))
    assert json.loads(content)["cells"][-1]["source"] == "<script>ours</script>"


def test_in_place_of_a_refused_notebook_stands_the_assignment_with_the_reason() -> None:
    found = json.loads(refused_notebook(SOURCE, "ps", "ps.ipynb is not JSON: <script>"))
    nbformat.validate(found)
    assert "<script>" in found["cells"][0]["source"]
    assert "~~~" in found["cells"][0]["source"]
    assert [cell["metadata"]["nbgrader"]["grade_id"] for cell in found["cells"][1:]] == ["a", "t", "w", "essay"]
    assert "Model" not in json.dumps(found)


def test_what_cleaning_may_cost_is_bounded() -> None:
    table = "<table><tr><td onclick=x>1</td></tr></table>"
    output = {"output_type": "display_data", "data": {"text/html": table}, "metadata": {}}
    cell, _ = graded(*[output] * (CLEANED_OUTPUTS + 1))
    shown = [list(output["data"]) for output in cell["outputs"]]
    assert shown == [["text/html"]] * CLEANED_OUTPUTS + [["text/plain"]]


def test_nbgrader_finds_no_fault_with_it() -> None:
    from nbgrader.nbgraderformat import MetadataValidator
    from nbgrader.utils import compute_checksum, is_locked

    content, _ = graded_notebook(repair(SOURCE, notebook(markdown("x"), checks("t", "altered")), "ps"), JobResult({}))
    found = nbformat.reads(content.decode(), as_version=4)
    MetadataValidator().validate_nb(found)
    assert all(cell.metadata.nbgrader.checksum == compute_checksum(cell) for cell in found.cells if is_locked(cell))
