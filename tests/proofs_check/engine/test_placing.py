"""Certificates take the place of earlier ones all at once, or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from exactalign.exceptions import ParameterError
from proofs_check import kernel
from proofs_check.engine import placing
from proofs_check.engine.certify import write_certificates
from proofs_check.engine.placing import PART, put_in_place
from proofs_check.exceptions import PaperError
from tests.proofs_check.cli.stand_ins import said
from tests.proofs_check.engine.test_certify import KEPT, First, Second, words

BOTH = [("t", First), ("u", words(KEPT, id="T-words"))]


def state(directory: Path) -> dict[str, bytes | None]:
    """Everything in a directory, with the content of its files."""
    return {str(path.relative_to(directory)): path.read_bytes() if path.is_file() else None
            for path in directory.rglob("*")}  # fmt: skip


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    write_certificates(BOTH, tmp_path)
    (tmp_path / "t" / "mine.json").write_text("{}")
    return tmp_path


def test_while_claims_are_certified_everything_is_as_it_was(earlier: Path) -> None:
    """So it is after Ctrl-C, and when the program is killed."""
    before, seen = state(earlier), []

    def interrupted(cls: object) -> None:
        seen.append(state(earlier))
        if cls is Second:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_certificates([*BOTH, ("v", Second)], earlier, interrupted)
    assert seen == [before] * 3
    assert state(earlier) == before


def test_of_a_first_run_that_is_interrupted_nothing_stays(tmp_path: Path) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_certificates(BOTH, tmp_path / "deep" / "out", interrupted)
    assert state(tmp_path) == {}


@pytest.mark.parametrize("error", [OSError(28, "No space left", "x"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", range(6))
def test_a_move_that_fails_is_undone(
    earlier: Path, monkeypatch: pytest.MonkeyPatch, step: int, error: BaseException
) -> None:
    before, replace, moved = state(earlier), Path.replace, list[Path]()

    def failing(path: Path, target: Path) -> Path:
        if path.parent != target.parent:  # and not as what writes a file does
            moved.append(path)
            if len(moved) == step + 1:
                raise error
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(PaperError if isinstance(error, OSError) else KeyboardInterrupt):
        put_in_place(earlier, [earlier / "t/T-first-1.json", earlier / "u" / "T-words-1.json"], {
            "manifest.json": b"{}", "t/T-first-1.json": b"new", "w/x/new.json": b"new",
        })  # fmt: skip
    assert state(earlier) == before


def test_wherever_a_run_is_killed_its_manifest_lists_what_is_there(
    earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left is what `certify` takes away when it comes again."""
    replace, kept = Path.replace, earlier.parent / "kept"
    killed: list[Path] = []

    def looking(path: Path, target: Path) -> Path:
        killed.append(kept / str(len(killed)))
        shutil.copytree(earlier, killed[-1])
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", looking)
    write_certificates([("v", Second), ("u", words(KEPT, id="T-words"))], earlier)
    monkeypatch.setattr(Path, "replace", replace)
    assert len(killed) > 6
    for directory in killed:
        write_certificates([("t", First)], directory)
        assert {name for name, content in state(directory).items() if content is not None} == {
            "manifest.json", "t/T-first-1.json", "t/mine.json",
        }  # fmt: skip


def test_what_a_killed_run_leaves_is_not_read_and_is_removed(
    earlier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (earlier / "t" / "mine.json").unlink()

    def looked(_: object) -> None:
        assert len(list((earlier / PART).iterdir())) > 3  # new ones and old ones
        assert kernel.files_in(earlier) == []

    move = placing._move
    monkeypatch.setattr(placing, "_move", lambda moves: looked(move(moves[:4])))
    monkeypatch.setattr(placing.shutil, "rmtree", lambda *_, **__: None)
    write_certificates(BOTH, earlier)
    monkeypatch.undo()
    assert (earlier / PART).is_dir()
    write_certificates(BOTH, earlier)
    assert not (earlier / PART).exists()
    (earlier / PART).mkdir()
    (earlier / PART / "0.new").write_text("{")
    assert said(capsys, "verify", str(earlier))[0] == 0


@pytest.mark.parametrize("name", ["a" * 5_000, "t/\0.json", "../" * 2_000, "\udcff.json"])
def test_a_name_that_no_file_has_takes_nothing_away_and_stops_nothing(earlier: Path, name: str) -> None:
    manifest = json.loads((earlier / "manifest.json").read_text(encoding="utf-8"))
    listed = {name: ["T", "d"]} | manifest["files"]
    (earlier / "manifest.json").write_text(json.dumps(manifest | {"files": listed}), encoding="utf-8")
    write_certificates([("v", Second)], earlier)
    assert {path.name for path in earlier.rglob("*.json")} == {"manifest.json", "mine.json", "T-second-1.json"}


def test_one_file_under_two_names_is_taken_away_once(earlier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = json.loads((earlier / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["t/../t/T-first-1.json"] = manifest["files"]["t/T-first-1.json"]
    (earlier / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.chdir(earlier)
    write_certificates(BOTH, Path())
    assert [path.name for path in kernel.files_in(earlier)] == ["T-first-1.json", "mine.json", "T-words-1.json"]


def test_what_is_in_the_way_stops_it_before_anything_is_moved(earlier: Path) -> None:
    (earlier / "v" / "T-second-1.json").mkdir(parents=True)
    (earlier / "w").write_text("a file")
    before = state(earlier)
    for paper, told in (("v", "cannot be written: it is there, and no file"), ("w", "cannot be made: ")):
        with pytest.raises(PaperError, match=told):
            write_certificates([("new", First), (paper, Second)], earlier)
        assert state(earlier) == before


def test_a_file_that_cannot_be_written_leaves_all_as_it_was(earlier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(earlier)

    def full(path: str, _content: bytes, name: str) -> Any:
        raise ParameterError(f"{name} {path} cannot be written: No space left on device")

    monkeypatch.setattr(placing, "write_file", full)
    with pytest.raises(ParameterError, match="No space left"):
        write_certificates([("v", Second)], earlier)
    assert state(earlier) == before


def test_a_paper_whose_name_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match=r"^\\udcff\.py: the name is no text"):
        write_certificates([("t", First), ("\udcff", Second)], tmp_path / "out")
    assert state(tmp_path) == {}
