"""`exactalign tex`: macros from a file of named quantities, and numbers that are typed in a paper."""

from pathlib import Path

import pytest

from exactalign.cli import output
from tests.exactalign.cli.command import Command

NUMBERS = """
[model]
p = "1/5, 3/10, 1/2"
reward = "2, 0, 1"

[macros]
KLtwo = {value = "kl", n = 2, digits = 4}
WinTwo = {value = "win-rate", n = 2}
Alpha = {value = "alpha", kl = "11/100", places = 3}
Limit = {value = "log 2 - 1/2"}
Neg = {value = "-1/3", digits = 2}
Tilt = {value = "kl-to-tilt", n = 2, length = 10, digits = 4}
"""


@pytest.fixture
def numbers(exactalign: Command) -> str:
    Path("numbers.toml").write_text(NUMBERS, encoding="utf-8")
    return "numbers.toml"


def test_macros_are_exact_or_correctly_rounded(exactalign: Command, numbers: str) -> None:
    lines = exactalign.ok("tex", numbers).splitlines()
    assert lines[0] == "% Written by: exactalign tex numbers.toml"
    assert lines[3:] == [
        r"\newcommand{\KLtwo}{0.1557}",
        r"\newcommand{\WinTwo}{\ensuremath{\frac{16}{25}}}",
        r"\newcommand{\Alpha}{0.674}",
        r"\newcommand{\Limit}{\ensuremath{-\frac{1}{2} + \log 2}}",
        r"\newcommand{\Neg}{\ensuremath{-0.33}}",
        r"\newcommand{\Tilt}{0.03444}",
    ]


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        (r"\newcommand{\KLtwo}{0.1557}", 0),
        (r"\newcommand*\KLtwo{0.156}", 0),
        (r"\renewcommand {\KLtwo} {\ensuremath{0.156}}", 0),
        (r"\def\WinTwo{$\frac{16}{25}$}", 0),
        (r"\def\WinTwo{64\%}", 0),
        (r"a gap of \exactly{Limit}{0.19} nats", 0),
        (r"\exactly{Neg}{$-0.33$}", 0),
        (r"as \KLtwo{} says", 0),
        ("% \\exactly{KLtwo}{9.9}\n\\exactly{KLtwo}{0.156}", 0),
        ("50\\% \\exactly{KLtwo}{0.156}", 0),
        (r"\newcommand{\KLtwo}{0.155}\KLtwo", 1),  # truncated
        (r"\newcommand{\KLtwo}{0.155\dots}\KLtwo", 0),
        (r"\newcommand{\KLtwo}{0.157}", 1),
        (r"\def\WinTwo{0.63}", 1),
        (r"\exactly{Neg}{0.33}", 1),
        (r"\exactly{KLtwo}{about a sixth}", 1),
        (r"\KLtwo and \exactly{Tilt}{0.0345}", 1),
        *(
            (definition, 1)
            for definition in (
                r"\providecommand{\KLtwo}{0.99}",
                r"\DeclareRobustCommand*\KLtwo{0.99}",
                r"\gdef\KLtwo{0.99}",
                r"\protected\edef\KLtwo {0.99}",
                r"\newcommand{\KLtwo}[1]{0.99}",
                r"\newcommand\KLtwo[1][x]{0.99}",
                r"\NewDocumentCommand{\KLtwo}{m o}{0.99}",
                r"\RenewDocumentCommand\KLtwo{}{0.99}",
                r"\DeclareExpandableDocumentCommand{\KLtwo} {} {0.99}",
                r"\DeclareMathOperator{\KLtwo}{0.99}",
            )
        ),
        (r"\providecommand{\KLtwo}{0.156}\newcommand{\KLtwos}{0.99}", 0),
        (r"\newcommand{\KLtwo}{0.156 nats}", 0),
        (r"\newcommand{\KLtwo}{0.156 bits}", 1),
        ("50\\% \\exactly{KLtwo}{0.2}", 0),
        ("50\\% \\exactly{KLtwo}{0.3}", 1),
    ],
)
def test_typed_numbers(exactalign: Command, numbers: str, paper: str, code: int) -> None:
    Path("paper.tex").write_text(paper, encoding="utf-8")
    result = exactalign("tex", numbers, "--check", "paper.tex")
    assert (result.code, result.err) == (code, "")
    assert any(word in result.out for word in ("wrong", "unreadable", "truncated")) is (code == 1)


def test_what_it_writes_it_accepts(exactalign: Command, numbers: str) -> None:
    exactalign.ok("tex", numbers, "-o", "numbers.tex")
    told = exactalign.ok("tex", numbers, "--check", "numbers.tex")
    assert told.count("exact") + told.count("correctly rounded") == 6


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "there are no [macros]"),
        ("[macros\n", "malformed TOML"),
        ("[macros]\nA = " + "9" * 5000, "a whole number has over 4,300 digits: write it as a text"),
        ("[macros]\nA = " + "[" * 5000, "nested too deep"),
        ("[other]\n", "unknown section 'other'"),
        ('[macros]\nKL2 = {value = "1"}', "KL2: the name of a macro has letters only"),
        ("[macros]\nA = 0.5", 'has the number 0.5: write the string "0.5"'),
        ("[macros]\nA = {value = 1}", 'write A = {value = "kl", n = 2, digits = 4}'),
        ('[macros]\nA = {value = "kl", n = 2}', "A: kl needs a [model]"),
        ('[macros]\nA = {value = "price"}', "no log form"),
        ('[macros]\nA = {value = "log 2", n = 2}', "A: n does not belong to log 2"),
        ('[macros]\nA = {value = "log 2", digits = 2, places = 2}', "digits and places are both given"),
        ('[macros]\nA = {value = "log 2", digits = 0}', "A: digits is '0'"),
        ('[macros]\nA = {value = "log 2", digts = 1}', "unknown key 'digts'"),
        ('[model]\np = "1"\nreward = "0"\n[macros]\nA = {value = "kl"}', "A: kl needs n"),
        ('[model]\np = "1"\nreward = "0"\n[macros]\nA = {value = "alpha"}', "alpha needs a KL budget"),
        ('[model]\np = "1"\nreward = "0"\n[macros]\nA = {value = "alpha", kl = "1"}', "there is no α"),
        (
            '[model]\np = "1/2,1/2"\nreward = "0,1"\n[macros]\nA = {value = "kl-to-tilt", n = 2}',
            "give digits or places",
        ),
        ('[model]\np = "1/2"\nreward = "0"\n[macros]\nA = {value = "1"}', "[model]: --p: the probabilities sum to 1/2"),
        ('[model]\nprice = "1"\n[macros]\nA = {value = "1"}', "unknown key 'price' in [model]"),
    ],
)
def test_files_that_are_refused(exactalign: Command, content: str, message: str) -> None:
    Path("numbers.toml").write_text(content, encoding="utf-8")
    assert message in exactalign.refused("tex", "numbers.toml", "-o", "out.tex")


@pytest.mark.parametrize(
    ("paper", "message"),
    [
        ("nothing here", "paper.tex has none of the numbers"),
        ("\n\\exactly{Other}{1}", "paper.tex: line 2: \\exactly{Other}: the file has no number Other"),
    ],
)
def test_a_check_that_could_not_fail_is_refused(exactalign: Command, numbers: str, paper: str, message: str) -> None:
    Path("paper.tex").write_text(paper, encoding="utf-8")
    assert message in exactalign.refused("tex", numbers, "--check", "paper.tex")


MODEL = '[model]\np = "1/5, 3/10, 1/2"\nreward = "2, 0, 1"\n[macros]\n'


@pytest.mark.parametrize(
    ("entry", "latex"),
    [
        ('{value = "win-rate", n = 1}', r"\ensuremath{\frac{1}{2}}"),
        ('{value = "win-rate", n = 1, length = 1, places = 0}', "0"),
        ('{value = "win-rate", n = 1, digits = 1}', "0.5"),
        ('{value = "win-rate", n = "2", places = "2"}', "0.64"),
        ('{value = "kl", n = 1}', "0"),
        ('{value = "bound", n = 2}', r"\ensuremath{-\frac{1}{2} + \log 2}"),
        ('{value = "reward", n = 1, length = 3}', r"\ensuremath{\frac{27}{10}}"),
        ('{value = "improvement", n = 1}', "0"),
        ('{value = "alpha", kl = "0"}', "0"),
        ('{value = "7"}', "7"),
        ('{value = "-7"}', r"\ensuremath{-7}"),
        ('{value = " 2/3 "}', r"\ensuremath{\frac{2}{3}}"),
        ('{value = "-2/3"}', r"\ensuremath{-\frac{2}{3}}"),
        ('{value = "2/3", places = 0}', "1"),
        ('{value = "log 4 - log 2", places = 2}', "0.69"),
        ('{value = "log 1"}', "0"),
        ('{value = "1/10000000", digits = 2}', r"\ensuremath{1.0 \times 10^{-7}}"),
    ],
)
def test_a_number_as_it_is_printed(exactalign: Command, entry: str, latex: str) -> None:
    Path("n.toml").write_text(f"{MODEL}Name = {entry}", encoding="utf-8")
    (line,) = exactalign.ok("tex", "n.toml").splitlines()[3:]
    assert line == rf"\newcommand{{\Name}}{{{latex}}}"


AT_LEAST_1, UP_TO = "give a whole number, at least 1", "give a whole number from {} to 1000000"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f'{MODEL}A = {{value = "kl", n = 0}}', f"n.toml: A: n is '0': {AT_LEAST_1}"),
        (f'{MODEL}A = {{value = "kl", n = 1, length = 0}}', f"n.toml: A: length is '0': {AT_LEAST_1}"),
        (f'{MODEL}A = {{value = "1", digits = 0}}', f"n.toml: A: digits is '0': {UP_TO.format(1)}"),
        (f'{MODEL}A = {{value = "1", places = -1}}', f"n.toml: A: places is '-1': {UP_TO.format(0)}"),
        (f'{MODEL}A = {{value = "1", digits = true}}', "n.toml: A: digits is True: give a whole number"),
        (f'{MODEL}A = {{value = "1", digits = [1]}}', "n.toml: A: digits is [1]: give a whole number"),
        (f'{MODEL}A = {{value = "1", kl = "1"}}', "n.toml: A: kl does not belong to 1"),
        (f'{MODEL}A = {{value = "kl", n = 1, kl = "1"}}', "n.toml: A: kl does not belong to kl"),
        (f'{MODEL}A = {{value = "alpha", n = 1, kl = "1"}}', "n.toml: A: n does not belong to alpha"),
        (f'{MODEL}A = {{value = "alpha", kl = 1}}', 'n.toml: A: alpha needs a KL budget: kl = "11/100"'),
        (f'{MODEL}A = {{value = "alpha", kl = "-1"}}', "n.toml: A: kl is -1: a KL budget must not be negative"),
        (f'{MODEL}A = {{value = "alpha", kl = "1/10"}}', "n.toml: A: it has no exact form: give digits or places"),
        (f'{MODEL}A = {{value = "1", digits = 1, places = 1}}',
         "n.toml: A: digits and places are both given: give one of them"),
        (f'{MODEL}A-b = {{value = "1"}}', "n.toml: A-b: the name of a macro has letters only"),
        ("macros = 7", 'n.toml: there are no [macros]: give lines as KLtwo = {value = "kl", n = 2, digits = 4}'),
        ("[macros]", 'n.toml: there are no [macros]: give lines as KLtwo = {value = "kl", n = 2, digits = 4}'),
        ("model = 7\n[macros]\nA = {value = '1'}",
         'n.toml: [model] has texts only: p = "1/5, 3/10, 1/2" and reward = "log 6, 0, log 2"'),
        ("[model]\np = 1\n[macros]\nA = {value = '1'}",
         'n.toml: [model] has texts only: p = "1/5, 3/10, 1/2" and reward = "log 6, 0, log 2"'),
        ("[model]\ninput = 'none.csv'\n[macros]\nA = {value = '1'}",
         "n.toml: [model]: none.csv cannot be read: No such file or directory"),
    ],
)  # fmt: skip
def test_files_that_are_refused_word_for_word(exactalign: Command, content: str, message: str) -> None:
    Path("n.toml").write_text(content, encoding="utf-8")
    assert exactalign.refused("tex", "n.toml") == message


def test_a_model_beside_the_file(exactalign: Command) -> None:
    Path("folder").mkdir()
    Path("folder/m.csv").write_text("p,reward\n1/2,0\n1/2,1\n", encoding="utf-8")
    text = "[model]\ninput = 'm.csv'\n[macros]\nA = {value = 'reward', n = 2}"
    Path("folder/n.toml").write_text(text, encoding="utf-8")
    assert exactalign.ok("tex", "folder/n.toml").endswith("{\\A}{\\ensuremath{\\frac{3}{4}}}\n")
    here = text.replace("m.csv", "folder/m.csv")
    assert exactalign.ok("tex", "-", stdin=here).endswith("{\\A}{\\ensuremath{\\frac{3}{4}}}\n")


def test_what_was_found_in_a_paper(exactalign: Command, numbers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places, names and what is right; macros that are used only are told below."""
    paper = "% \\exactly{Neg}{1}\n\\newcommand{\\KLtwo}{0.157}\n\\WinTwo and\n\n\\exactly{ Limit }{ $0.19$ }"
    paper += " \\WinTwos \\Alpha."
    Path("paper.tex").write_text(paper, encoding="utf-8")
    result = exactalign("tex", numbers, "--check", "paper.tex")
    assert (result.code, result.err) == (1, "")
    table, used = result.out.rstrip("\n").split("\n\n")
    header, _, first, second = table.splitlines()
    assert header.split()[0] == "line"
    assert first.split()[:4] == ["2", "KLtwo", "0.157", "wrong"]
    assert "0.156" in first
    assert second.split()[:2] == ["5", "Limit"]
    assert "correctly rounded" in second
    assert used == "from the macros: WinTwo, Alpha"
    Path("used.tex").write_text("\\WinTwo", encoding="utf-8")
    assert exactalign.ok("tex", numbers, "--check", "used.tex") == "from the macros: WinTwo\n"
    Path("typed.tex").write_text("\\exactly{Limit}{0.19}", encoding="utf-8")
    assert "from the macros" not in exactalign.ok("tex", numbers, "--check", "typed.tex")
    monkeypatch.setattr(output, "coloured", lambda _: True)
    assert "\x1b[1;31mwrong\x1b[0m" in exactalign("tex", numbers, "--check", "paper.tex").out


def test_only_one_file_is_read_from_standard_input(exactalign: Command, numbers: str) -> None:
    Path("paper.tex").write_text("\\KLtwo", encoding="utf-8")
    said = exactalign.refused("tex", "-", "--check", "-")
    assert said == "FILE and the paper are both to be read from standard input: give one as a file"
    assert exactalign.ok("tex", "-", "--check", "paper.tex", stdin=NUMBERS) == "from the macros: KLtwo\n"
    assert exactalign.ok("tex", numbers, "--check", "-", stdin="\\KLtwo") == "from the macros: KLtwo\n"
    assert exactalign.refused("tex", numbers, "-o", "no/n.tex") == "--output no/n.tex: there is no directory no"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (r"\ensuremath{\num{0.156}}", 0),
        (r"\textbf{ \mathrm{0.156} }", 0),
        ("$$0.156$$", 0),
        (r"\ensuremath{0.157}", 1),
        (r"\unknown{0.156}", 1),
    ],
)
def test_what_sets_a_number_in_type(exactalign: Command, numbers: str, body: str, code: int) -> None:
    Path("paper.tex").write_text(rf"\newcommand{{\KLtwo}}{{{body}}}", encoding="utf-8")
    assert exactalign("tex", numbers, "--check", "paper.tex").code == code


def test_braces_that_do_not_close_hold_no_number(exactalign: Command, numbers: str) -> None:
    for paper in (r"\newcommand{\KLtwo}{0.156", r"\newcommand{\KLtwo}{0.156\}", r"\exactly{KLtwo}{{0.156}"):
        Path("paper.tex").write_text(paper + r" \WinTwo", encoding="utf-8")
        assert "typed" not in exactalign.ok("tex", numbers, "--check", "paper.tex")


def test_the_model_that_a_file_names_is_not_replaced(exactalign: Command) -> None:
    model = "outcome,p,reward\na,1/2,0\nb,1/2,1\n"
    Path("model.csv").write_text(model, encoding="utf-8")
    Path("n.toml").write_text('[model]\ninput = "model.csv"\n[macros]\nkk = {value = "kl", n = 2}\n', encoding="utf-8")
    for given in (["n.toml"], ["n.toml", "--check", "n.toml"]):
        result = exactalign("tex", *given, "-o", "model.csv")
        assert (result.code, result.out) == (2, "")
        assert result.err.endswith("--output model.csv is what is read: give another file\n")
    assert Path("model.csv").read_text(encoding="utf-8") == model
