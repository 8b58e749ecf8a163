"""What a hypothesis says, and of which variable: definitions, bounds and edges, and what says none of that."""

from __future__ import annotations

import pytest

from exactalign import Reward
from proofs_check import pmf
from proofs_check.formula import (
    KL,
    E,
    T,
    both,
    ceiling,
    constant,
    count,
    either,
    exists,
    for_all,
    implies,
    law,
    more,
    natural,
    no,
    nonnegative,
    outcome,
    positive,
    positive_law,
    real,
    reward,
    same,
    total,
    written,
)
from proofs_check.formula.hypotheses import (
    bounds_of,
    conjuncts,
    definition,
    edge,
    exchanged,
    parts_of,
    says_the_same,
    whole_variable,
)
from proofs_check.formula.terms import Term, lift

p, q, pi, r, g = law("p"), positive_law("q"), law("pi"), reward("r"), reward("g")
x, c, a, b, n, k = real("x"), real("c"), nonnegative("a"), positive("b"), count("n"), natural("k")
y, z, w = outcome("y"), outcome("z"), outcome("w", length=n)
psi = law("Psi", length=n)
coin = constant(pmf("1/2, 1/2"))


@pytest.mark.parametrize(
    ("hypothesis", "found"),
    [
        (p == pi, ("p", "π")),
        (T(q, p, 2) == pi, ("pi", "T(q, p, 2)")),
        (pi == T(q, p, 2), ("pi", "T(q, p, 2)")),
        (pi == T(q, pi, 2), None),  # which is no value of it
        (p == T(q, pi, 2), ("p", "T(q, π, 2)")),
        (T(q, p, 2) == T(q, pi, 2), None),
        (law("u", "letters 2") == coin, ("u", "(1/2, 1/2)")),
        (psi == p**n, None),  # of a law on words nothing is defined
        (for_all(y, p(y) == pi(y)), ("p", "(y ↦ π(y))")),
        (for_all(y, r(y) == x), ("r", "(y ↦ x)")),
        (for_all(y, x == r(y)), ("r", "(y ↦ x)")),
        (for_all(y, r(y) == r(y) + x), None),
        (for_all(y, r(y) + x == g(y)), ("g", "(y ↦ r(y) + x)")),
        (for_all(y, T(q, p, 2)(y) == pi(y)), ("pi", "(y ↦ T(q, p, 2)(y))")),
        (for_all(y, T(q, p, 2)(y) == T(q, pi, 2)(y)), None),
        (for_all(y, r(z) == g(y)), ("g", "(y ↦ r(z))")),  # said at every y, not at one z
        (for_all(y, r(z) == x), None),
        (for_all(y, r(y) <= x), None),
        (for_all(y, r(y) != x), None),
        (for_all(w, total(r, n)(w) == x), None),
        (for_all(w, psi(w) == x), None),
        (for_all(k, x == k), None),
        (exists(y, r(y) == x), None),
        (r(y) == x, None),
        (KL(p, pi) == x, None),
    ],
    ids=lambda given: written(given) if isinstance(given, Term) else "",
)
def test_what_a_law_or_a_reward_is_said_to_be(hypothesis: Term, found: tuple[str, str] | None) -> None:
    defined = definition(hypothesis)
    assert (None if defined is None else (defined[0].name, written(defined[1]))) == found


@pytest.mark.parametrize(
    ("hypothesis", "found"),
    [
        (for_all(y, r(y) <= x), ("x", "(y ↦ r(y))", True)),
        (for_all(y, x <= r(y)), ("x", "(y ↦ r(y))", False)),
        (for_all(y, r(y) - p(y) <= b), ("b", "(y ↦ r(y) − p(y))", True)),
        (for_all(y, a <= p(y)), ("a", "(y ↦ p(y))", False)),
        (for_all(y, x <= r(y) * x), None),
        (for_all(y, x <= c), None),  # the same at every letter
        (for_all(y, r(y) < x), None),
        (for_all(y, r(y) == x), None),
        (for_all(y, r(y) <= g(y)), None),
        (for_all(y, r(y) <= x + 1), None),
        (for_all(y, r(y) <= n), None),
        (for_all(w, total(r, n)(w) <= x), None),
        (for_all(k, k <= x), None),
        (r(y) <= x, None),
    ],
    ids=lambda given: written(given) if isinstance(given, Term) else "",
)
def test_what_bounds_something_at_every_letter(hypothesis: Term, found: tuple[str, str, bool] | None) -> None:
    at = edge(hypothesis)
    assert (None if at is None else (at[0].name, written(at[1]), at[2])) == found


@pytest.mark.parametrize(
    ("hypothesis", "found"),
    [
        (E(p, r) <= x, ("x", "E_p r", False)),
        (E(p, r) == x, ("x", "E_p r", True)),
        (a <= c + x, ("x", "a − c", False)),
        (a == b + x, ("a", "b + x", True)),
        (b + x == a, ("a", "b + x", True)),
        (b + c == a + x, ("x", "b + c − a", True)),
        (a == x, ("x", "a", True)),
        (x == x + 1, None),
        (a <= x + E(p, r), None),
        (a <= x + 1, None),
        (a < x, None),
        (x <= a, ("a", "x", False)),
        (x != c, None),
        (a <= c - x, None),
        (a <= c * x, None),
        (a <= c + b, ("b", "a − c", False)),
        (a <= b, ("b", "a", False)),
        (a == n, ("a", "n", True)),
        (p == pi, None),
        (x < c, None),
    ],
    ids=lambda given: written(given) if isinstance(given, Term) else "",
)
def test_what_a_real_number_is_bounded_by(hypothesis: Term, found: tuple[str, str, bool] | None) -> None:
    tight = next(bounds_of(hypothesis), None)
    assert (None if tight is None else (tight[0], written(tight[1]), tight[2])) == found


def test_what_is_said_together_and_at_every_letter() -> None:
    one, other, third = r(y) <= x, x <= g(y), a <= x
    nested = both(for_all(y, both(one, for_all(z, both(other, r(z) <= a)))), third)
    assert [written(part) for part in parts_of(nested)] == [
        "for all y: r(y) ≤ x", "for all y: for all z: x ≤ g(y)", "for all y: for all z: r(z) ≤ a", "a ≤ x",
    ]  # fmt: skip
    assert {part.sort.kind for part in parts_of(nested)} == {"proposition"}
    assert [written(part) for part in conjuncts(nested)] == [written(nested.args[0]), "a ≤ x"]
    assert [written(part) for part in conjuncts(both(one, both(third, other)))] == ["r(y) ≤ x", "a ≤ x", "x ≤ g(y)"]
    for whole in (either(one, third), implies(one, third), exists(x, both(one, third)), no(both(one, third))):
        assert list(map(written, parts_of(whole))) == list(map(written, conjuncts(whole))) == [written(whole)]


def test_sides_that_may_be_exchanged() -> None:
    for one, other in ((x == c, c == x), (x != c, c != x), (p == pi, pi == p), (y == z, z == y)):
        assert same(exchanged(one), other)
        assert same(exchanged(no(one)), no(other))
        assert says_the_same(one, other)
        assert says_the_same(one, one)
        assert says_the_same(no(one), no(other))
        assert not says_the_same(one, no(other))
    for one, other in ((x <= c, c <= x), (x < c, c < x), (KL(p, pi) == x, KL(pi, p) == x), (x == c, x == a)):
        assert not says_the_same(one, other)
    assert same(exchanged(x <= c), x <= c)


def test_a_variable_for_a_whole_number() -> None:
    for t, found in ((n, n), (k, k), (n + x, None), (more(n), None), (ceiling(x), None), (x, None), (lift(2), None)):
        seen = whole_variable(t)
        assert (seen is None) == (found is None)
        assert seen is None or (found is not None and same(seen, found))
    for stands in ((n <= x).args[0], (k <= x).args[0]):
        assert stands.op == "real"
        assert whole_variable(stands) is stands.args[0]
    assert whole_variable((more(n) <= x).args[0]) is None
    assert whole_variable(constant(Reward.values([1]))) is None
