"""Section 4.2, Theorem 2: KL(π_N^m‖φ_δ^m) divided by m vanishes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exactalign import (
    AlignedFamily,
    Distribution,
    EnclosedReal,
    LogForm,
    MemorylessSource,
    Reward,
    best_of_n,
    kl_divergence,
    log,
    oo,
    sample_size,
)
from proofs_check import (
    Answer,
    Case,
    Certificates,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    at_most,
    decision,
    equal,
    exact,
    instances,
    less,
    proof,
    theorem,
    witness,
)
from proofs_check.engine.certify import relation
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import REVERSED, W
from proofs_check.papers.asymptotics.growing import (
    BELOW_MAX,
    BEYOND,
    FIGURE_1,
    MODEL_B,
    NOT_CONSTANT,
    THREE_LETTERS,
    alignment,
    at_lengths,
    best,
    divergence_step,
)
from proofs_check.papers.asymptotics.s4_2_lemma7 import readable_bound
from proofs_check.papers.models import COIN, ONE_LETTER


class Theorem2(Claim):
    id = "A-thm2"
    place = "Theorem 2"
    title = "KL(best-of-N‖optimal tilt)/m vanishes"
    statement = "For every δ ∈ [0, log 1/ζ] and N = exp(mδ), (1/m) KL(π_N^m‖φ_δ^m) → 0."
    latex = r"N = e^{m\delta} \Rightarrow \lim_{m\to\infty} \tfrac1m D_{\mathrm{KL}}(\pi_N^m\|\phi_\delta^m) = 0"
    flaw = (
        "False on a part of the range that is never empty: for Δ_max ≤ δ ≤ log 1/ζ the optimum φ_δ^m is concentrated on"
        " the best sequences, while π_N gives every sequence positive probability: the divergence is ∞ at every m."
    )
    corrected = (
        "It holds for 0 ≤ δ < Δ_max = −log p(best letter), with (1/m) KL ≤ ((K−1) log(m+1) + log log m + 1 + log 2"
        " + α g (K+1))/m for large m and δ > 0."
    )
    corrected_latex = (
        r"0 \le \delta < \Delta_{\max} \Rightarrow \tfrac1m D_{\mathrm{KL}}(\pi_N^m\|\phi_\delta^m) \le"
        r" \tfrac1m\left((K-1)\log(m+1) + \log\log m + 1 + \log 2 + \alpha g(K+1)\right) \to 0"
    )
    scope = (
        "every finite K, p > 0, q > 0 not constant, 0 ≤ δ < Δ_max, N = exp(mδ), as an integer N (rounded"
        " down; every tie rule) or real N (uniform ties); large m and g as in Lemma 7; for δ ≥ Δ_max KL = ∞ at every m,"
        " for every N ≥ 1"
    )
    expected = "amended"
    weight = "condition"
    printed_proof_uses = ("A-lem2", "A-lem6", "A-lem7")
    as_printed = Variant("as printed")
    statement_uses = ("A-lem1-alpha",)
    proof_uses = ("A-lem1", "A-lem6-sharp", "A-lem7", "thm:gibbs")

    hypotheses = (
        NOT_CONSTANT,
        Hypothesis(
            BELOW_MAX,
            lambda x: AlignedFamily(x.p, x.q).is_constant or LogForm.of(x.delta) < AlignedFamily(x.p, x.q).kl_max,
            without=BEYOND,
            added=True,
        ),
    )
    example = MODEL_B.but(m=480)
    edges = (
        Edge("δ = 0: N = 1, π = φ", MODEL_B.but(delta=LogForm.of(0), m=5)),
        Edge("N = 1 with δ > 0", FIGURE_1.but(m=5)),
        Edge("δ = Δ_max", Case(p=REVERSED, q=REVERSED, delta=log("3/2"), m=2)),
        Edge("constant reward", Case(p=W, q=COIN, delta=log(2), m=2), "π = φ = p^m"),
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, delta=LogForm.of(0), m=3)),
        Edge("N rounded down", FIGURE_1.but(m=80)),
    )
    teeth = (
        Variant("the tilt by α/2 in place of φ_δ", tilt_by=lambda alpha: alpha / 2),
        Variant("N = exp(mδ/2)", growth=Fraction(1, 2)),
        Variant("a negative logarithm for the cost of a type", factor=-1),
        Variant("the sign of α", sign=-1),
        Variant(
            "an optimum that misses no letter from Δ_max on", missing=lambda policy, p: policy.mix(p, Fraction(1, 2))
        ),
    )
    notes = (
        "Printed from Lemmas 7 and 2, which is right below Δ_max. Not divided by m the divergence grows like"
        " (1/2) log m: see A-vanish."
        " No term yet: the language has no sequences of N and rules."
        " For 0 < δ < Δ_max the limit is the theorem theorem2,"
        " divergence_log an explicit rate at every m, divergence_infinite the failure past Δ_max."
    )

    growth: Fraction | int = 1
    factor = 1
    sign = 1

    def tilt_by(self, alpha: Any) -> Any:
        """The exponent of φ."""
        return alpha

    def missing(self, policy: Distribution, p: Distribution) -> Distribution:  # noqa: ARG002 (a variant uses p)
        """The optimum from Δ_max on, which misses the letters that are not the best."""
        return policy

    def holds(self, x: Case) -> Answer:
        optimum = alignment(x.p, x.q, x.delta)
        n = sample_size(LogForm.of(x.delta) * self.growth, x.m)
        if optimum.alpha is None:  # exact: the optimum misses sequences that best-of-N can give
            policy = best_of_n(MemorylessSource(x.p, x.m), Reward.log_of(x.q), n).distribution()
            aligned = optimum.policy
            assert isinstance(aligned, Distribution)  # the reference given its best letters
            return less(kl_divergence(policy, aligned.power(x.m)), oo, "KL is finite")
        if optimum.alpha == 0:
            return equal(n, 1, "N at δ = 0, where π = φ")
        divergence = best(x.p, x.q, x.m, n).kl_to_tilt(self.tilt_by(optimum.alpha))
        spare = Fraction(n - 1, n)
        return [
            less(0, divergence, f"KL at m = {x.m}"),
            at_most(divergence / x.m, (readable_bound(x, n, self.factor) - spare) / x.m, f"KL/m at m = {x.m}"),
        ]

    @witness
    def infinite(self) -> Case:
        """K = 2, p = q = (2/3, 1/3), δ = log 2, m = 1, N = 2: π = (8/9, 1/9), φ = (1, 0), KL = ∞."""
        return BEYOND

    @proof
    def through_lemma_7(self) -> Iterator[Step]:
        """The identity of Lemma 2 on sequences, and Lemma 6."""
        yield divergence_step(self.sign)
        yield theorem(
            "A-lem6-sharp",
            "KL(π‖p^m) ≤ log N − (N − 1)/N, log N ≤ mδ, so KL(π‖φ^m) ≤ α(mρ − E_π S) − (N − 1)/N ≤ α D",
        )
        yield theorem("A-lem7", "0 ≤ α D ≤ (K−1) log(m+1) + log log m + 1 + log 2 + αg(K+1) for large m")
        yield theorem("thm:gibbs", "KL ≥ 0: divided by m, both bounds tend to 0. At δ = 0, N = 1 and π = p^m = φ^m")

    @proof
    def infinite_from_the_maximum_on(self) -> Iterator[Step]:
        """δ ≥ Δ_max: why the range is cut there."""
        yield exact("KL = ∞ in a model, at three m", self.beyond())
        yield theorem("A-lem1", "for δ ≥ Δ_max every optimum φ_δ has its support in the set of the best letters")
        yield argument(
            "π_N(y) ≥ p^m(y)^N > 0 for every sequence y and integer N, as all N draws may be y; for real N and uniform"
            " ties F≤ > F< at y, so π_N(y) > 0 too. The reward is not constant: some y has a letter that is not the"
            " best, and φ_δ^m(y) = 0. So KL(π_N^m‖φ_δ^m) = ∞ at every m.",
            tested_by="beyond",
        )

    @decision
    def beyond(self) -> Answer:
        """p = q = (2/3, 1/3) at δ = Δ_max and beyond, m = 1, 2, 3, exactly."""
        found = []
        for delta in (log("3/2"), log(2)):
            for x in at_lengths(BEYOND.but(delta=delta), (1, 2, 3)):
                n = sample_size(delta, x.m)
                policy = best_of_n(MemorylessSource(x.p, x.m), Reward.log_of(x.q), n).distribution()
                aligned = alignment(x.p, x.q, delta).policy
                assert isinstance(aligned, Distribution)  # the reference given its best letters
                value = kl_divergence(policy, self.missing(aligned, x.p).power(x.m))
                found.append(equal(value, oo, f"KL at δ = {delta}, m = {x.m}, N = {n}"))
        return found

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

    def certificates(self) -> Certificates:
        policy = ["best_of_n", ["vec", "2/3", "1/3"], ["vec", "2", "1"], "2"]
        yield relation(policy, "=", ["vec", "8/9", "1/9"]), {"precision": "64"}
        yield relation(["log", "2"], ">", ["log", "3/2"]), {"precision": "64"}
