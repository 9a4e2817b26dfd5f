"""What may the student's code ask of what a test lends it, and do the two loops run together?"""

import asyncio
import time
from typing import Any
from unittest import mock

import pytest

from .conftest import Begin

LOOK = """
def look(target, path):
    "What is found along a path of attributes and calls, as text; what stood in the way, if something did."
    found = target
    try:
        for step in path.split("."):
            if step.endswith("()"):
                found = getattr(found, step[:-2])()
            elif step.startswith("["):
                found = found[eval(step[1:-1])]
            else:
                found = getattr(found, step)
        return "found", found if isinstance(found, (str, int, dict, list, tuple)) else type(found).__name__
    except Exception as error:
        return "refused", type(error).__name__
def every(target):
    found = {}
    for name in dir(type(target)) + ["__globals__", "__code__", "__closure__", "__dict__", "__self__", "__func__", "gi_frame", "cr_frame"]:
        try:
            found[name] = type(getattr(target, name)).__name__
        except Exception:
            pass
    return found
"""
TESTS = """
import types
EXPECTED = "hidden"
def clock():
    hidden = 42
    return 1.0
def outer():
    secret = "hidden"
    def inner(): return len(secret)
    return inner
closed = outer()
class Store:
    kept = ["hidden"]
    _private = "hidden"
    def __init__(self): self.items, self._hidden = {}, "hidden"
    def get(self, key): return self.items.get(key)
store = Store()
def numbers():
    hidden = 3
    yield 1
running = numbers()
"""
BEHIND = [
    "__globals__",
    "__code__",
    "__code__.co_consts",
    "__closure__",
    "__defaults__",
    "__kwdefaults__",
    "__dict__",
    "__self__",
    "__func__",
    "__func__.__globals__",
    "__wrapped__",
    "__builtins__",
    "__class__.__init__.__globals__",
    "__init__.__globals__",
    "__class__.__mro__",
    "__reduce__()",
    "__reduce_ex__",
    "__getstate__()",
    "__dir__()",
    "__sizeof__()",
    "__getattribute__",
    "__subclasshook__",
    "gi_frame",
    "gi_frame.f_globals",
    "gi_code",
    "f_back",
    "f_globals",
    "get.__globals__",
    "get.__func__",
    "get.__func__.__globals__",
    "get.__self__.__dict__",
    "get.__code__",
    "_hidden",
    "_private",
]


@pytest.mark.parametrize("path", BEHIND)
def test_nothing_behind_an_object_of_the_tests_is_in_reach(theirs: Begin, path: str):
    student = theirs(LOOK)
    student.run(TESTS)
    for target in ("clock", "closed", "store", "store.get", "running", "(lambda: EXPECTED)"):
        said, found = student.run(f"result = look({target}, {path!r})")
        assert said == "refused" or ("hidden" not in str(found) and found not in REVEALING), (target, found)


REVEALING = {"function", "code", "frame", "module", "traceback", "mappingproxy", "cell", "dict", "type"}
"""Types that lead to the tests' own names and texts."""


def test_no_attribute_of_any_name_leads_behind(theirs: Begin):
    student = theirs(LOOK)
    student.run(TESTS)
    for target in ("clock", "closed", "store", "store.get", "running"):
        found = student.run(f"result = every({target})")
        revealing = {name: kind for name, kind in found.items() if kind in REVEALING - {"type"}}
        assert (revealing.keys() <= {"__dict__"} and set(revealing.values()) <= {"dict"}) or not revealing, (
            target,
            revealing,
        )


def test_modules_of_the_tests_are_their_own_copies(theirs: Begin):
    student = theirs("def f(module): return module is __import__('sys'), hasattr(module, 'hidden')")
    import sys

    sys.hidden = True  # type: ignore[attr-defined]
    try:
        assert student.f(sys) == (True, False)
    finally:
        del sys.hidden  # type: ignore[attr-defined]


def test_only_what_the_tests_define_can_be_set(theirs: Begin):
    student = theirs(
        "def put(target, name, value):\n    try:\n        setattr(target, name, value)\n    except AttributeError:\n        return False\n    return True"
    )
    put = student.put
    student.run(TESTS)
    assert put(student.names["store"], "total", 1)
    assert student.names["store"].total == 1
    assert not put(student.names["store"], "_hidden", 1)
    assert not put(student.names["Store"], "get", 1)
    assert not put(student.names["clock"], "tick", 1)
    assert not put(student.names["store"], "__class__", 1)
    assert not put(mock.Mock(), "return_value", 1)


CONTROLS = ["return_value", "side_effect", "call_args", "called", "call_count", "mock_calls", "assert_called()", "reset_mock()", "method_calls", "configure_mock()", "_mock_parent", "_mock_return_value"]  # fmt: skip


@pytest.mark.parametrize("path", CONTROLS)
def test_a_mock_does_not_say_what_it_will_return(theirs: Begin, path: str):
    student = theirs(LOOK)
    m = mock.MagicMock(return_value="hidden")
    assert student.look(m, path)[0] == "refused"
    assert student.look(m, "thing") == ("found", "MagicMock")
    assert not m.called


def test_expected_values_are_not_shown_to_an_equality_of_theirs(theirs: Begin):
    student = theirs(
        "seen = []\nclass Spy:\n    def __eq__(self, other):\n        seen.append(other)\n        return True\n    __ne__ = __lt__ = __gt__ = __contains__ = __add__ = __radd__ = __sub__ = __rsub__ = __eq__\n"
        "    def __hash__(self): return hash('hidden')\ndef spy(): return Spy()",
        instructor="def spy(): return 0",
    )
    spy = student.spy()
    assert spy != "hidden"
    assert spy != ["hidden"]
    assert spy != ["hidden"]
    assert "hidden" not in {spy: 1}
    assert spy not in {"hidden": 1}
    for compare in (lambda: spy < "hidden", lambda: spy + "hidden", lambda: "hidden" - spy, lambda: "hidden" in spy):
        with pytest.raises(TypeError):
            compare()
    assert student.seen == []


def test_a_question_about_what_was_never_lent_is_refused(theirs: Begin):
    student = theirs(
        "def guess(talk):\n    import gc\n    return talk\n"
        "def ask(number):\n    from autograde.bridge.conversation import _latest\n    talk = _latest[0]\n    try:\n"
        "        return talk._ask('get', number, 'run')\n    except BaseException as e:\n        return type(e).__name__"
    )
    assert student.ask(10_000) == "CodecError"
    assert student.ask("x") == "CodecError"


# -- waiting -------------------------------------------------------------------------------------------------------------


def test_coroutines_of_theirs_are_awaited(theirs: Begin):
    student = theirs(
        "import asyncio\nasync def f(x):\n    await asyncio.sleep(0)\n    return x + 1\nasync def fail():\n    await asyncio.sleep(0)\n    raise KeyError('k')\n"
        "async def count(n):\n    for i in range(n):\n        yield i\n        await asyncio.sleep(0)\n"
        "class Lock:\n    async def __aenter__(self): return 'held'\n    async def __aexit__(self, *a): self.left = True\n"
    )

    async def use() -> Any:
        lock = student.Lock()
        async with lock as held:
            pass
        return await student.f(1), [i async for i in student.count(3)], held, lock.left

    assert asyncio.run(use()) == (2, [0, 1, 2], "held", True)
    assert asyncio.run(student.f(5)) == 6
    with pytest.raises(KeyError, match="k"):
        asyncio.run(student.fail())


def test_what_is_gathered_runs_together(theirs: Begin):
    student = theirs(
        "import asyncio\nlog = []\nasync def f(n):\n    for _ in range(3):\n        log.append(n)\n        await asyncio.sleep(0.02)\n    return n"
    )

    async def use() -> Any:
        return await asyncio.gather(*(student.f(n) for n in range(3)))

    assert asyncio.run(use()) == [0, 1, 2]
    assert set(student.log[:3]) == {0, 1, 2}
    assert len(student.log) == 9


def test_coroutines_of_the_tests_are_awaited_by_theirs(theirs: Begin):
    student = theirs(
        "import asyncio\nasync def twice(f):\n    return await f(1) + await f(2)\nasync def both(f):\n    return await asyncio.gather(f(1), f(2))\n"
        "async def guard(f):\n    try:\n        return await f(0)\n    except ValueError as e:\n        return e.args\n"
    )
    order = []

    async def slow(x: int) -> int:
        order.append(("in", x))
        await asyncio.sleep(0.01)
        order.append(("out", x))
        if not x:
            raise ValueError("zero")
        return x * 10

    assert asyncio.run(student.twice(slow)) == 30
    assert asyncio.run(student.guard(slow)) == ("zero",)
    order.clear()
    assert asyncio.run(student.both(slow)) == [10, 20]
    assert [what for what, _ in order] == ["in", "in", "out", "out"]


def test_a_timeout_of_the_tests_ends_the_wait(theirs: Begin):
    student = theirs("import asyncio\nasync def forever():\n    await asyncio.sleep(3600)")

    async def use() -> None:
        await asyncio.wait_for(student.forever(), 0.1)

    started = time.monotonic()
    with pytest.raises(TimeoutError):
        asyncio.run(use())
    assert time.monotonic() - started < 5


def test_an_event_of_theirs_wakes_their_waiters(theirs: Begin):
    student = theirs(
        "import asyncio\nclass Gate:\n    def __init__(self): self.event = asyncio.Event()\n    async def wait(self):\n        await self.event.wait()\n        return 'open'\n"
        "    async def open(self):\n        self.event.set()"
    )

    async def use() -> Any:
        gate = student.Gate()
        waiting = asyncio.ensure_future(gate.wait())
        await asyncio.sleep(0)
        await gate.open()
        return await waiting

    assert asyncio.run(use()) == "open"
