"""Text in columns: what is set here is what tabulate sets, character for character."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabulate import tabulate

from exactalign.text import columns
from exactalign.text.columns import in_columns, plain_table

ONE_WIDE = [chr(code) for code in range(0x10000) if columns._ONE_WIDE.fullmatch(chr(code))]
PLAIN = [character for character in ONE_WIDE if character >= " " and character != "\x7f"]
CELLS = st.one_of(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12),
    st.text(st.sampled_from(PLAIN), max_size=12),
    st.sampled_from(["", "1/2", "-3", "a|b", "\\_", "1e5", "None", "-----", "0.10"]),
    st.sampled_from(["π", "日本", "…", "e\u0301", "→\ufe0f", "ℕ\u200d", "a\u00adb", "\u00a0"]),
)


def test_each_character_set_here_is_as_wide_as_tabulate_has_it() -> None:
    assert {*"aZ~ é½²‖“”–…Δπφ−√≤→∑⇒ℕ₁"} <= set(PLAIN)
    assert not {"\u0301", "\u00a0", "\u00ad", "\u200b", "\ufe0f", "日", "⌚", "😀"} & set(PLAIN)
    cells = [f"x{character * 5}x" for character in PLAIN]
    wanted = tabulate([cells], headers=["n"] * len(cells), tablefmt="simple", disable_numparse=True)
    assert in_columns(["n"] * len(cells), [cells], [False] * len(cells)) == wanted


def test_what_is_in_latin_and_greek_is_set_without_tabulate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tabulate", None)
    assert in_columns(["α(Δ) ≤ 1"], [["“Rényi” − ½"]], [False]).splitlines()[1] == "-----------"
    with pytest.raises(ImportError):
        in_columns(["α"], [["日本"]], [False])


@given(st.data(), st.booleans())
def test_columns_are_tabulates(data: st.DataObject, markdown: bool) -> None:
    count = data.draw(st.integers(1, 4))
    row = st.lists(CELLS, min_size=count, max_size=count)
    header, rows = data.draw(row), data.draw(st.lists(row, max_size=5))
    right = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    assert in_columns(header, rows, right, markdown=markdown) == tabulate(
        rows,
        headers=header,
        tablefmt="pipe" if markdown else "simple",
        colalign=tuple("right" if flush else "left" for flush in right),
        disable_numparse=True,
    )


@pytest.mark.parametrize("rows", [[], [["1/2"]]])
def test_a_header_alone_and_one_column(rows: list[list[str]]) -> None:
    assert in_columns(["p"], rows, [True]).splitlines()[0].strip() == "p"


def test_columns_by_hand() -> None:
    assert in_columns(["p", "longer"], [["1/2", " x "], ["-10", ""]], [True, False]).split("\n") == [
        "  p  longer",
        "---  --------",
        "1/2  x",
        "-10",
    ]
    assert in_columns(["p", "q"], [["1/2", " x "]], [True, False], markdown=True).split("\n") == [
        "|   p | q   |",
        "|----:|:----|",
        "| 1/2 | x   |",
    ]


def test_no_text_of_a_table_steers_a_terminal() -> None:
    found = plain_table(["a\x1b", "n"], [["x\n y", "\x07"]], [False, True], "T\x1b", ["one\ttwo", None, "", "\x00"])
    assert found.split("\n") == [
        "T<U+001B>",
        "",
        "a<U+001B>           n",
        "-----------  --------",
        "x y          <U+0007>",
        "",
        "one two",
        "<U+0000>",
    ]
    assert plain_table(["a"], [["b"]], [False]) == "a\n---\nb"
