# mypy: disable-error-code="no-untyped-call,no-any-return"
"""The kernel's interval logarithm, exponential and levels, against mpmath and enumeration."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign.testing.strategies import rationals
from proofs_check import kernel
from proofs_check.engine import certificates
from tests.proofs_check.kernel.samples import KERNEL


@given(st.integers(1, 2**400), st.integers(1, 2**400), st.integers(32, 256))
def test_log_contains_the_truth(n: int, d: int, bits: int) -> None:
    lo, hi = kernel.Machine(bits, [])._log(Fraction(n, d))
    with mpmath.workprec(4 * bits + 900):
        assert lo <= (mpmath.log(n) - mpmath.log(d)) * 2**bits <= hi
    assert hi - lo <= (2 * bits + 20) * (2 + abs(n.bit_length() - d.bit_length()))


@given(st.integers(32, 256).flatmap(lambda b: st.tuples(st.just(b), st.integers(-(30 << b), 30 << b))))
def test_exp_contains_the_truth(drawn: tuple[int, int]) -> None:
    bits, x = drawn
    lo, hi = kernel.Machine(bits, [])._exp(x)
    with mpmath.workprec(4 * bits + 200):
        truth = mpmath.exp(mpmath.mpf(x) / 2**bits) * 2**bits
        assert lo <= truth <= hi
        assert hi - lo <= 2 + 200 * bits * (truth / 2**bits)


@settings(max_examples=30)
@given(st.integers(0, 2**60), st.integers(32, 200))
def test_atanh_and_series_stay_within_their_stated_bounds(a: int, bits: int) -> None:
    machine = kernel.Machine(bits, [])
    with mpmath.workprec(4 * bits + 200):
        z = mpmath.mpf(a) / 2**60 / 3
        lo, hi = machine._atanh(int(mpmath.floor(z * 2**bits)))
        assert lo <= mpmath.atanh(z) * 2**bits <= hi
        r = (a * 2**bits - a) >> 60
        lo, hi = machine._series(r)
        assert lo <= mpmath.exp(mpmath.mpf(r) / 2**bits) * 2**bits <= hi


@pytest.mark.parametrize("bits", [32, 33, 64, 1000, 4000])
def test_the_reduced_argument_of_the_exponential_is_in_range(bits: int) -> None:
    machine = kernel.Machine(bits, [])
    for x in (
        kernel.MAX_EXP << bits,
        -kernel.MAX_EXP << bits,
        0,
        1,
        -1,
        *machine.log2,
        *(-end for end in machine.log2),
    ):
        k = x // machine.log2[x >= 0]
        assert all(0 <= x - k * end < 1 << bits for end in machine.log2)


@pytest.mark.parametrize("x", [0, 1, -1])
def test_the_ends(x: int) -> None:
    lo, hi = kernel.Machine(40, [])._exp(x)
    assert lo <= (1 << 40) + x <= hi
    assert hi - lo <= 200
    lo, hi = kernel.Machine(40, [])._exp(-1000 << 40)
    assert lo == 0 < hi <= 200
    with pytest.raises(kernel.Malformed):
        kernel.Machine(40, [])._exp(-(10**6) << 40)
    lo, hi = kernel.Machine(40, [])._log(Fraction(1))
    assert lo <= 0 <= hi


FRACTIONS = rationals(min_value=Fraction(1, 50), max_value=50, max_denominator=50)


SMALL = rationals(-3, 3, max_denominator=1000)  # a sum that is not 0 is far above the 10^-30 that tells them apart


@given(st.lists(st.tuples(rationals(-5, 5, max_denominator=9), FRACTIONS), max_size=4), SMALL)
def test_log_forms_have_the_sign_that_mpmath_sees(terms: list[tuple[Fraction, Fraction]], r: Fraction) -> None:
    machine = kernel.Machine(128, [])
    number = kernel._number
    form = machine.total([*(machine.times(number(c), machine.log(number(a))) for c, a in terms), number(r)])
    lo, hi = machine.bounds(form)
    with mpmath.workdps(60):
        total = sum(
            (
                mpmath.mpf(c.numerator) / c.denominator * mpmath.log(mpmath.mpf(a.numerator) / a.denominator)
                for c, a in terms
            ),
            mpmath.mpf(r.numerator) / r.denominator,
        )
        if abs(total) > mpmath.mpf(10) ** -30:
            assert (lo > 0) == (total > 0)
            assert (hi < 0) == (total < 0)
        else:
            assert lo == hi == 0


def naive_levels(p: list[Fraction], weights: list[Fraction], m: int) -> dict[Fraction, Fraction]:
    law: dict[Fraction, Fraction] = {}
    for sequence in product(range(len(p)), repeat=m):
        if mass := prod((p[i] for i in sequence), start=Fraction(1)):
            level = prod((weights[i] for i in sequence), start=Fraction(1))
            law[level] = law.get(level, Fraction(0)) + mass
    return law


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 6), FRACTIONS), min_size=1, max_size=3), st.integers(1, 4))
def test_levels_agree_with_enumeration(rows: list[tuple[int, Fraction]], m: int) -> None:
    total = sum(a for a, _ in rows)
    if not total:
        return
    p, weights = [Fraction(a, total) for a, _ in rows], [u for _, u in rows]
    vectors: list[Any] = [[kernel._number(x) for x in row] for row in (p, weights)]
    assert kernel.Machine(32, []).levels(*vectors, m) == sorted(naive_levels(p, weights, m).items())


def test_the_documented_example_is_what_the_kernel_reads() -> None:
    text = (KERNEL.parents[1] / "docs" / "certificates.md").read_text(encoding="utf-8")
    example = json.loads(text.split('```json title="sample.json"\n')[1].split("```")[0])
    sealed = certificates.seal(example["claim"], example["statement"], example["evidence"])
    assert sealed == example
    assert kernel.check(example).status == "valid"
    assert set(re.findall(r'`\["([^"]+)", [a-zA-Z]', text)) == set(kernel.OPERATIONS)
    assert all(f"**{kind}**" in text for kind in (*kernel.KINDS, "identity"))


@pytest.mark.parametrize("relation", ["<", "<=", ">", ">=", "=", "!="])
@pytest.mark.parametrize(("left", "right"), list(product((-1, 0, 1), repeat=2)))
def test_relations_of_rationals_are_those_of_python(relation: str, left: int, right: int) -> None:
    holds = {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right,
             "=": left == right, "!=": left != right}[relation]  # fmt: skip
    sides = [{frozenset(): Fraction(value)} if value else {} for value in (left, right)]
    machine = kernel.Machine(64, [])
    if holds:
        machine.decide(sides[0], relation, sides[1])
    else:
        with pytest.raises(kernel.Invalid):
            machine.decide(sides[0], relation, sides[1])
