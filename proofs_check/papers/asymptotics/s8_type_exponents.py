"""Section 8, second half of the proof of the type lemma: the exponent (11) and the three cases."""

from __future__ import annotations

from exactalign import log
from proofs_check import Case, pmf
from proofs_check.formula import (
    KL,
    H,
    Pr,
    T,
    best,
    both,
    event,
    exp,
    iff,
    implies,
    less_one,
    log_of,
    no,
    total,
    type_of,
    varies,
)
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics.common import REVERSED, W, kl, tilt
from proofs_check.papers.models import COIN
from proofs_check.papers.variables import N, alpha, beta, delta, lam, m, p, q, q_positive, v, w

_REWARD = total(log_of(q_positive), m)
_UPTO = Pr(p**m, event(w, _REWARD(w) <= _REWARD(v)))
_ABOVE = Pr(p**m, event(w, _REWARD(v) < _REWARD(w)))
_D = KL(T(q_positive, p, alpha), p)
"""D of the source: the divergence of the tilt T with the reward of the type of v."""
_TILT_OF_TYPE = H(type_of(v), q_positive) == H(T(q_positive, p, alpha), q_positive)
_DRAWS = exp(m * delta) == N


class CombinedBound(Assertion):
    id = "A-type-F"
    place = "(10)"
    title = "The combined bound on the product, with the function F"
    statement = (
        "Π P(r(X_i) ≤ r(λ)) ≤ exp(−m F), with F = D − δ if D > δ, F = (1/m) exp(m(δ − D)) if D < δ, and 0 if D = δ."
    )
    asserts = Statement(
        both(
            implies(delta < _D, _UPTO ** less_one(N) <= exp(-(m * (_D - delta)))),
            implies(delta > _D, _UPTO ** less_one(N) <= exp(-exp(m * (delta - _D)))),
            implies(delta == _D, _UPTO ** less_one(N) <= 1),
        ),
        given=(_TILT_OF_TYPE, _DRAWS),
    )
    flaw = (
        "Above D = δ the product is near 1 where the bound is small: it is one minus what it should be."
        " Below it the bound fails as well (A-type-11 has the case); for D = δ it is the trivial bound 1."
    )
    weight = "false"
    counterexample = Case(p=pmf("1/9, 8/9"), q=REVERSED, alpha=3, m=2, v=(0, 1), delta=log(2) / 2, N=2)
    mended = Statement(_UPTO ** less_one(N) <= exp(-(N - 1) * _ABOVE))
    formal = "product_of_factors"
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-type-plus", "A-type-exp")


class Exponent(Assertion):
    id = "A-type-11"
    place = "(11)"
    title = "The bound on the probability of a type"
    statement = "P(t(Y) = λ) ≤ exp(−m [D(λ‖p) + F − δ])."
    _returned = Pr(best(p**m, N, _REWARD), event(w, type_of(w) == type_of(v)))
    _exponent = KL(type_of(v), p) - delta
    asserts = Statement(
        both(
            implies(delta < _D, _returned <= exp(-(m * (_exponent + (_D - delta))))),
            implies(delta > _D, _returned <= exp(-(m * (_exponent + 1 / m * exp(m * (delta - _D)))))),
            implies(delta == _D, _returned <= exp(-(m * _exponent))),
        ),
        given=(_TILT_OF_TYPE, _DRAWS),
    )
    flaw = "It inherits the failure of (10): what stands has the product itself in the place of exp(−m F)."
    weight = "false"
    counterexample = Case(p=W, q=REVERSED, alpha=1, m=2, v=(0, 1), delta=log(2) / 2, N=2)
    mended = Statement(_returned <= exp(-(m * _exponent)) * exp(-(N - 1) * _ABOVE), given=(_DRAWS,))
    formal = "probability_of_type"
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-type-9", "A-type-F")


class PythagoreanSplit(Assertion):
    id = "A-type-11-split"
    place = "(11), second line"
    title = "The Pythagorean split of the exponent"
    statement = "D(λ‖p) = D(λ‖T) + D(T‖p) for T = T(q, p, α(λ)), the tilt with H(T‖q) = H(λ‖q)."
    asserts = Statement(
        KL(lam, p) == KL(lam, T(q, p, alpha)) + KL(T(q, p, alpha), p), given=(H(lam, q) == H(T(q, p, alpha), q),)
    )
    formal = "pythagoras"
    expected = "formal"
    printed_proof_uses = ("A-type-11", "A-type-alpha")
    notes = "An identity; no theorem on I-projections is needed. Printed with T(p, q, ·): see A-type-notation."


class Notation(Assertion):
    id = "A-type-notation"
    place = "proof of the type lemma, from (9) to the bullets"
    title = "The tilt as Section 8 writes it"
    statement = "D(λ‖p) = D(λ‖T) + D(T‖p) for T = T(p, q, α(λ)) with H(T‖q) = H(λ‖q): p and q in this order."
    asserts = Statement(
        KL(lam, p) == KL(lam, T(p, q, alpha)) + KL(T(p, q, alpha), p), given=(H(lam, q) == H(T(p, q, alpha), q),)
    )
    flaw = (
        "T(q, p, α) ∝ p q^α is the tilt of Lemma 4 and everywhere else; with p and q exchanged it is q p^α, which is"
        " not on the aligned family. The other claims on this proof read T(q, p, ·)."
    )
    weight = "slip"
    counterexample = Case(p=pmf("1/4, 1/4, 1/2"), q=pmf("1/7, 2/7, 4/7"), alpha=0, lam=pmf("2/7, 0, 5/7"))
    degenerate = Case(p=W, q=COIN, alpha=0, lam=pmf("1, 0"))
    mended = PythagoreanSplit.asserts
    formal = "pythagoras"
    expected = "amended"
    corrected_expected = "formal"


_TILT = T(q, p, alpha)
_LEVEL = H(lam, q) == H(_TILT, q)


class FirstCase(Assertion):
    id = "A-type-b1"
    place = "first bullet"
    title = "The exponent where D > δ"
    statement = "If D > δ, the exponent of (11) is D(λ‖T) + 2(D − δ), and it is positive."
    _exponent = KL(lam, p) + (KL(_TILT, p) - delta) - delta
    asserts = Statement(
        both(_exponent == KL(lam, _TILT) + 2 * (KL(_TILT, p) - delta), _exponent > 0),
        given=(_LEVEL, delta < KL(_TILT, p)),
    )
    formal = "first_bullet_exponent"
    expected = "formal"
    printed_proof_uses = ("A-type-11-split",)
    notes = (
        "The algebra is right. The bound that it is applied to is not: F = D − δ is refuted by A-type-F, and the"
        " exponent of (11) by A-type-11."
    )


class SecondCase(Assertion):
    id = "A-type-b2"
    place = "second bullet"
    title = "The exponent where D < δ"
    statement = "If D < δ, D(λ‖T) + D − δ + (1/m) exp(m(δ − D)) is positive for m large enough."
    asserts = Statement(
        KL(lam, _TILT) + KL(_TILT, p) - delta + 1 / m * exp(m * (delta - KL(_TILT, p))) > 0,
        given=(_LEVEL, KL(_TILT, p) < delta),
    )
    formal = "second_bullet_exponent"
    expected = "formal"
    printed_proof_uses = ("A-type-11-split",)
    notes = (
        "At every m ≥ 1: 'm large enough' is not needed. Positive is not bounded away from 0: at λ = T with"
        " m(δ − D) = c the bound is e^{−(e^c − c)}; and the bound itself is false (A-type-11)."
    )


class ThirdCase(Assertion):
    id = "A-type-b3"
    place = "third bullet"
    title = "The exponent where D = δ"
    statement = "If D = δ the exponent is D(λ‖T), which is positive if and only if λ = T."
    asserts = Statement(
        both(KL(lam, p) - delta == KL(lam, _TILT), iff(KL(lam, p) - delta > 0, lam == _TILT)),
        given=(_LEVEL, KL(_TILT, p) == delta),
    )
    flaw = "It is positive exactly when λ differs from T."
    weight = "slip"
    counterexample = Case(p=W, q=W, alpha=1, lam=pmf("1/5, 4/5"), delta=kl(tilt(W, W, 1), W))
    mended = Statement(
        both(KL(lam, p) - delta == KL(lam, _TILT), iff(KL(lam, p) - delta > 0, no(lam == _TILT))),
        given=(_LEVEL, KL(_TILT, p) == delta),
    )
    formal = "third_bullet_exponent"
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-type-11-split",)


class Conclusion(Assertion):
    id = "A-type-conclusion"
    place = "end of the proof of the type lemma"
    title = "The three cases leave λ = φ_δ only"
    statement = "The exponent is positive unless λ = T(q, p, α(δ)): D(λ‖T) = 0 and D(T‖p) = δ single out φ_δ."
    _zero = (
        varies(p, q),
        alpha >= 0,
        KL(T(q, p, beta), p) == KL(_TILT, p),
        KL(lam, T(q, p, beta)) == 0,
    )
    asserts = Statement(lam == _TILT, given=_zero)
    flaw = (
        "KL(T(q, p, α)‖p) = δ can have a second, negative root: a tilt towards lower rewards, where the exponent"
        " vanishes as well. And the bounds (10) and (11) themselves are false, so the printed proof does not stand; the"
        " lemma has another proof (A-lem-type)."
    )
    weight = "gap"
    counterexample = Case(p=COIN, q=W, alpha=1, beta=-1, lam=REVERSED)
    mended = Statement(lam == _TILT, given=(*_zero, beta >= 0))
    example = Case(p=COIN, q=W, alpha=1, beta=1, lam=W)
    formal = "one_law_of_exponent_0"
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-def8-count", "A-type-b1", "A-type-b2", "A-type-b3")
    notes = "With φ_δ = T(q, p, α), δ = KL(φ_δ‖p), and λ, T(q, p, β) for a type and its tilt."
