"""What crosses by reference: the objects one side has lent to the other, and what the other's look like here."""

import builtins
import dataclasses
import inspect
import sys
import types
import weakref
from collections.abc import Callable
from typing import Any

from autograde.bridge import dunders, mirror
from autograde.bridge.classes import GIVEN, Classes
from autograde.errors import BridgeError, CodecError, Failed

MAX_CLASSES = 2_000
"""Of the other side, in one conversation: a chain of classes without end is no answer."""
MAX_KEPT = 20_000
PLAIN_TYPES: dict[str, type] = {
    cls.__name__: cls
    for cls in (
        bool,
        int,
        float,
        complex,
        str,
        bytes,
        bytearray,
        list,
        tuple,
        dict,
        set,
        frozenset,
        range,
        type(None),
        object,
    )
}
_REPLACED = (GeneratorExit, KeyboardInterrupt)


SENTINELS: dict[str, object] = {
    f"{module.__name__}.{name}": getattr(module, name)
    for module, names in (
        (dataclasses, ("MISSING", "KW_ONLY", "_FIELD", "_FIELD_CLASSVAR", "_FIELD_INITVAR")),
        (inspect, ("_empty", "_void")),
    )
    for name in names
}
"""Objects of the standard library that are compared by identity."""
_SENTINEL_NAMES = {id(value): name for name, value in SENTINELS.items()}


class Links:
    """One side's table of lent objects and cache of mirrors; `trusting` is whether the other side may name things of this side's libraries."""

    def __init__(
        self,
        classes: Classes,
        talk: mirror.Talk,
        describe: Callable[[int], Any],
        arguments_of: Callable[[int], Any],
        *,
        trusting: bool,
    ) -> None:
        self.classes, self.talk, self.trusting = classes, talk, trusting
        self._describe, self._arguments_of = describe, arguments_of
        self._lent: dict[int, object] = {}
        self._number: dict[int, int] = {}
        self._next = 1
        self._mirrors: weakref.WeakValueDictionary[int, Any] = weakref.WeakValueDictionary()
        self._kept: dict[int, Any] = {}
        self._classes = 0
        self.dropped: list[int] = []
        self.leases: dict[int, int] = {}

    # -- out ---------------------------------------------------------------------------------------------------

    def lend(self, value: object) -> int:
        """The number of an object of this side; it stays alive until the other side drops it."""
        number = self._number.get(id(value))
        if number is None:
            number, self._next = self._next, self._next + 1
            self._number[id(value)] = number
            self._lent[number] = value
        return number

    def lent(self, number: object) -> Any:
        try:
            return self._lent[number]  # type: ignore[index]
        except (KeyError, TypeError):
            raise CodecError("the reply names an object that was never lent") from None

    def drop(self, number: int) -> None:
        value = self._lent.pop(number, None)
        self._number.pop(id(value), None)

    def export(self, value: object) -> list[Any]:
        theirs = mirror.handle_at(value, self.talk)
        if theirs is not None:
            return ["yours", theirs]
        if id(value) in _SENTINEL_NAMES:
            return ["sentinel", _SENTINEL_NAMES[id(value)]]
        if isinstance(value, type):
            return self._export_class(value)
        if isinstance(value, types.ModuleType):
            if not self.trusting:
                return ["module", value.__name__]
        elif not self.trusting and (name := _library_name(value)):
            return ["library", *name]
        if isinstance(value, types.TracebackType):
            return ["nothing"]
        return ["ref", self.lend(value), *self._export_class(type(value))]

    def carried(self, error: BaseException) -> dict[str, Any]:
        """The fields of an exception of a given class."""
        if self.classes.name(type(error)) is None:
            return {}
        fields = object.__getattribute__(error, "__dict__")
        return {name: value for name, value in fields.items() if type(name) is str and not name.startswith("__")}

    def _export_class(self, cls: type) -> list[Any]:
        if PLAIN_TYPES.get(cls.__name__) is cls:
            return ["type", cls.__name__]
        if cls.__module__ == GIVEN and (name := self.classes.name(cls)) is not None:
            return ["given", name]
        if issubclass(cls, BaseException) and cls.__module__ != GIVEN and _found(cls):
            return ["thrown", self.lend(cls), cls.__module__, cls.__qualname__]
        if isinstance(cls, mirror.MirrorMeta):
            return ["yours", mirror.handle_at(cls, self.talk)]
        if not self.trusting and (library := _library_name(cls)):
            return ["library", *library]
        return ["class", self.lend(cls)]

    # -- in ----------------------------------------------------------------------------------------------------

    def resolve(self, node: list[Any]) -> object:
        tag = node[0]
        if tag == "yours":
            return self.lent(node[1])
        if tag == "ref":
            return self._instance(node[1], node[2:])
        if tag == "valued":
            return self._valued(node[1], node[2], node[3:])
        if tag == "nothing":
            return None
        if tag == "sentinel" and type(node[1]) is str and node[1] in SENTINELS:
            return SENTINELS[node[1]]
        if tag in ("type", "given", "thrown", "class"):
            return self._class(node)
        if tag in ("library", "module") and self.trusting:
            module = __import__(node[1], fromlist=["x"])
            value: Any = module
            for part in node[2].split(".") if tag == "library" else ():
                value = getattr(value, part)
            return value
        raise CodecError(f"the reply has the unknown tag {str(tag)[:40]!r}")

    def _instance(self, number: object, of: list[Any]) -> object:
        if type(number) is not int:
            raise CodecError("the reply has a reference without a number")
        made = self._mirrors.get(number)
        if made is None:
            made = self._kept.get(number)
        if made is not None:
            return made
        cls: Any = self.lent(of[1]) if of[0] == "yours" else self._class(of)
        if issubclass(cls, BaseException):
            # Not kept here: with its traceback it would keep every frame it came through, and what they hold.
            return mirror.thrown(cls, _Lease(self, number), self.talk, *self._arguments(number))
        if not isinstance(cls, mirror.MirrorMeta):
            cls = self._stand_in(cls)
        made = mirror.instance(cls, number, self.talk)
        if mirror.is_coroutine(cls):
            made = mirror.awaited(made)  # asyncio takes nothing else for one
        self._mirrors[number] = made
        weakref.finalize(made, self.dropped.append, number).atexit = False
        return made

    def _valued(self, value: object, number: object, of: list[Any]) -> object:
        if type(number) is not int:
            raise CodecError("the reply has a reference without a number")
        made = self._kept.get(number)
        if made is None:
            made = mirror.valued(self._class(of), _Lease(self, number), self.talk, value)
            if len(self._kept) < MAX_KEPT:
                self._kept[number] = made  # a member of an enumeration is one object
        return made

    def _arguments(self, number: int) -> tuple[tuple[Any, ...], dict[Any, Any]]:
        match self._arguments_of(number):
            case (tuple() as arguments, dict() as fields):
                return arguments, fields
        raise CodecError("the reply has an exception whose arguments are none")

    def is_mirrored(self, number: int) -> bool:
        return number in self._mirrors or self.leases.get(number, 0) > 0

    def _class(self, node: list[Any]) -> type:
        tag, key = node[0], node[1]
        cls: type | None
        if tag == "type":
            cls = PLAIN_TYPES.get(key) if type(key) is str else None
        elif tag == "given":
            cls = self.classes.find(key)
        elif tag == "thrown":
            cls = self._known_exception(node[2], node[3]) or self._mirror(key)
        elif tag == "library" and self.trusting:
            cls = self.resolve(node)  # type: ignore[assignment]
        elif tag == "class":
            cls = self._mirror(key)
        else:
            cls = None
        if not isinstance(cls, type):
            raise CodecError("the reply names a class that is none")
        return cls

    def _known_exception(self, module: object, name: object) -> type | None:
        if type(module) is not str or type(name) is not str or module.partition(".")[0] in (*mirror.TESTING, GIVEN):
            return None
        cls = getattr(sys.modules.get(module), name, None)
        if not (isinstance(cls, type) and issubclass(cls, BaseException)) or cls in _REPLACED:
            return None
        if cls.__module__ not in ("builtins", "exceptions") and (
            type(cls) is not type or not issubclass(cls, Exception)
        ):
            return None
        return cls

    def _stand_in(self, cls: type) -> Any:
        """A mirror class for an instance, sent by reference, of a class that is known here."""
        key = -id(cls)
        if key not in self._kept:
            self._kept[key] = mirror.mirror_class(
                self.talk, 0, cls.__name__, cls.__module__, (cls,), dunders.of(cls), cls.__doc__, None
            )
        return self._kept[key]

    def _mirror(self, number: object) -> type:
        if type(number) is not int:
            raise CodecError("the reply has a class without a number")
        made = self._kept.get(number)
        if made is not None:
            if not isinstance(made, type):
                raise CodecError("the reply gives an object for a class")
            return made
        self._classes += 1
        if self._classes > MAX_CLASSES:
            raise BridgeError(f"more than {MAX_CLASSES:,} classes of the submission")
        described = self._describe(number)
        if not (type(described) is tuple and len(described) == 6):
            raise CodecError("the reply does not describe a class")
        name, module, bases, special, doc, annotations = described
        if (
            type(name) is not str
            or type(module) is not str
            or type(bases) is not tuple
            or type(special) is not tuple
            or not all(isinstance(base, type) for base in bases)
            or not all(type(one) is str and one in dunders.MIRRORED for one in special)
            or type(doc) not in (str, type(None))
            or type(annotations) not in (dict, type(None))
        ):
            raise CodecError("the reply does not describe a class")
        bases = tuple(_stood_for(base) for base in bases)
        made = mirror.mirror_class(
            self.talk, number, name, module, bases, special, doc, self._known(module, name), annotations
        )
        self._kept[number] = made
        return made

    def _known(self, module: str, name: str) -> type | None:
        """The same class of a library here, for isinstance: only one that is loaded, and whose instances are no plain data."""
        if module == GIVEN:
            return None
        module = {"builtins": "types"}.get(module, module)
        cls = _TYPES.get(name) if module == "types" else getattr(sys.modules.get(module), name, None)
        return (
            cls
            if isinstance(cls, type) and not isinstance(cls, mirror.MirrorMeta) and not issubclass(cls, BaseException)
            else None
        )


class _Lease:
    """A number held by an exception, which cannot be referred to weakly."""

    def __init__(self, links: Links, number: int) -> None:
        self.links, self.number = links, number
        links.leases[number] = links.leases.get(number, 0) + 1

    def __del__(self) -> None:
        self.links.leases[self.number] -= 1
        if not self.links.leases[self.number]:
            del self.links.leases[self.number]
            self.links.dropped.append(self.number)


_TYPES = {cls.__name__: cls for cls in vars(types).values() if isinstance(cls, type)} | {
    cls.__name__: cls
    for cls in (map, filter, zip, enumerate, reversed, property, staticmethod, classmethod, memoryview)
}


def _stood_for(base: type) -> type:
    """An exception that must not be thrown here is replaced by what a test may catch."""
    return Failed if base in (*_REPLACED, BaseException) else base


def _found(cls: type) -> bool:
    value: Any = sys.modules.get(cls.__module__)
    for part in cls.__qualname__.split("."):
        value = getattr(value, part, None)
    return value is cls


def _library_name(value: Any) -> tuple[str, str] | None:
    """Module and qualified name of a function or class that an installed library, not the tests, defines."""
    if not isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        return None
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(name, str) or module == GIVEN or module.startswith("autograde"):
        return None
    found: Any = sys.modules.get(module) if module != "builtins" else builtins
    for part in name.split("."):
        found = getattr(found, part, None)
    return (module, name) if found is value else None
