"""Papers: ordered collections of claims. A package shipped here is one, and so is a user's Python file."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Final

import attrs

from proofs_check.engine.contained import contained
from proofs_check.engine.places import at_line
from proofs_check.engine.untouched import changes, snapshot
from proofs_check.exceptions import ClaimError, PaperError
from proofs_check.language.claims import Claim, take_made
from proofs_check.language.headlines import Headline
from proofs_check.language.theorems import theorem_named
from proofs_check.language.validation import validate

SHIPPED: Final = ("asymptotics", "guarantees", "estimators", "theorems")
"""The papers that come with the package: folders of `proofs_check` with a `PAPER`."""


_LOOKING_AROUND: Final = frozenset({
    "inspect", "gc", "ctypes", "traceback", "_getframe", "currentframe", "f_back", "settrace", "setprofile",
    "__mro__", "__bases__", "__base__", "__subclasses__", "__code__", "__closure__", "__globals__",
})  # fmt: skip
"""Names by which Python lets a function see who calls it, and a class what it is made of."""


@attrs.frozen
class PaperInfo:
    """What a paper's package says about itself; `sections` are its modules, in the order of the paper."""

    id: str
    title: str
    source: str
    sections: tuple[str, ...]
    headlines: tuple[Headline, ...] = ()


@attrs.frozen
class Paper:
    """A paper with its claims, in order; `origin` is the name or file path from which it can be loaded again.

    `imported` are claims of other files that stand in this one, which are not run with it.
    """

    id: str
    title: str
    origin: str
    claims: tuple[type[Claim], ...]
    headlines: tuple[Headline, ...] = ()
    imported: tuple[type[Claim], ...] = ()

    def __iter__(self) -> Iterator[type[Claim]]:
        return iter(self.claims)


def load_paper(origin: str) -> Paper:
    """Load a shipped paper by name, or a Python file by path; raises `PaperError` or `ClaimError`."""
    if origin in SHIPPED:
        return _shipped(origin)
    path = Path(origin)
    if not path.is_file():
        raise PaperError(f"{origin}: no such paper, claim or file (the papers are {', '.join(shipped_papers())})")
    module = _module_from(path)
    title = ((module.__doc__ or "").strip() or path.stem).splitlines()[0]
    try:
        return _paper(path.stem, title, str(path), [module], getattr(module, "HEADLINES", ()))
    except ClaimError as error:
        raise ClaimError(f"{path}: {error}") from None


@cache
def _shipped(origin: str) -> Paper:
    """A shipped paper: its modules are loaded once in a process, and its claims looked through once."""
    package = importlib.import_module(f"proofs_check.papers.{origin}")
    info: PaperInfo = package.PAPER
    modules = [importlib.import_module(f"proofs_check.papers.{origin}.{name}") for name in info.sections]
    return _paper(info.id, info.title, origin, modules, info.headlines)


def shipped_papers() -> tuple[str, ...]:
    """Return the names of the shipped papers that are installed."""
    return tuple(name for name in SHIPPED if importlib.util.find_spec(f"proofs_check.papers.{name}") is not None)


def _is_file(name: str) -> bool:
    return name.endswith(".py") or Path(name).is_file()


class _AsWritten(SourceFileLoader):
    """Runs a file as it stands, and leaves nothing beside it: what Python keeps there can be of an earlier text, as it
    tells one from another by second and size alone."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def _module_from(path: Path) -> ModuleType:
    name = f"_claims_in_{''.join(c if c.isalnum() else '_' for c in str(path.resolve()))}"
    loader = _AsWritten(name, str(path.absolute()))
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    if spec is None or path.suffix != ".py":
        raise PaperError(f"{path}: not a Python file (its name must end in .py)")
    _look_through(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    before = snapshot()
    take_made(name)  # those of a load that failed
    try:
        with contained():
            loader.exec_module(module)
    except ClaimError as error:
        raise ClaimError(f"{path}{at_line(error, spec.origin)}: {error}") from None
    except SyntaxError as error:
        place = f", line {error.lineno}" if error.lineno else ""
        raise PaperError(f"{path}{place}: {error.msg}") from None
    except Exception as error:  # noqa: BLE001 (a user's file can raise anything while it is imported)
        raise PaperError(f"{path}{at_line(error, spec.origin)}: {type(error).__name__}: {error}") from None
    finally:  # also what a file has changed that fails then: the next one is judged in this process, too
        changed = changes(before)
    if changed:
        raise ClaimError(f"{path}: it changes {changed[0]}, by which claims are judged")
    return module


def _look_through(path: Path) -> None:
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
    if isinstance(child, ast.FunctionDef):
        return False
    return any(isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load) for n in ast.walk(child))


def _refuse_lost_answers(path: Path, tree: ast.Module) -> None:
    """Raise `ClaimError` for a generator that returns an answer, where nothing takes it: `yield from` drops it, too."""
    handed_on = (ast.Expr, ast.Return)  # what is returned by `yield from` is lost as well, or nothing
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, handed_on)}
    asked = [node for node in ast.walk(tree) if isinstance(node, ast.YieldFrom) and id(node) not in statements]
    if any(not isinstance(node.value, ast.Call) or _has_no_name(node.value.func) for node in asked):
        return  # of what the answer is taken cannot be seen
    taken = {
        node.value.func.attr if isinstance(node.value.func, ast.Attribute) else getattr(node.value.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.YieldFrom) and id(node) not in statements and isinstance(node.value, ast.Call)
    }
    handed = {_name_of(call) for name in taken for call in _handed_on(tree, name)}
    by_hand = any(isinstance(node, ast.Name) and node.id == "StopIteration" for node in ast.walk(tree))
    for node in () if by_hand else ast.walk(tree):
        if not isinstance(node, ast.FunctionDef) or node.name in taken or node.name in handed or _is_wrapped(node):
            continue
        own = list(_in_its_own_body(node))
        lost = next((n for n in own if isinstance(n, ast.Return) and not _is_nothing(n.value)), None)
        if lost is not None and any(isinstance(n, (ast.Yield, ast.YieldFrom)) for n in own):
            where = f"{path}, line {lost.lineno}"
            raise ClaimError(f"{where}: the generator {node.name} returns an answer, at which nothing looks: yield it")


def _name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _has_no_name(function: ast.expr) -> bool:
    """Whether what is called is no function of a name in the file: a variable, an entry, a call."""
    return isinstance(function, ast.Name) or not isinstance(function, ast.Attribute)


def _handed_on(tree: ast.Module, name: str) -> Iterator[ast.Call]:
    """The calls whose answers a generator of this name returns as its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            returned = [n.value for n in _in_its_own_body(node) if isinstance(n, ast.Return)]
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


def _paper(
    identifier: str, title: str, origin: str, modules: Iterable[ModuleType], headlines: tuple[Headline, ...]
) -> Paper:
    found: dict[str, type[Claim]] = {}
    for module in modules:
        for value in vars(module).values():
            if not (isinstance(value, type) and issubclass(value, Claim)) or value.__module__ != module.__name__:
                continue
            if "id" not in vars(value):  # shared code of several claims, not a claim
                if "asserts" in vars(value) or "expected" in vars(value):
                    raise ClaimError(f"class {value.__name__} has no id of its own, and would not be run")
                continue
            validate(value)
            if value.id in found and found[value.id] is not value:
                raise ClaimError(f"two claims have the id {value.id}")
            found[value.id] = value
        for value in take_made(module.__name__):
            if value not in found.values():
                raise ClaimError(f"the claim {value.id} is the value of no variable of the file, and would not be run")
    if not found:
        raise PaperError(f"{origin}: no claims in it (a claim is a subclass of proofs_check.Claim with an id)")
    if not isinstance(headlines, tuple) or not all(isinstance(headline, Headline) for headline in headlines):
        raise ClaimError("HEADLINES must be a tuple of Headline(text, claims)")
    for name in (name for headline in headlines for name in headline.claims):
        if name not in found:
            raise ClaimError(f"a headline names {name!r}, which is no claim of this paper")
    others = () if origin in SHIPPED else (v for m in modules for v in vars(m).values() if _is_of_another(v, m))
    return Paper(identifier, title, origin, tuple(found.values()), headlines, tuple(dict.fromkeys(others)))


def _is_of_another(value: object, module: ModuleType) -> bool:
    """Whether a value is a claim that was imported from a file which is no paper of ours."""
    if not (isinstance(value, type) and issubclass(value, Claim) and "id" in vars(value) and value.id):
        return False
    return value.__module__ != module.__name__ and not value.__module__.startswith("proofs_check.")


class Library:
    """The papers in view: finds claims by id, and what they rest on."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self.papers: list[Paper] = []
        self._by_id: dict[str, tuple[Paper, type[Claim]]] = {}
        for paper in papers:
            self.add(paper)

    def add(self, paper: Paper) -> None:
        """Add a paper; raises `ClaimError` when its name, or an id in it, is already taken."""
        for other in self.papers:
            if other.id == paper.id:
                raise ClaimError(
                    f"{other.origin} and {paper.origin} are both called {paper.id}: give the file another name"
                )
        known = dict(self._by_id)
        for claim in paper:
            if claim.id in known:
                other = known[claim.id][0]
                raise ClaimError(f"the id {claim.id} is in two papers, {other.origin} and {paper.origin}")
            known[claim.id] = (paper, claim)
        self._by_id = known  # all of it, or nothing
        self.papers.append(paper)

    @classmethod
    def shipped(cls) -> Library:
        """All papers that come with the package."""
        return cls(load_paper(name) for name in shipped_papers())

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._by_id

    def __iter__(self) -> Iterator[type[Claim]]:
        return (claim for paper in self.papers for claim in paper)

    def claim(self, identifier: str) -> type[Claim]:
        """Return a claim by id."""
        if identifier not in self._by_id:
            raise PaperError(f"no claim {identifier!r}{self._similar(identifier)}")
        return self._by_id[identifier][1]

    def paper_of(self, identifier: str) -> Paper:
        """Return the paper in which a claim stands."""
        return self._by_id[identifier][0]

    def select(self, names: Iterable[str]) -> list[type[Claim]]:
        """Return the claims named by paper, id or file path (a file is loaded), each once; all without a name.

        A file beside ids of claims in it says where they are: then only they are meant.
        """
        wanted = list(dict.fromkeys(names))
        if not wanted:
            return list(self)
        papers = {name: p for p in self.papers for name in (p.id, p.origin)}
        files = [name for name in wanted if name not in papers and name not in self and _is_file(name)]
        loaded: dict[str, Paper] = {}
        for name in files:  # one file may be given in two ways
            place = os.path.realpath(name)
            if place not in loaded:
                loaded[place] = load_paper(name)
                self.add(loaded[place])
            papers[name] = loaded[place]
        chosen: dict[str, type[Claim]] = {}
        for name in wanted:
            if name in papers:
                named = [claim for claim in papers[name] if claim.id in wanted] if name in files else []
                found: Iterable[type[Claim]] = named or papers[name]
            elif name in self:
                found = (self.claim(name),)
            else:
                raise PaperError(f"no paper, claim or file {name!r}{self._similar(name)}")
            chosen |= {claim.id: claim for claim in found}
        return list(chosen.values())

    def ancestors(self, identifier: str, proofs_only: bool = False) -> list[str]:
        """Return what a claim rests on, nearest first: claims and theorems, through both kinds of edge.

        Raises `ClaimError` for a name that does not exist and for a circle.
        """
        return self._reached(identifier, lambda c: c.proof_uses + (() if proofs_only else c.statement_uses))

    def printed_ancestors(self, identifier: str) -> list[str]:
        """Return what the proof printed in the source rests on, nearest first, through the printed proofs of that.

        Raises `ClaimError` for a name that does not exist and for a circle.
        """
        return self._reached(identifier, lambda c: c.printed_proof_uses)

    def _reached(self, identifier: str, uses: Callable[[type[Claim]], tuple[str, ...]]) -> list[str]:
        found: dict[str, None] = {}

        def visit(name: str, path: tuple[str, ...]) -> None:
            if name in path:
                raise ClaimError(f"the claims rest on each other in a circle: {' → '.join((*path, name))}")
            for other in uses(self.claim(name)):
                if other.startswith("thm:"):
                    theorem_named(other)
                elif other not in self:
                    raise ClaimError(f"{name} uses {other!r}, which is no claim in view{self._similar(other)}")
                found.setdefault(other)
                if not other.startswith("thm:"):
                    visit(other, (*path, name))

        visit(identifier, ())
        return list(found)

    def _similar(self, name: str) -> str:
        from difflib import get_close_matches

        known = [*self._by_id, *(paper.id for paper in self.papers)]
        close = get_close_matches(name, known, n=3, cutoff=0.6)
        return f": did you mean {' or '.join(close)}?" if close else f": the papers are {', '.join(shipped_papers())}"
