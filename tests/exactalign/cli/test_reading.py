"""Values and lists as they are typed: each read once, and what comes out is what the mathematics takes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign import LogForm, log, oo
from exactalign.cli.reading import (
    ALPHA,
    KL,
    ORDER,
    RATIONAL,
    REAL_SAMPLE_SIZE,
    SAMPLE_SIZE,
    read,
    read_list,
    read_memory,
    whole,
)
from exactalign.exceptions import ExactAlignError
from exactalign.numbers.memory import DEFAULT_MEMORY


@given(st.lists(st.integers(1, 10**30), min_size=1, max_size=5, unique=True))
def test_whole_numbers_with_commas(values: list[int]) -> None:
    assert read_list(", ".join(map(str, values)), "--n", whole(1)) == values


@given(st.integers(1, 50), st.integers(0, 50))
def test_a_range_in_all_its_spellings(start: int, count: int) -> None:
    expected = list(range(start, start + count + 1))
    for text in (f"{start}..{start + count}", f"{start}:{start + count}", f"{start}:{start + count}:1"):
        assert read_list(text, "--n", whole(1)) == expected
    assert read_list(f"{start - 1}, {start}..{start + count}", "--n", whole(0)) == [start - 1, *expected]


@given(st.fractions(0, 10), st.fractions(Fraction(1, 20), 3), st.integers(0, 8))
def test_a_range_of_rationals_is_exact(start: Fraction, step: Fraction, count: int) -> None:
    expected = [LogForm(start + step * i) for i in range(count + 1)]
    assert read_list(f"{start}:{start + step * count}:{step}", "--kl", KL) == expected


def test_every_kind_gives_what_the_mathematics_takes() -> None:
    assert read("1/2*log(9)", "--kl", KL) == log(3)
    assert read(" 1e3 ", "--n", whole(1)) == 1000
    assert read_list("floor, 4, REAL", "--n", SAMPLE_SIZE) == ["floor", 4, "real"]
    assert read_list("1/2, oo", "--order", ORDER) == [Fraction(1, 2), oo]
    assert read_list("3/2, log 9", "--n", REAL_SAMPLE_SIZE) == [Fraction(3, 2), log(9)]
    assert read("50%", "--z", RATIONAL) == Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("", whole(1), "--x is empty: give a whole number, at least 1"),
        ("1,,2", whole(1), "--x is empty"),
        ("2,2", whole(1), "--x gives 2 twice"),
        ("1..3,2", whole(1), "--x gives 2 twice"),
        ("3..1", whole(1), "a range goes up"),
        ("1..2..3", whole(1), "a range is FROM:TO, FROM:TO:STEP or FROM..TO"),
        ("1..", whole(1), "--x is empty"),
        ("floor..3", SAMPLE_SIZE, "a range has numbers at its ends"),
        ("0..3", whole(1), "--x is '0': give a whole number, at least 1"),
        ("1..1e9", whole(1), "over 100000 values"),
        ("3/2", whole(1), "--x is '3/2': give a whole number, at least 1"),
        ("log 2", whole(1), "--x is 'log 2': give a whole number"),
        ("9", whole(1, 8), "--x is '9': give a whole number from 1 to 8"),
        ("-1", KL, "--x is -1: a KL budget must not be negative"),
        ("log(1/2)", ALPHA, "α ≥ 0"),
        ("prize", KL, "--x: 'prize' is no log form"),
        ("0", ORDER, "--x is '0': give a Rényi order above 0, or oo"),
        ("log 2", RATIONAL, "give a rational number"),
        ("1/2", REAL_SAMPLE_SIZE, "give a number of draws, at least 1"),
        ("up", SAMPLE_SIZE, "--x is 'up': give floor, ceil, real or a whole number, at least 1"),
    ],
)
def test_refusals_say_what_would_be_right(text: str, kind: object, message: str) -> None:
    with pytest.raises(ExactAlignError) as caught:
        read_list(text, "--x", kind)  # type: ignore[arg-type]
    assert message in str(caught.value)


def test_the_help_tells_the_default_memory() -> None:
    from tests.command_lines.programs import MANUALS

    assert read_memory(None) == DEFAULT_MEMORY == read_memory("1GB")
    told = {entry.words for shown in MANUALS.values() for entry in shown.options if "--memory" in entry.name}
    assert told == {'Refuse what would need more memory: "500MB", "2GB". [default: 1GB]'}
