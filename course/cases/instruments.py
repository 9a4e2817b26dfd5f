"""What cases measure with: a clock that is told the time, keys that are counted, streams that are counted, items that live.

Nothing here reads the real time. An instrument is made by a case and handed to the learner's code, which uses it like what it
stands for.
"""

import functools
import gc
import sys
import weakref
from collections.abc import Callable, Hashable, Iterable, Iterator
from types import FrameType
from typing import Any, TypeVar

from course.cases.failure import CaseFailed

T = TypeVar("T")


class Clock:
    """Seconds that move only when told to. Hand its `now` (and `sleep`) to whatever wants a clock."""

    def __init__(self, seconds: float = 1_000.0) -> None:
        self.seconds = seconds
        self.slept: list[float] = []

    def now(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        """Move on; a negative number sets the clock back."""
        self.seconds += seconds

    def sleep(self, seconds: float) -> None:
        """As time.sleep, but the time passes at once; `slept` keeps each."""
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        self.slept.append(seconds)
        self.seconds += seconds


class Tally:
    """A count that many keys share."""

    def __init__(self) -> None:
        self.count = 0


@functools.total_ordering
class Counted:
    """A value that counts in `tally` each time it is hashed or compared; hashes, equals and sorts as the value does."""

    __slots__ = ("__weakref__", "tally", "value")

    def __init__(self, value: Any, tally: Tally) -> None:
        self.value, self.tally = value, tally

    def __hash__(self) -> int:
        self.tally.count += 1
        return hash(self.value)

    def __eq__(self, other: object) -> bool:
        self.tally.count += 1
        return isinstance(other, Counted) and self.value == other.value

    def __lt__(self, other: object) -> Any:
        self.tally.count += 1
        return self.value < other.value if isinstance(other, Counted) else NotImplemented

    def __repr__(self) -> str:
        return repr(self.value)


class Stream(Iterator[T]):
    """An iterator over `items`, which may never end, that counts in `pulled` how many were taken from it.

    With `most`, taking one more than that fails the case, so that who reads an endless stream to its end learns why.
    """

    def __init__(self, items: Iterable[T], *, most: int | None = None, name: str = "the stream") -> None:
        self._items = iter(items)
        self.most, self.name = most, name
        self.pulled = 0

    def __iter__(self) -> "Stream[T]":
        return self

    def __next__(self) -> T:
        if self.pulled == self.most:
            raise CaseFailed(
                f"{self.pulled} items of {self.name} were enough, and one more was taken: read no further than you must."
            )
        item = next(self._items)
        self.pulled += 1
        return item

    def __repr__(self) -> str:
        return f"<{self.name}, {self.pulled} items taken>"


class Item:
    """A value whose life `Living` follows. Equal, ordered and hashed by the value."""

    __slots__ = ("__weakref__", "value")

    def __init__(self, value: Hashable) -> None:
        self.value = value

    def __hash__(self) -> int:
        return hash(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Item) and self.value == other.value

    def __lt__(self, other: "Item") -> Any:
        return self.value < other.value  # type: ignore[operator]  # whoever sorts them gave them values that sort

    def __repr__(self) -> str:
        return repr(self.value)


class Living:
    """Makes items and counts those that somebody still holds: the memory of the code under test, in items.

    For a tests cell with `inside`: from another process it cannot be seen what the learner's code holds.
    """

    def __init__(self) -> None:
        self._items: list[weakref.ref[Item]] = []

    def item(self, value: Hashable) -> Item:
        made = Item(value)
        self._items.append(weakref.ref(made))
        return made

    @property
    def count(self) -> int:
        gc.collect()
        self._items = [ref for ref in self._items if ref() is not None]
        return len(self._items)


def steps_of(call: Callable[[], T], tally: Tally | None = None) -> tuple[T, int]:
    """Make the call: its answer, and how many lines of Python ran and functions were entered for it, and how often keys that
    share `tally` were touched.

    For a tests cell with `inside`. Not seen: loops in C code that touch no counted key, such as `list(entries)[0]`.
    """
    steps = 0

    def entered(frame: FrameType, _: str, __: Any) -> Any:
        nonlocal steps
        if frame.f_code.co_filename == __file__:
            return None  # an instrument's: its lines are not even followed
        steps += 1
        return ran

    def ran(_: FrameType, event: str, __: Any) -> Any:
        nonlocal steps
        if event == "line":
            steps += 1
        return ran

    touched, before = tally.count if tally else 0, sys.gettrace()
    sys.settrace(entered)
    try:
        answer = call()
    finally:
        sys.settrace(before)
    return answer, steps + (tally.count - touched if tally else 0)
