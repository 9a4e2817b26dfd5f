"""A result as people read it, on a terminal and in docs/benchmarks.md."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Rows under named columns; `note` says how it was measured."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def text(self) -> str:
        """In columns: the first to the left, numbers to the right."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.columns))]
        shown = [
            "  ".join(
                cell.rjust(width) if place else cell.ljust(width)
                for place, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        ]
        return "\n".join([self.title, *shown, *([self.note] if self.note else [])])

    def markdown(self) -> str:
        """A section."""
        rule = ["---", *["---:"] * (len(self.columns) - 1)]
        rows = "\n".join(f"| {' | '.join(line)} |" for line in [self.columns, rule, *self.rows])
        return "\n\n".join([f"### {self.title}", rows, *([self.note] if self.note else [])])
