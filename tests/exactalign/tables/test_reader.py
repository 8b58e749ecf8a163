"""Reading printed tables: every layout and format, spans and groups, and what is refused."""

from fractions import Fraction

import pytest

from exactalign.exceptions import InputError
from exactalign.tables.reader import MAX_TEXT, READABLE_FORMATS, PrintedTable, read_printed, read_printed_file
from exactalign.tables.table import Table
from exactalign.tables.verdicts import check_number

square = Table(("", "y_1 = 0"), [("y_2 = 0", Fraction(1, 3))])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("y,p\n0,1/2\n1,1/2", "csv"),
        ('\ufeff"y","p"\r\n"0",1/2\r\n\r\n1,1/2\r\n', "csv"),
        ("y;p\n0;1/2\n1;1/2\n", "csv"),
        ("y\tp\n0\t1/2\n1\t1/2\n", "csv"),
        ("Some words.\n\n| y | p |\n|:--|--:|\n| 0 | 1/2 |\n| 1 | 1/2 |\n\nMore words.", "markdown"),
        ("y | p\n--- | ---\n0 | 1/2\n1 | 1/2", "markdown"),
        (r"\begin{tabular}{lr} y & p \\ \hline 0 & 1/2 \\ 1 & 1/2 \end{tabular}", "latex"),
        (
            (
                "\\begin{table}[t]\n\\begin{tabular*}{\\textwidth}{@{}l@{\\hspace{2pt}}r@{}}\n"
                "\\toprule % a & b\n"
                "\\textbf{y} & $p$ \\\\\\midrule\n$0$ & ${1/2}$ \\\\[2pt]\n"
                "\\addlinespace[1em]\\cmidrule(lr){1-2}"
                "\\multirow{1}{*}{1} & \\textbf{1/2} \\tabularnewline \\bottomrule\n\\end{tabular*}"
            ),
            "latex",
        ),
        (
            (
                r"\begin{tabular}[b]{lr} \multicolumn{2}{c}{A \& B} \\ \cline{1-2} y & p \\ \hline 0&1/2\\*"
                r" 1&1/2\\ \end{tabular}"
            ),
            "latex",
        ),
        ("y & p \\\\\n0 & 1/2 \\\\\n1 & 1/2 \\\\\n", "latex"),
    ],
)
def test_layouts(text, kind):
    table = read_printed(text)
    assert (table.columns, table.rows, table.format) == (("y", "p"), (("0", "1/2"), ("1", "1/2")), kind)
    assert read_printed(text, kind) == table


def test_markdown_escapes():
    table = read_printed("| a\\|b | \\*c\\_ |\n|-|-|\n| \\\\ | $x \\| \\frac12$ |\n| a | |")
    assert table.columns == ("a|b", "*c_")
    assert table.rows == (("\\", "x | (1/2)"), ("a", ""))


MALFORMED = [
    ("", None, "no csv table"),
    ("y,p", None, "no csv table"),
    ("y p", None, "no columns that stay apart"),
    ("y,p\n0", None, "row 1 has 1 cell but the header has 2"),
    ('y,p\n"0,1/2', None, "malformed CSV"),
    ('y,p\n"0"x,1/2', None, "malformed CSV"),
    ("y,p\n" + "1" * 200_000 + ",1", None, "malformed CSV"),
    ('{"y": [0, 1], "p": [1]}', None, "lists of the JSON object differ in length"),
    ("y,p\n0,1", "pdf", "format is 'pdf'"),
    ("a | b", "markdown", "no Markdown table"),
    ("|a|b|\n|-|-|\n|1|2|\n\n|a|b|\n|-|-|\n|1|2|", None, "2 Markdown tables"),
    ("|a|b|\n|-|\n|1|2|", None, "differ in length"),
    ("|a|b|\n|-|-|\n|1|2|3|", None, "row 1 has 3 cells"),
    (r"\begin{tabular}{lr} y & p \\ 0 & 1", None, "has no"),
    (r"\begin{tabular}{lr y & p \\ 0 & 1 \end{tabular}", None, "not balanced"),
    (r"\begin{tabular}{lr} y & {p \\ 0 & 1 \end{tabular}", None, "not balanced"),
    (r"\begin{tabular}{lr} y & p} \\ 0 & 1 \end{tabular}", None, "not balanced"),
    (r"\begin{tabular}{l}a\end{tabular}\begin{tabular}{l}a\end{tabular}", None, "2 LaTeX tables"),
    (r"\begin{tabular}{lr} y & p \\ \multicolumn{9999999}{c}{x} \end{tabular}", None, "spans"),
    ("<table><tr><td colspan=1001>y</td></tr></table>", None, "spans 1001 cells"),
    (r"\begin{tabular}{lr} " + "{" * 99 + "}" * 99 + r" \\ a \end{tabular}", None, "not balanced"),
    (r"\begin{tabular}{l} a \\ " + r"\textbf" * 9999 + r" \end{tabular}", None, "nested"),
    ("x" * (MAX_TEXT + 1), None, "the limit is"),
]


@pytest.mark.parametrize(("text", "kind", "message"), MALFORMED)
def test_malformed_tables(text, kind, message):
    with pytest.raises(InputError, match=message):
        read_printed(text, kind)


@pytest.mark.parametrize(
    "text",
    [
        "|" + "x" * 200_000 + "\\\n|-|\n| 1 |",
        "&" * 200_000 + "\n\\\\",
        "a & b \\\\" + "\\hline" * 20_000,
        "-" * 200_000 + "|x\n" * 3,
        "{" * 200_000,
        "\\" * 200_001 + "%",
        "y,p\n(" + "1" * 100_000 + ",2\n",
    ],
)
def test_long_nonsense_is_refused_at_once(text):
    for kind in (None, *READABLE_FORMATS):
        try:
            table = read_printed(text, kind)
        except InputError:
            continue
        for row in table.rows:
            for cell in row:
                check_number(cell, Fraction(1, 3))


def test_files(tmp_path):
    path = tmp_path / "t.md"
    path.write_bytes(square.render("markdown").encode())
    assert read_printed_file(path).format == "markdown"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="no UTF-8"):
        read_printed_file(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_printed_file(tmp_path / "missing.csv")
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    with pytest.raises(InputError, match=r"empty\.csv: no csv table"):
        read_printed_file(str(empty))


def test_of_a_file_as_much_is_read_as_a_text_of_the_largest_size_can_take(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("exactalign.tables.reader.MAX_TEXT", 9)
    path = tmp_path / "t.csv"
    path.write_text("y,p\n𝑎,𝑏𝑏")  # letters of four bytes
    assert read_printed_file(path).rows == (("𝑎", "𝑏𝑏"),)
    path.write_text("𝑎" * 9)
    with pytest.raises(InputError, match="no csv table"):
        read_printed_file(path)
    path.write_text("y" * 100)
    with pytest.raises(InputError, match=r"the table has 37 characters: the limit is 9$"):
        read_printed_file(path)


def test_a_label_that_stands_below_its_rows_fills_them() -> None:
    rows = r"y & N & p \\ \hline & 2 & 0.36 \\ \multirow{-2}{*}{u} & 3 & 0.488 \\ v & 2 & 0.64 \\"
    found = read_printed(r"\begin{tabular}{lcc} " + rows + r" \end{tabular}")
    assert found.rows == (("u", "2", "0.36"), ("u", "3", "0.488"), ("v", "2", "0.64"))


def test_as_many_columns_as_are_read() -> None:
    head = "<tr><th>x</th><th colspan=999>y</th></tr>"
    assert len(read_printed(f"<table>{head}<tr>{'<td>1</td>' * 1000}</tr></table>").columns) == 1000


def test_a_tabular_in_a_cell_only_breaks_its_lines() -> None:
    cells = [rf"\begin{{tabular}}{{@{{}}l@{{}}}} {word} \\ probability \end{{tabular}}" for word in ("first", "second")]
    found = read_printed(
        rf"\begin{{tabular}}{{lcc}} y & {cells[0]} & {cells[1]} \\ \hline u & 0.36 & 0.64 \\ \end{{tabular}}"
    )
    assert [" ".join(name.split()) for name in found.columns] == ["y", "first probability", "second probability"]
    assert found.rows == (("u", "0.36", "0.64"),)


def test_the_longest_text() -> None:
    for size, words in ((MAX_TEXT, "a row of the table has 10,000,000 characters"), (MAX_TEXT + 1, "the table has")):
        with pytest.raises(InputError, match=f"^{words}"):
            read_printed("x" * size, "text")
    with pytest.raises(InputError, match=r"^the table has 10,000,001 characters: the limit is 10,000,000$"):
        read_printed("x" * (MAX_TEXT + 1))


def test_the_longest_first_row_of_a_text_of_no_known_format() -> None:
    with pytest.raises(InputError, match=r"^a row of the table has 1,000,001 characters: the limit is 1,000,000$"):
        read_printed("," * 1_000_001 + "\n1")


def several(tables: int, names: str = "y | p | q | r | s") -> str:
    width = names.count("|") + 1
    return "\n\n".join(f"{names}{number}\n{'-|' * width}\n{'1 | ' * (width - 1)}{number}" for number in range(tables))


def test_which_of_several_tables_is_meant() -> None:
    two = several(2)
    for number in (1, 2):
        assert read_printed(two, number=number).rows == (("1", "1", "1", "1", str(number - 1)),)
        assert read_printed(several(1), number=None) == read_printed(two, number=1)
    for number in (0, 3, -1):
        with pytest.raises(InputError) as error:
            read_printed(two, number=number)
        assert str(error.value) == f"there is no table {number}: the text holds 2"
    for count, more in ((2, ""), (6, ""), (7, ", …")):
        shown = ", ".join(f"{number} (y, p, q, r)" for number in range(1, min(count, 6) + 1))
        with pytest.raises(InputError) as error:
            read_printed(several(count))
        assert str(error.value) == f"the text holds {count} Markdown tables: say which, {shown}{more}"
    with pytest.raises(InputError) as error:
        read_printed(several(2, f"{'y' * 39} | p"))
    assert str(error.value).endswith(f"1 ({'y' * 39},), 2 ({'y' * 39},)")
    with pytest.raises(InputError, match=r"^the text holds 2 HTML tables: say which, 1 \(\), 2 \(a\)$"):
        read_printed("<table></table><table><tr><td>a</td></tr></table>")
    with pytest.raises(InputError, match=r"^the text holds 2 LaTeX tables"):
        read_printed(r"\begin{array}{l}a\end{array}\begin{array}{l}a\end{array}")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("| y | p |\n|-|-|\n| " + r"\begin{array}{l}x\\1\end{array} | 1 |", "latex"),
        ("| y | p |\n|-|-|\n| <table> | 1 |", "markdown"),
        ("<TABLE border=1><tr><td>y</td></tr><tr><td>a & b \\\\</td></tr></TABLE>", "html"),
        ("<table>\n<tr><td>y<tr><td>1</table>", "html"),
        ("<tables>,p\n1,2", "csv"),
        ("a & b \\\\\n1 & 2", "latex"),
        ("a & b,c\n\\\\,1", "csv"),
        (' [{"y": 1}]\n', "json"),
        ('{"y": [1]}', "json"),
        ("[a],p\n1,2", "csv"),
        ("p,[a]\n1,[2]", "csv"),
        ("+--+--+\n| y | p |\n+--+--+\n| 1, | 2 |\n+--+--+", "text"),
        ("y   p,\n--  --\n1   2", "text"),
        ("y  p\n1  2", "text"),
        ("y p,q\n1 2,3", "csv"),
        ("y\n1", "csv"),
        (" y \n1", "csv"),
        ("\n\ny;p\n1;2", "csv"),
    ],
)
def test_what_a_text_is_told_to_be(text: str, kind: str) -> None:
    assert read_printed(text).format == kind


def test_refusals_in_words() -> None:
    for text, kind, words in (
        ("y,p\n0,1", "pdf", "format is 'pdf': give one of csv, markdown, latex, html, json, text"),
        ("", None, "no csv table with a header and at least one row was found"),
        ("\n \n", None, "no csv table with a header and at least one row was found"),
    ):
        with pytest.raises(InputError) as error:
            read_printed(text, kind)
        assert str(error.value) == words


def test_what_a_file_is_told_to_be_by_its_name(tmp_path) -> None:
    table = Table(["y", "p"], [["'a", Fraction(1, 3)]])
    for suffix, kind in (
        *(("csv", "csv"), ("tsv", "csv"), ("md", "markdown"), ("markdown", "markdown"), ("tex", "latex")),
        *(("latex", "latex"), ("html", "html"), ("htm", "html"), ("json", "json"), ("CSV", "csv"), ("txt", "text")),
    ):
        path = tmp_path / f"t.{suffix}"
        path.write_bytes(b"\xef\xbb\xbf" + table.render("table" if kind == "text" else kind).encode())
        found = read_printed_file(path)
        assert (found.format, found.columns, found.is_literal) == (kind, ("y", "p"), kind in ("csv", "json", "text"))
    path = tmp_path / "t.md"
    path.write_text(table.render("html"))
    assert read_printed_file(path).format == "html"
    path.write_text("As `\\begin{tabular}` has it:\n\n" + table.render("markdown"))
    assert read_printed_file(path).format == "markdown"
    path = tmp_path / "t.csv"
    path.write_text("y p\n1 2")
    assert read_printed_file(path).columns == ("y p",)  # its name says so
    assert read_printed_file(path, "text").columns == ("y", "p")
    path.write_bytes(b"y,p\n\xff,1")
    with pytest.raises(InputError) as error:
        read_printed_file(path)
    assert str(error.value) == f"{path} is no UTF-8 text"
    with pytest.raises(InputError) as error:
        read_printed_file(tmp_path / "none.csv")
    assert str(error.value) == f"{tmp_path / 'none.csv'} cannot be read: No such file or directory"
    path.write_text(several(2))
    assert read_printed_file(path, "markdown", number=2).rows[0][-1] == "1"


def test_names_with_what_stands_over_them_and_labels_with_their_markup() -> None:
    grouped = PrintedTable(("y", "p"), (("1", "2"),), "latex", ("", "N = 2"))
    assert [grouped.head(0), grouped.head(1)] == ["y", "N = 2 p"]
    assert PrintedTable(("y", "p"), ()).head(1) == "p"
    for kind in READABLE_FORMATS:
        read = kind in ("csv", "json", "text")  # elsewhere the format has read it
        assert PrintedTable((), (), kind).key(r"$\alpha$") == ("α" if read else r"$\alpha$")
        assert PrintedTable((), (), kind).key("x₁  y") == "x_1 y"
    plain_heads = read_printed(r"\begin{tabular}{lr} y & p \\ 1 & 2 \end{tabular}")
    assert plain_heads.groups == ()
    assert read_printed("y,p\n'=1,2").rows == (("=1", "2"),)
    assert read_printed('{"y": ["\'=1"]}').rows == (("'=1",),)  # only a CSV cell is guarded


def test_an_empty_row_is_no_line_of_units() -> None:
    assert read_printed("| y | p |\n|---|---|\n| | |\n| 0 | 1/2 |").rows == (("", ""), ("0", "1/2"))
