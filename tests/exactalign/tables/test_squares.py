"""Which tables are squares: every column but the first is a label."""

import pytest

from exactalign.tables.labels import LabelIndex
from exactalign.tables.reader import PrintedTable
from exactalign.tables.squares import is_square


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
