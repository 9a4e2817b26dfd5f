"""Reading an answer: sentences, labels, findings, signals, values, strength."""

import math
from collections.abc import Sequence

from course.coach import kinds, text, words
from course.coach.advice import ADVICE
from course.coach.features import describe
from course.coach.model import Judged, Models, models
from course.coach.reading import LABELS, Finding, Reading, Sentence, Signals
from course.coach.values import shown

QUOTE_WORDS = 12
"""Of a long sentence, a follow-up repeats so many words at most."""
RELIEF = 0.3
ANXIETY = 0.3
SIGNALS = 3
"""Signals named of each sort, at most."""

ABOUT = {
    "blame_without_ownership": ("mark", "b"),
    "vague": ("mark", "v"),
    "we_not_i": ("mark", "u"),
    "value_named_outright": ("mark", "n"),
    "result_not_quantified": ("label", "R"),
}
"""The sentence that a finding quotes: the clearest by that mark, or by that label."""
NEXT_TO = {
    "missing_action": "T",
    "missing_result": "A",
    "missing_task": "A",
    "missing_situation": "T",
    "no_stakes": "S",
    "no_reflection": "R",
    "no_alternatives": "A",
}
"""What is absent has no quote; the follow-up starts from a sentence with this label."""


def read(answer: str, question: str = "", seconds: float | None = None, *, using: Models | None = None) -> Reading:
    """Read one answer. `seconds` is how long it took to say; without it, 150 words a minute are assumed.

    `question` may be left out. `using` is for measuring other models than those that ship. Raises ValueError if `seconds` is not a finite number above zero.
    """
    if seconds is not None and not (math.isfinite(seconds) and seconds > 0):
        raise ValueError(f"seconds must be a finite number above 0, and is {seconds}")
    sentences = text.split(answer)
    counted = kinds.count(sentences, seconds)
    if not any(character.isalnum() for sentence in sentences for character in sentence):
        return _nothing(sentences, counted)
    judged = (using or models()).judge(describe(sentences))
    found = kinds.decide(judged, counted)
    labels = kinds.settle(judged, found)
    findings = tuple(_finding(kind, answer, sentences, labels, judged, counted) for kind in ADVICE if kind in found)
    return Reading(
        sentences=tuple(map(Sentence, sentences, labels)),
        shares=_shares(sentences, labels),
        seconds=counted.seconds,
        findings=findings,
        signals=Signals(
            _signals(answer, sentences, judged.mark["r"], RELIEF),
            _signals(answer, sentences, judged.mark["x"], ANXIETY),
        ),
        values=shown(sentences, judged),
        strength=kinds.clamp(5 - sum(ADVICE[finding.kind].cost for finding in findings), 1, 5),
    )


def _nothing(sentences: Sequence[str], counted: kinds.Counted) -> Reading:
    """There is no word in it: nothing is missing that could be named."""
    plain = tuple(Sentence(sentence, "N") for sentence in sentences)
    return Reading(plain, dict.fromkeys(LABELS, 0.0), counted.seconds, (), Signals((), ()), (), 1)


def _shares(sentences: Sequence[str], labels: Sequence[str]) -> dict[str, float]:
    lengths = [len(sentence.split()) for sentence in sentences]
    return {
        name: round(
            sum(length for length, label in zip(lengths, labels, strict=True) if label == name) / sum(lengths), 3
        )
        for name in LABELS
    }


def _finding(
    kind: str, answer: str, sentences: Sequence[str], labels: Sequence[str], judged: Judged, counted: kinds.Counted
) -> Finding:
    advice = ADVICE[kind]
    at = _where(kind, sentences, labels, judged)
    piece = text.quotable(answer, sentences[at])
    quote = "" if kind in NEXT_TO else piece
    asks = advice.asks.format(quote=_short(piece)) if piece else advice.asks_without_quote
    why = advice.why.format(seconds=round(counted.seconds), fillers=counted.fillers, words=counted.words)
    return Finding(kind, quote, why, advice.rubric, asks)


def _where(kind: str, sentences: Sequence[str], labels: Sequence[str], judged: Judged) -> int:
    """The sentence that a finding is about."""
    if kind in ABOUT:
        sort, name = ABOUT[kind]
        scores = judged.mark[name] if sort == "mark" else judged.label[name]
        return max(range(len(sentences)), key=lambda at: scores[at])
    if kind in NEXT_TO:
        return max(range(len(sentences)), key=lambda at: judged.label[NEXT_TO[kind]][at])
    if kind == "fillers":
        return max(range(len(sentences)), key=lambda at: len(kinds.FILLERS.findall(words.plain(sentences[at]))))
    if kind == "too_long":
        return _over(sentences)
    return len(sentences) - 1


def _over(sentences: Sequence[str]) -> int:
    """The sentence in which the target's words are used up."""
    left = kinds.TARGET_S * kinds.WORDS_PER_MINUTE / 60
    for at, sentence in enumerate(sentences):
        left -= len(sentence.split())
        if left < 0:
            return at
    return len(sentences) - 1


def _short(piece: str) -> str:
    """The beginning of a piece, without its full stop."""
    parts = piece.split(" ")
    cut = " ".join(parts[:QUOTE_WORDS]).rstrip(".,;:!? ")
    return cut + " …" if len(parts) > QUOTE_WORDS else cut


def _signals(answer: str, sentences: Sequence[str], scores: Sequence[float], least: float) -> tuple[str, ...]:
    likely = sorted((at for at in range(len(sentences)) if scores[at] >= least), key=lambda at: -scores[at])[:SIGNALS]
    pieces = (text.quotable(answer, sentences[at]) for at in sorted(likely))
    return tuple(piece for piece in pieces if piece)
