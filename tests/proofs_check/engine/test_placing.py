"""Certificates take the place of earlier ones all at once, or not at all."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from exactalign.exceptions import ParameterError
from proofs_check import kernel
from proofs_check.engine import placing
from proofs_check.engine.certify import write_certificates
from proofs_check.engine.placing import PART, alone_in, put_in_place
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
    directory = tmp_path / "earlier"
    write_certificates(BOTH, directory)
    (directory / "t" / "mine.json").write_text("{}")
    return directory


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


def test_a_folder_that_a_run_leaves_empty_is_taken_away(earlier: Path) -> None:
    """That of a paper of the run before: not one in which something else is."""
    write_certificates([("v", First)], earlier)
    assert sorted(path.name for path in earlier.iterdir() if path.is_dir()) == ["t", "v"]
    assert [path.name for path in (earlier / "t").iterdir()] == ["mine.json"]


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


@pytest.mark.parametrize("paper", [".certify.part", ".Certify.Part", ".", "..", "x.json", "manifest.json", ""])
def test_a_paper_whose_name_is_none_of_a_folder_is_refused(paper: str, tmp_path: Path) -> None:
    """One is the folder that is taken away at the end, two lead elsewhere, the kernel reads one as a certificate."""
    with pytest.raises(PaperError, match=r"\.py: the name is none that a folder of certificates can have: give the"):
        write_certificates([("t", First), (paper, Second)], tmp_path / "out")
    assert state(tmp_path) == {}


@pytest.mark.parametrize("name", ["u", PART])
@pytest.mark.parametrize("leads", [True, False])
def test_a_folder_that_is_a_link_is_refused(name: str, leads: bool, earlier: Path) -> None:
    """The kernel would not follow it, and what it leads to is not ours."""
    foreign = earlier.parent / "foreign"
    foreign.mkdir()
    (foreign / "0.old").write_text("mine")
    shutil.rmtree(earlier / name, ignore_errors=True)
    (earlier / name).symlink_to(foreign if leads else earlier.parent / "nowhere", target_is_directory=True)
    before, outside = state(earlier), state(foreign)
    with pytest.raises(PaperError, match=r"is a link, which the kernel does not follow: take it away"):
        write_certificates(BOTH, earlier)
    assert (state(earlier), state(foreign)) == (before, outside)
    (earlier / name).unlink()
    write_certificates(BOTH, earlier)
    assert kernel.manifest_problems(earlier) == ["foreign: t/mine.json"]


def test_a_folder_of_lemmas_that_is_a_link_is_refused(earlier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (earlier / "coq").symlink_to(earlier.parent, target_is_directory=True)
    before = state(earlier)
    code, out, err = said(capsys, "certify", "--coq", str(earlier), "A-ex2-marginal")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"{earlier / 'coq'} is a link" in err
    assert state(earlier) == before


def test_a_directory_that_is_a_link_is_as_good_as_another(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "out", target_is_directory=True)
    write_certificates(BOTH, tmp_path / "link")
    assert kernel.manifest_problems(tmp_path / "link") == []


_HOLDING = """
import sys, pathlib
from proofs_check.engine.placing import alone_in
with alone_in(pathlib.Path(sys.argv[1])):
    print("there", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("new", [False, True])
def test_a_second_run_is_refused_while_the_first_lives(
    earlier: Path, new: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run that is killed keeps nobody off."""
    pytest.importorskip("fcntl")
    directory = earlier.parent / "new" / "deep" if new else earlier
    holding = subprocess.Popen(
        [sys.executable, "-c", _HOLDING, str(directory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holding:
        assert holding.stdout is not None
        assert holding.stdout.readline() == b"there\n"
        before = state(earlier)
        code, out, err = said(capsys, "certify", str(directory), "A-ex2-marginal")
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert f"{directory} is being written by another run: wait for it, or give another directory" in err
        assert state(earlier) == before
        assert directory.is_dir()  # of the one that made it
        holding.kill()
    write_certificates(BOTH, directory)
    assert [path.name for path in kernel.files_in(directory) if path.name != "mine.json"] == [
        "T-first-1.json", "T-words-1.json",
    ]  # fmt: skip


def test_a_directory_that_was_taken_away_meanwhile_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run that had made it failed, between the opening of it and the lock."""
    opened = placing._opened

    def late(directory: Path) -> int | None:
        descriptor = opened(directory)
        directory.rmdir()
        return descriptor

    monkeypatch.setattr(placing, "_opened", late)
    with pytest.raises(PaperError, match="is being written by another run"), alone_in(tmp_path / "out"):
        pytest.fail("it has nothing to write to")
    assert not placing._HELD


def test_where_directories_cannot_be_opened_nobody_is_kept_off(earlier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> int:
        raise PermissionError

    monkeypatch.setattr(placing.os, "open", refused)
    with alone_in(earlier), alone_in(earlier):
        assert earlier.resolve() in placing._HELD
    assert not placing._HELD


def test_a_directory_is_held_to_the_end_of_the_outer_block(earlier: Path) -> None:
    for _ in range(2):
        with alone_in(earlier):
            write_certificates(BOTH, earlier)
            assert earlier.resolve() in placing._HELD
        assert not placing._HELD


@pytest.mark.slow
def test_two_runs_at_once_leave_the_certificates_of_one_that_ended_well(tmp_path: Path) -> None:
    """Whoever is refused has changed nothing, and what is there is whole."""
    for pair in range(3):
        directory = tmp_path / str(pair)
        command = [sys.executable, "-m", "proofs_check", "certify", str(directory)]
        ids = ("A-ex2-marginal", "A-type-order")
        runs = [subprocess.Popen([*command, name], stdout=subprocess.PIPE, stderr=subprocess.PIPE) for name in ids]
        told = [(run.communicate()[1], run.returncode) for run in runs]
        assert all(status == 0 or (status == 2 and err.count(b"\n") == 1) for err, status in told)
        assert kernel.manifest_problems(directory) == []
        claims = json.loads((directory / kernel.MANIFEST).read_text(encoding="utf-8"))["claims"]
        assert claims in [[name] for name, (_, status) in zip(ids, told, strict=True) if status == 0]
        assert not (directory / PART).exists()


def test_a_paper_whose_name_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match=r"^\\udcff\.py: the name is no text"):
        write_certificates([("t", First), ("\udcff", Second)], tmp_path / "out")
    assert state(tmp_path) == {}
