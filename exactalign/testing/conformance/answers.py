"""Calling a user's function, and reading what it gives back at its exact binary value.

Whatever it prints is kept, whatever it raises is an answer, and a call that takes too long is stopped where
the platform allows it (in the main thread, with interval timers).
"""

from __future__ import annotations

import io
import signal
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from fractions import Fraction
from importlib import import_module
from math import isinf, isnan
from types import FrameType
from typing import Any, Literal

from exactalign.exceptions import ExactAlignError, ParameterError
from exactalign.numbers.infinity import Infinity, oo
from exactalign.numbers.rationals import from_float
from exactalign.testing.conformance.cases import Argument, Call
from exactalign.testing.conformance.formats import Format

Entry = Fraction | Infinity | None
"""An answer at its exact binary value; None is a NaN (or the answer None)."""

ArrayName = Literal["list", "tuple", "numpy", "torch"]
ARRAYS = ("list", "tuple", "numpy", "torch")


class TookTooLong(Exception):
    """A call was stopped after the seconds it was allowed."""


class Unreadable(Exception):
    """An answer that is no number, or no sequence of numbers."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What one call gave: a value, or what it raised; and how much it printed."""

    value: Any = None
    raised: BaseException | None = None
    printed: int = 0

    @property
    def error(self) -> str:
        """What was raised, in one line with the place in the user's code."""
        if self.raised is None:
            return ""
        frames = traceback.extract_tb(self.raised.__traceback__)
        place = f" (line {frames[-1].lineno} of {frames[-1].name})" if len(frames) > 1 else ""
        text = " ".join(str(self.raised).split())
        return (
            f"raised {type(self.raised).__name__}: {text[:200]}{place}"
            if text
            else (f"raised {type(self.raised).__name__}{place}")
        )


@dataclass(slots=True)
class Subject:
    """The function under test, and how it is called."""

    function: Callable[..., Any]
    name: str
    form: Format
    array: Callable[[list[float]], Any]
    seconds: int
    slack: int = 1
    options: dict[str, Any] = field(default_factory=dict)
    printed: int = 0
    mutated: bool = False

    def call(self, case: Call, **keywords: Any) -> Returned:
        """Call the function on a case."""
        arguments = [self._passed(argument) for argument in case.arguments]
        answer = self._guarded(arguments, keywords)
        self.printed += answer.printed
        self.mutated = any(
            isinstance(exact, tuple) and not _unchanged(exact, given)
            for exact, given in zip(case.arguments, arguments, strict=True)
        )
        return answer

    def _passed(self, argument: Argument) -> object:
        if isinstance(argument, tuple):
            return self.array([float(x) for x in argument])
        return float(argument) if isinstance(argument, Fraction) else argument

    def _guarded(self, arguments: list[Any], keywords: dict[str, Any]) -> Returned:
        text = io.StringIO()
        value, raised = None, None
        with redirect_stdout(text), redirect_stderr(text), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                with _time_limit(self.seconds):
                    value = self.function(*arguments, **keywords)
            except (Exception, SystemExit) as error:  # noqa: BLE001 (whatever a user's function raises is its answer)
                raised = error
        return Returned(value, raised, len(text.getvalue()))


def _unchanged(exact: tuple[Fraction, ...], given: Any) -> bool:
    try:
        return list(exact) == vector(given, len(exact))
    except Unreadable:
        return False


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TookTooLong(f"no answer after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    remaining, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, remaining)  # somebody else's timer, or 0: none
        signal.signal(signal.SIGALRM, before)


def array_maker(array: ArrayName | Callable[[list[float]], Any], form: Format) -> Callable[[list[float]], Any]:
    """Return the function that turns a list of floats into what the user's function takes."""
    if callable(array):
        return array
    if array == "list":
        return list
    if array == "tuple":
        return tuple
    if array in ("numpy", "torch"):
        try:
            library = import_module(array)
        except ImportError:
            raise ParameterError(f"array is {array!r}, but {array} is not installed") from None
        maker = library.asarray if array == "numpy" else library.tensor
        kind = getattr(library, form.name)
        return lambda values: maker(values, dtype=kind)
    raise ParameterError(f"array is {array!r}: give {', '.join(ARRAYS)}, or a function of a list of floats")


def number(value: Any) -> Entry:
    """Return a scalar answer at its exact binary value.

    Accepted: Python and NumPy numbers, arrays and tensors with one entry, exact rationals, `oo`, None.

    >>> number(0.5), number(float("inf")), number(float("nan"))
    (Fraction(1, 2), oo, None)
    """
    if value is None or isinstance(value, Infinity):
        return value
    if not isinstance(value, (int, float, Fraction)) and callable(getattr(value, "item", None)):
        try:
            value = value.item()
        except (ValueError, TypeError, RuntimeError) as error:
            raise Unreadable(f"the answer is {short_text(value)}, not one number ({error})") from None
    try:
        if isnan(value):
            return None
        if isinf(value):
            return oo if value > 0 else -oo
        return from_float(value, "the answer")
    except (ExactAlignError, TypeError, ValueError):
        raise Unreadable(f"the answer is {short_text(value)} of type {type(value).__name__}, not a number") from None
    except OverflowError:  # an exact number past the largest float
        return from_float(value, "the answer")


def vector(value: Any, length: int | None = None) -> list[Entry]:
    """Return a vector answer at its exact binary values; raise `Unreadable` for another length."""
    if callable(getattr(value, "tolist", None)):
        value = value.tolist()
    if isinstance(value, (str, bytes, dict)):
        raise Unreadable(f"the answer is {short_text(value)} of type {type(value).__name__}, not a sequence of numbers")
    try:
        entries = list(value)
    except TypeError:
        raise Unreadable(f"the answer is {short_text(value)}, not a sequence of numbers") from None
    if length is not None and len(entries) != length:
        raise Unreadable(f"the answer has {len(entries)} entries, not {length}: {short_text(value)}")
    return [number(entry) for entry in entries]


def is_refusal(answer: Returned) -> bool:
    """Whether a call said that there is no answer: by an exception, None, or NaN."""
    if answer.raised is not None:
        return isinstance(answer.raised, Exception) and not isinstance(answer.raised, TookTooLong)
    try:
        return number(answer.value) is None
    except Unreadable:
        return False


def short_text(value: Any) -> str:
    """Return what was returned, on one short line."""
    try:
        text = " ".join(repr(value).split())
    except Exception:  # noqa: BLE001 (a user's class: its repr may do anything)
        return "something that cannot be shown"
    return text if len(text) <= 200 else f"{text[:199]}…"
