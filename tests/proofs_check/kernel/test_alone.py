# mypy: disable-error-code="no-untyped-call,no-any-return"
"""The kernel stands alone: as a script, with a manifest, of the standard library."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from proofs_check import kernel
from proofs_check.engine import certificates
from tests.proofs_check.kernel.samples import BITS, INVALID, KERNEL, VALID, relation, seal, status


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
    claims = [body["claim"] for body in bodies.values()]
    manifest = {"format": f"{kernel.FORMAT}s", "version": 1, "claims": claims, "files": files, "left_out": {}}
    (directory / kernel.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def test_a_manifest_notices_what_is_missing_stale_or_foreign(tmp_path: Path) -> None:
    for name in ("root", "budget"):
        (tmp_path / f"{name}.json").write_text(json.dumps(seal(name)), encoding="utf-8")
    assert kernel.manifest_problems(tmp_path)[0].startswith("manifest.json: it is missing")
    write_manifest(tmp_path)
    assert kernel.manifest_problems(tmp_path) == []
    (tmp_path / "root.json").write_text(json.dumps(seal("power")), encoding="utf-8")
    (tmp_path / "more.json").write_text(json.dumps(seal("power")), encoding="utf-8")
    (tmp_path / "budget.json").unlink()
    assert kernel.manifest_problems(tmp_path) == ["foreign: more.json", "missing: budget.json", "stale: root.json"]
    assert kernel.main([str(tmp_path)]) == 2
    (tmp_path / kernel.MANIFEST).write_text("[]", encoding="utf-8")
    assert len(kernel.manifest_problems(tmp_path)) == 1
    whole = {"format": f"{kernel.FORMAT}s", "version": 1, "claims": [], "files": {}, "left_out": {}}
    for changed in ({"version": True}, {"claims": {}}, {"files": []}, {"left_out": []}):
        manifest = whole | changed
        (tmp_path / kernel.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        assert kernel.manifest_problems(tmp_path) == ["manifest.json: another format or version"]


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    outcomes = [kernel.check(tmp_path / "pipe.json"), kernel.check(Path("/dev/zero")), kernel.check(tmp_path)]
    assert {(o.status, o.reason) for o in outcomes} == {("malformed", "not a regular file")}


def test_a_link_to_a_directory_among_certificates_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    apart, listed = tmp_path / "apart", tmp_path / "listed"
    for directory in (apart, listed):
        directory.mkdir()
        (directory / "root.json").write_text(json.dumps(seal("root")), encoding="utf-8")
    write_manifest(listed)
    for name in ("more", "more.json"):
        (listed / name).symlink_to(apart)
        assert kernel.main([str(listed)]) == 2
        *_, problem, counted = capsys.readouterr().out.splitlines()
        assert (problem, counted) == (f"malformed foreign: {name}", "1 valid, 0 invalid, 1 malformed")  # told once
        (listed / name).unlink()
    assert kernel.main([str(listed)]) == 0


def test_a_file_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(json.dumps(seal("root")), encoding="utf-8")
    write_manifest(tmp_path)
    for name in ("a", "c"):
        (tmp_path / f"{name}.json").write_text("{", encoding="utf-8")
    (tmp_path / "b.json").unlink()
    assert kernel.manifest_problems(tmp_path) == ["foreign: c.json", "missing: b.json", "stale: a.json"]


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


def test_a_path_that_is_too_long_is_told_in_one_line() -> None:
    done = run("a" * 5_000)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("kernel.py: ")
    assert "too long: 'aaaa" in done.stderr
    assert len(done.stderr) < 250


_INTERRUPTED = """
import pathlib, runpy, sys

def interrupted(path):
    raise KeyboardInterrupt

pathlib.Path.is_dir, sys.argv = interrupted, ["kernel.py", "."]
runpy.run_path({kernel!r}, run_name="__main__")
"""


def test_an_interruption_is_told_in_one_line() -> None:
    program = _INTERRUPTED.format(kernel=str(KERNEL))
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "kernel.py: interrupted\n")


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "root.json").write_text(json.dumps(seal("root")), encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-I", str(KERNEL), str(tmp_path / "root.json")]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("both", [False, True])
def test_an_answer_that_cannot_be_written_is_told_in_one_line(both: bool, tmp_path: Path) -> None:
    """Where nothing can be told either, the exit status is the same."""
    (tmp_path / "root.json").write_text(json.dumps(seal("root")), encoding="utf-8")
    command = [sys.executable, "-I", str(KERNEL), "--trace", str(tmp_path / "root.json")]
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(command, stdout=full, stderr=full if both else subprocess.PIPE, text=True)
    assert done.returncode == 2
    if not both:
        assert done.stderr.startswith("kernel.py: ")
        assert done.stderr.count("\n") == 1
        assert "No space left" in done.stderr


_INTERRUPTED_LATER = """
import pathlib, runpy, sys

def interrupted(path, **_):
    print("so far")
    raise KeyboardInterrupt

pathlib.Path.is_dir, sys.argv = interrupted, ["kernel.py", "."]
runpy.run_path({kernel!r}, run_name="__main__")
"""


def test_what_was_said_before_an_interruption_is_kept() -> None:
    program = _INTERRUPTED_LATER.format(kernel=str(KERNEL))
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "so far\n", "kernel.py: interrupted\n")


def test_it_is_short_enough_to_read() -> None:
    assert len(KERNEL.read_text(encoding="utf-8").splitlines()) <= 650
