"""Which of several counterexamples to show: the smallest that is not degenerate, and a degenerate one beside it.

A case is degenerate when something in it hides what the statement is about: one letter, a law with zeros, a constant
reward, two equal laws, one draw, an exponent 0 or 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from exactalign import Distribution, Reward
from proofs_check.formula.statements import Statement
from proofs_check.language.cases import Case


def smallest(statement: Statement, found: Sequence[Case]) -> tuple[Case, tuple[Case, ...]]:
    """The smallest case that is not degenerate, if there is one, with the smallest degenerate one beside it."""
    ordered = sorted(found, key=lambda case: (size(case), str(case)))
    plain = [case for case in ordered if not is_degenerate(statement, case)]
    if not plain:
        return ordered[0], ()
    return plain[0], tuple(case for case in ordered[:1] if is_degenerate(statement, case))


def is_degenerate(statement: Statement, case: Case) -> bool:
    """Whether a value of the case is a special one for its sort.

    >>> from proofs_check.formula import KL, law, positive_law
    >>> from proofs_check import pmf
    >>> said = Statement(0 <= KL(law("p"), positive_law("q")))
    >>> [is_degenerate(said, Case(p=pmf(p), q=pmf("1/3, 2/3"))) for p in ("1/2, 1/2", "1/3, 2/3", "0, 1")]
    [False, True, True]
    """
    values = {name: value for name, value in case if name in statement.variables}
    laws = [v for v in values.values() if isinstance(v, Distribution)]
    if any(len(p) == 1 or 0 in p.probabilities for p in laws) or any(p == q for p, q in _pairs(laws)):
        return True
    rewards = [v for v in values.values() if isinstance(v, Reward)]
    if any(len({str(form) for _, form in r.items()}) < 2 for r in rewards):
        return True
    numbers = {name: v for name, v in values.items() if isinstance(v, (int, Fraction))}
    return any(n in (0, 1) and statement.variables[name].sort.space is None for name, n in numbers.items())


def size(case: Case) -> tuple[int, int]:
    """How large a case is: its letters, then all numerators and denominators in it."""
    letters = max((len(v) for _, v in case if isinstance(v, (Distribution, Reward))), default=0)
    return letters, sum(_weight(v) for _, v in case)


def _weight(value: Any) -> int:
    if isinstance(value, Distribution):
        return sum(x.numerator + x.denominator for x in value.probabilities)
    if isinstance(value, (int, Fraction)):
        return abs(Fraction(value).numerator) + Fraction(value).denominator + (value < 0)
    return len(str(value))


def _pairs(laws: Sequence[Distribution]) -> list[tuple[Distribution, Distribution]]:
    return [(p, q) for k, p in enumerate(laws) for q in laws[k + 1 :]]
