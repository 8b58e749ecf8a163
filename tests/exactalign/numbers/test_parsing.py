"""The grammar of log forms: valid and invalid corpora."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign import LogForm, log
from exactalign.exceptions import LogFormError
from exactalign.numbers.rationals import MAX_DIGITS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", LogForm()),
        ("1/2 + 3*log(6) - log(2/3)", Fraction(1, 2) + 3 * log(6) - log("2/3")),
        ("log 6", log(6)),
        ("ln 6", log(6)),
        ("ln(6)", log(6)),
        ("3 log 2", 3 * log(2)),
        ("3log2", 3 * log(2)),
        ("1/2 log 2", log(2) / 2),
        ("log(2)/3", log(2) / 3),
        ("log(2)*3", 3 * log(2)),
        ("-log 2", -log(2)),
        ("--log 2", log(2)),
        ("- 3 * -log(2)", None),
        ("2*(log 3 + 1) - (1 - log(3))", 3 * log(3) + 1),
        ("(2)*(3)", LogForm(6)),
        ("0.5", LogForm("1/2")),
        ("20%", LogForm("1/5")),
        ("log 50%", -log(2)),
        ("1e2", LogForm(100)),
        ("  log( 2 )  ", log(2)),
        ("log(1/2+1/2)", LogForm()),
        ("log(2*3)", log(6)),
        ("(log 4 - 2 log 2 + 3) * log 5", 3 * log(5)),
        ("log(2) / (log 4 - 2*log(2) + 2)", log(2) / 2),
        ("\tlog 2\n", log(2)),
    ],
)
def test_valid(text: str, expected: LogForm | None) -> None:
    if expected is None:
        with pytest.raises(LogFormError):
            LogForm.parse(text)
    else:
        assert LogForm.parse(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("log", "argument"),
        ("log()", "expected a number"),
        ("log(2", "expected ')'"),
        ("log(2))", "unexpected ')'"),
        ("log 2/3", "ambiguous"),
        ("log(0)", "positive"),
        ("log(-1)", "positive"),
        ("log(1 - 1)", "positive"),
        ("log(log(2))", "rational number"),
        ("log(2)*log(3)", "two logarithms"),
        ("log(2) log(3)", "two logarithms"),
        ("1/log(2)", "rational numbers only"),
        ("1/0", "division by 0"),
        ("1/(log 4 - 2 log 2)", "division by 0"),
        ("2 3", "unexpected '3'"),
        ("2 (3)", "unexpected '('"),
        ("1 +", "expected a number"),
        ("* 2", "expected a number"),
        ("2 ** 3", "expected a number"),
        ("log[2]", "cannot read"),
        ("exp(2)", "cannot read"),
        ("loga(2)", "cannot read"),
        ("log2(8)", "unexpected '('"),
        ("π", "cannot read"),
        ("nan", "cannot read"),
        ("inf", "cannot read"),
        ("1..2", "no rational"),
        ("1e999999999", "exponents past"),
        ("1e", "cannot read"),
        ("__import__('os')", "cannot read"),
        ("(" * 60 + "1" + ")" * 60, "nested"),
        ("1" * (MAX_DIGITS + 1), "the limit is"),
        ("1e100000*1e100000*1e100000", "bits"),
        ("1/1e100000/1e100000/1e100000", "bits"),
    ],
    ids=lambda text: text[:25],
)
def test_invalid(text: str, said: str) -> None:
    with pytest.raises(LogFormError) as caught:
        LogForm.parse(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize("value", [None, 2, 0.5, b"log 2", ["log 2"]])
def test_only_text_is_parsed(value: object) -> None:
    with pytest.raises(LogFormError, match="read from text"):
        LogForm.parse(value)  # type: ignore[arg-type]


@given(st.text(alphabet="log n()+-*/0123456789.e%", max_size=20))
def test_anything_else_is_a_log_form_or_refused_in_one_line(text: str) -> None:
    try:
        form = LogForm.parse(text)
    except LogFormError as error:
        said = str(error)
    else:
        said = str(form)
        assert LogForm.parse(said) == form
    assert "\n" not in said


def test_depth_counts_what_is_open_only() -> None:
    assert LogForm.parse(" + ".join(["(1)"] * 70)) == 70
    assert LogForm.parse(" + ".join(["log(2)"] * 70)) == 70 * log(2)


@pytest.mark.parametrize("text", ["log(", "log 0", "1 +", "2 ** ** 3"])
def test_what_is_wrong_is_said_once(text: str) -> None:
    with pytest.raises(LogFormError) as told:
        LogForm.parse(text)
    assert str(told.value).count("is no log form") <= 1


@given(st.from_regex(r"[0-9]{1,6}([./][0-9]{0,6})?", fullmatch=True))
def test_a_plain_number_is_what_the_grammar_makes_of_it(text: str) -> None:
    """A plain number is read without the grammar; a bracket around it leaves that way."""

    def read(written: str) -> object:
        try:
            return LogForm.parse(written)
        except LogFormError:
            return "refused"

    assert read(text) == read(f"({text})")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'' is no log form: it is empty"),
        ("log", "'log' is no log form: log needs an argument, such as log(2/3)"),
        ("log(", "'log(' is no log form: expected a number or log(…)"),
        ("log(2", "'log(2' is no log form: expected ')'"),
        ("(2", "'(2' is no log form: expected ')'"),
        ("2)", "'2)' is no log form: unexpected ')'"),
        ("1 + *", "'1 + *' is no log form: expected a number or log(…), found '*'"),
        ("log 2/3", "'log 2/3' is no log form: 'log 2/…' is ambiguous: write log(2/…) or log(2)/…"),
        ("log(log 2)", "'log(log 2)' is no log form: a logarithm takes a rational number"),
        ("log 2 log 3", "'log 2 log 3' is no log form: a product of two logarithms is no log form"),
        ("log 2*(log 3)", "'log 2*(log 3)' is no log form: a product of two logarithms is no log form"),
        ("1/log 2", "'1/log 2' is no log form: a log form is divided by rational numbers only"),
        ("1 / 0 + log 2", "'1 / 0 + log 2' is no log form: division by 0"),
        ("2 + a comma, and more", "'2 + a comma, and more' is no log form: cannot read 'a comma, and more'"),
        ("x" * 60, f"'{'x' * 60}' is no log form: cannot read '{'x' * 20}'"),
        ("x" * 61, f"'{'x' * 59}…' is no log form: cannot read '{'x' * 20}'"),
    ],
)
def test_what_a_refusal_says(text: str, said: str) -> None:
    with pytest.raises(LogFormError) as caught:
        LogForm.parse(text)
    assert str(caught.value) == said


def test_brackets_fifty_deep_are_read() -> None:
    assert LogForm.parse("(" * 49 + "log 2" + ")" * 49) == log(2)
    with pytest.raises(LogFormError, match="nested more than 50 deep"):
        LogForm.parse("(" * 50 + "log 2" + ")" * 50)


def test_text_as_long_as_the_limit_is_read() -> None:
    assert LogForm.parse(" " * (MAX_DIGITS - 5) + "log 2") == log(2)
    with pytest.raises(LogFormError, match=f"has {MAX_DIGITS + 1} characters: the limit is {MAX_DIGITS}$"):
        LogForm.parse(" " * (MAX_DIGITS - 4) + "log 2")
    with pytest.raises(LogFormError, match=r"^a log form is read from text, not from int$"):
        LogForm.parse(2)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6/3*log 2", 2 * log(2)),
        ("log 2 * 6 / 3", 2 * log(2)),
        ("2/4/2", Fraction(1, 4)),
        ("-2 - 3 - -4", Fraction(-1)),
        ("+-+2", Fraction(-2)),
        ("1 - log 2 + log 3 - 4", log(3) - log(2) - 3),
        ("10% log 2", log(2) / 10),
        ("1e-1*log 2", log(2) / 10),
        ("007/14", Fraction(1, 2)),
        ("1.50", Fraction(3, 2)),
    ],
)
def test_signs_products_and_quotients_from_the_left(text: str, value: LogForm | Fraction) -> None:
    assert LogForm.parse(text) == LogForm.parse(f"({text})") == value
