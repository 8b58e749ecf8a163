"""A lock is held by one open file at a time, and goes with it."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Any

import pytest

from exactalign.runs.locks import take_lock

fcntl = pytest.importorskip("fcntl")


def test_one_has_it_until_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with path.open("w") as first, path.open() as second:
        assert take_lock(first.fileno())
        assert not take_lock(second.fileno())
        assert take_lock(first.fileno())
        first.close()
        assert take_lock(second.fileno())


def test_where_there_are_no_locks_nobody_is_kept_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    path = tmp_path / "file"
    with path.open("w") as first, path.open() as second:
        assert take_lock(first.fileno())
        with monkeypatch.context() as changed:
            changed.setattr(fcntl, "flock", none)
            assert take_lock(second.fileno())
        monkeypatch.setitem(sys.modules, "fcntl", None)
        assert take_lock(second.fileno())
