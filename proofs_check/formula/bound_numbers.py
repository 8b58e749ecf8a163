"""The sorts of a bound number: what is differentiated or integrated over is real, what grows is whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from proofs_check.exceptions import ClaimError
from proofs_check.formula.sorts import NATURAL, POSITIVE, PROPOSITION, REAL, Sort, is_a


def over_reals(op: str, u: Any) -> Sort:
    """The sort of a bound variable that moves without gaps."""
    if not is_a(u.sort, REAL):
        raise ClaimError(f"the variable of {op} must be a real number, but {u} is {u.sort.told}")
    found: Sort = u.sort
    return found


def slope(t: Any, _f: Any, _point: Any) -> tuple[Sequence[Sort], Sort]:
    """What is differentiated must be defined on both sides of the point."""
    sort = over_reals("a derivative", t)
    return (sort, REAL, REAL if sort == REAL else POSITIVE), REAL


def integral(u: Any, _low: Any, _high: Any, _f: Any) -> tuple[Sequence[Sort], Sort]:
    """Its ends are points of the integrand: 1/u has no integral from 0 for being one for u > 0."""
    sort = over_reals("an integral", u)
    return (sort, sort, sort, REAL), REAL


def limit_at(t: Any, _f: Any, _point: Any, _value: Any) -> tuple[Sequence[Sort], Sort]:
    """What has a limit must be defined on both sides of the point."""
    sort = over_reals("a limit at a point", t)
    return (sort, REAL, REAL if sort == REAL else POSITIVE, REAL), PROPOSITION


def growing(*more: Sort) -> Callable[..., tuple[Sequence[Sort], Sort]]:
    """What is said of a whole number as it grows."""

    def typed(m: Any, *_: Any) -> tuple[Sequence[Sort], Sort]:
        if not is_a(m.sort, NATURAL):
            raise ClaimError(f"what grows must be a natural number, but {m} is {m.sort.told}")
        return (m.sort, *more), PROPOSITION

    return typed
