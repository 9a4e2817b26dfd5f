"""The best stories of the bank for a question, each with the reason, by BM25 over stems and a table of what questions probe.

A question is first matched with the table (`probes`), which widens it to the themes and values that answer it; a story then scores
by the words it shares with the question, and by the themes and values it is filed under. bm25s does the ranking and the
Snowball stemmer the stems: docs/stories.md has what was measured.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from course.stories.probes import PROBES, Probe
from course.stories.story import SECTIONS, Story
from course.stories.vocabulary import THEMES, VALUES, Term

if TYPE_CHECKING:
    from bm25s import BM25

PROBE_WEIGHT = 1.0
"""Of themes and values against words: how a story is filed says more than the words it happens to share."""
VALUE_WEIGHT = 0.3
"""Of a value against a theme: questions ask for a kind of event, and a value is what one listens for in it."""
ALSO_WEIGHT = 0.6
"""Of a theme that a story shows as well, against the one it is told for."""
PROBES_USED = 3
QUESTION_LENGTH = 500  # characters

_WORD = re.compile(r"[^\W_]+")
# How questions begin, whatever they ask: beside the words that every English text has.
_PHRASES = """
tell describe walk talk give share example explain time times when situation story something someone somebody anybody ever
last recently lately would could might work worked working thing things people made make making get got go went do did
one two three years want wanted think thought need needed nobody everybody everyone moment today
"""


@dataclass(frozen=True)
class Match:
    story: Story
    score: float
    """Between 0 and about 1, for ordering only."""
    shares: tuple[str, ...]
    """Words of the story that the question has, too, most telling first."""
    themes: tuple[Term, ...]
    values: tuple[Term, ...]
    """Those of the story that the question probes."""

    @property
    def why(self) -> str:
        """Shares: outage, rollback. Theme: incident response."""
        parts = [
            f"{name}: {', '.join(words)}"
            for name, words in (
                ("Shares", self.shares),
                ("Theme" if len(self.themes) == 1 else "Themes", [term.name.lower() for term in self.themes]),
                ("Value" if len(self.values) == 1 else "Values", [term.name.lower() for term in self.values]),
            )
            if words
        ]
        return ". ".join(parts) + "." if parts else "Nothing in common with the question."


@dataclass(frozen=True)
class Found:
    probes: tuple[Probe, ...]
    """What the question probably probes, most likely first; empty when no row of the table is like it."""
    matches: tuple[Match, ...]
    """Stories that have anything to do with it, best first."""


def search(stories: Sequence[Story], question: str, limit: int = 3) -> Found:
    """At most `limit` of `stories` for `question`."""
    words = _stems(question[:QUESTION_LENGTH])
    likely = _likely(words)
    if not stories:
        return Found(tuple(probe for probe, _ in likely), ())
    texts = [_words(_text(story)) for story in stories]
    index = _index([[stem for stem, _ in text] for text in texts])
    by_words = _shares(index, words)
    matches = []
    for at, (story, text) in enumerate(zip(stories, texts, strict=True)):
        filed = [(share * _filed(story, probe), probe) for probe, share in likely]
        fit, probe = max(filed, key=lambda pair: pair[0], default=(0.0, None))
        score = (by_words[at] + PROBE_WEIGHT * fit) / (1 + PROBE_WEIGHT)
        if score > 0:
            matches.append(_match(story, score, _shared(index, words, text, at), probe))
    matches.sort(key=lambda match: (-match.score, match.story.id))
    return Found(tuple(probe for probe, _ in likely), tuple(matches[:limit]))


def _likely(words: list[str]) -> list[tuple[Probe, float]]:
    """The probes most like the question, each with its likeness as a share of the best's."""
    shares = _shares(_probes(), words)
    ranked = sorted(zip(PROBES, shares, strict=True), key=lambda pair: (-pair[1], pair[0].row))
    top = ranked[0][1]
    return [(probe, share / top) for probe, share in ranked[:PROBES_USED] if share > 0]


def _filed(story: Story, probe: Probe) -> float:
    """How well the themes and values of a story fit what is probed, from 0 to 1."""
    themes = _best([term.id for term in story.themes], probe.themes)
    values = _best([term.id for term in story.values], probe.values)
    return (themes + VALUE_WEIGHT * values) / (1 + VALUE_WEIGHT)


def _best(own: Sequence[str], wanted: Sequence[str]) -> float:
    """1 when the first of both is the same, less by its place in either."""
    return max(
        ((1.0 if own[0] == id else ALSO_WEIGHT) / (1 + place) for place, id in enumerate(wanted) if id in own),
        default=0.0,
    )


def _match(story: Story, score: float, shares: tuple[str, ...], probe: Probe | None) -> Match:
    themes = tuple(term for term in THEMES if probe and term.id in probe.themes and term in story.themes)
    values = tuple(term for term in VALUES if probe and term.id in probe.values and term in story.values)
    return Match(story, round(score, 4), shares, themes, values)


def _shared(index: "BM25", words: list[str], text: list[tuple[str, str]], at: int) -> tuple[str, ...]:
    """The story's own words for the stems it shares with the question, by how much each counts in it."""
    own = dict(reversed(text))  # stem to the first word of the text that has it
    common = [stem for stem in dict.fromkeys(words) if stem in own]
    common.sort(key=lambda stem: -_scores(index, [stem])[at])
    return tuple(own[stem] for stem in common)


def _text(story: Story) -> str:
    fields = [*story.listed("metrics"), *story.listed("rejected"), *story.listed("people")]
    # The title twice: it is what the learner thinks the story is about.
    return "\n".join([story.title, story.title, *(story.section(name) for name in SECTIONS), *fields])


def _shares(index: "BM25", words: list[str]) -> list[float]:
    """Of what a text with all these words at their best would score: one chance word in common is not much."""
    by_word = [_scores(index, [word]) for word in dict.fromkeys(words)]
    best = [max(scores) for scores in by_word]
    rare = max(best, default=0.0)  # what a word counts that no text has
    whole = sum(one or rare for one in best)
    return [sum(scores) / whole if whole else 0.0 for scores in zip(*by_word, strict=True)] or [0.0] * _size(index)


def _scores(index: "BM25", words: list[str]) -> list[float]:
    known = [word for word in words if word in index.vocab_dict]
    return [float(score) for score in index.get_scores(known)] if known else [0.0] * _size(index)


def _size(index: "BM25") -> int:
    return int(index.scores["num_docs"])


def _index(texts: list[list[str]]) -> "BM25":
    from bm25s import BM25  # imports NumPy: only when something is searched

    index = BM25()
    # A text without words has no place in an index: a word that nobody asks for keeps it.
    index.index([text or ["\0"] for text in texts], show_progress=False)
    return index


@cache
def _probes() -> "BM25":
    return _index([_stems(f"{probe.asked} {probe.what}") for probe in PROBES])


def _stems(text: str) -> list[str]:
    return [stem for stem, _ in _words(text)]


def _words(text: str) -> list[tuple[str, str]]:
    """Stem and word, in order, without those that say nothing."""
    stem, idle = _stemmer(), _idle()
    return [(stem.stemWord(word), word) for word in _WORD.findall(text.lower()) if word not in idle]


@cache
def _idle() -> frozenset[str]:
    from bm25s.stopwords import STOPWORDS_EN_PLUS

    return frozenset([*STOPWORDS_EN_PLUS, *_PHRASES.split()])


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")
