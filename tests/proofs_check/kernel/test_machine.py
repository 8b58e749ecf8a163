# mypy: disable-error-code="no-untyped-call,no-any-return"
"""The parts of the kernel's machine: how wide its enclosures are, what its work costs, what each operation is worth."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from fractions import Fraction
from itertools import count, takewhile
from math import factorial
from pathlib import Path
from typing import Any

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign.testing.strategies import rationals
from proofs_check import kernel
from tests.proofs_check.kernel.samples import NO, W, identity, relation, seal, status

FEW = {"precision": "64"}


def said(statement: Any, evidence: Any = FEW) -> str:
    words = kernel.render_statement(statement)
    body = {"format": kernel.FORMAT, "version": 1, "claim": "T-x", "title": words, "statement": statement}
    body |= {"evidence": evidence}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    ruling = kernel.check(body | {"digest": hashlib.sha256(text.encode()).hexdigest()})
    return f"{ruling.status}: {ruling.reason}"


def number(value: Any) -> kernel.Number:
    return {frozenset(): Fraction(value)} if value else {}


def variable(name: str) -> kernel.Number:
    return kernel._number(1, name)


def at_least(terms: Callable[[int], Fraction], least: int) -> int:
    """How many of decreasing terms are at least so large."""
    return sum(1 for _ in takewhile(lambda j: terms(j) >= least, count()))


@pytest.mark.parametrize("bits", [32, 33, 50, 64, 100, 128, 200])
@pytest.mark.parametrize("part", [Fraction(1), Fraction(9, 10), Fraction(1, 2), Fraction(1, 1000), Fraction(0)])
def test_enclosures_are_as_wide_as_the_comments_say_and_all_of_their_terms_are_paid_for(
    bits: int, part: Fraction
) -> None:
    """A term is added while it is not rounded to 0: all that are at least 2, none below 1."""
    machine = kernel.Machine(bits, [])
    z = int(Fraction(1 << bits, 3) * part)
    terms = lambda j: Fraction(z, 1 << bits) ** (2 * j + 1) * (1 << bits)  # noqa: E731
    fewest, most = at_least(terms, 2), at_least(terms, 1)
    before = machine.fuel
    low, high = machine._atanh(z)
    assert 3 * fewest + 5 <= high - low <= 3 * most + 5
    cost = 4_000 + (2 * bits // 64) ** 2
    assert fewest * cost <= before - machine.fuel <= (bits // 3 + 4) * cost

    r = int((Fraction(1 << bits) - 1) * part)
    terms = lambda j: Fraction(r, 1 << bits) ** j / factorial(j) * (1 << bits)  # noqa: E731
    fewest, most = at_least(terms, 2), at_least(terms, 1)
    before = machine.fuel
    low, high = machine._series(r)
    assert 2 * fewest + 4 <= high - low <= 2 * most + 4
    cost = 4_000 + (bits // 64) ** 2
    assert fewest * cost <= before - machine.fuel <= (bits // 4 + 9) * cost


def test_logarithms_of_powers_of_two_are_multiples_of_one_enclosure() -> None:
    machine = kernel.Machine(64, [])
    low, high = machine.log2
    for k in range(-5, 6):
        ends = sorted((k * low, k * high))
        assert machine._log(Fraction(2) ** k) == (ends[0], ends[1] + 10)


def test_what_an_operation_costs() -> None:
    for bits, times, cost in [(0, 1, 4_000), (63, 1, 4_000), (64, 1, 4_001), (6_400, 1, 14_000), (128, 5, 20_020)]:
        machine = kernel.Machine(32, [])
        before = machine.fuel
        machine.spend(bits, times)
        assert before - machine.fuel == cost
    machine = kernel.Machine(32, [])
    machine.fuel = 8_000
    machine.spend(0)
    machine.spend(0)
    with pytest.raises(kernel.Malformed, match=r"^over the limit: too much work$"):
        machine.spend(0)


def spent(work: Callable[[kernel.Machine], object]) -> int:
    machine = kernel.Machine(64, [])
    before = machine.fuel
    work(machine)
    return before - machine.fuel


LONG = Fraction(3**400, 2**634)  # 634 + 635 bits
BY_BITS = 4_000 + (1_269 // 64) ** 2


@pytest.mark.parametrize(
    ("work", "least"),
    [
        (lambda m: m.total([number(LONG)]), BY_BITS),
        (lambda m: m.total([number(LONG), number(LONG)]), BY_BITS + 4_000 + 39**2),  # the sum so far counts, too
        (lambda m: m.times(number(LONG), number(LONG)), 2 * (4_000 + 39**2)),  # both factors, and their product
        (lambda m: m.times(kernel._number(1, "x", "y"), number(1)), 4 * 4_000),
        (lambda m: m.power(number(2), number(6_400)), 4_000 + 200**2 * 9 // 4),  # 3 bits for each factor
        (lambda m: m.power(number(2), number(-6_400)), 4_000 + 200**2 * 9 // 4),
        (lambda m: m._log(Fraction(2**6_400)), 4_000 + 200**2 + 24 * 4_004),
        (lambda m: m.enclose(m.total([number(LONG)])), BY_BITS + 4_000 + 20**2),
        (lambda m: m.enclose(m.real(1 << 6_400, 1 << 6_400)), 8_000 + 102**2),
        (lambda m: m.enclose(m.real(0, 1 << 6_400)), 8_000 + 102**2),  # by the longer of two ends
        (
            lambda m: m.enclose(m.times(m.real(0, 1 << 6_400), m.real(0, 1 << 6_400))),
            7 * 4_000 + 102**2 + 203**2,
        ),
        (lambda m: m.log(number(LONG)), BY_BITS),  # it is written out, as a key
        (lambda m: m.levels([number(1)], [number(LONG)], 1), 6 * 4_000 + 2 * BY_BITS),
        (
            lambda m: m.vanishes({frozenset({(kernel._key(Fraction(a)), 1)}): 1 for a in (3**400, 5)}),
            8_000 + 10**2,
        ),
        (lambda m: m.value(["vec", *["1"] * 100], {}), 200 * 4_000),
        (lambda m: m.value(["sum", "v"], {"v": [number(1)] * 100}), 300 * 4_000),
    ],
)
def test_long_numbers_and_long_lists_cost_more(work: Callable[[kernel.Machine], object], least: int) -> None:
    assert least <= spent(work) <= least * 21 // 20


def test_what_is_seen_not_to_be_zero_is_not_looked_at_for_common_factors() -> None:
    machine = kernel.Machine(64, [])
    apart = machine.minus(machine.log(number(3)), machine.log(number(5)))
    costs = []
    for work in (machine.enclose, machine.enclose, machine.bounds):  # the first finds the two logarithms
        before = machine.fuel
        assert work(apart)[1] < 0
        costs.append(before - machine.fuel)
    assert costs[0] > costs[1] == costs[2]


def test_a_logarithm_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    machine, asked = kernel.Machine(64, []), list[Fraction]()

    def log(a: Fraction) -> kernel.Span:
        asked.append(a)
        return kernel.Machine(64, [])._log(a)

    monkeypatch.setattr(machine, "_log", log)
    for _ in range(2):
        machine.enclose(machine.times(machine.log(number(3)), machine.log(number(5))))
    assert sorted(asked) == [3, 5]


SMALL = rationals(-3, 3, max_denominator=7)
POSITIVE = rationals(Fraction(1, 9), 30, max_denominator=9)


@settings(max_examples=40)
@given(st.lists(st.tuples(SMALL, st.lists(POSITIVE, max_size=3)), max_size=4), st.sampled_from([32, 64, 100]))
def test_enclosures_of_polynomials_in_logarithms_hold_the_truth_and_little_more(
    terms: list[tuple[Fraction, list[Fraction]]], bits: int
) -> None:
    machine = kernel.Machine(bits, [])
    x: kernel.Number = {}
    with mpmath.workprec(bits + 200):
        truth = mpmath.mpf(0)
        for c, arguments in terms:
            part, value = number(c), mpmath.mpf(c.numerator) / c.denominator
            for a in arguments:
                part = machine.times(part, machine.log(number(a)))
                value *= mpmath.log(mpmath.mpf(a.numerator) / a.denominator)
            x = machine.total((x, part))
            truth += value
        low, high = machine.enclose(x)
        assert low <= truth * 2**bits <= high
        assert high - low <= 4 * 3 * 3 * 5 * 5 * 12 * bits


@given(st.integers(-(2**70), 2**70), st.integers(0, 2**50), rationals(-9, 9, max_denominator=50))
def test_a_multiple_of_an_enclosed_number_is_rounded_outwards_and_no_further(low: int, width: int, c: Fraction) -> None:
    machine = kernel.Machine(64, [])
    ends = sorted((c * low, c * (low + width)))
    found = machine.enclose(machine.times(number(c), machine.real(low, low + width)))
    assert found == ((ends[0].__floor__(), ends[1].__ceil__()) if c else (0, 0))


def test_quotients_are_as_narrow_as_they_can_be() -> None:
    machine = kernel.Machine(64, [])
    for low, high in ((3, 7), (-7, -3), (2**64, 2**64 + 5)):
        inverse = sorted((Fraction(1, low), Fraction(1, high)))
        found = machine.enclose(machine.over(number(1), machine.real(low, high)))
        assert found == ((inverse[0] * 2**128).__floor__(), (inverse[1] * 2**128).__ceil__())


def test_powers() -> None:
    machine = kernel.Machine(64, [])
    two = machine.real(2 << 64, 2 << 64)
    log3 = machine.log(number(3))
    for x in (number(0), number(-2), log3, two):
        assert machine.power(x, number(0)) == number(1)
        assert machine.show(machine.power(x, number(0))) == "1"
        assert machine.power(x, number(1)) == x
    assert machine.power(number(0), number(Fraction(1, 2))) == machine.power(number(0), log3) == {}
    assert machine.power(number(-2), number(3)) == number(-8)
    assert machine.power(number(-2), number(-3)) == number(Fraction(-1, 8))
    assert machine.power(log3, number(2)) == machine.times(log3, log3)
    assert machine.power(log3, number(200)) == {frozenset({(kernel._key(Fraction(3)), 200)}): 1}
    ((atoms, c),) = machine.power(log3, number(201)).items()  # above the degree that a polynomial may have
    ((atom, exponent),) = atoms
    assert c == exponent == 1
    assert atom.startswith("#")  # enclosed
    low, high = machine.enclose(machine.power(two, number(-2)))
    assert low <= 2**62 <= high < 2**62 + 9
    for exponent_of in (number(Fraction(1, 2)), log3):
        low, high = machine.enclose(machine.power(number(2), exponent_of))
        with mpmath.workprec(200):
            exponent = mpmath.log(3) if exponent_of is log3 else mpmath.mpf(1) / 2
            assert low <= mpmath.mpf(2) ** exponent * 2**64 <= high
        assert high - low < 2**14
    for base, power in ((0, -1), (0, Fraction(-1, 2)), (-2, Fraction(1, 2))):
        with pytest.raises(kernel.Invalid):
            machine.power(number(base), number(power))
    with pytest.raises(kernel.Invalid):
        machine.power(number(0), machine.minus({}, log3))


def test_zero_to_a_power_that_is_seen_to_be_zero_in_another_form_is_not_zero() -> None:
    """log 4 − 2 log 2 is 0, and 0^0 is 1: what is only shown not to be below 0 makes no power of 0 vanish."""
    machine = kernel.Machine(64, [])
    nothing = machine.minus(machine.log(number(4)), machine.times(number(2), machine.log(number(2))))
    assert machine.bounds(nothing) == (0, 0)
    with pytest.raises(kernel.Invalid, match="the argument of a logarithm is not shown to be positive"):
        machine.power(number(0), nothing)


@pytest.mark.parametrize(("low", "high"), [(-1, 5), (0, 5), (-5, -1), (-5, 0)])
def test_zero_to_a_power_that_is_not_shown_to_be_above_zero_is_nothing(low: int, high: int) -> None:
    machine = kernel.Machine(64, [])
    with pytest.raises(kernel.Invalid, match="the argument of a logarithm is not shown to be positive"):
        machine.power(number(0), machine.real(low, high))
    assert machine.power(number(0), machine.real(1, 5)) == {}


def test_a_negative_power_is_as_long_as_the_positive_one() -> None:
    for exponent in (400_000, -400_000):  # three bits for each factor, of 2^20 in all
        with pytest.raises(kernel.Malformed, match="a number of more than 1048576 bits"):
            kernel.Machine(64, []).power(number(2), number(exponent))


@pytest.mark.parametrize(("low", "high"), [(1, 3), (2**63, 2**64 + 1), (3 << 64, 5 << 64), (2**64 - 1, 2**64)])
def test_functions_of_what_is_enclosed_are_between_their_values_at_its_ends(low: int, high: int) -> None:
    machine = kernel.Machine(64, [])
    x = machine.real(low, high)
    ends = Fraction(low, 1 << 64), Fraction(high, 1 << 64)
    assert machine.enclose(machine.log(x)) == (machine._log(ends[0])[0], machine._log(ends[1])[1])
    assert machine.enclose(machine.exp(x)) == (machine._exp(low)[0], machine._exp(high)[1])
    assert machine.enclose(machine.exp(machine.real(-high, -low))) == (machine._exp(-high)[0], machine._exp(-low)[1])


def test_only_sums_of_single_logarithms_are_seen_to_vanish() -> None:
    """Where products, squares and constants were read as sums, log 2 · log 3 would be log 6."""
    machine = kernel.Machine(64, [])
    log2, log3, log6 = (machine.log(number(n)) for n in (2, 3, 6))
    for false in (
        machine.minus(machine.times(log2, log3), log6),
        machine.minus(machine.times(log2, log2), log2),
        machine.minus(machine.times(log2, log2), machine.log(number(4))),
        machine.minus(log2, machine.real(*machine.enclose(log2))),
        machine.minus(number(1), log2),
        number(1),
        variable("x"),
    ):
        assert not machine.vanishes(false)
    assert machine.vanishes(machine.minus(machine.total((log2, log3)), log6))
    assert machine.vanishes({})


def test_products_have_so_many_terms_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "MAX_ITEMS", 6)
    machine = kernel.Machine(64, [])
    two, three, four = (machine.total(map(variable, names)) for names in ("ab", "xyz", "stuv"))
    assert len(machine.times(two, three)) == 6
    with pytest.raises(kernel.Malformed, match=r"^over the limit: too many terms$"):
        machine.times(two, four)
    assert machine.product([number(1)], number(6)) == [number(1)]
    with pytest.raises(kernel.Malformed, match=r"^over the limit: a length is not an integer from 1 to 6$"):
        machine.product([number(1)], number(7))
    assert machine.at_least([number(1)], [number(1)], number(6), number(0)) == number(1)


@pytest.mark.parametrize(("low", "high", "chance"), [(-5, 0, 1), (-5, -1, 1), (0, 0, 1), (1, 5, 0)])
def test_a_total_is_at_least_a_level_or_below_it(low: int, high: int, chance: int) -> None:
    """The log weight is 0, the level only enclosed: where 0 is the lower end, both may be."""
    machine = kernel.Machine(64, [])
    level = machine.real(low, high)
    assert machine.at_least([number(1)], [number(1)], number(1), level) == number(chance)


@pytest.mark.parametrize(("low", "high"), [(0, 5), (0, 1), (-1, 1), (-5, 5)])
def test_a_total_that_is_too_near_the_level_is_refused(low: int, high: int) -> None:
    machine = kernel.Machine(64, [])
    with pytest.raises(kernel.Invalid, match="at 64 bits a total is too near the level"):
        machine.at_least([number(1)], [number(1)], number(1), machine.real(low, high))


def test_large_numbers_that_are_only_enclosed_are_not_shown() -> None:
    machine = kernel.Machine(64, [])
    just, over = 2**198 // 10**20, 2**199 // 10**20  # 199 bits and one of the denominator, twice: 400 in all
    shown = machine.show(machine.real(just << 64, just << 64))
    assert shown == f"[{just}{'0' * 20}, {just}{'0' * 19}1]/10^20"
    assert machine.show(machine.real(over << 64, over << 64)) == "(a large number)"
    assert machine.show(machine.real(-(just << 64), just << 64)).startswith(f"[-{just}")


def test_what_has_no_mass_in_either_counts_nothing() -> None:
    a, b = ["vec", "1/2", "1/2", "0"], ["vec", "1/4", "3/4", "0"]
    assert said(relation(["cross_entropy", a, b], "=", ["-", ["*", "2", ["log", "2"]], ["/", ["log", "3"], "2"]]))[
        :6
    ] == ("valid:")
    assert said(relation(["kl", b, a], ">", "0"))[:6] == "valid:"
    assert said(relation(["kl", ["vec", "1/4", "1/4", "1/2"], a], ">", "0"))[:8] == "invalid:"
    assert said(relation(["best_of_n", ["vec", "0", "1/3", "2/3"], W, "2"], "=", ["vec", "0", "1/9", "8/9"]))[:6] == (
        "valid:"
    )


def test_sequences_stand_in_lexicographic_order() -> None:
    products = kernel.Machine(64, []).product([number(2), number(3), number(5)], number(2))
    assert products == [number(a * b) for a in (2, 3, 5) for b in (2, 3, 5)]
    assert said(relation(["product", ["vec", "1", "2", "5"], "1"], "=", ["vec", "1", "2", "5"]))[:6] == "valid:"


def test_precision_that_is_too_small_is_seen() -> None:
    """1 − exp(−10⁻ᵏ) > 0 needs more bits the larger k is, and one more precision is the least that will do."""
    for digits in (12, 15, 18):
        statement = relation(["exp", f"-1/{10**digits}"], "<", "1")
        enough = [bits for bits in range(32, 90) if status(statement, {"precision": str(bits)}) == "valid"]
        assert enough == list(range(enough[0], 90))
        # the enclosure is a few units wide: 10^-k has to be some of them, and no thousand
        assert 10**digits < 2 ** enough[0] < 10**digits * 2**10
        told = said(statement, {"precision": str(enough[0] - 1)})
        assert told.startswith(f"invalid: < is not shown at {enough[0] - 1} bits: left - right = [")


def test_identities_are_worked_out_with_numbers_and_refused_in_words() -> None:
    high = ["^", "x", "200"]
    assert said(identity("x", ["*", "1", high], high), NO) == "valid: for all real x: (1 * (x ^ 200)) = (x ^ 200)"
    unlike = "invalid: two sides are not polynomials in the variables, or not shown to be equal"
    assert said(identity("x", ["^", "x", "201"], ["^", "x", "201"]), NO) == unlike
    assert said(identity("x y", "x", "y"), NO) == unlike
    assert said(identity("x", "1", "2"), NO) == "invalid: = is not shown at 32 bits: left - right = -1"
    two = identity("x y", ["*", "x", "y"], "6", [["x", "2"], ["y", "3"]])
    words = "for all real x, y: x is given to equal 2; y is given to equal 3; (x * y) = 6"
    assert said(two, {"cofactors": ["y", "2"]}) == f"valid: {words}"
    assert said(two, {"cofactors": ["y"]}) == "malformed: the cofactors is not a list of 2 to 2 entries"
    assert said(two, {"cofactors": ["2", "y"]}) == unlike
    assert said(two, FEW) == "malformed: the evidence is not an object with exactly the keys cofactors"


def test_a_digest_is_of_the_content_whatever_the_order_of_its_keys() -> None:
    sealed = seal("power")
    turned = dict(reversed(sealed.items()))
    assert kernel.check(json.dumps(turned)).status == "valid"
    content = {key: sealed[key] for key in sorted(sealed) if key != "digest"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    assert sealed["digest"] == hashlib.sha256(text.encode()).hexdigest()


class ThisNameOfAClassIsSoLongThatTheMessageAboutItIsCut:
    """What JSON does not know."""


def test_refusals_of_what_is_no_text(tmp_path: Path) -> None:
    def reason(thing: Any) -> str:
        ruling = kernel.check(thing)
        assert (ruling.status, ruling.steps) == ("malformed", [])
        return ruling.reason

    told = "Object of type ThisNameOfAClassIsSoLongThatTheMessageAboutItIsCut is not JSON serializable"
    assert reason(ThisNameOfAClassIsSoLongThatTheMessageAboutItIsCut()) == f"not JSON: '{told[:80]}'"
    assert reason('{"a":1,"a":1}') == "an object has the same key twice: 'a'"
    assert reason(" " * 2_000_001) == "over the limit: more than 2000000 characters"
    assert reason("[1]").startswith("the certificate is not an object with exactly the keys format version claim")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe")
    assert reason(tmp_path / "bytes.json") == "not readable as UTF-8 text: UnicodeDecodeError"
    assert reason(tmp_path / "none.json") == "it is missing"
    sealed = seal("power")
    for key, other, why in [
        ("version", 2, "another format or version"),
        ("version", True, "another format or version"),
        ("format", "x", "another format or version"),
        ("title", 1, "the title is not a string"),
        ("digest", "0", "the digest is not written in its one accepted form"),
        ("claim", "", "the claim is not written in its one accepted form"),
        ("evidence", {}, "the evidence is not an object with exactly the keys precision"),
    ]:
        assert kernel.check(sealed | {key: other}).reason == why


def test_a_manifest_is_read_strictly_and_only_at_the_top(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    inner = tmp_path / "inner" / kernel.MANIFEST
    for path in (tmp_path / "a.json", inner, tmp_path / kernel.MANIFEST, tmp_path / "a.txt"):
        path.write_text("[]", encoding="utf-8")
    assert kernel.files_in(tmp_path) == [tmp_path / "a.json", inner]
    sealed = seal("power")
    good: dict[str, Any] = {"format": "exactalign-certificates", "version": 1, "claims": [], "left_out": {}}
    good |= {"files": {"a.json": [sealed["claim"], sealed["digest"]], "inner/manifest.json": ["B", "0"]}}
    (tmp_path / "a.json").write_text(json.dumps(sealed), encoding="utf-8")
    other = "manifest.json: another format or version"
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({}, ["stale: inner/manifest.json"]),
        ({"format": "exactalign-certificate"}, [other]),
        ({"version": 1.0}, [other]),
        ({"version": 2}, [other]),
        ({"files": []}, [other]),
        ({"left_out": []}, [other]),
        ({"claims": {}}, [other]),
        ({"files": {"a.json": ["B", sealed["digest"]]}}, ["foreign: inner/manifest.json", "stale: a.json"]),
        ({"files": {"a.json": [sealed["claim"], "0"]}}, ["foreign: inner/manifest.json", "stale: a.json"]),
        (
            {"more": 1},
            ["manifest.json: it is not an object with exactly the keys format version claims files left_out"],
        ),
    ]
    for change, problems in cases:
        (tmp_path / kernel.MANIFEST).write_text(json.dumps(good | change), encoding="utf-8")
        assert kernel.manifest_problems(tmp_path) == problems


def test_distributions_that_are_enclosed() -> None:
    machine = kernel.Machine(64, [])
    third = machine.real((1 << 64) // 3, (1 << 64) // 3 + 1)
    rest = machine.minus(number(1), third)
    assert machine.pmf([third, rest]) == [third, rest]
    for wrong in (
        [third, number(Fraction(1, 2))],
        [number(Fraction(3, 2)), number(Fraction(-1, 2))],
        [number(Fraction(-1, 2)), number(Fraction(3, 2))],
        [machine.real(-1, 1), number(1)],
        [machine.real(2**64, 2**64 + 2), machine.real(-1, 0)],
    ):
        with pytest.raises(kernel.Invalid, match=r"^a vector is not a distribution: its entries must be >= 0 with"):
            machine.pmf(wrong)
