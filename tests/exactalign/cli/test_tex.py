"""`exactalign tex`: macros from a file of named quantities, and numbers that are typed in a paper."""

from pathlib import Path

import pytest

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
