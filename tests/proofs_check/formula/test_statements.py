"""Statements by themselves: what they are shown as, what is plain, what integrals and words of a law ask for."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, Reward
from proofs_check import kernel, pmf
from proofs_check.engine.certificates import seal
from proofs_check.exceptions import ClaimError
from proofs_check.formula import (
    KL,
    E,
    Pr,
    Sum,
    T,
    Z,
    about,
    absolute,
    absolutely_continuous,
    best,
    best_rate,
    both,
    count,
    counts,
    diverges,
    either,
    event,
    eventually,
    exists,
    for_all,
    function,
    implies,
    information,
    integral,
    kept,
    large_deviations,
    law,
    laws,
    limit,
    limit_at,
    log,
    log_of,
    natural,
    no,
    nonnegative,
    optimal,
    outcome,
    positive,
    positive_law,
    primitive,
    principle,
    rate,
    real,
    real_function,
    renyi,
    reward,
    rule,
    rules,
    same,
    size,
    slope,
    soft_best,
    spacings,
    sqrt,
    supports,
    tilt_by,
    total,
    when,
    written,
)
from proofs_check.formula.certificates import refutation
from proofs_check.formula.definedness import plain
from proofs_check.formula.definedness import positive as is_positive
from proofs_check.formula.sorts import Sort
from proofs_check.formula.statements import Statement, unreadable
from proofs_check.formula.terms import SortError, Term, lift

p, q, g, h, r = law("p"), positive_law("q"), law("g"), law("h"), reward("r")
x, y, a, s, u = real("x"), real("y"), nonnegative("a"), positive("s"), real("u")
n, k, o, f = count("N"), natural("k"), outcome("o"), real_function("f")
w, psi = outcome("w", length=n), law("Psi", length=n)


def conditions(said: Term, *given: Term) -> list[str]:
    return [written(c) for c in Statement(said, given).conditions]


def test_a_statement_is_shown_as_its_words() -> None:
    for statement in (Statement(x <= 1), Statement(KL(p, g) <= x, given=(x <= y,), also=(s,)), Statement(lift(1) <= 2)):
        assert repr(statement) == str(statement) == statement.words
    assert Statement(lift(1) <= 2).words == "1 ≤ 2"
    assert Statement(lift(1) <= 2, (lift(2) <= 3,)).words == "With 2 ≤ 3: 1 ≤ 2"
    assert Statement(x <= 1, (x <= y,)).words == "For every real number x, y with x ≤ y: x ≤ 1"
    one, other = either(x <= 3, x <= 4), both(x <= 5, x <= 6)
    beside = "For every real number x with "
    assert Statement(x <= 1, (one,)).words == beside + "(x ≤ 3 or x ≤ 4): x ≤ 1"
    assert Statement(x <= 1, (one, x <= 2)).words == beside + "(x ≤ 3 or x ≤ 4) and x ≤ 2: x ≤ 1"
    assert Statement(x <= 1, (x <= 2, one)).words == beside + "x ≤ 2 and (x ≤ 3 or x ≤ 4): x ≤ 1"
    assert Statement(x <= 1, (other, x <= 2)).words == beside + "x ≤ 5 and x ≤ 6 and x ≤ 2: x ≤ 1"
    assert Statement(log(x) <= 1, (one,)).words == beside + "(x ≤ 3 or x ≤ 4) and 0 < x: log(x) ≤ 1"
    assert Statement(x <= 1, (implies(x <= 2, x <= 3),)).words == beside + "(if x ≤ 2 then x ≤ 3): x ≤ 1"
    assert Statement(lift(1) <= 2).is_closed
    assert not Statement(x <= 1).is_closed
    assert not Statement(lift(1) <= 2, also=(x,)).is_closed


def test_variables_stand_in_the_order_of_their_kinds() -> None:
    given = Statement(x + s + a + n + k <= E(p, r) + f(x) + E(laws("F", "A")(o), r) * 0 + KL(q, p))
    assert list(given.variables) == ["q", "p", "F", "f", "r", "o", "N", "k", "s", "a", "x"]
    changed = given.but(then=x <= 1)
    assert list(changed.variables) == list(given.variables)
    assert (changed.given, written(changed.then)) == ((), "x ≤ 1")
    other = Statement(x <= 1, (x <= y,)).but(given=())
    assert (other.given, list(other.variables), written(other.then)) == ((), ["x", "y"], "x ≤ 1")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Statement(x <= 1, given=[x <= 2]), "the hypotheses of a statement are a tuple: one of them needs"),  # type: ignore[arg-type]
        (lambda: Statement(x <= 1, also=[x]), "the hypotheses of a statement are a tuple: one of them needs"),  # type: ignore[arg-type]
        (lambda: Statement(x + 1), "“x + 1” is a real: a hypothesis or a conclusion is a proposition"),
        (lambda: Statement(x <= 1, (x + 1,)), "“x + 1” is a real: a hypothesis or a conclusion is a proposition"),
        (lambda: Statement(real("phi") <= 1, also=(real("φ"),)), "'φ' is no name for a variable"),
        (
            lambda: Statement(integral(u, a, x, f(u)) <= 1).conditions,
            "“f(u)” under an integral looks at values that are not seen to be ≥ 0",
        ),
        (
            lambda: Statement(integral(u, x, a, f(u)) <= 1).conditions,
            "“f(u)” under an integral looks at values that are not seen to be ≥ 0",
        ),
        (
            lambda: Statement(integral(u, 0, 1, f(u - 1)) <= 1).conditions,
            "“f(u − 1)” under an integral looks at values that are not seen to be ≥ 0",
        ),
        (
            lambda: Statement(exists(u, log(u) <= 1)).conditions,
            "“there is u with log(u) ≤ 1” is defined only with 0 < u: say so after “there is”",
        ),
        (
            lambda: Statement(exists(u, either(u > 0, log(u) <= 1))).conditions,
            "“there is u with 0 < u or log(u) ≤ 1” is defined only with 0 < u: say so after “there is”",
        ),
        (lambda: slope(n, n + 0, 1), "the variable of a derivative must be a real number, but N is a count"),
        (lambda: integral(k, 0, 1, x), "the variable of an integral must be a real number, but k is a natural number"),
        (lambda: limit_at(n, x, 1, 1), "the variable of a limit at a point must be a real number, but N is a count"),
        (lambda: primitive(f, n, x), "the variable of a primitive must be a real number, but N is a count"),
        (lambda: limit(u, u, 1), "what grows must be a natural number, but u is a real"),
        (lambda: diverges(s, s), "what grows must be a natural number, but s is a positive real"),
        (lambda: eventually(o, x <= 1), "what grows must be a natural number, but o is an outcome"),
        (lambda: slope(s, log(s), x), "argument 3 of slope must be a positive real, but x is a real"),
        (lambda: slope(s, log(s), a), "argument 3 of slope must be a positive real, but a is a nonnegative real"),
        (lambda: limit_at(s, log(s), x, 0), "argument 3 of limit at must be a positive real, but x is a real"),
        (
            lambda: integral(s, 0, 1, 1 / s),
            "argument 2 of integral must be a positive real, but 0 is a nonnegative real",
        ),
        (
            lambda: integral(s, 1, a, 1 / s),
            "argument 3 of integral must be a positive real, but a is a nonnegative real",
        ),
        (lambda: integral(a, x, 1, a), "argument 2 of integral must be a nonnegative real, but x is a real"),
        (lambda: spacings(natural("i"), 1), "i stands for something else where this is shown"),
        (lambda: spacings(n, real("i")), "i stands for something else where this is shown"),
        (lambda: about(counts("M"), count("m") * x, 2), "m stands for something else where this is shown"),
        (lambda: rate(law("J"), p, p), "J stands for something else where this is shown"),
        (lambda: rate(q, law("beta"), p), "beta stands for something else where this is shown"),
        (lambda: rate(q, p, law("beta"), ends=False), "beta stands for something else where this is shown"),
        (lambda: rate(law("J"), p, p, ends=False), "J stands for something else where this is shown"),
        (lambda: best_rate(q, law("phi"), x), "phi stands for something else where this is shown"),
        (lambda: best_rate(q, p, real("t")), "t stands for something else where this is shown"),
        (lambda: best_rate(q, p, real("beta")), "beta stands for something else where this is shown"),
        (lambda: best_rate(law("J"), p, x), "J stands for something else where this is shown"),
        (lambda: principle(k, law("Y") ** k, q, rate(q, p, p)), "Y stands for something else where this is shown"),
    ],
)
def test_what_is_no_statement(make: Callable[[], Any], said: str) -> None:
    with pytest.raises(ClaimError) as caught:
        make()
    assert str(caught.value).startswith(said)


def test_what_an_integral_asks_for() -> None:
    """Its integrand is defined between the ends, whichever is the smaller, and at both; functions are continuous."""
    for low, high, between in (
        (0, 1, "0 ≤ u and u ≤ 1"),
        (1, 1, "1 ≤ u and u ≤ 1"),
        (2, 1, "min(2, 1) ≤ u and u ≤ max(2, 1)"),
        (x, 1, "min(x, 1) ≤ u and u ≤ max(x, 1)"),
        (0, x, "min(0, x) ≤ u and u ≤ max(0, x)"),
        (x, y, "min(x, y) ≤ u and u ≤ max(x, y)"),
    ):
        assert conditions(integral(u, low, high, 1 / u) <= 1) == [f"for all u: if {between} then u ≠ 0"]
    whole = "f is continuous at every point of [0, ∞)"
    for low, high in ((0, 1), (a, s), (s, a), (1, 0)):
        assert conditions(integral(u, low, high, f(u)) <= 1) == [whole]
        assert conditions(integral(u, low, high, f(u * u + a)) <= 1) == [whole]
    assert conditions(integral(u, x, y, f(u**2)) <= 1) == [whole]
    assert conditions(integral(u, x, y, f(s)) <= 1) == []
    assert conditions(integral(u, 0, 1, f(x) * u) <= 1) == []


def test_what_a_mean_asks_for() -> None:
    of_words = "for all y_: 0 < g(y_)"
    assert conditions(E(psi, total(log_of(g), n)) <= 1) == [of_words]  # all words may have mass, so all letters count
    assert conditions(E(p**n, total(log_of(g), n)) <= 1) == ["g > 0 on the support of p"]
    assert conditions(E(p**n, function(w, 1 / (p**n)(w))) <= 1) == []
    assert conditions(E(p**n, function(w, 1 / (g**n)(w))) <= 1) == ["for all w: if 0 < p^N(w) then g^N(w) ≠ 0"]
    assert conditions(E(T(g, p, 2) ** n, total(log_of(q), n)) <= 1) == ["g > 0 on the support of p"]
    for of_p in (p, best(p, n, r), soft_best(p, n, r), tilt_by(r, p, 2), T(q, p, 2), best(T(q, p, x), n, r)):
        assert conditions(E(of_p, function(o, log(g(o)))) <= 1) == ["g > 0 on the support of p"]
    own_support = kept(p, n, rule("c"))
    assert conditions(E(own_support, log_of(g)) <= 1) == ["g > 0 on the support of kept of N(p, c)"]
    assert conditions(E(p, function(o, log(r(o)))) <= 1) == ["for all o: if 0 < p(o) then 0 < r(o)"]
    told = "information of w under q per letter"
    of_words_themselves = E(p**n, function(w, log(information(q, w))))
    assert conditions(of_words_themselves <= 1) == [f"for all w: if 0 < p^N(w) then 0 < {told}"]
    of_families = E(p, function(o, log(laws("F", "A")(o)(o))))
    assert conditions(of_families <= 1) == ["for all o: if 0 < p(o) then 0 < F(o)(o)"]
    assert conditions(E(p, function(o, log(g(outcome("b"))))) <= 1) == ["0 < g(b)"]
    assert conditions(E(p, function(o, log(g(o)) + sqrt(x))) <= 1) == ["g > 0 on the support of p", "0 ≤ x"]


def test_what_a_limit_at_a_point_asks_for_beside_it() -> None:
    t = real("t")
    for body, point, needs in (
        (1 / (t - 1), 1, []),
        (1 / (t - 1), 2, ["2 − 1 ≠ 0"]),
        (1 / (t - x), x, []),
        (1 / (t - x), y, ["y − x ≠ 0"]),
        (1 / (x - t), x, []),
        (1 / (x - t), y, ["x − y ≠ 0"]),
        (1 / t, 0, []),
        (log(t), 1, ["0 < 1"]),
        (sqrt(t), x, ["0 < x"]),
        (renyi(t, p, q), 1, ["0 < 1"]),
        (renyi(t, p, q), 2, ["2 ≠ 1", "0 < 2"]),
    ):
        assert conditions(limit_at(t, body, point, 0)) == needs, body
    with pytest.raises(ClaimError) as caught:
        conditions(limit_at(t, 1 / f(t), 1, 0))
    assert str(caught.value) == ("nothing says that “1/f(t) → 0 as t → 1” is defined near the point: f(t) ≠ 0")


def test_what_is_plain() -> None:
    for condition, known, truth in (
        (x != 0, [x > 0], True),
        (x != 0, [no(x == 0)], True),
        (x != 0, [no(lift(0) == x)], True),
        (x != 0, [y > 0], False),
        (x > 0, [no(x == 0)], False),
        (x >= 0, [no(x == 0)], False),
        (x == 0, [no(x == 0)], False),
        (x != 0, [x == 0], False),
        (x != 0, [no(x < 0)], False),
        (x != 0, [no(x <= 0)], False),
        (x != 0, [no(no(x == 0))], False),
        (no(x == 0), [no(lift(0) == x)], True),
        (x != 1, [no(x == 0)], False),
        (x != 1, [x > 1], True),
        (x != 1, [x < 1], False),
        (x != 0, [x >= 0], False),
        (x >= 0, [x > 0], True),
        (x >= 1, [x > 0], False),
        (x > 0, [x > 0], True),
        (x > 0, [x != 0], False),
        (s > 0, [], True),
        (s != 0, [], True),
        (a >= 0, [], True),
        (a > 0, [], False),
        (a != 0, [], False),
        (s > 1, [], False),
        (x > 0, [], False),
        (lift(1) <= 2, [], True),
        (lift(2) <= 2, [], True),
        (lift(3) <= 2, [], False),
        (lift(2) < 2, [], False),
        (lift(1) < 2, [], True),
        (lift(2) == 2, [], True),
        (lift(1) == 2, [], False),
        (lift(1) != 2, [], True),
        (lift(2) != 2, [], False),
        (s <= 1, [], False),
        (lift(1) <= s, [], False),
        (absolutely_continuous(p, q), [], True),
        (absolutely_continuous(p, p), [], True),
        (absolutely_continuous(p, g), [], False),
        (absolutely_continuous(p, g), [absolutely_continuous(p, h), absolutely_continuous(h, g)], True),
        (absolutely_continuous(p, g), [absolutely_continuous(g, h), absolutely_continuous(h, p)], False),
        (supports(g, p), [absolutely_continuous(p, g)], True),
        (supports(g, p), [absolutely_continuous(g, p)], False),
        (supports(q, p), [], True),
        (supports(p, q), [], False),
        (for_all(o, q(o) > 0), [], False),
    ):
        assert plain(condition, known) is truth, (condition, known)


def test_where_the_law_of_a_tilt_is_positive() -> None:
    inside = "g > 0 on the support of p"
    for letters in (p, best(p, n, r), soft_best(p, n, r), tilt_by(r, p, 2), T(q, p, 2)):
        assert conditions(T(g, letters, 2)(o) <= 1) == conditions(Z(g, letters, 2) <= 1) == [inside]
        assert conditions(optimal(p, g, letters, 1)) == [inside]
        assert conditions(Z(q, letters, 2) <= 1) == []
        assert conditions(KL(letters, g) <= 1) == ["p ≪ g"]
        assert conditions(KL(g, letters) <= 1) == ["g ≪ p"]
    assert conditions(Z(g**n, p**n, 2) <= 1) == ["g^N > 0 on the support of p^N"]
    assert conditions(optimal(p**n, g**n, p**n, 1)) == [inside]
    assert conditions(Z(g, g, 2) <= 1) == []


def test_which_law_decides_a_support() -> None:
    for one, other, needs in (
        (kept(p, n, rule("c")), p, []),
        (kept(T(q, p, 2), n, rule("c")), p, []),
        (kept(p, n, rule("c")), T(q, p, 2), []),
        (kept(p, n, rule("c")), g, ["kept of N(p, c) ≪ g"]),
        (best(p, n, r), g, ["p ≪ g"]),
        (p**n, best(g**n, n, total(r, n)), ["p ≪ g"]),
        (psi, p**n, ["Ψ ≪ p^N"]),
        ((p**n), psi, ["p^N ≪ Ψ"]),
    ):
        assert [c.replace("Psi", "Ψ") for c in conditions(KL(one, other) <= 1)] == needs


def test_numbers_that_the_sorts_show_to_be_positive() -> None:
    assert [is_positive(t) for t in (s, n, s + a, a, x, k, lift(2), lift(0), s * s, q(o), p(o))] == [
        True, False, True, False, False, False, True, False, True, True, False,
    ]  # fmt: skip


def test_what_no_case_decides() -> None:
    for said in (limit(n, x / n, 0), about(counts("M"), x, 2), for_all(k, counts("M")(k) <= 3)):
        assert unreadable(Statement(said))
        assert unreadable(Statement(x <= 1, (said,)))
    for said in (slope(u, u, 1) <= 1, integral(u, 0, 1, u) <= 1, for_all(o, p(o) <= 1), primitive(f, u, u)):
        assert not unreadable(Statement(said))


def test_letters_are_those_of_the_first_that_has_them() -> None:
    statement = Statement(both(KL(p, q) <= 1, Sum(outcome("b", "B"), law("m", "B")(outcome("b", "B"))) <= 1))
    case = {"p": pmf("1/2, 1/2"), "q": pmf("1/3, 2/3"), "m": Distribution.uniform(3)}
    found = statement.with_letters(case)
    assert (found["letters of A"], found["letters of B"]) == ((0, 1), (0, 1, 2))
    assert len(found) == len(case) + 2
    told = statement.with_letters(case | {"letters of A": (5, 6)})
    assert told["letters of A"] == (5, 6)
    family = Statement(E(laws("F", "B")(outcome("b", "B")), r) <= 1)
    seen = family.with_letters({"F": {"u": pmf("1/2, 1/2"), "v": pmf("1, 0")}, "r": Reward.values([0, 1]), "b": "u"})
    assert (seen["letters of A"], seen["letters of B"]) == ((0, 1), ("u", "v"))


def test_a_principle_is_of_words_that_are_drawn_letter_by_letter() -> None:
    for ends in (True, False):
        m = natural("m")
        expected = principle(m, h**m, q, rate(q, p, h, ends=ends))
        assert same(large_deviations(h, q, p, ends=ends), expected)
    assert same(large_deviations(h, q, p), large_deviations(h, q, p, ends=True))
    assert same(rate(q, p, h), rate(q, p, h, ends=True))
    assert not same(rate(q, p, h), rate(q, p, h, ends=False))


def test_a_principle_is_of_a_law_that_is_positive_at_the_letters_that_are_drawn() -> None:
    m, sizes, keepers = natural("m"), counts("M"), rules("us")
    inside = "p > 0 on the support of g"
    for letters in (g, T(q, g, 2), tilt_by(r, g, 2), best(g, n, r)):
        for source in (
            letters**m,
            best(letters**m, sizes(m), total(r, m)),
            kept(letters**m, sizes(m), keepers(m)),
            best(kept(letters**m, sizes(m), keepers(m)), sizes(m), total(r, m)),
        ):
            assert conditions(principle(m, source, p, rate(q, q, q))) == [inside]
            assert conditions(principle(m, source, p, rate(q, p, g))) == ["p ≪ g", inside]
            assert conditions(principle(m, source, p, best_rate(p, g, 2))) == [inside]
            assert conditions(principle(m, source, q, rate(q, p, p))) == []
    for ends in (True, False):
        assert conditions(principle(m, q**m, q, rate(p, g, g, ends=ends))) == [inside]
        assert conditions(principle(m, q**m, q, rate(p, p, p, ends=ends))) == []
        assert conditions(principle(m, q**m, q, rate(p, tilt_by(r, g, 2), g, ends=ends))) == [inside]
        assert conditions(principle(m, q**m, q, rate(q, tilt_by(r, g, 2), h, ends=ends))) == ["g ≪ h"]
        assert conditions(principle(m, q**m, q, rate(q, g, h, ends=ends))) == ["g ≪ h"]
    assert conditions(principle(m, q**m, q, best_rate(p, g, 2))) == [inside]
    assert conditions(principle(m, q**m, q, best_rate(q, g, 2))) == []
    assert conditions(principle(m, q**m, q, best_rate(p, best(g, n, r), 2))) == [inside]


def test_outside_the_hypotheses_nothing_holds_and_nothing_fails() -> None:
    statement = Statement(1 / x <= 1, (y <= 1,))
    places = ((1, 1), (2, 0), (-1, 1), (Fraction(1, 2), 1), (1, 2), (0, 0))
    found = [statement.holds({"x": Fraction(one), "y": Fraction(other)}) for one, other in places]
    assert found == [True, True, True, False, None, None]
    assert Statement(implies(absolute(x) > 0, 1 / x <= 1)).holds({"x": Fraction(0)}) is None


def test_every_part_of_a_statement_is_built_anew() -> None:
    by_hand = Term("variable", (), Sort(3), "z")  # type: ignore[arg-type]
    wrong = Term("≤", (x, x), Sort("real"))
    for make in (
        lambda: Statement(x <= 1, also=(by_hand,)),
        lambda: Statement(x <= 1, also=(x, by_hand)),
        lambda: Statement(x <= 1, (wrong,)),
        lambda: Statement(wrong),
    ):
        with pytest.raises(SortError):
            make()


def test_what_a_term_asks_for_is_asked_for_in_every_statement_that_has_it() -> None:
    first = Statement(both(1 / x < 2, log(y) < 1))
    needed = ["x ≠ 0", "0 < y"]
    for statement in (first, first.but(given=(x < 3,)), Statement(first.then), Statement(s >= 1, (first.then,))):
        assert [written(c) for c in statement.conditions] == needed
    assert [written(c) for c in Statement(s >= 1, (first.then, y > 0)).conditions] == ["x ≠ 0"]


def test_what_stands_behind_a_guard_is_asked_for_where_the_guard_looks() -> None:
    """“If 0 < p(y) then …” says of which letters a ratio is looked at: asked of all, it made every mass positive."""
    p, q, y, z = law("p"), law("q"), outcome("y"), outcome("z")
    ratio = p(y) / q(y)
    behind = for_all(y, implies(p(y) > 0, log(ratio) <= 1))
    told = [written(condition) for condition in Statement(behind).conditions]
    assert told == ["for all y: if 0 < p(y) then q(y) ≠ 0", "for all y: if 0 < p(y) then 0 < p(y)/q(y)"]
    by_or = for_all(y, either(q(y) == 0, ratio <= 1))
    assert Statement(by_or).conditions == ()
    beside = for_all(y, for_all(z, implies(p(z) > 0, ratio <= 1)))  # the guard is of another letter
    assert [written(condition) for condition in Statement(beside).conditions] == ["for all y: q(y) ≠ 0"]
    nested = for_all(y, for_all(z, implies(both(p(y) > 0, p(z) > 0), log(p(z) / q(y)) <= 1)))
    first, _ = Statement(nested).conditions
    assert written(first) == "for all y: for all z: if 0 < p(y) and 0 < p(z) then q(y) ≠ 0"
    free = implies(p(y) > 0, ratio <= 1)  # of a letter that is free nothing is lost: where it has no mass all is true
    assert [written(condition) for condition in Statement(free).conditions] == ["q(y) ≠ 0"]
    asked = Statement(for_all(y, implies(p(y) > 0, ratio <= 1)), given=(for_all(y, q(y) != 0),))
    assert asked.conditions == ()
    assert Statement(behind, given=(size(p) >= 2,)).holds({"p": pmf("1, 0"), "q": pmf("1/4, 3/4")}) is False


def test_a_negative_whole_power_is_a_quotient_which_needs_no_more_than_that() -> None:
    """As a real power it asked for x > 0, and what is false at −1 was outside."""
    x, b = real("x"), positive("b")
    assert [written(t) for t in (x**-1, x**-2, b ** Fraction(-3), x ** Fraction(-1, 2))] == [
        "1/x", "1/x^2", "1/b^3", "x^(-1/2)",
    ]  # fmt: skip
    assert [written(condition) for condition in Statement(x**-1 > 0).conditions] == ["x ≠ 0"]
    assert Statement(x**-1 > 0, given=(x != 0,)).holds({"x": -1}) is False
    assert Statement(sqrt(x**-2) == 1 / x, given=(x != 0,)).holds({"x": -1}) is False
    assert (b**-2).sort == positive("b").sort


def test_a_probability_looks_where_there_is_mass_as_a_mean_does() -> None:
    """P(log p/q > 0) < 1 is false for p = (1, 0), which was outside: p(y)/q(y) > 0 was asked of every y."""
    p, q, y = law("p"), law("q"), outcome("y")
    more_likely = event(y, log(p(y) / q(y)) > 0)
    rare, given = Pr(p, more_likely) < 1, (absolutely_continuous(p, q),)
    as_mean = E(p, function(y, when(log(p(y) / q(y)) > 0, 1, 0))) < 1
    asked = [[written(c) for c in Statement(said, given).conditions] for said in (rare, as_mean)]
    assert asked == [["for all y: if 0 < p(y) then q(y) ≠ 0", "for all y: if 0 < p(y) then 0 < p(y)/q(y)"]] * 2
    case = {"p": pmf("1, 0"), "q": pmf("1/2, 1/2")}
    assert Statement(rare, given).holds(case) is Statement(as_mean, given).holds(case) is False
    found = refutation(Statement(rare, given), case)
    assert {kernel.check(seal("X", fact, {"precision": "64"})).status for fact in found} == {"valid"}


def test_a_guard_stands_as_long_as_something_needs_it() -> None:
    """a/x > 0 has no value at x = 0, where the guard x > 0 says that nothing is looked at."""
    p, q, y, x, b = law("p"), law("q"), outcome("y"), real("x"), positive("b")

    def told(said: Term, *given: Term) -> list[str]:
        return [written(condition) for condition in Statement(said, given).conditions]

    assert told(implies(x > 0, log(b / x) <= b / x)) == ["if 0 < x then 0 < b/x"]
    inside = event(y, both(q(y) > 0, log(p(y) / q(y)) >= 0))
    assert told(Pr(p, inside) > 0) == ["for all y: if 0 < p(y) then (if 0 < q(y) then 0 < p(y)/q(y))"]
    assert told(for_all(y, no(both(q(y) > 0, log(p(y) / q(y)) > 5)))) == ["for all y: if 0 < q(y) then 0 < p(y)/q(y)"]
    guarded, everywhere = for_all(y, implies(q(y) <= 1, log(q(y)) <= 0)), for_all(y, q(y) > 0)
    kept = ["for all y: if q(y) ≤ 1 then 0 < q(y)"]
    assert told(both(guarded, everywhere)) == told(everywhere, guarded) == kept  # what is asserted later is not known
    assert told(guarded, everywhere) == []
    assert told(implies(x != 0, x**-2 >= 0)) == told(x**-2 >= 0, x != 0) == []
