"""What came of a tests cell: a table for people, a number for nbgrader, data for programs."""

from dataclasses import dataclass
from html import escape
from typing import Any

MIME = "application/vnd.keeper.cases+json"
VERSION = 1
OUTPUT_LIMIT = 2_000
"""Characters of what a case printed that are kept: enough for a person, too few to flood a notebook."""
MESSAGE_LIMIT = 4_000


@dataclass(frozen=True)
class Result:
    """One case's outcome; `message` is None when it passed."""

    label: str
    weight: float
    message: str | None
    hidden: bool = False
    printed: str = ""

    @property
    def passed(self) -> bool:
        return self.message is None


@dataclass(frozen=True)
class Report:
    """All cases of a tests cell. `repr` is the points as nbgrader reads partial credit; `str` is the table as text."""

    id: str
    points: float
    results: tuple[Result, ...]
    visible_only: bool

    @property
    def passed(self) -> int:
        return sum(result.passed for result in self.results)

    @property
    def score(self) -> float:
        """The points earned, 0 to `points`; full only when every case passed, and none where there is no case."""
        if self.results and self.passed == len(self.results):
            return self.points
        weights = sum(result.weight for result in self.results)
        earned = sum(result.weight for result in self.results if result.passed)
        return min(round(self.points * earned / weights, 2), self.points - 0.01) if earned else 0.0

    @property
    def headline(self) -> str:
        if self.visible_only:
            return f"{self.passed} of {len(self.results)} visible cases pass; hidden cases run when you grade"
        return f"{self.passed} of {len(self.results)} cases pass: {self.score:g} of {self.points:g} points"

    def __repr__(self) -> str:
        return f"{self.score:g}"

    def __str__(self) -> str:
        rows = [f"{self.id}: {self.headline}"]
        for result in self.results:
            rows.append(f"  {'pass' if result.passed else 'FAIL'}  {result.label}")
            rows += [f"        {line}" for line in _message(result).split("\n") if line]
        return "\n".join(rows)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": self.to_html(), MIME: self.to_dict()}

    def to_dict(self) -> dict[str, Any]:
        return {
            "version": VERSION,
            "id": self.id,
            "points": self.points,
            "score": self.score,
            "visible_only": self.visible_only,
            "results": [
                {"label": r.label, "weight": r.weight, "passed": r.passed, "message": _message(r), "hidden": r.hidden}
                for r in self.results
            ],
        }

    def to_html(self) -> str:
        """A table that inherits the theme's colours, says pass and fail in words, and keeps its layout without style sheets."""
        rows = "".join(_row(result) for result in self.results)
        return (
            '<table style="width:100%;max-width:60em;margin:0;text-align:left;border-collapse:collapse">'
            f'<caption style="text-align:left;padding:4px 0;color:inherit"><strong>{escape(self.id)}</strong>: {escape(self.headline)}</caption>'
            '<thead><tr><th scope="col" style="text-align:left;width:5em">Result</th>'
            f'<th scope="col" style="text-align:left">Case</th></tr></thead><tbody>{rows}</tbody></table>'
        )


def _row(result: Result) -> str:
    colour = "var(--jp-success-color1, #388e3c)" if result.passed else "var(--jp-error-color1, #d32f2f)"
    word = "✓ pass" if result.passed else "✗ FAIL"
    message = _message(result)
    detail = (
        f'<div style="white-space:pre-wrap;overflow-wrap:anywhere;padding:2px 0 4px">{escape(message)}</div>'
        if message
        else ""
    )
    return (
        f'<tr><td style="text-align:left;vertical-align:top;white-space:nowrap;border-left:4px solid {colour}">{word}</td>'
        f'<td style="text-align:left;white-space:normal">{escape(result.label)}{detail}</td></tr>'
    )


def _message(result: Result) -> str:
    if result.message is None:
        return ""
    printed = f"\nYour code printed:\n{result.printed.rstrip()}" if result.printed.strip() else ""
    message = result.message if len(result.message) <= MESSAGE_LIMIT else result.message[:MESSAGE_LIMIT] + " …"
    return message + printed
