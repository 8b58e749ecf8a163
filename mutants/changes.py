"""One-place changes of a module: what could be written wrongly without anybody seeing it on the page."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from attrs import field, frozen

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_PAIRS = [("lower", "upper"), ("low", "high"), ("min", "max"), ("any", "all"), ("numerator", "denominator")]
NAMES = dict(_PAIRS) | {other: one for one, other in _PAIRS}

_UNSEEN = {"annotation", "returns", "type_params"}
"""Fields that mean nothing when the program runs."""

AROUND = 200
"""So much is kept of what stands around a change."""


@frozen
class Change:
    """A change of one place: bytes `start` to `end` of a file become `new`."""

    path: str
    line: int
    function: str
    entry: int = field(repr=False)  # the first line of the innermost function as Python counts it, 0 outside of all
    operator: str
    start: int = field(repr=False)
    end: int = field(repr=False)
    old: str
    new: str
    around: str = field(repr=False)
    """The expression or statement that the changed one stands in, the beginning of it."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names the change also after other lines of the file have moved."""
        return self.path, self.function, self.old, self.new

    def applied(self, source: bytes) -> bytes:
        """The file with the change made."""
        return source[: self.start] + self.new.encode() + source[self.end :]

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function}: {self.old} → {self.new}"


class Lines:
    """Where the nodes of a syntax tree stand in the bytes of a file."""

    def __init__(self, source: bytes) -> None:
        """Take the file."""
        self._offsets = [0]
        for line in source.splitlines(keepends=True):
            self._offsets.append(self._offsets[-1] + len(line))

    def start(self, node: ast.expr | ast.stmt) -> int:
        """The byte where a node begins."""
        return self._offsets[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        """The byte after a node."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._offsets[node.end_lineno - 1] + node.end_col_offset


def first_line(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The first line of a function, as its code object has it: that of its first decorator."""
    return min([node.lineno, *(one.lineno for one in node.decorator_list)])


def changes_of(path: str, source: bytes) -> list[Change]:
    """Every change of a file, in the order of the text (whether Python can read the changed file is not looked at)."""
    lines = Lines(source)
    found = []
    for node, function, entry, parent in _places(ast.parse(source), "module", 0, None):
        alternatives = list(_alternatives(node))
        if not alternatives:
            continue
        start, end = lines.start(node), lines.end(node)
        around = "" if parent is None else source[lines.start(parent) : lines.end(parent)].decode()
        around = " ".join(around.split())[:AROUND]
        old = " ".join(ast.unparse(node).split())
        for operator, new in alternatives:
            found.append(Change(path, node.lineno, function, entry, operator, start, end, old, new, around))
    return sorted(set(found), key=lambda change: (change.start, change.end, change.operator, change.new))


def is_readable(change: Change, source: bytes) -> bool:
    """Whether the changed file is still a program."""
    try:
        ast.parse(change.applied(source))
    except SyntaxError:
        return False
    return True


Node = ast.expr | ast.stmt


def _places(
    node: ast.AST, function: str, entry: int, parent: Node | None
) -> Iterator[tuple[Node, str, int, Node | None]]:
    """The nodes that may be changed, each with the function and the expression that it stands in."""
    if isinstance(node, (ast.expr, ast.stmt)):
        yield node, function, entry, parent
        parent = node
    if isinstance(node, (ast.JoinedStr, ast.Raise, ast.Assert, ast.Import, ast.ImportFrom)):
        return  # inside: positions that Python counts wrongly, messages, what narrows types
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("lru_cache", "TypeVar"):
        return  # how much is remembered, what types are called
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return  # an assertion that two sequences are of one length
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return
    inner, inner_entry = function, entry
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        inner = node.name if function == "module" else f"{function}.{node.name}"
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        inner_entry = first_line(node)
    for name, value in ast.iter_fields(node):
        if name in _UNSEEN:
            continue
        within = (inner, inner_entry) if name == "body" else (inner, entry)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _places(child, *within, parent)


def _alternatives(node: ast.expr | ast.stmt) -> Iterator[tuple[str, str]]:
    """(operator, new text) for every change of one node."""
    if isinstance(node, ast.stmt):
        yield from _statements(node)
        return
    for operator, new in _expressions(node):
        yield operator, f"({ast.unparse(ast.fix_missing_locations(new))})"


def _statements(node: ast.stmt) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            yield "dropped", "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "dropped", "pass"
        case ast.Break() | ast.Continue():
            yield "dropped", "pass"
        case ast.Return(value=ast.expr()) if not (isinstance(node.value, ast.Constant) and node.value.value is None):
            yield "return", "return None"
        case ast.Raise():
            yield "dropped", "pass"
            yield "exception", "raise KeyError('changed')"


def _expressions(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.Compare():
            for index, operator in enumerate(node.ops):
                yield "comparison", _with(node, "ops", index, COMPARISONS[type(operator)]())
        case ast.BinOp() if type(node.op) in ARITHMETIC:
            yield "sign", ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
        case ast.UnaryOp(op=ast.USub() | ast.Not()):
            yield ("boolean" if isinstance(node.op, ast.Not) else "sign"), node.operand
        case ast.BoolOp():
            other = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
            yield "boolean", ast.BoolOp(other, node.values)
            for index in range(len(node.values)):
                rest = node.values[:index] + node.values[index + 1 :]
                yield "boolean", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        case ast.IfExp():
            yield "branches", ast.IfExp(node.test, node.orelse, node.body)
        case ast.Constant(value=bool(value)):
            yield "constant", ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield "constant", ast.Constant(1 - value if value in (0, 1) else value + 1)
        case ast.Call():
            yield from _calls(node)
        case ast.Attribute() if node.attr in NAMES and isinstance(node.ctx, ast.Load):
            yield "name", ast.Attribute(node.value, NAMES[node.attr], node.ctx)
        case ast.Name() if node.id in NAMES and isinstance(node.ctx, ast.Load):
            yield "name", ast.Name(NAMES[node.id], node.ctx)


def _calls(node: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    plain = [argument for argument in node.args if not isinstance(argument, ast.Starred)]
    ordered = getattr(node.func, "id", "") not in ("min", "max")  # whichever of two numbers stands first
    if ordered and len(plain) == len(node.args) > 1 and ast.dump(plain[0]) != ast.dump(plain[1]):
        yield "swapped", ast.Call(node.func, [plain[1], plain[0], *plain[2:]], node.keywords)
    if len(node.args) == len(plain) == 1 and not node.keywords and isinstance(node.func, ast.Name):
        inside = plain[0]
        if not isinstance(inside, (ast.GeneratorExp, ast.JoinedStr)):
            yield "dropped", inside


def _with(node: ast.expr, name: str, index: int, value: ast.AST) -> ast.expr:
    changed = copy.copy(node)
    values = list(getattr(node, name))
    values[index] = value
    setattr(changed, name, values)
    return changed
