"""Markdown, boxes and aligned text: where a table begins and ends, its caption, and lines that do not fit."""

import pytest

from exactalign.exceptions import InputError
from exactalign.tables.layout import MAX_ROW, Layout, plain
from exactalign.tables.text_layout import is_aligned, is_boxed, is_separator, markdown_layouts, text_layouts

ROWS = [["y", "p"], ["a", "1"], ["b", "2"]]
TABLE = "| y | p |\n|---|---|\n| a | 1 |\n| b | 2 |"


def text(source: str) -> Layout:
    (layout,) = text_layouts(source)
    return layout


def test_separators() -> None:
    for line in ("|-|", "|:--|--:|", "---|---", "  | :-: | - |  ", "-|", "|-"):
        assert is_separator(line)
    for line in ("---", "|", "||", "| a |", "|-|x|", "|- -|", ":|:", "|=|"):
        assert not is_separator(line)


def test_boxes() -> None:
    for bar in "|│┃║":
        rows = f"{bar} y {bar} p {bar}\n{bar} a {bar} 1 {bar}\n{bar} b {bar} 2 {bar}"
        for border in ("+---+---+", "├───┼───┤", "╠═══╬═══╣", "========"):
            box = f"{border}\n{rows}\n{border}"
            assert is_boxed(box)
            assert text(box) == plain(ROWS)
            assert text(f"a line\nTable 1\n\nRates\n{box}\nbelow") == plain(ROWS, 1, "Table 1 Rates")
        assert not is_boxed(rows)
    assert not is_boxed("+---+\n| y |\n+---+")  # one row
    assert not is_boxed("+---+\n y \n a \n+---+")
    inner = "  y │ p\n ───┼───\n  a │ 1\n  b │ 2"
    assert text(inner) == plain(ROWS)
    empty = "+---+---+\n| y | p |\n+---+---+\n| a | 1 |\n|   |   |\n| b | 2 |\n+---+---+"
    # a row of empty cells is no border
    assert text(empty) == plain([["y", "p"], ["a", "1"], ["", ""], ["b", "2"]])
    assert text("│ │ p │\n├─┼─┤\n│ a │ │\n│ b │ 2 │") == plain([["", "p"], ["a", ""], ["b", "2"]])


def test_code_fences_are_no_lines() -> None:
    for fence in ("```", "~~~", "  ```text"):
        assert text(f"{fence}\ny  p\na  1\nb  2\n{fence.replace('text', '')}") == plain(ROWS)


@pytest.mark.parametrize(
    ("line", "aligned"),
    [("-- --", True), ("---", True), ("=== ==", True), ("─── ──", True), ("- --", True), ("-", False), ("-|-", False)],
)
def test_lines_of_dashes(line: str, aligned: bool) -> None:
    assert is_aligned(f"y p\n{line}\na 1") is aligned


def test_only_bars_on_both_sides_are_a_frame() -> None:
    for left, right in (("|", "|"), ("", "")):
        assert text(f"+-+-+\n{left} y | p {right}\n{left} a | 1 {right}\n+-+-+") == plain([["y", "p"], ["a", "1"]])
    assert text("+-+-+-+\n| y | p\n| a | 1\n+-+-+-+") == plain([["", "y", "p"], ["", "a", "1"]])
    assert text("+-+-+-+\ny | p |\na | 1 |\n+-+-+-+") == plain([["y", "p", ""], ["a", "1", ""]])


def test_columns_are_where_the_dashes_are() -> None:
    table = "Rates\n\n  y   the p\n---- ------\na 1  0.5\n\nb 2  0.25   x\n"
    assert text(table) == plain([["y", "the p"], ["a 1", "0.5"]], 1, "Rates")  # an empty line ends it
    assert text("y    p\n---- ----\na    1\n---- ----\nsum  2") == plain([["y", "p"], ["a", "1"]])
    assert text("===  ====\ny    p\n---- ----\na    1\nb    a long one") == plain(
        [["y", "p"], ["a", "1"], ["b", "a long one"]]
    )
    assert text("---- ----\ny    p\n---- ----\na    1") == plain([["y", "p"], ["a", "1"]])
    assert text("y\tp\n---     -----\na\t1") == plain([["y", "p"], ["a", "1"]])
    assert text("  -- --\n\n y  p\n -- --\n a  1").caption == ""
    for wrong in ("   x p", "y x  p", " y  xp"):
        with pytest.raises(InputError) as error:
            text(f"{wrong}\n-- -- --\na  1  2".replace("-- -- --", "--   --"))
        assert (
            str(error.value) == f'a cell of the line "{wrong.strip()}" stands between the columns that the dashes show'
        )
    with pytest.raises(InputError, match='of the line "x y  p" stands'):
        text("x y  p\n  -- --\n  a  1")
    with pytest.raises(InputError, match='of the line "' + "x" * 60 + '" stands'):
        text("x" * 99 + "\n-- --\na  1")


def test_columns_that_stay_apart() -> None:
    assert text("y  p\na  1\nb  2") == plain(ROWS)
    assert text("y p\na 1\nb 2") == plain(ROWS)
    assert text("Rates of all\n\ny  p\n-----\na  1\nb  2\n") == plain(ROWS, 1, "Rates of all")
    assert text("Rates\ny  p\na  1\nb  2\n") == plain(ROWS, 1, "Rates")  # no name of the second column
    assert text("  y\n1 a\n2 b") == plain([["", "y"], ["1", "a"], ["2", "b"]])
    assert text("    Rates\n    y  p\n    a  1") == plain([["y", "p"], ["a", "1"]], 1, "Rates")
    assert text("the y  p\nan a  1") == plain([["the y", "p"], ["an a", "1"]])
    assert text("   y  p\n0  a  1\n1  b  2") == plain([["", "y", "p"], ["0", "a", "1"], ["1", "b", "2"]])
    assert text("One line\nanother, of words\ny  p\na  1") == plain(
        [["y", "p"], ["a", "1"]], 1, "One line another, of words"
    )
    assert [cell.text for cell in text("Rates\n1 y\n  a  b  c\n1  d  e  f").rows[0]] == ["", "a", "b", "c"]
    for nothing in ("y\na  b", "", "y", "y\na", "y  p", "a b\nc d e", "y p\na 1 2\nb 2"):
        with pytest.raises(InputError, match=r"^no table was found: its lines have no bars"):
            text(nothing)


def test_where_a_markdown_table_begins_and_ends() -> None:
    assert markdown_layouts(TABLE) == [plain(ROWS)]
    assert markdown_layouts("y | p\n-|-\na | 1\nb | 2") == [plain(ROWS)]
    assert markdown_layouts(f"words\n{TABLE}\nwords")[0].rows == plain(ROWS).rows
    two = markdown_layouts(f"{TABLE}\n{TABLE}")  # one under the other, without a line between
    assert two == [plain(ROWS), plain(ROWS)]
    assert markdown_layouts("|---|\n" + TABLE) == [plain(ROWS)]  # dashes below nothing
    assert markdown_layouts("| | p |\n|-|-|\n| a | |") == [plain([["", "p"], ["a", ""]])]
    assert markdown_layouts(r"| a\|b |" + "\n|-|\n" + r"| \\ |") == [plain([["a|b"], ["\\"]])]
    for none in ("", "|---|", "y\n|-|\n| a |", "| y |\n| a |"):
        with pytest.raises(InputError, match=r"^no Markdown table: no line of dashes and bars"):
            markdown_layouts(none)
    with pytest.raises(InputError, match=r"^the Markdown header and the line of dashes below it differ in length$"):
        markdown_layouts("| y | p |\n|-|-|-|\n| a | 1 |")
    with pytest.raises(InputError, match=r"^a row of the table has"):
        markdown_layouts("|" + "x" * MAX_ROW + "|\n|-|\n| 1 |")


@pytest.mark.parametrize(
    ("above", "below", "caption"),
    [
        ("**Table 1**: Rates\n\n", "", "Table 1: Rates"),
        ("Rates\n", "", "Rates"),
        ("Rates\n\n\n", "", ""),  # too far away
        ("Long ago\n\nRates\n", "", "Rates"),
        ("", "\nTable 1: Rates", "Table 1: Rates"),
        ("", "\n\n**Table 1** Rates", "Table 1 Rates"),
        ("", "\n\n: Rates", ": Rates"),
        ("", "\n\nCaption: Rates", "Caption: Rates"),
        ("", "\n\n\nTable 1: Rates", ""),
        ("", "\nOther words", ""),
        ("Rates\n\n", "\n\nTable 1", "Rates Table 1"),
        ("| not | a |\n", "", ""),
    ],
)
def test_captions_of_markdown(above: str, below: str, caption: str) -> None:
    for more in ("", "\n" * 9 + "Much later\n"):
        assert markdown_layouts(above + TABLE + below + more)[0].caption == caption
