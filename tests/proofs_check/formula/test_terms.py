"""Terms by themselves: what their names may be, what is free in them, what is put for what, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from exactalign import Reward
from proofs_check import pmf
from proofs_check.exceptions import ClaimError
from proofs_check.formula import (
    KL,
    E,
    SortError,
    Sum,
    constant,
    count,
    exists,
    for_all,
    integral,
    law,
    limit,
    log_of,
    natural,
    nonnegative,
    outcome,
    positive,
    positive_law,
    real,
    reward,
    slope,
)
from proofs_check.formula.names import shown_constant, shown_name
from proofs_check.formula.notation import lift_count, more, real_function
from proofs_check.formula.sorts import COUNT, NATURAL, NONNEGATIVE, POSITIVE, REAL
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import (
    Term,
    as_sort,
    free_variables,
    lift,
    resorted,
    same,
    substitute,
    unused,
    written,
)

p, q, r, x, t, n, k = law("p"), positive_law("q"), reward("r"), real("x"), real("t"), count("N"), natural("k")
y, w = outcome("y"), outcome("w", length=n)
NEITHER = "neither true nor false: evaluate it at a case, or compare with same()"
FUNCTION = "formulas would show it as the function"


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda: real("1x"), ClaimError, "'1x' is no name for a variable: give letters from a to z, digits and _"),
        (lambda: real("α"), ClaimError, "'α' is no name for a variable: give letters from a to z, digits and _"),
        (
            lambda: real("log"),
            ClaimError,
            f"'log' is no name for a variable: {FUNCTION} log",
        ),
        (
            lambda: law("log_2"),
            ClaimError,
            f"'log_2' is no name for a variable: {FUNCTION} log",
        ),
        (lambda: law("p", "1"), ClaimError, "'1' is no name for an alphabet: give letters and digits"),
        (lambda: law("p", "letters 0"), ClaimError, "'letters 0' is no name for an alphabet: give letters and digits"),
        (
            lambda: outcome("w", length=x),
            SortError,
            "the length of the words of w is x: give a natural number, such as count('m')",
        ),
        (lambda: outcome("N", length=n), ClaimError, "N is a name in the length of its own words: rename one"),
        (lambda: lift(0.5), SortError, "0.5 is neither a term nor an exact number: write Fraction(1, 3) for a third"),
        (lambda: lift(True), SortError, "True is neither a term nor an exact number: write Fraction(1, 3) for a third"),
        (
            lambda: bool(x <= 1),
            ClaimError,
            f"“x ≤ 1” is a term, {NEITHER}",
        ),
        (lambda: (x + 1).name, ClaimError, "x + 1 is no variable"),
        (lambda: x.value, ClaimError, "x is no number"),
        (lambda: x.space, SortError, "a real is over no space"),
        (lambda: lift_count(0), SortError, "argument 1 of length must be a count, but 0 is a nonnegative real"),
        (
            lambda: constant((0, 1), 2, Fraction(1, 2)),
            SortError,
            "argument 1 of length must be a count, but 1/2 is a positive real",
        ),
        (lambda: KL(p, x), SortError, "argument 2 of D must be a law, but x is a real"),
        (lambda: KL(p, law("q", "B")), SortError, "argument 2 of D must be a law over A, but q is a law over B"),
        (
            lambda: KL(p ** count("m"), p),
            SortError,
            "argument 2 of D must be a law over words of length m over A, but p is a law over A",
        ),
        (
            lambda: free_variables(for_all(y, real("p") + p(y) <= 1)),
            ClaimError,
            "p is a real and a law: give one sort to a name",
        ),
        (
            lambda: Statement(x <= 1, given=(law("x")(y) <= 1,)).variables,
            ClaimError,
            "x is a law and a real: give one sort to a name",
        ),
        (
            lambda: Statement(x <= 1, also=(law("x"),)).variables,
            ClaimError,
            "x is a real and a law: give one sort to a name",
        ),
        (
            lambda: slope(t, t * x, t),
            ClaimError,
            f"t is bound in “{written(slope(t, t * x, 1)).replace('1', 't')}”, and is another one in t: rename one",
        ),
    ],
)
def test_what_is_refused(make: Callable[[], Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error) as caught:
        make()
    assert str(caught.value) == said


def test_sorts_of_numbers() -> None:
    assert [lift(value).sort for value in (1, Fraction(1, 2), 0, -1)] == [POSITIVE, POSITIVE, NONNEGATIVE, REAL]
    assert as_sort(lift(3), COUNT, "op", 0).sort == COUNT
    assert as_sort(lift(1), COUNT, "op", 0).sort == COUNT
    assert as_sort(lift(0), NATURAL, "op", 0).sort == NATURAL
    assert as_sort(n, REAL, "op", 0).sort == as_sort(n, POSITIVE, "op", 0).sort == POSITIVE
    assert as_sort(k, REAL, "op", 0).sort == NONNEGATIVE
    for term, wanted, said in (
        (lift(0), COUNT, "argument 1 of op must be a count, but 0 is a nonnegative real"),
        (lift(Fraction(1, 2)), NATURAL, "argument 1 of op must be a natural number, but 1/2 is a positive real"),
        (lift(-1), NATURAL, "argument 1 of op must be a natural number, but -1 is a real"),
        (x, POSITIVE, "argument 1 of op must be a positive real, but x is a real"),
    ):
        with pytest.raises(SortError) as caught:
            as_sort(term, wanted, "op", 0)
        assert str(caught.value) == said


def test_a_sum_where_a_whole_number_is_meant_is_told_how_it_is_written() -> None:
    more = ": as a whole number it is more({0})"
    for term, wanted, hint in (
        (n + 1, COUNT, more.format("N, 1")),
        (1 + k, NATURAL, more.format("1, k")),
        (n + k, NATURAL, more.format("N, k")),
        (n - 1, NATURAL, ""),
        (n + lift(-1), COUNT, ""),
        (n - 2, NATURAL, ""),
        (n - k, NATURAL, ""),
        (n + Fraction(1, 2), NATURAL, ""),
        (n + x, NATURAL, ""),
        (x + 1, NATURAL, ""),
        (2 * n, NATURAL, ""),
        (x - 1, NATURAL, ""),
    ):
        with pytest.raises(SortError) as caught:
            as_sort(term, wanted, "op", 0)
        assert str(caught.value) == f"argument 1 of op must be {wanted.told}, but {term} is {term.sort.told}{hint}"
    with pytest.raises(SortError, match=r"must be a law, but N \+ 1 is a positive real$"):
        KL(p, n + 1)


def test_sorts_of_differences() -> None:
    """Where something is at least a number, what is left of it has a sign."""
    a, s = nonnegative("a"), positive("s")
    for term, sort in (
        (n - 1, NONNEGATIVE),
        (n - Fraction(1, 2), POSITIVE),
        (n - 2, REAL),
        (n + s - 1, NONNEGATIVE),
        (k - 0, NONNEGATIVE),
        (k - 1, REAL),
        (k + 1 - 1, NONNEGATIVE),
        (a - 0, NONNEGATIVE),
        (a + 2 - 1, POSITIVE),
        (a - (-1), POSITIVE),
        (s - 0, NONNEGATIVE),
        (lift(3) - 3, NONNEGATIVE),
        (lift(3) - 2, POSITIVE),
        (lift(3) - 4, REAL),
        (lift(3) - n, REAL),
        (x - 0, REAL),
        (2 * n - 2, NONNEGATIVE),
        (2 * n - 1, POSITIVE),
        (a * n - 0, NONNEGATIVE),
        (x * 2 - 0, REAL),
        (n - 1 - 0, NONNEGATIVE),
        ((n - 3) * (n - 3) - 0, REAL),
    ):
        assert term.sort == sort, term
    for power, sort in (
        (x**n, REAL), (x**2, NONNEGATIVE), (x**3, REAL), (a**n, NONNEGATIVE), (s**n, POSITIVE), (s**x, POSITIVE),
        (a**x, REAL), (s**-1, POSITIVE), (x**0, NONNEGATIVE), (a**2, NONNEGATIVE), (s**2, POSITIVE),
        (a**k, NONNEGATIVE),
    ):  # fmt: skip
        assert power.sort == sort, power


def test_what_is_free() -> None:
    for term, names in (
        (x + t, ["x", "t"]),
        (Sum(y, p(y) * x), ["p", "x"]),
        (p(y), ["p", "y"]),
        (for_all(w, (p**n)(w) <= x), ["N", "p", "x"]),
        (E(p, log_of(q)), ["p", "q"]),
        (integral(t, x, 1, t + n), ["x", "N"]),
        (limit(n, 1 / n, x), ["x"]),
        (slope(t, t * x, 2), ["x"]),
        (for_all(w, x <= 1), ["N", "x"]),  # the words have their length, whatever is said of them
        (for_all(n, for_all(w, x <= 1)), ["x"]),
        (Sum(w, 1), ["N"]),
        (slope(t, t * x, real("c")), ["x", "c"]),
        (integral(t, real("c"), real("d"), t), ["c", "d"]),
    ):
        assert sorted(term.free) == sorted(free_variables(term)) == sorted(names), term
    assert set((for_all(w, (p**n)(w) <= x)).names) == {"w", "N", "p", "x"}
    assert unused("t", x) == "t"
    assert unused("t", t, real("t1"), real("t2")) == "t3"
    assert unused("y", Sum(y, p(y))) == "y"


def test_what_is_put_for_what() -> None:
    assert same(substitute(x + t, {"x": t, "t": x}), t + x)  # at once, not one after the other
    assert same(substitute(Sum(y, p(y) * x), {"p": q, "y": outcome("z")}), Sum(y, q(y) * x))
    assert same(substitute(w == w, {"N": lift_count(2)}).args[0], outcome("w", length=lift_count(2)))
    m = count("m")
    moved, longer = substitute(for_all(w, (p**n)(w) <= x), {"N": m}), outcome("w", length=m)
    assert same(moved, for_all(longer, (p**m)(longer) <= x))
    hidden = for_all(w, for_all(n, w == w))  # inside, N is another one: the word is still of the outer length
    assert same(substitute(hidden, {"N": m}), for_all(longer, for_all(n, longer == longer)))
    assert substitute(x, {}) is x
    coin, head = constant(pmf("1/2, 1/2")), constant(0, 2)
    assert same(substitute(coin(head) * x, {"x": t}), coin(head) * t)
    assert same(substitute(coin(outcome("c", "letters 2")), {"c": head}), coin(head))
    assert same(substitute(lift(2), {"x": t}), lift(2))
    with pytest.raises(ClaimError, match=r"^y is bound in “.*”: rename it before substituting$"):
        substitute(Sum(y, p(y) * x), {"x": p(y)})
    with pytest.raises(SortError):
        substitute(KL(p, q), {"q": p(y)})


def test_names_and_given_objects_as_they_are_shown() -> None:
    assert [shown_name(name) for name in ("alpha_1", "x_1", "lam", "x")] == ["α_1", "x_1", "λ", "x"]
    assert [shown_name(name, latex=True) for name in ("alpha_1", "x_12", "lam", "eps", "epsilon", "x")] == [
        r"\alpha_{1}", "x_{12}", r"\lambda", r"\varepsilon", r"\epsilon", "x",
    ]  # fmt: skip
    assert shown_constant(pmf("1/2, 1/2")) == "(1/2, 1/2)"
    assert shown_constant(Reward.values([0, 1])) == "(0, 1)"
    assert (shown_constant((0, 1)), shown_constant(1)) == ("(0, 1)", "1")


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (x - (t - x), "x − (t − x)"),
        (x - t - x, "x − t − x"),
        ((x + t) * x, "(x + t)·x"),
        (-(x + t), "−(x + t)"),
        ((x + t) ** 2, "(x + t)^2"),
        ((x**2) ** 2, "(x^2)^2"),
        (x / (t * x), "x/(t·x)"),
        (lift(Fraction(1, 2)) * x, "(1/2)·x"),
        (lift(-2) * x, "(-2)·x"),
        (lift(Fraction(1, 2)) <= x, "1/2 ≤ x"),
        (n + x, "N + x"),
        (constant(pmf("1/2, 1/2"))(constant(0, 2)), "(1/2, 1/2)(0)"),
        (for_all(x, exists(t, x <= t)), "for all x: there is t with x ≤ t"),
        (exists(t, for_all(x, x <= t)), "there is t with for all x: x ≤ t"),
    ],
)
def test_brackets_as_few_as_arithmetic_allows(term: Term, words: str) -> None:
    assert written(term) == repr(term) == words


def test_terms_that_are_the_same() -> None:
    assert same(x + 1, real("x") + 1)
    for one, other in (
        (x + t, t + x),
        (x + 1, x + 2),
        (real("x") + 0, positive("x") + 0),
        (law("p")(y), law("p", "B")(outcome("y", "B"))),
        (constant(pmf("1/2, 1/2"))(constant(0, 2)), constant(pmf("1/3, 2/3"))(constant(0, 2))),
        (nonnegative("x") + 0, x + 0),
        (constant(1), constant(True)),  # equal as they are to Python
        (constant(1), constant(Fraction(1))),
        (constant(Reward({"a": 1, "b": 2})), constant(Reward({"b": 2, "a": 1}))),
    ):
        assert not same(one, other)
        assert one.token != other.token
    assert (x + 1).token == (real("x") + 1).token


def test_everything_that_is_in_a_term() -> None:
    """In the order in which it is written, what binds and the lengths of words with it."""
    one = lift(1)
    longer = outcome("v", length=more(n))
    for term, parts in (
        (x + 2 * t, "x + 2·t, x, 2·t, 2, t"),
        (Sum(y, p(y)), "Σ_y p(y), y, p(y), p, y"),
        (w, "w, N"),
        (longer, "v, N + 1, N, 1"),
        ((p**n)(w), "p^N(w), p^N, p, N, N, w, N"),
        (one, "1"),
    ):
        found = [written(part) for part in term.subterms()]
        assert sorted(found) == sorted(parts.split(", "))
        assert found[0] == written(term)


def test_a_word_whose_length_stays_is_the_word_itself() -> None:
    length, other = count("n"), count("m")
    word = outcome("word", length=length)
    assert resorted(word, {"m": length}) is word
    assert resorted(outcome("letter"), {"n": other}).sort == outcome("letter").sort
    assert same(resorted(word, {"n": other}), outcome("word", length=other))


def test_a_number_may_be_named_after_a_function_with_an_index_and_nothing_else() -> None:
    """log_2 of a number would be the function log_2."""
    for make in (real, nonnegative, positive, natural, count):
        assert make("max_n").name == "max_n"
    for make in (real_function, law, reward, outcome):
        with pytest.raises(ClaimError, match="formulas would show it as the function max"):
            make("max_n")
