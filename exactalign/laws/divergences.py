"""Entropies and divergences of exact distributions: exact where possible, enclosed otherwise.

Natural logarithms, 0·log 0 = 0, and `oo` where a divergence is infinite. A pair of distributions must
have the same outcomes, in whatever order; so must two memoryless sources, whose divergences add up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Protocol, overload, runtime_checkable

from flint import arb, fmpz

from exactalign.exceptions import DistributionError, OutcomeError, ParameterError
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.rewards import Reward, matched
from exactalign.numbers.arguments import checked
from exactalign.numbers.arithmetic import total
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.infinity import Infinity, oo
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.logpolynomials import LogPolynomial
from exactalign.numbers.long_ratios import log_of_ratios
from exactalign.numbers.memory import power_bits, require
from exactalign.numbers.rationals import format_rational, fraction, rational, short_repr
from exactalign.numbers.reading import Extended, Number
from exactalign.text.articles import with_article

_MAX_HALF_ORDER = 50  # half-integer orders up to this are tried for rational square roots


@runtime_checkable
class OverSource(Protocol):
    """A law of sequences that knows its divergence to its own reference source: best-of-N, exact or enclosed."""

    @property
    def source(self) -> MemorylessSource:
        """The reference."""

    def kl(self) -> LogForm | EnclosedReal:
        """Return the KL divergence to the reference."""


def entropy(p: Distribution | MemorylessSource) -> LogForm:
    """Return H(p) = −Σ p log p.

    >>> entropy(Distribution.uniform(4))
    LogForm('2*log(2)')
    """
    if isinstance(p, MemorylessSource):
        return entropy(p.distribution) * p.length
    _require(p)
    terms = [(-w, w) for w in p._weights if w]  # 0 log 0 = 0
    return LogForm.from_integers([*terms, (p._total, p._total)], p._total)


def cross_entropy(p: Distribution | MemorylessSource, q: Distribution | MemorylessSource) -> LogForm | Infinity:
    """Return H(p‖q) = −Σ p log q; `oo` when q misses part of p's support (equation (1) of asymptotics).

    >>> cross_entropy(Distribution.uniform(2), Distribution.from_weights([1, 0]))
    oo
    """
    p, q, length = _one_symbol(p, q)
    if length == 0:
        return LogForm()
    terms = []
    for a, b in _weight_pairs(p, q):
        if a and not b:
            return oo
        if a:
            terms.append((-a, b))
    return LogForm.from_integers([*terms, (p._total, q._total)], p._total) * length


@overload
def kl_divergence(p: Distribution | MemorylessSource, q: Distribution | MemorylessSource) -> LogForm | Infinity: ...


@overload
def kl_divergence(p: OverSource, q: MemorylessSource) -> LogForm | EnclosedReal: ...


def kl_divergence(
    p: Distribution | MemorylessSource | OverSource, q: Distribution | MemorylessSource
) -> LogForm | EnclosedReal | Infinity:
    """Return KL(p‖q) = Σ p log(p/q); `oo` when q misses part of p's support (equation (1) of asymptotics).

    A best-of-N policy over sequences is accepted against its own reference source.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> kl_divergence(Distribution.uniform(3), p) == (2 * log(10) - 4 * log(3)) / 3
    True
    """
    if not isinstance(p, (Distribution, MemorylessSource)) and isinstance(p, OverSource):
        if isinstance(q, MemorylessSource) and p.source == q:
            return p.kl()
        raise OutcomeError("the KL divergence of a best-of-N policy is known against its own source only")
    p, q, length = _one_symbol(p, q)
    if length == 0:
        return LogForm()
    terms = []
    for a, b in _weight_pairs(p, q):
        if a and not b:
            return oo
        if a:
            terms.append((a, a, b))
    return log_of_ratios([*terms, (p._total, q._total, p._total)], p._total) * length


def renyi_divergence(p: Distribution, q: Distribution, order: Any) -> Extended:
    """Return the Rényi divergence D_a(p‖q) = log(Σ p^a q^(1−a))/(a − 1), of order a ≥ 0 (or `oo`).

    Order 1 is the KL divergence and order `oo` is log max p/q. A log form for integer orders, order 0, order
    `oo`, and half-integer orders whose square roots are rational; else enclosed.

    >>> renyi_divergence(Distribution.from_weights([1, 0]), Distribution.uniform(2), 3)
    LogForm('log(2)')
    >>> renyi_divergence(Distribution.from_weights([1, 4]), Distribution.from_weights([4, 1]), "1/2")
    LogForm('-4*log(2) + 2*log(5)')
    """
    p, q = _pair(p, q)
    pairs = [(a, b) for a, b in _weight_pairs(p, q) if a]
    if isinstance(order, Infinity):
        if order.sign < 0:
            raise ParameterError("order is -oo: Rényi orders are ≥ 0")
        if any(not b for _, b in pairs):
            return oo
        return log(max(fraction(a * q._total, b * p._total) for a, b in pairs))
    a = _order(order)
    common = [(v, w) for v, w in pairs if w]
    if a == 1:
        return kl_divergence(p, q)
    if not common or (a > 1 and len(common) < len(pairs)):
        return oo
    if a.denominator == 1:
        return log(_power_sum(common, p, q, a.numerator, 1 - a.numerator)) / (a - 1)
    if a.denominator == 2 and a <= _MAX_HALF_ORDER:
        squares = (fraction(v, p._total) ** a.numerator * fraction(w, q._total) ** (2 - a.numerator) for v, w in common)
        roots = [root for root in map(_rational_root, squares) if root is not None]
        if len(roots) == len(common):
            return log(sum(roots, Fraction(0))) / (a - 1)
    return _log_power_sum(common, p, q, a, 1 - a) / (a - 1)


def renyi_cross_entropy(p: Distribution, q: Distribution, order: Any) -> Extended:
    """Return the Rényi cross entropy H_t(p‖q) = log(Σ p·q^(t−1))/(1 − t), of order t > 0.

    Order 1 is the cross entropy, by continuity (Definition 5 of asymptotics). A log form for integer
    orders, else enclosed; `oo` for t ≤ 1 when q misses part of p's support.

    >>> u = Distribution.uniform(2)
    >>> renyi_cross_entropy(u, Distribution.from_weights([1, 3]), 2) == log(2)
    True
    """
    p, q = _pair(p, q)
    t = _order(order)
    if t == 0:
        raise ParameterError("order is 0: Rényi cross entropies have order > 0")
    if t == 1:
        return cross_entropy(p, q)
    pairs = [(a, b) for a, b in _weight_pairs(p, q) if a]
    common = [(a, b) for a, b in pairs if b]
    if not common or (t < 1 and len(common) < len(pairs)):
        return oo
    if t.denominator == 1:
        return log(_power_sum(common, p, q, 1, t.numerator - 1)) / (1 - t)
    return _log_power_sum(common, p, q, Fraction(1), t - 1) / (1 - t)


def chi_squared(p: Distribution, q: Distribution) -> Fraction | Infinity:
    """Return χ²(p‖q) = Σ (p − q)²/q.

    >>> chi_squared(Distribution.from_weights([1, 0]), Distribution.uniform(2))
    Fraction(1, 1)
    """
    p, q = _pair(p, q)
    common = [(a, b) for a, b in _weight_pairs(p, q) if a]
    if any(not b for _, b in common):
        return oo
    return _power_sum(common, p, q, 2, -1) - 1


def total_variation(p: Distribution, q: Distribution) -> Fraction:
    """Return ½·Σ |p − q|.

    >>> total_variation(Distribution.from_weights([1, 0]), Distribution.uniform(2))
    Fraction(1, 2)
    """
    p, q = _pair(p, q)
    distance = sum((abs(a * q._total - b * p._total) for a, b in _weight_pairs(p, q)), fmpz(0))
    return fraction(distance, 2 * p._total * q._total)


def squared_hellinger(p: Distribution, q: Distribution) -> Extended:
    """Return Σ (√p − √q)² = 2 − 2·Σ √(pq) (no factor ½): a `Fraction` when every √(pq) is rational, else enclosed.

    >>> squared_hellinger(Distribution.from_weights([1, 4]), Distribution.from_weights([4, 1]))
    Fraction(2, 5)
    """
    p, q = _pair(p, q)
    products = [a * b for a, b in _weight_pairs(p, q) if a and b]
    scale = p._total * q._total
    # Σ√(ab)/√(scale): one square root of the product keeps it rational whenever it can be.
    roots = [a * scale for a in products]
    if all(r.is_square() for r in roots):
        return 2 - 2 * fraction(sum((r.isqrt() for r in roots), fmpz(0)), scale)

    def enclosed() -> arb:
        total = arb(0)
        for product in products:
            total += arb(product).sqrt()
        return 2 - 2 * total / arb(scale).sqrt()

    return EnclosedReal(enclosed)


@checked
def f_divergence(
    p: Distribution, q: Distribution, f: Callable[[Fraction], Any], *, slope_at_infinity: Any = None
) -> Extended:
    """Return D_f(p‖q) = Σ q·f(p/q) for a convex f with f(1) = 0.

    f takes an exact `Fraction` ≥ 0 and returns a rational, a log form, an enclosed real or `oo`. Where
    q = 0 < p the term is p·lim f(x)/x, which must be given as `slope_at_infinity` (it may be `oo`).

    >>> p, q = Distribution.from_weights([1, 2]), Distribution.uniform(2)
    >>> f_divergence(p, q, lambda x: (x - 1) ** 2)
    Fraction(1, 9)
    """
    p, q = _pair(p, q)
    terms: list[Number] = []
    for outcome, a, b in ((o, p[o], q[o]) for o in p.outcomes):
        if b:
            value, mass = f(a / b), b
        elif a:
            if slope_at_infinity is None:
                raise ParameterError(
                    f"q gives outcome {outcome!r} probability 0 where p does not: "
                    "give slope_at_infinity, the limit of f(x)/x"
                )
            value, mass = slope_at_infinity, a
        else:
            continue
        if isinstance(value, Infinity):
            return value
        exact = value if isinstance(value, (LogForm, LogPolynomial, EnclosedReal)) else rational(value, "value of f")
        terms.append(exact * mass)
    return total(terms)


def win_rate(policy: Distribution, reference: Distribution, reward: Reward) -> Fraction:
    """Return P(r(Y) > r(X)) + ½·P(r(Y) = r(X)) for independent Y ~ policy and X ~ reference.

    >>> p = Distribution.uniform(2)
    >>> win_rate(p, p, Reward.values([0, 1]))
    Fraction(1, 2)
    """
    policy, reference = _pair(policy, reference)
    wins, below = fmpz(0), fmpz(0)
    for group in matched(reward, reference).ranking():
        members = [reference.index(o) for o in group]
        mass = sum((reference._weights[i] for i in members), fmpz(0))
        wins += sum((policy._weights[i] for i in members), fmpz(0)) * (2 * below + mass)
        below += mass
    return fraction(wins, 2 * policy._total * reference._total)


def _require(p: Any) -> None:
    if not isinstance(p, Distribution):
        raise DistributionError(f"a Distribution is needed here, not {with_article(type(p).__name__)}")


def _pair(p: Distribution, q: Distribution) -> tuple[Distribution, Distribution]:
    _require(p)
    _require(q)
    return p, q.aligned_to(p)


def _one_symbol(p: Any, q: Any) -> tuple[Distribution, Distribution, int]:
    """Reduce two sources of equal length to their one-symbol laws and that length."""
    if isinstance(p, MemorylessSource) or isinstance(q, MemorylessSource):
        if not (isinstance(p, MemorylessSource) and isinstance(q, MemorylessSource) and p.length == q.length):
            raise OutcomeError("a memoryless source is compared with one of the same length")
        return (*_pair(p.distribution, q.distribution), p.length)
    return (*_pair(p, q), 1)


def _weight_pairs(p: Distribution, q: Distribution) -> Iterator[tuple[fmpz, fmpz]]:
    return zip(p._weights, q._weights, strict=True)


def _order(order: Any) -> Fraction:
    exact = rational(order, "order")
    if exact < 0:
        raise ParameterError(f"order is {format_rational(exact)}: Rényi orders are ≥ 0")
    return exact


def _power_sum(pairs: list[tuple[fmpz, fmpz]], p: Distribution, q: Distribution, a: int, b: int) -> Fraction:
    """Σ p^a·q^b over the given weights, for integers a ≥ 0 and b."""
    size = power_bits(p._total, a) + power_bits(q._total, abs(b)) * (1 if b >= 0 else len(pairs))
    require(size, 2, f"the exact sum of powers of order {short_repr(max(a, abs(b)))}", "take a smaller order")
    scale = fraction(1, p._total**a) * (fraction(q._total ** (-b)) if b < 0 else fraction(1, q._total**b))
    if b >= 0:
        return fraction(sum((x**a * y**b for x, y in pairs), fmpz(0))) * scale
    common = fmpz(1)
    for _, y in pairs:
        common = common.lcm(y)
    top = sum((x**a * (common // y) ** (-b) for x, y in pairs), fmpz(0))
    return fraction(top, common ** (-b)) * scale


def _rational_root(value: Fraction) -> Fraction | None:
    """The square root of a positive rational when it is rational, else None."""
    top, bottom = fmpz(value.numerator), fmpz(value.denominator)
    return fraction(top.isqrt(), bottom.isqrt()) if top.is_square() and bottom.is_square() else None


def _log_power_sum(
    pairs: list[tuple[fmpz, fmpz]], p: Distribution, q: Distribution, a: Fraction, b: Fraction
) -> EnclosedReal:
    """log Σ p^a·q^b for rational a, b, enclosed."""

    def enclosed() -> arb:
        x, y = ball_of(a), ball_of(b)
        log_p, log_q = arb(p._total).log(), arb(q._total).log()
        total = arb(0)
        for v, w in pairs:
            total += (x * (arb(v).log() - log_p) + y * (arb(w).log() - log_q)).exp()
        return total.log()

    return EnclosedReal(enclosed)
