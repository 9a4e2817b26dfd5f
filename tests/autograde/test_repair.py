"""Each rule of docs/engine.md's table of damaged and hostile notebooks: what an honest student and a hostile one get by it."""

import json
from typing import Any

import nbformat
import pytest

from autograde import instructor, notebook_json, repair
from autograde.errors import NotebookRefused, SourceInvalid
from autograde.repair import Repaired
from tests.autograde.notebooks import (
    answer,
    checks,
    code,
    coded,
    given,
    ids,
    markdown,
    notebook,
    raw_notebook,
    task,
    written,
)

SOURCE = notebook(
    markdown("# Squares"),
    given("imports", "import math"),
    answer("square", "### BEGIN SOLUTION\ndef square(x): return x * x\n### END SOLUTION"),
    checks(
        "square_works", "assert square(2) == 4\n### BEGIN HIDDEN TESTS\nassert square(3) == 9\n### END HIDDEN TESTS"
    ),
    answer("cube", "def cube(x): return x ** 3"),
    checks("cube_works", "assert cube(2) == 8", points=2),
    written("why", "Because."),
    coded("plot", "plot()"),
    task("essay", "Write an essay."),
)
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
RELEASED = (
    markdown("# Squares"),
    given("imports", "import math"),
    answer("square", STUB),
    checks("square_works", "assert square(2) == 4"),
    answer("cube", STUB),
    checks("cube_works", "assert cube(2) == 8", points=2),
    written("why", "YOUR ANSWER HERE"),
    coded("plot", STUB),
    task("essay", "Write an essay."),
)
ORDER = ["[# Squares]", "imports", "square", "square_works", "cube", "cube_works", "why", "plot", "essay"]


def repaired(*cells: Any, **more: Any) -> Repaired:
    done = repair.repair(SOURCE, notebook(*cells, **more), "ps")
    nbformat.validate(done.notebook)
    return done


def released(**changed: Any) -> list[dict[str, Any]]:
    """The released cells, some of them with another source."""
    cells = [json.loads(json.dumps(cell)) for cell in RELEASED]
    for cell in cells:
        id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if id in changed:
            cell["source"] = changed[id]
    return cells


def cell_of(done: Repaired, grade_id: str) -> dict[str, Any]:
    [found] = [
        cell for cell in done.notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
    ]
    return dict(found)


def order(done: Repaired) -> list[str]:
    return ids(done.notebook["cells"])


# What an honest notebook looks like afterwards


def test_an_honest_notebook_keeps_its_cells_and_answers_without_a_note() -> None:
    done = repaired(*released(square="def square(x): return x*x", why="It is so."))
    assert order(done) == ORDER
    assert cell_of(done, "square")["source"] == "def square(x): return x*x"
    assert cell_of(done, "why")["source"] == "It is so."
    assert done.notes == ()


def test_hidden_tests_come_back() -> None:
    assert "assert square(3) == 9" in cell_of(repaired(*released()), "square_works")["source"]


def test_cells_that_the_student_added_stay_where_they_are() -> None:
    cells = released()
    cells.insert(3, code("print(1)"))
    cells.append(markdown("done"))
    assert order(repaired(*cells)) == [*ORDER[:3], "[print(1)]", *ORDER[3:], "[done]"]


# Locked cells


def test_an_altered_locked_cell_is_the_instructors_again() -> None:
    done = repaired(*released(square_works="pass", imports="math = None"))
    assert cell_of(done, "imports")["source"] == "import math"
    assert "assert square(2) == 4" in cell_of(done, "square_works")["source"]
    assert [note for note in done.notes if "altered" in note] == [
        "The locked cell 'imports' was altered; it is the instructor's again.",
        "The locked cell 'square_works' was altered; it is the instructor's again.",
    ]


@pytest.mark.parametrize("gone", [1, 3, 5, 8])
def test_a_missing_locked_cell_is_put_back_where_it_was(gone: int) -> None:
    cells = released()
    del cells[gone]
    done = repaired(*cells)
    assert order(done) == ORDER
    assert done.notes == (f"The locked cell {ORDER[gone]!r} was missing; it was put back.",)


def test_an_empty_notebook_gets_every_cell_that_nbgrader_knows() -> None:
    assert order(repaired()) == ORDER[1:]


def test_tests_stand_once_whatever_copies_there_are() -> None:
    cells = released()
    cells[3:3] = [cells[3], cells[3]]
    assert order(repaired(*cells)) == [*ORDER[:3], "square_works", *ORDER[4:]]


def test_what_a_student_wrote_into_a_copy_of_a_locked_cell_is_an_ordinary_cell() -> None:
    cells = released()
    cells.insert(3, checks("square_works", "print(square(2))"))
    assert order(repaired(*cells)) == [*ORDER[:3], "[print(square(2))]", *ORDER[3:]]


def test_tests_that_were_swapped_run_in_the_instructors_order() -> None:
    cells = released()
    cells[3], cells[5] = cells[5], cells[3]
    done = [id for id in order(repaired(*cells)) if id in ("square", "square_works", "cube", "cube_works")]
    assert done.index("square_works") < done.index("cube_works")
    assert done.index("cube") < done.index("cube_works")


def test_tests_before_their_answer_follow_it() -> None:
    cells = released()
    cells.append(cells.pop(2))  # the answer to the end
    done = order(repaired(*cells))
    assert done.index("square") < done.index("square_works") < done.index("cube_works") < done.index("essay")


def test_tests_after_the_first_of_two_copies_stay_there() -> None:
    cells = released(square="def square(x): return x*x")
    cells.append(answer("square", "square = None"))
    done = repaired(*cells)
    assert order(done)[:4] == ["[# Squares]", "imports", "[def square(x): return x*x]", "square_works"]


def test_no_locked_cell_overtakes_a_test() -> None:
    source = notebook(
        answer("parse", ""),
        checks("parse_works", "assert parse"),
        given("a_working_parse", "def parse(): ..."),
        answer("use", ""),
        checks("use_works", "assert use"),
    )
    late = notebook(given("a_working_parse", "def parse(): ..."), answer("use", "1"), answer("parse", "pass"))
    done = ids(repair.repair(source, late, "ps").notebook["cells"])
    assert done.index("parse") < done.index("parse_works") < done.index("a_working_parse")


# Answers


def test_a_split_answer_runs_whole_and_its_last_part_bears_the_name() -> None:
    cells = released()
    cells[2:3] = [answer("square", "def helper(): ..."), answer("square", "def square(x): ...")]
    done = repaired(*cells)
    assert order(done) == [*ORDER[:2], "[def helper(): ...]", *ORDER[2:]]
    assert cell_of(done, "square")["source"] == "def square(x): ..."


def test_an_untouched_copy_does_not_stand_for_the_answer() -> None:
    cells = released(plot="draw()")
    cells.append(coded("plot", STUB))
    assert cell_of(repaired(*cells), "plot")["source"] == "draw()"


def test_written_copies_are_joined() -> None:
    cells = released(why="One.")
    cells += [written("why", "YOUR ANSWER HERE"), written("why", "One."), written("why", "Two.")]
    done = repaired(*cells)
    assert cell_of(done, "why")["source"] == "One.\n\nTwo."
    assert order(done).count("why") == 1


def test_in_place_of_a_deleted_answer_stands_a_remark() -> None:
    cells = released()
    del cells[2]
    done = repaired(*cells)
    assert order(done) == ORDER
    assert cell_of(done, "square")["source"] == repair.MISSING_CODE
    assert done.notes == ("The answer 'square' was missing.",)


def test_an_answer_in_a_cell_without_its_name_is_not_undone() -> None:
    cells = released()
    cells[2] = code("def square(x): return x * x")
    done = repaired(*cells)
    texts = [cell["source"] for cell in done.notebook["cells"]]
    assert "def square(x): return x * x" in texts
    assert not any("NotImplementedError" in text and "square" in text for text in texts)


def test_a_notebook_that_lost_all_metadata_keeps_its_order() -> None:
    cells = [{**cell, "metadata": {}} for cell in released(square="def square(x): ...", cube="def cube(x): ...")]
    done = [id for id in order(repaired(*cells)) if id not in ("square", "cube", "why", "plot")]
    assert done == [
        "[# Squares]",
        "imports",
        "[def square(x): ...]",
        "square_works",
        "[def cube(x): ...]",
        "cube_works",
        "[YOUR ANSWER HERE]",
        f"[{STUB}]",
        "essay",
    ]


def test_an_answer_of_another_type_is_of_its_own_again() -> None:
    cells = released(square="def square(x): ...")
    cells[2] = {**markdown("def square(x): ..."), "metadata": cells[2]["metadata"]}
    done = cell_of(repaired(*cells), "square")
    assert (done["cell_type"], done["source"]) == ("code", "def square(x): ...")


# Metadata


def test_points_and_flags_are_the_instructors() -> None:
    cells = released()
    cells[3]["metadata"]["nbgrader"].update(points=1000, locked=False, solution=True, grade=True)
    cells[6]["metadata"]["nbgrader"].update(points=-1, task="yes")
    done = repaired(*cells)
    assert cell_of(done, "square_works")["metadata"]["nbgrader"]["points"] == 1
    assert cell_of(done, "square_works")["metadata"]["nbgrader"]["solution"] is False
    assert cell_of(done, "why")["metadata"]["nbgrader"]["points"] == 2


def test_a_made_up_grade_id_makes_an_ordinary_cell() -> None:
    done = repaired(*released(), checks("bonus", "1000", points=1000))
    assert order(done) == [*ORDER, "[1000]"]
    assert "'bonus'" in done.notes[0]


def test_tags_collapsed_cells_and_other_metadata_are_dropped() -> None:
    cells = released()
    for cell in cells:
        cell["metadata"].update(tags=["skip-execution"], jupyter={"source_hidden": True}, editable=False)
    done = repaired(*cells, metadata={"kernelspec": {"name": "evil", "display_name": "x"}, "widgets": {"a": 1}})
    assert not any(set(cell["metadata"]) - {"nbgrader"} for cell in done.notebook["cells"])
    assert done.notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert set(done.notebook["metadata"]) == {"kernelspec"}


def test_old_outputs_are_dropped() -> None:
    cells = released()
    cells[3]["outputs"] = [{"output_type": "execute_result", "data": {"text/plain": "1.0"}}]
    cells[3]["execution_count"] = 7
    done = cell_of(repaired(*cells), "square_works")
    assert (done["outputs"], done["execution_count"]) == ([], None)


def test_ids_of_cells_are_kept_when_valid_and_made_when_not() -> None:
    cells = [{**code("1"), "id": id} for id in ("good", "good", "bad id", 7, None, "x" * 65, "cell-2")]
    source = notebook(code("1"))
    done = repair.repair(source, notebook(*cells), "ps").notebook
    nbformat.validate(done)
    found = [cell["id"] for cell in done["cells"]]
    assert found[0] == "good"
    assert len(set(found)) == len(cells)


def test_attachments_that_are_images_are_kept_and_others_dropped() -> None:
    text = {
        **markdown("![a](attachment:a.png)"),
        "attachments": {
            "a.png": {"image/png": "aGVsbG8=", "text/html": "<script>", 'image/png" onerror="x': "aGVsbG8="},
            "b.svg": {"image/svg+xml": "<svg onload=...>"},
            "c.png": {"image/png": ["aGVsbG8="]},
            "d.png": {"image/png": '" onerror="alert(1)'},
            "e.png": "nothing",
        },
    }
    done = repaired(*released(), text)
    assert done.notebook["cells"][-1]["attachments"] == {"a.png": {"image/png": "aGVsbG8="}}


# Types and bounds


def test_whatever_stands_in_place_of_cells_is_left_out_with_a_note() -> None:
    junk: list[Any] = [None, 7, "cell", [], {}, {"cell_type": "code", "source": 5}, {"source": ["a", 1]}]
    done = repaired(*released(), *junk)
    assert order(done) == [*ORDER, "[]"]
    assert len(done.notes) == 7


def test_metadata_of_wrong_types_are_none() -> None:
    wrong: list[Any] = [None, 7, [], {"nbgrader": []}, {"nbgrader": {"grade_id": {}}}]
    cells = [{**code("x"), "metadata": metadata} for metadata in wrong]
    assert order(repaired(*released(), *cells)) == [*ORDER, *["[x]"] * 5]


def test_a_cell_of_an_unknown_type_is_raw() -> None:
    done = repaired(*released(), {**code("x"), "cell_type": "heading"})
    assert done.notebook["cells"][-1]["cell_type"] == "raw"


def test_a_source_in_lines_is_one_text() -> None:
    assert cell_of(repaired(*released(square=["a = 1\n", "b = 2"])), "square")["source"] == "a = 1\nb = 2"


def test_lone_surrogates_are_replaced_and_pairs_joined() -> None:
    content = notebook(*released(square="@")).replace(b'"@"', rb'"\ud800 \ud83d\ude00"')
    assert cell_of(repair.repair(SOURCE, content, "ps"), "square")["source"] == "\ufffd \U0001f600"


def test_numbers_that_json_does_not_have_harm_nothing() -> None:
    content = notebook(*released()).replace(b'"nbformat_minor": 4', b'"nbformat_minor": NaN, "x": ' + b"9" * 10_000)
    assert ids(repair.repair(SOURCE, content, "ps").notebook["cells"]) == ORDER


@pytest.mark.parametrize("minor", [0, 99, -1, "5", None, 1.5])
def test_any_minor_version_will_do(minor: Any) -> None:
    assert repaired(*released(), nbformat_minor=minor).notebook["nbformat_minor"] == 5


def test_a_byte_order_mark_and_utf_16_are_read() -> None:
    text = notebook(*released()).decode()
    for encoding in ("utf-8-sig", "utf-16", "utf-32-le"):
        assert ids(repair.repair(SOURCE, text.encode(encoding), "ps").notebook["cells"]) == ORDER


def test_line_ends_of_windows_alter_nothing() -> None:
    cells = released(square="def square(x):\n    return x * x", cube=STUB)
    for cell in cells:
        cell["source"] = cell["source"].replace("\n", "\r\n")
    done = repaired(*cells)
    assert cell_of(done, "square")["source"] == "def square(x):\n    return x * x"
    assert done.notes == ()


def test_a_notebook_of_format_3_is_upgraded() -> None:
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [
            {
                "metadata": {},
                "cells": [
                    {"cell_type": "heading", "level": 1, "metadata": {}, "source": "Squares"},
                    {
                        "cell_type": "code",
                        "collapsed": False,
                        "input": "def square(x): ...",
                        "language": "python",
                        "metadata": {"nbgrader": {"grade_id": "square", "solution": True}},
                        "outputs": [],
                    },
                ],
            }
        ],
    }
    done = repair.repair(SOURCE, json.dumps(old).encode(), "ps")
    assert cell_of(done, "square")["source"] == "def square(x): ..."
    assert order(done)[:3] == ["[# Squares]", "imports", "square"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not JSON"),
        (b'{"cells": [], "caf\xe9": 1}', "not a text in UTF-8, .* byte 18"),
        (b"\x00\x01\x02", "not JSON"),
        (b"<<<<<<< HEAD\n{}", r"not JSON.*Expecting value \(line 1\)"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"cells":' * 100_000, "nested too deeply"),
        (b"[]", "a JSON object was expected, a list was found"),
        (b"7", "a number was found"),
        (b"{}", "a list of cells was expected, nothing was found"),
        (b'{"cells": {}}', "a list of cells was expected"),
        (b'{"cells": [], "nbformat": 5}', "of notebook format 5"),
        (b'{"cells": [], "nbformat": "4"}', "of notebook format 4"),
        (b'{"cells": [], "nbformat": true}', "of notebook format True"),
        (b'{"nbformat": 3, "worksheets": 7}', "could not be upgraded"),
        (b'{"nbformat": 2}', "could not be upgraded|list of cells"),
        (notebook(*[code("")] * (repair.CELLS + 1)), "more than the 2000"),
        (b"[" + b"0," * notebook_json.JSON_ITEMS + b"0]", "more than 2000000 values"),
        (b" " * (notebook_json.NOTEBOOK_BYTES + 1), "more than the 33554432"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_no_rule_repairs_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(NotebookRefused, match=why):
        repair.repair(SOURCE, content, "ps")


def test_a_huge_cell_is_emptied_and_costs_only_itself() -> None:
    done = repaired(*released(square="x" * (repair.CELL_CHARACTERS + 1), cube="def cube(x): ..."))
    assert cell_of(done, "square")["source"] == ""
    assert cell_of(done, "cube")["source"] == "def cube(x): ..."


def test_notes_are_bounded() -> None:
    assert len(repaired(*[None] * 1_000).notes) == repair.NOTES + 1


# The instructor's notebook


@pytest.mark.parametrize("version", [0, 1, 2, 3])
def test_older_metadata_of_the_instructors_are_read(version: int) -> None:
    cell = code(
        "assert x", nbgrader={"grade_id": "x", "grade": True, "points": 2, "solution": False, "schema_version": version}
    )
    if version == 0:
        del cell["metadata"]["nbgrader"]["schema_version"]
    own = instructor.read(notebook(cell), "ps").by_id["x"].grading
    assert own is not None
    assert (own.grade, own.points, own.task) == (True, 2.0, False)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ([checks("a", ""), checks("a", "")], "two cells 'a'"),
        ([code("", nbgrader={"grade": True, "grade_id": "a", "schema_version": 4})], "version 4"),
        ([code("", nbgrader={"grade": True, "schema_version": 3})], "grade_id None"),
        ([checks("a b", "")], "grade_id 'a b'"),
        ([checks("a", "", points=float("inf"))], "is worth"),
        ([checks("a", "", points=-1)], "is worth -1 points"),
        ([markdown("", nbgrader={"grade": True, "grade_id": "a", "schema_version": 3})], "is a test that is not code"),
        ([code("", nbgrader={"task": True, "grade_id": "a", "schema_version": 3})], "a task that is not Markdown"),
        ([{"cell_type": "code"}], "Cell 1 of the instructor's notebook ps"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_instructors_notebook_that_contradicts_itself_is_named(cells: list[Any], why: str) -> None:
    content = notebook(*cells).replace(b"Infinity", b"1e999")
    with pytest.raises(SourceInvalid, match=why):
        instructor.read(content, "ps")


def test_an_instructors_notebook_in_another_language_is_named() -> None:
    raw = raw_notebook()
    raw["metadata"] = {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}
    with pytest.raises(SourceInvalid, match="is in R"):
        instructor.read(json.dumps(raw).encode(), "ps")
