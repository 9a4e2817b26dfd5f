"""Where the boxes of a drawing go: layers from callers to callees, after Sugiyama, Tagawa and Toda (IEEE Trans. SMC 1981).

Four steps: turn edges that close a cycle; put each node one layer behind its last caller; route edges over several layers through
points of their own; order each layer by where its neighbours are. Designs have some ten boxes, so that nothing here need be fast.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 8

Edge = tuple[str, str]


@dataclass(frozen=True)
class Layout:
    """`at` is each node's layer and its place in it, in units of a row; `ways` are the places an edge passes, ends included."""

    at: Mapping[str, tuple[int, float]]
    ways: Mapping[Edge, tuple[tuple[int, float], ...]]


def layout(nodes: Sequence[str], edges: Sequence[Edge]) -> Layout:
    """Places for the nodes such that edges run from left to right and cross little. Same input, same layout."""
    forward = _without_cycles(nodes, edges)
    layer = _layers(nodes, forward)
    chains = {edge: _chain(edge, layer) for edge in forward}
    points = dict(layer)
    for chain in chains.values():
        points |= {point: layer[chain[0]] + at for at, point in enumerate(chain)}
    links = [pair for chain in chains.values() for pair in pairwise(chain)]
    rows = _rows(_ordered(points, links), links)
    at = {point: (points[point], rows[point]) for point in points}
    ways = {}
    for edge in edges:
        chain = chains.get(edge) or tuple(reversed(chains.get((edge[1], edge[0]), ())))
        ways[edge] = tuple(at[point] for point in chain)
    return Layout({node: at[node] for node in nodes}, ways)


def _without_cycles(nodes: Sequence[str], edges: Sequence[Edge]) -> list[Edge]:
    """The edges, those turned round that lead back to where one came from; none twice, none from a node to itself."""
    after: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in edges:
        after[source].append(target)
    state: dict[str, str] = {}
    forward: dict[Edge, None] = {}

    def visit(node: str) -> None:
        state[node] = "open"
        for target in after[node]:
            if target == node:
                continue
            forward[(target, node) if state.get(target) == "open" else (node, target)] = None
            if target not in state:
                visit(target)
        state[node] = "done"

    for node in nodes:
        if node not in state:
            visit(node)
    return list(forward)


def _layers(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    layer = dict.fromkeys(nodes, 0)
    for _ in nodes:  # longest paths; a pass for each node is enough where there is no cycle
        for source, target in edges:
            layer[target] = max(layer[target], layer[source] + 1)
    return layer


def _chain(edge: Edge, layer: Mapping[str, int]) -> tuple[str, ...]:
    source, target = edge
    between = range(layer[source] + 1, layer[target])
    return (source, *(f"{source}\0{target}\0{at}" for at in between), target)


def _ordered(points: Mapping[str, int], links: Sequence[Edge]) -> list[list[str]]:
    """Each layer's points, ordered by the means of their neighbours', back and forth; the order with the fewest crossings."""
    layers: list[list[str]] = [[] for _ in range(max(points.values(), default=0) + 1)]
    for point, at in points.items():
        layers[at].append(point)
    best, fewest = [list(one) for one in layers], _crossings(layers, links)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for at in range(1, len(layers)) if down else range(len(layers) - 2, -1, -1):
            there = {point: place for place, point in enumerate(layers[at - 1 if down else at + 1])}
            place = {point: float(now) for now, point in enumerate(layers[at])}
            for point in layers[at]:
                near = [
                    there[a if down else b]
                    for a, b in links
                    if (b if down else a) == point and (a if down else b) in there
                ]
                if near:
                    place[point] = sum(near) / len(near)
            layers[at].sort(key=place.__getitem__)
        if (crossings := _crossings(layers, links)) < fewest:
            best, fewest = [list(one) for one in layers], crossings
    return best


def _crossings(layers: Sequence[Sequence[str]], links: Sequence[Edge]) -> int:
    place = {point: (at, now) for at, layer in enumerate(layers) for now, point in enumerate(layer)}
    ends = [(place[a][0], place[a][1], place[b][1]) for a, b in links]
    return sum(
        one[0] == two[0] and (one[1] - two[1]) * (one[2] - two[2]) < 0 for n, one in enumerate(ends) for two in ends[:n]
    )


def _rows(layers: Sequence[Sequence[str]], links: Sequence[Edge]) -> dict[str, float]:
    """Rows that keep the order of each layer, a unit apart at least, and straighten edges."""
    rows = {point: float(now) for layer in layers for now, point in enumerate(layer)}
    near: dict[str, list[str]] = {point: [] for point in rows}
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    for _ in range(SWEEPS):
        for layer in layers:
            wanted = [
                sum(rows[one] for one in near[point]) / len(near[point]) if near[point] else rows[point]
                for point in layer
            ]
            for point, row in zip(layer, spread(wanted), strict=True):
                rows[point] = row
    top = min(rows.values(), default=0)
    return {point: row - top for point, row in rows.items()}


def spread(wanted: Sequence[float]) -> list[float]:
    """The rows nearest to those wanted, in least squares, that are in order and a unit apart: neighbours too close share a mean."""
    blocks: list[tuple[float, int]] = []  # mean of what is wanted less its place in the layer, and how many share it
    for place, row in enumerate(wanted):
        mean, size = row - place, 1
        while blocks and blocks[-1][0] > mean:
            before, count = blocks.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        blocks.append((mean, size))
    means = [mean for mean, size in blocks for _ in range(size)]
    return [mean + place for place, mean in enumerate(means)]
