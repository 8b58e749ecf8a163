"""What TAB completes: papers, ids and files, read as text and in the right order."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import proofs_check
from proofs_check.cli import completion
from proofs_check.cli.completion import id_completed, ids_in, names_completed

PAPERS = completion._PAPERS
CLAIMS = (
    'from proofs_check import Claim\nclass A(Claim):\n    id = "MY-b"\n\nclass B(Claim):\n\tid, place = \'MY-a\', "x"\n'
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two papers of two claims, and a folder of one's own to stand in."""
    papers, own = tmp_path / "papers", tmp_path / "own"
    for paper in ("second", "first"):
        (papers / paper).mkdir(parents=True)
        (papers / paper / "__init__.py").write_text("")
        for name in ("y", "x"):
            (papers / paper / f"{name}.py").write_text(f'import proofs_check\nclass C:\n    id = "{paper}-{name}"\n')
    (papers / "no_paper").mkdir()
    own.mkdir()
    monkeypatch.setattr(completion, "_PAPERS", papers)
    monkeypatch.chdir(own)
    return own


def test_where_the_papers_are() -> None:
    assert Path(str(proofs_check.__file__)).parent / "papers" == PAPERS


def test_so_many_files_of_so_many_bytes_are_read(folder: Path) -> None:
    for number in range(201):
        (folder / f"{number:03}.py").write_text(f"import proofs_check\nclass C:\n    id = 'MY-{number:03}'\n")
    assert completed("MY") == [f"MY-{number:03}" for number in range(200)]
    start = "import proofs_check\nclass C:\n    id = 'LONG'\n"
    for size, found in ((1_000_000, ["LONG"]), (1_000_001, [])):
        (folder / "000.py").write_text(start.ljust(size))
        assert completed("L") == found


SHIPPED = ["first", "second", "first-x", "first-y", "second-x", "second-y"]


def completed(incomplete: str, **params: Any) -> list[str]:
    return names_completed(SimpleNamespace(params=params), incomplete)  # type: ignore[arg-type]


def test_ids_are_read_from_the_bodies_of_classes() -> None:
    assert ids_in(CLAIMS) == ["MY-b", "MY-a"]
    assert ids_in('id = "top"\n    id = 3\n    ids = "x"\n    id="y"\n    other, id = "a", "b"\n') == []


def test_everything_that_begins_so(folder: Path) -> None:
    assert completed("") == SHIPPED
    (folder / "mine.py").write_text(CLAIMS)
    (folder / "other.py").write_text('class A:\n    id = "NO-claims"\n')  # nothing of proofs_check is in it
    (folder / "notes.txt").write_text(CLAIMS)
    assert completed("") == [*SHIPPED, "MY-b", "MY-a", "mine.py", "other.py"]
    assert completed("first") == ["first", "first-x", "first-y"]
    assert completed("m") == ["mine.py"]
    assert completed("MY-a") == ["MY-a"]
    assert id_completed(SimpleNamespace(params={}), "") == [*SHIPPED, "MY-b", "MY-a"]  # type: ignore[arg-type]


def test_the_ids_of_a_file_that_is_named(folder: Path) -> None:
    for place in (folder.parent, folder):  # first one that is not where one stands
        path = place / "mine.py"
        path.write_text(CLAIMS)
        for named in (str(path), [str(path)], ("first", str(path)), [None, str(path)][1:]):
            assert completed("MY", names=named, file=None, deep=True) == ["MY-b", "MY-a"]
    (folder / "second.py").write_text(CLAIMS.replace("MY-b", "MY-c"))
    assert completed("MY", names=["mine.py", "second.py"]) == ["MY-b", "MY-a", "MY-c"]
    assert completed("fi", names=["missing.py"]) == completed("fi", names=["first"]) == ["first", "first-x", "first-y"]


def test_files_in_a_folder_that_is_being_typed(folder: Path) -> None:
    (folder / "sub").mkdir()
    for name in ("b.py", "a.py", "a.txt"):
        (folder / "sub" / name).write_text("")
    assert completed("sub/") == ["sub/a.py", "sub/b.py"]
    assert completed("./sub/b") == ["./sub/b.py"]
    assert completed(f"{folder}/sub/a") == [f"{folder}/sub/a.py"]
    assert completed("/nothing/here/") == []
    assert completed("sub") == []


def test_what_cannot_be_read_is_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.py").write_bytes(b"# proofs_check \xff\n")
    (folder / "b.py").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "0.py")  # nobody writes there: to open it would never end
        assert completed("MY") == []
        (folder / "0.py").unlink()
    path = folder / "c.py"
    path.write_text(CLAIMS)
    monkeypatch.setattr(completion, "_MOST_BYTES", len(CLAIMS))
    assert completed("MY") == ["MY-b", "MY-a"]
    monkeypatch.setattr(completion, "_MOST_BYTES", len(CLAIMS) - 1)
    assert completed("MY") == []
    monkeypatch.setattr(completion, "_MOST_BYTES", 10**6)
    monkeypatch.setattr(completion, "_MOST_FILES", 2)  # the first in order: a and b
    assert completed("MY") == []
    monkeypatch.setattr(completion, "_MOST_FILES", 3)
    assert completed("MY") == ["MY-b", "MY-a"]
