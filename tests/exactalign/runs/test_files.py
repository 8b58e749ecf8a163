"""Files that appear whole or not at all: what was there stays when the new one cannot be written."""

import os
from pathlib import Path

import pytest

from exactalign.exceptions import ParameterError
from exactalign.runs.files import write_file


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "found.csv"
    for content in (b"first", b"second"):
        write_file(str(target), content)
        assert target.read_bytes() == content
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("failing", ["fsync", "fdopen"])
def test_a_full_disk_is_told_and_the_old_file_stays(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "found.csv"
    target.write_bytes(b"first")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, failing, full)
        with pytest.raises(ParameterError, match=r"found\.csv cannot be written: No space left on device"):
            write_file(str(target), b"second")
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_bytes() == b"first"
