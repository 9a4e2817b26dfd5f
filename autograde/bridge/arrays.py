"""NumPy's arrays and scalars by value, where NumPy is installed: dtype, shape and bytes, nothing that runs."""

import functools
import math
from typing import Any

from autograde.errors import CodecError

ARRAY, SCALAR = "ndarray", "npscalar"
PLAIN_KINDS = "biufcSUmM"
"""dtype kinds that are bytes alone: no objects, no records."""
MAX_DIMENSIONS = 32


@functools.cache
def _numpy() -> Any:
    import numpy

    return numpy


def encode(item: Any) -> list[Any] | None:
    """The node of an array or scalar (without identity); None for one that does not cross by value."""
    dtype = getattr(item, "dtype", None)
    if dtype is None or getattr(dtype, "kind", "") not in PLAIN_KINDS or dtype.fields is not None:
        return None
    if type(item) is _numpy().ndarray:
        return [ARRAY, dtype.str, ",".join(map(str, item.shape)), item.tobytes()]
    return [SCALAR, dtype.str, item.tobytes()] if isinstance(item, _numpy().generic) else None


def contents(item: Any) -> bytes:
    """What an array holds, to compare."""
    data: bytes = item.tobytes()
    return data


def shell(held: Any, parts: list[Any]) -> Any:
    """The array to fill: the one held, when dtype and shape are the same; else a new one."""
    dtype, shape, _ = _described(parts)
    if held is not None and type(held) is _numpy().ndarray and held.dtype == dtype and held.shape == shape:
        return held
    if held is not None:
        raise CodecError("the reply gives an array another shape or dtype than it has")
    return _numpy().empty(shape, dtype)


def fill(made: Any, parts: list[Any]) -> None:
    dtype, shape, data = _described(parts)
    if not made.flags.writeable and made.tobytes() == data:
        return
    _numpy().copyto(made, _numpy().frombuffer(data, dtype).reshape(shape))


def scalar(parts: list[Any]) -> Any:
    dtype, _, data = _described([parts[0], "", parts[1]])
    return _numpy().frombuffer(data, dtype)[0]


def _described(parts: list[Any]) -> tuple[Any, tuple[int, ...], bytes]:
    name, sizes, data = parts
    if type(name) is not str or type(sizes) is not str or type(data) is not bytes or len(name) > 32:
        raise CodecError("the reply has an array that is none")
    dtype = _numpy().dtype(name)
    shape = tuple(int(size) for size in sizes.split(",")) if sizes else ()
    if (
        dtype.kind not in PLAIN_KINDS
        or dtype.fields is not None
        or len(shape) > MAX_DIMENSIONS
        or min(shape, default=0) < 0
    ):
        raise CodecError("the reply has an array that is none")
    if dtype.itemsize == 0 or math.prod(shape) * dtype.itemsize != len(data):
        raise CodecError("the reply has an array whose bytes do not fill its shape")
    return dtype, shape, data
