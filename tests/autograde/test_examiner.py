"""Do test cells that run apart from the student's code mean what they would mean beside it?"""

from collections.abc import Iterator

import pytest

from autograde.engine import Engine
from autograde.job import CellResult, Job, Step


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(("numpy", "pandas")) as engine:
        yield engine


def examined(
    engine: Engine, student: str, *tests: str, given: str = "", instructor: str | None = None
) -> list[CellResult]:
    """What came of each test cell."""
    steps = [Step(0, given, "given"), Step(1, student, "student")]
    steps += [Step(n, test, "test", f"t{n}") for n, test in enumerate(tests, 2)]
    result = engine.run(Job("a/s/n", tuple(steps), instructor=(student if instructor is None else instructor,)))
    return [result.cells[n] for n in range(2, len(steps))]


PASS = [
    ("def f(x): return x * 2", "assert f(2) == 4"),
    ("def f():\n    print('hello')", "import io, contextlib\nout = io.StringIO()\nwith contextlib.redirect_stdout(out): f()\nassert out.getvalue() == 'hello\\n'"),
    ("def f(): return input('n? ')", "from unittest import mock\nwith mock.patch('builtins.input', lambda *a: '5'): assert f() == '5'"),
    ("import time\ndef f():\n    time.sleep(100)\n    return 1", "from unittest import mock\nwith mock.patch('time.sleep') as s: assert f() == 1\ns.assert_called_once_with(100)"),
    ("def g(): return 1\ndef f(): return g()", "from unittest.mock import patch\nwith patch('__main__.g', return_value=5): assert f() == 5\nassert f() == 1"),
    ("def g(): return 1\ndef f(): return g()", "kept = g\ng = lambda: 7\nassert f() == 7\ng = kept\nassert f() == 1"),
    ("def g(): return 1\ndef f(): return g()", "del g\nimport pytest\nwith pytest.raises(NameError): f()"),
    ("import os\ndef f(): return os.environ.get('MODE')", "import os\nfrom unittest.mock import patch\nwith patch.dict(os.environ, MODE='x'): assert f() == 'x'\nassert f() is None"),
    ("import warnings\ndef f(): warnings.warn('old', DeprecationWarning)", "import pytest\nwith pytest.warns(DeprecationWarning, match='old'): f()"),
    ("import logging\ndef f(): logging.getLogger('a').error('bad')", "import logging\nseen = []\nclass H(logging.Handler):\n    def emit(self, r): seen.append(r.getMessage())\nlogging.getLogger('a').addHandler(H())\nf()\nassert seen == ['bad']"),
    ("def f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)", "import inspect\nassert 'f(n - 1)' in inspect.getsource(f)"),
    ("import random\ndef f(): return random.random()", "import random\nrandom.seed(3)\na = f()\nrandom.seed(3)\nassert a == f()"),
    ("async def f(): return 3", "assert await f() == 3"),
    ("x = 5", "assert 'x' in globals() and globals()['x'] == 5\nassert 'y' not in globals()"),
    ("def f(a, b): return a / b", "import unittest\nclass T(unittest.TestCase):\n    def test(self):\n        with self.assertRaises(ZeroDivisionError): f(1, 0)\n        self.assertAlmostEqual(f(1, 3), 0.3333, 3)\nassert unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(T)).wasSuccessful()"),
    ("import numpy as np\ndef f(n): return np.arange(n) * 2.0", "np.testing.assert_allclose(f(3), [0, 2, 4])"),
    ("import pandas as pd\ndef f(d): return d.groupby('k').sum()", "pd.testing.assert_frame_equal(f(pd.DataFrame({'k': [1, 1], 'v': [2, 3]})), pd.DataFrame({'v': [5]}, index=pd.Index([1], name='k')))"),
    ("def f(x, *, y=1): 'Doc.'", "import inspect\nassert str(inspect.signature(f)) == '(x, *, y=1)' and f.__doc__ == 'Doc.'"),
]  # fmt: skip


@pytest.mark.parametrize(("student", "test"), PASS, ids=[str(n) for n in range(len(PASS))])
def test_what_passes_beside_the_code_passes_apart(engine: Engine, student: str, test: str):
    (cell,) = examined(engine, student, test)
    assert (cell.status, cell.message) == ("ok", ""), cell.outputs


FAIL = [
    ("def f(x): return x", "assert f(2) == 4"),
    ("", "f(1)"),
    ("def f(): raise SystemExit(0)", "f()"),
    ("def f(): raise KeyboardInterrupt", "f()"),
    ("import unittest\ndef f(): raise unittest.SkipTest", "f()"),
    ("class L:\n    __eq__ = lambda s, o: True\n    __hash__ = None\ndef f(): return L()", "assert f() == 4"),
    ("def f(): return 1\nimport builtins\nbuiltins.AssertionError = None\nassert_ = None", "assert f() == 2"),
    ("get_ipython().showtraceback = lambda *a, **k: None\nget_ipython().run_cell_async = None\ndef f(): return 1", "assert f() == 2"),
    ("import sys\nsys.settrace(lambda *a: None)\ndef f(): return 1", "assert f() == 2"),
    ("def f(): return 1\npytest = None\nassert_equal = lambda *a: None", "import numpy.testing\nnumpy.testing.assert_equal(f(), 2)"),
]  # fmt: skip


@pytest.mark.parametrize(("student", "test"), FAIL, ids=[str(n) for n in range(len(FAIL))])
def test_what_is_wrong_fails(engine: Engine, student: str, test: str):
    (cell,) = examined(engine, student, test, instructor="def f(): return 0")
    assert cell.status in ("error", "died")


def test_a_value_that_one_test_keeps_for_the_next_is_the_same(engine: Engine):
    cells = examined(
        engine,
        "class Stack:\n    def __init__(self): self.items = []\n    def push(self, x): self.items.append(x)",
        "stack = Stack()\nstack.push(1)",
        "stack.push(2)\nassert stack.items == [1, 2]",
    )
    assert [cell.status for cell in cells] == ["ok", "ok"]


def test_classes_of_given_cells_are_shared(engine: Engine):
    cells = examined(
        engine,
        "def make(n): return Point(n, n)\ndef move(p): p.x += 1",
        "p = make(2)\nassert p == Point(2, 2) and type(p) is Point",
        "p = Point(0, 0)\nmove(p)\nassert p.x == 1",
        given="from dataclasses import dataclass\n@dataclass\nclass Point:\n    x: int\n    y: int",
    )
    assert [cell.status for cell in cells] == ["ok", "ok"]


def test_what_the_students_code_prints_is_shown_and_never_a_verdict(engine: Engine):
    cells = examined(engine, "def f():\n    print('1.0')\n    display = 1\n    return 5", "f()\nassert f() == 6")
    assert cells[0].status == "error"
    assert cells[0].outputs[0] == {"output_type": "stream", "name": "stdout", "text": "1.0\n1.0\n"}


def test_a_name_that_the_student_hides_from_the_tests_stays_theirs(engine: Engine):
    cells = examined(
        engine,
        "def len(x): return 99\ndef isinstance(*a): return True\nimport math\nmath.sqrt = lambda x: 4\nsorted = None\ndef f(): return [1]",
        "assert len(f()) == 1 and not isinstance(f(), str)\nimport math\nassert math.sqrt(9) == 3 and sorted([2, 1]) == [1, 2]",
        instructor="def f(): return [1]",
    )
    assert cells[0].status == "ok", cells[0].outputs
