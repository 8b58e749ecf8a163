"""Section 4.2, sharper than the paper: the constants behind KL(π_N^m‖φ_δ^m), and the law of best-of-N's reward."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from flint import arb

from exactalign import EnclosedReal, log
from exactalign.laws.lattice import RewardLattice
from exactalign.laws.rewards import Reward
from exactalign.numbers.enclosed import ball_of
from proofs_check import (
    Answer,
    Case,
    Claim,
    Comparison,
    Edge,
    Hypothesis,
    Variant,
    argument,
    identity,
    instances,
    proof,
    theorem,
)
from proofs_check.formula import log as log_term
from proofs_check.formula import positive, real
from proofs_check.language.cases import proportional
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import W
from proofs_check.papers.asymptotics.growing import (
    FIGURE_1,
    MODEL_B,
    THREE_LETTERS,
    alignment,
    at_lengths,
    divergence_step,
    enclosed,
)
from proofs_check.papers.asymptotics.s4_2_gumbel import (
    OFF_LATTICE,
    SHARED,
    estimates,
    euler,
    on_a_lattice,
    spread,
    within,
)

COARSE = Case(p=W, q=proportional(64, 1), delta=log(3) - log(33) + Fraction(159, 33) * log(2))
"""A coarse lattice: αh = log 64, φ_δ = (32/33, 1/33), δ = KL(φ_δ‖p). The constant visibly moves with m."""


class Constant(Claim):
    id = "A-vanish-constant"
    place = "after Lemma 6, sharper"
    title = "The constants, off a lattice: KL(π_N‖φ^m) − log(ασ√(2πm)) → −1 − γ, and KL(π_N‖p^m) − mδ → −1"
    statement = (
        "For 0 < δ < Δ_max, N = exp(mδ) and log q on no lattice, KL(π_N^m‖φ_δ^m) = log(ασ√(2πm)) − 1 − γ + o(1) and"
        " KL(π_N^m‖p^m) = mδ − 1 + o(1), with σ² = Var log q under φ_δ and γ Euler's constant; each o(1) within"
        " an explicit error."
    )
    latex = r"D_{\mathrm{KL}}(\pi_N^m\|\phi_\delta^m) = \log(\alpha\sigma\sqrt{2\pi m}) - 1 - \gamma + o(1)"
    scope = "every finite K ≥ 3, p > 0, log q on no lattice, 0 < δ < Δ_max, N = exp(mδ) real"
    expected = "argued"
    statement_uses = ("A-lem1-alpha",)
    proof_uses = ("A-gumbel", "thm:hoeffding-lemma")
    hypotheses = (*SHARED, OFF_LATTICE)
    example = FIGURE_1.but(m=300)
    edges = (Edge("two letters", note="every pair of rewards is on a lattice: A-vanish-lattice"),)
    teeth = (
        Variant("−1 without γ", gammas=0),
        Variant("−γ without 1", ones=0),
        Variant("√(πm) for √(2πm)", scale=Fraction(1, 2)),
        Variant("KL(π_N‖p^m) = mδ + o(1)", to_reference=0),
    )
    notes = (
        "The error is a number for each model and m (sharp_constants; the proof with every constant is in"
        " docs/sharp-constants.md). How fast it falls depends on how near log q is to a lattice, so that no one rate"
        " holds for all. Terms have no such error, nor Euler's constant: the claim is no term. That no bound exists is"
        " A-vanish-infinite."
    )

    to_reference = -1
    scale = Fraction(1)
    ones, gammas = -1, -1

    @proof
    def from_the_gumbel_law(self) -> Iterator[Step]:
        """The reward is the tilt's mean less a Gumbel variable and half a logarithm; ties do not matter."""
        yield divergence_step()
        yield theorem(
            "A-gumbel", "α(S − mρ) + log(ασ√(2πm)) tends to a Gumbel variable with its mean: α(mρ − E_π S) is"
            " log(ασ√(2πm)) − γ + o(1)"
        )  # fmt: skip
        level, gamma = real("L"), real("gamma")
        yield identity(
            "so KL(π‖φ^m) = (KL(π‖p^m) − mδ) + α(mρ − E_π S) is L − 1 − γ, with L = log(ασ√(2πm)), once the"
            " first is −1",
            self.to_reference + (level - gamma) == level + self.ones + self.gammas * gamma,
        )
        yield theorem(
            "thm:hoeffding-lemma", "an exponential variable cut to an interval of length Δ is within Δ²/8 of uniform"
        )
        yield argument(
            "A level of mass N·p^m = Δ at the tail a adds −∫ s e^{−s} ds over [a − Δ, a], less a loss of at most"
            " π Δ²/8: together −1, for the intervals of all levels are adjacent. N·P_p(S ≥ s) and N·P_p(S > s) are both"
            " within Ω of e^{−αy}/(ασ√(2πm)), so Δ ≤ 2η times that, and the losses are at most ½ E η²c².",
            tested_by="growing",
        )

    def holds(self, x: Case) -> list[Comparison]:
        alpha, exact, found = (
            EnclosedReal.of(alignment(x.p, x.q, x.delta).alpha),
            enclosed(x.p, x.q, x.delta, x.m),
            estimates(x),
        )
        constant = euler() * self.gammas + self.ones
        to_tilt = exact.kl_to_tilt - (alpha * spread(x)).log() - log(self.scale) / 2 - constant
        to_reference = EnclosedReal.of(exact.excess_kl - self.to_reference)
        return [
            within(to_tilt, found.kl_to_tilt, x, "KL to the tilt"),
            within(to_reference, found.excess_kl, x, "KL to the reference"),
        ]

    @instances(at_lengths(FIGURE_1, (300, 1000)), deep=at_lengths(FIGURE_1, (3000,)))
    def growing(self, x: Case) -> Answer:
        """Both differences at growing m: they stay within the error."""
        return self.holds(x)


class OnALattice(Claim):
    id = "A-vanish-lattice"
    place = "after Lemma 6, sharper"
    title = "The constant on a lattice moves with mρ"
    statement = (
        "For 0 < δ < Δ_max, N = exp(mδ) and log q on a lattice of step h, KL(π_N^m‖φ_δ^m) = log(σ√(2πm)/h) −"
        " H(w) + o(1),"
        " where w_j = exp(−c·e^(−αh(j+1))) − exp(−c·e^(−αhj)), j an integer, and c = h·e^(−αy)/((1 −"
        " e^(−αh))σ√(2πm)) for"
        " any level mρ + y: a constant that depends on where mρ falls between two levels. The o(1) is within an"
        " explicit error, which is O((log m)²/m)."
    )
    latex = r"D_{\mathrm{KL}}(\pi_N^m\|\phi_\delta^m) = \log(\sigma\sqrt{2\pi m}/h) - H(w) + o(1)"
    scope = "every finite K ≥ 2, p > 0, log q on a lattice, 0 < δ < Δ_max, N = exp(mδ) real"
    expected = "argued"
    statement_uses = ("A-lem1-alpha",)
    proof_uses = ()
    hypotheses = (
        *SHARED,
        Hypothesis(
            "log q is on a lattice", on_a_lattice, untried="off a lattice the constant is −1 − γ (A-vanish-constant)"
        ),
    )
    example = MODEL_B.but(m=300)
    teeth = (
        Variant("the constant off a lattice", off_lattice=True),
        Variant("the entropy added", sign=-1),
        Variant("levels in the middle between two", moved=Fraction(1, 2)),
    )
    edges = (
        Edge("levels that mρ meets", MODEL_B.but(m=600)),
        Edge("three letters on a lattice", THREE_LETTERS.but(m=300)),
    )
    notes = (
        "As h → 0, H(w) + log(αh) tends to the differential entropy of a Gumbel variable, 1 + γ: the constant"
        " off a lattice. The error is a number for each model and m (sharp_constants; proof with every constant in"
        " docs/sharp-constants.md), which no term can say."
    )

    sign = 1
    moved = Fraction(0)
    off_lattice: ClassVar[bool] = False

    def holds(self, x: Case) -> list[Comparison]:
        difference = EnclosedReal.of(enclosed(x.p, x.q, x.delta, x.m).kl_to_tilt - self.predicted(x))
        return [within(difference, estimates(x).kl_to_tilt, x, "KL to the tilt")]

    def predicted(self, x: Case) -> EnclosedReal:
        """log(σ√(2πm)/h) − H(w)."""
        optimum, lattice = alignment(x.p, x.q, x.delta), RewardLattice(x.p, Reward.log_of(x.q))
        alpha, step, wide = EnclosedReal.of(optimum.alpha), EnclosedReal.of(lattice.basis[0]), spread(x)
        if self.off_lattice:
            return EnclosedReal.of((alpha * wide).log() - 1 - euler())
        below = EnclosedReal.of(optimum.expected_reward() * x.m - lattice.origin * x.m) / step
        nearest = int(below.enclose(5).midpoint)
        y = EnclosedReal.of((nearest + self.moved - below) * step)
        ratio = EnclosedReal.of(-alpha * step).exp()
        c = step * EnclosedReal.of(-alpha * y).exp() / ((1 - ratio) * wide)
        return EnclosedReal.of((wide / step).log() - self.sign * entropy_of_levels(c, ratio))

    @proof
    def from_exact_tails(self) -> Iterator[Step]:
        """On the lattice best-of-N has a law w on few levels, each of φ-mass h/(σ√(2πm))."""
        yield argument(
            "Inversion of the characteristic function gives φ^m(S = mρ + y) = (1 ± Ω)·h/(σ√(2πm)), Ω explicit, and"
            " N·p^m = e^{−αy} φ^m at a level: N·P_p(S ≥ mρ + y) = (1 ± Ω)·h·e^{−αy}/((1 − e^{−αh})σ√(2πm)).",
            tested_by="growing",
        )
        w, d = positive("w"), positive("d")
        yield identity(
            "with d = σ√(2πm)/h, a level of mass w and φ-mass 1/d adds w log(w d) = w log d + w log w",
            w * log_term(w * d) == w * log_term(d) + self.sign * w * log_term(w),
        )
        yield argument(
            "So π_N gives the level j the mass w_j + o(1), and KL(π_N‖φ^m) = Σ_j w_j log(w_j σ√(2πm)/h) + o(1):"
            " the density is constant on a level.",
            tested_by="growing",
        )
        yield argument(
            "With v and Δ within η of their values the losses of the levels move by at most η/(1 − η)·(vI + e^{−v}Δj′),"
            " the mean by η c e^{−(1−η)c} summed; what is outside of a window of O(log m) is bounded.",
            tested_by="growing",
        )

    @instances(
        at_lengths(MODEL_B, (300, 1000)) + at_lengths(THREE_LETTERS, (1000,)) + at_lengths(COARSE, (990, 1006)),
        deep=at_lengths(MODEL_B, (3000,)) + at_lengths(COARSE, (4000,)),
    )
    def growing(self, x: Case) -> Answer:
        """The difference at growing m, on three lattices: it stays within the error."""
        return self.holds(x)


def entropy_of_levels(c: EnclosedReal, ratio: EnclosedReal) -> EnclosedReal:
    """H(w) for w_j = exp(−c·ratio^(j+1)) − exp(−c·ratio^j), the levels left out bounded.

    With λ = c·ratio^j, w_j ≤ λ and w_j ≤ e^(−ratio·λ); where these are below 1/e, −w·log w is at most the same of the
    bound. Above, the λ fall like ratio^j. Below, they grow by 1/ratio, from 120 on: for ratio ≤ 0.99 each term is under
    half of the one before.
    """
    logarithm = -EnclosedReal.of(ratio).log()
    first = -int(((log(120) - c.log()) / logarithm).enclose(4).upper) - 2
    last = int(((c.log() + log(10) * 40) / logarithm).enclose(4).upper) + 2
    terms = []
    for j in range(first, last + 1):
        lam = c * EnclosedReal.of(-logarithm * j).exp()
        mass = (-lam * ratio).exp() * (1 - (-lam * (1 - ratio)).exp())
        terms.append(-mass * mass.log())
    top = c * EnclosedReal.of(-logarithm * (last + 1)).exp()
    above = top * (-top.log()) / (1 - ratio) + top * logarithm * ratio / ((1 - ratio) * (1 - ratio))
    bottom = c * EnclosedReal.of(-logarithm * first).exp()
    below = 2 * bottom * (-bottom).exp()
    return EnclosedReal.sum(terms) + EnclosedReal(lambda: arb(0).union(ball_of(above + below)))
