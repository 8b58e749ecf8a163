"""What a reader sees of a statement is what it says: lengths of words, sorts of what is bound, names that look alike;
and what Coq is told where its functions are total."""

from __future__ import annotations

import pytest

from proofs_check.exceptions import ClaimError
from proofs_check.formal.checking import proposition as to_prove
from proofs_check.formula import (
    KL,
    Sum,
    Term,
    count,
    exists,
    floor,
    for_all,
    integral,
    law,
    laws,
    less_one,
    limit_at,
    log,
    nonnegative,
    outcome,
    positive,
    positive_law,
    real,
    reward,
    size,
    sqrt,
)
from proofs_check.formula.propositions import coq
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import written
from proofs_check.language.assertions import Formal

m, c, t, u = count("m"), real("c"), real("t"), nonnegative("u")
p, q, r = law("p", length=less_one(1)), law("q", length=less_one(1)), reward("r")
x, y, z, w = positive("x"), outcome("y"), outcome("z"), outcome("w", length=m)


def test_the_length_of_words_is_told() -> None:
    assert Statement(KL(p, q) == 0).words == "For every law on words of length 1 − 1 p, q with p ≪ q: KL(p‖q) = 0"
    assert Statement(r(y) <= Sum(w, 1)).words.endswith("Σ_w 1; w is a word of length m")


def test_a_family_tells_its_index() -> None:
    family = laws("f", "B")
    assert Statement(for_all(outcome("b", "B"), family(outcome("b", "B"))(y) <= 1)).words.startswith(
        "For every family of laws for every letter of B f"
    )


def test_the_sort_of_what_is_bound_is_told() -> None:
    assert Statement(for_all(x, sqrt(x * x) == x)).words.endswith("x; x is a real number > 0")
    g = positive_law("g")
    assert Statement(for_all(g, g(y) > 0)).words.endswith("0 < g(y); g is a positive law")
    assert Statement(for_all(c, c <= c)).words == "for all c: c ≤ c"


def test_the_alphabet_of_what_is_bound_is_told_where_the_body_does_not_show_it() -> None:
    a, b, y_b, psi = law("a"), law("b", "B"), outcome("y", "B"), law("psi", "B")
    assert Statement(Sum(y_b, 1) <= size(b)).words.endswith("the number of outcomes of b")
    assert Statement(Sum(y, 1) <= size(b)).words.endswith("of b; y is an outcome")
    assert Statement(Sum(y_b, 1) + size(a) <= size(b)).words.endswith("of b; y is an outcome over B")
    assert Statement(Sum(y_b, b(y_b)) <= size(a)).words.endswith("of a")
    summed = Statement(for_all(psi, Sum(y_b, psi(y_b)) <= size(a)), given=(size(b) <= 3,))
    assert summed.words.endswith("of a; ψ is a law over B; y is an outcome over B")
    assert Statement(for_all(psi, KL(psi, b) <= size(a))).words.endswith("of a")


@pytest.mark.parametrize(("one", "other"), [("eps", "epsilon")])
def test_two_names_are_not_shown_alike(one: str, other: str) -> None:
    with pytest.raises(ClaimError, match="both shown as"):
        Statement(real(one) <= real(other))


@pytest.mark.parametrize(
    ("limit", "needs"),
    [
        (limit_at(t, log(t), 1, 0), ["0 < 1"]),
        (limit_at(t, log(t), -1, 0), ["0 < -1"]),
        (limit_at(t, sqrt(-t * t), 0, 0), ["0 < (−0)·0"]),
        (limit_at(t, (t * t - t) / (t - 1), 1, 1), []),
    ],
)
def test_a_limit_at_a_point_is_of_what_is_defined_near_it(limit: Term, needs: list[str]) -> None:
    assert [written(condition) for condition in Statement(limit).conditions] == needs


def test_an_integral_is_of_what_does_not_jump() -> None:
    with pytest.raises(ClaimError, match="may jump"):
        coq(Statement(exists(c, integral(u, 0, 1, floor(1 / (1 + u))) == c)))


def test_a_denial_has_a_letter() -> None:
    highest = Statement(exists(y, for_all(z, r(z) <= r(y))))
    assert "A <> nil" not in to_prove(highest, Formal("lemma9"))
    assert "A <> nil" in to_prove(highest, Formal("lemma9", denies=True))
    assert "A <> nil" not in to_prove(Statement(law("p")(y) <= 0), Formal("lemma9", denies=True))
