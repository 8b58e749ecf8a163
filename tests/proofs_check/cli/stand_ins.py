"""Stand-ins for the claims, and running a command."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from proofs_check.cli.app import run as run_cli

CLAIM = SimpleNamespace(id="X-1")
OTHER = SimpleNamespace(id="X-2", example="a model")


class Paper(list[Any]):
    """A list of claims, and which others its file imports."""

    origin = "mine.py"
    imported: tuple[Any, ...] = ()


class Library:
    """What the commands ask of a library."""

    papers = (Paper([CLAIM]), Paper([OTHER]))

    def paper_of(self, identifier: str) -> Any:
        return SimpleNamespace(id=f"paper of {identifier}")

    def claim(self, identifier: str) -> Any:
        return {"X-1": CLAIM, "X-2": OTHER}[identifier]


def as_json(content: Any) -> str:
    """How every command writes data: letters as they are, a line for each entry."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run_cli(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err
