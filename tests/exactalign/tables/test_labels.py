"""Labels: what is the same label, what is told apart, and how sequences are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign.exceptions import InputError
from exactalign.tables.labels import LabelIndex, label_key, parse_sequence, plain_label


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
