"""One door to the formulas for long sequences, on a lattice and off it."""

from __future__ import annotations

from typing import Any

from exactalign.laws.lattice import RewardLattice
from exactalign.numbers.arguments import checked
from exactalign.policies.sharp_gumbel import SharpGumbel
from exactalign.policies.sharp_lattice import SharpLattice
from exactalign.policies.tilting import AlignedFamily


@checked
def sharp_constants(family: AlignedFamily, alpha: Any) -> SharpLattice | SharpGumbel:
    """Return the formulas for best-of-exp(mδ) beside its tilt, δ = KL(T(q, p, α)‖p); `at(m)` evaluates them.

    `alpha` > 0 is a rational-like, a log form or an enclosed real (`AlignedFamily.align(kl).alpha` is that of a given
    δ). Each of the four estimates has a value and an error, in nats, or in units of the reward. Raises `ParameterError`
    for a constant reward, for α ≤ 0, and at lengths where no error is bounded. Proof: docs/sharp-constants.md.

    >>> from exactalign.laws.distributions import Distribution
    >>> from exactalign.laws.rewards import Reward
    >>> family = AlignedFamily(Distribution.uniform(2), Reward.values([0, 1]))
    >>> estimate = sharp_constants(family, 1).at(2000).reward_deficit
    >>> estimate.value, round(float(estimate.error), 3)
    (EnclosedReal(3.37033728490042…), 0.022)
    """
    if len(RewardLattice(family.reference, family.reward).basis) == 1 or family.is_constant:
        return SharpLattice(family, alpha)
    return SharpGumbel(family, alpha)
