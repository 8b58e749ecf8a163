"""Advantages that trainers make of the rewards in a group: functions from a `Sample` to a number for each outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from exactalign.estimators.at_k import pass_at_k
from exactalign.estimators.sampling import Sample
from exactalign.exceptions import ParameterError
from exactalign.laws.outcomes import Outcome
from exactalign.numbers.arithmetic import square_root
from exactalign.numbers.reading import Number, exact_real, whole_number

Advantages = Callable[[Sample], Mapping[Outcome, Number]]


def plain(rewards: Any, baseline: Any = 0) -> Advantages:
    """Return r − b, with a baseline that does not depend on the draws."""
    constant, read = exact_real(baseline, "baseline"), _reader(rewards)
    return lambda sample: {o: r - constant for o, r in read(sample).items()}


def group_mean(rewards: Any) -> Advantages:
    """Return r − mean of the group, as GRPO without the deviation does (arXiv 2402.03300, 2503.20783).

    >>> group_mean({"right": 1, "wrong": 0})(Sample(right=1, wrong=3))
    {'right': Fraction(3, 4), 'wrong': Fraction(-1, 4)}
    """
    read = _reader(rewards)

    def advantages(sample: Sample) -> dict[Outcome, Number]:
        found = read(sample)
        mean = sample.mean(found)
        return {o: r - mean for o, r in found.items()}

    return advantages


def leave_one_out(rewards: Any) -> Advantages:
    """Return r − mean of the others of the group, as RLOO does (arXiv 2402.14740); needs two draws."""
    read = _reader(rewards)

    def advantages(sample: Sample) -> dict[Outcome, Number]:
        if sample.size < 2:
            raise ParameterError(f"there are no others among {sample.size} draws: give a group of at least 2")
        found = read(sample)
        total = sample.total(found)
        return {o: r - (total - r) / (sample.size - 1) for o, r in found.items()}

    return advantages


def standardised(rewards: Any, correction: int = 0, epsilon: Any = 0) -> Advantages:
    """Return (r − mean)/(s + ε) with the group's deviation s, as GRPO does; 0 where s = 0 and ε = 0.

    `correction` 1 divides by n − 1 in s², as torch's `std` does without more ado. Enclosed where s is no rational.

    >>> standardised({"right": 1, "wrong": 0})(Sample(right=1, wrong=1))
    {'right': Fraction(1, 1), 'wrong': Fraction(-1, 1)}
    """
    added, read = exact_real(epsilon, "epsilon"), _reader(rewards)
    if correction not in (0, 1):
        raise ParameterError(f"correction is {correction!r}: give 0 (divide by n) or 1 (by n - 1)")

    def advantages(sample: Sample) -> dict[Outcome, Number]:
        if sample.size <= correction:
            raise ParameterError(f"the deviation of {sample.size} draw with correction {correction} has no value")
        found = read(sample)
        mean = sample.mean(found)
        squares = sample.total({o: (r - mean) * (r - mean) for o, r in found.items()})
        variance = squares / (sample.size - correction)
        if variance == 0:
            return dict.fromkeys(found, Fraction(0))
        deviation = square_root(variance) + added
        return {o: (r - mean) / deviation for o, r in found.items()}

    return advantages


def pkpo(right: Callable[[Any], bool], k: int) -> Advantages:
    """Return the rewards of PKPO for pass@k, times n: k for a right draw, k·ρ(n−1, c, k−1) for a wrong one.

    ρ is the unbiased estimate of pass@(k − 1) from the other n − 1 draws (arXiv 2505.15201, which has k/n and
    (k/n)·ρ in a sum over the draws; `expected_gradient` averages).

    >>> pkpo(lambda y: y == "right", 2)(Sample(right=1, wrong=3))
    {'right': Fraction(2, 1), 'wrong': Fraction(2, 3)}
    """
    count = whole_number(k, "k", 1)

    def advantages(sample: Sample) -> dict[Outcome, Number]:
        c = sum(drawn for o, drawn in sample.items() if right(o))
        drawn = [o for o, number in sample.items() if number]
        if all(right(o) for o in drawn):
            return dict.fromkeys(drawn, Fraction(count))
        wrong = count * pass_at_k(sample.size - 1, c, count - 1)
        return {o: Fraction(count) if right(o) else wrong for o in drawn}

    return advantages


def _reader(rewards: Any) -> Callable[[Sample], dict[Outcome, Number]]:
    """What reads the rewards of the outcomes in a sample; each outcome's is read once."""
    known: dict[Outcome, Number] = {}

    def read(sample: Sample) -> dict[Outcome, Number]:
        at = rewards if callable(rewards) else _listed(rewards, sample).__getitem__
        for outcome, drawn in sample.items():
            if drawn and outcome not in known:
                known[outcome] = exact_real(at(outcome), f"the reward of {outcome!r}")
        return {o: known[o] for o, drawn in sample.items() if drawn}

    return read


def _listed(rewards: Any, sample: Sample) -> Mapping[Outcome, Number]:
    if isinstance(rewards, Mapping):
        return rewards
    if len(rewards) != len(sample):
        raise ParameterError(f"there are {len(rewards)} rewards for {len(sample)} outcomes: give one for each")
    return dict(zip(sample, rewards, strict=True))
