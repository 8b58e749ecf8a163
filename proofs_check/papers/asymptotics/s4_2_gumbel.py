"""Section 4.2, sharper than the paper: the law of best-of-N's reward, and the total variation to the optimum."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from flint import arb

from exactalign import EnclosedReal, log
from exactalign.laws.lattice import RewardLattice
from exactalign.laws.rewards import Reward
from exactalign.policies.sharp_estimates import Estimate, SharpEstimates
from proofs_check import (
    Answer,
    Case,
    Claim,
    Comparison,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_most,
    identity,
    instances,
    proof,
    theorem,
)
from proofs_check.formula import exp, positive, real
from proofs_check.formula import log as log_term
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.growing import (
    BELOW_MAX,
    FIGURE_1,
    MODEL_B,
    NOT_CONSTANT,
    THREE_LETTERS,
    alignment,
    at_lengths,
    enclosed,
    sharp,
)


def euler() -> EnclosedReal:
    """Return Euler's constant γ, the mean of a Gumbel variable."""
    return EnclosedReal(arb.const_euler)


def spread(x: Case) -> EnclosedReal:
    """σ√(2πm), with σ² the variance of the reward under φ_δ."""
    optimum = alignment(x.p, x.q, x.delta)
    return EnclosedReal.of(optimum.family.reward_variance(optimum.alpha) * 2 * x.m * EnclosedReal(arb.pi)).sqrt()


def within(difference: EnclosedReal, estimate: Estimate, x: Case, label: str) -> Comparison:
    """|difference| is at most the error of the estimate."""
    return at_most(abs(difference), estimate.error, f"{label}, off by, at m = {x.m}")


def estimates(x: Case) -> SharpEstimates:
    """The errors at a case, where there are any."""
    found = sharp(x.p, x.q, x.delta, x.m)
    assert found is not None
    return found


def on_a_lattice(x: Case) -> bool:
    """Whether the rewards log q, less one of them, are multiples of one step."""
    return len(RewardLattice(x.p, Reward.log_of(x.q)).basis) == 1


SHARED = (
    NOT_CONSTANT,
    Hypothesis("0 < δ", lambda x: log(1) + x.delta > 0, untried="at δ = 0, N = 1 and both divergences are 0"),
    Hypothesis(
        BELOW_MAX,
        lambda x: log(1) + x.delta < alignment(x.p, x.q, x.delta).kl_max,
        untried="KL = ∞ at every m (A-thm2-past)",
    ),
    Hypothesis(
        "m is long enough for an error: N is large, and π_N within a standard deviation of φ^m",
        lambda x: sharp(x.p, x.q, x.delta, x.m) is not None,
        untried="nothing is claimed at shorter lengths; the error tends to 0",
    ),
)
OFF_LATTICE = Hypothesis(
    "log q is on no lattice",
    lambda x: not on_a_lattice(x),
    untried="on a lattice the constant depends on where mρ falls between two levels (A-vanish-lattice)",
)


class Gumbel(Claim):
    id = "A-gumbel"
    place = "after Lemma 6, sharper"
    title = "The reward of best-of-N, centred at the tilt's mean, is Gumbel less ½ log m"
    statement = (
        "For 0 < δ < Δ_max, N = exp(mδ) and log q on no lattice, α(log q^m(Y) − mρ) + log(ασ√(2πm)) under π_N^m"
        " tends in"
        " law and in mean to a Gumbel variable, with ρ = E_φ log q: the expected total reward is"
        " (log(ασ√(2πm)) − γ)/α + o(1) below the optimum's."
    )
    latex = r"\alpha\,(\log q^m(Y) - m\rho) + \log(\alpha\sigma\sqrt{2\pi m}) \Rightarrow \mathrm{Gumbel}"
    scope = "every finite K ≥ 3, p > 0, log q on no lattice, 0 < δ < Δ_max, N = exp(mδ) real"
    expected = "argued"
    statement_uses = ("A-lem1-alpha",)
    proof_uses = ("thm:graham-vaaler",)
    hypotheses = (*SHARED, OFF_LATTICE)
    example = FIGURE_1.but(m=300)
    teeth = (
        Variant("no logarithm: bounded below the optimum", order=0),
        Variant("log m for ½ log m", order=2),
        Variant("the mean of an exponential variable", mean=lambda: EnclosedReal.of(1)),
    )
    edges = (Edge("two letters", note="every pair of rewards is on a lattice: A-vanish-lattice"),)
    notes = (
        "So the introduction's expected rewards that are “also close” differ by (½ log m)/α + O(1) in total, and"
        " by that over m per letter. What follows for 1 − TV is A-tv-overlap. The error is a number for each model and"
        " m, which no term can say (docs/sharp-constants.md)."
    )

    order = 1

    def holds(self, x: Case) -> list[Comparison]:
        alpha = EnclosedReal.of(alignment(x.p, x.q, x.delta).alpha)
        behind = ((alpha * spread(x)).log() * self.order - self.mean()) / alpha
        difference = EnclosedReal.of(enclosed(x.p, x.q, x.delta, x.m).reward_deficit - behind)
        return [within(difference, estimates(x).reward_deficit, x, "the reward gap")]

    def mean(self) -> EnclosedReal:
        """γ, the mean of a Gumbel variable."""
        return euler()

    @proof
    def from_exact_tails(self) -> Iterator[Step]:
        """The tails of the reference give those of the maximum."""
        yield theorem(
            "thm:graham-vaaler",
            "f(x) = e^{−αx}, x ≥ 0, lies between l and u of type τ with α∫u ≤ 1 + 2πα/τ and α∫l ≥ 1 − 2πα/τ",
        )
        yield argument(
            "N·P_p(S ≥ mρ + y) = e^{−αy} E_φ f(S − mρ − y). For l and u only |t| ≤ τ matters, where ψ^m is within"
            " explicit bounds of Gauss's with one correction: N·P_p(S ≥ mρ + y) = (1 ± Ω)·e^{−αy}/(ασ√(2πm)), Ω"
            " explicit, and Ω → 0 for |y| = O(log m), as |ψ| < 1 past 0 off a lattice.",
            tested_by="growing",
        )
        z, d, alpha = real("z"), positive("d"), positive("alpha")
        yield identity(
            "with d = ασ√(2πm), e^(−αx)/d = e^(−z) at αx = z − log d",
            exp(-alpha * ((z - self.order * log_term(d)) / alpha)) / d == exp(-z),
        )
        yield argument(
            "P_π(S < s) = (1 − P_p(S ≥ s))^N, and at mρ + x with αx = z − log(ασ√(2πm)) the tail is e^(−z)/N·(1"
            " + o(1)):"
            " the limit is exp(−e^(−z)), Gumbel's law.",
            tested_by="growing",
        )
        yield argument(
            "With a = −N log(1 − P_p(S ≥ ·)) within η of c = e^{−αy}/(ασ√(2πm)), |P_π(S < mρ + y) − e^{−c}| ≤"
            " ηc e^{−(1−η)c}, whose integral is at most η/(α(1 − η)) on a window; above it the tails are at most Bc,"
            " below it doubly exponentially small: the means are within that of each other.",
            tested_by="growing",
        )

    @instances(at_lengths(FIGURE_1, (300, 1000)), deep=at_lengths(FIGURE_1, (3000,)))
    def growing(self, x: Case) -> Answer:
        """mρ − E S − (log(ασ√(2πm)) − γ)/α at growing m: it stays within the error."""
        return self.holds(x)


class Overlap(Claim):
    id = "A-tv-overlap"
    place = "after Lemma 6, sharper"
    title = "1 − TV(best-of-N, optimum) is log(ασ√(2πm))/(ασ√(2πm)) to first order"
    statement = (
        "For 0 < δ < Δ_max, N = exp(mδ) and D = ασ√(2πm), within an explicit error: 1 − TV(π_N^m, φ_δ^m) is"
        " (c₁ − c₀)/D + 1 − e^{−c₀} + e^{−c₁} for log q on no lattice, c₀ < 1 < c₁ the solutions of c e^{−c} = 1/D;"
        " and on a lattice of step h it is Σ_j min(w_j, h/(σ√(2πm))), w_j as in A-vanish-lattice. Both are (1 + o(1))"
        " (log D)/D."
    )
    latex = (
        r"1 - \mathrm{TV}(\pi_N^m, \phi_\delta^m) = (1 + o(1))\,\frac{\log D}{D},\quad"
        r" D = \alpha\sigma\sqrt{2\pi m}"
    )
    scope = "every finite K ≥ 2, p > 0, 0 < δ < Δ_max, N = exp(mδ) real"
    expected = "argued"
    statement_uses = ("A-lem1-alpha",)
    proof_uses = ("A-gumbel",)
    hypotheses = SHARED
    example = FIGURE_1.but(m=300)
    edges = (Edge("two letters, on a lattice", MODEL_B.but(m=300)),)
    teeth = (
        Variant("half of it", share=Fraction(1, 2)),
        Variant("twice: the mass where the one is below the other, counted on both sides", share=Fraction(2)),
        Variant("1/(ασ√(2πm)), without a logarithm", logarithm=False),
        Variant("the density of π to φ^m the other way up", sign=-1),
    )
    notes = (
        "A-tv-order has the order (log m)/√m, formally. The o(1) is about log log m/log m: at m = 1000 the first order"
        " alone is far off. The error is a number for each model and m, which no term can say"
        " (docs/sharp-constants.md)."
    )

    sign = 1
    share = Fraction(1)
    logarithm: ClassVar[bool] = True

    def holds(self, x: Case) -> list[Comparison]:
        found, alpha = estimates(x).overlap, EnclosedReal.of(alignment(x.p, x.q, x.delta).alpha)
        formula = found.value if self.logarithm else 1 / (alpha * spread(x))
        difference = EnclosedReal.of(enclosed(x.p, x.q, x.delta, x.m).overlap - formula * self.share)
        return [within(difference, found, x, "1 − TV")]

    @proof
    def from_the_density(self) -> Iterator[Step]:
        """The density of π to φ^m is known at each level, and so is the tail that it is integrated against."""
        yield theorem("A-gumbel", "N·P_p(S ≥ mρ + y) = (1 ± Ω) c(y), and P_π(S < mρ + y) = e^{−a}, a = (1 ± η) c")
        alpha, level, d = real("alpha"), real("y"), positive("D")
        yield identity(
            "e^{αy}·c(y) is the same at every y: c = e^{−αy}/D",
            exp(self.sign * alpha * level) * (exp(-alpha * level) / d) == 1 / d,
        )
        yield argument(
            "1 − TV = Σ min(π, φ^m) = ∫ k N p^m(dy), k = min(e^{αy}, e^{−a}) increasing in y: by parts against c(1 ± Ω)"
            " it is (1/d) ∫ min(1, e^{−αy − c}) dy up to the error, d = σ√(2πm). In the variable c the integrand is 1"
            " from c₀ to c₁, and D c e^{−c} outside. On a lattice the terms are compared one by one.",
            tested_by="growing",
        )
        yield argument(
            "c₁ = log D + O(log log D), c₀ = (1 + o(1))/D: so (c₁ − c₀)/D is (1 + o(1)) (log D)/D, the rest O(1/D).",
            tested_by="growing",
        )

    @instances(
        at_lengths(FIGURE_1, (300, 1000)) + at_lengths(MODEL_B, (1000,)) + at_lengths(THREE_LETTERS, (1000,)),
        deep=at_lengths(FIGURE_1, (3000,)),
    )
    def growing(self, x: Case) -> Answer:
        """1 − TV less the formula at growing m, off a lattice and on two: it stays within the error."""
        return self.holds(x)
