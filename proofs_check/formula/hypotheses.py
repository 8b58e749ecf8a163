"""What a hypothesis says: of which variable, and what else it could have been written as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from proofs_check.formula.sorts import NATURAL, REAL, is_a
from proofs_check.formula.terms import Term, apply, lift, same

_SYMMETRIC: Final = frozenset({"=", "≠", "≡", "is"})


def exchanged(term: Term) -> Term:
    """An equation, or an a ≠ b, with its sides exchanged, which says the same; any other term as it is."""
    if term.op == "not":
        return attrs.evolve(term, args=(exchanged(term.args[0]),))
    return attrs.evolve(term, args=term.args[::-1]) if term.op in _SYMMETRIC else term


def says_the_same(a: Term, b: Term) -> bool:
    """Whether two propositions are written alike, or so that one has the sides of the other exchanged."""
    return same(a, b) or same(a, exchanged(b))


def conjuncts(term: Term) -> Iterator[Term]:
    """The propositions that are said together."""
    if term.op == "and":
        for part in term.args:
            yield from conjuncts(part)
    else:
        yield term


def bounds_of(h: Term) -> Iterator[tuple[str, Term, bool]]:
    """For t = v, v = t, t ≤ v and t ≤ s + v with a real variable v: v, its value where the hypothesis is tight, and
    whether it has to be; of v = w first w, then v."""
    if h.op not in ("=", "≤"):
        return
    left, right = h.args
    if h.op == "=":
        for v, t in ((right, left), (left, right)):
            if v.op == "variable" and is_a(v.sort, REAL) and v.name not in t.free:
                yield v.name, t, True
    elif right.op == "variable" and is_a(right.sort, REAL):
        yield right.name, left, False
    if right.op == "+" and right.args[1].op == "variable" and is_a(right.args[1].sort, REAL):
        yield right.args[1].name, left - right.args[0], h.op == "="


def parts_of(h: Term) -> Iterator[Term]:
    """The propositions that a hypothesis is made of, each for every letter where it is."""
    if h.op == "and":
        for part in h.args:
            yield from parts_of(part)
    elif h.op == "for all":
        yield from (Term("for all", (h.args[0], part), h.sort) for part in parts_of(h.args[1]))
    else:
        yield h


def _letter_and_said(h: Term) -> tuple[Term, Term] | None:
    """The letter and what is said of it, where something is said of every letter."""
    if h.op != "for all" or h.args[0].sort.kind != "outcome" or h.args[0].space.length is not None:
        return None
    return h.args[0], h.args[1]


def definition(h: Term) -> tuple[Term, Term] | None:
    """For p(y) = t at every letter y, or p = π of laws: p, and y ↦ t or π."""
    if h.op == "≡":
        pairs = [(v, t) for v, t in (h.args, h.args[::-1]) if v.op == "variable"]
    elif (found := _letter_and_said(h)) is not None and found[1].op == "=":
        y, said = found
        pairs = [
            (v.args[0], apply("function", y, t))
            for v, t in (said.args, said.args[::-1])
            if v.op == "at" and v.args[0].op == "variable" and same(v.args[1], y)
        ]
    else:
        return None
    return next(((v, t) for v, t in pairs if v.space.length is None and v.name not in t.free), None)


def optimum(h: Term, exponents: Sequence[int]) -> list[tuple[Term, Term, Term, Term]] | None:
    """For a law and a real variable that are to be an optimum and its budget: these, a tilt by each exponent, and what
    the law spends."""
    if h.op != "optimal":
        return None
    phi, q, p, budget = h.args
    if not (phi.op == budget.op == "variable" and phi.space.length is None and is_a(budget.sort, REAL)):
        return None
    return [(phi, apply("T", q, p, lift(k)), budget, apply("D", phi, p)) for k in exponents]


def edge(h: Term) -> tuple[Term, Term, bool] | None:
    """For t ≤ v or v ≤ t at every letter, with a real variable v: v, the function t, whether v is above; and for
    t ≤ v·s that of t/s."""
    if (found := _letter_and_said(h)) is None or found[1].op != "≤":
        return None
    y, said = found
    if said.args[1].op == "*":
        for v, s in (said.args[1].args, said.args[1].args[::-1]):
            if v.op == "variable" and is_a(v.sort, REAL) and v.name not in s.free + said.args[0].free:
                return v, apply("function", y, said.args[0] / s), True
    for above, (t, v) in ((True, said.args), (False, said.args[::-1])):
        if v.op == "variable" and is_a(v.sort, REAL) and v.name not in t.free and y.name in t.free:
            return v, apply("function", y, t), above
    return None


def density(h: Term) -> tuple[Term, Term] | None:
    """For p(y) ≤ t at every letter y, with a law p and a law q in t: p and q."""
    if (found := _letter_and_said(h)) is None or found[1].op != "≤":
        return None
    y, said = found
    laws = [t.args[0] for side in said.args for t in side.subterms() if t.op == "at" and same(t.args[1], y)]
    laws = [p for p in laws if p.op == "variable" and p.sort.kind == "law"]
    whole = said.args[0].op == "at" and len(laws) == 2 and laws[0].name != laws[1].name
    return (laws[0], laws[1]) if whole and same(said.args[0].args[0], laws[0]) else None


def ceiling_of(h: Term) -> tuple[Term, Term] | None:
    """For v ≤ t with a real variable v: v, and t."""
    if h.op != "≤" or h.args[0].op != "variable" or not is_a(h.args[0].sort, REAL) or h.args[0].name in h.args[1].free:
        return None
    return h.args[0], h.args[1]


def range_of(h: Term) -> tuple[Term, Term, bool] | None:
    """For t ≤ r(y) or r(y) ≤ t at every letter y, with a reward r: r, the function t, whether r is above."""
    if (found := _letter_and_said(h)) is None or found[1].op not in ("≤", "<"):
        return None
    y, said = found
    for above, (t, entry) in ((True, said.args), (False, said.args[::-1])):
        if entry.op == "at" and entry.args[0].op == "variable" and same(entry.args[1], y):
            r = entry.args[0]
            if r.sort.kind == "reward" and r.name not in t.free:
                return r, apply("function", y, t), above
    return None


def whole_variable(t: Term) -> Term | None:
    """The variable for a whole number that a term is, also where it stands for a real number."""
    v = t.args[0] if t.op == "real" else t
    return v if v.op == "variable" and is_a(v.sort, NATURAL) else None


def positive_everywhere(fact: Term) -> Term | None:
    """The law of which a fact says that it is positive at every outcome."""
    if fact.op != "for all" or fact.args[1].op not in ("<", "≠"):
        return None
    y, sides = fact.args[0], fact.args[1].args
    entry = sides[1] if _is_zero(sides[0]) else sides[0] if fact.args[1].op == "≠" and _is_zero(sides[1]) else y
    if entry.op != "at" or not same(entry.args[1], y) or entry.args[0].sort.kind not in ("law", "positive law"):
        return None
    return None if y.name in entry.args[0].free else entry.args[0]


def _is_zero(t: Term) -> bool:
    return t.op == "number" and t.value == 0
