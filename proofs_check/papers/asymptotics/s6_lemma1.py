"""Section 6, the Lagrangian derivation of Lemma 1; Definition 4, the aligned family."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from exactalign import AlignedFamily, Distribution, log, oo
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    argument,
    equal,
    identity,
    pmf,
    proof,
    same_truth,
    search,
    theorem,
    witness,
)
from proofs_check.algebra.symbolic import cross_entropy as symbolic_cross_entropy
from proofs_check.algebra.symbolic import families, is_pmf, symbols, tilted, total, y, z
from proofs_check.algebra.symbolic import kl as symbolic_kl
from proofs_check.algebra.symbolic import log as symbolic_log
from proofs_check.engine.certify import relation
from proofs_check.language.steps import Step
from proofs_check.papers.asymptotics.common import COIN, ONE_LETTER, W, cross_entropy, kl, tilt
from proofs_check.papers.asymptotics.s3_lemma1 import VARIED, budgets, exceeded, positive_on_support, varied

_VEC_W = ["vec", "1/3", "2/3"]


@st.composite
def _multipliers(draw: Any) -> Any:
    """p, q, ψ, Δ and a multiplier λ = 1/k."""
    return draw(budgets()).but(lam=Fraction(1, draw(st.integers(1, 3))))


class LagrangianDerivation(Claim):
    id = "A-lem1-proof"
    place = "Section 6, proof of Lemma 1"
    title = "The Lagrangian derivation of Lemma 1"
    statement = (
        "L(φ) = H(φ‖q) + λ (KL(φ‖p) − Δ) = λ KL(φ‖T(q, p, 1/λ)) + C(λ, Δ), so the solution for any Δ is T(q, p, 1/λ)"
        " for the λ > 0 that meets the constraint."
    )
    latex = r"L(\phi) = \lambda D(\phi\|T(q,p,1/\lambda)) + C(\lambda,\Delta)"
    flaw = (
        "The displayed lines are right, but whether some λ > 0 meets the constraint is not asked: for a reward that is"
        " not constant on the support of p none does for Δ = 0 and for Δ ≥ Δ_max."
    )
    corrected = (
        "With C = −λ (log Σ p q^{1/λ} + Δ) the identity holds, so T(q, p, 1/λ) is the only minimiser of L, and the only"
        " solution for Δ = KL(T(q, p, 1/λ)‖p). For a reward that is not constant on the support of p some λ > 0 meets"
        " the constraint exactly for 0 < Δ < Δ_max. (For a constant one T = p for every λ: each meets Δ = 0, no more.)"
    )
    corrected_latex = r"L(\phi) = \lambda D(\phi\|T(q,p,1/\lambda)) - \lambda\log\sum p\,q^{1/\lambda} - \lambda\Delta"
    scope = (
        "every finite K, every p (zeros allowed), every q > 0 on the support of p and not constant there, all λ > 0,"
        " all real Δ ≥ 0; the identity for a constant reward as well"
    )
    expected = "amended"
    weight = "gap"
    as_printed = Variant("as printed", met=lambda *_: True)
    statement_uses = ("A-lem1",)
    proof_uses = ("A-lem1-alpha", "thm:gibbs")

    hypotheses = (
        positive_on_support(Case(p=COIN, q=pmf("1, 0"), psi=COIN, Delta=Fraction(1), lam=Fraction(1))),
        Hypothesis("λ > 0", lambda x: x.lam > 0, without=Case(p=W, q=W, psi=W, Delta=Fraction(1, 10), lam=Fraction(0))),
        Hypothesis("Δ ≥ 0", lambda x: x.Delta >= 0, untried="the ball is empty; the identity holds all the same"),
        Hypothesis(
            "the reward is not constant on the support of p",
            varied,
            without=Case(p=W, q=COIN, psi=COIN, Delta=Fraction(0), lam=Fraction(1)),
            added=True,
        ),
    )
    example = Case(p=W, q=W, psi=COIN, Delta=Fraction(1, 10), lam=Fraction(1))
    edges = (
        Edge("K = 1", Case(p=ONE_LETTER, q=ONE_LETTER, psi=ONE_LETTER, Delta=Fraction(1), lam=Fraction(1, 2))),
        Edge("constant reward", Case(p=W, q=COIN, psi=COIN, Delta=Fraction(1), lam=Fraction(1))),
        Edge("Δ = 0: no multiplier", Case(p=W, q=W, psi=COIN, Delta=Fraction(0), lam=Fraction(1))),
        Edge("Δ = Δ_max", Case(p=W, q=W, psi=COIN, Delta=log(Fraction(3, 2)), lam=Fraction(1))),
        Edge("zero probabilities", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/4, 1/4"), psi=pmf("0, 1, 0"),
                                        Delta=Fraction(1), lam=Fraction(1))),
    )  # fmt: skip
    teeth = (
        Variant("T(q, p, λ) for T(q, p, 1/λ)", exponent=lambda lam: lam),
        Variant("C without the factor λ", constant=lambda lam, log_z, delta: -(log_z + lam * delta)),
        Variant("Δ = Δ_max is met", met=lambda family, delta: 0 < delta <= family.kl_max),
        Variant("Δ = 0 is met", met=lambda family, delta: delta < family.kl_max),
    )

    def exponent(self, lam: Any) -> Any:
        """The exponent of the minimiser."""
        return 1 / lam

    def constant(self, lam: Any, log_z: Any, delta: Any) -> Any:
        """C(λ, Δ), from log Σ p q^{1/λ}."""
        return -lam * (log_z + delta)

    def met(self, family: AlignedFamily, delta: Any) -> bool:
        """Whether some λ > 0 meets the constraint."""
        return bool(0 < delta < family.kl_max)

    def holds(self, x: Case) -> Any:
        family = AlignedFamily(x.p, x.q)
        if x.psi.support and kl(x.psi, x.p) != oo:
            best = tilt(x.p, x.q, self.exponent(x.lam))
            left = cross_entropy(x.psi, x.q) + x.lam * (kl(x.psi, x.p) - x.Delta)
            log_z = family.log_partition(1 / x.lam)
            if isinstance(best, Distribution):
                yield equal(left, x.lam * kl(x.psi, best) + self.constant(x.lam, log_z, x.Delta), "L(ψ)")
        reached = x.Delta > 0 and exceeded(family, x.Delta) if varied(x) else x.Delta == 0
        yield equal(reached, self.met(family, x.Delta), "some λ > 0 meets the constraint, as claimed")

    @witness
    def beyond_the_largest_divergence(self) -> Case:
        """For each λ > 0 the minimiser of L has full support, but the solution is (0, 1)."""
        return Case(p=W, q=W, psi=pmf("0, 1"), Delta=log(2), lam=Fraction(1))

    @witness
    def no_budget(self) -> Case:
        """Δ = 0: the solution is p, and T(q, p, 1/λ) = p for no λ > 0."""
        return Case(p=W, q=W, psi=W, Delta=Fraction(0), lam=Fraction(1))

    @proof
    def complete_the_divergence(self) -> Iterator[Step]:
        """The identity of the Lagrangian, and what it gives."""
        p, q, psi = families("p q psi")
        lam, delta = symbols("lambda Delta")
        partition = total(p[y] * q[y] ** (1 / lam))
        yield identity(
            "L(ψ) = λ KL(ψ‖T(q, p, 1/λ)) + C(λ, Δ)",
            symbolic_cross_entropy(psi[y], q[y]) + lam * (symbolic_kl(psi[y], p[y]) - delta),
            lam * symbolic_kl(psi[y], tilted(q[y], p[y], self.exponent(lam)))
            + self.constant(lam, symbolic_log(partition), delta),
            given=[is_pmf(psi)],
        )
        yield theorem("thm:gibbs", "as λ > 0, L has the only minimiser T(q, p, 1/λ)")
        yield argument(
            "If KL(T‖p) = Δ, then for every other ψ in the ball H(ψ‖q) ≥ L(ψ) > L(T) = H(T‖q).", tested_by="multipliers"
        )
        yield theorem(
            "A-lem1-alpha",
            "for a reward that is not constant there is one α ≥ 0 with KL(T(q, p, α)‖p) = Δ for 0 ≤ Δ < Δ_max, and no"
            " such α from Δ_max on; at Δ = 0 it is α = 0, which is no 1/λ: so λ = 1/α(Δ) > 0 exists exactly for"
            " 0 < Δ < Δ_max",
        )

    @search(_multipliers, examples=40)
    def multipliers(self, x: Case) -> Any:
        """The identity at λ = 1, 1/2, 1/3, and brackets of the multiplier."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        yield relation(["log", "2"], ">", ["kl", ["vec", "0", "1"], _VEC_W]), {"precision": "64"}


class ExponentialFamily(Claim):
    id = "A-def4-family"
    place = "Definition 4"
    title = "The aligned family as an exponential family"
    statement = "The solutions {φ_Δ : Δ ≥ 0} form an exponential family."
    latex = r"\{\phi_\Delta\}_{\Delta \ge 0} = \{T(q,p,\alpha)\}_{\alpha \ge 0}"
    flaw = "From Δ_max on the solution has lost part of the support, which all members of an exponential family share."
    corrected = (
        "For a reward that is not constant, {φ_Δ : 0 ≤ Δ < Δ_max} = {T(q, p, α) : α ≥ 0} is the half [0, ∞) of the"
        " exponential family with base p, statistic log q and natural parameter α. Its closure adds p(·|M), which"
        " is φ_Δ for Δ = Δ_max."
    )
    corrected_latex = r"\{\phi_\Delta : 0 \le \Delta < \Delta_{\max}\} = \{T(q,p,\alpha) : \alpha \ge 0\}"
    scope = "every finite K, every p (zeros allowed), every q > 0 on the support of p, not constant there"
    expected = "amended"
    weight = "condition"
    printed_proof_uses = ("A-lem1",)
    as_printed = Variant("as printed", member=lambda alpha: alpha >= 0)
    statement_uses = ("A-lem1",)
    proof_uses = ("A-lem1", "A-lem1-alpha")

    hypotheses = (
        positive_on_support(Case(p=COIN, q=pmf("1, 0"), alpha=1)),
        Hypothesis(
            "the reward is not constant on the support of p",
            varied,
            without=Case(p=COIN, q=COIN, alpha=-1),
            added=True,
        ),
    )
    example = Case(p=W, q=W, alpha=1)
    edges = (
        Edge("K = 1: one point", Case(p=ONE_LETTER, q=ONE_LETTER, alpha=1)),
        Edge("α = 0", Case(p=W, q=W, alpha=0)),
        Edge("Δ = Δ_max", Case(p=W, q=W, alpha=oo)),
        Edge("negative α", Case(p=W, q=W, alpha=-1)),
        Edge("zero probabilities", Case(p=pmf("0, 1/3, 2/3"), q=pmf("1/2, 1/3, 1/6"), alpha=2)),
    )
    teeth = (
        Variant("Δ_max included", member=lambda alpha: alpha >= 0),
        Variant("negative exponents too", member=lambda alpha: alpha < oo),
        Variant("natural parameter 2 α", natural=lambda alpha: 2 * alpha),
    )

    def member(self, alpha: Any) -> bool:
        """Which exponents (∞ for the limit) belong to the family."""
        return bool(0 <= alpha < oo)

    def natural(self, alpha: Any) -> Any:
        """The natural parameter."""
        return alpha

    def holds(self, x: Case) -> Any:
        family = AlignedFamily(x.p, x.q)
        policy: Any = family.at(x.alpha)
        a_solution = family.align(family.kl(x.alpha)).policy == policy
        affine = policy.support == x.p.support and all(
            log(policy[o] * x.p[other] / (policy[other] * x.p[o])) == self.natural(x.alpha) * log(x.q[o] / x.q[other])
            for o in policy.support
            for other in policy.support
        )
        yield same_truth(a_solution and affine, self.member(x.alpha), "a solution, with log odds linear in α")

    @witness
    def at_the_largest_divergence(self) -> Case:
        """The limit α → ∞ is the solution for Δ = Δ_max, and has no first outcome."""
        return Case(p=W, q=W, alpha=oo)

    @proof
    def log_odds(self) -> Iterator[Step]:
        """The log odds relative to the base are linear in α."""
        p, q = families("p q")
        alpha, partition = symbols("alpha Z")
        at_y, at_z = (p[o] * q[o] ** alpha / partition for o in (y, z))
        yield theorem("A-lem1", "for 0 ≤ Δ < Δ_max φ_Δ = T(q, p, α(Δ)); at Δ_max it is p(·|M)")
        yield theorem("A-lem1-alpha", "Δ ↦ α(Δ) maps [0, Δ_max) onto [0, ∞), one to one")
        yield identity(
            "log(T(y) p(z)/(T(z) p(y))) = α (log q(y) − log q(z))",
            symbolic_log(at_y * p[z] / (at_z * p[y])),
            self.natural(alpha) * (symbolic_log(q[y]) - symbolic_log(q[z])),
        )
        yield argument(
            "So α is identified when q is not constant. All T(q, p, α) have the support of p; p(·|M), their limit as"
            " α → ∞, has not.",
            tested_by="integer_exponents",
        )

    @search(
        lambda: st.builds(lambda x, alpha: x.but(alpha=alpha), VARIED, st.sampled_from((1, 2, 3, oo, 0, -1, -2))),
        examples=40,
    )
    def integer_exponents(self, x: Case) -> Any:
        """Exact log odds at integer exponents and in the limit."""
        return self.holds(x)

    def certificates(self) -> Iterator[tuple[Any, Any]]:
        yield relation(["tilt", _VEC_W, _VEC_W, "2"], "=", ["vec", "1/9", "8/9"]), {"precision": "64"}
