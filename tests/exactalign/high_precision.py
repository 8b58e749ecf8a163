"""The same quantities by mpmath at high precision, by their definitions: the oracle of the enclosures.

Nothing of the package's balls is used. An enclosure passes when it contains the value, up to the error
that mpmath can have made at four times the digits asked for, and when it is as tight as was asked.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

import mpmath
from mpmath import mpf

from exactalign import Distribution, LogForm, Reward
from exactalign.numbers.enclosed import Refinable

DIGITS = 15
PRECISION = 4 * DIGITS + 40


def number(value: Any) -> mpf:
    """A rational, a log form or an mpf as an mpf."""
    if isinstance(value, mpf):
        return +value
    if isinstance(value, LogForm):
        constant, terms = value.canonical()
        return number(constant) + mpmath.fsum(number(c) * mpmath.log(number(a)) for c, a in terms)
    exact = Fraction(value)
    return mpf(exact.numerator) / exact.denominator


def exact(value: mpf) -> Fraction:
    """The binary value of an mpf, exactly."""
    sign, mantissa, exponent, _ = value._mpf_  # mpf(value) would round to the precision in force
    if exponent + mantissa.bit_length() < -100_000:
        return Fraction(0)  # far below the error that `check` allows for
    return Fraction((-1) ** sign * int(mantissa)) * Fraction(2) ** exponent


def check(enclosed: Any, truth: Any, digits: int = DIGITS, error: Fraction | None = None) -> None:
    """Assert that an enclosure contains the true value and has the width asked for."""
    value = exact(truth) if isinstance(truth, mpf) else Fraction(truth)
    slack = abs(value) / 10 ** (3 * digits) + Fraction(1, 10**90) if error is None else error
    if not isinstance(enclosed, Refinable):
        assert abs(Fraction(enclosed) - value) <= slack
        return
    low, high = enclosed.enclose(digits)
    assert low - slack <= value <= high + slack, (float(low), float(value), float(high))
    assert high - low <= max(abs(value) / 10**digits * 2, Fraction(1, 10 ** (2 * digits + 50)))


def tilt(p: Distribution, reward: Reward, alpha: mpf) -> tuple[list[tuple[Any, mpf, mpf, mpf]], mpf]:
    """[(outcome, p, T, r)] over the support, and log Z."""
    rows = [(o, number(mass), number(reward[o])) for o, mass in p.items() if mass]
    weights = [mass * mpmath.exp(alpha * r) for _, mass, r in rows]
    z = mpmath.fsum(weights)
    return [(o, mass, w / z, r) for (o, mass, r), w in zip(rows, weights, strict=True)], mpmath.log(z)


def mean(p: Distribution, reward: Reward, alpha: mpf) -> mpf:
    """E r under the tilt."""
    return mpmath.fsum(t * r for _, _, t, r in tilt(p, reward, alpha)[0])


def central(p: Distribution, reward: Reward, alpha: mpf, order: int) -> mpf:
    """The central moment of the reward under the tilt."""
    center = mean(p, reward, alpha)
    return mpmath.fsum(t * (r - center) ** order for _, _, t, r in tilt(p, reward, alpha)[0])


def kl(p: Distribution, reward: Reward, alpha: mpf) -> mpf:
    """KL(T‖p), by its definition."""
    return mpmath.fsum(t * mpmath.log(t / mass) for _, mass, t, _ in tilt(p, reward, alpha)[0] if t)


def law(p: Distribution, reward: Reward, length: int) -> list[tuple[LogForm, Fraction]]:
    """The law of the total reward by convolution, from the lowest level up."""

    def step(now: dict[LogForm, Fraction], _: int) -> dict[LogForm, Fraction]:
        after: dict[LogForm, Fraction] = {}
        for total, mass in now.items():
            for outcome, share in p.items():
                if share:
                    key = total + reward[outcome]
                    after[key] = after.get(key, Fraction(0)) + mass * share
        return after

    return sorted(reduce(step, range(length), {LogForm(): Fraction(1)}).items(), key=lambda pair: pair[0])


def policy(levels: Sequence[tuple[LogForm, Fraction]], n: Any) -> list[tuple[mpf, mpf, mpf]]:
    """[(π, p, reward)] of every level under best-of-n, n an integer or an mpf; needs precision to spare."""
    rows, upto, before = [], Fraction(0), mpf(0)
    for total, mass in levels:
        upto += mass
        power = number(upto) ** n if upto < 1 else mpf(1)
        rows.append((power - before, number(mass), number(total)))
        before = power
    return rows
