"""Large deviations at a finite length, exactly: what the claims about rate functions compare their rates with.

A_m = −(1/m) log q^m(Y^m) for Y^m ~ φ^m. With τ = T(q, φ, γ), t = H(τ‖q), J = KL(τ‖φ), V the variance of log q under τ:

    tail     P(A_m ≤ t) for γ ≥ 0, P(A_m ≥ t) for γ ≤ 0, is at most e^{−mJ}
    window   (1 − V/(mε²)) e^{−m(J + |γ|ε)} ≤ P(|A_m − t| < ε) ≤ e^{−m(J − |γ|ε)}
    ends     P(A_m = end of the range) = φ(letters that reach it)^m
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exactalign import AlignedFamily, Distribution, LevelLaw, LogForm, MemorylessSource, Reward, log, oo
from proofs_check import Case, Hypothesis, at_least, at_most, equal, pmf
from proofs_check.language.comparisons import Comparison
from proofs_check.papers.models import COIN

Q_POSITIVE = Hypothesis(
    "q is positive on the support of the source",
    lambda x: all(x.q[o] > 0 for o in x.p.support),
    without=Case(p=COIN, q=pmf("1, 0"), alpha=0, gamma=-1, m=1, eps=Fraction(1)),
)


def information(p: Distribution, q: Distribution, m: int) -> list[tuple[LogForm, Fraction]]:
    """The law of A_m under p^m: its values, in decreasing order, and their probabilities."""
    return [(-reward / m, mass) for reward, mass in LevelLaw(MemorylessSource(p, m), Reward.log_of(q))]


def variance_bound(phi: Distribution, q: Distribution, gamma: int) -> Fraction:
    """A rational number at or above the variance of log q under T(q, φ, γ)."""
    family = AlignedFamily(phi, q)
    return Fraction(0) if family.is_constant else family.reward_variance(gamma).enclose(6).upper


def tail_and_window(x: Case, phi: Distribution, level: LogForm, rate: LogForm) -> Iterator[Comparison]:
    """The tail and the window at the level t of a case with q, γ, m and ε > 0, against the rate J claimed there."""
    law, m, eps, slope = information(phi, x.q, x.m), x.m, x.eps, abs(x.gamma)
    if x.gamma >= 0:
        tail = sum((mass for value, mass in law if value <= level), Fraction(0))
    else:
        tail = sum((mass for value, mass in law if value >= level), Fraction(0))
    yield at_most(log(tail), -rate * m, f"log P(tail) at m = {m}, γ = {x.gamma}")
    window = sum((mass for value, mass in law if level - eps < value < level + eps), Fraction(0))
    if window:
        yield at_most(log(window), (slope * eps - rate) * m, f"log P(window) at m = {m}, γ = {x.gamma}")
    share = 1 - variance_bound(phi, x.q, x.gamma) / (m * eps**2)
    if share > 0:
        if not window:
            yield at_least(window, share, "P(window)")
        else:
            yield at_least(log(window), log(share) - (slope * eps + rate) * m, f"log P(window) at m = {m}")


def end_of_range(x: Case, phi: Distribution) -> tuple[Fraction, Fraction]:
    """φ of the best letters (γ = ∞) or the worst (γ = −∞), and P(A_m = that end) from the law of A_m."""
    family = AlignedFamily(phi, x.q)
    letters = family.groups[-1] if x.gamma == oo else family.groups[0]
    law = information(phi, x.q, x.m)
    value = -family.values[-1] if x.gamma == oo else -family.values[0]
    return sum((phi[o] for o in letters), Fraction(0)), sum((mass for a, mass in law if a == value), Fraction(0))


def at_the_end(x: Case, phi: Distribution, rate: Any) -> Comparison:
    """P(A_m = end of the range) against the rate claimed there, which may be ∞."""
    _, reached = end_of_range(x, phi)
    if rate == oo:
        return equal(reached, Fraction(0), "P(A_m = end of the range)")
    return equal(log(reached), -rate * x.m, "log P(A_m = end of the range)")
