"""How a file of claims is gathered."""

from pathlib import Path

import pytest

from proofs_check.engine.registry import Library, load_paper
from proofs_check.exceptions import ClaimError


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
