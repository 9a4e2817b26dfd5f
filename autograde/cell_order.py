"""In which order the cells of a submission stand: the student's, but locked cells in the instructor's, tests after the answers.

Locked cells that the student left in the instructor's relative order stay where they are; most submissions keep all of them there.
The others go where the instructor has them. A test that stands before every copy of a code answer which precedes it in the
instructor's notebook moves down behind the first of them, and the locked cells that follow it move along: none may overtake it, since
it could hand the test what it is to check.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from autograde.instructor import InstructorNotebook


class Copy(Protocol):
    """A cell of the submission; `claims` is the grade_id that it came with, if the instructor knows it."""

    claims: str | None
    text: str


C = TypeVar("C", bound=Copy)


@dataclass(frozen=True)
class Place:
    """Where a locked cell goes: before the free cell number `slot`."""

    grade_id: str
    slot: int
    kept: int | None
    """Which of the submission's cells it is, by index; None when it was missing or out of order."""
    moved: bool


def places(cells: Sequence[Copy], source: InstructorNotebook) -> list[Place]:
    """A place for every locked cell of `source`, in its order; slots never fall."""
    ranks = {id: rank for rank, id in enumerate(source.by_id)}
    locked = {id for id, cell in source.by_id.items() if cell.grading and cell.grading.is_locked}
    copies: dict[str, list[int]] = {}  # of answers, by grade_id: their indexes among the free cells
    likes: dict[str, list[int]] = {}  # of ordinary cells, by text: theirs
    standing: list[tuple[int, int, int]] = []  # locked ones: rank, slot, index
    free = 0
    for at, cell in enumerate(cells):
        if cell.claims in locked:
            standing.append((ranks[cell.claims], free, at))
        else:
            found_by = likes if cell.claims is None else copies
            found_by.setdefault(cell.claims or cell.text, []).append(free)
            free += 1
    kept = {
        rank: (slot, index)
        for rank, slot, index in (standing[i] for i in _longest_rise([rank for rank, _, _ in standing]))
    }
    found: list[Place] = []
    lower = answered = 0  # no place before these: the last locked cell's, the first copies' of the answers so far
    before: list[int] = []  # where the cell is, or its copies, that comes before in the instructor's notebook
    stood: int | None
    index: int | None
    for own in source.cells:
        if own.grading is None:
            before = likes.get(own.text, before) if own.text.strip() else before
            continue
        id = own.grading.grade_id
        if id not in locked:
            before = copies.get(id, before)
            if id in copies and own.kind == "code":
                answered = max(answered, copies[id][0] + 1)
            continue
        stood, index = kept.get(ranks[id]) or (None, None)
        slot = stood
        if slot is None:
            upper = min((other for rank, (other, _) in kept.items() if rank > ranks[id]), default=free)
            behind = [copy + 1 for copy in before if lower <= copy + 1 <= upper]
            slot = max(behind, default=lower)
        slot = max(slot, lower, answered if own.grading.is_test(own.kind) else 0)
        found.append(Place(id, slot, index, slot != stood))
        lower, before = slot, []
    return found


def _longest_rise(ranks: Sequence[int]) -> list[int]:
    """The indexes of a longest strictly rising subsequence; of copies the last, as nbgrader keeps it."""
    ends: list[int] = []  # of the best subsequence of each length: its last index
    tops: list[int] = []  # and that one's rank
    previous: list[int | None] = []
    for index, rank in enumerate(ranks):
        length = bisect_left(tops, rank)
        previous.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [index]
        tops[length : length + 1] = [rank]
    rise: list[int] = []
    index_or_none = ends[-1] if ends else None
    while index_or_none is not None:
        rise.append(index_or_none)
        index_or_none = previous[index_or_none]
    return rise[::-1]
