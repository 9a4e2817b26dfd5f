"""Does an object of the student's behave here as it would beside the tests, and does none of its lies count?"""

import abc
import collections
import collections.abc
import contextlib
import copy
import enum
import inspect
import math
import operator
import pickle
import types
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograde.errors import CannotCross

from .conftest import Begin

BOX = """
class Box:
    "A box."
    kind = "box"
    size: int

    def __init__(self, items=()):
        self.items = list(items)

    def put(self, item, *, times=1):
        self.items += [item] * times
        return self

    @property
    def first(self):
        return self.items[0]

    def __len__(self):
        return len(self.items)

    def __iter__(self):
        return iter(self.items)

    def __getitem__(self, key):
        return self.items[key]

    def __setitem__(self, key, value):
        self.items[key] = value

    def __delitem__(self, key):
        del self.items[key]

    def __reversed__(self):
        return reversed(self.items)

    def __repr__(self):
        return f"Box({self.items})"

    def __format__(self, spec):
        return f"<{spec}>"

    def __hash__(self):
        return 7

    def __call__(self, x):
        return x + 1

    def __int__(self):
        return 3

    def __float__(self):
        return 2.5

    def __index__(self):
        return 1

    def __round__(self, n=None):
        return 9

    def __bool__(self):
        return False

    def __bytes__(self):
        return b"box"

    def __contains__(self, item):
        return item in self.items

    @classmethod
    def of(cls, *items):
        return cls(items)

    @staticmethod
    def add(a, b):
        return a + b
"""
"""Every special method that a test may use; `__contains__` only where the instructor's own class has it."""


def test_functions_are_called_with_whatever_arguments(theirs: Begin):
    student = theirs("def f(a, /, b, *rest, c=3, **more):\n    return a, b, rest, c, more")
    assert student.f(1, 2) == (1, 2, (), 3, {})
    assert student.f(1, 2, 4, c=5, d=[6]) == (1, 2, (4,), 5, {"d": [6]})
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        student.f(1)


def test_attributes_are_read_set_and_deleted(theirs: Begin):
    box = theirs(BOX).Box([1, 2])
    assert (box.items, box.first, box.kind) == ([1, 2], 1, "box")
    box.colour = "red"
    assert box.colour == "red"
    assert hasattr(box, "colour")
    del box.colour
    assert not hasattr(box, "colour")
    with pytest.raises(AttributeError, match="'Box' object has no attribute 'colour'"):
        _ = box.colour
    assert getattr(box, "colour", "none") == "none"
    assert vars(box) == {"items": [1, 2]}
    assert "put" in dir(box)


def test_special_methods_answer(theirs: Begin):
    box = theirs(BOX).Box([3, 1, 2])
    assert len(box) == 3
    assert list(box) == [3, 1, 2]
    assert sorted(box) == [1, 2, 3]
    assert list(reversed(box)) == [2, 1, 3]
    assert (box[0], box[-1], box[1:]) == (3, 2, [1, 2])
    box[0] = 9
    del box[1]
    assert (repr(box), str(box), f"{box:x}") == ("Box([9, 2])", "Box([9, 2])", "<x>")
    assert box(4) == 5
    assert (int(box), float(box), round(box), bytes(box), bool(box), hash(box)) == (3, 2.5, 9, b"box", False, 7)
    assert [10, 20][box] == 20
    assert operator.index(box) == 1
    assert math.floor(2.5) == 2
    with pytest.raises(IndexError):
        box[5]
    assert 9 in box
    assert 5 not in box


def test_iterators_are_lazy_and_end(theirs: Begin):
    student = theirs(
        "taken = []\ndef count():\n    n = 0\n    while True:\n        taken.append(n)\n        yield n\n        n += 1\n"
        "def few():\n    yield 1\n    return 'end'\n"
    )
    numbers = student.count()
    assert [next(numbers) for _ in range(3)] == [0, 1, 2]
    assert student.taken == [0, 1, 2]
    assert list(student.few()) == [1]
    few = student.few()
    assert next(few) == 1
    with pytest.raises(StopIteration) as end:
        next(few)
    assert end.value.value == "end"
    assert list(zip(student.few(), student.count(), strict=False)) == [(1, 0)]


def test_generators_are_sent_thrown_and_closed(theirs: Begin):
    student = theirs(
        "log = []\ndef talk():\n    got = yield 'first'\n    try:\n        yield got * 2\n    except KeyError:\n        yield 'caught'\n"
        "    finally:\n        log.append('closed')"
    )
    talk = student.talk()
    assert next(talk) == "first"
    assert talk.send(4) == 8
    assert talk.throw(KeyError("k")) == "caught"
    talk.close()
    assert student.log == ["closed"]
    assert isinstance(talk, types.GeneratorType)
    assert isinstance(talk, collections.abc.Generator)


def test_context_managers_enter_and_leave(theirs: Begin):
    student = theirs(
        "import contextlib\nlog = []\nclass Swallows:\n    def __enter__(self):\n        return self\n"
        "    def __exit__(self, kind, error, trace):\n        log.append((kind is ValueError, str(error)))\n        return kind is ValueError\n"
        "@contextlib.contextmanager\ndef made():\n    log.append('in')\n    yield 5\n    log.append('out')"
    )
    with student.Swallows() as held:
        assert isinstance(held, student.Swallows)
        raise ValueError("no")
    with pytest.raises(KeyError, match="this"), student.Swallows():
        raise KeyError("this")
    with student.made() as five:
        assert five == 5
    assert student.log == [(True, "no"), (False, "'this'"), "in", "out"]


def test_classes_are_classes(theirs: Begin):
    student = theirs(
        BOX
        + "class Lid(Box):\n    pass\nclass Meta(type):\n    def __len__(cls):\n        return 4\nclass M(metaclass=Meta): pass"
    )
    lid = student.Lid()
    assert isinstance(lid, student.Box)
    assert type(lid) is student.Lid
    assert lid.__class__ is student.Lid
    assert not isinstance(student.Box(), student.Lid)
    assert issubclass(student.Lid, student.Box)
    assert isinstance(student.Box, type)
    assert inspect.isclass(student.Box)
    assert (student.Box.__name__, student.Box.__doc__, student.Box.__module__) == ("Box", "A box.", "__main__")
    assert student.Box.__annotations__ == {"size": int}
    assert student.Box.kind == "box"
    assert student.Box.of(1, 2).items == [1, 2]
    assert student.Box.add(1, 2) == 3
    student.Box.kind = "crate"
    assert student.Box().kind == "crate"
    assert callable(student.Box)
    assert callable(student.Box.put)
    assert student.Lid.__mro__[:2] == (student.Lid, student.Box)


def test_abstract_classes_of_libraries_know_them(theirs: Begin):
    student = theirs(
        BOX
        + "import collections.abc, abc\nclass Bag(collections.abc.MutableSet):\n    def __contains__(self, x): return True\n"
        "    def __iter__(self): return iter(())\n    def __len__(self): return 0\n    def add(self, x): pass\n    def discard(self, x): pass\n"
        "class Shape(abc.ABC):\n    @abc.abstractmethod\n    def area(self): ...\nclass Square(Shape):\n    def area(self): return 4\n"
    )
    assert isinstance(student.Box(), collections.abc.Iterable)
    assert isinstance(student.Box(), collections.abc.Sized)
    assert not isinstance(student.Box(), collections.abc.Mapping)
    assert isinstance(student.Bag(), collections.abc.MutableSet)
    assert issubclass(student.Bag, collections.abc.Set)
    assert issubclass(student.Shape, abc.ABC)
    assert isinstance(student.Square(), student.Shape)
    with pytest.raises(TypeError, match="abstract"):
        student.Shape()


def test_kinds_of_functions_are_known(theirs: Begin):
    student = theirs(
        "import functools\ndef f(): pass\nasync def g(): pass\ndef h(): yield\nl = lambda: 0\np = functools.partial(f)\n"
        "class C:\n    def m(self): pass\n    @property\n    def p(self): pass"
    )
    assert isinstance(student.f, types.FunctionType)
    assert isinstance(student.l, types.LambdaType)
    assert isinstance(student.C().m, types.MethodType)
    assert callable(student.p)
    assert not callable(student.C())
    assert inspect.isfunction(student.f)
    assert inspect.iscoroutinefunction(student.g)
    assert inspect.isgeneratorfunction(student.h)


def test_signatures_say_what_theirs_say(theirs: Begin):
    source = (
        "def f(a, /, b: int = 2, *args, c, d='x', **more) -> str: 'Doc.'\nclass C:\n    def __init__(self, n=1): pass"
    )
    student = theirs(source)
    signature = inspect.signature(student.f)
    assert list(signature.parameters) == ["a", "b", "args", "c", "d", "more"]
    assert [p.kind.name for p in signature.parameters.values()] == [
        "POSITIONAL_ONLY",
        "POSITIONAL_OR_KEYWORD",
        "VAR_POSITIONAL",
        "KEYWORD_ONLY",
        "KEYWORD_ONLY",
        "VAR_KEYWORD",
    ]
    assert signature.parameters["b"].default == 2
    assert signature.parameters["a"].default is inspect.Parameter.empty
    assert list(inspect.signature(student.C).parameters) == ["n"]
    assert student.f.__name__ == "f"
    assert student.f.__doc__ == "Doc."
    assert student.f.__annotations__ == {"b": int, "return": str}
    assert student.f.__defaults__ == (2,)


def test_copies_are_theirs_and_their_own(theirs: Begin):
    student = theirs(BOX)
    box = student.Box([[1]])
    shallow, deep = copy.copy(box), copy.deepcopy(box)
    box.items.append(2)
    box.items[0].append(3)
    assert shallow.items == [[1, 3], 2]
    assert deep.items == [[1]]
    assert type(deep) is student.Box


def test_pickled_and_unpickled_by_their_own_process(theirs: Begin):
    student = theirs(BOX + "import sys\nsys.modules['__main__'].__dict__.update(Box=Box)")
    box = pickle.loads(pickle.dumps(student.Box([1, [2]])))
    assert isinstance(box, student.Box)
    assert box.items == [1, [2]]


def test_the_same_object_is_the_same_here(theirs: Begin):
    student = theirs(
        BOX + "one = Box()\ndef get(): return one\ndef is_one(x): return x is one\ndef bundle(): return [one, (one,)]"
    )
    assert student.get() is student.get()
    assert student.get().put == student.get().put
    assert student.is_one(student.get())
    assert student.is_one(student.bundle()[1][0])
    first, (second,) = student.bundle()
    assert first is second
    assert student.Box is student.Box
    assert type(student.one) is student.Box


def test_objects_of_theirs_are_keys_and_members(theirs: Begin):
    student = theirs("class Key:\n    pass\na, b = Key(), Key()\ntable = {a: 1}\ndef keys(): return set(table)")
    a, b = student.a, student.b
    assert {a: 1, b: 2}[a] == 1
    assert student.keys() == {a}
    assert student.table[a] == 1
    assert b not in student.table


# -- equality ------------------------------------------------------------------------------------------------------------

LIAR = """
class Liar:
    def yes(self, *others):
        return True
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __bool__ = yes
    __hash__ = lambda self: 0
    def self(self, *others):
        return self
    __sub__ = __rsub__ = __add__ = __radd__ = __mul__ = __and__ = __rand__ = __or__ = __ror__ = __abs__ = __neg__ = self
    __isub__ = __iadd__ = __mod__ = __rmod__ = __pow__ = __truediv__ = __rtruediv__ = __xor__ = __divmod__ = self
    __array_ufunc__ = __array_function__ = self
    __array_priority__ = 1e9
    def __float__(self): return 3.0
    def __index__(self): return 3
    def __len__(self): return 3
    def __iter__(self): return iter((3,) * 3)
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
def answer(): return Liar()
class Meta(type):
    __eq__ = lambda cls, other: True
    __hash__ = lambda cls: 0
    __instancecheck__ = __subclasscheck__ = lambda cls, other: True
class Classy(metaclass=Meta):
    pass
"""
PLAIN = [
    None,
    0,
    3,
    2.5,
    "text",
    b"b",
    (1, 2),
    [1],
    {"a": 1},
    {1},
    frozenset({1}),
    True,
    range(3),
    np.arange(3),
    np.float64(3),
    int,
]


@pytest.mark.parametrize("expected", PLAIN, ids=repr)
def test_no_object_equals_plain_data(theirs: Begin, expected: Any):
    answer = theirs(LIAR, instructor="answer = 0").answer()
    assert not claims(lambda: answer == expected)
    assert not claims(lambda: expected == answer)
    assert not claims(lambda: (answer, 1) == (expected, 1))
    assert not claims(lambda: [expected] == [answer])
    assert not claims(lambda: {"k": answer} == {"k": expected})
    assert not claims(lambda: answer in [expected])
    assert not claims(lambda: expected in (answer,))
    assert not claims(lambda: operator.not_(operator.ne(answer, expected)))


def claims(comparison: Callable[[], Any]) -> bool:
    """Whether a comparison holds; one that raises, as NumPy's do, does not."""
    with contextlib.suppress(ValueError, TypeError):
        return bool(np.all(comparison()))
    return False


@pytest.mark.parametrize(
    "comparison",
    [
        "answer < 5",
        "answer >= 5",
        "5 < answer",
        "answer - 5",
        "5 - answer",
        "answer + 1",
        "answer & {1}",
        "{1} | answer",
        "answer % 2",
        "5 in answer",
        "answer == approx(3)",
        "abs(answer - 3) < 1e-9",
        "np.allclose(answer, [7, 7, 7])",
        "np.array_equal(answer, [7, 7])",
        "np.testing.assert_allclose(answer, [7, 7, 7])",
        "np.testing.assert_array_equal(np.array([7, 7]), answer)",
        "answer == ANY_LIST",
        "answer is True",
        "math.isclose(answer, 7)",
        "isinstance(answer, (int, float, list))",
        "type(answer) == int",
    ],
)
def test_no_operator_of_a_liar_wins(theirs: Begin, comparison: str):
    student = theirs(LIAR, instructor="answer = 0")
    student.names.update(approx=pytest.approx, np=np, math=math, ANY_LIST=[1, 2])
    with contextlib.suppress(TypeError, ValueError, AssertionError):
        won = student.run(
            f"answer = answer()\nresult = {comparison}\nresult = True if result is None else bool(result)"
        )
        assert won is False


def test_no_address_of_theirs_is_read_here(theirs: Begin):
    """Both processes are forks of one: what the tests expect may stand where a student guesses."""
    expected = np.arange(5) * 7
    source = (
        "class A:\n    def __init__(self, at):\n"
        "        self.__array_interface__ = dict(data=(at, False), shape=(5,), typestr='<i8', version=3)\n"
    )
    answer = theirs(source).A(expected.__array_interface__["data"][0])
    assert not np.array_equal(answer, expected)


def test_a_liars_class_lies_in_vain(theirs: Begin):
    student = theirs(LIAR)
    assert not operator.eq(student.Classy, int)
    assert not operator.eq(int, student.Classy)
    assert not isinstance(3, student.Classy)
    assert not issubclass(int, student.Classy)


def test_two_objects_of_theirs_are_compared_by_theirs(theirs: Begin):
    student = theirs(
        "class V:\n    def __init__(self, n): self.n = n\n    def __eq__(self, o): return self.n == o.n\n    def __hash__(self): return 1\n"
        "    def __lt__(self, o): return self.n < o.n"
    )
    assert student.V(1) == student.V(1)
    assert student.V(1) != student.V(2)
    assert student.V(1) < student.V(2)
    assert [v.n for v in sorted([student.V(2), student.V(1)])] == [1, 2]
    assert student.V(1) in [student.V(1)]


def test_operators_that_the_instructors_class_has_work_with_data(theirs: Begin):
    source = (
        "class Vector:\n    def __init__(self, *x): self.x = x\n    def __mul__(self, n): return Vector(*(n * x for x in self.x))\n"
        "    __rmul__ = __mul__\n    def __lt__(self, n): return sum(self.x) < n\n    def __contains__(self, n): return n in self.x\n"
        "    def __matmul__(self, o): return sum(a * b for a, b in zip(self.x, o.x))\n    def __iadd__(self, n):\n"
        "        self.x = tuple(x + n for x in self.x)\n        return self\n    def __neg__(self): return -1 * self"
    )
    vector = theirs(source).Vector(1, 2)
    assert (vector * 3).x == (3, 6)
    assert (3 * vector).x == (3, 6)
    assert vector < 4
    assert 2 in vector
    assert vector @ vector == 5
    assert (-vector).x == (-1, -2)
    same = vector
    vector += 1
    assert vector is same
    assert vector.x == (2, 3)


def test_operators_of_a_base_count_for_the_class(theirs: Begin):
    source = "class A:\n    def __add__(self, n): return n + 1\nclass B(A): pass\n"
    assert theirs(source).B() + 1 == 2


def test_a_class_that_the_instructor_does_not_have_has_no_operators_with_data(theirs: Begin):
    student = theirs(
        "class V:\n    def __add__(self, n): return n\ndef f(): return V()", instructor="def f(): return 1"
    )
    with pytest.raises(TypeError, match="unsupported operand"):
        student.f() + 1


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class L(list): pass\nx = L([1, 2])", [1, 2]),
        ("class D(dict): pass\nx = D(a=1)", {"a": 1}),
        ("class S(set): pass\nx = S([1])", {1}),
        ("class T(str): pass\nx = T('text')", "text"),
        ("class I(int): pass\nx = I(5)", 5),
        ("class F(float): pass\nx = F(2.5)", 2.5),
        ("class T(tuple): pass\nx = T((1, 2))", (1, 2)),
        ("import collections\nP = collections.namedtuple('P', 'a b')\nx = P(1, 2)", (1, 2)),
        ("import enum\nclass E(enum.IntEnum):\n    A = 1\nx = E.A", 1),
        ("import enum\nclass E(str, enum.Enum):\n    A = 'a'\nx = E.A", "a"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 12 else None,
)
def test_what_extends_a_built_in_type_is_compared_by_its_content(theirs: Begin, source: str, expected: object):
    x = theirs(source).x
    assert x == expected
    assert expected == x
    assert isinstance(x, type(expected))
    assert x != [expected]


@pytest.mark.parametrize(
    "source",
    [
        "class L(list):\n    __eq__ = lambda s, o: True\n    __iter__ = lambda s: iter([7])\nx = L()",
        "class D(dict):\n    __eq__ = lambda s, o: True\n    items = lambda s: [(7, 7)]\nx = D()",
        "class I(int):\n    __eq__ = lambda s, o: True\n    __hash__ = int.__hash__\n    __index__ = __int__ = lambda s: 7\nx = I(1)",
        "class S(str):\n    __eq__ = lambda s, o: True\n    __hash__ = str.__hash__\n    __str__ = lambda s: 'x'\nx = S('y')",
        "class T(tuple):\n    __eq__ = lambda s, o: True\n    __hash__ = tuple.__hash__\n    __iter__ = lambda s: iter([7])\nx = T()",
        "class F(float):\n    __eq__ = lambda s, o: True\n    __hash__ = float.__hash__\n    __sub__ = __rsub__ = lambda s, o: 0.0\nx = F(1)",
    ],
)
def test_what_extends_a_built_in_type_cannot_lie(theirs: Begin, source: str):
    x = theirs(source).x
    for expected in ([7], {7: 7}, 7, "x", (7,), 7.0):
        assert x != expected
        assert expected != x
    if isinstance(x, float):
        assert abs(x - 7.0) == 6.0


def test_named_tuples_and_enums_keep_their_faces(theirs: Begin):
    student = theirs(
        "import enum\nfrom typing import NamedTuple\nclass P(NamedTuple):\n    x: int\n    y: int = 2\n"
        "class C(enum.Enum):\n    RED = 1\n    BLUE = 2\ndef p(): return P(1)\ndef c(): return C.RED"
    )
    p = student.p()
    assert (p.x, p.y, p[0], len(p)) == (1, 2, 1, 2)
    assert p._asdict() == {"x": 1, "y": 2}
    assert p._replace(x=5) == (5, 2)
    x, y = p
    assert (x, y) == (1, 2)
    assert student.c() is student.C.RED
    assert (student.c().name, student.c().value) == ("RED", 1)
    assert student.c() != student.C.BLUE
    assert [member.name for member in student.C] == ["RED", "BLUE"]
    assert student.C["BLUE"] is student.C.BLUE
    assert student.C(2) is student.C.BLUE
    assert len(student.C) == 2
    assert isinstance(student.C.RED, enum.Enum)


def test_a_class_of_the_tests_that_extends_theirs_cannot_cross(theirs: Begin):
    student = theirs(BOX)
    with pytest.raises(CannotCross, match="extends a class of the submission"):
        type("Mine", (student.Box,), {})
