"""What every value of the design lab is: a frozen dataclass that checks its own fields."""

import dataclasses
import difflib
import inspect
import math
import types
from collections.abc import Collection, Mapping
from typing import Any, Literal, Self, TypeVar, Union, get_args, get_origin, get_type_hints

from course.errors import DesignError

TEXT_LENGTH = 2_000  # characters; a scenario's longest description has about 600
LIST_LENGTH = 1_000  # items; the largest design of the course has 40

V = TypeVar("V", bound="Value")


def number(default: Any = dataclasses.MISSING, *, least: float = 0, most: float = 1e12, above: bool = False) -> Any:
    """A field whose numbers lie from `least` (with `above`, from more than that) to `most`."""
    return dataclasses.field(default=default, metadata={"least": least, "most": most, "above": above})


@dataclasses.dataclass(frozen=True)
class Value:
    """Base of components, policies, calls, scenarios and their parts. Making one raises DesignError for what is unfit."""

    def __new__(cls, *_: object, **given: object) -> Self:
        known = inspect.signature(cls).parameters if given else {}
        for name in given:
            if name not in known:
                raise DesignError(f"{cls.__name__}(…) takes no `{name}`.{near(name, known)}")
        return super().__new__(cls)

    def __post_init__(self) -> None:
        for field, hint in fields(type(self)):
            given = getattr(self, field.name)
            fitting = _fit(given, hint, f"{self.title}: {field.name}", field.metadata)
            if fitting is not given:
                object.__setattr__(self, field.name, fitting)
        self.check()

    def check(self) -> None:
        """Refuse what no field can see by itself, with a DesignError."""

    @property
    def title(self) -> str:
        """How messages call it: by its name if it has one, else by its class."""
        name = self.__dict__.get("name")
        return f"`{name}`" if isinstance(name, str) and name else type(self).__name__

    def with_(self, **changes: Any) -> Self:
        """A copy in which the fields named are other ones. Raises DesignError as making it anew would."""
        return made(
            type(self), {**{field.name: getattr(self, field.name) for field, _ in fields(type(self))}, **changes}
        )


def made(kind: type[V], values: Mapping[str, Any]) -> V:
    """A value from its fields by name, whatever its constructor takes. Raises DesignError."""
    known = {field.name: field for field, _ in fields(kind)}
    for name in values:
        if name not in known:
            raise DesignError(f"{kind.__name__} has no `{name}`.{near(name, known)}")
    value = object.__new__(kind)
    for name, field in known.items():
        if name in values:
            object.__setattr__(value, name, values[name])
        elif field.default is not dataclasses.MISSING:
            object.__setattr__(value, name, field.default)
        elif field.default_factory is not dataclasses.MISSING:
            object.__setattr__(value, name, field.default_factory())
        else:
            raise DesignError(f"{kind.__name__} lacks `{name}`.")
    value.__post_init__()
    return value


Fields = tuple[tuple[dataclasses.Field[Any], Any], ...]
_FIELDS: dict[type, Fields] = {}


def fields(kind: type[Value]) -> Fields:
    """The fields of a kind of value, each with its resolved type."""
    if kind not in _FIELDS:
        hints = get_type_hints(kind)
        _FIELDS[kind] = tuple((field, hints[field.name]) for field in dataclasses.fields(kind))
    return _FIELDS[kind]


def near(name: str, known: Collection[str]) -> str:
    """ " Did you mean …?", or what there is."""
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f" Did you mean `{close[0]}`?"
    return f" There is {', '.join(f'`{one}`' for one in sorted(known))}." if known else ""


def _fit(value: Any, hint: Any, where: str, bounds: Mapping[str, Any]) -> Any:
    """The value as its field holds it: lists become tuples, mappings dicts of our own. Raises DesignError."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _fit_one_of(value, get_args(hint), where, bounds)
    if origin is Literal:
        if type(value) is not str or value not in get_args(hint):
            raise _unfit(where, value, "one of " + ", ".join(f'"{one}"' for one in get_args(hint)))
        return value
    if origin is tuple:
        if not isinstance(value, tuple | list) or len(value) > LIST_LENGTH:
            raise _unfit(where, value, f"a list of at most {LIST_LENGTH:,}")
        return tuple(_fit(one, get_args(hint)[0], f"{where}[{at}]", bounds) for at, one in enumerate(value))
    if origin is Mapping:
        if not isinstance(value, Mapping) or len(value) > LIST_LENGTH:
            raise _unfit(where, value, f"a mapping of at most {LIST_LENGTH:,}")
        key_hint, value_hint = get_args(hint)
        return {
            _fit(key, key_hint, f"{where}, a key", {}): _fit(one, value_hint, f"{where}[{key!r}]", bounds)
            for key, one in value.items()
        }
    if hint in (int, float):
        return _fit_number(value, hint, where, bounds)
    if hint is str:
        if type(value) is not str or not 0 < len(value) <= TEXT_LENGTH or not value.isprintable():
            raise _unfit(where, value, f"a text of one line, 1 to {TEXT_LENGTH:,} characters")
        return value
    if not isinstance(value, hint):
        raise _unfit(where, value, _named(hint))
    return value


def _fit_one_of(value: Any, hints: tuple[Any, ...], where: str, bounds: Mapping[str, Any]) -> Any:
    if value is None and type(None) in hints:
        return None
    kinds = [hint for hint in hints if hint is not type(None)]
    if len(kinds) == 1:
        return _fit(value, kinds[0], where, bounds)
    if isinstance(value, tuple(kinds)):
        return value
    raise _unfit(where, value, " or ".join(map(_named, kinds)))


def _fit_number(value: Any, hint: type, where: str, bounds: Mapping[str, Any]) -> float:
    least, most, above = bounds.get("least", 0), bounds.get("most", 1e12), bounds.get("above", False)
    fits = type(value) is int or (hint is float and type(value) is float and math.isfinite(value))
    if not fits or value > most or (value <= least if above else value < least):
        what = "a whole number" if hint is int else "a number"
        raise _unfit(
            where, value, f"{what} {'above' if above else 'from'} {least:,g} {'up ' if above else ''}to {most:,g}"
        )
    return float(value) if hint is float else int(value)


def _named(hint: Any) -> str:
    name = getattr(hint, "__name__", str(hint))
    return {"bool": "True or False", "str": "a text", "int": "a whole number", "float": "a number"}.get(
        name, f"a {name}"
    )


def _unfit(where: str, value: Any, wanted: str) -> DesignError:
    found = repr(value) if type(value) in (int, float, str, bool, type(None)) else f"a {type(value).__name__}"
    return DesignError(f"{where} is {found[:80]}; give {wanted}.")
