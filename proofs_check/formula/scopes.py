"""What ranges over what, in words and as formulas: the variables of a statement, and what sums and quantifiers bind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from exactalign.text.articles import with_article
from proofs_check.formula.sorts import LETTERS, REAL, Space
from proofs_check.formula.terms import BINDERS, Term, written

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
    for t in _where_it_stands_for(v.name, body):
        if t.op not in ("is", "permuted") and any(a.op == "variable" and a.name == v.name for a in t.args):
            others = (s for a in t.args for s in a.subterms() if _is_over(s, v.space.alphabet))
            if any(s.op == "constant" or (s.op == "variable" and s.name in names) for s in others):
                return True
    return False


def _where_it_stands_for(name: str, body: Term) -> Iterator[Term]:
    """The parts of a body in which nothing else is bound to the name."""
    if not (body.op in BINDERS and body.args[0].name == name):
        yield body
        for part in body.args:
            yield from _where_it_stands_for(name, part)


def _is_over(t: Term, alphabet: str) -> bool:
    return any(space is not None and space.alphabet == alphabet for space in (t.sort.space, t.sort.index))


def said(variables: Sequence[Term]) -> str:
    """What variables range over, in words: every law p, q, every whole number ≥ 1 n."""
    return ", ".join(f"every {kind} {', '.join(map(written, group))}" for kind, group in _grouped(variables, kind_of))


def shown(variables: Sequence[Term]) -> str:
    r"""What variables range over, as a formula: p, q \in \mathcal{P}(\mathcal{A}), n \in \mathbb{N}_{\ge 1}."""
    return r",\ ".join(
        f"{', '.join(written(v, latex=True) for v in group)} {domain}"
        for domain, group in _grouped(variables, domain_of)
    )


def _grouped(variables: Sequence[Term], by: Callable[[Term], str]) -> list[tuple[str, list[Term]]]:
    groups: dict[str, list[Term]] = {}
    for v in variables:
        groups.setdefault(by(v), []).append(v)
    return list(groups.items())


def domain_of(v: Term) -> str:
    r"""What a variable ranges over, as a formula: \in \mathbb{R}, or : \mathcal{A} \to \mathbb{R}."""
    kind = v.sort.kind
    if kind in _NUMBERS:
        return _NUMBERS[kind]
    space = _space(v.space)
    laws = rf"\mathcal{{P}}{'_{>0}' if 'positive' in kind else ''}({space})"
    if v.sort.index is not None:
        return rf": {_space(v.sort.index)} \to {laws}"
    return {
        "outcome": rf"\in {space}",
        "reward": rf": {space} \to \mathbb{{R}}",
        "rule": rf"\text{{ a rule that keeps one of the draws from }} {space}",
        "rules": rf"\text{{ a sequence of rules, for words over }} {space} \text{{ of each length}}",
    }.get(kind, rf"\in {laws}")


_NUMBERS: Final = {
    "real function": r": \mathbb{R} \to \mathbb{R}",
    "counts": r": \mathbb{N} \to \mathbb{N}_{\ge 1}",
    "count": r"\in \mathbb{N}_{\ge 1}",
    "natural number": r"\in \mathbb{N}_{\ge 0}",
    "positive real": r"\in \mathbb{R}_{> 0}",
    "nonnegative real": r"\in \mathbb{R}_{\ge 0}",
    "real": r"\in \mathbb{R}",
}


def _space(space: Space) -> str:
    name = space.alphabet.replace("_", r"\_")
    letters = rf"\mathcal{{{name}}}" if name.isupper() and len(name) == 1 else rf"\mathit{{{name}}}"
    if space.size is not None:
        letters = r"\{0\}" if space.size == 1 else rf"\{{0, \dots, {space.size - 1}\}}"
    return letters if space.length is None else rf"{letters}^{{{written(space.length, latex=True)}}}"


def told_of_bound(parts: Sequence[Term], variables: Sequence[Term]) -> Iterator[str]:
    """Of which kind what is bound is, in words, where nothing else shows it."""
    free = {v.name for v in variables}
    for name, group in _grouped(_unshown(parts, variables), written):
        kinds = [with_article(kind_of(v)) for v in group]
        bound = " where it is bound" * (group[0].name in free)
        told = kinds[0] if len(set(kinds)) == 1 else "in turn " + ", ".join(kinds)
        yield f"{name}{bound} is {told}"


def shown_of_bound(parts: Sequence[Term], variables: Sequence[Term]) -> Iterator[str]:
    """What is bound ranges over, as formulas, where nothing else shows it."""
    free = {v.name for v in variables}
    for _, group in _grouped(_unshown(parts, variables), written):
        domains = list(map(domain_of, group))
        bound = r"\text{bound } " * (group[0].name in free)
        text = domains[0] if len(set(domains)) == 1 else r"\text{ in turn } " + r",\ ".join(domains)
        yield f"{bound}{written(group[0], latex=True)} {text}"


def _is_usual(t: Term) -> bool:
    """Whether what is bound is a letter, a law or a reward, and stands where nothing else could: values r(y) are had of
    laws and of rewards, and anything may equal another."""
    v, body = t.args
    if v.sort.kind not in ("outcome", "law", "reward"):
        return False
    of_many = {"is", "≡"} | ({"at"} if v.sort.kind != "outcome" else set())
    return t.op == "sum" or any(
        part.op not in of_many and any(a.op == "variable" and a.name == v.name for a in part.args)
        for part in body.subterms()
    )


def _unshown(parts: Sequence[Term], variables: Sequence[Term]) -> list[Term]:
    """What sums and quantifiers in the parts of a statement bind, where nothing else shows what it ranges over.

    Shown are reals, and letters where there is one alphabet, or where the body puts them beside what is over theirs. Of
    a name that is of two sorts nothing is shown but by saying so wherever it is bound.
    """
    known = [*variables, *(t for t in parts if t.op == "constant")]
    spaces = {s.key for v in known for s in (v.sort.space, v.sort.index) if s is not None}
    binding = [t for t in parts if t.op in ("sum", "for all", "exists")]
    sorts = {(v.name, v.sort) for v in (*variables, *(t.args[0] for t in binding))}
    found = []
    for t in binding:
        v = t.args[0]
        if sum(name == v.name for name, _ in sorts) > 1:
            found.append(v)
        elif v.sort != REAL:
            usual = _is_usual(t) and v.space.key in spaces | {LETTERS.key}
            if not usual or not (spaces <= {v.space.key} or _is_shown(v, t.args[1], known)):
                found.append(v)
    return found
