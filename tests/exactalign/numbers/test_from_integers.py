"""Log forms from integers, the fast door: what it takes, and what it refuses."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from flint import fmpq, fmpz
from hypothesis import given
from hypothesis import strategies as st

from exactalign import LogForm, log
from exactalign.exceptions import LogFormError, ParameterError, WrongKind
from exactalign.numbers.rationals import rational


@pytest.mark.parametrize(
    "arguments",
    [(0.5,), ("x",), ([1],), ([(1, "a")],), ([(0.5, 2)],), ([(1, 2, 3)],), ([], "x"), ([], 1, 0.5), ([], 1, "1/0")],
)
def test_from_integers_refuses_other_kinds_in_our_words(arguments: Any) -> None:
    with pytest.raises(WrongKind, match=r"LogForm.from_integers .* give pairs \(coefficient, argument\) of integers"):
        LogForm.from_integers(*arguments)


def test_from_integers_takes_those_of_python_and_passes_on_what_its_terms_raise() -> None:
    assert str(LogForm.from_integers([(3, 2)], 4)) == "3/4*log(2)"  # type: ignore[list-item]

    def failing() -> Any:
        yield fmpz(1), fmpz(2)
        raise ParameterError("of its own")

    with pytest.raises(ParameterError, match=r"^of its own$"):
        LogForm.from_integers(failing())


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(-3, 3))))
def test_from_integers_takes_the_arguments_that_log_takes(terms: list[tuple[int, int]]) -> None:
    """One that is not positive is refused in the words of `log`, also where its coefficients cancel."""
    least = min((a for _, a in terms), default=1)
    if least > 0:
        assert LogForm.from_integers(terms) == LogForm(0, terms)  # type: ignore[arg-type]
        return
    with pytest.raises(LogFormError) as told:
        log(least)
    with pytest.raises(LogFormError) as caught:
        LogForm.from_integers(terms)  # type: ignore[arg-type]
    assert str(caught.value) == str(told.value)


@pytest.mark.parametrize("constant", [Fraction(-3, 2), fmpq(-3, 2), 7, fmpz(7)])
def test_the_constant_of_from_integers_is_any_of_our_rationals(constant: Any) -> None:
    assert LogForm.from_integers([], 5, constant).constant == rational(constant)


def test_from_integers_refuses_a_denominator_of_0() -> None:
    for terms in ([], [(fmpz(1), fmpz(2))]):
        with pytest.raises(
            LogFormError, match=r"^the denominator of LogForm\.from_integers is 0: give another integer$"
        ):
            LogForm.from_integers(terms, 0)


def test_from_integers_collects_terms() -> None:
    form = LogForm.from_integers([(fmpz(3), fmpz(2)), (fmpz(-3), fmpz(2)), (fmpz(4), fmpz(1))], 7, 2)
    assert form.integer_terms() == ({}, fmpz(7))
    assert form == 2
