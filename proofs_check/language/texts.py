"""What the text of a file of claims says of it: what its classes call, and the names that it uses."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Iterator
from functools import lru_cache


def calls_in(file: str, name: str, of: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Where the methods of a class call one of some functions, and how: not those that the class hands on under a name
    of its own, and none where something is done in deep runs alone."""
    kinds = (node for node in _tree(_text_of(file)).body if isinstance(node, ast.ClassDef) and node.name == name)
    for kind in (kind for kind in kinds if "deep" not in ast.unparse(kind)):
        methods = [node for node in kind.body if isinstance(node, ast.FunctionDef)]
        others = (node for child in kind.body if child not in methods for node in ast.walk(child))
        handed_on = {node.id for node in others if isinstance(node, ast.Name)}
        for method in (method for method in methods if method.name not in {*handed_on, "certificates"}):
            inside = list(ast.walk(method))
            own = {n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
            own |= {n.arg for n in inside if isinstance(n, ast.arg)} | {
                n.name for n in inside if isinstance(n, ast.FunctionDef)
            }
            for node in inside:
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in of - own:
                    yield node.lineno, node.col_offset, ast.unparse(node)


def names_used(file: str) -> frozenset[str]:
    """The names that are read somewhere in a file, of whatever they are."""
    found = [node for node in ast.walk(_tree(_text_of(file))) if isinstance(node, (ast.Name, ast.Attribute))]
    read = [node for node in found if isinstance(node.ctx, ast.Load)]
    return frozenset(node.id if isinstance(node, ast.Name) else node.attr for node in read)


def _text_of(file: str) -> str:
    """The text as it is now: a file may be loaded again when it was changed."""
    linecache.checkcache(file)
    return "".join(linecache.getlines(file))


@lru_cache(maxsize=16)
def _tree(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])
