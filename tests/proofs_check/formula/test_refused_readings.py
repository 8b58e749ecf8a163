"""What has no reading at a case, in which words it is refused, and what is just within each limit."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

from exactalign import EnclosedReal, Reward, log
from exactalign.exceptions import TooLarge, Undecided
from exactalign.numbers.duals import Dual
from proofs_check import pmf
from proofs_check.exceptions import ClaimError
from proofs_check.formula import (
    KL,
    E,
    Sum,
    T,
    Term,
    absolute,
    both,
    count,
    either,
    exp,
    for_all,
    iff,
    information,
    integral,
    kept,
    law,
    laws,
    limit,
    measures,
    natural,
    outcome,
    positive_law,
    real,
    reward,
    rule,
    slope,
    sum_to,
    type_of,
    when,
)
from proofs_check.formula.functions import binomial, larger, power, smaller
from proofs_check.formula.notation import exists, implies, ranked
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.terms import apply, lift
from proofs_check.formula.values import NoReading, NotDefined, holds, letters_in, value

p, q, r, s = law("p"), positive_law("q"), reward("r"), rule("s")
t, u, x, n, k = real("t"), real("u"), real("x"), count("N"), natural("k")
y, w = outcome("y"), outcome("w", length=n)
CASE: dict[str, Any] = {
    "p": pmf("1, 0"), "q": pmf("1/3, 2/3"), "r": Reward.values([0, 2]), "N": 2, "w": (0, 1), "y": 1,
    "x": Fraction(0), "s": {draws: {draws[0]: 1} for draws in [(0, 0), (0, 1), (1, 0), (1, 1)]},
}  # fmt: skip


EVERY = "“for all k: %s” speaks of every natural number"


@pytest.mark.parametrize(
    ("term", "error", "words"),
    [
        (real("z"), ClaimError, "the case gives no value to z"),
        (limit(n, 1 / n, 0), NoReading, "“1/N → 0 as N → ∞” cannot be evaluated at a case"),
        (integral(t, 0, 1, exp(t)), NoReading, "“exp(t)” is read at numbers, not under an integral"),
        (integral(t, 0, 1, 1 / (1 + t)), NoReading, "“1/(1 + t)” is no polynomial in t"),
        (integral(t, 0, 1, lift(2) ** t), NoReading, "“2^t” is no polynomial in t"),
        (for_all(t, t <= 1), NoReading, "“for all t: t ≤ 1” speaks of every real"),
        (for_all(k, k <= 1), NoReading, EVERY % "k ≤ 1"),
        (for_all(k, both(k < 3, k <= 4)), NoReading, EVERY % "k < 3 and k ≤ 4"),  # what is below 3 is not all
        (for_all(k, either(k < 3, k <= 4)), NoReading, EVERY % "k < 3 or k ≤ 4"),
        (for_all(k, iff(k < 3, k <= 4)), NoReading, EVERY % "k < 3 exactly when k ≤ 4"),
        (
            for_all(k, implies(k < k + 1, k <= 1)),
            NoReading,
            "“for all k: if k < k + 1 then k ≤ 1” speaks of every natural number",
        ),
        (
            for_all(k, implies(k <= 3, k <= 4)),
            NoReading,
            "“for all k: if k ≤ 3 then k ≤ 4” speaks of every natural number",
        ),
        (
            for_all(k, implies(x < 3, k <= 4)),
            NoReading,
            "“for all k: if x < 3 then k ≤ 4” speaks of every natural number",
        ),
        (exists(t, t <= 1), NoReading, "“there is t with t ≤ 1” speaks of every real: give the case a witness"),
        (KL(q, p), NotDefined, "KL(q‖p) is infinite"),
        (information(p, w), NotDefined, f"{information(p, w)} is infinite"),
        (lift(1) / x, NotDefined, "1/x: a division by 0"),
        (x / x, NotDefined, "x/x: a division by 0"),
        (x ** (-1), NotDefined, "1/x: a division by 0"),
        (apply("log", 2) / x, NotDefined, "log(2)/x: a division by 0"),
        (ranked(r, w, 2), NotDefined, "a word of 2 letters has no letter of rank 2"),
        (E(kept(p, count("M"), s), r), NotDefined, "the rule keeps one of 2 draws, not of 3"),
        (slope(t, when(t <= 0, 0, t), x), NoReading, "“t ≤ 0” is read at numbers, not where t moves in a derivative"),
        (
            slope(u, u * slope(t, t * u, x), x),
            NoReading,
            "“d/dt [t·u] at t = x” is a derivative within another, which is not read at a case",
        ),
        (
            integral(u, 0, 1, integral(t, 0, u, t * u)),
            NoReading,
            "“t·u” stands under two integrals, which are not read at a case",
        ),
        (type_of(outcome("v", length=k))(y), NotDefined, "type(v): the word is empty"),
        (information(q, outcome("v", length=k)), NotDefined, "information of v under q per letter: the word is empty"),
        (slope(t, absolute(t), x), Undecided, "“|t|” has no derivative at t = 0, or none that the rules find"),
    ],
    ids=str,
)
def test_what_is_said_of_what_has_no_reading(term: Term, error: type[Exception], words: str) -> None:
    with pytest.raises(error) as caught:
        value(term, CASE | {"M": 3, "k": 0, "v": ()})
    assert str(caught.value) == words


def test_letters_that_nothing_tells() -> None:
    with pytest.raises(NoReading, match=r"^no law of this case says what the letters of A are$"):
        value(Sum(y, 1), CASE)
    assert value(Sum(y, p(y)), CASE) == 1
    family = CASE["p"]
    sort = laws("F", "B").sort
    assert letters_in(sort, {"a": family, "b": family}, "B") == ("a", "b")
    assert letters_in(sort, {"a": family, "b": family}, "A") == (0, 1)
    assert letters_in(sort, {}, "A") is None
    assert letters_in(p.sort, family, "A") == letters_in(r.sort, CASE["r"], "A") == (0, 1)
    for found, sort, alphabet in (
        (family, p.sort, "B"), (3, p.sort, "A"), (family, x.sort, "A"), (family, law("P", length=n).sort, "A"),
    ):  # fmt: skip
        assert letters_in(sort, found, alphabet) is None


def test_a_proposition_without_a_value_is_neither_true_nor_false() -> None:
    assert holds(1 / x <= 1, CASE) is None
    assert holds(1 / x <= 1, CASE | {"x": Fraction(2)}) is True
    assert holds(1 / x <= 1, CASE | {"x": Fraction(1, 2)}) is False
    with pytest.raises(NoReading):
        holds(for_all(t, t <= 1), CASE)


def test_a_witness_is_looked_at() -> None:
    claim = exists(t, t * t == 4)
    assert value(claim, {"some t": Fraction(2)}) is True
    with pytest.raises(NoReading, match=r"^3 is no witness of “there is t with t·t = 4”$"):
        value(claim, {"some t": Fraction(3)})
    assert value(exists(y, p(y) == 1), CASE) is True
    assert value(exists(y, p(y) == 2), CASE) is False


def test_whole_numbers_below_an_end_are_gone_through() -> None:
    """The end may be no whole number, and may be below all of them."""
    for end, expected in ((4, True), (Fraction(9, 2), True), (5, True), (Fraction(51, 10), False), (-1, True)):
        assert value(for_all(k, implies(k < lift(end), k <= 4)), {}) is expected
    for last, total_ in ((0, 0), (1, 0), (4, 6)):
        assert value(sum_to(k, last, k), {}) == total_


def test_derivatives_in_the_exponent_of_a_tilt() -> None:
    """d/dα KL(T‖p) = α Var_T(log q), and d/dα of a mass is T(y)(log q(y) − E_T log q)."""
    third = {"p": pmf("1/4, 3/4"), "q": pmf("1/3, 2/3"), "y": 1}
    turned = T(q, p, t)
    tilted = [Fraction(1, 7), Fraction(6, 7)]  # at α = 1: weights 1/12 and 6/12
    gap = log(Fraction(2))  # log q(1) − log q(0)
    assert value(slope(t, turned(y), 1), third) == tilted[0] * tilted[1] * gap
    difference = value(slope(t, KL(turned, p), 1), third) - tilted[0] * tilted[1] * gap * gap
    assert -(10**-30) < float(difference) < 10**-30
    assert value(slope(t, T(q, p, 2 * t)(y), Fraction(1, 2)), third) == 2 * tilted[0] * tilted[1] * gap


@pytest.mark.parametrize(("letters", "length"), [(2, 12), (1, 4096), (4096, 1), (64, 2)])
def test_so_many_words_are_listed_and_no_more(letters: int, length: int) -> None:
    assert sum(1 for _ in measures.words(range(letters), length)) == (4096 if letters > 1 else 1)
    for more in ((letters + 1, length), (letters, length + 1)):
        if more != (2, 4096):
            said = rf"^{more[0]}\^{more[1]} words are more than 4096: give a shorter length$"
            with pytest.raises(TooLarge, match=said):
                measures.words(range(more[0]), more[1])


def test_numbers_may_have_ten_million_bits() -> None:
    two, million = Fraction(2), Fraction(1 << 999_999)  # of 2 and of a million bits
    assert power(two, Fraction(5 * 10**6)) == 1 << 5 * 10**6
    assert power(million, Fraction(10)) == 1 << 9_999_990
    assert power(1 / million, Fraction(10)) == Fraction(1, 1 << 9_999_990)
    for base, exponent in ((two, 5 * 10**6 + 1), (two, -(5 * 10**6) - 1), (1 / million, 11), (-two, 10**8)):
        with pytest.raises(TooLarge, match=r"has too many digits: give an exponent nearer to 0$"):
            power(base, Fraction(exponent))
    for small in (0, 1, -1):
        assert power(Fraction(small), Fraction(10**9)) == abs(small)
    wide = 1 << 4_999_999  # of five million bits
    assert binomial(wide, 2) == binomial(wide, wide - 2) == (wide >> 1) * (wide - 1)
    for k_ in (3, wide - 3):
        with pytest.raises(TooLarge, match=r"^C\(~10\^1505149, .* has too many digits: give smaller numbers$"):
            binomial(wide, k_)
    assert [binomial(4, k_) for k_ in range(6)] == [1, 4, 6, 4, 1, 0]


def test_powers_of_polynomials_have_512_factors() -> None:
    line = Polynomial((Fraction(0), Fraction(1)))
    assert len(power(line, Fraction(512)).coefficients) == 513
    with pytest.raises(TooLarge):
        power(line, Fraction(513))


def test_numbers_too_long_to_be_printed_are_told_by_their_size() -> None:
    """Python itself raises a ValueError for integers of more than 4300 digits."""
    long = 10**5000
    for refused, said in (
        (
            lambda: power(Fraction(long), Fraction(10**7)),
            "(~10^5000)^10000000 has too many digits: give an exponent nearer to 0",
        ),
        (lambda: power(Fraction(2), Fraction(long)), "(2)^~10^5000 has too many digits: give an exponent nearer to 0"),
        (lambda: binomial(long, 10**6), "C(~10^5000, 1000000) has too many digits: give smaller numbers"),
        (lambda: measures.words((0, 1), long), "2^~10^5000 words are more than 4096: give a shorter length"),
        (lambda: measures.spacings(long, Fraction(0)), "~10^5000 spacings are more than 256: give fewer"),
    ):
        with pytest.raises(TooLarge) as caught:
            refused()
        assert str(caught.value) == said
    with pytest.raises(TooLarge, match=r" goes through ~10\^5000 numbers, more than 4096: give a smaller end$"):
        value(sum_to(k, n, k), {"N": long})
    with pytest.raises(NotDefined, match=r"^the rule keeps one of 2 draws, not of ~10\^5000$"):
        value(kept(p, n, s)(y), CASE | {"N": long})
    with pytest.raises(NotDefined, match=r"^a word of 2 letters has no letter of rank ~10\^5000$"):
        value(ranked(r, outcome("v", length=count("M")), n), CASE | {"N": long, "M": 2, "v": (0, 1)})


def test_rounding_is_sure_or_undecided() -> None:
    up, down = (measures.whole(rounding) for rounding in (math.ceil, math.floor))
    for x_, above, below in ((Fraction(5, 2), 3, 2), (Fraction(2), 2, 2), (Fraction(-5, 2), 0, 0), (Fraction(0), 0, 0)):
        assert [up(x_), down(x_)] == [above, below]
    near = EnclosedReal.of(log(2))
    assert [up(near), down(near), up(-near), down(-near)] == [1, 0, 0, 0]
    assert [up(near + 10**30), down(near + 10**30)] == [10**30 + 1, 10**30]
    same = near.exp()  # 2, but only enclosed
    for rounding in (up, down):
        with pytest.raises(Undecided, match=r"^a number too large, or too close to a whole one, to be rounded$"):
            rounding(same)
        assert rounding(Dual(Fraction(5, 2), Fraction(1))) == rounding(Fraction(5, 2))
        with pytest.raises(NotDefined, match=r"^what is rounded jumps at a whole number$"):
            rounding(Dual(Fraction(2), Fraction(1)))


def test_the_smaller_and_the_larger_of_what_moves() -> None:
    moving, still = Dual(Fraction(1), Fraction(3)), Fraction(2)
    for first, second in ((moving, still), (still, moving)):
        assert smaller(first, second) == moving
        large = larger(first, second)
        assert (large.value if isinstance(large, Dual) else large) == 2
    assert (smaller(1, 2), larger(1, 2)) == (1, 2)


def test_order_is_that_of_the_numbers() -> None:
    numbers = [Fraction(-3, 2), Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)]
    for a in numbers:
        for b in numbers:
            assert measures.order(a, b) == (a > b) - (a < b)
            assert measures.order(a + log(2), b + log(2)) == (a > b) - (a < b)
    assert measures.order(log(2), EnclosedReal.of(log(3))) == -1
    with pytest.raises(Undecided):
        measures.order(EnclosedReal.of(log(2)), EnclosedReal.of(log(2)).exp().log())


def test_spacings_are_those_of_exponential_times() -> None:
    """P(the largest of n exponential times ≤ x) = (1 − e^{−x})ⁿ, at e^{−x} = 1/3."""
    x_ = log(3)
    for n_ in range(5):
        assert measures.spacings(n_, x_) == Fraction(2, 3) ** n_
    assert measures.spacings(256, Fraction(0)) == 0
    with pytest.raises(TooLarge, match=r"^257 spacings are more than 256: give fewer$"):
        measures.spacings(257, Fraction(0))


def test_a_number_that_python_does_not_write_is_shown_shortened() -> None:
    """A witness, and where there is no derivative: both ended in a ValueError, told as a bug."""
    long = Fraction(10**5000)
    with pytest.raises(NoReading, match=r"^10+…0+ is no witness of “there is t with t·t = x”$"):
        value(exists(t, t * t == x), {"x": Fraction(4), "some t": long})
    with pytest.raises(Undecided, match=r"^“\|t − x\|” has no derivative at t = 10+…0+, or none that the rules find$"):
        value(slope(t, absolute(t - x), x), {"x": long})
