"""Where the operators of a statement are defined: neither too much is assumed, nor too little."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest

from proofs_check.formula import (
    KL,
    TV,
    E,
    H,
    Pr,
    Sum,
    T,
    Var,
    Z,
    absolutely_continuous,
    best,
    both,
    ceiling,
    chi_squared,
    count,
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
    law,
    laws,
    limit,
    log,
    log_of,
    more,
    natural,
    nonnegative,
    optimal,
    outcome,
    positive,
    positive_law,
    ranked,
    real,
    renyi,
    reward,
    rule,
    slope,
    supports,
    total,
    type_of,
    varies,
    when,
    written,
)
from proofs_check.formula.notation import (
    iff,
    limit_at,
    no,
    primitive,
    real_function,
    renyi_cross_entropy,
    spacings,
    sqrt,
    sum_to,
    x_log_x,
)
from proofs_check.formula.propositions import coq
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import BINDERS, Term, lift
from proofs_check.formula.values import NotDefined, value

p, q, r, g, h = law("p"), positive_law("q"), reward("r"), law("g"), law("h")
x, y, a, s, u = real("x"), real("y"), nonnegative("a"), positive("s"), real("u")
n, m, k = count("N"), count("m"), natural("k")
o, y_, family = outcome("o"), outcome("y_"), laws("pi", index="A")
w, v, z = outcome("w", length=n), outcome("v", length=k), outcome("z", length=more(n))
f, rule_ = real_function("f"), rule("u")

CONDITIONS: list[tuple[Term, list[str]]] = [
    (1 / x < 2, ["x ≠ 0"]),
    (1 / s < 2, []),
    (1 / a < 2, ["a ≠ 0"]),
    (log(x) < 1, ["0 < x"]),
    (log(a) < 1, ["0 < a"]),
    (log(s) < 1, []),
    (sqrt(x) < 1, ["0 ≤ x"]),
    (sqrt(a) < 1, []),
    (x_log_x(x) < 1, ["0 ≤ x"]),
    (x_log_x(a) < 0, []),
    (x**y < 1, ["0 < x"]),
    (x**2 < 1, []),
    (x**n < 1, []),
    (x**k < 1, []),
    (x**0 < 1, []),
    (x ** lift(-1) < 1, ["0 < x"]),
    (x ** Fraction(1, 2) < 1, ["0 < x"]),
    (s**y < 1, []),
    (a**x < 1, ["0 < a"]),
    (KL(p, g) < 1, ["p ≪ g"]),
    (KL(p, q) < 1, []),
    (KL(p, p) < 1, []),
    (KL(p**n, g**n) < 1, ["p ≪ g"]),
    (KL(T(q, p, 2), p) < 1, []),
    (KL(p, T(q, p, 2)) < 1, []),
    (KL(best(p, n, r), p) < 1, []),
    (KL(kept(p, n, rule_), p) < 1, []),
    (KL(kept(p, n, rule_), g) < 1, ["kept of N(p, u) ≪ g"]),
    (renyi(x, p, q) < 1, ["x ≠ 1", "0 ≤ x"]),
    (renyi(a, p, q) < 1, ["a ≠ 1"]),
    (renyi(n, p, q) < 1, ["N ≠ 1"]),
    (renyi(-1, p, q) < 1, ["0 ≤ -1"]),
    (renyi(2, p, q) < 1, []),
    (renyi(2, p, g) < 1, ["p ≪ g"]),
    (renyi_cross_entropy(2, p, g) < 1, ["p ≪ g"]),
    (renyi(1, p, q) < 1, ["1 ≠ 1"]),
    (renyi_cross_entropy(x, p, q) < 1, ["x ≠ 1"]),
    (chi_squared(p, g) < 1, ["p ≪ g"]),
    (H(p, g) < 1, ["p ≪ g"]),
    (TV(p, g) < 1, []),
    (T(g, p, 2)(o) < 1, ["g > 0 on the support of p"]),
    (T(p, p, 2)(o) < 1, []),
    (T(g, T(q, p, 2), 1)(o) < 1, ["g > 0 on the support of p"]),
    (Z(g, p, 2) < 1, ["g > 0 on the support of p"]),
    (Z(g, best(p, n, r), 2) < 1, ["g > 0 on the support of p"]),
    (optimal(p, g, q, 1), ["g > 0 on the support of q"]),
    (optimal(p, q, g, 1), []),
    (optimal(T(q, p, 2), g, p, 1), ["g > 0 on the support of p"]),
    (information(g, w) < 1, ["for all y_: 0 < g(y_)"]),
    (information(g, v) < 1, ["1 ≤ k", "for all y_: 0 < g(y_)"]),
    (information(q, w) < 1, []),
    (information(q, v) < 1, ["1 ≤ k"]),
    (type_of(v)(o) < 1, ["1 ≤ k"]),
    (type_of(w)(o) < 1, []),
    (spacings(n, x) < 1, ["0 ≤ x"]),
    (spacings(n, a) < 1, []),
    (ranked(r, v, 0) < 1, ["0 < k"]),
    (ranked(r, w, 0) < 1, []),
    (ranked(r, w, 1) < 1, ["1 < N"]),
    (ranked(r, w, k) < 1, ["k < N"]),
    (E(p, function(o, 1 / p(o))) < 1, []),  # an expectation looks where there is mass
    (E(q, function(o, 1 / p(o))) < 1, ["for all o: p(o) ≠ 0"]),
    (E(p, log_of(p)) < 1, []),
    (E(p, log_of(g)) < 1, ["g > 0 on the support of p"]),
    (E(p**n, total(log_of(g), n)) < 1, ["g > 0 on the support of p"]),
    (E(p, function(o, 1 / x)) < 1, ["x ≠ 0"]),
    (E(T(g, p, 2), function(o, 1 / x)) < 1, ["g > 0 on the support of p", "x ≠ 0"]),
    (Var(p, function(o, log(x * g(o)))) < 1, ["for all o: if 0 < p(o) then 0 < x·g(o)"]),
    (when(x > 0, 1 / x, 2) < 1, []),
    (when(x < 0, 1, log(y)) < 1, ["if not (x < 0) then 0 < y"]),
    (when(1 / y < 0, log(x), 1) < 1, ["y ≠ 0", "if 1/y < 0 then 0 < x"]),
    (both(x > 0, 1 / x < 2), []),
    (both(1 / x < 2, x > 0), ["x ≠ 0"]),
    (implies(x > 0, log(x) < 1), []),
    (implies(log(x) < 1, x > 0), ["0 < x"]),
    (either(x <= 0, 1 / x < 2), ["x ≠ 0"]),
    (either(x == 0, 1 / x < 2), []),
    (implies(no(x == 0), 1 / x < 1), []),
    (implies(no(x == 1), 1 / x < 1), ["x ≠ 0"]),
    (implies(no(x == 0), log(x) < 1), ["0 < x"]),
    (implies(no(x == 0), sqrt(x) < 1), ["0 ≤ x"]),
    (implies(no(y == 0), 1 / x < 1), ["x ≠ 0"]),
    (implies(y > 0, 1 / x < 1), ["x ≠ 0"]),
    (implies(x > 1, log(x) < 1), ["0 < x"]),
    (implies(x > 0, sqrt(x) < 1), []),
    (implies(x > 1, sqrt(x) < 1), ["0 ≤ x"]),
    (iff(x > 0, 1 / x < 2), ["x ≠ 0"]),
    (for_all(o, 1 / p(o) < 1), ["for all o: p(o) ≠ 0"]),
    (for_all(o, 1 / x < 1), ["x ≠ 0"]),
    (Sum(o, 1 / p(o)) < 1, ["for all o: p(o) ≠ 0"]),
    (Pr(p, event(o, log(r(o)) < 1)) < 1, ["for all o: if 0 < p(o) then 0 < r(o)"]),
    (E(p, function(o, log(r(o)))) < 1, ["for all o: if 0 < p(o) then 0 < r(o)"]),
    (E(p, function(o, log(family(o)(o)))) < 1, ["for all o: if 0 < p(o) then 0 < π(o)(o)"]),
    (sum_to(k, n, 1 / (x - k)) < 1, ["for all k: if k < N then x − k ≠ 0"]),
    (sum_to(k, n, ranked(r, w, k)) < 1, []),
    (sum_to(k, more(n), ranked(r, w, k)) < 1, ["for all k: if k < N + 1 then k < N"]),
    (integral(u, 0, 1, 1 / u) < 1, ["for all u: if 0 ≤ u and u ≤ 1 then u ≠ 0"]),
    (integral(u, 0, 1, 1 / x) < 1, ["x ≠ 0"]),
    (primitive(f, u, log(u)), ["for all u: if 0 < u and u < 1 then 0 < u"]),
    (slope(u, log(u), 1) < 2, []),
    (slope(u, log(u), a) < 2, ["0 < a"]),
    (slope(u, log(u), s) < 2, []),
    (slope(u, sqrt(u), x) < 2, ["0 < x"]),
    (slope(u, spacings(1, u), x) < 2, ["0 < x"]),
    (slope(u, Sum(o, sqrt(u * r(o))), x) < 2, ["for all o: 0 < x·r(o)"]),
    (slope(u, E(p, function(o, sqrt(u * r(o)))), x) < 2, ["for all o: if 0 < p(o) then 0 < x·r(o)"]),
    (limit(m, 1 / (x - m), 0), ["from some m on: x − m ≠ 0"]),
    (limit(m, 1 / x, 0), ["x ≠ 0"]),
    (diverges(m, log(x - m)), ["from some m on: 0 < x − m"]),
    (limit_at(u, 1 / u, 0, 1), []),
    (Sum(outcome("v", length=ceiling(log(x))), 1) < 2, ["0 < x"]),
    (E(p ** ceiling(log(x)), total(function(o, 1), ceiling(log(x)))) < 2, ["0 < x"]),
    (information(family(o), w) < 2, ["for all y_: 0 < π(o)(y_)"]),
    (information(family(y_), w) < 2, ["for all y_1: 0 < π(y_)(y_1)"]),
    (E(p, log_of(family(y_))) < 2, ["π(y_) > 0 on the support of p"]),
    (varies(p, g), []),
    (p == g, []),
    (exists(x, both(x > 0, log(x) < 1)), []),
    (E(family(y_), function(o, 1 / g(o))) < 1, ["for all o: if 0 < π(y_)(o) then g(o) ≠ 0"]),
    (E(family(o), function(o, 1 / g(o))) < 1, ["for all o1: if 0 < π(o)(o1) then g(o1) ≠ 0"]),
]


def test_what_has_to_hold_for_a_formula_to_mean_something() -> None:
    for asserted, conditions in CONDITIONS:
        for statement in (Statement(asserted), Statement(s >= 1, given=(asserted,))):
            assert [written(c) for c in statement.conditions] == conditions, written(asserted)


def test_what_is_given_or_asserted_before_need_not_be_assumed() -> None:
    def assumed(then: Term, *given: Term) -> list[str]:
        return [written(c) for c in Statement(then, given).conditions]

    assert assumed(1 / x < 2, x != 0) == []
    assert assumed(1 / x < 2, both(y < 0, x != 0)) == []
    assert assumed(1 / x < 2, y != 0) == ["x ≠ 0"]
    assert assumed(log(x) < 2, either(y < 0, x > 0)) == ["0 < x"]
    assert assumed(both(KL(p, g) < 1, KL(g, q) < 1)) == ["p ≪ g"]
    assert assumed(KL(p, g) < 1, absolutely_continuous(p, g)) == []
    assert assumed(KL(p, g) < 1, absolutely_continuous(g, p)) == ["p ≪ g"]
    assert assumed(KL(p, g) + KL(g, h) + KL(p, h) < 1) == ["p ≪ g", "g ≪ h"]
    assert assumed(KL(p, g) + KL(h, g) + KL(p, h) < 1) == ["h ≪ g", "p ≪ h"]
    assert assumed(KL(p, h) < 1, absolutely_continuous(p, g), supports(h, g)) == []
    assert assumed(KL(p, h) < 1, absolutely_continuous(p, g), supports(g, h)) == ["p ≪ h"]
    assert assumed(both(for_all(o, p(o) > 0), for_all(o, log(p(o)) < 0))) == []
    assert assumed(limit(m, 1 / (x - m), 0), for_all(m, x - m != 0)) == []
    assert assumed(both(eventually(m, x - m != 0), limit(m, 1 / (x - m), 0))) == []
    # Coq's total logarithm would make it true for every x.
    assert assumed(eventually(m, log(x - m) < 1)) == ["from some m on: 0 < x − m"]
    assert assumed(both(for_all(m, x - m != 0), limit(m, 1 / (x - m), 0))) == []


VALUES = {"x": (-1, 0, Fraction(1, 2), 1, 2), "y": (-1, 0, 1), "a": (0, 1), "s": (Fraction(1, 3), 2), "N": (1, 2)}
ARITHMETIC = [
    term
    for term, _ in CONDITIONS
    if set(term.free) <= set(VALUES)
    and not any(part.op in BINDERS or part.op in ("log", "sqrt") for part in term.subterms())
]


@pytest.mark.parametrize("asserted", ARITHMETIC, ids=str)
def test_with_its_conditions_a_formula_has_a_value_at_every_case(asserted: Term) -> None:
    tried = 0
    names = [name for name in VALUES if name in asserted.free]
    for values in itertools.product(*(VALUES[name] for name in names)):
        case: dict[str, Any] = {name: Fraction(v) for name, v in zip(names, values, strict=True)}
        try:
            value(asserted, case)
        except NotDefined:
            assert Statement(asserted).holds(case) is None
            conditions = Statement(asserted).conditions
            assert not all(value(condition, case) for condition in conditions), case
        tried += 1
    assert tried > 1


def test_what_a_file_keeps_beside_its_terms_is_not_what_is_judged() -> None:
    m = count("m")
    w = outcome("w", length=m)
    statement = Statement(for_all(w, information(law("p"), w) <= 1 / real("x")))
    honest = Statement(statement.then)
    said = [str(c) for c in honest.conditions], coq(honest)
    for part in statement.then.subterms():  # the length of the words among them
        vars(part).update(conditions=(), proposition="True")
    again = statement.anew()
    assert said == ([str(c) for c in again.conditions], coq(again))


def test_the_hypotheses_of_a_variant_are_read_at_the_same_case_as_its_own() -> None:
    x = real("x")
    statement, variant = Statement(x <= 1, given=(x < 2,)), Statement(x <= 1, given=(x < 4,))
    reading = statement.reading({"x": Fraction(3)})
    assert statement.holds_in(reading) is None
    assert variant.holds_in(reading) is False
    assert statement.holds_in(reading) is None
    assert statement.reading({"x": Fraction(1)}).all_hold((x < 2,), ((x < 2).token,))


@pytest.mark.parametrize("source", [lambda p: p, lambda p: kept(p, 2, rule("s")), lambda p: best(p, 2, reward("r"))])
def test_a_law_is_positive_where_what_is_drawn_from_it_has_mass(source: Any) -> None:
    """Of E_p log p nothing is assumed, and of E_p log q that q > 0 where p > 0."""
    p, q = law("p"), law("q")
    assert Statement(E(source(p), log_of(p)) <= 0).conditions == ()
    assert [c.op for c in Statement(E(source(p), log_of(q)) <= 0).conditions] == ["supports"]


def test_a_hypothesis_may_have_its_sides_exchanged() -> None:
    x, y = real("x"), real("y")
    zero = lift(0)
    for given in (x != 0, zero != x):
        assert Statement(1 / x <= y, given=(given,)).conditions == ()
        assert Statement(both(given, 1 / x <= y)).conditions == ()
        assert Statement(implies(given, 1 / x <= y)).conditions == ()
    for equal in (x == 0, zero == x):
        assert Statement(either(equal, 1 / x <= y)).conditions == ()
        assert Statement(implies(no(equal), 1 / x <= y)).conditions == ()
        assert [str(c) for c in Statement(implies(equal, 1 / x <= y)).conditions] == ["x ≠ 0"]
    for other in (y != 0, zero < y, zero == x, x <= 0, lift(1) != x):
        assert [str(c) for c in Statement(1 / x <= y, given=(other,)).conditions] == ["x ≠ 0"]
    assert [str(c) for c in Statement(log(x) <= y, given=(x < 0,)).conditions] == ["0 < x"]


def test_a_conclusion_that_is_a_hypothesis_with_its_sides_exchanged_says_nothing() -> None:
    x, y = real("x"), real("y")
    p, q, u, v = law("p"), law("q"), outcome("u"), outcome("v")
    for a, b in ((x == y, y == x), (x != y, y != x), (p == q, q == p), (u == v, v == u), (no(x == y), no(y == x))):
        assert Statement(a, given=(b,)).is_empty
        assert Statement(a, given=(a,)).is_empty
    for a, b in ((x <= y, y <= x), (x < y, y < x), (x == y, x != y), (no(x < y), no(y < x))):
        assert not Statement(a, given=(b,)).is_empty
    assert not Statement(both(x == y, x == 1), given=(y == x,)).is_empty
