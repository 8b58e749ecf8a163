"""The strategies draw what they promise, and failures shrink to small examples."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from exactalign import Distribution, best_of_n, kl_divergence, log
from exactalign.exceptions import ParameterError
from exactalign.laws.lattice import RewardLattice
from exactalign.numbers.logforms import LogForm
from exactalign.testing import strategies

quiet = settings(database=None, max_examples=200, deadline=None, phases=[Phase.generate, Phase.shrink])
"""Of what `find` finds nothing is explained: that is two thirds of its time."""


@given(strategies.distributions(min_size=2, max_size=5, zeros=False))
def test_no_zeros_means_full_support(p: Distribution) -> None:
    assert p.support == p.outcomes
    assert 2 <= len(p) <= 5


@given(strategies.distributions(near_degenerate=True, min_size=2))
def test_near_degenerate(p: Distribution) -> None:
    assert max(p.probabilities) > Fraction(9, 10)


@given(strategies.rewards(ties=True, max_size=4))
def test_ties_tie(reward: strategies.Reward) -> None:
    assert len(reward.ranking()) < len(reward)


@given(strategies.rewards(ties=False, max_size=4))
def test_without_ties(reward: strategies.Reward) -> None:
    assert len(reward.ranking()) == len(reward)


@given(strategies.rewards(kind="generic", max_size=5))
def test_generic_rewards_give_the_types(reward: strategies.Reward) -> None:
    lattice = RewardLattice(Distribution.uniform(reward.outcomes), reward)
    assert len(lattice.basis) == len(reward) - 1


@given(strategies.log_forms(max_terms=2))
def test_log_forms(form: LogForm) -> None:
    assert LogForm.parse(str(form)) == form


@given(strategies.problems(constant=False))
def test_not_constant_on_the_support(problem: strategies.Problem) -> None:
    assert not problem.family.is_constant


@given(strategies.problems(constant=False, ties=True, min_size=3))
def test_ties_and_not_constant(problem: strategies.Problem) -> None:
    assert not problem.family.is_constant


@given(strategies.problems(constant=True))
def test_constant(problem: strategies.Problem) -> None:
    assert problem.family.is_constant


@given(st.data())
def test_feasible_kl_lies_strictly_inside(data: st.DataObject) -> None:
    problem = data.draw(strategies.problems(constant=False))
    kl = data.draw(strategies.feasible_kl(problem))
    assert 0 < kl < problem.family.kl_max


@given(st.data())
def test_policies_fit_the_ball(data: st.DataObject) -> None:
    reference = data.draw(strategies.distributions(max_size=3))
    kl = data.draw(st.sampled_from([0, Fraction(1, 100), log(2), 5]))
    policy = data.draw(strategies.policies_in_kl_ball(reference, kl))
    divergence = kl_divergence(policy, reference)
    assert isinstance(divergence, LogForm)
    assert divergence <= kl


@given(strategies.types(3, min_length=2, max_length=4))
def test_types(counts: tuple[int, ...]) -> None:
    assert len(counts) == 3
    assert 2 <= sum(counts) <= 4


def test_a_distribution_shrinks_to_a_fair_coin() -> None:
    found = find(strategies.distributions(), lambda p: len(p.support) >= 2, settings=quiet)
    assert found == Distribution.uniform(2)


def test_a_skewed_distribution_shrinks_to_thirds() -> None:
    found = find(
        strategies.distributions(),
        lambda p: min(p.probabilities) != max(p.probabilities) and 0 not in p.probabilities,
        settings=quiet,
    )
    assert sorted(found.probabilities) == [Fraction(1, 3), Fraction(2, 3)]


def test_a_false_claim_about_best_of_n_shrinks_to_two_outcomes() -> None:
    """KL(π_2‖p) ≥ 1/5 is false; the smallest model that shows it is a coin (or a constant reward)."""
    found = find(
        strategies.problems(constant=False),
        lambda problem: kl_divergence(best_of_n(*problem, 2), problem.reference) < Fraction(1, 5),
        settings=quiet,
    )
    assert found.reference == Distribution.uniform(2)


def test_the_reward_shrinks_to_small_values() -> None:
    found = find(strategies.rewards(min_size=2, max_size=2, kind="rational"), lambda r: r[0] < r[1], settings=quiet)
    assert (found[0], found[1]) == (LogForm(0), LogForm(1))


@pytest.mark.parametrize(("kind", "second"), [("rational", LogForm(1)), ("log", log(2)), ("mixed", LogForm(1))])
def test_distinct_rewards_shrink_to_small_denominators(kind: strategies.RewardKind, second: LogForm) -> None:
    found = find(strategies.rewards(min_size=2, kind=kind, ties=False), lambda _: True, settings=quiet)
    assert (found[0], found[1]) == (LogForm(0), second)


@pytest.mark.parametrize(
    "make",
    [
        lambda: strategies.distributions(min_size=3, max_size=2),
        lambda: strategies.distributions(max_weight=0),
        lambda: strategies.distributions(min_size=0),
        lambda: strategies.rewards(kind="float"),  # type: ignore[arg-type]
        lambda: strategies.rewards(ties=True, max_size=1),
        lambda: strategies.rewards(ties=False, max_size=9),
        lambda: strategies.problems(constant=False, max_size=1),
        lambda: strategies.problems(constant=True, ties=False),
        lambda: strategies.rationals(2, 1),
        lambda: strategies.sample_sizes(min_value=0),
        lambda: strategies.problems(min_size=3, max_size=2),
        lambda: strategies.problems(min_size=0),
        lambda: strategies.rewards(min_size=3, max_size=2),
        lambda: strategies.policies_in_kl_ball(Distribution.uniform(2), -1),
        lambda: strategies.feasible_kl(strategies.Problem(Distribution.uniform(2), strategies.Reward.values([1, 1]))),
    ],
)
def test_impossible_combinations_are_refused(make: object) -> None:
    with pytest.raises(ParameterError) as caught:
        make()  # type: ignore[operator]
    assert "\n" not in str(caught.value)


@settings(max_examples=20, suppress_health_check=[])
@given(strategies.problems(max_size=6, zeros=True, kind="mixed"))
def test_health_checks_pass(problem: strategies.Problem) -> None:
    assert set(problem.reward.outcomes) == set(problem.reference.outcomes)
    assert HealthCheck.too_slow in HealthCheck


def test_a_test_writer_imports_one_module() -> None:
    import exactalign.testing as testing

    assert testing.problems is strategies.problems
    for name in testing.__all__:
        assert getattr(testing, name) is not None, name
    listed = {
        name for name, value in vars(strategies).items() if getattr(value, "__module__", "") == strategies.__name__
    }
    assert {name for name in listed if not name.startswith("_")} <= set(testing.__all__)
