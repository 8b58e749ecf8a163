"""The tables of the command, against the estimators themselves."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, Reward
from exactalign.estimators import baseline_table, expected_gradient, gradient_noise, group_mean, kl_table, plain
from tests.exactalign.estimators.test_estimator import sequences
from tests.exactalign.small_models import distributions


@settings(max_examples=20)
@given(distributions(min_outcomes=2, max_outcomes=3, zeros=False), st.integers(2, 3))
def test_noise_is_the_variance_over_sequences(law: Distribution, n: int) -> None:
    rewards = list(range(len(law)))
    for advantages in (plain(rewards), group_mean(rewards)):
        mean = expected_gradient(law, n, advantages)
        brute = Fraction(0)
        for sample, word, chance in sequences(law, n):
            for o in law:
                step = sum((advantages(sample)[y] * ((y == o) - law[o]) for y in word), Fraction(0)) / n
                brute += chance * (step - mean[o]) ** 2
        assert gradient_noise(law, n, advantages) == brute


def test_factors_are_the_same_over_outcomes_and_over_levels() -> None:
    law = Distribution.from_weights([1, 1, 2])
    table = baseline_table(law, Reward.values([1, 0, 0]), 3)
    merged = baseline_table(Distribution.from_weights([1, 3]), Reward.values([1, 0]), 3)
    for row, other in zip(table.rows, merged.rows, strict=True):
        assert row[0] == other[0]
        assert abs(float(row[1]) - float(other[1])) < 1e-12


def test_equal_laws_have_no_gradient() -> None:
    law = Distribution.from_weights([1, 3])
    assert {cell for row in kl_table(law, law).rows for cell in row[4:]} == {"0"}
