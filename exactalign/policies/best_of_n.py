"""The one door to best-of-N: draw N times from the reference, keep the highest reward, ties uniform.

With F≤ and F< the reference mass at or below, and strictly below, the reward level of y,

    π_N(y) = p(y)·(F≤^N − F<^N)/(F≤ − F<)                       (Definition 3 of asymptotics).

For a distribution it is written out; for sequences, independent or of a chain, it is a policy that answers without
listing them. The formula has
a meaning for every real N ≥ 1.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal, overload

from flint import fmpz

from exactalign.exceptions import OutcomeError, ParameterError
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.markov import MarkovSource
from exactalign.laws.rewards import Reward, matched
from exactalign.numbers.memory import DEFAULT_MEMORY, integer_bytes, power_bits, require
from exactalign.numbers.reading import Number, real_at_least, short_number
from exactalign.policies.exact_best_of_n import BOUNDS_INSTEAD, BestOfN
from exactalign.text.articles import with_article

if TYPE_CHECKING:  # imported where they are made: most runs make one kind
    from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN
    from exactalign.policies.enclosed_markov import EnclosedMarkovBestOfN
    from exactalign.policies.markov_best_of_n import MarkovBestOfN

_MANY = 1000  # outcomes whose ranking is worth a look before it


@overload
def best_of_n(
    source: Distribution, reward: Reward, n: int, *, enclosed: Literal[False] = ..., memory: int = ...
) -> Distribution: ...


@overload
def best_of_n(
    source: MemorylessSource, reward: Reward, n: int, *, enclosed: Literal[False] = ..., memory: int = ...
) -> BestOfN: ...


@overload
def best_of_n(
    source: MarkovSource, reward: Reward, n: int, *, enclosed: Literal[False] = ..., memory: int = ...
) -> MarkovBestOfN: ...


@overload
def best_of_n(
    source: MarkovSource, reward: Reward, n: Any, *, enclosed: Literal[True], memory: int = ...
) -> EnclosedMarkovBestOfN: ...


@overload
def best_of_n(
    source: MarkovSource, reward: Reward, n: Any, *, enclosed: bool = ..., memory: int = ...
) -> MarkovBestOfN | EnclosedMarkovBestOfN: ...


@overload
def best_of_n(
    source: Distribution | MemorylessSource, reward: Reward, n: Any, *, enclosed: Literal[True], memory: int = ...
) -> EnclosedBestOfN: ...


@overload
def best_of_n(
    source: Distribution | MemorylessSource, reward: Reward, n: Any, *, enclosed: bool = ..., memory: int = ...
) -> Distribution | BestOfN | EnclosedBestOfN: ...


def best_of_n(
    source: Distribution | MemorylessSource | MarkovSource,
    reward: Reward,
    n: Any,
    *,
    enclosed: bool = False,
    memory: int = DEFAULT_MEMORY,
) -> Distribution | BestOfN | MarkovBestOfN | EnclosedBestOfN | EnclosedMarkovBestOfN:
    """Return the best-of-n policy of a distribution p, of sequences p**m or of a Markov chain; ties uniform.

    Exact for a whole n: of a `Distribution` another one, of p**m a `BestOfN`, of a `MarkovSource` a
    `MarkovBestOfN`. With `enclosed`, or for a real n ≥ 1 that is no integer (rational, log form, enclosed real), an
    `EnclosedBestOfN` (of a chain an `EnclosedMarkovBestOfN`) with the same verbs, whose numbers are bounds; it
    reaches n and lengths where the fractions would not fit. `memory` is in bytes.

    Raises `ParameterError` for a bad n, `OutcomeError` when the reward has other outcomes, and `TooLarge` when the
    answer would need more than `memory`.

    Formula: π_N(y) = p(y)·(F≤^N − F<^N)/(F≤ − F<); Definition 3 of asymptotics.

    >>> p, r = Distribution.from_probabilities(["1/5", "3/10", "1/2"]), Reward.parse("log 6, 0, log 2")
    >>> best_of_n(p, r, 2)
    Distribution.from_probabilities(['9/25', '9/100', '11/20'])
    >>> best_of_n(p**2, r, 2).win_rate(), best_of_n(p**2, r, "5/2").win_rate()
    (Fraction(657809, 1000000), EnclosedReal(0.703860095815397…))
    """
    if not isinstance(source, (Distribution, MemorylessSource, MarkovSource)):
        kind = type(source).__name__
        raise OutcomeError(f"the reference must be a Distribution, p**m or a MarkovSource, not {with_article(kind)}")
    if isinstance(n, bool):
        raise ParameterError(f"n is {n}: give a number, at least 1")
    count = real_at_least(n, "n", 1)
    if isinstance(source, MarkovSource):
        return _of_a_chain(source, reward, count, enclosed, memory)
    if enclosed or not isinstance(count, Fraction) or count.denominator != 1:
        from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN

        return EnclosedBestOfN(source, reward, count, memory=memory)
    if isinstance(source, MemorylessSource):
        return BestOfN(source, reward, int(count), memory=memory)
    return _one_shot(source, matched(reward, source), int(count), memory)


def _of_a_chain(
    source: MarkovSource, reward: Reward, count: Number, enclosed: bool, memory: int
) -> MarkovBestOfN | EnclosedMarkovBestOfN:
    if enclosed or not isinstance(count, Fraction) or count.denominator != 1:
        from exactalign.policies.enclosed_markov import EnclosedMarkovBestOfN

        return EnclosedMarkovBestOfN(source, reward, count, memory=memory)
    from exactalign.policies.markov_best_of_n import MarkovBestOfN

    return MarkovBestOfN(source, reward, int(count), memory=memory)


def _one_shot(reference: Distribution, reward: Reward, n: int, memory: int) -> Distribution:
    weights = reference._weights
    _check_before_ranking(reference, n, memory)
    groups = [[reference.index(o) for o in group] for group in reward.ranking()]
    groups = [members for members in groups if any(weights[i] for i in members)]
    masses = [sum((weights[i] for i in members), fmpz(0)) for members in groups]
    # Where the masses of the groups share nothing, nor do the uptoⁿ, hence nor the gains uptoⁿ − belowⁿ. The weights of
    # a tied group have the gcd gained/c with c = mass/gcd(w), which divides gained: nothing common comes in there.
    coprime = reduce(lambda shared, mass: shared.gcd(mass), masses, fmpz(0)) == 1
    _check_size(reference, groups, masses, n, coprime, memory)
    policy = [fmpz(0)] * len(reference)
    below, power_below = fmpz(0), fmpz(0)
    for members, mass in zip(groups, masses, strict=True):
        upto = below + mass
        power = upto**n
        gained = power - power_below
        if len(members) == 1:
            policy[members[0]] = gained
        else:
            share = gained // mass  # exact: mass = upto − below divides uptoⁿ − belowⁿ
            for i in members:
                policy[i] = share * weights[i]
        below, power_below = upto, power
    return Distribution._from_integers(reference.outcomes, policy, coprime=coprime)


def _check_before_ranking(reference: Distribution, n: int, memory: int) -> None:
    """Refuse at once what is too large in any order of the outcomes: ranking many takes seconds.

    Whatever the order, half of the outcomes of positive weight have half of them at or below, of weight 1 at least.
    """
    half = sum(map(bool, reference._weights)) // 2
    if half > _MANY:
        bits = power_bits(reference._total, n)
        need = integer_bytes(len(reference), half * (power_bits(half, n) - 1), bits)
        require(bits, len(reference), f"the exact best-of-{short_number(n)} policy", BOUNDS_INSTEAD, memory, need=need)


def _check_size(
    reference: Distribution, groups: list[list[int]], masses: list[fmpz], n: int, coprime: bool, memory: int
) -> None:
    bits = power_bits(reference._total, n)
    held = sum(len(members) * power_bits(upto, n) for members, upto in zip(groups, accumulate(masses), strict=True))
    # Where something is to be divided out, there are the weights before and after.
    need = integer_bytes(len(reference), held if coprime else 2 * held, bits, with_gcd=not coprime)
    what = f"the exact best-of-{short_number(n)} policy"
    require(bits, len(reference), what, BOUNDS_INSTEAD, memory, need=need)
