"""Does a tests cell give the right points and say why?"""

import gc
import math
import sys

import pytest

from course.cases import Cases

from .cells import Notebook

BOX = """
class Box:
    def __init__(self, limit):
        self.items, self.limit = [], limit

    def put(self, item):
        self.items.append(item)

    def get(self):
        return self.items.pop()
"""


@pytest.fixture
def nb() -> Notebook:
    notebook = Notebook()
    notebook.run(BOX)
    return notebook


def one(nb: Notebook, body: str) -> str:
    """The message of a single case with this body; empty when it passes."""
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    report = nb.report(f"@check('a case')\ndef case():\n{lines}\n")
    return report.results[0].message or ""


def test_every_case_runs_even_when_one_fails(nb: Notebook):
    report = nb.report(
        "@check('one')\ndef one(): raise SystemExit\n"
        "@check('two')\ndef two(): pass\n"
        "@check('three')\ndef three(): check.that(False, 'no')\n"
        "@check('four')\ndef four(): pass\n"
    )
    assert [result.passed for result in report.results] == [False, True, False, True]
    assert report.score == 2


def test_weights_share_the_points(nb: Notebook):
    report = nb.report("@check('a', weight=3)\ndef a(): pass\n@check('b')\ndef b(): 1 / 0\n", points=2)
    assert report.score == 1.5


def test_full_points_need_every_case_however_small(nb: Notebook):
    report = nb.report("@check('a', weight=1000000)\ndef a(): pass\n@check('b')\ndef b(): 1 / 0\n", points=2)
    assert report.score < 2


def test_no_cases_earn_nothing():
    assert Cases("empty", points=3).report().score == 0


@pytest.mark.parametrize(
    ("got", "want", "passes"),
    [
        ("1", "1", True),
        ("1.0", "1", True),
        ("True", "1", False),
        ("1", "True", False),
        ("0", "None", False),
        ("None", "None", True),
        ("'a'", "'a'", True),
        ("[1, 2]", "[1, 2]", True),
        ("(1, 2)", "[1, 2]", False),
        ("float('nan')", "float('nan')", False),
        ("type('Sly', (), {'__eq__': lambda self, other: True})()", "3", False),
        ("type('Sly', (int,), {'__eq__': lambda self, other: True})(4)", "3", False),
        ("type('Sly', (str,), {'__eq__': lambda self, other: True})('b')", "'a'", False),
        ("type('Sly', (dict,), {'__eq__': lambda self, other: True})()", "{1: 2}", False),
    ],
)
def test_equality_is_the_expected_values(nb: Notebook, got: str, want: str, passes: bool):
    assert (one(nb, f"check.equal({got}, {want}, after='it')") == "") is passes


def test_a_difference_says_what_was_done_expected_and_got(nb: Notebook):
    assert one(nb, "check.equal(Box(1).limit, 2, after='Box(1)')") == "After Box(1): expected 2, got 1."


def test_a_value_is_shown_short_whatever_its_repr_does(nb: Notebook):
    nb.run("class Loud:\n    def __repr__(self): raise OSError('x')\n")
    assert "<Loud whose repr raises OSError>" in one(nb, "check.equal(Loud(), 1, after='it')")
    assert len(one(nb, "check.equal('x' * 10**6, 1, after='it')")) < 400


def test_a_failure_in_the_learners_code_names_the_learners_line(nb: Notebook):
    assert (
        one(nb, "Box(1).get()")
        == "IndexError: pop from empty list, in get(), line 10 of your cell: return self.items.pop()"
    )


def test_code_not_yet_written_is_called_that(nb: Notebook):
    nb.run("def later():\n    raise NotImplementedError\n")
    assert one(nb, "later()") == "Not written yet, in later(), line 2 of your cell: raise NotImplementedError"


def test_a_missing_name_asks_to_run_the_cells(nb: Notebook):
    assert one(nb, "Boxx(1)").startswith("name 'Boxx' is not defined. Run the cells above first")


def test_a_missing_method_is_named(nb: Notebook):
    assert (
        one(nb, "Box(1).empty()")
        == "AttributeError: 'Box' object has no attribute 'empty' (raised where the case calls your code)."
    )


def test_a_plain_assert_shows_what_should_hold(nb: Notebook):
    assert one(nb, "assert Box(1).limit == 2") == "This should hold: assert Box(1).limit == 2"
    assert one(nb, "assert Box(1).limit == 2, 'the limit is kept'") == "the limit is kept"


def test_endless_recursion_is_a_failure_with_a_line(nb: Notebook):
    nb.run("def down(n):\n    return down(n + 1)\n")
    message = one(nb, "down(0)")
    assert "RecursionError" in message
    assert "in down(), line 2 of your cell" in message


def test_raises_wants_the_right_error(nb: Notebook):
    assert one(nb, "check.raises(IndexError, Box(1).get, when='an empty box')") == ""
    assert one(nb, "check.raises(ValueError, lambda: Box(0), when='limit 0')").startswith(
        "With limit 0: expected ValueError, but it returned <"
    )
    assert "IndexError: pop from empty list, in get()" in one(
        nb, "check.raises(ValueError, Box(1).get, when='an empty box')"
    )


def test_an_unwritten_stub_does_not_pass_for_a_raised_error(nb: Notebook):
    nb.run("def later():\n    raise NotImplementedError\n")
    assert "Not written yet" in one(nb, "check.raises(RuntimeError, later, when='it')")
    assert "Not written yet" in one(nb, "check.raises(Exception, later, when='it')")


def test_what_the_code_prints_is_kept_with_the_failure_and_never_reaches_the_streams(
    nb: Notebook, capfd: pytest.CaptureFixture[str]
):
    report = nb.report(
        "import sys, warnings\n@check('a')\ndef a():\n    print('hello'); print('err', file=sys.stderr); warnings.warn('w'); 1 / 0\n"
    )
    assert capfd.readouterr() == ("", "")
    assert "Your code printed:\nhello\nerr" in str(report).replace("        ", "")


def test_a_flood_is_cut(nb: Notebook):
    report = nb.report("@check('a')\ndef a():\n    print('x' * 10**6); 1 / 0\n")
    assert len(report.to_html()) < 10_000


def test_the_learner_can_still_interrupt(nb: Notebook):
    with pytest.raises(KeyboardInterrupt):
        nb.report("@check('a')\ndef a(): raise KeyboardInterrupt\n")


def test_garbage_is_sought_only_in_what_the_cases_made(nb: Notebook):
    before = gc.get_freeze_count()
    nb.run("held = []")
    report = nb.report("import gc\n@check('a')\ndef a(): held.append(gc.get_freeze_count())\n")
    assert report.passed == 1
    assert nb.namespace["held"][0] > 10_000
    assert gc.get_freeze_count() == before
    nb.run("import gc\ngc.freeze()")
    try:
        nb.report("@check('a')\ndef a(): pass\n")
        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()


def test_two_cases_of_one_name_are_refused(nb: Notebook):
    with pytest.raises(ValueError, match="two cases of box_tests are called 'a'"):
        nb.report("@check('a')\ndef a(): pass\n@check('a')\ndef b(): pass\n")


@pytest.mark.parametrize("weight", ["0", "-1", "float('nan')"])
def test_a_weight_is_above_zero(nb: Notebook, weight: str):
    with pytest.raises(ValueError, match="give a number above 0"):
        nb.report(f"@check('a', weight={weight})\ndef a(): pass\n")


def test_visible_cases_alone_say_so_and_the_full_cell_does_not(nb: Notebook):
    visible = "@check('a')\ndef a(): pass\n"
    assert nb.report(visible, hidden=True).headline == "1 of 1 visible cases pass; hidden cases run when you grade"
    full = nb.report(visible + "check.hidden()\n@check('b')\ndef b(): pass\n", hidden=True)
    assert full.headline == "2 of 2 cases pass: 4 of 4 points"
    assert [result.hidden for result in full.results] == [False, True]


def test_the_plain_text_is_the_number_nbgrader_reads(nb: Notebook):
    from nbformat import v4
    from nbgrader.utils import determine_grade

    report = nb.report("@check('a')\ndef a(): pass\n@check('b')\ndef b(): 1 / 0\n@check('c')\ndef c(): pass\n")
    output = v4.new_output("execute_result", data=report._repr_mimebundle_())
    cell = v4.new_code_cell(
        outputs=[output], metadata={"nbgrader": {"grade": True, "solution": False, "points": 4, "grade_id": "x"}}
    )
    score, most = determine_grade(cell)
    assert (score, most) == (2.67, 4)
    assert math.isclose(report.score, 2.67)


def test_the_table_is_html_that_says_pass_and_fail_in_words_and_runs_nothing(nb: Notebook):
    nb.run("def evil():\n    raise ValueError('<script>alert(1)</script>')\n")
    html = nb.report("@check('<b>a</b>')\ndef a(): evil()\n@check('b')\ndef b(): pass\n").to_html()
    assert "<script>" not in html
    assert "<b>a</b>" not in html
    assert "<caption" in html
    assert 'scope="col"' in html
    assert "FAIL" in html
    assert "pass" in html


def test_hypothesis_is_not_imported_before_it_is_needed():
    import subprocess

    code = "import sys, course.cases; sys.exit('hypothesis' in sys.modules or 'IPython' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_cases_and_their_helpers_leave_the_learners_names_alone(nb: Notebook):
    nb.run("def full(box):\n    return len(box.items) == box.limit\n\n\ndef is_full(box):\n    return full(box)")
    report = nb.report(
        "import math as check_too\n"
        "def full():\n    return None\n"
        "def is_it(box):\n    full()\n    return is_full(box)\n"
        "@check('a full box')\ndef is_full_now():\n    check.equal(is_it(Box(0)), True, after='Box(0)')\n"
    )
    assert report.results[0].message is None
    assert "check_too" not in nb.namespace
