"""The lines of a proof that a machine checks: terms, each with the rule by which it follows from what stands before.

    proof = (
        instance(Lemma6, KL(pi, p) <= log(n), p=p, ...),
        linear(KL(pi, p) <= log(n) + 1, {1: 1}),
    )

The last line is the conclusion of the claim. The rules are few: a hypothesis, an instance of another claim, equals for
equals, algebra in a ring, a linear combination with its coefficients. Induction, limits and calculus belong to the
proof assistant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from proofs_check.formula.terms import Term, lift


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A term, the rule by which it follows, and what that needs: a claim, values of its variables, earlier lines."""

    term: Term
    rule: str
    claim: Any = None
    values: Mapping[str, Term] = field(default_factory=dict)
    lines: Mapping[int, Fraction] = field(default_factory=dict)


def hypothesis(term: Term) -> Line:
    """One of the hypotheses of the claim, or one of the conditions under which its terms are defined."""
    return Line(term, "hypothesis")


def instance(claim: Any, term: Term, **values: Any) -> Line:
    """What another claim says for these values of its variables; its hypotheses stand in earlier lines."""
    return Line(term, "instance", claim=claim, values={name: lift(value) for name, value in values.items()})


def algebra(term: Term) -> Line:
    """An equation whose two sides are the same polynomial in what they are made of."""
    return Line(term, "algebra")


def equals(term: Term, line: int, by: int) -> Line:
    """An earlier line with equals put for equals, by the equation in another line; lines are counted from 1."""
    return Line(term, "equals", lines={line: Fraction(0), by: Fraction(1)})


def linear(term: Term, coefficients: Mapping[int, Any]) -> Line:
    """A sum of earlier relations, each taken so many times; an inequality a number of times that is not negative."""
    return Line(term, "linear", lines={line: Fraction(c) for line, c in coefficients.items()})
