"""Checking that statements of claims, written from their terms, are theorems of the library, and wrong ones are not.

For each claim one file is written: the statement as a theorem, proved by an instance of a theorem of the library; what
it assumes, printed; and each wrong variant, tried with the very same proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import attrs

from proofs_check.exceptions import ClaimError
from proofs_check.formal.assistant import USUAL_AXIOMS, Compiled, axioms_in, version
from proofs_check.formal.batches import answers, batched, joined, paths
from proofs_check.formal.building import SILENT, Asked, Watch, compile_files, together
from proofs_check.formal.cache import Cache
from proofs_check.formal.models import Together
from proofs_check.formal.sources import LOGICAL, sources
from proofs_check.formula.mutations import mutants
from proofs_check.formula.propositions import coq
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Formal

PRELUDE: Final = """From Coq Require Import Permutation.
From ExactAlign Require Import {names}.
"""
SECONDS: Final = 60
"""After so long a proof that is tried on a wrong variant is stopped: the variant is neither proved nor refused then."""


_KEPT_BY_COQ: Final = frozenset({
    "Axiom", "CoFixpoint", "Definition", "Fixpoint", "Hypothesis", "IF", "Parameter", "Prop", "SProp", "Set", "Theorem",
    "Type", "Variable", "as", "at", "cofix", "else", "end", "exists", "exists2", "fix", "for", "forall", "fun", "if",
    "in", "let", "match", "mod", "return", "then", "using", "where", "with",
})  # fmt: skip


@attrs.frozen
class Checked:
    """What the proof assistant said of one claim; `kept` when it said so in an earlier run, of the same files."""

    id: str
    theorem: str
    status: str
    axioms: tuple[str, ...]
    hypotheses: tuple[str, ...]
    refused: int
    variants: int
    proved_variants: tuple[str, ...]
    stopped_variants: tuple[str, ...]
    seconds: float
    reason: str = ""
    kept: bool = False

    def to_json(self) -> dict[str, object]:
        """Return the entry for JSON."""
        return {
            "id": self.id, "theorem": self.theorem, "status": self.status, "axioms": list(self.axioms),
            "hypotheses": list(self.hypotheses), "seconds": round(self.seconds, 1),
            "variants": {
                "tried": self.variants, "refused": self.refused, "also_proved": list(self.proved_variants),
                "stopped": list(self.stopped_variants),
            },
        }  # fmt: skip


def source(identifier: str, statement: Statement, formal: Formal, teeth: bool = True, assumptions: bool = True) -> str:
    """The file for one claim, with its wrong variants where `teeth` are wanted; what it assumes is printed."""
    return _file(identifier, statement, formal, _goals(statement, formal) if teeth else (), assumptions)


def _file(
    identifier: str, statement: Statement, formal: Formal, goals: Sequence[_Goal], assumptions: bool = True
) -> str:
    name = theorem_name(identifier)
    proof = attrs.evolve(formal).proof  # its words are looked at once more
    names = dict.fromkeys(["Analysis", "Definitions", *(home(part) for part in formal.theorem.split()), "Claims"])
    text = PRELUDE.format(names=" ".join(names))
    text += f"\nTheorem {name} :\n  {proposition(statement, formal)}.\nProof. {proof} Qed.\n"
    if assumptions:
        text += f"Print Assumptions {name}.\n"
    for k, (_, wrong) in enumerate(goals):
        text += (
            f"\nGoal {wrong}.\n"
            f"Proof. first [ timeout {SECONDS} (tryif solve [ {_tactic(proof)} ]"
            f' then idtac "VARIANT {k} PROVED" else idtac "VARIANT {k} REFUSED")'
            f' | idtac "VARIANT {k} STOPPED" ]. Abort.\n'
        )
    return text


def theorem_name(identifier: str) -> str:
    """The name of a claim's theorem: none that Coq keeps for itself, or by which a proof calls one of the library."""
    name = re.sub(r"\W", "_", identifier)
    return f"{name}_" if name in _KEPT_BY_COQ or name in _homes(sources()) else name


def proposition(statement: Statement, formal: Formal) -> str:
    """What is to be proved: the statement, or that it is false."""
    return f"~ ({coq(statement, lettered=True)})" if formal.denies else coq(statement)


def tried(statement: Statement, formal: Formal) -> list[tuple[str, Statement]]:
    """The wrong variants that are tried with the same proof: not on a denial beside a true statement."""
    return [] if formal.denies and not formal.alone else variants(statement)


def _goals(statement: Statement, formal: Formal) -> list[_Goal]:
    """What the proof is tried on: each wrong variant is written once, but for what is denied."""
    if formal.denies:
        return [(label, proposition(wrong, formal)) for label, wrong in tried(statement, formal)]
    return [(label, text) for label, _, text in _written(statement)]


def home(theorem: str) -> str:
    """The file of the library that has a theorem; raises `ClaimError` when none has, or several have."""
    found = _homes(sources()).get(theorem, ())
    if len(found) != 1:
        where = f"it stands in {' and '.join(found)}: give each its own name" if found else "there is none"
        raise ClaimError(f"the library must have one theorem {theorem!r}: {where}")
    return found[0]


@lru_cache(maxsize=1)
def _homes(library: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    """The files in which each theorem stands: to look for one of them in every file takes two seconds a run."""
    found: dict[str, tuple[str, ...]] = {}
    for name, text in library:
        for theorem in set(re.findall(r"^(?:Theorem|Lemma|Corollary|Proposition|Fact) ([\w']+)", text, re.M)):
            found[theorem] = (*found.get(theorem, ()), name)
    return found


def variants(statement: Statement) -> list[tuple[str, Statement]]:
    """The wrong variants that can be written: what the sorts refuse needs no refusal by a proof."""
    return [(label, wrong) for label, wrong, _ in _written(statement)]


def _written(statement: Statement) -> list[tuple[str, Statement, str]]:
    """The variants that can be written, each with its proposition."""
    made = [(label, wrong, _text(wrong)) for label, wrong in mutants(statement) if not isinstance(wrong, str)]
    return [(label, wrong, text) for label, wrong, text in made if text is not None]


def _text(statement: Statement) -> str | None:
    try:
        return coq(statement)
    except ClaimError:  # a quantifier inside an event, say
        return None


def _tactic(proof: str) -> str:
    """A script as one tactic, for `solve`."""
    steps = [part.strip() for part in re.split(r"\.\s", proof.strip() + " ") if part.strip()]
    return "; ".join(steps)


_Goal = tuple[str, str]
"""What was changed, and the changed proposition."""

Wanted = tuple[str, Statement, Formal]
"""The identifier of a formal claim, its statement, and its theorem."""


def check(
    claims: Sequence[Wanted], jobs: int = 2, watch: Watch = SILENT, again: bool = False, teeth: bool = True
) -> list[Checked]:
    """Check claims; `again` asks Coq also where its answer is kept.

    Without `teeth` the wrong variants are left out, which take most of the time.
    """
    # Numbered, since what is no letter is lost: “a refuted” and “a-refuted” are two files.
    names = _names(claims)
    goals = _all_goals(names, claims, teeth)
    texts = {name: _file(*claim, goals[name]) for name, claim in zip(names, claims, strict=True)}
    cache = Cache()
    known = {} if again else {name: answer for name, text in texts.items() if (answer := cache.answer(text))}
    open_ = {name: text for name, text in texts.items() if name not in known}
    batches = _batches(open_)
    found = {**known, **_answers(batches, compile_files({k: joined(v) for k, v in batches.items()}, jobs, watch, True))}
    for name in open_.keys() & found.keys():
        cache.remember(texts[name], found[name])
    # A file with an error says nothing of what stands behind it: each statement by itself then.
    if alone := {name: text for name, text in open_.items() if name not in found}:
        found |= compile_files(alone, jobs, watch, again)
    return [_checked(*claim, found[name], goals[name]) for name, claim in zip(names, claims, strict=True)]


def recorded(
    claims: Sequence[Wanted], axioms: Mapping[str, frozenset[str]], teeth: bool = True
) -> Asked[dict[str, Checked]]:
    """Check claims of which it is recorded what they assume, by identifier: the axioms are printed of all together that
    assume the same ones, and must be exactly these.

    To print them of one takes a hundred times as long as the proof. Of what is not accepted in this way nothing is
    said: it is to be checked alone.
    """
    names = dict(zip(_names(claims), claims, strict=True))
    goals = _all_goals(names, claims, teeth)
    texts = {name: _file(*claim, goals[name], assumptions=False) for name, claim in names.items()}
    batches = _batches(texts)
    where = {name: f"{k}.{path}" for k, batch in batches.items() for name, path in paths(batch).items()}
    groups: dict[frozenset[str], list[str]] = {}
    for name, (identifier, _, _) in names.items():
        groups.setdefault(axioms[identifier], []).append(name)
    printed = f"From {LOGICAL} Require {' '.join(batches)}.\n"
    for k, group in enumerate(groups.values()):
        theorems = [f"{where[name]}.{theorem_name(names[name][0])}" for name in group]
        printed += f"Definition group{k} := {together(theorems)}.\n"
        printed += f'Print Assumptions group{k}.\nGoal True. idtac "{_GROUP}". Abort.\n'

    def read(answers: Mapping[str, Compiled]) -> dict[str, Checked]:
        said = answers[_ASSUMED].said.split(_GROUP)
        if answers[_ASSUMED].error or len(said) != len(groups) + 1:
            return {}
        found = _answers(batches, answers)
        checked: dict[str, Checked] = {}
        for (assumed, group), part in zip(groups.items(), said, strict=False):
            if axioms_in(part) == assumed:
                for name in group:
                    # Each has the lines that Coq printed of all.
                    answer = found[name]._replace(said=f"{found[name].said}\n{part}")
                    checked[names[name][0]] = _checked(*names[name], answer, goals[name])
        return {identifier: entry for identifier, entry in checked.items() if entry.status == "accepted"}

    return Asked({**{k: joined(batch) for k, batch in batches.items()}, _ASSUMED: printed}, read)


_ASSUMED: Final = "Assumed"
_GROUP: Final = "GROUP ENDS"
_HEAVIEST: Final = 100_000
"""Characters of a batch, about: its statements are not run side by side."""


def _all_goals(names: Iterable[str], claims: Sequence[Wanted], teeth: bool) -> dict[str, list[_Goal]]:
    return {
        name: _goals(statement, formal) if teeth else []
        for name, (_, statement, formal) in zip(names, claims, strict=True)
    }


def _names(claims: Sequence[Wanted]) -> list[str]:
    return [f"claim{k}_{theorem_name(identifier)}" for k, (identifier, _, _) in enumerate(claims)]


def _batches(texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    found = batched(texts, {name: len(text) for name, text in texts.items()}, _HEAVIEST)
    return {f"Batch{k}": {name: texts[name] for name in names} for k, names in enumerate(found)}


def _answers(batches: Mapping[str, Mapping[str, str]], found: Mapping[str, Compiled]) -> dict[str, Compiled]:
    """What was said of each statement, of the batches that were accepted."""
    accepted = [(k, batch) for k, batch in batches.items() if not found[k].error]
    return {name: answer for k, batch in accepted for name, answer in answers(batch, found[k]).items()}


def _checked(identifier: str, statement: Statement, formal: Formal, found: Compiled, wrong: Sequence[_Goal]) -> Checked:
    axioms = axioms_in(found.said)
    proved = [int(k) for k in re.findall(r"VARIANT (\d+) PROVED", found.said)]
    stopped = [int(k) for k in re.findall(r"VARIANT (\d+) STOPPED", found.said)]
    refused = len(re.findall(r"VARIANT \d+ REFUSED", found.said))
    answered = refused + len(proved) + len(stopped)
    status, reason = "accepted", ""
    if found.error:
        status, reason = "refused", found.error[:500]
        wrong = wrong[:answered]  # Coq stops at the first error, which is the statement's
    elif axioms is None:
        status, reason = "refused", "what it assumes was not printed"
    elif strange := axioms - USUAL_AXIOMS:
        status, reason = "refused", f"it assumes {', '.join(sorted(strange))}"
    elif answered != len(wrong):
        status, reason = "refused", f"{len(wrong)} wrong variants were tried, {answered} answered"
    elif wrong and not refused:
        left = f", but for {len(stopped)} on which it was stopped after {SECONDS} seconds" if stopped else ""
        status, reason = "refused", f"the same proof proves every wrong variant{left}: it has no teeth"
    return Checked(
        identifier, formal.theorem, status, tuple(sorted(axioms or ())),
        tuple(str(h) for h in (*statement.given, *statement.conditions)),
        refused, len(wrong), tuple(wrong[k][0] for k in proved), tuple(wrong[k][0] for k in stopped),
        found.seconds, reason, found.kept,
    )  # fmt: skip


def report(found: Sequence[Checked], together: Mapping[str, Together]) -> dict[str, object]:
    """The answer of a run, for JSON; a statement that denies another has no hypotheses that could hold together."""
    shown = {name: entry.to_json() for name, entry in together.items()}
    claims = [{**entry.to_json(), "together": shown.get(entry.id)} for entry in found]
    return {"claims": claims, "coq": version()}
