"""The lines of a proof that a machine checks: terms, each with the rule by which it follows from what stands before.

    lines = (
        instance(Lemma6, KL(pi, p) <= log(n), p=p, ...),
        linear(KL(pi, p) <= log(n) + 1, {1: 1}),
    )

The last line is the conclusion of the claim. The rules are few: a hypothesis, an instance of another claim or of a
textbook theorem (`proofs_check.papers.theorems`), a sign that is seen from what a term is made of, algebra in a ring,
an identity between sums over outcomes, equals for equals, a linear combination with its coefficients. Induction, limits
and calculus belong to the proof assistant.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from exactalign.text.articles import with_article
from proofs_check.exceptions import ClaimError
from proofs_check.formula.terms import Term, lift

RULES: Final = ("hypothesis", "instance", "sign", "algebra", "identity", "equals", "linear")
"""The rules, each with a function of its name that makes a line."""


@attrs.frozen(eq=False)
class Line:
    """A term, the rule by which it follows, and what that needs: a claim, values of its variables, earlier lines."""

    term: Term
    rule: str
    claim: Any = None
    values: Mapping[str, Term] = attrs.field(factory=dict)
    lines: Mapping[int, Term] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.term, Term):
            raise ClaimError(
                f"a line is a term, as in {self.rule}(0 <= KL(p, q)), and not {with_article(type(self.term).__name__)}"
            )
        if wrong := [line for line in self.lines if type(line) is not int]:
            raise ClaimError(f"earlier lines are counted 1, 2, …: {wrong[0]!r} is none of them")


def hypothesis(term: Term) -> Line:
    """One of the hypotheses of the claim, or one of the conditions under which its terms are defined."""
    return Line(term, "hypothesis")


def instance(claim: Any, term: Term, **values: Any) -> Line:
    """What another claim says for these values of its variables; its hypotheses stand in earlier lines."""
    if not (isinstance(claim, type) and hasattr(claim, "id")):
        raise ClaimError(f"an instance cites a claim by its class, as in instance(Lemma6, …), and not {claim!r}")
    return Line(term, "instance", claim=claim, values={name: lift(value) for name, value in values.items()})


def algebra(term: Term) -> Line:
    """An equation whose two sides are the same polynomial in what they are made of."""
    return Line(term, "algebra")


def equals(term: Term, line: int, by: int) -> Line:
    """An earlier line with equals put for equals, by the equation in another line; lines are counted from 1."""
    return Line(term, "equals", lines={line: lift(0), by: lift(1)})


def sign(term: Term) -> Line:
    """0 ≤ t or 0 < t, where the sorts of what t is made of show it: a divergence, a positive factor, a square root."""
    return Line(term, "sign")


def identity(term: Term) -> Line:
    """An equation between sums over outcomes, entries of laws, logarithms and powers, decided by a normal form."""
    return Line(term, "identity")


def linear(term: Term, coefficients: Mapping[int, Any]) -> Line:
    """A sum of earlier relations, each times a coefficient: a number or a term; of an inequality it must be ≥ 0."""
    if not isinstance(coefficients, Mapping):
        raise ClaimError(
            f"linear has its coefficients by the lines that they multiply, as in {{1: 1, 2: 3}}, not {coefficients!r}"
        )
    return Line(term, "linear", lines={line: lift(c) for line, c in coefficients.items()})
