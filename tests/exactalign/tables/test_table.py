"""The exact table object: every kind, every kind of cell, and the JSON encoder."""

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from exactalign.exceptions import InputError, NotExactError, NotRationalError, ParameterError, WrongKind
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.enclosures import Enclosure
from exactalign.numbers.infinity import oo
from exactalign.numbers.logforms import LogForm, log
from exactalign.tables.cells import exact_length
from exactalign.tables.reader import read_printed
from exactalign.tables.table import FORMATS, Table, label_text, number_text, to_json_value, unguarded
from exactalign.testing.strategies import rationals
from tests.exactalign.known_models import PI, TABLE_1, TWO

labels = st.text(
    st.characters(codec="ascii", min_codepoint=32, max_codepoint=126) | st.sampled_from("éπ…≈±"),
    min_size=1,
    max_size=12,
)


def table_1() -> Table:
    header = ("", "y_1 = 0", "y_1 = 1", "y_1 = 2")
    rows = [(f"y_2 = {i}", *map(Fraction, row)) for i, row in enumerate(TABLE_1)]
    return Table(header, rows, title="Table 1")


def test_table_1_in_the_terminal():
    assert str(table_1()) == "\n".join(
        (
            "Table 1",
            "",
            "           y_1 = 0    y_1 = 1    y_1 = 2",
            "-------  ---------  ---------  ---------",
            "y_2 = 0     49/625     21/250     43/250",
            "y_2 = 1     21/250   81/10000      9/125",
            "y_2 = 2     43/250      9/125    103/400",
        )
    )


def test_markdown_aligns_numbers_right():
    assert Table(["y", "p"], [["a", Fraction(1, 3)]]).render("markdown", digits=3).splitlines() == [
        "| y   |     p |",
        "|:----|------:|",
        "| a   | 0.333 |",
    ]


def test_latex_fractions_two_ways():
    table = Table(["p"], [[Fraction(-1, 2)]])
    assert r"$-\frac{1}{2}$ \\" in table.render("latex")
    assert r"$-1/2$ \\" in table.render("latex", fractions="plain")
    assert table.render("latex").startswith("\\begin{tabular}{r}\n\\toprule\n")


def test_latex_numbers_of_every_kind():
    text = Table("abcde", [[log(6) / 2, oo, -oo, Fraction(1, 10**9), PI]]).render("latex")
    assert r"$\frac{1}{2} \log 6$ & $\infty$ & $-\infty$ &" in text
    assert r"3.14159265358979\ldots" in text
    assert r"1.00 \times 10^{-9}" in Table(["a"], [[Fraction(1, 10**9)]]).render("latex", digits=3)


def test_latex_escapes_everything():
    text = Table(["a"], [["50% & $x_1$ #{~^}\\"], ["[2pt] *"]]).render("latex")
    assert r"50\% \& \$x\_1\$ \#\{\textasciitilde{}\textasciicircum{}\}\textbackslash{} \\" in text
    assert r"{[}2pt{]} {*}" in text


def test_html_is_escaped_and_semantic():
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append(tag)

    table = Table(["<b>"], [["<script>alert(1)</script>"]], title="T&T", notes=["n<1"])
    text = table.render("html")
    Reader().feed(text)
    assert found == [
        "table",
        "caption",
        "strong",
        "thead",
        "tr",
        "th",
        "tbody",
        "tr",
        "td",
        "tfoot",
        "tr",
        "td",
    ]
    assert "&lt;script&gt;" in text
    assert table._repr_html_() == text


def test_json_holds_exact_values():
    content = json.loads(table_1().render("json"))
    assert content["rows"][2] == ["y_2 = 2", "43/250", "9/125", "103/400"]
    assert content["title"] == "Table 1"
    assert json.loads(Table(["v"], [[log(2)]]).render("json", digits=3))["rows"] == [
        [{"exact": "log(2)", "lower": "0.693", "upper": "0.694"}]
    ]


def test_csv_is_rfc_4180():
    text = Table(["a,b", 'say "x"'], [["two\nlines", Fraction(1, 2)], [None, (0, 1)]]).render("csv")
    assert text == '"a,b","say ""x"""\r\n"two\nlines",1/2\r\n,"(0, 1)"\r\n'


@pytest.mark.parametrize("text", ["=1+2", "+cmd", "-cmd", "@SUM(A1)", "\t=1", "'=1", "''", "'tis", "-1", "a=b"])
def test_csv_guards_formulas_and_reads_them_back(text):
    table = Table(["y", text], [[text, Fraction(-1, 2)], [(text,), -log(2)]])
    raw = list(csv.reader(io.StringIO(table.render("csv"), newline="")))
    assert raw[1][0] == text if text in ("-1", "'tis", "a=b") else raw[1][0] == "'" + text
    assert [row[1] for row in raw[1:]] == ["-1/2", "-log(2)"]
    back = read_printed(table.render("csv"))
    assert back.columns == ("y", text)
    assert back.rows[0][0] == text


@given(st.lists(labels.filter(str.strip), min_size=1, max_size=3))
def test_labels_come_back_from_every_readable_format(names):
    table = Table(["name", "p"], [[name, Fraction(1, 2)] for name in names])
    for kind in ("csv", "markdown", "latex"):
        back = read_printed(table.render(kind), kind)
        assert [" ".join(row[0].split()) for row in back.rows] == [" ".join(name.split()) for name in names]


def test_control_characters_do_not_reach_the_terminal():
    assert "\x1b" not in str(Table(["\x1b[31m"], [["a\x07b\nc"]], title="\x1b]0;", notes=["\u202e"]))


def test_long_exact_numbers_are_cut_where_people_read():
    value = Fraction(10**5000, 3)
    for kind in ("table", "markdown", "latex", "html"):
        text = Table(["v"], [[value]]).render(kind)
        assert len(text) < 600
        assert "5,002 digits" in text
    for kind in ("csv", "json"):
        assert "1" + "0" * 5000 + "/3" in Table(["v"], [[value]]).render(kind)
    assert "digits" not in Table(["v"], [[value]]).render(digits=3)
    assert number_text(10**300) == "≈ 1.00000000000e+300…"
    assert number_text(-log(Fraction(3**500))) == "-500*log(3)"
    assert number_text(log(2**521 - 1) * Fraction(1, 3**300)).startswith("≈ ")


def test_undecidable_roundings_are_cut():
    zero = TWO - 2
    assert number_text(PI, digits=3) == "3.14"
    assert number_text(TWO / 16, places=2) == "0.12…"  # 0.125, a tie
    assert number_text(TWO, digits=4) == "2.000"
    assert number_text(zero, digits=3).endswith("…")
    assert number_text(zero, places=3) == "0.000"
    assert number_text(log(4) - 2 * log(2), digits=3) == "0"
    assert number_text(TWO) == "2.00000000000000±1e-14"
    broken = EnclosedReal(lambda: arb("nan"))
    assert number_text(broken) == number_text(broken, digits=3) == number_text(broken, places=3) == "undecided"
    assert "undecided" in Table(["v"], [[broken]]).render("latex")


@given(rationals(max_denominator=10**6), st.integers(0, 12))
def test_places_are_correctly_rounded(value, places):
    assert Fraction(number_text(value, places=places)) == round(value, places)


def test_integers_are_printed_whole_and_fractions_to_the_digits():
    assert str(Table(["n", "p"], [[2, Fraction(1)]]).render(digits=4)).splitlines()[-1].split() == [
        "2",
        "1.000",
    ]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_takes_empty_tables_and_every_cell(kind):
    assert Table(["a", "b"], []).render(kind)
    row = ["x", 1, Fraction(1, 2), log(2), PI, oo, None, ("a", [0, (1,)])]
    assert Table("abcdefgh", [row]).render(kind)
    assert Table("abcdefgh", [row]).render(kind, digits=4)


def test_values_are_normalised_and_hashable():
    table = Table(["a", (0, 1)], [[Decimal("0.5"), ["x", "y"]]], notes="one")
    assert table.rows == ((Fraction(1, 2), ("x", "y")),)
    assert (table.columns, table.notes) == (("a", "(0, 1)"), ("one",))
    assert table == Table(["a", "(0, 1)"], [[Fraction(1, 2), ("x", "y")]], notes=["one"])
    assert hash(table) == hash(Table(["a", "(0, 1)"], [[Fraction(1, 2), ("x", "y")]], notes=["one"]))
    assert repr(table_1()) == "Table(('', 'y_1 = 0', 'y_1 = 1', 'y_1 = 2'), <3 rows>, title='Table 1')"
    with pytest.raises(AttributeError):
        table.title = "other"  # type: ignore[misc]


def _nested(depth: int) -> object:
    value: object = 0
    for _ in range(depth):
        value = (value,)
    return value


@pytest.mark.parametrize(
    ("columns", "rows", "error", "message"),
    [
        ([], [], InputError, "no columns"),
        (["a"], [[1, 2]], InputError, "row 1 has 2 cells but there is 1 column"),
        (["a"], [[0.5]], NotExactError, "cell in row 1 is the float 0.5"),
        (["a"], [[1], [True]], NotRationalError, "cell in row 2 is True"),
        (["a"], [[object()]], NotRationalError, "cell in row 1"),
        (["a"], [[_nested(100)]], InputError, "nested"),
    ],
)
def test_refused_tables(columns, rows, error, message):
    with pytest.raises(error, match=message):
        Table(columns, rows)


@pytest.mark.parametrize(
    "options",
    [
        {"format": "pdf"},
        {"fractions": "slash"},
        {"digits": 3, "places": 3},
        {"digits": 0},
        {"places": -1},
        {"places": 10**9},
        {"places": True},
        {"digits": "3"},
        {"format": "json", "places": 3},
    ],
)
def test_refused_options(options):
    with pytest.raises(ParameterError):
        table_1().render(**options)


def test_json_values():
    assert to_json_value(Fraction(49, 625)) == "49/625"
    assert to_json_value(Fraction(3)) == "3"
    assert to_json_value([0, 2**53, "a", None, True, (1,)]) == [0, "9007199254740992", "a", None, True, [1]]
    assert to_json_value(10**5000) == "1" + "0" * 5000
    assert to_json_value({"x": oo, (0, 1): -oo}) == {"x": "oo", "(0, 1)": "-oo"}
    assert to_json_value(PI, 4) == {"lower": "3.141", "upper": "3.142"}
    assert to_json_value(Enclosure(Fraction(1, 3), Fraction(2, 3)), 2) == {"lower": "0.33", "upper": "0.67"}
    assert to_json_value(LogForm(2) + log(4) - 2 * log(2)) == {
        "exact": "2",
        "lower": "2.00000000000000",
        "upper": "2.00000000000000",
    }
    with pytest.raises(NotExactError):
        to_json_value({"x": [0.5]})
    with pytest.raises(NotRationalError):
        to_json_value(object())


@given(st.fractions(min_value=Fraction(1, 1000), max_value=1000), st.integers(1, 30))
def test_json_bounds_contain_the_value(argument, digits):
    form = log(argument) + Fraction(1, 7)
    bounds = to_json_value(form, digits)
    assert Fraction(bounds["lower"]) <= form <= Fraction(bounds["upper"])
    assert LogForm.parse(bounds["exact"]) == form


def test_labels_of_every_kind():
    assert [label_text(x) for x in ("a", 1, (0, ("b",)), None, Fraction(1, 2), log(2), oo)] == [
        "a",
        "1",
        "(0, (b))",
        "",
        "1/2",
        "log(2)",
        "oo",
    ]


@pytest.mark.parametrize(
    ("digits", "places", "told"), [(0, None, "digits is 0"), (None, -1, "places is -1"), (3, 2, "one of them")]
)
def test_digits_and_places_are_refused_under_their_own_names(digits, places, told):
    assert Table(["p"], [[Fraction(1, 3)]]).render("markdown", places=0).endswith("|   0 |")
    with pytest.raises(ParameterError, match=told):
        Table(["p"], [[Fraction(1, 3)]]).render("markdown", digits=digits, places=places)


def test_the_note_on_cut_numbers_has_the_digits_of_the_longest():
    short, long = Fraction(1, 3), Fraction(1, 3**3000)
    for cells in ([short, long], [long, short]):
        assert f"the exact one has up to {exact_length(long):,} digits" in Table(
            ["p"], [[cell] for cell in cells]
        ).render("markdown")
    assert "≈" not in Table(["p"], [[short]]).render("markdown")


@pytest.mark.parametrize("words", [{}, {"title": "A title"}, {"notes": ["a note"]}])
def test_what_latex_begins_it_ends(words):
    text = Table(["p"], [[Fraction(1, 3)]], **words).render("latex")
    begun = [line for line in text.splitlines() if line.startswith(r"\begin")]
    ended = [line.partition("}")[0] for line in text.splitlines() if line.startswith(r"\end")]
    assert [line.partition("}")[0].replace("begin", "end") for line in reversed(begun)] == ended
    assert len(begun) == (2 if words else 1)


def test_numbers_that_are_rounded_have_no_note_on_cut_ones():
    long = Table(["p"], [[Fraction(1, 3**3000)]])
    for kind in ("table", "markdown", "latex", "html"):
        assert "digits" not in long.render(kind, places=3)
        assert "digits" not in long.render(kind, digits=3)
        assert "≈ marks a cut number" in long.render(kind).replace(r"\ensuremath{\approx}", "≈").replace(
            r"$\approx$", "≈"
        )
    assert "≈ marks" not in Table(["p"], [[10**199]]).render()
    assert "≈ marks a cut number; the exact one has up to 201 digits" in Table(["p"], [[10**200]]).render()


def test_what_a_notebook_shows_of_a_table():
    bare = Table(["y", "p"], [["a", Fraction(1, 3)]])._shown()
    assert (bare.columns, list(bare.rows), bare.total, bare.title, bare.notes) == (
        ("y", "p"),
        [("a", Fraction(1, 3))],
        1,
        "",
        (),
    )
    full = Table(["y"], [["a"], ["b"]], title="T", caption="C", notes=["n"])._shown()
    assert (full.total, full.title, full.notes) == (2, "T", ("C", "n"))


def test_titles_captions_and_notes_in_every_format():
    full = Table(["y"], [["a"]], title="T.", caption="C.", notes=["n", "m"])
    assert full.render().splitlines()[:2] == ["T.", ""]
    assert full.render().splitlines()[-4:] == ["", "C.", "n", "m"]
    assert full.render("markdown").splitlines()[:2] == ["**T.**", ""]
    assert full.render("markdown").splitlines()[-6:] == ["", "C.", "", "n", "", "m"]
    latex = full.render("latex").splitlines()
    assert latex[:4] == [r"\begin{table}", r"\centering", r"\caption{T. C.}", r"\begin{tabular}{l}"]
    assert latex[-4:] == [
        r"\end{tabular}",
        r"\par\smallskip{\footnotesize n}",
        r"\par\smallskip{\footnotesize m}",
        r"\end{table}",
    ]
    assert r"\caption{T. C}" in Table(["y"], [], title="T", caption="C").render("latex")
    assert r"\caption{C.}" in Table(["y"], [], caption="C.").render("latex")
    assert r"\caption{50 \% of a\_b. x \& y.}" in Table(["y"], [], "50 % of a_b", caption="x & y.").render("latex")
    assert r"\caption" not in Table(["y"], [], notes=["n"]).render("latex")
    only = Table(["y"], [["a"]], caption="C")
    assert only.render().splitlines()[-2:] == ["", "C"]
    content = json.loads(full.render("json"))
    assert content == {"title": "T.", "caption": "C.", "columns": ["y"], "rows": [["a"]], "notes": ["n", "m"]}


def test_a_line_break_in_any_text_breaks_no_line_of_the_table():
    broken = Table(["y\nz"], [["a\nb"]], title="T\nU", caption="C\nD", notes=["n\nm"])
    assert broken.render().splitlines() == ["T U", "", "y z", "-----", "a b", "", "C D", "n m"]
    markdown = broken.render("markdown").splitlines()
    assert [markdown[k] for k in (0, -3, -1)] == ["**T U**", "C D", "n m"]
    assert [line.count("|") for line in markdown] == [0, 0, 2, 2, 2, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        ([1, None], True),
        ([None, None], False),
        ([Fraction(1, 2), "a"], False),
        ([log(2), oo], True),
        ([(1, 2)], False),
        ([PI], True),
        ([], False),
    ],
)
def test_columns_of_numbers_are_set_flush_right(cells, right):
    table = Table(["c"], [[cell] for cell in cells])
    assert table.render("latex").startswith(r"\begin{tabular}{" + ("r" if right else "l"))


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=1", True),
        ("+a", True),
        ("-a", True),
        ("@a", True),
        ("\ta", True),
        ("\ra", True),
        ("'=a", True),
        ("''", True),
        ("'-1", True),
        ("-1", False),
        ("+1/2", False),
        ("-1.5e-3", False),
        ("-50%", False),
        ("-1e", True),
        ("'a", False),
        ("a", False),
        ("", False),
        ("'", False),
        ("1=", False),
    ],
)
def test_what_a_spreadsheet_would_run_is_guarded(text, guarded):
    (_, (shown,)) = csv.reader(io.StringIO(Table(["y"], [[text or "x"]]).render("csv"), newline=""))
    assert shown == ("'" if guarded else "") + (text or "x")
    assert unguarded(shown) == (text or "x")


def test_markdown_escapes_what_would_be_markup():
    for text, shown in (
        ("a_b", "a_b"),
        ("_a", r"\_a"),
        ("a_", r"a\_"),
        ("a__b", r"a\_\_b"),
        ("*a*", r"\*a\*"),
        ("a|b", r"a\|b"),
        ("[a](b)", r"\[a\](b)"),
        ("<b>&~$`\\", r"\<b\>\&\~\$\`\\"),
    ):
        assert Table(["y"], [[text]]).render("markdown").splitlines()[-1] == f"| {shown:3} |"


def test_latex_of_cells():
    def cell(value, **options):
        return Table(["y"], [[value]]).render("latex", **options).splitlines()[4].removesuffix(r" \\")

    assert cell(Fraction(-12, 35)) == r"$-\frac{12}{35}$"
    assert cell(Fraction(-12, 35), fractions="plain") == "$-12/35$"
    assert cell(Fraction(1, 2), digits=2) == "$0.50$"
    assert cell(log(2)) == r"$\log 2$"
    assert cell(log(2), digits=3) == "$0.693$"
    assert cell("1/2") == "1/2"
    assert cell(None) == ""
    assert cell((0, "a_b")) == r"(0, a\_b)"
    for wrong in ("", "FRAC", None):
        with pytest.raises(ParameterError, match=f'^fractions is {wrong!r}: give "frac" or "plain"$'):
            Table(["y"], []).render(fractions=wrong)
    with pytest.raises(ParameterError, match=r"^format is 'pdf': give one of table, markdown, latex, csv, json, html$"):
        Table(["y"], []).render("pdf")
    with pytest.raises(ParameterError, match=r"^JSON keeps exact values: give digits \(of the bounds\), not places$"):
        Table(["y"], []).render("json", places=3)


def test_cells_are_nested_fifty_deep_at_most():
    assert Table(["y"], [[_nested(51)]]).rows
    with pytest.raises(InputError, match=r"^row 1: a cell is nested more than 50 deep$"):
        Table(["y"], [[_nested(52)]])


def test_a_row_that_is_none_is_told_by_its_number() -> None:
    with pytest.raises(WrongKind, match=r"^row 2 of Table is 2: give a list of cells$"):
        Table([-1, 2], [[1, 2], 2])  # type: ignore[list-item]
    for names, text in ((["a"], b"x"), (["a", "b"], "xy")):
        with pytest.raises(WrongKind, match=rf"^row 1 of Table is {text!r}: give a list of cells$"):
            Table(names, [text])


def test_one_cell_and_one_column_are_counted() -> None:
    with pytest.raises(InputError, match=r"^row 1 has 1 cell but there are 2 columns$"):
        Table(["a", "b"], [["x"]])
    with pytest.raises(InputError, match=r"^row 1 has 0 cells but there is 1 column$"):
        Table(["a"], [[]])
