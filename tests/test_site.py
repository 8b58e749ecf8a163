"""The generators of the documentation site; `mkdocs build --strict` in the gate builds it whole."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from exactalign.cli.app import COMMANDS
from exactalign.cli.app import app as exactalign_app

BUILD = Path(__file__).parent.parent / "docs" / "_build"


def generator(name: str) -> ModuleType:
    pytest.importorskip("mkdocs", reason="needs the packages of the docs extra")
    pytest.importorskip("griffe", reason="needs the packages of the docs extra")
    spec = importlib.util.spec_from_file_location(f"_docs_{name}", BUILD / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_doctest_becomes_a_code_block() -> None:
    text = "Words.\n\n    >>> 1 + 1\n    2\n\nMore words."
    assert generator("doctests").fenced(text) == "Words.\n\n\n```pycon\n>>> 1 + 1\n2\n```\n\n\nMore words."


def test_every_command_has_a_section() -> None:
    page = generator("pages")._commands("exactalign", exactalign_app)
    assert all(f"## exactalign {name} {{ #{name} }}" in page for name in COMMANDS)
    assert "\b" not in page


def test_text_is_shown_as_it_is() -> None:
    assert generator("pages")._md("a_b |\n*c*") == "a&#95;b &#124; &#42;c&#42;"


def test_a_ledger_about_other_claims_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = generator("pages")
    path = tmp_path / "ledger.json"
    path.write_text('[{"id": "A-lem9", "statement": "something else"}]')
    monkeypatch.setenv("LEDGER", str(path))
    with pytest.raises(pages.PluginError, match="other claims"):
        pages._ledger()


def test_the_page_shows_every_figure_drawn_by_its_command() -> None:
    from exactalign.cli.figure import Name

    pictures = generator("pictures")
    page = (BUILD.parent / "figures.md").read_text(encoding="utf-8")
    assert [found[2] for found in pictures.COMMAND.finditer(page)] == [name.value for name in Name]


@pytest.mark.slow
def test_a_picture_has_its_description_and_columns() -> None:
    pictures = generator("pictures")
    command = "```bash\nexactalign figure golden --n 1,2 -o mine.svg\n```\n"
    page = pictures.COMMAND.sub(pictures.shown, f"Words.\n\n{command}")
    assert page.startswith(f"Words.\n\n{command}\n![Improvement of the proxy")
    assert "](figures/mine.svg)" in page
    assert "`curve`, `point`, `kl`, `improvement`." in page
    assert pictures.drawn("exactalign figure golden --n 1,2 -o mine.svg")[0].startswith(b"<?xml")
