"""Section 8, first half of the proof of the type lemma: the probability that best-of-N returns a given type."""

from __future__ import annotations

from proofs_check import Case
from proofs_check.formula import (
    KL,
    H,
    Pr,
    T,
    best,
    both,
    event,
    exists,
    exp,
    for_all,
    iff,
    implies,
    less_one,
    log,
    log_of,
    total,
    type_of,
    varies,
)
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics.common import REVERSED, W
from proofs_check.papers.variables import N, alpha, beta, m, p, p_positive, q_positive, v, w, y, z

_REWARD = total(log_of(q_positive), m)
_SAME_TYPE = event(w, type_of(w) == type_of(v))
_upto = Pr(p**m, event(w, _REWARD(w) <= _REWARD(v)))
_level = H(type_of(v), q_positive)


class ProbabilityOfAType(Assertion):
    id = "A-type-9"
    place = "(9)"
    title = "The probability that best-of-N returns a type"
    statement = "P(t(Y) = λ) = N P(t(X) = λ) Π P(r(X_i) ≤ r(λ)), a product of N − 1 equal factors."
    _returned = Pr(best(p**m, N, _REWARD), _SAME_TYPE)
    _product = N * Pr(p**m, _SAME_TYPE) * _upto ** less_one(N)
    asserts = Statement(_returned == _product)
    flaw = (
        "The N events (draw i has type λ and no draw beats it) are not disjoint: equality fails for every N ≥ 2 and "
        "every type of positive probability."
    )
    weight = "false"
    counterexample = Case(p=W, q=REVERSED, N=2, m=1, v=(0,))
    mended = Statement(
        both(_returned <= _product, implies(both(N >= 2, Pr(p**m, _SAME_TYPE) > 0), _returned < _product))
    )
    formal = "best_of_type"
    expected = "amended"
    corrected_expected = "formal"
    notes = (
        "With uniform ties. The exact value is P(t(X) = λ) (F≤^N − F<^N)/(F≤ − F<) (A-def3-pmf-formula). The lines"
        " after (9) need no more than ≤, which holds."
    )


class TheSetA(Assertion):
    id = "A-type-setA"
    place = "after (9)"
    title = "The event r(X) ≤ r(λ) as a set of types"
    statement = "P(r(X) ≤ r(λ)) = P(t(X) ∈ A(λ)) with A(λ) = {t : H(λ‖q) > H(t‖q)}."
    _inside = Pr(p**m, event(w, H(type_of(w), q_positive) < _level))
    asserts = Statement(_upto == _inside)
    flaw = "A(λ) is the opposite event, r(X) > r(λ): a smaller cross entropy is a larger reward."
    weight = "slip"
    counterexample = Case(p=W, q=REVERSED, m=1, v=(0,))
    mended = Statement(_upto == 1 - _inside)
    formal = "at_most_as_types"
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-type-order",)


class SanovStep(Assertion):
    id = "A-type-sanov"
    place = "after (9)"
    title = "The bound attributed to Sanov's theorem"
    statement = "P(r(X) ≤ r(λ)) ≤ 1 − exp(−m D(T‖p)), T the tilt with H(T‖q) = H(λ‖q), at every m."
    _tilted = T(q_positive, p, alpha)
    _bound = 1 - exp(-(m * KL(_tilted, p)))
    asserts = Statement(_bound >= _upto, given=(_level == H(_tilted, q_positive),))
    flaw = (
        "The direction. Chernoff's bound P(r(X) ≥ r(λ)) ≤ exp(−m D) holds at every m for rewards above the mean, and "
        "gives the reverse; Sanov's theorem is a statement about exponents in the limit only."
    )
    weight = "false"
    counterexample = Case(p=W, q=REVERSED, alpha=1, m=2, v=(0, 1))
    mended = Statement(
        _bound <= Pr(p**m, event(w, _REWARD(w) < _REWARD(v))), given=(_level == H(_tilted, q_positive), alpha >= 0)
    )
    formal = "sanov_above_the_mean"
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-type-setA", "A-type-alpha", "thm:sanov")


class TheTiltOfAType(Assertion):
    id = "A-type-alpha"
    place = "after (9)"
    title = "The tilt with the reward of a type"
    statement = "For every valid type λ there is a unique α(λ) with H(T(q, p, α(λ))‖q) = H(λ‖q)."

    asserts = Statement(
        exists(
            alpha,
            both(
                H(T(q_positive, p_positive, alpha), q_positive) == _level,
                for_all(beta, implies(H(T(q_positive, p_positive, beta), q_positive) == _level, beta == alpha)),
            ),
        ),
        given=(varies(p_positive, q_positive),),
    )
    flaw = "No tilt reaches the reward of the types that consist of best letters only, or of worst letters only."
    weight = "condition"
    refuted_by = "no_tilt_of_best"
    _one = exists(
        alpha,
        both(
            H(T(q_positive, p, alpha), q_positive) == _level,
            for_all(beta, implies(H(T(q_positive, p, beta), q_positive) == _level, beta == alpha)),
        ),
    )
    _between = exists(
        y,
        exists(
            z,
            both(
                both(p(y) > 0, p(z) > 0),
                both(-log(q_positive(y)) < _level, -log(q_positive(z)) > _level),
            ),
        ),
    )
    mended = Statement(
        both(
            iff(_between, _one),
            for_all(
                alpha,
                implies(H(T(q_positive, p, alpha), q_positive) == _level, iff(alpha >= 0, H(p, q_positive) >= _level)),
            ),
        ),
        given=(varies(p, q_positive),),
    )
    formal = "tilt_of_type"
    expected = "amended"
    corrected_expected = "formal"
    notes = "Refuted at p = (1/3, 2/3), q = (2/3, 1/3), m = 1 and the type of the better letter."
