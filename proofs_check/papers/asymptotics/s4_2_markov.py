"""Sections 3 and 4 beyond the paper: the same results for an irreducible finite Markov chain and an additive reward."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from exactalign import EnclosedReal, LogForm, MarkovSource, PerronRates, Reward, best_of_n, log
from exactalign.policies.enclosed_markov import EnclosedMarkovBestOfN
from exactalign.theory import kl_bound
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
from proofs_check.formula import exp, real
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.growing import divergence_step

STAYS = Case(rows=("3/4, 1/4", "1/4, 3/4"), reward=(0, 1), delta=log(2) / 20)
"""Two states that like to stay where they are; N = 2^{m/20}."""
THREE_STATES = Case(rows=("1/2, 1/4, 1/4", "0, 1/3, 2/3", "1/5, 2/5, 2/5"), reward=(0, 1, 2), delta=log(2) / 20)
"""Three states, one step of which is impossible."""


@lru_cache(maxsize=32)
def chain(rows: tuple[str, ...], m: int) -> MarkovSource:
    """The stationary chain with these rows."""
    return MarkovSource.from_rows(rows, m)


@lru_cache(maxsize=32)
def policy(rows: tuple[str, ...], reward: tuple[int, ...], m: int, n: int) -> EnclosedMarkovBestOfN:
    """Best-of-n over m symbols of the chain, enclosed: at m = 1000 no exact number would fit."""
    return best_of_n(chain(rows, m), Reward.values(reward), n, enclosed=True)


def rates(x: Case) -> PerronRates:
    """Λ of the case, and what follows from it."""
    return PerronRates(chain(x.rows, 1), Reward.values(x.reward))


def sizes(x: Case, exponent: Any) -> int:
    """2^k for N = exp(m·exponent), exponent a multiple of (log 2)/20 and m of 20."""
    power = LogForm.of(exponent) * x.m / log(2)
    return int(2 ** Fraction(power.as_rational() if isinstance(power, LogForm) else power))


class Markov(Claim):
    id = "A-markov"
    place = "Sections 3 and 4, beyond the memoryless source"
    title = (
        "Lemma 1, Theorem 2 and the principle of Theorem 1 survive for irreducible Markov chains, with the Perron root"
        " in the place of the partition function"
    )
    statement = (
        "For an irreducible finite Markov chain, an additive reward S whose Λ is strictly convex, and 0 < δ < Δ_max ="
        " lim_α (αΛ′(α) − Λ(α)): the tilt P·e^{αS} is the optimum at its divergence; with N = exp(mδ) and the"
        " tilt φ_m of"
        " divergence mδ, KL(π_N‖φ_m)/m → 0; and S/m under φ_m satisfies the LDP with rate Λ*(s) − αs + Λ(α)."
    )
    latex = (
        r"\tfrac1m D_{\mathrm{KL}}(\pi_N\|\phi_m) \to 0,\quad \Lambda(\alpha) = \log\mathrm{spr}(P_{ij}e^{\alpha r_j})"
    )
    scope = "every irreducible chain on K ≥ 2 symbols, every initial law, Λ strictly convex, 0 < δ < Δ_max"
    expected = "argued"
    statement_uses = ("A-lem1", "A-lem2")
    proof_uses = ("A-lem1", "A-lem6-sharp", "thm:perron", "thm:gartner-ellis")
    hypotheses = (
        Hypothesis(
            "the chain is irreducible",
            lambda x: chain(x.rows, 1).is_irreducible,
            untried="a reducible chain keeps what its first symbol decided: the limits differ by class",
        ),
        Hypothesis(
            "the reward is not constant",
            lambda x: len(set(x.reward)) > 1,
            untried="then every tilt is the chain itself; on a cycle of constant total Λ is linear as well",
        ),
        Hypothesis("0 < δ", lambda x: LogForm.of(x.delta) > 0, untried="at δ = 0, N = 1"),
    )
    example = STAYS.but(m=40)
    edges = (
        Edge("an impossible step", THREE_STATES.but(m=20)),
        Edge("a periodic chain", note="Λ exists by Perron and Frobenius; on a cycle of two S is all but constant"),
    )
    teeth = (
        Variant("N = exp(2mδ)", exponent=lambda delta: delta * 2),
        Variant("the partition function of the stationary law for Λ", memoryless=True),
        Variant("the sign of α", sign=-1),
    )
    notes = (
        "What holds for every law on sequences needs no chain: Lemma 1, Lemma 2, Lemma 9 and KL(π_N‖P) ≤ log N −"
        " (N−1)/N are about any finite law. Δ_max per symbol is the rate of the chain's best cycles together, and no"
        " longer −log p of a letter. The constants of A-vanish-constant are not claimed here; at m = 1000, where the"
        " law of the total reward is exact and N = 2^50 enclosed, KL(π_N‖φ_m) is still well under (log m)/2."
    )

    sign = 1
    memoryless = False

    def exponent(self, delta: Any) -> Any:
        """(log N)/m."""
        return delta

    def holds(self, x: Case) -> list[Comparison]:
        pi = policy(x.rows, x.reward, x.m, sizes(x, self.exponent(x.delta)))
        alpha = pi.tilts.alpha_for_kl(LogForm.of(x.delta) * x.m)
        divergence = pi.kl_to_tilt(alpha)
        return [
            at_most(pi.kl(), kl_bound(pi.n), f"KL(π_N‖P) at m = {x.m}"),
            at_most(divergence, log(x.m) / 2, f"KL(π_N‖φ_m) at m = {x.m}"),
            *self.growth(x, alpha, pi),
        ]

    def growth(self, x: Case, alpha: Any, pi: EnclosedMarkovBestOfN) -> list[Comparison]:
        """(log E e^{αS})/m against Λ(α), which differ by O(1/m)."""
        long = rates(x).log_root(alpha)
        if self.memoryless:
            law = chain(x.rows, 1).initial
            moments = [
                EnclosedReal.of(mass) * EnclosedReal.of(alpha * r).exp()
                for mass, r in zip(law.probabilities, x.reward, strict=True)
            ]
            long = EnclosedReal.sum(moments).log()
        gap = pi.tilts.log_partition(alpha) - long * x.m
        return [at_most(abs(gap), Fraction(1, 10), f"log E e^(αS) − mΛ(α) at m = {x.m}")]

    @proof
    def per_symbol(self) -> Iterator[Step]:
        """The argument of Theorem 2, with Gärtner and Ellis in the place of Cramér."""
        yield theorem("A-lem1", "on the finite set of sequences P·e^{αS}/E e^{αS} is the optimum at its divergence")
        yield theorem(
            "thm:perron", "for an irreducible M_α = (P_ij e^{αr_j}), (1/m) log E e^{αS} → Λ(α), analytic in α"
        )
        yield divergence_step(self.sign)
        yield theorem("A-lem6-sharp", "KL(π_N‖P) ≤ log N − (N − 1)/N: KL(π_N‖φ_m) ≤ α(E_φ S − E_π S) + o(m)")
        yield theorem(
            "thm:gartner-ellis",
            "S/m under P satisfies the LDP with rate Λ*, and under φ_m with rate Λ*(s) − αs + Λ(α), as Λ is"
            " differentiable",
        )
        delta, eps, m = map(real, ("delta", "epsilon", "m"))
        yield identity(
            "N P(S/m ≥ ρ − ε) is exp(m(δ − Λ*(ρ − ε)) + o(m)), and Λ*(ρ) = αρ − Λ(α) = δ",
            exp(m * self.sign * delta) * exp(-m * (delta - eps)) == exp(m * eps),
        )
        yield argument(
            "Λ* is strictly increasing above the stationary mean, so N P(S/m ≥ ρ − ε) → ∞ and P_π(S/m < ρ − ε) ≤"
            " (1 − P(S/m ≥ ρ − ε))^N → 0: lim inf E_π S/m ≥ ρ, and ρ = lim E_φ S/m. So KL(π_N‖φ_m)/m → 0.",
            tested_by="growing",
        )

    @instances(
        [STAYS.but(m=m) for m in (20, 100, 1000)] + [THREE_STATES.but(m=m) for m in (20, 60)],
        deep=[STAYS.but(m=200), THREE_STATES.but(m=1000)],
    )
    def growing(self, x: Case) -> Answer:
        """KL(π_N‖φ_m) stays below (log m)/2, and log E e^{αS} within 1/10 of mΛ(α), at growing m."""
        return self.holds(x)
