"""Refusing, before the work starts, an exact answer that would need too much memory or time."""

from math import ceil, comb, log2

from flint import fmpz

from exactalign.exceptions import ParameterError, TooLarge

DEFAULT_MEMORY = 10**9
"""Bytes that one exact answer may take, unless the caller says otherwise."""

# Where nothing better is known: copies of every number that live at once (powers, differences, reduced fractions, …),
# and the working space, in numbers, of a gcd of two of them, which bounds the time as well.
_COPIES = 8
_WORKSPACE = 240

# What one integer of FLINT takes besides its digits: its place in a list, the object, the header of its digits.
_INTEGER = 80
# One part in so many comes on top: what an allocator rounds up and cannot use again.
_SPARE = 10
# Working space, in numbers of the largest size, of a power and a difference; of a gcd (measured for 10⁶ to 10⁸ bits).
_POWER_SPACE = 4
_GCD_SPACE = 8


def power_bits(base: fmpz | int, exponent: int) -> int:
    """Return an upper estimate of the bits of base^exponent, without computing it.

    >>> power_bits(10, 3)
    10
    """
    whole = int(base)
    if whole <= 1:
        return 1
    if exponent >= 1 << 900:
        return whole.bit_length() * exponent
    return ceil(exponent * log2(whole) * (1 + 1e-12))


def level_bound(length: int, outcomes: int, spans: list[int]) -> int:
    """Return how many levels a total reward can have: at most the types, and at most the lattice box.

    >>> level_bound(10, 6, [5]), level_bound(10, 3, [1, 1])
    (51, 66)
    """
    box = 1
    for span in spans:
        box *= length * span + 1
    if outcomes <= 1:
        return 1
    smaller = min(length, outcomes - 1)
    if smaller > 1_000:  # the types are beyond any memory
        return box
    return min(box, comb(length + outcomes - 1, smaller))


def integer_bytes(count: int, bits: int, largest: int = 0, *, with_gcd: bool = False) -> int:
    """Return the bytes of `count` integers of `bits` bits in all, and of making the largest as a power (and a gcd).

    >>> integer_bytes(2, 16_000)
    2376
    """
    held = count * _INTEGER + bits // 8
    return held + held // _SPARE + (_GCD_SPACE if with_gcd else _POWER_SPACE) * (largest // 8)


def check_memory(memory: int) -> None:
    """Raise `ParameterError` for what is no number of bytes."""
    if isinstance(memory, bool) or not isinstance(memory, int) or memory < 1:
        raise ParameterError(f"memory is {memory!r}: give a number of bytes, at least 1")


def require(
    bits: int,
    count: int,
    what: str,
    alternative: str,
    memory: int = DEFAULT_MEMORY,
    copies: int = _COPIES,
    need: int | None = None,
) -> None:
    """Raise `TooLarge` when `count` integers of up to `bits` bits would not fit `memory` bytes.

    `need` is how many bytes they take, where that is known better than by copies of numbers of the largest size.

    >>> require(10**12, 3, "the exact PMF", "ask for bounds instead")
    Traceback (most recent call last):
    exactalign.exceptions.TooLarge: the exact PMF needs about 3 numbers of 10^12 bits, some \
33 TB: over the limit of 1 GB; ask for bounds instead
    """
    check_memory(memory)
    if need is None:
        need = copies * count * (bits // 8 + 100) + _WORKSPACE * (bits // 8)
    if need > memory:
        raise TooLarge(
            f"{what} needs about {_short(count)} {'number' if count == 1 else 'numbers'} of {_short(bits)} bits, "
            f"some {_bytes(need)}: over the limit of {_bytes(memory)}; {alternative}"
        )


def _short(count: int) -> str:
    if count < 10**6:
        return str(count)
    digits = fmpz(count).str()
    exponent = len(digits) - 1
    lead = int(digits[:2])
    return f"10^{exponent}" if lead == 10 else f"{lead // 10}.{lead % 10}·10^{exponent}"


def _bytes(size: int) -> str:
    for power, unit in ((15, "PB"), (12, "TB"), (9, "GB"), (6, "MB"), (3, "kB")):
        if size >= 10**power:
            tenths = size * 10 // 10**power
            if tenths >= 10**6:
                return f"{_short(tenths // 10)} {unit}"
            return f"{tenths // 10}.{tenths % 10} {unit}" if tenths % 10 else f"{tenths // 10} {unit}"
    return "1 byte" if size == 1 else f"{size} bytes"
