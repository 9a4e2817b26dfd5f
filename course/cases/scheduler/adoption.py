"""Replaces what the learner's cells hold already: locks they have made, and names they have imported from threading or time."""

import contextlib
import functools
import queue
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from types import FunctionType, MemberDescriptorType, MethodType
from typing import Any

from course.cases.scheduler.bytecode import is_learners, is_learners_file

CONTAINER_LIMIT = 2_000
"""Bigger containers of the learner's aren't searched."""

_PLAIN = {int, float, str, bytes, bool, type(None)}


class Adoption:
    """Replaces real locks, and other names for what `cooperative` changes, wherever the learner's code can reach them.

    That is: the globals, closures and defaults of their functions, the attributes of their classes and of instances of these, and
    what plain containers among them hold. Each change is undone afterwards, unless the learner's code has changed it again.
    """

    _SEARCHED = (threading.Event, threading.Semaphore, threading.Barrier, queue.Queue, functools.cached_property)

    def __init__(self, names: Iterable[tuple[Any, Any]], kinds: Mapping[type, Callable[[Any], Any]]) -> None:
        """`names` are pairs of an object and what stands for it; `kinds` says how to wrap an object of a type."""
        self._kinds = kinds
        self._new = {id(old): new for old, new in names}
        self._kept: list[object] = []  # so that no id is used again
        self._seen: set[int] = set()
        self._undo: list[Callable[[], None]] = []
        self._locks: list[Any] = []
        self._conditions: list[threading.Condition] = []
        self._learners: dict[int, bool] = {}
        self._readers: dict[int, Callable[[Any], Iterable[object]] | None] = {}

    def undo(self) -> None:
        while self._undo:
            self._undo.pop()()

    def reset(self) -> None:
        """Free what threads that were made to end hold, and forget who waits: there are no threads now."""
        for lock in self._locks:
            lock.reset()
        for condition in self._conditions:
            vars(condition)["_waiters"].clear()

    def visit(self, root: object) -> None:
        """Search `root` and all that it leads to."""
        todo = deque([root])
        while todo:
            thing = todo.popleft()
            kind = type(thing)  # isinstance would ask the object, too, which may count or refuse
            if id(kind) not in self._readers:  # the kind's own hash may be the learner's
                self._kept.append(kind)
                self._readers[id(kind)] = self._reader(kind)
            reader = self._readers[id(kind)]
            if reader is not None and id(thing) not in self._seen:
                self._seen.add(id(thing))
                self._kept.append(thing)
                todo.extend(reader(thing))

    def _reader(self, kind: type) -> Callable[[Any], Iterable[object]] | None:
        """What gives the parts of a thing of that kind; None where it has none."""
        if issubclass(kind, FunctionType):
            return self._function
        if issubclass(kind, MethodType):
            return lambda method: (method.__self__, method.__func__)
        if issubclass(kind, staticmethod | classmethod):
            return lambda method: (method.__func__,)
        if issubclass(kind, property):
            return lambda descriptor: (descriptor.fget, descriptor.fset)
        if issubclass(kind, functools.partial):
            return self._partial
        if issubclass(kind, type):
            return self._class
        if issubclass(kind, threading.Condition):
            return self._condition
        readers: list[Callable[[Any], Iterable[object]]] = []
        for container in (dict, list, deque, tuple):
            if issubclass(kind, container):
                readers.append(functools.partial(self._items, container))
        if self._learners_class(kind) or issubclass(kind, self._SEARCHED):
            readers.append(lambda thing: (kind, *self._attributes(thing)))
        if len(readers) > 1:
            return lambda thing: chain.from_iterable(reader(thing) for reader in readers)
        return readers[0] if readers else None

    def _class(self, learners: type) -> Iterator[object]:
        if self._learners_class(learners):
            yield from learners.__bases__
            for name in list(vars(learners)):
                yield self._slot(
                    functools.partial(vars(learners).get, name), functools.partial(type.__setattr__, learners, name)
                )

    def _function(self, function: FunctionType) -> Iterator[object]:
        yield vars(function)
        if is_learners(function.__code__):
            yield function.__globals__
        for cell in function.__closure__ or ():
            with contextlib.suppress(ValueError):  # an empty cell
                yield self._slot(
                    functools.partial(getattr, cell, "cell_contents"), functools.partial(setattr, cell, "cell_contents")
                )
        yield from self._tuple(function.__defaults__ or (), functools.partial(setattr, function, "__defaults__"))
        yield function.__kwdefaults__

    def _partial(self, partial: functools.partial[Any]) -> Iterator[object]:
        yield partial.func
        yield partial.keywords
        state = (partial.func, partial.args, partial.keywords, vars(partial))
        yield from self._tuple(partial.args, lambda new: partial.__setstate__((state[0], new, *state[2:])))  # type: ignore[attr-defined]

    def _tuple(self, old: tuple[Any, ...], write: Callable[[tuple[Any, ...]], None]) -> Iterator[object]:
        """A tuple that can be exchanged as a whole."""
        new = tuple(map(self._replacement, old))
        yield from new
        if any(was is not now for was, now in zip(old, new, strict=True)):
            write(new)
            self._undo.append(functools.partial(write, old))

    def _attributes(self, thing: Any) -> Iterator[object]:
        with contextlib.suppress(AttributeError):
            yield object.__getattribute__(thing, "__dict__")
        for owner in type(thing).__mro__:
            for member in vars(owner).values():
                if isinstance(member, MemberDescriptorType) and self._learners_class(owner):
                    with contextlib.suppress(AttributeError):  # a slot not filled yet
                        yield self._slot(
                            functools.partial(member.__get__, thing), functools.partial(member.__set__, thing)
                        )

    def _items(self, kind: Any, holder: Any) -> Iterator[object]:
        """Through the methods of `kind`, since the learner's subclass may count every access."""
        if kind.__len__(holder) > CONTAINER_LIMIT:
            return
        if kind is tuple:
            yield from tuple.__iter__(holder)
            return
        for key in list(dict.keys(holder)) if kind is dict else range(kind.__len__(holder)):
            item = kind.__getitem__(holder, key)
            if type(item) in _PLAIN:
                continue
            if self._replacement(item) is not item:
                item = self._slot(
                    functools.partial(kind.__getitem__, holder, key), functools.partial(kind.__setitem__, holder, key)
                )
            yield item

    def _slot(self, read: Callable[[], Any], write: Callable[[Any], None]) -> object:
        """Replace what is in one place, if need be, and give what is there."""
        old = read()
        new = self._replacement(old)
        if new is old:
            return old
        write(new)

        def undo() -> None:
            with contextlib.suppress(LookupError, AttributeError, ValueError):  # it is gone
                if read() is new:
                    write(old)

        self._undo.append(undo)
        return new

    def _replacement(self, old: Any) -> Any:
        if id(old) in self._new:
            return self._new[id(old)]
        new = old
        if type(old) in self._kinds:
            new = self._kinds[type(old)](old)
            if new.free():
                self._locks.append(new)
        elif type(old) is staticmethod and id(old.__func__) in self._new:
            new = staticmethod(self._new[id(old.__func__)])
        if new is not old:
            self._kept.append(old)
            self._new[id(old)] = new
        return new

    def _condition(self, condition: threading.Condition) -> Iterable[object]:
        """It keeps methods of its lock: make it anew upon the replacement."""
        inside = vars(condition)
        lock = self._replacement(inside["_lock"])
        if lock is not inside["_lock"] and not inside["_waiters"]:
            before = dict(inside)
            threading.Condition.__init__(condition, lock)
            self._conditions.append(condition)
            self._undo.append(lambda: inside.update(before))
        return ()

    def _learners_class(self, kind: type) -> bool:
        key = id(kind)  # its own hash may be the learner's
        if key not in self._learners:
            self._kept.append(kind)
            self._learners[key] = _learners_class(kind)
        return self._learners[key]


def _learners_class(kind: type) -> bool:
    module = kind.__module__
    if module == "builtins" or module.partition(".")[0] in sys.stdlib_module_names - {"__main__"}:
        return False
    file = getattr(sys.modules.get(module), "__file__", None)
    return file is None or is_learners_file(file)
