"""What a reader sees of a statement is what it says: lengths of words, sorts of what is bound, names that look alike;
and what Coq is told where its functions are total."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from proofs_check.exceptions import ClaimError
from proofs_check.formal.checking import proposition as to_prove
from proofs_check.formula import (
    KL,
    Sum,
    Term,
    both,
    ceiling,
    continuous,
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
from proofs_check.formula.notation import counts, eventually, kept, more, primitive, real_function, rule, rules
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
        (limit_at(t, (t * t - t) / (1 - t), 1, -1), []),
        (limit_at(t, t / (2 - t), 1, 1), ["2 − 1 ≠ 0"]),
    ],
)
def test_a_limit_at_a_point_is_of_what_is_defined_near_it(limit: Term, needs: list[str]) -> None:
    assert [written(condition) for condition in Statement(limit).conditions] == needs


def test_an_integral_is_of_what_does_not_jump() -> None:
    with pytest.raises(ClaimError, match="may jump"):
        coq(Statement(exists(c, integral(u, 0, 1, floor(1 / (1 + u))) == c)))


def test_what_is_rounded_is_not_written_for_the_proof_assistant() -> None:
    for rounded in (floor(c), ceiling(c)):
        with pytest.raises(ClaimError, match="is not written for the proof assistant: its library rounds no numbers"):
            coq(Statement(rounded <= 1))


def test_a_denial_has_a_letter() -> None:
    highest = Statement(exists(y, for_all(z, r(z) <= r(y))))
    assert "A <> nil" not in to_prove(highest, Formal("lemma9"))
    assert "A <> nil" in to_prove(highest, Formal("lemma9", denies=True))
    assert "A <> nil" not in to_prove(Statement(law("p")(y) <= 0), Formal("lemma9", denies=True))


@pytest.mark.parametrize("latex", [False, True], ids=["words", "LaTeX"])
@pytest.mark.parametrize("quantified", [exists, for_all])
def test_for_each_from_some_length_on_is_not_from_some_length_on_for_each(
    quantified: Callable[..., Term], latex: bool
) -> None:
    pointwise, uniform = quantified(c, eventually(m, c <= m)), eventually(m, quantified(c, c <= m))
    assert written(pointwise, latex) != written(uniform, latex)


@pytest.mark.parametrize("latex", [False, True], ids=["words", "LaTeX"])
def test_continuous_is_continuous_on_both_sides_of_the_ends(latex: bool) -> None:
    """As for Coq: the step that jumps up at 0 is continuous on [0, ∞), and has no limit at 0."""
    f = real_function("f")
    for said in (continuous(f), primitive(f, t, t)):
        assert "continuous at every point of" in written(said, latex).replace(r"\text{ is continuous", "continuous")


def test_a_rule_is_one_for_the_draws_of_its_own_length() -> None:
    """Of other draws Coq knows nothing of it: a false statement could be refuted, and a true one, too."""
    s, one, numbers, g = rules("s"), rule("u"), counts("N"), law("g")
    for said in (
        for_all(m, Sum(w, kept(g**m, numbers(more(m)), s(m))(w)) == 1),
        for_all(m, Sum(w, kept(g**m, 5, s(m))(w)) == 1),
        for_all(numbers, for_all(m, Sum(w, kept(g**m, numbers(m), s(m))(w)) == 1)),
        both(m == 2, for_all(m, Sum(y, kept(g, m, one)(y)) == 1)),
    ):
        with pytest.raises(ClaimError, match=r"draws|bind both"):
            coq(Statement(said))
    for fine in (
        for_all(m, Sum(w, kept(g**m, numbers(m), s(m))(w)) == 1),
        for_all(m, for_all(one, Sum(y, kept(g, m, one)(y)) == 1)),
    ):
        assert coq(Statement(fine)).startswith("forall (X : Type)")


@pytest.mark.parametrize("latex", [False, True], ids=["words", "LaTeX"])
def test_a_law_a_reward_a_letter_and_a_number_that_are_bound_are_told_apart(latex: bool) -> None:
    """Every law has values of at most 1, and not every reward; all letters may be equal, and numbers are not."""
    u, a, b = outcome("u"), outcome("a"), outcome("b")
    values = [for_all(v, v(y) <= 1) for v in (law("f"), reward("f"))]
    pairs = ((real("a"), real("b")), (law("a"), law("b")), (a, b))
    equal = [for_all(one, exists(other, one == other)) for one, other in pairs]
    unequal = [for_all(one, exists(other, one != other)) for one, other in (pairs[0], pairs[2])]
    shown = [said.latex if latex else said.words for said in map(Statement, values + equal + unequal)]
    assert len(set(shown)) == len(shown)
    assert Statement(for_all(u, law("g")(u) <= 1)).words == "For every law g: for all u: g(u) ≤ 1"


def test_what_is_assumed_begins_the_words_where_nothing_varies() -> None:
    assert Statement(limit_at(t, log(1 + t) / t, 0, 1)).words == "With 0 < 1 + 0: log(1 + t)/t → 1 as t → 0"
