"""Section 3: Lemma 2, and the identity behind it."""

from __future__ import annotations

from proofs_check.formula import KL, H, T
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import hypothesis, identity, instance, linear
from proofs_check.papers.variables import alpha, alpha_nonnegative, delta, eps, p, psi, q


class TiltIdentity(Assertion):
    id = "A-lem2-identity"
    place = "(2)–(3), proof of Lemma 2"
    title = "The KL divergence to a tilt, by KL to the reference and cross entropy"
    statement = "KL(ψ‖φ) = KL(ψ‖p) − KL(φ‖p) + α (H(ψ‖q) − H(φ‖q)) for φ = T(q, p, α)."
    asserts = Statement(
        KL(psi, T(q, p, alpha)) == KL(psi, p) - KL(T(q, p, alpha), p) + alpha * (H(psi, q) - H(T(q, p, alpha), q))
    )
    lines = (identity(asserts.then),)
    formal = "three_point"
    expected = "formal"


_a = alpha_nonnegative
_gap = H(psi, q) - H(T(q, p, _a), q)


class Lemma2(Assertion):
    id = "A-lem2"
    place = "Lemma 2"
    title = "Nearly optimal models are near the optimum"
    statement = "KL(ψ‖p) ≤ Δ and H(ψ‖q) ≤ H(φ_Δ‖q) + ε imply KL(ψ‖φ_Δ) ≤ α(Δ) ε."
    asserts = Statement(
        KL(psi, T(q, p, _a)) <= _a * eps,
        given=(
            KL(T(q, p, _a), p) == delta,
            KL(psi, p) <= delta,
            H(psi, q) <= H(T(q, p, _a), q) + eps,
        ),
    )
    lines = (
        instance(TiltIdentity, KL(psi, T(q, p, _a)) == KL(psi, p) - KL(T(q, p, _a), p) + _a * _gap, alpha=_a),
        hypothesis(KL(T(q, p, _a), p) == delta),
        hypothesis(KL(psi, p) <= delta),
        hypothesis(H(psi, q) <= H(T(q, p, _a), q) + eps),
        linear(KL(psi, T(q, p, _a)) <= _a * eps, {1: 1, 2: -1, 3: 1, 4: _a}),
    )
    formal = "lemma2"
    expected = "formal"
    printed_proof_uses = ("A-lem1", "A-lem2-identity")
    statement_uses = ("A-lem1", "A-lem1-alpha")
    notes = (
        "α(Δ) is the α ≥ 0 with KL(T(q, p, α)‖p) = Δ; for Δ ≥ Δ_max, Δ > 0, there is none (A-lem1-alpha), and the lemma"
        " says nothing."
    )
