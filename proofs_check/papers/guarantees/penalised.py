"""RLHF with a KL penalty: its optimum, what it pays, and the constrained problem, the card's, that it solves."""

from __future__ import annotations

from proofs_check.formula import (
    KL,
    E,
    both,
    exp,
    function,
    iff,
    implies,
    log,
    sub_gaussian,
    tilt_by,
)
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.variables import p, pi, price, proxy, r, y

OPTIMUM = tilt_by(r, p, 1 / price)
"""π_ref e^{r/β}, normalised."""


class PenalisedOptimum(Assertion):
    id = "G-rlhf"
    place = "Method summary, RLHF"
    title = "The optimum of the KL-penalised reward"
    statement = "The maximiser of E_π r − β KL(π‖π_ref) is π_ref e^{r/β}/Z, and it alone."
    asserts = Statement(
        both(
            E(pi, r) - price * KL(pi, p) <= E(OPTIMUM, r) - price * KL(OPTIMUM, p),
            iff(E(pi, r) - price * KL(pi, p) == E(OPTIMUM, r) - price * KL(OPTIMUM, p), pi == OPTIMUM),
        )
    )
    formal = Formal("rlhf_optimum", "intros; unfold Rdiv; rewrite !Rmult_1_l; now apply rlhf_optimum. ")
    expected = "formal"


class PenalisedValue(Assertion):
    id = "G-rlhf-value"
    place = "Method summary, RLHF"
    title = "The value of the KL-penalised problem"
    statement = "At π_β ∝ π_ref e^{r/β} the value of E_π r − β KL(π‖π_ref) is β log E_ref e^{r/β}."
    asserts = Statement(E(OPTIMUM, r) - price * KL(OPTIMUM, p) == price * log(E(p, function(y, exp(r(y) / price)))))
    formal = Formal("rlhf_value", "intros; unfold Rdiv at 1 2; rewrite !Rmult_1_l; now apply rlhf_value. ")
    expected = "formal"
    statement_uses = ("G-rlhf",)
    notes = "It is the largest value, and there alone: G-rlhf."


class PenalisedIsConstrained(Assertion):
    id = "G-rlhf-constrained"
    place = "Method summary, RLHF"
    title = "The penalised optimum solves the constrained problem for the budget that it spends"
    statement = (
        "Within KL(π‖π_ref) ≤ KL(π_β‖π_ref) no policy has more reward than the penalised optimum π_β, and only π_β has"
        " as much."
    )
    asserts = Statement(
        both(E(pi, r) <= E(OPTIMUM, r), implies(E(pi, r) == E(OPTIMUM, r), pi == OPTIMUM)),
        given=(KL(pi, p) <= KL(OPTIMUM, p),),
    )
    formal = Formal(
        "rlhf_is_constrained",
        "intros; unfold Rdiv in *; rewrite !Rmult_1_l in *; apply rlhf_is_constrained; [ assumption | assumption"
        " | split; [ assumption | split; assumption ] ]. ",
    )
    expected = "formal"


class PenalisedPrice(Assertion):
    id = "G-rlhf-price"
    place = "Method summary, RLHF"
    title = "The gain of the penalised optimum is the penalty times the two divergences"
    statement = "E_{π_β} r − E_ref r = β (KL(π_β‖π_ref) + KL(π_ref‖π_β)): at least β KL(π_β‖π_ref), what it pays."
    asserts = Statement(E(OPTIMUM, r) - E(p, r) == price * (KL(OPTIMUM, p) + KL(p, OPTIMUM)))
    formal = Formal("rlhf_price", "intros; unfold Rdiv; rewrite !Rmult_1_l; now apply rlhf_price. ")
    expected = "formal"
    notes = "The other way, from a budget 0 < Δ < Δ_max to the one penalty β = 1/α(Δ) that spends it, is A-lem1-alpha."


class PenalisedGain(Assertion):
    id = "G-rlhf-gain"
    place = "Method summary, RLHF"
    title = "What the penalised optimum can gain"
    statement = "For a reward that is sub-Gaussian with proxy σ², E_{π_β} r − E_ref r ≤ 2σ²/β."
    asserts = Statement(price * (E(OPTIMUM, r) - E(p, r)) <= 2 * proxy, given=(sub_gaussian(p, r, proxy),))
    formal = Formal("rlhf_gain_le", "intros; unfold Rdiv; rewrite !Rmult_1_l; now apply rlhf_gain_le. ")
    expected = "formal"
