"""What a cache holds: keys, not values, with the bytes that each takes and the time until which it is fresh."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Protocol

Key = int


class Contents(Protocol):
    """A bounded set of keys. An entry whose time is over is a miss and goes."""

    held_bytes: float
    evicted: int

    def get(self, key: Key, now: float) -> Any | None:
        """What was put, or None; a hit counts as use."""

    def put(self, key: Key, value: Any, size: float, until: float) -> None:
        """Keep a value; the least useful ones make room. One larger than the whole cache is not kept."""

    def remove(self, key: Key) -> None:
        """Forget a key, if it is there."""

    def clear(self) -> None:
        """Forget all."""


class LRU:
    """The least recently used goes first."""

    def __init__(self, most_bytes: float) -> None:
        self.most_bytes = most_bytes
        self.held_bytes = 0.0
        self.evicted = 0
        self._entries: OrderedDict[Key, tuple[Any, float, float]] = OrderedDict()

    def get(self, key: Key, now: float) -> Any | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry[2] <= now:
            self.remove(key)
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: Key, value: Any, size: float, until: float) -> None:
        if key in self._entries:
            self.remove(key)
        if size > self.most_bytes:
            return
        self.held_bytes += size
        while self.held_bytes > self.most_bytes:
            self.held_bytes -= self._entries.popitem(last=False)[1][1]
            self.evicted += 1
        self._entries[key] = (value, size, until)

    def remove(self, key: Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.held_bytes -= entry[1]

    def clear(self) -> None:
        self._entries.clear()
        self.held_bytes = 0.0

    def __len__(self) -> int:
        return len(self._entries)


class LFU:
    """The least frequently used goes first, of equals the least recently used; uses are forgotten with the entry. Keys stand in
    lists by uses (K. Shah, A. Mitra, D. Matani, "An O(1) algorithm for implementing the LFU cache eviction scheme", 2010)."""

    def __init__(self, most_bytes: float) -> None:
        self.most_bytes = most_bytes
        self.held_bytes = 0.0
        self.evicted = 0
        self._entries: dict[Key, tuple[Any, float, float, int]] = {}
        self._by_uses: dict[int, OrderedDict[Key, None]] = {}

    def get(self, key: Key, now: float) -> Any | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        value, size, until, uses = entry
        self._unlist(key, uses)
        if until <= now:
            del self._entries[key]
            self.held_bytes -= size
            return None
        self._list(key, (value, size, until, uses + 1))
        return value

    def put(self, key: Key, value: Any, size: float, until: float) -> None:
        known = self._entries.get(key)
        self.remove(key)
        if size > self.most_bytes:
            return
        self.held_bytes += size
        while self.held_bytes > self.most_bytes:
            self.remove(next(iter(self._by_uses[min(self._by_uses)])))
            self.evicted += 1
        self._list(key, (value, size, until, known[3] + 1 if known else 1))

    def remove(self, key: Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.held_bytes -= entry[1]
            self._unlist(key, entry[3])

    def clear(self) -> None:
        self._entries.clear()
        self._by_uses.clear()
        self.held_bytes = 0.0

    def __len__(self) -> int:
        return len(self._entries)

    def _list(self, key: Key, entry: tuple[Any, float, float, int]) -> None:
        self._entries[key] = entry
        self._by_uses.setdefault(entry[3], OrderedDict())[key] = None

    def _unlist(self, key: Key, uses: int) -> None:
        keys = self._by_uses[uses]
        del keys[key]
        if not keys:
            del self._by_uses[uses]


EVICTIONS: dict[str, Callable[[float], Contents]] = {"lru": LRU, "lfu": LFU}
"""What `eviction` names, made with the bytes that it may hold."""
