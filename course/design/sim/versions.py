"""What is true of each key, against which an answer is fresh or stale."""

from typing import Any

from course.design.sim.world import Request

KEPT = 32  # commits of a key; a read that missed more of them is staler than is said


class Versions:
    """The commits of each key of one store, over all regions. Version 0 is what was there before the run."""

    def __init__(self) -> None:
        self._last = 0
        self._commits: dict[Any, list[tuple[int, float, Request]]] = {}

    def next(self) -> int:
        """A version above all before."""
        self._last += 1
        return self._last

    def commit(self, key: Any, version: int, now: float, request: Request) -> None:
        """From now on whoever reads the key should see this version, or a later one."""
        commits = self._commits.setdefault(key, [])
        commits.append((version, now, request))
        del commits[:-KEPT]

    def revert(self, key: Any, version: int) -> int:
        """Commits above that version are lost, which their requests' flows count; gives how many."""
        commits = self._commits.get(key, ())
        lost = [request for newer, _, request in commits if newer > version]
        if lost:
            self._commits[key] = [one for one in commits if one[0] <= version]
        for request in lost:
            request.book.count("lost", request.at)
        return len(lost)

    def stale_s(self, key: Any, version: float, began: float) -> float:
        """For how long what a read saw had been out of date when it began; 0 if it was not."""
        oldest = min((at for newer, at, _ in self._commits.get(key, ()) if newer > version), default=began)
        return max(began - oldest, 0.0)
