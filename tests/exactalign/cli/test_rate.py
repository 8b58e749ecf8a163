"""`exactalign rate`: rate functions and finite-m exponents, on the proper side of the typical t."""

import json
from fractions import Fraction
from itertools import product
from math import log, prod
from typing import Any

import pytest

from tests.command_lines.programs import PQ
from tests.exactalign.cli.command import Command

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
