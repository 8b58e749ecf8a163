"""Sums of exact terms, as they are written."""

from fractions import Fraction

import pytest

from exactalign.numbers.written import SHORT, beginning, joined, latex_log, latex_number, shortened, with_short_numbers

HALF = Fraction(1, 2)
ONE = Fraction(1)


@pytest.mark.parametrize(
    ("constant", "terms", "text", "latex"),
    [
        (Fraction(0), [], "0", "0"),
        (-HALF, [], "-1/2", r"-\frac{1}{2}"),
        (Fraction(0), [(ONE, "a")], "a", "a"),
        (Fraction(0), [(-ONE, "a"), (-ONE, "b")], "-a - b", "-a - b"),
        (Fraction(-3), [(ONE, "a"), (-HALF, "b")], "-3 + a - 1/2*b", r"-3 + a - \frac{1}{2} b"),
        (ONE, [(Fraction(-2), "a")], "1 - 2*a", "1 - 2 a"),
    ],
)
def test_sums(constant: Fraction, terms: list[tuple[Fraction, str]], text: str, latex: str) -> None:
    assert joined(constant, terms) == text
    assert joined(constant, iter(terms), latex_number, " ") == latex


def test_latex_of_rationals_and_logarithms() -> None:
    assert [latex_number(Fraction(x)) for x in (3, -3, "2/3")] == ["3", "-3", r"\frac{2}{3}"]
    assert latex_log(Fraction(10)) == r"\log 10"
    assert latex_log(Fraction(1, 3)) == r"\log\left(1/3\right)"


def test_text_is_cut_past_the_limit_only() -> None:
    assert shortened("x" * SHORT) == "x" * SHORT
    assert shortened("x" * (SHORT + 1)) == "x" * (SHORT - 1) + "…"
    assert len(shortened("x" * 5000)) == SHORT == 200


def test_a_term_of_coefficient_0_is_no_negative_one() -> None:
    assert joined(ONE, [(Fraction(0), "a")]) == "1 + 0*a"
    assert joined(Fraction(0), [(Fraction(0), "a")]) == "0*a"


def test_a_long_fraction_keeps_its_bar() -> None:
    """Cut as text it would read as another number: what is left of 7^300/2^600 has no “/”."""
    top, bottom = str(7**300), str(2**600)
    cut = f"{top[:15]}…{top[-15:]}/{bottom[:15]}…{bottom[-15:]}"
    assert shortened(f"{top}/{bottom}") == with_short_numbers(f"{top}/{bottom}") == cut
    assert with_short_numbers("1" * 39) == "1" * 39
    assert with_short_numbers("1" * 40) == f"{'1' * 15}…{'1' * 15}"
    assert shortened("1" * SHORT) == "1" * SHORT


def test_no_number_is_cut_at_the_end() -> None:
    """4/145 is not shown as 4/1."""
    listed = ", ".join(["4/145"] * 60)
    assert shortened(listed) == f"{', '.join(['4/145'] * 28)}, …"
    for length, kept in ((2, "4,"), (3, "4, "), (4, "4, "), (7, "4, "), (8, "4, 4/145"), (9, "4, 4/145,")):
        assert beginning("4, 4/145, x", length) == kept
