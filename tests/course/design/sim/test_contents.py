"""Do caches keep what they should? Against the plainest model of each."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.design.sim.contents import EVICTIONS, LFU, LRU

steps = st.lists(
    st.tuples(
        st.sampled_from(["get", "put", "put", "remove"]), st.integers(0, 6), st.integers(1, 3), st.integers(1, 8)
    ),
    max_size=60,
)


class Model:
    """Entries in a list; the victim is found by looking at all."""

    def __init__(self, most: int, frequency: bool) -> None:
        self.most, self.frequency = most, frequency
        self.entries: dict[int, list[float]] = {}  # size, until, uses, last use
        self.clock = 0

    def rank(self, key: int) -> tuple[float, float]:
        _, _, uses, last = self.entries[key]
        return (uses if self.frequency else 0, last)

    def get(self, key: int, now: float) -> bool:
        self.clock += 1
        if key in self.entries and self.entries[key][1] <= now:
            del self.entries[key]
        if key not in self.entries:
            return False
        self.entries[key][2] += 1
        self.entries[key][3] = self.clock
        return True

    def put(self, key: int, size: int, until: float) -> None:
        self.clock += 1
        uses = self.entries.pop(key)[2] if key in self.entries else 0
        while self.entries and sum(entry[0] for entry in self.entries.values()) + size > self.most:
            del self.entries[min(self.entries, key=self.rank)]
        self.entries[key] = [size, until, uses + 1, self.clock]


@pytest.mark.parametrize("eviction", EVICTIONS)
@settings(max_examples=150, derandomize=True, deadline=None)
@given(steps=steps)
def test_contents_hold_what_the_plainest_model_holds(eviction, steps):
    real, model = EVICTIONS[eviction](7), Model(7, eviction == "lfu")
    for now, (what, key, size, lives) in enumerate(steps):
        if what == "get":
            assert (real.get(key, now) is not None) == model.get(key, now)
        elif what == "put":
            real.put(key, 1, size, now + lives)
            model.put(key, size, now + lives)
        else:
            real.remove(key)
            model.entries.pop(key, None)
        assert real.held_bytes == sum(entry[0] for entry in model.entries.values()) <= 7
    assert {key for key in range(7) if real.get(key, 0) is not None} == set(model.entries)


def used(contents: LRU | LFU) -> Iterator[int]:
    for key in range(3):
        contents.put(key, key, 1, 100)
    contents.get(0, 1)
    contents.get(0, 1)
    contents.get(2, 1)
    contents.get(1, 1)
    contents.put(9, 9, 1, 100)
    yield from (key for key in (0, 1, 2, 9) if contents.get(key, 1) is not None)


def test_the_least_recent_goes_or_the_least_frequent():
    assert list(used(LRU(3))) == [1, 2, 9]
    assert list(used(LFU(3))) == [0, 1, 9]


@pytest.mark.parametrize("eviction", EVICTIONS)
def test_what_is_larger_than_the_cache_is_not_kept(eviction):
    contents = EVICTIONS[eviction](2)
    contents.put(1, 1, 1, 100)
    contents.put(1, 1, 3, 100)
    contents.put(2, 1, 3, 100)
    assert contents.get(1, 0) is None
    assert contents.held_bytes == 0
