# mypy: disable-error-code="no-untyped-call,no-any-return"
"""The kernel against true, false and broken certificates, tampering, hostile files, and mpmath."""

from __future__ import annotations

import ast
import copy
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import mpmath
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

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


# --- The three corpora


@pytest.mark.parametrize("name", VALID)
def test_valid(name: str) -> None:
    outcome = kernel.check(seal(name))
    assert outcome.status == "valid", outcome.reason
    assert outcome.reason == kernel.render_statement(VALID[name][0])
    assert outcome.steps
    assert kernel.check(json.dumps(seal(name), indent=1)) == outcome


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


@pytest.mark.parametrize("name", INVALID)
def test_invalid(name: str) -> None:
    outcome = kernel.check(certificates.seal("A-sample", *INVALID[name]))
    assert outcome.status == "invalid"
    assert outcome.reason


MALFORMED_NUMBERS = [
    "007",
    "+1",
    "-0",
    "2/4",
    "1/1",
    "0/5",
    "1/0",
    "1/-2",
    "1.5",
    "1e3",
    " 1",
    "1\n",
    "",
    "/",
    "1/",
    "NaN",
    "inf",
    "\u0661",
    "0x1",
    "1_000",
    1,
    0.5,
    True,
    None,
    {},
    [],
    ["log"],
    ["log", "2", "3"],
    ["+"],
    ["neg", "1"],
    ["sin", "1"],
    [["log"], "2"],
    "x",
    ["^", "2", {"a": "b"}],
]


@pytest.mark.parametrize("number", MALFORMED_NUMBERS, ids=repr)
def test_numbers_are_read_in_one_form_only(number: Any) -> None:
    assert status(relation(number, "<", "5"), BITS) == "malformed"


def deep(levels: int) -> Any:
    e: Any = "1"
    for _ in range(levels):
        e = ["+", e]
    return e


def test_nesting_within_the_limit() -> None:
    assert status(relation(deep(63), "=", "1"), BITS) == "valid"


MALFORMED: dict[str, tuple[Any, Any]] = {
    "no object": ([], BITS),
    "no kind": ({}, BITS),
    "kind": ({"kind": "proof"}, BITS),
    "listed kind": ({"kind": ["relation"]}, BITS),
    "relation": (relation("1", "~", "2"), BITS),
    "binding as relation": (relation("1", ":=", "2"), BITS),
    "listed relation": (relation("1", ["<"], "2"), BITS),
    "name of the kind": (relation("1", "<", "2", [["left", "0"]]), BITS),
    "twice": (relation("x", "<", "2", [["x", "1"], ["x", "0"]]), BITS),
    "unbound": (relation("1", "<", "2", [["x", "y"], ["y", "1"]]), BITS),
    "name": (relation("1", "<", "2", [["X", "1"]]), BITS),
    "precision": (relation("1", "<", "2"), {"precision": "31"}),
    "precision typed": (relation("1", "<", "2"), {"precision": 128}),
    "evidence key": (relation("1", "<", "2"), BITS | {"hint": "1"}),
    "no evidence": (relation("1", "<", "2"), None),
    "sign": (logs([["1", "2"]], "2"), BITS),
    "quantity": (root("0", "1", quantity="variance"), BITS),
    "value after its use": (root("0", "1", "upper"), BITS),
    "ties": (table(TABLE) | {"ties": "first"}, BITS),
    "empty": (table([]), BITS),
    "length": (table(TABLE) | {"length": "3/2"}, BITS),
    "side": (tail("above", "1", "0", "1"), BITS),
    "plain list": (table(TABLE) | {"p": P[1:]}, BITS),
    "deep": (relation(deep(70), "=", "1"), BITS),
    "variable twice": (identity("x x", "x", "x"), NO),
    "variable name": (identity("x 1", "x", "x"), NO),
    "no variable": (identity("", "1", "1"), NO),
    "free variable": (identity("x", "x", "y"), NO),
    "cofactor count": (ON_SIMPLEX, NO),
    "cofactor": (ON_SIMPLEX, {"cofactors": [["sin", "x"]]}),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed(name: str) -> None:
    assert status(*MALFORMED[name]) == "malformed"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "1",
        '"x"',
        "{",
        '{"a":1,"a":1}',
        "[1.0]",
        "[NaN]",
        "[Infinity]",
        "\ufeff{}",
        "{} {}",
        "// x",
    ],
)
def test_malformed_text(text: str) -> None:
    assert kernel.check(text).status == "malformed"


def test_duplicate_keys_are_seen_at_any_depth() -> None:
    text = json.dumps(seal("root"))
    assert kernel.check(text.replace('"lower":', '"lower": "0", "lower":')).status == "malformed"
    assert kernel.check(text.replace('"precision":', '"precision": "64", "precision":')).status == "malformed"


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"version": True},
        {"version": "1"},
        {"format": "other"},
        {"claim": ""},
        {"claim": "a b"},
        {"claim": "x\n"},
        {"digest": "0"},
        {"title": None},
        {"extra": "1"},
        {"statement": None},
        {"evidence": []},
    ],
)
def test_malformed_frame(change: dict[str, Any]) -> None:
    assert kernel.check(seal("root") | change).status == "malformed"


@pytest.mark.parametrize("key", ["format", "version", "claim", "title", "statement", "evidence", "digest"])
def test_every_key_is_needed(key: str) -> None:
    sealed = seal("root")
    del sealed[key]
    assert kernel.check(sealed).status == "malformed"


def test_labels_are_bound() -> None:
    for change in ({"title": "log 2 is large"}, {"claim": "A-other"}, {"digest": "0" * 64}):
        assert kernel.check(seal("root") | change).status == "invalid"
    retitled = seal("root") | {"title": kernel.render_statement(VALID["table"][0])}
    assert kernel.check(retitled | {"digest": kernel.digest(retitled)}).status == "invalid"


def test_objects_that_are_not_json() -> None:
    circle: list[Any] = []
    circle.append(circle)
    for thing in (circle, {1, 2}, Fraction(1), float("nan"), {"statement": circle}, {1: 2}):
        assert kernel.check(thing).status == "malformed"


# --- Tampering: an oracle that shares no code with the kernel judges what the kernel lets pass


def evaluate(raw: Any, names: dict[str, Any]) -> Any:
    """An expression in mpmath (lists are vectors), by the definitions of the documentation."""
    if isinstance(raw, str):
        return names[raw] if raw in names else mpmath.mpf(Fraction(raw).numerator) / Fraction(raw).denominator
    op, x = raw[0], [evaluate(arg, names) for arg in raw[1:]]
    xlog = lambda v, w: sum(a * mpmath.log(b) for a, b in zip(v, w, strict=True) if a)  # noqa: E731
    if op in ("vec", "sum", "cross_entropy", "kl"):
        return {
            "vec": lambda: x,
            "sum": lambda: sum(x[0]),
            "cross_entropy": lambda: -xlog(*x),
            "kl": lambda: xlog(x[0], x[0]) - xlog(*x),
        }[op]()
    if op == "tilt":
        parts = [b * a ** x[2] for a, b in zip(x[0], x[1], strict=True)]
        return [part / sum(parts) for part in parts]
    if op == "product":
        return [prod(y) for y in product(x[0], repeat=int(x[1]))]
    if op == "best_of_n" and x[2] != int(x[2]):
        law = []
        for a, u in zip(*x[:2], strict=True):
            below = sum(b for b, v in zip(*x[:2], strict=True) if v < u)
            level = sum(b for b, v in zip(*x[:2], strict=True) if v == u)
            law.append(a * ((below + level) ** x[2] - below ** x[2]) / level)
        return law
    if op == "best_of_n":  # the sum over all tuples of draws, each best draw getting an equal share
        masses, ranks, n = x[0], x[1], int(x[2])
        law = [mpmath.mpf(0)] * len(masses)
        for draws in product(range(len(masses)), repeat=n):
            best = [i for i in draws if ranks[i] == max(ranks[j] for j in draws)]
            for i in best:
                law[i] += prod(masses[j] for j in draws) / len(best)
        return law
    rows = [arg if isinstance(arg, list) else None for arg in x]
    if any(row is not None for row in rows):
        size = max(len(row) for row in rows if row is not None)
        columns = zip(*(arg if isinstance(arg, list) else [arg] * size for arg in x), strict=True)
        return [apply(op, list(column)) for column in columns]
    return apply(op, x)


def apply(op: str, x: list[Any]) -> Any:
    if op in ("+", "*"):
        return sum(x) if op == "+" else prod(x)
    if op in ("log", "exp"):
        return {"log": mpmath.log, "exp": mpmath.exp}[op](x[0])
    return {"-": lambda a, b: a - b, "/": lambda a, b: a / b, "^": lambda a, b: a**b}[op](*x)


def holds(left: Any, sign: str, right: Any) -> bool:
    if isinstance(left, list) or isinstance(right, list):
        size = len(left if isinstance(left, list) else right)
        a, b = (side if isinstance(side, list) else [side] * size for side in (left, right))
        return all(holds(u, sign, v) for u, v in zip(a, b, strict=True))
    gap = left - right
    near = abs(gap) < mpmath.mpf(10) ** -40
    return {
        "=": near,
        "!=": not near,
        "<": gap < 0 and not near,
        ">": gap > 0 and not near,
        "<=": near or gap < 0,
        ">=": near or gap > 0,
    }[sign]


def tail_by_enumeration(s: dict[str, Any], names: dict[str, Any]) -> Any:
    """P(the best of n sequences is >= the level), or <=, from the chance of one sequence to be below (or not above)."""
    masses, weights, below = names["p"], names["weights"], mpmath.mpf(0)
    for sequence in product(range(len(masses)), repeat=int(names["length"])):
        mean = sum(mpmath.log(weights[i]) for i in sequence) / names["length"]
        if holds(mean, "<=" if s["side"] == "at_most" else "<", names["level"]):
            below += prod(masses[i] for i in sequence)
    below **= names["n"]
    return below if s["side"] == "at_most" else 1 - below


def to_sympy(raw: Any) -> Any:
    if isinstance(raw, str):
        return sympy.Symbol(raw) if raw[0].isalpha() else sympy.Rational(raw)
    return apply(raw[0], [to_sympy(arg) for arg in raw[1:]])


def true(s: dict[str, Any]) -> bool:
    """Whether a statement is true, to 40 digits or by SymPy."""
    with mpmath.workdps(60):
        if s["kind"] == "relation":
            names: dict[str, Any] = {}
            for name, raw in s["let"]:
                names[name] = evaluate(raw, names)
            return holds(evaluate(s["left"], names), s["relation"], evaluate(s["right"], names))
        names = {}
        for name in ("p", "weights", "length", "n", "value", "level", "lower", "upper", "entries", "form"):
            if name in s:
                names[name] = evaluate(s[name], names)
        if s["kind"] == "logform-sign":
            return holds(names["form"], {"-1": "<", "0": "=", "1": ">"}[s["sign"]], 0)
        if s["kind"] == "table":
            sequences = (["product", v, "length"] for v in ("p", "weights"))
            return holds(evaluate(["best_of_n", *sequences, "n"], names), "=", names["entries"])
        if s["kind"] == "tail":
            chance = tail_by_enumeration(s, names)
            return names["n"] >= 1 and holds(names["lower"], "<=", chance) and holds(chance, "<=", names["upper"])
        if s["kind"] == "root":
            values = []
            for alpha in (names["lower"], names["upper"]):
                tilted = evaluate(["tilt", "weights", "p", "a"], names | {"a": alpha})
                reward = ["sum", ["*", "t", ["log", "weights"]]]
                quantity = ["kl", "t", "p"] if s["quantity"] == "kl" else reward
                values.append(evaluate(quantity, names | {"t": tilted}) - names["value"])
            if names["lower"] >= names["upper"] or (s["quantity"] == "kl" and names["lower"] < 0):
                return False
            return bool(values[0] < 0 < values[1])
    symbols = [sympy.Symbol(name) for name in s["variables"]]
    ideal = [to_sympy(a) - to_sympy(b) for a, b in s["given"]] or [sympy.Integer(0)]
    return bool(sympy.groebner(ideal, *symbols).contains(sympy.expand(to_sympy(s["left"]) - to_sympy(s["right"]))))


def test_the_oracle_agrees_with_the_corpora() -> None:
    assert all(true(VALID[name][0]) for name in VALID)
    for name in (
        "wrong sign",
        "not zero",
        "false equality",
        "bracket aside",
        "bracket reversed",
        "bracket below zero",
    ):
        assert not true(INVALID[name][0])
    for name in (
        "constant reward",
        "wrong cell",
        "swapped cells",
        "tail above",
        "tail below",
        "wrong identity",
    ):
        assert not true(INVALID[name][0])


TEXTS = {
    "<": ["<=", ">"],
    ">": [">=", "<"],
    "=": ["!="],
    "!=": ["="],
    "<=": ["<", ">"],
    "+": ["-", "*"],
    "-": ["+", "/"],
    "kl": ["cross_entropy", "reward"],
    "log": ["exp"],
    "*": ["+", "^"],
    "/": ["*"],
    "^": ["*"],
    "tilt": ["vec"],
    "p": ["q", "t", "weights"],
    "weights": ["p"],
    "at_least": ["at_most"],
    "at_most": ["at_least"],
    "q": ["p"],
    "t": ["p"],
    "x": ["y"],
    "y": ["x"],
    "relation": ["identity"],
    "table": ["tail"],
    "reward": ["kl"],
    "cross_entropy": ["kl"],
}


def variants(value: Any) -> Iterator[Any]:
    """Other values for one place in a certificate."""
    yield from (None, True, 7, 0.5, {}, [], "", "junk", ["log", "2"])
    if isinstance(value, str):
        yield from ("0", "1", "-1", "1/3", "5", *TEXTS.get(value, []), "0" + value, value + " ", [value])
        if re.fullmatch(r"-?[0-9]+(/[0-9]+)?", value):
            number = Fraction(value)
            changed = (
                number + 1,
                -number,
                number * 2,
                number / 2,
                number + Fraction(1, 1000),
                number - Fraction(1, 7),
            )
            yield from map(str, changed)
    if isinstance(value, list):
        for i in range(len(value)):
            yield value[:i] + value[i + 1 :]
            yield value[: i + 1] + value[i:]
            yield value[:i] + value[i : i + 2][::-1] + value[i + 2 :]
    if isinstance(value, dict):
        yield value | {"extra": "1"}
        yield from ({key: value[key] for key in value if key != gone} for gone in value)
        yield from ({("" if key == old else key): value[key] for key in value} for old in value)


def places(value: Any) -> Iterator[tuple[Any, ...]]:
    yield ()
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from ((key, *place) for place in places(child))


def mutants(value: Any) -> Iterator[Any]:
    """`value` with one place changed, in every place."""
    for place in places(value):
        target = value
        for key in place:
            target = target[key]
        for other in variants(target):
            if not place:
                yield other
                continue
            changed = copy.deepcopy(value)
            holder = changed
            for key in place[:-1]:
                holder = holder[key]
            holder[place[-1]] = other
            yield changed


@pytest.mark.parametrize("name", VALID)
def test_no_tampered_certificate_is_valid(name: str) -> None:
    sealed, tried = seal(name), 0
    for changed in mutants(sealed):
        tried += 1
        if changed != sealed:
            assert kernel.check(changed).status != "valid", changed
    assert tried > 200


@pytest.mark.parametrize("name", VALID)
def test_a_tampered_statement_sealed_anew_is_valid_only_if_true(name: str) -> None:
    statement, evidence = VALID[name]
    passed = [m for m in mutants(statement) if m != statement and status(m, evidence) == "valid"]
    for changed in passed:
        assert true(changed), changed


@pytest.mark.parametrize("sign", kernel.RELATIONS)
def test_an_enclosure_around_zero_shows_nothing(sign: str) -> None:
    """At 32 bits exp(±10⁻¹²) is not separated from 1; at 64 bits a relation is valid when it is true."""
    for small, true_ones in (("1/1000000000000", (">", ">=", "!=")), ("-1/1000000000000", ("<", "<=", "!="))):
        holds = sign in true_ones
        for left, right in ((["exp", small], "1"), (["-", ["exp", small], "1"], "0")):
            statement = relation(left, sign, right)
            assert status(statement, {"precision": "32"}) == "invalid" or (holds and sign == ">=")  # exp(x) >= 1
            assert status(statement, {"precision": "64"}) == ("valid" if holds else "invalid")


def test_what_is_not_separated_is_neither_divided_by_nor_counted() -> None:
    """1/(exp(10⁻¹²) − 1), and P(reward ≥ a level just below log 2), at 32 bits and at 64."""
    quotient = relation(["/", "1", ["-", ["exp", "1/1000000000000"], "1"]], ">", "1")
    level = "693147180559/1000000000000"
    chance = relation(["at_least", ["vec", "1/2", "1/2"], ["vec", "1", "2"], "1", level], "=", "1/2")
    for statement in (quotient, chance):
        outcome = kernel.check(certificates.seal("A-test", statement, {"precision": "32"}))
        assert (outcome.status, outcome.reason[:12]) == ("invalid", "at 32 bits a")
        assert status(statement, {"precision": "64"}) == "valid"


UNSUPPORTED = {  # true, and only badly supported
    "too little precision",
    "enclosed equality",
    "wrong cofactor",
}


@pytest.mark.parametrize("name", INVALID)
def test_no_evidence_makes_a_false_statement_valid(name: str) -> None:
    statement, evidence = INVALID[name]
    if name in UNSUPPORTED:
        return
    assert all(status(statement, changed) != "valid" for changed in mutants(evidence))


# --- Hostile files


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
    machine = kernel.Machine(20_000, [])
    start = time.process_time()
    with pytest.raises(kernel.Malformed, match="too much work"):
        machine.total(machine.real(*machine._log(Fraction(n))) for n in range(3, 10_000))
    assert time.process_time() - start < 20


# --- The interval logarithm and exponential


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


FRACTIONS = st.fractions(min_value=Fraction(1, 50), max_value=50, max_denominator=50)


@given(st.lists(st.tuples(st.fractions(-5, 5, max_denominator=9), FRACTIONS), max_size=4), st.fractions(-3, 3))
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


# --- Standing alone


def test_only_the_standard_library_is_imported() -> None:
    modules = set()
    for node in ast.walk(ast.parse(KERNEL.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert node.module is not None
            modules.add(node.module.split(".")[0])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("eval", "exec", "__import__", "float", "compile")
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))
    assert modules
    assert modules <= set(sys.stdlib_module_names)


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", str(KERNEL), *args], capture_output=True, text=True, timeout=60)


def test_it_runs_as_a_script(tmp_path: Path) -> None:
    good = tmp_path / "good"
    (good / "inner").mkdir(parents=True)
    for i, name in enumerate(VALID):
        folder = good / "inner" if i % 2 else good
        (folder / f"{i:02}.json").write_text(json.dumps(seal(name)), encoding="utf-8")
    assert run(str(good)).returncode == 2  # no manifest
    write_manifest(good)
    done = run("--trace", str(good))
    assert done.returncode == 0
    assert f"{len(VALID)} valid, 0 invalid, 0 malformed" in done.stdout
    assert "left - right = 0" in done.stdout
    assert done.stderr == ""
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(certificates.seal("A-sample", *INVALID["wrong cell"])), encoding="utf-8")
    assert run(str(good), str(bad)).returncode == 1
    (good / "broken.json").write_bytes(b"\xff\xfe")
    assert run(str(good), str(bad)).returncode == 2


def write_manifest(directory: Path) -> None:
    bodies = {p.relative_to(directory).as_posix(): json.loads(p.read_text()) for p in kernel.files_in(directory)}
    files = {name: [body["claim"], body["digest"]] for name, body in bodies.items()}
    manifest = {"format": f"{kernel.FORMAT}s", "version": 1, "files": files, "left_out": {}}
    (directory / kernel.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def test_a_manifest_notices_what_is_missing_stale_or_foreign(tmp_path: Path) -> None:
    for name in ("root", "budget"):
        (tmp_path / f"{name}.json").write_text(json.dumps(seal(name)), encoding="utf-8")
    assert kernel.manifest_problems(tmp_path)[0].startswith("manifest.json: not a regular file")
    write_manifest(tmp_path)
    assert kernel.manifest_problems(tmp_path) == []
    (tmp_path / "root.json").write_text(json.dumps(seal("power")), encoding="utf-8")
    (tmp_path / "more.json").write_text(json.dumps(seal("power")), encoding="utf-8")
    (tmp_path / "budget.json").unlink()
    assert kernel.manifest_problems(tmp_path) == ["foreign: more.json", "missing: budget.json", "stale: root.json"]
    assert kernel.main([str(tmp_path)]) == 2
    (tmp_path / kernel.MANIFEST).write_text("[]", encoding="utf-8")
    assert len(kernel.manifest_problems(tmp_path)) == 1


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    outcomes = [kernel.check(tmp_path / "pipe.json"), kernel.check(Path("/dev/zero")), kernel.check(tmp_path)]
    assert {(o.status, o.reason) for o in outcomes} == {("malformed", "not a regular file")}


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (["^", "-1", "2"], "((-1) ^ 2)"),
        (["^", "2/3", "-2"], "((2/3) ^ (-2))"),
        (["/", "1/2", "3"], "((1/2) / 3)"),
        (["+", "2"], "+(2)"),
        (["*", "2"], "*(2)"),
        (["-", "2", "-1"], "(2 - -1)"),
    ],
)
def test_a_title_shows_what_is_bracketed_and_what_is_done(expression: Any, words: str) -> None:
    said = kernel.render_statement(relation(expression, "=", "1"))
    assert said == f"relation =: left := {words}; right := 1; left = right"


def test_absolute_values() -> None:
    gap = ["-", ["log", "2"], ["log", "3"]]
    assert status(relation(["abs", gap], "=", ["log", "3/2"]), BITS) == "valid"
    assert status(relation(["abs", ["vec", "-1/2", "1/2", "0"]], "=", ["vec", "1/2", "1/2", "0"]), BITS) == "valid"
    assert status(relation(["abs", gap], "=", gap), BITS) == "invalid"
    unseen = ["-", ["exp", ["log", "2"]], "2"]  # 0, but only enclosed
    assert status(relation(["abs", unseen], ">=", "0"), BITS) == "invalid"


def test_fuel_counts_degrees() -> None:
    """A high power of an enclosed number costs as much as its factors, and is refused in time."""
    wide = ["^", ["exp", ["vec", *["1/3"] * 3000]], "200"]
    assert status(relation(["sum", wide], ">", "0"), {"precision": "20000"}) == "malformed"


def test_nothing_to_check_is_not_a_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for argv in (
        [],
        ["--trace"],
        [str(tmp_path)],
        [str(tmp_path / "absent.json")],
        ["--help"],
        ["--tarce", str(KERNEL)],
    ):
        assert kernel.main(argv) == 2
        assert capsys.readouterr().err


def test_it_is_short_enough_to_read() -> None:
    assert len(KERNEL.read_text(encoding="utf-8").splitlines()) <= 650
