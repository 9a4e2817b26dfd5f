"""Are exceptions and classes of the student's what a test means by them, and is what nobody needs forgotten on both sides?"""

import json
import sqlite3
from typing import Any

import pytest

from autograde.errors import BridgeError, Failed

from .conftest import Begin

ERRORS = """
class AppError(Exception):
    "Base."
    def __init__(self, code, **about):
        super().__init__(code)
        self.code, self.about = code, about
    def __str__(self):
        return f"error {self.code}"
    def describe(self):
        return [self.code, self.about]
class NotFound(AppError, LookupError):
    pass
def fail(code=404, **about):
    raise NotFound(code, **about)
def throw(error):
    raise error
def chained():
    try:
        {}["k"]
    except KeyError as cause:
        raise NotFound(1) from cause
"""


def test_an_exception_of_theirs_is_caught_as_their_class_and_its_bases(theirs: Begin):
    student = theirs(ERRORS)
    for kind in (student.NotFound, student.AppError, LookupError, Exception):
        with pytest.raises(kind):
            student.fail()
    with pytest.raises(student.NotFound, match="error 404") as caught:
        student.fail(user="u")
    error = caught.value
    assert type(error) is student.NotFound
    assert isinstance(error, student.AppError)
    assert not isinstance(error, KeyError)
    assert issubclass(student.NotFound, LookupError)
    assert (error.args, error.code, error.about, str(error)) == ((404,), 404, {"user": "u"}, "error 404")
    assert error.describe() == [404, {"user": "u"}]
    assert student.NotFound.__name__ == "NotFound"


def test_an_exception_made_by_the_tests_of_their_class_is_thrown_and_caught_by_theirs(theirs: Begin):
    student = theirs(
        ERRORS
        + "def guard(f):\n    try:\n        f()\n    except NotFound as e:\n        return e.code, e.about\ndef kind(e): return type(e) is NotFound"
    )

    def fail() -> None:
        raise student.NotFound(7, why="test")

    assert student.guard(fail) == (7, {"why": "test"})
    assert student.kind(student.NotFound(1))
    with pytest.raises(student.NotFound) as caught:
        student.throw(student.NotFound(8))
    assert caught.value.code == 8


@pytest.mark.parametrize(
    ("text", "kind", "attributes"),
    [
        ("ValueError('v', 2)", ValueError, {"args": ("v", 2)}),
        ("KeyError('k')", KeyError, {"args": ("k",)}),
        ("ZeroDivisionError()", ZeroDivisionError, {"args": ()}),
        ("FileNotFoundError(2, 'no', 'f.txt')", FileNotFoundError, {"errno": 2, "strerror": "no"}),
        ("OSError(13, 'no')", PermissionError, {"errno": 13}),
        (
            "UnicodeDecodeError('utf-8', b'x', 0, 1, 'why')",
            UnicodeDecodeError,
            {"reason": "why", "start": 0, "object": b"x"},
        ),
        ("StopIteration(5)", RuntimeError, {}),
        (
            "__import__('json').JSONDecodeError('m', 'doc', 1)",
            json.JSONDecodeError,
            {"args": ("m: line 1 column 2 (char 1)",)},
        ),
        ("__import__('sqlite3').IntegrityError('dup')", sqlite3.IntegrityError, {}),
        ("__import__('decimal').InvalidOperation()", ArithmeticError, {}),
        ("AssertionError('a')", AssertionError, {"args": ("a",)}),
        ("RecursionError('r')", RecursionError, {}),
        ("TimeoutError('t')", TimeoutError, {}),
        ("NotImplementedError()", NotImplementedError, {}),
        ("ExceptionGroup('g', [ValueError(1), KeyError(2)])", ExceptionGroup, {"message": "g"}),
    ],
)
def test_exceptions_of_libraries_are_the_same_class(theirs: Begin, text: str, kind: type[Exception], attributes: Any):
    student = theirs(ERRORS + f"def f(): raise {text}")
    with pytest.raises(kind) as caught:
        student.f()
    assert type(caught.value) is kind or kind is ArithmeticError
    assert {name: getattr(caught.value, name) for name in attributes} == attributes


def test_a_group_holds_its_exceptions(theirs: Begin):
    student = theirs(ERRORS + "def f(): raise ExceptionGroup('g', [NotFound(1), KeyError(2)])")
    with pytest.raises(ExceptionGroup) as caught:
        student.f()
    first, second = caught.value.exceptions
    assert isinstance(first, student.NotFound)
    assert isinstance(second, KeyError)


@pytest.mark.parametrize(
    "text",
    [
        "SystemExit(0)",
        "SystemExit()",
        "KeyboardInterrupt()",
        "GeneratorExit()",
        "BaseException('b')",
        "type('Mine', (BaseException,), {})()",
        "type('Mine', (SystemExit,), {})(0)",
    ],
)
def test_what_would_end_a_test_run_does_not(theirs: Begin, text: str):
    student = theirs(f"def f(): raise {text}\ndef ok(): return 1")
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - which, is what is asked
        student.f()
    assert not isinstance(caught.value, (KeyboardInterrupt, GeneratorExit))
    if not isinstance(caught.value, SystemExit):
        assert type(caught.value) is BaseException or isinstance(caught.value, (Failed, BridgeError))
    assert student.ok() == 1


@pytest.mark.parametrize(
    "text",
    [
        "__import__('unittest').SkipTest('skip')",
        "__import__('_pytest.outcomes').outcomes.Skipped('skip')",
        "__import__('_pytest.outcomes').outcomes.Exit('exit')",
        "__import__('_pytest.outcomes').outcomes.XFailed('x')",
        "__import__('hypothesis').errors.UnsatisfiedAssumption()",
        "__import__('autograde.errors').errors.CannotCross('x')",
        "__import__('bdb').BdbQuit()",
    ],
)
def test_an_exception_of_a_testing_framework_is_not_one_here(theirs: Begin, text: str):
    student = theirs(f"def f(): raise {text}\ndef ok(): return 1")
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - which, is what is asked
        student.f()
    module = type(caught.value).__mro__
    assert not any(base.__module__.partition(".")[0] in FRAMEWORKS and type(base) is type for base in module)
    assert student.ok() == 1


FRAMEWORKS = {"unittest", "_pytest", "hypothesis", "bdb"}


def test_an_exception_that_only_says_it_is_of_a_library_is_not(theirs: Begin):
    student = theirs(
        "class Skipped(BaseException): pass\nSkipped.__module__ = '_pytest.outcomes'\nSkipped.__qualname__ = 'Skipped'\n"
        "import sys, types\nm = types.ModuleType('_pytest.outcomes'); m.Skipped = Skipped\nsys.modules['_pytest.outcomes'] = m\ndef f(): raise Skipped()"
    )
    from _pytest.outcomes import Skipped

    with pytest.raises(BaseException) as caught:  # noqa: PT011 - which, is what is asked
        student.f()
    assert not isinstance(caught.value, Skipped)


def test_what_raises_when_asked_about_is_only_that(theirs: Begin):
    student = theirs(
        "class Bad(Exception):\n    def __str__(self): raise SystemExit\n    @property\n    def args(self): raise KeyboardInterrupt\n"
        "def f(): raise Bad(1)\ndef ok(): return 1"
    )
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - which, is what is asked
        student.f()
    assert not isinstance(caught.value, (KeyboardInterrupt, SystemExit))
    assert student.ok() == 1 or student.conversation.broken


def test_a_class_whose_metaclass_raises_costs_its_call(theirs: Begin):
    student = theirs(
        "class Meta(type):\n    @property\n    def __name__(cls): raise ValueError('no name')\nclass C(metaclass=Meta): pass\ndef f(): return C()\ndef ok(): return 1"
    )
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - which, is what is asked
        student.f()
    assert isinstance(caught.value, (BridgeError, ValueError))


# -- forgetting ----------------------------------------------------------------------------------------------------------

MANY = 20_000
FEW = 200


@pytest.mark.parametrize(
    "use",
    [
        "f(1)",
        "f([n])",
        "f({n: [n]})",
        "make(n)",
        "make(n).items",
        "make(n).add(n)",
        "take(lambda: n)",
        "fails(n)",
        "kinds(n)",
    ],
)
def test_tables_do_not_grow_with_calls(theirs: Begin, use: str):
    student = theirs(
        "class C:\n    def __init__(self, n): self.items = [n]\n    def add(self, x): self.items.append(x); return self\n"
        "def f(x): return x\ndef make(n): return C(n)\ndef take(g): return g()\ndef kinds(n): return [C(n), (C(n),)]\n"
        "def fail(n): raise ValueError(C(n), [n])"
    )
    student.run("def fails(n):\n    try:\n        fail(n)\n    except ValueError:\n        pass")
    times = MANY if use == "f(1)" else MANY // 20
    student.run(f"for n in range({times}):\n    {use}")
    here, there = student.sizes(), student.their_sizes()
    assert max(here) < FEW, here
    assert max(there) < FEW, there


def test_what_is_still_held_is_not_forgotten(theirs: Begin):
    student = theirs(
        "class C:\n    def __init__(self, n): self.n = n\ndef make(n): return C(n)\ndef f(x): return x\nkept = []\ndef keep(x): kept.append(x)\ndef get(i): return kept[i]"
    )
    held = [student.make(n) for n in range(100)]
    lists: list[list[int]] = [[n] for n in range(100)]
    for one in lists:
        student.keep(one)
    for n in range(500):
        student.f([n])
    assert [one.n for one in held] == list(range(100))
    assert all(student.get(n) is lists[n] for n in range(100))
