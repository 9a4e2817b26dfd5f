"""What an object of the other process looks like here.

A class of theirs becomes a mirror class, an instance an instance of it, an exception an exception of it: so isinstance, issubclass,
except, pytest.raises and type() work as they do in one process. All else is asked for.

Above 400 lines, because what a mirror believes and what it refuses is read in one place, for all its kinds.
"""

import abc
import contextlib
import functools
import inspect
import types
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any, Protocol

from autograde.bridge import dunders
from autograde.bridge.instances import set_state
from autograde.errors import BridgeError, CannotCross, CodecError

KEYWORD = "_bridge"


class Talk(Protocol):
    """What a mirror asks the other process; `handle` is the object's number there."""

    def call(self, handle: int, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> Any: ...
    def get(self, handle: int, name: str) -> Any: ...
    def set(self, handle: int, name: str, value: object) -> None: ...
    def delete(self, handle: int, name: str) -> None: ...
    def special(self, handle: int, name: str, arguments: tuple[Any, ...]) -> Any: ...
    def same_value(self, handle: int, other: object) -> bool: ...
    def may_use(self, cls: type, name: str, other: object) -> bool: ...
    def signature(self, handle: int) -> inspect.Signature: ...
    def copy(self, handle: int, deep: bool) -> Any: ...
    def place(self, handle: int) -> tuple[Any, Any]: ...
    def pickled(self, handle: int) -> tuple[Any, ...]: ...
    def wait(self, handle: int) -> Generator[None, None, Any]: ...


class Ref:
    """An object of the other process."""

    __slots__ = ("__weakref__", "_bridge_handle", "_bridge_talk")

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":
            cls = type(self)
            return type.__getattribute__(cls, "_bridge_class") or cls
        if name[:2] == "__":
            if name in _REFUSED:
                raise AttributeError(f"{name} of an object of the other process")
            if name in _LOCAL or (name in FORWARDERS and name in vars(type(self))):
                return object.__getattribute__(self, name)
            if name == "__signature__":
                return talk_of(self).signature(handle_of(self))
        return talk_of(self).get(handle_of(self), name)

    def __setattr__(self, name: str, value: object) -> None:
        talk_of(self).set(handle_of(self), name, value)

    def __delattr__(self, name: str) -> None:
        talk_of(self).delete(handle_of(self), name)

    def __eq__(self, other: object) -> bool:
        return self is other or talk_of(self).same_value(handle_of(self), other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return int(_special(self, "__hash__"))

    def __bool__(self) -> bool:
        return bool(_special(self, "__bool__"))

    def __repr__(self) -> str:
        return _special(self, "__repr__")  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return _special(self, "__str__")  # type: ignore[no-any-return]

    def __format__(self, spec: str) -> str:
        return _special(self, "__format__", spec)  # type: ignore[no-any-return]

    def __dir__(self) -> Any:
        return talk_of(self).get(handle_of(self), "__dir__")()

    def __copy__(self) -> Any:
        return talk_of(self).copy(handle_of(self), False)

    def __deepcopy__(self, memo: object) -> Any:
        return talk_of(self).copy(handle_of(self), True)

    def __reduce_ex__(self, protocol: object) -> Any:
        return talk_of(self).pickled(handle_of(self))


_LOCAL = frozenset({"__copy__", "__deepcopy__", "__reduce_ex__", *dunders.EVERYWHERE, "__dir__"})
_REFUSED = frozenset(
    [
        *("__array_ufunc__", "__array_function__", "__array_priority__", "__array_interface__", "__array_struct__"),
        *("__dataframe__", "__dlpack__", "__arrow_c_array__", "__arrow_c_stream__", "__cuda_array_interface__"),
        *("__getstate__", "__reduce__"),
    ]
)
"""NumPy would hand an expected value over to the object and believe its answer, or take an address of theirs for one in this process
and read there what it compares with; the last two belong to the real object."""

handle_of: Callable[[Any], int] = Ref._bridge_handle.__get__  # type: ignore[attr-defined]
talk_of: Callable[[Any], Talk] = Ref._bridge_talk.__get__  # type: ignore[attr-defined]
_set_handle = Ref._bridge_handle.__set__  # type: ignore[attr-defined]
_set_talk = Ref._bridge_talk.__set__  # type: ignore[attr-defined]


def _special(ref: Ref, name: str, *arguments: Any) -> Any:
    return talk_of(ref).special(handle_of(ref), name, arguments)


TESTING = frozenset({"unittest", "_pytest", "pytest", "hypothesis", "doctest", "bdb", "autograde", "course", "IPython"})
"""Whose exceptions steer a test run: what they say is the tests' verdict, and no one else's."""


def is_verdict(error: object) -> bool:
    """Whether an exception of this side is a failed assertion, or what a testing framework stops with."""
    if not isinstance(error, BaseException) or "_bridge_lease" in error.__dict__:
        return False
    return isinstance(error, AssertionError) or type(error).__module__.partition(".")[0] in TESTING


async def _left(ref: Any, arguments: tuple[Any, ...]) -> Any:
    done = await _special(ref, "__aexit__", *arguments)
    return done and not is_verdict(arguments[1])


def _forwarder(name: str) -> Callable[..., Any]:
    if name == "__exit__":

        def forward(self: Any, *arguments: Any, **named: Any) -> Any:
            # A block of the student's may swallow an error, never a failed test.
            return _special(self, name, *arguments) and not is_verdict(arguments[1])
    elif name == "__aexit__":

        def forward(self: Any, *arguments: Any, **named: Any) -> Any:
            return _left(self, arguments)
    elif name == "__call__":

        def forward(self: Any, *arguments: Any, **named: Any) -> Any:
            return talk_of(self).call(handle_of(self), arguments, named)
    elif name == "__await__":

        def forward(self: Any, *arguments: Any, **named: Any) -> Any:
            # A generator of its own: it keeps the awaitable, which else would be dropped at once.
            return (yield from talk_of(self).wait(handle_of(self)))
    elif name == "__contains__":

        def forward(self: Any, *arguments: Any, **named: Any) -> Any:
            (item,) = arguments
            if not talk_of(self).may_use(type(self), name, item):
                return any(item is each or item == each for each in self)  # NotImplemented would count as true
            return talk_of(self).special(handle_of(self), name, arguments)
    elif name in dunders.ARITHMETIC or name in dunders.ORDER:

        def forward(self: Any, *arguments: Any, **named: Any) -> Any:
            if arguments and not talk_of(self).may_use(type(self), name, arguments[0]):
                return NotImplemented
            return talk_of(self).special(handle_of(self), name, arguments)
    else:

        def forward(self: Any, *arguments: Any, **named: Any) -> Any:
            return talk_of(self).special(handle_of(self), name, arguments)

    forward.__name__ = forward.__qualname__ = name
    return forward


FORWARDERS = {name: _forwarder(name) for name in dunders.MIRRORED}
_THROWN = {name: FORWARDERS[name] for name in dunders.MIRRORED - {"__call__"}}


class MirrorMeta(abc.ABCMeta):
    """The class of mirror classes: what is done to the class is done to theirs."""

    _bridge_handle: int
    _bridge_talk: Talk

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **keywords: Any) -> Any:
        if KEYWORD not in keywords:
            raise CannotCross(
                f"the tests define {name!r}, which extends a class of the submission: that needs both in one process"
            )
        made = super().__new__(cls, name, bases, namespace)
        made.__abstractmethods__ = frozenset()
        type.__setattr__(made, "_bridge_made", True)
        return made

    def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **keywords: Any) -> None:
        super().__init__(name, bases, namespace)

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        return _of(cls, "_bridge_talk").call(_of(cls, "_bridge_handle"), arguments, named)

    def __getattribute__(cls, name: str) -> Any:
        if name in _REFUSED:
            raise AttributeError(f"{name} of a class of the other process")
        if name == "__signature__":
            return _of(cls, "_bridge_talk").signature(_of(cls, "_bridge_handle"))
        if (name[:2] == "__" and name[-2:] == "__") or name.startswith(("_abc_", "_bridge_")):
            with contextlib.suppress(AttributeError):
                return type.__getattribute__(cls, name)
        if name in ("register", "mro"):
            return type.__getattribute__(cls, name)
        return _of(cls, "_bridge_talk").get(_of(cls, "_bridge_handle"), name)

    def __setattr__(cls, name: str, value: object) -> None:
        # While it is made, a base's __init_subclass__ may write to it: to the mirror alone.
        if name.startswith(("__abstract", "_abc_")) or "_bridge_made" not in type.__getattribute__(cls, "__dict__"):
            type.__setattr__(cls, name, value)
        else:
            _of(cls, "_bridge_talk").set(_of(cls, "_bridge_handle"), name, value)

    def __delattr__(cls, name: str) -> None:
        _of(cls, "_bridge_talk").delete(_of(cls, "_bridge_handle"), name)

    def __iter__(cls) -> Iterator[Any]:
        return iter(_of(cls, "_bridge_talk").special(_of(cls, "_bridge_handle"), "__iter__", ()))

    def __len__(cls) -> int:
        return int(_of(cls, "_bridge_talk").special(_of(cls, "_bridge_handle"), "__len__", ()))

    def __getitem__(cls, key: Any) -> Any:
        return _of(cls, "_bridge_talk").special(_of(cls, "_bridge_handle"), "__getitem__", (key,))

    def __bool__(cls) -> bool:
        return True

    def __eq__(cls, other: object) -> bool:
        return cls is other

    def __hash__(cls) -> int:
        return type.__hash__(cls)


_of = type.__getattribute__


def mirror_class(
    talk: Talk,
    handle: int,
    name: str,
    module: str,
    bases: tuple[type, ...],
    special: tuple[str, ...],
    doc: str | None,
    known: type | None,
    annotations: dict[str, Any] | None = None,
) -> type:
    """The mirror of a class. `bases` are classes of this side or mirrors; `known` is the same class here, if there is one."""
    thrown = [base for base in bases if issubclass(base, BaseException)]
    namespace: dict[str, Any] = {
        "__module__": module,
        "__doc__": doc,
        "_bridge_handle": handle,
        "_bridge_talk": talk,
        "_bridge_class": known,
    }
    if annotations:
        namespace["__annotations__"] = annotations
    if extended := [base for base in bases if issubclass(base, VALUES)]:
        namespace |= {"__getattr__": _held_attribute, "__repr__": _held_repr, "__str__": _held_text}
        return _class(name, tuple(extended), namespace)
    if thrown:
        namespace |= {
            dunder: _THROWN[dunder] for dunder in special if dunder in _THROWN and dunder not in ("__enter__",)
        }
        namespace |= {"__getattr__": _held_attribute, "__str__": _held_text}
        return _class(name, tuple(thrown), namespace)
    namespace |= {dunder: FORWARDERS[dunder] for dunder in special}
    standing = [_of(base, "_bridge_class") for base in bases if isinstance(base, MirrorMeta)]
    standing = [base for base in standing if base is not None]
    own = [
        base
        for base in bases
        if isinstance(base, MirrorMeta) or (type(base) in (type, abc.ABCMeta) and base.__module__ != "builtins")
    ]
    for chosen in (own, [base for base in own if isinstance(base, MirrorMeta)], []):
        with contextlib.suppress(Exception):  # bases that cannot be joined, or do not want to be extended
            made = _class(
                name, (*chosen, Ref) if not any(issubclass(base, Ref) for base in chosen) else tuple(chosen), namespace
            )
            if type(known) is abc.ABCMeta:
                known.register(made)
            built_in = [base for base in bases if base.__module__ == "builtins" and base is not object]
            built_in = [base for base in built_in if not isinstance(base, MirrorMeta)] + standing
            if known is None and built_in:
                with contextlib.suppress(TypeError):  # one that cannot be extended
                    type.__setattr__(made, "_bridge_class", _empty(name, tuple(built_in), module))
            return made
    raise BridgeError(f"the class {name!r} cannot be mirrored")


def _empty(name: str, bases: tuple[type, ...], module: str) -> type:
    """What `__class__` says, for isinstance with a class of a library that theirs extends."""
    return types.new_class(name, bases, {}, lambda namespace: namespace.__setitem__("__module__", module))


def _class(name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
    return MirrorMeta(name, bases, dict(namespace), **{KEYWORD: True})


def instance(cls: Any, handle: int, talk: Talk) -> Any:
    """The mirror of an instance, not an exception."""
    made = object.__new__(cls)
    _set_handle(made, handle)
    _set_talk(made, talk)
    return made


def is_coroutine(cls: Any) -> bool:
    return _of(cls, "_bridge_class") is types.CoroutineType


async def awaited(ref: Any) -> Any:
    return await ref


class Lease(Protocol):
    number: int


def thrown(
    cls: Any, lease: Lease, talk: Talk, arguments: tuple[Any, ...], fields: Mapping[object, object]
) -> BaseException:
    """The mirror of an exception: a real one of the mirror class, or of the known class `cls`, with its arguments and fields.

    Raises CodecError for fields that are none.
    """
    built_in: Any = next(base for base in cls.__mro__ if base.__module__ == "builtins")
    try:
        made: BaseException = built_in.__new__(cls, *arguments)
        built_in.__init__(made, *arguments)  # what stands beside the arguments: StopIteration's value, OSError's errno
    except (TypeError, ValueError):  # arguments of their own class's
        made = cls.__new__(cls)
    made.args = arguments
    if fields:
        set_state(made, fields)
    with contextlib.suppress(AttributeError, TypeError):
        made.__dict__.update(_bridge_lease=lease, _bridge_talk=talk)
    return made


def _held_attribute(self: Any, name: str) -> Any:
    held = self.__dict__
    if name.startswith("__") or "_bridge_talk" not in held:
        raise AttributeError(name)
    return held["_bridge_talk"].get(held["_bridge_lease"].number, name)


def _held_text(self: Any) -> str:
    held = self.__dict__
    text = held["_bridge_talk"].special(held["_bridge_lease"].number, "__str__", ()) if "_bridge_talk" in held else ""
    return text if type(text) is str else ""


def _held_repr(self: Any) -> str:
    held = self.__dict__
    return held["_bridge_talk"].special(held["_bridge_lease"].number, "__repr__", ())  # type: ignore[no-any-return]


def valued(cls: Any, lease: Lease, talk: Talk, value: object) -> Any:
    """The mirror of an instance of a class that extends an unchangeable built-in one: with that one's value, believed as data is."""
    base: Any = next((base for base in VALUES if issubclass(cls, base)), None)
    if base is None or type(value) is not base or type(cls) is not MirrorMeta:
        raise CodecError("the reply has a value of another class than it says")
    made: Any = base.__new__(cls, value)  # type: ignore[arg-type, call-arg]
    made.__dict__.update(_bridge_lease=lease, _bridge_talk=talk)
    return made


VALUES: tuple[type, ...] = (str, bytes, int, float, complex, tuple, frozenset)
"""Unchangeable built-in classes: what extends them is compared by its value."""


def plain_value(item: object) -> object | None:
    """The built-in value in an instance of a class that extends one of VALUES, past whatever the class overrides; None if it does not."""
    if isinstance(item, bool) or isinstance(type(item), MirrorMeta):
        return None
    if isinstance(item, (str, bytes, tuple)):
        base: Any = next(base for base in (str, bytes, tuple) if isinstance(item, base))
        return base.__getitem__(item, slice(None))  # type: ignore[no-any-return]
    if isinstance(item, int):
        return int.__int__(item)
    if isinstance(item, float):
        return float.__float__(item)
    if isinstance(item, complex):
        return complex.__pos__(item)
    return frozenset.copy(item) if isinstance(item, frozenset) else None


def handle_at(value: object, talk: Talk) -> int | None:
    """The number under which `value` is known in the other process, None if it is not theirs."""
    cls = type(value)
    if isinstance(cls, MirrorMeta) and issubclass(cls, Ref):
        return handle_of(value) if talk_of(value) is talk else None
    if isinstance(cls, MirrorMeta) and issubclass(cls, VALUES):
        held = value.__dict__
        return held["_bridge_lease"].number if held.get("_bridge_talk") is talk else None
    if cls is MirrorMeta:
        return _of(value, "_bridge_handle")  # type: ignore[no-any-return]
    if isinstance(value, BaseException):
        held = value.__dict__
        return held["_bridge_lease"].number if held.get("_bridge_talk") is talk else None
    return None


@functools.cache
def _parameter_kinds() -> dict[str, Any]:
    return {kind.name: kind for kind in inspect._ParameterKind}


def signature(parts: tuple[tuple[str, str, bool, Any], ...]) -> inspect.Signature:
    """From (name, kind, has a default, default), a parameter each."""
    kinds = _parameter_kinds()
    return inspect.Signature(
        [
            inspect.Parameter(name, kinds[kind], default=default if has_default else inspect.Parameter.empty)
            for name, kind, has_default, default in parts
        ]
    )
