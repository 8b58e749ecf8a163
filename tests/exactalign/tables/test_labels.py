"""Labels: what is the same label, what is told apart, and how sequences are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign.exceptions import InputError
from exactalign.tables.labels import LabelIndex, label_key, parse_sequence, plain_label, read_sequence, short


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        ("$5", "5", False),
        ("a{b}", "ab", False),
        (r"\alpha", "α", False),
        ("y₁", "y_1", True),
        ("x²", "x^2", True),
        ("a  b", "a b", True),
        ("x−y", "x-y", True),
        ("*x*", "x", False),
    ],
)
def test_keys(left, right, alike):
    assert (label_key(left) == label_key(right)) is alike


def test_markup_is_read_only_where_no_label_is_that_text():
    index = LabelIndex([r"\alpha", "α", "$5$", "5", "**x**"])
    assert [index.find(text) for text in (r"\alpha", "α", "$5$", "5", "**x**")] == list(index.labels)
    assert index.find("x") == "**x**"
    assert LabelIndex(["α"]).find(r"$\alpha$") == "α"
    assert LabelIndex([r"\alpha"]).find("α") == r"\alpha"
    assert LabelIndex(["5"]).find("$5") is None
    assert LabelIndex([0]).find("0") == 0
    assert "0" in LabelIndex([0])
    assert "1" not in LabelIndex([0])
    with pytest.raises(InputError, match="cannot be told apart"):
        LabelIndex(["x−y", "x-y"]).find("x-y")
    assert plain_label(r"$y_{1} =  0$") == "y_1 = 0"
    assert plain_label("$\\frac{$") == "$\\frac{$"


@pytest.mark.parametrize("text", ["0 1", "(0, 1)", "0,1", "01", "[0,1]", "$(0, 1)$", " ( 0 ,1 ) ", "⟨0 1⟩"])
def test_spellings_of_a_sequence(text):
    assert parse_sequence(text, [0, 1], 2) == (0, 1)


def test_sequences_that_are_refused():
    for text in ("0", "0 1 1", "02", "", "(0 1", "0;;1", "0" * 5000):
        with pytest.raises(InputError, match="is no sequence of 2"):
            parse_sequence(text, [0, 1], 2)
    with pytest.raises(InputError, match="more than one"):
        parse_sequence("aaa", ["a", "aa"], 2)
    assert parse_sequence("aaaa", ["a", "aa"], 2) == ("aa", "aa")
    assert parse_sequence("a, aa", ["a", "aa"], 2) == ("a", "aa")
    assert parse_sequence("abc", ["abc", "d"], 1) == ("abc",)
    assert parse_sequence("01" * 300, [0, 1], 600) == (0, 1) * 300


@given(
    st.lists(st.sampled_from(["x", "y", "zz"]), min_size=1, max_size=6),
    st.sampled_from(["{}", "({})", "[{}]"]),
)
def test_every_spelling_is_read_back(sequence, brackets):
    for mark in (" ", ",", ", ", ""):
        text = brackets.format(mark.join(sequence))
        assert parse_sequence(text, ["x", "y", "zz"], len(sequence)) == tuple(sequence)


@pytest.mark.parametrize("brackets", ["()", "[]", "{}", "⟨⟩", "<>"])
@pytest.mark.parametrize("mark", [",", " , ", ";", "; ", " ", ""])
def test_every_bracket_and_every_mark_of_a_sequence(brackets, mark):
    left, right = brackets
    inner = mark.join("ab")
    for text in (inner, f"{left}{inner}{right}", f"{left} {inner} {right}"):
        assert parse_sequence(text, "ab", 2) == ("a", "b")
    assert parse_sequence(f"{left}a{right}", "ab", 1) == ("a",)
    for other in "()[]{}⟨⟩<>".replace(right, ""):
        with pytest.raises(InputError, match=r"is no sequence of 2 of the labels a, b$"):
            parse_sequence(f"{left}{inner}{other}", "ab", 2)
    with pytest.raises(InputError, match=r"is none of the labels a, b$"):
        parse_sequence(left, "ab", 1)


def test_a_label_in_brackets_is_itself_before_it_is_another():
    assert parse_sequence("(a)", ["a", "(a)"], 1) == ("(a)",)
    assert parse_sequence("(b)", ["a", "b", "(a)"], 1) == ("b",)


def test_labels_run_together_up_to_a_limit():
    assert parse_sequence("0" * 1000, [0], 1000) == (0,) * 1000
    with pytest.raises(InputError) as error:
        parse_sequence("0" * 1001, [0], 1001)
    assert str(error.value) == f'"{"0" * 59}…" is no sequence of 1001 of the labels 0'
    for nothing in ("a", "aaa"):  # an empty label is not found between others
        with pytest.raises(InputError, match="is no sequence of 2"):
            parse_sequence(nothing, ["", "a"], 2)
    assert parse_sequence("aa", ["", "a"], 2) == ("a", "a")


def test_why_a_label_or_a_sequence_is_not_read():
    cases = (
        (["x", "*x*", "**x**", "_x_", "`x`"], "$x$", 1, None),
        (["*x*", "**x**", "_x_", "`x`"], "x", 1, '"x" can be "*x*" and "**x**" and "_x_": in print these labels'),
        (["x−y", "x-y"], "x-y", 1, '"x-y" can be "x−y" and "x-y": in print these labels cannot be told apart'),
        (["a", "aa"], "aaa", 2, '"aaa" can be read as more than one sequence of 2 labels: use commas'),
        (["a", "b"], "c", 1, '"c" is none of the labels a, b'),
        (["a", "b"], "a c", 2, '"a c" is no sequence of 2 of the labels a, b'),
        (["a" * 60, "b"], "c" * 61, 1, f'"{"c" * 59}…" is none of the labels {"a" * 59}…'),
        (["a" * 60], "c" * 60, 1, f'"{"c" * 60}" is none of the labels {"a" * 60}'),
    )
    for known, text, length, message in cases:
        if message is None:
            assert parse_sequence(text, known, length) == ("x",)
            continue
        with pytest.raises(InputError) as error:
            parse_sequence(text, known, length)
        assert str(error.value).startswith(message)
    assert short("x" * 60) == "x" * 60
    assert short("x" * 61) == "x" * 59 + "…"


def test_labels_of_one_key_are_no_part_of_a_run():
    index = LabelIndex(iter(["x−y", "x-y", "a"]))
    assert index.labels == ("x−y", "x-y", "a")
    assert index.texts == ["x-y", "a"]
    assert index.unique == {"a": "a"}
    assert read_sequence("aa", index, 2) == ("a", "a")
    with pytest.raises(InputError, match="is no sequence of 2"):
        read_sequence("ax-y", index, 2)


def test_small_digits_come_back_from_latex():
    for small, plain in (("x²²", "x^22"), ("x₁₂", "x_12"), ("x^2^2^2", "x^222"), ("x_1_2", "x_12"), ("x₁²", "x_1^2")):
        assert label_key(small) == label_key(plain) == plain
    assert label_key("x_1^2_3") == "x_1^2_3"  # they change places, and stay
    assert label_key(" a\n\t b ") == "a b"
    assert [plain_label(text) for text in ("\\{", "**", "**x₁  y**", "$\\frac{ ₁$")] == [
        "{",
        "**",
        "x_1 y",
        "$\\frac{ _1$",
    ]
