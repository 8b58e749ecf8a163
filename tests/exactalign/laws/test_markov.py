"""Markov chains against listing all their sequences, and chains of independent symbols against p^m."""

from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, LevelLaw, LogForm, Reward, TooLarge, log, oo
from exactalign.exceptions import DistributionError, OutcomeError, ParameterError, WrongKind
from exactalign.laws.markov import MarkovSource, stationary_law
from exactalign.laws.markov_levels import MarkovLevelLaw
from exactalign.laws.markov_rates import entropy_rate, kl_rate
from tests.exactalign.small_models import REWARD_KINDS, chains, distributions, rewards

CHAIN = {0: Distribution.uniform(2), 1: Distribution.from_probabilities(["1/4", "3/4"])}


@pytest.mark.parametrize("kind", REWARD_KINDS)
@settings(max_examples=20)
@given(data=st.data())
def test_level_law_against_listing(kind: str, data: st.DataObject) -> None:
    chain = data.draw(chains())
    reward = data.draw(rewards(len(chain.outcomes), kind))
    expected: dict[object, Fraction] = {}
    for sequence in product(chain.outcomes, repeat=chain.length):
        mass = Fraction(chain.initial.probability(sequence[0]))
        for here, after in pairwise(sequence):
            mass *= chain.transition[here].probability(after)
        assert chain.probability(sequence) == mass
        if mass:
            total = reward.of_sequence(sequence)
            expected[total] = expected.get(total, Fraction(0)) + mass
    law = MarkovLevelLaw(chain, reward)
    assert list(law) == sorted(expected.items())
    assert law.cumulative[-1] == law.total


@settings(max_examples=20)
@given(data=st.data())
def test_a_chain_of_equal_rows_is_memoryless(data: st.DataObject) -> None:
    p, length = data.draw(distributions()), data.draw(st.integers(1, 5))
    reward = data.draw(rewards(len(p), "mixed"))
    chain = MarkovSource(p, dict.fromkeys(p.outcomes, p), length)
    assert list(MarkovLevelLaw(chain, reward)) == list(LevelLaw(p**length, reward))
    assert chain.initial == stationary_law(chain.transition)


@settings(max_examples=30)
@given(chains())
def test_stationary_law_is_stationary(chain: MarkovSource) -> None:
    try:
        law = stationary_law(chain.transition)
    except DistributionError:
        assert not chain.is_irreducible
        return
    for symbol in chain.outcomes:
        inflow = sum(law.probability(before) * row.probability(symbol) for before, row in chain.transition.items())
        assert inflow == law.probability(symbol)


def test_reachable_symbols() -> None:
    chain = MarkovSource.from_rows(["0, 1, 0", "1, 0, 0", "0, 0, 1"], 1, initial=Distribution({0: 1, 1: 0, 2: 0}))
    assert chain.reachable() == (0,)
    assert MarkovSource(chain.initial, chain.transition, 2).reachable() == (0, 1)
    assert not chain.is_irreducible


def test_a_thousand_symbols_of_three_states_are_exact() -> None:
    chain = MarkovSource.from_rows(["1/2, 1/4, 1/4", "0, 1/3, 2/3", "1/5, 2/5, 2/5"], 1000)
    law = MarkovLevelLaw(chain, Reward.values([0, 1, 2]))
    mean = sum(int(law.level_reward(i).constant) * int(w) for i, w in enumerate(law.weights))
    assert Fraction(mean, int(law.total)) == 1000 * chain.initial.expectation({0: 0, 1: 1, 2: 2})


@pytest.mark.parametrize(
    ("build", "error", "words"),
    [
        (lambda: MarkovSource.from_rows(["1/2, 1/2", "1"], 2), DistributionError, "square"),
        (lambda: MarkovSource.from_rows(["1/2, 1/2", "1/2, 1"], 2), DistributionError, "row of 1"),
        (lambda: MarkovSource.from_rows(["1, 0", "0, 1"], 2), DistributionError, "several stationary laws"),
        (lambda: MarkovSource.from_rows(["1, 0", "0, 1"], 0, initial=CHAIN[0]), ParameterError, "length"),
        (lambda: MarkovSource(CHAIN[0], {0: CHAIN[0]}, 2), OutcomeError, "other symbols"),
        (lambda: MarkovSource(CHAIN[0], {}, 2), DistributionError, "transition"),
        (lambda: MarkovSource(CHAIN[0], {0: 1, 1: 2}, 2), DistributionError, "must be a Distribution"),
        (lambda: MarkovSource("1/2, 1/2", CHAIN, 2), DistributionError, "initial"),  # type: ignore[arg-type]
        (lambda: MarkovLevelLaw(MarkovSource(CHAIN[0], CHAIN, 2), Reward.values([1, 2, 3])), OutcomeError, "symbols"),
    ],
)
def test_refusals(build: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        build()  # type: ignore[operator]


def test_what_does_not_fit_is_refused_before_it_is_built() -> None:
    chain = MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], length=10**6)
    with pytest.raises(TooLarge, match="1000000"):
        MarkovLevelLaw(chain, Reward.values([0, 1]))


def test_a_row_is_a_list_a_text_or_whatever_can_be_gone_through() -> None:
    chain = MarkovSource(Distribution.uniform(2), CHAIN, 3)
    first, second = ["1/2", "1/2"], ["1/4", "3/4"]
    for rows in ([first, tuple(second)], [", ".join(first), ",".join(second)], [iter(first), iter(second)]):
        assert MarkovSource.from_rows(rows, 3, initial=Distribution.uniform(2)) == chain


def test_rows_are_put_into_the_order_of_the_symbols() -> None:
    turned = Distribution({1: Fraction(3, 4), 0: Fraction(1, 4)})
    chain = MarkovSource(Distribution.uniform(2), {0: CHAIN[0], 1: turned}, 2)
    assert isinstance(chain.transition[1], Distribution)
    assert chain.transition[1].outcomes == (0, 1)
    assert chain.probability((1, 0)) == Fraction(1, 8)


def test_equal_chains_hash_alike() -> None:
    chain = MarkovSource(Distribution.uniform(2), CHAIN, 2)
    turned = MarkovSource(Distribution.uniform([1, 0]), {1: CHAIN[1], 0: CHAIN[0]}, 2)
    assert (turned, hash(turned)) == (chain, hash(chain))
    assert len({chain, turned, MarkovSource(Distribution.uniform(2), CHAIN, 3)}) == 2


def test_a_chain_in_its_parts() -> None:
    chain = MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], 3)
    assert (chain.outcomes, chain.length, chain.initial.probabilities) == ((0, 1), 3, (Fraction(1, 3), Fraction(2, 3)))
    assert chain.scaled() == ([1, 2], 3, [[2, 2], [1, 3]], 4)
    assert chain.weight((1, 1, 0)) == (2 * 3 * 1, 3 * 4**2)
    assert chain.probability((1, 1, 0)) == Fraction(1, 8)
    named = MarkovSource.from_rows([["1/2", "1/2"], ["1/4", "3/4"]], 1, outcomes="ab")
    assert (named.outcomes, named.probability("b")) == (("a", "b"), Fraction(2, 3))
    given = MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], 1, initial=Distribution({1: "1/5", 0: "4/5"}))
    assert (given.outcomes, given.initial.outcomes, given.probability((1,))) == ((0, 1), (0, 1), Fraction(1, 5))
    for sequence in ((), (0, 1), (0, 1, 1, 0)):
        with pytest.raises(OutcomeError, match=f"^the sequence has {len(sequence)} symbols: the source has length 3$"):
            chain.probability(sequence)
    assert repr(chain) == f"MarkovSource({chain.initial!r}, {dict(chain.transition)!r}, length=3)"
    shown = chain._shown()
    assert shown.columns == ("", "0", "1")
    assert list(shown.rows) == [(0, Fraction(1, 2), Fraction(1, 2)), (1, Fraction(1, 4), Fraction(3, 4))]
    assert (shown.total, shown.title) == (2, "A Markov chain, 3 symbols long: from the row to the column")
    with pytest.raises(ParameterError):
        MarkovSource(chain.initial, CHAIN, 0)
    with pytest.raises(
        WrongKind, match=r"^3 stands for a row: give a list of probabilities, or a text such as '1/2, 1/2'$"
    ):
        MarkovSource.from_rows([3, 4], length=2)
    with pytest.raises(DistributionError, match="give a square one"):
        MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], 2, outcomes="abc")


def test_reaching_goes_as_far_as_the_sequence() -> None:
    """A ring of four, from one place: each symbol reaches one more."""
    ring = {i: Distribution({j: int(j == (i + 1) % 4) for j in range(4)}) for i in range(4)}
    start = Distribution({2: 1, 3: 0, 0: 0, 1: 0})
    for length in range(1, 7):
        chain = MarkovSource(start, ring, length)
        assert set(chain.reachable()) == {(2 + k) % 4 for k in range(min(length, 4))}
        assert list(chain.reachable()) == sorted(chain.reachable())
        assert chain.is_irreducible
    ring[1] = Distribution({0: 0, 1: 1, 2: 0, 3: 0})
    assert not MarkovSource(start, ring, 2).is_irreducible


def test_rates_by_hand() -> None:
    """Σ μᵢ H(Pᵢ) and Σ μᵢ KL(Pᵢ‖Qᵢ), over the symbols that a long sequence visits."""
    chain = MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], 5)
    mu = (Fraction(1, 3), Fraction(2, 3))
    rows = list(chain.transition.values())
    assert entropy_rate(chain) == -LogForm.sum(
        log(x) * x * m for m, row in zip(mu, rows, strict=True) for x in row.probabilities
    )
    other = MarkovSource.from_rows(["1/3, 2/3", "1/5, 4/5"], 1)
    expected = LogForm.sum(
        log(x / y) * x * m
        for m, row, theirs in zip(mu, rows, other.transition.values(), strict=True)
        for x, y in zip(row.probabilities, theirs.probabilities, strict=True)
    )
    assert kl_rate(chain, other) == expected
    assert kl_rate(chain, chain) == 0
    assert kl_rate(chain, MarkovSource.from_rows(["1, 0", "1/4, 3/4"], 1)) == oo
    leaving = MarkovSource.from_rows(["0, 1", "0, 1"], 1)
    assert kl_rate(leaving, MarkovSource.from_rows(["1, 0", "1/2, 1/2"], 1)) == log(2)
    with pytest.raises(OutcomeError, match=r"^the two chains have other symbols$"):
        kl_rate(chain, MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], 1, outcomes="ab"))


def test_the_law_of_a_chain_by_hand() -> None:
    chain = MarkovSource(Distribution.from_probabilities(["1/3", "2/3"]), CHAIN, 2)
    law = MarkovLevelLaw(chain, Reward.values([0, 1]))
    assert (law.length, law.total, law.weights, law.cumulative) == (2, 12, [2, 4, 6], [2, 6, 12])
    numbered, heights = law.distribution()
    assert numbered == Distribution.from_probabilities(["1/6", "1/3", "1/2"])
    assert list(heights.items()) == [(0, LogForm(0)), (1, LogForm(1)), (2, LogForm(2))]
    assert (law.first_at_least(LogForm(1)), law.first_at_least(LogForm(3)), len(law)) == (1, 3, 3)
    turned = MarkovLevelLaw(chain, Reward({1: 1, 0: 0}))
    assert list(turned) == list(law)
    for wrong, named in ((Reward.values([1, 2, 3]), "2"), (Reward({0: 1}), "1"), (Reward({0: 1, "a": 2}), "1, 'a'")):
        with pytest.raises(OutcomeError, match=f"^the reward and the chain have other symbols: {named}$"):
            MarkovLevelLaw(chain, wrong)
    absent = MarkovSource(Distribution({0: 1, 1: 0}), {0: Distribution({0: 1, 1: 0}), 1: CHAIN[1]}, 4)
    alone = MarkovLevelLaw(absent, Reward.parse("log 2, 5"))
    assert list(alone) == [(log(16), Fraction(1))]


def test_a_stationary_law_by_hand() -> None:
    """Whatever the order in which a row has the symbols; what is no chain has none."""
    rows = {"a": Distribution({"b": "1/2", "a": "1/2"}), "b": Distribution({"b": "3/4", "a": "1/4"})}
    assert stationary_law(rows) == Distribution({"a": "1/3", "b": "2/3"})
    assert stationary_law(rows).outcomes == ("a", "b")
    ring = {i: Distribution({j: int(j == (i + 1) % 3) for j in range(3)}) for i in range(3)}
    assert stationary_law(ring) == Distribution.uniform(3)
    leaving = {
        0: Distribution({0: 0, 1: 1, 2: 0}),
        1: Distribution({0: 0, 1: 0, 2: 1}),
        2: Distribution({0: 0, 1: 0, 2: 1}),
    }
    assert stationary_law(leaving) == Distribution({0: 0, 1: 0, 2: 1})
    assert stationary_law({"x": Distribution({"x": 1})}) == Distribution({"x": 1})
    for wrong in ({}, {0: 1}, {0: Distribution.uniform(2)}, [Distribution.uniform(1)]):
        with pytest.raises((DistributionError, OutcomeError)):
            stationary_law(wrong)  # type: ignore[arg-type]


def test_a_law_is_the_same_as_itself_alone() -> None:
    chain = MarkovSource(CHAIN[0], CHAIN, 2)
    one, other = (MarkovLevelLaw(chain, Reward.values([0, 1])) for _ in range(2))
    assert one != other
    assert {one: 1, other: 2}[one] == 1
