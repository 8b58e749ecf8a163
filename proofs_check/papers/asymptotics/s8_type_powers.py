"""Section 8, the proof of the type lemma: the bounds on powers."""

from __future__ import annotations

from fractions import Fraction

from exactalign import log
from proofs_check import Case
from proofs_check.formula import both, exp, implies, less_one, maximum
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.variables import D, N, delta_nonnegative, m, x

_POWER = (1 - exp(-(m * D))) ** N


class ProductOfFactors(Assertion):
    id = "A-type-power"
    place = "product bound"
    title = "A product of N − 1 factors as a power"
    statement = "The product of the N − 1 factors is at most the N-th power: x^{N−1} ≤ x^N for x = P(r(X) ≤ r(λ))."
    asserts = Statement(x ** less_one(N) <= x**N, given=(x >= 0, x <= 1))
    flaw = "x ≤ 1, so one factor more makes the power smaller; x^{N−1} > x^N whenever 0 < x < 1."
    weight = "slip"
    counterexample = Case(x=Fraction(2, 3), N=2)
    mended = Statement(x ** less_one(N) <= exp(-(N - 1) * (1 - x)), given=(x >= 0, x <= 1))
    formal = "power_below"
    expected = "amended"
    corrected_expected = "formal"
    notes = "The N − 1 for N costs the chain nothing, as N grows: what breaks it is A-type-plus and A-type-sanov."


class PositivePart(Assertion):
    id = "A-type-plus"
    place = "product bound"
    title = "The power of 1 − e^{−mD}"
    statement = "(1 − e^{−mD})^N ≤ exp(−m [D − δ]₊) for N = e^{mδ}."
    asserts = Statement(
        exp(-(m * maximum(0, D - delta_nonnegative))) >= _POWER, given=(exp(m * delta_nonnegative) == N,)
    )
    flaw = "For D > δ the left side is at least 1 − N e^{−mD}, near 1, while the right side is small."
    weight = "false"
    counterexample = Case(m=1, D=2 * log(2), delta=log(2), N=2)
    mended = Statement(both(1 - N * exp(-(m * D)) <= _POWER, exp(-(N * exp(-(m * D)))) >= _POWER))
    formal = "power_between"
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-type-power", "A-type-sanov")


class DoubleExponential(Assertion):
    id = "A-type-exp"
    place = "second bound"
    title = "The double-exponential bound"
    statement = "(1 − 1/x)^x ≤ 1/e for x = e^{mD}, hence (1 − e^{−mD})^N ≤ exp(−exp(m(δ − D))) for N = e^{mδ}."
    asserts = Statement(
        both(
            implies(x > 1, (1 - 1 / x) ** x <= exp(-1)),
            exp(-exp(m * (delta_nonnegative - D))) >= _POWER,
        ),
        given=(1 - 1 / x > 0, exp(m * delta_nonnegative) == N),
    )
    formal = Formal(
        "double_exponential one_over_e",
        "intros; split; [ intros; replace (1 - 1 / x) with (1 - / x) by (unfold Rdiv; ring); now apply one_over_e"
        " | apply double_exponential; [ right; now symmetry | apply Rmult_le_pos; [apply pos_INR | assumption] ] ]. ",
    )
    expected = "formal"
    printed_proof_uses = ("A-type-power", "A-type-sanov")
    notes = "The condition δ > D that the text puts on it is not needed."
