"""What positivity follows from: against the values of polynomials in letters that are positive, or anything."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.algebra.conditions import Condition, still_open
from proofs_check.algebra.normal_forms import Reader
from proofs_check.algebra.symbolic import decide_identity, log, symbols
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
