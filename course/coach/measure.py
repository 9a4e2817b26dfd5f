"""`python -m course.coach.measure`: how well the coach reads answers that it was not made from.

Two tables: the judging files, read by the models that ship; and the others, each read by models trained on no answer of its writer.
"""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from course.coach import coach
from course.coach.labelled import Labelled, judging, tuning
from course.coach.model import Models, models
from course.coach.reading import KINDS, LABELS
from course.coach.train import train


@dataclass(frozen=True)
class Rate:
    """Of one label or kind: how often it was right to say it, and how often it was said when it was right."""

    found: int
    said: int
    right: int

    @property
    def precision(self) -> float:
        return self.found / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.right if self.right else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.found / (self.said + self.right) if self.said + self.right else 1.0


@dataclass(frozen=True)
class Measured:
    """Rates by label (of sentences) and by kind (of answers)."""

    answers: int
    sentences: int
    labels: dict[str, Rate]
    kinds: dict[str, Rate]

    @property
    def macro_f1(self) -> float:
        """The mean of the labels' F1, each counting the same."""
        return sum(rate.f1 for rate in self.labels.values()) / len(self.labels)


def measure(answers: Iterable[tuple[Labelled, Models]]) -> Measured:
    """Read every answer from its text alone and compare. Only sentences cut as the labelled ones are can be right."""
    labels = {name: [0, 0, 0] for name in LABELS}
    found = {name: [0, 0, 0] for name in KINDS}
    number = sentences = 0
    for answer, read_by in answers:
        number, sentences = number + 1, sentences + len(answer.sentences)
        reading = coach.read(answer.text, answer.question, using=read_by)
        said = [(sentence.text, sentence.label) for sentence in reading.sentences]
        right = list(zip(answer.sentences, answer.labels, strict=True))
        _count(labels, said, right)
        _count(
            found,
            [(kind, kind) for kind in (finding.kind for finding in reading.findings)],
            [(kind, kind) for kind in answer.kinds],
        )
    return Measured(
        number,
        sentences,
        {name: Rate(*counts) for name, counts in labels.items()},
        {name: Rate(*counts) for name, counts in found.items()},
    )


def judge() -> Measured:
    """The judging files, by the models that ship."""
    return measure((answer, models()) for answer in judging())


def leave_one_writer_out() -> Measured:
    """Every other answer, by models trained on those of all other writers."""
    answers = tuning()
    pairs: list[tuple[Labelled, Models]] = []
    for writer in sorted({answer.writer for answer in answers}):
        with tempfile.TemporaryDirectory() as folder:
            train([answer for answer in answers if answer.writer != writer], Path(folder))
            without = Models(Path(folder))
        pairs += [(answer, without) for answer in answers if answer.writer == writer]
    return measure(pairs)


def judged_rows(judged: Measured) -> list[str]:
    """The rows of the table up to what the judging files give."""
    rows = [f"| {name} | {_cells(rate)} |" for name, rate in judged.labels.items()]
    rows.append(f"| **labels, macro-F1** | **{judged.macro_f1:.2f}** | | |")
    return rows + [f"| {name} | {_cells(rate)} |" for name, rate in judged.kinds.items()]


def table(judged: Measured, left_out: Measured) -> str:
    """Both as one table in Markdown."""
    heads = [
        f"{name}: {one.answers} answers, {one.sentences} sentences"
        for name, one in (("judging files", judged), ("writer left out", left_out))
    ]
    lines = [
        f"| | {heads[0]} | | | {heads[1]} | | |",
        "|---|---|---|---|---|---|---|",
        "| | precision | recall | of | precision | recall | of |",
    ]
    both = zip(judged_rows(judged), judged_rows(left_out), strict=True)
    return "\n".join([*lines, *(one + other.split("|", 2)[2] for one, other in both)])


def _cells(rate: Rate) -> str:
    return f"{rate.precision:.2f} | {rate.recall:.2f} | {rate.right}"


def _count(counts: dict[str, list[int]], said: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]]) -> None:
    for pair in said:
        counts[pair[1]][1] += 1
        counts[pair[1]][0] += pair in right
    for pair in right:
        counts[pair[1]][2] += 1


if __name__ == "__main__":
    print(table(judge(), leave_one_writer_out()))
