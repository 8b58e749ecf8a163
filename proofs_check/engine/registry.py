"""Papers: ordered collections of claims. A package shipped here is one, and so is a user's Python file."""

from __future__ import annotations

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
from proofs_check.engine.look_through import look_through
from proofs_check.engine.places import at_line
from proofs_check.engine.untouched import changes, snapshot
from proofs_check.exceptions import ClaimError, PaperError
from proofs_check.language.claims import Claim, take_made
from proofs_check.language.headlines import Headline
from proofs_check.language.records import reaching
from proofs_check.language.theorems import theorem_named
from proofs_check.language.validation import validate

SHIPPED: Final = ("asymptotics", "guarantees", "estimators", "theorems")
"""The papers that come with the package: folders of `proofs_check` with a `PAPER`."""


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
    look_through(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    before = snapshot()
    take_made(name)  # those of a load that failed
    try:
        with contained(), reaching():
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
    for claim in found.values():
        said = next(kind for kind in claim.__mro__ if {"statement", "asserts"} & vars(kind).keys())
        if said is not claim and said in found.values():
            same = f"the claim {claim.id} says what {vars(said)['id']} says, of which it is a subclass"
            raise ClaimError(f"{same}: give it a statement of its own")
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
        ids = {name for name in wanted if name not in files}
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
                named = [claim for claim in papers[name] if claim.id in ids] if name in files else []
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
        here = dict.fromkeys((*shipped_papers(), *(paper.origin for paper in self.papers)))
        return f": did you mean {' or '.join(close)}?" if close else f": the papers are {', '.join(here)}"
