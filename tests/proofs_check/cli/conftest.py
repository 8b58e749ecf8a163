"""The claims that every command asks for, replaced."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check.cli import catalogue, certify, formal, report, show
from proofs_check.cli import run as run_module
from tests.proofs_check.cli.stand_ins import CLAIM, OTHER, Library


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The names that the library was asked for."""
    names: list[Any] = []

    def library_of(wanted: Any, _: str | None = None) -> Any:
        names.append(wanted)
        return Library(), [CLAIM, OTHER]

    for module in (certify, formal, report, run_module, show, catalogue):
        monkeypatch.setattr(module, "library_of", library_of)
    return names
