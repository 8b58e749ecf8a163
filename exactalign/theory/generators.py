"""Convex generators f of f-divergences whose best-of-n integrals are known in closed form.

A `Generator` is a sum of terms c·x^a·(log x)^k with k = 0 or 1. With s = a(n − 1) + 1 > 0,

    ∫₀ᵗ h^a du = n^a·t^s/s,    ∫₀ᵗ h^a·log h du = n^a·t^s/s·(log n + (n − 1)·(log t − 1/s)),

for h(u) = n·u^(n−1), the density of best-of-n over an atomless reward (differentiate to check).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import attrs

from exactalign.exceptions import ParameterError
from exactalign.numbers.arguments import checked, tuples
from exactalign.numbers.arithmetic import is_zero, logarithm, power, total
from exactalign.numbers.infinity import oo
from exactalign.numbers.rationals import format_rational, rational
from exactalign.numbers.reading import Extended, Number, exact_real

Term = tuple[Fraction, Fraction, int]


def _terms(terms: Iterable[tuple[Any, Any, int]]) -> tuple[Term, ...]:
    read: dict[tuple[Fraction, int], Fraction] = {}
    for c, a, k in tuples(terms, 3, "terms"):
        if k not in (0, 1):
            raise ParameterError(f"a term has (log x)^{k}: only exponents 0 and 1 are integrated")
        place = rational(a, "exponent"), int(k)
        read[place] = rational(c, "coefficient") + read.get(place, 0)
    return tuple((c, a, k) for (a, k), c in read.items() if c)


@checked
@attrs.frozen
class Generator:
    """The function f(x) = Σ c·x^a·(log x)^k on (0, ∞), from triples (c, a, k) with k = 0 or 1; equal powers add up.

    Whether f is convex with f(1) = 0 is the caller's to say; the ready-made ones are. Raises
    `ParameterError` for another k.

    >>> Generator.chi_squared()(Fraction(3))
    Fraction(8, 1)
    >>> Generator.kl().integral(2, 0, 1)
    LogForm('-1/2 + log(2)')
    """

    terms: tuple[Term, ...] = attrs.field(converter=_terms)

    @classmethod
    def kl(cls) -> Generator:
        """x log x: KL(π‖p)."""
        return cls([(1, 1, 1)])

    @classmethod
    def reverse_kl(cls) -> Generator:
        """−log x: KL(p‖π)."""
        return cls([(-1, 0, 1)])

    @classmethod
    def jeffreys(cls) -> Generator:
        """(x − 1)·log x: KL(π‖p) + KL(p‖π)."""
        return cls([(1, 1, 1), (-1, 0, 1)])

    @classmethod
    def chi_squared(cls) -> Generator:
        """x² − 1, which differs from (x − 1)² by a multiple of x − 1: the same divergence."""
        return cls([(1, 2, 0), (-1, 0, 0)])

    @classmethod
    def squared_hellinger(cls) -> Generator:
        """(1 − √x)², without a factor ½."""
        return cls([(1, 0, 0), (-2, Fraction(1, 2), 0), (1, 1, 0)])

    @classmethod
    def power(cls, order: Any) -> Generator:
        """(x^a − 1)/(a(a − 1)), convex for every a other than 0 and 1.

        >>> Generator.power(2)(Fraction(3))
        Fraction(4, 1)
        """
        a = rational(order, "order")
        if a in (0, 1):
            raise ParameterError(f"order is {format_rational(a)}: that limit is reverse_kl (0) or kl (1)")
        scale = 1 / (a * (a - 1))
        return cls([(scale, a, 0), (-scale, 0, 0)])

    def __call__(self, x: Any) -> Number:
        """Return f(x) for x > 0, exact where the powers are rational."""
        point = exact_real(x)
        if point <= 0:
            raise ParameterError(f"x is {point}: the generator is defined for x > 0")
        values: list[Number] = [c * self._value(point, a, k) for c, a, k in self.terms]
        return total(values)

    def _value(self, x: Number, a: Fraction, k: int) -> Number:
        value = power(x, a)
        return value * logarithm(x) if k else value

    def integral(self, n: Any, low: Any, high: Any) -> Extended:
        """Return ∫ f(n·u^(n−1)) du from low to high, 0 ≤ low < high ≤ 1, for a real n ≥ 1; `oo` where it diverges.

        >>> Generator.chi_squared().integral(2, 0, "1/2")
        Fraction(-1, 3)
        """
        count, start, end = exact_real(n, "n"), exact_real(low, "low"), exact_real(high, "high")
        at_zero = isinstance(start, Fraction) and start == 0
        if at_zero and self._diverges(count):
            return oo
        parts: list[Number] = []
        for c, a, k in self.terms:
            s: Any = (count - 1) * a + 1
            scale = c * power(count, a)
            if not at_zero and is_zero(s):
                parts.append(scale * self._logarithmic(count, start, end, k))
                continue
            upper = self._antiderivative(count, s, end, k)
            lower: Number = Fraction(0) if at_zero else self._antiderivative(count, s, start, k)
            parts.append(scale * (upper - lower))
        return total(parts)

    def _diverges(self, n: Any) -> bool:
        """Whether the integral from 0 is +∞, by the term that dominates there; −∞ is refused."""
        terms = [(a, -k, c * (-1) ** k) for c, a, k in self.terms if (n - 1) * a + 1 <= 0]  # log h < 0 there
        if not terms:
            return False
        exponent, _, sign = min(terms)
        if sign < 0:
            raise ParameterError(f"the term x^{exponent} makes the integral -oo: the generator is not convex")
        return True

    @staticmethod
    def _logarithmic(n: Number, low: Number, high: Number, k: int) -> Number:
        """The integral of h^a·(log h)^k/n^a where a(n−1) = −1, so that h^a/n^a = 1/u."""
        first, last = logarithm(low), logarithm(high)
        rise = last - first
        if not k:
            return rise
        middle = (n - 1) * ((first + last) * Fraction(1, 2))
        return rise * (logarithm(n) + middle)

    @staticmethod
    def _antiderivative(n: Number, s: Number, t: Number, k: int) -> Number:
        """∫ of (h/n)^a·(log h)^k from 0 to t, without the factor n^a."""
        value = power(t, s) / s
        if not k:
            return value
        inner = logarithm(t) - 1 / s
        return value * (logarithm(n) + (n - 1) * inner)
