"""Values as plain data and back: what is kept in files and crosses from a student's process.

Nothing in such data is believed: unknown kinds and fields are refused, depth and length are bounded, and each refusal says
where it stands. What a field may hold is the value's own check (values.py).
"""

import types
from collections.abc import Mapping
from typing import Any, TypeVar, Union, get_args, get_origin

from course.design.values import LIST_LENGTH, Value, fields, made, near
from course.errors import DesignError

DEPTH = 40  # values within values; a call of a call of a call is 6 deep
SIZE = 20_000  # values in all; the largest design of the course has 300

SCALARS = (str, int, float, bool, type(None))

V = TypeVar("V", bound=Value)


def to_plain(value: Any, named: type[Value] | None = None) -> Any:
    """A value as dicts, lists, texts and numbers; those of the kind `named` only as {"name": …}, once inside another."""
    if isinstance(value, Value):
        plain: dict[str, Any] = {"kind": type(value).__name__}
        for field, _ in fields(type(value)):
            plain[field.name] = _inner(getattr(value, field.name), named)
        return plain
    return _inner(value, named)


def _inner(value: Any, named: type[Value] | None) -> Any:
    if named is not None and isinstance(value, named):
        return {"name": value.__dict__["name"]}
    if isinstance(value, Value):
        return to_plain(value, named)
    if isinstance(value, tuple):
        return [_inner(one, named) for one in value]
    if isinstance(value, Mapping):
        return {key: _inner(one, named) for key, one in value.items()}
    return value


def from_plain(kind: type[V], plain: object, where: str, known: Mapping[str, Value] | None = None) -> V:
    """The value of that kind, or of one that derives from it, that `to_plain` made `plain` of.

    `known` are the values that {"name": …} may stand for. Raises DesignError, which names the place by `where`.
    """
    value = _Reader(known or {}).value(plain, (kind,), where, 0)
    assert isinstance(value, kind)
    return value


class _Reader:
    def __init__(self, known: Mapping[str, Value]) -> None:
        self.known = known
        self.read = 0

    def value(self, plain: object, bases: tuple[type[Value], ...], where: str, depth: int) -> Value:
        self.read += 1
        if depth > DEPTH or self.read > SIZE:
            raise DesignError(
                f"{where}: too much is nested here; a design holds at most {SIZE:,} values, {DEPTH} deep."
            )
        if type(plain) is not dict:
            raise DesignError(f"{where} is a {type(plain).__name__}; expected an object with a `kind`.")
        if set(plain) == {"name"}:
            name = plain["name"]
            if type(name) is not str or not isinstance(self.known.get(name), bases):
                raise DesignError(f"{where}: no component is called {name!r:.80}.{near(str(name)[:80], self.known)}")
            return self.known[name]
        kinds = {kind.__name__: kind for base in bases for kind in _with_derived(base)}
        name = plain.get("kind")
        if type(name) is not str or name not in kinds:
            raise DesignError(f"{where}: {name!r:.80} is no kind for this place.{near(str(name)[:80], kinds)}")
        hints = {field.name: hint for field, hint in fields(kinds[name])}
        given = {}
        for field, one in plain.items():
            if field == "kind":
                continue
            if type(field) is not str or field not in hints:
                raise DesignError(f"{where}: {name} has no {field!r:.80}.{near(str(field)[:80], hints)}")
            given[field] = self.inner(one, hints[field], f"{where}.{field}", depth + 1)
        try:
            return made(kinds[name], given)
        except DesignError as error:
            raise DesignError(f"{where}: {error}") from None

    def inner(self, plain: object, hint: Any, where: str, depth: int) -> Any:
        """What a field of that type is made of; texts and numbers as they are, for the value's own check."""
        bases = tuple(one for one in (hint, *get_args(hint)) if _is_value(one))
        if bases and get_origin(hint) in (None, Union, types.UnionType):
            return None if plain is None else self.value(plain, bases, where, depth)
        if type(plain) is list and get_origin(hint) is tuple and len(plain) <= LIST_LENGTH:
            return tuple(self.inner(one, get_args(hint)[0], f"{where}[{at}]", depth) for at, one in enumerate(plain))
        if type(plain) is dict and get_origin(hint) is Mapping and len(plain) <= LIST_LENGTH:
            return {
                key: self.inner(one, get_args(hint)[1], f"{where}[{key!r:.80}]", depth) for key, one in plain.items()
            }
        if type(plain) not in SCALARS:  # nor anything that only says it is one
            raise DesignError(f"{where} is a {type(plain).__name__}, which does not belong there.")
        return plain


def _is_value(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Value)


def _with_derived(kind: type[Value]) -> list[type[Value]]:
    return [kind, *(one for derived in kind.__subclasses__() for one in _with_derived(derived))]
