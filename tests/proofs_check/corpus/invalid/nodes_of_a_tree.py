"""case value t holds a Tree: a case holds numbers, texts, laws"""
# ruff: noqa

from __future__ import annotations
from dataclasses import dataclass
from proofs_check import Case, Claim, Edge, Variant, equal, search
from proofs_check.engine.searches import integers, st


@dataclass(eq=False)
class Node:
    name: str
    children: tuple = ()


@dataclass
class Tree:
    root: Node
    nodes: tuple


def tree(n):
    kids = tuple(Node(f"c{k}") for k in range(n))
    root = Node("r", kids)
    return Tree(root, (root, *kids))


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "nodes of a tree"
    statement = "nodes of a tree"
    scope = "all"
    expected = "tested"
    cap = 1
    example = Case(t=tree(1))
    edges = (Edge("two", Case(t=tree(2))),)

    def holds(self, x):
        others = [v for v in x.t.nodes if v is not x.t.root]
        return equal(len(others) * self.cap, len(x.t.root.children))

    teeth = (Variant("low", cap=-1),)

    @search(st.builds(lambda n: Case(t=tree(n)), integers(1, 9)))
    def s(self, x):
        return self.holds(x)
