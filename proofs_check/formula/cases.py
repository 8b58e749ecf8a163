"""Cases of a statement from the sorts of its variables: every third is a corner, the others are small and random.

The stream is the same at every run, and depends on the terms alone, not on how they are shown. Where a hypothesis
bounds a real variable (t ≤ v, t = v), half of the cases put it on the bound, since what is false is often false there
first. What a hypothesis says a law or a reward to be, at every letter, it is; and a whole number that has to be larger
than those that are drawn starts from its bound. `at_constants` and `beyond_constants` are cases of another kind: with
the numbers that stand in the statement itself, `rare_best` those with many draws. Equations between numbers are met at
far cases and these, by a change of one value.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import islice, product
from typing import Any, Final

from proofs_check.formula.draws import FAR_LETTERS, MASSES, OTHERS, UNIFORM, Draw, TooLong
from proofs_check.formula.own_numbers import beside, beyond, holding, large_numbers, many_letters
from proofs_check.formula.shapes import SHAPES
from proofs_check.formula.sources import Source
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term

_LAWS: Final = ("law", "positive law")
_OF_EACH: Final = 3  # cases with a law or a reward that is beyond a constant
_OF_MANY: Final = (UNIFORM, 0, *range(7, 19))  # laws on many letters, where a hypothesis says how many there are
_RARE: Final = (3, 12, 40, 100, 1000)  # so many draws, of which one is the best letter on average
_CLOSED: Final = frozenset({"best", "power", "sum", "for all", "exists"})  # on two letters, none is long for many draws
_MORE: Final = 5
_SHARES: Final = (1, 3)  # how often the best letter is among so many draws, on average
_CORNERS: Final = 3
"""Every how many cases one is a corner; of the larger ones every second is."""


def cases(statement: Statement, seed: str = "", most: int = 400, far: bool = False) -> Iterator[dict[str, object]]:
    """Yield at most `most` cases that give every variable a value of its sort; some are outside the hypotheses.

    Those that are `far` have larger numbers, rewards of both signs and skewed laws.
    """
    numbers = random.Random(f"{seed} {statement.digest}")  # noqa: S311 (cases, not secrets)
    of = Source(statement)
    every = _CORNERS - far
    for k in range(most):
        drawn = Draw(of, k, k // every if k % every == every - 1 else None, far, numbers)
        with suppress(TooLong):
            yield drawn.case()


def at_constants(statement: Statement, most: int) -> Iterator[dict[str, object]]:
    """Yield at most `most` cases that give one variable a number that stands in the statement, or one beside such.

    Values in a list find what is false at many numbers, these what is false at its own: “g(y) ≠ 17”. Other numbers are
    drawn, or all 0, or all 1, where a sum or a product is the one number: “x + u ≠ 17”. Other laws are drawn, or on
    the first letter, which alone has a reward then, or uniform.
    """
    numbers = random.Random(f"constants {statement.digest}")  # noqa: S311 (cases, not secrets)
    of = Source(statement)
    laws = [(name, v) for name, v in of.variables if v.sort.kind in _LAWS and _on_letters(v)]
    turns = len(SHAPES) if "real function" in of.kinds else 1
    places = [(c, name, v) for _ in range(turns) for c in MASSES for name, v in laws if len(laws) > 1]
    places += [(c, name, v) for c in beside(of.constants) for name, v in of.variables if of.takes(v, c)]
    every = (None,) if of.only_numbers and len(of.variables) == 1 else OTHERS
    for k, ((c, name, v), others) in enumerate(islice(product(places, every), most)):
        size = _made_uniform(v, c) if others == 0 else None
        with suppress(TooLong):
            yield Draw(of, k, None, False, numbers, at=(name, holding(v, c)), others=others, size=size).case()


def _made_uniform(v: Term, c: Any) -> int | None:
    """With how many letters a law that gives the first one a mass of 1/k is uniform, where that is few."""
    few = v.sort.kind in _LAWS and c.numerator == 1 and c.denominator <= FAR_LETTERS
    return int(c.denominator) if few else None


def beyond_constants(statement: Statement, most: int) -> Iterator[dict[str, object]]:
    """Yield at most `most` cases that give a law or a reward what takes distances and variances above the constants.

    Then some with many letters, all alike or not, whose rewards differ; and large whole numbers alone.
    """
    numbers = random.Random(f"beyond {statement.digest}")  # noqa: S311 (cases, not secrets)
    of = Source(statement)
    places = ((name, found) for name, v in of.variables if _on_letters(v) for found in beyond(v, of.constants))
    alone = of.variables if of.only_numbers and not of.binders else ()
    large = ((name, found) for name, v in alone for found in large_numbers(v))
    sizes = () if of.lists_words else many_letters(of.constants, of.most_letters)
    draws = [Draw(of, k, None, False, numbers, letters=size) for k, size in product(_OF_MANY[:2], sizes)]
    draws += [Draw(of, k, None, False, numbers, at=at) for k, (at, _) in enumerate(product(places, range(_OF_EACH)))]
    draws += [Draw(of, k, None, False, numbers, at=at) for k, at in enumerate(large)]
    more = [Draw(of, k, None, False, numbers, letters=size) for k, size in product(_OF_MANY[2:], sizes)]
    for drawn in [*draws[:most], *(more[:most] if of.asks_for_letters else ())]:
        with suppress(TooLong):
            yield drawn.case()


def rare_best(statement: Statement) -> Iterator[dict[str, object]]:
    """Yield cases with many draws from two letters, of which the better one is drawn once on average, or a few times.

    There the best of them is far from one draw; it has a closed form, so that no draws are listed.
    """
    numbers = random.Random(f"rare {statement.digest}")  # noqa: S311 (cases, not secrets)
    of = Source(statement)
    if {"best"} <= of.binders <= _CLOSED and not (of.lists_words or of.keeps):
        counts = [(name, v) for name, v in of.variables if name in of.draws]
        for k, (many, share, (name, v)) in enumerate(product(_RARE, _SHARES, counts)):
            model = ((max(many - share, 1), share), (0, 1))
            with suppress(TooLong):
                yield Draw(of, k, None, False, numbers, at=(name, holding(v, Fraction(many))), model=model).case()


def at_extremes(statement: Statement, most: int) -> Iterator[dict[str, object]]:
    """Yield at most `most` cases at which bounds by moments are tight: Markov's, Chebyshev's, Popoviciu's.

    For a number c of the statement a reward is c with a chance of 1/c, or ±c, with all the mass or with 1/c² of it.
    """
    numbers = random.Random(f"extremes {statement.digest}")  # noqa: S311 (cases, not secrets)
    of = Source(statement)
    if of.lists_words or not {"law", "reward"} <= {v.sort.kind.removeprefix("positive ") for _, v in of.variables}:
        return
    above = dict.fromkeys(c for c in map(abs, filter(_is_rational, of.constants)) if c > 1)
    models = [((c - 1, 1), (0, c)) for c in above] + [((1, 1), (-c, c)) for c in above]
    models += [((1, 2 * c * c - 2, 1), (-c, 0, c)) for c in above]
    for k, model in enumerate(models[:most]):
        with suppress(TooLong):
            yield Draw(of, k, None, False, numbers, model=model).case()


def more_cases(statement: Statement, most: int) -> Iterator[dict[str, object]]:
    """Yield more cases, some times `most`, where they take no long time: nothing is solved for or integrated in them.

    The last have three letters with three rewards: with fewer, what is best on average is mostly best of many, too.
    """
    of = Source(statement)
    if of.optima or of.needs_polynomials or "spacings" in of.binders:
        return
    if of.lists_words or of.lists_draws:
        yield from cases(statement, "more", most)
        return
    yield from cases(statement, "more", _MORE * most)
    yield from cases(statement, "more", _MORE * most // 2, far=True)
    numbers = random.Random(f"three {statement.digest}")  # noqa: S311 (cases, not secrets)
    if any(v.sort.space is not None for _, v in of.variables):
        yield from (Draw(of, k, None, False, numbers, letters=3).case() for k in range(_MORE * most // 2))


def _is_rational(c: object) -> bool:
    return isinstance(c, Fraction)


def _on_letters(v: Term) -> bool:
    return v.sort.index is None and v.sort.space is not None and v.space.length is None
