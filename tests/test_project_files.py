"""Files for other programs (hooks, an action, a workflow, a citation): they can be read, and name what is there."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import exactalign
from tests.command_lines.programs import MANUALS

ROOT = Path(__file__).parent.parent


def loaded(name: str) -> Any:
    yaml = pytest.importorskip("yaml", reason="needs the packages of the docs extra")
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_every_hook_runs_a_command_that_is_there() -> None:
    hooks = loaded(".pre-commit-hooks.yaml")
    assert {hook["entry"] for hook in hooks} == {"exactalign check-table", "exactalign tex", "proofs-check verify"}
    for hook in hooks:
        assert hook["entry"] in MANUALS
        assert hook["pass_filenames"] is False
        assert hook["language"] == "python"
        re.compile(hook["files"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "arguments", "code"),
    [
        ("tex", "numbers.toml --check 'a paper.tex'", 0),
        ("tex", "numbers.toml --check wrong.tex", 123),  # how xargs says that a command failed
        ("check-table", "table.csv --p 1/2,1/2 --reward '0, 1' --n 2", 0),
        ("verify", "nowhere", 123),
        ("nonsense", "", 2),
    ],
)
def test_the_action_runs_the_command_that_is_asked_for(command: str, arguments: str, code: int, tmp_path: Path) -> None:
    script = loaded("action.yml")["runs"]["steps"][-1]["run"]
    for name in ("exactalign", "proofs-check"):
        module = name.replace("-", "_")
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    (tmp_path / "numbers.toml").write_text('[macros]\nHalf = {value = "1/2"}\n', encoding="utf-8")
    (tmp_path / "a paper.tex").write_text(r"\exactly{Half}{0.5}", encoding="utf-8")
    (tmp_path / "wrong.tex").write_text(r"\exactly{Half}{0.6}", encoding="utf-8")
    (tmp_path / "table.csv").write_text("outcome,probability\n0,0.25\n1,0.75\n", encoding="utf-8")
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=tmp_path,
        env={
            "PATH": f"{tmp_path}:/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "COMMAND": command,
            "ARGUMENTS": arguments,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["dynamic"] == ["version"]
    assert f"## {exactalign.__version__} (" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert loaded("CITATION.cff")["version"] == exactalign.__version__


def test_the_workflow_runs_the_gate_on_every_python_that_is_promised() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    promised = {line.rpartition(":: ")[2] for line in project["classifiers"] if re.search(r":: 3\.\d+$", line)}
    (job,) = loaded(".github/workflows/gate.yml")["jobs"].values()
    assert set(job["strategy"]["matrix"]["python"]) == promised
    assert any(step.get("run") == ".ci/run" for step in job["steps"])


def test_what_the_owner_fills_in_stands_in_one_place() -> None:
    """docs/releasing.md lists every place; no other file has the mark."""
    marked = {
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*")
        if path.suffix in (".md", ".toml", ".yml", ".yaml", ".cff", ".py")
        and not {".venv", ".git", "site"} & set(path.relative_to(ROOT).parts)
        and path != Path(__file__)
        and "OWNER" in path.read_text(encoding="utf-8")
    }
    assert marked == {"pyproject.toml"}
