"""What is said of best-of-N, its reward, its KL divergence and its win rate."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from exactalign import Distribution, Reward
from proofs_check import Case, pmf
from proofs_check.formula import (
    KL,
    E,
    Pr,
    Sum,
    Term,
    absolute,
    best,
    both,
    constant,
    event,
    exp,
    for_all,
    function,
    log,
    more,
    outcome,
    soft_best,
    sqrt,
    sum_to,
)
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import apply
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.variables import N, g, i, p, r, x, y, z


def policy(n: Term) -> Term:
    """Best of n by the reward r."""
    return best(p, n, r)


POLICY: Final = policy(N)
_GAP: Final = log(N) - (N - 1) / N - KL(POLICY, p)


def _at_most(y: Term) -> Term:
    return Pr(p, event(z, r(z) <= r(y)))


def _below(y: Term) -> Term:
    return Pr(p, event(z, r(z) < r(y)))


def _tied(y: Term) -> Term:
    return Pr(p, event(z, r(z) == r(y)))


def less(n: Term, k: Term) -> Term:
    """n − 1 − k as a whole number."""
    return apply("monus", apply("monus", n, 1), k)


class RewardConcave(Assertion):
    id = "E-bon-concave"
    place = "folklore"
    title = "The mean best of N, as N grows"
    statement = "E max of N is nondecreasing and concave in N."
    asserts = Statement(
        both(
            E(POLICY, r) <= E(policy(more(N)), r),
            E(policy(more(N, 2)), r) - E(policy(more(N)), r) <= E(policy(more(N)), r) - E(POLICY, r),
        )
    )
    formal = Formal(
        "best_of_reward_increasing best_of_reward_concave",
        "intros; rewrite ?(Nat.add_comm N); split; [ apply best_of_reward_increasing; premise"
        " | apply best_of_reward_concave; premise ]. ",
    )
    expected = "formal"


class DivergenceMonotone(Assertion):
    id = "E-bon-kl-mono"
    place = "folklore"
    title = "The KL divergence of best-of-N, as N grows"
    statement = "KL(π_N‖p) is nondecreasing and concave in N."
    asserts = Statement(
        both(
            KL(POLICY, p) <= KL(policy(more(N)), p),
            KL(policy(more(N, 2)), p) - KL(policy(more(N)), p) <= KL(policy(more(N)), p) - KL(POLICY, p),
        )
    )
    flaw = "It is not concave: for a fair coin the second step is larger than the first."
    weight = "false"
    counterexample = Case(p=pmf("1/2, 1/2"), r=Reward.values([0, 1]), N=1)
    mended = Statement(KL(POLICY, p) <= KL(policy(more(N)), p))
    formal = Formal("best_of_KL_increasing", "intros; rewrite (Nat.add_comm N); apply best_of_KL_increasing; premise. ")
    expected = "amended"
    corrected_expected = "formal"


class Transfer(Assertion):
    id = "E-bon-transfer"
    place = "arXiv 2503.21878"
    title = "The error of a proxy under best-of-N"
    statement = "E_{π_N}|r − r̂| ≤ N/√(2N−1) · (E_p (r − r̂)²)^{1/2}."
    asserts = Statement(
        E(best(p, N, g), function(y, absolute(r(y) - g(y))))
        <= N / sqrt(2 * N - 1) * sqrt(E(p, function(y, (r(y) - g(y)) ** 2)))
    )
    formal = "transfer_of_difference"
    expected = "formal"
    notes = "The inequality; for the constant see E-bon-transfer-sharp."


_LETTER: Final = outcome("y", over="letters 8")
_UNIFORM: Final = constant(Distribution.uniform(8))
_BY: Final = constant(Reward.values(range(8)))
_ERROR: Final = constant(Reward.values(range(1, 16, 2)))


class TransferSharp(Assertion):
    id = "E-bon-transfer-sharp"
    place = "arXiv 2503.21878"
    title = "The constant for the error of a proxy"
    statement = (
        "For two draws the constant N/√(2N−1) = 2/√3 cannot be lowered by a 500th: here it is needed up to that."
    )
    asserts = Statement(
        E(best(_UNIFORM, 2, _BY), function(_LETTER, absolute(_ERROR(_LETTER))))
        >= Fraction(499, 500) * (2 / sqrt(3)) * sqrt(E(_UNIFORM, function(_LETTER, _ERROR(_LETTER) ** 2)))
    )
    expected = "decided"
    notes = (
        "A uniform law on eight letters, whose error is proportional to the density of best-of-2. That for every N no"
        " smaller constant will do on all alphabets is theorem best_of_transfer_sharp of the library; a term cannot say"
        " “there is an alphabet”."
    )
    statement_uses = ("E-bon-transfer",)


class SoftBest(Assertion):
    id = "E-sbon-kl"
    place = "“Best-of-N through the Smoothing Lens: KL Divergence and Regret Analysis”, arXiv 2507.05913"
    title = "The KL divergence of soft best-of-N"
    statement = "Where rewards differ by at most x, soft best-of-n has KL ≤ log(n/(1 + (n−1)e^{−x}))."
    asserts = Statement(
        KL(soft_best(p, N, r), p) <= log(N / (1 + (N - 1) * exp(-x))),
        given=(for_all(y, for_all(z, r(y) - r(z) <= x)),),
    )
    formal = "soft_best_claim"
    expected = "formal"
    notes = "A temperature is in the rewards: r/λ."


class WinRate(Assertion):
    id = "E-beirami-winrate"
    place = "arXiv 2401.01879"
    title = "The win rate of best-of-N"
    statement = "The win rate, ties counted half, is at most n/(n+1)."
    asserts = Statement(E(POLICY, function(y, _below(y) + _tied(y) / 2)) <= N / (N + 1))
    formal = "best_of_win_rate"
    expected = "formal"


class Gap(Assertion):
    id = "E-beirami-gap"
    place = "arXiv 2401.01879"
    title = "The gap below log n − (n−1)/n"
    statement = "KL(π_n‖p) ≤ log n − (n − 1)/n with gap at most 2n(n−1)Σp²."
    asserts = Statement(2 * N * (N - 1) * Sum(y, p(y) ** 2) >= _GAP)
    flaw = "With ties the gap can be large where Σp² is small: for a constant reward π_n is p."
    weight = "condition"
    counterexample = Case(p=pmf(*["1/21"] * 21), r=Reward.values([0] * 21), N=2)
    mended = Statement(N * (N - 1) / 2 * E(p, function(y, _tied(y))) >= _GAP)
    formal = "best_of_gap_ties"
    expected = "amended"
    corrected_expected = "formal"
    notes = "Without ties it holds as printed (theorem best_of_gap_beirami), and n(n−1)/2 Σp² is enough (best_of_gap)."


class Bond(Assertion):
    id = "E-bond"
    place = "arXiv 2407.14622"
    title = "The law of best-of-N in BOND's form"
    statement = "π_N(y) = p(y) p_≤(y)^{N−1} Σᵢ (p_<(y)/p_≤(y))^{i−1}."
    asserts = Statement(
        POLICY(y) == p(y) * sum_to(i, N, _below(y) ** i * _at_most(y) ** less(N, i)),
    )
    formal = "best_of_bond"
    expected = "formal"
    notes = "Multiplied out, so that nothing is divided by p_≤(y); as printed where p(y) > 0: best_of_bond_printed."
