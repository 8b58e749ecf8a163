"""The formulas for long sequences beside enclosed values: how far off they are, as a share of the error they claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from exactalign.laws.distributions import MemorylessSource
from exactalign.laws.lattice import RewardLattice
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN
from exactalign.policies.near_types import NearTypes
from exactalign.policies.sample_sizes import sample_size
from exactalign.policies.sharp_constants import sharp_constants
from exactalign.policies.sharp_estimates import Estimate, SharpEstimates
from exactalign.policies.tilting import AlignedFamily
from exactalign.tables.table import Table

NAMES: Final = {
    "kl_to_tilt": "KL(π‖φ)",
    "excess_kl": "KL(π‖p) − mδ",
    "reward_deficit": "E_φ r − E_π r",
    "overlap": "1 − TV(π, φ)",
}
"""The four quantities: attributes of `SharpEstimates` and of `EnclosedGap`, and how they are written."""


@attrs.frozen
class EnclosedGap:
    """The four quantities at one length, enclosed, with no formula for long sequences in them."""

    kl_to_tilt: EnclosedReal
    excess_kl: EnclosedReal
    reward_deficit: EnclosedReal
    overlap: EnclosedReal


@attrs.frozen
class SharpRow:
    """One quantity: enclosed, and as the formula has it."""

    quantity: str
    exact: EnclosedReal
    estimate: Estimate

    @property
    def share(self) -> EnclosedReal:
        """|exact − formula| as a share of the claimed error."""
        return self.estimate.share(self.exact)


def enclosed_gap(family: AlignedFamily, alpha: Any, length: int) -> EnclosedGap:
    """Return the four quantities for best-of-exp(mδ) over m letters, δ the divergence of the tilt α > 0, enclosed.

    From the types near the tilt where their totals differ, else from the levels of the total. Raises `TooLarge`.
    """
    if len(family.groups) > 2 and len(RewardLattice(family.reference, family.reward).basis) == len(family.groups) - 1:
        near = NearTypes(family, alpha, length)
        return EnclosedGap(near.kl_to_tilt(), near.excess_kl(), near.reward_deficit(), near.overlap())
    delta = family.kl(alpha)
    n = sample_size(delta, length, "real")
    policy = EnclosedBestOfN(MemorylessSource(family.reference, length), family.reward, n)
    return EnclosedGap(
        policy.kl_to_tilt(alpha),
        EnclosedReal.of(policy.kl() - delta * length),
        EnclosedReal.of(family.expected_reward(alpha) * length - policy.expected_reward()),
        EnclosedReal.of(1 - policy.total_variation_to_tilt(alpha)),
    )


def sharp_rows(gap: EnclosedGap, estimates: SharpEstimates) -> tuple[SharpRow, ...]:
    """Return the quantities one beside the other."""
    return tuple(SharpRow(name, getattr(gap, key), getattr(estimates, key)) for key, name in NAMES.items())


def sharp_table(models: Mapping[str, tuple[AlignedFamily, Any]], length: int) -> Table:
    """Return the table of several models, name → (family, α), at one length: the last column is at most 1.

    >>> from exactalign.laws.distributions import Distribution
    >>> from exactalign.laws.rewards import Reward
    >>> coin = AlignedFamily(Distribution.uniform(2), Reward.values([0, 1]))
    >>> print(sharp_table({"coin": (coin, 1)}, 1000).render(digits=4))  # doctest: +ELLIPSIS
    model    quantity         enclosed    formula    off by    claimed error    share
    -------  -------------  ----------  ---------  --------  ---------------  -------
    coin     KL(π‖φ)             1.965      1.943   0.02182          0.08106   0.2691
    coin     KL(π‖p) − mδ       -1.077     -1.080  0.002891          0.04093  0.07063
    coin     E_φ r − E_π r       3.043      3.024   0.01892          0.04013   0.4716
    coin     1 − TV(π, φ)       0.1847     0.1890  0.004245          0.01634   0.2598
    <BLANKLINE>
    Formulas for best-of-N with N = exp(mδ), and enclosed values, at m = 1000: ...
    """
    rows: list[tuple[Any, ...]] = []
    for name, (family, alpha) in models.items():
        gap, estimates = enclosed_gap(family, alpha, length), sharp_constants(family, alpha).at(length)
        for row in sharp_rows(gap, estimates):
            value, error = row.estimate.value, row.estimate.error
            difference = EnclosedReal.of(abs(EnclosedReal.of(row.exact - value)))
            rows.append((name, row.quantity, row.exact, value, difference, error, row.share))
    return Table(
        ["model", "quantity", "enclosed", "formula", "off by", "claimed error", "share"], rows,
        caption=f"Formulas for best-of-N with N = exp(mδ), and enclosed values, at m = {length}: the difference as a "
        "share of the error that the formula claims.",
    )  # fmt: skip
