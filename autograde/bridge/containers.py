"""The containers of `collections` by value, beside the built-in ones."""

from collections import Counter, OrderedDict, defaultdict, deque
from typing import Any

from autograde.errors import CodecError

TAGS: dict[type, str] = {Counter: "counter", OrderedDict: "ordereddict", defaultdict: "defaultdict", deque: "deque"}
CLASSES = {tag: cls for cls, tag in TAGS.items()}
HEADS = {"counter": 0, "ordereddict": 0, "defaultdict": 1, "deque": 1}
"""How many parts of a node stand before its contents."""
FACTORIES = {cls.__name__: cls for cls in (bool, int, float, str, list, dict, set, tuple)}


def head(item: Any) -> list[Any] | None:
    """What a container is beside its contents; None for one that does not cross by value."""
    if type(item) is deque:
        return [item.maxlen]
    if type(item) is defaultdict:
        factory = item.default_factory
        if factory is None:
            return [None]
        return [factory.__name__] if factory in FACTORIES.values() else None
    return []


def shell(tag: str, parts: list[Any]) -> Any:
    """An empty container of that tag."""
    if tag == "deque":
        if not (parts and (parts[0] is None or (type(parts[0]) is int and parts[0] >= 0))):
            raise CodecError("the reply has a deque that is none")
        return deque(maxlen=parts[0])
    if tag == "defaultdict":
        if not parts or (parts[0] is not None and parts[0] not in FACTORIES):
            raise CodecError("the reply has a defaultdict whose factory is unknown")
        return defaultdict(FACTORIES[parts[0]] if parts[0] is not None else None)
    return CLASSES[tag]()


def fill(made: Any, parts: list[Any]) -> None:
    if type(made) is deque:
        made.clear()
        made.extend(parts)
        return
    fresh = dict(zip(parts[::2], parts[1::2], strict=True))
    made.clear()
    # A Counter's own update adds; an OrderedDict's is not a dict's.
    (OrderedDict if type(made) is OrderedDict else dict).update(made, fresh)
