"""Which findings an answer gets: rules over what the models say of its sentences.

Each rule gives a score that is compared with one threshold. The thresholds were chosen on answers read by models that
had seen nothing of their writer (`python -m course.coach.measure`), the three newest writers counting threefold, and are rounded.
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
PRESENT = {"S": 0.9, "T": 0.35, "A": 1.1, "R": 0.84}
"""A label is in the answer if at least so many of its sentences are expected, with what marks add: a sentence that does two has one label."""
STATED = 0.2  # by a task said in so many words
ACTED = 0.3  # by an act, times its probability
AN_ACT = 0.75  # so likely an act, at least, is one, whatever else its sentence does
CAME_OF_IT = 0.3  # by a measured outcome, times its probability
STAKES = 0.25  # probability of the likeliest sentence, less the more of the answer is vague
NO_OPTION = 0.75  # probability that no sentence has one
REFLECTION = 0.36  # probability of the likeliest sentence
MEASURED = 0.3
BY_A_MEASURE = 0.6  # so likely measured, at least, is a result with a measure in it
VALUE_NAMED = 0.4
BLAME = 0.47  # sentences with blame or unease, expected, the less the likelier something is owned or learned, and the longer the answer
OURS = 0.6  # share of the acts
HALF_AN_ACT = 0.5  # so that one act of ours alone is not all
VAGUE = 0.33  # share of the sentences

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
    """What is told without a model: words, fillers, length, if a task is stated in so many words, which sentences have a measure."""

    words: int
    fillers: int
    seconds: float
    timed: bool
    task: bool
    measures: tuple[bool, ...]


def estimate_s(count: int) -> float:
    """Seconds that so many words take at WORDS_PER_MINUTE."""
    return round(60 * count / WORDS_PER_MINUTE, 1)


def count(sentences: Sequence[str], seconds: float | None) -> Counted:
    """Count what the models are not needed for."""
    total = sum(len(sentence.split()) for sentence in sentences)
    texts = [words.plain(sentence) for sentence in sentences]
    return Counted(
        words=total,
        fillers=sum(len(FILLERS.findall(text)) for text in texts),
        seconds=estimate_s(total) if seconds is None else seconds,
        timed=seconds is not None,
        task=any(words.count("task stated", text) for text in texts),
        measures=tuple(words.count("measured", text) > 0 for text in texts),
    )


def decide(judged: Judged, counted: Counted) -> set[str]:
    """The kinds of findings of an answer."""
    expected = {label: sum(judged.label[label]) for label in MISSING}
    expected["T"] += STATED * counted.task
    acted = max(judged.mark["i"] + judged.mark["u"])
    expected["A"] += PRESENT["A"] if acted > AN_ACT else ACTED * acted
    expected["R"] += CAME_OF_IT * max(judged.mark["m"])
    found = {kind for label, kind in MISSING.items() if expected[label] < PRESENT[label]}
    if counted.timed:
        long, short = counted.seconds > TOO_LONG_S, counted.seconds < TOO_SHORT_S
    else:
        long, short = counted.words > TOO_LONG_WORDS, counted.words < TOO_SHORT_WORDS
    mark, never = judged.mark, judged.never
    ours, own = sum(mark["u"]), sum(mark["i"])
    vague = sum(mark["v"]) / len(judged.labels)
    rules = {
        "too_long": long,
        "too_short": short,
        "no_stakes": max(mark["k"]) - vague / 2 < STAKES,
        "no_alternatives": never["o"] > NO_OPTION,
        "no_reflection": max(mark["f"]) < REFLECTION,
        "result_not_quantified": MISSING["R"] not in found and _measured(judged, counted) < MEASURED,
        "value_named_outright": max(mark["n"]) > VALUE_NAMED,
        "blame_without_ownership": _blame(judged) > BLAME,
        "we_not_i": ours / (ours + own + HALF_AN_ACT) > OURS,
        "vague": vague > VAGUE,
        "fillers": counted.fillers >= FILLERS_AT_LEAST and counted.fillers * WORDS_PER_FILLER >= counted.words,
    }
    return found | {kind for kind, holds in rules.items() if holds}


def _measured(judged: Judged, counted: Counted) -> float:
    pairs = zip(judged.mark["m"], judged.label["R"], counted.measures, strict=True)
    return max(max(measured, BY_A_MEASURE * result * measures) for measured, result, measures in pairs)


def _blame(judged: Judged) -> float:
    mark, never = judged.mark, judged.never
    return (sum(mark["b"]) + sum(mark["x"]) / 2) * never["w"] * (1 + never["f"]) / math.sqrt(len(judged.labels))


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
