"""Abstract, Introduction and Section 4.2: is KL(π_N^m‖φ_δ^m), not divided by m, vanishing? It grows like ½ log m."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from flint import arb

from exactalign import AlignedFamily, EnclosedReal, LogForm, log, sample_size
from proofs_check import (
    Answer,
    Case,
    Claim,
    Comparison,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_least,
    at_most,
    identity,
    instances,
    proof,
    theorem,
)
from proofs_check.formula import KL, both, exp, limit, positive, real, sqrt
from proofs_check.formula import log as log_term
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.growing import (
    BELOW_MAX,
    BEYOND,
    FIGURE_1,
    MODEL_B,
    NOT_CONSTANT,
    alignment,
    at_lengths,
    divergence,
    divergence_step,
    letter_step,
    reward_range,
    rounding_loss,
)
from proofs_check.papers.asymptotics.limits import ASSUMPTIONS, BELOW, EXACT_DRAWS, OPTIMUM, finite, policy
from proofs_check.papers.variables import m, phi


class Growth(Claim):
    id = "A-vanish-growth"
    place = "after Lemma 6, what is true"
    title = "KL(best-of-N‖optimal tilt) is (1/2) log m + O(1)"
    statement = (
        "For 0 < δ < Δ_max and N = exp(mδ), KL(π_N^m‖φ_δ^m) = (1/2) log m + O(1), with explicit constants once σ√m > h."
    )
    latex = r"D_{\mathrm{KL}}(\pi_N^m\|\phi_\delta^m) = \tfrac12\log m + O(1)"
    scope = "every finite K ≥ 2, p > 0, q > 0 not constant, 0 < δ < Δ_max, N = exp(mδ), real or rounded down"
    expected = "argued"
    statement_uses = ("A-lem1-alpha",)
    proof_uses = ("A-lem6-sharp", "thm:bernoulli", "thm:berry-esseen", "thm:gibbs", "thm:data-processing")

    hypotheses = (
        NOT_CONSTANT,
        Hypothesis(
            "0 < δ", lambda x: LogForm.of(x.delta) > 0, untried="at δ = 0, N = 1 and KL = 0: there is no growth"
        ),
        Hypothesis(
            BELOW_MAX,
            lambda x: AlignedFamily(x.p, x.q).is_constant or LogForm.of(x.delta) < AlignedFamily(x.p, x.q).kl_max,
            untried="KL = ∞ at every m (A-thm2-past)",
        ),
    )
    example = MODEL_B.but(m=480)
    edges = (
        Edge("δ = 0", MODEL_B.but(delta=LogForm.of(0), m=30)),
        Edge("δ ≥ Δ_max", BEYOND.but(m=3)),
        Edge("N rounded down", FIGURE_1.but(m=160)),
        Edge("K = 1", note="the reward is constant"),
    )
    teeth = (
        Variant("order log m, with the constants seen up to m = 120", order=1, seen=(Fraction(-7, 2), Fraction(0))),
        Variant(
            "order (1/4) log m, as seen up to m = 480",
            order=Fraction(1, 4),
            seen=(Fraction(-1, 2), Fraction(1, 2)),
        ),
        Variant("bounded by 3/2, as seen up to m = 120", order=0, seen=(Fraction(0), Fraction(3, 2))),
        Variant("the sign of α", sign=-1),
        Variant("windows of φ-mass O(1/m)", window=1),
    )
    notes = (
        "The upper bound is (1/2) log m + α h + 1/e + log c + ε_m − (N−1)/N, the lower one (1/2) log m − log c_U −"
        " log 3 − (2 + α z⁺ + log c + 1/e + ε_m) log 2, with κ = E|r − ρ|³/σ³ and σ² = Var r under φ_δ,"
        " h = σ√(2πe)(1 + κ), c_U = 1/(α σ √(2π)) + κ, c₁ = c_U/(1 − 1/e), z = h + (log c₁)/α, c = 1 for N = exp(mδ)"
        " and 2 for N rounded down, ε_m = α g m exp(−exp(α(σ√m − h))/(c√m)). The constants need"
        " σ√m > h; smaller m are finitely many. The lower constant is crude."
        " That the difference from (1/2) log m is bounded is formal (A-vanish-half), with constants that the statement"
        " does not name; these here are argued: Berry–Esseen is not in the library."
    )

    order: Fraction | int = Fraction(1, 2)
    window = Fraction(1, 2)
    sign = 1
    seen = (Fraction(-3, 2), Fraction(-1))

    def holds(self, x: Case) -> list[Comparison]:
        n = sample_size(x.delta, x.m)
        low, high = self._bounds(x, n)
        value = divergence(x)
        return [
            at_least(value, low, f"KL at m = {x.m}, from below"),
            at_most(value, high, f"KL at m = {x.m}, from above"),
        ]

    def _bounds(self, x: Case, n: int) -> tuple[EnclosedReal, EnclosedReal]:
        optimum, g = alignment(x.p, x.q, x.delta), reward_range(x.q)
        alpha, rho = EnclosedReal.of(optimum.alpha), optimum.expected_reward()
        sigma = optimum.family.reward_variance(optimum.alpha).sqrt()
        gaps = [(EnclosedReal.of(optimum.policy[k]), _absolute(log(x.q[k]) - rho)) for k in x.p]
        kappa = EnclosedReal.sum([mass * gap * gap * gap for mass, gap in gaps]) / (sigma * sigma * sigma)
        e, root_two_pi = EnclosedReal.of(1).exp(), (EnclosedReal(_pi) * 2).sqrt()
        h = sigma * root_two_pi * e.sqrt() * (1 + kappa)
        loss, half_log = rounding_loss(x.delta, x.m, n), log(x.m) * self.order
        root_m = EnclosedReal.of(x.m).sqrt()
        exponent = (alpha * (sigma * root_m - h) - loss).exp() / root_m
        left_over = alpha * g * x.m * (-exponent).exp()
        high = alpha * h + half_log + loss + 1 / e + left_over - Fraction(n - 1, n)
        c_upper = 1 / (alpha * sigma * root_two_pi) + kappa
        shift = alpha * h + (c_upper / (1 - 1 / e)).log() + loss
        shift = shift if shift > 0 else EnclosedReal.of(0)
        rest = (shift + 1 / e + left_over + 2) * EnclosedReal.of(log(2))
        low = log(x.m) * self.window - c_upper.log() - log(3) - rest
        return low, high

    @proof
    def from_above(self) -> Iterator[Step]:
        """The reward of best-of-N is at most (log √m)/α + O(1) below mρ."""
        m, v, alpha = positive("m"), real("v"), positive("alpha")
        yield divergence_step(self.sign)
        yield theorem("A-lem6-sharp", "KL(π‖p^m) ≤ log N − (N − 1)/N ≤ mδ − (N − 1)/N: KL ≤ α E_π(mρ − S) − (N − 1)/N")
        yield letter_step(self.sign)
        yield theorem(
            "thm:berry-esseen",
            "P_φ(S − mρ ∈ [−x − h, −x]) ≥ (h e^{−1/2}/(σ√(2π)) − κ)/√m = 1/√m for 0 ≤ x, x + h ≤ σ√m",
        )
        yield argument(
            "So N P_p(S ≥ mρ − x − h) ≥ e^{αx}/√m, P_π(S < mρ − x − h) ≤ exp(−e^{αx}/√m), and α E(mρ − S) ≤ α h +"
            " ∫₀^∞ α exp(−e^{αx}/√m) dx + ε_m, the last for x + h > σ√m, where mρ − S ≤ g m.",
            tested_by="growing",
        )
        yield identity(
            "e^{αx}/√m = e^v at x = (v + (1/2) log m)/α",
            exp(alpha * (v + log_term(m) / 2) / alpha) / sqrt(m) == exp(v),
        )
        yield argument(
            "So the integral is ∫ exp(−e^v) dv over v ≥ −(1/2) log m, at most (1/2) log m + ∫₀^∞ e^{−1−v} dv ="
            " (1/2) log m + 1/e, as e^v ≥ 1 + v.",
            tested_by="growing",
        )

    @proof
    def from_below(self) -> Iterator[Step]:
        """Best-of-N puts its mass on boundedly many windows of width 1/α, each of φ-mass O(1/√m)."""
        k, c, m = real("k"), positive("c_1"), positive("m")
        yield theorem("thm:berry-esseen", "every window of length 1/α has φ-mass at most c_U/√m")
        yield theorem("thm:bernoulli", "P_π(S ≥ s) = 1 − (1 − P_p(S ≥ s))^N ≤ N P_p(S ≥ s), for real N as well")
        yield argument(
            "And N P_p(S ≥ s) ≤ e^{−α(s − mρ)} Σ_k e^{−k} c_U/√m = e^{−α(s − mρ)} c₁/√m, which is 1 at"
            " s₀ = mρ − (1/α) log(√m/c₁): P_π(S ≥ s₀ + y) ≤ e^{−αy}; and P_π(S < s₀ − u) ≤ exp(−e^{α(u − z)}) for"
            " u ≥ z⁺, from the bound above.",
            tested_by="growing",
        )
        yield identity(
            "at x = u − h + (1/α) log(√m/c₁), e^{αx}/√m = e^{α(u − z)} with z = h + (log c₁)/α; here αu − αh = k",
            exp(k + self.window * log_term(m) - log_term(c)) / sqrt(m) == exp(k - log_term(c)),
        )
        yield theorem(
            "thm:gibbs",
            "I = ⌊α(S − s₀)⌋ has E|I| ≤ 2 + α z⁺ + 1/e + ε_m, so its entropy is at most log 3 + E|I| log 2, the cross"
            " entropy to 2^{−|i|}/3",
        )
        yield theorem("thm:data-processing", "KL(π‖φ^m) ≥ −H(I) + log(√m/c_U), as φ^m(I = i) ≤ c_U/√m for every i")

    @instances(
        at_lengths(MODEL_B, (480, 1500, 9000)) + at_lengths(FIGURE_1, (160,)),
        deep=at_lengths(MODEL_B, (30000, 90000)) + at_lengths(FIGURE_1, (300,)),
    )
    def growing(self, x: Case) -> Answer:
        """KL between the two bounds, enclosed, at growing m with σ√m > h; KL − (1/2) log m lies in [−3/2, −1]."""
        rest = divergence(x) - log(x.m) * self.order
        label, (least, most) = f"KL − {self.order} log m at m = {x.m}", self.seen
        return [*self.holds(x), at_least(rest, least, label), at_most(rest, most, label)]


def _absolute(value: Any) -> Any:
    return -value if value.sign() < 0 else value


def _pi() -> arb:
    return arb.pi()


class Vanishing(Assertion):
    id = "A-vanish"
    place = "Abstract, Introduction, after Lemma 6"
    title = "The divergence itself vanishes"
    statement = "KL(π_N^m‖φ_δ^m) with N = exp(mδ), not divided by m, tends to 0 as m grows."
    asserts = Statement(
        both(finite(m, policy(m), phi**m), limit(m, KL(policy(m), phi**m), 0)),
        given=(*ASSUMPTIONS, OPTIMUM, *BELOW, *EXACT_DRAWS),
    )
    flaw = (
        "Only the divergence per letter vanishes (Theorem 2). For 0 < δ < Δ_max the divergence tends to ∞ in"
        " every model"
        " (A-vanish-infinite), like (1/2) log m (A-vanish-half), and total variation tends to 1 (A-tv); for δ"
        " ≥ Δ_max it"
        " is ∞ at every m (A-thm2-past)."
    )
    weight = "false"
    refuted_by = "divergence_does_not_vanish"
    expected = "refuted"
    printed_proof_uses = ("A-budget", "A-lem2", "A-lem7")
    statement_uses = ("A-lem1",)
    notes = (
        "Refuted at p = (1/3, 2/3), q = (2/3, 1/3), δ = log 2, N = 2^m; by A-vanish-infinite it is false in"
        " every model with"
        " 0 < δ < Δ_max. At δ = 0, N = 1, it is 0."
    )
