"""The command as a whole: help, version, completion, pipes and start-up, also as a process of its own."""

import json
import os
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import exactalign as package
from exactalign.cli.app import COMMANDS
from proofs_check.cli.app import COMMANDS as PROOFS_CHECK_COMMANDS
from tests.exactalign.cli.command import MODEL, PAIR, Command
from tests.exactalign.known_models import TABLE_1

ROOT = Path(package.__file__).parents[1]


def test_version(exactalign: Command) -> None:
    assert exactalign.ok("--version") == f"exactalign {package.__version__}\n"


def test_help_without_arguments(exactalign: Command) -> None:
    text = exactalign.ok()
    assert text.rstrip() == exactalign.ok("--help").rstrip()
    assert all(f"  {name} " in text for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_examples(exactalign: Command, name: str) -> None:
    text = exactalign.ok(name, "--help")
    assert text == exactalign.ok(name, "-h")
    assert f"exactalign {name} " in text.partition("Example")[2].partition("Options:")[0]
    assert "\x1b" not in text
    assert "completion" not in text.partition("Options:")[2]  # the program offers it, no single command does


def test_a_written_file_has_the_usual_mode_and_keeps_links(exactalign: Command) -> None:
    exactalign.ok("best-of-n", *PAIR, "--output", "new.csv")
    Path("plain").write_text("", encoding="utf-8")
    assert stat.S_IMODE(Path("new.csv").stat().st_mode) == stat.S_IMODE(Path("plain").stat().st_mode)
    Path("plain").chmod(0o600)
    Path("link").symlink_to("plain")
    exactalign.ok("best-of-n", *PAIR, "--output", "link", "--format", "csv")
    assert Path("link").is_symlink()
    assert Path("plain").read_bytes() == Path("new.csv").read_bytes()
    assert stat.S_IMODE(Path("plain").stat().st_mode) == 0o600
    exactalign.ok("best-of-n", *PAIR, "--output", "/dev/null")
    assert exactalign.ok("best-of-n", *PAIR, "--output", "-", "--format", "csv") == Path("plain").read_text("utf-8")


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from exactalign.cli import main; main()", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.slow
def test_as_a_process() -> None:
    done = process("best-of-n", *PAIR, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["pmf"][4]["probability"] == TABLE_1[1][1]
    refused = process("best-of-n", *PAIR, "--n", "0")
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)


SLOW = {
    "sympy", "mpmath", "rich", "pydantic", "hypothesis", "matplotlib", "numpy",
    "importlib.metadata", "email", "socket", "secrets", "multiprocessing", "concurrent.futures", "asyncio",
}  # fmt: skip
"""What neither help nor a table of fractions needs."""

OTHER_KINDS = {
    "exactalign.policies.enclosed_best_of_n", "exactalign.policies.tilting", "exactalign.laws.enclosed_levels",
    "exactalign.policies.enclosed_markov", "exactalign.policies.markov_best_of_n", "exactalign.laws.markov_levels",
    "exactalign.text.notebook", "tabulate", "html", "base64", "tempfile",
}  # fmt: skip
"""What makes other policies than the exact one, and shows them elsewhere than on a terminal."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "slow"),
    [
        (["--help"], SLOW | {"tabulate"}),
        (["best-of-n", "--help"], SLOW | {"tabulate"}),
        (["best-of-n", *PAIR], SLOW | OTHER_KINDS),
    ],
)
def test_nothing_slow_is_imported_for_help_or_a_table(arguments: list[str], slow: set[str]) -> None:
    code = (
        f"import sys\nbefore = set(sys.modules)\nfrom exactalign.cli.app import run\nrun({arguments!r})\n"
        f"print(sorted(set({sorted(slow)!r}) & (set(sys.modules) - before)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr == "[]\n"


@pytest.mark.slow
@pytest.mark.parametrize("room", ["exactalign", "proofs_check"])
def test_circles_are_looked_for_seldom_at_the_start_and_not_at_the_end(room: str) -> None:
    last = "lambda: print(gc.get_threshold()[0] >= 100_000, gc.get_freeze_count() > 10_000)"
    code = f"import atexit, gc; atexit.register({last}); from {room}.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--version"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[1:] == ["True True"]


@pytest.mark.slow
def test_a_reader_that_goes_away_is_met_in_silence() -> None:
    command = [sys.executable, "-c", "from exactalign.cli import main; main()", "best-of-n", *MODEL, "--n", "2"]
    options = ["--length", "9", "--by", "sequence", "--format", "csv"]  # more than a pipe holds
    with subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


@pytest.mark.slow
@pytest.mark.parametrize(("words", "wanted"), [("exactalign ", "best-of-n"), ("exactalign best-of-n --le", "--length")])
def test_shell_completion(words: str, wanted: str) -> None:
    count = str(len(words.split(" ")) - 1)
    done = process(_EXACTALIGN_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=count)
    assert wanted in done.stdout.split()


@pytest.mark.slow
def test_no_colours_are_written() -> None:
    for environment in ({"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}):
        assert "\x1b" not in process("--help", **environment).stdout


@pytest.mark.slow
def test_an_encoding_that_cannot_show_the_answer() -> None:
    done = process("best-of-n", *PAIR, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "PYTHONIOENCODING=utf-8" in done.stderr


def test_the_contract_that_no_command_imports_another_is_about_all_of_them() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["name"]: contract for contract in project["tool"]["importlinter"]["contracts"]}
    named = contracts["No command imports another"]["modules"]
    programs = {"exactalign.cli": COMMANDS, "proofs_check.cli": PROOFS_CHECK_COMMANDS}
    assert set(named) == {
        f"{place}.{entry.name}" for place, commands in programs.items() for entry in commands.values()
    }
