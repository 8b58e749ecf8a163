"""The generators of the documentation site; `mkdocs build --strict` in the gate builds it whole."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from exactalign.cli.app import COMMANDS
from exactalign.cli.app import app as exactalign_app
from proofs_check.engine.registry import Library
from tests.proofs_check.expected import expected_report

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
    page = generator("pages")._commands(exactalign_app)
    sections = {part.partition(" {")[0]: part for part in page.split("\n## exactalign ")[1:]}
    assert list(sections) == list(COMMANDS)
    for name, section in sections.items():
        headings = re.findall(r"^### (.*) \{ #", section, re.MULTILINE)
        assert headings[:2] == ["Synopsis", "Description"]
        assert headings[-3:] == ["Exit status", "Environment", "Examples"]
        assert ("JSON" in headings) is (name not in ("figure", "tex"))
        assert "<code>130</code>" in section
        assert f"\nexactalign {name} " in section.partition("### Examples")[2]
    assert ("<code>1</code>" in sections["audit"], "<code>1</code>" in sections["align"]) == (True, False)
    assert "\b" not in page


def test_text_is_shown_as_it_is() -> None:
    assert generator("pages")._md("a_b |\n*c*") == "a&#95;b &#124; &#42;c&#42;"


def test_a_formula_becomes_mathematics() -> None:
    pages = generator("pages")
    page = SimpleNamespace(file=SimpleNamespace(src_uri="page.md"))
    text = "See [a tour](../examples/exactalign.ipynb).\n\n```math\n\\frac{1}{N}\n```\n"
    shown = pages.on_page_markdown(text, page=page, config=None, files=None)
    assert shown.startswith('See [a tour](tour.md).\n\n<div class="formula"><math ')
    assert "```" not in shown


def test_a_formula_inside_a_line_becomes_mathematics() -> None:
    pages = generator("pages")
    shown = pages._in_line("With $\\alpha_1$ and `$x$`, at $5.\n\n```sh\necho $A $B\n```\n")
    assert shown.count("<math ") == 1
    assert 'display="inline"' in shown
    assert "`$x$`, at $5." in shown
    assert "echo $A $B" in shown


def test_every_formula_inside_a_line_is_converted() -> None:
    pages = generator("pages")
    texts = [path.read_text(encoding="utf-8") for path in sorted(BUILD.parent.rglob("*.md"))]
    formulas = [
        found[1] for text in texts for part in pages._CODE.split(text)[::2] for found in pages._INLINE.finditer(part)
    ]
    assert len(formulas) > 60
    assert [formula for formula in formulas if "<math " not in pages._inline_mathml(formula)] == []


def test_every_formula_of_the_pages_is_converted() -> None:
    pages = generator("pages")
    texts = [path.read_text(encoding="utf-8") for path in (BUILD.parent).rglob("*.md")]
    formulas = [found[1] for text in texts for found in pages._FORMULA.finditer(text)]
    assert len(formulas) >= 6
    assert not [formula for formula in formulas if "<math " not in pages.mathml(formula)]
    assert not [text for text in texts if "```math" in pages._FORMULA.sub("", text)]


def test_the_notebook_is_a_page_with_its_outputs() -> None:
    tour = generator("pages")._tour(BUILD.parent.parent / "examples" / "exactalign.ipynb")
    assert tour.startswith("# A tour of exactalign\n")
    assert tour.count("```python") > 12
    assert tour.count('<div class="output">\n<table>') >= 8
    assert "<img alt=" in tour


def test_a_ledger_about_other_claims_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = generator("pages")
    path = tmp_path / "ledger.json"
    path.write_text('[{"id": "A-lem9", "statement": "something else"}]')
    monkeypatch.setenv("LEDGER", str(path))
    with pytest.raises(pages.PluginError, match="other claims"):
        pages._ledger()


def test_the_reports_of_the_tests_are_the_ledger_when_all_are_there_and_as_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = generator("pages")
    monkeypatch.setenv("LEDGER", str(tmp_path))
    library = Library.shipped()
    told = {claim.id: expected_report(claim, library.paper_of(claim.id).id).to_json() for claim in library}
    for name, report in told.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(report))
    assert [report["verdict"] for report in pages._ledger().values()] == [claim.expected for claim in library]
    pages._ledger.cache_clear()
    (tmp_path / "A-lem9.json").write_text(json.dumps({**told["A-lem9"], "verdict": "tested"}))
    with pytest.raises(pages.PluginError, match=r"not as expected.*A-lem9"):
        pages._ledger()
    (tmp_path / "A-lem9.json").unlink()
    with pytest.raises(pages.PluginError, match=r"no report of A-lem9"):
        pages._ledger()


def test_the_pages_show_every_figure_drawn_by_its_command() -> None:
    from exactalign.cli.figure import FigureName

    pictures = generator("pictures")
    text = "".join((BUILD.parent / page).read_text(encoding="utf-8") for page in pictures.PAGES)
    assert [found[2] for found in pictures.COMMAND.finditer(text)] == [name.value for name in FigureName]


@pytest.mark.slow
def test_a_picture_has_its_description_and_columns() -> None:
    pictures = generator("pictures")
    command = "```bash\nexactalign figure golden --n 1,2 -o mine.svg\n```\n"
    page = pictures.COMMAND.sub(pictures.shown, f"Words.\n\n{command}")
    assert page.startswith(f"Words.\n\n{command}\n![Improvement of the proxy")
    assert "](figures/mine.svg)" in page
    assert "`curve`, `point`, `kl`, `improvement`." in page
    assert pictures.drawn("exactalign figure golden --n 1,2 -o mine.svg")[0].startswith(b"<?xml")
