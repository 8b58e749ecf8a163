"""What the report says, before it is written in any format: claims with their reports, findings, the graph."""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from proofs_check import kernel
from proofs_check.certificates import seal
from proofs_check.certify import certificates_of
from proofs_check.claims import VERDICTS, Claim
from proofs_check.ledger import summary
from proofs_check.registry import Library
from proofs_check.report.graph import Graph, layout
from proofs_check.runner import Report
from proofs_check.theorems import Theorem, theorem_named

MARKS: Final = {
    "proved": "✓", "decided": "=", "certified": "≈", "tested": "~", "refuted": "✗", "amended": "✎",
    "undecided": "?", "not checkable": "–", "error": "!",
}  # fmt: skip
"""A sign beside every verdict word, so that colour is never the only difference."""

FALSE_AS_PRINTED: Final = ("refuted", "amended")
_SHOWN, _LONGEST = 3, 1500  # certificates whose statement is written out, and the longest such statement
_PACKAGES: Final = ("exactalign", "python-flint", "sympy", "mpmath", "hypothesis")


@dataclass(frozen=True, slots=True)
class Certificates:
    """The finite evidence of a claim: how many certificates, how many the kernel finds valid, the first statements."""

    count: int
    valid: int
    statements: tuple[str, ...]

    @classmethod
    def of(cls, claim: type[Claim]) -> Certificates:
        """Make the certificates of a claim and have the kernel check each of them."""
        count = valid = 0
        statements: list[str] = []
        for statement, evidence in certificates_of(claim):
            count += 1
            valid += kernel.check(seal(claim.id, statement, evidence)).status == "valid"
            text = json.dumps(statement, ensure_ascii=False)
            if len(statements) < _SHOWN and len(text) <= _LONGEST:
                statements.append(text)
        return cls(count, valid, tuple(statements))


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim with its report, its certificates, and its neighbours in the graph."""

    claim: type[Claim]
    report: Report
    used_by: tuple[str, ...]
    certificates: Certificates

    @property
    def slug(self) -> str:
        """The verdict as part of a class name."""
        return self.report.verdict.replace(" ", "-")

    @property
    def commands(self) -> tuple[str, ...]:
        """The commands that reproduce what is shown."""
        name = self.claim.id
        if not self.certificates.count:
            return (f"proofs-check show {name}",)
        return (f"proofs-check show {name}", f"proofs-check certify certificates {name}",
                "proofs-check verify certificates")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A paper and its claims, in order."""

    id: str
    title: str
    entries: tuple[Entry, ...]

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many claims have each verdict."""
        return _counts(entry.report for entry in self.entries)

    @property
    def false_as_printed(self) -> tuple[Entry, ...]:
        """The claims that are false or ill-posed as printed."""
        return tuple(entry for entry in self.entries if entry.report.verdict in FALSE_AS_PRINTED)


@dataclass(frozen=True, slots=True)
class Survivor:
    """A broken statement, and what rests on it: with the verdict on each, own proof included."""

    broken: Entry
    dependents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a report shows."""

    parts: tuple[Part, ...]
    graph: Graph
    theorems: tuple[Theorem, ...]
    survivors: tuple[Survivor, ...]
    summary: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
    seconds: float
    date: str

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All claims, in order."""
        return tuple(entry for part in self.parts for entry in part.entries)

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many claims have each verdict, over all papers."""
        return _counts(entry.report for entry in self.entries)

    @property
    def verdicts(self) -> Mapping[str, str]:
        """Claim → verdict."""
        return {entry.claim.id: entry.report.verdict for entry in self.entries}


def collect(library: Library, reports: Sequence[Report], date: str = "") -> Content:
    """Return the content of a report from what `runner.run` gave; `date` is shown as it is."""
    chosen = {report.id: report for report in reports}
    claims = {name: library.claim(name) for name in chosen}
    uses = {name: _uses(claim) for name, claim in claims.items()}
    theorems = list(dict.fromkeys(t for found in uses.values() for t in found if t.startswith("thm:")))
    reverse: dict[str, list[str]] = {name: [] for name in chosen}
    for name, found in uses.items():
        for other in found:
            if other in reverse:
                reverse[other].append(name)
    parts = []
    for paper in library.papers:
        entries = tuple(
            Entry(claim, chosen[claim.id], tuple(reverse[claim.id]), Certificates.of(claim))
            for claim in paper
            if claim.id in chosen
        )
        if entries:
            parts.append(Part(paper.id, paper.title, entries))
    every = [entry for part in parts for entry in part.entries]
    return Content(
        parts=tuple(parts),
        graph=layout([*theorems, *chosen], uses),
        theorems=tuple(theorem_named(name) for name in theorems),
        survivors=_survivors(every),
        summary=summary(reports),
        versions=_versions(),
        seconds=sum(report.seconds for report in reports),
        date=date,
    )


def _uses(claim: type[Claim]) -> dict[str, str]:
    """What a claim rests on; what its proof uses is drawn as such even when its statement needs it too."""
    return dict.fromkeys(claim.statement_uses, "statement") | dict.fromkeys(claim.proof_uses, "proof")


def _survivors(entries: Sequence[Entry]) -> tuple[Survivor, ...]:
    """For every statement that is false as printed: all that rests on it, directly or not, and how that stands."""
    by_name = {entry.claim.id: entry for entry in entries}
    found = []
    for entry in entries:
        if entry.report.verdict not in FALSE_AS_PRINTED or not entry.used_by:
            continue
        reached: dict[str, None] = {}
        waiting = list(entry.used_by)
        while waiting:
            name = waiting.pop(0)
            if name not in reached:
                reached[name] = None
                waiting += by_name[name].used_by
        found.append(Survivor(entry, tuple((name, by_name[name].report.verdict) for name in reached)))
    return tuple(found)


def _counts(reports: Iterable[Report]) -> tuple[tuple[str, int], ...]:
    counted = Counter(report.verdict for report in reports)
    return tuple((word, counted[word]) for word in VERDICTS if counted[word])


def _versions() -> tuple[tuple[str, str], ...]:
    found = [("Python", platform.python_version())]
    for name in _PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:  # run from the source tree
            from exactalign import __version__

            found.append((name, __version__ if name == "exactalign" else "not installed"))
    return tuple(found)
