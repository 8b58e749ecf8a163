"""Coprime bases and multiplicative relations against factorisation into primes."""

import random
from collections import Counter
from itertools import pairwise
from math import gcd, prod

import pytest
from flint import fmpz
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exactalign.numbers import coprime
from exactalign.numbers.coprime import coprime_base, exponents, powers_over, relation_is_trivial, stands_alone

# Primes below 1000 are split off first, so large ones are needed to exercise the refinement.
PRIMES = [2, 3, 997, 1009, 1013, 1019, 10007]
numbers = st.lists(st.sampled_from(PRIMES), max_size=6).map(lambda primes: fmpz(prod(primes)))


@given(st.lists(numbers, max_size=8))
def test_base_is_coprime_and_generates(given_numbers: list[fmpz]) -> None:
    base = coprime_base(given_numbers)
    assert all(element > 1 for element in base)
    assert all(gcd(int(a), int(b)) == 1 for i, a in enumerate(base) for b in base[:i])
    for number in given_numbers:
        powers = exponents(number, base)
        assert prod((int(b) ** e for b, e in zip(base, powers, strict=True)), start=1) == number
    assert coprime_base(reversed(given_numbers)) == base


@pytest.mark.parametrize("short_bits", [4096, 24, 12, 0])
@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(-3, 3), numbers), max_size=8))
@example([(1, fmpz(1009 * 1013)), (1, fmpz(1009 * 1019)), (-1, fmpz(1009)), (-1, fmpz(1009 * 1013 * 1019))])
@example([(2, fmpz(1009**2 * 1013)), (-1, fmpz(1009**4)), (-2, fmpz(1013))])
def test_relations_against_prime_exponents(short_bits: int, relation: list[tuple[int, fmpz]]) -> None:
    totals: Counter[fmpz] = Counter()
    for coefficient, number in relation:
        for prime, power in number.factor():
            totals[prime] += coefficient * power
    before = coprime._SHORT_BITS
    coprime._SHORT_BITS = short_bits
    try:
        found = relation_is_trivial([fmpz(c) for c, _ in relation], [n for _, n in relation])
    finally:
        coprime._SHORT_BITS = before
    assert found == (not any(totals.values()))


@pytest.mark.parametrize("long_bits", [512, 0])
@given(st.lists(numbers.filter(lambda n: n > 1), max_size=10, unique=True))
def test_a_number_that_stands_alone_has_a_prime_of_its_own_only(long_bits: int, given_numbers: list[fmpz]) -> None:
    longest = max(given_numbers, default=fmpz(1))
    alone = 0 < len(given_numbers) <= 8 and all(gcd(int(longest), int(n)) == 1 for n in given_numbers if n != longest)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coprime, "_LONG_BITS", long_bits)
        assert stands_alone(given_numbers) == (alone and longest.bit_length() > long_bits)


@pytest.mark.parametrize("short_bits", [4096, 24, 0])
@given(st.lists(numbers.filter(lambda n: n > 1), min_size=2, max_size=6), st.data())
def test_relations_that_hold_are_found(short_bits: int, parts: list[fmpz], data: st.DataObject) -> None:
    # Both sides multiply out to the same product, cut up differently.
    shuffled = data.draw(st.permutations(parts))
    cut = data.draw(st.integers(1, len(parts) - 1))
    left = [prod(parts[:cut], start=fmpz(1)), prod(parts[cut:], start=fmpz(1))]
    right = [prod(shuffled[:1], start=fmpz(1)), prod(shuffled[1:], start=fmpz(1))]
    signs = [fmpz(1), fmpz(1), fmpz(-1), fmpz(-1)]
    before = coprime._SHORT_BITS
    coprime._SHORT_BITS = short_bits
    try:
        assert relation_is_trivial(signs, left + right)
        assert not relation_is_trivial(signs, [left[0] * 1021, left[1], *right])
    finally:
        coprime._SHORT_BITS = before


def test_high_powers() -> None:
    base = [fmpz(2), fmpz(1009)]
    assert exponents(fmpz(2) ** 1000 * fmpz(1009) ** 77, base) == [1000, 77]


def test_a_base_that_does_not_generate_is_refused() -> None:
    with pytest.raises(ValueError, match="does not generate"):
        exponents(fmpz(10), [fmpz(2), fmpz(3)])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(2, 2**40), min_size=1, max_size=60), st.randoms(use_true_random=False))
def test_many_numbers_and_their_products(values: list[int], rng: random.Random) -> None:
    numbers = [fmpz(v) for v in values]
    weights = [fmpz(rng.getrandbits(20) + 1) for _ in numbers]
    chained = [a * b for a, b in pairwise([*numbers, numbers[0]])]
    # Π (aᵢ·aᵢ₊₁)^wᵢ = Π aᵢ^(wᵢ + wᵢ₋₁)
    coefficients = weights + [-(weights[i] + weights[i - 1]) for i in range(len(numbers))]
    assert relation_is_trivial(coefficients, chained + numbers)
    assert not relation_is_trivial([coefficients[0] + 1, *coefficients[1:]], chained + numbers)
    base = coprime_base(chained + numbers)
    assert all(gcd(int(a), int(b)) == 1 for i, a in enumerate(base) for b in base[:i])
    for number, powers in zip(chained, powers_over(chained, base), strict=True):
        assert prod((int(base[j]) ** e for j, e in powers.items()), start=1) == number


def test_a_long_number_stands_alone_among_seven_others_and_past_512_bits() -> None:
    others = [fmpz(p) for p in (2, 3, 5, 7, 11, 13, 17, 19)]
    long, short = fmpz(2) ** 512 + 1, fmpz(2) ** 512 - 1  # of 513 and of 512 bits
    for count in range(9):
        assert stands_alone([long, *others[:count]]) == (count <= 7)
    assert not stands_alone(others[:1])
    assert not stands_alone([])
    assert stands_alone([long])
    assert not stands_alone([short])
    assert not stands_alone([long, fmpz(2), 2 * long + 2])  # another is the longest, and shares a factor
    with_factor = 3 * (fmpz(2) ** 600 + 1)
    assert not stands_alone([fmpz(3), with_factor])
    assert stands_alone([fmpz(7), with_factor])


def test_numbers_that_are_equal_up_to_short_factors_cancel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past 24 bits a number is long here: its short factors are taken out before long ones are compared."""
    monkeypatch.setattr(coprime, "_SHORT_BITS", 24)
    p, q, r = fmpz(1009), fmpz(1013), (fmpz(1) << 61) - 1
    one, minus = fmpz(1), fmpz(-1)
    for numbers in ([p * r, q, q * r, p], [p * p * r, q * q, q * r, p * p * q], [r * r * p, q, r * q, p * r]):
        assert relation_is_trivial([one, one, minus, minus], numbers)
        for at in range(4):
            changed = [number * (p if place == at else 1) for place, number in enumerate(numbers)]
            assert not relation_is_trivial([one, one, minus, minus], changed)
    for size in (fmpz(2) ** 24 - 3, fmpz(2) ** 24 + 43):  # on both sides of the limit
        assert relation_is_trivial([fmpz(2), minus], [size, size * size])
        assert not relation_is_trivial([fmpz(3), minus], [size, size * size])
