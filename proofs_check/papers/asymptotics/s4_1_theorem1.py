"""Section 4.1: Theorem 1, the large deviations of the aligned reward."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from exactalign import AlignedFamily, Distribution, LogForm, log, oo
from proofs_check import Answer, Case, Variant, instances, search
from proofs_check.engine.searches import fractions, integers, models
from proofs_check.formula import T, large_deviations
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.asymptotics.common import EXAMPLE_P, EXAMPLE_Q, W, tilt
from proofs_check.papers.asymptotics.common import cross_entropy as h
from proofs_check.papers.asymptotics.common import kl as kl_divergence
from proofs_check.papers.asymptotics.finite_length import at_the_end, end_of_range, tail_and_window
from proofs_check.papers.asymptotics.limits import distinct
from proofs_check.papers.variables import alpha, alpha_nonnegative, p, p_positive, q, q_positive


def aligned(x: Case) -> Distribution:
    """φ_δ = T(q, p, α); for α = ∞ the optimum at δ ≥ δ_max, p given the best letters."""
    return AlignedFamily(x.p, x.q).best if x.alpha == oo else tilt(x.p, x.q, x.alpha)


class AlignedReward(Assertion):
    id = "A-thm1"
    place = "Theorem 1"
    title = "The large deviations of the aligned reward"
    statement = "A_m = −(1/m) log q^m(Y^m), Y^m ~ φ_δ^m, satisfies an LDP with rate J_Δ(t) = KL(T(q, p, β(t))‖φ_δ)."
    asserts = Statement(
        large_deviations(T(q_positive, p_positive, alpha_nonnegative), q_positive, p_positive, ends=False),
        given=(distinct(p_positive), distinct(q_positive)),
    )
    flaw = (
        "β(t) exists for a < t < b only (a, b the least and largest −log q on the support of p). At t = a and t = b"
        " there is no β, but A_m takes these values with exponential probability; reading 'no β' as J = ∞ contradicts"
        " the upper bound. For δ ≥ Δ_max, which Definition 4 admits, any optimum φ_δ lives on the best letters, a is"
        " the only value of A_m, and the formula is undefined there."
    )
    weight = "condition"
    refuted_by = "no_aligned_principle_without_ends"
    mended = Statement(large_deviations(T(q, p, alpha), q, p))
    formal = Formal("theorem1", "intros; apply theorem1; assumption. ")
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = ("A-thm3", "A-thm1-proof", "A-lem9")
    statement_uses = ("A-lem4-product",)
    notes = (
        "φ_δ = T(q, p, α(δ)), δ < Δ_max; every real exponent is meant. Refuted at p = q = (1/3, 2/3), α = 1, where"
        " φ = (1/5, 4/5): the level log 3 has the probability 5^{−m} and no β. For δ ≥ Δ_max, and for a constant"
        " reward,"
        " A_m is constant: the rate is 0 there and ∞ elsewhere. Distinct entries of p and q are not needed."
    )

    teeth = (
        Variant("β = γ", combined=lambda alpha, gamma: gamma),  # noqa: ARG005
        Variant("β = αγ", combined=lambda alpha, gamma: alpha * gamma),
        Variant("the divergence reversed", rate=lambda kl, policy, source, reference: kl(source, policy)),  # noqa: ARG005
        Variant("the divergence to p", rate=lambda kl, policy, source, reference: kl(policy, reference)),  # noqa: ARG005
        Variant("J = ∞ where no β exists", at_end=lambda mass: oo),  # noqa: ARG005
    )

    def combined(self, alpha: Any, gamma: Any) -> Any:
        """β(t), where t is the level of the tilt of φ_δ by γ."""
        return alpha + gamma

    def rate(self, divergence: Any, policy: Any, source: Any, reference: Any) -> Any:  # noqa: ARG002
        """J from T(q, p, β), φ_δ and p."""
        return divergence(policy, source)

    def at_end(self, mass: Fraction) -> LogForm:
        """The rate at an end of the range that is reached with this probability by one letter."""
        return -log(mass)

    @instances(
        [
            Case(p=W, q=W, alpha=1, gamma=g, m=m, eps=e)
            for g in (-2, -1, 1) for m, e in ((12, Fraction(1, 3)), (60, Fraction(1, 8)))
        ]
        + [Case(p=W, q=W, alpha=1, gamma=1, m=240, eps=Fraction(1, 16))]
        + [Case(p=EXAMPLE_P, q=EXAMPLE_Q, alpha=1, gamma=g, m=12, eps=Fraction(2, 5)) for g in (-1, 1)]
        + [Case(p=W, q=W, alpha=a, gamma=g, m=m) for a in (0, 1, oo) for g in (oo, -oo) for m in (1, 5)]
        + [Case(p=W, q=W, alpha=oo, gamma=1, m=5, eps=Fraction(1, 5))],
        deep=[Case(p=W, q=W, alpha=1, gamma=g, m=1000, eps=Fraction(1, 32)) for g in (-2, -1, 1)],
    )  # fmt: skip
    def growing(self, x: Case) -> Answer:
        """Exact probabilities at growing m, and at the ends of the range."""
        return self._bounds(x)

    @search(
        models(alpha=integers(0, 2), gamma=integers(-3, 3), m=integers(1, 5), eps=fractions("1/4", 2), max_size=3,
               max_weight=6, zeros=True),
        examples=60,
    )  # fmt: skip
    def random_models(self, x: Case) -> Answer:
        """Exact: the probabilities of tails and windows, against log forms."""
        return self._bounds(x)

    def _bounds(self, x: Case) -> Answer:
        phi = aligned(x)
        if x.gamma in (oo, -oo):
            mass, _ = end_of_range(x, phi)
            return at_the_end(x, phi, self.at_end(mass))
        policy = phi if x.alpha == oo else tilt(x.p, x.q, self.combined(x.alpha, x.gamma))
        rate = self.rate(kl_divergence, policy, phi, x.p)
        return list(tail_and_window(x, phi, h(tilt(phi, x.q, x.gamma), x.q), rate))
