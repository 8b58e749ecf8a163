"""How a file of claims is gathered."""

import os
import py_compile
import sys
from pathlib import Path

import pytest

from proofs_check.engine.registry import Library, load_paper
from proofs_check.exceptions import ClaimError, PaperError


def test_two_claims_of_one_id_are_told(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "corpus/valid/a_sign.py").read_text(encoding="utf-8")
    path = tmp_path / "twice.py"
    path.write_text(text + text[text.index("class Claimed") :].replace("Claimed", "Again"), encoding="utf-8")
    with pytest.raises(ClaimError, match=r"twice\.py: two claims have the id C-claim"):
        load_paper(str(path))


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
