"""What the suites call exact, against brute force and against the room of estimators; and their error bounds."""

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import mpmath
import pytest
from flint import arb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exactalign import Distribution
from exactalign.estimators.at_k import best_at_k, pass_at_k
from exactalign.estimators.gradients import SoftmaxPolicy
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.enclosures import Enclosure
from exactalign.numbers.infinity import oo
from exactalign.testing.conformance import KINDS, reference
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import Call, Vector
from exactalign.testing.conformance.error_bounds import exp_bound, input_shift
from exactalign.testing.conformance.findings import Expected, bounds, within
from exactalign.testing.conformance.formats import FORMATS, NEGLIGIBLE
from exactalign.testing.strategies import rationals

DOUBLE = FORMATS["float64"]
U = Fraction(1, 2**53)
TINY = Fraction(1, 10**12)

fractions = rationals(-4, 4, max_denominator=6)
small_vectors = st.lists(fractions, min_size=1, max_size=4).map(tuple)


def exact(kind: str, *arguments: Any, **options: Any) -> list[Expected]:
    chosen = KINDS[kind].chosen(options)
    subject = Subject(abs, "f", chosen.parameters, DOUBLE, list, 1, options=options)
    assert chosen.oracle is not None
    found = list(chosen.oracle(subject, Call(arguments)))
    assert all(isinstance(e.error, Fraction) and not isinstance(e.value, (int, float)) for e in found)
    return found


def values(expected: Sequence[Expected]) -> list[Any]:
    return [e.value for e in expected]


def weights(count: int) -> st.SearchStrategy[Vector]:
    numbers = st.lists(st.integers(0, 5), min_size=count, max_size=count).filter(any)
    return numbers.map(lambda found: tuple(Fraction(x, sum(found)) for x in found))


def best_positions(rewards: Sequence[Fraction], drawn: Sequence[int]) -> list[int]:
    top = max(rewards[i] for i in drawn)
    return [i for i in drawn if rewards[i] == top]


@st.composite
def models(draw: st.DrawFn) -> tuple[Vector, Vector, Vector]:
    count = draw(st.integers(1, 3))
    rewards = st.lists(st.integers(0, 2).map(Fraction), min_size=count, max_size=count).map(tuple)
    return draw(weights(count)), draw(rewards), draw(st.tuples(*[fractions] * count))


@settings(deadline=None)
@given(models(), st.integers(1, 3))
def test_best_of_n_quantities_by_enumeration_of_draws(model: tuple[Vector, Vector, Vector], n: int) -> None:
    p, r, golden = model
    best = total = Fraction(0)
    for drawn in product(range(len(p)), repeat=n):
        chance = Fraction(math.prod(p[i] for i in drawn))
        kept = best_positions(r, drawn)
        best += chance * max(r[i] for i in drawn)
        total += chance * sum((golden[i] for i in kept), Fraction(0)) / len(kept)
    assert values(exact("expected-best", p, r, n)) == [best]
    assert values(exact("golden-under-proxy", p, r, golden, n)) == [total]


@settings(deadline=None)
@given(small_vectors, st.integers(1, 3))
def test_pools_with_replacement_by_enumeration(scores: Vector, n: int) -> None:
    draws = list(product(range(len(scores)), repeat=n))
    best = sum((max(scores[i] for i in drawn) for drawn in draws), Fraction(0)) / len(draws)
    assert values(exact("expected-best", scores, n, of="pool")) == [best]
    kept = [Fraction(0)] * len(scores)
    for drawn in draws:
        found = best_positions(scores, drawn)
        for i in found:
            kept[i] += Fraction(1, len(found) * len(draws))
    shared = values(exact("pool-weights", scores, n, replacement=True))
    assert sum(kept) == sum(shared) == 1
    for value in set(scores):
        places = [i for i, s in enumerate(scores) if s == value]
        assert sum(shared[i] for i in places) == sum(kept[i] for i in places)
        assert len({shared[i] for i in places}) == 1


@given(small_vectors, st.data())
def test_pools_without_replacement_by_enumeration(scores: Vector, data: st.DataObject) -> None:
    k = data.draw(st.integers(1, len(scores)))
    subsets = list(combinations(range(len(scores)), k))
    kept = [Fraction(0)] * len(scores)
    for subset in subsets:
        found = best_positions(scores, subset)
        for i in found:
            kept[i] += Fraction(1, len(found) * len(subsets))
    assert values(exact("pool-weights", scores, k)) == kept
    assert values(exact("best-at-k", scores, k)) == [best_at_k(scores, k)]
    assert sum(w * s for w, s in zip(kept, scores, strict=True)) == best_at_k(scores, k)


@given(st.integers(1, 12), st.data())
def test_pass_at_k_is_the_share_of_subsets(n: int, data: st.DataObject) -> None:
    c, k = data.draw(st.integers(0, n)), data.draw(st.integers(1, n))
    subsets = list(combinations(range(n), k)) if n <= 8 else []
    if subsets:
        assert pass_at_k(n, c, k) == Fraction(sum(min(subset) < c for subset in subsets), len(subsets))
    (found,) = exact("pass-at-k", n, c, k)
    assert found.value == pass_at_k(n, c, k)
    assert 0 < found.error < Fraction(1, 10**13)


@given(st.lists(fractions, min_size=2, max_size=5).map(tuple))
@example((Fraction(-13, 4), Fraction(-16, 5)))
def test_advantages(rewards: Vector) -> None:
    count = len(rewards)
    mean = sum(rewards, Fraction(0)) / count
    assert values(exact("advantage", rewards)) == [r - mean for r in rewards]
    others = [(sum(rewards, Fraction(0)) - r) / (count - 1) for r in rewards]
    left_out = values(exact("advantage", rewards, baseline="leave-one-out"))
    assert left_out == [r - o for r, o in zip(rewards, others, strict=True)]
    for ddof, eps in ((0, "0"), (1, "0"), (0, "1/10"), (1, "1/10")):
        variance = float(sum((r - mean) ** 2 for r in rewards)) / (count - ddof)
        # What a subtraction of near numbers cancels, the best code has lost: the condition number is M/(σ + ε).
        spread = math.sqrt(variance) + float(Fraction(eps))
        condition = 1 + Fraction(max(map(abs, rewards))) / Fraction(spread) if variance else Fraction(10**3)
        for r, e in zip(rewards, exact("advantage", rewards, baseline="standardised", ddof=ddof, eps=eps), strict=True):
            wanted = float(r - mean) / spread if variance else 0.0
            assert within(Fraction(wanted), e.value, TINY)  # type: ignore[arg-type]
            assert e.error < TINY / 10 * condition


@pytest.mark.parametrize("options", [{}, *({"baseline": "standardised", "ddof": d} for d in (0, 1))], ids=str)
def test_in_a_group_of_one_nothing_is_left(options: dict[str, Any]) -> None:
    assert values(exact("advantage", (Fraction(7, 2),), **options)) == [0]
    assert values(exact("advantage", (Fraction(7, 2),), baseline="leave-one-out")) == [0]


@given(rationals(-9, 0, max_denominator=8), rationals(-9, 0, max_denominator=8))
def test_kl_estimates(log_q: Fraction, log_p: Fraction) -> None:
    ratio = log_p - log_q
    assert values(exact("kl-estimate", log_q, log_p)) == [-ratio]
    assert values(exact("kl-estimate", log_q, log_p, estimator="k2")) == [ratio * ratio / 2]
    (k3,) = exact("kl-estimate", log_q, log_p, estimator="k3")
    assert within(Fraction(math.expm1(ratio) - float(ratio)), k3.value, TINY * 10**4)  # type: ignore[arg-type]
    assert k3.error <= 8 * U * (1 + abs(ratio)) * (1 + exp_bound(ratio))
    for estimator in ("k1", "k2", "k3"):
        assert values(exact("kl-estimate", log_q, -oo, estimator=estimator)) == [oo]
        assert values(exact("kl-estimate", log_q, log_q, estimator=estimator)) == [0]


@settings(deadline=None)
@given(st.integers(2, 3), st.data())
def test_the_gradients_are_those_of_the_estimators(count: int, data: st.DataObject) -> None:
    """At logits that are logarithms of rationals, to the precision of those."""
    positive = st.lists(st.integers(1, 6), min_size=count, max_size=count)
    q, p = (Distribution.from_weights(data.draw(positive)) for _ in range(2))
    logits, logs = (tuple(Fraction(math.log(x)) for x in law.probabilities) for law in (q, p))
    policy = SoftmaxPolicy(q)
    for divergence, gradient in (("reverse", policy.of_kl(p)), ("forward", policy.of_reverse_kl(p))):
        answers = gradient_of(logits, logs, divergence)
        for i, expected in enumerate(answers):
            entry = Fraction(float(gradient[q.outcomes[i]]))
            assert within(entry, expected.value, TINY)  # type: ignore[arg-type]
            assert expected.error < TINY


def gradient_of(logits: Vector, logs: Vector, divergence: str) -> list[Expected]:
    """What the judge of the formula expects, seen through a function that gives it: the reference of the kind."""
    from exactalign.testing.conformance.kinds.kl_gradient import gradient_oracle

    subject = Subject(abs, "f", KINDS["kl-gradient"].parameters, DOUBLE, list, 1)
    return list(gradient_oracle(divergence)(subject, Call((logits, logs))))


@given(rationals(-30, 30, max_denominator=9))
def test_exponential_bounds(x: Fraction) -> None:
    assert Fraction(math.exp(x)) * (1 - 64 * U) <= exp_bound(x) <= Fraction(math.exp(x)) * (1 + Fraction(1, 10**12))
    with mpmath.workprec(300):  # it is a bound: also by the last of its digits
        assert exp_bound(x).numerator >= mpmath.exp(mpmath.mpf(x.numerator) / x.denominator) * exp_bound(x).denominator


@given(weights(3))
def test_logarithms_move_probabilities_by_the_shift_at_most(p: Vector) -> None:
    """A logarithm rounded by one unit, and an exponential by one: both are within the shift."""
    form = DOUBLE.with_logs(inputs=True, outputs=False)
    floats = tuple(Fraction(float(x)) for x in p)
    for x in floats:
        if x:
            for rounded in (math.nextafter(math.log(x), 1), math.log(x), math.nextafter(math.log(x), -99)):
                again = Fraction(math.exp(rounded))
                assert abs(again - x) <= input_shift(form, floats) * x
    assert input_shift(DOUBLE, floats) == abs(sum(floats) - 1)


@pytest.mark.parametrize("name", ["expected_best", "pass_at_k", "pool_weights"])
@pytest.mark.parametrize("k", [0, 4])
def test_the_references_refuse_what_has_no_answer(name: str, k: int) -> None:
    arguments = (3, 1, k) if name == "pass_at_k" else ([0.0, 1.0, 2.0], k)
    with pytest.raises(ValueError, match=f"is {k}: give a whole number from 1"):
        getattr(reference, name)(*arguments)


@settings(deadline=None)
@given(models(), st.integers(1, 4))
def test_the_references_are_right(model: tuple[Vector, Vector, Vector], n: int) -> None:
    p, r, golden = model
    floats = [[float(x) for x in part] for part in model]
    assert reference.model_expected_best(floats[0], floats[1], n) == pytest.approx(
        float(values(exact("expected-best", p, r, n))[0]), abs=1e-12
    )
    assert reference.golden_under_proxy(*floats, n) == pytest.approx(
        float(values(exact("golden-under-proxy", p, r, golden, n))[0]), abs=1e-12
    )


def test_numbers_far_below_every_format_are_not_written_out() -> None:
    """e^-10000 is below 2^-5000: bounds by 0 and that; of either sign, or of none that is known."""

    def enclosed(sign: int) -> EnclosedReal:
        return EnclosedReal(lambda: sign * ball_of(Fraction(-10_000)).exp())

    assert bounds(enclosed(1), 128) == Enclosure(Fraction(0), NEGLIGIBLE)
    assert bounds(enclosed(-1), 128) == Enclosure(-NEGLIGIBLE, Fraction(0))
    unknown = EnclosedReal(lambda: ball_of(Fraction(-10_000)).exp() * arb(0, 1))
    assert bounds(unknown, 128) == Enclosure(-NEGLIGIBLE, NEGLIGIBLE)
    assert bounds(EnclosedReal(lambda: arb("nan")), 128) is None
    third = bounds(EnclosedReal.of(Fraction(1, 3)), 128)
    assert third is not None
    assert 0 < third.upper - third.lower < Fraction(1, 10**30)


def test_the_shift_of_logarithms_is_as_derived() -> None:
    """4(|log p| + 1)u at the least likely outcome, |log 1/2| read as 7/10."""
    form = DOUBLE.with_logs(inputs=True, outputs=False)
    assert input_shift(form, (Fraction(1, 2),) * 2) == 4 * (Fraction(7, 10) + 1) * U
    assert input_shift(form, (Fraction(0), Fraction(1))) == 4 * U


def test_the_references_divide_by_the_sum() -> None:
    """Weights in place of probabilities: as floats they never sum to 1 exactly."""
    weights, shares, rewards = [1.0, 2.0, 5.0], [1 / 8, 2 / 8, 5 / 8], [0.0, 1.0, 1.0]
    for function in (reference.best_of_n, reference.best_of_n_kl, reference.best_of_n_win_rate):
        assert function(weights, rewards, 3) == pytest.approx(function(shares, rewards, 3), abs=1e-15)
    assert reference.model_expected_best(weights, rewards, 3) == pytest.approx(1 - 1 / 512)
    assert reference.tilt(weights, rewards, 2.0) == pytest.approx(reference.tilt(shares, rewards, 2.0))


def test_the_solver_of_the_references() -> None:
    half, apart = [0.5, 0.5], [0.0, 1.0]
    assert reference.alpha_for_kl(half, apart, 0.0) == 0.0
    assert reference.alpha_for_kl([0.5, 0.0, 0.5], [0.0, 9.0, 1.0], 0.25) == pytest.approx(1.642634369487408, rel=1e-12)
    assert reference.alpha_for_kl([1e-9, 1.0], [1.0, 0.0], 10.0) == pytest.approx(21.0, abs=1)  # doubled from 1 on
    near = reference.alpha_for_kl(half, apart, math.nextafter(math.log(2), 0) - 1e-12)
    assert reference.kl_divergence(reference.tilt(half, apart, near), half) == pytest.approx(math.log(2), abs=1e-11)
    for rewards, kl in ((apart, math.log(2)), (apart, 1.0), (apart, -0.25), ([1.0, 1.0], 0.25), ([1.0, 1.0], -0.25)):
        with pytest.raises(ValueError, match=rf"^no alpha reaches a KL divergence of {kl}: it must lie between 0 and "):
            reference.alpha_for_kl(half, rewards, kl)


def test_the_sampler_of_the_references() -> None:
    drawn = reference.sample_best_of_n([0.0, 0.5, 0.5, 0.0], [9.0, 1.0, 0.0, 9.0], 2, 50, 3)
    assert len(drawn) == 50
    assert set(drawn) == {1, 2}
    assert drawn == reference.sample_best_of_n([0.0, 0.5, 0.5, 0.0], [9.0, 1.0, 0.0, 9.0], 2, 50, 3)
    assert reference.sample_best_of_n([2.0, 6.0], [0.0, 1.0], 1, 3000, 1).count(1) == pytest.approx(2250, abs=100)
    assert reference.sample_best_of_n([0.25, 0.75], [5.0, 5.0], 3, 3000, 1).count(1) == pytest.approx(2250, abs=100)
    assert reference.sample_best_of_n([0.5, 0.5], [1.0, 0.0], 3, 3000, 1).count(0) == pytest.approx(2625, abs=80)


def test_the_corners_of_the_references() -> None:
    assert reference.kl_divergence([0.5, 0.5], [1.0, 0.0]) == math.inf
    assert reference.kl_divergence([1.0, 0.0], [0.5, 0.5]) == pytest.approx(math.log(2))
    assert reference.kl_divergence([1.0, 0.0], [1.0, 0.0]) == 0.0
    assert reference.tilt([0.0, 1.0], [1e6, 0.0], 1.0) == [0.0, 1.0]
    assert reference.advantage([0.1] * 3) == [0.0, 0.0, 0.0]
    assert reference.standardised_advantage([0.7] * 6) == [0.0] * 6
    assert reference.leave_one_out_advantage([1.0, 0.0]) == [1.0, -1.0]
    assert [reference.pass_at_k(4, c, 2) for c in range(5)] == pytest.approx([0, 1 / 2, 5 / 6, 1, 1])
    assert [reference.expected_best([3.0, 1.0, 2.0], n) for n in (1, 2, 3)] == pytest.approx([2, 8 / 3, 3])
    assert reference.pool_weights([1.0, 0.0, 1.0], 3) == pytest.approx([0.5, 0.0, 0.5])
    assert reference.pool_weights([5.0], 1) == [1.0]
    assert reference.best_of_n([0.0, 1.0], [1.0, 0.0], 2) == [0.0, 1.0]
    assert reference.k3(-1.0, -1.0) == reference.k2(-1.0, -1.0) == reference.k1(-1.0, -1.0) == 0.0
