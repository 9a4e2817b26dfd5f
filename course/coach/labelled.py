"""Labelled answers: what the models are trained on and judged by (tests/course/coach/answers/README.md)."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from course.catalogue import ROOT

ANSWERS = ROOT / "tests/course/coach/answers"
JUDGING = ("c5", "c10")
"""Never trained on, never tuned on."""
SAME_WRITER = {"c7": "c6", "c8": "c6"}
"""Each other file has a writer of its own."""


@dataclass(frozen=True)
class Labelled:
    """An answer with its label and marks a sentence, and the kinds, values and signals of the whole."""

    id: str
    question: str
    sentences: tuple[str, ...]
    labels: tuple[str, ...]
    marks: tuple[frozenset[str], ...]
    kinds: frozenset[str]
    values: frozenset[str]
    relief: tuple[str, ...]
    anxiety: tuple[str, ...]

    @property
    def file(self) -> str:
        return self.id.partition("-")[0]

    @property
    def writer(self) -> str:
        """The first file by the same writer."""
        return SAME_WRITER.get(self.file, self.file)

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


def tuning(folder: Path = ANSWERS) -> list[Labelled]:
    """All answers that models and thresholds may be made from."""
    return [one for file in sorted(folder.glob("*.yaml")) if file.stem not in JUDGING for one in read_file(file)]


def judging(folder: Path = ANSWERS) -> list[Labelled]:
    """The answers that only judge."""
    return [one for name in JUDGING for one in read_file(folder / f"{name}.yaml")]


def read_file(file: Path) -> list[Labelled]:
    """A file of answers, with the marks beside it."""
    marks = dict(line.split(":", 1) for line in file.with_suffix(".marks").read_text("utf-8").splitlines())
    return [_labelled(entry, marks[entry["id"]]) for entry in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)]


def _labelled(entry: dict[str, object], line: str) -> Labelled:
    pairs = [next(iter(sentence.items())) for sentence in entry["sentences"]]  # type: ignore[attr-defined]
    of = {int(number): frozenset(letters) for number, letters in re.findall(r"(\d+)([a-z]+)", line)}
    return Labelled(
        id=str(entry["id"]),
        question=str(entry["question"]),
        sentences=tuple(text for _, text in pairs),
        labels=tuple(label for label, _ in pairs),
        marks=tuple(of.get(number, frozenset()) for number in range(1, len(pairs) + 1)),
        kinds=frozenset(entry["kinds"]),  # type: ignore[call-overload]
        values=frozenset(entry["values"]),  # type: ignore[call-overload]
        relief=tuple(entry["relief"]),  # type: ignore[arg-type]
        anxiety=tuple(entry["anxiety"]),  # type: ignore[arg-type]
    )
