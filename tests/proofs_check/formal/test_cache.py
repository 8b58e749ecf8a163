"""What is kept of earlier runs: found again for the same text over the same library and Coq, for a month."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from proofs_check.formal import cache as module
from proofs_check.formal.assistant import Compiled
from proofs_check.formal.cache import Cache

TEXT = "Goal True."
DAY = 24 * 3600


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cache:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "kept"))
    monkeypatch.setattr(module, "toolchain", lambda: "Coq of today")
    return Cache()


def compiled(tmp_path: Path, content: str) -> Path:
    path = tmp_path / f"{content}.vo"
    path.write_text(content)
    return path


def test_the_folder_is_that_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "toolchain", lambda: "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "here"))
    assert Cache().folder == tmp_path / "here/exactalign/formal"
    assert Cache().folder.is_dir()
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Cache().folder == tmp_path / ".cache/exactalign/formal"


def test_an_answer_is_kept_for_one_text_and_one_coq(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache.answer(TEXT) is None
    cache.remember(TEXT, Compiled("said", "", 1.5))
    assert cache.answer(TEXT) == Compiled("said", "", 1.5, kept=True)
    assert cache.answer(TEXT + " ") is None
    cache._place(TEXT, ".json").write_text('{"said": "said", "seconds": "soon"}')
    assert cache.answer(TEXT) is None
    cache.remember(TEXT, Compiled("said", "", 1.5))
    monkeypatch.setattr(module, "toolchain", lambda: "Coq of tomorrow")
    assert Cache().answer(TEXT) is None
    monkeypatch.setattr(module, "fingerprint", lambda text: "another library")
    assert cache.answer(TEXT) is None


def test_a_compiled_file_is_kept_and_brought_back(cache: Cache, tmp_path: Path) -> None:
    target = tmp_path / "target.vo"
    assert not cache.take(TEXT, target)
    assert not target.exists()
    cache.keep(TEXT, compiled(tmp_path, "one"))
    target.write_text("in the way")
    assert cache.take(TEXT, target)
    assert target.read_text() == "one"
    later = compiled(tmp_path, "two")
    cache.keep(TEXT, later)  # another process was faster
    assert later.read_text() == "one"
    cache.forget(TEXT)
    cache.forget(TEXT)
    assert not cache.take(TEXT, target)
    cache.keep(TEXT, compiled(tmp_path, "three"))
    assert cache.take(TEXT, target)
    assert target.read_text() == "three"


def test_the_same_where_files_have_one_name_only(cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refused)
    cache.keep(TEXT, compiled(tmp_path, "one"))
    later = compiled(tmp_path, "two")
    cache.keep(TEXT, later)
    assert later.read_text() == "one"
    assert cache.take(TEXT, tmp_path / "target.vo")
    assert (tmp_path / "target.vo").read_text() == "one"


def test_what_was_not_used_for_a_month_goes(cache: Cache, tmp_path: Path) -> None:
    cache.remember(TEXT, Compiled("said", "", 1.0))
    cache.keep(TEXT, compiled(tmp_path, "one"))
    (cache.folder / "folder").mkdir()
    kept = [path for path in cache.folder.iterdir() if path.is_file()]
    assert len(kept) == 2
    for age, left in ((29.9, 2), (30.1, 0)):
        for path in cache.folder.iterdir():
            os.utime(path, (time.time() - age * DAY,) * 2)
        cache.tidy()
        assert sum(path.is_file() for path in cache.folder.iterdir()) == left
    assert (cache.folder / "folder").is_dir()


def test_what_is_used_is_young_again(cache: Cache, tmp_path: Path) -> None:
    cache.remember(TEXT, Compiled("said", "", 1.0))
    cache.keep(TEXT, compiled(tmp_path, "one"))
    for path in cache.folder.iterdir():
        os.utime(path, (0, 0))
    assert cache.answer(TEXT)
    assert cache.take(TEXT, tmp_path / "target.vo")
    cache.tidy()
    assert len(list(cache.folder.iterdir())) == 2
