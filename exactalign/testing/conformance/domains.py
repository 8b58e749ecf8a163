"""The domain for which a function is meant: what it promises nothing about is not tried, and the report says so."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

import attrs

from exactalign.exceptions import ParameterError
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.rationals import rational
from exactalign.testing.conformance.cases import Call, Parameter, Role, Vector

_COMPARISONS: dict[str, Callable[[Fraction | Infinity, Fraction], bool]] = {
    "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "≤": operator.le, "≥": operator.ge,
}  # fmt: skip

_CLAUSE = re.compile(r"(\w+)\s*(<=|>=|≤|≥|<|>)\s*(-?[\d./]+)")


@attrs.frozen
class Domain:
    """Clauses that every case obeys; without any, everything is meant."""

    clauses: tuple[str, ...] = ()
    _tests: tuple[Callable[[Call], bool], ...] = ()

    def __contains__(self, case: Call) -> bool:
        return all(test(case) for test in self._tests)

    def __str__(self) -> str:
        return ", ".join(self.clauses)

    @classmethod
    def read(cls, text: str | Sequence[str] | None, parameters: Sequence[Parameter]) -> Domain:
        """Return the domain that clauses describe, given as one text with commas, or as several.

        A clause is `distinct rewards` (or scores), `increasing rewards`, `p > 0` (every probability), or a bound of an
        argument by its name, `n <= 64`. Raises `ParameterError` for anything else.
        """
        parts = text.split(",") if isinstance(text, str) else list(text or ())
        clauses = tuple(" ".join(part.split()) for part in parts if part.strip())
        return cls(clauses, tuple(_test(clause, parameters) for clause in clauses))


def _test(clause: str, parameters: Sequence[Parameter]) -> Callable[[Call], bool]:
    probabilities = [i for i, x in enumerate(parameters) if x.role is Role.PROBABILITIES]
    rewards = [i for i, x in enumerate(parameters) if x.role is Role.REWARDS]
    known: dict[str, Callable[[Call], bool]] = {}
    for place in rewards:
        for word in (parameters[place].name, "rewards"):
            known[f"distinct {word}"] = lambda case: all(_distinct(case.vector(i)) for i in rewards)
            known[f"increasing {word}"] = lambda case: all(_increasing(case.vector(i)) for i in rewards)
    for word in ("p", "probabilities") if probabilities else ():
        known[f"{word} > 0"] = lambda case: all(x > 0 for i in probabilities for x in case.vector(i))
    if clause in known:
        return known[clause]
    scalars = {x.name: i for i, x in enumerate(parameters) if x.role in (Role.WHOLE, Role.REAL)}
    found = _CLAUSE.fullmatch(clause)
    if found is None or found[1] not in scalars:
        can = [f"{name!r}" for name in known] + [f"a bound such as '{name} <= 8'" for name in scalars]
        raise ParameterError(f"domain has {clause!r}: give {', '.join(can)}")
    place, holds, bound = scalars[found[1]], _COMPARISONS[found[2]], rational(found[3], "the bound in domain")
    return lambda case: holds(_number(case, place), bound)


def _number(case: Call, place: int) -> Fraction | Infinity:
    found = case.arguments[place]
    assert not isinstance(found, tuple)
    return found if isinstance(found, Infinity) else Fraction(found)


def _distinct(values: Vector) -> bool:
    return len(set(values)) == len(values)


def _increasing(values: Vector) -> bool:
    return all(a < b for a, b in pairwise(values))
