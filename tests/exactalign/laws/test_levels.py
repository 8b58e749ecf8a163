"""Reward lattices and the level law against listing all sequences."""

import re
from fractions import Fraction
from itertools import product
from math import ceil, comb, log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, LevelLaw, LogForm, MemorylessSource, Reward, log
from exactalign.exceptions import TooLarge
from exactalign.laws import levels
from exactalign.laws.lattice import RewardLattice, scaled_integer
from exactalign.laws.levels import coordinate_bytes, kept_lattice, kept_law, law_bytes
from exactalign.laws.markov import MarkovSource
from exactalign.laws.markov_levels import MarkovLevelLaw
from exactalign.laws.type_classes import mean_weight_bits
from exactalign.numbers.memory import integer_bytes, level_bound, power_bits
from tests.exactalign.known_models import P, R
from tests.exactalign.small_models import REWARD_KINDS, distributions, log_forms, rewards


@pytest.mark.parametrize("kind", REWARD_KINDS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_level_law_against_listing(kind: str, data: st.DataObject) -> None:
    p = data.draw(distributions())
    reward = data.draw(rewards(len(p), kind))
    length = data.draw(st.integers(0, 4))
    source = MemorylessSource(p, length)
    expected: dict[LogForm, Fraction] = {}
    for sequence in product(p.support, repeat=length):
        total = reward.of_sequence(sequence)
        expected[total] = expected.get(total, Fraction(0)) + source.probability(sequence)
    law = LevelLaw(source, reward)
    assert list(law) == sorted(expected.items())
    assert law.cumulative[-1] == law.total
    assert [law.positions()[v] for v in law.vectors] == list(range(len(law)))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_lattice_of_another_length_is_the_same(data: st.DataObject) -> None:
    """A reward keeps its last law, whose lattice serves other lengths of the same reference, and of it alone."""
    first, second = data.draw(distributions(3, 3)), data.draw(distributions(3, 3))
    reward = data.draw(rewards(3))
    for p, length in ((first, 2), (first, 3), (second, 3), (first, 1)):
        fresh = LevelLaw(MemorylessSource(p, length), Reward(dict(reward.items())))
        kept = LevelLaw(MemorylessSource(p, length), reward)
        assert list(kept) == list(fresh)
        assert kept.lattice.groups == fresh.lattice.groups
        assert list(kept.lattice.masses) == [sum(p._weights[o] for o in group) for group in fresh.lattice.groups]


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(log_forms(max_terms=2), min_size=1, max_size=5))
def test_lattice_coordinates_are_right(values: list[LogForm]) -> None:
    lattice = RewardLattice(Distribution.uniform(len(values)), Reward.values(values))
    assert list(lattice.values) == sorted(set(values))
    for value, vector in zip(lattice.values, lattice.vectors, strict=True):
        assert all(c >= 0 for c in vector)
        assert lattice.total(vector, 1) == value
    assert len(set(lattice.vectors)) == len(lattice.groups)
    assert lattice.spans == [max(column) for column in zip(*lattice.vectors, strict=True)]


@pytest.mark.parametrize(
    ("values", "rank", "levels"),
    [
        ("0, 0, 0", 0, lambda m: 1),
        ("0.3, 0.1, 0.2", 1, lambda m: 2 * m + 1),
        ("log 9, log 1, log 3", 1, lambda m: 2 * m + 1),
        ("log 6, 0, log 2", 2, lambda m: comb(m + 2, 2)),
        ("0, 1, log 2", 2, lambda m: comb(m + 2, 2)),
        ("0, log 2, log 3, log 6", 2, lambda m: (m + 1) ** 2),
        ("0, 1/2, log 2, 1/2 + log 2", 2, lambda m: (m + 1) ** 2),
        ("0, 0, 5", 1, lambda m: m + 1),
        ("1/2 log 2, log 2, 3/2 log 2", 1, lambda m: 2 * m + 1),
    ],
)
def test_ranks_and_counts(values: str, rank: int, levels: object) -> None:
    reward = Reward.parse(values)
    p = Distribution.uniform(len(reward))
    assert len(RewardLattice(p, reward).basis) == rank
    for length in (0, 1, 2, 5, 9):
        assert len(LevelLaw(MemorylessSource(p, length), reward)) == levels(length)  # type: ignore[operator]


def test_outcomes_of_probability_0_have_no_level() -> None:
    law = LevelLaw(MemorylessSource(Distribution.from_weights([0, 1, 1]), 2), Reward.parse("log 7, 0, 1"))
    assert [str(level) for level, _ in law] == ["0", "1", "2"]
    assert set(law.lattice.group_of) == {1, 2}


@pytest.mark.parametrize("span", [10**9, 10**40])
@pytest.mark.parametrize("length", [0, 1, 2])
def test_wide_lattices_stay_sparse(span: int, length: int) -> None:
    law = LevelLaw(MemorylessSource(P, length), Reward.values([0, 1, span]))
    assert len(law) == comb(length + 2, 2)
    assert sum(mass for _, mass in law) == 1


def test_nearly_equal_levels_are_sorted_exactly() -> None:
    # Levels that differ by 10^-60 only: the first approximations cannot order them.
    tiny = Fraction(1, 10**60)
    reward = Reward.values([0, log(2), log(2) + tiny])
    law = LevelLaw(MemorylessSource(P, 4), reward)
    heights = [level for level, _ in law]
    assert heights == sorted(heights)
    assert heights[1:3] == [log(2), log(2) + tiny]


def test_the_law_after_one_symbol_shares_the_lattice() -> None:
    law = LevelLaw(MemorylessSource(P, 3), Reward.parse("log 6, 0, log 2"))
    shorter = law.after_one_symbol
    assert shorter.lattice is law.lattice
    assert shorter.source.length == 2
    assert law.after_one_symbol is shorter


@pytest.mark.slow
def test_a_thousand_symbols() -> None:
    law = LevelLaw(MemorylessSource(Distribution.uniform(6), 1000), Reward.values(range(6)))
    assert len(law) == 5001
    assert sum(law.weights) == law.total == 6**1000
    assert law.weights == law.weights[::-1]


@given(st.integers(-(10**40), 10**40), st.integers(1, 50), st.integers(0, 200))
def test_scaled_integers_are_within_one(factor: int, argument: int, bits: int) -> None:
    value = log(argument) * factor + Fraction(factor, 7)
    assert abs(value * (1 << bits) - scaled_integer(value, bits)) <= 1


def test_groups_are_the_outcomes_of_equal_reward_that_can_occur() -> None:
    """Tuples, as every part of a lattice: nobody changes the law that a reward keeps."""
    p = Distribution.from_weights([1, 2, 0, 4, 0, 6])
    lattice = RewardLattice(p, Reward.values([5, 0, 5, 5, 7, 2]))
    assert lattice.groups == ((1,), (5,), (0, 3))
    assert lattice.group_of == {1: 0, 5: 1, 0: 2, 3: 2}
    assert (lattice.masses, lattice.values) == ((2, 6, 5), (0, 2, 5))
    assert (lattice.vectors, lattice.basis, lattice.origin, lattice.spans) == (((0,), (2,), (5,)), (1,), 0, [5])


def test_why_a_law_is_too_large_in_words() -> None:
    """C(m + 2, 2) types of three letters, over 10^m; of a chain, m + 1 levels."""
    exact = "use a shorter length, rewards that tie, or enclosed probabilities"
    for length in (100, 150):
        with pytest.raises(TooLarge) as error:
            LevelLaw(P**length, R, memory=1000)
        told = re.fullmatch(r"(.*), some \S+ [kM]B: over the limit of 1 kB; (.*)", str(error.value))
        assert told is not None
        what = f"the exact level law for length {length} needs about {comb(length + 2, 2)} numbers"
        assert told.groups() == (f"{what} of {ceil(length * log2(10))} bits", exact)
    chain = MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], length=100)
    words = "the exact level law of a chain of 2 symbols for length 100 needs about 101 numbers of 20. bits, some .*"
    advice = "use a shorter length, or rewards that tie or are equally spaced"
    with pytest.raises(TooLarge, match=f"^{words}: over the limit of 1 kB; {advice}$"):
        MarkovLevelLaw(chain, Reward.values([0, 1]), memory=1000)


def test_the_last_law_of_a_reward_is_kept_where_it_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to 20,000 levels, and for the same law of one symbol (not an equal one) and the same length alone."""
    assert levels._KEPT_LEVELS == 20_000
    monkeypatch.setattr(levels, "_KEPT_LEVELS", 3)
    reward, other = Reward.values([0, 1, 2]), Distribution(dict(P.items()))
    assert kept_law(P**1, reward) is None
    assert kept_lattice(P, reward) is not kept_lattice(P, reward)
    law = LevelLaw(P**1, reward)  # three levels
    assert kept_law(P**1, reward) is law
    assert kept_lattice(P, reward) is law.lattice
    assert kept_law(P**2, reward) is kept_law(other**1, reward) is None
    assert kept_lattice(other, reward) is not law.lattice
    assert len(LevelLaw(P**2, reward)) == 5
    assert kept_law(P**2, reward) is None
    assert kept_law(P**1, reward) is law


@pytest.mark.parametrize("length", [0, 1, 10, 100])
def test_how_much_a_law_takes(length: int) -> None:
    """Twice its numbers for one coordinate, thrice in a polynomial of several; types have the size of their weights."""
    assert [coordinate_bytes(rank) for rank in (0, 1, 3)] == [192, 232, 312]
    p, bits = Distribution.from_weights([1, 2, 3, 4]), power_bits(10, length)
    tied, spaced, several = (Reward.parse(text) for text in ("1, 1, 1, 1", "0, 1, 2, 3", "0, log 2, log 3, log 6"))
    generic = Reward.parse("0, log 2, log 3, log 5")
    for reward, rank, copies in (
        (tied, 0, 2), (spaced, 1, 2), (several, 2, 3), (generic, 3, None),
    ):  # fmt: skip
        lattice = RewardLattice(p, reward)
        assert len(lattice.basis) == rank
        bound = level_bound(length, len(lattice.groups), lattice.spans)
        numbers = mean_weight_bits(length, lattice.masses) * bound + length * bits if copies is None else 0
        held = bound * bits * copies if copies else numbers
        assert law_bytes(p**length, lattice) == integer_bytes(bound, held, bits) + bound * (192 + 40 * rank)


def test_levels_are_found_by_their_reward() -> None:
    law = LevelLaw(P**2, Reward.values([0, 1, 3]))
    heights = [0, 1, 2, 3, 4, 6]
    assert [law.level_reward(i) for i in range(len(law))] == heights
    for threshold in (-1, 0, Fraction(1, 2), 3, 5, 6, 7):
        assert law.first_at_least(LogForm(threshold)) == sum(height < threshold for height in heights)
    assert law.positions() == {vector: i for i, vector in enumerate(law.vectors)}


def test_a_sparse_power_is_a_dense_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever way is chosen, the law is the same."""
    p, reward = Distribution.from_weights([1, 2, 3]), {0: 0, 1: 2, 2: 7}
    found = []
    for factor in (0, 50, 10**9):
        monkeypatch.setattr(levels, "_DENSE_FACTOR", factor)
        found.append([list(LevelLaw(p**length, Reward(reward))) for length in (0, 1, 2, 5)])
    assert found[0] == found[1] == found[2]


def test_laws_of_levels_are_not_compared() -> None:
    one, other = (LevelLaw(MemorylessSource(P, 2), R) for _ in range(2))
    assert one != other
    assert len({one, other}) == 2
