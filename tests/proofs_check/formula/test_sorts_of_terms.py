"""What a term is seen to be: never more than is true at any case, and no less than is plain from its parts."""

from __future__ import annotations

import itertools
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
    Z,
    best,
    ceiling,
    choose,
    count,
    event,
    exp,
    for_all,
    function,
    hits,
    kept,
    law,
    laws,
    less_one,
    log,
    log_of,
    more,
    natural,
    nonnegative,
    outcome,
    positive,
    positive_law,
    real,
    renyi,
    reward,
    rule,
    size,
    soft_best,
    tilt_by,
    total,
    type_of,
    when,
)
from proofs_check.formula.notation import counts, permuted, positive_laws, sqrt
from proofs_check.formula.operators import least_value
from proofs_check.formula.sorts import (
    COUNT,
    COUNTS,
    NATURAL,
    NONNEGATIVE,
    POSITIVE,
    REAL,
    Sort,
    Space,
    is_a,
    law_on,
    outcome_of,
    positive_law_on,
    rule_on,
    rules_on,
    wider,
)
from proofs_check.formula.terms import Term, apply, lift
from proofs_check.formula.values import NotDefined, value

x, y = real("x"), real("y")
a, b = nonnegative("a"), nonnegative("b")
s, t = positive("s"), positive("t")
n, k = count("N"), natural("k")
p, q, r = law("p"), positive_law("q"), reward("r")
o = outcome("o")
w = outcome("w", length=n)
v = outcome("v", length=k)

POSITIVES = [
    s + a, a + s, s + 1, 1 + a, s * t, s * 2, s / t, s**3, s**2, s**x, exp(x), n * s, n + a, a + n, n / s, 2 / s, q(o),
    Z(q, p, x), when(x < 0, s, t), Sum(o, q(o)) + 1, E(p, function(o, q(o))), sqrt(s),
    apply("min", s, t), apply("max", s, 1), s + 1 - Fraction(1, 2), n - Fraction(1, 2), (s + 2) * (t + 3) - 5,
    n * (n + 1), lift(3) / 2,
]  # fmt: skip
NONNEGATIVES = [
    a + b, a * b, a * s, s * a, a / s, x**2, x**4, x**0, a**3, a**2, apply("abs", x),
    sqrt(a), sqrt(x), KL(p, q), Sum(o, p(o)), Sum(o, q(o)), Pr(p, event(o, x < 0)), p(o), n - 1, k + a,
    k * a, a + 0, s - 0, n * n - 1, a + 1 - 1, (a + 1) * (b + 2) - 2, choose(n, k), when(x < 0, s, a),
    when(x < 0, a, s), apply("min", a, s), apply("max", s, a), E(p, function(o, p(o))), k / s, s + (n - 1) - 0,
    total(function(o, p(o)), n)(w), total(function(o, q(o)), k)(v),
]  # fmt: skip
REALS = [
    x + y, x + a, a + x, s + x, x + s, a - b, s - 1, a - 1, a - s, n - 2, x * y, x * s, s * x, a * x, x / s, s / x,
    s / a, s / k, x**3, a**x, x**y, x**n, -s, log(s), r(o), E(p, r), E(p, log_of(q)), when(x < 0, x, s),
    when(x < 0, s, x), apply("min", x, s), apply("max", x, y), (a + 1) * (b + 2) - 3,
    Sum(o, x * p(o)), renyi(2, p, q), total(r, n)(w),
    (x + 1) * 2 - 1, 2 * (s - 1) - 0, n * (1 - a), n * n - 2, E(p, function(o, r(o))), total(log_of(q), n)(w),
]  # fmt: skip
LEAST = {
    POSITIVE: POSITIVES,
    NONNEGATIVE: NONNEGATIVES,
    REAL: REALS,
    COUNT: [more(n), more(n, 2), size(p)],
    NATURAL: [more(k), more(k, 0), less_one(n), less_one(k), ceiling(x), hits(event(o, x < 0), w), apply("plus", k, k)],
}
EVERY = [(term, sort) for sort, terms in LEAST.items() for term in terms]


def test_the_sort_of_a_term() -> None:
    assert [(str(term), term.sort, sort) for term, sort in EVERY if term.sort != sort] == []


NUMBERS = {
    "x": (-2, Fraction(-1, 2), 0, 1, 3), "y": (-1, 0, 2), "a": (0, Fraction(1, 2)), "b": (0, 2),
    "s": (Fraction(1, 3), 2), "t": (Fraction(1, 2), 5), "N": (1, 3), "k": (0, 2),
}  # fmt: skip


def cases_of(term: Term) -> list[dict[str, Any]]:
    names = [name for name in NUMBERS if name in term.free]
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*(NUMBERS[n] for n in names))]


ARITHMETIC = [(t, s) for t, s in EVERY if set(t.free) <= set(NUMBERS) and str(t) != "√(x)"]  # no number for x < 0


def test_what_a_term_is_at_least_is_true_at_every_case() -> None:
    for term, sort in ARITHMETIC:
        is_at_least_what_its_sort_says(term, sort)


def is_at_least_what_its_sort_says(term: Term, sort: Sort) -> None:
    least = least_value(term)
    found = []
    for case in cases_of(term):
        try:
            found.append(value(term, {name: Fraction(v) for name, v in case.items()}))
        except NotDefined:
            continue
    assert found
    assert least is None or all(v >= least for v in found)
    if is_a(sort, POSITIVE):
        assert all(v > 0 for v in found)
    elif is_a(sort, NONNEGATIVE):
        assert all(v >= 0 for v in found)


@pytest.mark.parametrize(
    ("term", "least"),
    [
        (lift(Fraction(-3, 2)), Fraction(-3, 2)), (x, None), (a, 0), (s, 0), (n, 1), (k, 0), (n + 0, 1), (n + a, 1),
        (n + n + 1, 3), (x + 1, None), (1 + x, None), (2 * n, 2), ((n + 1) * (n + 2), 6), (lift(-2) * n, None),
        (n * lift(-2), None), (x * n, None), (n * x, None), (n - 3, -2), (x - 3, None), (n - a, None),
        (exp(x), 0), (log(s), None), (lift(0) * n, 0), (more(n, 2), 1),
    ],
    ids=repr,
)  # fmt: skip
def test_a_number_that_a_term_is_at_least(term: Term, least: int | Fraction | None) -> None:
    assert least_value(term) == least


LAWS = [
    (T(q, p, 2), False), (T(q, q, 2), True), (tilt_by(r, q, x), True), (tilt_by(r, p, x), False), (q**n, True),
    (p**n, False), (best(q, n, r), True), (best(p, n, r), False), (soft_best(q, n, r), True),
    (soft_best(p, n, r), False), (kept(q, n, rule("u")), False), (type_of(w), False), (laws("F", "A")(o), False),
    (positive_laws("G", "A")(o), True),
]  # fmt: skip


@pytest.mark.parametrize(("term", "everywhere"), LAWS, ids=[str(term) for term, _ in LAWS])
def test_which_laws_are_seen_to_be_positive(term: Term, everywhere: bool) -> None:
    assert term.sort == (positive_law_on if everywhere else law_on)(term.space)


def test_a_sum_from_0_has_no_count_as_its_index() -> None:
    with pytest.raises(ClaimError, match="a sum begins at 0: its index N must be a natural number"):
        apply("sum to", n, k, a)
    assert apply("sum to", k, n, a).sort == NONNEGATIVE
    assert apply("sum to", k, n, x).sort == REAL


def test_every_kind_is_reached_from_below_and_nothing_else_is() -> None:
    chains = [
        ["positive law", "law"], ["family of positive laws", "family of laws"],
        ["positive real", "nonnegative real", "real"], ["count", "natural number"], ["event", "proposition"],
    ]  # fmt: skip
    kinds = [kind for chain in chains for kind in chain]
    for one, other in itertools.product(kinds, repeat=2):
        chain = next(chain for chain in chains if one in chain)
        above = other in chain and chain.index(other) >= chain.index(one)
        assert is_a(Sort(one), Sort(other)) == above
    for chain in chains:
        assert [wider(Sort(kind)) for kind in chain] == [*(Sort(kind) for kind in chain[1:]), None]
    assert not is_a(positive_law_on(w.space), law_on())
    assert for_all(o, p(o) <= 1).sort == Sort("proposition")


def test_what_is_no_word() -> None:
    """A letter is none, and what is no outcome is none, though it is over words."""
    for of_words in (type_of, lambda t: permuted(w, t), lambda t: permuted(t, w), lambda t: hits(event(o, x < 0), t)):
        assert of_words(v).sort != o.sort
        for other in (o, p, r, p**n, total(r, n), x):
            with pytest.raises(ClaimError) as caught:
                of_words(other)
            assert str(caught.value) == f"{other} is no word: give an outcome with a length"
    with pytest.raises(ClaimError, match=r"^w and u are words over different letters$"):
        permuted(w, outcome("u", "B", n))


def test_there_are_no_words_of_words() -> None:
    """As words over the letters, (p^2)^3 and p^3 would have equally many outcomes."""
    p, r, m = law("p"), reward("r"), count("m")
    for of_words in (lambda: (p**2) ** 3, lambda: best(p**m, 2, total(r, m)) ** m, lambda: total(total(r, 2), 3)):
        with pytest.raises(ClaimError, match="words of words"):
            of_words()


@pytest.mark.parametrize(
    ("of", "told"),
    [
        (REAL, "a real"), (outcome_of(), "an outcome"), (Sort("event"), "an event"), (COUNTS, "a sequence of counts"),
        (rules_on(), "a sequence of rules"), (rule_on(), "a rule"),
    ],
    ids=str,
)  # fmt: skip
def test_a_sort_in_a_sentence(of: Sort, told: str) -> None:
    assert of.told == told


def test_what_is_of_another_sort_is_named_with_its_article() -> None:
    with pytest.raises(ClaimError, match=r"^argument 2 of at must be an outcome, but 2 is a positive real$"):
        law("p")(2)
    with pytest.raises(ClaimError, match=r"^argument 1 of log must be a real, but y is an outcome$"):
        log(outcome("y"))
    with pytest.raises(ClaimError, match=r"^argument 1 of log must be a real, but N is a sequence of counts$"):
        log(counts("N"))


def test_a_sort_is_like_no_word_for_it() -> None:
    for other in ("real", None, ("real", None, None), Space()):
        assert other != REAL
        assert (other == REAL) is False
    assert Sort("real") == REAL
    assert hash(REAL) == hash(Sort("real"))
    assert str(REAL) == "real"
    assert Sort("law", Space("A")) != Sort("law", Space("B"))
    assert Sort("law", Space("A")) != Sort("law", Space("A"), Space("A"))
