"""Two terms that mean different things never share a text, in words or in LaTeX; nor do two statements."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import pytest

from proofs_check.exceptions import ClaimError
from proofs_check.formula import (
    KL,
    E,
    Pr,
    Sum,
    T,
    Var,
    Z,
    best,
    both,
    ceiling,
    count,
    diverges,
    either,
    event,
    eventually,
    exists,
    exp,
    for_all,
    function,
    implies,
    information,
    integral,
    law,
    limit,
    log,
    log_of,
    more,
    natural,
    optimal,
    outcome,
    positive,
    positive_law,
    real,
    real_function,
    renyi,
    reward,
    slope,
    sub_gaussian,
    tilt_by,
    total,
    when,
    written,
)
from proofs_check.formula.notation import (
    about,
    absolute,
    counts,
    iff,
    limit_at,
    minimum,
    no,
    primitive,
    spacings,
    sqrt,
    sum_to,
    x_log_x,
)
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, lift

x, y, n, k, t = real("x"), positive("y"), count("n"), natural("k"), real("t")
p, q, r, o, f, N = positive_law("p"), law("q"), reward("r"), outcome("o"), real_function("f"), counts("N")
w = outcome("w", length=n)

Hole = Callable[[Any], Term]
LEAVES = [x, lift(2), lift(-2), lift(Fraction(1, 2)), p(o), r(o), n, k, t]
NUMBERS: list[Hole] = [
    lambda a: -a, lambda a: a + x, lambda a: x + a, lambda a: a - x, lambda a: x - a, lambda a: a * x,
    lambda a: x * a, lambda a: a / x, lambda a: x / a, lambda a: a**2, lambda a: y**a, lambda a: (x + a) * y,
    lambda a: a * r(o), lambda a: r(o) * a, lambda a: a + r(o), lambda a: a / (k + 1), lambda a: a * t, more,
    log, exp, sqrt, absolute, x_log_x, lambda a: minimum(a, x), lambda a: 0 + ceiling(a), f,
    lambda a: Sum(o, a), lambda a: sum_to(k, n, a), lambda a: sum_to(k, a, x), lambda a: integral(t, 0, 1, a),
    lambda a: integral(t, 0, a, t), lambda a: slope(t, a, x), lambda a: slope(t, t * t, a),
    lambda a: when(x < y, a, x), lambda a: when(x < y, x, a), lambda a: when(a < x, x, y),
    lambda a: E(p, function(o, a)), lambda a: Var(p, function(o, a)), lambda a: a * E(p**n, total(r, n)),
    lambda a: E(p, r) ** a, lambda a: E(tilt_by(r, p, a), r), lambda a: E(p, log_of(tilt_by(r, p, a))),
    lambda a: Z(p, q, a), lambda a: T(p, q, a)(o), lambda a: tilt_by(r, p, a)(o), lambda a: KL(tilt_by(r, p, a), p),
    lambda a: renyi(a, q, p), lambda a: best(p, a, r)(o), lambda a: spacings(n, a), N,
    lambda a: Pr(p, event(o, a < x)), lambda a: a + information(p, w), lambda a: a * information(p, w),
]  # fmt: skip
SAID: list[Hole] = [
    lambda a: a < x, lambda a: x < a, lambda a: a == x, lambda a: a <= x, lambda a: x != a,
    lambda a: limit(n, a, x), lambda a: limit(n, x, a), lambda a: limit_at(t, a, x, y), lambda a: limit_at(t, t, a, y),
    lambda a: limit_at(t, t, x, a), lambda a: diverges(n, a), lambda a: eventually(n, a < x),
    lambda a: for_all(o, a < x), lambda a: exists(t, a < x), lambda a: primitive(t, f, a), lambda a: about(N, a, 2),
    lambda a: sub_gaussian(p, r, a), lambda a: optimal(p, q, p, a),
]  # fmt: skip
LOGIC: list[Hole] = [
    no, lambda a: both(a, x < y), lambda a: both(x < y, a), lambda a: either(a, x < y), lambda a: either(x < y, a),
    lambda a: implies(a, x < y), lambda a: implies(x < y, a), lambda a: iff(a, x < y), lambda a: iff(x < y, a),
    lambda a: for_all(o, a), lambda a: exists(t, a), lambda a: eventually(n, a), lambda a: when(a, x, y) < x,
]  # fmt: skip


def filled(holes: Iterable[Hole], terms: Iterable[Term]) -> list[Term]:
    """Every hole with every term in it that fits there."""
    found = []
    for hole, term in itertools.product(holes, terms):
        try:
            found.append(hole(term))
        except ClaimError:  # no number of draws, no function with kinks, a name that is bound beside it
            continue
    return found


def meant(term: Term) -> tuple[Any, ...]:
    """A term up to what may be written alike: where sums, products, “and” and “or” begin, and what a sum is times."""
    if term.op == "real":
        return meant(term.args[0])
    if term.op == "number":
        return ("number", term.value)
    if term.op == "variable":
        return ("variable", term.name)
    return made({"plus": "+"}.get(term.op, term.op), *map(meant, term.args))


def made(op: str, *parts: tuple[Any, ...]) -> tuple[Any, ...]:
    first, last = parts[0], parts[-1]
    if (op, last[0]) in {("+", "+"), ("+", "-"), ("*", "*"), ("*", "/"), ("and", "and"), ("or", "or")}:
        return made(last[0], made(op, first, last[1]), last[2])
    if op == "neg" and first[0] == "number":
        return ("number", -first[1])
    if op == "neg" and first[0] in ("*", "/"):
        return made(first[0], made("neg", first[1]), first[2])
    if op == "/" and first[0] == last[0] == "number" and last[1]:
        return ("number", first[1] / last[1])
    if op in ("*", "/") and first[0] in ("sum", "sum to") and repr(first[1]) not in repr(last):
        return (*first[:-1], made(op, first[-1], last))
    return (op, *parts)


def check(terms: Iterable[Term], latex: bool) -> int:
    """How many texts the terms have."""
    found: dict[str, tuple[Any, ...]] = {}
    for term in terms:
        meaning = meant(term)
        assert found.setdefault(text := written(term, latex), meaning) == meaning, text
    return len(found)


ONE = filled(NUMBERS, LEAVES)
TWO = filled(NUMBERS, filled(NUMBERS, [x, p(o), k]))
SAID_OF_THEM = filled(SAID, [*LEAVES, *ONE[::3]])
JOINED = filled(LOGIC, filled(LOGIC, [x < y, for_all(o, r(o) < x), limit(n, x / n, 0)]))


@pytest.mark.parametrize("latex", [False, True], ids=["words", "LaTeX"])
def test_two_terms_that_are_written_alike_mean_the_same(latex: bool) -> None:
    assert check([*LEAVES, *ONE, *TWO], latex) > 4000
    assert check([*SAID_OF_THEM, *JOINED], latex) > 2000


def test_two_statements_that_are_written_alike_mean_the_same() -> None:
    a, b, c = x < y, y < 2, for_all(o, r(o) < x)
    one = [
        a,
        b,
        c,
        no(a),
        either(a, b),
        both(a, b),
        implies(a, b),
        iff(a, b),
        for_all(o, both(r(o) < x, a)),
        exists(t, a),
    ]
    pairs = [*itertools.product([*one, either(a, both(b, b)), for_all(o, either(r(o) < x, a))], [a, b, c])]
    for latex in (False, True):
        found: dict[str, tuple[Any, ...]] = {}
        for given in [(g,) for g in one] + pairs:
            statement = Statement(x < 2, given, also=(p, y))
            meaning = meant(both(*given))
            text = statement.latex if latex else statement.words
            assert found.setdefault(text, meaning) == meaning, text
        assert len(found) > 30


BODIES = [x + y, x - y, -x, 1 + x * y, information(p, w)]
BINDERS: list[Hole] = [lambda a: Sum(o, a), lambda a: sum_to(k, n, a), lambda a: integral(t, 0, 1, a)]
LIMITS: list[Hole] = [lambda a: limit(n, a, 1), lambda a: limit_at(t, a, 2, 1), lambda a: diverges(n, a)]


@pytest.mark.parametrize("body", BODIES, ids=str)
def test_what_binds_holds_a_sum_in_brackets(body: Term) -> None:
    for hole in BINDERS:
        assert f" ({body})" in written(hole(body))
    for hole in BINDERS + LIMITS:
        assert rf" \left({written(body, latex=True)}\right)" in written(hole(body), latex=True)
    for hole in LIMITS:  # words name the limit behind
        assert written(hole(body)).startswith(f"{body} → ")


@pytest.mark.parametrize("body", [x * y, x / y, y**2, log(x + y)], ids=str)
def test_what_binds_holds_a_product_without_brackets(body: Term) -> None:
    for hole in BINDERS + LIMITS:
        assert f"({body})" not in written(hole(body))
        assert rf"\left({written(body, latex=True)}" not in written(hole(body), latex=True)
