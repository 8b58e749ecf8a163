"""What ranges over what, in words: the variables of a statement, and what its sums and quantifiers bind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from proofs_check.formula.sorts import LETTERS, REAL
from proofs_check.formula.terms import Term, written

KINDS = {
    "positive law": "positive law",
    "law": "law",
    "family of positive laws": "family of positive laws",
    "family of laws": "family of laws",
    "real function": "function of a real number",
    "reward": "reward",
    "rule": "rule that keeps one of the draws",
    "rules": "sequence of rules, the m-th for words of length m,",
    "outcome": "outcome",
    "counts": "sequence of whole numbers ≥ 1",
    "count": "whole number ≥ 1",
    "natural number": "whole number ≥ 0",
    "positive real": "real number > 0",
    "nonnegative real": "real number ≥ 0",
    "real": "real number",
}
"""The kinds of variables, in words, in the order in which they are introduced."""


def _letters_of_kind(v: Term) -> str:
    over = f" over {v.space.alphabet}" if v.sort.space is not None and v.space.alphabet != "A" else ""
    return KINDS[v.sort.kind] + over


def kind_of(v: Term) -> str:
    """What a variable is, in words: its kind, and over which space."""
    kind = _letters_of_kind(v)
    if v.sort.space is not None and v.space.length is not None:
        of = f" of length {written(v.space.length)}"
        kind = kind.replace("outcome", f"word{of}") if v.sort.kind == "outcome" else f"{kind} on words{of}"
    return kind + (f" for every letter of {v.sort.index.alphabet}" if v.sort.index is not None else "")


def _is_shown(v: Term, body: Term, known: Sequence[Term]) -> bool:
    """Whether the body puts a bound variable beside something known over the same alphabet, as p(y) does."""
    names = {k.name for k in known if k.op == "variable" and _is_over(k, v.space.alphabet)}
    for t in body.subterms():
        if t.op not in ("is", "permuted") and any(a.op == "variable" and a.name == v.name for a in t.args):
            others = (s for a in t.args for s in a.subterms() if _is_over(s, v.space.alphabet))
            if any(s.op == "constant" or (s.op == "variable" and s.name in names) for s in others):
                return True
    return False


def _is_over(t: Term, alphabet: str) -> bool:
    return any(space is not None and space.alphabet == alphabet for space in (t.sort.space, t.sort.index))


def told_of_bound(parts: Sequence[Term], variables: Sequence[Term]) -> Iterator[str]:
    """What sums and quantifiers in the parts of a statement bind, where nothing else shows it: reals, and letters where
    there is one alphabet or where the body puts them beside what is over theirs."""
    shown = [*variables, *(t for t in parts if t.op == "constant")]
    spaces = {s.key for v in shown for s in (v.sort.space, v.sort.index) if s is not None}
    found: dict[str, list[str]] = {}
    for t in parts:
        if t.op not in ("sum", "for all", "exists") or t.args[0].sort == REAL:
            continue
        v = t.args[0]
        usual = v.sort.kind in ("outcome", "law", "reward") and v.space.key in spaces | {LETTERS.key}
        if not usual or not (spaces <= {v.space.key} or _is_shown(v, t.args[1], shown)):
            kinds = found.setdefault(written(v), [])
            kinds += [kind for kind in [f"{'an' if kind_of(v)[0] == 'o' else 'a'} {kind_of(v)}"] if kind not in kinds]
    yield from (f"{name} is {', elsewhere '.join(kinds)}" for name, kinds in found.items())
