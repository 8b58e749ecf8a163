"""What is tried, and the error allowed, are as they are written down in `tried.txt`."""

from typing import Any

import pytest

from exactalign.testing.conformance.checks import Kind
from exactalign.testing.conformance.formats import Format
from tests.exactalign.testing.conformance.written import FILE, parts, written_part

PARTS = list(parts())
KEPT = FILE.read_text(encoding="utf-8").splitlines()


def kept(head: str) -> list[str]:
    """The lines of a part: those that begin with its words and the name of a check, each with the digest after it."""
    lines = []
    for line, digest in zip(KEPT[::2], KEPT[1::2], strict=True):
        words, _, _ = line.partition(": ")
        if words.rpartition(" ")[0] == head:
            lines += [line, digest]
    return lines


@pytest.mark.slow
@pytest.mark.parametrize(("head", "kind", "form", "options"), PARTS, ids=[part[0] for part in PARTS])
def test_what_is_tried_is_what_is_written(head: str, kind: Kind, form: Format, options: dict[str, Any]) -> None:
    """Where a change is meant, `written.py` writes the file anew; its `--all` shows what is tried."""
    lines, old = written_part(head, kind, form, options).splitlines(), kept(head)
    differing = [pair for pair in zip(lines, old, strict=False) if pair[0] != pair[1]]
    assert differing[:3] == []
    assert len(lines) == len(old)


def test_nothing_else_is_written() -> None:
    assert [line for head, *_ in PARTS for line in kept(head)] == KEPT
