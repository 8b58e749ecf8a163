"""Cases of a statement from the sorts of its variables: the standard edge cases of each sort, then small random ones.

The stream is the same at every run. Where a hypothesis bounds a real variable (t ≤ v, t = v), half of the cases put it
on the bound, since what is false is often false there first.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, Final

from exactalign import Distribution, Reward
from exactalign.exceptions import ExactAlignError, Undecided
from proofs_check.exceptions import ClaimError
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.sorts import NATURAL, REAL, Space, is_a
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term
from proofs_check.formula.values import NotDefined, value

_SIZES: Final = (2, 1, 2, 3, 2, 3)
_WHOLE: Final = (1, 2, 3)
_REALS: Final = (0, 1, 2, -1, Fraction(1, 2), Fraction(-1, 2), 3, Fraction(1, 4))
_FAR_REALS: Final = (Fraction(3, 2), Fraction(-5, 3), 7, -9, Fraction(1, 100), 1000, Fraction(22, 7))
_FAR_REWARDS: Final = (-3, -1, Fraction(1, 3), 2, 10)
_FAR_LETTERS: Final = 5
_LARGEST: Final = 3  # draws, length of words
_FUNCTIONS: Final = tuple(
    Polynomial(tuple(map(Fraction, c)))
    for c in ((1, -2, 1), (-1, 0, 1), (-1, 1), (0, -1, 0, 1), (1, 0, -1), (0, 0, 1, 1), (0, 0, 0, 0, 1))
)


def cases(statement: Statement, seed: str = "", most: int = 400, far: bool = False) -> Iterator[dict[str, object]]:
    """Yield at most `most` cases that give every variable a value of its sort; some are outside the hypotheses.

    Those that are `far` have larger numbers, rewards of both signs and skewed laws.
    """
    numbers = random.Random(seed or statement.outline)  # noqa: S311 (cases, not secrets)
    exponents = _exponents(statement)
    bounds = [found for h in statement.given if (found := _bound(h)) is not None]
    for k in range(most):
        size = _SIZES[k] if k < len(_SIZES) else numbers.choice((1, 2, 2, 3, 3, 4))
        size = _FAR_LETTERS if far and k % 4 == 0 else size
        case: dict[str, Any] = {}
        sizes: dict[str, int] = {}
        for name, v in _counts_first(statement):
            for space in (v.sort.space, v.sort.index):
                if space is not None:
                    sizes.setdefault(space.alphabet, numbers.choice((1, 2, 2, 3)) if sizes else size)
            size = size if v.sort.space is None else sizes[v.space.alphabet]
            if v.sort.index is not None:
                laws = [_law(size, "positive" in v.sort.kind, case, k, numbers)
                        for _ in range(sizes[v.sort.index.alphabet])]  # fmt: skip
                case[name] = dict(enumerate(laws))
                continue
            case[name] = _value(v, size, case, k, name in exponents, numbers, statement)
        if far:
            _widen(statement, case, exponents, numbers)
        for name, term, strict in bounds:
            if strict or numbers.random() < 1 / 2:
                try:
                    case[name] = value(term, case)
                except (NotDefined, Undecided, ClaimError, ExactAlignError):
                    break
        yield case


def _widen(statement: Statement, case: dict[str, Any], exponents: set[str], numbers: random.Random) -> None:
    """Put larger values in the place of small ones, where that keeps a case of the sorts and cheap to read."""
    kinds = {v.sort.kind for v in statement.variables.values()}
    only_numbers = all(v.sort.space is None for v in statement.variables.values())
    for name, v in statement.variables.items():
        if isinstance(case[name], Distribution) and v.space.length is None:
            weights = [numbers.choice((1, 2, 50, 1000)) for _ in case[name]]
            case[name] = Distribution.from_weights(weights)
        elif isinstance(case[name], Reward) and "rule" not in kinds:
            case[name] = Reward.values([numbers.choice(_FAR_REWARDS) for _ in range(len(case[name]))])
        elif is_a(v.sort, NATURAL):
            case[name] = numbers.choice((5, 7, 12)) if only_numbers else case[name]
        elif is_a(v.sort, REAL):
            choices = (5, -4, 7) if name in exponents else _FAR_REALS
            case[name] = Fraction(numbers.choice([c for c in choices if v.sort == REAL or c > 0]))


def _value(
    v: Term, size: int, case: dict[str, Any], k: int, exponent: bool, numbers: random.Random, statement: Statement
) -> object:
    kind = v.sort.kind
    if kind == "law" and v.space.length is not None:
        return _law_on_words(v.space, size, case, numbers)
    if kind in ("law", "positive law"):
        return _law(size, kind == "positive law", case, k, numbers)
    if kind == "real function":
        return numbers.choice(_FUNCTIONS)
    if kind == "reward":
        return Reward.values([numbers.choice((0, 1, 1, 2)) for _ in range(size)])
    if kind == "outcome":
        return _outcome(v.space, size, case, numbers)
    if kind == "rule":
        return _rule(v, size, case, numbers, statement)
    if is_a(v.sort, NATURAL):
        least = 1 if kind == "count" else 0
        return numbers.choice([n for n in (0, 1, 2, 2, 3, 3) if n >= least]) if k else max(least, 2)
    choices: Sequence[Any] = (0, 1, 2, -1, 3, -2, 1, 2, Fraction(1, 2)) if exponent else _REALS
    return Fraction(numbers.choice([c for c in choices if kind == "real" or c > 0 or (c == 0 and "non" in kind)]))


def _counts_first(statement: Statement) -> list[tuple[str, Term]]:
    """The variables, with those first that lengths of words and numbers of draws depend on."""
    return sorted(statement.variables.items(), key=lambda entry: not is_a(entry[1].sort, NATURAL))


def _law(size: int, positive: bool, case: dict[str, Any], k: int, numbers: random.Random) -> Distribution:
    others = [x for x in case.values() if isinstance(x, Distribution) and len(x) == size]
    if others and not positive and numbers.random() < 1 / 5:
        return numbers.choice(others)
    if k % 7 == 3:
        return Distribution.uniform(size)
    weights = [numbers.randint(1 if positive or k % 3 else 0, 5) for _ in range(size)]
    return Distribution.from_weights(weights if any(weights) else [1] * size)


def _law_on_words(space: Space, size: int, case: dict[str, Any], numbers: random.Random) -> Distribution:
    words = list(product(range(size), repeat=min(int(value(space.length, case)), _LARGEST)))
    weights = [numbers.randint(0, 3) for _ in words]
    if not any(weights):
        weights[0] = 1
    return Distribution({word: Fraction(weight, sum(weights)) for word, weight in zip(words, weights, strict=True)})


def _outcome(space: Space, size: int, case: dict[str, Any], numbers: random.Random) -> object:
    if space.length is None:
        return numbers.randrange(size)
    try:
        length = int(value(space.length, case))
    except (NotDefined, ClaimError):
        length = 2
    return tuple(numbers.randrange(size) for _ in range(length))


def _rule(v: Term, size: int, case: dict[str, Any], numbers: random.Random, statement: Statement) -> object:
    """Given the draws, keep one of their letters, or two of them with even odds."""
    count = next(
        (int(value(t.args[1], case)) for term in (*statement.given, statement.then) for t in term.subterms()
         if t.op == "kept" and t.args[2].op == "variable" and t.args[2].name == v.name),
        2,
    )  # fmt: skip
    by = next((case.get(h.args[2].name) for h in statement.given
               if h.op == "keeps best" and h.args[0].name == v.name and h.args[2].op == "variable"), None)  # fmt: skip
    chosen = {}
    for draws in product(range(size), repeat=min(count, _LARGEST)):
        kept = draws if by is None else [d for d in draws if by[d] == max(by[e] for e in draws)]
        chosen[draws] = {numbers.choice(kept), numbers.choice(kept)}
    return {draws: {y: Fraction(1, len(ys)) for y in ys} for draws, ys in chosen.items()}


def _exponents(statement: Statement) -> set[str]:
    """The variables that stand in exponents: whole ones keep values exact."""
    found: set[str] = set()
    for term in (*statement.given, *statement.conditions, statement.then):
        for t in term.subterms():
            if t.op in ("T", "Z", "^"):
                found |= {s.name for s in t.args[-1].subterms() if s.op == "variable"}
            if t.op in ("Rényi", "H_t"):
                found |= {s.name for s in t.args[0].subterms() if s.op == "variable"}
    return found


def _bound(h: Term) -> tuple[str, Term, bool] | None:
    """For t = v, t ≤ v and t ≤ s + v with a real variable v: v, its value where the hypothesis is tight, and whether
    it has to be."""
    if h.op not in ("=", "≤"):
        return None
    left, right = h.args
    if right.op == "variable" and right.sort.kind == "real":
        return right.name, left, h.op == "="
    if right.op == "+" and right.args[1].op == "variable" and right.args[1].sort.kind == "real":
        return right.args[1].name, left - right.args[0], h.op == "="
    return None
