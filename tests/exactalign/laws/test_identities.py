"""The identities of alignment theory as properties of exact distributions.

Exact equality at integer exponents and rational q, enclosures at real exponents; ties, zeros, one outcome and
constant rewards are drawn as well.
"""

from fractions import Fraction
from itertools import permutations, product
from typing import Any

from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import (
    AlignedFamily,
    Distribution,
    EnclosedReal,
    LogForm,
    MemorylessSource,
    RateFunction,
    Reward,
    best_of_n,
    cross_entropy,
    kl_divergence,
    log,
    renyi_cross_entropy,
    tilt,
)
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.precision import working_precision
from exactalign.testing.strategies import Problem, distributions, problems, rationals
from tests.exactalign import brute_force

rational_problems = problems(kind="log", max_size=3)
real_exponents = rationals(-3, 3, max_denominator=7)


@st.composite
def with_a_policy(draw: Any) -> tuple[Problem, Distribution]:
    problem = draw(rational_problems)
    return problem, draw(distributions(outcomes=problem.reference.outcomes))


def overlap(left: Any, right: Any, bits: int = 200) -> bool:
    """Whether enclosures at `bits` bits of precision have a point in common (equal numbers always do)."""
    with working_precision(bits):
        return bool(ball_of(left).overlaps(ball_of(right)))


def alignment(problem: Problem) -> Distribution:
    return problem.reward.alignment()


@given(with_a_policy(), st.integers(-3, 3))
def test_lemma_2_identity_at_integer_exponents(drawn: tuple[Problem, Distribution], alpha: int) -> None:
    (p, reward), psi = drawn
    q = alignment(Problem(p, reward))
    phi = tilt(p, q, alpha)
    left = kl_divergence(psi, phi)
    base = kl_divergence(psi, p)
    if not isinstance(base, LogForm):
        assert left == base
        return
    gain = alpha * (cross_entropy(psi, q) - cross_entropy(phi, q))
    assert left == base - kl_divergence(phi, p) + gain


@given(with_a_policy(), real_exponents)
def test_lemma_2_identity_at_real_exponents(drawn: tuple[Problem, Distribution], alpha: Fraction) -> None:
    problem, psi = drawn
    base = kl_divergence(psi, problem.reference)
    if not isinstance(base, LogForm):
        return
    family = problem.family
    phi = family.at(alpha)
    direct = kl_divergence(psi, phi) if isinstance(phi, Distribution) else _direct_kl(psi, phi)
    mean = LogForm.of(psi.expectation(problem.reward))
    gain = alpha * (EnclosedReal.of(family.expected_reward(alpha)) - mean)
    assert overlap(direct, base - EnclosedReal.of(family.kl(alpha)) + gain)


def _direct_kl(psi: Distribution, phi: Any) -> EnclosedReal:
    return EnclosedReal.sum(
        psi[o] * (EnclosedReal.of(log(psi[o])) - EnclosedReal.of(phi[o]).log()) for o in psi.support
    )


@given(rational_problems, st.integers(-3, 3), st.integers(-3, 3))
def test_lemma_9_tilts_compose(problem: Problem, alpha: int, beta: int) -> None:
    q, p = alignment(problem), problem.reference
    assert tilt(tilt(p, q, alpha), q, beta) == tilt(p, q, alpha + beta)


@given(rational_problems, real_exponents, real_exponents)
def test_lemma_9_at_real_exponents(problem: Problem, alpha: Fraction, beta: Fraction) -> None:
    once = problem.family.at(alpha)
    twice = tilt(once, problem.reward, beta) if isinstance(once, Distribution) else once.tilted(beta)
    direct = problem.family.at(alpha + beta)
    for outcome in problem.reference.outcomes:
        assert overlap(twice[outcome], direct[outcome])


@given(rational_problems, st.integers(1, 3), st.integers(0, 2))
def test_lemma_3_cumulants_are_renyi_cross_entropies(problem: Problem, rho: int, alpha: int) -> None:
    q = alignment(problem)
    phi = tilt(problem.reference, q, alpha)
    assert isinstance(phi, Distribution)
    moment = phi.expectation(lambda y: q[y] ** rho)
    assert log(moment) / rho == -renyi_cross_entropy(phi, q, 1 + rho)


@given(rational_problems, st.integers(1, 3), st.integers(0, 2), st.integers(1, 3))
@settings(max_examples=50)
def test_corollary_1_holds_at_every_length(problem: Problem, rho: int, alpha: int, m: int) -> None:
    q = alignment(problem)
    phi = tilt(problem.reference, q, alpha)
    assert isinstance(phi, Distribution)
    moment = Fraction(0)
    for sequence in product(phi.support, repeat=m):
        mass = likelihood = Fraction(1)
        for letter in sequence:
            mass *= phi[letter]
            likelihood *= q[letter]
        moment += mass * likelihood**rho
    assert log(moment) / (m * rho) == -renyi_cross_entropy(phi, q, 1 + rho)
    cumulant = RateFunction(AlignedFamily(problem.reference, q), alpha).scaled_cumulant(rho)
    assert cumulant == log(moment) / m


@given(problems(max_size=3, max_weight=4), st.integers(1, 3), st.integers(1, 3))
@settings(max_examples=60)
def test_lemma_5_best_of_n_is_exchangeable(problem: Problem, m: int, n: int) -> None:
    policy = best_of_n(MemorylessSource(problem.reference, m), problem.reward, n)
    for sequence in product(problem.reference.outcomes, repeat=m):
        assert len({policy.probability(order) for order in permutations(sequence)}) == 1


@given(problems(max_size=3, max_weight=4), st.integers(1, 2), st.integers(1, 4))
def test_lemma_6_and_its_sharper_form(problem: Problem, m: int, n: int) -> None:
    policy = best_of_n(MemorylessSource(problem.reference, m), problem.reward, n)
    assert policy.kl() <= log(n)
    assert policy.kl() <= log(n) - Fraction(n - 1, n)
    assert (policy.kl() == log(n) - Fraction(n - 1, n)) == (n == 1)


@given(problems(max_size=3, max_weight=3), st.integers(1, 2), st.integers(1, 3))
@settings(max_examples=40)
def test_best_of_n_against_every_draw(problem: Problem, m: int, n: int) -> None:
    source = MemorylessSource(problem.reference, m)
    policy = best_of_n(source, problem.reward, n)
    space = brute_force.sequences(dict(problem.reference.items()), m)
    totals = {sequence: problem.reward.of_sequence(sequence) for sequence in space}
    order = sorted(set(totals.values()))
    expected = brute_force.best_of_n(space, {s: order.index(total) for s, total in totals.items()}, n)
    for sequence in product(problem.reference.outcomes, repeat=m):
        assert policy.probability(sequence) == expected.get(sequence, 0)


def test_overlap_rejects_different_numbers() -> None:
    assert not overlap(log(2), log(3))
    assert overlap(EnclosedReal(lambda: arb(2).log()), log(2))
    assert not overlap(log(2), log(2) + Fraction(1, 10**40))


def test_a_wrong_identity_is_noticed() -> None:
    p, q = Reward.log_weights([1, 2]).alignment(), Distribution.uniform(2)
    assert tilt(tilt(q, p, 1), p, 2) != tilt(q, p, 2)  # exponents multiplied
    policy = best_of_n(q, Reward.values([0, 1]), 2)
    assert not kl_divergence(policy, q) <= log(2) - Fraction(1, 1)
