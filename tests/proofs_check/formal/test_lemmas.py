"""Certificates as lemmas for Coq: what is true is accepted, and its negation is not."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from proofs_check.engine.certificates import seal
from proofs_check.formal import assistant, export
from proofs_check.formal.building import compile_files
from proofs_check.formal.lemmas import PRELUDE, NotTranslated, lemma

needs_coq = pytest.mark.skipif(
    not assistant.version() and "EXACTALIGN_SKIP_NOTHING" not in os.environ, reason="there is no Coq here"
)

THIRDS, HALVES = ["vec", "1/3", "2/3"], ["vec", "1/2", "1/2"]


def relation(left: Any, sign: str, right: Any, *let: tuple[str, Any]) -> dict[str, Any]:
    return {"kind": "relation", "relation": sign, "let": [list(pair) for pair in let], "left": left, "right": right}


TRUE: dict[str, dict[str, Any]] = {
    "kl": relation(["kl", "p", HALVES], "<", "1/10", ("p", THIRDS)),
    "kl_of_zero": relation(["kl", ["vec", "0", "1"], THIRDS], "=", ["log", "3/2"]),
    "cross": relation(["cross_entropy", HALVES, THIRDS], ">", ["log", "2"]),
    "tilt": relation(["tilt", THIRDS, HALVES, "2"], "=", ["vec", "1/5", "4/5"]),
    "tilt_back": relation(["tilt", THIRDS, HALVES, "-1"], "=", ["vec", "2/3", "1/3"]),
    "tilt_real": relation(["kl", ["tilt", THIRDS, HALVES, "1/2"], HALVES], "<=", "1/50"),
    "tilt_of_tilt": relation(["kl", ["tilt", THIRDS, ["tilt", THIRDS, HALVES, "1/2"], "1/2"], HALVES], "<=", "3/50"),
    "power": relation(["^", "2", "1/2"], "!=", "7/5"),
    "power_of_zero": relation(["sum", ["^", ["vec", "0", "1/4"], "1/2"]], "<", "3/5"),
    "root_of_zero": relation(["^", ["-", "1", "1"], "1/2"], ">=", "0"),
    "product": relation(["sum", ["*", ["product", THIRDS, "2"], ["vec", "1", "0", "0", "1"]]], "=", "5/9"),
    "best": relation(["best_of_n", HALVES, ["vec", "1", "2"], "3"], "=", ["vec", "1/8", "7/8"]),
    "ties": relation(["best_of_n", ["vec", "1/4", "1/4", "1/2"], ["vec", "1", "2", "2"], "2"], ">=", "1/16"),
    "logs": relation(["-", ["log", "12"], ["log", "4/9"]], "=", ["*", "3", ["log", "3"]]),
    "reals": relation(["exp", ["abs", ["log", "1/2"]]], ">", "1"),
    "tail": {
        "kind": "tail", "side": "at_least", "p": THIRDS, "weights": ["vec", "2", "1"], "length": "4", "n": "3",
        "level": ["*", "1/2", ["log", "2"]], "lower": "1/2", "upper": "9/10",
    },
    "identity": {
        "kind": "identity", "variables": ["x", "y"], "given": [[["*", "x", "y"], "1"]],
        "left": ["*", "x", ["*", "y", ["+", "x", "1/2"]]], "right": ["+", "x", "1/2"],
    },
}  # fmt: skip
EVIDENCE = {"identity": {"cofactors": [["+", "x", "1/2"]]}}


def sealed(name: str) -> dict[str, Any]:
    return seal("X-" + name, TRUE[name], EVIDENCE.get(name, {"precision": "64"}))


@pytest.mark.parametrize("name", TRUE)
def test_every_operation_is_written(name: str) -> None:
    found = lemma(name, sealed(name))
    assert found.statement != lemma(name, sealed(name), negated=True).statement
    assert "1/3" not in found.statement  # no number is left as the certificate has it


def test_positivity_is_a_goal_of_its_own() -> None:
    assert "above [(1#2)%Q] = true" in lemma("reals", sealed("reals")).statement
    assert "forallb (Qle_bool 0) [(2#1)%Q] = true" in lemma("power", sealed("power")).statement
    assert "supported" in lemma("kl", sealed("kl")).statement


@pytest.mark.parametrize(
    ("e", "why"),
    [
        (["best_of_n", HALVES, ["vec", "1", "2"], "5/2"], "best-of-N with an N that is not a whole number"),
        (["product", HALVES, "20"], "a product of 1048576 words, over 5000"),
        (["at_least", HALVES, ["vec", "1", "2"], "3", "1/2"], "a level whose exponential"),
    ],
)
def test_what_is_no_lemma_has_a_reason(e: Any, why: str) -> None:
    with pytest.raises(NotTranslated, match=why):
        lemma("x", seal("X-x", relation(e, "=", "1"), {"precision": "64"}))


@needs_coq
@pytest.mark.slow
def test_coq_accepts_each_and_refuses_each_negation() -> None:
    text = PRELUDE + "".join(f"\n{lemma(name, sealed(name)).text}" for name in TRUE)
    for name in TRUE:
        denied = lemma(name, sealed(name), negated=True)
        tactic = denied.proof.rstrip(".").replace(". ", "; ")
        text += f"Goal {denied.statement}.\nProof. tryif solve [ {tactic} ] then "
        text += f'idtac "PROVED {name}" else idtac "OPEN". Abort.\n'
    found = compile_files({"lemmas": text})["lemmas"]
    assert found.error == ""
    assert found.said.split() == ["OPEN"] * len(TRUE)


@needs_coq
@pytest.mark.slow
def test_a_refused_lemma_is_named_and_left_out(tmp_path: Path) -> None:
    false = seal("X-false", relation(["kl", THIRDS, HALVES], ">", "1"), {"precision": "64"})
    entries = [("one", "X-kl-1", sealed("kl")), ("two", "X-best-1", sealed("best")), ("one", "X-false-1", false)]
    found = export.export(entries, tmp_path)
    assert found.lemmas == ["X-kl-1", "X-best-1"]
    assert list(found.refused) == ["X-false-1"]
    assert found.coq == assistant.version()
    assert "X_false_1" not in (tmp_path / "One_1.v").read_text()
    assert (tmp_path / "_CoqProject").read_text().split()[-3:] == ["Certificates.v", "One_1.v", "Two_1.v"]
    json.dumps(found.to_json())


def test_without_coq_they_are_written_and_not_called_accepted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(export, "version", lambda: "")
    found = export.export([("one", "X-kl-1", sealed("kl"))], tmp_path)
    assert (found.lemmas, found.coq) == (["X-kl-1"], "")
    assert "Lemma X_kl_1 :" in (tmp_path / "One_1.v").read_text()
