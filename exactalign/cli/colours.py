"""Colours, on terminals only: whether a stream shows them, and which words get which.

A colour never says what no word says. Nothing is coloured in pipes and files, nor when NO_COLOR is set or TERM is dumb.
"""

import os
import re
from collections.abc import Callable
from typing import Any

_CODES = {"good": "32", "fair": "36", "changed": "33", "false": "35", "bad": "1;31"}

_WORDS = {
    "good": "formal, proved, decided, exact, correctly rounded, passed, valid, all right, conforms, "
    "all that was checked is right",
    "fair": "argued, certified, tested, within stated error, bound holds",
    "changed": "amended, truncated, skipped, expected-failure, unchecked, missing",
    "false": "refuted",
    "bad": "wrong, ambiguous, unreadable, undecided, not checkable, error, failed, unexpected-pass, invalid, "
    "malformed, WRONG, DOES NOT CONFORM, NOT VALID, NOT REJECTED, PROBLEM, SANITY FAILS, FAILS",
}
STYLES = {word: style for style, listed in _WORDS.items() for word in listed.split(", ")}
"""The style of every word that is coloured; any other stays as it is."""

Paint = Callable[[str], str]


def coloured(stream: Any) -> bool:
    """Return whether text for this stream may have colours: a terminal, not a dumb one, and no NO_COLOR."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def is_terminal(stream: Any) -> bool:
    """Return whether a stream is a terminal that can do more than print lines."""
    try:
        return bool(stream is not None and stream.isatty()) and os.environ.get("TERM") != "dumb"
    except ValueError:  # closed
        return False


def painted(word: str, style: str | None = None) -> str:
    """Return a word in its colour, or in that of another style.

    >>> painted("proved"), painted("unknown")
    ('\\x1b[32mproved\\x1b[0m', 'unknown')
    """
    style = style or STYLES.get(word)
    return word if style is None else f"\x1b[{_CODES[style]}m{word}\x1b[0m"


def column(name: str) -> Paint:
    """Return what colours the words of one column of a plain table (and leaves all other text alone)."""

    def paint(text: str) -> str:
        lines = text.split("\n")
        for rule, line in enumerate(lines):
            if rule and line.startswith("--"):
                spans = [found.span() for found in re.finditer("-+", line)]
                place = next((s for s in spans if lines[rule - 1][slice(*s)].strip() == name), None)
                if place is not None:
                    _paint_below(lines, rule + 1, place)
        return "\n".join(lines)

    return paint


def _paint_below(lines: list[str], first: int, place: tuple[int, int]) -> None:
    start, end = place
    for number in range(first, len(lines)):
        line = lines[number]
        if not line.strip():
            return
        cell = line[start:end]
        word = cell.strip()
        style = STYLES.get(word) or ("bad" if ", expected " in word or word.endswith("(!)") else None)
        lines[number] = line[:start] + cell.replace(word, painted(word, style), 1) + line[end:] if style else line


def words(*patterns: str) -> Paint:
    """Return what colours the group called "word" wherever a pattern matches, line by line."""
    found = [re.compile(pattern, re.MULTILINE) for pattern in patterns]

    def one(match: re.Match[str]) -> str:
        start, end = (place - match.start() for place in match.span("word"))
        return match[0][:start] + painted(match["word"]) + match[0][end:]

    def paint(text: str) -> str:
        for pattern in found:
            text = pattern.sub(one, text)
        return text

    return paint
