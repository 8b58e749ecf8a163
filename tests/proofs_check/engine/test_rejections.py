"""What the kernel rejects is no certificate: the manifest says so, and `verify` is no pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from proofs_check import kernel
from proofs_check.engine.certify import evidence_of, relation, write_certificates
from proofs_check.engine.manifests import is_failure, what_was_left_out
from tests.proofs_check.cli.stand_ins import said
from tests.proofs_check.engine.test_certify import FALSE, KEPT, First, words

WORDS = "so that nothing ties its numbers to a model"


def failing() -> Any:
    raise KeyError("x")


def test_the_manifest_has_the_reason_of_every_failure(tmp_path: Path) -> None:
    malformed = (relation(["kl"], "=", "0"), {"precision": "64"})
    one = words(KEPT, FALSE, id="T-one")
    two = words(id="T-two", stated=staticmethod(failing))
    three = words(malformed, id="T-three")
    found = write_certificates([("t", claim) for claim in (one, two, three)], tmp_path)
    listed = json.loads((tmp_path / kernel.MANIFEST).read_text(encoding="utf-8"))["left_out"]
    assert listed["T-one"][0].startswith("the kernel rejects it: < is not shown at 64 bits: left - right = ")
    assert listed["T-one"][0].endswith(f": {kernel.render_statement(FALSE[0])}")
    assert listed["T-two"] == [f"an error: {found.failures[1].removeprefix('T-two: ')}"]
    # What is malformed has no words of its own.
    assert listed["T-three"][0] == "the kernel rejects it: an operation is not a list of 2 to 20000 entries"
    assert {name: reasons[1:] for name, reasons in listed.items() if reasons[1:]} == found.left_out
    assert all(is_failure(reasons[0]) and not any(map(is_failure, reasons[1:])) for reasons in listed.values())


def test_nothing_stands_beside_what_is_rejected() -> None:
    assert evidence_of(words(FALSE)).left_out == [f"decision: compared in words, {WORDS}"]
    assert evidence_of(words(FALSE, KEPT)).left_out == [f"decision: compared in words beside that, {WORDS}"]


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        (
            [(relation("3", "<", "2"), {"precision": "64"})],
            "the kernel rejects it: < is not shown at 64 bits: left - right = 1: relation <: ",
        ),
        (staticmethod(failing), "an error: certificates: KeyError: 'x' (test_certify.py, line "),
    ],
)
def test_verify_says_what_the_kernel_rejects(
    stated: Any, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside what is valid: what was claimed and is wrong is no pass."""
    write_certificates([("t", First), ("t", words(id="T-wrong", stated=stated))], tmp_path)
    code, out, err = said(capsys, "verify", str(tmp_path))
    assert (code, err) == (1, "")
    assert any(line.startswith(f"left out  1: {why}") for line in out.splitlines())
    assert out.splitlines()[-1].startswith("1 valid, 0 invalid, 0 malformed; ")
    assert (what_was_left_out(tmp_path)[1], kernel.manifest_problems(tmp_path)) == ([], [])
    code, out, _ = said(capsys, "verify", str(tmp_path), "--format", "json")
    assert code == 1
    assert any(map(is_failure, json.loads(out)["left_out"]))
