"""Sums of exact terms as text and as LaTeX."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Final

from exactalign.numbers.rationals import format_rational

SHORT = 200
"""Characters, at most, of what is written into a message."""


_LONG_NUMBER: Final = re.compile(r"\d{40,}")


def joined(
    constant: Fraction,
    terms: Iterable[tuple[Fraction, str]],
    number: Callable[[Fraction], str] = format_rational,
    times: str = "*",
) -> str:
    """Return constant + Σ coefficient·factor as text; `number` writes a rational, `times` stands before a factor.

    >>> joined(Fraction(0), [(Fraction(-1), "a"), (Fraction(1, 2), "b")])
    '-a + 1/2*b'
    """
    pieces: list[tuple[bool, str]] = []
    for coefficient, factor in terms:
        size = abs(coefficient)
        pieces.append((coefficient < 0, factor if size == 1 else f"{number(size)}{times}{factor}"))
    if constant or not pieces:
        pieces.insert(0, (constant < 0, number(abs(constant))))
    negative, text = pieces[0]
    return ("-" if negative else "") + text + "".join(f" {'-' if n else '+'} {t}" for n, t in pieces[1:])


def latex_number(value: Fraction) -> str:
    r"""Return a rational as LaTeX.

    >>> print(latex_number(Fraction(1, 2)))
    \frac{1}{2}
    """
    top, _, bottom = format_rational(value).partition("/")
    return rf"\frac{{{top}}}{{{bottom}}}" if bottom else top


def latex_log(argument: Fraction) -> str:
    r"""Return log argument as LaTeX.

    >>> print(latex_log(Fraction(3)), latex_log(Fraction(2, 3)))
    \log 3 \log\left(2/3\right)
    """
    text = format_rational(argument)
    return rf"\log {text}" if text.isdigit() else rf"\log\left({text}\right)"


def shortened(text: str) -> str:
    """Return text of at most `SHORT` characters: long numbers are cut in their middle, and none is at the end."""
    if len(text) > SHORT:
        text = with_short_numbers(text)
    return text if len(text) <= SHORT else f"{beginning(text, SHORT - 1)}…"


def with_short_numbers(text: str) -> str:
    """Return text in which each long number is cut in its middle, so that a fraction keeps its “/”.

    >>> with_short_numbers(f"{3**200}/7")
    '265613988875874…994384699044001/7'
    """
    return _LONG_NUMBER.sub(lambda number: f"{number[0][:15]}…{number[0][-15:]}", text)


def beginning(text: str, length: int) -> str:
    """Return the beginning of text, without a number that is cut there: 4/145 would read as 4/1.

    >>> beginning("1/3, 4/145", 8)
    '1/3, '
    """
    return re.sub(r"[\d/.…]+\Z", "", text[:length]) if re.match(r"[\d/.…]", text[length:]) else text[:length]
