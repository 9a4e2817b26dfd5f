"""Do the containers of `collections` cross with what they are beside their contents?"""

from collections import Counter, OrderedDict, defaultdict, deque
from typing import Any

import pytest

from autograde.errors import CodecError

from .test_codec import cross, message, receive, send, sides


def test_they_keep_type_order_and_limits():
    for value in (
        Counter("aab"),
        OrderedDict([("z", 1), ("a", 2)]),
        deque([1, 2, 3], 3),
        deque(),
        defaultdict(None, {1: 2}),
    ):
        got = cross(value)
        assert type(got) is type(value)
        assert list(got) == list(value)
        assert got == value
    assert cross(deque([1], 3)).maxlen == 3
    assert cross(defaultdict(list, a=[1]))["new"] == []


def test_a_factory_of_ones_own_goes_by_reference():
    assert cross(defaultdict(lambda: 5)) == ("reference", "defaultdict")


@pytest.mark.parametrize("value", [Counter("ab"), OrderedDict(a=1), defaultdict(int, a=1)])
def test_they_are_changed_in_place(value: Any):
    here, there = sides()
    theirs = receive(there, send(here, value))
    theirs["new"] = 7
    del theirs["a"]
    assert receive(here, send(there, theirs)) is value
    assert "a" not in dict(value)
    assert value["new"] == 7


@pytest.mark.parametrize(
    "node",
    [
        ["deque", 0],
        ["deque", 0, -1],
        ["deque", 0, "x"],
        ["defaultdict", 0],
        ["defaultdict", 0, "eval"],
        ["defaultdict", 0, 5],
        ["counter", 0, 1],
        ["ordereddict", 0, 1, 2, 3],
    ],
)
def test_nonsense_is_refused(node: list[Any]):
    with pytest.raises(CodecError):
        sides()[0].decode(message([0], node))
