"""The values that a printed table is compared with, against calculations in floats."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import pytest

from exactalign import Distribution, Reward
from exactalign.cli.models import Model
from exactalign.cli.table_values import ClosedForms, ModelValues
from exactalign.numbers.decimals import decimal_text
from exactalign.tables.check import Expected
from exactalign.tables.headings import Quantity
from exactalign.tables.questions import Sought, Unknown

P, R = (0.2, 0.3, 0.5), (1, 3, 1)
MODEL = Model(
    Distribution.from_probabilities(["1/5", "3/10", "1/2"], "abc"), Reward.values([1, 3, 1], "abc")
)  # two outcomes tie
INFORMATION = {Quantity.KL, Quantity.KL_BOUND, Quantity.GAP, Quantity.REVERSE_KL}


def number(value: Any) -> float:
    return float(decimal_text(value, digits=12))


def closed(n: int) -> dict[Quantity, float]:
    """A reward without ties: the best of n has density n·u^(n − 1) at the rank u."""
    kl = math.log(n) - (n - 1) / n
    return {
        Quantity.KL: kl,
        Quantity.KL_BOUND: kl,
        Quantity.SQUARE_ROOT_KL: math.sqrt(kl),
        Quantity.REVERSE_KL: n - 1 - math.log(n),
        Quantity.CHI_SQUARED: n * n / (2 * n - 1) - 1,
        Quantity.TOTAL_VARIATION: n ** (-1 / (n - 1)) - n ** (-n / (n - 1)),
        Quantity.HELLINGER: 2 - 4 * math.sqrt(n) / (n + 1),
        Quantity.WIN_RATE: n / (n + 1),
        Quantity.WIN_RATE_BOUND: n / (n + 1),
    }


def told(expected: Any, quantity: Quantity) -> float:
    """The value, after its units were looked at: in bits what is information, else the name of the quantity."""
    assert isinstance(expected, Expected)
    value = number(expected.value)
    if quantity in INFORMATION:
        assert number(expected.in_bits) == pytest.approx(value / math.log(2), rel=1e-10)
    elif quantity is Quantity.SQUARE_ROOT_KL:
        assert number(expected.in_bits) == pytest.approx(value / math.sqrt(math.log(2)), rel=1e-10)
    else:
        assert expected.in_bits is None
    assert expected.quantity == ("" if expected.in_bits is not None else quantity.value)
    assert (expected.percent, expected.unit) == (False, "")
    return value


@pytest.mark.parametrize("n", [2, 3, 7])
def test_what_is_known_without_a_model(n: int) -> None:
    forms = closed(n)
    for quantity in Quantity:
        found = ClosedForms()(Sought(quantity, n))
        if quantity not in forms:
            assert found == Unknown("it needs a model: give --p with --reward, or --input")
            continue
        assert told(found, quantity) == pytest.approx(forms[quantity], rel=1e-10)
        assert found.only_bounds is (quantity not in (Quantity.KL_BOUND, Quantity.WIN_RATE_BOUND))  # type: ignore[union-attr]
        assert found.others == ()  # type: ignore[union-attr]
    assert isinstance(ClosedForms()(Sought(Quantity.KL)), Unknown)


def by_hand(n: int, length: int) -> tuple[dict[Any, float], dict[Any, float], dict[Any, float]]:
    """Best of n, the reference and the total reward over all sequences."""
    base: dict[Any, float] = {y: math.prod(P["abc".index(k)] for k in y) for y in product("abc", repeat=length)}
    total: dict[Any, float] = {y: sum(R["abc".index(k)] for k in y) for y in base}
    best = {}
    for y in base:
        below = sum(base[z] for z in base if total[z] < total[y])
        equal = sum(base[z] for z in base if total[z] == total[y])
        best[y] = ((below + equal) ** n - below**n) * base[y] / equal
    return best, base, total


@pytest.mark.parametrize(("n", "length"), [(2, 1), (4, 1), (3, 2)])
def test_what_a_model_gives(n: int, length: int) -> None:
    best, base, total = by_hand(n, length)
    forms = closed(n)
    kl = sum(best[y] * math.log(best[y] / base[y]) for y in base)
    mean, plain = (sum(law[y] * total[y] for y in law) for law in (best, base))
    wins = sum(best[y] * base[z] * (1 + (total[y] > total[z]) - (total[y] < total[z])) / 2 for y in base for z in base)
    bound, root = forms[Quantity.KL_BOUND], math.sqrt
    expected: dict[Quantity, tuple[float, dict[str, float]]] = {
        Quantity.KL: (kl, {"the bound log N - (N-1)/N, not the KL": bound}),
        Quantity.KL_BOUND: (bound, {"the KL of the model, not the bound": kl}),
        Quantity.GAP: (bound - kl, {}),
        Quantity.SQUARE_ROOT_KL: (root(kl), {"the square root of the bound": root(bound)}),
        Quantity.WIN_RATE: (wins, {"n/(n+1), the win rate for a reward without ties": n / (n + 1)}),
        Quantity.WIN_RATE_BOUND: (n / (n + 1), {"the win rate of the model": wins}),
        Quantity.EXPECTED_REWARD: (mean, {"the improvement, not the expected reward": mean - plain}),
        Quantity.IMPROVEMENT: (mean - plain, {"the expected reward, not the improvement": mean}),
    }
    single: dict[Quantity, tuple[float, dict[str, float]]] = {
        Quantity.REVERSE_KL: (sum(base[y] * math.log(base[y] / best[y]) for y in base), {}),
        Quantity.CHI_SQUARED: (sum(best[y] ** 2 / base[y] for y in base) - 1, {}),
        Quantity.TOTAL_VARIATION: (sum(abs(best[y] - base[y]) for y in base) / 2, {}),
        Quantity.HELLINGER: (2 - 2 * sum(root(best[y] * base[y]) for y in base), {}),
    }
    for values, asked in (
        (ModelValues(MODEL, length, 10**9), None),
        (ModelValues(MODEL, None, 10**9), length),
        (ModelValues(MODEL, 9, 10**9), length),
    ):
        for quantity, (value, others) in (expected | (single if length == 1 else {})).items():
            found = values(Sought(quantity, n, length=asked))
            assert told(found, quantity) == pytest.approx(value, rel=1e-10)
            assert {name: pytest.approx(number(x), rel=1e-10) for name, x in found.others} == others  # type: ignore[union-attr]
            assert not found.only_bounds  # type: ignore[union-attr]
        if length > 1:
            for quantity in single:
                assert values(Sought(quantity, n, length=asked)) == Unknown(
                    f"the {quantity.value} of sequences is not computed here"
                )


@pytest.mark.parametrize("length", [1, 2])
def test_what_a_model_gives_for_one_outcome(length: int) -> None:
    best, base, total = by_hand(3, length)
    values = ModelValues(MODEL, length, 10**9)
    for y in base:
        assert values(Sought(Quantity.REWARD, 3, y)) == total[y]
        reference = values(Sought(Quantity.REFERENCE, None, y))
        assert told(reference, Quantity.REFERENCE) == pytest.approx(base[y], rel=1e-10)
        policy = values(Sought(Quantity.POLICY, 3, y))
        assert told(policy, Quantity.POLICY) == pytest.approx(best[y], rel=1e-10)
        assert policy.others == (("the reference's probability", reference.value),)  # type: ignore[union-attr]
    first = next(iter(base))
    known = values(Sought(Quantity.REFERENCE, None, first))
    other = values(Sought(Quantity.POLICY, 3, first))
    assert known.others == (("the policy's probability, not the reference's", other.value),)  # type: ignore[union-attr]
    assert ModelValues(MODEL, length, 10**9)(Sought(Quantity.REFERENCE, None, first)).others == ()  # type: ignore[union-attr]


def test_each_policy_is_computed_once() -> None:
    values = ModelValues(MODEL, 2, 10**9)
    assert values.answer(3) is values.answer(3) is values.answer(3, 2)
    assert values.answer(3, 1) is not values.answer(3)
    assert (values.answer(3, 1).length, values.answer(3).length, values.answer(4).n) == (1, 2, 4)
    assert values.answer(3).kl != values.answer(4).kl
    assert ModelValues(MODEL, None, 10**9).answer(5).length == 1


def test_what_is_too_large_is_unknown_and_says_why() -> None:
    values = ModelValues(MODEL, None, 1000)
    found = values(Sought(Quantity.KL, 10**6))
    assert isinstance(found, Unknown)
    assert "over the limit of 1 kB" in found.reason
