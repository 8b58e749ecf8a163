"""The tables of the command, against the estimators themselves."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, Reward, kl_divergence
from exactalign.estimators import (
    Estimator,
    baseline_table,
    expected_gradient,
    gradient_noise,
    group_mean,
    kl_estimates,
    kl_table,
    pass_at_k_table,
    plain,
)
from exactalign.exceptions import ParameterError
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


def test_the_table_of_kl_estimates() -> None:
    """Each row is the estimator of its name; the gradients that are those of a divergence are named."""
    q, p = Distribution.from_weights([1, 3]), Distribution.uniform(2)
    table = kl_table(q, p, 3)
    assert table.title == "Estimates of a KL divergence, averaged over 3 draws"
    assert kl_table(q, p).title == "Estimates of a KL divergence"
    assert table.columns == (
        "estimate", "mean", "bias", "variance", "gradient in the loss", "gradient in the reward",
    )  # fmt: skip
    divergence = kl_divergence(q, p)
    for row in table.rows:
        found = Estimator.average(q, 3, kl_estimates(row[0], q, p))
        assert row[1:4] == (found.mean(), found.bias(divergence), found.variance())
    assert [(row[0], *row[4:]) for row in table.rows] == [
        ("k1", "0", "KL(q‖p)"),
        ("k2", "KL(q‖p)", "none of these"),
        ("k3", "KL(p‖q)", "KL(q‖p) - KL(p‖q)"),
    ]
    assert table.notes == (
        f"KL(q‖p) = {divergence}, q the policy and p the reference",
        "k3 in the loss times the importance ratio, attached: KL(q‖p)",
    )
    three = Distribution.from_weights([1, 1, 2])
    kept = Distribution.from_probabilities([0, "1/3", "2/3"])
    cut = kl_table(three, Distribution.uniform(3), 1, kept)
    assert cut.columns == ("estimate", "mean", "bias", "variance")
    assert cut.notes[1] == "the draws are truncated to 2 of 3 outcomes, the ratios are not"
    for row in cut.rows:
        found = Estimator.average(kept, 1, kl_estimates(row[0], three, Distribution.uniform(3)))
        assert row[1:] == (found.mean(), found.bias(kl_divergence(three, Distribution.uniform(3))), found.variance())


def test_the_table_of_pass_at_k() -> None:
    table = pass_at_k_table("1/4", 2, [1, 2, 3])
    assert table.title == "pass@k from 2 samples, each right with probability 1/4"
    names = ["1 - C(n-c,k)/C(n,k)", "as published", "with replacement"]
    assert [row[:2] for row in table.rows] == [
        *((k, name) for k in (1, 2) for name in names),
        *((3, n) for n in names[1:]),
    ]
    for k, _, target, mean, bias, _ in table.rows:
        assert target == 1 - Fraction(3, 4) ** k
        assert bias == mean - target
    one, *_, last, again = (row[3:] for row in table.rows)
    assert one == (Fraction(1, 4), 0, Fraction(3, 32))  # of a share of two draws
    assert last[0] == 1  # published: 1 for every k > n
    # With replacement, of c right ones among two: 1 − (1 − c/2)³ at c = 1, 1 at 2.
    assert again[0] == Fraction(6, 16) * Fraction(7, 8) + Fraction(1, 16)
    assert again[2] == Fraction(6, 16) * Fraction(49, 64) + Fraction(1, 16) - again[0] ** 2
    assert len(table.notes) == 1
    assert pass_at_k_table("1/4", 3, [3]).notes == ()
    for k in (0, -1):
        with pytest.raises(ParameterError, match=f"k is {k}"):
            pass_at_k_table("1/4", 2, [k])
    with pytest.raises(ParameterError, match="n is 0"):
        pass_at_k_table("1/4", 0, [])
    assert pass_at_k_table("1/4", 1, [1]).rows[0][3] == Fraction(1, 4)


def test_the_table_of_baselines() -> None:
    policy, reward = Distribution.from_weights([1, 1, 2]), Reward.values([0, 1, 1])
    table = baseline_table(policy, reward, 2)
    assert table.title == "A policy gradient from groups of 2"
    assert table.notes == ("the gradient of the expected reward in the logits: -3/16, 1/16, 1/8",)
    standardised = [f"group mean, divided by std ({count})" for count in ("n", "n-1")]
    assert [row[0] for row in table.rows] == ["none", "group mean", "mean of the others", *standardised]
    # Of two draws, differences have deviation 1/2, or 1/√2 with n − 1.
    assert [row[1] for row in table.rows[:4]] == [1, Fraction(1, 2), 1, 1]
    assert float(table.rows[4][1]) == pytest.approx(0.5**0.5)
    assert table.rows[1][2] == table.rows[2][2] / 4
    spread = baseline_table(Distribution.uniform(3), Reward.values([0, 1, 5]), 3)
    assert [row[1] for row in spread.rows][:3] == [1, Fraction(2, 3), 1]
    assert [row[1] for row in spread.rows][3:] == ["no multiple"] * 2
    with pytest.raises(ParameterError) as error:
        baseline_table(policy, Reward.values([2, 2, 2]), 2)
    assert str(error.value) == "the reward is constant: its gradient is 0, and there is nothing to compare with"
    with pytest.raises(ParameterError, match="n is 1"):
        baseline_table(policy, reward, 1)
