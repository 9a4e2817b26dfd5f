"""What does nbgrader see of a lesson?"""

from pathlib import Path

import nbformat

from course.cases.cases import collected
from course.lesson import Cell, Lesson
from course.lesson_format import parse
from course.notebook import WRITE_HERE, notebook
from course.notebook import tests_source as source_of_tests

from .lesson_texts import TWICE

WRITTEN = '\n# %% [markdown] written="twice_why" points=2\n# Why does it double?\n\n# %% part\nshow()\n'


def lesson(text: str = TWICE + WRITTEN) -> Lesson:
    return parse(text, path="2_coding/01_twice", file=Path("twice.py"))


def cells() -> dict[str, nbformat.NotebookNode]:
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook(lesson()).cells if "nbgrader" in cell.metadata}


def test_it_is_a_valid_notebook():
    nbformat.validate(notebook(lesson()))


def test_equal_lessons_give_equal_notebooks():
    assert notebook(lesson()) == notebook(lesson())


def test_an_answer_is_a_solution_cell_and_tests_are_locked_and_graded():
    answer, tests = cells()["twice"].metadata.nbgrader, cells()["twice_value"].metadata.nbgrader
    assert (answer.solution, answer.grade, answer.locked) == (True, False, False)
    assert (tests.solution, tests.grade, tests.locked, tests.points) == (False, True, True, 3)


def test_a_written_cell_is_graded_by_hand_and_its_prompt_stands_apart():
    written = cells()["twice_why"]
    assert (written.cell_type, written.source) == ("markdown", WRITE_HERE)
    assert (written.metadata.nbgrader.solution, written.metadata.nbgrader.grade, written.metadata.nbgrader.points) == (
        True,
        True,
        2,
    )
    assert any(cell.source == "Why does it double?" for cell in notebook(lesson()).cells)


def test_given_cells_and_parts_are_locked():
    locked = {id for id, cell in cells().items() if cell.metadata.nbgrader.locked}
    assert locked == {
        "coding_twice_begin",
        "coding_twice_given_1",
        "twice_value",
        "coding_twice_help_twice",
        "coding_twice_part_1",
    }


def test_parts_hide_their_source():
    assert cells()["coding_twice_part_1"].metadata.jupyter.source_hidden


def test_hints_become_one_part_where_the_first_stood():
    source = cells()["coding_twice_help_twice"].source
    assert "'Think of a sum.'" in source
    assert "'Add it to itself.'" in source
    assert sum("help_with(" in cell.source for cell in notebook(lesson()).cells) == 1


def test_wrong_and_other_right_answers_stay_out():
    text = "\n".join(cell.source for cell in notebook(lesson()).cells)
    assert "abs(x)" not in text
    assert "x + x" not in text


def test_the_hidden_region_says_that_it_ran():
    assert "    ### BEGIN HIDDEN TESTS\n    check.hidden()" in cells()["twice_value"].source


def test_cases_stand_in_a_function_and_texts_of_many_lines_stay_as_they_are():
    text = 'text = """one\n  two\n"""\nother = f"""{text}\nthree"""\n\n@check("x")\ndef x():\n    check.equal(text + other, "one\\n  two\\none\\n  two\\n\\nthree", after="")'
    space: dict[str, object] = {}
    exec(source_of_tests(Cell("tests", text, 1, name="x", points=1)), space)
    assert collected[-1].results[0].message is None
    assert not {"text", "other", "x", "check"} & space.keys()


def test_cell_ids_are_unique_even_where_prose_repeats():
    nb = notebook(lesson(TWICE + "\n# %% [markdown]\n# same\n\n# %% [markdown]\n# same\n"))
    ids = [cell.id for cell in nb.cells]
    assert len(set(ids)) == len(ids)


def test_long_tests_are_folded_and_short_ones_open():
    assert "jupyter" not in cells()["twice_value"].metadata
    many = "".join(f'@check("case {n}")\ndef case_{n}():\n    pass\n' for n in range(11))
    nb = notebook(lesson(TWICE.replace('@check("of three', many + '@check("of three')))
    tests = next(
        cell for cell in nb.cells if cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") == "twice_value"
    )
    assert tests.metadata.jupyter.source_hidden


def test_a_page_without_exercises_has_no_clock():
    page = lesson(TWICE.split("# %% given")[0])
    assert [cell.source for cell in notebook(page).cells] == ["# Twice", "Some prose.\n\n- a list"]
