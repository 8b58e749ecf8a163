"""Rényi divergences of every pair of laws: monotone in the order, with KL in the middle."""

from __future__ import annotations

from proofs_check.formula import KL, for_all, implies, limit, limit_at, log, renyi
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.variables import a, b_order, m, p, pi, y, z


class OrderOneLimit(Assertion):
    id = "G-renyi-limit"
    place = "Foundational learning: Rényi divergence"
    title = "The Rényi divergence of order 1, by continuity"
    statement = "D_a(π‖π_ref) → KL(π‖π_ref) as a → 1, for every pair with π ≪ π_ref."
    asserts = Statement(limit_at(a, renyi(a, pi, p), 1, KL(pi, p)))
    formal = "Renyi_limit_1"
    expected = "formal"
    notes = "Otherwise KL is infinite, and D_a with it for a ≥ 1. As a → ∞: G-renyi-limit-infinity."


class OrderInfinityLimit(Assertion):
    id = "G-renyi-limit-infinity"
    place = "Foundational learning: Rényi divergence"
    title = "The Rényi divergence of large orders"
    statement = "D_{m+1}(π‖π_ref) → max log(π/π_ref) as m → ∞, for every positive π_ref."
    asserts = Statement(
        limit(m, renyi(m + 1, pi, p), log(pi(y) / p(y))),
        given=(pi(y) > 0, for_all(z, implies(pi(z) > 0, pi(z) / p(z) <= pi(y) / p(y)))),
    )
    formal = "Renyi_limit_whole"
    possible = Formal(
        "model_law_p",
        script="""intros F. assert (P : forall k, 0 < model_p k) by (intros [|k]; unfold model_p; simpl; lra).
        assert (N : forall k, model_p k <> 0) by (intros k; apply Rgt_not_eq, P).
        assert (0 = 1); [|lra].
        apply (F nat Nat.eq_dec (letters 2) model_p model_p 0%nat); try apply model_law_p; try apply P; try apply N.
        - repeat constructor; simpl; intuition discriminate.
        - now left.
        - intros z _ _. unfold Rdiv. rewrite !Rinv_r; [lra|apply N..].
        - intros z _ _. apply N.
        - intros z _ H. exact H.
        - exists 1%nat. intros m H. apply le_INR in H. simpl in H. lra.
        - apply Rdiv_lt_0_compat; apply P.""",
    )
    expected = "formal"
    statement_uses = ("G-renyi-monotone",)
    notes = (
        "Along the orders m + 1; as D_a grows with a (G-renyi-monotone) the limit along real orders is the same"
        " (theorem Renyi_limit_infinity). At y the ratio is largest."
    )


class Monotone(Assertion):
    id = "G-renyi-monotone"
    place = "Foundational learning: Rényi divergence"
    title = "The Rényi divergence grows with its order"
    statement = "D_a(π‖π_ref) ≤ D_b(π‖π_ref) for a ≤ b."
    asserts = Statement(renyi(a, pi, p) <= renyi(b_order, pi, p), given=(a <= b_order,))
    formal = "Renyi_monotone"
    expected = "formal"
