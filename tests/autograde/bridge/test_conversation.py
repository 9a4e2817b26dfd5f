"""Do values, calls and exceptions cross between two processes as they would in one, and does a peer gone wrong cost only its answer?"""

import contextlib
import itertools
import os
import random
import struct
import time
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import msgpack
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograde.bridge import conversation as talk
from autograde.bridge.channel import Ends
from autograde.bridge.codec import MAX_BYTES
from autograde.errors import BridgeError

from .conftest import Begin
from .test_codec import leaves, same
from .two import Student, peer, student

# -- by value ------------------------------------------------------------------------------------------------------------

ECHO = "def echo(x): return x\ndef kind(x): return type(x).__name__\ndef is_same(a, b): return a is b"
VALUES = [
    None,
    True,
    -5,
    2**200,
    0.1,
    float("inf"),
    1j,
    "",
    "\ud800 ünïcode \0",
    b"\0\xff",
    bytearray(b"b"),
    [1, [2]],
    (),
    (1, (2,)),
    {"a": {1: None}},
    {1, "x"},
    frozenset({(1, 2)}),
    range(1, 9, 3),
    slice(1, None, 2),
    date(2024, 2, 29),
    datetime(2024, 2, 29, 12, 30, tzinfo=UTC),
    timedelta(days=-1, microseconds=5),
    Decimal("1.10"),
    Decimal("NaN"),
    Fraction(-1, 3),
    UUID(int=7),
    Path("a/b"),
    Counter("aab"),
    OrderedDict([("z", 1), ("a", 2)]),
    defaultdict(list, {"k": [1]}),
    deque([1, 2], maxlen=5),
    np.float64(2.5),
    np.int8(-3),
    np.arange(6).reshape(2, 3),
    np.array(["a", "bc"]),
    np.datetime64("2024-01-01"),
    ...,
    NotImplemented,
    int,
    type(None),
]


@pytest.fixture(scope="module")
def echo() -> Any:
    with student(ECHO) as begun:
        yield begun


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{type(value).__name__}")
def test_values_cross_there_and_back(echo: Student, value: Any):
    echo.conversation.channel.deadline = time.monotonic() + 20
    back = echo.echo(value)
    assert type(back) is type(value)
    assert echo.kind(value) == type(value).__name__
    if isinstance(value, np.ndarray):
        assert np.array_equal(back, value)
    elif value == value:
        assert back == value
    else:
        assert str(back) == str(value)


hashable = st.integers() | st.text(max_size=3) | st.tuples(st.integers(), st.booleans())
nested = st.recursive(
    leaves.filter(lambda value: type(value).__module__ != __package__ + ".test_codec"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(hashable, inner, max_size=3)
        | st.sets(hashable, max_size=3)
        | st.lists(inner, max_size=3).map(deque)
        | inner.map(lambda value: [value, value])
    ),
    max_leaves=20,
)


@given(nested)
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_comes_back_the_same(echo: Student, value: Any):
    echo.conversation.channel.deadline = time.monotonic() + 20
    back = echo.echo(value)
    assert same(back, value)
    if isinstance(value, (list, dict, set, deque)):  # what cannot be changed has no identity that crosses
        assert back is value
        assert echo.is_same(value, value)


def test_what_is_shared_within_a_value_stays_shared(theirs: Begin):
    student = theirs(
        "def make():\n    a = [1]\n    d = {'a': a, 'b': a}\n    d['self'] = d\n    return d, a\ndef same(d): return d['x'] is d['y']"
    )
    d, a = student.make()
    assert d["a"] is d["b"] is a
    assert d["self"] is d
    shared: list[int] = []
    assert student.same({"x": shared, "y": shared})
    assert not student.same({"x": [], "y": []})


NODE = "class Node:\n    def __init__(self, value, next=None): self.value, self.next = value, next"


def test_instances_of_given_classes_are_relinked_in_place(theirs: Begin):
    student = theirs(
        "def reverse(head):\n    last = None\n    while head:\n        head.next, last, head = last, head, head.next\n    return last",
        given=NODE,
    )
    nodes = [student.Node(n) for n in range(4)]
    for left, right in itertools.pairwise(nodes):
        left.next = right
    head = student.reverse(nodes[0])
    assert head is nodes[3]
    assert [node.next for node in nodes] == [None, *nodes[:3]]
    assert type(head) is student.Node


SHED = """
class Shed(Exception):
    def __init__(self, stream, after_s=0):
        super().__init__(f"{stream} is shed")
        self.stream, self.after_s = stream, after_s
        self._seen = []

    def later(self):
        return self.after_s * 2
"""


def test_an_exception_of_a_given_class_keeps_its_fields_on_both_ways(theirs: Begin):
    student = theirs(
        """
def f():
    raise Shed("eu", after_s=3)
def g(call):
    try:
        call()
    except Shed as error:
        return error.stream, error.later(), str(error), hasattr(error, "_seen")
""",
        given=SHED,
    )
    student.run("""
import pytest
with pytest.raises(Shed, match="eu is shed") as caught:
    f()
assert (caught.value.stream, caught.value.after_s, caught.value.later()) == ("eu", 3, 6)

def shed():
    raise Shed("us", after_s=1)
assert g(shed) == ("us", 2, "us is shed", False)
""")


@pytest.mark.parametrize(
    "field", ["later = lambda: 99", "args = 1", "me = error", "_bridge_talk = None", "__class__ = int"]
)
def test_fields_of_an_exception_cannot_change_what_its_class_does(theirs: Begin, field: str):
    name, value = field.split(" = ")
    student = theirs(
        f"def f():\n    error = Shed('eu', 3)\n    error.__dict__[{name!r}] = {value}\n    raise error",
        given=SHED,
    )
    student.run("""
try:
    f()
except Shed as error:
    assert (error.stream, error.later(), error.args) == ("eu", 6, ("eu is shed",))
except BaseException as refused:
    assert type(refused).__name__ == "BridgeError", refused
else:
    raise AssertionError("nothing raised")
""")


def test_given_classes_are_the_same_class_on_both_sides(theirs: Begin):
    student = theirs(
        "def make(n): return P(n, [n])\ndef is_p(x): return type(x) is P\ndef cls(): return P\ndef fail(): raise Full('no', 3)",
        given="import dataclasses\n@dataclasses.dataclass(frozen=True)\nclass P:\n    n: int\n    items: list\nclass Full(Exception):\n    pass",
    )
    assert student.make(2) == student.P(2, [2])
    assert student.is_p(student.P(1, []))
    assert student.cls() is student.P
    with pytest.raises(student.Full) as error:
        student.fail()
    assert error.value.args == ("no", 3)


# -- what is changed -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "change", "expected"),
    [
        ([3, 1, 2], "x.sort()", [1, 2, 3]),
        ({"a": 1}, "x['b'] = x.pop('a')", {"b": 1}),
        ({1}, "x.add(2)", {1, 2}),
        (bytearray(b"ab"), "x[0] = 65", bytearray(b"Ab")),
        (deque([1]), "x.appendleft(0)", deque([0, 1])),
        (Counter("a"), "x['a'] += 2", Counter("aaa")),
        ([[0]], "x[0][0] = 1", [[1]]),
        (([0],), "x[0].append(1)", ([0, 1],)),
        ({"k": [0]}, "x['k'].clear()", {"k": []}),
    ],
)
def test_what_a_call_changes_is_changed(theirs: Begin, value: Any, change: str, expected: Any):
    student = theirs(f"def f(x):\n    {change}\n    return None\nlater = []")
    student.f(value)
    assert value == expected
    assert type(value) is type(expected)


def test_arrays_frames_and_series_are_changed_in_place(theirs: Begin):
    student = theirs("def f(x): x *= 2\ndef g(frame): frame['b'] = frame['a'] + 1\ndef h(s): s[:] = 0")
    array, frame, series = np.arange(3), pd.DataFrame({"a": [1, 2]}), pd.Series([1, 2])
    student.f(array)
    student.g(frame)
    student.h(series)
    assert array.tolist() == [0, 2, 4]
    assert frame["b"].tolist() == [2, 3]
    assert series.tolist() == [0, 0]


def test_what_a_failing_call_changed_is_changed(theirs: Begin):
    student = theirs("def f(x):\n    x.append(1)\n    raise ValueError")
    items: list[int] = []
    with pytest.raises(ValueError):  # noqa: PT011 - it has no text
        student.f(items)
    assert items == [1]


def test_a_list_that_they_keep_stays_the_same_list(theirs: Begin):
    student = theirs(
        "class Log:\n    def __init__(self, out): self.out = out\n    def add(self, x): self.out.append(x)\n    def read(self): return list(self.out)"
    )
    out: list[int] = []
    log = student.Log(out)
    log.add(1)
    assert out == [1]
    out.append(2)
    assert log.read() == [1, 2]
    assert log.out is out
    out.clear()
    log.add(3)
    assert out == [3]


def test_a_list_of_theirs_stays_the_same_list(theirs: Begin):
    student = theirs(
        "class Stack:\n    def __init__(self): self.items = []\n    def push(self, x): self.items.append(x)"
    )
    stack = student.Stack()
    items = stack.items
    stack.push(1)
    assert items == [1]
    assert stack.items is items
    items.append(2)
    assert student.run("import builtins") is None
    assert stack.items == [1, 2]


# -- back and forth ------------------------------------------------------------------------------------------------------


def test_functions_of_the_tests_are_called_back(theirs: Begin):
    student = theirs("def apply(f, *xs):\n    return [f(x) for x in xs]\ndef sort(xs, key): return sorted(xs, key=key)")
    seen: list[int] = []

    def note(x: int) -> int:
        seen.append(x)
        return -x

    assert student.apply(note, 1, 2) == [-1, -2]
    assert seen == [1, 2]
    assert student.sort([1, 3, 2], key=note) == [3, 2, 1]
    assert student.apply(len, "ab", []) == [2, 0]
    assert student.apply(str.upper, "a") == ["A"]


def test_objects_of_the_tests_are_used(theirs: Begin):
    student = theirs(
        "import time\nclass Limiter:\n    def __init__(self, clock): self.clock, self.last = clock, None\n"
        "    def allow(self):\n        now = self.clock()\n        ok = self.last is None or now - self.last >= 1\n"
        "        self.last = now if ok else self.last\n        return ok\n"
        "def drain(store):\n    with store as s:\n        s.total = sum(s)\n        return len(s), s['k'], 'k' in s, s.name"
    )
    allowed = student.run(
        "class Clock:\n    now = 0.0\n    def __call__(self): return self.now\nclock = Clock()\nlimiter = Limiter(clock)\n"
        "result = [limiter.allow(), limiter.allow()]\nclock.now = 1.5\nresult += [limiter.allow(), limiter.clock is clock]"
    )
    assert allowed == [True, False, True, True]
    assert student.run(
        "class Store:\n    name = 'n'\n    def __enter__(self): return self\n    def __exit__(self, *a): self.left = a\n"
        "    def __iter__(self): return iter([1, 2])\n    def __len__(self): return 5\n    def __getitem__(self, k): return k * 2\n"
        "    def __contains__(self, k): return True\nstore = Store()\nresult = (drain(store), store.total, store.left)"
    ) == ((5, "kk", True, "n"), 3, (None, None, None))


def test_exceptions_of_callbacks_come_through_their_code(theirs: Begin):
    student = theirs(
        "def call(f):\n    return f()\ndef guard(f):\n    try:\n        return f()\n    except KeyError as e:\n        return ('caught', e.args)\n    finally:\n        log.append(1)\n"
        "log = []\ndef retry(f, n):\n    for k in range(n):\n        try:\n            return f(), k\n        except ConnectionError: pass\n    raise TimeoutError(n)"
    )

    class Mine(Exception):
        pass

    error = Mine("own", 5)

    def fail() -> None:
        raise error

    with pytest.raises(Mine) as caught:
        student.call(fail)
    assert caught.value is error
    assert student.guard(lambda: {}["k"]) == ("caught", ("k",))
    answers = iter([ConnectionError, ConnectionError, None])

    def flaky() -> str:
        if kind := next(answers):
            raise kind("down")
        return "up"

    assert student.retry(flaky, 5) == ("up", 2)


def test_decorators_of_theirs_wrap_functions_of_the_tests(theirs: Begin):
    student = theirs(
        "import functools\ndef memo(f):\n    seen = {}\n    @functools.wraps(f)\n    def g(*a):\n        if a not in seen: seen[a] = f(*a)\n        return seen[a]\n    g.seen = seen\n    return g"
    )
    calls = []

    @student.memo
    def square(x: int) -> int:
        "Doc."
        calls.append(x)
        return x * x

    assert [square(2), square(2), square(3)] == [4, 4, 9]
    assert calls == [2, 3]
    assert (square.__name__, square.__doc__) == ("square", "Doc.")
    assert square.seen == {(2,): 4, (3,): 9}


def test_mocks_note_how_they_are_called(theirs: Begin):
    student = theirs("def f(m):\n    m.open('a', mode=1)\n    return m.read.thing(2), m(5)")
    from unittest import mock

    m = mock.MagicMock()
    m.read.thing.return_value = [1]
    m.side_effect = lambda x: x + 1
    assert student.f(m) == ([1], 6)
    m.open.assert_called_once_with("a", mode=1)
    assert m.call_count == 1


def test_a_loop_does_not_end_by_what_a_call_raises(theirs: Begin):
    student = theirs("def f(x):\n    raise StopIteration('stop')\nasync def g(): raise StopAsyncIteration")
    with pytest.raises(RuntimeError, match="StopIteration"):
        all(map(student.f, [1, 2]))
    with pytest.raises(RuntimeError):
        list(student.f(x) for x in [1])  # noqa: C400


def test_calls_within_calls_end_with_a_recursion_error(theirs: Begin):
    student = theirs("def f(g, n):\n    return n if n == 0 else g(n)")

    def back(n: int) -> Any:
        return student.f(back, n - 1)

    assert back(40) == 0
    with pytest.raises(RecursionError):
        back(10_000)
    assert back(40) == 0
    assert not student.conversation.broken


def test_recursion_of_theirs_alone_is_theirs(theirs: Begin):
    student = theirs("def f(n): return f(n + 1)\ndef ok(): return 1")
    with pytest.raises(RecursionError, match="maximum recursion depth"):
        student.f(0)
    assert student.ok() == 1


def test_a_value_that_is_too_large_is_no_exception_a_test_can_mean(theirs: Begin, monkeypatch: pytest.MonkeyPatch):
    student = theirs(f"def f(): return b'x' * {MAX_BYTES}\ndef ok(): return 1")
    with pytest.raises(BridgeError, match="does not cross"):
        student.f()
    assert student.ok() == 1
    assert not issubclass(BridgeError, Exception)


def test_a_plain_call_takes_less_than_a_tenth_of_a_millisecond_or_so(theirs: Begin):
    """A guard against a slip of several times, not the benchmark."""
    student = theirs("def f(x): return x + 1")
    f = student.f
    fastest = min(_seconds(lambda: [f(n) for n in range(500)]) for _ in range(5)) / 500
    assert fastest < 0.001


def _seconds(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


# -- a peer gone wrong ---------------------------------------------------------------------------------------------------

LATE_S = 0.2
ANSWER = [talk.ANSWER, 1]


def framed(*messages: object) -> bytes:
    packed = [msgpack.packb(message) for message in messages]
    return b"".join(struct.pack("!I", len(data)) + data for data in packed)


def says(data: bytes, *, then_ends: bool = False) -> Callable[[Ends], None]:
    """Answers whatever comes with `data`, and says no more."""

    def speak(ends: Ends) -> None:
        os.read(ends.reading, 2**16)
        with contextlib.suppress(BrokenPipeError):
            os.set_blocking(ends.writing, True)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(ends.writing, rest) :]
        while not then_ends and os.read(ends.reading, 2**16):
            pass

    return speak


WRONG = {
    "nothing": b"",
    "half a length": b"\0\0",
    "half a message": framed([ANSWER, [1], []])[:-1],
    "too long": struct.pack("!I", MAX_BYTES + 1),
    "too long and it comes": struct.pack("!I", 2**32 - 1) + b"x" * 2**20,
    "no msgpack": struct.pack("!I", 3) + b"\xc1\xc1\xc1",
    "no message": framed(5),
    "an empty message": framed([[], [], []]),
    "a map": framed({}),
    "no head": framed([[1], [1], []]),
    "another kind": framed([[99, 1], [1], []]),
    "a kind that is none": framed([[None, 1], [1], []]),
    "more values than there are": framed([[talk.ANSWER, 2], [1], []]),
    "fewer values than there are": framed([[talk.ANSWER, 0], [1], []]),
    "a pointer outside": framed([ANSWER, [[5]], []]),
    "an unknown tag": framed([ANSWER, [[0]], [["os.system", "x"]]]),
    "a library's name": framed([ANSWER, [[0]], [["library", "os", "system"]]]),
    "a module": framed([ANSWER, [[0]], [["module", "antigravity"]]]),
    "a number never lent": framed([ANSWER, [[0]], [["yours", 77]]]),
    "a number that is none": framed([ANSWER, [[0]], [["ref", "x", "type", "object"]]]),
    "an exception that is none": framed([[talk.RAISED, 2], [5, None], []]),
    "an exception of a testing framework": framed(
        [[talk.RAISED, 2], [[0], None], [["ref", 1, "thrown", 2, "_pytest.outcomes", "Skipped"]]]
    ),
    "a question of no name": framed([["__class__", 0], [], []]),
    "a question about its insides": framed([["links", 0], [], []]),
    "questions without end": framed(*[[["get", 0, 1, "x"], [], []]] * 200),
    "a question that is nested": framed([["call", 1, 1], [[0]], [["list", 1, [0]]]]),
    "events without end": framed(*[[[talk.EVENT, 0, "printed"], [], []]] * 500),
    "an event of drops": framed([[talk.EVENT, 1, "dropped"], [[0]], [["list", 1]]]),
    "an event of nothing": framed([[talk.EVENT, 0], [], []]),
    "forgets what it never had": framed([[talk.EVENT, 1, "forgotten"], ["x"], []]),
    "forgets a list": framed([[talk.EVENT, 1, "forgotten"], [[0]], [["list", 1]]]),
    "describes itself": framed([ANSWER, [[0]], [["class", 1]]]),
    "an object of another type": framed([ANSWER, [[0]], [["list", 0], ["dict", 0]]]),
    "a map of arrays": framed([ANSWER, [[0]], [["ndarray", 1, "O", "1", b"12345678"]]]),
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("then_ends", [False, True], ids=["waits", "ends"])
def test_a_wrong_answer_is_a_bridge_error_in_time(data: bytes, then_ends: bool):
    with peer(says(data, then_ends=then_ends)) as gone:
        gone.conversation.channel.deadline = time.monotonic() + LATE_S
        started = time.monotonic()
        with pytest.raises(BridgeError):
            gone.conversation.ask("name", "f")
        assert time.monotonic() - started < 5
        assert gone.conversation.broken
        with pytest.raises(BridgeError):  # and so from now on
            gone.conversation.ask("name", "f")


def test_a_peer_that_answers_a_little_at_a_time_gets_no_more_time():
    def drip(ends: Ends) -> None:
        os.read(ends.reading, 2**16)
        os.write(ends.writing, struct.pack("!I", 2**20))
        while True:
            os.write(ends.writing, b"x")
            time.sleep(0.01)

    with peer(drip) as slow:
        slow.conversation.channel.deadline = time.monotonic() + LATE_S
        with pytest.raises(BridgeError, match="time limit"):
            slow.conversation.ask("name", "f")


def test_a_peer_that_does_not_listen_is_not_waited_for():
    def deaf(ends: Ends) -> None:
        time.sleep(60)

    with peer(deaf) as silent:
        silent.conversation.channel.deadline = time.monotonic() + LATE_S
        with pytest.raises(BridgeError, match="time limit"):
            silent.conversation.ask("name", "f", values=(b"x" * 2**20,))


def test_a_peer_that_asks_without_end_is_not_waited_for():
    def ask(ends: Ends) -> None:
        os.set_blocking(ends.writing, True)
        question = framed([["get", 0, 1, "x"], [], []])
        while True:
            os.write(ends.writing, question)
            os.read(ends.reading, 2**16)

    with peer(ask) as asking:
        asking.conversation.channel.deadline = time.monotonic() + LATE_S
        with pytest.raises(BridgeError):
            asking.conversation.ask("name", "f")


def test_a_peer_that_describes_classes_without_end_is_stopped():
    def describe(ends: Ends) -> None:
        os.set_blocking(ends.writing, True)
        os.read(ends.reading, 2**16)
        os.write(ends.writing, framed([ANSWER, [[0]], [["class", 1]]]))
        number = 2
        while os.read(ends.reading, 2**16):
            described = [["tuple", "C", "m", [1], [2], None, None], ["tuple", [3]], ["tuple"], ["class", number]]
            os.write(ends.writing, framed([ANSWER, [[0]], described]))
            number += 1

    with peer(describe) as endless, pytest.raises(BridgeError):
        endless.conversation.ask("name", "f")


@given(st.binary(max_size=60), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_random_bytes_are_a_bridge_error(data: bytes, how: int):
    message = [
        data,
        struct.pack("!I", len(data)) + data,
        framed([ANSWER, [data], []])[:-1] + data,
        framed(ANSWER) + data,
    ][how]
    with peer(says(message, then_ends=True)) as gone:
        gone.conversation.channel.deadline = time.monotonic() + LATE_S
        with pytest.raises(BridgeError):
            gone.conversation.ask("name", "f")


def test_an_honest_answer_with_a_bit_turned_is_a_value_or_a_bridge_error():
    chance = random.Random(5)
    honest = framed(
        [ANSWER, [[0]], [["dict", 1, "a", [1], "b", [2]], ["list", 3, 1, 2.5], ["ndarray", 5, "<i8", "2", b"\0" * 16]]]
    )
    for _ in range(60):
        data = bytearray(honest)
        data[chance.randrange(4, len(data))] ^= 1 << chance.randrange(8)
        with peer(says(bytes(data), then_ends=True)) as turned, contextlib.suppress(BridgeError):
            turned.conversation.channel.deadline = time.monotonic() + LATE_S
            turned.conversation.ask("name", "f")
