"""Which findings an answer gets: rules over what the models say of its sentences.

Each rule gives a score that is compared with one threshold. The thresholds were chosen by leaving out one file of the
labelled answers at a time (`python -m course.coach.measure`), and are rounded.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from course.coach import words
from course.coach.model import Judged

TARGET_S = 90
"""What an interviewer listens to with pleasure (RUBRIC-40)."""
TOO_LONG_S = 130
TOO_SHORT_S = 30
TOO_LONG_WORDS = 330
TOO_SHORT_WORDS = 75
WORDS_PER_MINUTE = 150
"""The pace at which a written answer is taken to be spoken."""

FILLERS_AT_LEAST = 5
WORDS_PER_FILLER = 30
PRESENT = {"S": 0.64, "T": 0.36, "A": 0.8, "R": 0.62}
"""A label is in the answer if its likeliest sentence has at least this probability."""
STAKES = 0.55  # sentences with a stake, expected
NO_OPTION = 0.65  # probability that no sentence has one
REFLECTION = 0.45  # probability of the likeliest sentence, here and in the next two
MEASURED = 0.27
VALUE_NAMED = 0.2
BLAME = 0.9  # sentences with blame or unease, expected, the less the likelier something is owned or learned
OURS = 0.55  # share of the acts
HALF_AN_ACT = 0.5  # so that one act of ours alone is not all
VAGUE = 0.4  # share of the sentences

MISSING = {"S": "missing_situation", "T": "missing_task", "A": "missing_action", "R": "missing_result"}

FILLERS = re.compile(
    r"\b(?:um+|uh+|erm*|er|hmm+|you know|i mean|sort of|kinda|sorta|basically|actually|honestly|literally)\b"
    r"|(?<!a )(?<!the )(?<!some )(?<!this )(?<!that )(?<!what )(?<!any )(?<!one )(?<!every )\bkind of\b"
    r"|(?<=,) like,?|\blike,|(?:\bwas|\bwere|'s|\bis|\band|\bso|\bbut|\bjust) like\b(?! to\b)"
    r"|(?<!would )(?<!look )(?<!looks )(?<!looked )(?<!feel )(?<!feels )(?<!felt )\blike (?=\d|(?:two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|maybe|really|super|literally|every)\b)"
)


@dataclass(frozen=True)
class Counted:
    """An answer as numbers: its words, its fillers and its length."""

    words: int
    fillers: int
    seconds: float
    timed: bool


def estimate_s(count: int) -> float:
    """Seconds that so many words take at WORDS_PER_MINUTE."""
    return round(60 * count / WORDS_PER_MINUTE, 1)


def count(sentences: Sequence[str], seconds: float | None) -> Counted:
    """Count what the models are not needed for."""
    total = sum(len(sentence.split()) for sentence in sentences)
    fillers = sum(len(FILLERS.findall(words.plain(sentence))) for sentence in sentences)
    return Counted(total, fillers, estimate_s(total) if seconds is None else seconds, seconds is not None)


def decide(judged: Judged, counted: Counted) -> set[str]:
    """The kinds of findings of an answer."""
    found = {kind for label, kind in MISSING.items() if max(judged.label[label]) < PRESENT[label]}
    if counted.timed:
        long, short = counted.seconds > TOO_LONG_S, counted.seconds < TOO_SHORT_S
    else:
        long, short = counted.words > TOO_LONG_WORDS, counted.words < TOO_SHORT_WORDS
    mark, never = judged.mark, judged.never
    ours, own = sum(mark["u"]), sum(mark["i"])
    rules = {
        "too_long": long,
        "too_short": short,
        "no_stakes": sum(mark["k"]) < STAKES,
        "no_alternatives": never["o"] > NO_OPTION,
        "no_reflection": max(mark["f"]) < REFLECTION,
        "result_not_quantified": MISSING["R"] not in found and max(mark["m"]) < MEASURED,
        "value_named_outright": max(mark["n"]) > VALUE_NAMED,
        "blame_without_ownership": _blame(judged) > BLAME,
        "we_not_i": ours / (ours + own + HALF_AN_ACT) > OURS,
        "vague": sum(mark["v"]) / len(judged.labels) > VAGUE,
        "fillers": counted.fillers >= FILLERS_AT_LEAST and counted.fillers * WORDS_PER_FILLER >= counted.words,
    }
    return found | {kind for kind, holds in rules.items() if holds}


def _blame(judged: Judged) -> float:
    mark, never = judged.mark, judged.never
    return (sum(mark["b"]) + sum(mark["x"]) / 2) * never["w"] * (1 + never["f"]) / 2


def settle(judged: Judged, kinds: set[str]) -> list[str]:
    """The labels, made to agree with the kinds: no sentence has a label that is said to be missing, and one has each other."""
    gone = {label for label, kind in MISSING.items() if kind in kinds}
    labels = [
        max((name for name in judged.label if name not in gone), key=lambda name: judged.label[name][at])
        if label in gone
        else label
        for at, label in enumerate(judged.labels)
    ]
    for label in MISSING:
        if label not in gone and label not in labels:
            at = max(range(len(labels)), key=lambda i: judged.label[label][i])
            if labels.count(labels[at]) > 1 or labels[at] == "N":
                labels[at] = label
    return labels


def clamp(value: float, low: int, high: int) -> int:
    """The nearest whole number within bounds; halves round up."""
    return max(low, min(high, math.floor(value + 0.5)))
