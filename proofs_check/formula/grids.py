"""Small numbers one after another, for a statement that is about numbers alone: what is false between two of its own.

Such a statement is read in no long time, and what it says may be false only between two roots, or at 3, 4 and 5.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import product
from typing import Any, Final

from proofs_check.formula.draws import Draw, TooLong
from proofs_check.formula.own_numbers import holding
from proofs_check.formula.sorts import NATURAL, REAL, is_a
from proofs_check.formula.sources import FAR_NUMBERS, Source
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term

_PARTS: Final = tuple(Fraction(k, parts) for parts in (12, 10) for k in range(-3 * parts, 3 * parts + 1))
_NUMBERS: Final = {1: (*range(-20, 151), *_PARTS), 2: range(-12, 28), 3: range(7)}
"""What a variable is, by how many there are."""
_FRACTIONS: Final = {
    2: (*(Fraction(k, 8) for k in range(1, 8)), Fraction(1, 3), Fraction(2, 3)),
    3: (Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)),
}
"""And these between 0 and 1, for real numbers."""
_OWN: Final = 6
_FEWER: Final = {1: range(-12, FAR_NUMBERS[-1] + 1), 2: range(-4, FAR_NUMBERS[-1] + 1), 3: range(4)}
"""The same, where the statement goes through something one by one, or integrates powers."""
_BESIDE: Final = {1: range(-3, 7), 2: range(-2, 4), 3: range(3)}
"""The same, beside laws and rewards."""
_MODELS: Final = (((1, 1), (0, 1)), ((2, 1), (0, 1)))
"""The weights of a law, and rewards."""


def on_grid(statement: Statement) -> Iterator[dict[str, object]]:
    """Yield every combination of small numbers, and of the statement's own, that up to three numbers can be."""
    of = Source(statement)
    slow = of.is_slow
    numbers = (_FEWER if slow else _NUMBERS).get(len(of.variables), ())
    parts = () if slow else _FRACTIONS.get(len(of.variables), ())
    if _is_of_numbers(of.variables):
        own = [c for c in of.constants if isinstance(c, Fraction)][:_OWN] if numbers else []
        tried = list(dict.fromkeys([*map(Fraction, numbers), *parts, *own]))
        lists = [[holding(v, c)(0) for c in tried if _takes(of, v, c)] for _, v in of.variables]
        names = [name for name, _ in of.variables]
        yield from (dict(zip(names, values, strict=True)) for values in product(*lists) if values)


def beside_models(statement: Statement) -> Iterator[dict[str, object]]:
    """Yield every combination of a few numbers that up to three can be, beside each of two models on two letters."""
    of = Source(statement)
    numbers = [(name, v) for name, v in of.variables if v.sort.space is None]
    tried = _BESIDE.get(len(numbers), ()) if len(numbers) < len(of.variables) else ()
    if of.lists_words or of.optima or of.needs_polynomials or not _is_of_numbers(numbers):
        return
    lists = [[holding(v, c)(0) for c in map(Fraction, tried) if _takes(of, v, c)] for _, v in numbers]
    drawn = random.Random(f"beside {statement.digest}")  # noqa: S311 (cases, not secrets)
    for k, (model, values) in enumerate(product(_MODELS, product(*lists))):
        with suppress(TooLong):
            case = Draw(of, k, None, False, drawn, model=model).case()
            yield {**case, **{name: number for (name, _), number in zip(numbers, values, strict=True)}}


def _is_of_numbers(variables: list[tuple[str, Term]]) -> bool:
    return all(is_a(v.sort, NATURAL) or is_a(v.sort, REAL) for _, v in variables)


def _takes(of: Source, v: Term, c: Any) -> bool:
    return of.takes(v, c) or (c == 0 and v.sort.kind == "nonnegative real")
