r"""Commas, apostrophes and spaces between digits: groups of thousands, or a decimal comma.

What can be both is both, until the other numbers of the table say which: a cell is never read by guessing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, auto

from exactalign.exceptions import InputError


class Commas(Enum):
    """What a comma between digits means in a table."""

    UNSAID = auto()
    """Nothing tells."""
    THOUSANDS = auto()
    """It groups thousands."""
    LIKELY_THOUSANDS = auto()
    """It stands before three digits in several cells, and nothing else tells."""
    DECIMAL = auto()
    """It is the decimal mark."""


_THIN = "\u2009\u202f\u00a0"
_GROUPED_BY_SPACE = re.compile(rf"(?<![0-9.,])[0-9]{{1,3}}(?:[{_THIN}][0-9]{{3}})+(?![0-9{_THIN}])")
_SURELY_GROUPED = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){2,}(?![0-9,])|(?:,[0-9]{3})+\.[0-9])")
_SURELY_DECIMAL = re.compile(r"(?<![0-9.,])(?:0,[0-9]+|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,}))(?![0-9.,])")
_ONE_GROUP = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2},[0-9]{3}(?![0-9.,])")
_POINT = re.compile(r"(?<![0-9.,])[0-9]*\.[0-9]+(?![0-9.,])")


def commas_of(cells: Iterable[str]) -> Commas:
    """Return what the commas between digits mean in these cells, by those that can mean one thing only.

    >>> [commas_of(cells).name for cells in (["12,345", "0.5"], ["0,438", "1,261"], ["12,345"], ["1,024", "2,048"])]
    ['THOUSANDS', 'DECIMAL', 'UNSAID', 'LIKELY_THOUSANDS']
    """
    texts = [re.sub(r"[\[(][^\[\]()]*[\])]", " ", cell) for cell in cells]  # (0, 1) and [0.1,0.2] are lists
    with_comma = [text for text in texts if "," in text]
    if not with_comma:
        return Commas.UNSAID
    decimal = any(map(_SURELY_DECIMAL.search, with_comma))
    grouped = any(map(_SURELY_GROUPED.search, with_comma)) or any(map(_POINT.search, texts))
    if decimal != grouped:
        return Commas.DECIMAL if decimal else Commas.THOUSANDS
    several = sum(1 for text in with_comma if _ONE_GROUP.search(text)) > 1
    return Commas.LIKELY_THOUSANDS if several and not decimal else Commas.UNSAID


def ungrouped(text: str) -> str:
    r"""Return text in which thin or no-break spaces between groups of three digits are taken out, others made plain.

    >>> ungrouped("12\u2009345"), ungrouped("0.5\u2009%")
    ('12345', '0.5 %')
    """
    if not any(space in text for space in _THIN):
        return text
    text = _GROUPED_BY_SPACE.sub(lambda found: re.sub(rf"[{_THIN}]", "", found[0]), text)
    return re.sub(rf"[{_THIN}]", " ", text)


def spellings(text: str, commas: Commas = Commas.UNSAID) -> tuple[str, ...]:
    """Return the decimals with a point that `text` can mean, the likelier first; itself where there is no comma.

    An apostrophe groups thousands; in a table with decimal commas it may be one. Raises `InputError` where commas stand
    in no place that has a meaning.

    >>> spellings("12,345"), spellings("1,234,567"), spellings("0,5"), spellings("12,345", Commas.THOUSANDS)
    (('12345', '12.345'), ('1234567',), ('0.5',), ('12345',))
    """
    if commas is Commas.DECIMAL:
        text = text.replace("'", ",")
        if re.fullmatch(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+", text):
            return (text.replace(".", ""), *((text,) if text.count(".") == 1 else ()))
        if re.fullmatch(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]*", text):
            return (text.replace(".", "").replace(",", "."),)
        if re.fullmatch(r"[+-]?[0-9]+,[0-9]*", text):
            return (text.replace(",", "."),)
    elif re.fullmatch(r"[+-]?[0-9]{1,3}('[0-9]{3})+(\.[0-9]*)?", text):
        return (text.replace("'", ""),)
    if "," not in text and "'" not in text:
        return (text,)
    may_group = re.fullmatch(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?", text) is not None
    may_point = re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text) is not None
    found = [text.replace(",", "")] if may_group else []
    if may_point and not (may_group and commas is Commas.THOUSANDS):
        found.append(text.replace(",", "."))
    if not found:
        raise InputError("a comma or space between digits (thousands or decimals?) is not read: write 1234.5")
    return tuple(found)
