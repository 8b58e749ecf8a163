"""Divergences of best-of-n from its reference when the reward has no atoms: exact functions of n.

Over an atomless reward the density of best-of-n, in terms of the quantile u of the reward, is
h(u) = n·u^(n−1), so D_f = ∫₀¹ f(n·u^(n−1)) du. The same numbers bound every finite model from above
(Jensen on each level; `finite_models` has the exact gaps). Natural logarithms; n is any real ≥ 1.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from exactalign.exceptions import ParameterError, Undecided
from exactalign.numbers.arguments import checked
from exactalign.numbers.arithmetic import logarithm, power, simplest
from exactalign.numbers.enclosed import Refinable
from exactalign.numbers.enclosures import Enclosure
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.memory import power_bits, require
from exactalign.numbers.rationals import rational
from exactalign.numbers.reading import Extended, Number, order_of, real_at_least, short_number, whole_number
from exactalign.theory.generators import Generator

MAX_CELLS = 1 << 16
"""Most cells into which `f_divergence_bound` cuts the unit interval."""

_CELL_DIGITS = 20


def kl_bound(n: Any) -> Number:
    """Return log n − (n − 1)/n, the KL divergence of best-of-n for an atomless reward.

    A log form for a rational n ≥ 1, else enclosed. Key result 2 of guarantees.

    >>> kl_bound(2)
    LogForm('-1/2 + log(2)')
    """
    count = real_at_least(n, "n", 1)
    return simplest(logarithm(count) + 1 / count - 1)


def reverse_kl_bound(n: Any) -> Number:
    """Return n − 1 − log n, the reverse divergence KL(reference‖best-of-n).

    >>> reverse_kl_bound(2)
    LogForm('1 - log(2)')
    """
    count = real_at_least(n, "n", 1)
    return simplest(count - 1 - logarithm(count))


def chi_squared_bound(n: Any) -> Number:
    """Return (n − 1)²/(2n − 1), the χ² divergence.

    >>> chi_squared_bound(2)
    Fraction(1, 3)
    """
    count = real_at_least(n, "n", 1)
    gap = count - 1
    return gap * gap / (count * 2 - 1)


def total_variation_bound(n: Any) -> Number:
    """Return u − uⁿ with u = n^(−1/(n−1)), the total variation; 0 at n = 1, its limit.

    A `Fraction` where it is rational (n = 2, 3/2, 4/3, …), else enclosed: t = u − uⁿ is the positive root
    of nⁿ·t^(n−1) = (n−1)^(n−1).

    >>> total_variation_bound(2), total_variation_bound("3/2"), total_variation_bound(3)
    (Fraction(1, 4), Fraction(4, 27), EnclosedReal(0.384900179459750…))
    """
    count = real_at_least(n, "n", 1)
    if isinstance(count, Fraction) and count == 1:
        return Fraction(0)
    rest = count - 1
    root = power(count, -1 / rest)
    return rest / count * root


def squared_hellinger_bound(n: Any) -> Number:
    """Return 2(1 − √n)²/(n + 1) = 2 − 4√n/(n + 1), for f = (1 − √x)² (no factor ½).

    A `Fraction` when √n is rational, else enclosed.

    >>> squared_hellinger_bound(4), squared_hellinger_bound(2)
    (Fraction(2, 5), EnclosedReal(0.114381916835873…))
    """
    count = real_at_least(n, "n", 1)
    return 2 - 4 * power(count, Fraction(1, 2)) / (count + 1)


def renyi_bound(n: Any, order: Any) -> Number:
    """Return log(n^a/(a(n−1)+1))/(a − 1), the Rényi divergence of order a > 0; log n at a = `oo`, KL at a = 1.

    A log form for rational n and a, else enclosed.

    >>> renyi_bound(2, 2), renyi_bound(2, 1) == kl_bound(2)
    (LogForm('2*log(2) - log(3)'), True)
    """
    count, a = real_at_least(n, "n", 1), order_of(order)
    if isinstance(a, Infinity):
        return logarithm(count)
    if isinstance(a, Fraction) and a == 1:
        return kl_bound(count)
    mass = a * (count - 1) + 1
    return (a * logarithm(count) - logarithm(mass)) / (a - 1)


def win_rate_bound(n: Any) -> Number:
    """Return n/(n + 1), the win rate of best-of-n against one draw of an atomless reward.

    >>> win_rate_bound(3)
    Fraction(3, 4)
    """
    count = real_at_least(n, "n", 1)
    return count / (count + 1)


@checked
def f_divergence_bound(
    n: Any, f: Generator | Callable[[Fraction], Any], *, tolerance: Any = "1e-4"
) -> Extended | Enclosure:
    """Return ∫₀¹ f(n·u^(n−1)) du: the f-divergence of best-of-n for an atomless reward.

    f is a `Generator`, integrated in closed form at every real n ≥ 1, or any convex function of a
    `Fraction` in [0, n] that returns a rational, a log form or an enclosed real. The latter gives an
    `Enclosure` of width ≤ tolerance for integer n: on every cell of a partition Jensen's inequality bounds
    the integral from below and the chord of f from above. Raises `Undecided` past `MAX_CELLS` cells.

    >>> f_divergence_bound(2, Generator.chi_squared())
    Fraction(1, 3)
    >>> bounds = f_divergence_bound(2, lambda x: abs(x - 1) / 2, tolerance="1/1000")
    >>> Fraction(1, 4) in bounds, bounds.width <= Fraction(1, 1000)
    (True, True)
    """
    if isinstance(f, Generator):
        return f.integral(real_at_least(n, "n", 1), 0, 1)
    count = whole_number(n, "n", 1)
    width = rational(tolerance, "tolerance")
    if width <= 0:
        raise ParameterError(f"tolerance is {width}: give a positive number")
    require(power_bits(MAX_CELLS, count), 8, f"the integral at n = {short_number(count)}", "give a Generator")
    cells = 16
    while cells <= MAX_CELLS:
        found = _chord_bounds(count, f, cells)
        if found.width <= width:
            return found
        cells *= 4
    raise Undecided(f"{MAX_CELLS} cells leave the integral open to {float(found.width):.1e}: raise the tolerance")


def _chord_bounds(n: int, f: Callable[[Fraction], Any], cells: int) -> Enclosure:
    low = high = Fraction(0)
    start, before = Fraction(0), Fraction(0) if n > 1 else Fraction(1)
    f_before = _bounds(f(before))
    for index in range(1, cells + 1):
        end = Fraction(index, cells)
        height = n * end ** (n - 1)
        mean = (end**n - start**n) * cells
        f_height = _bounds(f(height))
        low += _bounds(f(mean)).lower / cells
        if height == before:
            high += f_height.upper / cells
        else:
            share = (mean - before) / (height - before)
            high += ((1 - share) * f_before.upper + share * f_height.upper) / cells
        start, before, f_before = end, height, f_height
    return Enclosure(low, high)


def _bounds(value: Any) -> Enclosure:
    if isinstance(value, Infinity):
        raise ParameterError("f is infinite inside [0, n]: give it as a Generator")
    if isinstance(value, Refinable):
        return value.enclose(_CELL_DIGITS)
    number = rational(value, "value of f")
    return Enclosure(number, number)
