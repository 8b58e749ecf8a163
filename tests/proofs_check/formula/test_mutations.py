"""Wrong variants of a statement: each kind, what it is called, what it says; and none that says the same."""

from __future__ import annotations

import pytest

from proofs_check.formula import (
    KL,
    TV,
    E,
    H,
    Sum,
    T,
    Term,
    both,
    count,
    exists,
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
from proofs_check.formula.notation import (
    about,
    best_rate,
    counts,
    f_divergence,
    no,
    principle,
    rate,
    real_function,
)
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import apply, lift

p, q, psi, r = law("p"), positive_law("q"), law("psi"), reward("r")
x, y, a, s, n, m = real("x"), real("y"), nonnegative("a"), positive("s"), count("N"), natural("m")
o, t = outcome("o"), real("t")
LESS = frozenset({"the sides swapped in", "< for ≤ in", "twice the right side in", "twice the left side in"})


def variants(term: Term, *given: Term) -> dict[str, Term | str]:
    """What every variant is called, and what is concluded in it."""
    found = mutants(Statement(term, given))
    assert len({label for label, _ in found}) == len(found)
    return {label: changed if isinstance(changed, str) else changed.then for label, changed in found}


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
    bound = slope(t, Sum(o, p(o) * t * t), p(o))  # where t is p(o), the sum would bind that o
    assert not [label for label, _ in mutants(Statement(bound <= 1)) if "for the derivative" in label]


def test_hypotheses_are_left_out_one_by_one() -> None:
    statement = Statement(x <= t, (x <= y, y <= t))
    left = {
        label: changed.given
        for label, changed in mutants(statement)
        if not isinstance(changed, str) and label.startswith("without the hypothesis")
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
    assert not isinstance(wider, str)
    assert wider.variables["q"].sort == p.sort
    assert wider.variables["p"].sort == p.sort
    assert "psi" in wider.variables


def test_what_the_sorts_refuse_is_no_formula() -> None:
    n_letters, moved = outcome("w", length=n), positive("u")
    for term, label, refused in (
        (
            slope(moved, log(moved), s) <= 1,
            "s any nonnegative real",
            "argument 3 of slope must be a positive real, but s is a nonnegative real",
        ),
        (KL(p, q) <= 1, "q any law", ""),
        (log(s) <= 1, "s any nonnegative real", ""),
        (E(p**n, total(r, n)) <= 1, "N any natural number", None),
        (for_all(n_letters, (p**n)(n_letters) <= x), "N any natural number", None),
    ):
        found = dict(mutants(Statement(term)))
        if refused is None:
            assert label not in found
        else:
            said = found[label]
            assert (said if isinstance(said, str) else "") == refused


def test_they_are_made_once_for_a_statement() -> None:
    statement = Statement(x <= y)
    assert mutants(statement) is mutants(statement)
    assert mutants(Statement(x <= y)) is not mutants(statement)


f, phi, alpha, w = real_function("f"), law("phi"), real("alpha"), outcome("y_", "A")
RATE = rate(q, p, phi)
BEST_RATE = best_rate(q, p, alpha)
EVERY: list[tuple[Term, list[tuple[str, Term]]]] = [
    (
        both(x + y <= 2, p == psi),
        [
            ("the sides swapped in x + y ≤ 2", both(x + y >= 2, p == psi)),
            ("< for ≤ in x + y ≤ 2", both(x + y < 2, p == psi)),
            ("twice the right side in x + y ≤ 2", both(x + y <= 2 * lift(2), p == psi)),
            ("twice the left side in x + y ≤ 2", both(2 * (x + y) <= 2, p == psi)),
            ("the other sign in x + y", both(x - y <= 2, p == psi)),
            ("twice the right side in p = ψ", both(x + y <= 2, for_all(w, p(w) == 2 * psi(w)))),
        ],
    ),
    (
        Sum(o, p(o) - x) < y,
        [
            ("the sides swapped in Σ_o (p(o) − x) < y", y < Sum(o, p(o) - x)),
            ("twice the right side in Σ_o (p(o) − x) < y", Sum(o, p(o) - x) < 2 * y),
            ("twice the left side in Σ_o (p(o) − x) < y", 2 * Sum(o, p(o) - x) < y),
            ("the other sign in p(o) − x", Sum(o, p(o) + x) < y),
            ("the arguments swapped in p(o) − x", Sum(o, x - p(o)) < y),
        ],
    ),
    (
        f_divergence(f, p, psi) < x,
        [
            ("the sides swapped in D_f(p‖ψ) < x", x < f_divergence(f, p, psi)),
            ("twice the right side in D_f(p‖ψ) < x", f_divergence(f, p, psi) < 2 * x),
            ("twice the left side in D_f(p‖ψ) < x", 2 * f_divergence(f, p, psi) < x),
            ("the arguments swapped in D_f(p‖ψ)", f_divergence(f, psi, p) < x),
        ],
    ),
    (
        renyi(x, p, psi) != y,
        [
            ("= for ≠ in D_x(p‖ψ) ≠ y", renyi(x, p, psi) == y),
            ("twice the right side in D_x(p‖ψ) ≠ y", renyi(x, p, psi) != 2 * y),
            ("twice the left side in D_x(p‖ψ) ≠ y", 2 * renyi(x, p, psi) != y),
            ("the arguments swapped in D_x(p‖ψ)", renyi(x, psi, p) != y),
        ],
    ),
    (about(counts("M"), x, n), [("twice the exponent of M", about(counts("M"), 2 * x, n))]),
    (
        principle(m, phi**m, q, RATE),
        [
            ("the tilts T(p, q, β)", principle(m, phi**m, q, rate(p, q, phi))),
            ("no rate at the ends of the range", principle(m, phi**m, q, rate(q, p, phi, ends=False))),
        ],
    ),
    (
        principle(m, phi**m, q, BEST_RATE),
        [
            ("the rate of the tilt", principle(m, phi**m, q, rate(q, p, T(q, p, alpha)))),
            ("the rate of p", principle(m, phi**m, q, rate(q, p, p))),
        ],
    ),
    (implies(x < y, no(y < x)), [
        ("the converse of if x < y then not (y < x)", implies(no(y < x), x < y)),
        ("the sides swapped in x < y", implies(y < x, no(y < x))),
        ("twice the right side in x < y", implies(x < 2 * y, no(y < x))),
        ("twice the left side in x < y", implies(2 * x < y, no(y < x))),
        ("without the “not” of not (y < x)", implies(x < y, y < x)),
        ("the sides swapped in y < x", implies(x < y, no(x < y))),
        ("twice the right side in y < x", implies(x < y, no(y < 2 * x))),
        ("twice the left side in y < x", implies(x < y, no(2 * y < x))),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("term", "expected"), EVERY, ids=[str(term) for term, _ in EVERY])
def test_every_variant_of_a_small_term_in_its_order(term: Term, expected: list[tuple[str, Term]]) -> None:
    found = [(label, changed) for label, changed in mutants(Statement(term)) if " any " not in label]
    assert [label for label, _ in found] == [label for label, _ in expected]
    for (_, changed), (label, said) in zip(found, expected, strict=True):
        assert not isinstance(changed, str)
        assert same(changed.then, said), label


def test_arguments_that_the_sorts_do_not_let_swap_are_not_swapped() -> None:
    """KL(T(q, p, x)‖p) can be turned round, T(q, p, x) with a p that may be 0 too; a reward and a law cannot."""
    labels = variants(KL(p**n, psi**n) <= x)
    assert "the arguments swapped in KL(p^N‖ψ^N)" in labels
    assert not any("swapped" in label for label in variants(TV(p, q) < x) if not label.startswith("the sides"))
    assert not any("arguments" in label for label in variants(x / x + (y - y) < 1))


def test_a_variant_in_which_what_is_said_to_exist_need_not_be_defined_is_none() -> None:
    found = variants(exists(t, both(t > 0, log(t) < x)))
    assert found["the sides swapped in 0 < t"] == (
        "“there is t with t < 0 and log(t) < x” is defined only with 0 < t: say so after “there is”"
    )
    kept = found["the sides swapped in log(t) < x"]
    assert not isinstance(kept, str)
    assert same(kept, exists(t, both(t > 0, x < log(t))))


def test_every_variant_has_a_name_of_its_own() -> None:
    """They are known by it in what the proof assistant says: one that is proved is not the other that is false."""
    x = real("x")
    statement = Statement(both(x * x + 1 >= 0, (x * x + 1) + 5 >= 0))
    labels = [label for label, _ in mutants(statement)]
    assert len(set(labels)) == len(labels)
    signs = [label for label in labels if label.startswith("the other sign in x·x + 1")]
    assert signs == [
        "the other sign in x·x + 1",
        "the other sign in x·x + 1 + 5",
        "the other sign in x·x + 1, at place 2 of it",
    ]
