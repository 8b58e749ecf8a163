"""Section 4.2, Theorem 2: KL(π_N^m‖φ_δ^m) divided by m vanishes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exactalign import (
    AlignedFamily,
    EnclosedReal,
    LogForm,
    log,
    sample_size,
)
from proofs_check import (
    Answer,
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    at_most,
    equal,
    instances,
    less,
    proof,
    theorem,
)
from proofs_check.formula import KL, absolutely_continuous, both, largest_budget, limit, no, varies
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import W
from proofs_check.papers.asymptotics.growing import (
    BELOW_MAX,
    FIGURE_1,
    MODEL_B,
    NOT_CONSTANT,
    THREE_LETTERS,
    alignment,
    at_lengths,
    best,
    divergence_step,
)
from proofs_check.papers.asymptotics.limits import (
    ASSUMPTIONS,
    EXACT_DRAWS,
    KEEPS_BEST,
    OPTIMUM,
    PRINTED_RANGE,
    can_hold,
    draws,
    finite,
    policy,
)  # fmt: skip
from proofs_check.papers.asymptotics.s4_2_lemma7 import readable_bound
from proofs_check.papers.models import COIN, ONE_LETTER
from proofs_check.papers.variables import delta, m, p, phi
from proofs_check.papers.variables import q_positive as q

_VANISHES = both(finite(m, policy(m), phi**m), limit(m, KL(policy(m), phi**m) / m, 0))


class Theorem2(Assertion):
    id = "A-thm2"
    place = "Theorem 2"
    title = "KL(best-of-N‖optimal tilt)/m vanishes"
    statement = "For every δ ∈ [0, log 1/ζ] and N = exp(mδ), (1/m) KL(π_N^m‖φ_δ^m) → 0."
    asserts = Statement(_VANISHES, given=(*ASSUMPTIONS, *PRINTED_RANGE, OPTIMUM, *EXACT_DRAWS))
    flaw = (
        "False on a part of the range that is never empty: for Δ_max ≤ δ ≤ log 1/ζ the optimum φ_δ^m is concentrated on"
        " the best sequences, while π_N gives every sequence positive probability: the divergence is ∞ at every m."
    )
    weight = "condition"
    refuted_by = "theorem2_beyond"
    mended = Statement(_VANISHES, given=(delta >= 0, delta < largest_budget(p, q), OPTIMUM, *draws()))
    formal = "theorem2_below"
    possible = can_hold(mended)
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-lem2", "A-lem6", "A-lem7")
    statement_uses = ("A-lem1",)
    notes = (
        "Refuted at p = q = (2/3, 1/3), ζ = 1/4, δ = log 2 > Δ_max = log(3/2), N = 2^m. Printed from Lemmas 7"
        " and 2, which is"
        " right below Δ_max; the mended statement needs neither distinct entries nor ζ, p may have zeros, N may"
        " be rounded,"
        " and every rule for ties is meant. Not divided by m the divergence tends to ∞ (A-vanish-infinite)."
    )


class InfiniteDivergence(Assertion):
    id = "A-thm2-past"
    place = "Theorem 2, from Δ_max on"
    title = "KL(best-of-N‖optimum) is infinite from Δ_max on"
    statement = "For δ ≥ Δ_max and a reward that is not constant, KL(π_N^m‖φ_δ^m) = ∞ at every m ≥ 1 and every N ≥ 1."
    asserts = Statement(
        no(absolutely_continuous(policy(m), phi**m)),
        given=(varies(p, q), largest_budget(p, q) <= delta, OPTIMUM, KEEPS_BEST),
    )
    formal = "infinite_past_the_maximum"
    possible = can_hold(asserts, delta="(Dmax (letters 2) model_p model_q)", phi="model_top", m="1%nat")
    expected = "formal"
    statement_uses = ("A-lem1",)
    notes = "The other half of Theorem 2's range, for every optimum φ_δ and every rule for ties."


class DivergenceRate(Claim):
    id = "A-thm2-rate"
    place = "Theorem 2, with a rate"
    title = "How fast KL(best-of-N‖optimal tilt)/m vanishes"
    statement = (
        "For 0 ≤ δ < Δ_max = −log p(best letter) and N = exp(mδ), (1/m) KL ≤ ((K−1) log(m+1) + log log m + 1 + log 2"
        " + α g (K+1))/m for large m and δ > 0."
    )
    latex = (
        r"0 \le \delta < \Delta_{\max} \Rightarrow \tfrac1m D_{\mathrm{KL}}(\pi_N^m\|\phi_\delta^m) \le"
        r" \tfrac1m\left((K-1)\log(m+1) + \log\log m + 1 + \log 2 + \alpha g(K+1)\right) \to 0"
    )
    scope = (
        "every finite K, p > 0, q > 0 not constant, 0 ≤ δ < Δ_max, N = exp(mδ), as an integer N (rounded"
        " down; every tie rule) or real N (uniform ties); large m and g as in Lemma 7"
    )
    expected = "argued"
    statement_uses = ("A-lem1-alpha", "A-thm2")
    proof_uses = ("A-lem6-sharp", "A-lem7-rate", "thm:gibbs")

    hypotheses = (
        NOT_CONSTANT,
        Hypothesis(
            BELOW_MAX,
            lambda x: AlignedFamily(x.p, x.q).is_constant or LogForm.of(x.delta) < AlignedFamily(x.p, x.q).kl_max,
            untried="KL = ∞ at every m (A-thm2-past)",
        ),
    )
    example = MODEL_B.but(m=480)
    edges = (
        Edge("δ = 0: N = 1, π = φ", MODEL_B.but(delta=LogForm.of(0), m=5)),
        Edge("N = 1 with δ > 0", FIGURE_1.but(m=5)),
        Edge("constant reward", Case(p=W, q=COIN, delta=log(2), m=2), "π = φ = p^m"),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, delta=LogForm.of(0), m=3)),
        Edge("N rounded down", FIGURE_1.but(m=80)),
    )
    teeth = (
        Variant("the tilt by α/2 in place of φ_δ", tilt_by=lambda alpha: alpha / 2),
        Variant("N = exp(mδ/2)", growth=Fraction(1, 2)),
        Variant("a negative logarithm for the cost of a type", factor=-1),
        Variant("the sign of α", sign=-1),
    )
    notes = (
        "Not divided by m the divergence grows like (1/2) log m: see A-vanish. That it is O(log m) is formal"
        " (A-vanish-log,"
        " with other constants); these constants are argued."
    )

    growth: Fraction | int = 1
    factor = 1
    sign = 1

    def tilt_by(self, alpha: Any) -> Any:
        """The exponent of φ."""
        return alpha

    def holds(self, x: Case) -> Answer:
        optimum = alignment(x.p, x.q, x.delta)
        n = sample_size(LogForm.of(x.delta) * self.growth, x.m)
        if optimum.alpha == 0:
            return equal(n, 1, "N at δ = 0, where π = φ")
        divergence = best(x.p, x.q, x.m, n).kl_to_tilt(self.tilt_by(optimum.alpha))
        spare = Fraction(n - 1, n)
        return [
            less(0, divergence, f"KL at m = {x.m}"),
            at_most(divergence / x.m, (readable_bound(x, n, self.factor) - spare) / x.m, f"KL/m at m = {x.m}"),
        ]

    @proof
    def through_lemma_7(self) -> Iterator[Step]:
        """The identity of Lemma 2 on sequences, and Lemma 6."""
        yield divergence_step(self.sign)
        yield theorem(
            "A-lem6-sharp",
            "KL(π‖p^m) ≤ log N − (N − 1)/N, log N ≤ mδ, so KL(π‖φ^m) ≤ α(mρ − E_π S) − (N − 1)/N ≤ α D",
        )
        yield theorem("A-lem7-rate", "0 ≤ α D ≤ (K−1) log(m+1) + log log m + 1 + log 2 + αg(K+1) for large m")
        yield theorem("thm:gibbs", "KL ≥ 0: divided by m, both bounds tend to 0. At δ = 0, N = 1 and π = p^m = φ^m")

    @instances(
        at_lengths(MODEL_B, (3, 30, 120, 480, 2001)) + at_lengths(FIGURE_1, (10, 20, 40))
        + at_lengths(THREE_LETTERS, (2400,)),
        deep=at_lengths(MODEL_B, (6000, 30000)) + at_lengths(FIGURE_1, (160, 300))
        + at_lengths(THREE_LETTERS, (4000, 10000)),
    )  # fmt: skip
    def growing(self, x: Case) -> Answer:
        """KL/m between 0 and the bound, enclosed, at growing m."""
        return self.holds(x)

    @instances(at_lengths(MODEL_B, (31, 481)), deep=at_lengths(MODEL_B, (6001,)))
    def real_n(self, x: Case) -> Answer:
        """The same for real N = exp(mδ), which is no integer at these m."""
        optimum = alignment(x.p, x.q, x.delta)
        n = sample_size(LogForm.of(x.delta) * self.growth, x.m, "real")
        assert isinstance(n, EnclosedReal)
        divergence = best(x.p, x.q, x.m, n).kl_to_tilt(self.tilt_by(optimum.alpha))
        return at_most(divergence / x.m, (readable_bound(x, n, self.factor) - 1 + 1 / n) / x.m, f"KL/m at m = {x.m}")
