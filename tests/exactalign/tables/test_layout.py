"""Spans filled, heads made to names and groups, and what is refused, with its words and at both sides of each limit."""

import re

import pytest

from exactalign.exceptions import InputError
from exactalign.tables.layout import MAX_CELLS, MAX_ROW, Layout, SpannedCell, check_row, filled, plain

Cell = SpannedCell


def rows_of(*rows: list[Cell], heads: int = 1) -> Layout:
    return Layout(tuple(map(tuple, rows)), heads)


def test_the_longest_row() -> None:
    assert check_row("x" * MAX_ROW) == "x" * MAX_ROW
    with pytest.raises(InputError, match=r"^a row of the table has 1,000,001 characters: the limit is 1,000,000$"):
        check_row("x" * (MAX_ROW + 1))


def test_the_most_cells() -> None:
    width = MAX_CELLS // 2
    assert len(filled(plain([["x"] * width] * 2), "csv", pad=False).columns) == width
    with pytest.raises(InputError, match=r"^the table has 200,002 cells: the limit is 200,000$"):
        filled(plain([["x"] * (width + 1)] * 2), "csv", pad=False)


@pytest.mark.parametrize("layout", [plain([]), plain([["a"]]), plain([["a"], ["b"]], 2), plain([["a"], ["b"]], 0)])
def test_no_table_without_a_head_and_a_row(layout: Layout) -> None:
    with pytest.raises(InputError, match=r"^no box table with a header and at least one row was found$"):
        filled(layout, "box", pad=True)


def test_rows_of_another_length() -> None:
    ragged = plain([["a", "b", "c"], ["1", "2", "3"], ["4"]])
    assert filled(ragged, "x", pad=True).rows == (("1", "2", "3"), ("4", "", ""))
    for layout, words in (
        (ragged, "row 2 has 1 cell but the header has 3"),
        (plain([["a", "b"], ["c", "d"], ["1", "2", "3"]], 2), "row 1 has 3 cells but the header has 2"),
        (plain([["a", "b", "c"], ["d"], ["1", "2", "3"]], 2), "a row of the header has 1 cell but the header has 3"),
    ):
        with pytest.raises(InputError, match=f"^{words}$"):
            filled(layout, "x", pad=False)
    for pad in (True, False):
        with pytest.raises(InputError, match=r"^row 1 has 3 cells"):
            filled(plain([["a", "b"], ["1", "2", "3"]]), "x", pad=pad)


def test_rows_over_the_whole_table_are_captions_above_and_notes_below() -> None:
    over = [[Cell("Rates", 2)], [Cell("y"), Cell("p")], [Cell("Group " + "x" * 60, 2)], [Cell("1"), Cell("2")]]
    found = filled(Layout(tuple(map(tuple, over)), 2, "Table 1"), "latex", pad=False)
    assert found.columns == ("y", "p")
    assert found.rows == (("1", "2"),)
    assert found.caption == "Table 1 Rates"
    shown = ("Group " + "x" * 60)[:60]
    assert found.notes == (f'the row "{shown}" goes over the whole table: it is read as a heading',)
    assert filled(rows_of([Cell("y")], [Cell("1")]), "x", pad=False).rows == (("1",),)  # one column is no span
    wider = filled(rows_of([Cell("y"), Cell("p")], [Cell("T", 3)], [Cell("1"), Cell("2")]), "x", pad=False)
    assert wider.rows == (("1", "2"),)
    assert len(wider.notes) == 1
    for only in (
        rows_of([Cell("T", 2)], [Cell("1"), Cell("2")]),
        rows_of([Cell("y"), Cell("p")], [Cell("T", 2)]),
    ):
        with pytest.raises(InputError, match="no x table"):
            filled(only, "x", pad=False)


def test_a_span_is_repeated_above_and_stands_once_below() -> None:
    found = filled(
        rows_of(
            [Cell(""), Cell("N = 2", 2), Cell("N = 3")],
            [Cell("y"), Cell("p"), Cell("q"), Cell("p")],
            [Cell("u", 2), Cell("1"), Cell("2")],
            heads=2,
        ),
        "x",
        pad=False,
    )
    assert found.columns == ("y", "p", "q", "p")
    assert found.groups == ("", "N = 2", "N = 2", "N = 3")
    assert found.rows == (("u", "", "1", "2"),)


def test_the_last_row_of_the_head_is_of_the_head() -> None:
    spans = rows_of([Cell("y"), Cell("N", 2)], [Cell(c) for c in "123"])
    assert filled(spans, "x", pad=False).columns == ("y", "N", "N")
    over = rows_of([Cell("y"), Cell("p")], [Cell("T", 2)], [Cell("1"), Cell("2")], heads=2)
    assert filled(over, "x", pad=False)[0::3] == (("y", "p"), "T")


@pytest.mark.parametrize(
    ("down", "at", "filled_rows"),
    [(2, 1, {1, 2}), (-2, 2, {1, 2}), (3, 0, {0, 1, 2}), (9, 2, {2, 3}), (-9, 1, {0, 1}), (1, 1, {1}), (-1, 1, {1})],
)
def test_a_span_fills_the_rows_below_or_above(down: int, at: int, filled_rows: set[int]) -> None:
    body = [[Cell("u", 1, down) if row == at else Cell(""), Cell(str(row))] for row in range(4)]
    found = filled(rows_of([Cell("y"), Cell("p")], *body), "x", pad=False)
    assert {row for row, cells in enumerate(found.rows) if cells[0] == "u"} == filled_rows
    taken = [[Cell(f"own {row}") if row != at else cells[0], cells[1]] for row, cells in enumerate(body)]
    kept = filled(rows_of([Cell("y"), Cell("p")], *taken), "x", pad=False)
    assert [cells[0] for cells in kept.rows] == ["u" if row == at else f"own {row}" for row in range(4)]


def test_a_block_that_spans_both_ways() -> None:
    block = rows_of([Cell("A", 2, 2), Cell("B")], [Cell(""), Cell(""), Cell("C")], [Cell(c) for c in "123"], heads=2)
    found = filled(block, "x", pad=False)
    assert (found.columns, found.groups) == (("A", "A", "C"), ("", "", "B"))
    three = plain([["a"], [""], ["b"], ["a"], ["c"], ["1"]], 5)
    assert filled(three, "x", pad=False)[:2] == (("c",), ("a b",))
    assert filled(plain([["", "x"], ["1", "2"]]), "x", pad=False).columns == ("", "x")
    assert re.fullmatch("", filled(plain([["a"], ["1"]]), "x", pad=False).caption)
