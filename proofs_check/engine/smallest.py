"""Which of several counterexamples to show: the smallest that is not degenerate, and a degenerate one beside it.

A case is degenerate when something in it hides what the statement is about: one letter, a law with zeros, a constant
reward, two equal laws, one draw, an exponent 0 or 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any, Final

from exactalign import Distribution, LogForm, Reward
from exactalign.exceptions import ExactAlignError
from exactalign.numbers.rationals import exact_text
from proofs_check.formula.fits import misfit
from proofs_check.formula.statements import Statement
from proofs_check.language.cases import Case

_ROUNDS: Final = 3
_LETTERS: Final = 4
_REWARDING: Final = {"T": 0, "Z": 0, "optimal": 1, "Δ_max": 1}
"""The place of the law whose logarithm is the reward."""
_NUMBERS: Final = tuple(map(Fraction, ("1/2", "2", "-1", "3", "-1/2", "-2", "3/2", "1/4")))


def smallest(statement: Statement, found: Sequence[Case]) -> tuple[Case, tuple[Case, ...]]:
    """The smallest case that is not degenerate, if there is one, with the smallest degenerate one beside it.

    The first is made smaller, one value after another, as long as the statement is false there.
    """
    ordered = sorted(found, key=lambda case: (size(case), str(case)))
    plain = [case for case in ordered if not is_degenerate(statement, case)]
    if not plain:
        return ordered[0], ()
    return shrunk(statement, plain[0]), tuple(case for case in ordered[:1] if is_degenerate(statement, case))


def shrunk(statement: Statement, case: Case) -> Case:
    """A case at which the statement is false, with simpler values in the place of those of the case."""
    values = dict(case)
    for _ in range(_ROUNDS):
        before = dict(values)
        for name in values:
            current = values[name]
            for simpler in _simpler(current):
                tried = Case(**{**values, name: simpler})
                if _is_plain(statement, tried) and _is_false(statement, tried):
                    values[name] = simpler
                    break
        if values == before:
            break
    return Case(**values)


def _is_plain(statement: Statement, case: Case) -> bool:
    return not is_degenerate(statement, case) and not misfit(statement, dict(case))


def _is_false(statement: Statement, case: Case) -> bool:
    try:
        return statement.holds(dict(case)) is False
    except ExactAlignError:  # undecided, too large, not readable
        return False


def _simpler(value: Any) -> list[Any]:
    """Simpler values than one, the simplest first."""
    found: list[Any] = []
    if isinstance(value, Distribution) and tuple(value) == tuple(range(len(value))):
        found = [Distribution.from_weights(weights) for weights in product(range(1, 4), repeat=min(len(value), 3))]
    elif isinstance(value, Reward) and len(value) <= _LETTERS:
        found = [Reward.values(r) for r in product((0, 1), repeat=len(value))]
    elif isinstance(value, (int, Fraction)):
        found = [type(value)(x) for x in _NUMBERS if isinstance(value, Fraction) or x.denominator == 1]
    return sorted({x for x in found if _rank(x) < _rank(value) and _letters(x) == _letters(value)}, key=_rank)


def _rank(value: Any) -> tuple[int, str]:
    return _weight(value), exact_text(value)


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
    families = [list(v.values()) for name, v in values.items() if statement.variables[name].sort.index is not None]
    if any(len(p) == 1 or 0 in p.probabilities for family in families for p in family):
        return True
    if any(one == other for k, one in enumerate(families) for other in families[k + 1 :]):
        return True
    if any(len(p) == 1 or 0 in p.probabilities for p in laws) or any(p == q for p, q in _pairs(laws)):
        return True
    if any(len(set(values[name].probabilities)) == 1 for name in _tilting(statement) if name in values):
        return True  # a constant reward
    rewards = [v for v in values.values() if isinstance(v, Reward)]
    if any(len({exact_text(form) for _, form in r.items()}) < 2 for r in rewards):
        return True
    numbers = {name: v for name, v in values.items() if isinstance(v, (int, Fraction))}
    return any(n in (0, 1) and statement.variables[name].sort.space is None for name, n in numbers.items())


def _tilting(statement: Statement) -> set[str]:
    """The laws whose logarithms are rewards: those by which others are tilted, or are the best within a budget."""
    terms = [t for part in (*statement.given, statement.then) for t in part.subterms()]
    by = [t.args[_REWARDING[t.op]] for t in terms if t.op in _REWARDING]
    return {law.name for law in by if law.op == "variable"}


def _letters(value: Any) -> int:
    return len(value) if isinstance(value, (Distribution, Reward)) else 0


def size(case: Case) -> tuple[int, int]:
    """How large a case is: its letters, then all numerators and denominators in it."""
    letters = max((_letters(v) for _, v in case), default=0)
    return letters, sum(_weight(v) for _, v in case)


def _weight(value: Any) -> int:
    if isinstance(value, Distribution):
        return sum(x.numerator + x.denominator for x in value.probabilities)
    if isinstance(value, Reward) and all(LogForm.of(form).is_rational for _, form in value.items()):
        return sum(_weight(LogForm.of(form).as_rational()) for _, form in value.items())
    if isinstance(value, (int, Fraction)):
        return abs(value.numerator) + value.denominator + (value < 0)
    return len(str(value))


def _pairs(laws: Sequence[Distribution]) -> list[tuple[Distribution, Distribution]]:
    return [(p, q) for k, p in enumerate(laws) for q in laws[k + 1 :]]
