"""Tilts of one small model by their definitions, in floats: masses, cumulants, divergences, roots; in milliseconds."""

import math
from fractions import Fraction
from typing import Any

import pytest

from exactalign import AlignedFamily, Distribution, EnclosedReal, LogForm, Reward, kl_divergence, log, oo
from exactalign.policies.tilting import TiltedDistribution, tilt
from tests.exactalign.known_models import PI

P = Distribution({"a": "1/5", "b": "3/10", "none": 0, "c": "1/4", "d": "1/4"})
R = Reward({"d": 1, "c": 3, "none": 9, "b": 0, "a": 3})
"""Rewards in another order than the reference; two outcomes tie on top, and one cannot be drawn."""
FAMILY = AlignedFamily(P, R)
PAIRS = [(0.2, 3.0), (0.3, 0.0), (0.25, 3.0), (0.25, 1.0)]
KEYS = ["a", "b", "c", "d"]
TWO = EnclosedReal.of(2)
ALPHAS = [
    (Fraction(1, 2), 0.5),
    (Fraction(-7, 3), -7 / 3),
    (log(2), math.log(2)),
    (-PI, -math.pi),
    (TWO, 2.0),
    (0, 0.0),
]


def z(a: float) -> float:
    return math.fsum(p * math.exp(a * r) for p, r in PAIRS)


def masses(a: float) -> list[float]:
    return [p * math.exp(a * r) / z(a) for p, r in PAIRS]


def mean(a: float) -> float:
    return math.fsum(m * r for m, (_, r) in zip(masses(a), PAIRS, strict=True))


def central(a: float, k: int) -> float:
    return math.fsum(m * (r - mean(a)) ** k for m, (_, r) in zip(masses(a), PAIRS, strict=True))


def kl(a: float) -> float:
    return a * mean(a) - math.log(z(a))


@pytest.mark.parametrize(("alpha", "a"), ALPHAS)
def test_everything_about_a_tilt(alpha: Any, a: float) -> None:
    policy = FAMILY.at(alpha)
    assert [float(policy[key]) for key in KEYS] == pytest.approx(masses(a), rel=1e-13)
    assert repr(policy["none"]) == "Fraction(0, 1)"
    assert policy.outcomes == ("a", "b", "none", "c", "d")
    assert [key for key, _ in policy.items()] == list(policy.outcomes)
    assert len(policy) == 5
    assert float(FAMILY.log_partition(alpha)) == pytest.approx(math.log(z(a)), abs=1e-14)
    cumulants = [mean(a), central(a, 2), central(a, 3), central(a, 4) - 3 * central(a, 2) ** 2]
    for order, wanted in enumerate(cumulants, 1):
        assert float(FAMILY.cumulant(order, alpha)) == pytest.approx(wanted, abs=1e-12)
    assert float(FAMILY.reward_variance(alpha)) == pytest.approx(central(a, 2), rel=1e-12)
    assert float(FAMILY.expected_reward(alpha)) == pytest.approx(mean(a), rel=1e-13)
    assert float(FAMILY.kl(alpha)) == pytest.approx(kl(a), abs=1e-13)
    if isinstance(policy, TiltedDistribution):
        assert float(policy.kl()) == pytest.approx(kl(a), abs=1e-13)
        assert float(policy.expected_reward()) == pytest.approx(mean(a), rel=1e-13)
        other = Distribution({"a": "1/2", "b": 0, "none": 0, "c": "1/8", "d": "3/8"})
        pairs = zip([0.5, 0.0, 0.125, 0.375], masses(a), strict=True)
        wanted = math.fsum(x * math.log(x / t) for x, t in pairs if x)
        assert float(policy.kl_from(other)) == pytest.approx(wanted, rel=1e-12)
        assert policy.kl_from(unlikely()) == oo
        further = policy.tilted("1/3")
        assert [float(further[key]) for key in KEYS] == pytest.approx(masses(a + 1 / 3), rel=1e-12)


def unlikely() -> Distribution:
    return Distribution({"a": 0, "b": 0, "none": 1, "c": 0, "d": 0})


def test_a_cumulant_is_of_the_reference_unless_told() -> None:
    assert FAMILY.cumulant(1) == FAMILY.expected_reward(0) == Fraction(8, 5)
    assert float(FAMILY.cumulant(2)) == pytest.approx(central(0, 2))


@pytest.mark.parametrize("share", ["1/1000", "1/7", "1/2", "999/1000"])
def test_roots_are_where_they_should_be(share: str) -> None:
    """Of a divergence on both sides of 0, of a reward, and of the threshold of a law that is tilted."""
    delta = FAMILY.kl_max * Fraction(share)
    found = FAMILY.align(delta)
    assert (found.case, found.unique) == ("tilt", True)
    assert isinstance(found.alpha, EnclosedReal)
    assert found.alpha > 0
    assert kl(float(found.alpha)) == pytest.approx(float(delta), rel=1e-9)
    assert float(found.expected_reward()) == pytest.approx(mean(float(found.alpha)), rel=1e-12)
    assert float(found.log_partition()) == pytest.approx(math.log(z(float(found.alpha))), rel=1e-12)  # type: ignore[arg-type]
    assert float(found.kl()) == pytest.approx(float(delta), rel=1e-12)
    mirrored = FAMILY.kl_min_end * Fraction(share)
    below = FAMILY.negative_alpha(mirrored)
    assert below is not None
    assert below < 0
    assert kl(float(below)) == pytest.approx(float(mirrored), rel=1e-9)
    goal = 3 * Fraction(share)
    root = FAMILY.alpha_for_reward(goal)
    assert mean(float(root)) == pytest.approx(float(goal), rel=1e-9)
    assert float(FAMILY.beta(-goal)) == float(root)
    assert (root > 0) is (goal > Fraction(8, 5))
    assert FAMILY.alpha_for_reward(Fraction(8, 5)) == 0
    assert isinstance(FAMILY.alpha_for_reward("8/5"), Fraction)


def test_the_ends_of_a_family() -> None:
    assert (FAMILY.kl_max, FAMILY.kl_min_end) == (log("20/9"), log("10/3"))
    assert FAMILY.best == Distribution({"a": "4/9", "b": 0, "none": 0, "c": "5/9", "d": 0}) == FAMILY.at(oo)
    assert FAMILY.worst == Distribution({"a": 0, "b": 1, "none": 0, "c": 0, "d": 0}) == FAMILY.at(-oo)
    assert (FAMILY.values, FAMILY.groups) == ((0, 1, 3), (("b",), ("d",), ("a", "c")))
    for kl_, case, unique in ((FAMILY.kl_max, "boundary", True), (5, "beyond", False)):
        found = FAMILY.align(kl_)
        assert (found.case, found.unique, found.alpha, found.policy) == (case, unique, None, FAMILY.best)
        assert (found.kl(), found.expected_reward(), found.log_partition()) == (FAMILY.kl_max, 3, None)
    mirrored = AlignedFamily(P, Reward({o: -v for o, v in R.items()})).align(5)
    assert (mirrored.case, mirrored.unique) == ("beyond", True)


def test_exact_tilts_of_rational_weights() -> None:
    weights = {"a": 4, "b": 1, "none": 7, "c": 4, "d": 2}
    q = Distribution.from_weights(list(weights.values()), list(weights))
    family = AlignedFamily(P, q)
    for power in (-2, -1, 0, 1, 3):
        raw = {o: P[o] * Fraction(w) ** power for o, w in weights.items()}
        found = family.at(power)
        assert found == tilt(P, q, power)
        assert dict(found.items()) == {o: m / sum(raw.values()) for o, m in raw.items()}
        assert family.kl(power) == kl_divergence(found, P)
        reference = [(P[o], Fraction(w, 18)) for o, w in weights.items()]
        assert family.log_partition(power) == log(sum(p * w**power for p, w in reference))
        mean_ = LogForm.sum([m * log(Fraction(weights[o], 18)) for o, m in found.items()])
        assert family.expected_reward(power) == mean_
    assert family.alignment == Distribution({"a": "4/11", "b": "1/11", "c": "4/11", "d": "2/11"})
    assert FAMILY.alignment is None
