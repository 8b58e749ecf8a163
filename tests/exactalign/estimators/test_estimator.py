"""Estimators against brute force over all sequences, and their gradients against finite differences."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import comb, prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, EnclosedReal, LogForm, Reward, TooLarge, best_of_n, kl_divergence, log
from exactalign.estimators import (
    Estimator,
    Gradient,
    Sample,
    SoftmaxPolicy,
    best_at_k,
    expected_gradient,
    gradient_noise,
    group_mean,
    kl_estimates,
    leave_one_out,
    pass_at_k,
    pkpo,
    plain,
    resampled_best_at_k,
    resampled_pass_at_k,
    standardised,
)
from exactalign.estimators.sampling import MAX_TYPES, samples
from exactalign.exceptions import DistributionError, NotExactError, ParameterError
from exactalign.numbers.arithmetic import square_root
from exactalign.testing.strategies import rationals
from tests.exactalign.small_models import distributions

positive = distributions(min_outcomes=2, max_outcomes=3, zeros=False)
sizes = st.integers(1, 4)


def sequences(law: Distribution, n: int) -> list[tuple[Sample, tuple[Any, ...], Fraction]]:
    """Every sequence of n draws with its probability."""
    return [
        (Sample({o: word.count(o) for o in law}), word, prod((law[o] for o in word), start=Fraction(1)))
        for word in product(law, repeat=n)
    ]


@given(distributions(), sizes)
def test_types_have_the_chances_of_their_sequences(law: Distribution, n: int) -> None:
    brute: dict[tuple[int, ...], Fraction] = {}
    for sample, _, chance in sequences(law, n):
        key = tuple(sample.values())
        brute[key] = brute.get(key, Fraction(0)) + chance
    found = {tuple(sample.values()): chance for sample, chance in samples(law, n)}
    assert found == {key: chance for key, chance in brute.items() if chance}


STATISTICS: dict[str, Callable[[Sample], Any]] = {
    "largest": lambda sample: max(o for o, c in sample.items() if c),
    "logarithms": lambda sample: sum((log(o + 2) * c for o, c in sample.items()), LogForm()),
    "squares": lambda sample: log(sample[0] + 1) * log(sample.size + 1),
    "roots": lambda sample: log(2) * Fraction(1, sample[0] + 1),
}


@given(positive, sizes, st.sampled_from(sorted(STATISTICS)))
@settings(max_examples=25)
def test_mean_and_variance_are_those_over_sequences(law: Distribution, n: int, name: str) -> None:
    found = Estimator(law, n, STATISTICS[name])
    values = [(chance, STATISTICS[name](sample)) for sample, _, chance in sequences(law, n)]
    mean = sum((chance * value for chance, value in values), Fraction(0))
    assert found.mean() == mean
    assert found.variance() == sum((chance * (value - mean) ** 2 for chance, value in values), Fraction(0))
    assert found.bias(log(3)) == mean - log(3)
    assert found.mean_squared_error(0) == sum((chance * value * value for chance, value in values), Fraction(0))


@given(positive, sizes)
def test_an_average_is_the_estimator_that_it_says(law: Distribution, n: int) -> None:
    def value(outcome: int) -> LogForm:
        return log(outcome + 2)

    fast, slow = Estimator.average(law, n, value), Estimator(law, n, lambda sample: sample.mean(value))
    assert (fast.mean(), fast.variance(), fast.gradient()) == (slow.mean(), slow.variance(), slow.gradient())
    assert fast.mean() == law.expectation(value)
    assert [v for _, _, v in fast.values] == [v for _, _, v in slow.values]


@given(positive, positive.filter(lambda law: len(law) == 2), sizes)
def test_k1_and_k3_are_unbiased_where_all_is_possible(q: Distribution, p: Distribution, n: int) -> None:
    if len(q) != len(p):
        return
    for name in ("k1", "k3"):
        assert Estimator.average(q, n, kl_estimates(name, q, p)).bias(kl_divergence(q, p)) == 0


@given(rationals(0, 1, max_denominator=9), st.integers(1, 12), st.data())
def test_pass_at_k_is_unbiased_and_resampling_is_below(theta: Fraction, n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(1, n))
    target = 1 - (1 - theta) ** k
    assert Estimator.bernoulli(theta, n, lambda c: pass_at_k(n, c, k)).bias(target) == 0
    below = Estimator.bernoulli(theta, n, lambda c: resampled_pass_at_k(n, c, k)).bias(target)
    assert below < 0 if k > 1 and 0 < theta < 1 else below == 0


@given(st.lists(st.integers(0, 3), min_size=1, max_size=5), st.data())
def test_best_at_k_is_the_average_over_subsets(rewards: list[int], data: st.DataObject) -> None:
    k = data.draw(st.integers(1, len(rewards)))
    chosen = [c for c in product((0, 1), repeat=len(rewards)) if sum(c) == k]
    brute = sum(max(r for r, taken in zip(rewards, c, strict=True) if taken) for c in chosen)
    assert best_at_k(rewards, k) == Fraction(brute, comb(len(rewards), k))
    words = list(product(rewards, repeat=k))
    assert resampled_best_at_k(rewards, k) == Fraction(sum(map(max, words)), len(words))
    if set(rewards) <= {0, 1}:
        assert best_at_k(rewards, k) == pass_at_k(len(rewards), sum(rewards), k)
        assert resampled_best_at_k(rewards, k) == resampled_pass_at_k(len(rewards), sum(rewards), k)


@given(positive, st.integers(2, 4), st.data())
@settings(max_examples=25)
def test_best_at_k_estimates_the_best_of_k(law: Distribution, n: int, data: st.DataObject) -> None:
    rewards = Reward.values(data.draw(st.lists(st.integers(0, 2), min_size=len(law), max_size=len(law))))
    k = data.draw(st.integers(1, n))
    found = Estimator(law, n, lambda sample: best_at_k([rewards[o] for o in sample.draws()], k))
    assert found.mean() == best_of_n(law, rewards, k).expectation(rewards)
    assert found.gradient() == SoftmaxPolicy(law).of_best_of(rewards, k)


ADVANTAGES: dict[str, Callable[[list[int]], Any]] = {
    "plain": lambda r: plain(r, "1/3"),
    "group mean": group_mean,
    "leave one out": leave_one_out,
    "pkpo": lambda r: pkpo(lambda o: r[o] > 0, 2),
}


@given(positive, st.integers(2, 4), st.sampled_from(sorted(ADVANTAGES)), st.data())
@settings(max_examples=25)
def test_expected_gradients_are_those_over_sequences(law: Distribution, n: int, name: str, data: st.DataObject) -> None:
    rewards = data.draw(st.lists(st.integers(0, 2), min_size=len(law), max_size=len(law)))
    advantages = ADVANTAGES[name](rewards)
    brute = {
        o: sum(
            (chance * advantages(sample)[y] * ((y == o) - law[o]) / n
             for sample, word, chance in sequences(law, n) for y in word),
            Fraction(0),
        )
        for o in law
    }  # fmt: skip
    assert dict(expected_gradient(law, n, advantages)) == brute


@given(positive, st.integers(2, 4), st.data())
@settings(max_examples=25)
def test_what_a_baseline_does(law: Distribution, n: int, data: st.DataObject) -> None:
    rewards = data.draw(st.lists(st.integers(0, 2), min_size=len(law), max_size=len(law)))
    gradient = SoftmaxPolicy(law).of_mean(rewards)
    assert expected_gradient(law, n, plain(rewards, 7)) == gradient
    assert expected_gradient(law, n, leave_one_out(rewards)) == gradient
    assert expected_gradient(law, n, group_mean(rewards)) == Fraction(n - 1, n) * gradient
    k = data.draw(st.integers(1, n))
    right = {o for o in law if rewards[o] == 2}
    assert expected_gradient(law, n, pkpo(right.__contains__, k)) == SoftmaxPolicy(law).of_pass_at_k(
        right.__contains__, k
    )


@given(st.lists(st.integers(-3, 3), min_size=2, max_size=5))
def test_leave_one_out_is_the_difference_to_the_mean_of_the_others(drawn: list[int]) -> None:
    found = leave_one_out(dict(enumerate(drawn)))(Sample(dict.fromkeys(range(len(drawn)), 1)))
    for k, reward in enumerate(drawn):
        others = drawn[:k] + drawn[k + 1 :]
        assert found[k] == reward - Fraction(sum(others), len(others))


@given(rationals("1/9", "8/9", max_denominator=9), st.integers(2, 5))
@settings(max_examples=25)
def test_the_standardised_advantage_multiplies_the_gradient_by_the_mean_deviation(theta: Fraction, n: int) -> None:
    law = Distribution.from_probabilities([theta, 1 - theta])
    rewards = {0: 1, 1: 0}
    found = expected_gradient(law, n, standardised(rewards))[0]
    deviation = Estimator(law, n, lambda sample: square_root(Fraction(sample[0] * sample[1], n * n))).mean()
    expected = deviation * SoftmaxPolicy(law).of_mean(rewards)[0] / (theta * (1 - theta))
    difference = EnclosedReal.of(found) - EnclosedReal.of(expected)
    low, high = difference.enclose(15)
    assert low <= 0 <= high
    assert high - low < Fraction(1, 10**12)
    if n == 2:
        assert expected_gradient(law, n, standardised(rewards)) == SoftmaxPolicy(law).of_mean(rewards)


def test_sizes_that_are_promised() -> None:
    q, p = Distribution.from_weights([1, 3]), Distribution.uniform(2)
    assert Estimator.average(q, 64, kl_estimates("k3", q, p)).variance() == (
        Fraction(1, 192) - log(3) / 128 + log(3) * log(3) * Fraction(3, 1024)
    )
    six, flat = Distribution.from_weights([1, 2, 3, 5, 7, 11]), Distribution.uniform(6)
    found = Estimator.average(six, 8, kl_estimates("k2", six, flat))
    single = Estimator.average(six, 1, kl_estimates("k2", six, flat))
    assert found.variance() == single.variance() / 8


@pytest.mark.parametrize("n", [2**63 - 1, 2**63, 2**70])
def test_pass_at_k_of_more_samples_than_a_word_holds(n: int) -> None:
    assert pass_at_k(n, 1, 2) == Fraction(2, n)
    assert pass_at_k(n, 1, n - 1) == Fraction(n - 1, n)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: list(samples(Distribution.uniform(6), 64)), TooLarge, f"over {MAX_TYPES}"),
        (lambda: Estimator(Distribution.uniform(2), 0, lambda s: 0), ParameterError, "n is 0"),
        (lambda: Estimator(Distribution.uniform(2), 2, lambda s: 0.5).mean(), NotExactError, "statistic"),
        (lambda: Estimator.bernoulli("3/2", 2, lambda c: c), ParameterError, "theta is 3/2"),
        (lambda: pass_at_k(2, 1, 3), ParameterError, "draw more"),
        (lambda: pass_at_k(2, 3, 1), ParameterError, "at most all"),
        (lambda: pass_at_k(2**70, 1, 2**69), TooLarge, "fewer samples"),
        (lambda: resampled_pass_at_k(0, 0, 3), ParameterError, "nothing to draw from"),
        (lambda: resampled_pass_at_k(7, 3, 10**9), TooLarge, "smaller k"),
        (lambda: best_at_k([1, 2], 3), ParameterError, "k up to 2"),
        (lambda: best_at_k([], 1), ParameterError, "no rewards"),
        (lambda: expected_gradient(Distribution.uniform(2), 1, leave_one_out([0, 1])), ParameterError, "no others"),
        (lambda: standardised([0, 1], 1)(Sample({0: 1})), ParameterError, "1 draw with correction 1 has no value"),
        (lambda: expected_gradient(Distribution.uniform(2), 2, group_mean([0, 1, 2])), ParameterError, "3 rewards"),
        (lambda: expected_gradient(Distribution.uniform(2), 2, lambda s: {0: 1}), ParameterError, "no advantage"),
        (lambda: standardised([0, 1], correction=2), ParameterError, "correction is 2"),
    ],
)
def test_refusals(call: Callable[[], object], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        call()


def test_plain_rewards_are_the_rewards_themselves() -> None:
    sample = Sample({"a": 2, "b": 1, "c": 0})
    rewards = {"a": 1, "b": Fraction(1, 2)}
    assert plain(rewards)(sample) == {"a": 1, "b": Fraction(1, 2)}  # of what was drawn alone
    assert plain(rewards, "1/3")(sample) == {"a": Fraction(2, 3), "b": Fraction(1, 6)}


def test_standardised_advantages_by_hand() -> None:
    sample, rewards = Sample({"a": 1, "b": 4}), {"a": 5, "b": 0}  # mean 1, squares 16 + 4·1 = 20
    assert standardised(rewards)(sample) == {"a": 2, "b": Fraction(-1, 2)}  # s² = 20/5
    assert standardised(rewards, epsilon=2)(sample) == {"a": 1, "b": Fraction(-1, 4)}
    with_one = standardised(rewards, correction=1)(sample)  # s² = 20/4
    assert abs(float(with_one["a"]) - 4 / 5**0.5) < 1e-12
    assert abs(float(with_one["b"]) + 1 / 5**0.5) < 1e-12
    assert standardised(rewards)(Sample({"a": 3})) == {"a": 0}


def test_nothing_but_zeros() -> None:
    nothing = Estimator(Distribution.from_weights([1, 2]), 3, lambda sample: 0)
    assert (nothing.mean(), nothing.variance(), nothing.bias(2), nothing.mean_squared_error(2)) == (0, 0, -2, 4)
    assert nothing.gradient().is_zero
    assert dict(nothing.gradient()) == {0: 0, 1: 0}


def test_values_that_are_only_enclosed() -> None:
    """√(c/2) of two draws of a coin: 0, √½ (half of the time) and 1."""
    coin = Distribution.uniform(2)
    found = Estimator(coin, 2, lambda sample: square_root(Fraction(sample[0], 2)))
    assert float(found.mean()) == pytest.approx(0.25 + 0.5**1.5)
    assert float(found.variance()) == pytest.approx(0.5 - (0.25 + 0.5**1.5) ** 2)
    assert float(found.gradient()[0]) == pytest.approx(0.25)
    mixed = Estimator(coin, 1, lambda sample: square_root(Fraction(2)) if sample[0] else 1)
    assert float(mixed.mean()) == pytest.approx((1 + 2**0.5) / 2)
    assert float(mixed.variance()) == pytest.approx((2**0.5 - 1) ** 2 / 4)


def test_an_average_asks_what_can_be_drawn_and_what_is_drawn() -> None:
    law = Distribution.from_weights([1, 0, 3])
    found = Estimator.average(law, 3, {0: 1, 2: 5})
    assert (found.mean(), found.variance()) == (4, 1)
    assert [value for _, _, value in found.values] == [5, Fraction(11, 3), Fraction(7, 3), 1]
    with pytest.raises(NotExactError, match=r"^the value at 2 is the float 0.5"):
        Estimator.average(law, 3, {0: 1, 2: 0.5})
    with pytest.raises(NotExactError, match=r"^target is the float 0.5"):
        found.bias(0.5)
    with pytest.raises(NotExactError, match=r"^the statistic is the float 0.5"):
        Estimator(law, 1, lambda _: 0.5).mean()


@pytest.mark.parametrize("theta", ["-1/9", "10/9", 2])
def test_chances_are_from_0_to_1(theta: Any) -> None:
    with pytest.raises(ParameterError, match=f"^theta is {theta}: give a probability, from 0 to 1$"):
        Estimator.bernoulli(theta, 2, lambda c: c)
    for certain in (0, 1):
        assert Estimator.bernoulli(certain, 2, lambda c: c).mean() == 2 * certain


@pytest.mark.parametrize("estimate", [expected_gradient, gradient_noise])
def test_gradients_are_of_policies_that_have_logits(estimate: Callable[..., object]) -> None:
    with pytest.raises(DistributionError, match="softmax gives every outcome a chance"):
        estimate(Distribution.from_weights([1, 0]), 2, plain([0, 1]))
    with pytest.raises(ParameterError, match="n is 0"):
        estimate(Distribution.uniform(2), 0, plain([0, 1]))
    assert estimate(Distribution.uniform(2), 1, plain([0, 1])) in (
        SoftmaxPolicy(Distribution.uniform(2)).of_mean([0, 1]), Fraction(1, 8),
    )  # fmt: skip
    with pytest.raises(DistributionError, match="softmax gives every outcome a chance"):
        Estimator(Distribution.from_weights([1, 0]), 2, lambda _: 0).gradient()


@pytest.mark.parametrize("estimate", [expected_gradient, gradient_noise])
def test_the_words_about_advantages(estimate: Callable[..., Any]) -> None:
    law = Distribution.uniform(2)
    with pytest.raises(ParameterError, match=r"^outcome 1 was drawn, and has no advantage$"):
        estimate(law, 2, lambda sample: {0: 1})
    with pytest.raises(NotExactError, match=r"^the advantage of 1 is the float 0.5"):
        estimate(law, 2, lambda sample: {0: 1, 1: 0.5})
    assert estimate(law, 2, lambda sample: {o: 1 for o, c in sample.items() if c}) in (
        Gradient({0: 0, 1: 0}),
        Fraction(1, 4),
    )
    assert estimate(law, 2, lambda sample: {0: 3, 1: 3, 2: 0.5}) in (Gradient({0: 0, 1: 0}), Fraction(9, 4))


def test_a_bias_that_is_rational_is_a_fraction() -> None:
    found = Estimator.average(Distribution.uniform(2), 3, {0: log(2), 1: log(2) + 1})
    assert repr(found.bias(log(2))) == "Fraction(1, 2)"
    assert repr(found.variance()) == "Fraction(1, 12)"


def test_a_squared_error_by_hand() -> None:
    """log 2 or 0 with equal chances, and the target 1: (log 2 − 1)²/2 + 1/2."""
    found = Estimator(Distribution.uniform(2), 1, lambda sample: sample[0] * log(2))
    assert found.mean_squared_error(1) == (log(2) * log(2) - 2 * log(2) + 2) / 2
    assert found.mean_squared_error(log(2)) == log(2) * log(2) / 2
    assert Estimator(Distribution.uniform(2), 1, lambda sample: 1).mean_squared_error(log(2)) == (1 - log(2)) * (
        1 - log(2)
    )
