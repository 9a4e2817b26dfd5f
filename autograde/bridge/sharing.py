"""The changeable objects that both sides hold: what changed here since the other side last heard of it."""

import sys
from collections import deque
from collections.abc import Callable
from itertools import chain
from operator import is_
from typing import Any, Final

from autograde.bridge import arrays, frames, instances

MAX_SHARED: Final = 400
"""Objects kept the same on both sides between calls; of more, the newest."""
FORGET_AT: Final = 32
"""Objects that nobody holds any more are forgotten when they are so many: to look for fewer costs more than to keep them."""

Snapshot = tuple[Any, ...]
_LIBRARIES: Final = ("builtins", "collections", "numpy", "pandas")
"""Whose objects have contents that are not their fields."""
Check = Callable[[Any, Snapshot], bool]
"""Whether an object holds what it held."""


class Shared:
    """By id; each with its contents as they were when they last crossed, not deeper than the object itself."""

    def __init__(self) -> None:
        self._items: dict[int, tuple[Any, Snapshot | None, Check]] = {}

    def __len__(self) -> int:
        return len(self._items)

    def add(self, changeable: list[Any]) -> None:
        """They have just crossed."""
        for item in changeable[-MAX_SHARED:]:
            self._items.pop(id(item), None)
            self._items[id(item)] = item, snapshot(item), _check_of(type(item))
        while len(self._items) > MAX_SHARED:
            del self._items[next(iter(self._items))]

    def changed(self) -> list[Any]:
        """Those whose contents are no longer what they were. Asked before each message: most of what a message costs."""
        return [item for item, before, holds in self._items.values() if before is None or not holds(item, before)]

    def knows_unchanged(self, item: Any) -> bool:
        held = self._items.get(id(item))
        return held is not None and held[1] is not None and held[2](item, held[1])

    def forget(self, item: object) -> None:
        self._items.pop(id(item), None)

    def unheld(self) -> list[Any]:
        """Those that nobody but the tables of the conversation holds, once they are many."""
        if len(self._items) < FORGET_AT:
            return []
        return [item for item, *_ in self._items.values() if sys.getrefcount(item) <= _UNHELD]


def snapshot(item: Any) -> Snapshot | None:
    """What an object holds, one level deep."""
    if isinstance(item, dict):
        return (*item.keys(), *item.values())
    if isinstance(item, bytearray):
        return (bytes(item),)
    cls = type(item)
    if cls.__module__ == "numpy":
        return (arrays.contents(item),)
    if cls.__module__.startswith("pandas"):
        return (frames.contents(item),)
    if hasattr(cls, "__iter__") and cls.__module__ in ("builtins", "collections"):
        return tuple(item)
    fields = instances.state(item)
    return None if fields is None else (*fields.keys(), *fields.values())


def _check_of(cls: type) -> Check:
    """What compares with an object's snapshot; for most, without making another."""
    if issubclass(cls, dict):
        return _holds_pairs
    if cls in (list, set, deque):
        return _holds_items
    if cls.__module__.partition(".")[0] not in _LIBRARIES and instances.is_all_in_dict(cls):
        return _has_fields
    return _is_as_it_was


def _holds_pairs(item: Any, before: Snapshot) -> bool:
    return len(before) == 2 * len(item) and all(map(is_, before, chain(item.keys(), item.values())))


def _holds_items(item: Any, before: Snapshot) -> bool:
    return len(before) == len(item) and all(map(is_, before, item))


def _has_fields(item: Any, before: Snapshot) -> bool:
    return _holds_pairs(object.__getattribute__(item, "__dict__"), before)


def _is_as_it_was(item: Any, before: Snapshot) -> bool:
    return same(before, snapshot(item))


def same(before: Snapshot | None, now: Snapshot | None) -> bool:
    """Whether every part is the very same object, or the same bytes: no object's own equality is asked."""
    if before is None or now is None or len(before) != len(now):
        return False
    if all(map(is_, before, now)):
        return True
    return len(now) == 1 and type(now[0]) is bytes and before == now


def _references_of_tables() -> int:
    """What the reference count of an object is that only the tables and the count itself hold; it differs between Pythons."""
    number: dict[int, object] = {1: []}
    shared = Shared()
    shared._items = {1: (number[1], (), same)}
    return max([sys.getrefcount(item) for item, *_ in shared._items.values()])


_UNHELD: Final = _references_of_tables()
