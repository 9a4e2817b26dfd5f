"""Values to bytes and back, for a peer that may be hostile.

A message is a head (what is asked; plain scalars), the values as atoms, and a heap. An atom is None, a bool, a 64-bit int, a float, a str, bytes, or a one-element list: the index of a
heap node. A node is a list: a tag, then atoms. Nothing nests deeper than that, so cycles, shared objects and a linked list of 100,000
nodes need no recursion. msgpack carries it; no class is named that is not known here, no code runs to rebuild a value.

What can be changed (list, dict, set, bytearray, array, instance) has an identity that both sides know: sent again, it updates the
object the other side already has, in place. So "the same nodes, relinked" holds across the boundary, and arguments that a call changed
are changed for the caller.

Above 400 lines, because the two directions of each type are read side by side.
"""

import math
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from pathlib import PosixPath, PurePosixPath
from typing import Any, NamedTuple, Protocol

import msgpack

from autograde.bridge import arrays, containers, frames, instances
from autograde.bridge.classes import Classes
from autograde.bridge.mirror import plain_value
from autograde.errors import CodecError

MAX_BYTES = 64 * 2**20
"""Of one message. A value is at most some tens of times larger than its bytes."""
MAX_ITEMS = 4_000_000
"""Heap nodes and atoms of one message."""

MAX_BITS = 4_000_000
MAX_RANGE = 10**9

INT64 = range(-(2**63), 2**63)
NATIVE = (type(None), bool, float, bytes)
SCALARS = (type(None), bool, int, float, str, bytes)
Scalar = None | bool | int | float | str | bytes


class Message(NamedTuple):
    """A decoded message; `changeable` are the objects in it that have an identity."""

    head: list[Scalar]
    values: list[Any]
    changeable: list[object]


class Links(Protocol):
    """What the codec does not know by itself: things that cross by reference."""

    trusting: bool
    """Whether the other side may name things of this side's libraries: so in the student's process."""

    def export(self, value: object) -> list[Any]:
        """A node for a value that does not cross by value: ["ref", ...]."""

    def resolve(self, node: list[Any]) -> object:
        """The value a reference node stands for; raises CodecError."""


class Identities:
    """Changeable objects that both sides hold, by number; one for the length of a conversation.

    Numbers made here are congruent to `side` modulo 2, so that the two sides never make the same one.
    """

    def __init__(self, side: int) -> None:
        self._next = side
        self._number: dict[int, int] = {}
        self._object: dict[int, object] = {}

    def number(self, value: object) -> int:
        known = self._number.get(id(value))
        if known is None:
            known, self._next = self._next, self._next + 2
            self.keep(known, value)
        return known

    def keep(self, number: int, value: object) -> None:
        """Remember the pair; the object stays alive, so that its id() stays its own."""
        self._number[id(value)] = number
        self._object[number] = value

    def find(self, number: int) -> object | None:
        return self._object.get(number)

    def forget(self, number: object) -> object | None:
        item: object = self._object.pop(number, None)  # type: ignore[call-overload]
        self._number.pop(id(item), None)
        return item


class Codec:
    """Encodes and decodes for one side of a conversation."""

    def __init__(self, classes: Classes, identities: Identities, links: Links) -> None:
        self.classes, self.identities, self.links = classes, identities, links

    # -- out ---------------------------------------------------------------------------------------------------

    def encode(self, head: Sequence[Scalar], values: Sequence[object] = (), sent: list[object] | None = None) -> bytes:
        """The message of `head` and `values`. Raises CodecError when it is too large. `sent` gets what in it can change."""
        for value in values:
            cls = type(value)
            if not (cls is str or cls in NATIVE or (cls is int and value in INT64)):
                break
        else:  # most calls: no heap
            return self._packed([head, values, ()])
        heap: list[list[Any] | None] = []
        index: dict[int, int] = {}
        alive: list[object] = []  # encoding makes temporary objects; their ids must not be reused
        waiting: list[tuple[int, object]] = []

        def atom(item: object) -> object:
            cls = type(item)
            if (cls is int and item in INT64) or cls is str or cls in NATIVE:
                return item
            at = index.get(id(item))
            if at is None:
                at = index[id(item)] = len(heap)
                heap.append(None)
                alive.append(item)
                waiting.append((at, item))
            return [at]

        atoms = [atom(value) for value in values]
        items = 0
        while waiting:
            at, item = waiting.pop()
            node = self._node(item, atom)
            items += len(node)
            if items > MAX_ITEMS:
                raise CodecError(f"a value of more than {MAX_ITEMS:,} items does not cross; return less at a time")
            heap[at] = node
            if sent is not None and node[0] in _SHELLS:
                sent.append(item)
        return self._packed([head, atoms, heap])

    def _packed(self, message: list[Any]) -> bytes:
        try:
            data: bytes = msgpack.packb(message, use_bin_type=True, unicode_errors="surrogatepass")
        except (ValueError, OverflowError, UnicodeError) as error:
            raise CodecError(f"the value cannot be sent: {error}") from None
        if len(data) > MAX_BYTES:
            raise CodecError(f"a value of {len(data):,} bytes does not cross; the limit is {MAX_BYTES:,}")
        return data

    def _node(self, item: Any, atom: Callable[[object], object]) -> list[Any]:
        cls = type(item)
        if simple := _ENCODERS.get(cls):
            return simple(item, atom)
        if cls in containers.TAGS:
            head = containers.head(item)
            return (
                self.links.export(item)
                if head is None
                else [containers.TAGS[cls], self.identities.number(item), *head, *_contents(item, atom)]
            )
        if cls in _CHANGEABLE:
            return [_CHANGEABLE[cls], self.identities.number(item), *_contents(item, atom)]
        name = self.classes.name(cls)
        if name is not None and isinstance(item, Enum):
            return ["enum", name, item.name]
        if name is not None and isinstance(item, tuple):
            return ["record", name, *map(atom, item)]
        if name is not None and (state := instances.state(item)) is not None:
            flat = [part for pair in state.items() for part in (pair[0], atom(pair[1]))]
            return ["object", self.identities.number(item), name, *flat]
        if cls.__module__ == "numpy" and (node := arrays.encode(item)) is not None:
            return [node[0], self.identities.number(item), *node[1:]] if node[0] == arrays.ARRAY else node
        if cls.__module__.partition(".")[0] == "pandas" and (node := frames.encode(item, atom)) is not None:
            return [node[0], self.identities.number(item), *node[1:]] if node[0] in frames.CHANGEABLE else node
        node = self.links.export(item)
        if self.links.trusting and node[0] == "ref" and (value := plain_value(item)) is not None:
            return ["valued", atom(value), *node[1:]]
        return node

    # -- in ----------------------------------------------------------------------------------------------------

    def decode(self, data: bytes) -> Message:
        """What a message says. Raises CodecError, and only that, whatever the bytes are."""
        head, atoms, heap = _unpack(data)
        if not heap and all(type(atom) in SCALARS for atom in atoms):
            return Message(head, atoms, [])
        try:
            rebuilt = _Rebuilt(self, heap)
            return Message(head, [rebuilt.atom(atom) for atom in atoms], rebuilt.changeable)
        except CodecError:
            raise
        except Exception as error:  # of whatever library was asked to make a value of nonsense
            raise CodecError(f"the reply does not describe a value ({type(error).__name__})") from None


def _unpack(data: bytes) -> tuple[list[Scalar], list[object], list[list[Any]]]:
    if len(data) > MAX_BYTES:
        raise CodecError(f"a reply of {len(data):,} bytes; the limit is {MAX_BYTES:,}")
    try:
        message = msgpack.unpackb(
            data,
            raw=False,
            strict_map_key=True,
            unicode_errors="surrogatepass",
            max_map_len=0,
            max_ext_len=0,
            max_array_len=MAX_ITEMS,
        )
    except (ValueError, msgpack.UnpackException, UnicodeError, RecursionError) as error:
        raise CodecError(f"the reply is not a message ({type(error).__name__})") from None
    if not (type(message) is list and len(message) == 3 and all(type(part) is list for part in message)):
        raise CodecError("the reply is not a message: it has no head, values and heap")
    head, atoms, heap = message
    if not all(type(part) in SCALARS for part in head):
        raise CodecError("the reply has a head that is none")
    items = 0
    for node in heap:
        if type(node) is not list or not node or type(node[0]) is not str:
            raise CodecError("the reply has a node without a tag")
        items += len(node)
        if items > MAX_ITEMS:
            raise CodecError(f"the reply has more than {MAX_ITEMS:,} items")
    return head, atoms, heap


class _Rebuilt:
    """The values of one message, made in three passes: shells of what can be changed, then all else in order of need, then contents."""

    def __init__(self, codec: Codec, heap: list[list[Any]]) -> None:
        self.codec, self.heap = codec, heap
        self.made: dict[int, Any] = {}
        self.changeable: list[object] = []
        fill = []
        for at, node in enumerate(heap):
            if node[0] in _SHELLS:
                self.made[at] = _shell(codec, node)
                self.changeable.append(self.made[at])
                fill.append(at)
        for at in range(len(heap)):
            self._make(at)
        # Objects before sets and dicts: their hash may ask for their fields.
        for at in sorted(fill, key=lambda at: heap[at][0] in _HASHING):
            _fill(self.made[at], heap[at], self)

    def atom(self, atom: object) -> Any:
        if type(atom) is not list:
            return atom
        if len(atom) != 1 or type(atom[0]) is not int or not 0 <= atom[0] < len(self.heap):
            raise CodecError("the reply points outside of itself")
        return self.made[atom[0]]

    def _make(self, first: int) -> None:
        """Make node `first` and, before it, what it is made of: tuples in tuples, without recursion."""
        stack, open_nodes = [first], set()
        while stack:
            at = stack[-1]
            if at in self.made:
                stack.pop()
                continue
            node = self.heap[at]
            missing = [part[0] for part in node[1:] if _is_pointer(part, len(self.heap)) and part[0] not in self.made]
            if missing and at not in open_nodes:
                open_nodes.add(at)
                stack += missing
            elif missing:
                raise CodecError("the reply has an unchangeable value that contains itself")
            else:
                self.made[at] = self._value(node)
                stack.pop()

    def _value(self, node: list[Any]) -> Any:
        tag = node[0]
        if decoder := _DECODERS.get(tag):
            return decoder([self.atom(part) for part in node[1:]])
        if tag in frames.TAGS:
            return frames.decode(tag, [self.atom(part) for part in node[1:]])
        if tag == arrays.SCALAR:
            return arrays.scalar(node[1:])
        if tag in ("enum", "record"):
            cls = self.codec.classes.find(node[1])
            if cls is None:
                raise CodecError(f"the reply names the unknown class {node[1]!r}")
            if tag == "enum" and issubclass(cls, Enum):
                return cls[node[2]]
            if tag == "record" and issubclass(cls, tuple):
                return tuple.__new__(cls, [self.atom(part) for part in node[2:]])
        return self.codec.links.resolve([tag, *(self.atom(part) for part in node[1:])])


def _is_pointer(part: object, size: int) -> bool:
    return type(part) is list and len(part) == 1 and type(part[0]) is int and 0 <= part[0] < size


# -- what crosses by value, a line a type ------------------------------------------------------------------------------

Atom = Callable[[object], object]

_HASHING = frozenset({"set", "dict", *containers.TAGS.values()})
_CHANGEABLE: dict[type, str] = {list: "list", dict: "dict", set: "set", bytearray: "bytearray"}
_SHELLS = frozenset({*_CHANGEABLE.values(), *containers.TAGS.values(), *frames.CHANGEABLE, "object", arrays.ARRAY})


def _contents(item: Any, atom: Atom) -> Iterator[object]:
    if type(item) is bytearray:
        yield bytes(item)
    elif isinstance(item, dict):
        for key, value in item.items():
            yield atom(key)
            yield atom(value)
    else:
        yield from map(atom, item)


def _zone(offset: object) -> timezone | None:
    return None if offset is None else timezone(timedelta(seconds=_finite(offset)))


def _finite(value: object) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):  # type: ignore[arg-type]
        raise CodecError("the reply has a date that is none")
    return value  # type: ignore[return-value]


def _offset(moment: datetime | time) -> float | None:
    gap = moment.utcoffset()
    return None if gap is None else gap.total_seconds()


def _text(parts: list[Any]) -> str:
    (text,) = parts
    if type(text) is not str:
        raise CodecError("the reply has something else where a text belongs")
    return text


_ENCODERS: dict[type, Callable[[Any, Atom], list[Any]]] = {
    int: lambda item, atom: ["int", _hex(item)],
    complex: lambda item, atom: ["complex", item.real, item.imag],
    tuple: lambda item, atom: ["tuple", *map(atom, item)],
    frozenset: lambda item, atom: ["frozenset", *map(atom, item)],
    range: lambda item, atom: ["range", *map(atom, (_short(item).start, item.stop, item.step))],
    slice: lambda item, atom: ["slice", *map(atom, (item.start, item.stop, item.step))],
    datetime: lambda item, atom: ["datetime", *item.timetuple()[:6], item.microsecond, item.fold, _offset(item)],
    date: lambda item, atom: ["date", item.toordinal()],
    time: lambda item, atom: ["time", item.hour, item.minute, item.second, item.microsecond, item.fold, _offset(item)],
    timedelta: lambda item, atom: ["timedelta", item.days, item.seconds, item.microseconds],
    timezone: lambda item, atom: ["timezone", item.utcoffset(None).total_seconds()],
    Decimal: lambda item, atom: ["decimal", str(item)],
    Fraction: lambda item, atom: ["fraction", hex(item.numerator), hex(item.denominator)],
    uuid.UUID: lambda item, atom: ["uuid", item.bytes],
    PurePosixPath: lambda item, atom: ["purepath", str(item)],
    PosixPath: lambda item, atom: ["path", str(item)],
    type({}.keys()): lambda item, atom: ["keys", *map(atom, item)],
    type({}.values()): lambda item, atom: ["values", *map(atom, item)],
    type({}.items()): lambda item, atom: ["items", *map(atom, item)],
    type(Ellipsis): lambda item, atom: ["ellipsis"],
    type(NotImplemented): lambda item, atom: ["notimplemented"],
}


def _hex(item: int) -> str:
    if item.bit_length() > MAX_BITS:
        raise CodecError(f"a whole number of more than {MAX_BITS:,} bits does not cross")
    return hex(item)


def _short(item: range) -> range:
    """Going through an endless one cannot be interrupted."""
    if abs(item.stop - item.start) // abs(item.step) > MAX_RANGE:
        raise CodecError(f"a range of more than {MAX_RANGE:,} numbers does not cross")
    return item


def _int(parts: list[Any]) -> int:
    text = _text(parts)
    if len(text) > MAX_BITS // 4 + 4:
        raise CodecError("the reply has a whole number that is too large")
    return int(text, 16)


def _decimal(parts: list[Any]) -> Decimal:
    try:
        return Decimal(_text(parts))
    except InvalidOperation:
        raise CodecError("the reply has a decimal that is none") from None


def _range(parts: list[Any]) -> range:
    if not all(type(part) is int for part in parts):
        raise CodecError("the reply has a range that is none")
    return _short(range(*parts))


_DECODERS: dict[str, Callable[[list[Any]], object]] = {
    "int": _int,
    "complex": lambda parts: complex(*map(float, parts)),
    "tuple": tuple,
    "frozenset": frozenset,
    "range": _range,
    "slice": lambda parts: slice(*parts),
    "datetime": lambda parts: datetime(*[*parts[:7], _zone(parts[8])], fold=parts[7]),
    "date": lambda parts: date.fromordinal(*parts),
    "time": lambda parts: time(*[*parts[:4], _zone(parts[5])], fold=parts[4]),
    "timedelta": lambda parts: timedelta(*parts),
    "timezone": lambda parts: timezone(timedelta(seconds=_finite(*parts))),
    "decimal": _decimal,
    "fraction": lambda parts: Fraction(_int(parts[:1]), _int(parts[1:])),
    "uuid": lambda parts: uuid.UUID(bytes=parts[0]),
    "purepath": lambda parts: PurePosixPath(_text(parts)),
    "path": lambda parts: PosixPath(_text(parts)),
    "keys": lambda parts: dict.fromkeys(parts).keys(),
    "values": lambda parts: dict(enumerate(parts)).values(),
    "items": lambda parts: dict(parts).items(),
    "ellipsis": lambda parts: ...,
    "notimplemented": lambda parts: NotImplemented,
}


# -- what can be changed: first its shell, later its contents ---------------------------------------------------------


def _shell(codec: Codec, node: list[Any]) -> object:
    """The object a changeable node stands for: the one already held by that number, else an empty one."""
    tag, number = node[0], node[1] if len(node) > 1 else None
    if type(number) is not int:
        raise CodecError("the reply has an object without a number")
    held = codec.identities.find(number)
    made: object
    if tag == "object":
        cls = codec.classes.find(node[2] if len(node) > 2 else None)
        if cls is None or issubclass(cls, (tuple, Enum)):
            raise CodecError("the reply has an object of an unknown class")
        made = held if held is not None else object.__new__(cls)
        expected: type = cls
    elif tag == arrays.ARRAY:
        made = arrays.shell(held, node[2:])
        expected = type(made)
    elif tag in frames.CHANGEABLE:
        expected = frames.class_of(tag)
        made = held if held is not None else frames.shell(tag)
    elif tag in containers.CLASSES:
        expected = containers.CLASSES[tag]
        made = held if held is not None else containers.shell(tag, node[2:])
    else:
        expected = _TYPES[tag]
        made = held if held is not None else expected()
    if type(made) is not expected:
        raise CodecError("the reply gives an object another type than it has")
    if held is None:
        codec.identities.keep(number, made)
    return made


_TYPES: dict[str, type] = {tag: cls for cls, tag in _CHANGEABLE.items()}


def _fill(made: Any, node: list[Any], values: _Rebuilt) -> None:
    tag = node[0]
    if tag == "list":
        made[:] = [values.atom(part) for part in node[2:]]
    elif tag == "bytearray":
        made[:] = node[2]
    elif tag == "set":
        fresh = {values.atom(part) for part in node[2:]}
        made.clear()
        made.update(fresh)
    elif tag == "dict":
        parts = [values.atom(part) for part in node[2:]]
        fresh_items = dict(zip(parts[::2], parts[1::2], strict=True))
        made.clear()
        made.update(fresh_items)
    elif tag == arrays.ARRAY:
        arrays.fill(made, node[2:])
    elif tag in frames.CHANGEABLE:
        frames.fill(made, tag, [values.atom(part) for part in node[2:]])
    elif tag in containers.CLASSES:
        containers.fill(made, [values.atom(part) for part in node[2 + containers.HEADS[tag] :]])
    elif tag == "object":
        names, atoms = node[3::2], node[4::2]
        instances.set_state(made, dict(zip(names, map(values.atom, atoms), strict=True)))
