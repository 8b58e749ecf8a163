"""Values with which a case meets a hypothesis: what a law is said to be, where a bound is tight, where sides are equal.

For an equation one value is changed. By how much follows from two values of the difference of its sides, if that is
linear in what is changed: one reward, a number, a mass that goes from one letter to the next. Means are linear in all
of these, so that there are cases of E_p r = E_q r without p = q.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import partial
from math import ceil
from typing import Any, Final

from exactalign import Distribution, LogForm, Reward
from exactalign.exceptions import ExactAlignError, Undecided
from exactalign.numbers.logpolynomials import LogPolynomial
from proofs_check.exceptions import ClaimError
from proofs_check.formula.measures import Function, smallest_proxy
from proofs_check.formula.sorts import REAL, is_a
from proofs_check.formula.terms import Term
from proofs_check.formula.values import NotDefined, value

NO_VALUE: Final = (NotDefined, Undecided, ClaimError, ExactAlignError)
"""What ends the reading of a term that has no value at a case."""

Change = Callable[[Any], object | None]
"""By how much → the value of a variable, or None where it has none of its sort."""

_EXACT: Final = (Fraction, LogForm, LogPolynomial)
_TRIED: Final = Fraction(1, 2)
"""By how much a value is changed at first: half of a mass leaves a positive law one."""


def defined(v: Term, term: Term, case: Mapping[str, object], size: int) -> dict[str, object]:
    """The values that a hypothesis says a law or a reward on so many letters has, where they make one."""
    with suppress(*NO_VALUE):
        found = value(term, case)
        if isinstance(found, Function):
            entries = [found(y) for y in range(size)]
            if v.sort.kind == "reward":
                found = Reward.values(entries)
            elif all(isinstance(x, Fraction) and x >= 0 for x in entries) and sum(entries) == 1:
                found = Distribution.from_weights(entries)
        law = isinstance(found, Distribution)  # of one that is only enclosed it is never found that it is this one
        if isinstance(found, Reward) or (law and not (v.sort.kind == "positive law" and 0 in found.probabilities)):
            return {v.name: found}
    return {}


def on_edge(v: Term, term: Term, above: bool, case: Mapping[str, object], size: int) -> dict[str, object]:
    """For a real variable the largest or smallest value, over so many letters, of what it bounds."""
    with suppress(*NO_VALUE):
        of = value(term, case)
        entries = []
        for y in range(size):
            with suppress(NotDefined):  # 0 ≤ v·0
                entries.append(of(y))
        found = (max(entries) if above else min(entries)) if entries else None
        exact = isinstance(found, _EXACT)
        if exact and _number(v.sort.kind, found, 0) is not None:
            return {v.name: found}
    return {}


def of_its_sort(v: Term, found: Any) -> dict[str, object]:
    """A number for a real variable, where it has the sign that its sort says."""
    return {} if _number(v.sort.kind, found, 0) is None else {v.name: found}


def conditioned(v: Term, law: Distribution, size: int) -> dict[str, object]:
    """A law that is another one on its first so many letters."""
    weights = [mass if k < size else 0 for k, mass in enumerate(law.probabilities)]
    return {v.name: Distribution.from_weights(weights)} if any(weights) else {}


def at_most(v: Term, term: Term, case: Mapping[str, object]) -> dict[str, object]:
    """A real variable at its bound from above, where that is of its sort."""
    with suppress(*NO_VALUE):
        found = value(term, case)
        if isinstance(found, _EXACT) and _number(v.sort.kind, found, 0) is not None:
            return {v.name: found}
    return {}


def least_proxy(v: Term, law: Term, reward: Term, case: Mapping[str, object]) -> dict[str, object]:
    """For a real variable the smallest variance proxy of a reward, or a number above it with two places."""
    with suppress(*NO_VALUE):
        proxy = smallest_proxy(value(law, case), value(reward, case))
        found = proxy.value if isinstance(proxy.value, _EXACT) else Fraction(ceil(100 * proxy.bounds.upper), 100)
        if _number(v.sort.kind, found, 0) is not None:
            return {v.name: found}
    return {}


def clipped(r: Term, term: Term, above: bool, case: Mapping[str, object], size: int) -> dict[str, object]:
    """A reward with each value that is beyond its bound put on it."""
    given: Any = case[r.name]
    with suppress(*NO_VALUE):
        of = value(term, case)
        entries = [(max if above else min)(LogForm.of(given[y]), LogForm.of(of(y))) for y in range(size)]
        return {r.name: Reward.values(entries)}
    return {}


def solved(equation: Term, case: Mapping[str, object], variables: Sequence[Term]) -> dict[str, object]:
    """A value of one of the variables with which an equation is true that is false at a case, if one is found."""
    difference = equation.args[0] - equation.args[1]
    if (before := _exact(difference, case)) is None or before == 0:
        return {}
    for v in variables:
        for change in _changes(v, case[v.name]):
            if (found := _root(difference, case, v.name, change, before)) is not None:
                return {v.name: found}
    return {}


def _exact(term: Term, case: Mapping[str, object]) -> LogForm | None:
    with suppress(*NO_VALUE):
        found = value(term, case)
        return LogForm.of(found) if isinstance(found, (Fraction, LogForm)) else None
    return None


def _root(difference: Term, case: Mapping[str, object], name: str, change: Change, before: LogForm) -> object | None:
    """What makes the difference 0, if that is a change by as much as a straight line says."""
    tried = change(_TRIED)
    after = None if tried is None else _exact(difference, {**case, name: tried})
    rise = before - before if after is None else after - before
    if rise == 0 or not rise.is_rational:
        return None
    by = -_TRIED * before / rise.as_rational()
    found = change(by.as_rational() if by.is_rational else by)
    return None if found is None or _exact(difference, {**case, name: found}) != 0 else found


def _changes(v: Term, current: Any) -> Iterator[Change]:
    """What can be changed of a variable."""
    kind = v.sort.kind
    if is_a(v.sort, REAL):
        yield partial(_number, kind, current)
    elif kind == "reward":
        yield from (partial(_reward, current, k) for k in range(len(current)))
    elif kind in ("law", "positive law") and v.space.length is None and len(current) > 1:
        yield from (partial(_law, kind, current.probabilities, k) for k in range(len(current)))


def _number(kind: str, current: Any, by: Any) -> object | None:
    found = current + by
    return found if kind == "real" or found > 0 or (found == 0 and "non" in kind) else None


def _reward(current: Reward, k: int, by: Any) -> Reward:
    return Reward.values([current[y] + (by if y == k else 0) for y in range(len(current))])


def _law(kind: str, masses: Sequence[Fraction], k: int, by: Any) -> Distribution | None:
    """With that part of the mass of a letter at the one before it."""
    if not isinstance(by, Fraction):
        return None
    moved = list(masses)
    moved[k], moved[k - 1] = masses[k] * (1 - by), masses[k - 1] + masses[k] * by
    if min(moved) < 0 or (kind == "positive law" and 0 in moved):
        return None
    return Distribution.from_weights(moved)
