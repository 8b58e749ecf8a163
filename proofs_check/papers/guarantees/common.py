"""Models and finite laws that several claims of the paper share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st

from exactalign import Distribution
from exactalign.numbers.arithmetic import logarithm, power, total
from exactalign.theory import RewardLaw
from proofs_check.engine.searches import integers, pmfs
from proofs_check.formula import log
from proofs_check.language.cases import Case


@st.composite
def best_of_n_models(draw: Any, /, *, max_n: int = 6, max_size: int = 4, **more: Any) -> Case:
    """p with zeros, a reward r with ties, an integer n ≥ 1, and more values by name."""
    p = draw(pmfs(max_size=max_size, zeros=True))
    r = draw(st.lists(integers(0, 3), min_size=len(p), max_size=len(p)))
    values = {name: draw(strategy) for name, strategy in more.items()}
    return Case(p=p, r=tuple(r), n=draw(integers(1, max_n)), **values)


def law_of(x: Case) -> RewardLaw:
    """The levels of the reward r under p, without outcomes of probability 0; or `levels` equally likely ones."""
    if "levels" in x:
        return RewardLaw.of(range(x.levels), uniform(x.levels).probabilities)
    return RewardLaw.of(x.r, x.p.probabilities)


def uniform(size: int) -> Distribution:
    """The uniform distribution on `size` outcomes."""
    return Distribution.from_weights([1] * size)


def best_of_all_samples(x: Case) -> Distribution:
    """Best-of-n from all Kⁿ samples: the best draws of a sample share its probability equally."""
    kept = [Fraction(0)] * len(x.p)
    for sample in product(range(len(x.p)), repeat=x.n):
        weight = prod((x.p[letter] for letter in sample), start=Fraction(1))
        best = max(x.r[letter] for letter in sample)
        winners = [letter for letter in sample if x.r[letter] == best]
        for letter in winners:
            kept[letter] += weight / len(winners)
    return Distribution.from_probabilities(kept)


def mean_over(masses: Sequence[Fraction], values: Iterable[Any]) -> Any:
    """Σ mass·value, of numbers of all kinds."""
    return total(value * mass for mass, value in zip(masses, values, strict=True))


class Functions(NamedTuple):
    """What a closed form is written with: on terms, or on exact and enclosed numbers."""

    log: Callable[[Any], Any]
    power: Callable[[Any, Any], Any]
    power_log: Callable[[Any, Any], Any]
    """x^n log x, which is 0 at x = 0 for n > 0."""


TERMS: Final = Functions(log, lambda base, exponent: base**exponent, lambda base, exponent: base**exponent * log(base))
NUMERIC: Final = Functions(
    logarithm, power, lambda base, exponent: power(base, exponent) * logarithm(base) if base else Fraction(0)
)

FINE_CASES: Final = [Case(levels=64, n=n) for n in (2, 4)]
"""64 equally likely rewards: almost without atoms."""

TIED_MODEL: Final = (
    ("p", ["vec", "1/6", "1/3", "1/2"]),
    ("pi", ["best_of_n", "p", ["vec", "1", "2", "2"], "3"]),
)
"""For certificates: best of three draws, two of the three outcomes tie."""
