"""Certificates in a directory: those of an earlier run are taken away, and nothing else is."""

from __future__ import annotations

from pathlib import Path

from exactalign import Distribution
from proofs_check import Case
from proofs_check.engine.certify import write_certificates
from proofs_check.formula import KL, law, positive_law
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion

p, q = law("p"), positive_law("q")


class First(Assertion):
    id, place, title, expected, weight = "T-first", "here", "No divergence", "refuted", "false"
    asserts = Statement(KL(p, q) <= 0)
    counterexample = Case(p=Distribution.from_weights([1, 3]), q=Distribution.uniform(2))


class Second(First):
    id = "T-second"


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.json"))


def test_certificates_of_an_earlier_run_are_taken_away(tmp_path: Path) -> None:
    write_certificates([("t", First)], tmp_path)
    assert files(tmp_path) == ["T-first-1.json", "manifest.json"]
    (tmp_path / "t" / "mine.json").write_text("{}")
    write_certificates([("t", Second)], tmp_path)
    assert files(tmp_path) == ["T-second-1.json", "manifest.json", "mine.json"]


def test_what_was_changed_since_is_left(tmp_path: Path) -> None:
    write_certificates([("t", First)], tmp_path)
    (tmp_path / "t" / "T-first-1.json").write_text("{}")
    write_certificates([("t", Second)], tmp_path)
    assert files(tmp_path) == ["T-first-1.json", "T-second-1.json", "manifest.json"]
