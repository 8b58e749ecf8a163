"""Calling a user's function on a case: with the containers, the batch axis and the logarithms that it is said to take.

Whatever it prints is kept, whatever it warns of is dropped, whatever it raises is an answer.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from fractions import Fraction
from importlib import import_module
from typing import Any, Literal

from exactalign.exceptions import ParameterError
from exactalign.testing.conformance.answers import Returned, Unreadable, listed, short_text
from exactalign.testing.conformance.cases import Argument, Call, Parameter, Role, written
from exactalign.testing.conformance.domains import Domain
from exactalign.testing.conformance.formats import Format
from exactalign.testing.conformance.time_limits import TookTooLong, time_limit

ArrayName = Literal["list", "tuple", "numpy", "torch"]
ARRAYS = ("list", "tuple", "numpy", "torch")

MOST_STOPPED = 2
"""After so many calls that had to be stopped, no further check is run."""


@dataclass(slots=True)
class Subject:
    """The function under test, and how it is called."""

    function: Callable[..., Any]
    name: str
    parameters: tuple[Parameter, ...]
    form: Format
    array: Callable[[Any], Any]
    seconds: int
    slack: int = 1
    batch: bool = False
    log_out: bool = False
    pick: Any = None
    options: Mapping[str, Any] = field(default_factory=dict)
    domain: Domain = field(default_factory=Domain)
    printed: int = 0
    mutated: bool = False
    stopped: int = 0
    _called: bool = False

    def call(self, case: Call) -> Returned:
        """Call the function on a case; with a batch axis, on a batch whose last row it is."""
        if not self.batch:
            return self._guarded(self.values([case]))
        rows = self.rows([self.companion(case), case])
        return rows if isinstance(rows, Returned) else rows[-1]

    def companion(self, case: Call) -> Call:
        """Return what stands beside a case in a batch: an ordinary one, or the case again where that is not meant."""
        other = companion(case, self.parameters, self.form)
        return other if other in self.domain else case

    def rows(self, cases: Sequence[Call]) -> list[Returned] | Returned:
        """Call the function once on a batch, and return the answer to each row, or what is wrong with the whole."""
        answer = self._guarded(self.values(cases))
        if answer.raised is not None:
            return answer
        value = answer.value
        try:
            parts = list(listed(value))
        except TypeError:
            return answer
        if len(parts) != len(cases):
            what = f"the answer has {len(parts)} rows, not {len(cases)}: {short_text(value)}"
            return Returned(value, Unreadable(what))
        return [Returned(part) for part in parts]

    def values(self, cases: Sequence[Call]) -> list[Any]:
        """Return what is passed for a case, or a batch of them: floats, whole numbers, and lists of them."""
        columns: list[Any] = []
        for place, parameter in enumerate(self.parameters):
            column = [self._value(parameter, case.arguments[place]) for case in cases]
            columns.append(column if self.batch and parameter.batched else column[-1])
        return columns

    def text(self, case: Call) -> str:
        """Return the call as Python would write it, as it was made but for the containers.

        With a batch axis, all rows are shown.
        """
        cases = [self.companion(case), case] if self.batch else [case]
        return f"{self.name}({', '.join(written(value) for value in self.values(cases))})"

    def _value(self, parameter: Parameter, argument: Argument) -> object:
        if isinstance(argument, tuple):
            if self.form.log_inputs and parameter.role is Role.PROBABILITIES:
                return [_logarithm(x, self.form) for x in argument]
            return [_float(x) for x in argument]
        return argument if isinstance(argument, int) else _float(argument)

    def _guarded(self, values: list[Any]) -> Returned:
        passed = [self.array(value) if isinstance(value, list) else value for value in values]
        text = io.StringIO()
        value, raised = None, None
        first, self._called = not self._called, True
        with redirect_stdout(text), redirect_stderr(text), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                with time_limit(self.seconds, first=first):
                    value = self.function(*passed)
                if self.pick is not None:
                    value = picked(value, self.pick)
            except (Exception, SystemExit, TookTooLong) as error:  # noqa: BLE001 (whatever it raises is its answer)
                raised = error
                self.stopped += isinstance(error, TookTooLong)
        self.printed += len(text.getvalue())
        self.mutated = any(
            isinstance(exact, list) and not _unchanged(exact, given)
            for exact, given in zip(values, passed, strict=True)
        )
        return Returned(value, raised)


def companion(case: Call, parameters: Sequence[Parameter], form: Format) -> Call:
    """Return an ordinary case of the same sizes, to stand beside a case in a batch; what has no batch axis is kept."""
    found: list[Argument] = []
    for parameter, argument in zip(parameters, case.arguments, strict=True):
        if not parameter.batched:
            found.append(argument)
        elif isinstance(argument, tuple):
            count = len(argument)
            entries = [Fraction(1, count) if parameter.role is Role.PROBABILITIES else k for k in range(count)]
            found.append(tuple(form.round(x) for x in entries))
        elif parameter.plain is None:
            found.append(argument)
        else:
            found.append(parameter.plain if isinstance(argument, int) else form.round(parameter.plain))
    return Call(tuple(found))


def picked(value: Any, pick: Any) -> object:
    """Return the part of an answer that is meant: by place, by name (of a key or an attribute), or by a function."""
    try:
        if callable(pick):
            return pick(value)
        if isinstance(pick, str) and not isinstance(value, Mapping):
            return getattr(value, pick)
        return value[pick]
    except (LookupError, TypeError, AttributeError) as error:
        raise Unreadable(f"pick={pick!r} finds nothing in {short_text(value)} ({error})") from None


def _float(value: Any) -> float:
    """The float of an exact binary value, or of an infinity."""
    return float(value)


def _logarithm(probability: Fraction, form: Format) -> float:
    return float(form.round(math.log(probability))) if probability else -math.inf


def _unchanged(exact: list[Any], given: Any) -> bool:
    return bool(_plain(listed(given)) == _plain(exact))


def _plain(value: Any) -> object:
    return [_plain(x) for x in value] if isinstance(value, (list, tuple)) else value


def array_maker(array: ArrayName | Callable[[Any], Any], form: Format) -> Callable[[Any], Any]:
    """Return the function that turns a list of numbers, or of lists of them, into what the user's function takes."""
    if callable(array):
        return array
    if array == "list":
        return lambda values: [list(x) if isinstance(x, list) else x for x in values]
    if array == "tuple":
        return lambda values: tuple(tuple(x) if isinstance(x, list) else x for x in values)
    if array in ("numpy", "torch"):
        try:
            library = import_module(array)
        except ImportError:
            raise ParameterError(f"array is {array!r}, but {array} is not installed") from None
        maker = library.asarray if array == "numpy" else library.tensor
        floats, whole = getattr(library, form.name), library.int64
        return lambda values: maker(values, dtype=whole if all(isinstance(x, int) for x in values) else floats)
    raise ParameterError(f"array is {array!r}: give {', '.join(ARRAYS)}, or a function of a list of floats")
