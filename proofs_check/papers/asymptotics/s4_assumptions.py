"""Section 4.1: Assumptions 1 and 2."""

from __future__ import annotations

from fractions import Fraction

from proofs_check import (
    Case,
)
from proofs_check.formula import H, both, exists, for_all, iff, log_of, size, total, type_of
from proofs_check.formula import log as logarithm
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics.limits import distinct
from proofs_check.papers.models import COIN
from proofs_check.papers.variables import largest, m, p, u, w, y, zeta, zeta_positive
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


class EmptyOrNot(Assertion):
    id = "A-asm1-set-empty"
    place = "Assumption 1"
    title = "For which ζ the set S_ζ is not empty"
    statement = "S_ζ^K is not empty exactly if ζ < 1/K."
    asserts = Statement(iff(exists(p, both(for_all(y, zeta < p(y)), distinct(p))), zeta * size(u) < 1))
    formal = "regular_exists"
    expected = "formal"
    notes = "For every K ≥ 1 and ζ ≥ 0; u is any law on the K letters, and names their number."


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
        "Outcomes are words; as a function of the numbers that label the letters r need be neither linear nor affine,"
        " and nothing in the text needs that."
    )
