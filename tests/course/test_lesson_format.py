"""How is a lesson's text read, and what is said of a broken one?"""

from pathlib import Path

import jupytext
import pytest

from course.catalogue import SOURCE
from course.errors import LessonFormatError
from course.lesson import Failure, Lesson
from course.lesson_format import parse

from .lesson_texts import HEADER, TWICE


def read(text: str) -> Lesson:
    return parse(text, path="2_coding/01_twice", file=Path("twice.py"))


def problems(text: str) -> list[str]:
    with pytest.raises(LessonFormatError) as caught:
        read(text)
    return str(caught.value).split("\n")


def test_a_lesson_is_its_header_and_its_cells():
    lesson = read(TWICE)
    assert (lesson.id, lesson.module, lesson.notebook) == ("coding/twice", "2_coding", "01_twice")
    assert (lesson.title, lesson.minutes, lesson.level, lesson.covers) == ("Twice", 5, "L5", ("CODE-02",))
    kinds = ["prose", "given", "answer", "tests", "hint", "hint", "wrong", "wrong", "wrong", "also_right"]
    assert [cell.kind for cell in lesson.cells] == kinds
    assert lesson.cells[0].source == "Some prose.\n\n- a list"


def test_a_cell_knows_its_line():
    lesson = read(TWICE)
    lines = TWICE.split("\n")
    assert all(lines[cell.line - 1].startswith("# %%") for cell in lesson.cells)


def test_an_exercise_gathers_what_follows_its_answer():
    (exercise,) = read(TWICE).exercises
    assert exercise.answer.name == "twice"
    assert [cell.name for cell in exercise.tests] == ["twice_value"]
    assert [cell.name for cell in exercise.wrong] == ["drops the sign", "squares", "has no value for negative numbers"]
    assert (len(exercise.hints), len(exercise.also_right)) == (2, 1)


def test_a_wrong_answer_names_cases_or_whole_cells():
    wrong = read(TWICE).exercises[0].wrong
    assert wrong[0].fails == (Failure("twice_value", "of minus four is minus eight"),)
    assert wrong[1].fails == (Failure("twice_value"),)


def test_jupytext_reads_the_same_cells():
    for text in [TWICE, *(file.read_text() for file in SOURCE.glob("*/*.py"))]:
        theirs = [cell for cell in jupytext.reads(text, fmt="py:percent").cells if cell.cell_type != "raw"]
        ours = read(text).cells
        assert [(cell.cell_type == "markdown", cell.source.strip("\n")) for cell in theirs] == [
            (cell.is_markdown, cell.source) for cell in ours
        ]


def test_all_problems_are_reported_at_once_in_the_order_of_lines():
    text = (
        TWICE.replace("#   minutes: 5", "#   minuts: 5")
        .replace("points=3", "pints=3")
        .replace('hint="twice"', 'hint="thrice"', 1)
    )
    found = problems(text)
    assert [line.split(":")[1] for line in found] == sorted((line.split(":")[1] for line in found), key=int)
    assert any("unknown header key 'minuts'" in line for line in found)
    assert any("header key 'minutes' is missing" in line for line in found)
    assert any("unknown marker 'pints'" in line for line in found)
    assert any("tests needs points" in line for line in found)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("#   minutes: 5", "#   minutes: soon", 4, "header key 'minutes' cannot be 'soon'"),
        ("#   minutes: 5", "#   minutes: true", 4, "cannot be True"),
        ("#   level: L5", "#   level: L7", 5, "cannot be 'L7'"),
        ("#   covers: [CODE-02]", "#   covers: CODE-02", 6, "cannot be 'CODE-02'"),
        ("#   title: Twice", "#   title: Twice\n#   title: Thrice", 2, "a header key stands twice"),
        ("#   title: Twice", "#   title: 'Twice", 3, "the header is not YAML"),
        ("# keeper:", "# keper:", 2, "the one key `keeper`"),
        ("# ---\n# keeper", "# keeper", 1, "the header is missing"),
        ("# Some prose.", "Some prose.", 11, "not a comment"),
        ("# %% given", "# %% gven", 15, "unknown marker 'gven'"),
        ("# %% given", '# %% given answer="x"', 15, "cannot be given and answer"),
        ("# %% given", '# %% given="x"', 15, "given takes no value"),
        ("# %% given", '# %% [markdown] given', 15, "a given cell is code"),
        ("# %% given", '# %% given points=3', 15, "given takes no points"),
        ("# %% given", '# %% points=3', 15, "need a marker beside them"),
        ("# %% given", "# %% given 'x'", 15, "cannot read the marker"),
        ("FACTOR = 2", "", 15, "the cell is empty"),
        ("FACTOR = 2", "FACTOR = = 2", 16, "not Python"),
        ("points=3", "points=0", 25, "points cannot be '0'"),
        ('answer="twice"', "answer", 18, "answer needs a name"),
        ('answer="twice"', 'answer="Twice!"', 18, "not a lower-case name"),
        ('tests="twice_value"', 'tests="twice"', 25, "already names the answer cell of line 18"),
        ('hint="twice"', 'hint="thrice"', 36, "unknown answer 'thrice'"),
        ('fails="twice_value"', 'fails="twice_values"', 46, "unknown tests 'twice_values'"),
        (' fails="twice_value"\n', "\n", 46, "wrong needs fails"),
        ("    ### BEGIN SOLUTION\n", "", 22, "do not alternate"),
        ("    ### END SOLUTION\n", "", 21, "never closed"),
        ("### BEGIN SOLUTION", "### BEGIN SOLUTION\n    ### BEGIN SOLUTION", 22, "do not alternate"),
        ("    ### BEGIN SOLUTION\n    return FACTOR * x  # the secret of doubling\n    ### END SOLUTION\n", "    return 2 * x\n", 18, "no solution region"),
        ("FACTOR = 2", "FACTOR = 2  ### BEGIN SOLUTION", 16, "in a given cell"),
        ('@check("of three is six")\ndef three():\n    check.equal(twice(3), 6, after="twice(3)")\n', "x = 1\n", 25, "no visible case"),
        ('@check("of three is six")\n', 'check.interleavings("two at once", setup=list, threads=[], verify=print)\n@check("of three is six")\n', 25, "only where that runs"),
    ],
)  # fmt: skip
def test_a_problem_names_its_line_and_its_mend(old: str, new: str, line: int, what: str):
    assert old in TWICE
    found = problems(TWICE.replace(old, new, 1))
    assert any(entry.startswith(f"twice.py:{line}: ") and what in entry and "Mend: " in entry for entry in found), found


def test_text_before_the_first_cell_is_not_lost_silently():
    assert any(
        "text outside of header and cells" in line
        for line in problems(TWICE.replace("# ---\n\n", "# ---\nx = 1\n\n", 1))
    )


def test_an_answer_without_tests_is_named():
    text = HEADER + '\n# %% answer="a"\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n'
    assert problems(text) == [
        "twice.py:10: answer 'a' has no tests. Mend: add a cell `# %% tests=\"id\" points=3` below it"
    ]


def test_tests_above_every_answer_are_named():
    text = HEADER + '\n# %% tests="a" points=1\n@check("x")\ndef x(): pass\n'
    assert any("stands above every answer" in line for line in problems(text))


def test_an_empty_file_is_named():
    assert problems("")[0].startswith("twice.py:1: the header is missing")
