# mypy: disable-error-code="no-untyped-call,no-any-return"
"""The kernel against true, false and malformed certificates."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from proofs_check import kernel
from proofs_check.engine import certificates
from tests.proofs_check.kernel.samples import (
    BITS,
    INVALID,
    NO,
    ON_SIMPLEX,
    TABLE,
    VALID,
    P,
    identity,
    logs,
    relation,
    root,
    seal,
    status,
    table,
    tail,
)


@pytest.mark.parametrize("name", VALID)
def test_valid(name: str) -> None:
    outcome = kernel.check(seal(name))
    assert outcome.status == "valid", outcome.reason
    assert outcome.reason == kernel.render_statement(VALID[name][0])
    assert outcome.steps
    assert kernel.check(json.dumps(seal(name), indent=1)) == outcome


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
    "name": (relation("1", "<", "2", [["_x", "1"]]), BITS),
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
    ruling = kernel.check(text.replace('"precision":', '"precision": "64", "precision":'))
    assert (ruling.status, ruling.reason) == ("malformed", "an object has the same key twice: 'precision'")


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
