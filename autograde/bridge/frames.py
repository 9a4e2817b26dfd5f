"""pandas' frames, series, indexes and moments by value, where pandas is installed: bytes and plain values, nothing that runs.

A frame and a series can be changed, and have an identity; the others cannot.
"""

import functools
from collections.abc import Callable
from typing import Any

from autograde.bridge.arrays import PLAIN_KINDS
from autograde.errors import CodecError

Atom = Callable[[object], object]

EXTENSION_DTYPES = frozenset(
    (
        "Int8",
        "Int16",
        "Int32",
        "Int64",
        "UInt8",
        "UInt16",
        "UInt32",
        "UInt64",
        "Float32",
        "Float64",
        "boolean",
        "string",
        "str",
    )
)
CHANGEABLE = frozenset({"frame", "series"})
TAGS = frozenset({"index", "range_index", "multi_index", "column", "timestamp", "timedelta64", "nat", "na"})


@functools.cache
def _pandas() -> Any:
    import pandas

    return pandas


def contents(item: Any) -> bytes:
    """What a frame or series holds, to compare; objects in it count as themselves."""
    parts: list[bytes] = []

    def add(part: object) -> None:
        node = encode(part, add) if type(part).__module__.startswith("pandas") else None
        plain = node if node is not None else [part if isinstance(part, (str, int, float, bytes, tuple)) else id(part)]
        parts.append(repr(plain).encode())

    add(item)
    return b"".join(parts)


def shell(tag: str) -> Any:
    """An empty frame or series, to be filled."""
    pd = _pandas()
    return pd.DataFrame() if tag == "frame" else pd.Series(dtype=object)


def class_of(tag: str) -> type:
    pd = _pandas()
    return pd.DataFrame if tag == "frame" else pd.Series  # type: ignore[no-any-return]


def fill(made: Any, tag: str, parts: list[Any]) -> None:
    made._update_inplace(decode(tag, parts))
    if tag == "series":
        made.name = parts[0]


def encode(item: Any, atom: Atom) -> list[Any] | None:
    """The node of a pandas object; None for one that does not cross by value."""
    pd = _pandas()
    cls = type(item)
    if cls is pd.DataFrame:
        columns = [_column(item.iloc[:, place].array) for place in range(item.shape[1])]
        if not all(columns):
            return None
        return [
            "frame",
            atom(item.index),
            atom(item.columns),
            *(atom(_Column(*column)) for column in columns if column),
        ]
    if cls is pd.Series and (column := _column(item.array)):
        return ["series", atom(item.name), atom(item.index), atom(_Column(*column))]
    if cls is pd.RangeIndex:
        return ["range_index", atom(item.name), item.start, item.stop, item.step]
    if cls is pd.MultiIndex:
        return ["multi_index", atom(tuple(item.names)), atom(tuple(item))]
    if cls in (pd.Index, pd.DatetimeIndex, pd.TimedeltaIndex, pd.CategoricalIndex) and (column := _column(item.array)):
        return ["index", atom(item.name), atom(_Column(*column)), getattr(item, "freqstr", None)]
    if cls is _Column:
        return [
            "column",
            item.kind,
            *(part if isinstance(part, (str, bytes, bool)) else atom(part) for part in item.parts),
        ]
    if cls is pd.Timestamp:
        return ["timestamp", item.value, item.unit, str(item.tz) if item.tz is not None else None]
    if cls is pd.Timedelta:
        return ["timedelta64", item.value, item.unit]
    if item is pd.NaT:
        return ["nat"]
    return ["na"] if item is pd.NA else None


class _Column:
    """Values of one dtype: how they are written, and the parts."""

    def __init__(self, kind: str, *parts: object) -> None:
        self.kind, self.parts = kind, parts


_Column.__module__ = "pandas"  # where the codec looks for what belongs here


def _column(array: Any) -> tuple[Any, ...] | None:
    pd = _pandas()
    dtype = array.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return "category", array.codes.astype("int64").tobytes(), array.categories, bool(array.ordered)
    if isinstance(dtype, pd.DatetimeTZDtype):
        return "zoned", dtype.unit, str(dtype.tz), array.asi8.tobytes()
    if str(dtype) in EXTENSION_DTYPES:
        return (
            "extension",
            str(dtype),
            tuple(None if value is pd.NA or value != value else value for value in array.tolist()),
        )
    dtype = getattr(dtype, "numpy_dtype", dtype)
    kind = getattr(dtype, "kind", "")
    if kind in PLAIN_KINDS and hasattr(dtype, "str") and dtype.fields is None:
        return "plain", dtype.str, array.to_numpy().tobytes()
    return ("objects", tuple(array.tolist())) if kind == "O" and str(dtype) == "object" else None


def decode(tag: str, parts: list[Any]) -> Any:
    """The object of a node whose parts are rebuilt. Raises CodecError or what pandas raises."""
    pd = _pandas()
    if tag == "column":
        return _Column(parts[0], _array(parts[0], parts[1:]))
    if tag == "frame":
        index, columns, *values = parts
        frame = pd.DataFrame(dict(enumerate(map(_values, values))), index=index)
        if len(columns) != len(values):
            raise CodecError("the reply has a frame that is none")
        frame.columns = columns
        return frame
    if tag == "series":
        return pd.Series(_values(parts[2]), index=parts[1], name=parts[0])
    if tag == "index":
        made = pd.Index(_values(parts[1]), name=parts[0])
        if type(parts[2]) is str and isinstance(made, (pd.DatetimeIndex, pd.TimedeltaIndex)):
            made.freq = parts[2]
        return made
    if tag == "range_index":
        return pd.RangeIndex(*_ints(parts[1:]), name=parts[0])
    if tag == "multi_index":
        return pd.MultiIndex.from_tuples(list(parts[1]), names=list(parts[0]))
    if tag == "timestamp":
        return pd.Timestamp(*_ints(parts[:1]), unit="ns", tz=parts[2]).as_unit(parts[1])
    if tag == "timedelta64":
        return pd.Timedelta(*_ints(parts[:1]), unit="ns").as_unit(parts[1])
    return pd.NaT if tag == "nat" else pd.NA


def _values(column: Any) -> Any:
    if type(column) is not _Column:
        raise CodecError("the reply has a column that is none")
    return column.parts[0]


def _ints(parts: list[Any]) -> list[int]:
    if not all(type(part) is int for part in parts):
        raise CodecError("the reply has a number that is none")
    return parts


def _array(kind: object, parts: list[Any]) -> Any:
    import numpy

    pd = _pandas()
    if kind == "plain":
        dtype = numpy.dtype(parts[0])
        if dtype.kind not in PLAIN_KINDS or dtype.fields is not None:
            raise CodecError("the reply has a column that is none")
        return numpy.frombuffer(parts[1], dtype).copy()
    if kind == "objects":
        made = numpy.empty(len(parts[0]), object)
        made[:] = parts[0] if parts[0] else []
        return made
    if kind == "extension" and parts[0] in EXTENSION_DTYPES:
        return pd.array(list(parts[1]), dtype=parts[0])
    if kind == "category":
        return pd.Categorical.from_codes(numpy.frombuffer(parts[0], "int64"), categories=parts[1], ordered=parts[2])
    if kind == "zoned":
        moments = numpy.frombuffer(parts[2], "int64").copy().view(f"M8[{parts[0]}]")
        return pd.DatetimeIndex(moments).tz_localize("UTC").tz_convert(parts[1]).array
    raise CodecError("the reply has a column that is none")
