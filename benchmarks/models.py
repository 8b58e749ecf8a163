"""The models that several benchmarks share."""

from __future__ import annotations

import random

from exactalign import Distribution, Reward

PAPER_P = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
PAPER_Q = Distribution.from_probabilities(["2/3", "1/9", "2/9"])
PAPER_REWARD = Reward.parse("log 6, 0, log 2")

DICE_WEIGHTS = [5, 1, 3, 2, 4, 6]
"""Six outcomes with rewards 0..5."""


def many_outcomes(count: int, bits: int = 53) -> tuple[list[int], list[int]]:
    """Return weights of `bits` bits and distinct rewards for `count` outcomes, always the same ones."""
    rng = random.Random(2024)
    weights = [rng.getrandbits(bits) | 1 << (bits - 1) for _ in range(count)]
    return weights, rng.sample(range(1000 * count), count)
