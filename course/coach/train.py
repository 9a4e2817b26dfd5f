"""`python -m course.coach.train`: the models of the coach from the labelled answers, into course/coach/models/."""

from collections.abc import Sequence
from pathlib import Path

import pycrfsuite

from course.coach.features import describe
from course.coach.labelled import Labelled, tuning
from course.coach.model import FOLDER, MARKS, UNMARKED

SETTINGS = {
    "max_iterations": 150,
    "feature.possible_transitions": True,
}
LABELS_HELD = {"c1": 0.15, "c2": 1.5}
MARKS_HELD = {"c1": 0.3, "c2": 2.5}
"""L1, which leaves most weights at zero and the files small, and L2. There are fewer of each mark than of each label.
Chosen by leaving out one writer at a time."""


def train(answers: Sequence[Labelled], folder: Path = FOLDER) -> None:
    """Write every model into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    described = [describe(answer.sentences) for answer in answers]
    fit(described, [answer.labels for answer in answers], LABELS_HELD, folder / "labels.crf")
    for mark in MARKS:
        marked = [[mark if mark in marks else UNMARKED for marks in answer.marks] for answer in answers]
        fit(described, marked, MARKS_HELD, folder / f"mark_{mark}.crf")


def fit(
    described: Sequence[Sequence[Sequence[str]]], labels: Sequence[Sequence[str]], held: dict[str, float], file: Path
) -> "pycrfsuite.Tagger":
    """Train one model, write it to `file`, and open it. On one machine the same answers give the same bytes."""
    trainer = pycrfsuite.Trainer(verbose=False, params=SETTINGS | held)
    for items, names in zip(described, labels, strict=True):
        trainer.append(items, names)
    trainer.train(str(file))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(file))
    return tagger


if __name__ == "__main__":
    train(tuning())
    print(f"{sum(file.stat().st_size for file in FOLDER.iterdir()) / 1e6:.1f} MB of models in {FOLDER}")
