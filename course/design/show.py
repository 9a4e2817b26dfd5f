"""Designs and reviews as pages of a notebook: HTML that inherits the theme's colours and keeps its layout without style sheets."""

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from course.design.draw import draw
from course.design.plots import plots
from course.design.prices import Bill, bill

if TYPE_CHECKING:
    from course.design.design import Design
    from course.design.report import Review

MARKS = {"pass": "✓ pass", "fail": "✗ FAIL", "too close to call": "≈ too close to call"}
COLOURS = {
    "pass": "var(--jp-success-color1, #388e3c)",
    "fail": "var(--jp-error-color1, #d32f2f)",
    "too close to call": "var(--jp-warn-color1, #b45309)",
}
KINDS = {
    "fault": "var(--jp-warn-color1, #b45309)",
    "objective": "var(--jp-error-color1, #d32f2f)",
    "sign": "var(--jp-ui-font-color2, currentColor)",
}
_CELL = "text-align:left;vertical-align:top;white-space:normal;padding:3px 12px 3px 8px"


def page(review: "Review") -> str:
    """The whole report."""
    verdict = review.verdict
    many = f"{len(verdict.seeds)} seeds" if len(verdict.seeds) > 1 else "one seed"
    parts = [
        f'<p style="margin:0 0 8px;font-size:1.15em"><strong>{escape(verdict.design)}</strong> under '
        f"<strong>{escape(verdict.scenario)}</strong>: {_mark(verdict.outcome)}, {many}, ${review.bill.total:,.0f} a month</p>",
        _objectives(review),
        f'<p style="margin:10px 0">{_inline(review.story())}</p>',
        plots(review.measured),
        _heading("Timeline"),
        _timeline(review),
        _heading("To try next"),
        f'<ol style="margin:0">{"".join(f"<li>{_inline(one.text)}</li>" for one in review.questions)}</ol>',
    ]
    if review.changes:
        parts.append(_folded("What changed since the run before", _pre(review.changes)))
    if review.remarks:
        parts.append(_folded(f"About the design: {_count(len(review.remarks))}", _list(map(str, review.remarks))))
    parts.append(_folded(f"Cost: ${review.bill.total:,.0f} a month", _bill(review.bill)))
    parts.append(f'<p style="margin:10px 0 0;opacity:.75">Replay: {_inline(review.replay)}</p>')
    return f'<div style="max-width:1060px;line-height:1.45">{"".join(parts)}</div>'


def design_page(design: "Design") -> str:
    """The drawing, remarks and what stands for itself on the bill."""
    remarks = design.remarks
    parts = [draw(design)]
    if remarks:
        parts.append(_folded(_count(len(remarks)), _list(map(str, remarks)), open_=True))
    cost = bill(design)
    parts.append(_folded(f"${cost.total:,.0f} a month before any traffic", _bill(cost)))
    return f'<div style="max-width:1060px;line-height:1.45">{"".join(parts)}</div>'


def _objectives(review: "Review") -> str:
    before = "<th scope=col style='text-align:left'>Before</th>" if review.before else ""
    rows = "".join(
        f'<tr><td style="{_CELL};white-space:nowrap;border-left:4px solid {COLOURS[one.outcome]}">{MARKS[one.outcome]}</td>'
        f'<td style="{_CELL}">{escape(one.objective.text)}</td>'
        + (f'<td style="{_CELL}">{escape(review.then(one))}</td>' if review.before else "")
        + f'<td style="{_CELL}">{escape(one.measured)}</td></tr>'
        for one in review.verdict.judgements
    )
    return (
        '<table style="margin:0;border-collapse:collapse;text-align:left"><thead><tr><th scope="col" style="text-align:left">Verdict</th>'
        f'<th scope="col" style="text-align:left">Objective</th>{before}<th scope="col" style="text-align:left">Measured</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _timeline(review: "Review") -> str:
    rows = "".join(
        f'<tr><td style="{_CELL};text-align:right;white-space:nowrap;border-left:4px solid {KINDS.get(one.kind, "transparent")}">'
        f'{one.at_s:,.0f} s</td><td style="{_CELL}">{f"<code>{escape(one.about)}</code> " if one.about else ""}{escape(one.text)}</td></tr>'
        for one in review.moments
    )
    return f'<div style="max-height:22em;overflow:auto"><table style="margin:0;border-collapse:collapse">{rows}</table></div>'


def _bill(cost: Bill) -> str:
    rows = "".join(
        f'<tr><td style="{_CELL}"><code>{escape(line.component)}</code></td><td style="{_CELL}">{escape(line.what)}</td>'
        f'<td style="{_CELL};text-align:right">${line.dollars:,.0f}</td></tr>'
        for line in cost.lines
    )
    return (
        f'<table style="margin:0;border-collapse:collapse">{rows}</table><p style="margin:4px 8px;opacity:.75">Round figures of the '
        "course's own, of the order of public list prices; nobody's offer.</p>"
    )


def _mark(outcome: str) -> str:
    return f'<strong style="color:{COLOURS[outcome]}">{MARKS[outcome]}</strong>'


def _count(remarks: int) -> str:
    return f"{remarks} remark{'' if remarks == 1 else 's'}"


def _heading(text: str) -> str:
    return f'<p style="margin:12px 0 4px;font-weight:600">{escape(text)}</p>'


def _folded(title: str, inner: str, open_: bool = False) -> str:
    return (
        f'<details style="margin-top:8px"{" open" if open_ else ""}><summary style="cursor:pointer">{escape(title)}</summary>'
        f"{inner}</details>"
    )


def _list(texts: Iterable[str]) -> str:
    return f'<ul style="margin:4px 0">{"".join(f"<li>{_inline(text)}</li>" for text in texts)}</ul>'


def _pre(lines: Iterable[str]) -> str:
    return f'<pre style="white-space:pre-wrap;margin:4px 8px">{escape(chr(10).join(lines))}</pre>'


def _inline(text: str) -> str:
    """Text with `names` in backquotes."""
    pieces = escape(text).split("`")
    return "".join(f"<code>{piece}</code>" if at % 2 else piece for at, piece in enumerate(pieces))
