"""The article and the number of a noun in a message: a law, an outcome, 2 cells."""

from __future__ import annotations

import re
from typing import Final

_BEGINS_WITH_A_VOWEL: Final = re.compile(r"(?!uni|use|eu|one)[aeiou]", re.IGNORECASE)


def with_article(noun: str) -> str:
    """Return a noun with the article that its first sound asks for.

    >>> with_article("law"), with_article("outcome"), with_article("Iterator"), with_article("UnionType")
    ('a law', 'an outcome', 'an Iterator', 'a UnionType')
    """
    return f"{'an' if _BEGINS_WITH_A_VOWEL.match(noun) else 'a'} {noun}"


def with_number(count: int, noun: str) -> str:
    """Return a noun with how many there are, of those that take an s.

    >>> with_number(1, "cell"), with_number(2, "cell"), with_number(0, "cell")
    ('1 cell', '2 cells', '0 cells')
    """
    return f"{count} {noun}{'s' * (count != 1)}"
