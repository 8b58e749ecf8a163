"""The error of tails off a lattice, by its formula: the integrals in floats, and that the best band is taken."""

import cmath
import math
from fractions import Fraction
from functools import lru_cache

import pytest
from flint import arb

from exactalign import AlignedFamily, Reward
from exactalign.numbers.precision import working_precision
from exactalign.policies import exponential_tail
from exactalign.policies.exponential_tail import ExponentialTail, excess
from tests.exactalign.known_models import P, R

MODELS = [
    (AlignedFamily(P, R), Fraction(1), 90),
    (AlignedFamily(P, R), Fraction(1), 400),
    (AlignedFamily(P, R), Fraction(3), 60),
    (AlignedFamily(P, Reward.parse("0, 1, log 8")), Fraction(1, 2), 200),
]


@lru_cache
def tail_of(which: int) -> ExponentialTail:
    with working_precision(96):
        return ExponentialTail.of(*MODELS[which])


def epsilon(tail: ExponentialTail, start: float, band: float) -> float:
    """ε_τ = B·s + d/2π·((1 + s)·(what `characteristic` bounds) + 2∫ (α/√(α² + t²) + s)|ψ|^m over [t₀, τ])."""
    m, letter, a = tail.m, tail.letter, float(tail.alpha.mid())
    pairs = [(float(w.mid()), float(v.mid())) for w, v in zip(letter.masses, letter.values, strict=True)]
    with working_precision(96):
        near, _ = letter.deviation(m)
        known = float((near + letter.beyond(m, arb(start))).mid())
        ceiling, wide = float(letter.ceiling(m).mid()), float(tail.wide.mid())
    rate = 2 * math.pi * a / band
    s, step = rate / -math.expm1(-rate) - 1, (band - start) / 1000
    total = 0.0
    for k in range(1000):
        t = start + (k + 0.5) * step
        psi = abs(sum(w * cmath.exp(1j * t * v) for w, v in pairs))
        total += (a / math.hypot(a, t) + s) * psi**m * step
    return ceiling * s + wide / (2 * math.pi) * ((1 + s) * known + 2 * total)


@pytest.mark.parametrize(("which", "spare"), [(0, 1.12), (1, 1.003), (2, 1.003), (3, 1.2)])
def test_the_error_is_its_formula_and_little_more(which: int, spare: float) -> None:
    tail = tail_of(which)
    start = float(tail.letter.deviation(tail.m)[1])
    band, found = float(tail.band), float(tail.epsilon)
    wanted = epsilon(tail, start, band)
    assert wanted * (1 - 1e-6) <= found <= wanted * spare
    steps = 2**0.25
    for other in (band / steps**4, band / steps**2, band * steps**2, band * steps**4):
        if other > start:
            assert epsilon(tail, start, other) >= wanted * 0.9  # no band is much better
    with working_precision(96):
        most = tail.letter.ceiling(tail.m) + tail.epsilon
        assert tail.most.overlaps(most)
        assert tail.c(arb(2)).overlaps((-tail.alpha * 2).exp() / (tail.alpha * tail.wide))
        assert tail.wide.overlaps((2 * arb.pi() * tail.m * tail.letter.variance).sqrt())
    assert (tail.alpha, tail.m) == (arb(MODELS[which][1].numerator) / MODELS[which][1].denominator, MODELS[which][2])


def test_a_wider_band_is_tried_while_it_may_help(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of fewer steps the error is no smaller; of one it is that of the first band."""
    family, alpha, m = MODELS[0]
    whole = tail_of(0)
    with working_precision(96):
        found = []
        for steps in (1, 4, 12):
            monkeypatch.setattr(exponential_tail, "_STEPS", steps)
            found.append(ExponentialTail.of(family, alpha, m))
    errors = [float(tail.epsilon) for tail in (*found, whole)]
    assert errors == sorted(errors, reverse=True)
    start = float(whole.letter.deviation(m)[1])
    assert float(found[0].band) == pytest.approx(start * 2**0.25)
    assert errors[0] == pytest.approx(epsilon(found[0], start, start * 2**0.25), rel=0.2)


@pytest.mark.parametrize("rate", [1e-3, 0.5, 4.0])
def test_how_far_the_majorant_is_above(rate: float) -> None:
    with working_precision(96):
        found = float(excess(arb(rate)).mid())
    assert found == pytest.approx(rate / (1 - math.exp(-rate)) - 1, rel=1e-9)
    assert 0 < found <= rate
