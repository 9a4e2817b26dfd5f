"""A project for the deep dive: five prompts to prepare (DEEP-06 to DEEP-10), and what an examiner is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from course.stories.dates import last_day
from course.stories.document import Document, storable
from course.stories.story import Story

PROMPTS = {
    "problem": ("Problem", "Which problem did it solve, and for whom?", "DEEP-06"),
    "architecture": ("Architecture", "Which architecture did you choose, and what did you reject?", "DEEP-07"),
    "trade_offs": ("Trade-offs", "Which trade-offs did you accept, and what did each cost?", "DEEP-08"),
    "broke": ("What broke", "What broke in production, and how did you find out?", "DEEP-09"),
    "redesign": ("Redesign", "What would you design differently today?", "DEEP-10"),
}
"""Name of the section to its heading, the prompt, and the row."""
HEADINGS = {
    **{heading.casefold(): name for name, (heading, _, _) in PROMPTS.items()},
    "tradeoffs": "trade_offs",
    "trade offs": "trade_offs",
    "what broke in production": "broke",
    "what i would redesign": "redesign",
    "redesign today": "redesign",
}
FRESH_MONTHS = 18
"""Two systems delivered within so many months are what a deep dive is prepared with (PLAN-25)."""
PROJECTS_WANTED = 2


@dataclass(frozen=True)
class Project:
    """One file of projects/, read."""

    id: str
    document: Document
    digest: str = ""

    @classmethod
    def parse(cls, id: str, text: str, digest: str = "") -> Self:
        """Raises Unreadable."""
        return cls(id, Document.parse(text, HEADINGS), digest)

    @classmethod
    def fresh(cls, title: str, **fields: str | Sequence[str]) -> Self:
        lines = ["---", 'title: ""', "role: ''", "dates: []", "---", ""]
        lines += [line for heading, _, _ in PROMPTS.values() for line in (f"## {heading}", "")]
        return cls.parse("", "\n".join(lines)).edited(title=title, **fields)

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def title(self) -> str:
        return self._as_story.title

    @property
    def role(self) -> str:
        raw = self.document.fields.get("role", "")
        return " ".join((raw if isinstance(raw, str) else ", ".join(raw)).split())

    @property
    def dates(self) -> tuple[str, ...]:
        return self._as_story.listed("dates")

    @property
    def last_date(self) -> date | None:
        return last_day(self.dates)

    def section(self, name: str) -> str:
        return self.document.sections.get(name, "")

    @property
    def unprepared(self) -> tuple[str, ...]:
        """Prompts without a word."""
        return tuple(name for name in PROMPTS if not self.section(name).strip())

    def edited(self, **fields: str | Sequence[str]) -> Self:
        """With title, role, dates or the text of prompts changed. Raises Unreadable, KeyError."""
        document = self.document
        for name, given in fields.items():
            if name in PROMPTS:
                document = document.with_section(name, PROMPTS[name][0], storable(given))
            elif name == "role":
                document = document.with_field("role", " ".join(storable(given).split()))
            elif name in ("title", "dates"):
                document = Story(self.id, document).edited(**{name: given}).document
            else:
                raise KeyError(name)
        return type(self)(self.id, document, self.digest)

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "digest": self.digest,
            "title": self._as_story.own_title,
            "role": self.role,
            "dates": list(self.dates),
            **{name: self.section(name) for name in PROMPTS},
        }

    @property
    def _as_story(self) -> Story:
        """It has title and dates in the same fields."""
        return Story(self.id, self.document)
