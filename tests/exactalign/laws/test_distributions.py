"""Distributions: refusals, operations against plain fractions, and the manners of a value."""

import copy
import pickle
import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign import Distribution, EnclosedReal, LogForm, MemorylessSource, log
from exactalign.exceptions import (
    DistributionError,
    ExactAlignError,
    NotExactError,
    NotRationalError,
    OutcomeError,
    ParameterError,
    WrongKind,
)
from exactalign.laws import distributions as module
from exactalign.laws.distributions import MAX_PRODUCT
from exactalign.numbers.decimals import decimal_text
from exactalign.testing.strategies import rationals
from exactalign.text.rows import Rows
from tests.exactalign.known_models import P
from tests.exactalign.small_models import distributions

COIN = Distribution({"heads": "1/3", "tails": "2/3"})
NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: Distribution({0: "-1/2", 1: "3/2"}), DistributionError, "probability of 0 is -1/2"),
        (lambda: Distribution.from_weights([1, -1]), DistributionError, "weight of 1 is -1"),
        (lambda: Distribution({0: "1/2", 1: "1/3"}), DistributionError, "sum to 5/6, not 1: 1/6 is missing"),
        (lambda: Distribution({0: "1/2", 1: "2/3"}), DistributionError, "sum to 7/6, not 1: 1/6 too much"),
        (lambda: Distribution({0: 0}), DistributionError, "sum to 0, not 1"),
        (lambda: Distribution({0: 1, 1: "1e-5000"}), DistributionError, "too much"),
        (lambda: Distribution({}), DistributionError, "at least one outcome"),
        (lambda: Distribution.from_probabilities([]), DistributionError, "at least one outcome"),
        (lambda: Distribution.uniform(0), DistributionError, "at least one outcome"),
        (lambda: Distribution.uniform([]), DistributionError, "at least one outcome"),
        (lambda: Distribution.from_weights([0, 0]), DistributionError, "all weights are 0"),
        (lambda: Distribution.from_probabilities(["1/2", "1/2"], ["a", "a"]), OutcomeError, "'a' is given twice"),
        (lambda: Distribution.uniform("aa"), OutcomeError, "'a' is given twice"),
        (lambda: Distribution({0.5: 1}), OutcomeError, "outcome 0.5 is, or holds, a float"),
        (lambda: Distribution({(0, 0.5): 1}), OutcomeError, "outcome (0, 0.5) is, or holds, a float"),
        (lambda: Distribution({NAN: 1}), OutcomeError, "so give it a name, or write it as a Fraction"),
        (lambda: P.push_forward(lambda y: y / 2), OutcomeError, "outcome 0.0 is, or holds, a float"),
        (lambda: P.relabel([0, 1, 1.5]), OutcomeError, "outcome 1.5 is, or holds, a float"),
        (lambda: P.relabel("aab"), OutcomeError, "'a' is given twice"),
        (lambda: P.relabel("ab"), OutcomeError, "2 labels for 3 outcomes"),
        (lambda: P.relabel([[1], [2], [3]]), OutcomeError, "hashable"),
        (lambda: Distribution.uniform([[1], [2]]), OutcomeError, "hashable"),
        (lambda: Distribution.from_probabilities(["1"], ["a", "b"]), OutcomeError, "2 outcomes but 1 probability"),
        (lambda: Distribution.from_probabilities([0.5, 0.5]), NotExactError, "probability of 0 is the float 0.5"),
        (lambda: Distribution({"a": 1.0}), NotExactError, "probability of 'a' is the float 1.0"),
        (lambda: Distribution.from_weights([1, 2.0]), NotExactError, "weight of 1"),
        (lambda: Distribution({0: NAN}), NotExactError, "probability of 0 is nan"),
        (lambda: Distribution({0: INF}), NotExactError, "probability of 0 is inf"),
        (lambda: Distribution.from_floats([NAN, 1.0], normalize=True), NotRationalError, "probability of 0 is nan"),
        (lambda: Distribution.from_floats([INF], normalize=True), NotRationalError, "probability of 0 is inf"),
        (lambda: Distribution.from_floats([0.1, 0.2], normalize=False), DistributionError, "is missing"),
        (lambda: Distribution.from_floats([-0.5, 1.5], normalize=True), DistributionError, "negative"),
        (lambda: Distribution.from_floats(["x"], normalize=True), NotRationalError, "no rational number"),
        (lambda: Distribution.from_probabilities(["x"]), NotRationalError, "probability of 0 is 'x'"),
        (lambda: Distribution.from_probabilities(["9" * 100_001]), NotRationalError, "the limit is 100000"),
        (lambda: Distribution.from_probabilities("1/2"), DistributionError, "not a str"),
        (lambda: Distribution.from_probabilities(5), WrongKind, "is 5, an int: give"),
        (lambda: Distribution.from_probabilities({1: "1/2", 0: "1/2"}), DistributionError, "not a dict"),
        (lambda: Distribution.from_probabilities({"1/2"}), DistributionError, "not a set"),
        (lambda: Distribution(["1/2", "1/2"]), DistributionError, "from_probabilities"),
        (lambda: P[3], OutcomeError, "unknown outcome 3: the outcomes are 0, 1, 2"),
        (lambda: P[[1]], OutcomeError, "unknown outcome [1]"),
        (lambda: P.condition([0, 9]), OutcomeError, "unknown outcome 9"),
        (lambda: P.condition([]), DistributionError, "probability 0"),
        (lambda: P.condition(lambda y: y > 5), DistributionError, "probability 0"),
        (lambda: P.mix(P, "3/2"), ParameterError, "weight is 3/2"),
        (lambda: P.mix(P, 0.5), NotExactError, "weight is the float"),
        (lambda: P.mix(COIN, "1/2"), OutcomeError, "one distribution has 2 outcomes, the other 3"),
        (lambda: P.aligned_to(P.relabel("abc")), OutcomeError, "unknown outcome 'a'"),
        (lambda: P.power(-1), ParameterError, "length is -1"),
        (lambda: P.power(1.0), ParameterError, "length is 1.0"),
        (lambda: P.power(30), ParameterError, "MemorylessSource"),
        (lambda: P.power(10**9), ParameterError, "MemorylessSource"),
        (lambda: P.marginal(0), OutcomeError, "outcome 0 has no coordinate 0"),
        (lambda: P.power(2).marginal(2), OutcomeError, "no coordinate 2"),
        (lambda: P.push_forward(lambda y: [y]), TypeError, "unhashable"),
        (lambda: P.expectation({0: 1}), OutcomeError, "no value is given for outcome 1"),
        (lambda: P.expectation(lambda y: 0.5), NotExactError, "value of 0"),
        (lambda: MemorylessSource({0: 1}, 2), DistributionError, "not a dict"),
        (lambda: MemorylessSource(P, -1), ParameterError, "length is -1"),
        (lambda: MemorylessSource(P, "2"), ParameterError, "length is '2'"),
        (lambda: MemorylessSource(P, 2).probability((0,)), OutcomeError, "1 symbols"),
        (lambda: MemorylessSource(P, 1).probability((5,)), OutcomeError, "unknown outcome 5"),
    ],
)
def test_refusals_are_one_line_and_say_what_is_wrong(call: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error) as caught:
        call()
    message = str(caught.value)
    assert said in message
    assert "\n" not in message
    assert len(message) < 300
    assert isinstance(caught.value, (ExactAlignError, TypeError))


def test_from_floats_must_say_normalize() -> None:
    with pytest.raises(ParameterError, match="normalize is missing"):
        Distribution.from_floats([0.5, 0.5])
    third = Distribution.from_floats([0.1, 0.2], normalize=True)
    assert third[0] == Fraction(0.1) / (Fraction(0.1) + Fraction(0.2))
    assert Distribution.from_floats({"a": 0.25, "b": 0.75}, normalize=False) == Distribution({"a": "1/4", "b": "3/4"})


@pytest.mark.slow
@given(st.lists(rationals(min_value=0, max_denominator=50), min_size=1, max_size=6).filter(any))
def test_weights_are_normalised_exactly(weights: list[Fraction]) -> None:
    p = Distribution.from_weights(weights)
    total = sum(weights)
    assert p.probabilities == tuple(w / total for w in weights)
    assert sum(p.probabilities) == 1
    assert Distribution.from_probabilities(p.probabilities) == p
    assert sum(p.weights) == p.total
    assert dict(p.items()) == dict(zip(p.outcomes, p.probabilities, strict=True))
    assert p.support == tuple(y for y in p if p[y])
    assert Distribution.from_weights(p.weights) == p


@given(distributions(), st.data())
def test_equality_and_hash_ignore_the_order(p: Distribution, data: st.DataObject) -> None:
    order = data.draw(st.permutations(p.outcomes))
    shuffled = Distribution({y: p[y] for y in order})
    assert shuffled == p
    assert hash(shuffled) == hash(p)
    assert shuffled.aligned_to(p).outcomes == p.outcomes
    other = data.draw(distributions())
    assert (other == p) == (dict(other.items()) == dict(p.items()))


@given(distributions(), distributions())
def test_products_and_powers(p: Distribution, q: Distribution) -> None:
    pairs = p.product(q)
    assert dict(pairs.items()) == {(x, y): p[x] * q[y] for x in p for y in q}
    assert pairs.marginal(0) == p
    assert pairs.marginal(1) == pairs.marginal(-1) == q
    source = MemorylessSource(p, 2)
    assert p.power(2) == p.product(p)
    assert dict(p.power(2).items()) == {s: source.probability(s) for s in p.power(2)}
    assert p.power(0) == Distribution({(): 1})


@pytest.mark.slow
@given(distributions(), st.data(), rationals(min_value=0, max_value=1, max_denominator=20))
def test_mixing_conditioning_and_images(p: Distribution, data: st.DataObject, share: Fraction) -> None:
    q = data.draw(distributions(min_outcomes=len(p), max_outcomes=len(p)))
    assert dict(p.mix(q, share).items()) == {y: (1 - share) * p[y] + share * q[y] for y in p}
    event = data.draw(st.sets(st.sampled_from(p.outcomes)))
    mass = sum((p[y] for y in event), Fraction(0))
    assert p.probability(lambda y: y in event) == mass
    if mass:
        given_event = p.condition(event)
        assert dict(given_event.items()) == {y: p[y] / mass if y in event else 0 for y in p}
        assert p.condition(event.__contains__) == given_event
        assert p.mix(given_event, 1) == given_event
    image = p.push_forward(lambda y: y % 2)
    assert all(image[z] == sum(p[y] for y in p if y % 2 == z) for z in image)


@given(distributions())
def test_expectations(p: Distribution) -> None:
    assert p.expectation(lambda y: y * y) == sum(p[y] * y * y for y in p)
    forms = {y: log(y + 2) for y in p}
    assert p.expectation(forms) == LogForm.sum(forms[y] * p[y] for y in p)
    assert p.expectation(lambda y: Fraction(1, 3)) == Fraction(1, 3)
    mixed = p.expectation(lambda y: (y, log(3), EnclosedReal.of(2).sqrt())[y % 3])
    parts = [p.probability(lambda y, k=k: y % 3 == k) for k in range(3)]
    direct = sum(p[y] * y for y in p if y % 3 == 0) + log(3) * parts[1] + EnclosedReal.of(2).sqrt() * parts[2]
    low, high = EnclosedReal.of(direct).enclose(20)
    again = EnclosedReal.of(mixed).enclose(20)
    assert again.lower <= high
    assert low <= again.upper


def test_expectation_asks_no_value_off_the_support() -> None:
    assert Distribution.from_weights([1, 0]).expectation({0: 7}) == 7


def test_expectation_of_many_enclosed_values() -> None:
    p = Distribution.uniform(2000)
    root = EnclosedReal.of(2).sqrt()
    assert p.expectation(lambda y: root) > Fraction(1414, 1000)


@pytest.mark.parametrize("value", [P, COIN, MemorylessSource(COIN, 3)])
def test_copies(value: Any) -> None:
    for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
        assert again == value
        assert hash(again) == hash(value)
        assert repr(again) == repr(value)


@pytest.mark.slow
def test_a_pickle_does_not_carry_the_hash_of_its_process() -> None:
    assert hash(COIN) == hash(COIN)  # cached now; hashes of strings differ between processes
    script = (
        "import pickle, sys; from exactalign import Distribution;"
        f"p = pickle.loads(bytes.fromhex('{pickle.dumps(COIN).hex()}'));"
        "sys.exit(hash(p) != hash(Distribution({'tails': '2/3', 'heads': '1/3'})))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False, timeout=60).returncode == 0


def test_immutable() -> None:
    for value, names in ((P, ("outcomes", "weights", "total", "other")), (MemorylessSource(P, 2), ("length", "other"))):
        for name in names:
            with pytest.raises(AttributeError):
                setattr(value, name, 1)
    with pytest.raises(TypeError):
        P[0] = 1  # type: ignore[index]


def test_container_manners() -> None:
    assert len(P) == 3
    assert list(P) == [0, 1, 2]
    assert 2 in P
    assert 3 not in P
    assert P != "P"
    assert P.index(2) == 2
    assert MemorylessSource(P, 2) != MemorylessSource(P, 3)
    assert {MemorylessSource(P, 2)} == {MemorylessSource(P, 2)}


def test_shown() -> None:
    assert repr(COIN) == "Distribution({'heads': '1/3', 'tails': '2/3'})"
    assert P._repr_latex_() == r"$\left(\frac{1}{5}, \frac{3}{10}, \frac{1}{2}\right)$"
    assert "…" in repr(Distribution.uniform(30))
    for bits, shown in ((193, f"1/{2**193}"), (194, "3.98272977783…e-59")):  # sixty characters are read, more are not
        rare = Distribution.from_weights([1, 2**bits - 1])
        assert repr(rare) == f"Distribution.from_probabilities(['{shown}', '1.00000000000±1e-11'])"
    enclosed = "['1.00000000000e-6000±1e-6011', '1.00000000000±1e-11']"
    assert repr(Distribution.from_weights([1, 10**6000])) == f"Distribution.from_probabilities({enclosed})"


def test_floats_that_do_not_sum_to_1_are_told_what_would_help() -> None:
    with pytest.raises(DistributionError, match="normalize=True divides by the exact sum"):
        Distribution.from_floats([0.1, 0.2], normalize=False)


@pytest.mark.parametrize("count", [MAX_PRODUCT + 1, 10**9, 10**5000], ids=int.bit_length)
def test_a_uniform_distribution_that_fills_the_memory_is_refused(count: int) -> None:
    with pytest.raises(ParameterError, match="the limit is 10000000"):
        Distribution.uniform(count)


@pytest.mark.parametrize("count", [1, 8, 9, 30])
def test_outcomes_in_a_message_are_eight_at_most(count: int) -> None:
    shown = ", ".join(map(str, range(min(count, 8)))) + (f", … ({count} in all)" if count > 8 else "")
    with pytest.raises(OutcomeError) as error:
        Distribution.uniform(count)["x"]
    assert str(error.value) == f"unknown outcome 'x': the outcomes are {shown}"


def test_the_probabilities_of_a_short_law_are_made_once() -> None:
    """Up to 64 outcomes over a denominator of 4,096 bits; of a longer one few may be asked for."""
    for count, bits, kept in ((64, 10, True), (65, 10, False), (2, 4096, True), (2, 4097, False)):
        p = Distribution.from_weights([2 ** (bits - 1) - count + 1, *[1] * (count - 1)])
        assert int(p._total).bit_length() == bits
        found = p._kept()
        assert (found is not None) == kept
        assert p._kept() is found
        assert p.probabilities == tuple(p.probability(lambda y, o=o: y == o) for o in p.outcomes)


def test_what_is_written_out_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six outcomes may be, seven may not: of a uniform law, a product and a power."""
    assert MAX_PRODUCT == 10_000_000
    assert Distribution.uniform(1).power(100).outcomes == ((0,) * 100,)
    monkeypatch.setattr(module, "MAX_PRODUCT", 6)
    one, two, three, seven = (Distribution.from_weights([1] * count) for count in (1, 2, 3, 7))
    assert len(Distribution.uniform(6)) == len(two.product(three)) == len(three.product(two)) == 6
    assert (len(two.power(2)), len(one.power(6)), len(seven.power(0))) == (4, 1, 1)
    assert two.power(2).outcomes == ((0, 0), (0, 1), (1, 0), (1, 1))
    for call in (
        lambda: Distribution.uniform(7),
        lambda: seven.product(one),
        lambda: one.product(seven),
        lambda: two.power(3),
        lambda: one.power(7),
        lambda: seven.power(1),
        lambda: two.power(10**30),
    ):
        with pytest.raises(ParameterError, match="MemorylessSource"):
            call()


def test_texts_of_long_laws() -> None:
    """Twenty entries are shown; of numbered outcomes the probabilities alone."""
    for count, more in ((20, ""), (21, ", …")):
        p = Distribution.uniform(count)
        entries = ", ".join([f"'1/{count}'"] * 20)
        assert repr(p) == f"Distribution.from_probabilities([{entries}{more}])"
        named = p.relabel([f"y{i}" for i in range(count)])
        pairs = ", ".join(f"'y{i}': '1/{count}'" for i in range(20))
        assert repr(named) == f"Distribution({{{pairs}{more}}})"
        assert repr(MemorylessSource(p, 7)) == f"MemorylessSource({p!r}, length=7)"
    assert repr(Distribution.uniform(2).relabel([1, 0])) == "Distribution({1: '1/2', 0: '1/2'})"


def test_what_a_notebook_is_told() -> None:
    for value, title, is_vector in ((P, "", True), (COIN, "", False), (P**3, "3 independent draws, each from", False)):
        law = value.distribution if isinstance(value, MemorylessSource) else value
        found = value._shown()
        assert isinstance(found, Rows)
        assert (found.columns, found.total, found.title, found.is_vector) == (
            ("outcome", "probability"), len(law), title, is_vector,
        )  # fmt: skip
        assert list(found.rows) == list(law.items())
    rare = Distribution.from_weights([0, 1, 10**2000])
    zero, small, _ = [shown for _, shown in rare._shown().rows]
    assert (type(zero), zero, type(small)) == (Fraction, 0, EnclosedReal)
    assert decimal_text(small, digits=5) == "1.0000e-2000"


def test_floats_of_a_mapping_and_of_a_list() -> None:
    for floats in ({"a": 0.25, "b": 0.25}, [0.25, 0.25]):
        with pytest.raises(DistributionError, match="sum to 1/2"):
            Distribution.from_floats(floats, normalize=False)
        half = Distribution.from_floats(floats, normalize=True)
        assert half.probabilities == (Fraction(1, 2), Fraction(1, 2))
        assert half.outcomes == (("a", "b") if isinstance(floats, dict) else (0, 1))
    named = Distribution.from_floats([0.5, 0.5], "xy", normalize=False)
    assert named.outcomes == ("x", "y")
    with pytest.raises(OutcomeError, match=r"^2 outcomes but 1 value$"):
        Distribution.from_floats([1.0], "xy", normalize=True)


def test_mixing_at_the_ends_and_beyond() -> None:
    q = Distribution.from_weights([1, 0, 0])
    assert (P.mix(q, 0), P.mix(q, 1)) == (P, q)
    for weight in ("-1/100", "101/100"):
        with pytest.raises(ParameterError, match="give a number from 0 to 1"):
            P.mix(q, weight)
    turned = Distribution({2: 1, 1: 0, 0: 0})
    assert P.mix(turned, "1/2").outcomes == (0, 1, 2)
    assert P.mix(turned, "1/2").probabilities == (Fraction(1, 10), Fraction(3, 20), Fraction(3, 4))


def test_coordinates_are_counted_from_both_ends() -> None:
    pairs = Distribution({("a", 1): "1/3", ("b", 1): "2/3"})
    assert pairs.marginal(0) == pairs.marginal(-2) == Distribution({"a": "1/3", "b": "2/3"})
    assert pairs.marginal(1) == pairs.marginal(-1) == Distribution({1: 1})
    for position in (2, -3):
        with pytest.raises(OutcomeError, match=f"has no coordinate {position}$"):
            pairs.marginal(position)
    with pytest.raises(OutcomeError, match="'ab' has no coordinate 0"):
        Distribution({"ab": 1}).marginal(0)


def test_the_same_law_needs_no_other_order() -> None:
    assert P.aligned_to(P) is P
    turned = P.aligned_to(Distribution({2: 1, 0: 0, 1: 0}))
    assert (turned.outcomes, turned == P, turned is P) == ((2, 0, 1), True, False)
    assert Distribution({0: "1/2", 1: "1/2"}) != Distribution({0: "1/2", 2: "1/2"})
    assert Distribution({0: "1/2", 1: "1/2"}) != Distribution({0: "1/2", 1: "1/4", 2: "1/4"})
    assert Distribution({0: "1/3", 1: "2/3"}) != Distribution({1: "1/3", 0: "2/3"})


def test_weights_have_no_common_factor() -> None:
    for listed in ([4, 6], ["2/3", "1"], [Fraction(1, 5), Fraction(3, 10)], [400, 600]):
        p = Distribution.from_weights(listed)
        assert (p.weights, p.total, [type(w) for w in p.weights], type(p.total)) == ((2, 3), 5, [int, int], int)
    assert Distribution.from_weights([0, 7, 0]).weights == (0, 1, 0)
    assert Distribution.from_weights({"a": 2, "b": 2}).outcomes == ("a", "b")


def test_sequences_are_of_the_length_of_their_source() -> None:
    source = P**2
    assert (source.length, source.distribution) == (2, P)
    assert source.probability((0, 2)) == Fraction(1, 10)
    assert (P**0).probability(()) == 1
    for sequence in ((), (0,), (0, 1, 2)):
        with pytest.raises(OutcomeError, match=f"^the sequence has {len(sequence)} symbols: the source has length 2$"):
            source.probability(sequence)


def test_probabilities_of_a_short_law_are_made_once() -> None:
    """Of up to 64 outcomes, over up to 4096 bits."""
    for law, kept in (
        (Distribution.uniform(64), True),
        (Distribution.uniform(65), False),
        (Distribution.from_weights([2**4095, 1]), True),
        (Distribution.from_weights([2**4096, 1]), False),
    ):
        assert (law.probabilities is law.probabilities) is kept
        assert dict(law.items())[0] == law.probability(0) == law.probabilities[0]
