"""Section 8: bounds on the product of the N − 1 factors P(r(X_i) ≤ r(λ)), in the proof of the type lemma."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import sympy

from exactalign import log
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    at_least,
    at_most,
    identity,
    proof,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import exp as symbolic_exp
from proofs_check.algebra.symbolic import symbols
from proofs_check.engine.searches import cases, fractions, integers
from proofs_check.language.steps import Step


class ProductOfFactors(Claim):
    id = "A-type-power"
    place = "product bound"
    title = "N − 1 factors against the N-th power"
    statement = "The product of the N − 1 factors is at most the N-th power: x^{N−1} ≤ x^N for x = P(r(X) ≤ r(λ))."
    latex = r"\prod_{i=1}^{N-1} x \le x^N"
    flaw = "x ≤ 1, so one factor more makes the power smaller; x^{N−1} > x^N whenever 0 < x < 1."
    corrected = "x^{N−1} ≤ exp(−(N − 1)(1 − x)) for 0 ≤ x ≤ 1 and N ≥ 1."
    corrected_latex = r"x^{N-1} \le e^{-(N-1)(1-x)}"
    scope = "every x in [0, 1], every N ≥ 1"
    expected = "amended"
    weight = "false"
    proof_uses = ("thm:exp",)

    as_printed = Variant("as printed", exponential=False)
    exponential = True
    rate = 1
    hypotheses = (
        Hypothesis("x > 0", lambda x: x.x > 0, without=Case(x=Fraction(0), N=2), unused="0 is below every exponential"),
        Hypothesis("N ≥ 1", lambda x: x.N >= 1, without=Case(x=Fraction(1, 2), N=0)),
    )
    example = Case(x=Fraction(2, 3), N=2)
    edges = (
        Edge("N = 1: the empty product", Case(x=Fraction(1, 2), N=1)),
        Edge("x = 1", Case(x=Fraction(1), N=3)),
    )
    teeth = (
        Variant("the N-th power", exponential=False),
        Variant("twice the exponent", rate=2),
    )

    def holds(self, x: Case) -> Any:
        if not self.exponential:
            return at_most(x.x ** (x.N - 1), x.x**x.N, "product")
        if x.x == 0:
            return at_most(Fraction(0), Fraction(1), "0 and a positive number")
        return at_most((x.N - 1) * log(x.x), -self.rate * (x.N - 1) * (1 - x.x), "log of the product")

    @witness
    def two_draws(self) -> Case:
        """The worse of two letters with p = 1/3, two draws: 2/3 against 4/9."""
        return Case(x=Fraction(2, 3), N=2)

    @proof
    def exponential_bound(self) -> Iterator[Step]:
        """log x ≤ x − 1."""
        x, n = symbols("x N")
        yield theorem("thm:exp", "log x ≤ x − 1 for x > 0; multiply by N − 1 ≥ 0.")
        yield identity("(N − 1)(x − 1) is the exponent", (n - 1) * (x - 1), -self.rate * (n - 1) * (1 - x))

    @search(cases(x=fractions("1/12", 1), N=integers(1, 9)))
    def powers(self, x: Case) -> Any:
        """Log forms, decided."""
        return self.holds(x)


class FirstExponentialBound(Claim):
    id = "A-type-plus"
    place = "product bound"
    title = "The bound by the positive part"
    statement = "(1 − e^{−mD})^N ≤ exp(−m [D − δ]₊) for N = e^{mδ}."
    latex = r"(1-e^{-mD})^N \le e^{-m[D-\delta]_+},\quad N=e^{m\delta}"
    flaw = "For D > δ the left side is at least 1 − N e^{−mD}, near 1, while the right side is small."
    corrected = "1 − N e^{−mD} ≤ (1 − e^{−mD})^N ≤ exp(−N e^{−mD})."
    corrected_latex = r"1-Ne^{-mD} \le (1-e^{-mD})^N \le \exp(-Ne^{-mD})"
    scope = "every u = e^{−mD} in (0, 1), every N ≥ 1"
    expected = "amended"
    weight = "false"
    printed_proof_uses = ("A-type-power", "A-type-sanov")
    proof_uses = ("thm:bernoulli", "thm:exp")

    as_printed = Variant("as printed", printed_form=True)
    printed_form = False
    rate = 1
    hypotheses = (
        Hypothesis("0 < u < 1, that is mD > 0", lambda x: 0 < x.u < 1, untried="e^{−mD} is such a number"),
        Hypothesis("N ≥ 1", lambda x: x.N >= 1, without=Case(u=Fraction(3, 4), N=Fraction(1, 2))),
    )
    example = Case(u=Fraction(1, 4), N=Fraction(2))
    edges = (
        Edge("N = 1", Case(u=Fraction(1, 3), N=Fraction(1))),
        Edge("D = δ", Case(u=Fraction(1, 4), N=Fraction(4))),
        Edge("non-integer N", Case(u=Fraction(1, 3), N=Fraction(5, 2))),
        Edge("D < δ", Case(u=Fraction(1, 2), N=Fraction(6))),
    )
    teeth = (
        Variant("the positive part", printed_form=True),
        Variant("twice the exponent", rate=2),
    )

    def holds(self, x: Case) -> Any:
        left = x.N * log(1 - x.u)
        if self.printed_form:  # e^{−m[D − δ]₊} = min(1, N u)
            return at_most(left, log(min(Fraction(1), x.N * x.u)), "log of the power")
        bounds = [at_most(left, -self.rate * x.N * x.u, "log of the power")]
        if x.N * x.u < 1:
            bounds.append(at_least(left, log(1 - x.N * x.u), "log of the power"))
        return bounds

    @witness
    def quarter(self) -> Case:
        """e^{−mD} = 1/4, two draws: 9/16 against 1/2."""
        return Case(u=Fraction(1, 4), N=Fraction(2))

    @proof
    def both_sides(self) -> Iterator[Step]:
        """Bernoulli below, log(1 − u) ≤ −u above."""
        u, n = symbols("u N")
        yield theorem("thm:bernoulli", "(1 − u)^N ≥ 1 − N u.")
        yield theorem("thm:exp", "log(1 − u) ≤ −u, so (1 − u)^N = e^{N log(1 − u)} ≤ e^{−N u}.")
        yield identity("the exponent", n * (-u), -self.rate * n * u)

    @search(cases(u=fractions("1/12", "11/12"), N=fractions(1, 8, 3)))
    def powers(self, x: Case) -> Any:
        """Log forms, decided, N an integer or not."""
        return self.holds(x)


class OneOverE(Claim):
    id = "A-type-exp"
    place = "second bound"
    title = "(1 − 1/x)^x ≤ 1/e, and the double-exponential bound"
    statement = "(1 − 1/x)^x ≤ 1/e for x = e^{mD}, hence (1 − e^{−mD})^N ≤ exp(−exp(m(δ − D))) for N = e^{mδ}."
    latex = r"(1-1/x)^x \le 1/e,\qquad (1-e^{-mD})^N \le \exp(-e^{m(\delta-D)})"
    scope = "every real x > 1, every real N ≥ 0; for x = 1 the left side is 0"
    expected = "argued"
    printed_proof_uses = ("A-type-power", "A-type-sanov")
    proof_uses = ("thm:exp",)
    notes = "The condition δ > D that the text puts on it is not needed."

    def power(self, x: Any) -> Any:
        """The power of 1 − 1/x in the first bound."""
        return x

    rate = 1
    hypotheses = (
        Hypothesis("x > 1", lambda x: x.x > 1, untried="x = e^{mD} with D > 0"),
        Hypothesis("N ≥ 0", lambda x: x.N >= 0, without=Case(x=Fraction(2), N=Fraction(-1))),
    )
    example = Case(x=Fraction(2), N=Fraction(3))
    edges = (
        Edge("N = 1", Case(x=Fraction(3), N=Fraction(1))),
        Edge("D > δ", Case(x=Fraction(9), N=Fraction(2))),
        Edge("non-integer N", Case(x=Fraction(3, 2), N=Fraction(7, 3))),
    )
    teeth = (
        Variant("the power x − 1", power=lambda x: x - 1),
        Variant("twice the exponent", rate=2),
    )

    def holds(self, x: Case) -> Any:
        step = log(1 - 1 / x.x)
        yield at_most(self.power(x.x) * step, -1, "log (1 − 1/x)^x")
        yield at_most(x.N * step, -self.rate * x.N / x.x, "log of the power")

    @proof
    def logarithm(self) -> Iterator[Step]:
        """log(1 − u) ≤ −u at u = 1/x."""
        x, n, m, delta, d = symbols("x N m delta D")
        yield theorem("thm:exp", "log(1 − 1/x) ≤ −1/x; multiply by x > 0, and by N ≥ 0.")
        yield identity("the first exponent", self.power(x) * (-1 / x), -sympy.Integer(1))
        yield identity(
            "the second: N/x = e^{m(δ − D)}",
            self.rate * symbolic_exp(m * delta) * symbolic_exp(-m * d),
            symbolic_exp(m * (delta - d)),
        )
        yield identity("in terms of N", n * (-1 / x), -self.rate * n / x)

    @search(cases(x=fractions("13/12", 12), N=fractions(0, 8, 3)))
    def powers(self, x: Case) -> Any:
        """Log forms, decided."""
        return self.holds(x)
