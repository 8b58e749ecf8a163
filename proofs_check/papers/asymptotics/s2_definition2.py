"""Section 2: Definition 2, the KL-constrained problem and its two forms."""

from __future__ import annotations

from exactalign import Reward
from proofs_check import Case
from proofs_check.formula import E, H, both, exists, exp, for_all, iff, log, optimal
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.asymptotics.common import W
from proofs_check.papers.models import COIN
from proofs_check.papers.variables import Delta, a_positive, p, phi, psi, q, q_positive, r, y


class Equivalence(Assertion):
    id = "A-eq1-equiv"
    place = "after Definition 2"
    title = "Minimising cross entropy is maximising expected reward"
    statement = "Over the ball KL(φ‖p) ≤ Δ, the minimisers of H(φ‖q) are the maximisers of E_φ r."
    asserts = Statement(
        both(
            H(phi, q_positive) == log(a_positive) - E(phi, r),
            iff(H(phi, q_positive) <= H(psi, q_positive), E(psi, r) <= E(phi, r)),
        ),
        given=(for_all(y, q_positive(y) == exp(r(y)) / a_positive),),
    )
    formal = "reward_equivalence"
    expected = "formal"
    statement_uses = ("A-def1-sign",)
    example = Case(q=W, r=Reward.log_weights((1, 2)), a=3, phi=COIN, psi=W)
    notes = (
        "For every two laws, in the ball or not: so for every set of them. a is R = Σ e^r, any number that makes"
        " q a law."
    )


class MinimiserExists(Assertion):
    id = "A-def2-argmin"
    place = "Definition 2"
    title = "The minimiser exists"
    statement = "H(φ‖q) has a minimiser over the ball KL(φ‖p) ≤ Δ."
    asserts = Statement(exists(phi, optimal(phi, q, p, Delta)), given=(Delta >= 0,))
    formal = "minimiser_exists"
    expected = "formal"
    statement_uses = ("A-eq1-equiv",)
    notes = "For finite alphabets and q > 0 on the support of p; on a countable one: A-countable."
