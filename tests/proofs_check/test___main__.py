"""`python -m proofs_check` is the command; to import the module runs nothing."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

import proofs_check
from proofs_check import cli

FILE = str(Path(proofs_check.__file__).with_name("__main__.py"))


def test_it_is_the_command_and_only_when_it_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(cli, "main", lambda: calls.append("run"))
    runpy.run_path(FILE, run_name="proofs_check.__main__")
    assert calls == []
    runpy.run_path(FILE, run_name="__main__")
    assert calls == ["run"]
