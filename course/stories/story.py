"""A story: what happened, told as situation, task, action, result and reflection, and what it can show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from course.stories import vocabulary
from course.stories.dates import last_day
from course.stories.document import Document, Unreadable, storable
from course.stories.vocabulary import Term

SECTIONS = {
    "situation": "Situation",
    "task": "Task",
    "action": "Action",
    "result": "Result",
    "reflection": "Reflection",
}
HEADINGS = {
    **{name: name for name in SECTIONS},
    "context": "situation",
    "actions": "action",
    "results": "result",
    "outcome": "result",
    "learning": "reflection",
    "learnings": "reflection",
    "lessons": "reflection",
}
"""Headings, in lower case, that open a section."""
LISTS = {
    "values": ("values", "value"),
    "themes": ("themes", "theme"),
    "metrics": ("metrics", "metric"),
    "rejected": ("alternatives rejected", "alternatives_rejected", "rejected", "alternatives"),
    "people": ("people",),
    "dates": ("dates", "date", "when"),
}
"""Field to the keys that may hold it in a file; a new file has the first of them."""
TEXTS = {"title": ("title",), "project": ("project",)}

_COMMAS = ("values", "themes", "people")  # `themes: failure, conflict` is two; "p99 fell by half, twice" is one metric


@dataclass(frozen=True)
class Story:
    """One file of stories/, read: `id` is its name without .md, `digest` stands for its bytes when it was read."""

    id: str
    document: Document
    digest: str = ""

    @classmethod
    def parse(cls, id: str, text: str, digest: str = "") -> Self:
        """Raises Unreadable."""
        return cls(id, Document.parse(text, HEADINGS), digest)

    @classmethod
    def fresh(cls, title: str, **fields: str | Sequence[str]) -> Self:
        """A story that is in no file yet, with its empty sections to fill by hand. Raises as `edited`."""
        lines = ["---", 'title: ""', *(f"{keys[0]}: []" for keys in LISTS.values()), "---", ""]
        lines += [line for heading in SECTIONS.values() for line in (f"## {heading}", "")]
        return cls.parse("", "\n".join(lines)).edited(title=title, **fields)

    @property
    def text(self) -> str:
        """The whole file."""
        return self.document.text

    @property
    def title(self) -> str:
        return self.own_title or self.id.replace("-", " ").replace("_", " ").strip() or "Untitled"

    @property
    def own_title(self) -> str:
        """As the file has it, "" for none."""
        return self._text("title")

    @property
    def project(self) -> str:
        """The id of the project that it is from, "" for none."""
        return self._text("project")

    @property
    def themes(self) -> tuple[Term, ...]:
        return _terms(vocabulary.theme, self.listed("themes"))

    @property
    def values(self) -> tuple[Term, ...]:
        """The first is the one it is told for (STORY-11)."""
        return _terms(vocabulary.value, self.listed("values"))

    def listed(self, field: str) -> tuple[str, ...]:
        """The entries of one of LISTS, as written."""
        raw = self.document.fields.get(self._key(field, LISTS[field]), "")
        items = [raw] if isinstance(raw, str) else list(raw)
        if isinstance(raw, str) and field in _COMMAS:
            items = raw.split(",")
        return tuple(item for one in items if (item := " ".join(one.split())) and item != "~")

    def section(self, name: str) -> str:
        return self.document.sections.get(name, "")

    @property
    def spoken(self) -> str:
        """Situation to reflection as one text: what the coach reads."""
        return "\n\n".join(text for name in SECTIONS if (text := self.section(name)))

    @property
    def last_date(self) -> date | None:
        """The last day that `dates` may mean: the end of the latest month or year named."""
        return last_day(self.listed("dates"))

    def edited(self, **fields: str | Sequence[str]) -> Self:
        """With these sections, LISTS and TEXTS changed. Raises Unreadable (see Document.with_field), KeyError."""
        document = self.document
        for name, given in fields.items():
            if name in SECTIONS:
                document = document.with_section(name, SECTIONS[name], storable(given))
            elif name in TEXTS:
                if (text := " ".join(storable(given).split())) != self._text(name):
                    document = document.with_field(self._key(name, TEXTS[name]), text)
            else:
                items = tuple(item for one in given if (item := " ".join(storable(one).split())))
                if items != self.listed(name):
                    document = document.with_field(self._key(name, LISTS[name]), items)
        return type(self)(self.id, document, self.digest)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What in the file is not understood as it may be meant, a sentence each."""
        found = []
        for field, find, terms in (
            ("themes", vocabulary.theme, vocabulary.THEMES),
            ("values", vocabulary.value, vocabulary.VALUES + vocabulary.OTHER_VALUES),
        ):
            for item in self.listed(field):
                if find(item) is None:
                    near = vocabulary.nearest(item, terms)
                    hint = (
                        f"The nearest is {near!r}." if near else f"They are: {', '.join(term.name for term in terms)}."
                    )
                    found.append(f"{item[:60]!r} is none of the {field}. {hint}")
        found += [f"The field {key!r} stands there twice; the last one counts." for key in self.document.repeated]
        found += [
            f"The heading {SECTIONS[name]!r} stands there twice; the text under the first counts."
            for name in self.document.repeated_sections
        ]
        if self.listed("dates") and self.last_date is None:
            found.append(
                f"No year can be read from the dates {', '.join(self.listed('dates'))[:60]!r}. Write 2025-03, or 2025."
            )
        return tuple(found)

    def to_dict(self) -> dict[str, Any]:
        """For the editor: all that it shows and changes."""
        return {
            "id": self.id,
            "digest": self.digest,
            "title": self.own_title,
            "project": self.project,
            **{field: list(self.listed(field)) for field in LISTS},
            **{name: self.section(name) for name in SECTIONS},
            "themes": [term.id for term in self.themes],
            "values": [term.id for term in self.values],
        }

    def _text(self, field: str) -> str:
        raw = self.document.fields.get(self._key(field, TEXTS[field]), "")
        text = raw if isinstance(raw, str) else ", ".join(raw)
        return "" if text.strip() == "~" else " ".join(text.split())

    def _key(self, field: str, keys: Sequence[str]) -> str:
        """The key that holds `field` in this file, whatever its case, or the one it would get."""
        there = {key.casefold().strip(): key for key in self.document.fields}
        return next((there[key] for key in keys if key in there), keys[0])


def _terms(find: Any, items: Sequence[str]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(term for item in items if (term := find(item))))


__all__ = ["HEADINGS", "LISTS", "SECTIONS", "Story", "Unreadable"]
