"""The themes and values a story can show, each with the row of docs/syllabus.md that names it.

Values: the accounts of them differ (CONTRA-04). Asked for are the eight of June 2024, as public summaries list them; two of those
eight, creativity and resilience, have no row of their own. What the older lists and the guides call values can be named
in a story too, and is shown, but nothing is missing without it.
"""

import difflib
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    id: str
    name: str
    rows: tuple[str, ...]
    also: tuple[str, ...] = ()
    """Other words for it, in lower case."""


THEMES = (
    Term("conflict", "Conflict", ("STORY-01",), ("disagreement",)),
    Term("failure", "Failure", ("STORY-02",), ("mistake",)),
    Term("ownership", "Ownership", ("STORY-03",)),
    Term("incident_response", "Incident response", ("STORY-04",), ("incident", "outage", "on call", "oncall")),
    Term("mentorship", "Mentorship", ("STORY-05",), ("mentoring", "coaching")),
    Term(
        "speed_versus_quality",
        "Speed versus quality",
        ("STORY-06",),
        ("speed vs quality", "speed vs. quality", "quality versus speed", "speed"),
    ),
    Term("technical_influence", "Technical influence", ("STORY-07",), ("influence",)),
    Term("ambiguity", "Ambiguity", ("STORY-08",), ("uncertainty",)),
)
VALUES = (
    Term("selflessness", "Selflessness", ("CULT-26",), ("selfless",)),
    Term("judgment", "Judgment", ("CULT-08", "CULT-15", "CULT-19"), ("judgement", "independent judgment")),
    Term(
        "candor", "Candor", ("CULT-07", "CULT-13", "CULT-14"), ("candour", "honesty", "radical candor", "transparency")
    ),
    Term("creativity", "Creativity", (), ("creative",)),
    Term("courage", "Courage", ("CULT-23",), ("courageous",)),
    Term("inclusion", "Inclusion", ("CULT-27",), ("inclusive",)),
    Term("curiosity", "Curiosity", ("CULT-21",), ("curious",)),
    Term("resilience", "Resilience", (), ("resilient",)),
)
OTHER_VALUES = (
    Term("freedom_and_responsibility", "Freedom and responsibility", ("CULT-01",), ("freedom & responsibility",)),
    Term("context_not_control", "Context, not control", ("CULT-02",), ("context not control",)),
    Term("aligned_loosely_coupled", "Highly aligned, loosely coupled", ("CULT-03", "CULT-12"), ("highly aligned",)),
    Term("informed_captain", "Informed captain", ("CULT-06",), ("captain",)),
    Term("impact", "Impact", ("CULT-09",)),
    Term("stunning_colleagues", "Stunning colleagues", ("CULT-11",)),
    Term("high_ownership", "High ownership", ("CULT-16",), ("ownership",)),
    Term("communication", "Communication", ("CULT-20",)),
    Term("innovation", "Innovation", ("CULT-22",)),
    Term("passion", "Passion", ("CULT-24",)),
    Term("integrity", "Integrity", ("CULT-25",)),
    Term("diversity", "Diversity", ("CULT-28",)),
)
BANK_SIZE = (6, 8)
"""How many stories a bank should have (STORY-09)."""


def theme(text: str) -> Term | None:
    return _find(text, THEMES)


def value(text: str) -> Term | None:
    return _find(text, VALUES) or _find(text, OTHER_VALUES)


def nearest(text: str, terms: tuple[Term, ...]) -> str:
    """The name most like `text`, "" when none is."""
    names = {word: term.name for term in terms for word in (_plain(term.name), *term.also)}
    near = difflib.get_close_matches(_plain(text)[:80], names, n=1, cutoff=0.5)
    return names[near[0]] if near else ""


def _find(text: str, terms: tuple[Term, ...]) -> Term | None:
    wanted = _plain(text)
    return next((term for term in terms if wanted in (_plain(term.id), _plain(term.name), *term.also)), None)


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").casefold().split())
