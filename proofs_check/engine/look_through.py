"""What a file of claims may not hold, seen in its text alone, before anything of it is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from proofs_check.exceptions import ClaimError, PaperError

_LOOKING_AROUND: Final = frozenset({
    "inspect", "gc", "ctypes", "traceback", "_getframe", "currentframe", "f_back", "settrace", "setprofile",
    "__mro__", "__bases__", "__base__", "__subclasses__", "__code__", "__closure__", "__globals__",
})  # fmt: skip
"""Names by which Python lets a function see who calls it, and a class what it is made of."""


def look_through(path: Path) -> None:
    """Raise `ClaimError` for what a file of claims may not hold, seen in its text alone."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, OSError):
        return  # what is wrong is said when the file is loaded
    except (MemoryError, RecursionError):  # how Python's parser says it
        raise PaperError(f"{path}: it is nested too deeply to be read") from None
    _refuse_looking_around(path, tree)
    _refuse_lost_answers(path, tree)
    _refuse_what_is_replaced(path, tree)
    lines: dict[str, int] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and lines.setdefault(node.name, node.lineno) != node.lineno:
            where = f"{path}, line {node.lineno}: a second class {node.name}"
            raise ClaimError(f"{where}, in place of that in line {lines[node.name]}, which would not be run")


def _refuse_looking_around(path: Path, tree: ast.Module) -> None:
    """Raise `ClaimError` for names by which a check could see that it runs on a wrong variant."""
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
        if isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
        names += [node.attr] if isinstance(node, ast.Attribute) else [node.id] if isinstance(node, ast.Name) else []
        for name in names:
            if name.partition(".")[0] in _LOOKING_AROUND:
                raise ClaimError(
                    f"{path}, line {getattr(node, 'lineno', 0)}: {name}: a claim does not look at how it is run"
                )


def _refuse_what_is_replaced(path: Path, tree: ast.Module) -> None:
    """Raise `ClaimError` for a name that a class, or the file, gives twice, or a key that a mapping does, where nothing
    has read the first: it would be lost; and for a comparison that stands alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _name_of(node.value) in _COMPARING:
            raise ClaimError(
                f"{path}, line {node.lineno}: nothing looks at {ast.unparse(node)}: yield it, or return it"
            )
        given: list[tuple[str, int, ast.AST | None]] = []
        if isinstance(node, ast.Dict):
            fixed = (ast.Constant, ast.UnaryOp, ast.Tuple, ast.Name, ast.Attribute)
            given = [(ast.unparse(key), key.lineno, None) for key in node.keys if isinstance(key, fixed)]
        elif isinstance(node, (ast.ClassDef, ast.Module)):
            for child in node.body:
                given += [(name, child.lineno, child) for name in _named_by(child, isinstance(node, ast.ClassDef))]
        lines: dict[str, int] = {}
        for k, (name, line, _) in enumerate(given):
            between = [child for _, at, child in given[: k + 1] if child is not None and at >= lines.get(name, line)]
            if name in lines and not any(_reads(child, name) for child in between):
                raise ClaimError(f"{path}, line {line}: a second {name}, in place of that in line {lines[name]}")
            lines[name] = line


_COMPARING: Final = frozenset(
    ["equal", "differ", "less", "at_most", "greater", "at_least", "same_truth", "exact", "decide"]
)


def _named_by(child: ast.stmt, of_class: bool) -> list[str]:
    """The name that a statement gives to a function, or in a class to a value."""
    if isinstance(child, ast.FunctionDef):
        return [] if child.decorator_list else [child.name]
    if of_class and isinstance(child, ast.Assign) and isinstance(child.targets[0], ast.Name):
        return [child.targets[0].id]
    if of_class and isinstance(child, ast.AnnAssign) and isinstance(child.target, ast.Name) and child.value is not None:
        return [child.target.id]
    return []


def _reads(child: ast.AST, name: str) -> bool:
    """Whether a statement reads a name where it stands: of a function the values that it has by default."""
    where = child.args if isinstance(child, ast.FunctionDef) else child
    return any(isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load) for n in ast.walk(where))


def _refuse_lost_answers(path: Path, tree: ast.Module) -> None:
    """Raise `ClaimError` for a generator that returns an answer, where nothing takes it: `yield from` drops it, too."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    handed_on = (ast.Expr, ast.Return)  # what is returned by `yield from` is lost as well, or nothing
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, handed_on)}
    asked = [node for node in ast.walk(tree) if isinstance(node, ast.YieldFrom) and id(node) not in statements]
    taken = {_name_of(node.value) for node in asked if isinstance(node.value, ast.Call)}
    calls = all(isinstance(node.value, ast.Call) for node in asked)
    by_hand = any(isinstance(node, ast.Name) and node.id == "StopIteration" for node in ast.walk(tree))
    if by_hand or not calls or not taken <= {function.name for function in functions}:
        return  # of what the answer is taken cannot be seen
    taken |= {_name_of(call) for function in functions if function.name in taken for call in _handed_on(function)}
    for function in functions:
        own = list(_in_its_own_body(function))
        lost = next((n for n in own if isinstance(n, ast.Return) and not _is_nothing(n.value)), None)
        if lost is None or function.name in taken or _is_wrapped(function):
            continue
        if any(isinstance(n, (ast.Yield, ast.YieldFrom)) for n in own):
            said = f"the generator {function.name} returns an answer, at which nothing looks"
            raise ClaimError(f"{path}, line {lost.lineno}: {said}: yield it")


def _name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _handed_on(function: ast.FunctionDef) -> Iterator[ast.Call]:
    """The calls whose answers a generator returns as its own."""
    returned = [n.value for n in _in_its_own_body(function) if isinstance(n, ast.Return)]
    yield from (n.value for n in returned if isinstance(n, ast.YieldFrom) and isinstance(n.value, ast.Call))


def _is_wrapped(function: ast.FunctionDef) -> bool:
    """Whether something else than a mark of ours is made of a function: a context manager takes no answer."""
    marks = {"proof", "decision", "instances", "search", "witness", "staticmethod", "classmethod", "property"}
    names = (d.func if isinstance(d, ast.Call) else d for d in function.decorator_list)
    return any((n.attr if isinstance(n, ast.Attribute) else getattr(n, "id", "")) not in marks for n in names)


def _is_nothing(returned: ast.expr | None) -> bool:
    """Whether a generator that returns this has no answer in it: nothing, an end without entries, another generator."""
    if isinstance(returned, (ast.Tuple, ast.List)):
        return not returned.elts
    if isinstance(returned, ast.Call):
        return _name_of(returned) == "iter"
    return isinstance(returned, (ast.YieldFrom, type(None))) or (
        isinstance(returned, ast.Constant) and returned.value is None
    )


def _in_its_own_body(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """What stands in a function, and in no other function within it."""
    left: list[ast.AST] = list(function.body)
    while left:
        node = left.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            left += ast.iter_child_nodes(node)
