"""The article of a noun in a message: a law, an outcome."""

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
