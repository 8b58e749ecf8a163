"""The sorts of what is said of words: a single letter is no word, and neither is a law or a reward."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from proofs_check.exceptions import ClaimError
from proofs_check.formula.sorts import PROPOSITION, Sort, Space


def letters_of(word: Any) -> Space:
    """The letters that a word is made of; raises `ClaimError` for what is none."""
    space = word.sort.space
    if word.sort.kind != "outcome" or space is None or space.length is None:
        raise ClaimError(f"{word} is no word: give an outcome with a length")
    found: Space = space.letters
    return found


def permuted(v: Any, w: Any) -> tuple[Sequence[Sort], Sort]:
    """Two words over one alphabet; their lengths may differ, and then neither is a permutation of the other."""
    if letters_of(v).key != letters_of(w).key:
        raise ClaimError(f"{v} and {w} are words over different letters")
    return (v.sort, w.sort), PROPOSITION
