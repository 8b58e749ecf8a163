"""Finite probability distributions, exact.

A `Distribution` is a tuple of outcomes with FLINT integer weights of gcd 1 and their total, so that
sums, powers and tilts need no fractions inside; probabilities come back as `Fraction`.
A `MemorylessSource` is the law of a sequence of independent draws: it is never expanded.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import reduce
from typing import Any

import attrs
from flint import fmpz

from exactalign.exceptions import DistributionError, NotExactError, OutcomeError, ParameterError
from exactalign.laws.entries import MOST_KEPT, REDUCED_BITS, entry_text, shown_probability
from exactalign.laws.outcomes import Outcome, counted, indexed, listed, paired, some_of
from exactalign.numbers.arguments import checked
from exactalign.numbers.arithmetic import total
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.logpolynomials import LogPolynomial
from exactalign.numbers.rationals import format_rational, fraction, from_float, rational
from exactalign.numbers.reading import Number, short_number, whole_number
from exactalign.text.articles import with_article
from exactalign.text.displayed import Displayed
from exactalign.text.rows import Rows, numbered

MAX_PRODUCT = 10_000_000
"""Most outcomes that a product, a power or a uniform distribution writes out."""


class Distribution(Displayed):
    """An exact probability distribution on finitely many outcomes.

    Built from a mapping outcome → probability (rational-like, summing to exactly 1), or with
    `from_probabilities`, `from_weights`, `from_floats`, `uniform`. Outcomes are any hashable values but
    floats, and may have probability 0. Two distributions are equal when they give the same outcomes the same
    probabilities, in whatever order.

    >>> coin = Distribution({"heads": "1/3", "tails": "2/3"})
    >>> coin["heads"], coin.expectation({"heads": 3, "tails": 0})
    (Fraction(1, 3), Fraction(1, 1))
    >>> coin
    Distribution({'heads': '1/3', 'tails': '2/3'})
    """

    __slots__ = ("_fractions", "_hash", "_index", "_outcomes", "_total", "_weights")

    _outcomes: tuple[Outcome, ...]
    _weights: tuple[fmpz, ...]
    _fractions: tuple[Fraction, ...] | None
    _total: fmpz
    _index: dict[Outcome, int]
    _hash: int | None

    def __init__(self, probabilities: Mapping[Any, Any]) -> None:
        """Raise `DistributionError` for a negative probability, a sum other than 1, or no outcome at all."""
        if not isinstance(probabilities, Mapping):
            raise DistributionError(
                f"a distribution is built from a mapping outcome → probability, not from a "
                f"{type(probabilities).__name__}: for a list use Distribution.from_probabilities"
            )
        outcomes = tuple(probabilities)
        weights, denominator = _common(probabilities.values(), outcomes, "probability")
        total = sum(weights, fmpz(0))
        if outcomes and total != denominator:
            raise DistributionError(_sum_message(fraction(total, denominator)))
        self._set(outcomes, weights)

    @classmethod
    @checked
    def from_probabilities(cls, probabilities: Iterable[Any], outcomes: Iterable[Any] | None = None) -> Distribution:
        """Return the distribution with the given probabilities on `outcomes` (default 0, 1, …).

        >>> Distribution.from_probabilities(["1/5", "3/10", "1/2"])
        Distribution.from_probabilities(['1/5', '3/10', '1/2'])
        """
        values = listed(probabilities, "probabilities")
        with _floats_have_a_door():
            return cls(paired(values, outcomes, "probability", "probabilities"))

    @classmethod
    @checked
    def from_weights(
        cls, weights: Mapping[Any, Any] | Iterable[Any], outcomes: Iterable[Any] | None = None
    ) -> Distribution:
        """Return the distribution proportional to non-negative weights, normalised exactly.

        >>> Distribution.from_weights([6, 1, 2])
        Distribution.from_probabilities(['2/3', '1/9', '2/9'])
        """
        named: Mapping[Any, Any]
        if isinstance(weights, Mapping):
            named = weights
        else:
            named = paired(listed(weights, "weights"), outcomes, "weight", "weights")
        labels = tuple(named)
        with _floats_have_a_door():
            integers, _ = _common(named.values(), labels, "weight")
        return cls._from_integers(labels, integers)

    @classmethod
    @checked
    def from_floats(
        cls,
        values: Mapping[Any, float] | Iterable[float],
        outcomes: Iterable[Any] | None = None,
        *,
        normalize: bool | None = None,
    ) -> Distribution:
        """Return the distribution with exactly the binary values of floats.

        Floats that were meant to sum to 1 rarely do so exactly; `normalize=True` divides by their exact
        sum, `normalize=False` refuses when it is not 1; one of them has to be said.

        >>> Distribution.from_floats([0.25, 0.75], normalize=False)
        Distribution.from_probabilities(['1/4', '3/4'])
        """
        if normalize is None:
            raise ParameterError(
                "normalize is missing: Distribution.from_floats(values, normalize=True) divides by the exact sum, "
                "which is rarely 1 for floats, and normalize=False refuses any other sum"
            )
        named = values if isinstance(values, Mapping) else paired(listed(values, "values"), outcomes, "value", "values")
        exact = {o: from_float(v, f"probability of {o!r}") for o, v in named.items()}
        if normalize:
            return cls.from_weights(exact)
        try:
            return cls(exact)
        except DistributionError as error:
            advice = "normalize=True divides by the exact sum"
            raise DistributionError(str(error).replace("from_weights normalises exactly", advice)) from None

    @classmethod
    @checked
    def uniform(cls, outcomes: int | Iterable[Any]) -> Distribution:
        """Return the uniform distribution on `outcomes`, or on 0..n−1 for an integer n up to `MAX_PRODUCT`.

        >>> Distribution.uniform(3)
        Distribution.from_probabilities(['1/3', '1/3', '1/3'])
        """
        if not isinstance(outcomes, Iterable):
            count = whole_number(outcomes, "outcomes", 0)
            if count > MAX_PRODUCT:
                raise ParameterError(
                    f"a uniform distribution on {short_number(count)} outcomes is not written out: the limit is "
                    f"{MAX_PRODUCT}; for tuples use a MemorylessSource"
                )
            outcomes = range(count)
        labels = tuple(outcomes)
        return cls.from_weights([1] * len(labels), labels)

    @classmethod
    def _from_integers(
        cls, outcomes: tuple[Outcome, ...], weights: Sequence[fmpz], *, coprime: bool = False
    ) -> Distribution:
        """The inner door: FLINT weights; `coprime` when it is proved that their gcd is 1, which takes long to find."""
        new = cls.__new__(cls)
        new._set(outcomes, weights, coprime)
        return new

    def _set(self, outcomes: tuple[Outcome, ...], weights: Sequence[fmpz], coprime: bool = False) -> None:
        if not outcomes:
            raise DistributionError("a distribution needs at least one outcome")
        shared = fmpz(1 if coprime else 0)
        for weight in () if coprime else weights:
            shared = shared.gcd(weight)
            if shared == 1:
                break
        if shared == 0:
            raise DistributionError("all weights are 0: a distribution needs an outcome of positive probability")
        self._outcomes = outcomes
        self._weights = tuple(weights) if shared == 1 else tuple(w // shared for w in weights)
        self._total = sum(self._weights, fmpz(0))
        self._index = indexed(outcomes)
        self._hash = None
        self._fractions = None

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes in the order given, those of probability 0 included."""
        return self._outcomes

    @property
    def weights(self) -> tuple[int, ...]:
        """Integer weights with gcd 1, proportional to the probabilities."""
        return tuple(int(w) for w in self._weights)

    @property
    def total(self) -> int:
        """The sum of the weights: the common denominator of the probabilities."""
        return int(self._total)

    @property
    def probabilities(self) -> tuple[Fraction, ...]:
        """The probabilities in the order of `outcomes`."""
        kept = self._kept()
        return tuple(fraction(w, self._total) for w in self._weights) if kept is None else kept

    @property
    def support(self) -> tuple[Outcome, ...]:
        """The outcomes of positive probability."""
        return tuple(o for o, w in zip(self._outcomes, self._weights, strict=True) if w)

    def probability(self, event: Any) -> Fraction:
        """Return the probability of an outcome, or of the set of outcomes where a callable is true.

        Raises `OutcomeError` for an unknown outcome.
        """
        if callable(event):
            return fraction(sum((w for o, w in self._pairs() if event(o)), fmpz(0)), self._total)
        place = self.index(event)
        kept = self._kept()
        return fraction(self._weights[place], self._total) if kept is None else kept[place]

    __getitem__ = probability

    def index(self, outcome: Any) -> int:
        """Return the position of an outcome; raise `OutcomeError` when there is none such."""
        try:
            return self._index[outcome]
        except (KeyError, TypeError):
            raise OutcomeError(f"unknown outcome {outcome!r}: the outcomes are {some_of(self._outcomes)}") from None

    def items(self) -> Iterator[tuple[Outcome, Fraction]]:
        """Iterate over (outcome, probability)."""
        kept = self._kept()
        if kept is None:
            return ((o, fraction(w, self._total)) for o, w in self._pairs())
        return zip(self._outcomes, kept, strict=True)

    def __len__(self) -> int:
        return len(self._outcomes)

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self._outcomes)

    def __contains__(self, outcome: object) -> bool:
        return outcome in self._index

    @checked
    def expectation(self, value: Mapping[Any, Any] | Callable[[Any], Any]) -> Number:
        """Return Σ p(y)·value(y): a `Fraction`, or a log form or enclosed real when the values are such.

        Outcomes of probability 0 are not asked for their value.

        >>> Distribution.uniform([1, 2, 3]).expectation(lambda y: y * y)
        Fraction(14, 3)
        """
        terms = [_term(value, outcome) * int(weight) for outcome, weight in self._pairs() if weight]
        mean: Number = total(terms) / int(self._total)
        return mean

    @checked
    def condition(self, event: Callable[[Any], bool] | Iterable[Any]) -> Distribution:
        """Return the distribution given an event (a predicate, or the outcomes it consists of).

        The outcomes outside the event stay, with probability 0. Raises `DistributionError` for an event
        of probability 0.

        >>> Distribution.from_weights([1, 2, 3]).condition([1, 2])
        Distribution.from_probabilities(['0', '2/5', '3/5'])
        """
        if callable(event):
            chosen = {o for o in self._outcomes if event(o)}
        else:
            chosen = {self._outcomes[self.index(o)] for o in event}
        kept = [w if o in chosen else fmpz(0) for o, w in self._pairs()]
        if not any(kept):
            raise DistributionError("conditioning on an event of probability 0")
        return Distribution._from_integers(self._outcomes, kept)

    @checked
    def mix(self, other: Distribution, weight: Any) -> Distribution:
        """Return (1 − weight)·self + weight·other, for a rational weight in [0, 1].

        >>> Distribution.uniform(2).mix(Distribution.from_probabilities([1, 0]), "1/2")
        Distribution.from_probabilities(['3/4', '1/4'])
        """
        share = rational(weight, "weight")
        if not 0 <= share <= 1:
            raise ParameterError(f"weight is {format_rational(share)}: give a number from 0 to 1")
        other = other.aligned_to(self)
        mine = fmpz(share.denominator - share.numerator) * other._total
        theirs = fmpz(share.numerator) * self._total
        mixed = [mine * a + theirs * b for a, b in zip(self._weights, other._weights, strict=True)]
        return Distribution._from_integers(self._outcomes, mixed)

    @checked
    def product(self, other: Distribution) -> Distribution:
        """Return the law of independent pairs (x, y).

        >>> len(Distribution.uniform(2).product(Distribution.uniform(3)))
        6
        """
        _check_size(len(self) * len(other))
        outcomes = tuple((x, y) for x in self._outcomes for y in other._outcomes)
        return Distribution._from_integers(outcomes, [a * b for a in self._weights for b in other._weights])

    def power(self, length: int) -> Distribution:
        """Return the law of `length` independent draws, as tuples, written out in full.

        For the law of long sequences use `MemorylessSource`, which is not written out.
        """
        whole_number(length, "length", 0)
        # No power of 2 or more with so large an exponent is below the limit; 1 is, with any.
        _check_size(max(len(self) ** min(length, MAX_PRODUCT.bit_length()), length))
        weights = [fmpz(1)]
        for _ in range(length):
            weights = [w * v for w in weights for v in self._weights]
        return Distribution._from_integers(tuple(itertools.product(self._outcomes, repeat=length)), weights)

    def __pow__(self, length: int) -> MemorylessSource:
        """Return the law p^m of sequences of `length` independent draws, which is not written out.

        >>> Distribution.uniform(2) ** 3
        MemorylessSource(Distribution.from_probabilities(['1/2', '1/2']), length=3)
        """
        return MemorylessSource(self, length)

    @checked
    def push_forward(self, function: Callable[[Any], Any]) -> Distribution:
        """Return the law of function(y).

        >>> Distribution.uniform([-1, 0, 1]).push_forward(abs)
        Distribution({1: '2/3', 0: '1/3'})
        """
        collected: dict[Outcome, fmpz] = {}
        for outcome, weight in self._pairs():
            image = function(outcome)
            collected[image] = collected.get(image, fmpz(0)) + weight
        return Distribution._from_integers(tuple(collected), list(collected.values()))

    def marginal(self, position: int) -> Distribution:
        """Return the law of one coordinate of tuple outcomes.

        >>> Distribution.uniform([(0, "a"), (1, "a")]).marginal(1)
        Distribution({'a': '1'})
        """
        for outcome in self._outcomes:
            if not isinstance(outcome, tuple) or not -len(outcome) <= position < len(outcome):
                raise OutcomeError(f"outcome {outcome!r} has no coordinate {position}")
        return self.push_forward(lambda outcome: outcome[position])

    @checked
    def aligned_to(self, reference: Distribution) -> Distribution:
        """Return the same distribution with its outcomes in the order of `reference`.

        Raises `OutcomeError` when the two do not have the same outcomes.
        """
        if self._outcomes == reference._outcomes:
            return self
        if len(self) != len(reference):
            raise OutcomeError(f"one distribution has {counted(len(self))}, the other {len(reference)}")
        order = [self.index(outcome) for outcome in reference._outcomes]
        return Distribution._from_integers(reference._outcomes, [self._weights[i] for i in order])

    @checked
    def relabel(self, outcomes: Iterable[Any]) -> Distribution:
        """Return the same probabilities on other outcomes."""
        labels = tuple(outcomes)
        if len(labels) != len(self):
            raise OutcomeError(f"{len(labels)} labels for {counted(len(self))}")
        return Distribution._from_integers(labels, self._weights)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Distribution):
            return NotImplemented
        if self._outcomes == other._outcomes:
            return self._weights == other._weights
        return self._total == other._total and dict(self._pairs()) == dict(other._pairs())

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._pairs()))
        return self._hash

    def __reduce__(self) -> tuple[object, ...]:
        return Distribution._from_integers, (self._outcomes, self._weights)

    def __repr__(self) -> str:
        shown = [f"{entry_text(w, self._total)!r}" for w in self._weights[:20]]
        more = ", …" if len(self) > 20 else ""
        if self._outcomes == tuple(range(len(self))):
            return f"Distribution.from_probabilities([{', '.join(shown)}{more}])"
        pairs = ", ".join(f"{o!r}: {p}" for o, p in zip(self._outcomes, shown, strict=False))
        return f"Distribution({{{pairs}{more}}})"

    def _shown(self) -> Rows:
        rows = ((o, shown_probability(w, self._total)) for o, w in self._pairs())
        return Rows(("outcome", "probability"), rows, len(self), is_vector=numbered(self._outcomes))

    def _kept(self) -> tuple[Fraction, ...] | None:
        """The probabilities of a short law, made once; None for a long one, of which few may be asked for."""
        if self._fractions is None and len(self._outcomes) <= MOST_KEPT and self._total.bit_length() <= REDUCED_BITS:
            self._fractions = tuple(fraction(w, self._total) for w in self._weights)
        return self._fractions

    def _pairs(self) -> Iterable[tuple[Outcome, fmpz]]:
        return zip(self._outcomes, self._weights, strict=True)


def _distribution(value: Any) -> Distribution:
    if not isinstance(value, Distribution):
        raise DistributionError(f"a memoryless source needs a Distribution, not {with_article(type(value).__name__)}")
    return value


def _length(value: Any) -> int:
    return whole_number(value, "length", 0)


@attrs.frozen(repr=False)
class MemorylessSource(Displayed):
    """The law p^m of a sequence of `length` independent draws from `distribution`.

    >>> source = MemorylessSource(Distribution.from_probabilities(["1/5", "4/5"]), length=3)
    >>> source.probability((0, 1, 1))
    Fraction(16, 125)
    """

    distribution: Distribution = attrs.field(converter=_distribution)
    length: int = attrs.field(converter=_length)

    @checked
    def probability(self, sequence: Sequence[Any]) -> Fraction:
        """Return the probability of a sequence of outcomes."""
        if len(sequence) != self.length:
            raise OutcomeError(f"the sequence has {len(sequence)} symbols: the source has length {self.length}")
        weights = self.distribution._weights
        product = reduce(lambda w, y: w * weights[self.distribution.index(y)], sequence, fmpz(1))
        return fraction(product, self.distribution._total**self.length)

    def _shown(self) -> Rows:
        title = f"{short_number(self.length)} independent draws, each from"
        return self.distribution._shown()._replace(title=title, is_vector=False)

    def __repr__(self) -> str:
        return f"MemorylessSource({self.distribution!r}, length={short_number(self.length)})"


def _term(value: Any, outcome: Any) -> Number:
    """What a mapping or a callable gives an outcome."""
    if isinstance(value, Mapping):
        try:
            found = value[outcome]
        except KeyError:
            raise OutcomeError(f"no value is given for outcome {outcome!r}") from None
    else:
        found = value(outcome)
    if isinstance(found, (LogForm, LogPolynomial, EnclosedReal)):
        return found
    return rational(found, f"value of {outcome!r}")


@contextmanager
def _floats_have_a_door() -> Iterator[None]:
    """Say of a refused float how a whole list of floats is read."""
    try:
        yield
    except NotExactError as error:
        raise NotExactError(f"{error}; for floats: Distribution.from_floats(values, normalize=True)") from None


def _common(values: Iterable[Any], outcomes: Sequence[Any], kind: str) -> tuple[list[fmpz], fmpz]:
    """Read non-negative rationals and put them over one common denominator."""
    values = list(values)
    if len(values) == len(outcomes) and all(type(value) is int and value >= 0 for value in values):
        return list(map(fmpz, values)), fmpz(1)
    read = []
    for value, outcome in zip(values, outcomes, strict=True):
        number = rational(value, f"{kind} of {outcome!r}")
        if number < 0:
            raise DistributionError(f"{kind} of {outcome!r} is {format_rational(number)}: it must not be negative")
        read.append(number)
    denominator = reduce(lambda d, number: d.lcm(fmpz(number.denominator)), read, fmpz(1))
    return [fmpz(number.numerator) * (denominator // number.denominator) for number in read], denominator


def _sum_message(total: Fraction) -> str:
    short = f"{short_number(1 - total)} is missing" if total < 1 else f"{short_number(total - 1)} too much"
    return f"the probabilities sum to {short_number(total)}, not 1: {short} (from_weights normalises exactly)"


def _check_size(size: int) -> None:
    if size > MAX_PRODUCT:
        raise ParameterError(
            f"the product has over {MAX_PRODUCT} outcomes: use a MemorylessSource, which is not written out"
        )
