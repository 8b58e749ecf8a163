"""What counts as a number, as a vector, as a refusal; and how what was raised is told."""

import decimal
import math
from fractions import Fraction
from typing import Any

import pytest

from exactalign.numbers.infinity import oo
from exactalign.testing.conformance.answers import (
    Returned,
    Unreadable,
    is_refusal,
    listed,
    number,
    origin,
    short_text,
    vector,
)


class Array:
    """As arrays and tensors are: `item` of one entry, `tolist` of any."""

    def __init__(self, *values: Any, error: Exception | None = None) -> None:
        self.values = values
        self.error = error

    def item(self) -> Any:
        if self.error is not None:
            raise self.error
        (value,) = self.values
        return value

    def tolist(self) -> list[Any]:
        return list(self.values)

    def __repr__(self) -> str:
        return "Array"


class Silent:
    def __repr__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "entry"),
    [
        (None, None),
        (math.nan, None),
        (oo, oo),
        (-oo, -oo),
        (math.inf, oo),
        (-math.inf, -oo),
        (Array(-math.inf), -oo),
        (0.1, Fraction(0.1)),
        (3, Fraction(3)),
        (Fraction(1, 3), Fraction(1, 3)),
        (Array(0.5), Fraction(1, 2)),
        (10**400, Fraction(10**400)),  # no float holds it
        (Fraction(10**400, 3), Fraction(10**400, 3)),
    ],
)
def test_numbers(value: Any, entry: Any) -> None:
    assert number(value) == entry


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("0.5", "the answer is '0.5' of type str, not a number"),
        ([0.5], "the answer is [0.5] of type list, not a number"),
        (1j, "the answer is 1j of type complex, not a number"),
        (Array("a"), "the answer is 'a' of type str, not a number"),
        *[
            (Array(error=error("two  of them")), "the answer is Array, not one number (two  of them)")
            for error in (ValueError, TypeError, RuntimeError)
        ],
    ],
)
def test_what_is_no_number(value: Any, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        number(value)
    assert str(caught.value) == message


class Named(list[float]):
    """A list with attributes that are called as the methods of arrays."""

    tolist, item = "t", "i"


def test_only_what_can_be_called_makes_a_list_or_a_number() -> None:
    named = Named([0.5])
    assert vector(named, 1) == [Fraction(1, 2)]
    assert listed(named) is named
    with pytest.raises(Unreadable, match=r"^the answer is \[0\.5\] of type Named, not a number$"):
        number(named)


def test_vectors() -> None:
    assert vector(Array(0.5, math.nan), 2) == [Fraction(1, 2), None]
    assert vector((1, 2)) == [1, 2]
    assert vector(iter([1]), 1) == [1]
    assert vector([]) == []
    assert vector([], 0) == []


@pytest.mark.parametrize(
    ("value", "length", "message"),
    [
        ("12", None, "the answer is '12' of type str, not a sequence of numbers"),
        (b"12", 2, "the answer is b'12' of type bytes, not a sequence of numbers"),
        ({1: 2}, 1, "the answer is {1: 2} of type dict, not a sequence of numbers"),
        (0.5, None, "the answer is 0.5, not a sequence of numbers"),
        (Array(1, 2), 3, "the answer has 2 entries, not 3: [1, 2]"),
        ([1], 0, "the answer has 1 entries, not 0: [1]"),
        ([1, "a"], 2, "the answer is 'a' of type str, not a number"),
    ],
)
def test_what_is_no_vector(value: Any, length: int | None, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        vector(value, length)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("answer", "refuses"),
    [
        (Returned(None), True),
        (Returned(math.nan), True),
        (Returned([math.nan]), True),
        (Returned((math.nan, None)), True),
        (Returned(Array(math.nan, math.nan)), True),
        (Returned(3, ValueError()), True),
        (Returned(3, SystemExit()), False),  # no exception that says that there is no answer
        (Returned(0.0), False),
        (Returned(math.inf), False),
        (Returned([math.nan, 0.0]), False),
        (Returned([]), False),
        (Returned("nan"), False),
        (Returned(["a"]), False),
    ],
)
def test_refusals(answer: Returned, refuses: bool) -> None:
    assert is_refusal(answer) is refuses


def test_short_texts() -> None:
    assert short_text([1, "a\n"]) == r"[1, 'a\n']"
    assert short_text(decimal.Decimal("1")) == "Decimal('1')"
    assert short_text(Silent()) == "something that cannot be shown"
    assert short_text("a" * 198) == f"'{'a' * 198}'"  # 200 characters with its quotes
    assert short_text("a" * 199) == f"'{'a' * 198}…"

    class Lines:
        def __repr__(self) -> str:
            return "one\n  two"

    assert short_text(Lines()) == "one two"


def raised(error: Exception) -> Exception:
    try:
        _raises(error)
    except Exception as caught:  # noqa: BLE001
        return caught
    raise AssertionError


def _raises(error: Exception) -> None:
    raise error


LINE = _raises.__code__.co_firstlineno + 1


def test_what_was_raised_is_one_line_with_its_place() -> None:
    assert Returned(3).error == ""
    assert Returned(None, ValueError()).error == "raised ValueError"
    assert Returned(None, ValueError(" a\n b ")).error == "raised ValueError: a b"
    assert Returned(None, raised(KeyError("k"))).error == f"raised KeyError: 'k' (line {LINE} of _raises)"
    assert Returned(None, ValueError("a" * 201)).error == f"raised ValueError: {'a' * 200}"
    assert origin(raised(ValueError())) == f"line {LINE} of _raises"
    assert origin(ValueError()) == ""


def test_frames_of_the_package_are_no_place_of_the_user() -> None:
    """What is raised while an answer is read has its place where it was asked for."""
    with pytest.raises(Unreadable) as caught:
        number("a")
    first = test_frames_of_the_package_are_no_place_of_the_user.__code__
    assert origin(caught.value) == f"line {first.co_firstlineno + 3} of {first.co_name}"
