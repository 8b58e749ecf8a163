"""Truncated sampling: what a law becomes when only its likeliest outcomes are drawn from."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from exactalign.exceptions import ParameterError
from exactalign.laws.distributions import Distribution
from exactalign.numbers.arguments import checked
from exactalign.numbers.rationals import rational
from exactalign.numbers.reading import whole_number


@checked
def top_k(law: Distribution, k: int) -> Distribution:
    """Return the law given its k likeliest outcomes; outcomes that are cut stay, with probability 0.

    Raises `ParameterError` where outcomes with equal chances are on both sides of the cut: which of them are kept is
    then a matter of the implementation.

    >>> top_k(Distribution.from_weights([1, 2, 5]), 2)
    Distribution.from_probabilities(['0', '2/7', '5/7'])
    """
    count = whole_number(k, "k", 1)
    if count > len(law):
        raise ParameterError(f"k is {count} and there are {len(law)} outcomes: give k up to {len(law)}")
    return _cut(law, count)


@checked
def top_p(law: Distribution, p: Any) -> Distribution:
    """Return the law given the fewest likeliest outcomes that have probability ≥ p together (nucleus sampling).

    Raises `ParameterError` as `top_k` does, and for p outside (0, 1].

    >>> top_p(Distribution.from_weights([1, 2, 5]), "3/4")
    Distribution.from_probabilities(['0', '2/7', '5/7'])
    """
    needed = rational(p, "p")
    if not 0 < needed <= 1:
        raise ParameterError(f"p is {needed}: give a probability above 0, at most 1")
    mass, count = Fraction(0), 0
    for probability in sorted(law.probabilities, reverse=True):
        mass, count = mass + probability, count + 1
        if mass >= needed:
            break
    return _cut(law, count)


def _cut(law: Distribution, count: int) -> Distribution:
    ordered = sorted(law, key=lambda o: law[o], reverse=True)
    if count < len(ordered) and law[ordered[count - 1]] == law[ordered[count]] > 0:
        raise ParameterError(
            f"outcomes {ordered[count - 1]!r} and {ordered[count]!r} both have probability {law[ordered[count]]}, and "
            "one of them is cut: keep more or fewer"
        )
    return law.condition(ordered[:count])
