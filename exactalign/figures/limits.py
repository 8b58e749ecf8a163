"""Refusing a figure that would take minutes, before any work is done, with the estimate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from flint import fmpz

from exactalign.exceptions import ParameterError, TooLarge
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.lattice import RewardLattice
from exactalign.laws.rewards import Reward, matched
from exactalign.numbers.memory import level_bound, power_bits

MAX_VISITS = 5_000_000
"""Most reward levels that the policies of one figure may have together: about a minute's work."""

MAX_BITS = 200_000_000
"""Most bits that the exact policies of one figure may have together; a single one, a fifth of that."""

MAX_MEAN_BITS = 2_000_000_000
"""Most bits of what the means of one figure are made of: about half a minute's work."""

MAX_SERIES = 16
"""Most curves of one kind that can be told apart."""


def require_visits(reference: Distribution, reward: Reward, lengths: Sequence[int], policies: int = 1) -> None:
    """Raise `TooLarge` when `policies` policies for each length have too many levels together."""
    lattice = RewardLattice(reference, matched(reward, reference))
    groups, spans = len(lattice.groups), lattice.spans
    levels = sum(level_bound(MemorylessSource(reference, m).length, groups, spans) for m in lengths)
    if levels * policies > MAX_VISITS:
        what = f"{_short(levels)} reward levels" + (f" for each of {policies} numbers of draws" if policies > 1 else "")
        raise TooLarge(
            f"this figure needs up to {what}, {_minutes(levels * policies)}: over the limit of "
            f"{_short(MAX_VISITS)} in all; use shorter or fewer lengths, fewer draws, or rewards that tie"
        )


def require_bits(total: int, levels: int, sizes: Iterable[int]) -> None:
    """Raise `TooLarge` when exact best-of-n over a denominator `total` has too many bits in all."""
    counts = list(sizes)
    unit = levels * total.bit_length()
    bits = sum(counts) * unit
    if bits > MAX_BITS or max(counts) * unit > MAX_BITS // 5:
        raise TooLarge(
            f"the exact policies of this figure, with n up to {_short(max(counts))}, have some {_short(bits)} bits: "
            f"over the limit of {_short(MAX_BITS)}, or {_short(MAX_BITS // 5)} for one n; use smaller or fewer n"
        )


def require_means(n: int, sizes: Iterable[int], chance: Fraction) -> None:
    """Raise `TooLarge` when the means of estimates from n samples, at every size k, have too many bits in all."""
    values = [(n + 1) * (power_bits(n, k) + power_bits(chance.denominator, n)) for k in sizes]
    if sum(values) > MAX_MEAN_BITS:
        raise TooLarge(
            f"the means of this figure are made of {_short((n + 1) * len(values))} numbers with some "
            f"{_short(sum(values))} bits together: over the limit of {_short(MAX_MEAN_BITS)}; "
            "use a smaller n, or fewer k"
        )


def positive_integers(values: Iterable[int], name: str, most: int | None = None) -> tuple[int, ...]:
    """Return numbers of draws or lengths in increasing order; raise `ParameterError` for one below 1, or too many."""
    found = tuple(sorted(set(values)))
    if any(isinstance(value, bool) or not isinstance(value, int) for value in found) or not found or found[0] < 1:
        raise ParameterError(f"{name} is {list(found)}: give whole numbers, at least 1")
    require_few(len(found), name, most)
    return found


def require_few(count: int, name: str, most: int | None = MAX_SERIES) -> None:
    """Raise `ParameterError` when there would be more curves than can be told apart."""
    if most is not None and count > most:
        raise ParameterError(f"{name} has {count} values: at most {most} can be told apart in one figure")


def _minutes(visits: int) -> str:
    minutes = visits // MAX_VISITS
    return f"some {_short(minutes)} minutes" if minutes > 1 else "a minute or two"


def _short(count: int) -> str:
    if count < 10**9:
        return f"{count:,}"
    digits = fmpz(count).str()
    return f"{digits[0]}.{digits[1]}·10^{len(digits) - 1}"
