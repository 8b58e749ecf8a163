"""Rewards that tie exactly: 2m + 1 levels for us, and what becomes of them in floating point."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import log
from typing import Any

from benchmarks import peers
from benchmarks.record import Row, Section, Size, raced
from exactalign import Distribution, MemorylessSource, Reward
from exactalign.policies.best_of_n import best_of_n

LENGTHS: dict[Size, int] = {"tiny": 5, "quick": 30, "full": 60}
ENUMERATED = 6
CASES: list[tuple[str, Reward, list[float]]] = [
    ("log weights 9, 1, 3", Reward.log_weights([9, 1, 3]), [log(9), log(1), log(3)]),
    ("values 0.3, 0.1, 0.2", Reward.values(["0.3", "0.1", "0.2"]), [0.3, 0.1, 0.2]),
]
WEIGHTS = [2, 3, 5]


def run(size: Size) -> Section:
    """Count the levels that floats make of ties, and how far off the policy is."""
    length = LENGTHS[size]
    section = Section(
        "ties",
        "Exact ties",
        "p = (1/5, 3/10, 1/2), N = 2, rewards that tie: 2m + 1 levels. The dice packages are exact in the weights, "
        "but with float outcomes they take one total for several, as NumPy does: they split ties "
        "([why it matters](ties.md)).",
    )
    p = Distribution.from_weights(WEIGHTS)
    for title, reward, floats in CASES:
        source = MemorylessSource(p, length)
        race: dict[str, Any] = {"ours": lambda s=source, r=reward: best_of_n(s, r, 2)}
        dice = {name: peers.Dice(name, WEIGHTS, floats) for name in ("icepool", "dyce") if peers.installed(name)}
        for name, die in dice.items():
            race[name] = lambda d=die, m=length: d.best(m, 2)
        times, answers = raced(race, 2)
        section.agree(len(answers["ours"].levels) == 2 * length + 1, "there should be 2m + 1 levels")
        for name in dice:
            levels = len(answers[name])
            section.rows.append(
                Row(
                    f"{title}, m = {length}",
                    times["ours"],
                    f"{name}, float outcomes",
                    times[name],
                    note=f"{levels} levels instead of {2 * length + 1}",
                )
            )
        _enumerated(section, title, p, reward, floats)
    return section


def _enumerated(section: Section, title: str, p: Distribution, reward: Reward, floats: list[float]) -> None:
    """All sequences of a short length: how wrong do floats get the probability of one of them?"""
    source = MemorylessSource(p, ENUMERATED)
    policy = best_of_n(source, reward, 2)
    worst, levels = float_policy_error(policy, floats)
    section.agree(worst > Fraction(1, 100), "floats should get some sequence wrong")
    section.facts.append(
        f"{title}, m = {ENUMERATED}, all {3**ENUMERATED} sequences with exact probabilities but totals summed in "
        f"floats: {levels} levels instead of {len(policy.levels)}, and the probability of some sequence is off by "
        f"{float(worst):.0%} of its value."
    )
    if peers.installed("numpy"):
        import numpy

        totals = numpy.array(list(product(floats, repeat=ENUMERATED))).sum(axis=1)
        distinct = len(numpy.unique(totals))
        section.agree(distinct > len(policy.levels), "NumPy should split ties")
        section.facts.append(f"{title}: `numpy.unique` finds {distinct} distinct totals there.")


def float_policy_error(policy: Any, floats: Sequence[float]) -> tuple[Fraction, int]:
    """Return the largest relative error of π_N(y) when only the totals are floats, and their number."""
    source = policy.source
    masses: dict[float, Fraction] = {}
    sequences = list(product(range(len(floats)), repeat=source.length))
    totals = [sum(floats[i] for i in sequence) for sequence in sequences]
    for sequence, total in zip(sequences, totals, strict=True):
        masses[total] = masses.get(total, Fraction(0)) + source.probability(sequence)
    below, share = Fraction(0), {}
    for total in sorted(masses):
        upto = below + masses[total]
        share[total] = (upto**policy.n - below**policy.n) / masses[total]
        below = upto
    errors = []
    for sequence, total in zip(sequences, totals, strict=True):
        exact = policy.probability(sequence)
        errors.append(abs(source.probability(sequence) * share[total] / exact - 1))
    return max(errors), len(masses)
