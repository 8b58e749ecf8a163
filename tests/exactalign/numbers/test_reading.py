"""What a parameter may be, and what its refusal says."""

from fractions import Fraction
from typing import Any

import pytest
from flint import arb

from exactalign import EnclosedReal, LogForm, log, oo
from exactalign.exceptions import LogFormError, NotExactError, NotRationalError, ParameterError
from exactalign.numbers.reading import (
    decided_real,
    exact_real,
    is_short,
    order_of,
    order_text,
    real_at_least,
    short_number,
    whole_number,
)

PI = EnclosedReal(arb.pi)
EXACTLY = "give it exactly, as a rational or a log form, so that comparisons with it are decided"


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


def test_refusals_name_the_parameter_and_the_bound() -> None:
    long = 7**400
    for call, said in (
        (lambda: whole_number(2, "n", 3), "n is 2: it must be at least 3"),
        (lambda: whole_number(True, "n", 0), "n is True: give a whole number, at least 0"),
        (lambda: whole_number(Fraction(3), "n", 1), "n is Fraction(3, 1): give a whole number, at least 1"),
        (lambda: real_at_least(Fraction(1, 3), "N", 1), "N is 1/3: it must be at least 1"),
        (lambda: real_at_least(Fraction(1, long), "N", 1), "N is ~10^-339: it must be at least 1"),
        (lambda: real_at_least(log(2), "N", 1), "N is log(2): it must be at least 1"),
        (lambda: real_at_least(EnclosedReal(arb.pi), "N", 4), "N is 3.14159265358979…: it must be at least 4"),
        (lambda: order_of(-oo), "order is -oo: Rényi orders here are > 0"),
        (lambda: order_of(log("1/2")), "order is -log(2): Rényi orders here are > 0"),
        (
            lambda: decided_real(PI, "kl"),
            f"kl is an enclosed real: {EXACTLY}",
        ),
    ):
        with pytest.raises(ParameterError) as caught:
            call()
        assert str(caught.value) == said
    with pytest.raises(LogFormError, match=r"^kl: log\(0\) is not a real number"):
        decided_real("log 0", "kl")


def test_the_bound_itself_is_allowed() -> None:
    class Index:
        def __index__(self) -> int:
            return 3

    assert whole_number(3, "n", 3) == whole_number(Index(), "n", 3) == 3
    assert type(whole_number(Index(), "n", 3)) is int

    class Count(int):
        pass

    assert (type(whole_number(Count(3), "n", 3)), whole_number(Count(3), "n", 3)) == (int, 3)
    with pytest.raises(ParameterError, match=r"^n is 3: it must be at least 4$"):
        whole_number(Index(), "n", 4)
    assert real_at_least(1, "N", 1) == 1
    assert real_at_least(log(2), "N", 0) == log(2)
    one = EnclosedReal.of(1)
    assert real_at_least(one, "N", 1) is one  # its enclosure shows it, where a comparison would not end


def test_what_is_read_keeps_its_kind() -> None:
    assert type(exact_real(log(9) - 2 * log(3))) is Fraction
    assert type(decided_real(Fraction(1, 2), "kl")) is LogForm
    assert decided_real("1/2", "kl") == decided_real(Fraction(1, 2), "kl") == Fraction(1, 2)
    form = log(2)
    assert decided_real(form, "kl") is exact_real(form) is form
    assert order_of(PI) is PI


def test_sizes_for_messages() -> None:
    edge = Fraction(1 << 97, (1 << 97) - 1)  # 98 and 97 bits, just short enough
    assert is_short(edge)
    assert not is_short(Fraction(1 << 98, (1 << 97) - 1))
    assert short_number(edge) == f"{1 << 97}/{(1 << 97) - 1}"
    assert short_number(1 << 194) == "~10^58"  # 195 bits, and one of the denominator
    assert short_number(1 << 193) == str(1 << 193)
    assert short_number(-(7**400)) == "-~10^338"
    assert (order_text(Fraction(2, 3)), order_text(oo), order_text(log(2))) == ("2/3", "oo", "log(2)")
