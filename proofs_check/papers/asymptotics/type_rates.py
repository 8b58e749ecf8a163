"""What one tilt by β says of best-of-N at every length m and every N; no claims here.

The most likely type of φ_β^m, φ_β = T(q, p, β), has at least (m + 1)^{−(K−1)} of its probability, and a total reward
between mρ_β − u and mρ_β + o, with u = Σ_y (log q(y) − low), o = Σ_y (high − log q(y)) and ρ_β the mean reward. So

    P_p(S ≥ mρ_β − u) ≥ t_β = exp(−m KL(φ_β‖p) − β o)/(m + 1)^{K−1},

and best-of-N is below mρ_β − u with probability at most exp(−N t_β). Here are the terms of this, and their enclosures
at lengths that no enumeration of words reaches.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from exactalign import AlignedFamily, EnclosedReal, LogForm, log, sample_size
from proofs_check import Case, pmf, proportional
from proofs_check.formula import KL, Sum, T, Term, best, both, exp, for_all, less_one, log_of, size, total
from proofs_check.formula import log as ln
from proofs_check.papers.asymptotics.growing import FIGURE_1, THREE_LETTERS, alignment
from proofs_check.papers.variables import N, high, low, m, p, y
from proofs_check.papers.variables import q_positive as q

REWARD: Final = total(log_of(q), m)
POLICY: Final = best(p**m, N, REWARD)
BETWEEN: Final = for_all(y, both(low <= ln(q(y)), ln(q(y)) <= high))
"""low ≤ log q ≤ high at every letter."""
UNDER: Final = Sum(y, ln(q(y)) - low)
OVER: Final = Sum(y, high - ln(q(y)))


def least_tail(beta: Term) -> Term:
    """t_β."""
    return exp(-(m * KL(T(q, p, beta), p)) - beta * OVER) / (m + 1) ** less_one(size(p))


class AtLength:
    """The same, enclosed, at a case with p, q, δ, m, a rounding of N = exp(mδ), and β = share·α."""

    def __init__(self, x: Case) -> None:
        self.m, self.size = x.m, len(x.p)
        self.family = AlignedFamily(x.p, x.q)
        self.n = sample_size(x.delta, x.m, x.rounding)
        self.delta = LogForm.of(x.delta)
        self.alpha = EnclosedReal.of(alignment(x.p, x.q, x.delta).alpha)
        self.beta = self.alpha * x.share
        values = [log(mass) for mass in x.q.probabilities]
        self.range = max(values) - min(values)
        self.under = LogForm.sum(value - min(values) for value in values)
        self.over = LogForm.sum(max(values) - value for value in values)

    def reward(self, exponent: EnclosedReal) -> EnclosedReal:
        """ρ of the tilt by the exponent, per letter."""
        found: EnclosedReal = EnclosedReal.of(self.family.expected_reward(exponent))
        return found

    def tail(self) -> EnclosedReal:
        """N t_β."""
        exponent = -self.m * EnclosedReal.of(self.family.kl(self.beta)) - self.beta * self.over
        exponent += log(self.n) - log(self.m + 1) * (self.size - 1)
        found: EnclosedReal = exponent.exp()
        return found

    def shortfall(self) -> EnclosedReal:
        """How far E_π S can be below mρ_α: m(ρ_α − ρ_β) + u + m g exp(−N t_β)."""
        lost = (-self.tail()).exp() * self.range * self.m
        found: EnclosedReal = (self.reward(self.alpha) - self.reward(self.beta)) * self.m + self.under + lost
        return found

    def divergence(self) -> EnclosedReal:
        """The bound on KL(π_N^m‖φ_δ^m): log N − (N − 1)/N − mδ + α·shortfall."""
        spare = log(self.n) - Fraction(self.n - 1, self.n) - self.delta * self.m
        found: EnclosedReal = self.alpha * self.shortfall() + spare
        return found

    def trivial(self) -> EnclosedReal:
        """What is known at once: best-of-N is no worse than one draw."""
        spare = log(self.n) - Fraction(self.n - 1, self.n) - self.delta * self.m
        found: EnclosedReal = self.alpha * (self.reward(self.alpha) - self.reward(self.alpha * 0)) * self.m + spare
        return found


FOUR_LETTERS: Final = Case(p=pmf("1/10, 1/5, 3/10, 2/5"), q=proportional(8, 4, 2, 1), delta=Fraction(1, 2))
"""K = 4 with rewards in steps of log 2, δ = 1/2."""


def _at(model: Case, m: int, share: str, rounding: str) -> Case:
    return model.but(m=m, share=Fraction(share), rounding=rounding)


LENGTHS: Final = [
    _at(FIGURE_1, 160, "1/2", "floor"),
    _at(FIGURE_1, 160, "1/2", "ceil"),
    _at(THREE_LETTERS, 1000, "7/8", "floor"),
    _at(FOUR_LETTERS, 200, "3/4", "ceil"),
]
"""Three letters and more, N = exp(mδ) rounded down and up, with the β (as a share of α) that the bound is taken at."""
LONGER: Final = [
    _at(FIGURE_1, 300, "3/4", "ceil"),
    _at(THREE_LETTERS, 10000, "31/32", "floor"),
    _at(FOUR_LETTERS, 1000, "15/16", "floor"),
]
