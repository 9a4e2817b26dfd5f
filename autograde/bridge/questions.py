"""What one process may ask of the other's objects, a method a question.

The examiner asks the student's process anything. The other way round only what a test lends on purpose is in reach: calling it, and its
public attributes; nothing that leads from an object to the code, the globals or the modules behind it.
"""

import asyncio
import copy
import inspect
import types
from collections.abc import Mapping
from typing import Any

from autograde.bridge import dunders, mirror
from autograde.bridge.links import Links

STEP_S = 0.02
"""How long the loop of one side runs before the other's gets its turn."""
_MOCK_CONTROLS = (
    "assert_",
    "mock_",
    "call_",
    "call",
    "method_calls",
    "return_value",
    "side_effect",
    "reset_mock",
    "configure_mock",
    "attach_mock",
)


Described = tuple[str, str, tuple[type, ...], tuple[str, ...], str | None, dict[str, Any] | None]

_BEHIND = (types.ModuleType, types.CodeType, types.FrameType, types.TracebackType)
_LABELS = frozenset({"__name__", "__qualname__", "__doc__", "__module__"})
"""Of a function, what a decorator copies (functools.wraps)."""
_FUNCTIONS = (types.FunctionType, types.MethodType, types.BuiltinFunctionType)


class Questions:
    """What the student's process answers: anything, for it has nothing to hide from the examiner."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self._tasks: dict[int, asyncio.Task[Any]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    # -- questions ---------------------------------------------------------------------------------------------

    def call(self, number: int, *names: str, values: list[Any]) -> object:
        target, n = self.links.lent(number), len(values) - len(names)
        self.may_call(target)
        return target(*values[:n], **dict(zip(names, values[n:], strict=True)))

    def get(self, number: int, name: str, values: list[Any]) -> object:
        target = self.links.lent(number)
        self.may_get(target, name)
        return getattr(target, name)

    def set(self, number: int, name: str, values: list[Any]) -> None:
        target = self.links.lent(number)
        self.may_set(target, name)
        setattr(target, name, values[0])

    def delete(self, number: int, name: str, values: list[Any]) -> None:
        target = self.links.lent(number)
        self.may_set(target, name)
        delattr(target, name)

    def special(self, number: int, name: str, values: list[Any]) -> object:
        target = self.links.lent(number)
        self.may_apply(target, name)
        return dunders.apply(target, name, tuple(values))

    def same(self, number: int, values: list[Any]) -> bool:
        return bool(self.links.lent(number) == values[0])

    def signature(self, number: int, values: list[Any]) -> tuple[tuple[str, str, bool, Any], ...]:
        target = self.links.lent(number)
        self.may_get(target, "__signature__")
        empty = inspect.Parameter.empty
        return tuple(
            (p.name, p.kind.name, p.default is not empty, None if p.default is empty else p.default)
            for p in inspect.signature(target).parameters.values()
        )

    def copy(self, number: int, deep: bool, values: list[Any]) -> object:
        target = self.links.lent(number)
        self.may_get(target, "__copy__")
        return copy.deepcopy(target) if deep else copy.copy(target)

    def describe(self, number: int, values: list[Any]) -> Described:
        """Of a class: name, module, bases, special methods, docstring, annotations."""
        cls = self.links.lent(number)
        annotations = vars(cls).get("__annotations__")
        return (
            cls.__name__,
            str(cls.__module__),
            self.bases(cls),
            dunders.of(cls),
            cls.__doc__ if isinstance(cls.__doc__, str) else None,
            dict(annotations) if type(annotations) is dict else None,
        )

    def arguments(self, number: int, values: list[Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Of an exception: its arguments, and its fields if it is of a given class, which asks nobody for them later."""
        error = self.links.lent(number)
        return tuple(error.args), self.links.carried(error)

    def place(self, number: int, values: list[Any]) -> tuple[str, int]:
        """The file and line where a function begins, for inspect.getsource."""
        code = inspect.unwrap(self.links.lent(number)).__code__
        return code.co_filename, code.co_firstlineno

    def content(self, number: int, values: list[Any]) -> object:
        """The list, dict or set in an instance of a class that extends one of them; None for any other object."""
        target = self.links.lent(number)
        if isinstance(target, list):
            return list(list.__iter__(target))
        if isinstance(target, dict):
            return dict(dict.items(target))
        return set(set.__iter__(target)) if isinstance(target, set) else None

    def start(self, number: int, values: list[Any]) -> int:
        """Begin to await a lent awaitable; `step` goes on with it."""
        awaitable = self.links.lent(number)
        task = self.loop().create_task(_awaited(awaitable))
        self._tasks[id(task)] = task
        return id(task)

    def step(self, task_number: int, values: list[Any]) -> tuple[bool, Any]:
        """(True, result) when it has ended; raises what it raised."""
        task = self._tasks[task_number]
        if not task.done() and not self.loop().is_running():
            self.loop().run_until_complete(asyncio.wait({task}, timeout=STEP_S))
        if not task.done():
            return False, None
        del self._tasks[task_number]
        return True, task.result()

    # -- what differs between the sides --------------------------------------------------------------------------

    def loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
        return self._loop

    def bases(self, cls: type) -> tuple[type, ...]:
        return cls.__bases__

    def operator_is_asked_for(self, cls: Any, name: str) -> bool:
        """Whether a value of ours may meet the operator of a class of theirs."""
        return True

    def may_call(self, target: object) -> None:
        """Raises AttributeError when the target must not be called from the other side; so do the next ones."""

    def may_get(self, target: object, name: str) -> None: ...
    def may_set(self, target: object, name: str) -> None: ...
    def may_apply(self, target: object, name: str) -> None: ...


async def _awaited(awaitable: Any) -> Any:
    return await awaitable


class ExaminersQuestions(Questions):
    """What the examiner answers about the objects its tests have lent. `operators` are those of the instructor's own classes, by name."""

    def __init__(self, links: Links, operators: Mapping[str, frozenset[str]]) -> None:
        super().__init__(links)
        self._operators = operators

    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop that the test runs: its own coroutines belong to it."""
        try:
            return asyncio.get_running_loop()
        except RuntimeError:
            return super().loop()

    def bases(self, cls: type) -> tuple[type, ...]:
        """Those that the other side has, too: an exception's, an abstract class's."""
        return tuple(
            base for base in cls.__mro__[1:] if base.__module__ != cls.__module__ or issubclass(base, BaseException)
        )[:1]

    def operator_is_asked_for(self, cls: Any, name: str) -> bool:
        return any(
            name in self._operators.get(type.__getattribute__(base, "__name__"), ())
            for base in type.__getattribute__(cls, "__mro__")
            if isinstance(base, mirror.MirrorMeta)
        )

    def may_call(self, target: object) -> None:
        if not callable(target):
            raise AttributeError("not something to call")

    def get(self, number: int, name: str, values: list[Any]) -> object:
        value = super().get(number, name, values)
        if isinstance(value, _BEHIND):
            raise AttributeError(f"{name!r} is not open to the code under test")
        return value

    def may_get(self, target: object, name: str) -> None:
        if name in _LABELS and isinstance(target, (type, *_FUNCTIONS)):
            return
        if name.startswith("_") or isinstance(target, (*_BEHIND, *_FUNCTIONS)):
            raise AttributeError(f"{name!r} is not open to the code under test")
        if _is_mock(target) and (name.startswith(_MOCK_CONTROLS) or name == "called"):
            raise AttributeError(f"{name!r} of a mock is the tests' own")

    def may_set(self, target: object, name: str) -> None:
        if name.startswith("_") or isinstance(target, type) or not _is_of_tests(type(target)):
            raise AttributeError(f"{name!r} cannot be set by the code under test")

    def may_apply(self, target: object, name: str) -> None:
        if isinstance(target, _BEHIND):
            raise AttributeError(name)

    def describe(self, number: int, values: list[Any]) -> Described:
        if not isinstance(self.links.lent(number), type):
            raise AttributeError("not a class")
        return super().describe(number, values)

    def arguments(self, number: int, values: list[Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        if not isinstance(self.links.lent(number), BaseException):
            raise AttributeError("not an exception")
        arguments, fields = super().arguments(number, values)
        return arguments, {name: value for name, value in fields.items() if not name.startswith("_")}


def _is_mock(target: object) -> bool:
    return any(base.__module__ == "unittest.mock" for base in type(target).__mro__)


def _is_of_tests(cls: type) -> bool:
    return cls.__module__ == "__main__" or cls is types.SimpleNamespace
