"""The list of claims that is kept: what is believed, chosen and written, with stand-ins for the claims."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import exactalign
import proofs_check
from proofs_check.cli import catalogue
from proofs_check.cli.catalogue import Listed, cache_file, listed


def entry(name: str) -> Listed:
    return Listed(name, "place", "title", "statement", "scope", "decided", 3)


def claim(name: str) -> Any:
    return SimpleNamespace(**{**entry(name)._asdict(), "checks": lambda: [1, 2, 3]})


class Paper(list[Any]):
    id, origin = "", ""

    @classmethod
    def of(cls, name: str, origin: str, *ids: str) -> Paper:
        found = cls(map(claim, ids))
        found.id, found.origin = name, origin
        return found


PAPERS = [Paper.of("first", "first.tex", "A-1", "A-2"), Paper.of("second", "second.tex", "B-1")]


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """How often the claims were loaded, with an empty cache."""
    loads: list[Any] = []
    everything = [found for paper in PAPERS for found in paper]
    library = SimpleNamespace(papers=PAPERS, select=lambda names: [found for found in everything if found.id in names])
    monkeypatch.setattr(catalogue, "library_of", lambda names: loads.append(names) or (library, everything))
    monkeypatch.setattr(catalogue, "sources_digest", lambda: "now")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return loads


def ids(names: Any) -> list[str]:
    found = listed(names)
    assert found == [entry(found.id) for found in found]
    return [found.id for found in found]


def test_it_is_kept_once_and_chosen_from(loaded: list[Any]) -> None:
    assert ids(["B-1"]) == ["B-1"]
    assert loaded == [()]
    for names, wanted in (
        (None, ["A-1", "A-2", "B-1"]),
        ([], ["A-1", "A-2", "B-1"]),
        (["second", "A-2"], ["B-1", "A-2"]),
        (["first.tex"], ["A-1", "A-2"]),
        (["A-2", "first", "A-2"], ["A-2", "A-1"]),
    ):
        assert ids(names) == wanted
    assert loaded == [()]
    kept = json.loads(cache_file().read_bytes())
    assert kept["sources"] == "now"
    assert kept["papers"][1] == [["second", "second.tex"], [list(entry("B-1"))]]
    assert ids(["B-1", "mine.py"]) == ["B-1"]  # no name of these: the claims are loaded, what is kept stays
    assert loaded == [(), ()]
    assert json.loads(cache_file().read_bytes()) == kept


@pytest.mark.parametrize(
    "change",
    [
        {"sources": "then"},
        {"papers": None},
        {"papers": [[["first"], []]]},
        {"papers": [[["first", "x"], [["A-1"]]]]},
        {"papers": [[["first", "x"], [[*list(entry("A-1"))[:-1], True]]]]},
        {"papers": [[["first", "x"], [[1, *entry("A-1")[1:]]]]]},
        {"papers": [[["first", "x"], [[*entry("A-1")[:5], None, 3]]]]},
    ],
)
def test_what_is_none_is_not_believed_and_written_anew(change: dict[str, Any], loaded: list[Any]) -> None:
    listed(None)
    good = cache_file().read_bytes()
    cache_file().write_text(json.dumps(json.loads(good) | change))
    assert ids(None) == ["A-1", "A-2", "B-1"]
    assert loaded == [(), ()]
    assert cache_file().read_bytes() == good
    cache_file().write_text("[" * 100_000)
    assert ids(None) == ["A-1", "A-2", "B-1"]


def test_the_folder_of_the_cache_is_made(loaded: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "not" / "there"))
    assert ids(["A-1"]) == ids(["A-1"]) == ["A-1"]
    assert loaded == [()]


def test_where_it_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_file() == tmp_path / "exactalign" / "claims.json"
    for home in ("", None):
        monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
        if home is None:
            monkeypatch.delenv("XDG_CACHE_HOME")
        else:
            monkeypatch.setenv("XDG_CACHE_HOME", home)
        assert cache_file() == tmp_path / "home" / ".cache" / "exactalign" / "claims.json"


def test_a_cache_that_cannot_be_written_is_only_slow(loaded: list[Any], tmp_path: Path) -> None:
    (tmp_path / "exactalign").write_text("a file")
    assert ids(["A-1"]) == ["A-1"]
    (tmp_path / "exactalign").unlink()
    cache_file().mkdir(parents=True)
    assert ids(["A-1"]) == ["A-1"]


def test_the_sources_are_those_of_both_packages() -> None:
    assert [root / "__init__.py" for root in catalogue._ROOTS] == [
        Path(str(package.__file__)) for package in (proofs_check, exactalign)
    ]


def test_the_digest_is_of_names_and_contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_ROOTS", (tmp_path / "a", tmp_path / "b"))
    seen = {catalogue.sources_digest()}
    for path, text in (("a/x.py", "1"), ("a/x.py", "2"), ("b/inner/y.py", "2"), ("b/y.py", "2")):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
        seen.add(catalogue.sources_digest())
    assert len(seen) == 5
    walked, last = catalogue._python_files, catalogue.sources_digest()
    for backwards in (False, True):  # a folder has no order of its own
        with monkeypatch.context() as patched:
            patched.setattr(
                catalogue, "_python_files", lambda root, turned=backwards: sorted(walked(root), reverse=turned)
            )
            assert catalogue.sources_digest() == last
    (tmp_path / "a" / "note.txt").write_text("3")
    assert catalogue.sources_digest() in seen
    monkeypatch.setattr(catalogue.sys, "version", "another")
    assert catalogue.sources_digest() not in seen
