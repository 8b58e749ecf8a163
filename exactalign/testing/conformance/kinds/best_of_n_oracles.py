"""The exact best-of-N answers, with their errors: rational or log forms for small N, enclosed for large."""

from __future__ import annotations

from fractions import Fraction

from flint import arb

from exactalign.laws.distributions import Distribution
from exactalign.laws.divergences import kl_divergence, win_rate
from exactalign.laws.rewards import Reward
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.infinity import Infinity
from exactalign.policies.best_of_n import best_of_n
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import Call, Vector
from exactalign.testing.conformance.error_bounds import BestOfNErrors, Level
from exactalign.testing.conformance.findings import Expected

_EXACT_BITS = 4000


def errors_of(subject: Subject, case: Call) -> tuple[Vector, Vector, int, BestOfNErrors]:
    """Return p, the rewards and n of a case, and its errors."""
    p, r, n = case.arguments
    assert isinstance(p, tuple)
    assert isinstance(r, tuple)
    assert isinstance(n, int)
    return p, r, n, BestOfNErrors.of(subject.form, p, r, n)


def is_small(error: BestOfNErrors) -> bool:
    """Whether powers are small enough to be written out."""
    return error.n * error.p.total.bit_length() <= _EXACT_BITS


def _policy(error: BestOfNErrors, rewards: Vector) -> Distribution:
    return best_of_n(error.p, Reward.values(rewards), error.n)


def gained(level: Level, n: int) -> arb:
    """F≤^N − F<^N as a ball."""
    top = ball_of(level.upto) ** n
    return top - ball_of(level.below) ** n if level.below else top


def pmf_oracle(subject: Subject, case: Call) -> list[Expected]:
    """The exact policy: rational for small N, enclosed for large."""
    _, r, n, error = errors_of(subject, case)
    errors = error.pmf()
    if is_small(error):
        values = _policy(error, r).probabilities
        return [Expected(value, b) for value, b in zip(values, errors, strict=True)]
    answers = [Expected(Fraction(0), b) for b in errors]
    for level in error.levels:
        for i in level.members:
            if error.p[i]:
                share = error.p[i] / level.mass
                answers[i] = Expected(_share_of(level, n, share), errors[i])
    return answers


def _share_of(level: Level, n: int, share: Fraction) -> EnclosedReal:
    return EnclosedReal(lambda: gained(level, n) * ball_of(share))


def kl_oracle(subject: Subject, case: Call) -> list[Expected]:
    """The exact KL(π_N‖p): a log form for small N, enclosed for large."""
    _, r, n, error = errors_of(subject, case)
    if is_small(error):
        divergence = kl_divergence(_policy(error, r), error.p)
        assert not isinstance(divergence, Infinity)
        return [Expected(divergence.as_rational() if divergence.is_rational else divergence, error.kl())]

    def enclosed() -> arb:
        total = arb(0)
        for level in error.levels:
            held = gained(level, n)
            total += held * (held / ball_of(level.mass)).log()
        return total

    return [Expected(EnclosedReal(enclosed), error.kl())]


def win_rate_oracle(subject: Subject, case: Call) -> list[Expected]:
    """The exact win rate, ties counted half: rational for small N, enclosed for large."""
    _, r, n, error = errors_of(subject, case)
    if is_small(error):
        rate = win_rate(_policy(error, r), error.p, Reward.values(r))
        return [Expected(rate, error.win_rate())]

    def enclosed() -> arb:
        total = arb(0)
        for level in error.levels:
            total += gained(level, n) * ball_of((level.below + level.upto) / 2)
        return total

    return [Expected(EnclosedReal(enclosed), error.win_rate())]
