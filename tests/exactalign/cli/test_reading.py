"""Values and lists as they are typed: each read once, and what comes out is what the mathematics takes."""

import os
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign import LogForm, log, oo
from exactalign.cli import reading
from exactalign.cli.reading import (
    ALPHA,
    KL,
    ORDER,
    RATIONAL,
    REAL,
    REAL_SAMPLE_SIZE,
    SAMPLE_SIZE,
    read,
    read_digits,
    read_jobs,
    read_list,
    read_memory,
    read_places,
    short_text,
    whole,
)
from exactalign.exceptions import ExactAlignError, ParameterError
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


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("1..", whole(1), "--x is empty: give a whole number, at least 1"),
        ("", KL, '--x is empty: give a number such as "11/100" or "1/2*log(9/8)"'),
        ("1..2..3", whole(1),
         "--x has '1..2..3': a range is FROM:TO, FROM:TO:STEP or FROM..TO, as 10:100:10"),
        (" 1:2:3:4 ", whole(1),
         "--x has '1:2:3:4': a range is FROM:TO, FROM:TO:STEP or FROM..TO, as 10:100:10"),
        ("floor..3", SAMPLE_SIZE, "--x has 'floor..3': a range has numbers at its ends"),
        ("1:3:real", SAMPLE_SIZE, "--x has '1:3:real': a range has numbers at its ends"),
        ("3..2", whole(1), "--x has '3..2': a range goes up, from FROM to TO by a STEP above 0"),
        ("1:2:0", whole(1), "--x has '1:2:0': a range goes up, from FROM to TO by a STEP above 0"),
        ("1:2:-1", whole(1), "--x has '1:2:-1': a range goes up, from FROM to TO by a STEP above 0"),
        ("1:100002", whole(1), "--x has '1:100002': that is over 100000 values"),
        ("1:2:1/100001", KL, "--x has '1:2:1/100001': that is over 100000 values"),
        ("0..3", whole(1), "--x is '0': give a whole number, at least 1"),
        ("1:2:1/2", whole(1), "--x is '3/2': give a whole number, at least 1"),
        ("9", whole(1, 8), "--x is '9': give a whole number from 1 to 8"),
        ("-1/2", KL, "--x is -1/2: a KL budget must not be negative"),
        ("-log 2", ALPHA, "--x is -log(2): best-of-N is compared with tilts towards the reward, α ≥ 0"),
        ("0", ORDER, "--x is '0': give a Rényi order above 0, or oo"),
        ("-1", ORDER, "--x is '-1': give a Rényi order above 0, or oo"),
        ("log 2", RATIONAL, '--x is \'log 2\': give a rational number, such as "3/2"'),
        ("0.99", REAL_SAMPLE_SIZE, "--x is '0.99': give a number of draws, at least 1"),
        ("x" * 40, whole(1), f"--x is '{'x' * 40}': give a whole number, at least 1"),
        ("x" * 41, whole(1), f"--x is '{'x' * 39}…': give a whole number, at least 1"),
        ("1e4000", whole(1), "--x has over 4000 digits: give a whole number, at least 1 and of fewer digits"),
    ],
)  # fmt: skip
def test_refusals_word_for_word(text: str, kind: object, message: str) -> None:
    with pytest.raises(ExactAlignError) as caught:
        read_list(text, "--x", kind)  # type: ignore[arg-type]
    assert str(caught.value) == message


def test_limits_from_the_inside() -> None:
    assert read("9" * 4000, "--x", whole(1)) == 10**4000 - 1
    assert [read("1", "--x", whole(1, 8)), read("8", "--x", whole(1, 8)), read("0", "--x", whole(0))] == [1, 8, 0]
    assert read_list("1:1:1", "--x", whole(1)) == read_list("1..1", "--x", whole(1)) == [1]
    assert read("0", "--x", KL) == read("0", "--x", ALPHA) == 0
    assert read("1", "--x", REAL_SAMPLE_SIZE) == 1
    assert read_list("1,2", "--x", whole(1), 2) == [1, 2]
    with pytest.raises(ParameterError, match=r"^--x has over 2 values: give fewer$"):
        read_list("1..3", "--x", whole(1), 2)
    assert read_list("0:1/2:1/4, log 2", "--x", REAL) == [LogForm(0), LogForm("1/4"), LogForm("1/2"), log(2)]
    assert read_list("log 2:3*log(2):log 2", "--x", KL) == [log(2), log(4), log(8)]
    assert read_list("1:2.9", "--x", KL) == [1, 2]
    assert type(read(" 7 ", "--x", whole(1))) is int


def test_ranges_are_measured_before_they_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_VALUES", 3)
    assert read_list("1:4", "--x", whole(1)) == [1, 2, 3, 4]
    with pytest.raises(ParameterError, match=r"^--x has '1:4.1': that is over 3 values$"):
        read_list("1:4.1", "--x", whole(1))


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1", 1), ("7B", 7), ("1k", 1000), ("1 KB", 1000), ("1KiB", 1024), ("2M", 2 * 10**6), ("2mib", 2 * 1024**2),
        (" 1.5 GB ", 1_500_000_000), ("1Gi", 1024**3), ("1T", 10**12), ("1TiB", 1024**4), ("1e9", 10**9),
        ("2E3 kb", 2 * 10**6), ("0.0015kB", 1),
    ],
)  # fmt: skip
def test_memory(text: str, size: int) -> None:
    assert read_memory(text) == size


@pytest.mark.parametrize("text", ["", "B GB", "1iB", "1I", "1PB", "-1", "1 2", "GB", "1,5GB"])
def test_what_is_no_memory(text: str) -> None:
    with pytest.raises(ParameterError) as caught:
        read_memory(text)
    assert str(caught.value) == f'--memory is {text!r}: give bytes, such as "500MB" or "2GB"'


def test_memory_below_a_byte() -> None:
    for text in ("0", "0.9", "0.0009kB"):
        with pytest.raises(ParameterError, match=r'^--memory is below 1 byte: give bytes, such as "500MB" or "2GB"$'):
            read_memory(text)


def test_digits_and_places() -> None:
    assert (read_digits(None), read_digits("1"), read_digits("1e6")) == (None, 1, 10**6)
    assert (read_places(None), read_places("0"), read_places("1e6")) == (None, 0, 10**6)
    for reader, text, message in (
        (read_digits, "0", "--digits is '0': give a whole number from 1 to 1000000"),
        (read_digits, "1000001", "--digits is '1000001': give a whole number from 1 to 1000000"),
        (read_places, "-1", "--places is '-1': give a whole number from 0 to 1000000"),
    ):
        with pytest.raises(ParameterError) as caught:
            reader(text)
        assert str(caught.value) == message


def test_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """One for each core where there is enough to do, never more than there are tasks, and at least one."""
    for cores, expected in ((6, 6), (None, 1)):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        assert [read_jobs(None, tasks, 50) for tasks in (0, 50, 51)] == [1, 1, expected]
    assert [read_jobs("4", tasks, 50) for tasks in (0, 1, 3, 4, 5)] == [1, 1, 3, 4, 4]
    assert (read_jobs("1", 9, 5), read_jobs("1024", 5000, 5)) == (1, 1024)
    for text, message in (
        ("1025", "--jobs is 1025: give at most 1024"),
        ("0", "--jobs is '0': give a whole number, at least 1"),
    ):
        with pytest.raises(ParameterError) as caught:
            read_jobs(text, 5, 5)
        assert str(caught.value) == message


def test_texts_in_a_message_are_short() -> None:
    assert [short_text(text) for text in ("a", "x" * 40, "x" * 41)] == ["'a'", f"'{'x' * 40}'", f"'{'x' * 39}…'"]


@pytest.mark.parametrize("text", ["9e999999999", "+1.5e1000000", "1" + "0" * 99_990 + "e100001", ".5E+999999"])
def test_a_number_that_is_too_large_is_told_as_that(text: str) -> None:
    for kind in (SAMPLE_SIZE, RATIONAL, whole(1)):
        with pytest.raises(ParameterError) as caught:
            read(text, "--n", kind)
        assert str(caught.value) == f"--n is {short_text(text)}, too large to be read: give {kind.expected}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0e100001", "0 with an exponent too large to be read"),
        ("+0.00E+999999", "0 with an exponent too large to be read"),
        (".0" + "0" * 100_000 + "1", "too long to be read"),
        ("0" * 200_000, "too long to be read"),
        ("9" * 200_000, "too long to be read"),
    ],
)
def test_what_is_not_large_is_not_called_so(text: str, why: str) -> None:
    for kind in (SAMPLE_SIZE, RATIONAL, whole(1)):
        with pytest.raises(ParameterError) as caught:
            read(text, "--n", kind)
        assert str(caught.value) == f"--n is {short_text(text)}, {why}: give {kind.expected}"


@pytest.mark.parametrize("text", ["e5", ".", "1e", "-9e999999999", "9e-999999999", "1.2.3", "1e5e5", "x"])
def test_what_is_no_large_number_is_not(text: str) -> None:
    with pytest.raises(ParameterError, match=r"^--n is '[^']*': give a whole number, at least 1$"):
        read(text, "--n", whole(1))
