"""Whether the best-of-N policies of some prompts are one tilt with one α, decided exactly.

On levels v₁ < … < v_L of masses m_l, best-of-N is a tilt of the reference just when log(R_{l+1}/R_l)/(v_{l+1} − v_l)
is the same for every l, with R_l = π_N(l)/m_l; that number is its α. With several prompts the policy of the largest
mean reward is one tilt for all, and with α the mean over prompts of KL(π_N‖φ) is α times what is left on the table: it
is 0 just when these numbers agree across prompts as well. Two levels have one such number, so a prompt alone always
agrees with itself; two such prompts seldom do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from typing import Final, Protocol

from flint import arb, fmpq, fmpz

from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.precision import COMPARISON_BITS, precisions, working_precision
from exactalign.numbers.rationals import fraction

_START_BITS: Final = 128
_LARGEST_BITS: Final = 1 << 22  # of a power that is written out
_LARGEST_PRODUCT: Final = 1 << 20  # of two lists of log-probabilities


class Levels(Protocol):
    """What is asked of a prompt: its level masses as integers or as lists of log-probabilities, and balls."""

    values: list[Fraction]

    @property
    def weights(self) -> list[fmpz] | None:
        """Level masses as integers of any common factor; None for log-probabilities that differ."""

    def level_logs(self) -> list[list[Fraction]]:
        """The log-probabilities of every level."""

    def log_ratios(self, n: int, start: int, stop: int) -> list[arb]:
        """log R_l for the levels from `start` to before `stop`, at the precision in force."""


class Slope:
    """log(R_{l+1}/R_l)/(v_{l+1} − v_l) of two neighbouring levels of a prompt."""

    def __init__(self, prompt: Levels, n: int, level: int) -> None:
        self._prompt = prompt
        self._n = n
        self._level = level
        self.gap = prompt.values[level + 1] - prompt.values[level]

    def ball(self) -> arb:
        """Return the number at the precision in force."""
        low, high = self._prompt.log_ratios(self._n, self._level, self._level + 2)
        return (high - low) / ball_of(self.gap)

    @property
    def _upto(self) -> list[fmpz] | None:
        """The weights of the lowest 0, 1, 2, … levels together; None for log-probabilities."""
        weights = self._prompt.weights
        return None if weights is None else [*accumulate(weights, initial=fmpz(0))]

    @cached_property
    def shares(self) -> tuple[Fraction, ...] | None:
        """F_{l−1}, F_l, F_{l+1}; None for log-probabilities."""
        upto = self._upto
        if upto is None:
            return None
        return tuple(fraction(part, upto[-1]) for part in upto[self._level : self._level + 3])

    @cached_property
    def ratio(self) -> fmpq | None:
        """R_{l+1}/R_l, which is above 1; None when it is not rational, or too large to be written out."""
        upto = self._upto
        if upto is None or self._n * upto[-1].bit_length() > _LARGEST_BITS:
            return None
        low, middle, high = upto[self._level : self._level + 3]
        above, below = high**self._n - middle**self._n, middle**self._n - low**self._n
        return fmpq(above * (middle - low), below * (high - middle))

    def same_shares(self, other: Slope) -> bool | None:
        """Whether both have the same F_{l−1}, F_l, F_{l+1}; None where this is not decided."""
        if self.shares is not None and other.shares is not None:
            return self.shares == other.shares
        mine, theirs = self._sums(), other._sums()
        if max(map(len, mine)) * max(map(len, theirs)) > _LARGEST_PRODUCT:
            return None
        # e^r for different rationals r are linearly independent over the rationals (Lindemann–Weierstrass), so
        # two sums of them are equal just when they have the same terms.
        return all(
            _product(part, theirs[-1]) == _product(other_part, mine[-1])
            for part, other_part in zip(mine[:-1], theirs[:-1], strict=True)
        )

    def _sums(self) -> tuple[Counter[Fraction], ...]:
        """F_{l−1}, F_l, F_{l+1} and the total mass as sums of exponentials: how often each e^r is there."""
        upto, ends = self._upto, (self._level, self._level + 1, self._level + 2, len(self._prompt.values))
        if upto is not None:  # that many times e^0
            return tuple(Counter({Fraction(0): int(upto[end])}) for end in ends)
        logs = self._prompt.level_logs()
        return tuple(Counter(value for level in logs[:end] for value in level) for end in ends)


def _product(first: Counter[Fraction], second: Counter[Fraction]) -> Counter[Fraction]:
    product: Counter[Fraction] = Counter()
    for a, times in first.items():
        for b, more in second.items():
            product[a + b] += times * more
    return product


def one_tilt(prompts: Iterable[Levels], n: int) -> bool | None:
    """Whether best-of-N is, on all of these prompts (of two levels or more), a tilt with one α; None: undecided.

    N = 1 is one, with α = 0.
    """
    if n == 1:
        return True
    slopes = (Slope(prompt, n, level) for prompt in prompts for level in range(len(prompt.values) - 1))
    first = next(slopes, None)
    if first is None:
        return True
    known: set[tuple[tuple[Fraction, ...] | None, Fraction]] = set()  # that agree with the first one
    for other in slopes:
        if (other.shares, other.gap) in known:
            continue
        answer = agree(first, other)
        if not answer:
            return answer
        if other.shares is not None:
            known.add((other.shares, other.gap))
    return True


def agree(first: Slope, second: Slope) -> bool | None:
    """Whether log(S)/g is the same for both; None where it could not be decided.

    Different numbers are told apart by enclosing them. Of equal ones S₁^u = S₂^v, with g₂ : g₁ = u : v in lowest terms,
    so S₁ = s^v and S₂ = s^u for a rational s, which is a matter of whole roots.
    """
    with working_precision(_START_BITS):
        if not first.ball().overlaps(second.ball()):
            return False
    if first.gap == second.gap and first.same_shares(second):
        return True
    if first.ratio is not None and second.ratio is not None:
        return _powers_agree(first.ratio, second.gap / first.gap, second.ratio)
    for bits in precisions(2 * _START_BITS, COMPARISON_BITS):
        with working_precision(bits):
            if not first.ball().overlaps(second.ball()):
                return False
    return None


def _powers_agree(first: fmpq, exponents: Fraction, second: fmpq) -> bool:
    """Whether first^u = second^v for u/v in lowest terms; both are above 1."""
    u, v = exponents.numerator, exponents.denominator
    return all(_whole_powers_agree(a, u, b, v) for a, b in ((first.p, second.p), (first.q, second.q)))


def _whole_powers_agree(a: fmpz, u: int, b: fmpz, v: int) -> bool:
    if a == 1 and b == 1:
        return True
    if v >= a.bit_length():  # no whole number above 1 has such a power
        return False
    root = a.root(v)
    found: bool = root**v == a and root.bit_length() <= b.bit_length() // u + 1 and root**u == b
    return found
