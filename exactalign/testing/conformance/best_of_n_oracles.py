"""The exact best-of-N answers, with their budgets: rational or log forms for small N, enclosed for large."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb

from exactalign.laws.divergences import kl_divergence, win_rate
from exactalign.laws.rewards import Reward
from exactalign.numbers.enclosed import EnclosedReal, Infinity, ball_of
from exactalign.policies.best_of_n import best_of_n
from exactalign.testing.conformance.answers import Subject
from exactalign.testing.conformance.budgets import BestOfNBudget, Level
from exactalign.testing.conformance.cases import (
    Case,
    Vector,
)
from exactalign.testing.conformance.findings import Expected

_EXACT_BITS = 4000


def budget_of(subject: Subject, case: Case) -> tuple[Vector, Vector, int, BestOfNBudget]:
    """Return p, the rewards and n of a case, and its budgets."""
    p, r, n = case.arguments
    assert isinstance(p, tuple)
    assert isinstance(r, tuple)
    assert isinstance(n, int)
    return p, r, n, BestOfNBudget.of(subject.form, p, r, n)


def _is_small(budget: BestOfNBudget) -> bool:
    return budget.n * budget.p.total.bit_length() <= _EXACT_BITS


def _policy(budget: BestOfNBudget, rewards: Vector) -> Any:
    return best_of_n(budget.p, Reward.values(rewards), budget.n)


def _gained(level: Level, n: int) -> arb:
    """F≤^N − F<^N as a ball."""
    top = ball_of(level.upto) ** n
    return top - ball_of(level.below) ** n if level.below else top


def pmf_oracle(subject: Subject, case: Case) -> list[Expected]:
    """The exact policy: rational for small N, enclosed for large."""
    _, r, n, budget = budget_of(subject, case)
    budgets = budget.pmf()
    if _is_small(budget):
        values = _policy(budget, r).probabilities
        return [Expected(value, b) for value, b in zip(values, budgets, strict=True)]
    answers = [Expected(Fraction(0), b) for b in budgets]
    for level in budget.levels:
        for i in level.members:
            if budget.p[i]:
                share = budget.p[i] / level.mass
                answers[i] = Expected(_share_of(level, n, share), budgets[i])
    return answers


def _share_of(level: Level, n: int, share: Fraction) -> EnclosedReal:
    return EnclosedReal(lambda: _gained(level, n) * ball_of(share))


def kl_oracle(subject: Subject, case: Case) -> list[Expected]:
    """The exact KL(π_N‖p): a log form for small N, enclosed for large."""
    _, r, n, budget = budget_of(subject, case)
    if _is_small(budget):
        divergence = kl_divergence(_policy(budget, r), budget.p)
        assert not isinstance(divergence, Infinity)
        return [Expected(divergence.as_rational() if divergence.is_rational else divergence, budget.kl())]

    def enclosed() -> arb:
        total = arb(0)
        for level in budget.levels:
            gained = _gained(level, n)
            total += gained * (gained / ball_of(level.mass)).log()
        return total

    return [Expected(EnclosedReal(enclosed), budget.kl())]


def win_rate_oracle(subject: Subject, case: Case) -> list[Expected]:
    """The exact win rate, ties counted half: rational for small N, enclosed for large."""
    _, r, n, budget = budget_of(subject, case)
    if _is_small(budget):
        rate = win_rate(_policy(budget, r), budget.p, Reward.values(r))
        return [Expected(rate, budget.win_rate())]

    def enclosed() -> arb:
        total = arb(0)
        for level in budget.levels:
            total += _gained(level, n) * ball_of((level.below + level.upto) / 2)
        return total

    return [Expected(EnclosedReal(enclosed), budget.win_rate())]
