"""Sums of exact terms as text and as LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from exactalign.numbers.rationals import format_rational

SHORT = 200
"""Characters, at most, of what is written into a message."""


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
    """Return text of at most `SHORT` characters."""
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"
