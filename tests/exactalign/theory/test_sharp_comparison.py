"""Enclosed values beside formulas: from types and from levels the same numbers, and what the table says."""

from fractions import Fraction
from typing import Any

import pytest

from exactalign import AlignedFamily, Distribution, EnclosedBestOfN, EnclosedReal, MemorylessSource, Reward, sample_size
from exactalign.policies.sharp_constants import sharp_constants
from exactalign.theory import sharp_comparison
from exactalign.theory.sharp_comparison import NAMES, enclosed_gap, sharp_rows, sharp_table
from tests.exactalign.known_models import COIN_FAMILY, SPACED, P, R

PLANE = Distribution.from_weights([1, 2, 3, 4])
FAMILIES = {
    "generic": (AlignedFamily(P, R), True),
    "spaced": (AlignedFamily(P, SPACED), False),
    "two levels": (COIN_FAMILY, False),
    "four levels on a plane": (AlignedFamily(PLANE, Reward.parse("0, 1, log 2, 1 + log 2")), False),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_the_enclosed_values_are_those_of_the_policy(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    family, by_types = FAMILIES[name]
    made: list[Any] = []
    near = sharp_comparison.NearTypes
    monkeypatch.setattr(sharp_comparison, "NearTypes", lambda *of: made.append(of) or near(*of))
    m, alpha = (60 if by_types else 12), Fraction(1)
    gap = enclosed_gap(family, alpha, m)
    assert bool(made) is by_types
    policy = EnclosedBestOfN(
        MemorylessSource(family.reference, m), family.reward, sample_size(family.kl(alpha), m, "real")
    )
    expected = {
        "kl_to_tilt": policy.kl_to_tilt(alpha),
        "excess_kl": policy.kl() - family.kl(alpha) * m,
        "reward_deficit": family.expected_reward(alpha) * m - policy.expected_reward(),
        "overlap": 1 - policy.total_variation_to_tilt(alpha),
    }
    for key, value in expected.items():
        one, other = getattr(gap, key).enclose(10), EnclosedReal.of(value).enclose(10)
        assert max(one.lower, other.lower) <= min(one.upper, other.upper), key


def test_the_rows_of_the_table_are_the_differences() -> None:
    m, models = 400, {"one": (COIN_FAMILY, 2), "two": (AlignedFamily(P, SPACED), 1)}
    table = sharp_table(models, m)
    assert table.caption is not None
    assert f"at m = {m}:" in table.caption
    assert [row[:2] for row in table.rows] == [(name, quantity) for name in models for quantity in NAMES.values()]
    for name, (family, alpha) in models.items():
        gap, estimates = enclosed_gap(family, alpha, m), sharp_constants(family, alpha).at(m)
        rows = [row for row in table.rows if row[0] == name]
        for key, row, single in zip(NAMES, rows, sharp_rows(gap, estimates), strict=True):
            exact, estimate = float(getattr(gap, key)), getattr(estimates, key)
            off = abs(exact - float(estimate.value))
            assert (single.quantity, float(single.exact)) == (NAMES[key], exact)
            assert row[5] == estimate.error
            shown = [float(cell) for cell in row[2:]]
            wanted = [exact, float(estimate.value), off, float(estimate.error), off / float(estimate.error)]
            assert all(abs(a - b) < 1e-12 for a, b in zip(shown, wanted, strict=True))
