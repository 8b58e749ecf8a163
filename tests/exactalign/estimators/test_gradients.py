"""Gradients in the logits against finite differences of mpmath, and losses as trainers write them."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mpf

from exactalign import Distribution, EnclosedReal, LogForm, Reward, best_of_n, log
from exactalign.estimators import Draw, Gradient, SoftmaxPolicy
from exactalign.exceptions import DistributionError, NotExactError, ParameterError, Undecided
from exactalign.numbers.arithmetic import exponential
from exactalign.numbers.duals import Dual
from tests.exactalign.high_precision import number
from tests.exactalign.small_models import distributions

laws = distributions(min_outcomes=3, max_outcomes=3, zeros=False)
Law = list[Any]


def softmax(logits: Law) -> Law:
    weights = [mpmath.exp(x) for x in logits]
    return [w / mpmath.fsum(weights) for w in weights]


def differences(law: Distribution, function: Callable[[Law], Any]) -> Law:
    """Central differences in every logit, at high precision."""
    with mpmath.workdps(60):
        logits, h = [mpmath.log(number(mass)) for mass in law.probabilities], mpf(10) ** -20
        steps = [[h if i == j else mpf(0) for i in range(len(logits))] for j in range(len(logits))]
        return [
            (function(softmax([a + b for a, b in zip(logits, s, strict=True)]))
             - function(softmax([a - b for a, b in zip(logits, s, strict=True)]))) / (2 * h)
            for s in steps
        ]  # fmt: skip


def precisely(law: Distribution) -> Law:
    with mpmath.workdps(60):
        return [number(mass) for mass in law.probabilities]


def near(gradient: Gradient, expected: Law) -> bool:
    """Within what central differences of step 10⁻²⁰ leave."""
    with mpmath.workdps(60):
        found = [value.enclose(40).midpoint if hasattr(value, "enclose") else value for value in gradient.values()]
        return all(abs(number(a) - b) < mpf(10) ** -30 for a, b in zip(found, expected, strict=True))


def kl(q: Law, p: Law) -> Any:
    return mpmath.fsum(a * mpmath.log(a / b) for a, b in zip(q, p, strict=True))


@given(laws, laws)
@settings(max_examples=25)
def test_the_gradients_of_both_divergences(q: Distribution, p: Distribution) -> None:
    reference = precisely(p)
    assert near(SoftmaxPolicy(q).of_kl(p), differences(q, lambda law: kl(law, reference)))
    assert near(SoftmaxPolicy(q).of_reverse_kl(p), differences(q, lambda law: kl(reference, law)))


@given(laws, st.lists(st.integers(-2, 3), min_size=3, max_size=3), st.integers(1, 4))
@settings(max_examples=25)
def test_the_gradients_of_means_and_of_the_best(q: Distribution, values: list[int], k: int) -> None:
    policy, reward = SoftmaxPolicy(q), Reward.values(values)
    assert near(policy.of_mean(values), differences(q, lambda law: mpmath.fdot(law, values)))
    assert near(policy.of_pass_at_k(lambda o: o == 1, k), differences(q, lambda law: 1 - (1 - law[1]) ** k))

    def best(law: Law) -> Any:
        at_most = [mpmath.fsum(a for a, s in zip(law, values, strict=True) if s <= v) for v in sorted(set(values))]
        steps = [b**k - a**k for a, b in zip([mpf(0), *at_most], at_most, strict=False)]
        return mpmath.fdot(steps, sorted(set(values)))

    assert near(policy.of_best_of(reward, k), differences(q, best))
    assert best_of_n(q, reward, k).expectation(reward) == policy.law.expectation(reward) or k > 1


LOSSES: dict[str, tuple[Callable[[Draw], Any], Callable[[Any, Any, Any, Any], Any]]] = {
    "k1": (lambda d: d.k1, lambda x, p, b, m: mpmath.log(x / p)),
    "k2": (lambda d: d.k2, lambda x, p, b, m: mpmath.log(x / p) ** 2 / 2),
    "k3": (lambda d: d.k3, lambda x, p, b, m: p / x - 1 - mpmath.log(p / x)),
    "weighted k3": (lambda d: d.weight * d.k3, lambda x, p, b, m: x / b * (p / x - 1 - mpmath.log(p / x))),
    "detached": (lambda d: d.weight.detach() * d.k3, lambda x, p, b, m: m / b * (p / x - 1 - mpmath.log(p / x))),
    "quotient": (lambda d: 1 / (2 + d.logp.exp()), lambda x, p, b, m: 1 / (2 + x)),
    "root": (lambda d: d.logp.exp().sqrt() - 3, lambda x, p, b, m: mpmath.sqrt(x) - 3),
    "power": (lambda d: d.weight**3, lambda x, p, b, m: (x / b) ** 3),
}


@given(laws, laws, laws, st.sampled_from(sorted(LOSSES)))
@settings(max_examples=25)
def test_what_automatic_differentiation_finds(q: Distribution, p: Distribution, b: Distribution, name: str) -> None:
    exact, numeric = LOSSES[name]
    now, ref, old = map(precisely, (q, p, b))

    def expected(law: Law) -> Any:
        return mpmath.fsum(w * numeric(x, r, w, m) for x, r, w, m in zip(law, ref, old, now, strict=True))

    assert near(SoftmaxPolicy(q).of_loss(exact, p, sampler=b), differences(q, expected))


@given(laws, laws, laws)
@settings(max_examples=25)
def test_which_divergence_a_loss_differentiates(q: Distribution, p: Distribution, b: Distribution) -> None:
    policy = SoftmaxPolicy(q)
    forward, reverse = policy.of_kl(p), policy.of_reverse_kl(p)
    assert policy.of_loss(lambda d: d.k1, p).is_zero
    assert policy.of_loss(lambda d: d.k2, p) == forward
    assert policy.of_loss(lambda d: d.k3, p) == reverse
    assert policy.of_loss(lambda d: d.logp * d.k1.detach(), p) == forward
    assert policy.of_loss(lambda d: d.logp * d.k3.detach(), p) == forward - reverse
    assert policy.of_loss(lambda d: d.weight * d.k3, p, sampler=b) == forward
    assert policy.of_loss(lambda d: d.weight.detach() * d.k3, p, sampler=b) == reverse
    assert policy.of_loss(lambda d: d.weight.detach() * d.k2, p, sampler=b) == forward
    if q != p:
        assert policy.of_loss(lambda d: d.k3, p) != forward or forward == reverse


def test_the_surrogate_of_a_policy_gradient() -> None:
    policy = SoftmaxPolicy(Distribution.from_weights([1, 2, 5]))
    reward = Reward.values([1, 0, 3])
    found = policy.of_loss(lambda d: d.weight * d.reward, Distribution.uniform(3), reward=reward)
    assert found == policy.of_mean(reward)
    assert found.multiple_of(2 * found) == Fraction(1, 2)
    assert found.multiple_of(policy.of_mean([1, 1, 0])) is None
    assert sum(found.values(), Fraction(0)) == 0
    assert found + found == 2 * found
    assert repr(found) == "Gradient(-1/8, -1/2, 5/8)"


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: SoftmaxPolicy(Distribution.from_weights([1, 0])), DistributionError, "softmax gives every outcome"),
        (lambda: SoftmaxPolicy([0.5, 0.5]), DistributionError, "give a Distribution"),
        (lambda: _coin().of_kl(Distribution.from_weights([1, 0])), DistributionError, "infinite"),
        (lambda: _coin().of_mean([1]), ParameterError, "1 values for 2"),
        (lambda: _coin().of_mean([0.5, 1]), NotExactError, "value at 0"),
        (lambda: _coin().of_loss(lambda d: d.k1 * 0.5, Distribution.uniform(2)), NotExactError, "0.5"),
        (
            lambda: _coin().of_loss(lambda d: d.k1 ** Fraction(1, 2), Distribution.uniform(2)),
            ParameterError,
            "exponent",
        ),
        (lambda: _coin().of_mean([0, 1]).multiple_of(_coin().of_mean([1, 1])), ParameterError, "is 0"),
    ],
)
def test_refusals(call: Callable[[], object], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        call()


def _coin() -> SoftmaxPolicy:
    return SoftmaxPolicy(Distribution.uniform(2))


def test_gradients_of_equal_logarithms_are_equal() -> None:
    left = Gradient({0: log(4), 1: log(9) - 2 * log(3)})
    assert left == Gradient({0: 2 * log(2), 1: Fraction(0)})
    assert left != Gradient({0: 2 * log(2), 1: Fraction(1)})
    assert left != Gradient({0: 2 * log(2)})


# --- gradients as numbers ------------------------------------------------------------------------

E = exponential(LogForm(1))
assert isinstance(E, EnclosedReal)


def gradient(*entries: Any) -> Gradient:
    return Gradient(dict(enumerate(entries)))


def test_gradients_are_added_and_scaled() -> None:
    one, other = gradient(1, 2, -3), gradient(5, -4, -1)
    assert one + other == gradient(6, -2, -4)
    assert one - other == gradient(-4, 6, -2)
    assert 2 * one == one * 2 == gradient(2, 4, -6)
    assert (len(one), list(one)) == (3, [0, 1, 2])
    assert dict(one) == {0: 1, 1: 2, 2: -3}
    assert one != other
    assert one != dict(one)
    assert (one == dict(one)) is False
    assert gradient(0, 0).is_zero
    assert gradient(0, log(4) - 2 * log(2)).is_zero
    assert not gradient(0, 1).is_zero
    assert repr(gradient(log(4) - 2 * log(2))[0]) == "Fraction(0, 1)"
    assert repr(gradient(log(2), Fraction(-1, 3))) == "Gradient(log(2), -1/3)"
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)
    with pytest.raises(KeyError):
        one + gradient(1, 2)


def test_multiples() -> None:
    assert gradient(0, 2, -2).multiple_of(gradient(0, 1, -1)) == 2
    assert gradient(1, 2, -3).multiple_of(gradient(0, 1, -1)) is None
    assert gradient(0, 0, 0).multiple_of(gradient(1, 1, -2)) == 0
    assert gradient(2, 2, -4).multiple_of(gradient(1, 2, -3)) is None
    assert gradient(log(2), -log(2)).multiple_of(gradient(1, -1)) == log(2)
    assert repr(gradient(log(4), -log(4)).multiple_of(gradient(log(2), -log(2)))) == "Fraction(2, 1)"
    with pytest.raises(ParameterError) as caught:
        gradient(1, -1).multiple_of(gradient(0, 0))
    assert str(caught.value) == "the gradient to compare with is 0: everything or nothing is a multiple of it"


def test_multiples_by_what_is_only_enclosed() -> None:
    """The last entry follows from the others; two enclosures that overlap tell nothing, one that does not, all."""
    two = gradient(E, -E).multiple_of(gradient(1, -1))
    assert abs(float(two) - 2.718281828459045) < 1e-15  # type: ignore[arg-type]
    assert gradient(E, E, 9, -2 * E - 9).multiple_of(gradient(1, 1, 1, -3)) is None
    assert gradient(E, 9, E, -2 * E - 9).multiple_of(gradient(1, 1, 1, -3)) is None
    with pytest.raises(Undecided):
        gradient(E, 2 * E, -3 * E).multiple_of(gradient(1, 2, -3))
    assert gradient(0 * E, E, -E).multiple_of(gradient(0, 1, -1)) is not None


# --- policies ------------------------------------------------------------------------------------


def test_laws_may_list_outcomes_in_another_order() -> None:
    policy = SoftmaxPolicy(Distribution.from_probabilities(["1/4", "3/4"], "ab"))
    other = Distribution.from_probabilities(["1/2", "1/2"], "ba")
    skewed = Distribution.from_probabilities(["3/4", "1/4"], "ba")
    assert policy.of_kl(skewed).is_zero
    assert policy.of_reverse_kl(skewed).is_zero
    assert policy.of_kl(other)["a"] == -log(3) * Fraction(3, 16)
    assert policy.of_loss(lambda d: d.k3, other, sampler=skewed) == policy.of_reverse_kl(other)
    assert policy.of_reverse_kl(Distribution.from_probabilities([1, 0], "ba")) == Gradient(
        {"a": Fraction(1, 4), "b": Fraction(-1, 4)}
    )
    assert repr(policy) == f"SoftmaxPolicy({policy.law!r})"
    assert policy.of_mean({"b": 1, "a": 0}) == policy.of_mean([0, 1]) == policy.of_mean(lambda o: int(o == "b"))


def test_a_loss_sees_the_reward_where_there_is_one() -> None:
    seen: list[Any] = []

    def loss(draw: Draw) -> Any:
        seen.append((draw.outcome, draw.reward, draw.ref_logp, draw.old_logp))
        return draw.logp

    reference, sampler = Distribution.from_weights([1, 3]), Distribution.from_weights([1, 2])
    _coin().of_loss(loss, reference, sampler=sampler, reward=Reward.values([5, 7]))
    assert seen == [(0, 5, log("1/4"), log("1/3")), (1, 7, log("3/4"), log("2/3"))]
    seen.clear()
    assert _coin().of_loss(loss, reference).is_zero
    assert seen == [(0, None, log("1/4"), log("1/2")), (1, None, log("3/4"), log("1/2"))]


def test_one_try_is_the_mean() -> None:
    policy = SoftmaxPolicy(Distribution.from_weights([1, 2, 3]))
    reward = Reward.values([0, 4, 1])
    assert policy.of_best_of(reward, 1) == policy.of_mean(reward)
    assert policy.of_pass_at_k(lambda o: o == 1, 1) == policy.of_mean([0, 1, 0])
    found = policy.of_pass_at_k(lambda o: o == 1, 3)
    assert found == 3 * Fraction(4, 9) * policy.of_mean([0, 1, 0])
    assert found == policy.of_pass_at_k(lambda o: [2] * (o == 1), 3)  # type: ignore[arg-type, return-value]


INFINITE = (
    "has probability 0 under the reference or the sampler, and a chance under the policy: the divergence, or the "
    "weight, is infinite"
)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: SoftmaxPolicy([1]), "the policy is list: give a Distribution"),  # type: ignore[arg-type]
        (
            lambda: SoftmaxPolicy(Distribution.from_weights([1, 0, 0])),
            "outcome 1 has probability 0: a softmax gives every outcome a chance",
        ),
        (lambda: _coin().of_kl(Distribution.from_weights([1, 0])), f"outcome 1 {INFINITE}"),
        (
            lambda: _coin().of_loss(lambda d: d.k1, Distribution.uniform(2), sampler=Distribution.from_weights([0, 1])),
            f"outcome 0 {INFINITE}",
        ),
        (lambda: _coin().of_mean([1, 2, 3]), "there are 3 values for 2 outcomes: give one for each"),
        (lambda: _coin().of_mean((1,)), "there are 1 values for 2 outcomes: give one for each"),  # type: ignore[arg-type]
        (lambda: _coin().of_pass_at_k(bool, 0), "k is 0"),
        (lambda: _coin().of_best_of(Reward.values([0, 1]), 0), "k is 0"),
    ],
)
def test_what_is_refused_in_words(call: Callable[[], object], message: str) -> None:
    with pytest.raises((DistributionError, ParameterError)) as caught:
        call()
    assert str(caught.value).startswith(message)


def test_a_draw_is_the_same_as_itself_alone() -> None:
    half = log(Fraction(1, 2))
    dual = Dual(half, Fraction(1))
    one, other = (Draw("a", dual, half, half) for _ in range(2))
    assert one != other
    assert {one: 1, other: 2}[one] == 1


def test_draws_are_not_compared() -> None:
    """As what is a dual in them is not: two of the same parts are two."""
    parts: Any = (0, Dual(LogForm(), Fraction(1)), LogForm(), LogForm())
    one, other = Draw(*parts), Draw(*parts)
    assert one != other
    assert len({one, other}) == 2
