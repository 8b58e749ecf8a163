"""What a caption says of a table by N, beside what rows and columns say."""

import attrs
import pytest

from exactalign.tables.outcomes import expected_for
from exactalign.tables.reader import read_printed


@pytest.mark.parametrize(
    ("text", "caption", "values"),
    [
        ("N,value\n2,1\n", "KL", "KL (KL by the caption)"),
        ("q,x\nKL BoN-2,1\n", "KL", "KL"),  # the row says it
        ("N,KL\n2,1\n", "KL", "KL"),
    ],
)
def test_whether_the_caption_says_the_quantity(text: str, caption: str, values: str) -> None:
    found = expected_for(attrs.evolve(read_printed(text), caption=caption), lambda sought: sought)
    assert len(found.cells) == 1
    assert found.description.endswith(f", values of {values}")
