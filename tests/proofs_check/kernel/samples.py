# mypy: disable-error-code="no-untyped-call,no-any-return"
"""Certificates that are valid, invalid, malformed or hostile, and how they are sealed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from proofs_check import kernel
from proofs_check.engine import certificates

KERNEL = Path(kernel.__file__)


P, W, Q = ["vec", "1/5", "3/10", "1/2"], ["vec", "6", "1", "2"], ["vec", "2/3", "1/9", "2/9"]


BITS = {"precision": "128"}


TABLE = [
    "49/625",
    "21/250",
    "43/250",
    "21/250",
    "81/10000",
    "9/125",
    "43/250",
    "9/125",
    "103/400",
]  # 00, 01, 02, 10, ...


def relation(left: Any, sign: str, right: Any, let: Any = ()) -> dict[str, Any]:
    return {"kind": "relation", "let": list(let), "left": left, "relation": sign, "right": right}


def table(cells: list[str], n: str = "2") -> dict[str, Any]:
    body = {"kind": "table", "ties": "uniform", "p": P, "weights": W, "length": "2", "n": n}
    return body | {"entries": ["vec", *cells]}


def root(lower: Any, upper: Any, value: Any = "11/100", quantity: str = "kl", weights: Any = W) -> dict[str, Any]:
    body = {"kind": "root", "p": P, "weights": weights, "quantity": quantity, "value": value}
    return body | {"lower": lower, "upper": upper}


def tail(side: str, level: Any, lower: Any, upper: Any, n: str = "1", length: str = "5") -> dict[str, Any]:
    body = {"kind": "tail", "side": side, "p": P, "weights": W, "length": length, "n": n, "level": level}
    return body | {"lower": lower, "upper": upper}


def identity(names: str, left: Any, right: Any, given: Any = ()) -> dict[str, Any]:
    return {"kind": "identity", "variables": names.split(), "given": list(given), "left": left, "right": right}


def logs(terms: list[list[str]], sign: str, constant: str = "0") -> dict[str, Any]:
    form = ["+", constant, *(["*", c, ["log", a]] for c, a in terms)]
    return {"kind": "logform-sign", "sign": sign, "form": form}


PHI = [["p", P], ["q", Q], ["t", ["tilt", "q", "p", "1"]]]


KL_OF_TILT = [  # alpha E_T log q - log Z at alpha = 1
    "-",
    ["sum", ["*", "t", ["log", "q"]]],
    ["log", ["sum", ["*", "p", "q"]]],
]


LEVEL = ["/", ["log", "12"], "2"]


SQUARES = identity(  # (x^2 - y^2)/(x - y) = x + y
    "x y d",
    ["*", ["-", ["^", "x", "2"], ["^", "y", "2"]], "d"],
    ["+", "x", "y"],
    [[["*", "d", ["-", "x", "y"]], "1"]],
)


ON_SIMPLEX = identity("x y", ["^", ["+", "x", "y"], "2"], "1", [[["+", "x", "y"], "1"]])


VALID: dict[str, tuple[Any, Any]] = {
    "log 2 - 1/2 > 0": (logs([["1", "2"]], "1", "-1/2"), {"precision": "64"}),
    "negative": (logs([["1", "2"], ["-1", "3"]], "-1"), {"precision": "64"}),
    "zero": (logs([["1", "12"], ["-2", "2"], ["-1/2", "9"]], "0"), {"precision": "64"}),
    "kl of a tilt": (relation(["kl", "t", "p"], "=", KL_OF_TILT, PHI), BITS),
    "budget": (relation(["kl", ["best_of_n", P, W, "3"], P], "<=", ["-", ["log", "3"], "2/3"]), BITS),
    "real tilt": (relation(["kl", ["tilt", "q", "p", "7/10"], "p"], "<", "11/100", PHI[:2]), {"precision": "96"}),
    "real draws": (relation(["kl", ["best_of_n", P, W, "5/2"], P], "<", ["-", ["log", "5/2"], "3/5"]), BITS),
    "not a product": (
        relation(
            ["sum", ["*", "b", ["vec", "1", *["0"] * 8]]],
            "!=",
            ["^", "209/625", "2"],
            [["b", ["best_of_n", ["product", P, "2"], ["product", W, "2"], "2"]]],
        ),
        BITS,
    ),
    "vectors": (relation("t", "=", ["vec", "12/25", "3/25", "2/5"], PHI), BITS),
    "cross": (
        relation(["-", ["cross_entropy", "t", "p"], ["cross_entropy", "t", "t"]], "=", ["kl", "t", "p"], PHI),
        BITS,
    ),
    "power": (relation(["^", "3/2", "-2"], "=", "4/9"), BITS),
    "power of a logarithm": (relation(["^", ["log", "2"], "-2"], ">", "2"), BITS),
    "products of logarithms": (
        relation(["^", ["+", "x", "1"], "2"], "=", ["+", ["*", "x", "x"], ["*", "2", "x"], "1"], [["x", ["log", "3"]]]),
        BITS,
    ),
    "e": (relation(["exp", "1"], ">", "543656365691809/200000000000000"), BITS),
    "one number": (relation("x", "=", ["/", ["*", "3", "x"], "3"], [["x", ["exp", "1"]]]), BITS),
    "root": (root("1418276169/2000000000", "3545690423/5000000000"), BITS),
    "root of reward": (root("0", "1", "1", "reward"), BITS),
    "value by name": (root("-1", "1/2", ["sum", ["*", "p", ["log", "weights"]]], "reward"), BITS),
    "table": (table(TABLE), {"precision": "32"}),
    "tail": (tail("at_least", LEVEL, "1/50", "1/20"), BITS),
    "tail of the best": (tail("at_most", ["log", "2"], "1/10", "1/5", "3", "4"), BITS),
    "tail and Chernoff": (tail("at_least", ["*", "3/2", ["log", "2"]], "0", ["exp", "-1/5"], length="3"), BITS),
    "identity": (SQUARES, {"cofactors": [["+", "x", "y"]]}),
    "identity given": (ON_SIMPLEX, {"cofactors": [["+", "x", "y", "1"]]}),
    "plain identity": (
        identity("x y", ["*", ["+", "x", "y"], ["-", "x", "y"]], ["-", ["^", "x", "2"], ["^", "y", "2"]]),
        {"cofactors": []},
    ),
    "cancelling": (
        identity("x y z d", "y", "z", [[["*", "d", "x"], "1"], [["*", "x", ["-", "y", "z"]], "0"]]),
        {"cofactors": [["-", "z", "y"], "d"]},
    ),
}


def seal(name: str) -> dict[str, Any]:
    statement, evidence = VALID[name]
    return certificates.seal("A-sample", copy.deepcopy(statement), copy.deepcopy(evidence))


def status(statement: Any, evidence: Any) -> str:
    """The outcome of a certificate that was sealed by whoever wrote it."""
    try:
        return kernel.check(certificates.seal("A-sample", statement, evidence)).status
    except kernel.Malformed:
        return "malformed"


NO: dict[str, Any] = {"cofactors": []}


INVALID: dict[str, tuple[Any, Any]] = {
    "wrong sign": (logs([["1", "2"]], "-1", "-1/2"), BITS),
    "not zero": (logs([["1", "12"], ["-2", "2"]], "0"), BITS),
    "rational constant": (logs([["1", "1"]], "0", "1"), BITS),
    "rational and logarithm": (logs([["1", "2"]], "0", "-1"), BITS),
    "too little precision": (
        logs([["1", "2"]], "1", "-3465735902799726547/5000000000000000000"),
        {"precision": "32"},
    ),
    "enclosed equality": (relation(["exp", "1"], "=", ["exp", "1"]), BITS),
    "false equality": (relation(["log", "4"], "=", ["log", "3"]), BITS),
    "log of zero": (relation(["log", "0"], "<", "1"), BITS),
    "log of less": (relation(["log", "-1"], "!=", "1"), BITS),
    "division by zero": (relation(["/", "1", "0"], ">", "1"), BITS),
    "zero to the -1": (relation(["^", "0", "-1"], ">", "1"), BITS),
    "root of less": (relation(["^", "-4", "1/2"], "<", "3"), BITS),
    "not a distribution": (relation(["cross_entropy", ["vec", "1/2", "1/3"], ["vec", "1/2", "1/2"]], ">", "0"), BITS),
    "not a distribution, enclosed": (
        relation(["kl", ["vec", ["exp", "-1"], ["exp", "-2"]], ["vec", "1/2", "1/2"]], ">", "-5"),
        BITS,
    ),
    "negative mass": (relation(["kl", ["vec", "1/2", "1/2"], ["vec", "3/2", "-1/2"]], ">", "-5"), BITS),
    "infinite": (relation(["kl", ["vec", "1/2", "1/2"], ["vec", "1", "0"]], ">", "0"), BITS),
    "lengths": (relation(["kl", ["vec", "1"], ["vec", "1/2", "1/2"]], ">=", "0"), BITS),
    "lengths of weights": (relation(["sum", ["best_of_n", ["vec", "1"], ["vec", "1", "2"], "2"]], "=", "1"), BITS),
    "vector for number": (relation(["log", ["vec", "2"]], ">", "0"), BITS),
    "vector in a vector": (relation(["vec", ["vec", "1"]], "=", ["vec", ["vec", "1"]]), BITS),
    "vector for exponent": (relation(["sum", ["tilt", W, P, P]], "=", "1"), BITS),
    "negative weights": (
        relation(["sum", ["tilt", ["vec", "-1", "2"], ["vec", "1/2", "1/2"], "1"]], "=", "1"),
        BITS,
    ),
    "negative products": (
        relation(["at_least", ["vec", "1/2", "1/2"], ["vec", "-1", "-2"], "2", "0"], "=", "1"),
        BITS,
    ),
    "zero weight": (relation(["sum", ["best_of_n", ["vec", "1"], ["vec", "0"], "2"]], "=", "1"), BITS),
    "best of less than one": (
        relation(["sum", ["best_of_n", ["vec", "1"], ["vec", "1"], "1/2"]], "=", "1"),
        BITS,
    ),
    "bracket aside": (root("71/100", "18/25"), BITS),
    "bracket reversed": (root("1", "0"), BITS),
    "bracket below zero": (root("-1", "1"), BITS),
    "touching bracket": (root("0", "1", "0"), BITS),
    "constant reward": (root("0", "1", weights=["vec", "2", "2", "2"]), BITS),
    "vanishing weight": (root("0", "1", weights=["vec", "6", "1", "0"]), BITS),
    "negative weight": (root("0", "1", weights=["vec", "-6", "-1", "-2"]), BITS),
    "wrong cell": (table([*TABLE[:8], "51/200"]), BITS),
    "swapped cells": (table([TABLE[4], *TABLE[1:4], TABLE[0], *TABLE[5:]]), BITS),
    "missing cell": (table(TABLE[:8]), BITS),
    "wrong n": (table(TABLE, "3"), BITS),
    "tail above": (tail("at_least", LEVEL, "0", "1/50"), BITS),
    "tail below": (tail("at_least", LEVEL, "1/20", "1"), BITS),
    "tail of less than one": (tail("at_least", LEVEL, "0", "1", "1/2"), BITS),
    "wrong identity": (
        identity("x y", ["^", ["+", "x", "y"], "2"], ["+", ["^", "x", "2"], ["^", "y", "2"]]),
        NO,
    ),
    "divisor not given": (SQUARES | {"given": []}, NO),
    "wrong cofactor": (ON_SIMPLEX, {"cofactors": ["1"]}),
    "wrong fact": (ON_SIMPLEX | {"given": [[["+", "x", "y"], "2"]]}, {"cofactors": [["+", "x", "y", "1"]]}),
    "fractional exponent": (identity("x y", ["^", "x", "1/2"], "y"), NO),
    "division by a variable": (identity("x", ["/", "x", "x"], "1"), NO),
    "negative exponent": (identity("x", ["*", "x", ["^", "x", "-1"]], "1"), NO),
    "logarithm of a variable": (identity("x y", ["log", "x"], ["log", "x"]), NO),
    "variable in an exponent": (identity("x", ["^", "0", "x"], "0"), NO),
    "variable as a mass": (identity("x", ["kl", ["vec", "x", ["-", "1", "x"]], ["vec", "1/2", "1/2"]], "0"), NO),
    "sum of a number": (relation(["sum", "2"], "=", "2"), BITS),
    "vector bracket": (root("p", "weights"), BITS),
    "vector for a value": (root("0", "1", ["vec", "1/10", "1/10", "1/10"]), BITS),
    "vector against number": (relation(["vec", "1", "2"], ">", "0"), BITS),
    "vectors of two sizes": (relation(["vec", "1", "2"], ">", ["vec", "0"]), BITS),
}
