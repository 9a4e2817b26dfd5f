"""A run over time as small multiples: what became of requests, latency, utilisation and queues, with the faults marked behind.

SVG of our own, in the colours of the page it stands in: matplotlib draws for one background, and takes half a second to import.
"""

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, inf, isfinite, log10

import numpy as np

from course.design import slos
from course.design.demand import Floats
from course.design.layout import spread
from course.design.measures import Measured, percentile
from course.design.sim.outcome import DEAD_LETTER, DEGRADED, FAILED, LOST, NAMES, SERVED, SHED, TIMED_OUT

WIDTH, HEIGHT = 470, 170
LEFT, RIGHT, TOP, BOTTOM = 46, 104, 26, 22
FLOWS = 4  # those with objectives first
LINES = 5  # in one panel: more cannot be told apart
BINS = 150  # points of a line: one for each three units of width

INK = "var(--jp-ui-font-color1, currentColor)"
FAINT = "var(--jp-ui-font-color2, currentColor)"
RULE = "var(--jp-border-color2, #8884)"
FAULT = "var(--jp-warn-color1, #b45309)"
COLOURS = ("#2b7fd4", "#d55e00", "#0f9d6a", "#a05bd0", "#b07d00")
ENDS = {
    SERVED: "#0f9d6a",
    DEGRADED: "#b07d00",
    SHED: "#a05bd0",
    TIMED_OUT: "#d55e00",
    FAILED: "#d93636",
    DEAD_LETTER: "#a0522d",
    LOST: "#d93691",
}
"""Colours that stand out from white and from black."""


def plots(measured: Measured) -> str:
    """One <svg> for each panel, in a grid."""
    asked = {getattr(one, "flow", "") for one in measured.scenario.slos}
    panels = []
    for name in sorted(
        (name for name, one in measured.record.flows.items() if one.arrived), key=lambda name: name not in asked
    )[:FLOWS]:
        panels += [_outcomes(name, measured), _latency(name, measured)]
    colours: dict[str, str] = {}
    panels.append(_components("Utilisation", "utilisation", measured, colours, 1.0))
    panels.append(_components("Waiting", "waiting", measured, colours))
    panels.append(_components("Messages behind", "backlog", measured, colours))
    drawn = "".join(panel for panel in panels if panel)
    return f'<div style="display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,{WIDTH - 90}px),1fr));gap:6px 14px;max-width:1040px">{drawn}</div>'


def _outcomes(flow: str, measured: Measured) -> str:
    """Requests a second, by the second they came, stacked by how they ended."""
    edges = _edges(measured)
    book = measured.record.flows[flow]
    width = float(edges[1] - edges[0])
    counts = {end: np.histogram(book.arrived_at_s[book.outcome == end], edges)[0] / width for end in ENDS}
    total = sum(counts.values(), start=np.zeros(len(edges) - 1))
    panel = _Panel(f"{flow}: requests a second", measured, max(float(total.max()), 1))
    below = np.zeros(len(edges) - 1)
    middles = (edges[:-1] + edges[1:]) / 2
    for end, count in counts.items():
        if count.any():
            panel.area(middles, below, below + count, ENDS[end], f"{NAMES[end]}: {round(float(count.sum()) * width):,}")
            below = below + count
    return panel.svg()


def _latency(flow: str, measured: Measured) -> str:
    edges = _edges(measured)
    book = measured.record.flows[flow]
    ended = np.isfinite(book.latency_s)
    place = np.digitize(book.arrived_at_s[ended], edges) - 1
    order = np.argsort(place, kind="stable")
    groups = np.split(book.latency_s[ended][order] * 1_000, np.searchsorted(place[order], np.arange(1, len(edges) - 1)))
    groups = [np.sort(group) for group in groups]
    bounds = {
        one.percentile: one.at_most_ms
        for one in measured.scenario.slos
        if isinstance(one, slos.Latency) and one.flow == flow
    }
    shown = {
        percent: np.array([percentile(group, percent) for group in groups]) for percent in sorted({50.0, 99.0, *bounds})
    }
    highest = max(
        [float(np.nanmax(line)) for line in shown.values() if np.isfinite(line).any()] + list(bounds.values()) + [1]
    )
    panel = _Panel(f"{flow}: latency, ms", measured, highest, log=True)
    middles = (edges[:-1] + edges[1:]) / 2
    for colour, (percent, line) in zip(COLOURS, shown.items(), strict=False):
        panel.line(middles, line, colour, f"p{percent:g}")
    for percent, bound in bounds.items():
        panel.bound(bound, f"p{percent:g} ≤ {bound:g}")
    return panel.svg()


def _components(title: str, series: str, measured: Measured, colours: dict[str, str], top: float | None = None) -> str:
    """That series of the components in which it is highest; no panel where there is nothing to see. A component keeps its
    colour from panel to panel."""
    edges = _edges(measured)
    lines = {
        name: _binned(component.series[series], edges)
        for name, component in measured.record.components.items()
        if series in component.series and component.series[series].any()
    }
    if not lines:
        return ""
    highest = sorted(lines, key=lambda name: -float(lines[name].max()))[:LINES]
    panel = _Panel(title, measured, top or max(float(lines[highest[0]].max()), 1), percent=top is not None)
    for name in highest:
        colour = colours.setdefault(name, COLOURS[len(colours) % len(COLOURS)])
        panel.line((edges[:-1] + edges[1:]) / 2, lines[name], colour, name)
    return panel.svg()


def _edges(measured: Measured) -> Floats:
    seconds = ceil(measured.record.duration_s)
    return np.arange(0, seconds + 1, max(ceil(seconds / BINS), 1), dtype=np.float64)


def _binned(series: Floats, edges: Floats) -> Floats:
    width = int(edges[1] - edges[0])
    means: Floats = series[: (len(edges) - 1) * width].reshape(-1, width).mean(axis=1)
    return means


class _Panel:
    """One plot: axes, fault bands, lines or areas, and a name at the end of each."""

    def __init__(
        self, title: str, measured: Measured, highest: float, log: bool = False, percent: bool = False
    ) -> None:
        self.title, self.log, self.percent = title, log, percent
        self.seconds = measured.record.duration_s
        self.top = 10.0 ** ceil(log10(highest)) if log else _round_up(highest)
        self.low = min(1.0, self.top / 10) if log else 0.0
        self.shapes = [*self._bands(measured), *self._axes()]
        self.names: list[tuple[float, str, str]] = []

    def line(self, times: Floats, values: Floats, colour: str, name: str) -> None:
        points = [(self._x(t), self._y(v)) for t, v in zip(times, values, strict=True) if isfinite(v)]
        if points:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            self.shapes.append(
                f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6" stroke-linejoin="round"/>'
            )
            self.names.append((points[-1][1], name, colour))

    def area(self, times: Floats, low: Floats, high: Floats, colour: str, name: str) -> None:
        up = [f"{self._x(t):.1f},{self._y(v):.1f}" for t, v in zip(times, high, strict=True)]
        down = [f"{self._x(t):.1f},{self._y(v):.1f}" for t, v in zip(times, low, strict=True)][::-1]
        self.shapes.append(f'<polygon points="{" ".join(up + down)}" fill="{colour}" fill-opacity=".75"/>')
        self.names.append((self._y(float((low[-1] + high[-1]) / 2)), name, colour))

    def bound(self, value: float, name: str) -> None:
        y = self._y(value)
        self.shapes.append(
            f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{INK}" stroke-dasharray="4 3" stroke-width="1"/>'
        )
        self.names.append((y, name, INK))

    def svg(self) -> str:
        """The panel; its text alternative names what it shows and what the lines end at."""
        names = sorted(self.names)
        rows = spread([y / 12 for y, _, _ in names])
        last = (HEIGHT - BOTTOM) / 12
        rows = [row - max(rows[-1] - last, 0) for row in rows] if rows else []
        words = [
            f'<text x="{WIDTH - RIGHT + 6}" y="{row * 12 + 4:.1f}" font-size="10.5" fill="{colour}">{escape(name[:19])}</text>'
            for row, (_, name, colour) in zip(rows, names, strict=True)
        ]
        about = f"{self.title}: {', '.join(name for _, name, _ in names)}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(about)}" '
            'style="width:100%;height:auto;font-family:var(--jp-ui-font-family, system-ui, sans-serif)">'
            f'<text x="{LEFT}" y="14" font-size="12" font-weight="600" fill="{INK}">{escape(self.title)}</text>'
            f"{''.join(self.shapes)}{''.join(words)}</svg>"
        )

    def _x(self, second: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * second / self.seconds

    def _y(self, value: float) -> float:
        if self.log:
            share = log10(max(value, self.low) / self.low) / log10(self.top / self.low)
        else:
            share = min(value, self.top) / self.top
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share

    def _bands(self, measured: Measured) -> Iterator[str]:
        for fault in measured.scenario.faults:
            begin, end = self._x(fault.at_s), self._x(min(fault.until_s or fault.at_s, self.seconds))
            if fault.for_s is None and type(fault).__name__ not in INSTANT:
                end = self._x(self.seconds)
            yield (
                f'<g><title>{escape(fault.text)}</title><rect x="{begin:.1f}" y="{TOP}" width="{max(end - begin, 1.5):.1f}" '
                f'height="{HEIGHT - TOP - BOTTOM}" fill="{FAULT}" fill-opacity=".16"/>'
                f'<path d="M{begin:.1f} {TOP}v{HEIGHT - TOP - BOTTOM}" stroke="{FAULT}" stroke-width="1"/></g>'
            )

    def _axes(self) -> Iterator[str]:
        ticks: Sequence[float] = (
            [self.low * 10**n for n in range(round(log10(self.top / self.low)) + 1)]
            if self.log
            else [0, self.top / 2, self.top]
        )
        for value in ticks:
            y = self._y(value)
            label = f"{value:.0%}" if self.percent else _short(value)
            yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{RULE}"/>'
            yield f'<text x="{LEFT - 6}" y="{y + 3.5:.1f}" font-size="10" text-anchor="end" fill="{FAINT}">{label}</text>'
        step = next(
            step for step in (1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, inf) if self.seconds / step <= 6
        )
        for second in np.arange(0, self.seconds + 1e-9, min(step, self.seconds)):
            yield (
                f'<text x="{self._x(float(second)):.1f}" y="{HEIGHT - 7}" font-size="10" text-anchor="middle" fill="{FAINT}">'
                f"{float(second):g}{' s' if second == 0 else ''}</text>"
            )


INSTANT = {"ColdCache", "LeaderLoss", "PoisonMessage"}
"""Faults that are over as soon as they have happened."""


def _round_up(value: float) -> float:
    power: float = 10.0 ** (ceil(log10(value)) - 1)
    return next(step * power for step in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * power >= value * 0.999)


def _short(value: float) -> str:
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{unit}"
    return f"{value:g}"
