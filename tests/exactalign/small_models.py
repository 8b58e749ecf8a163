"""Hypothesis strategies for small exact models, on `exactalign.testing.strategies`, with the awkward cases kept likely.

Zero probabilities, tied rewards, one outcome, one draw, and sequences of length 0 and 1 all occur often.
"""

from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from exactalign import Distribution, LogForm, Reward, log
from exactalign.laws.markov import MarkovSource
from exactalign.testing import strategies
from exactalign.testing.strategies import rationals

small_fractions = rationals(min_value=-20, max_value=20, max_denominator=12)
positive_fractions = rationals(min_value=Fraction(1, 30), max_value=30, max_denominator=30)


@cache  # Hypothesis looks through each strategy that it meets first
def distributions(min_outcomes: int = 1, max_outcomes: int = 4, zeros: bool = True) -> st.SearchStrategy[Distribution]:
    """Distributions on 0..K−1, by small weights of which some may be 0."""
    return strategies.distributions(min_size=min_outcomes, max_size=max_outcomes, max_weight=6, zeros=zeros)


log_forms = strategies.log_forms


_VALUES = {
    "rational": st.sampled_from([0, 1, 2, 3, Fraction(1, 2), Fraction(-1, 3)]).map(LogForm),
    "spaced": st.integers(0, 4).map(lambda k: LogForm(Fraction(k, 10))),
    "powers": st.sampled_from([9, 1, 3, Fraction(1, 3), 27]).map(log),
    "rank two": st.sampled_from([1, 2, 3, 4, 6, 12, Fraction(2, 3)]).map(log),
    "generic": st.sampled_from([1, 2, 3, 5, 7]).map(log),
    "mixed": st.sampled_from([log(1), log(2) / 2, log(2) + 1, LogForm(1), log("3/2") - 1, LogForm("1/2")]),
}
REWARD_KINDS = tuple(_VALUES)


@cache
@st.composite
def rewards(draw: st.DrawFn, count: int, kind: str | None = None) -> Reward:
    """Draw a reward on 0..count−1 of one kind of lattice (ties are likely)."""
    chosen = draw(st.sampled_from(REWARD_KINDS)) if kind is None else kind
    return Reward.values([draw(_VALUES[chosen]) for _ in range(count)])


@st.composite
def models(
    draw: st.DrawFn, max_tuples: int = 3000, kind: str | None = None, min_length: int = 0
) -> tuple[Distribution, Reward, int, int]:
    """Draw (p, reward, length, n) small enough to list all n-tuples of sequences."""
    p = draw(distributions())
    length = draw(st.integers(min_length, 3))
    n = draw(st.sampled_from([n for n in range(1, 5) if len(p) ** (length * n) <= max_tuples]))
    return p, draw(rewards(len(p), kind)), length, n


@st.composite
def chains(draw: st.DrawFn, largest: int = 3, longest: int = 4) -> MarkovSource:
    """Draw a Markov chain short enough to list its sequences, zeros and reducible ones among them."""
    size, length = draw(st.integers(1, largest)), draw(st.integers(1, longest))
    laws = distributions(size, size)
    return MarkovSource(draw(laws), {symbol: draw(laws) for symbol in range(size)}, length)


@st.composite
def laws_with_rewards(draw: st.DrawFn) -> tuple[Distribution, Reward]:
    """Draw a law and a reward on its outcomes."""
    p = draw(distributions())
    return p, draw(rewards(len(p)))
