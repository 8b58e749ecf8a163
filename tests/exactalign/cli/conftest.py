"""The command line as a fixture."""

from pathlib import Path

import pytest

from tests.exactalign.cli.command import Command


@pytest.fixture
def exactalign(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """`exactalign` run in this process, with a temporary directory as the current one."""
    monkeypatch.chdir(tmp_path)
    return Command(capsys, monkeypatch, tmp_path)
