"""What a file of claims may not hold, seen in its text alone, before anything of it is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from proofs_check.exceptions import ClaimError, PaperError
from proofs_check.language.comparisons import COMPARING

_MODULES: Final = frozenset({"inspect", "gc", "ctypes", "traceback"})
_LOOKING_AROUND: Final = frozenset({
    "_getframe", "currentframe", "f_back", "settrace", "setprofile",
    "__mro__", "__bases__", "__base__", "__subclasses__", "__code__", "__closure__", "__globals__",
})  # fmt: skip
"""Modules, and names, by which Python lets a function see who calls it, and a class what it is made of."""


def look_through(path: Path) -> None:
    """Raise `ClaimError` for what a file of claims may not hold, seen in its text alone."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, OSError):
        return  # what is wrong is said when the file is loaded
    except (MemoryError, RecursionError):  # how Python's parser says it
        raise PaperError(f"{path}: it is nested too deeply to be read") from None
    _refuse_looking_around(path, tree)
    _refuse_what_is_lost(path, tree)
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
        names = [name for name in names if name.partition(".")[0] in _LOOKING_AROUND | _MODULES]
        names += [node.attr] if isinstance(node, ast.Attribute) else [node.id] if isinstance(node, ast.Name) else []
        for name in names:
            if name in _LOOKING_AROUND or isinstance(node, (ast.Import, ast.ImportFrom)):
                raise ClaimError(
                    f"{path}, line {getattr(node, 'lineno', 0)}: {name}: a claim does not look at how it is run"
                )


def _refuse_what_is_lost(path: Path, tree: ast.Module) -> None:
    """Raise `ClaimError` for what Python computes and drops: a truth that stands alone in a line or is read by nothing,
    an iterator that is read a second time, a loop that ends in its first turn."""
    tried = {id(child) for node in ast.walk(tree) if isinstance(node, ast.Try) for child in node.body}
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in (each for function in functions for each in ast.walk(function)):
        if isinstance(node, ast.Expr) and id(node) not in tried and not _is_done_alone(node.value):
            raise ClaimError(
                f"{path}, line {node.lineno}: nothing looks at {ast.unparse(node)}: yield it, or return it"
            )
    for function in functions:
        read = _read_in(function)
        own = [node for node in _in_its_own_body(function) if isinstance(node, ast.stmt)]
        outside = {name for n in own if isinstance(n, (ast.Global, ast.Nonlocal)) for name in n.names}
        for node in own:
            name = _named_truth(node)
            if name and name not in read | outside and not name.startswith("_"):
                raise ClaimError(f"{path}, line {node.lineno}: nothing reads {name}: yield it, or return it")
    for node in ast.walk(tree):
        for block in _blocks_of(node):
            _refuse_a_truth_in_place_of_another(path, block)
            _refuse_what_is_used_up(path, block)
        if isinstance(node, (ast.For, ast.While)):
            _refuse_the_first_turn(path, node)


def _refuse_what_is_used_up(path: Path, block: list[ast.stmt]) -> None:
    """Raise `ClaimError` for what ends where it is read, and is read by two statements one after the other."""
    for k, statement in enumerate(block):
        if not (isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)):
            continue
        value, name = statement.value, statement.targets[0].id
        called = value.func.id if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else ""
        if isinstance(value, ast.GeneratorExp) or called in _ENDING_ONCE:
            after = [other for other in block[k + 1 :] if name in _read_in(other)]
            after = [*(other for other in after[:-1] if not _ends(other)), *after[-1:]]
            calls = [
                n for other in after for n in ast.walk(other) if isinstance(n, ast.Call) and _name_of(n) in _BY_PARTS
            ]
            given = [n for other in block for n in ast.walk(other) if isinstance(n, ast.Name) and n.id == name]
            once = sum(isinstance(n.ctx, ast.Store) for n in given) == 1
            if once and len(after) > 1 and not any(name in _read_in(call) for call in calls):
                raise ClaimError(
                    f"{path}, line {statement.lineno}: {name} is used up where it is read first: give a tuple"
                )


def _ends(statement: ast.stmt) -> bool:
    """Whether what follows is not gone through where a statement is: it is one with a condition, and returns there."""
    return isinstance(statement, ast.If) and isinstance(statement.body[-1], (ast.Return, ast.Raise, ast.Continue))


_ENDING_ONCE: Final = frozenset({"map", "filter", "zip", "iter", "reversed", "enumerate"})


_BY_PARTS: Final = frozenset({"next", "islice", "send"})
"""What takes the first parts of something, and leaves the others."""


def _blocks_of(node: ast.AST) -> list[list[ast.stmt]]:
    blocks = (getattr(node, name, None) for name in ("body", "orelse", "finalbody"))
    return [block for block in blocks if isinstance(block, list) and block]


def _refuse_a_truth_in_place_of_another(path: Path, block: list[ast.stmt]) -> None:
    """Raise `ClaimError` for a name that is given one truth after another, where nothing has read the first."""
    given: dict[str, int] = {}
    for statement in block:
        for name in _read_in(statement):
            given.pop(name, None)
        if (name := _named_truth(statement)) in given:
            where = f"{path}, line {statement.lineno}: a second answer {name}"
            raise ClaimError(f"{where}, in place of that in line {given[name]}, which nothing reads")
        if name:
            given[name] = statement.lineno


def _refuse_the_first_turn(path: Path, loop: ast.For | ast.While) -> None:
    """Raise `ClaimError` for a loop whose first turn always returns an answer."""
    last = loop.body[-1]
    goes_on = any(isinstance(node, ast.Continue) for node in ast.walk(loop))
    compares = isinstance(last, ast.Return) and {_name_of(n) for n in ast.walk(last) if isinstance(n, ast.Call)}
    if compares and compares & COMPARING and not goes_on:
        raise ClaimError(f"{path}, line {last.lineno}: the first turn of a loop returns its answer: yield each of them")


def _named_truth(statement: ast.stmt) -> str:
    """The name that a statement gives to a truth, if it is one that does."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    name = targets[0].id if targets and isinstance(targets[0], ast.Name) else ""
    value = getattr(statement, "value", None)
    return name if name and value is not None and _is_a_truth(value) else ""


def _read_in(statement: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Store)}


_LOOKED_AT: Final = (
    ast.Compare,
    ast.BinOp,
    ast.Name,
    ast.Subscript,
    ast.Tuple,
    ast.List,
    ast.Set,
    ast.Dict,
    ast.GeneratorExp,
    ast.JoinedStr,
)
"""What is no statement where it stands alone: a value that is made and dropped."""


def _is_done_alone(value: ast.expr) -> bool:
    """Whether an expression can stand alone: it is called or yielded for what it does."""
    if isinstance(value, (ast.BoolOp, ast.IfExp)):
        parts = value.values[-1:] if isinstance(value, ast.BoolOp) else [value.body, value.orelse]
        return all(map(_is_done_alone, parts))
    if isinstance(value, ast.Call) and _name_of(value) in ("all", "any"):
        return not any(_is_a_truth(part) for given in value.args for part in ast.walk(given))
    return not isinstance(value, (*_LOOKED_AT, ast.UnaryOp))


def _is_a_truth(value: ast.AST) -> bool:
    """Whether an expression is a truth value of Python, or may be one."""
    if isinstance(value, ast.BoolOp):
        return any(map(_is_a_truth, value.values))
    if isinstance(value, ast.IfExp):
        return _is_a_truth(value.body) or _is_a_truth(value.orelse)
    if isinstance(value, ast.BinOp):
        return isinstance(value.op, (ast.BitAnd, ast.BitOr)) and _is_a_truth(value.left)
    if isinstance(value, ast.UnaryOp):
        return isinstance(value.op, ast.Not)
    named = isinstance(value, ast.Call) and _name_of(value) in ("all", "any", "bool")
    return named or isinstance(value, ast.Compare)


def _refuse_what_is_replaced(path: Path, tree: ast.Module) -> None:
    """Raise `ClaimError` for a name that a class, or the file, gives twice, or a key that a mapping does, where nothing
    has read the first: it would be lost."""
    for node in ast.walk(tree):
        given: list[tuple[str, int]] = []
        body: list[ast.stmt] = []
        if isinstance(node, ast.Dict):
            given = [(ast.unparse(key), key.lineno) for key in node.keys if key is not None and _is_one_value(key)]
        elif isinstance(node, (ast.ClassDef, ast.Module)):
            body = node.body
            given = [
                (name, child.lineno) for child in body for name in _named_by(child, isinstance(node, ast.ClassDef))
            ]
        lines: dict[str, int] = {}
        for name, line in given:
            between = (child for child in body if lines.get(name, line) <= child.lineno <= line)
            if name in lines and not any(_reads(child, name) for child in between):
                raise ClaimError(f"{path}, line {line}: a second {name}, in place of that in line {lines[name]}")
            lines[name] = line


def _is_one_value(key: ast.expr) -> bool:
    """Whether what is written alike has one value: what is called may give another each time."""
    called = [node for node in ast.walk(key) if isinstance(node, (ast.Call, ast.NamedExpr))]
    return all(isinstance(node, ast.Call) and _name_of(node) in _PURE for node in called)


_PURE: Final = frozenset({"Fraction", "int", "str", "len", "log", "exp", "abs", "min", "max", "sum", "tuple"})


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
    where: list[ast.AST] = [child]
    if isinstance(child, ast.FunctionDef):
        where = [child.args, *child.decorator_list, *([child.returns] if child.returns else [])]
    nodes = (node for part in where for node in ast.walk(part))
    return any(isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load) for n in nodes)


def _name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _in_its_own_body(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """What stands in a function, and in no other function within it."""
    left: list[ast.AST] = list(function.body)
    while left:
        node = left.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            left += ast.iter_child_nodes(node)
