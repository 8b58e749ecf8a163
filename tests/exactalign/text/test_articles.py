"""Articles: an before a vowel that is heard as one; and no message that leaves it to luck."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import exactalign
import proofs_check
from exactalign.text.articles import with_article


@pytest.mark.parametrize(
    ("noun", "article"),
    [(noun, "an") for noun in ("outcome", "event", "alphabet", "int", "EnclosedReal", "Iterator", "uneven law", "OR")]
    + [(noun, "a") for noun in ("law", "NoneType", "str", "union", "user", "UnionType", "Euler sum", "one-way", "")],
)
def test_the_article_is_that_of_the_first_sound(noun: str, article: str) -> None:
    assert with_article(noun) == f"{article} {noun}"


@pytest.mark.parametrize("package", [exactalign, proofs_check], ids=lambda package: package.__name__)
def test_no_message_writes_the_article_before_a_kind_that_it_does_not_know(package: object) -> None:
    blind = re.compile(r"\ban? \{(?:type\(|[\w.\[\]]*\.(?:sort|__name__)\b)")
    files = sorted(Path(str(package.__path__[0])).rglob("*.py"))  # type: ignore[attr-defined]
    assert len(files) > 40
    assert [f"{path.name}: {found[0]}" for path in files for found in blind.finditer(path.read_text())] == []
