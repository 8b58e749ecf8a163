"""The drawing of a graph: each name as far right as its longest way down, arrows from side to side, few crossings."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from itertools import pairwise

import pytest

from proofs_check.report.graph import HEIGHT, WIDTH, Graph, Node, layout

Uses = dict[str, dict[str, str]]


def drawn_at_random(seed: int, most: int = 16, share: float = 0.25) -> tuple[list[str], Uses]:
    """Names, and what rests on what: only on earlier names, and on one that is not there."""
    source = random.Random(seed)
    names = [f"c{i}" for i in range(source.randrange(2, most))]
    uses = {
        name: {names[j]: source.choice(("proof", "statement")) for j in range(i) if source.random() < share}
        for i, name in enumerate(names)
    }
    return names, uses | {"c0": {"missing": "proof"}}


def longest(name: str, uses: Uses) -> int:
    """How many steps the longest way down from a name has."""
    return max((1 + longest(other, uses) for other in uses.get(name, {}) if other != "missing"), default=0)


def columns(graph: Graph) -> list[list[Node]]:
    """The nodes by their distance from the left edge, each column from top to bottom."""
    found = defaultdict(list)
    for node in graph.nodes:
        found[node.x].append(node)
    return [sorted(found[x], key=lambda node: node.y) for x in sorted(found)]


@pytest.mark.parametrize("seed", range(20))
def test_where_everything_stands(seed: int) -> None:
    names, uses = drawn_at_random(seed)
    graph = layout([*names, names[0]], uses)
    edges = {(other, name): kind for name, found in uses.items() for other, kind in found.items() if other in names}
    assert {(edge.source, edge.target): edge.kind for edge in graph.edges} == edges
    assert len(graph.edges) == len(edges)
    assert list(graph.alone) == [name for name in names if not any(name in edge for edge in edges)]
    assert sorted(node.id for node in graph.nodes) == sorted(set(names) - set(graph.alone))

    place = {node.id: node for node in graph.nodes}
    first, step = min((node.x for node in graph.nodes), default=0), 262
    for name, node in place.items():
        if any(target == name for _, target in edges):
            assert node.x == first + step * longest(name, uses)
        else:  # a foundation, just left of the first thing that rests on it
            assert node.x + step == min(place[target].x for source, target in edges if source == name)
    for column in columns(graph):
        assert {below.y - above.y for above, below in pairwise(column)} <= {36}
        assert column[0].y + column[-1].y + HEIGHT == graph.height - 10  # in the middle, but for the gap below a row
    assert min((column[0].y for column in columns(graph)), default=12) == 12
    assert graph.height == 24 + 36 * max(map(len, columns(graph)), default=0)
    assert graph.width == 24 + WIDTH + max((node.x for node in graph.nodes), default=12) - 12


@pytest.mark.parametrize("seed", range(20))
def test_an_arrow_leaves_one_box_and_enters_another_in_the_middle_of_a_side(seed: int) -> None:
    names, uses = drawn_at_random(seed)
    graph = layout(names, uses)
    place = {node.id: node for node in graph.nodes}
    for edge in graph.edges:
        source, target = place[edge.source], place[edge.target]
        found = re.fullmatch(r"M(\d+) (\d+)C(\d+) (\d+) (\d+) (\d+) (\d+) (\d+)", edge.path)
        assert found
        x1, y1, bend1, up1, bend2, up2, x2, y2 = map(int, found.groups())
        assert (x1, y1) == (source.x + WIDTH, source.y + HEIGHT / 2)
        assert (x2, y2) == (target.x, target.y + HEIGHT / 2)
        assert (up1, up2) == (y1, y2)  # level at both ends
        assert bend1 == bend2 == (x1 + x2) / 2


@pytest.mark.parametrize("seed", range(40))
def test_within_a_column_a_name_stands_as_high_as_what_rests_on_it(seed: int) -> None:
    """What is looked at last is what stands to the right: means of heights never fall from top to bottom."""
    names, uses = drawn_at_random(seed, 50, 0.08)
    graph = layout(names, uses)
    above = defaultdict(list)
    tallest = max(map(len, columns(graph)), default=0)
    middle = {
        node.id: 2 * row - len(column) + 2 * tallest for column in columns(graph) for row, node in enumerate(column)
    }
    for edge in graph.edges:
        above[edge.source].append(middle[edge.target])
    for column in columns(graph):
        means = [sum(above[node.id]) / len(above[node.id]) for node in column if above[node.id]]
        assert means == sorted(means)


def crossings(graph: Graph) -> int:
    place = {node.id: node for node in graph.nodes}
    ends = [(place[edge.source], place[edge.target]) for edge in graph.edges]
    return sum(a.x == c.x and b.x == d.x and a.y < c.y and b.y > d.y for a, b in ends for c, d in ends)


@pytest.mark.parametrize(
    ("names", "uses"),
    [
        ("abcd", {"c": "b", "d": "a"}),  # one layer turns
        ("abcde", {"d": "ac", "e": "b"}),  # the left one must
        ("abcdef", {"d": "c", "e": "ab", "f": "b"}),
        ("abcdefg", {"d": "c", "e": "b", "f": "a", "g": "df"}),
    ],
)
def test_nothing_crosses_that_need_not(names: str, uses: dict[str, str]) -> None:
    assert crossings(layout(names, {name: dict.fromkeys(found, "proof") for name, found in uses.items()})) == 0


def test_a_graph_of_nothing_is_empty() -> None:
    assert layout([], {}) == Graph((), (), 24 + WIDTH, 24, ())


def test_a_layout_goes_from_left_to_right() -> None:
    names = [f"c{i}" for i in range(30)]
    uses = {name: {names[j]: "proof" for j in range(i) if (i * j) % 7 == 1} for i, name in enumerate(names)}
    graph = layout(names, uses)
    place = {node.id: node for node in graph.nodes}
    assert set(place) | set(graph.alone) == set(names)
    assert len({(node.x, node.y) for node in graph.nodes}) == len(graph.nodes)
    for edge in graph.edges:
        assert place[edge.source].x + WIDTH < place[edge.target].x
    assert all(node.x + WIDTH <= graph.width and node.y < graph.height for node in graph.nodes)


def test_an_empty_graph_and_a_claim_that_is_not_in_the_report() -> None:
    assert layout([], {}).nodes == ()
    graph = layout(["a"], {"a": {"missing": "proof"}})
    assert (graph.nodes, graph.alone) == ((), ("a",))
