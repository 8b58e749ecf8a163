"""What a parameter may be, and what its refusal says."""

from fractions import Fraction
from typing import Any

import pytest
from flint import arb

from exactalign import EnclosedReal, log, oo
from exactalign.exceptions import LogFormError, NotExactError, NotRationalError, ParameterError
from exactalign.numbers.reading import decided_real, exact_real, order_of, real_at_least, whole_number

PI = EnclosedReal(arb.pi)


def test_orders() -> None:
    assert order_of("1/2") == Fraction(1, 2)
    assert order_of("1/1000") == Fraction(1, 1000)
    assert order_of(oo) is order_of(" oo ") is oo
    assert order_of(log(2)) == log(2)
    for value in (0, -1, "0", log("1/2"), -oo, log(4) - 2 * log(2)):
        with pytest.raises(ParameterError, match="Rényi orders here are > 0"):
            order_of(value)


def test_exact_reals() -> None:
    assert exact_real("log(4) - 2*log(2) + 1/2") == Fraction(1, 2)
    assert type(exact_real(log(4) - 2 * log(2))) is Fraction
    assert exact_real(PI) is PI
    square = log(2) * log(3)
    assert exact_real(square) is square
    for value, error in ((0.5, NotExactError), ("log 0", LogFormError), (None, NotRationalError), (True, ValueError)):
        with pytest.raises(error):
            exact_real(value, "alpha")


def test_decided_reals_and_lower_bounds() -> None:
    assert decided_real("1/2*log(9)", "kl") == log(3)
    with pytest.raises(ParameterError, match="kl is an enclosed real"):
        decided_real(PI, "kl")
    with pytest.raises(ParameterError, match="kl is a log polynomial"):
        decided_real(log(2) * log(3), "kl")
    assert real_at_least(PI, "n", 3) is PI
    with pytest.raises(ParameterError, match="n is 1/2: it must be at least 1"):
        real_at_least("1/2", "n", 1)


@pytest.mark.parametrize("value", [0, 1.0, "1", True, None, Fraction(1)])
def test_whole_numbers(value: Any) -> None:
    with pytest.raises(ParameterError, match=r"^n is "):
        whole_number(value, "n", 1)
