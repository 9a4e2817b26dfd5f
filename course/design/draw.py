"""A design as a drawing: SVG in the colours of the page it stands in, light or dark, with its outline as text alternative."""

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING
from zlib import crc32

from course.design.calls import Call, Component
from course.design.components import (
    CDN,
    Cache,
    Clients,
    Dependency,
    KeyValueStore,
    LoadBalancer,
    Log,
    ObjectStore,
    PushGateway,
    Queue,
    Scheduler,
    Service,
    Source,
    SQLStore,
)
from course.design.flows import given
from course.design.layout import Edge, Layout, layout

if TYPE_CHECKING:
    from course.design.design import Design

BOX_WIDTH, BOX_HEIGHT = 158, 54
GAP, ROW = 126, 82
MARGIN = 14
PORT = 17  # between lines at a box
LABEL = 20  # characters that fit between two boxes

Point = tuple[float, float]

INK = "var(--jp-ui-font-color1, currentColor)"
FAINT = "var(--jp-ui-font-color2, currentColor)"
LINE = "var(--jp-border-color1, #8888)"
PAPER = "var(--jp-layout-color1, Canvas)"
COLOURS = {"host": "#3b82f6", "data": "#0d9488", "message": "#b45309", "outside": "#8b5cf6"}
"""A stripe that says what sort a box is; each is told apart from white and from black at 3:1."""


@dataclass
class _Line:
    """All calls from one component to another, drawn as one."""

    operations: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    later: bool = False


def draw(design: "Design") -> str:
    """An <svg> element, for a page or a file."""
    lines = _lines(design)
    places = layout(list(design.components), list(lines))
    width = 2 * MARGIN + BOX_WIDTH + max(at for at, _ in places.at.values()) * (BOX_WIDTH + GAP)
    height = 2 * MARGIN + BOX_HEIGHT + max(row for _, row in places.at.values()) * ROW + 22
    arrow = f"keeper-arrow-{crc32(design.outline().encode()):x}"  # a page may have several drawings
    parts = [f'<g marker-end="url(#{arrow})">']
    parts += [
        _line(lines[edge], way, _corner(places.at[edge[1]])[1] + BOX_HEIGHT / 2) for edge, way in _ways(places).items()
    ]
    parts += ["</g>"]
    parts += [_box(one, *_corner(places.at[name])) for name, one in design.components.items()]
    where = ", ".join(f"{region.name} ({region.zones} zones)" for region in design.regions) or "one region"
    caption = f"{design.name}: in {where}{', fails over between them' if design.failover else ''}"
    parts.append(_text(caption, MARGIN, height - 8, FAINT, 12))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" role="img" '
        f'style="max-width:100%;height:auto;font-family:var(--jp-ui-font-family, system-ui, sans-serif);color-scheme:light dark">'
        f"<title>{escape(design.name)}</title><desc>{escape(design.outline())}</desc>"
        f'<defs><marker id="{arrow}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 1 7 4 0 7" fill="none" stroke="{FAINT}" stroke-width="1.4"/></marker></defs>{"".join(parts)}</svg>'
    )


def _lines(design: "Design") -> dict[tuple[str, str], _Line]:
    lines: dict[tuple[str, str], _Line] = {}
    for flow in design.flows:
        for caller, call in flow.callers():
            line = lines.setdefault((caller.name, call.target.name), _Line())
            line.later = line.later or isinstance(caller, Source | Scheduler)
            if call.operation != "call":
                line.operations[call.operation] = None
            line.calls.append(f"{flow.name}: {call}{given(call)}")
            line.notes |= dict.fromkeys(_notes(call))
    return lines


def _notes(call: Call) -> list[str]:
    notes = [f"≤{call.timeout_ms:g} ms"] if call.timeout_ms is not None else []
    notes += [f"↻{call.retry.attempts}"] if call.retry else []
    notes += ["breaker"] if call.breaker else []
    notes += ["bulkhead"] if call.bulkhead else []
    notes += ["hedge"] if call.hedge else []
    notes += ["fallback"] if call.fallback else []
    return notes


def _figures(one: Component) -> str:
    """What a whiteboard would have written under the name."""
    match one:
        case Service():
            scaling = f"–{one.autoscaling.most}" if one.autoscaling else ""
            return f"{one.instances}{scaling} × {one.vcpus} vCPU, {one.concurrency} at once"
        case Cache():
            return f"{one.nodes * one.size_gb:g} GB {one.eviction.upper()}, {'no TTL' if one.ttl_s is None else f'{one.ttl_s:g} s'}"
        case CDN():
            return f"{one.size_gb:g} GB, {one.ttl_s:g} s"
        case SQLStore():
            return f"{one.shards} × {one.replicas}, {one.replication}"
        case KeyValueStore():
            return f"{one.shards} × {one.replicas}, R{one.read_quorum} W{one.write_quorum}"
        case Queue():
            return f"visible after {one.visibility_s:g} s"
        case Log():
            return f"{one.partitions} partitions"
        case LoadBalancer():
            return one.balance
        case PushGateway():
            return f"{one.nodes} × {one.connections_per_node:,} connections"
        case Scheduler():
            return f"every {one.every_s:g} s"
        case Clients():
            return f"wait {one.timeout_ms / 1000:g} s"
    return ""


def _sort(one: Component) -> str:
    if isinstance(one, Cache | SQLStore | KeyValueStore | ObjectStore):
        return "data"
    if isinstance(one, Source | Scheduler):
        return "message"
    return "outside" if isinstance(one, Clients | Dependency) else "host"


def _corner(at: tuple[int, float]) -> tuple[float, float]:
    return MARGIN + at[0] * (BOX_WIDTH + GAP), MARGIN + at[1] * ROW


def _box(one: Component, x: float, y: float) -> str:
    dashes = ' stroke-dasharray="4 3"' if isinstance(one, Dependency | Clients) else ""
    figures = _figures(one)
    return (
        f'<g><rect x="{x:.1f}" y="{y:.1f}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6" fill="{PAPER}" stroke="{LINE}"{dashes}/>'
        f'<rect x="{x:.1f}" y="{y:.1f}" width="4" height="{BOX_HEIGHT}" rx="2" fill="{COLOURS[_sort(one)]}"/>'
        + _text(_short(one.name, 20), x + 12, y + 18, INK, 13, "font-weight:600")
        + _text(type(one).__name__, x + 12, y + 33, FAINT, 11)
        + (_text(_short(figures, 26), x + 12, y + 47, FAINT, 10.5) if figures else "")
        + "</g>"
    )


def _ways(places: Layout) -> dict[Edge, list[Point]]:
    """The points that each line passes, from the side of one box to that of the other, where lines have a place each."""
    ends: dict[tuple[str, bool], list[tuple[float, Edge]]] = {}
    for edge, way in places.ways.items():
        if len(way) > 1:
            back = way[0][0] > way[-1][0]
            ends.setdefault((edge[0], not back), []).append((way[1][1], edge))
            ends.setdefault((edge[1], back), []).append((way[-2][1], edge))
    ways: dict[Edge, list[Point]] = {}
    for (name, right), side in ends.items():
        x, y = _corner(places.at[name])
        for place, (_, edge) in enumerate(sorted(side)):
            points = ways.setdefault(edge, [_corner(at) for at in places.ways[edge]])
            shift = (place - (len(side) - 1) / 2) * min(PORT, BOX_HEIGHT / len(side))
            points[0 if name == edge[0] else -1] = (x + (BOX_WIDTH if right else 0), y + BOX_HEIGHT / 2 + shift)
    for points in ways.values():
        points[1:-1] = [(x, y + BOX_HEIGHT / 2) for x, y in points[1:-1]]
    return ways


def _line(line: _Line, way: list[Point], middle: float) -> str:
    back = way[0][0] > way[-1][0]
    (x, y), path = way[0], f"M{way[0][0]:.1f} {way[0][1]:.1f}"
    for to_x, to_y in way[1:]:
        last = (to_x, to_y) == way[-1]
        enter = to_x if last or not back else to_x + BOX_WIDTH
        half = (x + enter) / 2  # curves between the columns, straight past the boxes of one
        path += f"C{half:.1f} {y:.1f} {half:.1f} {to_y:.1f} {enter:.1f} {to_y:.1f}"
        x, y = to_x + (0 if last or back else BOX_WIDTH), to_y
        path += "" if last else f"H{x:.1f}"
    dashes = ' stroke-dasharray="5 4"' if line.later else ""
    halo = f"paint-order:stroke;stroke:{PAPER};stroke-width:4px;text-anchor:{'start' if back else 'end'}"
    beside = y + (12 if way[-2][1] < y - 8 and y >= middle else -4)  # where neither this line nor its neighbours are
    words = _short(" ".join([*line.operations, *line.notes]), LABEL)
    label = _text(words, x + (12 if back else -12), beside, INK, 10.5, halo)
    return (
        f"<g><title>{escape(chr(10).join(line.calls))}</title>"
        f'<path d="{path}" fill="none" stroke="{FAINT}" stroke-width="1.2"{dashes}/>{label}</g>'
    )


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _text(text: str, x: float, y: float, colour: str, size: float, style: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" style="{style}">{escape(text)}</text>'
