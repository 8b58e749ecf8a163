"""Text in columns: what is set here is what tabulate sets, character for character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabulate import tabulate

from exactalign.text.columns import in_columns

CELLS = st.one_of(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12),
    st.sampled_from(["", "1/2", "-3", "a|b", "\\_", "1e5", "None", "-----", "0.10"]),
    st.sampled_from(["π", "日本", "…", "e\u0301"]),
)


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
