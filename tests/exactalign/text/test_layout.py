"""Aligned rows: every line is as wide as the rule, on a terminal; columns stand where they should."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign.text.layout import markdown_table, plain_table, width

TEXTS = st.text(st.sampled_from("ab1/…≈δ報酬é\u0301"), max_size=8)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]], list[bool]]:
    count = draw(st.integers(1, 4))
    rows = st.lists(TEXTS, min_size=count, max_size=count)
    return draw(rows), draw(st.lists(rows, max_size=4)), draw(st.lists(st.booleans(), min_size=count, max_size=count))


@pytest.mark.parametrize(
    ("text", "places"), [("", 0), ("KL", 2), ("報酬", 4), ("e\u0301", 1), ("δ≈…", 3), ("a\u200bb", 2)]
)
def test_width(text: str, places: int) -> None:
    assert width(text) == places


@given(tables())
def test_lines_are_as_wide_as_the_rule(table: tuple[list[str], list[list[str]], list[bool]]) -> None:
    markdown = markdown_table(*table).split("\n")
    assert {width(line) for line in markdown} == {width(markdown[1])}
    plain = plain_table(*table).split("\n")
    assert len(plain) == len(markdown) == 2 + len(table[1])
    assert all(width(line) <= width(plain[1]) for line in plain)


@given(tables())
def test_cells_stand_in_their_columns(table: tuple[list[str], list[list[str]], list[bool]]) -> None:
    names, rows, right = table
    lines = markdown_table(names, rows, right).split("\n")
    for line, cells in zip((lines[0], *lines[2:]), (names, *rows), strict=True):
        parts = line[2:-2].split(" | ")
        assert [part.strip(" ") for part in parts] == cells
        for part, cell, flush in zip(parts, cells, right, strict=True):
            assert part.endswith(cell) if flush else part.startswith(cell)


def test_marks_have_no_width() -> None:
    decomposed = unicodedata.normalize("NFD", "é")
    assert plain_table([decomposed], [["1"]], [True]) == f"  {decomposed}\n---\n  1"


def test_without_rows() -> None:
    assert plain_table(["a", "b"], [], [False, False]) == "a    b\n---  ---"
