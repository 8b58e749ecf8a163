"""What a manifest says was left out, against its claims and its files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exactalign import Distribution
from proofs_check import Case, kernel
from proofs_check.engine.certify import write_certificates
from proofs_check.engine.manifests import what_was_left_out
from proofs_check.formula import KL, law, positive_law
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from tests.proofs_check.cli.stand_ins import said

p, q = law("p"), positive_law("q")
WHY = "its evidence is not about one finite case"


class Refuted(Assertion):
    id, place, title, expected, weight = "T-refuted", "here", "No divergence", "refuted", "false"
    asserts = Statement(KL(p, q) <= 0)
    counterexample = Case(p=Distribution.from_weights([1, 3]), q=Distribution.uniform(2))


class Open(Assertion):
    id, place, title = "T-open", "here", "Gibbs"
    asserts = Statement(KL(p, q) >= 0)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    write_certificates([("t", Refuted), ("t", Open)], tmp_path)
    return tmp_path


def changed(directory: Path, change: Callable[[dict[str, Any]], object]) -> list[str]:
    manifest = json.loads((directory / kernel.MANIFEST).read_text(encoding="utf-8"))
    change(manifest)
    (directory / kernel.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    assert kernel.manifest_problems(directory) == []  # all that the kernel itself reads is as before
    return what_was_left_out(directory)[1]


def test_the_reasons_are_counted(written: Path) -> None:
    assert what_was_left_out(written) == ({WHY: 1}, [])
    changed(written, lambda m: m["left_out"].update({"T-refuted": [WHY, "other"]}))
    assert what_was_left_out(written) == ({WHY: 2, "other": 1}, [])


def test_verify_says_what_was_left_out(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "verify", str(written))
    assert (code, out.splitlines()[-2:]) == (0, [f"left out  1: {WHY}", "1 valid, 0 invalid, 0 malformed; 1 left out"])
    assert json.loads(said(capsys, "verify", str(written), "--format", "json")[1])["left_out"] == {WHY: 1}
    changed(written, lambda m: m.update(left_out={}))
    code, out, _ = said(capsys, "verify", str(written))
    assert (code, out.splitlines()[-2:]) == (
        2, ["malformed missing: T-open, neither certified nor left out", "1 valid, 0 invalid, 1 malformed"],
    )  # fmt: skip


def test_verify_says_that_all_certificates_are_gone(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (file,) = written.glob("*/*.json")
    file.unlink()
    code, out, err = said(capsys, "verify", str(written))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "holds no certificates: missing: t/T-refuted-1.json (" in err
    assert "left out" not in err


def test_verify_says_why_there_is_no_certificate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_certificates([("t", Open)], tmp_path)
    code, out, err = said(capsys, "verify", str(tmp_path))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"holds no certificates: its manifest says what was left out, 1 {WHY}" in err
    (tmp_path / kernel.MANIFEST).unlink()
    assert "holds no certificates (*.json)" in said(capsys, "verify", str(tmp_path))[2]


def test_every_claim_has_a_certificate_or_a_reason(written: Path) -> None:
    assert changed(written, lambda m: m.update(left_out={})) == ["missing: T-open, neither certified nor left out"]
    assert changed(written, lambda m: m.update(claims=[])) == ["foreign: T-refuted, none of the claims of the run"]
    said = changed(written, lambda m: m["left_out"].update({f"T-{letter}": [WHY] for letter in "zyxwvu"}))
    told = ("T-refuted", *(f"T-{letter}" for letter in "uvwxyz"))  # T-refuted is listed with its file
    assert said == [f"foreign: {name}, none of the claims of the run" for name in told]


def test_what_is_left_out_is_not_there(written: Path) -> None:
    title = json.loads((written / "t" / "T-refuted-1.json").read_text(encoding="utf-8"))["title"]
    reason = f"not decided at 4096 bits: {title}"
    assert changed(written, lambda m: m["left_out"].update({"T-open": [reason]})) == []
    said = changed(written, lambda m: m["left_out"].update({"T-refuted": [WHY, reason]}))
    assert said == ["left out, and there: t/T-refuted-1.json"]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("claims", [["T"]]),
        ("claims", ["T", 1]),
        ("left_out", {"T-open": "so"}),
        ("left_out", {"T-open": []}),
        ("left_out", {"T-open": [WHY, 1]}),
        ("left_out", {"T-open": [[WHY]]}),
        ("left_out", {"T-open": {}}),
    ],
)
def test_what_is_no_list_of_reasons_is_told(written: Path, part: str, value: object) -> None:
    whole: Any = {"T-refuted": [WHY], **value} if isinstance(value, dict) else value
    (said,) = changed(written, lambda m: m.update({part: whole}))
    assert said.startswith("manifest.json: ")


@pytest.mark.parametrize("label", [["T-refuted"], ["T-refuted", "d", "e"], ["T-refuted", 1], "Td", None])
def test_what_is_no_list_of_files_is_told(written: Path, label: object) -> None:
    manifest = json.loads((written / kernel.MANIFEST).read_text(encoding="utf-8"))
    manifest["files"]["t/T-refuted-2.json"] = label  # beside one that is
    (written / kernel.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    told = "manifest.json: its claims or its files are not listed as they should be"
    assert what_was_left_out(written) == ({}, [told])


def test_where_there_is_no_manifest_only_the_kernel_speaks(tmp_path: Path) -> None:
    assert what_was_left_out(tmp_path) == ({}, [])
    for text in ("[]", "{}", '{"claims": 1}', "["):
        (tmp_path / kernel.MANIFEST).write_text(text)
        assert what_was_left_out(tmp_path) == ({}, [])
        assert kernel.manifest_problems(tmp_path) != []
