"""The generators of the documentation site; `mkdocs build --strict` in the gate builds it whole."""

import importlib.util
import re
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
    page = generator("pages")._commands(exactalign_app)
    sections = {part.partition(" {")[0]: part for part in page.split("\n## exactalign ")[1:]}
    assert list(sections) == list(COMMANDS)
    for name, section in sections.items():
        headings = re.findall(r"^### (.*) \{ #", section, re.MULTILINE)
        assert headings[:2] == ["Synopsis", "Description"]
        assert headings[-3:] == ["Exit status", "Environment", "Examples"]
        assert ("JSON" in headings) is (name != "figure")
        assert "<code>130</code>" in section
        assert f"\nexactalign {name} " in section.partition("### Examples")[2]
    assert ("<code>1</code>" in sections["audit"], "<code>1</code>" in sections["align"]) == (True, False)
    assert "\b" not in page


def test_text_is_shown_as_it_is() -> None:
    assert generator("pages")._md("a_b |\n*c*") == "a&#95;b &#124; &#42;c&#42;"


def test_a_ledger_about_other_claims_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = generator("pages")
    from proofs_check.registry import Library

    path = tmp_path / "ledger.json"
    path.write_text('[{"id": "A-lem9", "statement": "something else"}]')
    monkeypatch.setenv("LEDGER", str(path))
    with pytest.raises(pages.PluginError, match="other claims"):
        pages._ledger(Library.shipped())
