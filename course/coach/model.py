"""The trained part: linear-chain conditional random fields, one for the labels and one for each mark.

A model is a table of weights, feature by label, in the format of CRFsuite; `python -m course.coach.train` writes them.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pycrfsuite

from course.coach.reading import LABELS

MARKS = {
    "k": "a stake",
    "o": "an option weighed, offered or rejected, or a trade-off",
    "f": "reflection",
    "m": "a measured outcome",
    "b": "blame, fair or not",
    "w": "a part of it owned",
    "i": "an act of the speaker's own",
    "u": "an act of ours",
    "v": "vague",
    "n": "a value named",
    "r": "a sign of relief",
    "x": "a sign of anxiety",
}
UNMARKED = "-"
FOLDER = Path(__file__).parent / "models"


@dataclass(frozen=True)
class Judged:
    """What the models say of one answer: a probability a sentence and label, a sentence and mark.

    `never[mark]` is the probability that no sentence of the answer has that mark.
    """

    labels: tuple[str, ...]
    label: dict[str, tuple[float, ...]]
    mark: dict[str, tuple[float, ...]]
    never: dict[str, float]


class Models:
    """The models of a folder, each `NAME.crf`: `labels`, and one a mark."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._one_at_a_time = threading.Lock()  # a tagger holds the answer that it judges
        self._labels = _open(folder / "labels.crf")
        self._marks = {mark: _open(folder / f"mark_{mark}.crf") for mark in MARKS}

    def judge(self, described: Sequence[Sequence[str]]) -> Judged:
        """Judge an answer of at least one sentence, as `features.describe` gives it."""
        with self._one_at_a_time:
            return self._judge(described)

    def _judge(self, described: Sequence[Sequence[str]]) -> Judged:
        at = range(len(described))
        items = pycrfsuite.ItemSequence(described)
        self._labels.set(items)
        labels = tuple(self._labels.tag())
        label = {name: tuple(self._labels.marginal(name, i) for i in at) for name in LABELS}
        mark: dict[str, tuple[float, ...]] = {}
        never: dict[str, float] = {}
        for name, tagger in self._marks.items():
            tagger.set(items)
            mark[name] = tuple(tagger.marginal(name, i) for i in at)
            never[name] = tagger.probability([UNMARKED] * len(described))
        return Judged(labels, label, mark, never)


@cache
def models() -> Models:
    """The models that the package ships, opened once."""
    return Models()


def _open(file: Path) -> "pycrfsuite.Tagger":
    tagger = pycrfsuite.Tagger()
    tagger.open(str(file))
    return tagger
