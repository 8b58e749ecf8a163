"""What may be given to a variable of each sort of number, at the ends of its range, and to an operator."""

from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, log
from proofs_check.formula import KL, SortError, count, law, natural, nonnegative, positive, real
from proofs_check.formula.fits import misfit
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import apply

HALF, SMALL = Fraction(1, 2), Fraction(1, 10**9)
GIVEN: dict[Any, tuple[list[Any], list[Any]]] = {
    count: ([1, 2, Fraction(3)], [0, -1, HALF, log(2), 1.0, True]),
    natural: ([0, 1, Fraction(3)], [-1, HALF, log(2), 0.0, True]),
    positive: ([SMALL, 1, log(2)], [0, -SMALL, log(HALF), 0.5]),
    nonnegative: ([0, SMALL, log(2)], [-SMALL, log(HALF), 0.5]),
    real: ([0, -SMALL, log(HALF)], [0.5, "1"]),
}


@pytest.mark.parametrize("sort", GIVEN, ids=lambda sort: sort.__name__)
def test_numbers_fit_up_to_the_ends_of_their_range(sort: Any) -> None:
    statement = Statement(sort("a") <= sort("a") + 1)
    fitting, others = GIVEN[sort]
    assert [misfit(statement, {"a": value}) for value in fitting] == [""] * len(fitting)
    assert all("a = " in misfit(statement, {"a": value}) for value in others)
    assert misfit(statement, {}) == "it gives no value to a"


def test_an_operator_takes_as_many_arguments_as_it_has() -> None:
    with pytest.raises(SortError, match="neg takes 1 arguments, not 2"):
        apply("neg", real("x"), real("x"))


def test_the_case_of_the_caller_is_not_changed() -> None:
    case = {"p": Distribution.uniform(2)}
    statement = Statement(KL(law("p"), law("p")) >= 0)
    assert statement.with_letters(case) != case
    assert list(case) == ["p"]
