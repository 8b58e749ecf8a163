"""The list of claims without loading them: it says what the claims say, and a list of other sources is not believed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from exactalign.cli.output import Format
from exactalign.tables.table import Table
from proofs_check.cli import catalogue, listing
from proofs_check.cli.catalogue import Listed, cache_file, listed
from proofs_check.engine.registry import Library
from proofs_check.exceptions import PaperError

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def told(names: list[str]) -> list[Listed]:
    return [catalogue._entry(claim) for claim in Library.shipped().select(names)]


@pytest.mark.parametrize("names", [[], ["guarantees"], ["A-lem9", "theorems", "A-lem9"]])
def test_it_is_what_the_claims_say(names: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    first = listed(names)
    assert cache_file().exists()
    monkeypatch.setattr(catalogue, "library_of", None)  # no claim is loaded from here on
    assert listed(names) == first == told(names)


def test_a_file_is_loaded_in_any_case(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text("no_claim = 1")
    listed([])
    with pytest.raises(PaperError, match="no claims in it"):
        listed([str(path)])


@pytest.mark.parametrize("broken", [b"", b"[]", b"{", b'{"sources": 3}', b"\xff", b"null"])
def test_what_is_no_list_is_not_believed(broken: bytes) -> None:
    wanted = listed(["theorems"])
    cache_file().write_bytes(broken)
    assert listed(["theorems"]) == wanted
    assert json.loads(cache_file().read_bytes())["sources"] == catalogue.sources_digest()


@pytest.mark.parametrize("entry", [["A-lem9"], ["id", "p", "t", "s", "s", "e", "3"], ["id", 1, "t", "s", "s", "e", 3]])
def test_entries_that_are_none_are_not_believed(entry: list[object]) -> None:
    wanted = listed(["theorems"])
    found = json.loads(cache_file().read_bytes())
    found["papers"][-1][1][0] = entry
    cache_file().write_text(json.dumps(found))
    assert listed(["theorems"]) == wanted


def test_a_list_of_other_sources_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = listed(["theorems"])
    found = json.loads(cache_file().read_bytes())
    found["papers"] = [[["theorems", "theorems"], []]]
    found["sources"] = "0" * 64
    cache_file().write_text(json.dumps(found))
    assert listed(["theorems"]) == wanted


def test_the_digest_sees_every_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inner").mkdir()
    source = tmp_path / "inner" / "claims.py"
    source.write_text("one")
    monkeypatch.setattr(catalogue, "_ROOTS", (tmp_path,))
    before = catalogue.sources_digest()
    source.write_text("two")
    changed = catalogue.sources_digest()
    source.rename(tmp_path / "claims.py")
    assert len({before, changed, catalogue.sources_digest()}) == 3


def test_a_folder_that_cannot_be_written_is_only_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert [claim.id for claim in listed(["A-lem9"])] == ["A-lem9"]


def test_the_list_is_set_as_a_table_is() -> None:
    rows = [(claim.id, claim.place, claim.title, claim.expected) for claim in listed(["asymptotics"])]
    table = Table(["id", "place", "title", "expected"], rows)
    for form in (Format.TABLE, Format.MARKDOWN, Format.CSV):
        assert listing._rendered(listed(["asymptotics"]), form) == table.render(form.value)


def test_nothing_slow_is_imported_for_titles() -> None:
    listed([])
    script = (
        "import sys; from proofs_check.cli.app import run; run(['list']);"
        "slow = {'sympy', 'hypothesis', 'mpmath', 'pydantic', 'jinja2', 'proofs_check.engine.registry',"
        " 'flint', 'attrs', 'tabulate', 'exactalign.numbers', 'exactalign.tables.table'};"
        "print(sorted(slow & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
    assert "A-lem9" in done.stdout
