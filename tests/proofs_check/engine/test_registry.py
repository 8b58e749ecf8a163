"""How a file of claims is gathered."""

from __future__ import annotations

import os
import py_compile
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.app import run as run_cli
from proofs_check.engine import look_through
from proofs_check.engine.registry import SHIPPED, Library, Paper, load_paper, shipped_papers
from proofs_check.exceptions import ClaimError, PaperError
from proofs_check.language.claims import Claim


def test_two_claims_of_one_id_are_told(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "corpus/valid/a_sign.py").read_text(encoding="utf-8")
    path = tmp_path / "twice.py"
    path.write_text(text + text[text.index("class Claimed") :].replace("Claimed", "Again"), encoding="utf-8")
    with pytest.raises(ClaimError, match=r"twice\.py: two claims have the id C-claim"):
        load_paper(str(path))


def test_two_papers_of_one_name_are_told(tmp_path: Path) -> None:
    """What says "paper": "guarantees" is about the paper that comes with the package."""
    for name in ("guarantees", "mine"):
        for folder, claim in (("a", "C-a"), ("b", "C-b")):
            path = tmp_path / folder / f"{name}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(HEAD + CLAIM.replace("C-claim", claim), encoding="utf-8")
    files = [str(tmp_path / folder / "mine.py") for folder in "ab"]
    with pytest.raises(ClaimError) as caught:
        Library([ONE]).select(files)
    assert str(caught.value) == f"{files[0]} and {files[1]} are both called mine: give the file another name"
    own = str(tmp_path / "a/guarantees.py")
    with pytest.raises(ClaimError, match=f"^guarantees and {own} are both called guarantees: "):
        Library.shipped().select([own])


def test_a_file_that_is_named_twice_is_one_file() -> None:
    file = str(Path(__file__).parents[1] / "corpus" / "valid" / "algebra.py")
    assert [claim.id for claim in Library([]).select([file, file])] == ["C-claim"]


@pytest.mark.parametrize(
    ("docstring", "title"), [("", "mine"), ('"""  """', "mine"), ('"""\nMy paper.\n\nMore."""', "My paper.")]
)
def test_the_title_of_a_file_is_the_first_line_it_says(docstring: str, title: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    text = (Path(__file__).parents[1] / "corpus/valid/a_sign.py").read_text(encoding="utf-8")
    file.write_text(docstring + text[text.index("\nfrom ") :], encoding="utf-8")
    assert load_paper(str(file)).title == title


def test_a_file_is_run_as_it_stands_and_nothing_is_left_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    text = (Path(__file__).parents[1] / "corpus/valid/a_sign.py").read_text(encoding="utf-8")
    file = tmp_path / "mine.py"
    for title in ("one", "two"):  # as long as the other, and of the same second
        file.write_text(f'"""{title}"""' + text[text.index("\nfrom ") :], encoding="utf-8")
        os.utime(file, (10**9, 10**9))
        assert load_paper(str(file)).title == title
    assert list(tmp_path.iterdir()) == [file]


def test_what_stands_compiled_beside_a_file_is_not_run(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "corpus/valid/a_sign.py").read_text(encoding="utf-8")
    file = tmp_path / "mine.py"
    file.write_text('"""another"""', encoding="utf-8")
    py_compile.compile(str(file), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    file.write_text(text, encoding="utf-8")
    assert [claim.id for claim in load_paper(str(file))] == ["C-claim"]
    compiled = tmp_path / "mine.pyc"
    py_compile.compile(str(file), cfile=str(compiled))
    with pytest.raises(PaperError, match=r"mine\.pyc: not a Python file \(its name must end in \.py\)"):
        load_paper(str(compiled))


SIGN = (Path(__file__).parents[1] / "corpus/valid/a_sign.py").read_text(encoding="utf-8")
HEAD, CLAIM = SIGN[SIGN.index("\nfrom ") : SIGN.index("class Claimed")], SIGN[SIGN.index("class Claimed") :]


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("x = 1", PaperError, ": no claims in it (a claim is a subclass of proofs_check.Claim with an id)"),
        ("x = (", PaperError, ", line 1: '(' was never closed"),
        ("\n\n1 / 0", PaperError, ", line 3: ZeroDivisionError: division by zero"),
        (
            HEAD + CLAIM.replace('id, place, title, expected = "C-claim", ', "place, title, expected = "),
            ClaimError,
            ": class Claimed has no id of its own, and would not be run",
        ),
        (HEAD + CLAIM + "HEADLINES = []", ClaimError, ": HEADLINES must be a tuple of Headline(text, claims)"),
        (HEAD + CLAIM + "HEADLINES = (1,)", ClaimError, ": HEADLINES must be a tuple of Headline(text, claims)"),
        (
            HEAD + CLAIM + "from proofs_check import Headline\nHEADLINES = (Headline('a', ('C-claim', 'C-x')),)",
            ClaimError,
            ": a headline names 'C-x', which is no claim of this paper",
        ),
        (HEAD + CLAIM + "import inspect", ClaimError, ", line 24: inspect: a claim does not look at how it is run"),
        (
            HEAD + CLAIM + "from inspect import stack",
            ClaimError,
            ", line 24: inspect: a claim does not look at how it is run",
        ),
        (
            HEAD + CLAIM + "from os import currentframe",
            ClaimError,
            ", line 24: currentframe: a claim does not look at how it is run",
        ),
        (
            HEAD + CLAIM + "from . import other",  # of no module that has a name
            PaperError,
            ", line 24: ImportError: attempted relative import with no known parent package",
        ),
        (HEAD + CLAIM + "a.__code__", ClaimError, ", line 24: __code__: a claim does not look at how it is run"),
        (
            HEAD + CLAIM + CLAIM,
            ClaimError,
            ", line 24: a second class Claimed, in place of that in line 20, which would not be run",
        ),
        (
            HEAD + CLAIM + "del Claimed",
            ClaimError,
            ": the claim C-claim is the value of no variable of the file, and would not be run",
        ),
    ],
)
def test_a_file_that_is_refused_is_told_in_full(text: str, error: type[Exception], said: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error) as caught:
        load_paper(str(path))
    assert str(caught.value) == f"{path}{said}"


def test_a_paper_knows_where_it_comes_from(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(HEAD + CLAIM + "from proofs_check import Headline\nHEADLINES = (Headline('a', ('C-claim',)),)")
    paper = load_paper(str(path))
    assert (paper.id, paper.title, paper.origin) == ("mine", "mine", str(path))
    assert [claim.id for claim in paper] == ["C-claim"]
    assert [headline.text for headline in paper.headlines] == ["a"]
    shipped = load_paper("theorems")
    assert (shipped.id, shipped.origin) == ("theorems", "theorems")
    assert load_paper("theorems") is shipped  # its claims are looked through once
    assert set(shipped_papers()) == set(SHIPPED)


PAPERS = "the papers are asymptotics, guarantees, estimators, theorems"


def claim(name: str, **attributes: Any) -> type[Claim]:
    return type(name, (Claim,), {"id": name, "statement": "it is so", **attributes})


A, B, C = (
    claim("T-alpha", proof_uses=("T-beta", "thm:gibbs")),
    claim("T-beta", statement_uses=("T-gamma",)),
    claim("T-gamma"),
)
ONE, TWO = Paper("one", "One", "origin", (A, B)), Paper("two", "Two", "two", (C,))


def test_what_is_named_is_chosen_once_and_in_order() -> None:
    library = Library([ONE, TWO])
    assert list(library) == library.select([]) == [A, B, C]
    assert library.select(["two", "T-beta", "origin", "T-beta"]) == [C, B, A]
    assert library.select(["T-gamma"]) == [C]
    assert "T-alpha" in library
    assert "one" not in library
    assert (library.claim("T-beta"), library.paper_of("T-beta"), library.paper_of("T-gamma")) == (B, ONE, TWO)


def test_what_a_claim_rests_on_nearest_first() -> None:
    library = Library([ONE, TWO])
    assert library.ancestors("T-alpha") == ["T-beta", "T-gamma", "thm:gibbs"]
    assert library.ancestors("T-alpha", proofs_only=True) == ["T-beta", "thm:gibbs"]
    assert library.ancestors("T-gamma") == library.printed_ancestors("T-alpha") == []
    diamond = (
        claim("T-top", proof_uses=("T-left", "T-right")),
        claim("T-left", proof_uses=("T-base",)),
        claim("T-right", proof_uses=("T-base",)),
        claim("T-base"),
    )
    assert Library([Paper("d", "D", "d", diamond)]).ancestors("T-top") == ["T-left", "T-base", "T-right"]


@pytest.mark.parametrize(
    ("question", "error", "said"),
    [
        (lambda s: s.claim("T-alpho"), PaperError, "no claim 'T-alpho': did you mean T-alpha?"),
        (lambda s: s.claim("T-eta"), PaperError, "no claim 'T-eta': did you mean T-beta?"),
        (lambda s: s.select(["ones"]), PaperError, "no paper, claim or file 'ones': did you mean one?"),
        (
            lambda s: s.select(["zzz"]),
            PaperError,
            f"no paper, claim or file 'zzz': {PAPERS}, origin, two",
        ),
        (
            lambda s: s.select(["nowhere.py"]),
            PaperError,
            f"nowhere.py: no such paper, claim or file ({PAPERS})",
        ),
        (
            lambda s: s.add(Paper("three", "Three", "three", (C,))),
            ClaimError,
            "the id T-gamma is in two papers, two and three",
        ),
        (
            lambda s: Library([ONE]).ancestors("T-beta"),
            ClaimError,
            f"T-beta uses 'T-gamma', which is no claim in view: {PAPERS}, origin",
        ),
    ],
)
def test_what_is_not_there_is_told_with_what_is_like_it(
    question: Callable[[Library], Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error) as caught:
        question(Library([ONE, TWO]))
    assert str(caught.value) == said


def test_claims_that_rest_on_each_other_in_a_circle() -> None:
    circle = (
        claim("T-one", proof_uses=("T-two",), printed_proof_uses=("T-three",)),
        claim("T-two", statement_uses=("T-three",), printed_proof_uses=("T-one",)),
        claim("T-three", proof_uses=("T-two",), printed_proof_uses=("T-two",)),
        claim("T-self", proof_uses=("T-self",)),
    )
    library = Library([Paper("c", "C", "c", circle)])
    in_a_circle = "the claims rest on each other in a circle: "
    asking: list[tuple[Callable[[], list[str]], str]] = [
        (lambda: library.ancestors("T-one"), "T-one → T-two → T-three → T-two"),
        (lambda: library.ancestors("T-self"), "T-self → T-self"),
        (lambda: library.printed_ancestors("T-one"), "T-one → T-three → T-two → T-one"),
    ]
    for asked, path in asking:
        with pytest.raises(ClaimError) as caught:
            asked()
        assert str(caught.value) == in_a_circle + path
    assert library.ancestors("T-one", proofs_only=True) == ["T-two"]
    with pytest.raises(ClaimError, match="thm:nothing"):
        Library([Paper("n", "N", "n", (claim("T-named", proof_uses=("thm:nothing",)),))]).ancestors("T-named")


def test_a_file_is_a_module_that_python_finds_by_its_name(tmp_path: Path) -> None:
    """A dataclass with annotations as texts looks its own module up."""
    path = tmp_path / "mine.py"
    made = "from dataclasses import dataclass\n@dataclass\nclass Pair:\n    one: 'int'\n    other: 'int' = 2\n"
    path.write_text(HEAD + CLAIM + made, encoding="utf-8")
    (loaded,) = load_paper(str(path)).claims
    module = sys.modules[loaded.__module__]
    assert module.Pair(1).other == 2
    assert module.Claimed is loaded


def test_what_a_load_that_failed_has_made_is_not_of_the_next(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(HEAD + CLAIM + "1 / 0\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(PaperError, match="line 24: ZeroDivisionError: division by zero"):
            load_paper(str(path))
    path.write_text(HEAD + CLAIM.replace("C-claim", "C-other"), encoding="utf-8")
    assert [found.id for found in load_paper(str(path))] == ["C-other"]


@pytest.mark.parametrize(
    ("end", "error", "said"),
    [
        ("raise SystemExit(0)", ClaimError, ", line 24: it ends the program (SystemExit)"),
        (
            "import builtins\nbuiltins.sorted = list",
            ClaimError,
            ": it changes builtins.sorted, by which claims are judged",
        ),
        ("raise ValueError('so')", PaperError, ", line 24: ValueError: so"),
    ],
)
def test_what_a_file_does_when_it_is_loaded(end: str, error: type[Exception], said: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(HEAD + CLAIM + end, encoding="utf-8")
    before = sorted
    with pytest.raises(error) as caught:
        load_paper(str(path))
    assert str(caught.value) == f"{path}{said}"
    assert sorted is before


def test_a_file_beside_ids_of_claims_in_it_says_where_they_are(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(HEAD + CLAIM + CLAIM.replace("Claimed", "Other").replace("C-claim", "C-other"), encoding="utf-8")
    for names, chosen in (
        ([str(path)], ["C-claim", "C-other"]),
        ([str(path), "C-other"], ["C-other"]),
        (["T-alpha", str(path)], ["T-alpha", "C-claim", "C-other"]),
        (["C-other", str(path), "two"], ["C-other", "T-gamma"]),
    ):
        assert [found.id for found in Library([ONE, TWO]).select(names)] == chosen


def test_a_file_whose_name_is_an_id_in_it_is_run_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    other = CLAIM.replace("Claimed", "Other").replace("C-claim", "mine.py")
    Path("mine.py").write_text(HEAD + CLAIM + other, encoding="utf-8")
    assert [found.id for found in Library([ONE]).select(["mine.py"])] == ["C-claim", "mine.py"]


def test_what_is_imported_from_another_file_is_said_and_not_cited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    text = (Path(__file__).parents[1] / "corpus/valid/an_instance.py").read_text(encoding="utf-8")
    (tmp_path / "one_of_two_files.py").write_text(text, encoding="utf-8")
    start = text.index("class Claimed")
    file = tmp_path / "mine.py"
    file.write_text("from one_of_two_files import *\n" + text[start:].replace("C-claim", "C-mine"), encoding="utf-8")
    assert run_cli(["run", str(file)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said == ["proofs-check: C-mine cites C-lemma, imported from another file, which is not run with it"]
    text = (Path(__file__).parents[1] / "corpus/valid/a_sign.py").read_text(encoding="utf-8")
    file.write_text(
        text.replace("C-claim", "C-mine") + "\nfrom one_of_two_files import Lemma as _, Claimed as __\n",
        encoding="utf-8",
    )
    assert run_cli(["run", str(file)]) == 0
    said = capsys.readouterr().err.splitlines()
    assert said == [f"proofs-check: {file}: imported from another file, and not run: C-lemma, C-claim"]


def test_names_that_are_refused_are_compared_while_a_file_runs() -> None:
    """Of a module's constants only what nobody can add to is."""
    assert isinstance(look_through._LOOKING_AROUND, frozenset)


def test_a_name_is_one_of_a_file_where_it_ends_so_or_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("", encoding="utf-8")
    with pytest.raises(PaperError, match=r"mine\.txt: not a Python file \(its name must end in \.py\)$"):
        Library([ONE]).select([str(path)])


def test_three_names_that_are_alike_are_told_and_no_more() -> None:
    library = Library([Paper("w", "W", "w", tuple(claim(f"C-word-{number}") for number in range(4)))])
    with pytest.raises(PaperError) as caught:
        library.claim("C-word")
    assert str(caught.value) == "no claim 'C-word': did you mean C-word-3 or C-word-2 or C-word-1?"


def test_a_paper_is_added_as_a_whole_or_not_at_all() -> None:
    library = Library([ONE, TWO])
    with pytest.raises(ClaimError, match="the id T-gamma is in two papers, two and three"):
        library.add(Paper("three", "Three", "three", (claim("T-delta"), C)))
    assert ("T-delta" in library, list(library)) == (False, [A, B, C])
