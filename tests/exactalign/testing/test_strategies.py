"""The strategies draw what they promise, and failures shrink to small examples."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from exactalign import Distribution, Reward, best_of_n, kl_divergence, log
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


def test_generic_rewards_are_the_first_primes() -> None:
    assert [n for n in range(2, 30) if all(n % k for k in range(2, n))] == strategies._PRIMES


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


NOTHING = "nothing could be generated"
TWO = Distribution.uniform(2)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: strategies.distributions(min_size=3, max_size=2), f"min_size is 3, above max_size = 2: {NOTHING}"),
        (lambda: strategies.distributions(max_weight=0), "max_weight is 0"),
        (lambda: strategies.distributions(min_size=0), "min_size is 0"),
        (lambda: strategies.distributions(outcomes=[]), "min_size is 0"),
        (lambda: strategies.rewards(kind="float"), "kind is 'float': give rational, log, generic or mixed"),  # type: ignore[arg-type]
        (
            lambda: strategies.rewards(kind="generic", max_size=11),
            "generic rewards have at most 10 outcomes: lower max_size",
        ),
        (lambda: strategies.rewards(max_value=0), "max_value is 0"),
        (lambda: strategies.rewards(ties=True, max_size=1), "ties need at least two outcomes: raise max_size"),
        (lambda: strategies.rewards(ties=True, outcomes="a"), "ties need at least two outcomes: raise max_size"),
        (
            lambda: strategies.rewards(ties=False, max_size=7),
            "7 distinct values do not fit below max_value = 6: raise it",
        ),
        (
            lambda: strategies.rewards(ties=False, outcomes="abc", max_value=2),
            "3 distinct values do not fit below max_value = 2: raise it",
        ),
        (
            lambda: strategies.problems(constant=False, max_size=1),
            "a reward that is not constant needs two outcomes: raise max_size",
        ),
        (lambda: strategies.problems(ties=True, max_size=1), "too few outcomes for ties: raise max_size"),
        (
            lambda: strategies.problems(ties=True, constant=False, max_size=2),
            "too few outcomes for ties: raise max_size",
        ),
        (
            lambda: strategies.problems(constant=True, ties=False),
            "a constant reward ties: drop ties=False or constant=True",
        ),
        (lambda: strategies.problems(min_size=3, max_size=2), f"min_size is 3, above max_size = 2: {NOTHING}"),
        (lambda: strategies.problems(min_size=0), "min_size is 0"),
        (lambda: strategies.rationals(2, 1), f"min_value is 2, above max_value 1: {NOTHING}"),
        (lambda: strategies.rationals(max_denominator=0), "max_denominator is 0"),
        (lambda: strategies.rationals("1/13"), "min_value is 1/13, with a denominator above max_denominator = 12"),
        (
            lambda: strategies.rationals(max_value="1/3", max_denominator=2),
            "max_value is 1/3, with a denominator above max_denominator = 2",
        ),
        (lambda: strategies.log_forms(max_terms=-1), "max_terms is -1"),
        (lambda: strategies.sample_sizes(min_value=0), "min_value is 0"),
        (lambda: strategies.sample_sizes(min_value=3, max_value=2), "min_value is 3, above max_value = 2"),
        (lambda: strategies.sequences("ab", min_length=-1), "min_length is -1"),
        (lambda: strategies.sequences("ab", min_length=3, max_length=2), "min_length is 3, above max_length = 2"),
        (lambda: strategies.types(0), "count is 0"),
        (lambda: strategies.rewards(min_size=3, max_size=2), f"min_size is 3, above max_size = 2: {NOTHING}"),
        (lambda: strategies.policies_in_kl_ball(TWO, -1), "kl is -1: it must not be negative"),
        (
            lambda: strategies.feasible_kl(strategies.Problem(TWO, Reward.values([1, 1]))),
            "the reward is constant on the support: no KL divergence lies strictly inside feasibility",
        ),
    ],
)
def test_impossible_combinations_are_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        make()
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "strategy",
    [
        strategies.distributions(min_size=1, max_size=1, max_weight=1),
        strategies.distributions(min_size=2, max_size=2),
        strategies.rewards(kind="generic", max_size=10),
        strategies.rewards(kind="generic", ties=False, max_size=7, max_value=1),
        strategies.rewards(max_size=7),
        strategies.rewards(ties=True, max_size=7, max_value=1),
        strategies.rewards(ties=True, max_size=2),
        strategies.rewards(ties=False, max_size=6),
        strategies.problems(max_size=1),
        strategies.problems(constant=True, max_size=1),
        strategies.problems(constant=False, max_size=2),
        strategies.problems(ties=True, max_size=2),
        strategies.problems(ties=True, constant=True, max_size=2),
        strategies.problems(ties=True, constant=False, max_size=3),
        strategies.problems(constant=True),
        strategies.problems(ties=False),
        strategies.rationals(1, 1),
        strategies.rationals(min_value=1),
        strategies.rationals(max_value=-1),
        strategies.rationals(max_denominator=1),
        strategies.log_forms(max_terms=0),
        strategies.sample_sizes(min_value=2, max_value=2),
        strategies.sequences("ab", max_length=0),
        strategies.types(1),
        strategies.policies_in_kl_ball(TWO, 0),
    ],
    ids=repr,
)
def test_what_is_just_possible_is_generated(strategy: st.SearchStrategy[object]) -> None:
    find(strategy, lambda _: True, settings=quiet)


def values(reward: Reward) -> list[LogForm]:
    return [value for _, value in reward.items()]


def reaches(strategy: st.SearchStrategy[object], condition: Callable[[Any], bool], examples: int = 250) -> bool:
    """Whether something with a property is generated among so many examples."""
    many = settings(
        database=None, deadline=None, phases=[Phase.generate], max_examples=examples, derandomize=True,
        suppress_health_check=[*HealthCheck],
    )  # fmt: skip
    try:
        find(strategy, condition, settings=many)
    except NoSuchExample:
        return False
    return True


def test_denominators_go_up_to_twelve() -> None:
    for strategy, denominator in (
        (strategies.rationals(), lambda x: x.denominator),
        (strategies.log_forms(max_terms=0), lambda form: form.constant.denominator),
    ):
        assert reaches(strategy, lambda x, d=denominator: d(x) == 12)  # type: ignore[misc]
        assert not reaches(strategy, lambda x, d=denominator: d(x) > 12)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("strategy", "condition"),
    [
        (strategies.distributions(), lambda p: len(p) == 1),
        (strategies.distributions(), lambda p: len(p) == 4),
        (strategies.distributions(), lambda p: 0 in p.probabilities),
        (strategies.distributions(), lambda p: p.probabilities[0] == 0),
        (strategies.distributions(min_size=2, max_size=2), lambda p: min(p.probabilities) == Fraction(1, 9)),
        (strategies.distributions(near_degenerate=True), lambda p: 0 < min(p.probabilities) < Fraction(1, 10**20)),
        (strategies.distributions(near_degenerate=True), lambda p: p.probabilities[-1] > 0.9 > p.probabilities[0] > 0),
        (strategies.rewards(), lambda r: len(r) == 4),
        (strategies.rewards(), lambda r: len(r) == 1),
        (strategies.rewards(), lambda r: len(r.ranking()) < len(r)),
        (strategies.rewards(kind="rational"), lambda r: LogForm(5) in values(r)),
        (strategies.rewards(kind="rational"), lambda r: LogForm(Fraction(-2, 3)) in values(r)),
        (strategies.rewards(kind="log"), lambda r: log(6) in values(r)),
        (strategies.rewards(kind="mixed", min_size=2), lambda r: {x.is_rational for x in values(r)} == {True, False}),
        (strategies.rewards(kind="generic"), lambda r: log(29) in values(r)),
        (strategies.rewards(ties=True), lambda r: len(r) == 2),
        (strategies.problems(), lambda x: x.family.is_constant),
        (strategies.problems(), lambda x: not x.family.is_constant),
        (strategies.problems(constant=True), lambda x: len(x.reference) == 4),
        (strategies.problems(constant=False), lambda x: len(x.reference.support) < len(x.reference)),
        (strategies.log_forms(), lambda x: str(x).count("log") == 4),
        (strategies.rationals(), lambda x: x.denominator == 12),
        (strategies.sample_sizes(), lambda n: n == 6),
        (strategies.sample_sizes(), lambda n: n == 1),
        (strategies.sequences("ab"), lambda x: len(x) == 5),
        (strategies.sequences("ab"), lambda x: x == ()),
        (strategies.types(2), lambda x: sum(x) == 5 and 0 not in x),
        (strategies.types(2), lambda x: sum(x) == 0),
    ],
)
def test_what_is_promised_is_reached(strategy: st.SearchStrategy[object], condition: Callable[[Any], bool]) -> None:
    assert reaches(strategy, condition)


@pytest.mark.parametrize(
    ("strategy", "condition"),
    [
        (strategies.distributions(), lambda p: len(p) > 4),
        (
            strategies.distributions(min_size=2, max_size=2, zeros=False),
            lambda p: max(p.probabilities) > Fraction(8, 9),
        ),
        (
            strategies.rewards(kind="rational", min_size=3, max_size=3),
            lambda r: not all(-1 < x <= 5 for x in values(r)),
        ),
        (
            strategies.rewards(kind="log", min_size=3, max_size=3),
            lambda r: not all(log(Fraction(1, 3)) <= x <= log(6) for x in values(r)),
        ),
        (strategies.rewards(kind="rational", max_value=2), lambda r: max(values(r)) > 1),
        (strategies.rewards(kind="log"), lambda r: any(x and x.is_rational for x in values(r))),
        (strategies.rationals(), lambda x: x.denominator > 12),
        (strategies.sample_sizes(), lambda n: not 1 <= n <= 6),
        (strategies.sequences("ab"), lambda x: len(x) > 5),
        (strategies.types(2), lambda x: len(x) != 2 or sum(x) > 5),
    ],
)
def test_what_is_excluded_is_not_reached(strategy: st.SearchStrategy[object], condition: Callable[[Any], bool]) -> None:
    assert not reaches(strategy, condition, examples=50)


@pytest.mark.parametrize(("low", "high", "most"), [("1/2", 1, 4), (-1, "2/3", 3), ("1/4", "1/3", 12), (0, 2, 1)])
def test_every_rational_between_the_ends_is_reached_and_no_other(low: Any, high: Any, most: int) -> None:
    found = set()

    @settings(database=None, deadline=None, phases=[Phase.generate], max_examples=400, derandomize=True)
    @given(strategies.rationals(low, high, max_denominator=most))
    def draw(x: Fraction) -> None:
        found.add(x)

    draw()
    there = {Fraction(k, n) for n in range(1, most + 1) for k in range(-n, 2 * n + 1)}
    assert found == {x for x in there if Fraction(low) <= x <= Fraction(high)}


@pytest.mark.parametrize(("low", "high"), [("-7/3", None), (None, "5/2"), ("3/4", None), (None, "-5/2")])
def test_rationals_with_one_end_go_from_there_on(low: Any, high: Any) -> None:
    strategy = strategies.rationals(low, high)
    assert not reaches(strategy, lambda x: x < Fraction(low) if high is None else x > Fraction(high))
    assert reaches(strategy, lambda x: abs(x - Fraction(low or high)) <= 1)
    assert reaches(strategy, lambda x: abs(x) > 1000)


def test_how_large_log_forms_are() -> None:
    number = "_rationals(low=Fraction(-20, 1), high=Fraction(20, 1), max_denominator={})"
    argument = "_rationals(low=Fraction(1, 30), high=Fraction(30, 1), max_denominator={})"
    for denominator, denominators in ((12, (12, 30)), (40, (40, 40))):
        shown = repr(strategies.log_forms(max_denominator=denominator))
        assert number.format(denominators[0]) in shown
        assert argument.format(denominators[1]) in shown


def test_outcomes_are_those_given() -> None:
    for strategy in (strategies.distributions(outcomes="xy"), strategies.rewards(outcomes="xy")):
        found: Any = find(strategy, lambda _: True, settings=quiet)
        assert tuple(found.outcomes) == ("x", "y")


def test_a_kl_divergence_shrinks_to_the_middle() -> None:
    problem = strategies.Problem(TWO, Reward.values([0, 1]))
    for one in (problem, problem.family):
        assert find(strategies.feasible_kl(one), lambda _: True, settings=quiet) == log(2) / 2
    assert reaches(strategies.feasible_kl(problem), lambda kl: kl == log(2) * Fraction(12, 13))
    assert reaches(strategies.feasible_kl(problem), lambda kl: kl == log(2) * Fraction(1, 13))


def test_policies_in_a_ball_are_as_far_as_they_may_be() -> None:
    """What fits is left as it was drawn; what does not is mixed with the reference, by halves, until it fits."""
    point = strategies.policies_in_kl_ball(TWO, log(2))
    assert reaches(point, lambda p: max(p.probabilities) == 1)
    small = strategies.policies_in_kl_ball(TWO, Fraction(1, 100))
    assert reaches(small, lambda p: max(p.probabilities) == Fraction(9, 16))  # an eighth of a point mass
    assert not reaches(small, lambda p: max(p.probabilities) > Fraction(58, 100), examples=50)
    assert find(strategies.policies_in_kl_ball(TWO, 0), lambda p: p != TWO or True, settings=quiet) == TWO


@pytest.mark.parametrize(
    ("weights", "rewards", "weights_after", "rewards_after"),
    [
        ([1, 1], [3, 3], [1, 1], [3, 4]),  # the last of the support is raised
        ([1, 1, 0], [3, 3, 3], [1, 1, 0], [3, 4, 3]),
        ([1, 1, 0], [3, 3, 5], [5, 5, 2], [3, 3, 5]),  # what has no chance gets some: ties are kept
        ([1, 0], [3, 5], [1, 1], [3, 5]),
        ([1, 0], [3, 3], [1, 1], [3, 4]),
        ([0, 1, 0], [3, 3, 3], [1, 1, 1], [3, 3, 4]),
    ],
)
def test_a_reward_is_made_to_vary_where_the_reference_lives(
    weights: list[int], rewards: list[int], weights_after: list[int], rewards_after: list[int]
) -> None:
    reference, reward = strategies._varied(Distribution.from_weights(weights), Reward.values(rewards))
    assert reference == Distribution.from_weights(weights_after)
    assert reward == Reward.values(rewards_after)


def test_a_problem_without_a_constant_reward_shrinks_to_a_coin() -> None:
    found = find(
        strategies.problems(constant=False, kind="rational", min_size=2, max_size=2), lambda _: True, settings=quiet
    )
    assert found.reference == TWO
    assert set(values(found.reward)) == {LogForm(0), LogForm(1)}


def test_a_policy_is_mixed_by_halves_until_it_fits() -> None:
    point = Distribution.from_weights([1, 0])
    limits = [kl_divergence(TWO.mix(point, Fraction(1, 2**k)), TWO) for k in range(4)]
    for k, limit in enumerate(limits):
        assert isinstance(limit, LogForm)
        assert strategies._fitted(point, TWO, limit) == TWO.mix(point, Fraction(1, 2**k))
    assert strategies._fitted(point, TWO, LogForm(0)) == TWO
    apart = Distribution.from_probabilities([0, 1], "ab")  # its outcomes are kept, and what it may not draw
    assert strategies._fitted(Distribution.uniform("b"), apart, LogForm(0)) == apart


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
