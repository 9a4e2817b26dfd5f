"""Is every tests cell that an answer may reach among those it is tried on, and no other?"""

import gc
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from course.dependence import lines_that_can_tell, without_shows
from course.dependence import tests_that_can_tell as that_can_tell
from course.lesson_format import parse

from .lesson_texts import HEADER

LESSON = (
    HEADER
    + """
# %% given
STORE = {}

# %% answer="first"
def one():
    ### BEGIN SOLUTION
    return 1
    ### END SOLUTION

# %% tests="of_first" points=1
check.equal(one(), 1)

# %% answer="second"
def two():
    ### BEGIN SOLUTION
    return 2
    ### END SOLUTION

# %% tests="of_second" points=1
def one_case():
    check.equal(two(), 2)

# %%
class Both:
    def sum(self):
        return one() + two()

# %% answer="third"
def three():
    ### BEGIN SOLUTION
    return Both().sum()
    ### END SOLUTION

# %% tests="of_third" points=1
check.equal(three(), 3)

# %% tests="of_store" points=1
check.equal(STORE, {})
"""
)


@pytest.mark.parametrize(
    ("answer", "source", "told"),
    [
        ("first", "def one(): return 2", {"of_first", "of_third"}),
        ("second", "def two():\n    one = 3\n    return one", {"of_second", "of_third"}),
        ("third", "def three(): return 4", {"of_third"}),
        ("third", "def three(): STORE['a'] = 4", {"of_third", "of_store"}),
        ("third", "def three():\n    global STORE\n    STORE = 4", {"of_third", "of_store"}),
        ("third", "def three(): return globals()", {"of_third", "of_store"}),
        ("second", "def two(): return sys.modules", {"of_second", "of_third", "of_store"}),
        ("first", "def one(: return 2", {"of_first", "of_second", "of_third", "of_store"}),
        ("first", "import one.two as STORE", {"of_first", "of_third", "of_store"}),
    ],
)
def test_those_below_that_mention_what_it_binds_or_changes(answer: str, source: str, told: set[str]):
    lesson = parse(LESSON, path="2_coding/01_sums", file=Path("sums.py"))
    assert that_can_tell(lesson, answer, source) == told


def test_a_plain_cell_is_left_out_unless_what_it_binds_is_used_below():
    text = f"""{HEADER}
# %%
from math import tau as circle

# %%
LIMIT = 3
SHOWN = LIMIT + 1

# %%
print(SHOWN)

# %% answer="first"
def one():
    ### BEGIN SOLUTION
    return min(LIMIT, circle)
    ### END SOLUTION

# %%
one.calls = 0

# %%
one()

# %% tests="of_first" points=1
check.equal(one(), 3)
"""
    lesson = parse(text, path="2_coding/01_sums", file=Path("sums.py"))
    kept = without_shows([(cell, cell.source) for cell in lesson.cells if not cell.is_markdown])
    assert [cell.source.split("\n")[0] for cell, _ in kept] == [
        "from math import tau as circle",
        "LIMIT = 3",
        "def one():",
        "one.calls = 0",
        "check.equal(one(), 3)",
    ]


def test_what_a_cell_imports_itself_it_has_from_nobody_above():
    text = LESSON.replace("check.equal(STORE, {})", "import json\ncheck.equal(json.dumps(STORE), '{}')")
    lesson = parse(text, path="2_coding/01_sums", file=Path("sums.py"))
    assert that_can_tell(lesson, "second", "import json\ndef two(): return json.loads('2')") == {
        "of_second",
        "of_third",
    }
    above = "# %%\nimport json\n\n# %% answer"
    cells = parse(text.replace("# %% answer", above, 1), path="2_coding/01_sums", file=Path("sums.py")).cells
    kept = without_shows([(cell, cell.source) for cell in cells if not cell.is_markdown])
    assert "import json" not in [cell.source for cell, _ in kept]


def test_plain_cells_that_can_tell_are_known_by_their_lines():
    lesson = parse(LESSON, path="2_coding/01_sums", file=Path("sums.py"))
    both = next(cell for cell in lesson.cells if "class Both" in cell.source)
    told = [lines_that_can_tell(lesson, answer, "") for answer in ("first", "second", "third")]
    assert [both.line in lines for lines in told] == [True, True, False]
    assert both in [cell for cell, _ in without_shows([(both, both.source)], {both.line})]
    assert without_shows([(both, both.source)]) == []


def test_whoever_may_reach_every_name_keeps_every_plain_cell():
    lesson = parse(LESSON, path="2_coding/01_sums", file=Path("sums.py"))
    cells = [(cell, cell.source) for cell in lesson.cells if not cell.is_markdown]
    assert without_shows([(cell, source.replace("check.equal(three(), 3)", "vars()")) for cell, source in cells]) == [
        (cell, source.replace("check.equal(three(), 3)", "vars()")) for cell, source in cells
    ]


def test_several_threads_may_ask_at_once():
    lesson = parse(LESSON, path="2_coding/01_sums", file=Path("sums.py"))
    calls = ", ".join(f"call({number}, one.field[{number}])" for number in range(400))
    sources = [f"def one(): return {number}, {calls}" for number in range(50)]

    def another_threads_turn(phase: str, info: object) -> None:  # as Hypothesis has one, which measures collections
        time.sleep(0)

    often = gc.get_threshold()
    gc.callbacks.append(another_threads_turn)
    gc.set_threshold(20)
    try:
        with ThreadPoolExecutor(8) as pool:
            told = list(pool.map(lambda source: that_can_tell(lesson, "first", source), sources))
    finally:
        gc.set_threshold(*often)
        gc.callbacks.remove(another_threads_turn)
    assert told == [{"of_first", "of_third"}] * len(sources)
