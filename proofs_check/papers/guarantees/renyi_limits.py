"""Rényi divergences of every pair of laws: monotone in the order, with KL in the middle."""

from __future__ import annotations

from proofs_check.formula import KL, limit_at, renyi
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.variables import a, b_order, p, pi


class OrderOneLimit(Assertion):
    id = "G-renyi-limit"
    place = "Rényi divergences"
    title = "The Rényi divergence of order 1, by continuity"
    statement = "D_a(π‖π_ref) → KL(π‖π_ref) as a → 1, for every pair."
    asserts = Statement(limit_at(a, renyi(a, pi, p), 1, KL(pi, p)))
    formal = "Renyi_limit_1"
    expected = "formal"
    notes = "As a → ∞ it tends to the largest log π/π_ref (theorem Renyi_limit_infinity)."


class Monotone(Assertion):
    id = "G-renyi-monotone"
    place = "Rényi divergences"
    title = "The Rényi divergence grows with its order"
    statement = "D_a(π‖π_ref) ≤ D_b(π‖π_ref) for a ≤ b."
    asserts = Statement(renyi(a, pi, p) <= renyi(b_order, pi, p), given=(a <= b_order,))
    formal = "Renyi_monotone"
    expected = "formal"
