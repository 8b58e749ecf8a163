"""Lists of exact numbers as people type them: `10,20,40`, `10:100:10`, `1/10, log 2, 0.3:0.5:0.05`."""

from collections.abc import Iterator
from fractions import Fraction

from exactalign.cli.numbers import read_log_form
from exactalign.exceptions import ParameterError
from exactalign.numbers.logforms import LogForm

Entry = Fraction | LogForm | str

MAX_VALUES = 100_000
"""Most values of one list."""


def read_list(text: str, name: str, words: tuple[str, ...] = ()) -> list[Entry]:
    """Return the values of a list; FROM:TO:STEP (step 1 when left out) counts up to TO, TO included.

    Words are kept as they are. Raises `ParameterError` for an empty entry, a step that leads nowhere, a value
    given twice, or too many of them.

    >>> [str(value) for value in read_list("1/2, 1:2:0.5", "--kl")]
    ['1/2', '1', '3/2', '2']
    """
    values: list[Entry] = []
    for part in text.split(","):
        if part.strip().lower() in words:
            values.append(part.strip().lower())
        elif ":" in part:
            values.extend(_range(part, name))
        else:
            values.append(_number(part, name))
        if len(values) > MAX_VALUES:
            raise ParameterError(f"{name} has over {MAX_VALUES} values")
    seen: set[Entry] = set()
    for value in values:
        if value in seen:
            raise ParameterError(f"{name} gives {value} twice")
        seen.add(value)
    return values


def _range(text: str, name: str) -> Iterator[Fraction | LogForm]:
    parts = text.split(":")
    if len(parts) not in (2, 3):
        raise ParameterError(f"{name} has {text.strip()!r}: a range is FROM:TO or FROM:TO:STEP, such as 10:100:10")
    start, stop, step = (*(_number(part, name) for part in parts), Fraction(1))[:3]
    if step <= 0 or stop < start:
        raise ParameterError(f"{name} has {text.strip()!r}: a range goes up, from FROM to TO by a STEP above 0")
    if (stop - start) - step * MAX_VALUES > 0:
        raise ParameterError(f"{name} has {text.strip()!r}: that is over {MAX_VALUES} values")
    value: Fraction | LogForm = start
    count = 0
    while value <= stop:
        yield value
        count += 1
        value = start + step * count


def _number(text: str, name: str) -> Fraction | LogForm:
    value = read_log_form(text, name)
    return value.as_rational() if value.is_rational else value
