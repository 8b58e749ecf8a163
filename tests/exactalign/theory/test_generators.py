"""Generators of f-divergences: their values and integrals against mpmath, every refusal word for word."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from mpmath import mpf

from exactalign import EnclosedReal, log, oo
from exactalign.exceptions import ExactAlignError, ParameterError
from exactalign.theory import BestOfNGap, Generator, RewardLaw, f_divergence_gap, finite_models
from exactalign.theory.closed_forms import f_divergence_bound
from exactalign.theory.finite_models import GAPS, renyi_gap


@pytest.fixture(autouse=True)
def precise() -> Iterator[None]:
    with mpmath.workdps(30):
        yield


READY: list[tuple[Generator, Callable[[Any], Any]]] = [
    (Generator.kl(), lambda x: x * mpmath.log(x)),
    (Generator.reverse_kl(), lambda x: -mpmath.log(x)),
    (Generator.jeffreys(), lambda x: (x - 1) * mpmath.log(x)),
    (Generator.chi_squared(), lambda x: x**2 - 1),
    (Generator.squared_hellinger(), lambda x: (1 - mpmath.sqrt(x)) ** 2),
    (Generator.power("5/2"), lambda x: (x ** mpf("2.5") - 1) / mpf("3.75")),
    (Generator.power(-1), lambda x: (1 / x - 1) / 2),
    (Generator([("1/3", -2, 1), (2, 3, 0)]), lambda x: mpmath.log(x) / x**2 / 3 + 2 * x**3),
]


def near(found: Any, wanted: Any, tolerance: str = "1e-20") -> bool:
    low, high = EnclosedReal.of(found).enclose(30)
    middle = (low + high) / 2
    return bool(abs(mpf(middle.numerator) / middle.denominator - wanted) <= mpf(tolerance) * (1 + abs(wanted)))


@pytest.mark.parametrize("which", range(len(READY)))
def test_values_and_integrals(which: int) -> None:
    generator, f = READY[which]
    for x in ("1/3", 1, 2, "7/2"):
        point = Fraction(x)
        assert near(generator(x), f(mpf(point.numerator) / point.denominator))
    # (log x)^k/x^2 over h = n·u^(n−1) is 1/u where 2(n − 1) = 1, as at n = 3/2.
    for n in (Fraction(3, 2), Fraction(2), Fraction(3), Fraction(4, 3)):
        m = mpf(n.numerator) / n.denominator
        for low, high in (("1/4", "1/2"), ("1/2", 1)):
            start, end = (mpf(Fraction(end).numerator) / Fraction(end).denominator for end in (low, high))
            wanted = mpmath.quad(lambda u, m=m: f(m * u ** (m - 1)), [start, end])
            assert near(generator.integral(n, low, high), wanted, "1e-15")


def test_integrals_from_zero() -> None:
    for generator, f in (READY[0], READY[1], READY[3], READY[4]):
        for n in (2, Fraction(5, 2)):
            m = mpf(Fraction(n).numerator) / Fraction(n).denominator
            wanted = mpmath.quad(lambda u, m=m, f=f: f(m * u ** (m - 1)), [0, mpf(1) / 4, mpf(3) / 4])
            assert near(generator.integral(n, 0, "3/4"), wanted, "1e-8")


def test_an_integral_from_zero_diverges_from_an_exponent_on() -> None:
    """x^a over h = n·u^(n−1) has an integral from 0 just when a(n − 1) > −1: the lowest power decides the sign."""
    inverse = Generator([(1, -1, 0), (5, 1, 0)])
    assert inverse.integral("199/100", 0, 1) != oo
    assert inverse.integral(2, 0, 1) == inverse.integral(3, 0, "1/2") == oo
    assert Generator([(-1, -1, 1)]).integral(2, 0, 1) == oo  # log x is below 0 near 0
    assert Generator([(-1, -1, 0), (1, -2, 0)]).integral(3, 0, 1) == oo
    assert Generator([(5, -1, 0), (-1, -1, 1)]).integral(3, 0, 1) == oo
    assert Generator([(0, -1, 0), (1, 1, 0)]).integral(3, 0, 1) == 1
    assert Generator([(-1, -2, 0), (3, -2, 0)]).integral(2, 0, 1) == oo  # 2·x^-2
    assert Generator([(1, -2, 0), (1, 1, 1), (-1, "-4/2", 0)]) == Generator.kl()
    for terms, exponent in (
        ([(-1, -1, 0)], "-1"),
        ([(1, -1, 1)], "-1"),
        ([(1, -1, 0), (-1, "-3/2", 0)], "-3/2"),
        ([(5, -1, 0), (1, -1, 1)], "-1"),  # of one power the logarithm dominates
    ):
        with pytest.raises(ParameterError) as error:
            Generator(terms).integral(3, 0, 1)
        assert str(error.value) == f"the term x^{exponent} makes the integral -oo: the generator is not convex"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Generator([(1, 1, 2)]), "a term has (log x)^2: only exponents 0 and 1 are integrated"),
        (lambda: Generator([(1, 1, -1)]), "a term has (log x)^-1: only exponents 0 and 1 are integrated"),
        (lambda: Generator.power(0), "order is 0: that limit is reverse_kl (0) or kl (1)"),
        (lambda: Generator.power("2/2"), "order is 1: that limit is reverse_kl (0) or kl (1)"),
        (lambda: Generator.kl()(0), "x is 0: the generator is defined for x > 0"),
        (lambda: Generator.kl()("-1/2"), "x is -1/2: the generator is defined for x > 0"),
        (lambda: f_divergence_bound(2, abs, tolerance=0), "tolerance is 0: give a positive number"),
        (lambda: f_divergence_bound(2, lambda x: oo), "f is infinite inside [0, n]: give it as a Generator"),
    ],
)
def test_what_is_refused(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(ExactAlignError) as error:
        call()
    assert str(error.value) == message


def test_terms_are_read_exactly() -> None:
    assert Generator([("0.1", "1/2", 0)]).terms == ((Fraction(1, 10), Fraction(1, 2), 0),)
    assert Generator([(1, 1, True)]).terms == ((1, 1, 1),)
    assert Generator.squared_hellinger()(4) == 1
    assert Generator.kl()(2) == 2 * log(2)


LAW = RewardLaw.of([0, 1, 3], ["1/2", "1/3", "1/6"])
CUMULATIVE = [Fraction(0), Fraction(1, 2), Fraction(5, 6), Fraction(1)]


def test_every_gap_is_that_of_its_name() -> None:
    """Best of 3 on three levels, by hand; for the divergences the shares of the levels add up to the gap."""
    policy = [b**3 - a**3 for a, b in itertools.pairwise(CUMULATIVE)]
    p = [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)]
    f = {
        "KL": lambda x: x * mpmath.log(x),
        "reverse KL": lambda x: -mpmath.log(x),
        "chi squared": lambda x: (x - 1) ** 2,
        "squared Hellinger": lambda x: (1 - mpmath.sqrt(x)) ** 2,
        "total variation": lambda x: abs(x - 1) / 2,
    }
    bounds = {name: mpmath.quad(lambda u, g=g: g(3 * u**2), [0, mpf(1) / 3**0.5, 1]) for name, g in f.items()}
    for name, make in GAPS.items():
        found = make(LAW, 3)
        assert (found.name, found.n) == (name, 3)
        if name in f:
            ratios = [mpf((a / b).numerator) / (a / b).denominator for a, b in zip(policy, p, strict=True)]
            wanted = mpmath.fsum(mpf(b.numerator) / b.denominator * f[name](x) for b, x in zip(p, ratios, strict=True))
            assert near(found.value, wanted)
            assert near(found.bound, bounds[name], "1e-7")
        else:
            middles = [(a + b) / 2 for a, b in itertools.pairwise(CUMULATIVE)]
            assert found.value == sum(a * b for a, b in zip(policy, middles, strict=True))
            assert found.bound == Fraction(3, 4)
        assert found.gap > 0
        assert not found.is_attained
        assert repr(found) == f"BestOfNGap({name}, n=3: {found.value} ≤ {found.bound})"
        if name in ("win rate", "total variation"):
            assert found.levels is None
        else:
            assert found.levels is not None
            assert len(found.levels) == 3
            assert abs(float(sum(map(float, found.levels))) - float(found.gap)) < 1e-12
            assert all(float(level) > 0 for level in found.levels)


def test_renyi_gaps() -> None:
    ratios = [Fraction(1, 4), Fraction(49, 36), Fraction(91, 36)]
    p = LAW.masses
    for order, name in ((2, "Rényi 2"), ("1/2", "Rényi 1/2"), (oo, "Rényi ∞"), (1, "Rényi 1")):
        found = renyi_gap(LAW, 3, order)
        assert found.name.replace("oo", "∞") == name
        assert (found.n, found.levels) == (3, None)
        assert found.gap > 0
    assert renyi_gap(LAW, 3, 2).value == log(sum(m * w**2 for m, w in zip(p, ratios, strict=True)))
    assert renyi_gap(LAW, 3, oo).value == log(Fraction(91, 36))
    assert renyi_gap(LAW, 3, oo).bound == log(3)
    assert near(
        renyi_gap(LAW, 3, "1/2").value,
        -2
        * mpmath.log(
            mpmath.fsum(
                float(m) * mpmath.sqrt(mpf(w.numerator) / w.denominator) for m, w in zip(p, ratios, strict=True)
            )
        ),
        "1e-14",
    )


def test_a_gap_of_a_generator() -> None:
    found = f_divergence_gap(LAW, 2, Generator.chi_squared(), "mine")
    assert (found.name, found.bound) == ("mine", Fraction(1, 3))
    assert f_divergence_gap(LAW, 2, Generator.chi_squared()).name == "f-divergence"
    assert BestOfNGap("x", 2, Fraction(1, 3), Fraction(1, 3)).is_attained
    assert BestOfNGap("x", 2, Fraction(1, 3), oo).gap == oo
    assert not BestOfNGap("x", 2, Fraction(1, 3), oo).is_attained


def test_the_largest_of_exact_and_enclosed_numbers() -> None:
    assert finite_models._largest([Fraction(1, 3), Fraction(1, 2), Fraction(0)]) == Fraction(1, 2)
    root = EnclosedReal.of(2).sqrt()
    for values in ([root, Fraction(7, 5)], [Fraction(7, 5), root]):
        assert near(finite_models._largest(values), mpmath.sqrt(2))
    assert near(finite_models._largest([root, Fraction(3, 2)]), mpf(3) / 2)
