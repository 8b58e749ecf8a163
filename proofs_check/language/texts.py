"""What the text of a file of claims says of it: its statements, and the names that it uses."""

from __future__ import annotations

import ast
import linecache
from functools import lru_cache

Statement = tuple[str, int, int]
"""A file, and the first and the last line of a statement in it."""


def statement_at(file: str, line: int) -> Statement:
    """The shortest statement that a line belongs to; the line alone where the text is not to be had."""
    spans = [(last - first, first, last) for first, last in _statements(file) if first <= line <= last]
    _, first, last = min(spans, default=(0, line, line))
    return file, first, last


def names_used(file: str) -> frozenset[str]:
    """The names that are read somewhere in a file, of whatever they are."""
    tree = _tree(file)
    found = [node for node in ast.walk(tree) if isinstance(node, (ast.Name, ast.Attribute))]
    read = [node for node in found if isinstance(node.ctx, ast.Load)]
    return frozenset(node.id if isinstance(node, ast.Name) else node.attr for node in read)


@lru_cache(maxsize=16)
def _statements(file: str) -> tuple[tuple[int, int], ...]:
    found = [node for node in ast.walk(_tree(file)) if isinstance(node, ast.stmt)]
    return tuple((node.lineno, node.end_lineno or node.lineno) for node in found)


def _tree(file: str) -> ast.Module:
    try:
        return ast.parse("".join(linecache.getlines(file)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])
