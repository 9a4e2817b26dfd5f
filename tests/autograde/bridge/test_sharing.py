"""Is it known which shared objects have changed, whatever their own equality says?"""

from collections import Counter, OrderedDict, UserList, deque
from typing import Any

import numpy as np
import pandas as pd
import pytest

from autograde.bridge.sharing import MAX_SHARED, Shared, same, snapshot


class Liar:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class Plain:
    def __init__(self) -> None:
        self.a, self.b = [1], "b"


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self) -> None:
        self.a = 1


class Both(Slotted):
    """Has a __dict__, too."""


class Listed(UserList[int]):
    """Its items are in a field."""


CHANGES: list[tuple[Any, Any]] = [
    ([1], lambda x: x.append(2)),
    ([Liar()], lambda x: x.__setitem__(0, Liar())),
    ({"a": 1}, lambda x: x.update(a=2)),
    ({"a": 1}, lambda x: x.update({1: "a"})),
    ({1}, lambda x: x.add(2)),
    ([1, 2], lambda x: x.reverse()),
    ({"a": 1, "b": 2}, lambda x: x.update(a=x.pop("a"))),
    ({}, lambda x: x.update(a=1)),
    (Plain(), lambda x: setattr(x, "a", [1])),
    (Plain(), lambda x: setattr(x, "c", 1)),
    (Plain(), lambda x: delattr(x, "b")),
    (Plain(), lambda x: setattr(x, "__dict__", {"a": x.a, "b": "c"})),
    (Slotted(), lambda x: setattr(x, "a", 2)),
    (Slotted(), lambda x: setattr(x, "b", 2)),
    (Both(), lambda x: setattr(x, "a", 2)),
    (Both(), lambda x: setattr(x, "c", 2)),
    (UserList([1]), lambda x: x.append(2)),
    (Listed([1]), lambda x: setattr(x, "data", [1, 2])),
    (bytearray(b"a"), lambda x: x.append(1)),
    (deque([1]), lambda x: x.rotate() or x.append(1)),
    (Counter("aab"), lambda x: x.update("a")),
    (OrderedDict(a=1, b=2), lambda x: x.move_to_end("a")),
    (np.zeros(3), lambda x: x.__setitem__(1, 1)),
    (pd.DataFrame({"a": [1]}), lambda x: x.__setitem__("b", 2)),
    (pd.Series(["x"]), lambda x: x.__setitem__(0, "y")),
]


@pytest.mark.parametrize(("item", "change"), CHANGES, ids=lambda value: type(value).__name__)
def test_a_change_is_seen_and_nothing_else(item: Any, change: Any):
    shared = Shared()
    shared.add([item])
    assert shared.changed() == []
    assert shared.knows_unchanged(item)
    change(item)
    (changed,) = shared.changed()
    assert changed is item
    shared.add([item])
    assert shared.changed() == []


def test_equal_parts_are_not_the_same_parts():
    assert not same(snapshot([1000.5]), snapshot([float("1000.5")]))
    assert not same(snapshot([]), None)


def test_the_newest_are_kept():
    shared, items = Shared(), [[n] for n in range(MAX_SHARED + 10)]
    for item in items:
        shared.add([item])
    assert len(shared) == MAX_SHARED
    assert not shared.knows_unchanged(items[0])
    assert shared.knows_unchanged(items[-1])


def test_only_what_nobody_holds_is_unheld():
    shared, held = Shared(), [0]
    identities: dict[int, object] = dict(enumerate([[n] for n in range(100)]))
    identities[-1] = held
    shared.add([*identities.values()])
    unheld = shared.unheld()
    assert len(unheld) == 100
    assert not any(item is held for item in unheld)
