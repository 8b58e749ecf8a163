"""The inputs that are tried: fixed corner cases, and Hypothesis strategies that shrink to few outcomes.

An argument is kept as the exact binary value of the float that the function receives, so that the rounding
of the input is no part of any error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from exactalign.laws.distributions import Distribution
from exactalign.laws.rewards import Reward
from exactalign.testing import strategies
from exactalign.testing.conformance.formats import Format

_MOST_SHOWN = 24

Vector = tuple[Fraction, ...]
Argument = Vector | Fraction | int


@dataclass(frozen=True, slots=True)
class Call:
    """The arguments of one call: vectors of binary values, single binary values, and integers."""

    arguments: tuple[Argument, ...]

    @property
    def size(self) -> int:
        """The number of outcomes (or of scores)."""
        first = self.arguments[0]
        assert isinstance(first, tuple)
        return len(first)

    def text(self, name: str) -> str:
        """Return the call as Python would write it: pasting it repeats the case (up to 24 outcomes).

        >>> Call(((Fraction(1, 2), Fraction(1, 2)), (Fraction(0), Fraction(1)), 2)).text("f")
        'f([0.5, 0.5], [0.0, 1.0], 2)'
        """
        return f"{name}({', '.join(_written(argument) for argument in self.arguments)})"


def _written(argument: Argument) -> str:
    if isinstance(argument, tuple):
        shown = [repr(float(x)) for x in argument[:_MOST_SHOWN]]
        more = f", … {len(argument)} in all" if len(argument) > _MOST_SHOWN else ""
        return f"[{', '.join(shown)}{more}]"
    return repr(float(argument)) if isinstance(argument, Fraction) else repr(argument)


def reference(vector: Vector) -> Distribution:
    """Return the distribution proportional to the binary values: exact, and 1 in total."""
    return Distribution.from_weights(vector)


def defect(vector: Vector) -> Fraction:
    """Return |Σ − 1|: how far the floats are from summing to 1 exactly."""
    return abs(sum(vector, Fraction(0)) - 1)


def rounded(form: Format, values: Sequence[Any]) -> Vector:
    """Return values rounded to the format, as exact binary values."""
    return tuple(form.round(x) for x in values)


def model(form: Format, probabilities: str, rewards: str) -> tuple[Vector, Vector]:
    """Return a written model, rounded: `model(form, "1/3 2/3", "0 1")`."""
    return (
        rounded(form, [Fraction(x) for x in probabilities.split()]),
        rounded(form, [Fraction(x) for x in rewards.split()]),
    )


def models(form: Format, *, increasing: bool = False, **options: Any) -> SearchStrategy[tuple[Vector, Vector]]:
    """Models of `strategies.problems`, rounded to the format; `increasing` sorts the rewards."""

    def convert(problem: strategies.Problem) -> tuple[Vector, Vector]:
        values = rounded(form, [problem.reward[o] for o in problem.reference.outcomes])
        return rounded(form, problem.reference.probabilities), tuple(sorted(values)) if increasing else values

    return strategies.problems(**options).map(convert)


def near_degenerate_models(form: Format) -> SearchStrategy[tuple[Vector, Vector]]:
    """Models in which one outcome has almost all of the mass."""

    def extend(p: Distribution) -> SearchStrategy[tuple[Vector, Vector]]:
        rewards: SearchStrategy[Reward] = strategies.rewards(min_size=len(p), max_size=len(p), kind="rational")
        return rewards.map(
            lambda reward: (rounded(form, p.probabilities), rounded(form, [reward[o] for o in range(len(p))]))
        )

    return strategies.distributions(min_size=2, max_size=3, near_degenerate=True, zeros=False).flatmap(extend)


def with_zero(models: SearchStrategy[tuple[Vector, Vector]]) -> SearchStrategy[tuple[Vector, Vector]]:
    """Add an outcome of probability 0, with any reward, anywhere."""

    def insert(parts: tuple[tuple[Vector, Vector], int, Fraction]) -> tuple[Vector, Vector]:
        (p, r), place, value = parts
        k = place % (len(p) + 1)
        return (*p[:k], Fraction(0), *p[k:]), (*r[:k], value, *r[k:])

    values = st.sampled_from([Fraction(x) for x in (0, 1, 5, -3, 9)])
    return st.tuples(models, st.integers(0, 4), values).map(insert)


def cases(models: SearchStrategy[tuple[Vector, Vector]], last: SearchStrategy[Any]) -> SearchStrategy[Call]:
    """Cases of a model and one further argument, drawn after it."""
    return st.tuples(models, last).map(lambda pair: Call((*pair[0], pair[1])))
