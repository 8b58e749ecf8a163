"""Best-of-N of a Markov chain against drawing N sequences and keeping the best, and its growth rates."""

from fractions import Fraction
from itertools import product
from math import prod

import mpmath
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import (
    AlignedFamily,
    Distribution,
    EnclosedReal,
    LogForm,
    Reward,
    best_of_n,
    entropy,
    kl_divergence,
    log,
    oo,
)
from exactalign.exceptions import OutcomeError, ParameterError, TooLarge, Undecided
from exactalign.laws.markov import MarkovSource
from exactalign.laws.markov_rates import entropy_rate, kl_rate
from exactalign.policies.enclosed_markov import EnclosedMarkovBestOfN
from exactalign.policies.perron import PerronRates
from tests.exactalign.small_models import chains, distributions, rewards

CHAIN = MarkovSource.from_rows(["1/2, 1/4, 1/4", "0, 1/3, 2/3", "1/5, 2/5, 2/5"], length=3)
REWARD = Reward.values([0, 1, 2])


@settings(max_examples=15)
@given(chain=chains(largest=2, longest=3), data=st.data())
def test_policy_against_drawing(chain: MarkovSource, data: st.DataObject) -> None:
    reward, n = data.draw(rewards(len(chain.outcomes), "mixed")), data.draw(st.integers(1, 3))
    law = {y: chain.probability(y) for y in product(chain.outcomes, repeat=chain.length)}
    law = {y: mass for y, mass in law.items() if mass}
    if len(law) ** n > 600:
        n = 2
    kept = dict.fromkeys(law, Fraction(0))
    for draws in product(law, repeat=n):
        best = max(reward.of_sequence(y) for y in draws)
        winners = [y for y in draws if reward.of_sequence(y) == best]
        for y in winners:
            kept[y] += prod((law[z] for z in draws), start=Fraction(1)) / len(winners)
    policy = best_of_n(chain, reward, n)
    assert {y: mass for y, mass in policy.by_sequence() if mass} == {y: m for y, m in kept.items() if m}
    written, reference = Distribution(kept), Distribution(law)
    assert policy.kl() == kl_divergence(written, reference)
    totals = Reward({y: reward.of_sequence(y) for y in law})
    assert policy.expected_reward() == written.expectation(totals)
    alpha = Fraction(1, 2)
    tilted = AlignedFamily(reference, totals).at(alpha)
    expected = mpmath.fsum(float(m) * mpmath.log(float(m) / float(tilted.probability(y))) for y, m in written.items())
    assert abs(float(policy.kl_to_tilt(alpha)) - expected) < 1e-9


def test_the_door() -> None:
    with pytest.raises(ParameterError, match="at least 1"):
        best_of_n(CHAIN, REWARD, "1/2")
    assert isinstance(best_of_n(CHAIN, REWARD, "5/2"), EnclosedMarkovBestOfN)
    with pytest.raises(OutcomeError, match="3"):
        best_of_n(CHAIN, REWARD, 2).probability((0, 1))
    assert best_of_n(CHAIN, REWARD, 2).probability((1, 0, 0)) == 0


@pytest.mark.parametrize(
    ("initial", "rows", "length", "n"),
    [("1/3, 2/3", ["1/2, 1/2", "1/2, 1/2"], 1, 5), ("1/7, 6/7", ["1, 0", "9/16, 7/16"], 5, 3)],
)
def test_masses_over_primes_of_the_first_letter_and_of_the_steps(
    initial: str, rows: list[str], length: int, n: int
) -> None:
    """The denominators of the steps do not occur in a law of one letter, and the first one's only N times in others."""
    first = Distribution.from_probabilities(initial.split(","))
    chain = MarkovSource.from_rows(rows, length, initial=first)
    policy, upto, below = best_of_n(chain, Reward.values([0, 1]), n), Fraction(0), Fraction(0)
    for (total, mass), (level, found) in zip(policy.levels, policy.by_level(), strict=True):
        upto += mass
        assert (level, found) == (total, upto**n - below**n)
        below = upto
    assert upto == 1


@settings(max_examples=10)
@given(chain=chains(largest=3, longest=4), data=st.data(), n=st.integers(2, 5))
def test_the_enclosed_policy_is_the_exact_one(chain: MarkovSource, data: st.DataObject, n: int) -> None:
    reward = data.draw(rewards(len(chain.outcomes), "mixed"))
    exact, bounds = best_of_n(chain, reward, n), best_of_n(chain, reward, n, enclosed=True)
    pairs = [
        (bounds.kl(), exact.kl()),
        (bounds.expected_reward(), exact.expected_reward()),
        (bounds.win_rate(), exact.win_rate()),
        (bounds.kl_to_tilt("1/2"), exact.kl_to_tilt("1/2")),
        (bounds.reward_variance(), exact.reward_variance()),
        (bounds.total_variation_to_tilt(1), exact.total_variation_to_tilt(1)),
    ]
    pairs += [(mine[1], other[1]) for mine, other in zip(bounds.by_level(), exact.by_level(), strict=True)]
    middle = exact.quantile("1/2")
    assert bounds.quantile("1/2") == middle
    pairs += [(bounds.at_most(middle), exact.at_most(middle)), (bounds.at_least(middle), exact.at_least(middle))]
    sequence = next(y for y in product(chain.outcomes, repeat=chain.length) if chain.probability(y))
    pairs.append((bounds.probability(sequence), exact.probability(sequence)))
    for enclosed, value in pairs:
        mine, other = enclosed.enclose(20), EnclosedReal.of(value).enclose(20)
        assert max(mine.lower, other.lower) <= min(mine.upper, other.upper)


def test_a_thousand_symbols_and_n_past_every_fraction() -> None:
    chain = MarkovSource.from_rows(["3/4, 1/4", "1/4, 3/4"], 1000)
    policy = best_of_n(chain, Reward.values([0, 1]), 2**50, enclosed=True)
    alpha = policy.tilts.alpha_for_kl(log(2) * 50)
    assert policy.kl() < log(2**50) - Fraction(2**50 - 1, 2**50)
    assert log(1000) / 8 < policy.kl_to_tilt(alpha) < log(1000) / 2
    with pytest.raises(TooLarge):
        best_of_n(chain, Reward.values([0, 1]), 2**50)


def test_entropy_and_divergence_per_symbol() -> None:
    """Against H(Y^m) − H(Y^(m−1)) and the same difference of divergences, of all sequences."""
    other = MarkovSource.from_rows(["1/3, 1/3, 1/3", "1/2, 1/4, 1/4", "1/4, 1/4, 1/2"], length=3, initial=CHAIN.initial)
    entropies, divergences = [], []
    for length in (2, 3):
        laws = [
            Distribution(
                {
                    y: MarkovSource(c.initial, c.transition, length).probability(y)
                    for y in product(range(3), repeat=length)
                }
            )
            for c in (CHAIN, other)
        ]
        entropies.append(entropy(laws[0]))
        divergences.append(kl_divergence(*laws))
    assert entropies[1] - entropies[0] == entropy_rate(CHAIN)
    assert divergences[1] - divergences[0] == kl_rate(CHAIN, other)
    assert kl_rate(other, CHAIN) == oo
    with pytest.raises(OutcomeError, match="other symbols"):
        kl_rate(CHAIN, MarkovSource.from_rows(["1/2, 1/2", "1/2, 1/2"], 1))


@settings(max_examples=10)
@given(data=st.data())
def test_rates_of_independent_symbols_are_those_of_the_tilt(data: st.DataObject) -> None:
    p = data.draw(distributions(zeros=False))
    reward = data.draw(rewards(len(p), "spaced"))
    rates = PerronRates(MarkovSource(p, dict.fromkeys(p.outcomes, p), 1), reward)
    family, alpha = AlignedFamily(p, reward), data.draw(st.sampled_from([0, 1, Fraction(-1, 2)]))
    for of_chain, of_letters in (
        (rates.log_root(alpha), family.log_partition(alpha)),
        (rates.mean_reward(alpha), family.expected_reward(alpha)),
        (rates.kl(alpha), family.kl(alpha)),
    ):
        difference = (of_chain - of_letters).enclose(20)
        assert difference.lower <= 0 <= difference.upper


def test_rates_against_the_eigenvalue() -> None:
    rates = PerronRates(CHAIN, REWARD)
    with mpmath.workdps(40):

        def log_root(alpha: mpmath.mpf) -> mpmath.mpf:
            growth = [mpmath.exp(alpha * j) for j in range(3)]
            rows = [row.probabilities for row in CHAIN.transition.values()]
            matrix = mpmath.matrix(
                [[mpmath.mpf(x.numerator) / x.denominator * growth[j] for j, x in enumerate(row)] for row in rows]
            )
            return mpmath.log(max(abs(value) for value in mpmath.eig(matrix, left=False, right=False)))

        for alpha in (0, 1, -2):
            slope = mpmath.diff(log_root, alpha)
            for bounds, value in (
                (rates.log_root(alpha).enclose(20), log_root(mpmath.mpf(alpha))),
                (rates.mean_reward(alpha).enclose(12), slope),
            ):
                middle = mpmath.mpf(bounds.midpoint.numerator) / bounds.midpoint.denominator
                assert abs(middle - value) < mpmath.mpf(10) ** -11
    alpha = rates.alpha_for_kl("1/10")
    assert Fraction(1, 10) in rates.kl(alpha).enclose(12)
    # The supremum of α·s − Λ(α) lies where the slope is s, and is the divergence there.
    assert Fraction(1, 10) in rates.rate(Fraction(rates.mean_reward(alpha).enclose(30).midpoint)).enclose(12)


def test_periodic_and_reducible_chains() -> None:
    swap = MarkovSource.from_rows(["0, 1", "1, 0"], 2)
    assert Fraction(1, 2) in PerronRates(swap, Reward.values([0, 1])).log_root(1).enclose(30)
    apart = MarkovSource.from_rows(["1, 0", "0, 1"], 2, initial=Distribution.uniform(2))
    with pytest.raises(ParameterError, match="reducible"):
        PerronRates(apart, Reward.values([0, 1]))
    rates = PerronRates(CHAIN, REWARD)
    with pytest.raises(ParameterError, match="positive"):
        rates.alpha_for_kl(0)
    with pytest.raises(ParameterError, match="stationary mean"):
        rates.rate("1/10")


def test_the_bound_on_the_divergence_holds_for_chains() -> None:
    for n in (2, 3, 8):
        assert best_of_n(CHAIN, REWARD, n).kl() <= log(n) - Fraction(n - 1, n)


@pytest.mark.parametrize("digits", [15, 60])
def test_rates_of_two_symbols_in_closed_form(digits: int) -> None:
    """The root of λ² − (a + d)λ + ad − bc, its derivative in α by the rule for roots, and what follows."""
    chain = MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], length=1)
    rates = PerronRates(chain, Reward.values([-1, 2]))
    for alpha in (0, 1, "-2/3", log(3)):
        x = EnclosedReal.of(LogForm.of(alpha) if not isinstance(alpha, str) else LogForm.parse(alpha))
        one, two = (-x).exp(), (2 * x).exp()
        trace, determinant = one / 2 + two * 3 / 4, one * two / 4  # 3/8 − 1/8
        first, second = -one / 2 + two * 3 / 2, determinant  # their derivatives: the rewards are −1 and 2
        root = (trace + (trace * trace - 4 * determinant).sqrt()) / 2
        slope = (first * root - second) / (2 * root - trace) / root
        for found, truth in (
            (rates.log_root(alpha), root.log()),
            (rates.mean_reward(alpha), slope),
            (rates.kl(alpha), x * slope - root.log()),
        ):
            low, high = found.enclose(digits)
            assert high - low <= Fraction(1, 10**digits) * max(abs(low), abs(high), Fraction(1, 10**40))
            bounds = truth.enclose(2 * digits)
            assert low <= bounds.upper
            assert bounds.lower <= high
    half = rates.alpha_for_kl("1/20")
    assert Fraction(1, 20) in rates.kl(half).enclose(20)
    goal = LogForm(Fraction(3, 2))
    steep = rates.rate(goal)
    for near in (Fraction(1, 5), Fraction(2, 5), Fraction(3, 5)):
        assert steep >= near * goal - rates.log_root(near)  # a supremum


def test_a_root_at_a_point_without_end_is_undecided() -> None:
    rates = PerronRates(CHAIN, REWARD)
    for alpha in (arb(0, "inf"), arb("nan")):
        with pytest.raises(Undecided) as caught:
            rates._log_root(alpha)
        assert str(caught.value) == "the Perron root could not be enclosed: the chain mixes too slowly"


def test_the_root_of_a_long_cycle_needs_several_squarings() -> None:
    """Seven symbols one after the other, with rewards 0 to 6: the mean is 3 whatever the tilt, and so is the slope."""
    rows = [", ".join("1" if j == (i + 1) % 7 else "0" for j in range(7)) for i in range(7)]
    rates = PerronRates(MarkovSource.from_rows(rows, 2, initial=Distribution.uniform(7)), Reward.values(range(7)))
    for alpha in ("1/7", -1):
        root, slope = rates.log_root(alpha).enclose(20), rates.mean_reward(alpha).enclose(10)
        assert Fraction(alpha) * 3 in root
        assert root.width <= Fraction(3, 10**20)
        assert 3 in slope
        assert slope.width <= Fraction(3, 10**10)


def test_every_sequence_and_level_of_a_chain_is_enclosed() -> None:
    """Also those that cannot be drawn, of probability 0; thresholds are read as text, too."""
    exact, bounds = best_of_n(CHAIN, REWARD, 3), best_of_n(CHAIN, REWARD, 3, enclosed=True)
    assert (bounds.n, bounds.source, bounds.reward) == (3, CHAIN, REWARD)
    for y in product(CHAIN.outcomes, repeat=3):
        found = bounds.probability(y)
        assert isinstance(found, EnclosedReal)
        assert exact.probability(y) in found.enclose(20)
        assert (found.enclose(20).width == 0) is (exact.probability(y) == 0)
    assert [level for level, _ in bounds.by_level()] == [level for level, _ in exact.by_level()]
    for threshold in ("-1/2", "0", "5/2", "log 20", "6", "7"):
        for verb in ("at_most", "at_least"):
            assert getattr(exact, verb)(threshold) in getattr(bounds, verb)(threshold).enclose(20)
    for level in ("1/100", "1/2", "99/100"):
        assert bounds.quantile(level) == exact.quantile(level)
    total = sum(exact.probability(y) * sum(y) for y in product(CHAIN.outcomes, repeat=3))
    assert exact.expected_reward() == total
    second = sum(exact.probability(y) * sum(y) ** 2 for y in product(CHAIN.outcomes, repeat=3))
    assert exact.reward_variance() == second - total**2
    assert second - total**2 in bounds.reward_variance().enclose(20)


def test_the_divergence_from_a_tilt_of_a_chain_by_listing() -> None:
    policy = best_of_n(CHAIN, REWARD, 2)
    rows = [(y, CHAIN.probability(y), policy.probability(y)) for y in product(CHAIN.outcomes, repeat=3)]
    for alpha in (0, "-1/3", 1):
        a = float(Fraction(alpha))
        whole = mpmath.fsum(float(p) * mpmath.exp(a * sum(y)) for y, p, _ in rows)
        tilt = [float(p) * mpmath.exp(a * sum(y)) / whole for y, p, _ in rows]
        pairs = [(float(x), t) for (_, _, x), t in zip(rows, tilt, strict=True)]
        for one in (policy, best_of_n(CHAIN, REWARD, 2, enclosed=True)):
            kl = mpmath.fsum(x * mpmath.log(x / t) for x, t in pairs if x)
            assert abs(float(one.kl_to_tilt(alpha)) - kl) < 1e-13
            assert abs(float(one.total_variation_to_tilt(alpha)) - sum(abs(x - t) for x, t in pairs) / 2) < 1e-13
