"""Every bad input: one line on stderr that says what would be right, exit code 2, and no file left behind."""

import os
import sys
from importlib import import_module
from pathlib import Path

import pytest

from exactalign.cli import models
from exactalign.cli.app import COMMANDS
from tests.exactalign.cli.command import MODEL, PAIR, Command, P

R = ("--reward", "log 6, 0, log 2")
N = ("--n", "2")
NINES = "9" * 5000
OPTIONS: list[tuple[tuple[str, ...], str]] = [
    ((), "missing option '--n'"),
    (MODEL, "missing option '--n'"),
    ((*MODEL, "--n"), "'--n' requires an argument"),
    ((*MODEL, *N, "extra"), "extra"),
    ((*MODEL, *N, "--bogus"), "no such option: --bogus"),
    ((*MODEL, *N, "--by", "word"), "'word' is not one of 'sequence', 'type', 'level', 'outcome'"),
    ((*MODEL, *N, "--format", "pdf"), "'pdf' is not one of 'table', 'markdown'"),
    (N, "no model is given: use --p with --reward or --q, or --input FILE"),
    ((*R, *N), "no model is given"),
    ((*P, *N), "neither --reward nor --q is given"),
    ((*MODEL, "--q", "1/5,3/10,1/2", *N), "--reward and --q are both given"),
    ((*MODEL, "--input", "x", *N), "--p and --input are both given"),
    ((*P, "--reward", "log 6, 0", *N), "--reward has 2 entries but --p has 3"),
    ((*P, "--reward", "0", *N), "--reward has 1 entry but --p has 3"),
    ((*P, "--q", "1/2,1/2", *N), "--q has 2 entries but --p has 3"),
    (("--p", "1/5,3/10,2/5", *R, *N), "--p: the probabilities sum to 9/10, not 1: 1/10 is missing"),
    (("--p", "1/5,3/10,3/5", *R, *N), "--p: the probabilities sum to 11/10, not 1: 1/10 too much"),
    (("--p", "6/5,3/10,-1/2", *R, *N), "probability of 2 is -1/2"),
    (("--p", "-1/2,1,1/2", *R, *N), "probability of 0 is -1/2"),
    (("--p", "1/5,nan,1/2", *R, *N), "--p entry 2 is 'nan', which is no rational number"),
    (("--p", "1/5,inf,1/2", *R, *N), "--p entry 2 is 'inf'"),
    (("--p", "1/5,half,1/2", *R, *N), "--p entry 2 is 'half'"),
    (("--p", "1/5,1/0,1/2", *R, *N), "the denominator is 0"),
    (("--p", "1/5,,1/2", *R, *N), "--p entry 2 is empty"),
    (("--p", "", "--reward", "", *N), "--p is empty: give a number for each outcome"),
    (("--p", "9" * 100_001, "--reward", "0", *N), "the limit is 100000"),
    ((*P, "--reward", "0, log 0, 1", *N), "--reward entry 2: log(0) is not a real number"),
    ((*P, "--reward", "0, prize, 1", *N), "--reward entry 2: 'prize' is no log form"),
    ((*P, "--reward", "0, __import__('os'), 1", *N), "--reward entry 2"),
    ((*P, "--reward", "0, 1e999999999, 1", *N), "exponents past 100000 are not read"),
    ((*P, "--reward", "0,,1", *N), "--reward entry 2 is empty"),
    ((*P, "--q", "1/2,1/2,0", *N), "probability 0"),
    ((*P, "--q", "1/2,1/2,1/3", *N), "--q: the probabilities sum to 4/3"),
    ((*MODEL, *N, "--labels", "a,b"), "--labels has 2 entries but --p has 3"),
    ((*MODEL, *N, "--labels", "a,b,a"), "--labels entry 3 is 'a', as number 1 is"),
    ((*MODEL, *N, "--labels", "a,,c"), "--labels entry 2 is empty"),
    ((*MODEL, *N, "--labels", "a,\udcff,c"), "--labels entry 2 is no Unicode text"),
    ((*MODEL, "--n", "0"), "--n is '0': give a whole number, at least 1"),
    ((*MODEL, "--n", "-3"), "--n is '-3'"),
    ((*MODEL, "--n", "2.5"), "--n is '2.5'"),
    ((*MODEL, "--n", "two"), "--n is 'two'"),
    ((*MODEL, "--n", NINES), "--n has over 4000 digits"),
    ((*MODEL, *N, "--length", "-1"), "--length is '-1': give a whole number, at least 0"),
    ((*MODEL, *N, "--length", "x"), "--length is 'x'"),
    ((*MODEL, *N, "--length", "0", "--by", "outcome"), "length 0"),
    ((*MODEL, *N, "--digits", "0"), "--digits is '0'"),
    ((*MODEL, *N, "--digits", "1e9"), "--digits is '1e9': give a whole number from 1 to 1000000"),
    ((*MODEL, *N, "--memory", "lots"), "--memory is 'lots'"),
    ((*MODEL, *N, "--output", "law.docx"), "--output law.docx says no format: end it in .md, "),
    ((*MODEL, *N, "--memory", "0"), "--memory is below 1 byte"),
    ((*MODEL, *N, "--memory", "-1GB"), "--memory is '-1GB'"),
    ((*MODEL, *N, "--output", "no/such/file.json"), "there is no directory no/such"),
    ((*MODEL, *N, "--output", "."), "is a directory"),
    ((*MODEL, *N, "--output", ""), "--output is empty: give a file name"),
    ((*MODEL, *N, "--p", "1"), "--p is given twice: give it once"),
    ((*MODEL, *N, *N), "--n is given twice"),
    ((*MODEL, *N, "--summary", "--no-summary"), "--summary is given twice"),
    ((*MODEL, *N, "-o", "a.csv", "--output", "b.csv"), "--output is given twice"),
    ((*MODEL, *N, "--digits", "3", "--places", "2"), "--digits and --places are both given"),
    ((*MODEL, *N, "--places", "2", "--format", "json"), "--places is for tables"),
    ((*MODEL, *N, "--tabular"), "--tabular is for LaTeX, and the format is table"),
    (("--input", "missing.csv", *N), "missing.csv cannot be read: No such file or directory"),
    (("--input", ".", *N), "cannot be read: Is a directory"),
]


@pytest.mark.parametrize(("options", "message"), OPTIONS)
def test_bad_options(exactalign: Command, options: tuple[str, ...], message: str) -> None:
    assert message in exactalign.refused("best-of-n", *options)


SIZES: list[tuple[tuple[str, ...], str]] = [
    (("--n", "1e9"), "over the limit of 1 GB"),
    (("--n", "9" * 3000), "over the limit of 1 GB"),
    (("--n", "1e9", "--length", "2"), "over the limit of 1 GB"),
    (("--n", "2", "--length", "1e6"), "over the limit of 1 GB"),
    (("--n", "2", "--length", "9" * 3000), "over the limit of 1 GB"),
    (("--n", "20000", "--memory", "1kB"), "over the limit of 1 kB"),
    (("--n", "2", "--length", "13", "--by", "sequence"), "1594323 sequences, over the limit of 1000000 rows"),
    (("--n", "2", "--length", "60", "--by", "sequence"), "far too many sequences"),
    (("--n", "1", "--length", "40", "--by", "type", "--memory", "100kB"), "over the limit of 100 kB"),
]


@pytest.mark.parametrize(("options", "message"), SIZES)
def test_refusals_for_size(exactalign: Command, options: tuple[str, ...], message: str) -> None:
    assert message in exactalign.refused("best-of-n", *MODEL, "--output", "out.csv", *options)


def test_a_budget_can_be_raised(exactalign: Command) -> None:
    options = (*MODEL, "--n", "2", "--length", "20", "--by", "level", "--format", "csv")
    assert "over the limit" in exactalign.refused("best-of-n", *options, "--memory", "10kB")
    assert exactalign.ok("best-of-n", *options, "--memory", "0.1 GiB")


FILES: list[tuple[str, str | bytes, str]] = [
    ("m.json", "", "malformed JSON in line 1, column 1"),
    ("m.json", "{", "malformed JSON in line 1"),
    ("m.json", "[]", "give a list of objects"),
    ("m.json", "3", "give a list of objects"),
    ("m.json", "[1]", "entry 1 is a number"),
    ("m.json", '[{"p": "1"}]', "neither reward nor q"),
    ("m.json", '[{"reward": "1"}]', "no key p"),
    ("m.json", '[{"p": "1", "reward": 0, "q": "1"}]', "both reward and q"),
    ("m.json", '[{"p": "1", "reward": "0", "price": 1}]', "unknown key 'price'"),
    ("m.json", '[{"p": "1", "p": "1", "reward": "0"}]', 'the key "p" twice'),
    ("m.json", '[{"p": "1", "reward": 0}, {"p": "0", "reward": 0, "outcome": 1}]', "entry 2 has other keys"),
    (
        "m.json",
        '[{"p": 0.5, "reward": 0}, {"p": 0.5, "reward": 1}]',
        'the JSON number 0.5: write the string "0.5"',
    ),
    ("m.json", '[{"p": "1", "reward": 1e0}]', "the JSON number 1e0"),
    ("m.json", '[{"p": NaN, "reward": 0}]', "NaN is no number"),
    ("m.json", '[{"p": -Infinity, "reward": 0}]', "-Infinity is no number"),
    ("m.json", '[{"p": true, "reward": 0}]', "p in row 1 is true"),
    ("m.json", '[{"p": "1", "reward": null}]', "reward in row 1 is null"),
    ("m.json", '[{"p": "1", "reward": [0]}]', "reward in row 1 is a list"),
    ("m.json", '[{"p": "1", "reward": 0, "outcome": ["a"]}]', "outcome in row 1 is a list"),
    ("m.json", '[{"p": "1", "reward": 0, "outcome": "\\ud800"}]', "no Unicode text"),
    ("m.json", '[{"p": "1", "reward": 0, "outcome": ""}]', "outcome in row 1 is empty"),
    ("m.json", f'[{{"p": {"1" * 200_000}, "reward": 0}}]', "the limit is 100000"),
    ("m.json", '{"p": ["1"], "reward": []}', "reward has 0 entries but p has 1"),
    ("m.json", '{"p": "1", "reward": ["0"]}', "p is a string: give a list"),
    ("m.json", "[" * 100_000, "nested too deeply"),
    ("m.csv", "", "is empty"),
    ("m.csv", "outcome,p,reward\n", "at least one outcome"),
    ("m.csv", "outcome,p\n0,1\n", "neither reward nor q"),
    ("m.csv", "0,1/2,1\n1,1/2,0\n", "unknown column '0'"),
    ("m.csv", "p,p,reward\n1,1,1\n", "column 'p' is there twice"),
    ("m.csv", "outcome,p,reward\n0,1\n", "line 2 has 2 cells but the header has 3"),
    ("m.csv", 'outcome,p,reward\n0,"1,1\n', "malformed CSV in line 2"),
    ("m.csv", 'outcome,p,reward\n0,"1"2,1\n', "malformed CSV in line 2"),
    ("m.csv", "outcome,p,reward\na,1/2,1\na,1/2,1\n", "outcome in row 2 is 'a', as number 1 is"),
    ("m.csv", "outcome,p,reward\na,1/2,1\nb,1/3,1\n", "sum to 5/6, not 1: 1/6 is missing"),
    ("m.csv", "outcome,p,reward\na,1/2,1\nb,half,1\n", "p in row 2 is 'half'"),
    ("m.csv", "outcome,p,reward\na,1/2,1\nb,1/2,log(\n", "reward in row 2: 'log(' is no log form"),
    ("m.csv", "outcome,p,reward\na,1/2,1\nb,1/2,\n", "reward in row 2 is empty"),
    ("m.csv", "outcome,p,q\na,1/2,1\nb,1/2,0\n", "probability 0"),
    ("m.csv", b"p,reward\n\xff,1\n", "no UTF-8 text"),
    ("m.csv", b"a\0b", "unknown column"),
]


@pytest.mark.parametrize(("name", "content", "message"), FILES)
def test_bad_files(exactalign: Command, name: str, content: str | bytes, message: str) -> None:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    line = exactalign.refused("best-of-n", "--input", name, *N, "--output", "out.json")
    assert message in line
    assert name in line


def test_a_model_of_too_many_outcomes_is_not_built(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "MAX_OUTCOMES", 2)
    monkeypatch.setattr(models, "_number", None)  # no entry is looked at
    Path("m.csv").write_text("outcome,p,reward\na,1/3,1\nb,1/3,2\nc,1/3,3\n")
    assert "m.csv: the model has 3 outcomes, over the limit of 2" in exactalign.refused(
        "best-of-n", "--input", "m.csv", *N
    )
    line = exactalign.refused("best-of-n", "--p", "1/3,1/3,1/3", "--reward", "1,2,3", *N)
    assert "--p: the model has 3 outcomes, over the limit of 2: put outcomes of equal reward together" in line


def test_a_long_file_of_a_model_is_not_read(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "MAX_MODEL_FILE", 10)
    Path("m.csv").write_text("outcome,p,reward\na,1/2,1\nb,1/2,2\n")
    assert "m.csv has over 10 bytes" in exactalign.refused("best-of-n", "--input", "m.csv", *N)


def test_the_model_from_a_broken_stdin(exactalign: Command) -> None:
    assert "standard input is empty" in exactalign.refused("best-of-n", "--input", "-", *N)


@pytest.mark.parametrize("command", ["best-of", "BEST-OF-N", "tables"])
def test_unknown_commands_name_the_known_ones(exactalign: Command, command: str) -> None:
    line = exactalign.refused(command)
    assert f"no such command '{command}'" in line
    assert all(name in line for name in COMMANDS)


def test_a_refusal_leaves_an_existing_file_alone(exactalign: Command) -> None:
    Path("out.csv").write_text("precious", encoding="utf-8")
    assert "over the limit" in exactalign.refused("best-of-n", *MODEL, "--n", "1e9", "--output", "out.csv")
    assert Path("out.csv").read_text(encoding="utf-8") == "precious"


def test_messages_stay_short_and_on_one_line(exactalign: Command) -> None:
    line = exactalign.refused("best-of-n", *P, "--reward", "0,1,\n\x1b[31m" + "z" * 10_000, *N)
    assert "\x1b" not in line
    exactalign.refused("best-of-n", "--" + "x" * 10_000)


def test_a_bug_is_no_traceback(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("exactalign.cli.options.ModelOptions.read", broken)
    result = exactalign("best-of-n", *PAIR)
    assert (result.code, result.out) == (70, "")
    assert result.err.startswith("exactalign: this is a bug, please report it (ZeroDivisionError: oops)")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt, 130), (MemoryError, 2)])
def test_interruption_and_lack_of_memory(
    exactalign: Command, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], code: int
) -> None:
    def stopped(*_: object) -> None:
        raise error

    monkeypatch.setattr("exactalign.cli.options.ModelOptions.read", stopped)
    result = exactalign("best-of-n", *PAIR, "--output", "out.csv")
    assert (result.code, result.out) == (code, "")
    assert result.err.count("\n") == 1
    assert not Path("out.csv").exists()


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError("disk full"), UnicodeEncodeError("x", "", 0, 1, "")])
def test_a_write_that_fails_half_way_leaves_nothing(
    exactalign: Command, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def failing(_: int) -> None:
        raise error

    Path("out.csv").write_text("precious", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", failing)
    result = exactalign("best-of-n", *PAIR, "--output", "out.csv")
    assert result.code in (2, 70, 130)
    assert [path.name for path in Path().iterdir()] == ["out.csv"]
    assert Path("out.csv").read_text(encoding="utf-8") == "precious"


def test_a_closed_stdout(exactalign: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert "standard output is closed" in exactalign.refused("best-of-n", *PAIR)


PQ = (*P, "--q", "2/3,1/9,2/9")
CHAIN = ("--transition", "1/2, 1/2; 1/4, 3/4", "--reward", "0, 1")
LAWS = ("--policy", "1/4,3/4", "--reference", "1/2,1/2")
DIVERGENCE = "exactalign.testing.conformance.reference:kl_divergence"
CHECKED = ("conformance", DIVERGENCE, "--kind", "kl-divergence")
DATA = ("--data", "-")
ONE, NONE, TWO = (f"a whole number, at least {least}" for least in (1, 0, 2))
LIMITS: list[tuple[tuple[str, ...], str, str, str, str]] = [
    (("align", *PQ), "--match-best-of-n", "0", "1", ONE),
    (("align", *PQ, "--match-best-of-n", "2"), "--length", "0", "1", ONE),
    (("align", *PQ, "--kl", "1"), "--digits", "0", "1", "a whole number from 1 to 1000000"),
    (("align", *PQ, "--kl", "1"), "--places", "-1", "0", "a whole number from 0 to 1000000"),
    (("best-of-n", *MODEL), "--n", "0", "1", ONE),
    (("best-of-n", *MODEL, *N), "--length", "-1", "0", NONE),
    (("table", *MODEL), "--n", "0", "1", ONE),
    (("table", *MODEL, *N), "--length", "0", "1", ONE),
    (("compare", *PQ, *N), "--length", "0", "1", ONE),
    (("compare", *PQ, "--length", "2"), "--n", "0", "1", f"floor, ceil, real or {ONE}"),
    (("rate", *PQ, "--at", "1"), "--length", "0", "1", ONE),
    (("rate", *PQ, "--at", "1", "--kl", "1/10"), "--n", "0", "1", f"floor, ceil, real or {ONE}"),
    (("markov", *CHAIN, *N), "--length", "0", "1", ONE),
    (("markov", *CHAIN, "--length", "2"), "--n", "0", "1", f"floor, ceil, real or {ONE}"),
    (("sweep", *PQ, *N), "--length", "0", "1", ONE),
    (("sweep", *PQ, "--length", "2"), "--n", "0", "1", f"floor, ceil, real or {ONE}"),
    (("sweep", *PQ, "--length", "2", *N), "--jobs", "0", "1", ONE),
    (("sweep", *PQ, "--length", "2", *N), "--digits", "0", "1", "a whole number from 1 to 1000000"),
    (("guarantees",), "--n", "0.99", "1", "a number of draws, at least 1"),
    (("guarantees", *N), "--order", "0", "1/9", "a Rényi order above 0, or oo"),
    (("experiment", "scaling"), "--n", "0", "1", ONE),
    (("experiment", "overoptimization"), "--n", "0", "1", ONE),
    (("experiment", "divergence-choice"), "--order", "0", "1/9", "a Rényi order above 0, or oo"),
    (("estimate", "kl", *LAWS), "--n", "0", "1", ONE),
    (("estimate", "kl", *LAWS), "--top-k", "0", "1", ONE),
    (("estimate", "pass-at-k", "--theta", "1/2"), "--n", "0", "1", ONE),
    (("estimate", "pass-at-k", "--theta", "1/2"), "--k", "0", "1", ONE),
    (("estimate", "baseline", *LAWS[:2], "--reward", "1,0"), "--n", "1", "2", TWO),
    (("figure", "golden", *DATA), "--n", "0", "1", ONE),
    (("figure", "tradeoff", *DATA, "--length", "1"), "--n", "0", "1", ONE),
    (("figure", "tradeoff", *DATA, *N), "--length", "0", "1", ONE),
    (("figure", "gap", *DATA, "--length", "1"), "--n", "1", "2", TWO),
    (("figure", "scaling", *DATA), "--n", "0", "1", ONE),
    (("figure", "baseline", *DATA), "--n", "1", "2", TWO),
    (("figure", "pass-at-k", *DATA), "--n", "0", "1", ONE),
    (("figure", "rates", *DATA, "--length", "2"), "--n", "0", "1", f"floor, ceil, real or {ONE}"),
    (("figure", "figure1", *DATA, *N), "--length", "0", "1", ONE),
    ((*CHECKED, "--seed", "1"), "--examples", "0", "1", ONE),
    ((*CHECKED, "--examples", "1"), "--seed", "-1", "0", NONE),
    ((*CHECKED, "--examples", "1"), "--slack", "0", "1", ONE),
    ((*CHECKED, "--examples", "1"), "--seconds", "0", "1", ONE),
    (("check-table", "t.csv"), "--n", "0", "1", ONE),
    (("check-table", "t.csv"), "--table", "0", "1", ONE),
    (("check-table", "t.csv", *MODEL), "--length", "-1", "0", NONE),
    (("check-table", "t.csv"), "--digits", "0", "1", "a whole number from 1 to 1000000"),
    (("audit", "a.csv"), "--n", "0", "1", "a whole number from 1 to 1000000000"),
    (("audit", "a.csv"), "--n", "1000000001", "1e9", "a whole number from 1 to 1000000000"),
    (("audit", "a.csv", *N), "--jobs", "0", "1", ONE),
]
"""Options of whole numbers: the last value that is refused, the first that is taken, and what is expected."""


@pytest.mark.parametrize(("arguments", "option", "refused", "taken", "expected"), LIMITS)
def test_both_sides_of_every_limit(
    exactalign: Command, arguments: tuple[str, ...], option: str, refused: str, taken: str, expected: str
) -> None:
    Path("t.csv").write_text("N,KL\n1,0\n", encoding="utf-8")
    Path("a.csv").write_text("prompt,probability,reward\nq,1/2,1\nq,1/2,1\n", encoding="utf-8")
    assert exactalign.refused(*arguments, option, refused) == f"{option} is '{refused}': give {expected}"
    result = exactalign(*arguments, option, taken)
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize(
    ("name", "most", "arguments", "option"),
    [
        ("table._MAX_ROWS", 10_000, ("table", *MODEL), "--n"),
        ("table._MAX_ROWS", 10_000, ("table", *MODEL, *N), "--length"),
        ("rate._MAX_POINTS", 10_000, ("rate", *PQ), "--at"),
        ("figure._MAX_POINTS", 1000, ("figure", "scaling", *DATA), "--n"),
        ("figure._MAX_POINTS", 1000, ("figure", "tradeoff", *DATA, *N), "--length"),
    ],
)
def test_how_many_values_a_list_has(
    exactalign: Command, monkeypatch: pytest.MonkeyPatch, name: str, most: int, arguments: tuple[str, ...], option: str
) -> None:
    stem, _, constant = name.partition(".")
    module = import_module(f"exactalign.cli.{stem}")
    assert getattr(module, constant) == most
    monkeypatch.setattr(module, constant, 2)
    assert exactalign.refused(*arguments, option, "1..3") == f"{option} has over 2 values: give fewer"
    exactalign.ok(*arguments, option, "1..2")
