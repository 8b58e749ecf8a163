"""Reading and checking printed tables: layouts, numbers, outcomes, verdicts, and what is refused."""

import re
from fractions import Fraction
from itertools import product

import pytest
from flint import arb
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exactalign.exceptions import InputError, ParameterError
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.infinity import oo
from exactalign.numbers.logforms import LogForm, log
from exactalign.tables.check import (
    READABLE_FORMATS,
    PrintedTable,
    Verdict,
    check_number,
    check_printed,
    expected_for,
    label_key,
    parse_sequence,
    read_number,
    read_printed,
    read_printed_file,
)
from exactalign.tables.reader import MAX_TEXT
from exactalign.tables.table import Table, number_text

TABLE_1 = (("49/625", "21/250", "43/250"), ("21/250", "81/10000", "9/125"), ("43/250", "9/125", "103/400"))
PMF = {(i, j): Fraction(TABLE_1[j][i]) for i, j in product(range(3), repeat=2)}
PI = EnclosedReal(lambda: arb.pi())
TWO = EnclosedReal(lambda: arb(2).log().exp())

square = Table(
    ("", "y_1 = 0", "y_1 = 1", "y_1 = 2"),
    [(f"y_2 = {i}", *map(Fraction, row)) for i, row in enumerate(TABLE_1)],
)
listed = Table(("outcome", "probability"), list(PMF.items()))

values = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**4)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(values | st.builds(log, st.fractions(Fraction(1, 99), 99)), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    ).map(lambda rows: Table([f"c{i}" for i in range(width + 1)], [[f"r{i}", *row] for i, row in enumerate(rows)]))
)


def verdicts(report) -> set[Verdict]:
    return {cell.verdict for cell in report.cells if cell.column}


def of_table_1(printed: PrintedTable, length: int = 2):
    return expected_for(printed, PMF.__getitem__, range(3), length)


# Reading layouts


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
    assert table == PrintedTable(("y", "p"), (("0", "1/2"), ("1", "1/2")), kind)
    assert read_printed(text, kind) == table


def test_markdown_escapes():
    table = read_printed("| a\\|b | \\*c\\_ |\n|-|-|\n| \\\\ | $x \\| \\frac12$ |\n| a | |")
    assert table.columns == ("a|b", "*c_")
    assert table.rows == (("\\", r"$x | \frac12$"), ("a", ""))


MALFORMED = [
    ("", None, "no csv table"),
    ("y,p", None, "no csv table"),
    ("y,p\n0", None, "row 1 has 1 cells but the header has 2"),
    ('y,p\n"0,1/2', None, "malformed CSV"),
    ('y,p\n"0"x,1/2', None, "malformed CSV"),
    ("y,p\n" + "1" * 200_000 + ",1", None, "malformed CSV"),
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


# Reading numbers


@pytest.mark.parametrize(
    ("text", "value", "places", "error"),
    [
        ("49/625", "49/625", None, None),
        (" -1 / 2 ", "-1/2", None, None),
        ("−1/2", "-1/2", None, None),
        (r"$\frac{49}{625}$", "49/625", None, None),
        (r"\(-\tfrac12\)", "-1/2", None, None),
        (r"$\nicefrac{3}{4}$", "3/4", None, None),
        ("0.0784", "0.0784", 4, None),
        ("+.5", "0.5", 1, None),
        ("1.", "1", 0, None),
        ("7", "7", 0, None),
        ("7.84%", "0.0784", 4, None),
        (r"$7.84\,\%$", "0.0784", 4, None),
        ("1.20e-3", "0.0012", 5, None),
        ("12e5", "1200000", -5, None),
        (r"$1.2 \times 10^{-3}$", "0.0012", 4, None),
        (r"1.2 \cdot 10^{3}", "1200", -2, None),
        ("0.078 ± 0.001", "0.078", 3, "0.001"),
        (r"$0.078 \pm 0.001$", "0.078", 3, "0.001"),
        ("0.078 +/- 0.001", "0.078", 3, "0.001"),
        ("0.0784(12)", "0.0784", 4, "0.0012"),
        ("1.234(5)e-3", "0.001234", 6, "0.000005"),
        ("7.8% ± 0.1%", "0.078", 3, "0.001"),
        ("(7.8 ± 0.1)%", "0.078", 3, "0.001"),
        ("0.33…", "0.33", 2, None),
        (r"$0.33\ldots$", "0.33", 2, None),
        ("≈ 0.33", "0.33", 2, None),
        ("**0.5**", "0.5", 1, None),
        (r"\textbf{\num{0.5}}", "0.5", 1, None),
        ("`0.5`", "0.5", 1, None),
    ],
)
def test_numbers(text, value, places, error):
    number = read_number(text)
    assert (number.value, number.places) == (Fraction(value), places)
    assert number.error == (None if error is None else Fraction(error))


def test_log_forms_and_infinities():
    assert read_number(r"$\frac{1}{2} \log 6 - \log\left(2/3\right)$").value == log(6) / 2 - log("2/3")
    assert [read_number(text).value for text in ("oo", r"$-\infty$", "∞", "inf")] == [oo, -oo, oo, oo]


UNREADABLE = r"""
,|-|abc|1,234|0,5|1 234|1{,}234|1'234|1\,234|1/0|1/2/3|0.5/2|1/2%|1\frac12|\frac12 3|2(1/2)|1e9999999|1e999999
0x10|1_000|nan|٣|1.2.3|--1|1±|±1|1 ± -1|1 ± 0.1%|1 ± 0.1(2)|1(1.2)|0.5^a|0.5*|1+1|__import__('os')|$\input{x}$
\frac{1}{|log|log(-1)|log 2/3|= 1|0.5 (exact)|1/2 = 0.5|<b>1</b>"""


@pytest.mark.parametrize("text", re.split(r"[|\n]", UNREADABLE))
def test_unreadable_numbers(text):
    with pytest.raises(InputError):
        read_number(text)
    verdict, _, detail = check_number(text, Fraction(1, 2))
    assert verdict is Verdict.UNREADABLE
    assert detail


def test_limits():
    with pytest.raises(InputError, match="the limit is 100000"):
        read_number("1" * 100_001)
    with pytest.raises(InputError, match="nested"):
        read_number("{" * 200)
    with pytest.raises(InputError, match="nested"):
        read_number(r"\frac" * 2000)
    assert read_number("9" * 5000).value == 10**5000 - 1


@settings(max_examples=50)
@given(st.text(max_size=30) | st.text(r"\{}$%0123456789./±()e-+…acfr", max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        number = read_number(text)
    except InputError:
        return
    assert number.text == text


# Verdicts


@pytest.mark.parametrize(
    ("text", "value", "verdict", "right", "detail"),
    [
        ("49/625", "49/625", "exact", "", ""),
        ("98/1250", "49/625", "exact", "", ""),
        ("0.0784", "49/625", "exact", "", ""),
        ("7.840%", "49/625", "exact", "", ""),
        ("0.078", "49/625", "correctly rounded", "", "to 3 decimal places"),
        ("8%", "49/625", "correctly rounded", "", "to 2 decimal places"),
        ("0.66", "2/3", "truncated", "0.67", "to 2 decimal places"),
        ("-0.66", "-2/3", "truncated", "-0.67", "to 2 decimal places"),
        ("0.66…", "2/3", "truncated", "0.67", "cut, and marked so"),
        ("0.33...", "1/3", "truncated", "0.33", "cut, and marked so"),
        ("0.65", "2/3", "wrong", "0.67", "to 2 decimal places"),
        ("0.68", "2/3", "wrong", "0.67", "to 2 decimal places"),
        ("-0.67", "2/3", "wrong", "0.67", "to 2 decimal places"),
        ("67/100", "2/3", "wrong", "2/3", ""),
        ("65.0%", "2/3", "wrong", "66.7%", "to 3 decimal places"),
        ("6.60e-1", "2/3", "wrong", "0.667", "to 3 decimal places"),
        ("0.12", "1/8", "correctly rounded", "", "to 2 decimal places; a tie, rounded half-even"),
        ("0.13", "1/8", "correctly rounded", "", "to 2 decimal places; a tie, rounded half-up"),
        ("0.38", "3/8", "correctly rounded", "", "to 2 decimal places; a tie, rounded half-even and half-up"),
        ("0.37", "3/8", "truncated", "0.38", "to 2 decimal places"),
        ("-0.13", "-1/8", "correctly rounded", "", "to 2 decimal places; a tie, rounded half-up"),
        ("0.60(7)", "2/3", "within stated error", "", "off by at most 7/100"),
        ("0.60(6)", "2/3", "wrong", "0.67", "to 2 decimal places"),
        ("0.6 ± 0.05", "2/3", "truncated", "0.7", "to 1 decimal place"),
        ("0.7 ± 0.001", "2/3", "correctly rounded", "", "to 1 decimal place"),
        ("oo", "2/3", "wrong", "2/3", ""),
        ("log(2)", "2/3", "wrong", "2/3", ""),
    ],
)
def test_verdicts(text, value, verdict, right, detail):
    assert check_number(text, Fraction(value)) == (verdict, right, detail)


def test_verdicts_on_other_kinds_of_number():
    assert check_number("log(4)", 2 * log(2))[0] is Verdict.EXACT
    assert check_number("0.6931", log(2))[0] is Verdict.ROUNDED
    assert check_number("0.693147", log(2), digits=7) == ("wrong", "0.6931472", "to 7 decimal places")
    assert check_number("1/2", log(2)) == ("wrong", "log(2)", "")
    assert check_number("2", LogForm(2) + log(4) - log(2) * 2)[0] is Verdict.EXACT
    assert check_number("3.1416", PI)[0] is Verdict.ROUNDED
    assert check_number("3.1415", PI) == ("truncated", "3.1416", "to 4 decimal places")
    assert check_number("22/7", PI) == ("wrong", "3.14159265358979…", "")
    assert check_number("log(23)", PI)[0] is Verdict.WRONG
    assert check_number("2.000", TWO)[0] is Verdict.ROUNDED
    assert check_number("0.000", TWO - 2)[0] is Verdict.ROUNDED
    assert check_number("2/1", TWO)[0] is Verdict.UNDECIDED
    assert check_number("1.9", TWO)[0] is Verdict.UNDECIDED  # wrong, or a truncation: never said to be right
    assert check_number("1.8", TWO)[0] is Verdict.WRONG
    assert check_number("oo", oo) == ("exact", "", "")
    assert check_number("-oo", oo) == check_number("5", oo) == ("wrong", "oo", "")
    assert check_number("5", 5)[0] is Verdict.EXACT


def test_stated_digits():
    assert check_number("0.084", Fraction(840001, 10**7))[0] is Verdict.ROUNDED
    assert check_number("0.084", Fraction(840001, 10**7), digits=4)[0] is Verdict.ROUNDED
    assert check_number("0.084", Fraction(8404, 10**5), places=5) == (
        "wrong",
        "0.08404",
        "to 5 decimal places",
    )
    assert check_number("0.084", Fraction(8404, 10**5), digits=4)[0] is Verdict.WRONG
    assert check_number("1200", Fraction(1249))[0] is Verdict.WRONG
    assert check_number("1200", Fraction(1249), digits=2) == ("correctly rounded", "", "to 10^2")
    assert check_number("1200", Fraction(1251), digits=2) == ("truncated", "1300", "to 10^2")
    assert check_number("0", Fraction(0), digits=4)[0] is Verdict.EXACT
    with pytest.raises(ParameterError):
        check_number("0", Fraction(0), digits=4, places=3)


def by_hand(text: str, x: Fraction) -> Verdict:
    """The definition, in integers: which of the decimals with as many places are the admissible ones."""
    scale = 10 ** len(text.partition(".")[2])
    whole = abs(x) * scale
    floor = whole.numerator // whole.denominator
    sign = -1 if x < 0 else 1
    printed = Fraction(text)
    if printed == x:
        return Verdict.EXACT
    nearest = {floor} if whole - floor < Fraction(1, 2) else {floor + 1}
    if whole - floor == Fraction(1, 2):
        nearest = {floor + floor % 2, floor + 1}
    if printed in {Fraction(sign * n, scale) for n in nearest}:
        return Verdict.ROUNDED
    return Verdict.TRUNCATED if printed == Fraction(sign * floor, scale) else Verdict.WRONG


@given(values, st.integers(0, 4), st.integers(-3, 3))
def test_verdicts_equal_the_definition(x, places, off):
    text = number_text(round(x, places) + Fraction(off, 10**places), places=places)
    assert check_number(text, x)[0] is by_hand(text, x)


@given(values, st.integers(1, 8), st.data())
def test_any_changed_digit_is_found(x, places, data):
    assume((x * 10**places * 2).denominator != 1)  # ties have two right roundings
    text = number_text(x, places=places)
    at = data.draw(st.sampled_from([i for i, c in enumerate(text) if c.isdigit()]))
    other = data.draw(st.sampled_from([c for c in "0123456789" if c != text[at]]))
    changed = f"{text[:at]}{other}{text[at + 1 :]}"
    assert check_number(text, x)[0] in (Verdict.EXACT, Verdict.ROUNDED)
    assert check_number(changed, x)[0] in (Verdict.WRONG, Verdict.TRUNCATED)


# Whole tables


@settings(max_examples=40)
@given(tables, st.sampled_from(READABLE_FORMATS), st.sampled_from(["frac", "plain"]))
def test_exact_tables_come_back_exact(table, kind, fractions):
    report = check_printed(read_printed(table.render(kind, fractions=fractions), kind), table)
    assert report.ok
    assert verdicts(report) == {Verdict.EXACT}


@settings(max_examples=40)
@given(tables, st.sampled_from(READABLE_FORMATS), st.integers(1, 9), st.sampled_from(["digits", "places"]))
def test_rounded_tables_come_back_correctly_rounded(table, kind, precision, option):
    options = {option: precision}
    report = check_printed(read_printed(table.render(kind, **options), kind), table, **options)
    assert report.ok
    assert verdicts(report) <= {Verdict.EXACT, Verdict.ROUNDED}


@pytest.mark.parametrize("kind", READABLE_FORMATS)
@pytest.mark.parametrize("table", [square, listed])
@pytest.mark.parametrize("options", [{}, {"places": 3}, {"digits": 2}])
def test_table_1_in_both_shapes(kind, table, options):
    printed = read_printed(table.render(kind, **options))
    report = check_printed(printed, of_table_1(printed))
    assert report.ok
    assert len([c for c in report.cells if c.verdict is not Verdict.UNCHECKED]) == 9
    assert check_printed(printed, table).ok


def test_one_wrong_cell():
    printed = read_printed(square.render("csv").replace("81/10000", "81/1000"))
    report = check_printed(printed, of_table_1(printed))
    assert not report.ok
    assert report.counts == {Verdict.EXACT: 8, Verdict.WRONG: 1, Verdict.UNCHECKED: 3}
    (cell,) = [cell for cell in report.cells if cell.verdict is Verdict.WRONG]
    assert (cell.row_label, cell.column_label, cell.text, cell.right) == (
        "y_2 = 1",
        "y_1 = 1",
        "81/1000",
        "81/10000",
    )
    assert str(report) == "8 exact; 1 wrong; 3 not checked"
    assert len(report.table().rows) == 9
    assert "81/10000" in report.table().render("csv")


def test_readings_of_a_square():
    lookup = {pair: Fraction(n, 10) for n, pair in enumerate(product("ab", repeat=2))}.__getitem__

    def reading(corner, columns, rows):
        body = tuple((label, "1", "1") for label in rows)
        return expected_for(PrintedTable((corner, *columns), body), lookup, "ab", 2)

    first_down = lookup(("a", "b"))
    for corner, columns, rows in [
        ("", ("$y_2 = a$", "$y_{2}=b$"), ("a", "b")),
        ("", ("a", "b"), ("y_1 = a", "y_1 = b")),
        ("$y_1$", ("a", "b"), ("a", "b")),
        ("", ("x_1 = a", "x_1 = b"), ("x_0 = a", "x_0 = b")),
    ]:
        found = reading(corner, columns, rows)
        assert found.cells[0, 2] == first_down
        assert not found.ambiguous
    assert reading("", ("y_1 = a", "y_1 = b"), ("a", "b")).cells[1, 1] == first_down
    unsaid = reading("", ("a", "b"), ("a", "b"))
    assert unsaid.ambiguous
    assert (
        unsaid.description
        == "a square: rows are y_1, columns are y_2 (assumed: the labels do not say; it matters here)"
    )
    assert "ambiguous" in check_printed(PrintedTable(("", "a", "b"), (("a", "1", "1"),)), unsaid).notes[1]
    printed = PrintedTable(("", "0", "1", "2"), tuple((str(i), *row) for i, row in enumerate(TABLE_1)))
    symmetric = of_table_1(printed)
    assert not symmetric.ambiguous
    assert "symmetric" in symmetric.description
    for columns, rows in [
        (("y_1=a", "y_1=b"), ("y_1=a",)),
        (("y_1=a", "y_2=b"), ("a",)),
        (("y_7=a", "b"), ("a",)),
    ]:
        with pytest.raises(InputError, match="coordinate"):
            reading("", columns, rows)


def test_rows_that_are_no_outcomes():
    printed = read_printed("outcome,n,p\n0 0,1,49/625\n0 3,2,1/2\ntotal,3,1\n")
    report = check_printed(printed, of_table_1(printed))
    assert [c.verdict for c in report.cells if c.column_label == "p"] == [
        "exact",
        "unreadable",
        "not checked",
    ]
    assert not report.ok
    printed = read_printed(",y_1=0\ny_2=0,49/625\ny_2=3,1/2\nSum,1\n")
    report = check_printed(printed, of_table_1(printed))
    assert [c.verdict for c in report.cells if c.column] == ["exact", "unreadable", "not checked"]


def test_columns_of_coordinates_and_single_outcomes():
    printed = read_printed("y_1,y_2,prob\n0,0,49/625\n0,2,43/250\n")
    assert verdicts(check_printed(printed, of_table_1(printed))) == {Verdict.EXACT, Verdict.UNCHECKED}
    printed = read_printed("x,value\na,1/2\nb,0.5\n")
    reading = expected_for(printed, lambda y: Fraction(1, 2), ["a", "b"], 1)
    assert str(check_printed(printed, reading)) == "2 exact; 2 not checked"
    with pytest.raises(InputError, match="needs a column of outcomes and one named probability"):
        of_table_1(read_printed("a,b,c\n0 0,1,1\n"))


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


def test_matching_by_labels():
    printed = read_printed("p,$y$,q\n0.5,a,1\n0.25,c,1\n")
    table = Table(["y", "p"], [["a", Fraction(1, 2)], ["b", Fraction(1, 3)]])
    report = check_printed(printed, table)
    assert [c.verdict for c in report.cells] == ["exact", *["not checked"] * 5]
    assert report.notes[1] == "1 of 2 expected cells are not in the printed table"
    assert [c.detail for c in report.cells if c.text == "1"] == ["no expected value for this cell"] * 2
    with pytest.raises(InputError, match="twice in the printed table"):
        check_printed(read_printed("y,p\na,1\na,1\n"), table)
    with pytest.raises(InputError, match="twice among the expected"):
        check_printed(printed, Table(["y", "p"], [["a", 1], ["a", 1]]))
    with pytest.raises(InputError, match="could be matched"):
        check_printed(read_printed("u,v\n1,2\n"), table)
    assert label_key("$y_{1} =  0$") == "y_1 = 0"


def test_sequences_match_a_table_in_any_spelling():
    text = re.sub(r'"\((\d), (\d)\)"', r"\1\2", listed.render("csv"))
    assert "\r\n01,21/250" in text
    assert verdicts(check_printed(read_printed(text), listed)) == {Verdict.EXACT}
