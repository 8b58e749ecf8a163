"""What is tried, and the error allowed, are as they are written down in `tried.txt`."""

import pytest

from tests.exactalign.testing.conformance.written import FILE, written


@pytest.mark.slow
def test_what_is_tried_is_what_is_written() -> None:
    """Where a change is meant, `written.py` writes the file anew; its `--all` shows what is tried."""
    lines, kept = written().splitlines(), FILE.read_text(encoding="utf-8").splitlines()
    differing = [(line, old) for line, old in zip(lines, kept, strict=False) if line != old]
    assert differing[:3] == []
    assert len(lines) == len(kept)
