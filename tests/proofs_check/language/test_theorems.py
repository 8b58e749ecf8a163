"""The theorems that proofs may assume: each under its own name, said, and with a place where its proof is."""

from __future__ import annotations

import re

import pytest

from proofs_check.exceptions import ClaimError
from proofs_check.language.theorems import THEOREMS, theorem_named


def test_each_is_found_by_its_name_and_has_a_reference() -> None:
    assert len(THEOREMS) == len({theorem.name for theorem in THEOREMS.values()}) > 20
    for identifier, theorem in THEOREMS.items():
        assert theorem_named(identifier) is theorem
        assert re.fullmatch("thm:[a-z]+(-[a-z]+)*", theorem.id)
        assert theorem.id == identifier
        assert ":" not in theorem.name  # what is read, not what is written in a file
        assert len(theorem.statement) > len(theorem.name) or theorem.id == "thm:pinsker"
        assert re.search(r"\d", theorem.reference)  # a page, a number or a year


def test_one_that_is_none_is_told_with_those_there_are() -> None:
    for name in ("thm:fermat", "gibbs", ""):
        with pytest.raises(ClaimError) as caught:
            theorem_named(name)
        assert str(caught.value) == f"no theorem {name!r}: the known ones are {', '.join(THEOREMS)}"
