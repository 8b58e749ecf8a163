"""What positivity follows from: against the values of polynomials in letters that are positive, or anything."""

from itertools import product

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.algebra.conditions import Condition, still_open
from proofs_check.algebra.symbolic import (
    K,
    Reader,
    decide_identity,
    exp,
    families,
    log,
    sqrt,
    symbols,
    total,
    y,
    z,
)
from proofs_check.exceptions import NotDecidable

u, x = symbols("u x")
MONOMIALS = (1, u, x, u * x)


@settings(max_examples=40)
@given(st.lists(st.integers(-2, 2), min_size=4, max_size=4).filter(any), st.sets(st.sampled_from("ux")))
def test_what_follows_is_positive(coefficients: list[int], positive: set[str]) -> None:
    term = sum(c * m for c, m in zip(coefficients, MONOMIALS, strict=True))
    try:
        needed = decide_identity(log(term**2), 2 * log(term)).conditions
    except NotDecidable:  # a negative number alone
        return
    if not still_open(needed, [f"{letter} > 0" for letter in positive]):
        small, all_signs = (1, 20), (-20, -1, 0, 1, 20)
        places = product(*(small if letter in positive else all_signs for letter in "ux"))
        assert all(term.subs({u: a, x: b}) > 0 for a, b in places)


def test_what_is_seen_at_once() -> None:
    def is_open(term: object, *facts: str) -> bool:
        return bool(still_open(decide_identity(log(term**2), 2 * log(term)).conditions, facts))  # type: ignore[operator]

    assert not is_open(1 + 2 * u + u * x, "u > 0", "x > 0")
    assert is_open(1 + 2 * u + u * x, "u > 0")
    assert is_open(1 - u, "u > 0")
    assert is_open(u - x, "u > 0", "x > 0")


def test_a_product_is_not_zero_where_no_factor_is() -> None:
    product_of_two = Condition("≠ 0", Reader().read(u * x), "u*x ≠ 0")
    for facts in (["u ≠ 0", "x ≠ 0"], ["u > 0", "x ≠ 0"], ["x > 0", "u > 0"]):
        assert still_open([product_of_two], facts) == ()
    for facts in ([], ["u ≠ 0"], ["x ≠ 0"], ["u > 0"], ["u ≠ 0", "q ≠ 0"]):
        assert still_open([product_of_two], facts) == ("u*x ≠ 0",)
    assert still_open([Condition("≠ 0", Reader().read(u + x), "u + x ≠ 0")], ["u ≠ 0", "x ≠ 0"]) == ("u + x ≠ 0",)


def test_a_fact_may_have_0_on_either_side() -> None:
    u = symbols("u")[0]
    positive = [Condition("> 0", Reader().read(u), "u > 0")]
    for facts, left in ((["0 < u"], ()), (["u < 0"], ("u > 0",)), (["0 ≤ u"], ("u > 0",)), (["0 ≠ u"], ("u > 0",))):
        assert still_open(positive, facts) == left
    apart = [Condition("≠ 0", Reader().read(u), "u ≠ 0")]
    for facts, left in ((["0 ≠ u"], ()), (["0  <  u"], ()), (["0 = u"], ("u ≠ 0",)), (["10 ≠ u"], ("u ≠ 0",))):
        assert still_open(apart, facts) == left


def test_a_0_within_a_name_or_a_number_is_no_side() -> None:
    """“p0 < q” was read as “pq > 0”, and discharged it."""
    needed = decide_identity(log(symbols("pq")[0] ** 2), 2 * log(symbols("pq")[0])).conditions
    for fact in ("p0 < q", "0 < p < q", "a + 0 < pq", "10 < pq"):
        assert still_open(needed, [fact]) == ("pq > 0",)
    assert still_open(needed, ["0 < pq"]) == ()


def test_the_letter_of_a_sum_is_not_one_that_is_free_beside_it() -> None:
    """That the diagonal or its total is positive says nothing of other entries, or of the totals of columns."""
    (w,) = families("W")

    def is_open(term: object, *facts: str) -> bool:
        return bool(still_open(decide_identity(term[0], term[1]).conditions, facts))  # type: ignore[index]

    entries = total(log(w[z, y] ** 2), z), 2 * total(log(w[z, y]), z)
    column = log(total(w[z, y], z) ** 2), 2 * log(total(w[z, y], z))
    columns = (total(log(total(w[y, z], y) ** 2), z), 2 * total(log(total(w[y, z], y)), z))
    diagonal = total(log(w[y, y] ** 2)), 2 * total(log(w[y, y]))
    assert is_open(entries, "W[y, y] > 0")
    assert is_open(column, "W[y, y] > 0")
    assert is_open(columns, "Σ_y(W[y, y]) > 0")
    assert not is_open(diagonal, "W[y, y] > 0")


def test_a_sum_that_may_have_no_terms_is_not_seen_to_be_positive() -> None:
    (p,), (k, n) = families("p"), symbols("k n")

    def is_open(*ends: object, facts: tuple[str, ...] = ()) -> bool:
        sum_of = sympy.Sum(exp(p[y]), (y, *ends))
        return bool(still_open(decide_identity(log(sum_of**2), 2 * log(sum_of)).conditions, facts))

    assert not is_open(1, K)
    assert is_open(1, n)  # n may be 0
    assert not is_open(1, n, facts=("n > 0",))
    assert not is_open(1, 3)
    assert is_open(5, k)
    assert is_open(1, n - 3)
    assert is_open(1, -n)
    up_to_y = sympy.Sum(exp(p[z]), (z, 1, y))  # y may be below 1, as far as is looked
    assert still_open(decide_identity(total(p[y] * log(up_to_y**2)), total(p[y] * 2 * log(up_to_y))).conditions, [])


def test_a_fact_of_one_letter_is_no_fact_of_all() -> None:
    """In [y] a fact is of every outcome; in [z] of that letter, which is free where nothing binds it."""
    (r,) = families("r")
    free = decide_identity(log(r[z] ** 2), 2 * log(r[z])).conditions
    bound = decide_identity(total(sqrt(r[y] ** 2)), total(r[y])).conditions
    assert still_open(free, ["r[z] > 0"]) == still_open(free, ["r[y] > 0"]) == ()
    assert still_open(bound, ["r[y] ≥ 0"]) == still_open(bound, ["r[y] > 0"]) == ()
    assert still_open(bound, ["r[z] > 0"]) == still_open(bound, ["r[w] ≥ 0", "0 < r[z]"]) == ("r[y] ≥ 0",)
    nested = decide_identity(total(total(sqrt(r[z] ** 2), z) * r[y]), total(total(r[z], z) * r[y])).conditions
    assert still_open(nested, ["r[z] ≥ 0"]) != ()  # it is bound here, whatever it is shown as


def test_no_fact_of_a_sum_is_read_from_its_text() -> None:
    """What is bound is shown by one letter, in different sums: their signs follow from those of their entries."""
    (r,) = families("r")
    rest = sympy.Sum(r[y], (y, 2, K))
    needed = decide_identity(sqrt(rest**2), rest).conditions
    assert [str(condition) for condition in needed] == ["Σ_{y=2}^{K}(r[y]) ≥ 0"]
    for facts in (["Σ_y(r[y]) > 0"], ["Σ_{y=2}^{K}(r[y]) > 0"], ["r[z] > 0"]):
        assert still_open(needed, facts) == ("Σ_{y=2}^{K}(r[y]) ≥ 0",)
    assert still_open(needed, ["r[y] ≥ 0"]) == ()


def test_an_entry_is_one_of_an_outcome_where_its_sum_is_over_outcomes() -> None:
    (r,), (n,) = families("r"), symbols("n")
    for ends, inside in (((1, K), True), ((2, K), True), ((0, K), False), ((1, n), False), ((-1, 3), False)):
        of = sympy.Sum(sqrt(r[y] ** 2), (y, *ends)), sympy.Sum(r[y], (y, *ends))
        assert ("r[y] ≥ 0" not in still_open(decide_identity(*of).conditions, ["r[y] > 0"])) is inside, ends
        root = decide_identity(sqrt(of[1] ** 2), of[1]).conditions
        assert (still_open(root, ["r[y] > 0"]) == ()) is ((inside and ends == (1, K)) or ends == (2, K)), ends


def test_facts_of_two_letters_are_of_these_letters() -> None:
    (w,), (p,) = families("W"), families("p")
    free = decide_identity(log(w[y, z] ** 2), 2 * log(w[y, z])).conditions
    assert still_open(free, ["W[y, z] > 0"]) == ()
    assert still_open(free, ["W[z, y] > 0"]) == still_open(free, ["W[y, w] > 0"]) == ("W[y, z] > 0",)
    bound = decide_identity(total(log(w[y, z] ** 2), z), 2 * total(log(w[y, z]), z)).conditions
    assert still_open(bound, ["W[y, z] > 0"]) != ()
    related = decide_identity(2 * w[y, z] ** 2, 2 * p[z] ** 2, given=[sympy.Eq(w[y, z], p[z])]).conditions
    assert still_open(related, ["W[y, z] = p[z]"]) == ()
    assert still_open(related, ["W[y, z] = p[y]"]) != ()


def test_an_index_is_no_symbol_of_the_letter_that_it_is_shown_by() -> None:
    k, letter, n = sympy.symbols("k y n")
    of = sympy.Sum(sqrt(k**2), (k, -n, n)), sympy.Sum(k, (k, -n, n))
    needed = decide_identity(*of).conditions
    assert "y ≥ 0" in still_open(needed, ["y > 0", "y ≥ 0"])
    assert still_open(decide_identity(log(letter**2), 2 * log(letter)).conditions, ["y > 0"]) == ()


@pytest.mark.parametrize("names", ["eps epsilon", "lam lambda"])
def test_two_names_of_one_letter_are_told_apart(names: str) -> None:
    one, other = symbols(names)
    for fact in (f"{one} > 0", "ε > 0", "λ > 0"):
        assert still_open(decide_identity(log(other**2), 2 * log(other)).conditions, [fact]) == (f"{other} > 0",)
    assert still_open(decide_identity(log(one**2), 2 * log(one)).conditions, [f"{one} > 0"]) == ()


def test_what_is_beside_a_letter_may_be_no_outcome() -> None:
    (r,) = families("r")
    for index in (y + 1, 0, 2 * y):
        free = decide_identity(log(r[index] ** 2), 2 * log(r[index])).conditions
        assert still_open(free, ["r[y] > 0"]) == (f"r[{index}] > 0",)
    summed = decide_identity(total(log(r[y + 1] ** 2)), 2 * total(log(r[y + 1]))).conditions
    assert still_open(summed, ["r[y] > 0"]) != ()


def test_what_a_user_names_is_no_outcome_and_no_number_of_outcomes() -> None:
    (r,), (ell, iota, n, v1) = families("r"), symbols("ell iota n v1")
    for letter, told in ((ell, "ℓ"), (iota, "ι"), (n, "n")):
        free = decide_identity(log(r[letter] ** 2), 2 * log(r[letter])).conditions
        assert still_open(free, ["r[y] > 0"]) == (f"r[{letter}] > 0",)  # it may be any number
        assert still_open(free, [f"r[{letter}] > 0"]) == ()
        bound = decide_identity(total(sqrt(r[y] ** 2)), total(r[y])).conditions
        assert still_open(bound, [f"r[{told}] > 0"]) == still_open(bound, [f"r[{letter}] > 0"]) == ("r[y] ≥ 0",)
    for end in (v1, sympy.Function("K")(n), families("K")[0][n], sympy.Symbol("nu1")):
        of = sympy.Sum(sqrt(r[y] ** 2), (y, 1, end)), sympy.Sum(r[y], (y, 1, end))
        assert "r[y] ≥ 0" in still_open(decide_identity(*of).conditions, ["r[y] > 0"])
        root = decide_identity(log(of[1] ** 2), 2 * log(of[1])).conditions
        assert still_open(root, ["r[y] > 0"]) != ()


def test_no_words_are_a_fact_of_what_is_bound_or_of_what_is_shown_as_ours() -> None:
    k, n, x, e = sympy.symbols("k n x e")
    needed = decide_identity(sympy.Sum(sqrt(k**2), (k, -n, n)), sympy.Sum(k, (k, -n, n))).conditions
    assert "y ≥ 0" in still_open(needed, [f"{mark}{j} > 0" for mark in "ℓι" for j in range(4)])
    for base in (e, sympy.E):
        root = decide_identity(log((base**x - 1) ** 2), 2 * log(base**x - 1)).conditions
        assert still_open(
            root, [f"{condition}" for condition in root if "−" in str(condition) or "-" in str(condition)]
        )
