# mypy: disable-error-code="no-untyped-call,no-any-return"
"""What the kernel says: of every step that it shows, of every refusal, and of several files."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from proofs_check import kernel
from proofs_check.engine.certificates import seal
from tests.proofs_check.kernel.samples import NO, P, Q, W, identity, relation, table, tail

FEW = {"precision": "64"}


def reason(statement: Any, evidence: Any = FEW) -> str:
    ruling = kernel.check(seal("T-x", statement, evidence))
    return f"{ruling.status}: {ruling.reason}"


def refused(statement: Any) -> str:
    with pytest.raises(kernel.Malformed) as caught:
        kernel.render_statement(statement)
    return str(caught.value)


EXPRESSION = "an expression without a known operation or name"
UNSEEN = ["-", ["log", "6"], ["log", ["exp", ["log", "2"]]]]  # log 3, but only enclosed
NESTED: Any = "1"
for _ in range(64):
    NESTED = ["+", NESTED]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (relation(["log", "0"], "=", "0"), "at 64 bits the argument of a logarithm is not shown to be positive"),
        (relation(["log", "-1"], "=", "0"), "at 64 bits the argument of a logarithm is not shown to be positive"),
        (relation(["/", "1", "0"], "=", "0"), "division by zero"),
        (
            relation(["/", "1", ["-", ["exp", ["log", "2"]], "2"]], "=", "0"),
            "at 64 bits a divisor is not separated from zero",
        ),
        (relation(["sum", "1"], "=", "1"), "a vector stands where a number is needed, or the reverse"),
        (relation(["vec", ["vec", "1"]], "=", "1"), "a vector stands where a number is needed, or the reverse"),
        (relation(["vec", "1"], "=", "1"), "a vector stands where a number is needed, or the reverse"),
        (relation("1", "=", ["vec", "1"]), "a vector stands where a number is needed, or the reverse"),
        (relation(["+", P, ["vec", "1"]], "=", P), "vectors of different lengths are combined"),
        (
            relation(["kl", ["vec", "1/2", "1/3"], ["vec", "1/2", "1/2"]], "=", "0"),
            "a vector is not a distribution: its entries must be >= 0 with sum 1",
        ),
        (
            relation(["kl", ["vec", "3/2", "-1/2"], ["vec", "1/2", "1/2"]], "=", "0"),
            "a vector is not a distribution: its entries must be >= 0 with sum 1",
        ),
        (relation(["best_of_n", P, W, "1/2"], "=", P), "the best of n needs n >= 1"),
        (relation(["best_of_n", P, W, ["log", "9"]], "=", P), "a rational number is needed"),
        (relation(["best_of_n", P, ["vec", "1", "2"], "2"], "=", P), "vectors of different lengths are combined"),
        (
            relation(["at_least", P, W, "1", ["log", "2"]], "=", "3/5"),
            "= is not shown at 64 bits: left - right = 1/10",
        ),
        (
            relation(
                ["at_least", P, ["vec", "2", "3", "5"], "1", ["-", ["log", "6"], ["log", ["exp", ["log", "2"]]]]],
                "=",
                "1",
            ),
            "at 64 bits a total is too near the level",
        ),
        (relation("1/2", "<", "1/3"), "< is not shown at 64 bits: left - right = 1/6"),
        (relation(["vec", "1", "0"], "<=", ["vec", "1", "-1/3"]), "<= is not shown at 64 bits: left - right = 1/3"),
    ],
)
def test_what_is_not_shown(statement: Any, said: str) -> None:
    assert reason(statement) == f"invalid: {said}"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            relation(["product", P, "0"], "=", P),
            "over the limit: a length is not an integer from 1 to 20000",
        ),
        (
            relation(["product", P, "3/2"], "=", P),
            "over the limit: a length is not an integer from 1 to 20000",
        ),
        (
            relation(["at_least", P, W, "20001", "1"], "=", "1"),
            "over the limit: a length is not an integer from 1 to 20000",
        ),
        (relation(["exp", "40001"], ">", "1"), "over the limit: exp of a number beyond 40000"),
        (relation(["exp", "-40001"], "<", "1"), "over the limit: exp of a number beyond 40000"),
    ],
)
def test_what_is_over_a_limit_when_it_is_worked_out(statement: Any, said: str) -> None:
    assert reason(statement) == f"malformed: {said}"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (relation(["+", NESTED], "=", "1"), "over the limit: nested more than 64 deep"),
        (relation(["tan", "1"], "=", "1"), "an operation is not known"),
        (relation(["log", "1", "2"], "=", "1"), "log has too many or too few arguments"),
        (relation(["-", "1"], "=", "1"), "- has too many or too few arguments"),
        (relation(["+"], "=", "1"), "an operation is not a list of 2 to 20000 entries"),
        (relation(["vec", *["1"] * 20_000], "=", "1"), "an operation is not a list of 2 to 20000 entries"),
        (
            relation("x", "=", "1"),
            f"{EXPRESSION} is not written in its one accepted form",
        ),
        (relation("2/4", "=", "1"), f"{EXPRESSION} is not a number in lowest terms"),
        (relation("1", "==", "1"), "relation is none of <, <=, >, >=, =, !="),
        (relation("1", "=", "1", [["a", "1"], ["a", "2"]]), "the name a is bound twice"),
        (relation("1", "=", "1", [["_a", "1"]]), "a name is not written in its one accepted form"),
        (relation("1", "=", "1", [["a" * 33, "1"]]), "a name is not written in its one accepted form"),
        (relation("1", "=", "1", [["a", "1", "2"]]), "an entry of let is not a list of 2 to 2 entries"),
        (identity("x x", "x", "x"), "a variable is named twice"),
        (identity("", "1", "1"), "the variables is not a list of 1 to 20000 entries"),
        ({"kind": "another"}, "the statement is not of a known kind"),
        ([], "the statement is not of a known kind"),
        ({"kind": "relation"}, "the statement is not an object with exactly the keys kind relation let left right"),
    ],
)
def test_what_is_not_well_formed(statement: Any, said: str) -> None:
    assert refused(statement) == said


@pytest.mark.parametrize(
    ("count", "names"),
    [
        (1, ["log", "exp", "abs", "sum"]),
        (2, ["-", "/", "^", "cross_entropy", "kl", "product"]),
        (3, ["tilt", "best_of_n"]),
        (4, ["at_least"]),
    ],
)
def test_an_operation_takes_so_many_arguments(count: int, names: list[str]) -> None:
    for name in names:
        for other in {1, count - 1, count + 1, 7} - {0, count}:
            said = f"{name} has too many or too few arguments"
            assert refused(relation([name, *["1"] * other], "=", "1")) == said


def test_what_is_just_within_a_limit() -> None:
    for statement in (
        relation(NESTED, "=", "1"),
        relation(["+", *["0"] * 19_998, "1"], "=", "1"),
        relation("a" * 32, "=", "1", [["a" * 32, "1"]]),
        relation(["exp", "-40000"], "<", "1"),
        relation(["sum", ["best_of_n", P, W, "1"]], "=", "1"),
    ):
        assert reason(statement).startswith("valid: ")


def test_limits_that_are_lower_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the limits themselves the work takes seconds."""
    monkeypatch.setattr(kernel, "MAX_PRECISION", 40)
    for bits, said in (("31", "malformed"), ("32", "valid"), ("40", "valid"), ("41", "malformed")):
        told = reason(relation("1", "<", "2"), {"precision": bits})
        assert told.partition(":")[0] == said
        assert said == "valid" or told == "malformed: over the limit: precision is not an integer from 32 to 40"
    monkeypatch.setattr(kernel, "MAX_ITEMS", 27)
    assert reason(relation(["sum", ["product", P, "3"]], "=", "1"), {"precision": "32"}).startswith("valid")
    told = reason(relation(["sum", ["product", P, "4"]], "=", "1"), {"precision": "32"})
    assert told == "malformed: over the limit: too many sequences"


@pytest.mark.parametrize(
    ("claim", "status"), [("a" * 64, "valid"), ("a" * 65, "malformed"), ("A.b_c-9", "valid"), ("9", "malformed")]
)
def test_the_names_of_claims(claim: str, status: str) -> None:
    ruling = kernel.check(seal(claim, relation("1", "<", "2"), FEW))
    assert ruling.status == status
    if status == "malformed":
        assert ruling.reason == "the claim is not written in its one accepted form"


def test_what_is_shown_of_numbers() -> None:
    machine = kernel.Machine(64, [])
    number = kernel._number
    assert machine.show(number(Fraction(1, 3))) == "1/3"
    assert machine.show(kernel.ZERO) == "0"
    assert machine.show([number(k) for k in range(1, 10)]) == "[1, 2, 3, 4, 5, 6, 7, 8, 9]"
    assert machine.show([number(k) for k in range(1, 11)]) == "[1, 2, 3, 4, 5, 6, 7, 8, 9, ...]"
    shown = machine.show(machine.log(number(2)))
    assert shown.endswith("]/10^20")
    low, high = map(int, shown.removesuffix("]/10^20").removeprefix("[").split(", "))
    assert low <= 69314718055994530941 < high
    assert high - low < 10**5
    assert machine.show(number(Fraction(2**397))) == str(2**397)  # 398 bits, and one of the denominator
    assert machine.show(number(Fraction(2**398))) == "(a large number)"
    assert machine.show(number(Fraction(3**200, 3**200 + 1))).startswith("[99999999999999999")
    assert machine.show(number(Fraction(1, 3**300))) == "[0, 6]/10^20"  # a unit of 2^−64 is over five of them
    assert machine.show(number(Fraction(2**4000))) == "(a large number)"


def test_steps_that_are_shown() -> None:
    ruling = kernel.check(seal("T-x", relation("a", "<", "2", [["a", ["+", "1", "1/2"]]]), FEW))
    assert ruling.steps == [
        "T-x: relation <: a := (1 + 1/2); left := a; right := 2; left < right",
        "a := (1 + 1/2) = 3/2",
        "left := a = 3/2",
        "right := 2 = 2",
        "left < right?",
        "< is shown: left - right = -1/2",
    ]
    assert ruling.reason == "relation <: a := (1 + 1/2); left := a; right := 2; left < right"
    ruling = kernel.check(seal("T-x", identity("x", ["+", "x", "x"], ["*", "2", "x"]), NO))
    assert ruling.status == "valid"
    assert ruling.reason == "for all real x: (x + x) = (2 * x)"


def test_several_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = seal("T-good", relation("1", "<", "2"), FEW)
    for name, body in (
        ("good", good),
        ("false", seal("T-false", relation("2", "<", "1"), FEW)),
        ("title", {**good, "title": "another"}),
        ("digest", {**good, "digest": "0" * 64}),
        ("none", {"a": "é"}),
    ):
        (tmp_path / f"{name}.json").write_text(json.dumps(body), encoding="utf-8")
    files = {name: str(tmp_path / f"{name}.json") for name in ("good", "false", "title", "digest", "none")}
    assert kernel.main([files["good"], files["good"]]) == 0
    said = "relation <: left := 1; right := 2; left < right"
    assert capsys.readouterr().out.splitlines() == [
        *[f"valid     {files['good']}: {said}"] * 2,
        "2 valid, 0 invalid, 0 malformed",
    ]
    assert kernel.main([files["good"], files["false"], files["title"], files["digest"]]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"invalid   {files['false']}: < is not shown at 64 bits: left - right = 1",
        f"invalid   {files['title']}: the title is not what the statement says",
        f"invalid   {files['digest']}: the digest does not belong to the content",
        "1 valid, 3 invalid, 0 malformed",
    ]
    assert kernel.main([files["none"], files["false"]]) == 2
    assert capsys.readouterr().out.splitlines()[-1] == "0 valid, 1 invalid, 1 malformed"
    assert kernel.main(["--trace", files["good"]]) == 0
    assert f"    T-good: {said}" in capsys.readouterr().out.splitlines()
    assert kernel.main([str(tmp_path)]) == 2
    last = capsys.readouterr().out.splitlines()
    assert last[-1] == "1 valid, 3 invalid, 2 malformed"
    assert last[-2] == "malformed manifest.json: it is missing"


def test_tables_and_tails_say_what_they_are() -> None:
    assert kernel.render_statement(table(["1"])).startswith("table uniform: p := vec(1/5, 3/10, 1/2); weights := ")
    said = kernel.render_statement(tail("at_least", "1", "0", "1"))
    assert said.endswith("chance := (1 - ((1 - one) ^ n)); n >= 1; lower <= chance; chance <= upper")
    said = kernel.render_statement(tail("at_most", "1", "0", "1"))
    assert said.endswith("chance := (one ^ n); n >= 1; lower <= chance; chance <= upper")
    assert "one := at_least(p, (1 / weights), length, (0 - level))" in said
    assert reason(relation(["kl", P, Q], ">", "0")).startswith("valid: relation >: left := kl(vec(")
