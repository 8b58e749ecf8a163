"""Reading what is typed into options: one value or a list of values, each parsed once.

A `Kind` says what a value may be; `read` takes one, `read_list` several, such as `10,20,40`, `1..64`, `10:100:10` or
`1/10, log 2, 0.3:0.5:0.05`. What comes out is a number that the mathematics takes as it is.
"""

import os
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Generic, TypeVar

import attrs

from exactalign.exceptions import ExactAlignError, ParameterError
from exactalign.limits import MAX_DIGITS
from exactalign.numbers.infinity import Infinity, oo
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.memory import DEFAULT_MEMORY
from exactalign.numbers.rationals import MAX_DIGITS as LONGEST_TEXT
from exactalign.numbers.rationals import rational
from exactalign.policies.sample_sizes import ROUNDINGS

MAX_VALUES = 100_000
"""Most values of one list."""

_LONGEST_WHOLE = 4000
_LARGE = re.compile(r"\+?(?=\.?[0-9])[0-9]*\.?[0-9]*([eE]\+?[0-9]+)?")
"""A number that is written as one should be: where it is not read, its length or its exponent is past the limit."""
_MAX_JOBS = 1024
_UNITS = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4}

ExactNumber = Fraction | LogForm
T = TypeVar("T")


@attrs.frozen
class Kind(Generic[T]):
    """What a value may be: in words, as a test that returns it (None: it is not one), and the words it may be.

    With `explained`, what a parser says of a value that is no number is told, rather than what is expected.
    """

    expected: str
    accept: Callable[[ExactNumber | str, str], T | None]
    words: tuple[str, ...] = ()
    explained: bool = False


def whole(least: int, most: int | None = None) -> Kind[int]:
    """Return the kind of whole numbers from `least` on, such as "100" or "1e9"."""
    expected = f"a whole number, at least {least}" if most is None else f"a whole number from {least} to {most}"

    def accept(value: ExactNumber | str, name: str) -> int | None:
        if not isinstance(value, Fraction) or value.denominator != 1 or value < least:
            return None
        if value >= 10**_LONGEST_WHOLE:
            raise ParameterError(f"{name} has over {_LONGEST_WHOLE} digits: give {expected} and of fewer digits")
        return None if most is not None and value > most else int(value)

    return Kind(expected, accept)


def _kl(value: ExactNumber | str, name: str) -> LogForm:
    form = _form(value, name)
    if form < 0:
        raise ParameterError(f"{name} is {form}: a KL budget must not be negative")
    return form


def _alpha(value: ExactNumber | str, name: str) -> LogForm:
    form = _form(value, name)
    if form < 0:
        raise ParameterError(f"{name} is {form}: best-of-N is compared with tilts towards the reward, α ≥ 0")
    return form


def _form(value: ExactNumber | str, _name: str) -> LogForm:
    assert not isinstance(value, str)
    return LogForm.of(value)


def _sample_size(value: ExactNumber | str, name: str) -> int | str | None:
    return value if isinstance(value, str) else whole(1).accept(value, name)


def _order(value: ExactNumber | str, _name: str) -> ExactNumber | Infinity | None:
    if isinstance(value, str):
        return oo
    return value if value > 0 else None


REAL: Kind[LogForm] = Kind('a number such as "11/100" or "1/2*log(9/8)"', _form, explained=True)
"""A rational or a log form."""

KL: Kind[LogForm] = Kind(REAL.expected, _kl, explained=True)
"""A KL budget, ≥ 0."""

ALPHA: Kind[LogForm] = Kind(REAL.expected, _alpha, explained=True)
"""The parameter of a tilt towards the reward, ≥ 0."""

RATIONAL: Kind[Fraction] = Kind(
    'a rational number, such as "3/2"', lambda value, _: value if isinstance(value, Fraction) else None
)
"""A rational number."""

SAMPLE_SIZE: Kind[int | str] = Kind("floor, ceil, real or a whole number, at least 1", _sample_size, ROUNDINGS)
"""N, or how N = exp(m·δ) is rounded."""

REAL_SAMPLE_SIZE: Kind[ExactNumber] = Kind(
    "a number of draws, at least 1", lambda value, _: None if isinstance(value, str) or value < 1 else value
)
"""A number of draws that need not be whole."""

ORDER: Kind[ExactNumber | Infinity] = Kind("a Rényi order above 0, or oo", _order, ("oo",))
"""A Rényi order."""


def read(text: str, name: str, kind: Kind[T]) -> T:
    """Return the value of an option; raise `ParameterError` (or what a parser raises) for anything else.

    >>> read("1e3", "--n", whole(1)), read("1/2*log(9)", "--kl", KL)
    (1000, LogForm('log(3)'))
    """
    return _accepted(_parsed(text, name, kind), text, name, kind)


def read_list(text: str, name: str, kind: Kind[T], most: int = MAX_VALUES) -> list[T]:
    """Return the values of a list; FROM:TO:STEP and FROM..TO (step 1) count up to TO, TO included.

    Raises `ParameterError` for an empty entry, a range that leads nowhere, a value given twice, or too many of them.

    >>> [str(value) for value in read_list("1/2, 1:2:0.5", "--kl", KL)], read_list("1..4", "--n", whole(1))
    (['1/2', '1', '3/2', '2'], [1, 2, 3, 4])
    """
    values: dict[T, None] = {}
    for part in text.split(","):
        if ":" in part or ".." in part:
            found: Iterator[T] = (_accepted(value, str(value), name, kind) for value in _range(part, name, kind))
        else:
            found = iter([read(part, name, kind)])
        for value in found:
            if value in values:
                raise ParameterError(f"{name} gives {value} twice")
            values[value] = None
            if len(values) > most:
                raise ParameterError(f"{name} has over {most} values: give fewer")
    return list(values)


def read_digits(text: str | None) -> int | None:
    """Return a number of significant digits, or None when none was given."""
    return None if text is None else read(text, "--digits", whole(1, MAX_DIGITS))


def read_places(text: str | None) -> int | None:
    """Return a number of decimal places, or None when none was given."""
    return None if text is None else read(text, "--places", whole(0, MAX_DIGITS))


def read_jobs(text: str | None, tasks: int, few: int) -> int:
    """Return how many processes to use for some tasks; up to a `few`, starting others does not pay unless asked for."""
    if text is None:
        return (os.cpu_count() or 1) if tasks > few else 1
    processes = read(text, "--jobs", whole(1))
    if processes > _MAX_JOBS:
        raise ParameterError(f"--jobs is {processes}: give at most {_MAX_JOBS}")
    return max(min(processes, tasks), 1)


def read_memory(text: str | None) -> int:
    """Return a number of bytes from "2GB", "500 MB", "1e9".

    >>> read_memory("1.5GB")
    1500000000
    """
    if text is None:
        return DEFAULT_MEMORY
    found = re.fullmatch(r"\s*([0-9.]+(?:[eE][0-9]+)?)\s*([KMGT]?)(I?)(B?)\s*", text.upper())
    if found is None or (found[3] and not found[2]):
        raise ParameterError(f'--memory is {text!r}: give bytes, such as "500MB" or "2GB"')
    size = int(rational(found[1], "--memory") * (1024 if found[3] else 1000) ** _UNITS[found[2]])
    if size < 1:
        raise ParameterError('--memory is below 1 byte: give bytes, such as "500MB" or "2GB"')
    return size


def short_text(text: str) -> str:
    """Return what was typed, in quotes, cut where nobody would read on."""
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


def _parsed(text: str, name: str, kind: Kind[T]) -> ExactNumber | str:
    word = text.strip()
    if word.lower() in kind.words:
        return word.lower()
    if not word:
        raise ParameterError(f"{name} is empty: give {kind.expected}")
    try:
        value = LogForm.parse(word)
    except ExactAlignError as error:
        if kind.explained:
            raise type(error)(f"{name}: {error}") from None
        raise ParameterError(f"{name} is {short_text(text)}{_past_a_limit(word)}: give {kind.expected}") from None
    return value.as_rational() if value.is_rational else value


def _past_a_limit(word: str) -> str:
    """Why a number is not read that is written as one should be; nothing of any other text."""
    if not _LARGE.fullmatch(word):
        return ""
    if len(word) > LONGEST_TEXT:
        return ", too long to be read"
    return ", too large to be read" if re.match(r"[+.0]*[1-9]", word) else ", 0 with an exponent too large to be read"


def _accepted(value: ExactNumber | str, text: str, name: str, kind: Kind[T]) -> T:
    found = kind.accept(value, name)
    if found is None:
        raise ParameterError(f"{name} is {short_text(text)}: give {kind.expected}")
    return found


def _range(text: str, name: str, kind: Kind[T]) -> Iterator[ExactNumber]:
    parts = text.split(":") if ":" in text else text.split("..")
    if len(parts) not in ((2, 3) if ":" in text else (2,)):
        raise ParameterError(f"{name} has {text.strip()!r}: a range is FROM:TO, FROM:TO:STEP or FROM..TO, as 10:100:10")
    read_parts = [_parsed(part, name, kind) for part in parts]
    numbers = [part for part in read_parts if not isinstance(part, str)]
    if len(numbers) != len(parts):
        raise ParameterError(f"{name} has {text.strip()!r}: a range has numbers at its ends")
    start, stop, step = (*numbers, Fraction(1))[:3]
    if step <= 0 or stop < start:
        raise ParameterError(f"{name} has {text.strip()!r}: a range goes up, from FROM to TO by a STEP above 0")
    if (stop - start) - step * MAX_VALUES > 0:
        raise ParameterError(f"{name} has {text.strip()!r}: that is over {MAX_VALUES} values")
    value: ExactNumber = start
    count = 0
    while value <= stop:
        yield value
        count += 1
        value = start + step * count
