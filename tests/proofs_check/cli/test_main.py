"""How the program starts: with fewer looks for garbage, and an interruption that comes too early for any handler."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from exactalign.cli import MADE
from proofs_check import cli


@pytest.fixture(autouse=True)
def thresholds() -> Iterator[None]:
    """Those of the tests, put back."""
    before = gc.get_threshold()
    gc.set_threshold(*before)
    yield
    gc.set_threshold(*before)


class Interrupted:
    """A module at whose import Ctrl-C is pressed."""

    __spec__ = None

    def __getattr__(self, name: str) -> Any:
        raise KeyboardInterrupt


class Ended(Exception):
    """In the place of an end at once."""


def test_what_is_imported_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    from proofs_check.cli import app

    calls: list[int] = []
    monkeypatch.setattr(app, "main", lambda: calls.append(gc.get_threshold()[0]))
    cli.main()
    assert calls == [MADE]


def test_it_runs_with_what_it_is_given_or_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    from proofs_check.cli import app

    calls: list[Any] = []
    monkeypatch.setattr(type(app.PROGRAM), "main", lambda self, arguments: calls.append((self, arguments)))
    app.main(["list"])
    app.main()
    assert calls == [(app.PROGRAM, ["list"]), (app.PROGRAM, None)]


def test_an_interruption_while_it_is_imported_ends_it_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def end(status: int) -> None:
        raise Ended(status)

    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setitem(sys.modules, "proofs_check.cli.app", Interrupted())
    with pytest.raises(Ended) as caught:
        cli.main()
    assert caught.value.args == (130,)
    assert capsys.readouterr().err == "proofs-check: interrupted\n"
