"""Files of lemmas: how they are named and listed, and what is left out of them. Coq's answers are given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from proofs_check.engine.certificates import seal
from proofs_check.exceptions import PaperError
from proofs_check.formal import export as module
from proofs_check.formal.assistant import Compiled
from proofs_check.formal.export import export
from proofs_check.formal.lemmas import PRELUDE
from proofs_check.formal.sources import sources


def certificate(of: Any = ("vec", "1/2", "1/2")) -> Mapping[str, Any]:
    statement = {"kind": "relation", "let": [], "left": ["sum", list(of)], "relation": "=", "right": "1"}
    return seal("X-one", statement, {"precision": "64"})


LARGE = seal(
    "X-large",
    {
        "kind": "relation",
        "let": [],
        "left": ["sum", ["product", ["vec", "1/2", "1/2"], "20"]],
        "relation": "=",
        "right": "1",
    },
    {"precision": "64"},
)


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A Coq that refuses lemmas of these names, one at a time; the names of the files that it was asked."""

    def made(*names: str, error: str = "File x, line {line}, characters 0-5: Error: no") -> list[list[str]]:
        asked: list[list[str]] = []

        def compiled(texts: Mapping[str, str], jobs: int, watch: object) -> dict[str, Compiled]:
            asked.append(list(texts))
            found = {}
            for title, text in texts.items():
                lines = text.splitlines()
                at = [k for k, line in enumerate(lines, 1) if re.match(rf"Lemma (?:{'|'.join(names) or '-'}) :", line)]
                last = next((k for k, line in enumerate(lines, 1) if at and k > at[0] and "Qed." in line), 0)
                found[title] = Compiled("", error.format(line=last) if at else "", 1.0)
            return found

        monkeypatch.setattr(module, "compile_files", compiled)
        monkeypatch.setattr(module, "version", lambda: "8.99")
        return asked

    return made


def test_lemmas_stand_in_files_of_twenty_by_paper(refusing: Any, tmp_path: Path) -> None:
    asked = refusing()
    entries = [("my paper", f"X-one-{k}", certificate()) for k in range(21)] + [("other", "Y", certificate())]
    found = export(entries, tmp_path / "made" / "here")
    titles = ["My_paper_1", "My_paper_2", "Other_1"]
    assert asked == [titles]
    where = tmp_path / "made" / "here"
    assert sorted(path.name for path in where.iterdir()) == sorted(
        ["_CoqProject", "Certificates.v", *(f"{title}.v" for title in titles)]
    )
    counted = [(where / f"{title}.v").read_text().count("Lemma ") for title in titles]
    assert counted == [20, 1, 1]
    assert (where / "My_paper_2.v").read_text().startswith(f"{PRELUDE}\nLemma X_one_20 :")
    assert (where / "Certificates.v").read_text() == dict(sources())["Certificates"]
    assert (where / "_CoqProject").read_text().splitlines() == [
        "# coq_makefile -f _CoqProject -o Makefile && make", "-Q . ExactAlign", "Certificates.v",
        *(f"{title}.v" for title in titles),
    ]  # fmt: skip
    assert found.lemmas == [name for _, name, _ in entries]
    assert (found.refused, found.not_translated, found.coq) == ({}, {}, "8.99")
    assert found.to_json() == {"lemmas": found.lemmas, "not_translated": {}, "refused": {}, "coq": "8.99"}


def test_files_and_lemmas_have_names_of_coq_and_no_two_the_same(refusing: Any, tmp_path: Path) -> None:
    """An identifier of Coq begins with no digit; the name of a paper may, and may have letters of any language."""
    refusing()
    papers = {"2024_claims": "_2024_claims_1", "übung": "_bung_1", "İ": "__1", "٣": "__1"}
    names = ["A-1", "A.1", "A_1", "A_1_"]
    export([(paper, name, certificate()) for paper, name in zip(papers, names, strict=True)], tmp_path)
    assert {path.stem for path in tmp_path.glob("*.v")} == {*papers.values(), "Certificates"}
    texts = "".join(path.read_text() for path in tmp_path.glob("_*.v"))
    assert set(re.findall(r"Lemma (\S+) :", texts)) == {"A_1", "A_1_", "A_1__", "A_1___"}


def test_what_is_refused_is_tried_without_and_left_out(refusing: Any, tmp_path: Path) -> None:
    asked = refusing("X_b", "X_c", "Y_a")
    entries = [("one", f"X-{name}", certificate()) for name in "abcd"]
    found = export(
        [*entries, ("two", "Y-a", certificate()), ("three", "Z", certificate()), ("one", "L", LARGE)], tmp_path
    )
    assert asked == [["One_1", "Two_1", "Three_1"], ["One_1"], ["One_1"]]
    assert list(found.refused) == ["X-b", "Y-a", "X-c"]
    assert all(error.endswith("Error: no") for error in found.refused.values())
    assert found.lemmas == ["X-a", "X-d", "Z"]
    assert found.not_translated == {"L": "a product of 1048576 words, over 5000"}
    assert "X_b" not in (tmp_path / "One_1.v").read_text()
    assert not (tmp_path / "Two_1.v").exists()  # nothing is left of it


def test_an_error_is_cut_and_must_say_where(refusing: Any, tmp_path: Path) -> None:
    refusing("X", error="line {line}, characters 0-5: " + "e" * 301)
    assert export([("one", "X", certificate())], tmp_path).refused == {"X": "e" * 300}
    refusing("X", error="x" + "e" * 300)
    with pytest.raises(PaperError, match=r"^Coq failed without saying where: e{300}$"):
        export([("one", "X", certificate())], tmp_path)
    refusing("X", error="line 999, characters 0-5: no")
    with pytest.raises(PaperError, match=r"^Coq failed in no lemma: line 999, characters 0-5: no$"):
        export([("one", "X", certificate())], tmp_path)


def test_files_of_an_earlier_export_go_and_others_stay(refusing: Any, tmp_path: Path) -> None:
    refusing()
    export([("one", "X", certificate())], tmp_path)
    (tmp_path / "mine.v").write_text("Goal True.")
    export([("two", "X", certificate())], tmp_path)
    assert sorted(path.name for path in tmp_path.glob("*.v")) == ["Certificates.v", "Two_1.v", "mine.v"]
    (tmp_path / "file").write_text("")
    with pytest.raises(PaperError, match=f"^{re.escape(str(tmp_path / 'file'))} cannot be made: File exists$"):
        export([], tmp_path / "file")
