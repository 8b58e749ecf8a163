"""Every help: its examples run, its options are those of all commands, its keys are those of the JSON."""

import json
import re
from pathlib import Path

import pytest
from attrs import evolve

from exactalign.cli.program import ENVIRONMENT, EXIT_STATUS
from proofs_check.engine.registry import Library
from proofs_check.formal import assistant
from proofs_check.report import rendering
from tests.command_lines.programs import COMMANDS, MANUALS, PQ, PROGRAMS, ROOT, example_lines, prepare, run_line
from tests.documents import PAGES, commands_of

_LINES = [line.partition("#")[0].strip() for shown in MANUALS.values() for line in example_lines(shown)]
EXAMPLES = list(dict.fromkeys(_LINES))
WHOLE = [
    e for e in EXAMPLES
    if re.fullmatch(r"proofs-check (run|report( -o \S+)?|certify certificates && .*|formal guarantees .*)", e)
]  # fmt: skip
"""Examples that go through every claim, or make Coq go through a whole paper."""

DRAWN = "exactalign figure figure1 -o figure1.pdf"
"""The figure of the paper in full, which the gate draws from the wheel."""

ELSEWHERE = {DRAWN, *WHOLE, *(line for page in PAGES for line in commands_of(ROOT / page))}
"""Examples that are run elsewhere: those of the pages with what they print."""

FEW = {"A-lem9", "A-lem9-proof", "A-type-order", "G-transport-dv"}
LEAST = {"run": {}, "report": {".html": 100_000}, "certify": {".json": 100}, "formal": {".json": 100}}
"""How long the files are that these examples write, at the least, by their endings."""


def skip_without_coq(line: str) -> None:
    if " formal " in line and not assistant.version():
        pytest.skip("the example needs coqc, which is not on the path")


def is_slow(line: str) -> bool:
    return not re.match(
        r"exactalign (best-of-n|table|check-table|align|rate|guarantees|estimate|experiment|audit)", line
    )


@pytest.mark.parametrize(
    "line", [pytest.param(e, marks=[pytest.mark.slow] * is_slow(e)) for e in EXAMPLES if e not in ELSEWHERE]
)
def test_an_example_runs(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_without_coq(line)
    monkeypatch.chdir(tmp_path)
    prepare(line)
    # The figures are drawn where the document is compiled, in the tests of the report.
    picture = rendering.ReportPicture("Figure", "figure", "A figure.", "figure.pdf", b"%PDF")
    monkeypatch.setattr(rendering, "_drawn", lambda kind: [picture] if kind == "pdf" else [])
    result = run_line(line, capsys, monkeypatch)
    assert (result.code, result.err) == (0, "")
    for name in re.findall(r"(?:-o|--data) (\S*\w)", line):
        assert Path(name).stat().st_size > 0
    assert result.out or " -o " in line


def test_few_examples_are_run_elsewhere() -> None:
    program, *words = DRAWN.split()
    assert f'/{program}" {" ".join(words)}\n' in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert DRAWN in EXAMPLES
    assert len(ELSEWHERE & set(EXAMPLES)) <= 11
    assert {line.split()[1] for line in WHOLE} == LEAST.keys()


@pytest.mark.slow
@pytest.mark.parametrize("line", WHOLE)
def test_an_example_of_a_whole_paper_runs_on_a_few_of_its_claims(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gate goes through all of them, by the README's command and by `proofs-check formal --check`."""
    skip_without_coq(line)
    few = [
        evolve(paper, claims=tuple(claim for claim in paper if claim.id in FEW)) for paper in Library.shipped().papers
    ]
    monkeypatch.setattr(Library, "shipped", lambda: Library(few))
    monkeypatch.chdir(tmp_path)
    result = run_line(line, capsys, monkeypatch)
    assert (result.code, result.err) == (0, "")
    written = {path.suffix: path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()}
    assert written.keys() == LEAST[line.split()[1]].keys()
    assert all(written[suffix] >= size for suffix, size in LEAST[line.split()[1]].items())


@pytest.mark.parametrize("name", MANUALS)
def test_a_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    program, *words = name.split()
    assert PROGRAMS[program].run([*words, "--help"]) == 0
    text = capsys.readouterr().out
    shown = MANUALS[name]
    assert example_lines(shown), "no examples"
    assert any(name in line for line in example_lines(shown))
    assert not re.search(r"<[a-z]+( range)?>|list\[|\{[A-Z]|\[\[|\.\.\.$|\x1b", text)
    for word in (*(entry.name for entry in (*shown.arguments, *shown.options)), *example_lines(shown)):
        assert word in text
    for entry in (*shown.arguments, *shown.options):
        assert entry.words.endswith((".", "]")), entry
    if not words:
        assert all(f"  {code} " in text for code in EXIT_STATUS)
        assert all(f"  {variable}" in text for variable in ENVIRONMENT)


@pytest.mark.parametrize("columns", ["40", "80", "300"])
def test_help_fits_the_terminal(
    columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for name, shown in MANUALS.items():
        program, *words = name.split()
        PROGRAMS[program].run([*words, "--help"])
        for line in capsys.readouterr().out.splitlines():
            assert len(line) <= min(int(columns), 100) or line.strip() in {e.strip() for e in shown.examples}, line


OWN = {
    "--n": "a list, a rule or a number",
    "--kl": "a list in sweep",
    "--alpha": "a list in sweep",
    "--length": "a list in sweep and figure",
    "--format": "what can be printed",
    "--digits": "the default, and what is claimed in check-table",
    "--output": "rows are appended by sweep, a figure is no text, report has a default",
    "--model": "the same models",
    "--order": "two defaults",
    "--places": "how to round, and what is claimed in check-table",
    "--golden": "two names of commands",
    "--by": "rows printed, and rows read",
    "--labels": "outcomes, or the symbols of a chain",
    "--reward": "of outcomes, or of the symbols of a chain",
    "--columns": "those wanted in table, other names for them in audit",
    "--check": "a paper in tex, every statement in formal",
}
"""Options that mean a little more or less in some command."""


def test_the_same_option_reads_the_same_everywhere() -> None:
    seen: dict[str, set[tuple[str, str]]] = {}
    for name in COMMANDS:
        for entry in MANUALS[name].options:
            long = next(word for word in re.split(r"[ ,]+", entry.name) if word.startswith("--"))
            seen.setdefault(long, set()).add((entry.name, entry.words))
    several = {option for option, ways in seen.items() if len(ways) > 1}
    assert several <= set(OWN), several
    spelled = {option: {name for name, _ in ways} for option, ways in seen.items()}
    for option in ("--format", "--output", "--digits", "--jobs", "--input", "--kl", "--alpha", "--output"):
        names = {name for name in spelled[option] if not name.endswith("LIST")}
        assert len(names) == 1, names
    assert spelled["--jobs"] == {"-j, --jobs INTEGER"}


def test_an_answer_can_go_to_a_file_everywhere() -> None:
    without = [name for name in COMMANDS if not any("--output" in entry.name for entry in MANUALS[name].options)]
    assert without == ["proofs-check new"]


SMALL = ("A-lem9",)
JSON = {
    "exactalign best-of-n": (*PQ, "--n", "2"),
    "exactalign table": (*PQ, "--n", "2"),
    "exactalign check-table": ("table.tex", *PQ, "--n", "2", "--length", "2"),
    "exactalign align": (*PQ, "--kl", "11/100"),
    "exactalign compare": (*PQ, "--length", "3", "--kl", "11/100"),
    "exactalign rate": (*PQ, "--at", "1"),
    "exactalign markov": ("--transition", "1/2, 1/2; 1/4, 3/4", "--reward", "0, 1", "--length", "3", "--n", "2"),
    "exactalign sweep": (*PQ, "--length", "3", "--kl", "11/100"),
    "exactalign guarantees": ("--n", "4"),
    "exactalign estimate": ("pass-at-k", "--theta", "1/2"),
    "exactalign experiment": ("scaling", "--n", "4"),
    "exactalign audit": ("samples.csv",),
    "exactalign conformance": (
        "exactalign.testing.conformance.reference:best_of_n",
        "--kind",
        "pmf",
        "--examples",
        "1",
    ),
    "proofs-check list": SMALL,
    "proofs-check run": SMALL,
    "proofs-check show": SMALL,
    "proofs-check certify": ("certificates", "A-ex2-marginal"),
    "proofs-check verify": ("given",),
}


def test_every_command_with_data_has_json() -> None:
    assert {name for name in COMMANDS if MANUALS[name].json} == {*JSON, "proofs-check formal"}  # which needs Coq
    assert set(COMMANDS) == {
        *JSON,
        "exactalign figure",
        "exactalign tex",
        "proofs-check formal",
        "proofs-check new",
        "proofs-check report",
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", JSON)
def test_json_has_the_keys_that_the_help_tells(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    prepare(name)
    program, command = name.split()
    if command == "verify":
        assert PROGRAMS[program].run(["certify", "given", "A-ex2-marginal"]) == 0
    capsys.readouterr()
    assert PROGRAMS[program].run([command, *JSON[name], "--format", "json"]) == 0
    text, errors = capsys.readouterr()
    assert errors == ""
    assert PROGRAMS[program].run([command, *JSON[name], "-o", "answer.json"]) == 0
    assert json.loads(Path("answer.json").read_text(encoding="utf-8")) is not None

    def no_float(number: str) -> float:
        raise AssertionError(f"{number} is no exact number")

    content = json.loads(text, parse_float=None if command in ("run", "show") else no_float)  # seconds are measured
    told = re.match(r"JSON(?P<kind> list| lines)?,? keys: (?P<keys>[^.]*)\.", MANUALS[name].json)
    assert told is not None
    assert isinstance(content, list) is (told["kind"] == " list")
    found = set(content[0] if isinstance(content, list) else content)
    if command == "sweep":
        found = {key for key in found if not key.startswith(("best_of_n_", "aligned_"))}
    assert found == set(told["keys"].split(", "))


def test_every_variable_that_the_code_reads_is_told() -> None:
    read = set()
    for path in [*(ROOT / "exactalign").rglob("*.py"), *(ROOT / "proofs_check").rglob("*.py")]:
        read |= set(re.findall(r"environ(?:\.\w+\(|\[)\"(\w+)\"", path.read_text(encoding="utf-8")))
    assert read | {"COLUMNS"} == set(ENVIRONMENT)  # the last by way of shutil
