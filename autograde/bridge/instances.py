"""The fields of an instance, read and written past its class: nothing of the class runs."""

import contextlib
from collections.abc import Iterator, Mapping
from inspect import getattr_static

from autograde.errors import CodecError


def slots(cls: type) -> Iterator[str]:
    """The names under which the class keeps fields outside of __dict__, as Python mangles them."""
    for base in cls.__mro__:
        names = vars(base).get("__slots__", ())
        for name in [names] if isinstance(names, str) else names:
            private = name.startswith("__") and not name.endswith("__")
            if name not in ("__dict__", "__weakref__"):
                yield f"_{base.__name__.lstrip('_')}{name}" if private else name


def is_all_in_dict(cls: type) -> bool:
    """Whether the objects of a class have their fields, and whatever else they hold, in __dict__."""
    return cls.__dictoffset__ != 0 and not _has_more(cls) and next(slots(cls), None) is None


def _has_more(cls: type) -> bool:
    """Whether objects hold more than fields, as a list with attributes does."""
    return any(base is not object and base.__module__ == "builtins" for base in cls.__mro__)


def state(item: object) -> dict[str, object] | None:
    """The fields of `item`; None when it has more state than fields."""
    if _has_more(type(item)):
        return None
    found: dict[str, object] = {}
    for name in slots(type(item)):
        with contextlib.suppress(AttributeError):  # a slot not set
            found[name] = object.__getattribute__(item, name)
    with contextlib.suppress(AttributeError):  # slots alone
        found.update(object.__getattribute__(item, "__dict__"))
    return found if all(type(name) is str for name in found) else None


def _is_behaviour(attribute: object) -> bool:
    """Whether a class's attribute is a method, a property or the like, which a field would hide."""
    return callable(attribute) or hasattr(type(attribute), "__get__")


def set_state(item: object, fields: Mapping[object, object]) -> None:
    """Give `item` exactly these fields. Raises CodecError for a field that is none."""
    in_slots = set(slots(type(item)))
    own = getattr(item, "__dict__", None)
    for name, value in fields.items():
        if type(name) is not str or (name.startswith("__") and name.endswith("__")):
            raise CodecError("the reply gives an object a field that is none")
        if name not in in_slots and _is_behaviour(getattr_static(type(item), name, None)):
            raise CodecError(f"the reply gives an object the field {name!r}, which is a method of its class")
        if name in in_slots:
            object.__setattr__(item, name, value)  # past the class: a frozen dataclass is data, too
        elif own is None:
            raise CodecError(f"the reply gives an object the field {name!r}, which its class has no room for")
        else:
            own[name] = value
    for name in in_slots - fields.keys():
        with contextlib.suppress(AttributeError):
            object.__delattr__(item, name)
    if own is not None:
        for name in own.keys() - fields.keys():
            del own[name]
