"""Whose files certificates take the place of: those of an earlier run, and nobody else's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from proofs_check import kernel
from proofs_check.engine.certify import write_certificates
from proofs_check.exceptions import PaperError
from tests.proofs_check.engine.test_certify import First


def test_a_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("a file")
    with pytest.raises(PaperError, match=r"t cannot be made: "):
        write_certificates([("t", First)], tmp_path)


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"files": 3}', "[" * 100_000])
def test_what_is_none_of_ours_is_not_replaced(manifest: str, tmp_path: Path) -> None:
    for name in ("manifest.json", "t/T-first-1.json"):
        there = tmp_path / name
        there.parent.mkdir(exist_ok=True)
        there.write_text(manifest)
        with pytest.raises(PaperError, match=f"{name} is there, and was not written by certify: take it away"):
            write_certificates([("t", First)], tmp_path)
        assert there.read_text() == manifest
        there.unlink()
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize("files", [3, {"a": 1}, {"a": [1]}])
def test_a_manifest_that_lists_nothing_takes_nothing_away(files: object, tmp_path: Path) -> None:
    (tmp_path / "a").write_text('{"digest": 1}')
    (tmp_path / "manifest.json").write_text(json.dumps({"format": f"{kernel.FORMAT}s", "files": files}))
    write_certificates([("t", First)], tmp_path)
    assert (tmp_path / "a").exists()


def test_nothing_outside_of_the_directory_is_taken_away(tmp_path: Path) -> None:
    for name in ("outside.json", "out/inside.json", "out/list.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text('{"digest": "d"}' if "list" not in name else "[]")
    files = {name: ["T", "d"] for name in ("../outside.json", "list.json", "gone.json", "inside.json")}
    (tmp_path / "out" / "manifest.json").write_text(json.dumps({"format": f"{kernel.FORMAT}s", "files": files}))
    write_certificates([], tmp_path / "out")
    assert (tmp_path / "outside.json").exists()
    assert (tmp_path / "out" / "list.json").exists()
    assert not (tmp_path / "out" / "inside.json").exists()
