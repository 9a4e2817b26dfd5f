"""Which classes both processes know, so that their instances can cross by value.

A class of the instructor's `given` cells is known by its name. A class of an installed library is known when it is plain data: nothing
in it but fields, and an equality that only ever compares fields. (`unittest.mock.ANY` must not cross: it equals everything.)
"""

import contextlib
import dataclasses
import enum
import importlib
import sys
from typing import Any

GIVEN = "__main__"
"""The module that notebook cells are run in."""

_TRUSTED_BASES = (object, tuple, enum.Enum, enum.IntEnum, enum.StrEnum, enum.Flag, enum.IntFlag, int, str)
_BEHAVIOUR = (
    "__eq__",
    "__hash__",
    "__ne__",
    "__getattribute__",
    "__getattr__",
    "__setstate__",
    "__reduce__",
    "__reduce_ex__",
    "__new__",
)


class Classes:
    """The classes that are known on this side, by name and back."""

    def __init__(self, given_modules: frozenset[str] = frozenset()) -> None:
        """`given_modules`: names of the instructor's own modules beside the notebook, which both sides can import."""
        self._given_modules = given_modules
        self._given: dict[str, type] = {}
        self._names: dict[type, str | None] = {}

    def give(self, namespace: dict[str, Any]) -> None:
        """Know every class in `namespace` that a given cell defined there."""
        for value in list(namespace.values()):
            if isinstance(value, type) and value.__module__ == GIVEN and value not in self._names:
                self._given[value.__qualname__] = value
                self._names[value] = f"{GIVEN}:{value.__qualname__}"

    def name(self, cls: type) -> str | None:
        """The name both sides know the class by; None for a class that does not cross."""
        if cls not in self._names:
            is_known = cls.__module__ in self._given_modules or _is_plain_data(cls)
            self._names[cls] = f"{cls.__module__}:{cls.__qualname__}" if is_known and _found(cls) else None
        return self._names[cls]

    def find(self, name: object) -> type | None:
        """The class of that name, if it may cross. Imports the instructor's modules alone: a name from outside must not run code."""
        if not isinstance(name, str):
            return None
        module, _, qualname = name.partition(":")
        if module == GIVEN:
            return self._given.get(qualname)
        if module in self._given_modules:
            with contextlib.suppress(Exception):
                importlib.import_module(module)
        cls = getattr(sys.modules.get(module), qualname, None) if "." not in qualname else None
        return cls if isinstance(cls, type) and self.name(cls) == name else None


def _found(cls: type) -> bool:
    return getattr(sys.modules.get(cls.__module__), cls.__qualname__, None) is cls


def _is_plain_data(cls: type) -> bool:
    if cls.__module__ in (GIVEN, "builtins") or type(cls) not in (type, enum.EnumType):
        return False
    if issubclass(cls, enum.Enum):
        return True
    is_record = dataclasses.is_dataclass(cls) or (issubclass(cls, tuple) and hasattr(cls, "_fields"))
    return is_record and not any(_behaves(base, name) for base in cls.__mro__ for name in _BEHAVIOUR)


def _behaves(cls: type, name: str) -> bool:
    """Whether `cls` itself defines the method, other than as dataclasses and named tuples generate it."""
    if cls in _TRUSTED_BASES or name not in vars(cls):
        return False
    method = vars(cls)[name]
    if method is None:  # __hash__ of a dataclass with eq
        return False
    code = getattr(getattr(method, "__func__", method), "__code__", None)
    return code is None or not code.co_filename.startswith("<")
