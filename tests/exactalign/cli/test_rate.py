"""`exactalign rate`: rate functions and finite-m exponents, on the proper side of the typical t."""

import json
from fractions import Fraction
from itertools import product
from math import log, prod
from typing import Any

import pytest

from exactalign import LogForm
from exactalign.cli import rate
from exactalign.exceptions import Undecided
from tests.command_lines.programs import PQ
from tests.exactalign.cli.command import Command, Shown

COIN = ("--p", "1/3,2/3", "--q", "2/3,1/3")


def answer(exactalign: Command, *arguments: str) -> Any:
    return json.loads(exactalign.ok("rate", *arguments, "--format", "json"))


def test_reference_rate(exactalign: Command) -> None:
    content = answer(exactalign, *COIN, "--at", "log(3) - log(2), log(3) - 2/3*log(2), log 3")
    assert content.keys() == {
        "labels", "p", "reward", "domain", "delta", "case", "alpha", "length", "n", "rates",
    }  # fmt: skip
    assert [end["exact"] for end in content["domain"]] == ["log(3) - log(2)", "log(3)"]
    assert [row["rate"]["exact"] for row in content["rates"]] == ["log(3)", "1/3*log(2)", "log(3) - log(2)"]
    assert [row["tail"] for row in content["rates"]] == ["T <= t", "T <= t", "T >= t"]


def test_all_three_laws(exactalign: Command) -> None:
    content = answer(exactalign, *PQ, "--kl", "11/100", "--at", "1, 1.3")
    rows = {(row["t"]["exact"], row["law"]): row for row in content["rates"]}
    assert len(rows) == 6
    assert content["alpha"]["lower"].startswith("0.7091380845")
    assert rows["1", "aligned"]["rate"]["lower"].startswith("0.040380446859")
    base, best = (rows["1", law]["rate"]["lower"] for law in ("reference", "best_of_n"))
    assert abs(Fraction(base) - Fraction(best) - Fraction(11, 100)) < Fraction(1, 10**13)
    assert rows["13/10", "best_of_n"]["rate"] == "oo"
    assert [rows["13/10", law]["tail"] for law in ("reference", "aligned", "best_of_n")] == [
        "T <= t",
        "T >= t",
        "T >= t",
    ]


@pytest.mark.parametrize("t", [Fraction(9, 10), Fraction(6, 5), Fraction(17, 10)])
def test_finite_exponents_by_brute_force(exactalign: Command, t: Fraction) -> None:
    length, draws = 5, 3
    content = answer(exactalign, *PQ, "--kl", "11/100", "--at", str(t), "--length", "5", "--n", "3")
    assert content["n"] == 3
    p, q, alpha = (0.2, 0.3, 0.5), (2 / 3, 1 / 9, 2 / 9), 0.709138084545623
    weights = [a * b**alpha for a, b in zip(p, q, strict=True)]
    phi = [weight / sum(weights) for weight in weights]
    sequences = list(product(range(3), repeat=length))
    values = {y: -sum(log(q[k]) for k in y) / length for y in sequences}
    for row in content["rates"]:
        inside = [y for y in sequences if (values[y] <= t if row["tail"] == "T <= t" else values[y] >= t)]
        law = phi if row["law"] == "aligned" else p
        mass = sum(prod(law[k] for k in y) for y in inside)
        if row["law"] == "best_of_n":  # the best draw is in a high set if any is, in a low one if all are
            mass = 1 - (1 - mass) ** draws if row["tail"] == "T <= t" else mass**draws
        assert float(Fraction(row["exponent"]["lower"])) == pytest.approx(-log(mass) / length, rel=1e-9)


def test_infeasible_budget(exactalign: Command) -> None:
    content = answer(exactalign, *PQ, "--kl", "2", "--at", "log(3) - log(2), 1", "--length", "10")
    rates = {(row["t"]["exact"], row["law"]): (row["rate"], row["exponent"]) for row in content["rates"]}
    assert (content["case"], content["alpha"]) == ("beyond", None)
    zero = {"exact": "0", "lower": "0", "upper": "0"}
    assert rates["log(3) - log(2)", "aligned"] == (zero, zero)
    assert rates["1", "aligned"] == ("oo", "oo")


def test_table(exactalign: Command) -> None:
    text = exactalign.ok("rate", *PQ, "--kl", "11/100", "--at", "1", "--length", "100", "--digits", "6")
    assert [line.split() for line in text.splitlines()][4][-6:] == ["1.49230", "0.285054", "T", "<=", "t", "0.314316"]
    assert "N = 59874" in text
    assert "case: tilt" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "missing option '--at'"),
        (("--at", "5"), "--at is 5: no sequence reaches it"),
        (("--at", "1,"), "--at is empty"),
        (("--at", "0"), "t must be from log(3) - log(2) ≈ 0.4054651081 to 2*log(3) ≈ 2.197224577"),
        (("--at", "1", "--kl", "-1"), "--kl is -1: a KL budget must not be negative"),
        (("--at", "1", "--length", "0"), "--length is '0'"),
        (("--at", "1", "--kl", "1", "--n", "0"), "--n is '0'"),
        (("--at", "1", "--digits", "1000001"), "--digits is '1000001'"),
        (("--at", "1", "--length", "100000"), "reward levels"),
    ],
)
def test_refusals(exactalign: Command, arguments: tuple[str, ...], message: str) -> None:
    assert message in exactalign.refused("rate", *PQ, *arguments)


FAIR = ("--p", "1/2,1/2", "--reward", "0,1")
"""Minus the reward per symbol is from −1 to 0; a rate under the reference is log 2 less the entropy of t, 1 − t."""


def test_the_table_of_a_fair_coin(exactalign: Command) -> None:
    """A budget of log 2 leaves heads alone: the aligned policy and best-of-N are typical at −1 only."""
    found = Shown.of(exactalign.ok("rate", *FAIR, "--at=-1,-3/4,-1/2,-1/4,0", "--kl", "log 2", "--digits", "6"))
    assert found.title == "Large-deviation rates"
    assert found.columns == ["t", "law", "typical t", "rate"]
    rates = {"-1": log(2), "-3/4": log(2) - log(4) + 0.75 * log(3), "-1/2": 0.0}
    rates |= {"-1/4": rates["-3/4"], "0": rates["-1"]}
    at = iter(found.rows)
    for t, value in rates.items():
        shown = f"{float(Fraction(t)):.6g}"
        for name, typical, expected in (
            ("reference", -0.5, value),
            ("aligned", -1.0, 0.0 if t == "-1" else float("inf")),
            ("best-of-N", -1.0, 0.0 if t == "-1" else float("inf")),
        ):
            row = next(at)
            assert (float(row[0]), row[1], float(row[2])) == (float(shown), name, typical)
            assert float(row[3].replace("oo", "inf")) == pytest.approx(expected, rel=1e-5)
    assert next(at, None) is None
    assert found.notes == [
        "t, minus the reward per symbol, reaches from -1.00000 to 0",
        "KL budget per symbol: 0.693147; case: boundary",
    ]
    alone = Shown.of(exactalign.ok("rate", *FAIR, "--at=-1/2"))
    assert alone.rows == [["-1/2", "reference", "-1/2", "0"]]
    assert alone.notes == ["t, minus the reward per symbol, reaches from -1 to 0"]


def test_exponents_of_a_fair_coin(exactalign: Command) -> None:
    """Of four tosses T ≥ −3/4 has mass 15/16, and its square for the best of 2; the aligned policy has heads only."""
    arguments = (*FAIR, "--at=-1,-3/4,-1/4", "--kl", "log 2", "--length", "4", "--n", "2")
    found = Shown.of(exactalign.ok("rate", *arguments, "--digits", "6"))
    assert found.columns == ["t", "law", "typical t", "rate", "event", "-(1/4) log P"]
    events = {
        ("-1", "reference"): ("T <= t", 1 / 16), ("-1", "aligned"): ("T <= t", 1),
        ("-1", "best-of-N"): ("T <= t", 31 / 256),
        ("-0.75", "reference"): ("T <= t", 5 / 16), ("-0.75", "aligned"): ("T >= t", 0),
        ("-0.75", "best-of-N"): ("T >= t", (15 / 16) ** 2),
        ("-0.25", "reference"): ("T >= t", 5 / 16), ("-0.25", "aligned"): ("T >= t", 0),
        ("-0.25", "best-of-N"): ("T >= t", (5 / 16) ** 2),
    }  # fmt: skip
    assert len(found.rows) == len(events)
    for row, ((t, law), (event, mass)) in zip(found.rows, events.items(), strict=True):
        assert (float(row[0]), row[1], row[4]) == (float(t), law, event)
        expected = float("inf") if mass == 0 else -log(mass) / 4
        assert float(row[5].replace("oo", "inf")) == pytest.approx(expected, rel=1e-5)
    assert found.notes[2:] == ["N = 2"]
    content = answer(exactalign, *arguments)
    assert (content["labels"], content["p"], content["length"], content["n"]) == ([0, 1], ["1/2", "1/2"], 4, 2)
    assert [entry["exact"] for entry in content["reward"]] == ["0", "1"]
    assert [entry["exact"] for entry in content["domain"]] == ["-1", "0"]
    assert (content["delta"]["exact"], content["case"], content["alpha"]) == ("log(2)", "boundary", None)
    keys = ["t", "law", "typical", "rate", "tail", "exponent"]
    assert [list(row) for row in content["rates"]] == [keys] * 9
    assert [row["law"] for row in content["rates"]] == ["reference", "aligned", "best_of_n"] * 3
    assert [row["typical"]["exact"] for row in content["rates"]] == ["-1/2", "-1", "-1"] * 3


def test_what_is_not_asked_for_is_null(exactalign: Command) -> None:
    content = answer(exactalign, *FAIR, "--at=-1/2")
    assert [content[key] for key in ("delta", "case", "alpha", "length", "n")] == [None] * 5
    assert [row["exponent"] for row in content["rates"]] == [None]
    finite = answer(exactalign, *FAIR, "--at=-1/2", "--length", "4")
    assert (finite["length"], finite["n"]) == (4, None)
    assert "N = " not in exactalign.ok("rate", *FAIR, "--at=-1/2", "--length", "4")


@pytest.mark.parametrize(
    ("kl", "rule", "n"),
    [("log(3/2)", "floor", 5), ("log(3/2)", "ceil", 6), ("0", "floor", 1), ("0", "ceil", 1), ("0", "real", 1),
     ("log(3/2)", "7", 7), ("0", "7", 7)],
)  # fmt: skip
def test_the_number_of_draws_by_a_rule(exactalign: Command, kl: str, rule: str, n: int) -> None:
    """exp(4·log 3/2) = 5.06…"""
    arguments = (*FAIR, "--at=-1/2", "--kl", kl, "--length", "4", "--n", rule)
    assert answer(exactalign, *arguments)["n"] == n
    assert f"\nN = {n}\n" in exactalign.ok("rate", *arguments)


def test_the_law_of_a_constant_reward(exactalign: Command) -> None:
    arguments = ("--p", "1/2,1/2", "--reward", "1,1", "--at=-1", "--kl", "1", "--length", "3", "--n", "2")
    content = answer(exactalign, *arguments)
    zero = {"exact": "0", "lower": "0", "upper": "0"}
    assert [row["exponent"] for row in content["rates"]] == [zero] * 3
    assert [row["tail"] for row in content["rates"]] == ["T <= t"] * 3


def test_a_point_that_no_sequence_reaches_is_refused(exactalign: Command) -> None:
    for t, is_there in (("-1", True), ("0", True), ("-1.01", False), ("0.01", False)):
        if is_there:
            exactalign.ok("rate", *FAIR, f"--at={t}")
        else:
            assert exactalign.refused("rate", *FAIR, f"--at={t}") == (
                f"--at is {Fraction(t)}: no sequence reaches it (its rate is oo), t must be from -1 to 0"
            )


def test_a_point_that_cannot_be_told_from_the_typical_one() -> None:
    class Close:
        def __ge__(self, other: object) -> bool:
            raise Undecided("no")

        def __str__(self) -> str:
            return "0.5…"

    with pytest.raises(Undecided) as caught:
        rate._at_most_typical(LogForm("1/2"), rate._Law("aligned", "aligned", Close(), None))
    assert str(caught.value) == "--at is 1/2, which could not be told from the typical t of the aligned law, 0.5…"
