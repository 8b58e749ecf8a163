"""What the operators of formulas mean, at exact and enclosed values: divergences, tilts, best-of-N, order.

Nothing here uses a closed form where the definition can be computed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations_with_replacement, permutations, product
from typing import Any, Final, TypeAlias

import attrs

from exactalign import (
    AlignedFamily,
    Distribution,
    EnclosedReal,
    LogForm,
    Reward,
    best_of_n,
    cross_entropy,
    kl_divergence,
    tilt,
)
from exactalign.exceptions import TooLarge, Undecided
from exactalign.limits import MAX_DIGITS
from exactalign.numbers.arithmetic import sign_of
from exactalign.numbers.duals import Dual
from exactalign.numbers.reading import Extended, short_number
from exactalign.policies.tilting import TiltedDistribution
from exactalign.theory.reward_law import RewardLaw
from exactalign.theory.sub_gaussian import VarianceProxy, variance_proxy
from proofs_check.formula.functions import exponential, logarithm, power, square_root

_TRIAL_BITS: Final = 2048
"""Where comparing enclosed numbers at a case gives up: two that agree so far are equal, or the case says nothing."""


LARGEST_SPACE: Final = 4096
"""The most words that are listed, and the most numbers that are gone through."""
_MOST_DRAWS: Final = 100_000
_MOST_EXACT: Final = 1_000_000
_MOST_SPACINGS: Final = 256


def words(letters: Sequence[Any], length: Any, most: int = LARGEST_SPACE) -> Iterator[tuple[Any, ...]]:
    """All words of a length, which may be draws; raises `TooLarge` when there are too many, or one is too long."""
    if length > LARGEST_SPACE or len(letters) ** int(length) > most:
        raise TooLarge(f"{len(letters)}^{short_number(length)} words are more than {most}: give a shorter length")
    return product(letters, repeat=int(length))


Law: TypeAlias = Distribution | TiltedDistribution | dict[Any, Any]
"""A law: exact; a tilt, which is enclosed; or its masses, enclosed or dual, by outcome."""


class Told(Exception):
    """An error whose words are put together when they are asked for: most of them nobody reads.

    >>> str(Told("{} is no {}", 1, "law")), str(Told("no {}"))
    ('1 is no law', 'no {}')
    """

    def __str__(self) -> str:
        said, *parts = self.args or ("",)
        return said.format(*parts) if parts else str(said)


class NotDefined(Told):
    """A term has no finite value at a case."""


@attrs.frozen(slots=False)
class Function:
    """A reward or an event, as what it does to an outcome."""

    of: Callable[[Any], Any]

    def __call__(self, outcome: Any) -> Any:
        return self.of(outcome)


def keeps_best(rule: Mapping[tuple[Any, ...], Mapping[Any, Fraction]], n: Any, r: Any) -> bool:
    _of_draws(rule, n)
    return all(
        share == 0 or all(entry(r, d) <= entry(r, y) for d in draws)
        for draws, shares in rule.items()
        for y, share in shares.items()
    )


def _of_draws(rule: Mapping[tuple[Any, ...], Any], n: Any) -> None:
    """Raise `NotDefined` where a rule is one for another number of draws: of others it says nothing."""
    if any(len(draws) != n for draws in rule):
        raise NotDefined(f"the rule keeps one of {len(next(iter(rule)))} draws, not of {short_number(n)}")


def entry(law: Any, outcome: Any) -> Any:
    return law(outcome) if isinstance(law, Function) else law[outcome]


def total(r: Any, _length: Any) -> Function:
    """The reward of a word, letter by letter: found once for all words of the same letters."""
    places: dict[Any, int] = {}
    found: dict[tuple[int, ...], Any] = {}

    def of(word: Any) -> Any:
        letters = tuple(sorted(places.setdefault(y, len(places)) for y in word))
        if letters not in found:
            found[letters] = sum((entry(r, y) for y in word), Fraction(0))
        return found[letters]

    return Function(of)


def outcomes(law: Any) -> list[Any]:
    """All outcomes of a law, exact or enclosed: a tilt with an exponent that is not whole cannot be iterated over."""
    return [o for o, _ in law.items()]


def inside(law: Any) -> list[Any]:
    """The support: a mass that is only enclosed is one of a tilt, and positive."""
    return [o for o, mass in law.items() if not (isinstance(mass, Fraction) and mass == 0)]


def summed(law: Any, term: Callable[[Any], Any]) -> Extended:
    """Σ of a term over the support of a law."""
    return sum(map(term, inside(law)), Fraction(0))


def both_zero(a: Any, b: Any) -> bool:
    return isinstance(a, Fraction) and isinstance(b, Fraction) and a == b == 0


def divergence(p: Any, q: Any) -> Extended:
    if isinstance(p, Distribution) and isinstance(q, Distribution):
        return kl_divergence(p, q)
    if isinstance(p, Distribution) and isinstance(q, TiltedDistribution):
        return q.kl_from(p)
    if isinstance(p, TiltedDistribution) and isinstance(q, Distribution) and q == p.family.reference:
        return p.kl()
    return summed(p, lambda o: p[o] * (logarithm(p[o]) - logarithm(q[o])))


def cross_entropy_of(p: Any, q: Any) -> Extended:
    if isinstance(p, Distribution) and isinstance(q, Distribution):
        return cross_entropy(p, q)
    return -summed(p, lambda o: p[o] * logarithm(q[o]))


def tilt_of(q: Any, p: Any, alpha: Any) -> Law:
    exact = isinstance(p, Distribution) and isinstance(q, Distribution) and 0 not in q.probabilities
    if exact and not isinstance(alpha, Dual):
        return tilt(p, q, alpha)
    return _proportional(p, lambda o: power(q[o], alpha))


def _proportional(p: Any, factor: Callable[[Any], Any]) -> Law:
    """The law whose masses are those of p times a factor, over their sum; what has no mass keeps none."""
    weights = {o: p[o] * factor(o) for o in inside(p)}
    whole = sum(weights.values(), Fraction(0))
    return _law({o: weights[o] / whole if o in weights else Fraction(0) for o in outcomes(p)})


def _law(masses: dict[Any, Any]) -> Law:
    return Distribution(masses) if all(isinstance(mass, Fraction) for mass in masses.values()) else masses


def partition(q: Any, p: Any, alpha: Any) -> Extended:
    return summed(p, lambda o: p[o] * power(q[o], alpha))


def power_of(p: Any, m: Any) -> Law:
    """The law of m letters, drawn independently."""
    if isinstance(p, Distribution):
        words(outcomes(p), m, _MOST_EXACT)
        return p.power(int(m))
    return {word: math.prod((p[o] for o in word), start=Fraction(1)) for word in words(outcomes(p), m)}


def _exact_reward(p: Any, r: Any) -> Reward | None:
    """The values of a reward at the outcomes of an exact law, where they are exact themselves."""
    if not isinstance(p, Distribution):
        return None
    values = {o: entry(r, o) for o in p}
    return Reward(values) if all(isinstance(v, (int, Fraction, LogForm)) for v in values.values()) else None


def best(p: Any, n: Any, r: Any) -> Any:
    if (reward := _exact_reward(p, r)) is not None:
        common = math.lcm(*{mass.denominator for mass in p.probabilities})
        digits = int(int(n) * Fraction(math.log10(common)))
        if digits > MAX_DIGITS:
            said = f"the masses of the best of {short_number(n)} draws have some {short_number(digits)} digits"
            raise TooLarge(f"{said}, more than {short_number(MAX_DIGITS)}: give fewer draws, or a smaller denominator")
        return best_of_n(p, reward, int(n))
    values = {o: entry(r, o) for o in inside(p)}
    lower = {(a, b) for a, b in permutations(values, 2) if order(values[a], values[b]) < 0}
    law: dict[Any, Any] = dict.fromkeys(outcomes(p), Fraction(0))
    for counts, chance in _lots(p, n):
        highest = [d for d in counts if not any((d, other) in lower for other in counts)]
        share = chance / sum(counts[d] for d in highest)
        for d in highest:
            law[d] += share * counts[d]
    return _law(law)


def _lots(p: Any, n: Any) -> Iterator[tuple[Counter[Any], Any]]:
    """What n draws can be, those in another order at once, as how often each letter is drawn, and the chance of it."""
    letters, draws = inside(p), f"{short_number(n)} draws"
    most = f"more than {_MOST_DRAWS} draws in all: give fewer"
    if n > _MOST_DRAWS:
        raise TooLarge(f"{draws} to go through are {most}")
    if (lots := math.comb(len(letters) + int(n) - 1, int(n))) * n > _MOST_DRAWS:
        raise TooLarge(
            f"of {len(letters)} letters there are {short_number(lots)} lots of {draws}, in any order, {most}"
        )
    for drawn in combinations_with_replacement(letters, int(n)):
        counts = Counter(drawn)
        orders = math.factorial(len(drawn)) // math.prod(map(math.factorial, counts.values()))
        yield counts, math.prod((p[d] for d in drawn), start=Fraction(orders))


def kept(p: Any, n: Any, rule: Mapping[tuple[Any, ...], Mapping[Any, Fraction]]) -> Law:
    """Σ p(l₁)…p(l_N)·s(l, y), over all draws l."""
    _of_draws(rule, n)
    law: dict[Any, Any] = dict.fromkeys(outcomes(p), Fraction(0))
    for draws in words(outcomes(p), n, _MOST_DRAWS):
        weight = math.prod((p[d] for d in draws), start=Fraction(1))
        for letter, share in rule[draws].items():
            law[letter] += share * weight
    return _law(law)


def tilt_by(r: Any, p: Any, a: Any) -> Law:
    if not isinstance(a, Dual) and (reward := _exact_reward(p, r)) is not None:
        return AlignedFamily(p, reward).at(a)
    return _proportional(p, lambda o: exponential(a * entry(r, o)))


def soft_best(p: Any, n: Any, r: Any) -> dict[Any, Any]:
    """Σ p(l₁)…p(l_N)·e^r(y)/Σ e^r(lᵢ) over all draws l and their letters y."""
    law: dict[Any, Any] = dict.fromkeys(outcomes(p), Fraction(0))
    odds = {o: exponential(entry(r, o)) for o in inside(p)}
    for counts, chance in _lots(p, n):
        whole = sum((odds[d] * k for d, k in counts.items()), Fraction(0))
        for d, k in counts.items():
            law[d] += odds[d] / whole * chance * k
    return law


def ranked(r: Any, word: Any, i: Any) -> Extended:
    if i >= len(word):
        raise NotDefined(f"a word of {len(word)} letters has no letter of rank {short_number(i)}")
    found: Extended = sorted(entry(r, y) for y in word)[int(i)]
    return found


def expectation(p: Any, f: Any) -> Extended:
    return summed(p, lambda o: p[o] * entry(f, o))


def probability(p: Any, happening: Any) -> Extended:
    return sum((p[o] for o in inside(p) if happening(o)), Fraction(0))


def variance(p: Any, f: Any) -> Extended:
    mean = expectation(p, f)
    return summed(p, lambda o: p[o] * (entry(f, o) - mean) * (entry(f, o) - mean))


def renyi(a: Any, p: Any, q: Any) -> Any:
    if isinstance(a, Fraction) and a == 1:
        raise NotDefined("the order is 1: use KL")
    return logarithm(summed(p, lambda o: p[o] * power(p[o] / q[o], a - 1))) / (a - 1)


def renyi_cross_entropy(t: Any, p: Any, q: Any) -> Any:
    if isinstance(t, Fraction) and t == 1:
        raise NotDefined("the order is 1: use H")
    return logarithm(partition(q, p, t - 1)) / (1 - t)


def spacings(n: Any, x: Any) -> Any:
    """Convolving the densities k e^{−ks}, k = 1, …, n: a sum of c_j e^{−jx}, from e^{−jx} * k e^{−ks}."""
    if n > _MOST_SPACINGS:
        raise TooLarge(f"{short_number(n)} spacings are more than {_MOST_SPACINGS}: give fewer")
    return sum((c * exponential(-j * x) for j, c in _convolved(int(n)).items()), Fraction(0))


@lru_cache(maxsize=64)
def _convolved(n: int) -> Mapping[int, Fraction]:
    """The c_j for n spacings."""
    weights = {0: Fraction(1)}
    for k in range(1, n + 1):
        shares = {j: c * Fraction(k, k - j) for j, c in weights.items()}
        weights = shares | {k: -sum(shares.values(), Fraction(0))}
    return weights


def largest_budget(p: Any, q: Any) -> Extended:
    first, *others = inside(p)
    for o in others:
        first = o if order(q[o], q[first]) > 0 else first
    found: Extended = -logarithm(sum((p[o] for o in inside(p) if order(q[o], q[first]) == 0), Fraction(0)))
    return found


def optimal(phi: Any, q: Any, p: Any, budget: Any) -> bool:
    """By Lemma 1 of asymptotics: it is feasible and spends no more cross entropy than the optimum."""
    if order(budget, Fraction(0)) < 0:  # no law is as near as that
        return False
    if isinstance(budget, EnclosedReal):  # of those only what no other budget would change is found
        if divergence(phi, p) > budget:
            return False
        most = max(q[o] for o in inside(p))
        if all(order(q[o], most) == 0 for o in inside(phi)):
            return True
        raise Undecided("what is optimal is found within a budget that is exact, and this one is enclosed")
    given = (p, q)
    if isinstance(p, Distribution) and isinstance(q, Distribution) and 0 in q.probabilities:  # where p is 0, too
        given = (Distribution({o: p[o] for o in inside(p)}), Reward({o: logarithm(q[o]) for o in inside(p)}))
    best = AlignedFamily(*given).align(budget)
    return bool(divergence(phi, p) <= budget) and bool(cross_entropy_of(phi, q) == -best.expected_reward())


def sub_gaussian(p: Any, r: Any, s: Any) -> bool:
    """Whether s is at least the smallest variance proxy, on both sides."""
    proxy = smallest_proxy(p, r)
    if proxy.value is None and not (s >= proxy.valid or s < proxy.bounds.lower):
        raise Undecided(f"the smallest variance proxy lies in {proxy.bounds}, and {s} may be below it")
    return bool(s >= proxy.valid)


def smallest_proxy(p: Any, r: Any) -> VarianceProxy:
    """The smallest variance proxy of a reward; raises `Undecided` for what is only enclosed."""
    if not isinstance(p, Distribution):
        raise Undecided("a variance proxy is found for exact laws")
    rewards = tuple((o, entry(r, o)) for o in p)
    if not all(isinstance(value, (int, Fraction, LogForm)) for _, value in rewards):
        raise Undecided("a variance proxy is found for exact rewards")
    return _proxy(p, rewards)


@lru_cache(maxsize=64)  # a statement and its variants ask of one law whether this or that is a proxy
def _proxy(p: Distribution, reward: tuple[tuple[Any, Any], ...]) -> VarianceProxy:
    return variance_proxy(RewardLaw(p, Reward(dict(reward))))


def order(a: Any, b: Any) -> int:
    """−1, 0 or 1 as a is below, equal to or above b; raises `Undecided` for enclosed numbers that agree too far."""
    if type(a) is Fraction is type(b):
        gap = a.numerator * b.denominator - b.numerator * a.denominator  # twice as fast as asking a > b and a < b
        return (gap > 0) - (gap < 0)
    difference = a - b
    if isinstance(difference, EnclosedReal):
        return difference.sign(_TRIAL_BITS)
    return sign_of(difference)


def same_law(p: Any, q: Any) -> bool:
    return all(order(p[o], q[o]) == 0 for o in outcomes(p))


def continuous(p: Any, q: Any) -> bool:
    return all(order(p[o], Fraction(0)) == 0 for o in outcomes(p) if order(q[o], Fraction(0)) == 0)


def total_variation(p: Any, q: Any) -> Extended:
    return sum((abs(p[o] - q[o]) for o in outcomes(p)), Fraction(0)) / 2


def chi_squared(p: Any, q: Any) -> Extended:
    both = [(p[o], q[o]) for o in outcomes(p) if not both_zero(p[o], q[o])]
    return sum(((a - b) ** 2 / b for a, b in both), Fraction(0))


def hellinger(p: Any, q: Any) -> Extended:
    return sum((p[o] + q[o] - 2 * square_root(p[o] * q[o]) for o in outcomes(p)), Fraction(0))


def varies(p: Any, q: Any) -> bool:
    """Whether q is not the same wherever p has mass; enclosed numbers that cannot be told apart are undecided."""
    first, *others = (q[o] for o in inside(p))
    return any(order(first, other) != 0 for other in others)


def whole(rounding: Callable[[Any], int]) -> Callable[[Any], Fraction]:
    def rounded(x: Any) -> Fraction:
        if isinstance(x, Dual):  # constant near all that is not whole
            found = rounded(x.value)
            if order(found, x.value) == 0:
                raise NotDefined("what is rounded jumps at a whole number")
            return found
        if isinstance(x, Fraction):
            return Fraction(max(0, rounding(x)))
        for digits in (5, 20, 80, 320):
            bounds = x.enclose(digits)
            if rounding(bounds.lower) == rounding(bounds.upper):
                return Fraction(max(0, rounding(bounds.lower)))
        raise Undecided("a number too large, or too close to a whole one, to be rounded")

    return rounded
