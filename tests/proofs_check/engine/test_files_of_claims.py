"""Which classes of a file are its claims, what a file may not hold, and how two files are told apart."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from proofs_check.engine.registry import Library, Paper, load_paper
from proofs_check.exceptions import ClaimError, PaperError
from proofs_check.language.claims import Claim

SIGN = (Path(__file__).parents[1] / "corpus/valid/a_sign.py").read_text(encoding="utf-8")
HEAD, CLAIM = SIGN[SIGN.index("\nfrom ") : SIGN.index("class Claimed")], SIGN[SIGN.index("class Claimed") :]
LINES = (HEAD + CLAIM).count("\n")


def written(folder: Path, more: str, name: str = "mine.py") -> str:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD + CLAIM + more, encoding="utf-8")
    return str(path)


def refusal(path: str, kind: type[Exception] = ClaimError) -> str:
    with pytest.raises(kind) as caught:
        load_paper(path)
    assert type(caught.value) is kind
    return str(caught.value).removeprefix(path)


def test_files_of_like_names_are_two_modules(tmp_path: Path) -> None:
    one, other = (written(tmp_path / folder, "", f"{name}.py") for folder, name in (("a", "xy"), ("b", "zw")))
    classes = [load_paper(path).claims[0] for path in (one, other)]
    names = [kind.__module__ for kind in classes]
    assert len(set(names)) == 2
    assert [sys.modules[name].Claimed for name in names] == classes  # type: ignore[attr-defined]
    assert all(name.isidentifier() for name in names)
    assert [load_paper(path).id for path in (one, other)] == ["xy", "zw"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("import os, gc", "gc"),
        ("import gc as collected", "gc"),
        ("import ctypes.util", "ctypes.util"),
        ("from ctypes.util import find_library", "ctypes.util"),
        ("from sys import settrace as trace", "settrace"),
        ("seen = __closure__", "__closure__"),
        ("seen = lambda f: f.f_back", "f_back"),
        ("def seen(x):\n    return x.__mro__", "__mro__"),
        ("import traceback", "traceback"),
    ],
)
def test_what_lets_a_function_see_who_calls_it_is_not_named(line: str, name: str, tmp_path: Path) -> None:
    said = refusal(written(tmp_path, line))
    assert said == f", line {LINES + 1 + line.count(chr(10))}: {name}: a claim does not look at how it is run"


@pytest.mark.parametrize("line", ["import os.path", "from math import gcd", "gc = 3", "x = 'inspect'"])
def test_what_only_looks_like_it_is_let_through(line: str, tmp_path: Path) -> None:
    assert [claim.id for claim in load_paper(written(tmp_path, line))] == ["C-claim"]


def test_what_python_cannot_read_is_told_by_its_line_where_there_is_one(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "x = 1 +"), PaperError) == f", line {LINES + 1}: invalid syntax"
    said = refusal(written(tmp_path, "x = '\0'"), PaperError)
    assert said.startswith((": source code", f", line {LINES + 1}: source code"))
    assert said.endswith("null bytes")
    path = tmp_path / "latin.py"
    path.write_bytes(HEAD.encode() + b"x = '\xe9'\n")
    assert "line 0" not in refusal(str(path), PaperError)


def test_a_second_class_of_one_name_is_told_by_both_lines(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "class A:\n    pass\n\n\nclass B:\n    pass\n\n\nclass A:\n    pass\n")) == (
        f", line {LINES + 9}: a second class A, in place of that in line {LINES + 1}, which would not be run"
    )
    inner = "class A:\n    class B:\n        pass\n\n\nclass B:\n    class A:\n        pass\n"
    assert len(load_paper(written(tmp_path, inner)).claims) == 1  # they do not replace each other


BARE = "class Bare(Claimed):\n    "


@pytest.mark.parametrize(
    ("more", "ids", "said"),
    [
        ("", ["C-claim"], ""),
        ("Alias = Claimed\n", ["C-claim"], ""),
        (BARE + "shared = 1\n", ["C-claim"], ""),
        (BARE + "id = 'C-second'\n", ["C-claim", "C-second"], ""),
        (BARE + "asserts = Claimed.asserts\n", [], "class Bare has no id of its own, and would not be run"),
        (BARE + "expected = 'tested'\n", [], "class Bare has no id of its own, and would not be run"),
        (BARE + "id = 'C-claim'\n", [], "two claims have the id C-claim"),
        (BARE + "id = 'C-b'\ndel Bare\n", [],
         "the claim C-b is the value of no variable of the file, and would not be run"),
        ("kept = [type('Made', (Claimed,), {'id': 'C-b', '__module__': __name__})]\n", [],
         "the claim C-b is the value of no variable of the file, and would not be run"),
        ("Made = type('Made', (Claimed,), {'id': 'C-b', '__module__': __name__})\n", ["C-claim", "C-b"], ""),
    ],
)  # fmt: skip
def test_which_classes_are_claims(more: str, ids: list[str], said: str, tmp_path: Path) -> None:
    path = written(tmp_path, more)
    if said:
        assert refusal(path) == f": {said}"
    else:
        paper = load_paper(path)
        assert [claim.id for claim in paper] == ids
        assert paper.imported == ()


def test_which_claims_are_of_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the package are run with it wherever they are imported."""
    monkeypatch.syspath_prepend(str(tmp_path))
    written(tmp_path, "class Shared(Claimed):\n    pass\n", "another_file_for_a_test.py")
    of_ours = load_paper("theorems").claims[0]
    text = f"from {of_ours.__module__} import {of_ours.__name__} as OfOurs\n"
    text += "from another_file_for_a_test import Claimed as Theirs, Shared\nagain = Theirs\n"
    text += "class Own(Theirs):\n    id = 'C-own'\n"
    path = tmp_path / "mine.py"
    path.write_text(text, encoding="utf-8")
    paper = load_paper(str(path))
    assert [claim.id for claim in paper] == ["C-own"]
    assert [(claim.id, claim.__module__) for claim in paper.imported] == [("C-claim", "another_file_for_a_test")]


def claim(name: str) -> type[Claim]:
    return type(name, (Claim,), {"id": name, "statement": "it is so"})


def test_at_most_three_names_that_are_like_it_are_told() -> None:
    library = Library([Paper("p", "P", "p", tuple(claim(f"T-alpha{k}") for k in range(6)))])
    with pytest.raises(PaperError) as caught:
        library.claim("T-alpha9")
    assert str(caught.value).count(" or ") == 2
    assert str(caught.value).startswith("no claim 'T-alpha9': did you mean T-alpha")


def test_papers_are_added_whole_or_with_a_reason() -> None:
    a, b = claim("T-a"), claim("T-b")
    library = Library([Paper("one", "One", "first.py", (a,))])
    for paper, said in (
        (
            Paper("one", "One", "second.py", (b,)),
            "first.py and second.py are both called one: give the file another name",
        ),
        (Paper("two", "Two", "second.py", (b, b)), "the id T-b is in two papers, second.py and second.py"),
        (Paper("two", "Two", "second.py", (b, a)), "the id T-a is in two papers, first.py and second.py"),
    ):
        with pytest.raises(ClaimError) as caught:
            library.add(paper)
        assert str(caught.value) == said
    assert ([paper.id for paper in library.papers], list(library), "T-b" in library) == (["one"], [a], False)


def test_a_name_is_a_paper_before_it_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    a = claim("T-a")
    library = Library([Paper("one", "One", "first.py", (a,))])
    for name in ("one", "T-a", "first.py"):  # files of these names say nothing else
        Path(name).write_text("1 / 0", encoding="utf-8")
        assert library.select([name]) == [a]
    Path("plain").write_text("", encoding="utf-8")
    with pytest.raises(PaperError, match=r"^plain: not a Python file \(its name must end in \.py\)$"):
        library.select(["plain"])
    with pytest.raises(PaperError, match=r"^nothing\.py: no such paper, claim or file"):
        library.select(["nothing.py"])
    with pytest.raises(PaperError, match=r"^no paper, claim or file 'nothing': "):
        library.select(["nothing"])


def test_an_exception_is_told_with_the_line_of_the_file(tmp_path: Path) -> None:
    said = refusal(written(tmp_path, "def f():\n    Claimed.under(1)\n\n\nf()\n"), PaperError)
    assert said.startswith(f", line {LINES + 2}: AttributeError: ")
    own: Any = written(tmp_path, "class Odd(Claimed):\n    id = 'C-odd'\n    latex = 'x'\n")
    assert refusal(own) == f", line {LINES + 1}: claim C-odd: latex is written from the term: leave it out"


def test_one_file_in_two_ways_is_taken_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "")
    (tmp_path / "link.py").symlink_to("mine.py")
    monkeypatch.chdir(tmp_path)
    (claim,) = Library([]).select(["mine.py"])
    library = Library([])
    found = library.select(["./mine.py", "mine.py", str(tmp_path / "mine.py"), "link.py"])
    assert [one.id for one in found] == [claim.id]
    assert [paper.origin for paper in library.papers] == ["mine.py"]  # as the first name is written


@pytest.mark.parametrize("text", ["-" * 100_000 + "1", "+".join(["1"] * 100_000)])
def test_a_file_that_is_nested_too_deeply_is_named(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, f"x = {text}\n")
    assert refusal(path, PaperError) == ": it is nested too deeply to be read"
