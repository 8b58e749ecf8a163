"""The dependency graph of claims: what rests on what, laid out in layers from the foundations to the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

WIDTH, HEIGHT = 172, 26
_COLUMN, _ROW, _MARGIN = 262, 36, 12
_SWEEPS = 6


@attrs.frozen
class Node:
    """A claim or an assumed theorem, at its place on the page."""

    id: str
    x: int
    y: int


@attrs.frozen
class Arrow:
    """`target` rests on `source`: its statement needs it, or its proof does."""

    source: str
    target: str
    kind: str
    path: str


@attrs.frozen
class Graph:
    """Nodes and edges with their places, the size of the drawing, and the claims that no edge touches."""

    nodes: tuple[Node, ...]
    edges: tuple[Arrow, ...]
    width: int
    height: int
    alone: tuple[str, ...]


def layout(names: Iterable[str], uses: Mapping[str, Mapping[str, str]]) -> Graph:
    """Lay a graph without circles out in layers; `uses[a][b]` is "statement" or "proof" where a rests on b.

    Every name stands to the right of all that it rests on. What nothing touches is left out, and listed.

    >>> graph = layout(["a", "b", "c"], {"b": {"a": "proof"}})
    >>> [(node.id, node.x, node.y) for node in graph.nodes], graph.alone
    ([('a', 12, 12), ('b', 274, 12)], ('c',))
    >>> graph.edges[0].path, graph.width, graph.height
    ('M184 25C229 25 229 25 274 25', 458, 60)
    """
    everything = dict.fromkeys(names)
    below = {name: {b: kind for b, kind in uses.get(name, {}).items() if b in everything} for name in everything}
    above: dict[str, list[str]] = {name: [] for name in everything}
    for name, found in below.items():
        for other in found:
            above[other].append(name)
    linked = [name for name in everything if below[name] or above[name]]
    depth: dict[str, int] = {}
    for name in linked:
        _depth(name, below, depth)
    # A foundation stands just left of the first thing that rests on it, so that edges stay short.
    for name in linked:
        if not below[name]:
            depth[name] = min(depth[other] for other in above[name]) - 1
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for name in linked:
        layers[depth[name]].append(name)
    rows = _ordered(layers, below, above)
    tallest = max(len(layer) for layer in layers)
    nodes = []
    for column, layer in enumerate(rows):
        top = _MARGIN + (tallest - len(layer)) * _ROW // 2
        nodes += [Node(name, _MARGIN + column * _COLUMN, top + row * _ROW) for row, name in enumerate(layer)]
    place = {node.id: node for node in nodes}
    edges = tuple(
        Arrow(source, target, kind, _path(place[source], place[target]))
        for target in linked
        for source, kind in below[target].items()
    )
    width = 2 * _MARGIN + (len(layers) - 1) * _COLUMN + WIDTH
    alone = tuple(name for name in everything if name not in place)
    return Graph(tuple(nodes), edges, width, 2 * _MARGIN + tallest * _ROW, alone)


def _depth(name: str, below: Mapping[str, Mapping[str, str]], depth: dict[str, int]) -> int:
    if name not in depth:
        depth[name] = 1 + max((_depth(other, below, depth) for other in below[name]), default=-1)
    return depth[name]


def _ordered(
    layers: list[list[str]], below: Mapping[str, Mapping[str, str]], above: Mapping[str, list[str]]
) -> list[list[str]]:
    """Each layer sorted by the mean height of its neighbours, a few times over, which removes most crossings."""
    height = {name: row - len(layer) / 2 for layer in layers for row, name in enumerate(layer)}
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 == 0 else layers[::-1]:

            def mean(name: str, sweep: int = sweep) -> float:
                near = below[name] if sweep % 2 == 0 else above[name]
                return sum(height[other] for other in near) / len(near) if near else height[name]

            layer.sort(key=mean)
            for row, name in enumerate(layer):
                height[name] = row - len(layer) / 2
    return layers


def _path(source: Node, target: Node) -> str:
    x1, y1 = source.x + WIDTH, source.y + HEIGHT // 2
    x2, y2 = target.x, target.y + HEIGHT // 2
    bend = (x2 - x1) // 2
    return f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
