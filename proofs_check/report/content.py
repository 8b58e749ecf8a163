"""What the report says, before it is written in any format: claims with their reports, findings, the graph."""

from __future__ import annotations

import json
import platform
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import attrs

from exactalign.exceptions import ExactAlignError
from proofs_check import kernel
from proofs_check.engine.certificates import seal
from proofs_check.engine.certify import evidence_of
from proofs_check.engine.conditions import hypotheses_as_run
from proofs_check.engine.registry import SHIPPED, Library, Paper
from proofs_check.engine.reports import Report
from proofs_check.language.claims import FALSE_AS_PRINTED, VERDICTS, Claim, Hypothesis
from proofs_check.language.theorems import Theorem, theorem_named
from proofs_check.report.formal import FormalStatement, formal_statements
from proofs_check.report.graph import Graph, layout
from proofs_check.report.ledger import summary

MARKS: Final = {
    "formal": "⊢", "proved": "✓", "argued": "∴", "decided": "=", "certified": "≈", "tested": "~",
    "refuted": "✗", "amended": "✎", "undecided": "?", "not checkable": "–", "error": "!",
}  # fmt: skip
"""A sign beside every verdict word, so that colour is never the only difference."""

MEANINGS: Final = {
    "formal": "the statement, written for the proof assistant from its term, is a theorem that it accepts; named "
    "theorems are hypotheses of the statement",
    "proved": "every step is checked by one of few rules, and the last line is the statement itself; what it assumes "
    "is named",
    "argued": "a complete proof by hand; some step, or that it ends in the statement, no machine has checked",
    "decided": "a closed statement, with nothing left free, exactly true",
    "certified": "true on the listed instances, exactly or by enclosures; not shown beyond them",
    "tested": "survived a property search; not shown to be true",
    "refuted": "false as stated, with an exact witness, or a theorem that denies it",
    "amended": "false or ill-posed as stated, with a witness, or a theorem that denies it, and a corrected statement "
    "that has its own verdict",
    "undecided, not checkable, error": "three different things, none of them a pass",
}
"""The verdict words, for those who read a report first."""

OUTCOMES: Final = ("true as printed", "argued as printed", "true as corrected", "argued as corrected", "falls",
                   "not settled")  # fmt: skip
"""How a result stands whose printed proof is broken."""

_ILLUSTRATED: Final = "asymptotics"
"""The paper that the figures and tables of the report are about."""
_TRUE: Final = ("formal", "proved", "decided")
_SHOWN, _LONGEST = 3, 4000  # certificates that are written out, and the longest of these
_PACKAGES: Final = ("exactalign", "python-flint", "mpmath", "hypothesis")


@attrs.frozen
class CertificateFiles:
    """The finite evidence of a claim: how many certificates, how many the kernel finds valid, and the first of them."""

    count: int
    valid: int
    texts: tuple[str, ...]

    @classmethod
    def of(cls, claim: type[Claim]) -> CertificateFiles:
        """Make the certificates of a claim and have the kernel check each of them."""
        count = valid = 0
        texts: list[str] = []
        try:
            statements = evidence_of(claim).statements
        except (ExactAlignError, kernel.Malformed):  # a counterexample that is none, say, of which the verdict tells
            statements = []
        for statement, evidence in statements:
            count += 1
            try:
                certificate = seal(claim.id, statement, evidence)
            except kernel.Malformed:  # nothing that the kernel reads: `certify` says what is wrong with it
                continue
            valid += kernel.check(certificate).status == "valid"
            text = json.dumps(certificate)
            if len(texts) < _SHOWN and len(text) <= _LONGEST:
                texts.append(text)
        return cls(count, valid, tuple(texts))


@attrs.frozen
class Entry:
    """One claim with its report, its certificates, and its neighbours in the graph."""

    claim: type[Claim]
    report: Report
    used_by: tuple[str, ...]
    certificates: CertificateFiles
    formal: tuple[FormalStatement, ...] = ()
    origin: str = ""
    """The file the claim is in, unless it comes with the package."""

    @property
    def slug(self) -> str:
        """The verdict as part of a class name."""
        return self.report.verdict.replace(" ", "-")

    @property
    def found(self) -> str:
        """The verdict, with its weight where the claim is not true as printed."""
        weight = self.claim.weight if self.report.verdict in FALSE_AS_PRINTED else ""
        return self.report.verdict + (f" ({weight})" if weight else "")

    @property
    def hypotheses(self) -> tuple[Hypothesis, ...]:
        """The hypotheses, with the condition that a search has added."""
        return hypotheses_as_run(self.claim, (self.report.corrected or {}).get("statement", ""))

    @property
    def commands(self) -> tuple[str, ...]:
        """The commands that reproduce what is shown."""
        name = self.claim.id + (f" {shlex.quote(self.origin)}" if self.origin else "")
        formal = (f"proofs-check formal {name}",) if self.formal else ()
        if not self.certificates.count:
            return (f"proofs-check show {name}", *formal)
        selected = shlex.quote(self.origin) if self.origin else name
        return (f"proofs-check show {name}", f"proofs-check certify certificates {selected}",
                "proofs-check verify certificates", *formal)  # fmt: skip


@attrs.frozen
class Finding:
    """A headline of a paper, with the claims of this report that bear it out, and those that are not in it."""

    text: str
    entries: tuple[Entry, ...]
    missing: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether every claim behind it was run and is as expected."""
        return not self.missing and all(entry.report.as_expected for entry in self.entries)


@attrs.frozen
class Part:
    """A paper and its claims, in order."""

    id: str
    title: str
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many claims have each verdict."""
        return _counts(entry.report for entry in self.entries)

    @property
    def nothing_false(self) -> str:
        """What may be said when no claim is false as printed: that none is, only where all are shown to be true."""
        shown = all(entry.report.effective in (*_TRUE, "argued") for entry in self.entries)
        return "None is false as printed." if shown else "No counterexample was found."

    @property
    def false_as_printed(self) -> tuple[Entry, ...]:
        """The claims that are false or ill-posed as printed."""
        return tuple(entry for entry in self.entries if entry.report.verdict in FALSE_AS_PRINTED)


@attrs.frozen
class Survival:
    """A result whose printed proof rests on `broken`, all false as printed, and how the result stands all the same.

    `parts` counts the claims that the printed proof rests on, all the way down; `outcome` is one of `OUTCOMES`.
    """

    result: Entry
    parts: int
    broken: tuple[Entry, ...]
    outcome: str


@attrs.frozen
class Broken:
    """A statement that is false as printed, and what the proofs given here build on its correction, with verdicts."""

    entry: Entry
    dependents: tuple[tuple[str, str], ...]


@attrs.frozen
class Content:
    """Everything that a report shows."""

    parts: tuple[Part, ...]
    graph: Graph
    printed: Graph
    theorems: tuple[Theorem, ...]
    survivals: tuple[Survival, ...]
    unseen: tuple[str, ...]
    """Claims that printed proofs of this report rest on, directly or not, and that are not in it."""
    broken: tuple[Broken, ...]
    summary: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
    seconds: float
    date: str

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All claims, in order."""
        return tuple(entry for part in self.parts for entry in part.entries)

    @property
    def files(self) -> str:
        """The files of claims that the report is about, as a command takes them; "" where the papers are ours."""
        origins = dict.fromkeys(entry.origin for entry in self.entries if entry.origin)
        return "".join(f"{shlex.quote(origin)} " for origin in origins)

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many claims have each verdict, over all papers."""
        return _counts(entry.report for entry in self.entries)

    @property
    def title(self) -> str:
        """The title of the one paper of one's own that the report is about, or what all reports are about."""
        own = self.parts[0].title.rstrip(".") if len(self.parts) == 1 and self.parts[0].entries[0].origin else ""
        return own or "What holds, and what does not"

    @property
    def has_illustrations(self) -> bool:
        """Whether the figures and tables of the report are about a paper in it."""
        return any(part.id == _ILLUSTRATED and not part.entries[0].origin for part in self.parts)

    @property
    def outcomes(self) -> tuple[tuple[str, int], ...]:
        """How many results whose printed proof breaks stand in which way."""
        counted = Counter(survival.outcome for survival in self.survivals)
        return tuple((word, counted[word]) for word in OUTCOMES if counted[word])

    @property
    def nothing_broken(self) -> str:
        """What may be said when no printed proof is seen to break: that none does, where all they rest on is here."""
        if self.unseen:
            return "As far as it is in this report, no printed proof rests on something false as printed."
        if not self.printed.nodes:
            return "What printed proofs rest on is not told here."
        return "No printed proof in this report rests on something false as printed."

    @property
    def titles(self) -> Mapping[str, str]:
        """Claim → title."""
        return {entry.claim.id: entry.claim.title for entry in self.entries}

    @property
    def verdicts(self) -> Mapping[str, str]:
        """Claim → verdict."""
        return {entry.claim.id: entry.report.verdict for entry in self.entries}


def needs_figures(library: Library, claims: Iterable[type[Claim]]) -> bool:
    """Whether a report of these claims has figures: they are about one of the papers that ship with the package."""
    papers = {library.paper_of(claim.id) for claim in claims}
    return any(paper.id == _ILLUSTRATED and not _origin(paper) for paper in papers)


def collect(library: Library, reports: Sequence[Report], date: str = "") -> Content:
    """Return the content of a report from what `runner.run` gave; `date` is shown as it is."""
    chosen = {report.id: report for report in reports}
    claims = {name: library.claim(name) for name in chosen}
    uses = {name: _uses(claim) for name, claim in claims.items()}
    printed = {name: _printed(claim, chosen) for name, claim in claims.items()}
    theorems = _theorems(uses)
    reverse: dict[str, list[str]] = {name: [] for name in chosen}
    for name, found in uses.items():
        for other in found:
            if other in reverse:
                reverse[other].append(name)
    entries = {
        name: Entry(
            claim,
            chosen[name],
            tuple(reverse[name]),
            CertificateFiles.of(claim),
            formal_statements(claim),
            _origin(library.paper_of(name)),
        )
        for name, claim in claims.items()
    }
    parts = [_part(paper, entries) for paper in library.papers]
    return Content(
        parts=tuple(part for part in parts if part.entries),
        graph=layout([*theorems, *chosen], uses),
        printed=layout([*_theorems(printed), *chosen], printed),
        theorems=tuple(theorem_named(name) for name in dict.fromkeys([*theorems, *_theorems(printed)])),
        survivals=_survivals(library, entries),
        unseen=_unseen(library, entries),
        broken=_broken(entries),
        summary=summary(reports),
        versions=_versions(),
        seconds=sum(report.seconds for report in reports),
        date=date,
    )


def _origin(paper: Paper) -> str:
    return "" if paper.origin in SHIPPED else paper.origin


def _part(paper: Paper, entries: Mapping[str, Entry]) -> Part:
    findings = tuple(
        Finding(
            headline.text,
            tuple(entries[name] for name in headline.claims if name in entries),
            tuple(name for name in headline.claims if name not in entries),
        )
        for headline in paper.headlines
        if any(name in entries for name in headline.claims)
    )
    return Part(paper.id, paper.title, tuple(entries[c.id] for c in paper if c.id in entries), findings)


def _theorems(uses: Mapping[str, Mapping[str, str]]) -> dict[str, None]:
    return dict.fromkeys(name for found in uses.values() for name in found if name.startswith("thm:"))


def _printed(claim: type[Claim], reports: Mapping[str, Report]) -> dict[str, str]:
    """What the printed proof rests on; an edge from something false as printed is broken."""
    return {
        name: "broken" if name in reports and reports[name].verdict in FALSE_AS_PRINTED else "printed"
        for name in claim.printed_proof_uses
    }


def _survivals(library: Library, entries: Mapping[str, Entry]) -> tuple[Survival, ...]:
    found = []
    for name, entry in entries.items():
        parts = [entries[other] for other in library.printed_ancestors(name) if other in entries]
        broken = tuple(part for part in parts if part.report.verdict in FALSE_AS_PRINTED)
        if broken:
            found.append(Survival(entry, len(parts), broken, _outcome(entry.report)))
    return tuple(found)


def _unseen(library: Library, entries: Mapping[str, Entry]) -> tuple[str, ...]:
    found = (other for name in entries for other in library.printed_ancestors(name))
    return tuple(dict.fromkeys(name for name in found if name not in entries and not name.startswith("thm:")))


def _outcome(report: Report) -> str:
    if report.verdict == "refuted":
        return "falls"
    if report.effective not in (*_TRUE, "argued"):
        return "not settled"
    how = "true" if report.effective in _TRUE else "argued"
    return f"{how} as {'corrected' if report.verdict == 'amended' else 'printed'}"


def _uses(claim: type[Claim]) -> dict[str, str]:
    """What a claim rests on; what its proof uses is drawn as such even when its statement needs it too."""
    return dict.fromkeys(claim.statement_uses, "statement") | dict.fromkeys(claim.proof_uses, "proof")


def _broken(entries: Mapping[str, Entry]) -> tuple[Broken, ...]:
    """Every statement that is false as printed, with all that rests on it here, directly or not."""
    found = []
    for entry in entries.values():
        if entry.report.verdict not in FALSE_AS_PRINTED or not entry.used_by:
            continue
        reached: dict[str, None] = {}
        waiting = list(entry.used_by)
        while waiting:
            name = waiting.pop(0)
            if name not in reached:
                reached[name] = None
                waiting += entries[name].used_by
        found.append(Broken(entry, tuple((name, entries[name].report.verdict) for name in reached)))
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
