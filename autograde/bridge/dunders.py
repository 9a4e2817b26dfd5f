"""The special methods that work across the bridge: Python looks them up on the type, so a mirror class must have them itself."""

import operator
from collections.abc import Callable
from typing import Any, Final

_BINARY = [
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "and",
    "or",
    "xor",
    "lshift",
    "rshift",
    "divmod",
]
ARITHMETIC: Final = frozenset(
    {f"__{prefix}{name}__" for name in _BINARY for prefix in ("", "r", "i")}
    | {"__neg__", "__pos__", "__abs__", "__invert__"}
)
ORDER: Final = frozenset({"__lt__", "__le__", "__gt__", "__ge__"})

OPERATIONS: Final[dict[str, Callable[..., Any]]] = {
    "__len__": len,
    "__iter__": iter,
    "__next__": next,
    "__reversed__": reversed,
    "__getitem__": operator.getitem,
    "__setitem__": operator.setitem,
    "__delitem__": operator.delitem,
    "__contains__": operator.contains,
    "__int__": int,
    "__float__": float,
    "__complex__": complex,
    "__index__": operator.index,
    "__round__": round,
    "__bool__": bool,
    "__hash__": hash,
    "__repr__": repr,
    "__str__": str,
    "__format__": format,
    "__bytes__": bytes,
    "__eq__": operator.eq,
}
"""Those with a function of their own; the others are called on the type, so that NotImplemented stays what it is."""

EVERYWHERE: Final = frozenset({"__repr__", "__str__", "__hash__", "__bool__", "__eq__", "__ne__", "__format__"})
"""What every mirror has, since every object has it or can be asked."""
MIRRORED: Final = (
    frozenset(OPERATIONS)
    | ARITHMETIC
    | ORDER
    | frozenset(["__call__", "__await__", "__enter__", "__exit__", "__aenter__", "__aexit__", "__aiter__", "__anext__"])
    | frozenset(["__trunc__", "__floor__", "__ceil__"])
) - EVERYWHERE
"""What a mirror has only if the class has it."""


def of(cls: type) -> tuple[str, ...]:
    """Which of MIRRORED a class has, sorted; object's own, which only say NotImplemented, do not count."""
    return tuple(sorted(name for name in MIRRORED if any(name in vars(base) for base in cls.__mro__[:-1])))


def apply(target: Any, name: str, arguments: tuple[Any, ...]) -> Any:
    """What `target`'s special method `name` gives, called as the interpreter calls it."""
    if name not in MIRRORED and name not in EVERYWHERE:
        raise AttributeError(name)
    function = OPERATIONS.get(name)
    return function(target, *arguments) if function else getattr(type(target), name)(target, *arguments)
