r"""When a printed label and a known one are the same, and how sequences of labels are written.

The rule: labels are compared as text, after what every format changes is made alike (spaces between words, Greek
letters and signs as LaTeX writes them, small digits as `_1` and `^2`). Only where no label is that text, LaTeX or
Markdown in a label is read (`\alpha` for α). A label that two known ones share in this way is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from exactalign.exceptions import InputError
from exactalign.tables.cells import label_text
from exactalign.text.latex import latex_text
from exactalign.text.latex_reader import latex_to_text
from exactalign.text.markdown_reader import markdown_to_text
from exactalign.text.markup import one_line

_BRACKETS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "<": ">"}
_LONGEST_RUN = 1000
_SMALL = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[₀₁₂₃₄₅₆₇₈₉]+")
_SMALL_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_MARKUP = re.compile(r"\\[A-Za-z(]|\$[^$]+\$|\\[$%&#_{}]")
_REPEATED = re.compile(r"\^[0-9]+(?:\^[0-9]+)+|_[0-9]+(?:_[0-9]+)+")  # x²² comes back from LaTeX as x^2^2
_SPACES = re.compile(r"\s+")


def label_key(text: str) -> str:
    r"""Return what labels are compared by: their text on one line, as it would come back from LaTeX.

    >>> label_key("y₁  = α"), label_key("y_1 = α"), label_key("$5"), label_key("a{b}"), label_key("\\alpha")
    ('y_1 = α', 'y_1 = α', '$5', 'a{b}', '\\alpha')
    """
    line = _SMALL.sub(_small, one_line(text))
    if not line.isascii():
        line = "".join(c if c.isascii() else latex_to_text(latex_text(c)) for c in line)
    line = _REPEATED.sub(lambda found: found[0][0] + found[0].replace(found[0][0], ""), line)
    return _SPACES.sub(" ", line).strip()


def plain_label(text: str) -> str:
    r"""Return the key of a label in which LaTeX or Markdown is read; the key itself where there is none.

    >>> plain_label(r"$y_{1} = \alpha$"), plain_label("**x**"), plain_label("$5")
    ('y_1 = α', 'x', '$5')
    """
    try:
        if _MARKUP.search(text):
            return label_key(latex_to_text(text))
        return label_key(markdown_to_text(text))
    except InputError:
        return label_key(text)


class LabelIndex:
    """Known labels, found by the text that a table prints for them.

    >>> index = LabelIndex(["$5", "5", "α"])
    >>> [index.find(text) for text in ("$5", "5", r"\\alpha", "$5$", "7")]
    ['$5', '5', 'α', '5', None]
    """

    def __init__(self, labels: Iterable[Any]) -> None:
        self.labels = tuple(labels)
        self._by_key: dict[str, list[Any]] = {}
        self._by_meaning: dict[str, list[Any]] = {}
        for label in self.labels:
            text = label_text(label)
            self._by_key.setdefault(label_key(text), []).append(label)
            self._by_meaning.setdefault(plain_label(text), []).append(label)
        self.unique = {key: found[0] for key, found in self._by_key.items() if len(found) == 1}

    def __contains__(self, text: str) -> bool:
        return self.find(text) is not None

    @property
    def texts(self) -> list[str]:
        """The keys of the labels, in their order."""
        return list(self._by_key)

    def find(self, text: str) -> object:
        """Return the label that `text` prints, None where there is none.

        Raises `InputError` for a text that two labels share, when it is not exactly one of them.
        """
        for key in dict.fromkeys((label_key(text), plain_label(text))):
            for known in (self._by_key, self._by_meaning):
                found = known.get(key, [])
                if len(found) > 1:
                    names = " and ".join(f'"{short(label_text(label))}"' for label in found[:3])
                    raise InputError(f'"{short(text)}" can be {names}: in print these labels cannot be told apart')
                if found:
                    return found[0]
        return None


def parse_sequence(text: str, labels: Iterable[Any], length: int) -> tuple[object, ...]:
    """Return the sequence of `length` labels that `text` writes as "0 0", "(0, 0)", "0,0" or "00".

    Raises `InputError` when it writes none, or more than one.

    >>> parse_sequence("(0, 1)", [0, 1], 2), parse_sequence("ab", ["a", "b"], 2)
    ((0, 1), ('a', 'b'))
    """
    return read_sequence(text, LabelIndex(labels), length)


def read_sequence(text: str, index: LabelIndex, length: int) -> tuple[object, ...]:
    """As `parse_sequence`, for labels already indexed."""
    if length == 1:
        label = index.find(text)
        if label is not None:
            return (label,)
    known = index.unique
    whole = label_key(text)
    forms = list(dict.fromkeys((whole, plain_label(text))))
    forms += [form[1:-1].strip() for form in forms if _BRACKETS.get(form[:1]) == form[-1:]]
    found: dict[tuple[Any, ...], None] = {}
    for form in forms:
        for parts in _splits(form, index, length):
            found[parts] = None
        found |= dict.fromkeys(tuple(known[key] for key in keys) for keys in _segmentations(form, known, length))
    if len(found) > 1:
        raise InputError(f'"{short(whole)}" can be read as more than one sequence of {length} labels: use commas')
    if not found:
        shown = short(", ".join(index.texts))
        what = "none of" if length == 1 else f"no sequence of {length} of"
        raise InputError(f'"{short(whole)}" is {what} the labels {shown}')
    return next(iter(found))


def short(text: str, limit: int = 60) -> str:
    """Return text cut to at most `limit` characters.

    >>> short("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _splits(form: str, index: LabelIndex, length: int) -> list[tuple[object, ...]]:
    found = []
    for parts in ([part.strip() for part in form.split(",")], [part.strip() for part in form.split(";")], form.split()):
        if len(parts) == length:
            labels = tuple(index.find(part) for part in parts)
            if None not in labels:
                found.append(labels)
    return found


def _segmentations(text: str, known: Mapping[str, Any], length: int) -> list[tuple[str, ...]]:
    """Return the ways to cut text into `length` labels, at most two of them."""
    if len(text) > _LONGEST_RUN:
        return []
    reached: dict[int, list[tuple[str, ...]]] = {0: [()]}
    for _ in range(length):
        following: dict[int, list[tuple[str, ...]]] = {}
        for start, ways in reached.items():
            for label in known:
                if label and text.startswith(label, start):
                    following.setdefault(start + len(label), []).extend((*way, label) for way in ways)
        reached = {end: ways[:2] for end, ways in following.items()}
    return reached.get(len(text), [])


def _small(found: re.Match[str]) -> str:
    return ("^" if found[0][0] in "⁰¹²³⁴⁵⁶⁷⁸⁹" else "_") + found[0].translate(_SMALL_DIGITS)
