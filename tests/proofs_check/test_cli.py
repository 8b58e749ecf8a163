"""The proofs-check command: formats, exit codes, one-line errors, files of claims."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from proofs_check.cli.app import run as run_cli

DOCUMENT = (Path(__file__).parents[2] / "docs" / "claims.md").read_text(encoding="utf-8")


@pytest.fixture
def my_claims(tmp_path: Path) -> Path:
    """The annotated example of docs/claims.md, as a file."""
    path = tmp_path / "my_claims.py"
    found = re.search(r"```python title=\"symmetric.py\"\n(.*?)```", DOCUMENT, re.DOTALL)
    assert found
    path.write_text(found[1], encoding="utf-8")
    return path


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run_cli(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_help_does_not_import_what_is_slow() -> None:
    script = (
        "import sys; from proofs_check.cli.app import run as run_cli; run_cli(['--help']);"
        "sys.exit(any(m in sys.modules for m in ('sympy', 'hypothesis', 'mpmath', 'proofs_check.engine.registry')))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = output(capsys, "list", "asymptotics")
    assert (code, err) == (0, "")
    assert "A-lem9" in out
    code, out, _ = output(capsys, "list", "A-lem9", "--format", "json")
    assert [claim["id"] for claim in json.loads(out)] == ["A-lem9"]


@pytest.mark.slow
def test_run_in_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("table", "markdown"):
        code, out, err = output(capsys, "run", "A-lem9", "--format", form, "--teeth")
        assert (code, err) == (0, "")
        assert "1 claim: 1 formal; 1 as expected." in out
        assert "twice the right side" in out
    code, out, _ = output(capsys, "run", "A-lem9", "A-type-order", "--format", "json")
    first, second = json.loads(out)
    wanted = ["id", "verdict", "expected", "scope", "statement", "witness", "corrected", "evidence", "teeth", "seconds"]
    assert set(wanted) <= set(first)
    assert (first["verdict"], first["witness"], first["corrected"]) == ("formal", None, None)
    assert (second["verdict"], second["corrected"]["verdict"]) == ("amended", "formal")
    assert second["witness"]["case"] == {"q": ["1/3", "2/3"], "m": 1, "w": [0], "v": [1]}
    code, out, _ = output(capsys, "run", "A-lem9", "--format", "csv")
    rows = list(csv.reader(io.StringIO(out)))
    assert rows[0] == ["id", "verdict", "scope", "reason", "time"]
    assert rows[1][:2] == ["A-lem9", "formal"]
    assert len(rows) == 2


@pytest.mark.slow
def test_the_documented_file(my_claims: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The page on claims runs it as a table."""
    code, out, _ = output(capsys, "show", "MY-symmetric", str(my_claims))
    assert code == 0
    for part in ("as printed", "what is wrong", "witness", "corrected", "1. identity", "wrong variant", "sanity"):
        assert part in out
    code, out, _ = output(capsys, "run", str(my_claims), "A-lem9", "--jobs", "2", "--format", "json")
    assert [report["verdict"] for report in json.loads(out)] == ["amended", "formal"]


ONE = """
from proofs_check import Claim, Variant, decision, equal

class One(Claim):
    id, place, title, statement, scope = "MY-one", "here", "One", "1 = 1", "closed"
    expected = "{}"
    teeth = (Variant("two", total=2),)
    total = 1

    @decision
    def same(self):
        return equal(1, self.total)
"""


@pytest.mark.parametrize(("expected", "status"), [("certified", 0), ("tested", 1)])
def test_exit_code_when_a_verdict_is_not_the_expected_one(
    expected: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "one.py"
    path.write_text(ONE.format(expected), encoding="utf-8")
    code, out, _ = output(capsys, "run", str(path))
    assert code == status
    assert ("MY-one is certified, expected tested" in out) is bool(status)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def f(:", "line 1: invalid syntax"),
        ("x = 1\nx.y\n", "line 2: AttributeError"),
        ("from proofs_check import Claim\nclass C(Claim):\n    id = 'C'\n", "claim C has no place"),
        ("x = 1\n", "no claims in it"),
    ],
)
def test_bad_files_are_one_line(text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.py"
    path.write_text(text, encoding="utf-8")
    code, out, err = output(capsys, "run", str(path))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "A-lem99"], ["run", "nothing.py"], ["show", "A-nothing"], ["show"], ["run", "--jobs", "0"],
        ["run", "--format", "xml"], ["nonsense"], ["show", "A-lem9", "--format", "csv"],
        ["verify", "nothing"], ["verify", str(Path(__file__).parent)],
    ],
)  # fmt: skip
def test_bad_input_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = output(capsys, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("proofs-check: ")


@pytest.mark.parametrize(
    "command", ["run", "report --format markdown", "list", "certify out", "show MY-symmetric", "formal --statements"]
)
def test_a_file_of_claims_is_not_replaced_by_what_is_told_of_it(
    command: str, my_claims: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(my_claims.parent)
    before = my_claims.read_bytes()
    code, out, err = output(capsys, *command.split(), my_claims.name, "-o", f"./{my_claims.name}")
    assert (code, out) == (2, "")
    assert err == f"proofs-check: --output ./{my_claims.name} is what is read: give another file\n"
    assert my_claims.read_bytes() == before


@pytest.mark.parametrize(
    "command",
    ["run --format json", "report --format markdown", "certify out --format json", "show --format json MY-symmetric"],
)
def test_nor_is_what_a_file_of_claims_imports(
    command: str, my_claims: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(my_claims.parent)
    monkeypatch.syspath_prepend(str(my_claims.parent))
    helper = Path("a_helper_of_claims.py")
    helper.write_text("ONE = 1\n", encoding="utf-8")
    my_claims.write_text(f"import {helper.stem}\n" + my_claims.read_text(encoding="utf-8"), encoding="utf-8")
    code, out, err = output(capsys, *command.split(), my_claims.name, "-o", helper.name)
    sys.modules.pop(helper.stem, None)
    assert (code, out) == (2, "")
    assert err == f"proofs-check: --output {helper.name} is what is read: give another file\n"
    assert helper.read_text(encoding="utf-8") == "ONE = 1\n"


def test_a_similar_id_is_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = output(capsys, "run", "A-lm9")
    assert "did you mean" in err


@pytest.mark.slow
def test_certify_and_verify(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "certificates"
    assert run_cli(["certify", str(folder), "A-ex2-marginal"]) == 0
    files = sorted(folder.rglob("*.json"))
    assert [file.name for file in files] == [*(f"A-ex2-marginal-{k}.json" for k in (1, 2, 3)), "manifest.json"]
    assert run_cli(["verify", str(folder)]) == 0
    stated = next(file for file in files if "209/625" in file.read_text())
    stated.write_text(stated.read_text().replace("209/625", "208/625"))
    assert run_cli(["verify", str(folder)]) == 1
    assert run_cli(["verify", str(tmp_path / "nothing")]) == 2
    assert run_cli(["certify", str(files[0]), "A-ex2-marginal"]) == 2
    (folder / "manifest.json").write_text("[" * 100_000)
    assert run_cli(["certify", str(folder), "A-ex2-marginal"]) == 2
    (folder / "manifest.json").unlink()
    assert run_cli(["certify", str(folder), "A-ex2-marginal"]) == 0
    files[0].rename(folder / "one.txt")
    assert run_cli(["verify", str(folder / "one.txt"), "-o", str(folder / "one.txt")]) == 2
    assert run_cli(["verify", str(folder / "one.txt")]) == 0
    assert run_cli(["verify", ""]) == 2
    capfd.readouterr()
