"""Checking whole printed tables: what is printed comes back in every format, and a wrong digit is found."""

import re
from fractions import Fraction
from itertools import combinations, product

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exactalign.exceptions import InputError
from exactalign.numbers.logforms import log
from exactalign.tables.check import CheckedCell, CheckedTable, Expected, Reading, check_printed, match_table
from exactalign.tables.labels import label_key
from exactalign.tables.outcomes import expected_for
from exactalign.tables.reader import READABLE_FORMATS, PrintedTable, read_printed
from exactalign.tables.table import Table, number_text
from exactalign.tables.verdicts import CellVerdict
from exactalign.testing.strategies import rationals
from tests.exactalign.known_models import PMF, TABLE_1, values

square = Table(
    ("", "y_1 = 0", "y_1 = 1", "y_1 = 2"),
    [(f"y_2 = {i}", *map(Fraction, row)) for i, row in enumerate(TABLE_1)],
)
listed = Table(("outcome", "probability"), list(PMF.items()))

tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(values | st.builds(log, st.fractions(Fraction(1, 99), 99)), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    ).map(lambda rows: Table([f"c{i}" for i in range(width + 1)], [[f"r{i}", *row] for i, row in enumerate(rows)]))
)


def verdicts(report) -> set[CellVerdict]:
    return {cell.verdict for cell in report.cells if cell.column}


def of_table_1(printed: PrintedTable, length: int = 2):
    return expected_for(printed, lambda sought: PMF[sought.outcome], range(3), length, n=(2,))


def written(table, kind, **options):
    """The table as `kind` writes it: aligned text is our plain format, and JSON has no roundings."""
    if kind == "json":
        options = {}
    return table.render("table" if kind == "text" else kind, **options)


@settings(max_examples=60)
@given(tables, st.sampled_from(READABLE_FORMATS), st.sampled_from(["frac", "plain"]))
def test_exact_tables_come_back_exact(table, kind, fractions):
    report = check_printed(read_printed(written(table, kind, fractions=fractions), kind), table, complete=True)
    assert report.ok
    assert verdicts(report) == {CellVerdict.EXACT}


@settings(max_examples=60)
@given(tables, st.sampled_from(READABLE_FORMATS), st.integers(1, 9), st.sampled_from(["digits", "places"]))
def test_rounded_tables_come_back_correctly_rounded(table, kind, precision, option):
    options = {option: precision}
    report = check_printed(read_printed(written(table, kind, **options), kind), table, **options)
    assert report.ok
    assert verdicts(report) <= {CellVerdict.EXACT, CellVerdict.ROUNDED}


labels = st.text(st.sampled_from("abAB05$\\{}_^*`[]<>|&~#%'\"(),;=+-α≤₁²é° .!/@"), min_size=1, max_size=6).filter(
    str.strip
)


@settings(max_examples=200)
@given(st.lists(labels, min_size=1, max_size=3, unique_by=label_key), labels, st.sampled_from(READABLE_FORMATS))
def test_a_table_checks_against_itself_whatever_its_labels(names, column, kind):
    assume(label_key(column) not in ("", "y") and all(label_key(name) for name in names))
    table = Table(["y", column], [[name, Fraction(k, 7)] for k, name in enumerate(names, 1)])
    if kind == "text":
        assume(not any(re.fullmatch(r"[-= ]+", label) for label in (column, *names)))  # a line of dashes
    report = check_printed(read_printed(written(table, kind), kind), table, complete=True)
    assert report.ok, report
    assert len(report.cells) == len(names)


@settings(max_examples=200)
@given(
    st.lists(labels, min_size=2, max_size=4, unique=True), st.sampled_from(["latex", "markdown", "csv", "html", "json"])
)
def test_labels_that_cannot_be_told_apart_are_refused_never_exchanged(names, kind):
    table = Table(["y", "p"], [[name, Fraction(k, 7)] for k, name in enumerate(names, 1)])
    try:
        report = check_printed(read_printed(written(table, kind), kind), table)
    except InputError:
        return
    assert report.ok


@pytest.mark.parametrize("kind", READABLE_FORMATS)
@pytest.mark.parametrize("table", [square, listed])
@pytest.mark.parametrize("options", [{}, {"places": 3}, {"digits": 2}])
def test_table_1_in_both_shapes(kind, table, options):
    printed = read_printed(written(table, kind, **options))
    assert printed.format == kind
    report = check_printed(printed, of_table_1(printed))
    assert report.ok
    assert len(report.cells) == 9
    assert check_printed(printed, table).ok


@settings(max_examples=150)
@given(st.data(), st.sampled_from(READABLE_FORMATS), st.integers(1, 5), st.booleans())
def test_a_changed_digit_is_found_in_every_format(data, kind, places, percent):
    masses = data.draw(st.lists(rationals(0, 1, max_denominator=999), min_size=1, max_size=4))
    assume(all((mass * 10**places * 2).denominator != 1 for mass in masses))  # ties have two right roundings
    shown = [
        number_text(mass * 100, places=places - 2) + "%" if percent and places > 2 else number_text(mass, places=places)
        for mass in masses
    ]
    at = data.draw(st.integers(0, len(shown) - 1))
    digit = data.draw(st.sampled_from([i for i, c in enumerate(shown[at]) if c.isdigit()]))
    other = data.draw(st.sampled_from([c for c in "0123456789" if c != shown[at][digit]]))
    changed = [*shown[:at], f"{shown[at][:digit]}{other}{shown[at][digit + 1 :]}", *shown[at + 1 :]]
    expected = {(f"r{k}", "p"): mass for k, mass in enumerate(masses)}
    for cells, bad in ((shown, 0), (changed, 1)):
        text = written(Table(["y", "p"], [[f"r{k}", cell] for k, cell in enumerate(cells)]), kind)
        report = check_printed(read_printed(text, kind), expected)
        assert sum(cell.verdict in (CellVerdict.WRONG, CellVerdict.TRUNCATED) for cell in report.cells) == bad
        assert {cell.row for cell in report.cells if cell.verdict is CellVerdict.WRONG} <= {at}


def test_one_wrong_cell():
    printed = read_printed(square.render("csv").replace("81/10000", "81/1000"))
    report = check_printed(printed, of_table_1(printed))
    assert not report.ok
    assert report.counts == {CellVerdict.EXACT: 8, CellVerdict.WRONG: 1}
    (cell,) = [cell for cell in report.cells if cell.verdict is CellVerdict.WRONG]
    assert (cell.row_label, cell.column_label, cell.text, cell.right) == (
        "y_2 = 1",
        "y_1 = 1",
        "81/1000",
        "81/10000",
    )
    assert str(report) == "8 exact; 1 wrong"
    assert len(report.table().rows) == 9
    assert "81/10000" in report.table().render("csv")


def test_matching_by_labels():
    printed = read_printed("p,$y$,q\n0.5,a,1\n0.25,c,1\n")
    table = Table(["y", "p"], [["a", Fraction(1, 2)], ["b", Fraction(1, 3)]])
    report = check_printed(printed, table)
    assert [c.verdict for c in report.cells] == ["exact", *["not checked"] * 3]
    assert report.notes[1] == "not in the table: b: p"
    assert [c.detail for c in report.cells if c.text == "1"] == ["no expected value for this cell"] * 2
    with pytest.raises(InputError, match="twice in the printed table"):
        check_printed(read_printed("y,p\na,1\na,1\n"), table)
    with pytest.raises(InputError, match="twice among the expected"):
        check_printed(printed, Table(["y", "p"], [["a", 1], ["a", 1]]))
    with pytest.raises(InputError, match="could be matched"):
        check_printed(read_printed("u,v\n1,2\n"), table)


def test_sequences_match_a_table_in_any_spelling():
    text = re.sub(r'"\((\d), (\d)\)"', r"\1\2", listed.render("csv"))
    assert "\r\n01,21/250" in text
    assert verdicts(check_printed(read_printed(text), listed)) == {CellVerdict.EXACT}


def test_percent_and_units_in_the_names_of_columns():
    half = {("a", "win rate"): Fraction(1, 2), ("b", "win rate"): Fraction(2, 3)}
    for name, cells in (
        ("Win rate (%)", "50.0 66.7"),
        ("win rate [%] ↑", "50 67"),
        ("win rate", "0.5 0.667"),
        ("win rate", "50% 66.7%"),
    ):
        a, b = cells.split()
        assert check_printed(read_printed(f"y,{name}\na,{a}\nb,{b}\n"), half).ok
    own = Table(["y", "win rate (%)"], [["a", Fraction(50)], ["b", Fraction(200, 3)]])  # holds percent already
    assert check_printed(read_printed(own.render("csv", places=1)), own).ok
    report = check_printed(read_printed("y,win rate (%)\na,50.0\nb,66.9\n"), half)
    assert [cell.right for cell in report.failed] == ["66.7%"]
    assert report.notes[1] == 'in percent: "win rate (%)"'
    ambiguous = check_printed(read_printed("y,win rate (%)\na,1/2\nb,66.7\n"), half)
    assert [cell.verdict for cell in ambiguous.cells] == ["ambiguous", "correctly rounded"]


def test_the_commas_of_a_table_say_what_they_are():
    expected = {("a", "v"): 12345, ("b", "v"): Fraction(1, 2), ("c", "v"): 6789}
    for cells, ok in (("12,345|0.5|6,789", True), ("12,345|1/2|6,789", True), ("12,345|1/2|6,788", False)):
        a, b, c = cells.split("|")
        report = check_printed(read_printed(f"y;v\na;{a}\nb;{b}\nc;{c}\n"), expected)
        assert report.ok is ok
        assert "a comma groups thousands" in report.notes
    alone = check_printed(read_printed("y;v\na;12,345\n"), {("a", "v"): 12345})
    assert alone.summary == "AMBIGUOUS: 1 ambiguous"
    decimal = {("a", "v"): Fraction("0.193"), ("b", "v"): Fraction("1.261")}
    report = check_printed(read_printed("y;v\na;0,193\nb;1,261\n"), decimal)
    assert report.ok
    assert "a comma is the decimal mark" in report.notes


@pytest.mark.parametrize("text", ["*0.5*", "**0.5**", "__0.5__", "_0.5_", "`0.5`", r"\frac{1}{2}", "$1/2$", r"50\%"])
def test_markup_in_a_format_without_is_read_as_its_author_meant(text):
    report = check_printed(
        read_printed(f"y;v\na;{text}\nb;0.25\n"), {("a", "v"): Fraction(1, 2), ("b", "v"): Fraction(1, 4)}
    )
    assert [(cell.verdict, cell.detail) for cell in report.cells] == [(CellVerdict.EXACT, "")] * 2


def test_a_star_at_one_end_is_the_mark_of_a_footnote():
    report = check_printed(
        read_printed("y;v\na;0.5*\nb;*0.5\n"), {("a", "v"): Fraction(1, 2), ("b", "v"): Fraction(1, 2)}
    )
    assert [(cell.verdict, cell.detail.endswith("* is not checked")) for cell in report.cells] == [
        (CellVerdict.EXACT, True),
        (CellVerdict.UNREADABLE, False),
    ]


def test_the_summary_says_wrong_only_where_a_number_is():
    table = {("a", "p"): Fraction(1, 2), ("b", "p"): Fraction(1, 2)}

    def summary(first, second, **options):
        return check_printed(read_printed(f"y,p\na,{first}\nb,{second}\n"), table, **options).summary

    assert summary("0.5", "1/2") == "all right: 2 exact"
    assert summary("0.5", "0.6") == "WRONG: 1 exact; 1 wrong"
    assert summary("0.5", "half") == "UNREADABLE: 1 exact; 1 unreadable"
    assert summary("0.5", "—") == "INCOMPLETE: 1 exact; 1 missing"
    assert summary("0.5", "0.5…") == "all right: 2 exact"
    assert summary("0.5", "", complete=True) == "INCOMPLETE: 1 exact; 1 missing"
    assert summary("", "") == "INCOMPLETE: 2 missing"
    lacks = check_printed(read_printed("y,p\na,0.5\n"), table)
    assert lacks.ok
    assert lacks.summary == "all right: 1 exact; 1 not in the table"
    assert not check_printed(read_printed("y,p\na,0.5\n"), table, complete=True).ok
    more = check_printed(read_printed("y,p,score\na,0.5,7\n"), table)
    assert more.ok
    assert more.summary == "all that was checked is right: 1 exact; 1 not checked; 1 not in the table"


def test_what_is_told_of_every_cell():
    table = {("a", "p"): Fraction(1, 2), ("b", "p"): Fraction(2, 3)}
    report = check_printed(read_printed("y,p,q\na,half,7\nb,0.65,x\n"), table)
    assert [(c.row, c.column, c.verdict, c.right, c.detail) for c in report.cells] == [
        (0, 1, "unreadable", "", "it is no number that is read here, such as 49/625, 0.0784, 7.84% or 0.078 ± 0.001"),
        (0, 2, "not checked", "", "no expected value for this cell"),
        (1, 1, "wrong", "0.67", "to 2 decimal places"),
    ]
    assert report.failed == (report.cells[0], report.cells[2])
    shown = report.table()
    assert shown.columns == ("row", "column", "printed", "verdict", "right value", "detail")
    assert shown.rows[2] == ("b", "p", "0.65", "wrong", "0.67", "to 2 decimal places")
    assert shown.notes == report.notes
    assert report.table(report.failed).rows == (shown.rows[0], shown.rows[2])


def test_a_table_of_which_no_label_is_read_is_a_report_and_one_without_any_cell_is_none():
    reading = Reading({}, "nothing", problems={(0, 1): "what is x?"}, unknown={(0, 2): "not known"})
    printed = read_printed("y,p,q\nx,1,2\n")
    report = check_printed(printed, reading)
    assert [(c.verdict, c.detail) for c in report.cells] == [("unreadable", "what is x?"), ("not checked", "not known")]
    assert report.summary == "UNREADABLE: 1 unreadable; 1 not checked"
    head = "no cell of the printed table could be matched to an expected value: "
    unknown = Reading({}, "nothing", unknown={(0, 1): "why" * 99, (0, 2): "other"})
    for nothing, reason in ((unknown, ("why" * 99)[:199] + "…"), (Reading({}, ""), "its columns are y, p, q")):
        with pytest.raises(InputError) as error:
            check_printed(printed, nothing)
        assert str(error.value) == head + reason


def test_labels_that_stand_in_several_columns():
    printed = read_printed("a,b,p\nu,v,0.5\nu,,0.5\n")
    reading = Reading({(0, 2): Fraction(1, 2), (1, 2): Fraction(1, 2)}, "a list", labels=frozenset({1, 0}))
    assert [cell.row_label for cell in check_printed(printed, reading).cells] == ["u, v", "u"]
    assert [cell.column for cell in check_printed(printed, reading).cells] == [2, 2]


def told(cell, expected, name="v", *, beside=None, **options):
    printed = read_printed(f"y;{name}\na;{cell}\n" if beside is None else f"y;{name};u\na;{cell};{beside}\n")
    (found,) = check_printed(printed, Reading({(0, 1): expected}, ""), **options).cells
    return found.verdict, found.right, found.detail


def test_units_others_and_bounds_of_what_is_expected():
    others = (("the bound", Fraction(9, 10)), ("the bound less 1", Fraction(1, 5)))
    kl = Expected(log(2), in_bits=Fraction(1), others=others)
    assert told("0.693", kl)[0] == told("0.693 nats", kl)[0] == told("0.693", kl, "KL (nats)")[0] == "correctly rounded"
    assert told("1 bit", kl)[0] == told("1.000", kl, "KL (bits)")[0] == "exact"
    assert told("1", attrs.evolve(kl, unit="bit"))[0] == "exact"
    assert told("1.2 bits", Expected(log(2)))[0] == "wrong"
    assert [told("1.000", kl, beside=unit)[0] for unit in ("bits", "(Bit)", "in nats")] == ["exact", "exact", "wrong"]
    assert told("0.5", Expected(Fraction(1, 2)), beside="bits")[0] == "exact"  # a mass has no unit
    unclear = ("unreadable", "", "it is unclear whether it is in bits or nats")
    assert told("0.69", kl, "KL (nats)", beside="bits") == told("0.69 bits", kl, "KL (nats)") == unclear
    assert told("0.9", kl) == ("wrong", "0.7", "it is the bound")
    assert [told(cell, kl)[2] for cell in ("0.2", "0.4")] == ["it is the bound less 1", "to 1 decimal place"]
    bound = Expected(log(2), only_bounds=True)
    assert told("0.4", bound)[:2] == ("undecided", "0.7")
    assert told("0.4", bound)[2] == "below 0.7, which only a reward without ties attains: give the model"
    assert told("0.8", bound) == ("wrong", "0.7", "to 1 decimal place")
    assert told("<0.4", bound)[0] == told("[0.3, 0.4]", bound)[0] == "wrong"
    # Any bound holds of something: that it holds of another quantity says nothing.
    assert told("≥0.8", kl) == ("wrong", "0.6931", "the value is not ≥ it")
    assert told("[0.85, 0.95]", kl) == ("wrong", "0.6931", "outside the stated interval")
    rate = Expected(Fraction(5, 8), quantity="win rate")
    assert told("0.625", rate)[0] == told("0.625 nats", rate)[0] == "exact"
    in_bits = ("unreadable", "", "the win rate is not read in bits")
    assert told("0.625 bits", rate) == told("0.625", rate, "v (bits)") == in_bits


def test_columns_in_percent():
    half = Fraction(1, 2)
    for value, name, cell, verdict in (
        (Expected(half, percent=True), "v", "50", "exact"),
        (Expected(half), "v", "50", "wrong"),
        (Expected(half, percent=True), "v (%)", "50", "exact"),
        (Expected(half), "v (%)", "50", "wrong"),  # what is expected is no percentage
        (half, "v (%)", "50", "exact"),
        (half, "v (%)", "0.5", "exact"),  # the whole column is not in percent
        (half, "v (%)", "50%", "exact"),
        (half, "v (%)", "49", "wrong"),
    ):
        assert told(cell, value, name)[0] == verdict, (value, name, cell)
    assert told("50", half, "v (%)")[2] == ""
    assert told("0.51", Expected(half, percent=True)) == ("wrong", "50.00%", "to 2 decimal places of the percentage")
    two = read_printed("y,v (%),w (%)\na,50,0.5\n")
    report = check_printed(two, Reading({(0, 1): half, (0, 2): half}, ""))
    assert report.ok
    assert report.notes == ("read as ", 'in percent: "v (%)"')


def test_commas_that_likely_group_thousands():
    values = {("a", "v"): 1234, ("b", "v"): 5678}
    report = check_printed(read_printed("y;v\na;1,234\nb;5,678\n"), values)
    assert report.summary == "all right: 2 exact"
    assert "a comma groups thousands" in report.notes
    small = check_printed(read_printed("y;v\na;1,234\nb;5,678\n"), {("a", "v"): Fraction("1.234"), ("b", "v"): 5678})
    assert small.summary == "AMBIGUOUS: 1 exact; 1 ambiguous"


def test_what_lacks_where_the_table_has_to_be_complete():
    table = Table(["y", "p"], [["a", Fraction(1, 2)], [None, Fraction(1, 3)], ["c", None], ["d", "text"]])
    printed = read_printed("y,p\na,0.5\n")
    report = check_printed(printed, table, complete=True)
    assert report.missing == ("no label: p", "c: p", "d: p")
    assert report.summary == "INCOMPLETE: 1 exact; 3 not in the table"
    wrong = check_printed(read_printed("y,p\na,0.6\n"), table, complete=True)
    assert wrong.summary == "WRONG: 1 wrong; 3 not in the table"
    assert check_printed(read_printed("y,p\na,0.5\nd,0.5\n"), table).counts == {"exact": 1, "not checked": 1}


def table_of(*verdicts: str, missing: tuple[str, ...] = (), complete: bool = False) -> CheckedTable:
    cells = tuple(CheckedCell(0, at, "r", "c", "", CellVerdict(word)) for at, word in enumerate(verdicts))
    return CheckedTable(cells, (), missing, complete)


PASSED = ("exact", "correctly rounded", "cut, and marked so", "within stated error", "bound holds")
CALLED = {"ambiguous": "AMBIGUOUS", "unreadable": "UNREADABLE", "undecided": "UNDECIDED", "truncated": "TRUNCATED"}


def test_what_a_report_comes_to():
    """Of every pair of verdicts, where something is missing and where not, by the rule in the docstring."""
    pairs = [*combinations(CellVerdict, 2), *((word,) for word in CellVerdict), ()]
    for pair, missing, complete in product(pairs, [(), ("a: p", "b: p")], [False, True]):
        comes_to_what_the_rule_says(pair, missing, complete)


def comes_to_what_the_rule_says(pair, missing, complete):
    report = table_of(*pair, missing=missing, complete=complete)
    lacks = bool(missing) and complete
    ok = any(word in PASSED for word in pair) and all(word in (*PASSED, "not checked") for word in pair) and not lacks
    assert report.ok is ok
    assert report.counts == {word: 1 for word in CellVerdict if word in pair}
    assert [cell.verdict for cell in report.failed] == [w for w in pair if w not in (*PASSED, "not checked")]
    if ok:
        word = "all that was checked is right" if "not checked" in pair else "all right"
    elif "wrong" in pair:
        word = "WRONG"
    else:
        told = [CALLED[word] for word in CALLED if word in pair]
        told += ["INCOMPLETE"] if lacks or "missing" in pair else []
        word = ", ".join(told) or "NOTHING CHECKED"
    counted = [f"1 {word.value}" for word in CellVerdict if word in pair]
    assert str(report) == "; ".join(counted)
    parts = [*(["; ".join(counted)] if counted else []), *(["2 not in the table"] if missing else [])]
    assert report.summary == f"{word}: {'; '.join(parts)}"


def test_a_column_in_percent_of_which_nothing_is_expected_is_not_said_to_be():
    printed = read_printed("y,v (%),w (%)\na,50,7\n")
    for cells, notes in (
        ({(0, 1): Fraction(1, 2)}, ('in percent: "v (%)"',)),
        ({(0, 1): Fraction(50)}, ()),
        ({(0, 1): Expected(Fraction(1, 2), percent=True), (0, 2): Fraction(7)}, ('in percent: "v (%)"',)),
        ({(0, 1): Expected(Fraction(1, 2), percent=True), (0, 2): Fraction(7, 100)}, ('in percent: "v (%)", "w (%)"',)),
    ):
        report = check_printed(printed, Reading(cells, "x"))
        assert report.notes == ("read as x", *notes)
        assert report.ok
    mixed = read_printed("y,v (%)\na,50\nb,7\n")
    half = Expected(Fraction(1, 2), percent=True)
    for second, verdict in ((Expected(Fraction(7)), "wrong"), (Expected(Fraction(7), percent=True), "wrong")):
        cells = check_printed(mixed, Reading({(0, 1): half, (1, 1): second}, "")).cells
        assert [cell.verdict for cell in cells] == ["exact", "exact" if not second.percent else verdict]


def test_intervals_in_columns_in_percent():
    share = Fraction(43, 100)
    for value, name, cell, verdict in (
        (share, "v (%)", "[41, 45]", "within stated error"),
        (share, "v (%)", "[41%, 45%]", "within stated error"),
        (share, "v (%)", "[0.41, 0.45]", "within stated error"),  # of a column that is not in percent
        (Expected(share, percent=True), "v", "[0.41, 0.45]", "wrong"),
        (Expected(share, percent=True), "v", "43 [41, 45]", "exact"),
        (Expected(share, percent=True), "v", "43/100", "ambiguous"),
        (Expected(share, percent=True), "v", "43/1", "ambiguous"),
        (Expected(share, percent=True), "v", "43%", "exact"),
        (Expected(log(2), percent=True), "v", "log 2", "exact"),
    ):
        assert told(cell, value, name)[0] == verdict, (name, cell)
    assert told("43/1", Expected(share, percent=True))[2] == "it can be read in two ways: 43% is exact, 43 is wrong"


def test_where_the_labels_of_rows_stand():
    printed = read_printed("p,y\n0.5,a\n0.25,b\n")
    table = Table(["y", "p"], [["a", Fraction(1, 2)], ["b", Fraction(1, 4)]])
    report = check_printed(printed, table)
    assert [(cell.row_label, cell.column, cell.verdict) for cell in report.cells] == [
        ("a", 0, "exact"),
        ("b", 0, "exact"),
    ]
    assert report.notes == ('read as labelled rows (by "y") and columns',)
    by_first = check_printed(read_printed("p,y\n5,7\n"), {("5", "y"): 7})
    assert by_first.notes == ('read as labelled rows (by "p") and columns',)
    nowhere = check_printed(read_printed("x,p\na,0.5\n"), table)
    assert nowhere.notes == ('read as labelled rows (by "x") and columns', "not in the table: b: p")
    unnamed = check_printed(read_printed("3,p\n4,0.5\n"), Reading({(0, 1): Fraction(1, 2)}, "", labels=frozenset()))
    assert [(cell.row_label, cell.column, cell.verdict) for cell in unnamed.cells] == [
        ("4", 0, "not checked"),
        ("4", 1, "exact"),
    ]


def test_labels_that_occur_twice_in_words():
    table = Table(["y", "p"], [["a", Fraction(1, 2)]])
    for printed, expected, words in (
        ("y,p\na,0.5\na,0.5\n", table, "row 'a' and column 'p' occur twice in the printed table"),
        ("y,p,P (nats)\na,0.5,0.5\n", table, "row 'a' and column 'p' occur twice in the printed table"),
        (
            "y,p\na,0.5\n",
            Table(["y", "p"], [["a", 1], ["a", 2]]),
            "row 'a' and column 'p' occur twice among the expected cells",
        ),
        ("y,p\n1,0.5\n", {(1, "p"): 1, ("1", "p"): 2}, "row '1' and column 'p' occur twice among the expected cells"),
    ):
        with pytest.raises(InputError) as error:
            check_printed(read_printed(printed), expected)
        assert str(error.value) == words


def test_columns_are_found_without_their_units_where_one_is_meant():
    half = Fraction(1, 2)
    for name, found in (("KL", True), ("kl (nats)", True), ("KL [bits]", True), ("KL2", False)):
        reading = match_table(read_printed(f"y;{name}\na;0.5\n"), {("a", "KL (nats)"): half})
        assert (reading.cells == {(0, 1): half}) is found
    two = {("a", "KL (nats)"): half, ("a", "KL (bits)"): half}
    reading = match_table(read_printed("y;KL\na;0.5\n"), two)
    assert reading.cells == {}  # either can be meant
    assert reading.missing == ("a: KL (nats)", "a: KL (bits)")
    assert match_table(read_printed("y;KL (bits)\na;0.5\n"), two).cells == {(0, 1): half}


def test_sequences_of_several_lengths_are_matched_as_they_are_written_alone():
    half = Fraction(1, 2)
    for known, text, found in (
        ([("a", "b"), ("b", "b")], "ab", True),
        ([("a", "b"), ("b", "b")], "a b", True),
        ([("a", "b"), ("b", "b")], "ac", False),
        ([("a", "b"), ("b",)], "ab", False),
        ([("a", "b"), ("b",)], "(a, b)", True),
        ([("a", "b"), "total"], "ab", True),
        ([("a", "b"), ()], "ab", True),
    ):
        reading = match_table(read_printed(f"y;p\n{text};0.5\n"), {(label, "p"): half for label in known})
        assert (reading.cells == {(0, 1): half}) is found, (known, text)


def test_many_missing_cells_are_told_in_short():
    names = [f"row {number}" for number in range(60)]
    report = check_printed(read_printed("y,p\nrow 0,0.5\n"), {(name, "p"): Fraction(1, 2) for name in names})
    told = ", ".join(f"{name}: p" for name in names[1:])
    assert report.notes[1] == f"not in the table: {told[:199]}…"
    with pytest.raises(InputError) as error:
        check_printed(PrintedTable(("y", "n" * 300), (("a", "1"),)), {("b", "p"): 1})
    words = "no cell of the printed table could be matched to an expected value: its columns are y, "
    assert str(error.value) == words + "n" * 197
