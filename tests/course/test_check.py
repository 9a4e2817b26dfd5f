"""Does the content check see through a lesson that does not keep its promises?"""

from pathlib import Path

import pytest

from course.check import check
from course.lesson_format import parse
from course.run import run

from .lesson_texts import TWICE


def findings(text: str) -> list[str]:
    return [str(finding) for finding in check(parse(text, path="2_coding/01_twice", file=Path("twice.py"))).findings]


def test_a_sound_lesson_has_no_finding():
    assert findings(TWICE) == []


def test_each_wrong_answer_is_listed_with_what_killed_it():
    proof = check(parse(TWICE, path="2_coding/01_twice", file=Path("twice.py")))
    assert [(verdict.label, len(verdict.killed_by)) for verdict in proof.verdicts] == [
        ("drops the sign", 1),
        ("squares", 2),
        ("has no value for negative numbers", 1),
    ]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("return FACTOR * x ", "return FACTOR * x + 1 ", "the solution fails twice_value: of three is six (After twice(3): expected 6, got 7.)"),
        ("also_right=\"a sum\"\ndef twice(x):\n    return x + x", "also_right=\"a sum\"\ndef twice(x):\n    return x", "right answer 'a sum' fails"),
        ("return 2 * abs(x)", "return 2 * x", "passes twice_value: of minus four is minus eight"),
        ("return x * x", "return 6", "passes twice_value: of three is six. Mend: mend the cases, or write fails=\"twice_value: of minus four"),
        ('fails="twice_value: of minus', 'fails="twice_value: of minnus', "names the unknown case"),
        ("check.equal(twice(3), 6", "check.equal(6, 6", "the starter passes twice_value: of three is six"),
        ('check.equal(twice(-4), -8, after="twice(-4)")', 'check.that(twice(-4) == -8, "no")', "fails with only 'no'"),
        ("    ### BEGIN SOLUTION", "    ### BEGIN SOLUTION\n    global z", None),
        ("    ### END SOLUTION\n", "    ### END SOLUTION\n\ntwice(1)\n", "the starter cannot run: NotImplementedError"),
        ("FACTOR = 2", "FACTOR = 2\nimport nowhere", "a cell fails with the solution: ModuleNotFoundError"),
        ("a list", "[a list](../2_coding/99_nothing.ipynb)", "the link to '../2_coding/99_nothing.ipynb' leads nowhere"),
        ("needs: []", "needs: [coding/nothing]", "needs the unknown lesson 'coding/nothing'"),
        ("[CODE-02]", "[CODE-99]", "covers the unknown row CODE-99"),
        ("# %% [markdown] hint=\"twice\"\n# Add it to itself.\n", "", "has 1 hints"),
        ("# %% wrong=\"squares\" fails=\"twice_value\"\ndef twice(x):\n    return x * x\n", "", "has 2 wrong answers"),
        ("# %% wrong=\"squares\"", '# %% part\nask("x", {}, solved_by="twice_values")\n\n# %% wrong="squares"', "no tests cell is named 'twice_values'"),
        ("# %% wrong=\"squares\"", '# %% part\nprint(dict(after="twice_value"))\n\n# %% wrong="squares"', None),
        ("# %% wrong=\"squares\"", '# %% [markdown] written="why" points=1\n# Why?\n\n# %% wrong="squares"', "has no self-assessment"),
    ],
)  # fmt: skip
def test_a_broken_promise_is_one_line_with_its_mend(old: str, new: str, what: str | None):
    assert old in TWICE
    found = findings(TWICE.replace(old, new, 1))
    if what is None:
        assert found == []
    else:
        assert any(what in line and "Mend: " in line for line in found), found
    assert all(len(line.split("\n")) == 1 for line in found)


def test_an_answer_that_never_ends_is_stopped():
    lesson = parse(TWICE, path="2_coding/01_twice", file=Path("twice.py"))
    assert run(lesson, replace={"twice": "def twice(x):\n    while True: pass"}, time_limit_s=1).hung


def test_an_answer_that_kills_its_process_is_a_finding():
    found = findings(TWICE.replace("return x * x", "\n    import os; os._exit(0)"))
    assert any("wrong answer 'squares' leaves twice_value without a report" in line for line in found), found


RARELY_WRONG = """
# %% given
import itertools

calls = itertools.count(1)

# %% answer="twice"
def twice(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% tests="twice_value" points=1
from hypothesis import strategies as st

@check.law("of any number", x=st.integers(1, 1_000_000), examples=200)
def any_number(x):
    check.equal(twice(x), 2 * x, after=f"twice({x})")

# %% wrong="wrong once in a hundred times" fails="twice_value"
def twice(x):
    return 2 * x + (next(calls) == 100)
"""


def test_a_wrong_answer_that_shows_only_after_many_examples_is_tried_in_full():
    text = TWICE.split("# %% [markdown]")[0] + RARELY_WRONG
    assert not any("wrong once" in line for line in findings(text))
    assert any("passes twice_value" in line for line in findings(text.replace("== 100", "== 1000")))


SHAPE = '\n# %% part\nfrom course.parts import shape\n\nshape(twice, statements=2)\n\n# %% wrong="squares"'


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("", "", None),
        ("statements=2", "statements=3", "the reference has 2 statements, not 3. Mend: write statements=2"),
        ("return FACTOR * x", "unused = 1\n    return FACTOR * x", "the reference invites the remark: `unused`"),
        ("# %% given\n", "# %% part\nshape(twice, statements=2)\n\n# %% given\n", "shape stands above every answer"),
    ],
)
def test_what_is_said_of_the_references_shape_is_true(old: str, new: str, what: str | None):
    text = TWICE.replace('\n# %% wrong="squares"', SHAPE, 1).replace(old, new, 1)
    found = findings(text)
    assert found == [] if what is None else any(what in line for line in found), found
