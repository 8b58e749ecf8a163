"""Section 4.1: the reward contours of Example 1."""

from __future__ import annotations

from proofs_check import Case, pmf, proportional
from proofs_check.formula import E, H, iff, log_of
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.variables import p_positive, phi, psi, q_positive


class RewardContour(Assertion):
    id = "A-ex1-contour"
    place = "Example 1"
    title = "The reward contour"
    statement = "A reward contour is {φ : H(φ‖p) = c}."
    asserts = Statement(
        iff(
            E(phi, log_of(q_positive)) == E(psi, log_of(q_positive)),
            H(phi, p_positive) == H(psi, p_positive),
        )
    )
    flaw = "The reward is −H(φ‖q), not −H(φ‖p): its contours are those of H(·‖q)."
    weight = "slip"
    counterexample = Case(p=pmf("1/4, 1/4, 1/2"), q=proportional(1, 2, 4), phi=pmf("1/2, 0, 1/2"), psi=pmf("0, 1, 0"))
    mended = Statement(
        iff(E(phi, log_of(q_positive)) == E(psi, log_of(q_positive)), H(phi, q_positive) == H(psi, q_positive))
    )
    formal = "contour"
    expected = "amended"
    corrected_expected = "formal"
    notes = (
        "With the p and q of the example no two laws with rational entries have one reward, so the witness is another"
        " model: E log q is the same for φ and ψ, H(φ‖p) = (3/2) log 2 and H(ψ‖p) = 2 log 2. Where p = q, as nowhere in"
        " the text, the printed set is right."
    )
