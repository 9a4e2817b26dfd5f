"""Is the meaning of names read rightly from the text of cells, whatever the text?"""

import pytest

from autograde.job import Job, Step
from autograde.names import knowledge, lasting, meaning, why_not_outside


def test_what_cells_bind_at_top_level():
    cells = [
        "a = b = 1\nc, (d, *e) = 1, (2, 3)\nf: int = 1\ng += 1",
        "def h(inner): local = 1\nasync def i(): pass\nclass J:\n    field = 1",
        "for k in range(3):\n    m = k\nwith open('x') as n:\n    pass\nif True:\n    o = 1\nelse:\n    def p(): pass",
        "sorted([u for u in v], key=lambda w: (w := 1))\nif True:\n    def p():\n        local = 2",
        "try:\n    q = 1\nexcept ValueError:\n    r = 2\nfinally:\n    s = 3\nif (t := 1): pass",
    ]
    assert meaning(cells).bound == set("abcdefghi") | {"J"} | set("kmnopqrst")


def test_what_cells_import():
    cells = ["import a, b.c, d.e as f\nfrom g import h, i as j\nfrom . import k\nfrom .l import m"]
    assert meaning(cells).imports == {
        "a": ("a", ""),
        "b": ("b", ""),
        "f": ("d.e", ""),
        "h": ("g", "h"),
        "j": ("g", "i"),
    }


def test_operators_are_those_of_a_class_and_its_bases_before_it():
    cells = [
        "class A:\n    def __add__(self, o): pass\n    __radd__ = __add__\n    def plain(self): pass",
        "class B(A):\n    def __lt__(self, o): pass\nclass C(Unknown, B): pass",
    ]
    found = meaning(cells).operators
    assert {"__add__", "__radd__"} <= found["A"]
    assert found["A"] | {"__lt__"} == found["B"] == found["C"]
    assert "__lt__" not in found["A"]


@pytest.mark.parametrize(
    "cell",
    ["def (", "\0", "x = '\ud800'", "(" * 1000, "-" * 200_000 + "1", "\t x = 1\n y", "%%html\n<b>"],
)
def test_a_cell_that_is_no_python_means_nothing(cell: str):
    assert {"y"} <= meaning([cell, "y = 1"]).bound
    assert isinstance(why_not_outside(cell), str)
    assert lasting({0: cell}) == frozenset()


def test_magics_do_not_hide_what_a_cell_binds():
    assert {"x", "y"} <= meaning(["%matplotlib inline\nx = 1\n!ls\ny = %timeit -o 1"]).bound


@pytest.mark.parametrize(
    ("cells", "together"),
    [
        (["x = f()", "assert x"], {0, 1}),
        (["x = f()", "pass", "assert x"], {0, 2}),
        (["x = f()", "x = 2"], set()),
        (["def check(): pass", "check()"], set()),
        (["@given()\ndef check(): pass", "check()"], {0, 1}),
        (["assert x", "x = 1"], set()),
        (["import math", "math.pi"], set()),
        (["a = 1", "b = a", "c = b"], {0, 1, 2}),
    ],
)
def test_cells_that_keep_what_others_use_belong_together(cells: list[str], together: set[int]):
    assert lasting(dict(enumerate(cells))) == together


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("eval(text)", "eval()"),
        ("exec(open('x').read())", "exec()"),
        ("frame.query(text)", "query()"),
        ("def f():\n    return [compile(t, '', 'exec') for t in ts]", "compile()"),
        ("import doctest", "doctest"),
        ("from runpy import run_path", "runpy"),
        ("%run answer.py", "%run"),
        ("get_ipython().run_cell(text)", "run_cell()"),
        ("import importlib\nimportlib.import_module(name)", "import_module()"),
    ],
)
def test_a_cell_that_runs_text_cannot_run_outside(cell: str, why: str):
    assert why in why_not_outside(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "assert f(1) == 2",
        "eval('1 + 1')",
        "re.compile(pattern)",
        "frame.query('a > 1')",
        "%time f()",
        "x.code",
        "",
        "model.eval()",
    ],
)
def test_a_cell_that_does_not_may(cell: str):
    assert why_not_outside(cell) == ""


def test_what_is_known_of_a_job():
    steps = (
        Step(0, "def f(): return 1", "student"),
        Step(1, "import pytest\nx = f()", "test", "t1"),
        Step(2, "assert x", "test", "t2"),
        Step(3, "eval(x)", "test", "t3"),
    )
    known = knowledge(Job("k", steps, instructor=("def f(): return 2",)))
    assert known.means.bound == {"f"}
    assert known.tests_bind == {"pytest", "x"}
    assert known.together == {1, 2, 3}
    assert list(known.not_outside) == [3]
