# mypy: disable-error-code="no-untyped-call,no-any-return"
"""Hostile files are refused without the work that they ask for."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from proofs_check import kernel
from tests.proofs_check.kernel.samples import BITS, NO, TABLE, P, identity, relation, status, table, tail

HOSTILE: dict[str, Any] = {
    "deep": "[" * 100_000,
    "deep and closed": "[" * 5_000 + "]" * 5_000,
    "deep object": '{"a":' * 50_000,
    "long": " " * 2_000_001,
    "quotes": '"\\' * 900_000,
    "digits": relation("9" * 100_000, "<", "1"),
    "JSON digits": '{"version": ' + "9" * 1_000_000 + "}",
    "power": relation(["^", "2", "1000000000"], ">", "1"),
    "power of one": relation(["^", "1", "9" * 19_000], "=", "1"),
    "real power": relation(["^", "2", ["/", "9999999999999", "7"]], ">", "1"),
    "tower": relation(["^", "2", ["^", "2", ["^", "2", ["^", "2", "5"]]]], ">", "1"),
    "exp": relation(["exp", "1000000000000"], ">", "1"),
    "exp of exp": relation(["exp", ["exp", ["exp", "5"]]], ">", "1"),
    "squares": relation("x60", ">", "1", [["x0", "3"]] + [[f"x{i + 1}", ["*", f"x{i}", f"x{i}"]] for i in range(60)]),
    "enclosed squares": relation(
        "x60", ">", "1", [["x0", ["exp", "1"]]] + [[f"x{i + 1}", ["*", f"x{i}", f"x{i}"]] for i in range(60)]
    ),
    "logarithmic squares": relation(
        "x60", ">", "1", [["x0", ["log", "3"]]] + [[f"x{i + 1}", ["*", f"x{i}", f"x{i}"]] for i in range(60)]
    ),
    "sequences": table(TABLE) | {"length": "1000000000"},
    "product": relation(["sum", ["product", P, "30"]], "=", "1"),
    "draws": table(TABLE, "9" * 30),
    "types": tail("at_least", "1", "0", "1", length="10000"),
    "length": tail("at_least", "1", "0", "1", length="9" * 50),
    "easy on long vectors": relation(
        "1", "=", "1", [["v0", ["vec", *["0"] * 10_000]]] + [[f"v{i + 1}", ["sum", "v0"]] for i in range(100)]
    ),
    "identity": identity("x y z", ["^", ["+", "x", "y", "z"], "1000000"], "0"),
    "identity terms": identity("a b c d e f", ["^", ["+", "a", "b", "c", "d", "e", "f"], "190"], "0"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_without_the_work(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a quarter of the fuel: the work that is counted is what is refused, whatever the machine is doing."""
    monkeypatch.setattr(kernel, "FUEL", kernel.FUEL // 4)
    thing = HOSTILE[name]
    if isinstance(thing, str):
        assert kernel.check(thing).status == "malformed"
    else:
        evidence = BITS if thing["kind"] != "identity" else NO
        assert status(thing, evidence) in ("malformed", "invalid")


def test_work_is_bounded_in_total() -> None:
    """Many dear operations, each within the limits, run out of fuel."""
    machine, taken = kernel.Machine(2_000, []), []
    with pytest.raises(kernel.Malformed, match="too much work"):
        machine.total(machine.real(*machine._log(Fraction(n))) for n in range(3, 10_000) if taken.append(n) is None)
    assert 100 < len(taken) < 5_000


def test_a_number_may_have_so_many_bits_and_no_more() -> None:
    kernel.Machine(64, []).spend(1_048_576)
    with pytest.raises(kernel.Malformed, match=r"^over the limit: a number of more than 1048576 bits$"):
        kernel.Machine(64, []).spend(1_048_577)


def test_so_much_work_is_done_and_no_more() -> None:
    machine = kernel.Machine(64, [])
    machine.fuel = kernel.FUEL
    machine.spend(0, 1_000_000)  # of 4,000 each
    machine.fuel = kernel.FUEL
    machine.spend(0, 999_999)
    with pytest.raises(kernel.Malformed, match=r"^over the limit: too much work$"):
        machine.spend(64)  # 4,001


def test_logarithms_are_of_what_is_above_1() -> None:
    """So log(1/2) + log 2 is 0 as it stands, without a search for common factors."""
    machine = kernel.Machine(64, [])
    half, two = kernel._number(Fraction(1, 2)), kernel._number(2)
    key = kernel._key(Fraction(2))
    assert machine.log(two) == kernel._number(1, key)
    assert machine.log(half) == kernel._number(-1, key)
    assert machine.total([machine.log(half), machine.log(two)]) == machine.log(kernel._number(1)) == kernel._number(0)


ALIKE = [2 + i * (2**61 - 1) for i in range(300)]
"""Numbers whose hashes are all one: by them a dictionary takes quadratic time."""


def test_no_file_chooses_the_hashes_of_keys() -> None:
    machine = kernel.Machine(64, [])
    assert len({hash(a) for a in ALIKE}) == 1
    logs = machine.total(machine.log(kernel._number(a)) for a in ALIKE)
    assert len({hash(monomial) for monomial in logs}) == len(ALIKE)
    spans = [(lo, lo + 5) for lo in ALIKE]
    reals = machine.total(machine.real(*span) for span in spans)
    assert len({hash(monomial) for monomial in reals}) == len(ALIKE)
    assert [machine.enclose({monomial: Fraction(1)}) for monomial in reals] == spans


def test_weights_of_one_hash_are_no_more_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tens of thousands of products with one hash: as keys of a dictionary they would take minutes."""
    p, weights = ([kernel._number(Fraction(a)) for a in row] for row in ([Fraction(1, 300)] * 300, ALIKE))
    levels = kernel.Machine(64, []).levels(p, weights, 2)
    products = {str(a * b): a * b for a in ALIKE for b in ALIKE}.values()
    assert [u for u, _ in levels] == sorted(products)
    assert sum(mass for _, mass in levels) == 1
    equal, compared = Fraction.__eq__, []

    def counted(a: Fraction, b: object) -> bool:
        compared.append(b)
        return equal(a, b)

    monkeypatch.setattr(Fraction, "__eq__", counted)
    kernel.Machine(64, []).best_of_n(p, weights, kernel._number(1))
    assert len(compared) < 10_000  # not one for each pair
