"""Rewards: exact scores of outcomes, with exact order and exact ties.

A reward gives every outcome a log form (rationals and logarithms are special cases), and a sequence
the sum over its symbols. Its alignment distribution is q ∝ exp(r).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cmp_to_key
from itertools import groupby, pairwise
from math import lcm
from typing import Any

from flint import fmpz

from exactalign.exceptions import LogFormError, NotExactError, OutcomeError
from exactalign.laws.distributions import Distribution
from exactalign.laws.outcomes import Outcome, listed, paired, refuse_floats, some_of
from exactalign.numbers.arguments import checked
from exactalign.numbers.coprime import coprime_base, exponents
from exactalign.numbers.enclosures import sign_of_ball
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.precision import working_precision
from exactalign.numbers.rationals import from_float, rational
from exactalign.text.articles import with_article
from exactalign.text.displayed import Displayed
from exactalign.text.rows import Rows, numbered

_SORT_BITS = 128
_PLUS, _MINUS = fmpz(1), fmpz(-1)


class Reward(Displayed):
    """An exact reward r: outcome → log form, additive over sequences.

    Built from a mapping outcome → value (rational-like, text such as `"log 6"`, or `LogForm`), or with
    `parse`, `values`, `from_floats`, `log_weights`, `log_of`.

    >>> r = Reward.parse("log 6, 0, log 2")
    >>> r[0], r.of_sequence((0, 2)) == log(12), r.ranking()
    (LogForm('log(6)'), True, ((1,), (2,), (0,)))
    """

    __slots__ = ("_multiples", "_outcomes", "_ranking", "_recent_law", "_values")

    _outcomes: tuple[Outcome, ...]
    _values: dict[Outcome, LogForm]
    _ranking: tuple[tuple[Outcome, ...], ...] | None
    _multiples: tuple[Mapping[Outcome, int], int] | tuple[()] | None  # empty where there are none
    _recent_law: Any  # kept by `levels`

    def __init__(self, values: Mapping[Any, Any]) -> None:
        if not isinstance(values, Mapping):
            raise OutcomeError("a reward is built from a mapping outcome → value: for a list use Reward.values")
        if not values:
            raise OutcomeError("a reward needs at least one outcome")
        self._outcomes = tuple(values)
        refuse_floats(self._outcomes)
        self._values = {outcome: _log_form(value, outcome) for outcome, value in values.items()}
        self._ranking = None
        self._multiples = None
        self._recent_law = None

    @classmethod
    @checked
    def parse(cls, text: str, outcomes: Iterable[Any] | None = None) -> Reward:
        """Read comma-separated log forms: `"log 6, 0, log 2"`.

        >>> Reward.parse("log 6, 0, log 2") == Reward.log_weights([6, 1, 2])
        True
        """
        if not isinstance(text, str):
            raise LogFormError(f"rewards are read from text, not from {type(text).__name__}: use Reward.values")
        return cls.values([LogForm.parse(part) for part in text.split(",")], outcomes)

    @classmethod
    @checked
    def values(cls, values: Iterable[Any], outcomes: Iterable[Any] | None = None) -> Reward:
        """Return the reward with the given values on `outcomes` (default 0, 1, …)."""
        found = listed(values, "reward values")
        try:
            return cls(paired(found, outcomes, "reward", "rewards"))
        except NotExactError as error:
            raise NotExactError(f"{error}; for floats: Reward.from_floats(values)") from None

    @classmethod
    @checked
    def from_floats(cls, values: Iterable[float], outcomes: Iterable[Any] | None = None) -> Reward:
        """Return the reward with exactly the binary values of floats, such as the scores of a reward model.

        >>> Reward.from_floats([0.5, -1.25]) == Reward.values(["1/2", "-5/4"])
        True
        """
        found = [from_float(value, f"reward {place}") for place, value in enumerate(listed(values, "reward values"))]
        return cls.values(found, outcomes)

    @classmethod
    @checked
    def log_weights(cls, weights: Iterable[Any], outcomes: Iterable[Any] | None = None) -> Reward:
        """Return the reward log w for positive rational weights w.

        >>> Reward.log_weights([6, 1])[0]
        LogForm('log(6)')
        """
        return cls.values([log(w) for w in listed(weights, "weights")], outcomes)

    @classmethod
    @checked
    def log_of(cls, alignment: Distribution) -> Reward:
        """Return r = log q, the reward whose alignment distribution is q (Definition 1 of asymptotics).

        Raises `OutcomeError` when q gives an outcome probability 0, whose reward would be −∞.
        """
        weights = dict(alignment._pairs())
        for outcome, weight in weights.items():
            if not weight:
                raise OutcomeError(
                    f"q gives outcome {outcome!r} probability 0, so its reward log q is -oo: "
                    "leave the outcome out of p and q, or give it a positive probability"
                )
        found = cls({outcome: _log_ratio(weight, alignment._total) for outcome, weight in weights.items()})
        # The logarithm keeps the order of the weights: nothing has to be decided about the values.
        found._ranking = _grouped(alignment.outcomes, weights.__getitem__)
        return found

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes in the order given."""
        return self._outcomes

    def __getitem__(self, outcome: Any) -> LogForm:
        try:
            return self._values[outcome]
        except (KeyError, TypeError):
            raise OutcomeError(
                f"the reward does not know outcome {outcome!r}: it has {some_of(self._outcomes)}"
            ) from None

    __call__ = __getitem__

    @checked
    def of_sequence(self, sequence: Iterable[Any]) -> LogForm:
        """Return the total reward of a sequence of outcomes."""
        return LogForm.sum(self[outcome] for outcome in sequence)

    def items(self) -> Iterator[tuple[Outcome, LogForm]]:
        """Iterate over (outcome, value)."""
        return iter(self._values.items())

    def __len__(self) -> int:
        return len(self._outcomes)

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self._outcomes)

    def ranking(self) -> tuple[tuple[Outcome, ...], ...]:
        """Return the outcomes from the lowest reward to the highest, those that tie exactly together."""
        if self._ranking is None:
            scaled = self.multiples()
            if scaled is None:
                self._ranking = _ranked(self._outcomes, self._values)
            else:
                self._ranking = _grouped(self._outcomes, scaled[0].__getitem__)
        return self._ranking

    def multiples(self) -> tuple[Mapping[Outcome, int], int] | None:
        """Return the values as integers over one denominator; None where some value is irrational.

        >>> Reward.parse("1/2, 2/3 + log(4) - 2*log(2)").multiples(), Reward.parse("0, log 2").multiples()
        (({0: 3, 1: 4}, 6), None)
        """
        if self._multiples is None:
            self._multiples = _over_one_denominator(self._values) or ()
        return self._multiples or None

    def alignment(self) -> Distribution:
        """Return the alignment distribution q = exp(r)/Σ exp(r) when it is rational.

        Raises `LogFormError` when some exp(r(y) − r(y₀)) is irrational (then q is enclosed only: see `tilting`).

        >>> Reward.parse("1 + log 6, 1, 1 + log 2").alignment()
        Distribution.from_probabilities(['2/3', '1/9', '2/9'])
        """
        first = self._values[self._outcomes[0]]
        try:
            ratios = {outcome: (value - first).exp() for outcome, value in self._values.items()}
        except LogFormError:
            raise LogFormError(
                "the alignment distribution is not rational: rewards must differ by logarithms of rational numbers"
            ) from None
        return Distribution.from_weights(ratios)

    def coordinates(self) -> tuple[list[fmpz], list[list[Fraction]]]:
        """Return every value as a vector over Q-independent reals: 1 and the logarithms of a coprime base.

        The first entry of each vector is the rational part; the others belong to the integers returned.

        >>> Reward.parse("log 6, 1/2, log 2").coordinates()[0]
        [2, 3]
        """
        forms = [self._values[outcome].integer_terms() for outcome in self._outcomes]
        base = coprime_base({argument for terms, _ in forms for argument in terms})
        vectors = []
        for outcome, (terms, denominator) in zip(self._outcomes, forms, strict=True):
            vector = [self._values[outcome].constant] + [Fraction(0)] * len(base)
            for argument, coefficient in terms.items():
                scale = Fraction(int(coefficient), int(denominator))
                for position, power in enumerate(exponents(argument, base)):
                    if power:
                        vector[position + 1] += scale * power
            vectors.append(vector)
        return base, vectors

    @checked
    def restricted(self, outcomes: Sequence[Any]) -> Reward:
        """Return the reward on the given outcomes, in that order."""
        return Reward({outcome: self[outcome] for outcome in outcomes})

    @checked
    def matching(self, reference: Distribution) -> Reward:
        """Return the reward in the order of `reference`; raise `OutcomeError` when their outcomes differ."""
        if self._outcomes == reference.outcomes:
            return self
        if len(self) != len(reference):
            raise OutcomeError(f"reward has {len(self)} entries but the reference has {len(reference)}")
        return self.restricted(reference.outcomes)

    def __eq__(self, other: object) -> bool:
        return self._values == other._values if isinstance(other, Reward) else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __reduce__(self) -> tuple[object, ...]:
        return Reward, (self._values,)

    def __repr__(self) -> str:
        shown = [self._values[o].short_text() for o in self._outcomes[:20]]
        more = ", …" if len(self) > 20 else ""
        if self._outcomes == tuple(range(len(self))):
            return f"Reward.parse({', '.join(shown) + more!r})"
        pairs = ", ".join(f"{o!r}: {v!r}" for o, v in zip(self._outcomes, shown, strict=False))
        return f"Reward({{{pairs}{more}}})"

    def _shown(self) -> Rows:
        return Rows(("outcome", "reward"), self.items(), len(self), is_vector=numbered(self._outcomes))


def matched(reward: Any, reference: Distribution) -> Reward:
    """Return a caller's reward in the order of `reference`; raise `OutcomeError` for what is no reward."""
    if not isinstance(reward, Reward):
        raise OutcomeError(
            f"a Reward is needed here, not {with_article(type(reward).__name__)}: Reward.parse reads text,"
            " Reward.values a list"
        )
    return reward if reward._outcomes == reference._outcomes else reward.matching(reference)


def groups_by_reward(reward: Reward, reference: Distribution) -> tuple[tuple[tuple[Outcome, ...], ...], list[fmpz]]:
    """Return the outcomes of positive weight, from the lowest reward up, those that tie together, and their weights.

    >>> groups_by_reward(Reward.values([3, 0, 3, 1]), Distribution.from_weights([1, 2, 4, 0]))
    (((1,), (0, 2)), [2, 5])
    """
    weights = dict(reference._pairs())
    groups = reward.ranking()
    if not all(reference._weights):
        possible = (tuple([o for o in group if weights[o]]) for group in groups)
        groups = tuple([group for group in possible if group])
    return groups, [weights[g[0]] if len(g) == 1 else sum([weights[o] for o in g], fmpz(0)) for g in groups]


def _log_form(value: Any, outcome: Any) -> LogForm:
    if isinstance(value, LogForm):
        return value
    if isinstance(value, str):
        return LogForm.parse(value)
    return LogForm.from_integers((), 1, rational(value, f"reward of {outcome!r}"))


def _log_ratio(top: fmpz, bottom: fmpz) -> LogForm:
    shared = top.gcd(bottom)
    return LogForm.from_integers(((_PLUS, top // shared), (_MINUS, bottom // shared)))


def _over_one_denominator(values: Mapping[Outcome, LogForm]) -> tuple[dict[Outcome, int], int] | None:
    if not all(value.is_rational for value in values.values()):
        return None
    parts = [(int(value._constant.p), int(value._constant.q)) for value in values.values()]
    denominator = lcm(*[bottom for _, bottom in parts])
    numerators = [top * (denominator // bottom) for top, bottom in parts]
    return dict(zip(values, numerators, strict=True)), denominator


def _grouped(outcomes: Sequence[Outcome], key: Callable[[Outcome], Any]) -> tuple[tuple[Outcome, ...], ...]:
    """The outcomes by an increasing key, those with the same one together."""
    return tuple(tuple(group) for _, group in groupby(sorted(outcomes, key=key), key=key))


def _ranked(outcomes: Sequence[Outcome], values: Mapping[Outcome, LogForm]) -> tuple[tuple[Outcome, ...], ...]:
    """Sort by enclosures, and decide exactly where they overlap."""
    balls = {outcome: values[outcome].ball(_SORT_BITS) for outcome in outcomes}

    def compare(a: Outcome, b: Outcome) -> int:
        return sign_of_ball(balls[a] - balls[b]) or (values[a] - values[b]).sign()

    with working_precision(_SORT_BITS):
        order = sorted(outcomes, key=cmp_to_key(compare))
        groups = [[order[0]]]
        for before, outcome in pairwise(order):
            if compare(before, outcome):
                groups.append([outcome])
            else:
                groups[-1].append(outcome)
    return tuple(map(tuple, groups))
