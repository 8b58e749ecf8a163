"""Hypothesis strategies for exact distributions, rewards and alignment problems.

Every strategy draws small integers and builds exact objects from them, so that a failing example shrinks
to few outcomes and small denominators. Bounds are called `min_*` and `max_*`; a combination that could
generate nothing is refused when the strategy is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import lcm
from typing import Any, Literal, NamedTuple

from exactalign.exceptions import ParameterError
from exactalign.extras import require_extra
from exactalign.laws.distributions import Distribution
from exactalign.laws.divergences import kl_divergence
from exactalign.laws.outcomes import Outcome
from exactalign.laws.rewards import Reward
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.rationals import rational
from exactalign.numbers.reading import decided_real, whole_number
from exactalign.policies.tilting import AlignedFamily

require_extra("testing")

from hypothesis import strategies as st  # noqa: E402 (after the check that names the extra)
from hypothesis.strategies import DrawFn, SearchStrategy  # noqa: E402

RewardKind = Literal["rational", "log", "generic", "mixed"]

_PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]


class Problem(NamedTuple):
    """A reference and a reward on the same outcomes."""

    reference: Distribution
    reward: Reward

    @property
    def family(self) -> AlignedFamily:
        """The aligned family of the problem."""
        return AlignedFamily(self.reference, self.reward)


def rationals(min_value: Any = None, max_value: Any = None, *, max_denominator: int = 12) -> SearchStrategy[Fraction]:
    """Rational numbers with small denominators; shrink towards 0 or the bound nearest to it.

    >>> rationals("1/2", 1)
    _rationals(low=Fraction(1, 2), high=Fraction(1, 1), max_denominator=12)
    """
    low = None if min_value is None else rational(min_value, "min_value")
    high = None if max_value is None else rational(max_value, "max_value")
    whole_number(max_denominator, "max_denominator", 1)
    if low is not None and high is not None and low > high:
        raise ParameterError(f"min_value is {low}, above max_value {high}: nothing could be generated")
    if low == high is not None:
        return st.just(high)
    for end, name in ((low, "min_value"), (high, "max_value")):
        if end is not None and end.denominator > max_denominator:
            raise ParameterError(f"{name} is {end}, with a denominator above max_denominator = {max_denominator}")
    return _rationals(low=low, high=high, max_denominator=max_denominator)


def log_forms(*, max_terms: int = 4, max_denominator: int = 12) -> SearchStrategy[LogForm]:
    """Log forms r + Σ cᵢ·log aᵢ with small rational r, cᵢ and aᵢ (which share factors); shrink to 0.

    >>> log_forms(max_terms=1).filter(bool) is not None
    True
    """
    whole_number(max_terms, "max_terms", 0)
    number = rationals(-20, 20, max_denominator=max_denominator)
    argument = rationals("1/30", 30, max_denominator=max(30, max_denominator))
    constant = st.one_of(st.just(Fraction(0)), number)
    return st.builds(LogForm, constant, st.lists(st.tuples(number, argument), max_size=max_terms))


def distributions(
    *,
    outcomes: Sequence[Outcome] | None = None,
    min_size: int = 1,
    max_size: int = 4,
    max_weight: int = 8,
    zeros: bool = True,
    near_degenerate: bool = False,
) -> SearchStrategy[Distribution]:
    """Exact distributions, from integer weights up to `max_weight`; shrink to few outcomes of equal weight.

    `outcomes` fixes the alphabet, else it is 0..K−1 with min_size ≤ K ≤ max_size. `zeros=False` leaves no
    outcome of probability 0; `near_degenerate=True` gives one outcome almost all of the mass.

    >>> distributions(min_size=2, max_size=2, zeros=False)
    _distributions(outcomes=None, min_size=2, max_size=2, max_weight=8, zeros=False, near_degenerate=False)
    """
    whole_number(max_weight, "max_weight", 1)
    if outcomes is not None:
        min_size = max_size = len(tuple(outcomes))
    _sizes(min_size, max_size)
    return _distributions(
        outcomes=None if outcomes is None else tuple(outcomes),
        min_size=min_size,
        max_size=max_size,
        max_weight=max_weight,
        zeros=zeros,
        near_degenerate=near_degenerate,
    )


def rewards(
    *,
    outcomes: Sequence[Outcome] | None = None,
    min_size: int = 1,
    max_size: int = 4,
    kind: RewardKind = "mixed",
    ties: bool | None = None,
    max_value: int = 6,
) -> SearchStrategy[Reward]:
    """Rewards: rational values, logarithms of rationals, or both (`mixed`); shrink to 0, 1, …

    `generic` rewards are logarithms of primes: independent over Q, so that every type has a total of its own.
    `ties=True` makes two outcomes tie exactly (from two outcomes on), `ties=False` keeps all values
    distinct, None leaves it open. Numbers go up to `max_value`, with denominators up to 3.

    >>> rewards(outcomes="ab", kind="log", ties=False)
    _rewards(outcomes=('a', 'b'), min_size=2, max_size=2, kind='log', ties=False, max_value=6)
    """
    if kind not in ("rational", "log", "generic", "mixed"):
        raise ParameterError(f"kind is {kind!r}: give rational, log, generic or mixed")
    if kind == "generic" and max_size > len(_PRIMES):
        raise ParameterError(f"generic rewards have at most {len(_PRIMES)} outcomes: lower max_size")
    whole_number(max_value, "max_value", 1)
    if outcomes is not None:
        min_size = max_size = len(tuple(outcomes))
    _sizes(min_size, max_size)
    if ties and max_size < 2:
        raise ParameterError("ties need at least two outcomes: raise max_size")
    if ties is False and kind != "generic" and max_size > max_value:
        raise ParameterError(f"{max_size} distinct values do not fit below max_value = {max_value}: raise it")
    if ties:
        min_size = max(min_size, 2)
    return _rewards(
        outcomes=None if outcomes is None else tuple(outcomes),
        min_size=min_size,
        max_size=max_size,
        kind=kind,
        ties=ties,
        max_value=max_value,
    )


def problems(
    *,
    min_size: int = 1,
    max_size: int = 4,
    max_weight: int = 8,
    zeros: bool = True,
    kind: RewardKind = "mixed",
    ties: bool | None = None,
    constant: bool | None = None,
) -> SearchStrategy[Problem]:
    """A reference with a reward on its outcomes; `constant` asks for a reward that is, or is not, constant.

    Whether a reward is constant is judged on the support of the reference, as feasibility is.

    >>> problems(max_size=3, constant=False)
    _problems(min_size=2, max_size=3, max_weight=8, zeros=True, kind='mixed', ties=None, constant=False)
    """
    _sizes(min_size, max_size)
    if constant is False:
        if max_size < 2:
            raise ParameterError("a reward that is not constant needs two outcomes: raise max_size")
        min_size = max(min_size, 2)
    if ties and max_size < (3 if constant is False else 2):
        raise ParameterError("too few outcomes for ties: raise max_size")
    if ties is False and constant:
        raise ParameterError("a constant reward ties: drop ties=False or constant=True")
    return _problems(
        min_size=min_size,
        max_size=max_size,
        max_weight=max_weight,
        zeros=zeros,
        kind=kind,
        ties=ties,
        constant=constant,
    )


def sequences(
    outcomes: Sequence[Outcome], *, min_length: int = 0, max_length: int = 5
) -> SearchStrategy[tuple[Outcome, ...]]:
    """Sequences of outcomes, as tuples.

    >>> sequences("ab", max_length=2).filter(bool) is not None
    True
    """
    _sizes(min_length, max_length, smallest=0, name="length")
    return st.lists(st.sampled_from(tuple(outcomes)), min_size=min_length, max_size=max_length).map(tuple)


def types(count: int, *, min_length: int = 0, max_length: int = 5) -> SearchStrategy[tuple[int, ...]]:
    """Types of sequences over `count` outcomes: counts that sum to the length; shrink to short, skewed types."""
    whole_number(count, "count", 1)
    return sequences(range(count), min_length=min_length, max_length=max_length).map(
        lambda sequence: tuple(sequence.count(k) for k in range(count))
    )


def sample_sizes(*, min_value: int = 1, max_value: int = 6) -> SearchStrategy[int]:
    """Numbers of draws N ≥ 1; shrink to `min_value`."""
    _sizes(min_value, max_value, smallest=1, name="value")
    return st.integers(min_value, max_value)


def feasible_kl(problem: Problem | AlignedFamily) -> SearchStrategy[LogForm]:
    """KL divergences strictly inside feasibility: 0 < Δ < Δ_max; shrink to Δ_max/2.

    Raises `ParameterError` for a reward that is constant on the support, where there is none.
    """
    family = problem.family if isinstance(problem, Problem) else problem
    if family.is_constant:
        raise ParameterError("the reward is constant on the support: no KL divergence lies strictly inside feasibility")
    return st.tuples(st.integers(1, 12), st.integers(1, 12)).map(
        lambda pair: family.kl_max * Fraction(pair[0], pair[0] + pair[1])
    )


def policies_in_kl_ball(reference: Distribution, kl: Any, *, max_weight: int = 8) -> SearchStrategy[Distribution]:
    """Exact policies ψ with KL(ψ‖reference) ≤ kl; any policy is mixed with the reference until it fits.

    The KL divergence is convex, so mixing enough always fits; kl = 0 leaves the reference alone.
    """
    limit = decided_real(kl, "kl")
    if limit < 0:
        raise ParameterError(f"kl is {limit}: it must not be negative")
    return distributions(outcomes=reference.support, max_weight=max_weight).map(
        lambda policy: _fitted(policy, reference, limit)
    )


def _fitted(policy: Distribution, reference: Distribution, limit: LogForm) -> Distribution:
    full = Distribution(dict.fromkeys(reference.outcomes, 0) | dict(policy.items()))
    for halvings in range(64):
        candidate = reference.mix(full, Fraction(1, 2**halvings))
        divergence = kl_divergence(candidate, reference)
        if isinstance(divergence, LogForm) and divergence <= limit:
            return candidate
    return reference


@st.composite
def _rationals(draw: DrawFn, *, low: Fraction | None, high: Fraction | None, max_denominator: int) -> Fraction:
    """What `st.fractions` draws, by the same choices, in a sixth of the time: it makes a strategy for each of them."""
    below = draw(st.integers(1, max_denominator)) * lcm(*(end.denominator for end in (low, high) if end is not None))
    least, most = (None if end is None else int(end * below) for end in (low, high))
    return Fraction(draw(st.integers(least, most)), below).limit_denominator(max_denominator)


@st.composite
def _distributions(
    draw: DrawFn,
    *,
    outcomes: tuple[Outcome, ...] | None,
    min_size: int,
    max_size: int,
    max_weight: int,
    zeros: bool,
    near_degenerate: bool,
) -> Distribution:
    size = draw(st.integers(min_size, max_size))
    weights = [draw(st.integers(1, max_weight))]
    weights += draw(st.lists(st.integers(1, max_weight), min_size=size - 1, max_size=size - 1))
    if zeros:
        for position in draw(st.sets(st.integers(0, size - 1), max_size=size - 1)):
            weights[position] = 0
    if near_degenerate:
        heavy = draw(st.sampled_from([i for i, w in enumerate(weights) if w]))
        weights[heavy] *= 10 ** draw(st.integers(3, 30))
    return Distribution.from_weights(weights, outcomes)


@st.composite
def _rewards(
    draw: DrawFn,
    *,
    outcomes: tuple[Outcome, ...] | None,
    min_size: int,
    max_size: int,
    kind: RewardKind,
    ties: bool | None,
    max_value: int,
) -> Reward:
    size = draw(st.integers(min_size, max_size))
    distinct = ties is False or kind == "generic"
    values = draw(st.lists(_value(kind, max_value), min_size=size, max_size=size, unique=distinct))
    if ties:
        first, second = sorted(draw(st.sets(st.integers(0, size - 1), min_size=2, max_size=2)))
        values[second] = values[first]
    return Reward.values(values, outcomes)


@cache
def _value(kind: RewardKind, max_value: int) -> SearchStrategy[LogForm]:
    """One value of a reward: made once, since Hypothesis looks through each strategy that it meets first."""
    if kind == "generic":
        return st.sampled_from(_PRIMES).map(log)
    if kind == "mixed":
        return st.one_of(_value("rational", max_value), _value("log", max_value))
    # The denominator is drawn first: a whole number is then smaller than a fraction, however small.
    number = st.builds(lambda below, above: Fraction(above, below), st.integers(1, 3), st.integers(1, max_value))
    return number.map(log) if kind == "log" else number.map(lambda x: LogForm(x - 1))


@st.composite
def _problems(
    draw: DrawFn,
    *,
    min_size: int,
    max_size: int,
    max_weight: int,
    zeros: bool,
    kind: RewardKind,
    ties: bool | None,
    constant: bool | None,
) -> Problem:
    reference = draw(distributions(min_size=min_size, max_size=max_size, max_weight=max_weight, zeros=zeros))
    size = len(reference)
    if constant:
        value = draw(rewards(min_size=1, max_size=1, kind=kind))[0]
        return Problem(reference, Reward.values([value] * size))
    reward = draw(rewards(min_size=size, max_size=size, kind=kind, ties=ties if size > 1 else None))
    if constant is False and len({reward[o] for o in reference.support}) < 2:
        reference, reward = _varied(reference, reward)
    return Problem(reference, reward)


def _varied(reference: Distribution, reward: Reward) -> tuple[Distribution, Reward]:
    """Make a reward that is constant on the support vary there, keeping its ties."""
    if len(reference.support) < 2:
        reference = Distribution.uniform(len(reference))
    if len(reward.ranking()) > 1:
        return reference.mix(Distribution.uniform(reference.outcomes), Fraction(1, 2)), reward
    last = reference.support[-1]
    raised = {o: v + 1 if o == last else v for o, v in reward.items()}
    return reference, Reward(raised)


def _sizes(low: int, high: int, *, smallest: int = 1, name: str = "size") -> None:
    whole_number(low, f"min_{name}", smallest)
    whole_number(high, f"max_{name}", smallest)
    if low > high:
        raise ParameterError(f"min_{name} is {low}, above max_{name} = {high}: nothing could be generated")


st.register_type_strategy(Problem, problems())  # as a tuple of two fields it would be drawn from any two alphabets
