"""Section 4.1: Assumptions 1 and 2."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import sympy

from exactalign import Distribution
from proofs_check import (
    Answer,
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_most,
    identity,
    instances,
    less,
    proof,
    search,
)
from proofs_check.algebra.symbolic import K, families, symbols
from proofs_check.algebra.symbolic import total as summed
from proofs_check.algebra.symbolic import y as letter
from proofs_check.engine.searches import cases, fractions, integers
from proofs_check.formula import H, both, exists, for_all, iff, log_of, total, type_of
from proofs_check.formula import log as logarithm
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import in_s_zeta
from proofs_check.papers.asymptotics.limits import distinct
from proofs_check.papers.models import COIN
from proofs_check.papers.variables import largest, m, p, w, y, zeta_positive
from proofs_check.papers.variables import q_positive as q

_in_s_zeta = both(for_all(y, zeta_positive < p(y)), distinct(p))


class InteriorOfTheSimplex(Assertion):
    id = "A-asm1-set"
    place = "Assumption 1"
    title = "The set S_ζ"
    statement = "S_ζ^K = {p : Σ p_k = 1, p_k > ζ, p_k ≠ p_k′ for k ≠ k′} is the interior of the simplex."
    asserts = Statement(iff(_in_s_zeta, for_all(y, p(y) > 0)))
    flaw = (
        "Interior points with two equal entries, or with an entry not above ζ, are missing. (The source does not"
        " say that"
        " ζ > 0; its bound log 1/ζ needs it.)"
    )
    weight = "slip"
    counterexample = Case(p=COIN, zeta=Fraction(1, 4))
    mended = Statement(iff(exists(zeta_positive, _in_s_zeta), both(for_all(y, p(y) > 0), distinct(p))))
    formal = "regular_laws"
    expected = "amended"
    corrected_expected = "formal"
    notes = (
        "The union of the S_ζ over ζ > 0 is the set of interior points with pairwise different entries. Each S_ζ"
        " is a part of"
        " the interior: (1/5, 4/5) is interior, with different entries, and not in S_{1/4}."
    )


class EmptyOrNot(Claim):
    id = "A-asm1-set-empty"
    place = "Assumption 1"
    title = "For which ζ the set S_ζ is not empty"
    statement = "S_ζ^K is not empty exactly if ζ < 1/K (for K ≥ 2)."
    latex = r"\mathcal S^K_\zeta \ne \emptyset \iff \zeta < 1/K"
    scope = "every K ≥ 1, every ζ ≥ 0"
    expected = "argued"

    def bound(self, size: Any) -> Any:
        """The bound on ζ."""
        return 1 / sympy.Integer(size) if isinstance(size, int) else 1 / size

    strict = True
    hypotheses = (
        Hypothesis(
            "ζ ≥ 0", lambda x: x.zeta >= 0, without=Case(K=2, zeta=Fraction(-1)), unused="ζ < 0 is no condition"
        ),
    )
    example = Case(K=2, zeta=Fraction(1, 3))
    edges = (
        Edge("K = 1, ζ < 1", Case(K=1, zeta=Fraction(1, 2))),
        Edge("K = 1, ζ = 1", Case(K=1, zeta=Fraction(1))),
        Edge("ζ = 1/K", Case(K=3, zeta=Fraction(1, 3))),
        Edge("ζ = 0", Case(K=3, zeta=Fraction(0))),
    )
    teeth = (
        Variant("ζ ≤ 1/K", strict=False),
        Variant("ζ < 1/(K + 1)", bound=lambda size: 1 / (sympy.sympify(size) + 1)),
    )

    def _claimed(self, x: Case) -> bool:
        bound = self.bound(x.K)
        limit = Fraction(int(bound.p), int(bound.q))
        return bool(x.zeta < limit if self.strict else x.zeta <= limit)

    def holds(self, x: Case) -> Answer:
        if not self._claimed(x):
            return at_most(1, x.K * x.zeta, "Σ p_k > Kζ is impossible")
        if x.K * x.zeta >= 1:
            return less(x.K * x.zeta, 1, "K entries above ζ that add up to 1")
        step = (Fraction(1, x.K) - x.zeta) / x.K
        centred = [Fraction(1, x.K) + step * (2 * k - x.K + 1) / 2 for k in range(x.K)]
        return in_s_zeta(Distribution.from_probabilities(centred), x.zeta)

    @proof
    def spread(self) -> Iterator[Step]:
        """ζ ≥ 1/K: the entries would add up to more than 1. ζ < 1/K: spread the uniform distribution a little."""
        (c,) = families("c")
        (s,) = symbols("s")
        yield identity(
            "the entries 1/K + s c(y) add up to 1, c(y) = y − (K + 1)/2, which add up to 0",
            summed(self.bound(K) + s * c[letter]),
            1,
            given=[summed(c[letter])],
        )
        yield argument(
            "They are different for s > 0, and above ζ for s K/2 < 1/K − ζ. If all p_k > ζ ≥ 1/K then Σ p_k > 1.",
            tested_by="sizes",
        )

    @search(cases(K=integers(1, 6), zeta=fractions(0, 1, 12)))
    def sizes(self, x: Case) -> Answer:
        """A member is written down, or its sum is too large."""
        return self.holds(x)

    @instances([Case(K=k, zeta=Fraction(1, k)) for k in (1, 2, 3, 5)])
    def at_the_bound(self, x: Case) -> Answer:
        """ζ = 1/K."""
        return self.holds(x)


class BoundedReward(Assertion):
    id = "A-asm2-bounded"
    place = "Assumption 2"
    title = "The reward is bounded from above"
    statement = "The reward r(y^m) = log q^m(y^m) is bounded from above."
    asserts = Statement(
        both(total(log_of(q), m)(w) <= m * logarithm(largest), m * logarithm(largest) <= 0),
        given=(largest <= 1, for_all(y, q(y) <= largest)),
    )
    formal = "reward_at_most"
    expected = "formal"
    notes = (
        "b is the largest entry of q, or any bound on it, such as 1 − (K − 1)ζ for q in S_ζ. The bound 0 is one"
        " for all m. With"
        " the printed sign r = −log q^m there is no bound that is uniform in m."
    )


class LinearReward(Assertion):
    id = "A-asm2-linear"
    place = "Assumption 2"
    title = "In what sense the reward is linear"
    statement = (
        "The reward is linear in the outcome: r(y^m) = m Σ_k t_k(y^m) log q_k, linear in the type of the outcome."
    )
    asserts = Statement(total(log_of(q), m)(w) == -(m * H(type_of(w), q)))
    formal = "reward_by_type"
    expected = "formal"
    notes = (
        "Outcomes are words; as a function of the numbers that label the letters r is neither linear nor affine,"
        " and nothing in"
        " the text needs that."
    )
