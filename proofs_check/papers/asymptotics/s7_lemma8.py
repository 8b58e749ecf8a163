"""Section 7: Lemma 8, and the range of the mismatched information."""

from __future__ import annotations

from proofs_check.formula import H, absolute, both, for_all, information, log, type_of
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.variables import eps, phi, q_positive, w, y, zeta_positive

_NEAR = absolute(information(q_positive, w) - H(phi, q_positive)) <= eps
_DIFFERENCE = H(type_of(w), q_positive) - H(phi, q_positive)


class InsideD(Assertion):
    id = "A-lem8-D"
    place = "Lemma 8, first line"
    title = "Sequences near the level have types in D"
    statement = "If |−(1/m) log q(y^m) − H(T(q, α)‖q)| ≤ ε, then t(y^m) ∈ D(q, α, 2ε), for α > 0 and large lengths."
    asserts = Statement(2 * eps >= _DIFFERENCE, given=(_NEAR,))
    formal = "lemma8_D_printed"
    expected = "formal"
    notes = "At every length m ≥ 1, with ε for 2ε, and for every law φ in the place of the tilt."


class InsideE(Assertion):
    id = "A-lem8-E"
    place = "Lemma 8, second line"
    title = "Sequences near the level have types in E"
    statement = "If |−(1/m) log q(y^m) − H(T(q, α)‖q)| ≤ ε, then t(y^m) ∈ E(q, α, 2ε), for α > 0 and large lengths."
    asserts = Statement(-2 * eps <= _DIFFERENCE, given=(_NEAR,))
    formal = "lemma8_E_printed"
    expected = "formal"
    notes = "At every length m ≥ 1, with ε for 2ε, and for every law φ in the place of the tilt."


class FromB(Assertion):
    id = "A-lem8-B"
    place = "Lemma 8, third line"
    title = "Sequences with types in B are near the level"
    statement = "If t(y^m) ∈ B(q, α, ε), then |−(1/m) log q(y^m) − H(T(q, α)‖q)| ≤ ε, for α > 0 and large lengths."
    asserts = Statement(_NEAR, given=(-_DIFFERENCE >= 0, eps >= -_DIFFERENCE))
    formal = "lemma8_B_printed"
    expected = "formal"
    notes = "At every length m ≥ 1, and for every law φ in the place of the tilt."


class InformationRange(Assertion):
    id = "A-thm3-range"
    place = "proof of Theorem 3"
    title = "The range of the mismatched information"
    statement = "−(1/m) log q^m(Y^m) takes values in [0, log 1/ζ]."
    asserts = Statement(
        both(information(q_positive, w) >= 0, information(q_positive, w) <= log(1 / zeta_positive)),
        given=(for_all(y, zeta_positive <= q_positive(y)),),
    )
    formal = "info_range"
    expected = "formal"
    notes = "For ζ > 0, which the source does not say, but needs: every probability of q is at least ζ."
