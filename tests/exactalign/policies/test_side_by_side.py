"""Comparisons against brute force over all sequences, and what is decided at their edges."""

from fractions import Fraction
from typing import Any

import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import (
    Distribution,
    EnclosedReal,
    LogForm,
    MemorylessSource,
    Reward,
    best_of_n,
    kl_divergence,
    log,
    oo,
    total_variation,
)
from exactalign.exceptions import ParameterError, TooLarge, Undecided
from exactalign.numbers.memory import power_bits
from exactalign.policies.side_by_side import Omitted, SideBySide, SideQuantity, match_best_of_n
from exactalign.policies.tilting import tilt
from tests.exactalign.known_models import P, R

GOALS = [Fraction(1, 20), Fraction(1, 2), Fraction(19, 20)]


def contains(value: Any, exact: Any) -> bool:
    """Whether the value's enclosure to 20 digits holds an exact number."""
    low, high = value.enclose(20) if hasattr(value, "enclose") else (value, value)
    return bool(low <= exact <= high)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 5), min_size=2, max_size=3),
    st.lists(st.integers(1, 4), min_size=3, max_size=3),
    st.integers(1, 3),
    st.integers(1, 4),
    st.integers(0, 2),
)
def test_every_quantity_by_brute_force(weights: list[int], rewards: list[int], length: int, n: int, alpha: int) -> None:
    p = Distribution.from_weights(weights)
    reward = Reward.log_weights(rewards[: len(weights)])
    phi = tilt(p, reward, alpha)
    assert isinstance(phi, Distribution)
    policy = best_of_n(MemorylessSource(p, length), reward, n)
    mine = Distribution(dict(policy.by_sequence()))
    other, base = phi.power(length), p.power(length)
    found = SideBySide(MemorylessSource(p, length), reward, n, alpha=alpha)
    assert contains(found.kl_to_reference()[0], kl_divergence(mine, base))
    assert contains(found.kl_to_reference()[1], kl_divergence(other, base))
    assert contains(found.kl_to_other()[0], kl_divergence(mine, other))
    assert contains(found.kl_to_other()[1], kl_divergence(other, mine))
    assert contains(found.total_variation(), total_variation(mine, other))
    for law, mean in zip((mine, other), found.expected_reward(), strict=True):
        assert contains(mean, law.expectation(reward.of_sequence))
    counts = found.expected_counts()
    for outcome in p.outcomes:
        for law, side in zip((mine, other), counts, strict=True):
            assert contains(side[outcome], law.expectation(lambda y, o=outcome: Fraction(y.count(o))))
    quantiles = found.reward_quantiles(GOALS)
    for law, values in zip((mine, other), quantiles, strict=True):
        for goal, value in zip(GOALS, values, strict=True):
            assert law.probability(lambda y, v=value: reward.of_sequence(y) <= v) >= goal
            assert law.probability(lambda y, v=value: reward.of_sequence(y) < v) < goal


def test_tilt_quantiles_by_enclosures_agree_with_exact_ones() -> None:
    exact = SideBySide(MemorylessSource(P, 12), R, 5, alpha=1)
    assert exact._tilt_quantiles(GOALS, exact.alpha) == exact.reward_quantiles(GOALS)[1]


def test_a_quantile_on_a_boundary_is_decided() -> None:
    fair = SideBySide(MemorylessSource(Distribution.uniform(2), 1), Reward.values([0, 1]), 1, alpha=0)
    assert [side[0] for side in fair.reward_quantiles(["1/2"])] == [0, 0]


def test_draws_at_a_tilt() -> None:
    by_alpha = SideBySide(MemorylessSource(P, 20), R, "ceil", alpha="1/2")
    assert by_alpha.n == 3
    with pytest.raises(ParameterError, match="alpha is -1"):
        SideBySide(MemorylessSource(P, 2), R, alpha=-1)
    with pytest.raises(ParameterError, match="length is 0"):
        SideBySide(MemorylessSource(P, 0), R, 2)


def test_match_best_of_n_round_trip() -> None:
    for n in (1, 2, 7, 10**9):
        delta, alignment = match_best_of_n(MemorylessSource(P, 10), R, n)
        difference = alignment.kl() - delta
        assert contains(difference, 0)
    with pytest.raises(ParameterError, match="length is 0"):
        match_best_of_n(MemorylessSource(P, 0), R, 2)
    with pytest.raises(Undecided, match="too close to Δ_max"):
        match_best_of_n(MemorylessSource(P, 20), R, 10**30)


def test_where_no_exact_law_fits_each_policy_keeps_its_own_quantiles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past `EXACT_LEVELS` both sides are read from enclosures, the reference with α = 0, the tilt with its own."""
    sides = SideBySide(MemorylessSource(P, 12), R, 1, alpha=1)
    reference, tilted = sides.reward_quantiles(GOALS)
    monkeypatch.setattr("exactalign.policies.side_by_side.EXACT_LEVELS", 0)
    assert sides.reward_quantiles(GOALS) == (reference, tilted)
    assert all(mine < other for mine, other in zip(reference, tilted, strict=True))


def test_the_quantiles_that_are_shown_are_named() -> None:
    sides = SideBySide(MemorylessSource(P, 3), R, 2, alpha=1)
    shown = [q.label for q in sides.quantities(types=False) if q.key == "reward_quantile"]
    assert shown == ["1/20", "1/2", "19/20"]


def test_one_draw_is_the_reference_exactly() -> None:
    one = SideBySide(MemorylessSource(P, 3), R, 1, alpha=1)
    assert one.kl_to_reference()[0] == LogForm()
    assert isinstance(one.expected_reward()[0], LogForm)
    two = SideBySide(MemorylessSource(P, 3), R, 2, alpha=1)
    assert two.kl_to_reference()[0] > 0
    assert two.expected_reward()[0] > one.expected_reward()[0]


def test_at_the_boundary_the_other_policy_lives_on_the_best_level() -> None:
    """p² given the best outcomes against π_2: the distance is what π_2 gives all other sequences."""
    for reward, best in ((R, [(0, 0)]), (Reward.values([1, 0, 1]), [(0, 0), (0, 2), (2, 0), (2, 2)])):
        sides = SideBySide(MemorylessSource(P, 2), reward, 2, kl=5)
        assert sides.case == "beyond"
        policy = best_of_n(P**2, reward, 2)
        rest = 1 - sum(policy.probability(y) for y in best)
        assert contains(sides.total_variation(), rest)
        divergence, back = sides.kl_to_other()
        assert divergence == oo
        assert contains(back, -log(1 - rest))


def test_what_visits_every_level_is_left_out_past_the_limit_only(monkeypatch: pytest.MonkeyPatch) -> None:
    sides = SideBySide(MemorylessSource(P, 4), R, 2, alpha=1)
    shown = [(q.key, q.label) for q in sides.quantities()]
    assert shown == [(q.key, q.label) for q in sides.quantities(every=True)]
    assert str(sides.kl_to_other(every=False)) == str(sides.kl_to_other())
    assert sides.reward_quantiles(GOALS, every=False) == sides.reward_quantiles(GOALS)
    monkeypatch.setattr("exactalign.policies.side_by_side.MAX_VISITED", sides.level_count - 1)
    assert sides.kl_to_other(every=False)[1] is Omitted.SKIPPED
    assert set(sides.reward_quantiles(GOALS, every=False)[1]) == {Omitted.SKIPPED}
    monkeypatch.setattr("exactalign.policies.side_by_side.MAX_VISITED", sides.level_count)
    assert sides.kl_to_other(every=False)[1] is not Omitted.SKIPPED


def test_a_constant_reward_has_one_policy_on_both_sides() -> None:
    flat = Reward.values([2, 2, 2])
    for options in ({"kl": 1}, {"alpha": 3}, {"kl": 0}, {}):
        sides = SideBySide(MemorylessSource(P, 3), flat, 4, **options)
        assert (sides.case, sides.alpha, sides.n, sides.aligned) == ("constant-reward", None, 4, P)
        assert sides.kl_to_reference() == sides.kl_to_other() == (0, 0)
        assert repr(sides.total_variation()) == "Fraction(0, 1)"
        assert sides.expected_reward() == (6, 6)
        assert repr(sides.reward_variance()) == "(Fraction(0, 1), Fraction(0, 1))"
        assert sides.reward_quantiles(GOALS) == ([6, 6, 6], [6, 6, 6])
        assert sides.expected_counts() == ({o: 3 * mass for o, mass in P.items()},) * 2
    delta, alignment = match_best_of_n(MemorylessSource(P, 3), flat, 10**9)
    assert (delta, alignment.case, alignment.policy) == (0, "constant-reward", P)


@pytest.mark.parametrize(
    ("n", "options", "message"),
    [
        (2, {"kl": 1, "alpha": 1}, "kl and alpha are both given: give one of them"),
        ("floor", {}, "with n = floor N is exp(m·kl): give kl or alpha"),
        ("real", {}, "with n = real N is exp(m·kl): give kl or alpha"),
        (0, {}, "n is 0: give a whole number, at least 1, or floor, ceil or real"),
        ("3/2", {}, "n is 3/2: give a whole number, at least 1, or floor, ceil or real"),
        (-1, {"kl": 1}, "n is -1: give a whole number, at least 1, or floor, ceil or real"),
        (2, {"alpha": "-1/2"}, "alpha is -1/2: best-of-N is compared with tilts towards the reward, alpha ≥ 0"),
    ],
)
def test_why_two_policies_are_not_set_side_by_side(n: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        SideBySide(MemorylessSource(P, 2), R, n, **options)
    assert str(error.value) == message


def test_refusals_of_lengths_and_quantiles_word_for_word() -> None:
    sides = SideBySide(MemorylessSource(P, 2), R, 2, alpha=1)
    for goal in (0, 1, "-1/2", "3/2"):
        with pytest.raises(ParameterError) as error:
            sides.reward_quantiles(["1/2", goal])
        assert str(error.value) == f"quantile is {goal}: give a number strictly between 0 and 1"
    for call, words in (
        (lambda: SideBySide(MemorylessSource(P, 0), R, 2), "two policies over sequences need at least one symbol"),
        (lambda: match_best_of_n(MemorylessSource(P, 0), R, 2), "give at least one symbol"),
    ):
        with pytest.raises(ParameterError) as error:
            call()
        assert str(error.value) == f"length is 0: {words}"


def test_which_divergence_and_how_many_draws_are_compared() -> None:
    source = MemorylessSource(P, 10)
    own = SideBySide(source, R, 3)  # kl = log(3)/10
    assert (own.n, own.kl, own.case) == (3, log(3) / 10, "tilt")
    assert contains(own.kl_to_reference()[1], log(3))
    for rule, n in (("floor", 3), ("ceil", 4)):  # exp(1.1) = 3.004…
        sides = SideBySide(source, R, rule, kl="11/100")
        assert (sides.n, sides.kl) == (n, Fraction(11, 100))
        assert contains(sides.kl_to_reference()[1], Fraction(11, 10))
    real = SideBySide(source, R, "real", kl="11/100").n
    assert isinstance(real, EnclosedReal)
    assert Fraction("3.00416602394643") < real < Fraction("3.00416602394644")
    assert SideBySide(source, R, "real", kl=0).n == SideBySide(source, R, "floor", kl=0).n == 1
    assert SideBySide(source, R, "ceil", kl="1/100000").n == 2
    for kl in (log(5), 7):  # at Δ_max, and beyond
        past = SideBySide(source, R, 3, kl=kl)
        assert (past.case, past.alpha, past.n) == ("boundary" if kl == log(5) else "beyond", None, 3)
        assert past.kl_to_reference()[1] == 10 * log(5)
        assert past.expected_reward()[1] == 10 * log(6)
        assert repr(past.reward_variance()[1]) == "Fraction(0, 1)"
        assert past.reward_quantiles(GOALS)[1] == [10 * log(6)] * 3
        assert past.expected_counts()[1] == {0: 10, 1: 0, 2: 0}
        assert past.unique
    assert not SideBySide(source, Reward.values([1, 1, 0]), 3, kl=7).unique
    with pytest.raises(ParameterError, match="kl"):
        SideBySide(source, R, 3, kl=-1)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(lambda w: sum(map(bool, w)) > 1), st.integers(1, 3))
def test_variances_and_what_cannot_be_drawn(weights: list[int], n: int) -> None:
    p = Distribution.from_weights(weights)
    phi = tilt(p, R, 1)
    assert isinstance(phi, Distribution)
    found = SideBySide(MemorylessSource(p, 2), R, n, alpha=1)
    laws = (Distribution(dict(best_of_n(MemorylessSource(p, 2), R, n).by_sequence())), phi.power(2))
    for law, value in zip(laws, found.reward_variance(), strict=True):
        mean = law.expectation(R.of_sequence)
        assert contains(value - law.expectation(lambda y, m=mean: (R.of_sequence(y) - m) * (R.of_sequence(y) - m)), 0)
    for side in found.expected_counts():
        assert all(side[o] == 0 for o in p if not p[o])
        assert contains(EnclosedReal.of(sum(side.values(), Fraction(0))), 2)


def test_every_quantity_has_its_key_its_name_and_its_two_values() -> None:
    sides = SideBySide(MemorylessSource(P, 4), R, 2, alpha=1)
    shown = list(sides.quantities(quantiles=["1/3"]))
    assert [(q.key, q.name, q.additive, q.label) for q in shown] == [
        ("kl_to_reference", "KL to the reference", True, None),
        ("kl_to_other", "KL to the other policy", True, None),
        ("total_variation", "total variation", False, None),
        ("reward", "expected reward", True, None),
        ("reward_variance", "variance of the reward", True, None),
        ("reward_quantile", "reward, quantile 1/3", True, "1/3"),
        *(("count", f"expected count of {o}", True, o) for o in P),
    ]
    values = [sides.kl_to_reference(), sides.kl_to_other(), (sides.total_variation(),) * 2, sides.expected_reward()]
    mine, others = sides.expected_counts()
    values += [sides.reward_variance(), tuple(side[0] for side in sides.reward_quantiles(["1/3"]))]
    values += [(mine[o], others[o]) for o in P]
    assert [(str(q.best_of_n), str(q.aligned)) for q in shown] == [tuple(map(str, pair)) for pair in values]
    for q in shown:
        halves = q.per_symbol(4)
        if q.additive:
            for half, whole in zip(halves, (q.best_of_n, q.aligned), strict=True):
                assert contains(half * 4 - whole, 0)
        else:
            assert halves == (None, None)
    past = SideBySide(MemorylessSource(P, 2), R, 2, kl=5)
    assert next(q for q in past.quantities() if q.key == "kl_to_other").per_symbol(2)[0] == oo
    skipped = SideQuantity("k", "n", Omitted.SKIPPED, log(2))
    assert skipped.per_symbol(2) == (Omitted.SKIPPED, log(2) / 2)


def test_the_matching_divergence_is_exact_while_it_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    exact, alignment = match_best_of_n(MemorylessSource(P, 3), R, 4)
    assert exact == best_of_n(P**3, R, 4).kl() / 3
    assert (alignment.case, alignment.unique) == ("tilt", True)
    single, _ = match_best_of_n(MemorylessSource(P, 1), R, 4)
    assert single == kl_divergence(best_of_n(P, R, 4), P)
    monkeypatch.setattr("exactalign.policies.side_by_side._EXACT_BITS", 0)
    enclosed, other = match_best_of_n(MemorylessSource(P, 3), R, 4)
    assert isinstance(enclosed, EnclosedReal)
    assert contains(enclosed - exact, 0)
    assert (other.case, other.unique) == ("tilt", True)
    assert contains(EnclosedReal.of(other.alpha - alignment.alpha), 0)
    assert contains(EnclosedReal.of(other.policy.probability(0) - alignment.policy.probability(0)), 0)


@pytest.mark.parametrize("exact_levels", [0, 20_000])
def test_quantiles_of_a_tilt_that_an_enclosure_cannot_tell_are_left_open(
    exact_levels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tilt of (1/3, 2/3) by log 2 is (1/2, 1/2): at 1/2 a ball straddles the goal at every precision."""
    monkeypatch.setattr("exactalign.policies.side_by_side.EXACT_LEVELS", exact_levels)
    reward = Reward.parse("log 2, 0")
    sides = SideBySide(MemorylessSource(Distribution.from_weights([1, 2]), 1), reward, 2, alpha=1)
    goals = [Fraction(3, 4), Fraction(1, 2), Fraction(99, 100), Fraction(1, 4)]  # in no order
    assert sides._tilt_quantiles(goals, 1) == [log(2), Omitted.UNDECIDED, log(2), 0]
    assert sides._tilt_quantiles([Fraction(1, 2)], 1) == [Omitted.UNDECIDED]
    assert sides._tilt_quantiles([Fraction(1, 2) - Fraction(1, 10**60)], 1) == [0]
    assert sides._tilt_quantiles([], 1) == []


def test_a_quantile_at_which_a_real_number_of_draws_ties_is_left_open() -> None:
    sides = SideBySide(MemorylessSource(Distribution.uniform(2), 1), Reward.values([0, 1]), "real", kl="1/2*log(3)")
    sides.policy.n = EnclosedReal(lambda: arb(2).log().exp())
    assert sides.reward_quantiles(["1/8", "1/4", "3/4"])[0] == [0, Omitted.UNDECIDED, 1]


def test_an_exact_law_of_the_reward_is_asked_up_to_so_many_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    """A coin of 1/3 reaches 1/3 exactly: the exact law says so, and no enclosure can."""
    coin = SideBySide(MemorylessSource(Distribution.from_weights([1, 2]), 1), Reward.values([0, 1]), 1, alpha=0)
    for most, answer in ((3, 0), (2, 0), (1, Omitted.UNDECIDED)):
        monkeypatch.setattr("exactalign.policies.side_by_side.EXACT_LEVELS", most)
        assert coin.reward_quantiles(["1/3", "1/2"]) == ([answer, 1],) * 2
    monkeypatch.undo()
    assert coin.reward_quantiles(["1/3"])[0] == [0]
    coin._memory = 1  # the exact law does not fit
    assert coin.reward_quantiles(["1/3"])[0] == [Omitted.UNDECIDED]


def test_goals_near_a_border_are_decided_to_a_precision_that_depends_on_the_levels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of few levels to some 4,900 digits, of many to 77."""
    reward = Reward.parse("log 2, 0")
    sides = SideBySide(MemorylessSource(Distribution.from_weights([1, 2]), 1), reward, 2, alpha=1)
    for most, decided, left_open in ((3, 4900, 5000), (2, 4900, 5000), (1, 70, 80)):
        monkeypatch.setattr("exactalign.policies.side_by_side.EXACT_LEVELS", most)
        for sign, level in ((-1, 0), (1, log(2))):
            goals = [Fraction(1, 2) + Fraction(sign, 10**digits) for digits in (decided, left_open)]
            assert sides._tilt_quantiles(goals, 1) == [level, Omitted.UNDECIDED]


@pytest.mark.parametrize("length", [1, 3])
def test_a_divergence_is_exact_up_to_numbers_of_a_size(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    source = MemorylessSource(P, length)
    size = power_bits(P._total, 4 * length)
    for most, kind in ((size, LogForm), (size - 1, EnclosedReal)):
        monkeypatch.setattr("exactalign.policies.side_by_side._EXACT_BITS", most)
        delta, _ = match_best_of_n(source, R, 4)
        assert type(delta) is kind
        assert contains(delta * length - best_of_n(source, R, 4, enclosed=True).kl(), 0)


@pytest.mark.parametrize("length", [1, 3])
def test_how_much_memory_an_exact_divergence_may_take(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of single symbols all that is given, of sequences 10 MB at most; past that, sequences are enclosed."""
    source, given, is_too_large = MemorylessSource(P, length), list[int](), False

    def watched(law: Any, reward: Reward, n: int, *, memory: int) -> Any:
        given.append(memory)
        if is_too_large:
            raise TooLarge("by so much")
        return best_of_n(law, reward, n, memory=memory)

    monkeypatch.setattr("exactalign.policies.side_by_side.best_of_n", watched)
    for memory in (10**6, 10**7, 10**9):
        exact, _ = match_best_of_n(source, R, 4, memory=memory)
        assert given.pop() == (memory if length == 1 else min(memory, 10**7))
        assert isinstance(exact, LogForm)
    is_too_large = True
    if length == 1:
        with pytest.raises(TooLarge, match="by so much"):
            match_best_of_n(source, R, 4)
    else:
        enclosed, _ = match_best_of_n(source, R, 4)
        assert isinstance(enclosed, EnclosedReal)
        assert contains(enclosed - exact, 0)
