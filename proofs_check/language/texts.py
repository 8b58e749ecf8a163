"""What the text of a file of claims says of it: where its classes compare, and the names that it uses."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

_Function: TypeAlias = ast.FunctionDef | ast.Lambda
_LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.GeneratorExp)
"""What is gone through later than where it stands."""


class Comparing:
    """Where the methods of a class compare, which functions of its file do, and under which names it has what does."""

    def __init__(self, file: str, name: str, known: Mapping[str, Any], compares: Callable[[Any], bool]) -> None:
        """Read a class of a file, whose names are `known`; `compares` tells the functions that make comparisons."""
        self._known, self._compares, self._name = known, compares, name
        tree = _tree(_text_of(file))
        kinds = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name]
        self._body = [child for kind in kinds for child in kind.body]
        self._methods = list(self._methods_of(self._body))
        self._functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        self._made: set[tuple[str, str]] = set()
        while more := set(self._eager()) - self._made:
            self._made |= more

    def calls(self) -> Iterator[tuple[set[tuple[int, int]], str]]:
        """Each call in its methods that compares, with the places at which Python may say that it is: not in those that
        the class hands on under a name of its own, and none where something is done in deep runs alone."""
        if any(map(_is_about_deep_runs, self._body)):
            return
        left_out = {*self._handed_on(), "certificates"}
        for method in (method for name, method in self._methods if name not in left_out):
            own = _own_names(method)
            calls = (n for n in ast.walk(method) if isinstance(n, ast.Call) and self._is_comparing(n.func, own))
            yield from ((_places_of(call), ast.unparse(call)) for call in calls)

    def _handed_on(self) -> set[str]:
        """What the class names beside its methods: under another name something else may go through it."""
        methods = {id(method) for _, method in self._methods}
        beside = [child for child in self._body if not isinstance(child, (ast.FunctionDef, ast.ClassDef))]
        values = [child for child in beside if id(getattr(child, "value", None)) not in methods]
        return {node.id for child in values for node in ast.walk(child) if isinstance(node, ast.Name)}

    def _methods_of(self, body: list[ast.stmt]) -> Iterator[tuple[str, _Function]]:
        for child in body:
            if isinstance(child, ast.FunctionDef):
                yield child.name, child
            elif isinstance(child, ast.ClassDef):
                yield from self._methods_of(child.body)
            elif isinstance(child, ast.Assign) and isinstance(child.value, ast.Lambda):
                yield from ((target.id, child.value) for target in child.targets if isinstance(target, ast.Name))

    def _eager(self) -> Iterator[tuple[str, str]]:
        """The functions and methods that compare as soon as they are called."""
        for of, functions in (("", self._functions.items()), ("self", self._methods)):
            for name, function in functions:
                now = list(_gone_through_at_once(function))
                own = _own_names(function)
                later = _is_wrapped(function) or any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in now)
                if not later and any(isinstance(node, ast.Call) and self._is_comparing(node.func, own) for node in now):
                    yield of, name
        for child in self._body:
            if isinstance(child, ast.Assign) and self._names_one(child.value):
                yield from (("self", target.id) for target in child.targets if isinstance(target, ast.Name))

    def _names_one(self, value: ast.expr) -> bool:
        """Whether a class has what compares under a name of its own, as a static method or not."""
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "staticmethod":
            return any(self._is_comparing(given, set()) for given in value.args)
        return self._is_comparing(value, set())

    def _is_comparing(self, function: ast.expr, own: set[str]) -> bool:
        if isinstance(function, ast.Name):
            given = self._known.get(function.id)
            return function.id not in own and (self._compares(given) or ("", function.id) in self._made)
        if not (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)):
            return False
        of = function.value.id
        if of in ("self", "cls", self._name):
            return ("self", function.attr) in self._made and function.attr != "holds"  # of that the engine asks
        return of not in own and self._compares(getattr(self._known.get(of), function.attr, None))


def _places_of(call: ast.Call) -> set[tuple[int, int]]:
    """Where a call begins; or, of a method on another line than its object, the name of that."""
    places = {(call.lineno, call.col_offset)}
    if isinstance(call.func, ast.Attribute) and call.func.end_lineno and call.func.end_col_offset is not None:
        places.add((call.func.end_lineno, call.func.end_col_offset - len(call.func.attr)))
    return places


def _own_names(function: _Function) -> set[str]:
    """The names that are given within a function."""
    inside = list(ast.walk(function))
    own = {n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    own |= {n.name for n in inside if isinstance(n, ast.FunctionDef) and n is not function}
    return own | {n.arg for n in inside if isinstance(n, ast.arg)}


def _is_wrapped(function: _Function) -> bool:
    """Whether something else is made of a function, that may answer later or not at all."""
    named = (getattr(decorator, "id", "") for decorator in getattr(function, "decorator_list", ()))
    return not all(name in ("staticmethod", "classmethod") for name in named)


def _gone_through_at_once(function: _Function) -> Iterator[ast.AST]:
    """What is in a function, and in no other function within it."""
    left: list[ast.AST] = [function.body] if isinstance(function, ast.Lambda) else list(function.body)
    while left:
        node = left.pop()
        yield node
        if not isinstance(node, _LATER):
            left += ast.iter_child_nodes(node)


def _is_about_deep_runs(node: ast.AST) -> bool:
    """Whether something reads `self.deep`, or lists instances of deep runs."""
    parts = list(ast.walk(node))
    marks = [part for part in parts if isinstance(part, ast.Call) and getattr(part.func, "id", "") == "instances"]
    return any(isinstance(part, ast.Attribute) and part.attr == "deep" for part in parts) or any(
        len(mark.args) > 1 or mark.keywords for mark in marks
    )


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
