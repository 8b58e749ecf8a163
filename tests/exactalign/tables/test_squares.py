"""Which tables are squares: every column but the first is a label."""

from fractions import Fraction

import pytest

from exactalign.exceptions import InputError
from exactalign.tables.check import Expected
from exactalign.tables.labels import LabelIndex
from exactalign.tables.outcomes import expected_for
from exactalign.tables.reader import PrintedTable
from exactalign.tables.squares import is_square, square
from tests.exactalign.known_models import PI, TWO


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("", "u", "v"), True),
        (("y_1", "y_2 = u", "v"), True),
        (("", "u", "KL"), False),
        (("", "N", "v"), False),
        (("", "reward"), False),
        (("u",), False),
    ],
)
def test_every_column_of_a_square_is_a_label(columns: tuple[str, ...], expected: bool) -> None:
    assert is_square(PrintedTable(columns, (("u", *columns[1:]),)), LabelIndex(["u", "v"])) is expected


SAID = (None, 0, 1, 2, 3)


def named(label: str, coordinate: int | None) -> str:
    return label if coordinate is None else f"y_{coordinate} = {label}"


@pytest.mark.parametrize("of_columns", SAID)
@pytest.mark.parametrize("of_rows", SAID)
@pytest.mark.parametrize("in_corner", [False, True])
def test_every_way_to_say_the_coordinates_against_the_rule(
    of_columns: int | None, of_rows: int | None, in_corner: bool
) -> None:
    """Where 0 is said, coordinates are 0 and 1, else 1 and 2; one side said tells the other; none: rows come first."""
    corner = f"y_{of_rows}" if in_corner and of_rows is not None else ""
    columns = (corner, named("u", of_columns), named("v", of_columns))
    rows = tuple((named(label, None if in_corner else of_rows), "1", "1") for label in "uv")
    printed, index = PrintedTable(columns, rows), LabelIndex("uv")
    said = {k for k in (of_columns, of_rows) if k is not None}
    first = 0 if 0 in said else 1

    def value(pair: tuple[str, str]) -> int:
        return ["uu", "uv", "vu", "vv"].index("".join(pair))

    if not said <= {first, first + 1}:
        words = "the labels of one side of the table name different coordinates, or ones past the second"
    elif of_columns is not None and of_columns == of_rows:
        words = f"rows and columns are both labelled as coordinate {of_rows}"
    else:
        words = ""
    if words:
        with pytest.raises(InputError) as error:
            square(printed, index, value)
        assert str(error.value) == words
        return
    down = of_rows if of_rows is not None else None if of_columns is None else 2 * first + 1 - of_columns
    found = square(printed, index, value)
    for at, row in enumerate("uv"):
        for across, column in enumerate("uv", 1):
            pair = row + column if down in (None, first) else column + row
            assert found.cells[at, across] == ["uu", "uv", "vu", "vv"].index(pair)
    assert found.ambiguous is (not said)
    assert not found.problems
    rows_are = first if down is None else down
    text = f"a square: rows are y_{rows_are}, columns are y_{2 * first + 1 - rows_are}"
    assert found.description == text + ("" if said else " (assumed: the labels do not say; it matters here)")


def test_rows_of_a_square_that_are_no_labels() -> None:
    rows = tuple(
        (label, "1", "1") for label in ("u", "Total", "SUM", "σ", "all", "rest", "others", "", "w", "y_1 = w", "w = u")
    )
    found = square(PrintedTable(("y_1", "u", "v"), rows), LabelIndex("uv"), lambda pair: 1)
    assert set(found.cells) == {(0, 1), (0, 2)}
    assert found.problems == {
        (at, across): f'row label "{rows[at][0]}" is none of u, v' for at in (8, 9, 10) for across in (1, 2)
    }
    assert not found.ambiguous


def test_whether_the_order_matters_where_nobody_says_it() -> None:
    table = PrintedTable(("", "u", "v"), (("u", "1", "1"), ("v", "1", "1")))
    tail = "a square: rows are y_1, columns are y_2 (assumed: the labels do not say; "
    for values, ambiguous in (
        ({"uu": 1, "uv": 2, "vu": 2, "vv": 3}, False),
        ({"uu": 1, "uv": 2, "vu": 3, "vv": 3}, True),
        ({"uu": 1, "uv": Expected(2), "vu": Expected(2, unit="nat"), "vv": 3}, False),
        ({"uu": 1, "uv": Expected(2), "vu": 2, "vv": 3}, False),
        ({"uu": 1, "uv": PI, "vu": PI + 1, "vv": 3}, True),
        ({"uu": 1, "uv": TWO, "vu": Fraction(2), "vv": 3}, True),  # it cannot be told
    ):
        found = square(table, LabelIndex("uv"), lambda pair, values=values: values["".join(pair)])
        assert found.ambiguous is ambiguous
        assert found.description == tail + ("it matters here)" if ambiguous else "the values are symmetric)")


@pytest.mark.parametrize("name", ["y_1 = u", "y1=u", "Y_{1} = u", "y_{1}=u", "x_1 = u", "$y_1 = u$", " y_1  =  u "])
def test_every_spelling_of_a_coordinate(name: str) -> None:
    found = square(PrintedTable(("", name, "v"), (("u", "1", "1"), ("v", "1", "1"))), LabelIndex("uv"), "".join)
    assert found.cells[1, 1] == "uv"  # the row is the second coordinate
    for other in ("y_1 : u", "y_1 u", "y_1 = w", "xy_1 = u", "_1 = u", "y_1234567 = u", "= u", "y = u"):
        assert not is_square(PrintedTable(("", other, "v"), (("u", "1", "1"),)), LabelIndex("uv"))
    nameless = LabelIndex(["", "v"])
    assert is_square(PrintedTable(("", "y_1 =", "v"), ((" ", "1", "1"),)), nameless)
    assert not is_square(PrintedTable(("", "y_1", "v"), ((" ", "1", "1"),)), nameless)


def test_a_side_that_names_two_coordinates() -> None:
    words = "^the labels of one side of the table name different coordinates, or ones past the second$"
    two, bare = ("y_1 = u", "y_2 = v"), ("u", "v")
    for columns, rows in ((two, bare), (bare, two), (two, two)):
        printed = PrintedTable(("", *columns), tuple((row, "1", "1") for row in rows))
        with pytest.raises(InputError, match=words):
            square(printed, LabelIndex("uv"), "".join)


def test_the_rows_of_a_square_are_named_by_its_first_column_and_no_other() -> None:
    printed = PrintedTable(("y_1", "0", "1"), (("0", "1/4", "1/4"), ("1", "1/4", "1/4")))

    def read(rows: str | None) -> Expected:
        return expected_for(printed, lambda sought: Fraction(1, 4), [0, 1], 2, n=(1,), rows=rows)

    assert read("y_1") == read(" $y_1$ ") == read(None)
    assert read(None).description == "a square: rows are y_1, columns are y_2"
    for other in ("0", "y_2"):
        with pytest.raises(InputError):
            read(other)
    with pytest.raises(InputError):
        expected_for(printed, lambda sought: Fraction(1, 4), [0, 1], 2, n=(1,), by="n")
