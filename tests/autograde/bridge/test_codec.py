"""Do values survive the crossing, and do hostile bytes do nothing?"""

import contextlib
import dataclasses
import enum
import math
import random
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import UUID

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograde.bridge.classes import Classes
from autograde.bridge.codec import Codec, Identities
from autograde.errors import CodecError


class NoLinks:
    trusting = False

    def export(self, value: object) -> list[Any]:
        return ["ref", type(value).__name__]

    def resolve(self, node: list[Any]) -> object:
        if node[0] != "ref":
            raise CodecError(f"unknown tag {node[0]!r}")
        return ("reference", node[1])


def sides() -> tuple[Codec, Codec]:
    return Codec(Classes(), Identities(0), NoLinks()), Codec(Classes(), Identities(1), NoLinks())


def cross(value: object) -> Any:
    here, there = sides()
    return receive(there, send(here, value))


def send(side: Codec, value: object) -> bytes:
    return side.encode([], [value])


def receive(side: Codec, data: bytes) -> Any:
    (value,) = side.decode(data).values
    return value


def message(root: object, *nodes: object) -> bytes:
    data: bytes = msgpack.packb([[], [root], list(nodes)])
    return data


class Colour(enum.Enum):
    RED = 1


class Pair(NamedTuple):
    left: object
    right: object


@dataclasses.dataclass(frozen=True)
class Point:
    x: int
    y: object = None


@dataclasses.dataclass(slots=True)
class Slotted:
    value: object


class Sly(NamedTuple):
    x: int

    def __eq__(self, other: object) -> bool:
        return True


leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters())
    | st.binary()
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.datetimes(timezones=st.none() | st.just(UTC) | st.just(timezone(timedelta(hours=-3, minutes=-30))))
    | st.decimals()
    | st.fractions()
    | st.uuids()
    | st.builds(range, st.integers(-5, 5), st.integers(-5, 5), st.integers(1, 3))
    | st.just(Colour.RED)
    | st.just(...)
)
keys = st.integers() | st.text(max_size=3) | st.tuples(st.integers(), st.booleans()) | st.just(Colour.RED)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(keys, inner, max_size=3)
        | st.sets(keys, max_size=3)
        | st.frozensets(keys, max_size=3)
        | st.builds(Point, st.integers(), inner)
        | st.builds(Slotted, inner)
        | st.builds(Pair, inner, inner)
    ),
    max_leaves=20,
)


def same(a: object, b: object) -> bool:
    """Equal in type and value, not a number equal to itself."""
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        assert isinstance(b, float)
        return (a == b and math.copysign(1, a) == math.copysign(1, b)) or (math.isnan(a) and math.isnan(b))
    if isinstance(a, complex):
        assert isinstance(b, complex)
        return same(a.real, b.real) and same(a.imag, b.imag)
    if isinstance(a, Decimal):
        return str(a) == str(b)
    if isinstance(a, (list, tuple)):
        assert isinstance(b, (list, tuple))
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        assert isinstance(b, dict)
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if dataclasses.is_dataclass(a):
        return all(same(getattr(a, f.name), getattr(b, f.name)) for f in dataclasses.fields(a))
    return a == b


@given(values)
@settings(deadline=None)
def test_a_value_crosses_whole(value: object):
    assert same(cross(value), value)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_codec_error(data: bytes):
    with contextlib.suppress(CodecError):
        sides()[0].decode(data)


atoms = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(max_size=5)
    | st.binary(max_size=5)
    | st.lists(st.integers(-1, 6), max_size=2)
)
tags = st.sampled_from(
    ["list", "dict", "set", "bytearray", "object", "record", "enum", "ndarray", "npscalar", "int", "complex", "tuple", "frozenset", "range", "slice", "datetime", "date", "time", "timedelta", "timezone", "decimal", "fraction", "uuid", "path", "ellipsis", "ref", "nonsense"]
)  # fmt: skip


@given(atoms, st.lists(st.tuples(tags, st.lists(atoms, max_size=9)), max_size=6))
@settings(max_examples=600, deadline=None)
def test_any_message_is_a_value_or_a_codec_error(root: object, nodes: list[tuple[str, list[object]]]):
    data = message(root, *([tag, *parts] for tag, parts in nodes))
    with contextlib.suppress(CodecError):
        sides()[0].decode(data)


@given(values, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_a_damaged_message_is_a_value_or_a_codec_error(value: object, chance: random.Random):
    here, there = sides()
    data = bytearray(send(here, value))
    for _ in range(3):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with contextlib.suppress(CodecError):
        there.decode(bytes(data))


def test_shared_objects_stay_shared_and_cycles_close():
    inner: list[object] = [1]
    inner.append(inner)
    left, right, itself = cross((inner, inner, {"again": inner}))
    assert left is right is itself["again"]
    assert left[1] is left


def test_what_comes_back_is_the_same_object_changed_in_place():
    here, there = sides()
    mine = {"items": [3, 1, 2]}
    items = mine["items"]
    theirs = receive(there, send(here, mine))
    theirs["items"].sort()
    theirs["more"] = True
    assert receive(here, send(there, theirs)) is mine
    assert mine["items"] is items
    assert mine == {"items": [1, 2, 3], "more": True}


def test_a_linked_list_of_a_hundred_thousand_nodes_needs_no_recursion():
    head = None
    for n in range(100_000):
        head = Slotted([n, head])
    got, count = cross(head), 0
    while got is not None:
        count, got = count + 1, got.value[1]
    assert count == 100_000


def test_nested_tuples_need_no_recursion():
    value: tuple[object, ...] = ()
    for _ in range(100_000):
        value = (value,)
    got, depth = cross(value), 0
    while got:
        (got,) = got
        depth += 1
    assert depth == 100_000


def test_an_unchangeable_value_that_contains_itself_is_refused():
    with pytest.raises(CodecError, match="contains itself"):
        sides()[0].decode(message([0], ["tuple", [1]], ["tuple", [0]]))


def test_a_class_that_decides_its_own_equality_does_not_cross():
    from unittest import mock

    assert cross(Sly(1)) == ("reference", "Sly")
    assert cross(mock.ANY) == ("reference", "_ANY")


def test_a_subclass_of_a_plain_type_does_not_cross():
    class Mine(dict[str, int]):
        pass

    assert cross(Mine()) == ("reference", "Mine")


@pytest.mark.parametrize(
    "name",
    [
        "os:system",
        "builtins:eval",
        "antigravity:geohash",
        "__main__:Codec",
        "autograde.bridge.codec:Codec",
        "unittest.mock:_ANY",
        3,
        None,
        "",
    ],
)
def test_a_class_that_may_not_cross_cannot_be_named(name: object):
    for node in (["object", 0, name], ["record", name, 1], ["enum", name, "RED"]):
        with pytest.raises(CodecError):
            sides()[0].decode(message([0], node))
    assert "antigravity" not in sys.modules


def test_given_classes_cross_with_their_fields():
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec("class Node:\n    def __init__(self, v): self.v, self.next = v, None\n", namespace)
    here, there = sides()
    for side in (here, there):
        side.classes.give(namespace)
    node = namespace["Node"](1)
    node.next = namespace["Node"](2)
    theirs = receive(there, send(here, node))
    theirs.next.next, head = theirs, theirs.next
    theirs.next = None
    assert receive(here, send(there, head)).next is node
    assert node.next is None


@pytest.mark.parametrize("dtype", ["i8", "f4", "c16", "?", "U5", "S3", "M8[ns]", "m8[s]", ">u2"])
def test_arrays_cross_with_dtype_and_shape(dtype: str):
    array = np.zeros((2, 3), dtype)
    got = cross(array)
    assert (got.dtype, got.shape) == (array.dtype, array.shape)
    assert np.array_equal(got, array)
    assert got.flags.writeable


def test_an_array_changed_by_the_other_side_is_changed_here():
    here, there = sides()
    mine = np.arange(6).reshape(2, 3)
    theirs = receive(there, send(here, mine))
    theirs *= 2
    assert receive(here, send(there, theirs)) is mine
    assert mine[1, 2] == 10


class Sealed:
    __slots__ = ("__secret", "open")

    def __init__(self, secret: int) -> None:
        self.__secret, self.open = secret, [secret]

    def tell(self) -> int:
        return self.__secret


class Opened(Sealed):
    __slots__ = ()


def test_private_slots_cross_under_the_name_of_the_class_that_has_them():
    here, there = sides()
    for side in (here, there):
        side.classes._given["Opened"], side.classes._names[Opened] = Opened, "__main__:Opened"
    assert Opened(7).tell() == receive(there, send(here, Opened(7))).tell()


def test_a_field_that_a_class_has_no_room_for_is_refused():
    here, _ = sides()
    here.classes._given["Opened"], here.classes._names[Opened] = Opened, "__main__:Opened"
    with pytest.raises(CodecError, match="no room"):
        here.decode(message([0], ["object", 1, "__main__:Opened", "extra", 1]))


def test_arrays_of_objects_do_not_cross():
    assert cross(np.array([object()])) == ("reference", "ndarray")


@pytest.mark.parametrize(
    "parts",
    [
        ("i8", "3", b"x"),
        ("i8", "-1", b""),
        ("O", "1", b"12345678"),
        ("i8,i8", "1", b"x" * 16),
        ("V8", "1", b"x" * 8),
        ("i8", "1," * 40, b""),
    ],
)
def test_an_array_that_is_none_is_refused(parts: tuple[Any, ...]):
    with pytest.raises(CodecError):
        sides()[0].decode(message([0], ["ndarray", 0, *parts]))


def test_a_small_message_cannot_claim_a_large_value():
    for node in (["range", 0, 2**62, 1], ["ndarray", 0, "i8", "1000000000", b""], ["int", "0x" + "f" * 100]):
        try:
            value = receive(sides()[0], message([0], node))
        except CodecError:
            continue
        assert sys.getsizeof(value) < 1000


def test_dates_beyond_the_calendar_are_refused():
    for node in (
        ["date", 10**9],
        ["datetime", 1, 13, 1, 0, 0, 0, 0, 0, None],
        ["timezone", 1e300],
        ["time", 25, 0, 0, 0, 0, None],
        ["timezone", math.nan],
    ):
        with pytest.raises(CodecError):
            sides()[0].decode(message([0], node))
    assert cross([date(1, 1, 1), datetime(9999, 12, 31), time(23, 59)]) == [
        date(1, 1, 1),
        datetime(9999, 12, 31),
        time(23, 59),
    ]


def test_more_than_the_limit_is_refused_on_both_sides(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("autograde.bridge.codec.MAX_ITEMS", 100)
    with pytest.raises(CodecError, match="more than 100 items"):
        cross(list(range(200)))
    monkeypatch.setattr("autograde.bridge.codec.MAX_BYTES", 100)
    with pytest.raises(CodecError, match="the limit is 100"):
        cross("x" * 200)
    with pytest.raises(CodecError, match="the limit is 100"):
        sides()[0].decode(b"x" * 200)


def test_big_numbers_cross():
    assert cross([Fraction(1, 3), UUID(int=5), 2**100, -(2**70)]) == [Fraction(1, 3), UUID(int=5), 2**100, -(2**70)]
