"""What is true of each key, against which an answer is fresh or stale."""

from collections import deque
from typing import Any

KEPT = 32  # commits of a key; a read that missed more of them is staler than is said


class Versions:
    """The commits of each key of one store, over all regions. Version 0 is what was there before the run."""

    def __init__(self) -> None:
        self._last = 0
        self._commits: dict[Any, deque[tuple[int, float]]] = {}

    def next(self) -> int:
        """A version above all before."""
        self._last += 1
        return self._last

    def commit(self, key: Any, version: int, now: float) -> None:
        """From now on whoever reads the key should see this version, or a later one."""
        self._commits.setdefault(key, deque(maxlen=KEPT)).append((version, now))

    def revert(self, key: Any, version: int) -> int:
        """Commits above that version were lost; gives how many."""
        commits = self._commits.get(key, ())
        left = [one for one in commits if one[0] <= version]
        self._commits[key] = deque(left, maxlen=KEPT)
        return len(commits) - len(left)

    def stale_s(self, key: Any, version: float, began: float) -> float:
        """For how long what a read saw had been out of date when it began; 0 if it was not."""
        return max(
            (began - at for newer, at in self._commits.get(key, ()) if newer > version and at < began), default=0.0
        )
