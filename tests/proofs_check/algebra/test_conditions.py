"""What positivity follows from: against the values of polynomials in letters that are positive, or anything."""

from itertools import product
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.algebra.conditions import Condition, Fact, still_open
from proofs_check.algebra.symbolic import (
    K,
    Reader,
    decide_identity,
    everywhere,
    exp,
    facts,
    families,
    is_pmf,
    log,
    sqrt,
    symbols,
    total,
    y,
    z,
)
from proofs_check.exceptions import NotDecidable

u, x, n, k = symbols("u x n k")
r, w, p = families("r W p")
MONOMIALS = (1, u, x, u * x)


def left_open(left: Any, right: Any, *known: Any, given: tuple[Any, ...] = ()) -> tuple[str, ...]:
    """What an identity needs and is not known."""
    result = decide_identity(left, right, given)
    assert result.proved
    return still_open(result.conditions, facts(*known))


def of_log(term: Any, *known: Any) -> tuple[str, ...]:
    return left_open(log(2 * term), log(2) + log(term), *known)


@settings(max_examples=40)
@given(st.lists(st.integers(-2, 2), min_size=4, max_size=4).filter(any), st.sets(st.sampled_from([u, x])))
def test_what_follows_is_positive(coefficients: list[int], positive: set[sympy.Symbol]) -> None:
    term = sum(c * m for c, m in zip(coefficients, MONOMIALS, strict=True))
    try:
        open_ = of_log(term, *(letter > 0 for letter in positive))
    except NotDecidable:  # a negative number alone
        return
    if not open_:
        small, all_signs = (1, 20), (-20, -1, 0, 1, 20)
        places = product(*(small if letter in positive else all_signs for letter in (u, x)))
        assert all(term.subs({u: a, x: b}) > 0 for a, b in places)


def test_what_is_seen_at_once() -> None:
    assert not of_log(1 + 2 * u + u * x, u > 0, x > 0)
    assert of_log(1 + 2 * u + u * x, u > 0)
    assert of_log(1 - u, u > 0)
    assert of_log(u - x, u > 0, x > 0)
    assert not of_log(u - x, x < u)
    assert not of_log(1 + u * x, 3 + u * x > 2)  # the same form
    assert of_log(u - x, u < x)


def test_a_product_is_not_zero_where_no_factor_is() -> None:
    product_of_two = Condition("≠ 0", Reader().read(u * x), "u*x ≠ 0")
    nonzero = sympy.Ne(u, 0)
    for known in ((nonzero, sympy.Ne(x, 0)), (u > 0, sympy.Ne(x, 0)), (x > 0, u > 0), (sympy.Ne(3 * u * x, 0),)):
        assert still_open([product_of_two], facts(*known)) == ()
    for known in ((), (nonzero,), (sympy.Ne(x, 0),), (u > 0,), (nonzero, sympy.Ne(n, 0))):
        assert still_open([product_of_two], facts(*known)) == ("u*x ≠ 0",)
    sum_of_two = [Condition("≠ 0", Reader().read(u + x), "u + x ≠ 0")]
    assert still_open(sum_of_two, facts(nonzero, sympy.Ne(x, 0))) == ("u + x ≠ 0",)
    assert still_open(sum_of_two, facts(sympy.Ne(-2 * u, 2 * x))) == ()


def test_a_fact_may_have_0_on_either_side() -> None:
    positive = [Condition("> 0", Reader().read(u), "u > 0")]
    for known, left in ((0 < u, ()), (u < 0, ("u > 0",)), (0 <= u, ("u > 0",)), (sympy.Ne(0, u), ("u > 0",))):  # noqa: SIM300
        assert still_open(positive, facts(known)) == left
    apart = [Condition("≠ 0", Reader().read(u), "u ≠ 0")]
    for known, left in ((sympy.Ne(0, u), ()), (0 < u, ()), (sympy.Eq(0, u), ("u ≠ 0",)), (sympy.Ne(10, u), ("u ≠ 0",))):  # noqa: SIM300
        assert still_open(apart, facts(known)) == left


def test_the_letter_of_a_sum_is_not_one_that_is_free_beside_it() -> None:
    """That the diagonal or its total is positive says nothing of other entries, or of the totals of columns."""
    diagonal, of_columns = everywhere(w[y, y] > 0), total(log(total(w[y, z], y) ** 2), z)
    assert left_open(total(log(w[z, y] ** 2), z), 2 * total(log(w[z, y]), z), diagonal)
    assert of_log(total(w[z, y], z), diagonal)
    assert left_open(of_columns, 2 * total(log(total(w[y, z], y)), z), total(w[y, y]) > 0, diagonal)
    assert not left_open(total(log(w[y, y] ** 2)), 2 * total(log(w[y, y])), diagonal)
    of_all = everywhere(w[y, z] > 0, y, z)
    assert not left_open(of_columns, 2 * total(log(total(w[y, z], y)), z), of_all)
    assert not left_open(total(log(w[y, y] ** 2)), 2 * total(log(w[y, y])), of_all)
    by_columns = everywhere(total(w[z, y], z) > 0)
    assert not left_open(of_columns, 2 * total(log(total(w[y, z], y)), z), by_columns)
    rows = total(log(total(w[y, z], z) ** 2)), 2 * total(log(total(w[y, z], z)))
    assert left_open(*rows, by_columns)
    traces = total(log((total(w[y, y]) * r[z]) ** 2), z), 2 * total(log(total(w[y, y]) * r[z]), z)
    assert left_open(*traces, by_columns, everywhere(r[y] > 0))  # what a sum in it binds is no outcome around it


def test_a_sum_that_may_have_no_terms_is_not_seen_to_be_positive() -> None:
    def of_sum(*ends: object, known: tuple[Any, ...] = ()) -> bool:
        sum_of = sympy.Sum(exp(p[y]), (y, *ends))
        return bool(of_log(sum_of, *known))

    assert not of_sum(1, K)
    assert of_sum(1, n)  # n may be 0
    assert not of_sum(1, n, known=(n > 0,))
    assert not of_sum(1, 3)
    assert of_sum(5, k)
    assert of_sum(1, n - 3)
    assert not of_sum(1, n - 3, known=(n > 3,))
    assert of_sum(1, -n)
    up_to_y = sympy.Sum(exp(p[z]), (z, 1, y))  # y may be below 1, as far as is looked
    assert left_open(total(p[y] * log(up_to_y**2)), total(p[y] * 2 * log(up_to_y)))


def test_a_fact_of_one_letter_is_no_fact_of_all() -> None:
    bound = total(sqrt(r[y] ** 2)), total(r[y])
    assert of_log(r[z], r[z] > 0) == ()
    assert of_log(r[z], r[y] > 0) == of_log(r[z], everywhere(r[y] > 0)) == ("r[z] > 0",)  # z may be any number
    assert left_open(*bound, everywhere(r[y] >= 0)) == left_open(*bound, everywhere(r[z] > 0, z)) == ()
    for letter in (y, z, n):
        assert left_open(*bound, r[letter] >= 0, r[letter] > 0) == ("r[y] ≥ 0",)
    nested = total(total(sqrt(r[z] ** 2), z) * r[y]), total(total(r[z], z) * r[y])
    assert left_open(*nested, r[z] >= 0, r[y] >= 0) != ()
    assert left_open(*nested, everywhere(r[y] >= 0)) == ()


def test_a_fact_of_a_sum_is_one_of_this_sum() -> None:
    rest, whole = sympy.Sum(r[y], (y, 2, K)), total(r[y])
    assert left_open(sqrt(rest**2), rest, whole > 0) == ("Σ_{y=2}^{K}(r[y]) ≥ 0",)
    assert left_open(sqrt(whole**2), whole, rest > 0, r[y] > 0, total(p[y]) > 0) == ("Σ_y(r[y]) ≥ 0",)
    assert left_open(sqrt(rest**2), rest, rest >= 0) == left_open(sqrt(whole**2), whole, total(r[z], z) > 0) == ()
    assert left_open(sqrt(rest**2), rest, everywhere(r[y] >= 0)) == ()


def test_an_entry_is_one_of_an_outcome_where_its_sum_is_over_outcomes() -> None:
    known = everywhere(r[y] > 0)
    for ends, inside in (((1, K), True), ((2, K), True), ((0, K), False), ((1, n), False), ((-1, 3), False)):
        of = sympy.Sum(sqrt(r[y] ** 2), (y, *ends)), sympy.Sum(r[y], (y, *ends))
        assert ("r[y] ≥ 0" not in left_open(*of, known)) is inside, ends
        assert (left_open(sqrt(of[1] ** 2), of[1], known) == ()) is (ends in ((1, K), (2, K))), ends


def test_facts_of_two_letters_are_of_these_letters() -> None:
    assert of_log(w[y, z], w[y, z] > 0) == ()
    assert of_log(w[y, z], w[z, y] > 0) == of_log(w[y, z], w[y, n] > 0) == ("W[y, z] > 0",)
    bound = total(log(w[y, z] ** 2), z), 2 * total(log(w[y, z]), z)
    assert left_open(*bound, w[y, z] > 0) == left_open(*bound, everywhere(w[y, z] > 0)) != ()
    assert left_open(*bound, everywhere(w[y, z] > 0, z)) == ()
    related = 2 * w[y, z] ** 2, 2 * p[z] ** 2
    relation = (sympy.Eq(w[y, z], p[z]),)
    assert left_open(*related, sympy.Eq(p[z], w[y, z]), given=relation) == ()
    assert left_open(*related, sympy.Eq(w[y, z], p[y]), given=relation) == ("W[y, z] = p[z]",)
    assert left_open(*related, w[y, z] > p[z], given=relation) == ("W[y, z] = p[z]",)


def test_a_law_is_one_of_its_own() -> None:
    of_law = total(2 * p[y]) + total(r[y]) ** 2, 2 + total(r[y]) ** 2
    assert left_open(*of_law, is_pmf(p), given=(is_pmf(p),)) == ()
    assert left_open(*of_law, total(p[z], z) - 1, given=(is_pmf(p),)) == ()
    assert left_open(*of_law, is_pmf(r), total(p[y]) - 2, given=(is_pmf(p),)) == ("p is a law",)


def test_an_index_is_no_symbol_of_the_letter_that_it_is_shown_by() -> None:
    letter = sympy.Symbol("y")
    of = sympy.Sum(sqrt(k**2), (k, -n, n)), sympy.Sum(k, (k, -n, n))
    assert "y ≥ 0" in left_open(*of, letter > 0, everywhere(letter > 0), k > 0)
    assert of_log(letter, letter > 0) == ()


@pytest.mark.parametrize("names", ["eps epsilon", "lam lambda"])
def test_two_names_of_one_letter_are_told_apart(names: str) -> None:
    one, other = symbols(names)
    assert of_log(other, one > 0) == (f"{other} > 0",)
    assert of_log(one, one > 0) == ()


def test_what_is_beside_a_letter_may_be_no_outcome() -> None:
    known = everywhere(r[y] > 0), r[y] > 0
    for index in (y + 1, 0, 2 * y):
        assert of_log(r[index], *known) == (f"r[{index}] > 0",)
    assert left_open(total(log(r[y + 1] ** 2)), 2 * total(log(r[y + 1])), *known) != ()
    assert left_open(total(log(r[y + 1] ** 2)), 2 * total(log(r[y + 1])), everywhere(r[y + 1] > 0)) == ()


def test_what_a_user_names_is_no_outcome_and_no_number_of_outcomes() -> None:
    ell, iota, v1 = symbols("ell iota v1")
    for letter in (ell, iota, n):
        assert of_log(r[letter], everywhere(r[y] > 0)) == (f"r[{letter}] > 0",)  # it may be any number
        assert of_log(r[letter], r[letter] > 0) == ()
        assert left_open(total(sqrt(r[y] ** 2)), total(r[y]), r[letter] > 0) == ("r[y] ≥ 0",)
    for end in (v1, sympy.Function("K")(n), families("K")[0][n], sympy.Symbol("nu1")):
        of = sympy.Sum(sqrt(r[y] ** 2), (y, 1, end)), sympy.Sum(r[y], (y, 1, end))
        assert "r[y] ≥ 0" in left_open(*of, everywhere(r[y] > 0))
        assert of_log(of[1], everywhere(r[y] > 0)) != ()


def test_a_symbol_called_e_is_not_the_base_of_logarithms() -> None:
    e = sympy.Symbol("e")
    for base, other in ((e, sympy.E), (sympy.E, e)):
        assert of_log(base**x - 1, other**x > 1) != ()
    assert of_log(exp(x) - 1, exp(x) > 1) == ()


def test_what_is_known_of_a_root_is_known_where_the_root_is() -> None:
    """√(u²) > 0 is read as u > 0, which needs u ≥ 0: it says nothing of a u of which no sign is known."""
    root = sqrt(u**2) > 0
    assert of_log(u, root) == ("u > 0",)
    assert of_log(u, root, u >= 0) == ()
    (fact,) = facts(root)
    assert [str(condition) for condition in fact.needs] == ["u ≥ 0"]
    by_itself = facts(sqrt(u**2) >= 0)
    assert still_open([Condition("≥ 0", Reader().read(u), "u ≥ 0")], by_itself) == ("u ≥ 0",)
    logs = everywhere(log(r[y] ** 2) > 0)  # 2 log r(y), where r(y) > 0
    assert of_log(log(r[k]), log(r[k] ** 2) > 0) != ()
    assert "log(r[y]) > 0" in left_open(total(log(log(r[y]) ** 2)), 2 * total(log(log(r[y]))), logs)
    assert left_open(total(log(log(r[y]) ** 2)), 2 * total(log(log(r[y]))), logs, everywhere(r[y] > 0)) == ()


def test_contradictory_facts_tell_nothing() -> None:
    nothing = [Fact(Reader().read(0), "> 0")]
    assert still_open([Condition("> 0", Reader().read(u), "u > 0")], nothing) == ("u > 0",)


def test_a_fact_of_two_letters_holds_at_one_with_its_powers_and_its_numbers() -> None:
    """W(y, z) W(z, y) ≥ 0 is W(y, y)² ≥ 0 at one letter, and says nothing of W(y, y)."""
    root = total(sqrt(w[y, y] ** 2)), total(w[y, y])
    for known in (w[y, z] * w[z, y] >= 0, w[y, z] - 2 * w[z, y] >= 0, r[y] * r[z] >= 0, w[y, z] - w[z, y] >= 0):
        assert left_open(*root, everywhere(known, y, z)) == ("W[y, y] ≥ 0",)
    assert left_open(*root, everywhere(2 * w[y, z] - w[z, y] >= 0, y, z)) == ()
    assert of_log(r[n], everywhere(r[y] * r[z] > 0, y, z)) == ("r[n] > 0",)
    signs = total(log(r[y] ** 2)), 2 * total(log(r[y]))
    assert left_open(*signs, everywhere(r[y] * r[z] > 0, y, z)) == ("r[y] > 0",)
