"""Section 7: Theorem 3, the large deviations of mismatched information."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from exactalign import LogForm, log, oo
from proofs_check import Answer, Case, Variant, instances
from proofs_check.formula import large_deviations
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics.common import EXAMPLE_P, EXAMPLE_Q, W, tilt
from proofs_check.papers.asymptotics.common import cross_entropy as h
from proofs_check.papers.asymptotics.common import kl as kl_divergence
from proofs_check.papers.asymptotics.finite_length import at_the_end, end_of_range, tail_and_window
from proofs_check.papers.variables import p, q, q_positive


class MismatchedInformation(Assertion):
    id = "A-thm3"
    place = "Theorem 3"
    title = "The large deviations of mismatched information"
    statement = "A_m = −(1/m) log q^m(Y^m), Y^m ~ p^m, satisfies an LDP with rate J_0(t) = KL(T(q, p, β(t))‖p)."
    asserts = Statement(large_deviations(p, q_positive, p, ends=False))
    flaw = (
        "β(t) exists for a < t < b only (a, b the least and largest −log q on the support). At t = a and "
        "t = b there is "
        "no β, yet A_m = b has probability p(worst)^m at every m: 'no β, so J = ∞' contradicts the upper bound, and is "
        "not lower semicontinuous. With a constant reward β is not unique."
    )
    weight = "condition"
    refuted_by = "no_principle_without_ends"
    mended = Statement(large_deviations(p, q, p))
    formal = "theorem3"
    expected = "amended"
    corrected_expected = "formal"
    printed_proof_uses = (
        "A-thm3-range", "A-thm3-a-range", "A-thm3-a-sets", "A-thm3-a-interior", "A-thm3-b-range", "A-thm3-b-sets",
        "A-thm3-c",
    )  # fmt: skip
    notes = (
        "Neither Cramér's nor Sanov's theorem is needed: Markov's inequality and a change of measure give both bounds"
        " at every m. Refuted at p = q = (1/3, 2/3) by the level log 3, whose probability is 3^{−m}. A constant reward"
        " has J = 0 at its value."
    )

    teeth = (
        Variant("twice the rate", rate=lambda divergence, policy, source: 2 * divergence(policy, source)),
        Variant("J = ∞ where no β exists", at_end=lambda mass: oo),  # noqa: ARG005
    )

    def rate(self, divergence: Any, policy: Any, source: Any) -> Any:
        """J from the tilt and the source."""
        return divergence(policy, source)

    def at_end(self, mass: Fraction) -> LogForm:
        """J at an end of the range that is reached with this probability by one letter."""
        return -log(mass)

    @instances(
        [
            Case(p=W, q=W, gamma=g, m=m, eps=e)
            for g in (-1, 1, 2) for m, e in ((12, Fraction(1, 3)), (60, Fraction(1, 8)))
        ]
        + [Case(p=W, q=W, gamma=1, m=240, eps=Fraction(1, 16))]
        + [Case(p=EXAMPLE_P, q=EXAMPLE_Q, gamma=g, m=12, eps=Fraction(2, 5)) for g in (-1, 1)],
        deep=[Case(p=W, q=W, gamma=g, m=1000, eps=Fraction(1, 32)) for g in (-1, 1, 2)],
    )  # fmt: skip
    def growing(self, x: Case) -> Answer:
        """Exact probabilities at growing m: the window's exponent is squeezed to J as m grows and ε shrinks."""
        tilted = tilt(x.p, x.q, x.gamma)
        return list(tail_and_window(x, x.p, h(tilted, x.q), self.rate(kl_divergence, tilted, x.p)))

    @instances(
        [
            Case(p=p, q=q, gamma=g, m=m)
            for p, q in ((W, W), (EXAMPLE_P, EXAMPLE_Q))
            for g in (oo, -oo)
            for m in (1, 2, 6)
        ]
    )
    def ends_of_the_range(self, x: Case) -> Answer:
        """P(A_m = a) and P(A_m = b) against J there."""
        mass, _ = end_of_range(x, x.p)
        return at_the_end(x, x.p, self.at_end(mass))
