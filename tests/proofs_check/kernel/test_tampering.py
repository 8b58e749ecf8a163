# mypy: disable-error-code="no-untyped-call,no-any-return"
"""Tampering: an oracle that shares no code with the kernel judges what the kernel lets pass."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import mpmath
import pytest
import sympy

from proofs_check import kernel
from proofs_check.engine import certificates
from tests.proofs_check.kernel.samples import INVALID, VALID, relation, seal, status


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
        masses, levels, n = x[0], sorted(set(x[1])), int(x[2])
        ranks = [levels.index(reward) for reward in x[1]]
        law = [mpmath.mpf(0)] * len(masses)
        for draws in product(range(len(masses)), repeat=n):
            top = max(ranks[i] for i in draws)
            best = [i for i in draws if ranks[i] == top]
            share = prod(masses[j] for j in draws) / len(best)
            for i in best:
                law[i] += share
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
    masses, logs, below = names["p"], [mpmath.log(weight) for weight in names["weights"]], mpmath.mpf(0)
    for sequence in product(range(len(masses)), repeat=int(names["length"])):
        mean = sum(logs[i] for i in sequence) / names["length"]
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
