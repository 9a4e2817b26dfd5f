"""Self-assessment: the learner rates a written answer against the criteria of L5 and of L6."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from course.parts.markdown import to_inline_html
from course.parts.part import Part, storable

RATINGS = ("missing", "partly", "clear")
NOTE_LENGTH = 4000  # characters; a note, not an essay, and a bound on what the answers file takes


def self_assess(id: str, L5: Sequence[str], L6: Sequence[str]) -> "SelfAssess":
    """The rubric of written cell `id`: criteria (Markdown, one line) of an L5 answer and what L6 adds to it.

    It opens when asked, so that the learner writes first. Ratings are kept by criterion.
    """
    return SelfAssess(id, {"L5": tuple(L5), "L6": tuple(L6)})


class SelfAssess(Part):
    kind = "self_assess"
    title = "Self-assessment"
    script = "self_assess.js"

    def __init__(self, id: str, levels: dict[str, tuple[str, ...]]) -> None:
        super().__init__(id)
        self.levels = levels
        kept = self.load()
        ratings, note = kept.get("ratings"), kept.get("note")
        self.open = kept.get("open") is True
        self.ratings: dict[str, str] = dict(ratings) if isinstance(ratings, dict) else {}
        self.note: str = note if isinstance(note, str) else ""

    def act(self, action: str, value: object) -> None:
        if action == "open":
            self.open = True
        elif action == "rate" and (rating := rating_of(value, self._criteria())):
            self.ratings |= rating
        elif action == "note" and isinstance(value, str):
            self.note = storable(value, NOTE_LENGTH)
        else:
            return
        self.save({"open": self.open, "ratings": self.ratings, "note": self.note})
        if action == "rate":
            self.session.record("assessed", self.id, {level: self._counts(level) for level in self.levels})

    def state(self) -> dict[str, Any]:
        return {
            "open": self.open,
            "levels": [
                {
                    "name": level,
                    "criteria": rated(criteria, self.ratings),
                    "counts": self._counts(level),
                }
                for level, criteria in self.levels.items()
                if criteria
            ],
            "note": self.note,
        }

    def summary(self) -> str:
        clear = [f"{self._counts(level)['clear']} of {len(self.levels[level])} at {level}" for level in self.levels]
        return f"Self-assessment of {self.id}: {' and '.join(clear)} clear."

    def _counts(self, level: str) -> dict[str, int]:
        given = [self.ratings.get(criterion) for criterion in self.levels[level]]
        return {**{rating: given.count(rating) for rating in RATINGS}, "of": len(given)}

    def _criteria(self) -> list[str]:
        return [criterion for criteria in self.levels.values() for criterion in criteria]


def rated(criteria: Sequence[str], ratings: Mapping[str, str]) -> list[dict[str, str | None]]:
    """The criteria as the script draws them, each with its rating."""
    return [{"id": one, "text": to_inline_html(one), "rating": ratings.get(one)} for one in criteria]


def rating_of(value: object, criteria: Collection[str]) -> dict[str, str] | None:
    """{criterion: rating} of a message that names both as they are, else None."""
    if not isinstance(value, Mapping):
        return None
    criterion, rating = value.get("criterion"), value.get("rating")
    if not isinstance(criterion, str) or criterion not in criteria or rating not in RATINGS:
        return None
    return {criterion: rating}
