"""Working precision: digits against bits, the one loop that refines until something is told, and the lock.

python-flint keeps its precision in one place for the whole process, so every ball is computed inside
`working_precision`, which holds a lock. Everything that answers a question by enclosing asks it through `refine`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from math import floor
from typing import TypeVar

from flint import ctx

from exactalign.exceptions import ParameterError, Undecided
from exactalign.limits import MAX_DIGITS

START_BITS = 64
"""Working precision at which refining starts."""

COMPARISON_BITS = 1 << 14
"""Working precision at which comparing two enclosed reals gives up with `Undecided`."""

_BITS_PER_DIGIT = 3.3219280948873626
_NATS_PER_BIT = 0.6931471805599453
_GUARD_BITS = 16

_Answer = TypeVar("_Answer")


class _Holder:
    """The lock on python-flint's precision, who holds it, and the precision to go back to."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.thread: int | None = None
        self.outside = ctx.prec


_holder = _Holder()


class working_precision:  # noqa: N801 (it is used as a function is; a generator would cost three times as much)
    """Run a block at `bits` bits of ball precision, and restore what was there before.

    The precision of python-flint is global to the process, so the block holds a (re-entrant) lock.
    """

    __slots__ = ("_before", "_bits", "_held", "_outer")

    def __init__(self, bits: int) -> None:
        self._bits = bits

    def __enter__(self) -> None:
        self._held = holder = _holder
        holder.lock.acquire()
        self._before, self._outer = ctx.prec, holder.thread
        try:
            if self._outer is None:
                holder.outside = self._before
                holder.thread = threading.get_ident()
            ctx.prec = self._bits
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        ctx.prec = self._before
        _holder.thread = self._outer
        self._held.lock.release()


def is_in_force(bits: int) -> bool:
    """Whether this thread is within a block at this precision: what is computed next needs none of its own.

    >>> with working_precision(64):
    ...     is_in_force(64), is_in_force(128)
    (True, False)
    >>> is_in_force(ctx.prec)
    False
    """
    return ctx.prec == bits and _holder.thread == threading.get_ident()


def _after_fork() -> None:
    """In the child of a fork: a lock held by a thread that is not there any more is a new one, precision as before."""
    global _holder
    if _holder.thread == threading.get_ident():
        return  # this thread forked inside a block, which it goes on to leave
    if _holder.thread is not None:
        ctx.prec = _holder.outside
    _holder = _Holder()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def bits_for(digits: int) -> int:
    """Return a working precision for `digits` decimal digits, with guard bits.

    >>> bits_for(15)
    65
    """
    if isinstance(digits, bool) or not isinstance(digits, int):
        raise ParameterError(f"digits is {digits!r}: give a whole number")
    if not 1 <= digits <= MAX_DIGITS:
        raise ParameterError(f"digits is {digits}: give a whole number from 1 to {MAX_DIGITS}")
    return bits_of_digits(digits) + _GUARD_BITS


def bits_of_digits(digits: int) -> int:
    """Return how many bits `digits` decimal digits fill, rounded down.

    >>> bits_of_digits(1000)
    3321
    """
    return int(digits * _BITS_PER_DIGIT)


def digits_of_bits(bits: int) -> int:
    """Return how many decimal digits `bits` bits fill, rounded down.

    >>> digits_of_bits(64), digits_of_bits(-1)
    (19, -1)
    """
    return floor(bits / _BITS_PER_DIGIT)


def bits_of_nats(nats: float) -> int:
    """Return how many bits e^nats has, about, for a working precision.

    >>> bits_of_nats(10)
    15
    """
    return int(nats / _NATS_PER_BIT) + 1


def precisions(start: int = START_BITS, limit: int | None = None) -> Iterator[int]:
    """Yield start, 2·start, 4·start, … up to and including the first value at or past `limit`."""
    bits = start
    while True:
        yield bits
        if limit is not None and bits >= limit:
            return
        bits *= 2


def first_told(attempt: Callable[[int], _Answer | None], start: int, limit: int | None) -> _Answer | None:
    """Return the first answer of `attempt(bits)` that is not None, at doubling precision; None past `limit`.

    >>> first_told(lambda bits: bits if bits > 100 else None, 64, 96) is None
    False
    """
    for bits in precisions(start, limit):
        answer = attempt(bits)
        if answer is not None:
            return answer
    return None


def refine(
    attempt: Callable[[int], _Answer | None],
    unanswered: str,
    *,
    start: int = START_BITS,
    limit: int | None = COMPARISON_BITS,
) -> _Answer:
    """Return the first answer of `attempt(bits)` that is not None, at doubling precision.

    Raises `Undecided(unanswered)` past `limit`; without a limit the caller has proved that it ends.

    >>> refine(lambda bits: bits if bits > 100 else None, "it was not told")
    128
    """
    answer = first_told(attempt, start, limit)
    if answer is None:
        raise Undecided(unanswered)
    return answer
