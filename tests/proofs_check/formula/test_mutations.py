"""Wrong variants of a statement: each kind, what it is called, what it says; and none that says the same."""

from __future__ import annotations

import pytest

from proofs_check.formula import (
    KL,
    TV,
    E,
    H,
    Term,
    both,
    count,
    exp,
    for_all,
    implies,
    law,
    limit,
    log,
    natural,
    nonnegative,
    outcome,
    positive,
    positive_law,
    real,
    renyi,
    reward,
    same,
    slope,
    total,
    when,
)
from proofs_check.formula.mutations import mutants
from proofs_check.formula.notation import no
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import apply, lift

p, q, psi, r = law("p"), positive_law("q"), law("psi"), reward("r")
x, y, a, s, n, m = real("x"), real("y"), nonnegative("a"), positive("s"), count("N"), natural("m")
o, t = outcome("o"), real("t")
LESS = frozenset({"the sides swapped in", "< for ≤ in", "twice the right side in", "twice the left side in"})


def variants(term: Term, *given: Term) -> dict[str, Term | None]:
    """What every variant is called, and what is concluded in it."""
    found = mutants(Statement(term, given))
    assert len({label for label, _ in found}) == len(found)
    return {label: None if changed is None else changed.then for label, changed in found}


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (
            x <= y,
            {
                "the sides swapped in x ≤ y": y <= x,
                "< for ≤ in x ≤ y": x < y,
                "twice the right side in x ≤ y": x <= 2 * y,
                "twice the left side in x ≤ y": 2 * x <= y,
            },
        ),
        (
            x < y,
            {
                "the sides swapped in x < y": y < x,
                "twice the right side in x < y": x < 2 * y,
                "twice the left side in x < y": 2 * x < y,
            },
        ),
        (
            x == y,
            {
                "< for = in x = y": x < y,
                "twice the right side in x = y": x == 2 * y,
                "twice the left side in x = y": 2 * x == y,
                "1 added on the right in x = y": x == y + 1,
            },
        ),
        (
            x != y,
            {
                "= for ≠ in x ≠ y": x == y,
                "twice the right side in x ≠ y": x != 2 * y,
                "twice the left side in x ≠ y": 2 * x != y,
            },
        ),
    ],
)
def test_relations(term: Term, expected: dict[str, Term]) -> None:
    found = variants(term)
    assert found.keys() == expected.keys()
    for label, changed in found.items():
        assert changed is not None
        assert same(changed, expected[label]), label


def has(term: Term, label: str, expected: Term) -> None:
    found = variants(term)
    assert label in found, sorted(found)
    changed = found[label]
    assert changed is not None
    assert same(changed, expected)


def test_signs_and_the_order_of_arguments() -> None:
    has(x + y <= t, "the other sign in x + y", x - y <= t)
    has(x - y <= t, "the other sign in x − y", x + y <= t)
    has(x - y <= t, "the arguments swapped in x − y", y - x <= t)
    has(-x <= t, "x for −x", x <= t)
    has(x / s <= t, f"the arguments swapped in {x / s}", s / x <= t)
    has(KL(q, psi) <= t, "the arguments swapped in KL(q‖ψ)", KL(psi, q) <= t)
    has(H(p, q) <= t, "the arguments swapped in H(p‖q)", H(q, p) <= t)
    for label in variants(KL(p, p) + TV(p, q) <= t):
        assert not label.startswith("the arguments swapped")  # the same argument twice, and what has no order
    found = variants(renyi(a, q, psi) <= t)
    (swapped,) = [changed for label, changed in found.items() if label.startswith("the arguments swapped")]
    assert swapped is not None
    assert same(swapped, renyi(a, psi, q) <= t)


def test_what_is_said_of_propositions() -> None:
    has(no(x <= y), f"without the “not” of {no(x <= y)}", x <= y)
    has(implies(x <= y, x <= t), f"the converse of {implies(x <= y, x <= t)}", implies(x <= t, x <= y))
    inner = both(x <= y, for_all(o, p(o) <= x))
    has(inner, "the sides swapped in p(o) ≤ x", both(x <= y, for_all(o, x <= p(o))))
    has(inner, "the sides swapped in x ≤ y", both(y <= x, for_all(o, p(o) <= x)))


def test_what_is_said_of_limits_cases_and_derivatives() -> None:
    has(limit(n, 1 / n, x), "the limit x doubled, plus 1", limit(n, 1 / n, 2 * x + 1))
    has(apply("diverges", n, lift(0) + n), f"the limit 0 of {lift(0) + n}", apply("limit", n, lift(0) + n, lift(0)))
    cases = when(x <= 0, y, t)
    has(cases <= 1, f"the cases exchanged in {cases}", when(x <= 0, t, y) <= 1)
    moving = slope(t, exp(t), x)
    has(moving <= 1, f"the value for the derivative in {moving}", exp(x) <= 1)


def test_hypotheses_are_left_out_one_by_one() -> None:
    statement = Statement(x <= t, (x <= y, y <= t))
    left = {
        label: changed.given
        for label, changed in mutants(statement)
        if changed is not None and label.startswith("without the hypothesis")
    }
    assert list(left) == ["without the hypothesis x ≤ y", "without the hypothesis y ≤ t"]
    assert [len(given) for given in left.values()] == [1, 1]
    assert same(left["without the hypothesis x ≤ y"][0], y <= t)
    assert same(left["without the hypothesis y ≤ t"][0], x <= y)


def test_variables_range_over_the_next_wider_sort() -> None:
    statement = Statement(both(a * s <= x, both(KL(p, q) <= n, E(p, r) <= m)), also=(psi,))
    labels = [label for label, _ in mutants(statement) if " any " in label]
    assert sorted(labels) == ["a any real", "q any law", "s any nonnegative real"]  # counts from 0 are another sort
    wider = dict(mutants(statement))["q any law"]
    assert wider is not None
    assert wider.variables["q"].sort == p.sort
    assert wider.variables["p"].sort == p.sort
    assert "psi" in wider.variables


def test_what_the_sorts_refuse_is_no_formula() -> None:
    n_letters, moved = outcome("w", length=n), positive("u")
    for term, label, refused in (
        (slope(moved, log(moved), s) <= 1, "s any nonnegative real", True),
        (KL(p, q) <= 1, "q any law", False),
        (log(s) <= 1, "s any nonnegative real", False),
        (E(p**n, total(r, n)) <= 1, "N any natural number", None),
        (for_all(n_letters, (p**n)(n_letters) <= x), "N any natural number", None),
    ):
        found = dict(mutants(Statement(term)))
        if refused is None:
            assert label not in found
        else:
            assert (found[label] is None) == refused


def test_they_are_made_once_for_a_statement() -> None:
    statement = Statement(x <= y)
    assert mutants(statement) is mutants(statement)
    assert mutants(Statement(x <= y)) is not mutants(statement)
