"""Copies are equal, and share nothing that can change with what they are of."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from proofs_check.language.copies import CHANGING, copied

FIXED_VALUES = st.recursive(st.integers(0, 3) | st.text(max_size=1), lambda of: st.tuples(of, of), max_leaves=4)
VALUES = st.recursive(
    FIXED_VALUES | st.sets(FIXED_VALUES, max_size=2),
    lambda of: st.lists(of, max_size=3) | st.tuples(of, of) | st.dictionaries(FIXED_VALUES, of, max_size=2),
    max_leaves=8,
)


def changing(value: Any) -> set[int]:
    """By identity, all in a value that can change."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    found = {one for part in parts for one in changing(part)}
    return found | {id(value)} if type(value) in CHANGING else found


@given(VALUES)
def test_a_copy_is_equal_and_shares_nothing_that_can_change(value: Any) -> None:
    found = copied(value, {})
    assert (found, type(found)) == (value, type(value))
    assert changing(found).isdisjoint(changing(value))
    assert (found is value) == (not changing(value))


@given(VALUES)
def test_what_is_one_in_a_value_is_one_in_its_copy(value: Any) -> None:
    one, other = copied((value, value), {})
    assert one is other
    assert len(changing(one)) == len(changing(value))
