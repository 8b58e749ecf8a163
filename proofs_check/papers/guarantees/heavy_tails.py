"""Where the √KL law stops: no constant serves heavier tails; what a variance alone gives."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import sympy

from exactalign import kl_divergence
from exactalign.theory import RewardLaw, improvement
from proofs_check import (
    Answer,
    Case,
    Claim,
    Comparison,
    Edge,
    Hypothesis,
    Refutation,
    Variant,
    argument,
    at_least,
    at_most,
    exact,
    greater,
    identity,
    instances,
    less,
    proof,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.algebra.symbolic import symbols
from proofs_check.engine.searches import cases, fractions
from proofs_check.formula import E, Term, Var, best, both, chi_squared, sqrt
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.steps import Step
from proofs_check.papers import variables as v


def rescaled_binomial(levels: int) -> RewardLaw:
    """Binomial with K² trials, divided by K: σ² = 1/4 for every K."""
    law = RewardLaw.binomial(levels**2)
    return RewardLaw.of([Fraction(k, levels) for k in range(levels**2 + 1)], law.masses)


def two_powers(levels: int) -> RewardLaw:
    """Rewards 2^k for k < K with masses 2^−(k+1), and 2^K with mass 2^−K."""
    return RewardLaw.of([2**k for k in range(levels + 1)], RewardLaw.geometric(levels).masses)


def mean(levels: Any) -> Any:
    """The mean of the exponential tail."""
    return 1 - 2 ** (-levels)


def second_moment(levels: Any) -> Any:
    """The second moment of the exponential tail."""
    return 3 - (2 * levels + 3) * 2 ** (-levels)


class HeavierTails(Claim):
    id = "G-transport-heavy"
    place = "Mechanism 1, break condition"
    title = "No constant serves heavier upper tails"
    statement = "Heavier tails than sub-Gaussian invalidate the √KL scaling."
    latex = r"E_p e^{\lambda |r|} = \infty \implies E_\pi r - E_p r \ne O(\sqrt{\mathrm{KL}(\pi\|p)})"
    flaw = (
        "A heavy lower tail does no harm: the improvement is bounded by the upper proxy alone. Turn an exponential tail"
        " upside down, r = −Y: ψ(λ) ≤ λ²E[Y²]/2 for λ ≥ 0, so every policy improves by at most √(2·E[Y²]·KL), however"
        " far the tail reaches (for r = −Exp(1): ψ(λ) = λ − log(1 + λ) ≤ λ²/2)."
    )
    corrected = (
        "Heavier upper tails invalidate it, along these families: for exponential tails no constant serves, and for"
        " power tails no function of KL bounds the improvement."
    )
    corrected_latex = (
        r"\forall C\ \exists p:\ \mathrm{Var}_p(r) < 2,"
        r"\ \max_\pi \tfrac{E_\pi r - E_p r}{\sqrt{2C\,\mathrm{KL}(\pi\|p)}} > 1;\quad"
        r" \forall C, \Delta > 0\ \exists p:\ \mathrm{Var}_p(r) < \tfrac34,"
        r"\ \max_{\mathrm{KL}(\pi\|p)\le\Delta} E_\pi r - E_p r \ge C"
    )
    scope = (
        "two families with a heavy upper tail; along them, not on one finite model (each has a finite σ²). Exponential"
        " tails (variance < 2): for every C"
        " some improvement exceeds √(2C·KL); it grows like KL. Power tails (variance < 3/4): at every fixed budget Δ >"
        " 0 the improvement is unbounded, so no function of KL bounds it"
    )
    expected = "amended"
    weight = "condition"
    statement_uses = ("G-transport-kl",)
    proof_uses = ("thm:jensen", "thm:exp", "G-transport-dv")

    tails: tuple[str, ...] = ("upper",)
    as_printed = Variant("as printed: either tail", tails=("upper", "lower"))

    hypotheses = (
        Hypothesis("C > 0", lambda x: x.C > 0, untried="a smaller constant is only easier to exceed"),
        Hypothesis(
            "Δ > 0", lambda x: x.Delta > 0, without=Case(C=Fraction(1), Delta=Fraction(0)),
        ),
    )  # fmt: skip
    example = Case(C=Fraction(1), Delta=Fraction(1, 2))
    edges = (
        Edge("a tiny budget", Case(C=Fraction(1), Delta=Fraction(1, 1000))),
        Edge("a large constant", Case(C=Fraction(40), Delta=Fraction(1))),
        Edge("a heavy lower tail", note="does no harm: the witness"),
        Edge("one finite model", note="always has a finite σ², so the law holds there: G-transport-kl"),
        Edge("a countable law", note="K = ∞: then E e^{λr} = ∞ for λ ≥ log 2, and in the power tail for every λ > 0"),
    )
    teeth = (
        Variant("a family with bounded σ²: binomial laws divided by the standard deviation", model=rescaled_binomial),
        Variant("variance at most 1 for the exponential tail", variance_limit=1),
        Variant("variance at most 1/2 for the power tail", power_limit=Fraction(1, 2)),
        Variant("an exponential tail for the power tail", power_model=RewardLaw.geometric),
        Variant("a heavier power tail, without a variance bound", power_model=two_powers),
    )
    variance_limit: Any = 2
    power_limit: Any = Fraction(3, 4)

    def model(self, levels: int) -> RewardLaw:
        """Rewards 0..K with masses 2^−(k+1), and 2^−K at K."""
        return RewardLaw.geometric(levels)

    def power_model(self, levels: int) -> RewardLaw:
        """Rewards 2^k with masses ⅞·8^−k, and 8^−K at 2^K."""
        return RewardLaw.pareto(levels)

    def holds(self, x: Case) -> Answer:
        return [*self._exponential(x), *self._power(x)]

    @witness
    def upside_down(self) -> Refutation:
        """r = −Y, Y on 0..K with masses 2^−(k+1), and 2^−K at K: improvement² ≤ 6 KL for every K and every policy."""
        k, u, spent, second = symbols("k u KL S")
        best = sympy.sqrt(2 * spent / second)
        return Refutation(
            Case(C=Fraction(3), Delta=Fraction(1, 2)),
            because=[
                exact("the statement is about a heavy lower tail too", "lower" in self.tails),
                exact("K = 0: E Y² = 3 − (2K + 3)2^−K is 0", not second_moment(0)),
                identity(
                    "K → K + 1 moves half of the mass 2^−K at K one up: so E Y² < 3 for every K",
                    second_moment(k + 1) - second_moment(k),
                    2 ** (-k - 1) * ((k + 1) ** 2 - k**2),
                ),
                theorem("thm:exp", "1 − u ≤ e^−u, so 1 − u + u²/2 − e^−u, which is 0 at u = 0, does not decrease:"),
                identity(
                    "its derivative is e^−u − (1 − u)",
                    sympy.diff(1 - u + u**2 / 2 - sympy.exp(-u), u),
                    sympy.exp(-u) - (1 - u),
                ),
                theorem(
                    "thm:exp",
                    "with u = λY ≥ 0: log E e^{−λY} ≤ E e^{−λY} − 1 ≤ −λE Y + λ²E[Y²]/2, so ψ(λ) ≤ λ²E[Y²]/2",
                ),
                theorem("G-transport-dv", "λ·improvement ≤ KL + ψ(λ) ≤ KL + λ²S/2 for every policy, S = E Y²"),
                identity(
                    "at λ = √(2KL/S) that is λ√(2S·KL): improvement² ≤ 2S·KL, and 2S < 6, so C = 3 serves",
                    spent + best**2 * second / 2,
                    best * sympy.sqrt(2 * second * spent),
                ),
            ],
        )

    def _exponential(self, x: Case) -> list[Comparison]:
        levels = 2 + -(-7 * x.C // 5)  # K − 2 ≥ 2C log 2, as log 2 < 7/10
        law = self.model(levels)
        best = law.family.best
        gain = improvement(best, law)
        return [
            less(law.variance, Fraction(self.variance_limit), f"the variance at K = {levels}"),
            greater(gain * gain, 2 * x.C * kl_divergence(best, law.reference), f"improvement² at K = {levels}"),
        ]

    def _power(self, x: Case) -> list[Comparison]:
        parts = -(-21 // (10 * x.Delta))  # 3 log 2/parts ≤ Δ
        levels = next(k for k in range(1, 200) if 2**k - 2 >= x.C * parts * k)
        law = self.power_model(levels)
        policy = law.reference.mix(law.family.best, Fraction(1, parts * levels))
        return [
            less(law.variance, Fraction(self.power_limit), f"the variance at K = {levels}"),
            at_most(kl_divergence(policy, law.reference), x.Delta, "KL"),
            at_least(improvement(policy, law), x.C, "the improvement"),
        ]

    @proof
    def exponential_tail(self) -> Iterator[Step]:
        """Rewards 0..K with masses 2^−(k+1), and 2^−K at K; the policy always gives K."""
        (k,) = symbols("k")
        zeros = [not mean(0), not second_moment(0)]
        yield exact("K = 0: the mean 1 − 2^−K and the second moment 3 − (2K + 3)2^−K are 0", zeros)
        for power, moment, name in ((1, mean, "mean"), (2, second_moment, "second moment")):
            yield identity(
                f"K → K + 1 moves half of the mass 2^−K at K one up: the {name}",
                moment(k + 1) - moment(k),
                2 ** (-k - 1) * ((k + 1) ** power - k**power),
            )
        yield identity(
            "the variance is 2 − (2K + 1)2^−K − 4^−K < 2",
            self.variance_limit - (second_moment(k) - mean(k) ** 2),
            (2 * k + 1) * 2 ** (-k) + 4 ** (-k),
        )
        yield identity("KL(δ_K‖p) = −log 2^−K = K log 2", -symbolic_log(2 ** (-k)), k * symbolic_log(2))
        yield identity(
            "the improvement is K − 1 + 2^−K > K − 1, and (K − 1)² = K(K − 2) + 1 > 2C·K log 2 with 2C log 2 = K − 2",
            (k - 1) ** 2,
            2 * ((k - 2) / (2 * symbolic_log(2))) * k * symbolic_log(2) + 1,
        )
        yield argument("So C fails as soon as K ≥ 2 + 2C log 2.", tested_by="every_constant")

    @proof
    def power_tail(self) -> Iterator[Step]:
        """Rewards 2^k with masses ⅞·8^−k for k < K, and 8^−K at 2^K; the policy (1 − ε)p + ε δ."""
        (k,) = symbols("k")

        def mean(n: Any) -> Any:
            return 1 + (1 - sympy.Integer(4) ** (-n)) / 6

        def second(n: Any) -> Any:
            return sympy.Rational(7, 4) - sympy.Rational(3, 4) * sympy.Integer(2) ** (-n)

        yield exact("K = 0: both moments are 1", [bool(mean(0) == 1), bool(second(0) == 1)])
        for power, moment, name in ((1, mean, "mean"), (2, second, "second moment")):
            yield identity(
                f"K → K + 1 moves an eighth of the mass 8^−K at 2^K to 2^(K+1): the {name}",
                moment(k + 1) - moment(k),
                8 ** (-k) / 8 * (2 ** (power * (k + 1)) - 2 ** (power * k)),
            )
        yield identity(
            "the mean is ≥ 1, so the variance is at most 3/4 − ¾·2^−K < 3/4",
            sympy.Rational(Fraction(self.power_limit)) - (second(k) - 1),
            sympy.Rational(3, 4) * 2 ** (-k),
        )
        yield theorem("thm:jensen", "KL((1 − ε)p + ε δ‖p) ≤ ε KL(δ‖p) = 3εK log 2, as KL(·‖p) is convex")
        yield argument(
            "At ε = Δ/(3K log 2) that is Δ. The mean is < 2, so the improvement ε(2^K − mean) exceeds"
            " Δ(2^K − 2)/(3K log 2): it is unbounded, as 2^K/K is.",
            tested_by=("given_constants", "every_constant"),
        )

    @instances(
        [Case(C=Fraction(1), Delta=Fraction(1, 2)), Case(C=Fraction(5), Delta=Fraction(1, 10))],
        deep=[Case(C=Fraction(100), Delta=Fraction(1, 1000))],
    )
    def given_constants(self, x: Case) -> Answer:
        """Small models that break a constant: K = 4 and 9 with the exponential tail, 5 and 11 with the power tail."""
        return self.holds(x)

    @search(lambda: cases(C=fractions("1/4", 10), Delta=fractions("1/12", 2)), examples=40)
    def every_constant(self, x: Case) -> Answer:
        """The models and policies that break a given constant within a given budget, exactly."""
        return self.holds(x)


def _gain(policy: Term) -> Term:
    return E(policy, v.r) - E(v.p, v.r)


class VarianceOnly(Assertion):
    id = "G-transport-chi2"
    place = "Key result 1, for heavier tails"
    title = "What a variance alone gives: √(Var·χ²)"
    statement = "E_π r − E_ref r ≤ √(Var_ref(r)·χ²(π‖π_ref)); for best-of-n at most √Var·(n − 1)/√(2n − 1)."
    asserts = Statement(
        both(
            _gain(v.pi) <= sqrt(Var(v.p, v.r) * chi_squared(v.pi, v.p)),
            _gain(best(v.p, v.N, v.r)) <= sqrt(Var(v.p, v.r)) * (v.N - 1) / sqrt(2 * v.N - 1),
        )
    )
    formal = "variance_gains"
    expected = "formal"
    statement_uses = ("G-bon-chi2",)
