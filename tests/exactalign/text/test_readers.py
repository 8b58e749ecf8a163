"""LaTeX and Markdown read as text, delimited text cut into records: what each construct prints."""

from __future__ import annotations

import csv
import json

import pytest

from exactalign.exceptions import InputError
from exactalign.text import delimited as delimited_module
from exactalign.text import markdown_reader
from exactalign.text.delimited import delimited, delimiter_of
from exactalign.text.json_objects import members
from exactalign.text.latex_reader import latex_to_text
from exactalign.text.markdown_reader import markdown_to_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain (text) - 1,2", "plain (text) - 1,2"),
        ("a~b", "a b"),
        (r"50\% \& \#1 \_ \$5 \{x\}", "50% & #1 _ $5 {x}"),
        (r"a\,b\;c\:d\ e\>f\!g", "a\u2009b c d e fg"),
        (r"a\\b", "a b"),
        (r"\|x\|", "‖x‖"),
        (r"\left(\big[x\bigr]\right)", "([x])"),
        # Fractions, with and without braces.
        (r"\frac{1}{2} \dfrac34 \nicefrac{a}{b}", "(1/2) (3/4) (a/b)"),
        (r"\frac{\frac12}{3}", "((1/2)/3)"),
        (r"\frac 1 2x", "(1/2)x"),
        (r"\frac\alpha\beta", "(α/β)"),
        (r"\log N-\frac{ N-1 }{N}", " log N-((N-1)/N)"),
        (r"\frac{1}{2\log 2}", "(1/(2 log 2))"),
        (r"\frac{(a)+(b)}{10{,}000}", "(((a)+(b))/10'000)"),
        (r"\frac{(a+b)}{12\,345}", "((a+b)/12\u2009345)"),
        (r"\sqrt{2} \sqrt[3]{x}", "√(2) 3√(x)"),
        # Commas in braces group thousands, or are commas.
        ("12{,}345", "12'345"),
        ("1{,}234{,}567", "1'234'567"),
        ("12{,}34", "12,34"),
        ("12{,}3456", "12,3456"),
        ("a{,}345", "a,345"),
        ("{,}345", ",345"),
        # siunitx.
        (r"\num{1.5e-3}", "1.5e-3"),
        (r"\num[round]{1+-2} \num{1\pm2}", "1±2 1±2"),
        (r"\SI{0.43}{\bit}", "0.43 bit"),
        (r"\SI[x]{5}[pre]{\kilo\gram}", "5 kilogram"),
        (r"\qty{43.75}{\percent}", "43.75 %"),
        (r"\unit{nat} \si{\bit}", "nat bit"),
        (r"\qty{5}{}", "5"),
        # What stands before the text, and what is none.
        (r"\textcolor{red}{a}\colorbox{b}{c}\fcolorbox{d}{e}{f}", "acf"),
        (r"\textcolor[rgb]{1,0,0}{a}", "a"),
        (r"\href{http://x}{y} \multicolumn{2}{c}{z} \multirow[t]{2}{*}{w} \parbox[t]{3cm}{v}", "y z w v"),
        (r"\multirow{2}[3]{*}[1pt]{u}", "u"),
        (r"\cellcolor{gray!20}0.43 \cellcolor[gray]{0.9}1", "0.43 1"),
        (r"\phantom{0}0.5\cite[p.~3]{x}\rule{1pt}{2pt}\footnote{n}", "0.5"),
        (r"\fontsize{8}{9}\selectfont x", "x"),
        (r"x\textsuperscript{a}\textsubscript{b}\tnote{*}", "x^a_b^*"),
        (r"\mathbb{R} \mathbb{x} \mathbb Q", "ℝ x ℚ"),
        (r"\textbf{a}\emph{b}\mathrm{c}\text{d}\makecell[l]{e}\mbox{f}\operatorname*{g}", "abcdefg"),
        (r"\bfseries\small x\xspace", "x"),
        # Accents.
        (r"\hat g \bar{x} \tilde{n} \widehat{y} \overline z", "ĝ x̄ ñ ŷ z̄"),
        (r"\hat{ab} \hat{}", "\\hat ab \\hat "),
        (r"\'e \`{a} \"o \^i \~n \=u \.z", "é à ö î ñ ū ż"),
        (r"\'{ab}", "áb"),
        (r"\'", "'"),
        # Words, Greek, spellings, and what is unknown.
        (r"2\log n + \exp x", "2 log n +  exp x"),
        (r"\alpha\leq\varepsilon\to\infty", "α≤ε→∞"),
        (r"90^\circ", "90°"),
        (r"x^2_{ij}", "x^2_ij"),
        (r"\mine{5}\other 6", "\\mine5\\other 6"),
        (r"a\quad b", "a b"),
        ("x\\", "x\\"),
        (r"\textbf", ""),
        (r"{\textbf}", ""),
        (r"{a{b}c}", "abc"),
    ],
)
def test_latex(source: str, text: str) -> None:
    assert latex_to_text(source) == text


def refused(source: str) -> str:
    with pytest.raises(InputError) as error:
        latex_to_text(source)
    return str(error.value)


def test_latex_that_is_not_balanced_or_too_deep() -> None:
    unbalanced = "the braces of the LaTeX text are not balanced"
    for source in ("a}", "{a", r"\textbf{a", "}{", "{a}}"):
        assert refused(source) == unbalanced
    assert latex_to_text("{" * 50 + "x" + "}" * 50) == "x"
    assert refused("{" * 51 + "x" + "}" * 51) == "braces are nested more than 50 deep"

    for count, accepted in ((51, True), (52, False)):
        source = r"\emph" * count + " x"
        assert latex_to_text(source) == "x" if accepted else refused(source) == "commands are nested more than 50 deep"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain", "plain"),
        (r"\* \_ \a", r"* _ \a"),
        ("`a*b*` `` c ``", "a*b* c"),
        ("` `", " "),
        ("**a** *b* ***c***", "a b c"),
        ("__a__ _b_ a_b_c", "a b a_b_c"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("**a *b* c**", "a b c"),
        ('[a](http://x) [b](u "t") [c][d] ![e](f)', "a b c e"),
        ("[**a**](u)", "a"),
        ("[^1] ~~gone~~", "[^1] ~~gone~~"),
        (r"$\pi_{2}$ and $5", "π_2 and $5"),
        ("$5 and $6", "$5 and $6"),
        ("$a$5", "$a$5"),
        (r"$\|x\|$", "|x|"),
        ('a<br>b a<br/>b x<sup>2</sup> y<SUB>1</SUB> <b>z</b> <i class="u">w</i>', "a b a b x^2 y_1 z w"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("&amp; &lt; &#960; &#x3C0; &nothing", "& < π π &nothing"),
    ],
)
def test_markdown(source: str, text: str) -> None:
    assert markdown_to_text(source) == text


def test_markdown_with_very_many_marks_is_read_for_escapes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown_reader, "_MOST_MARKS", 5)
    assert markdown_to_text(r"**a** \*") == "a *"  # five stars
    assert markdown_to_text(r"**a** \* *") == "**a** * *"
    for mark in "*_`$[<&~":
        assert markdown_to_text(mark * 6 + r"\-") == mark * 6 + "-"
    with pytest.raises(InputError, match="not balanced"):
        markdown_to_text("${$")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("", ","),
        ("a", ","),
        ("a;b\n1;2\n", ";"),
        ("a\tb\n1\t2\n", "\t"),
        ("a;b,c\n1;2,c\n", ","),  # as many cells: the first of the marks
        ("a;b;c,d\n1;2;3,4\n", ";"),  # more cells
        ("a,b;c\n1;2\n", ";"),  # the one that cuts alike
        ('"x;y;z",b\n"1;2;3",c\n', ","),
        ("a;b;c\n1;2\n", ";"),  # none cuts alike: the most frequent in the first line
        ('"x;y;z",b\n1\n', ","),  # outside its quoted cells
        ('"x;y;z,b\n1\n', ","),
        ("\n\na;b\n\n", ";"),
        ("a;b", ";"),
        ('5" pipe;b', ";"),  # a quotation mark within a cell quotes nothing
    ],
)
def test_the_delimiter(text: str, mark: str) -> None:
    assert delimiter_of(text) == mark


def test_the_delimiter_is_told_from_the_first_twenty_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["a;b,c"] + ["1;2,3"] * 18
    # Commas cut the twentieth line otherwise; what follows is not looked at.
    assert delimiter_of("\n".join([*lines, "1;2,3,4", "1"])) == ";"
    assert delimiter_of("\n".join([*lines, "1;2,3", "1;2,3,4"])) == ","
    monkeypatch.setattr(delimited_module, "_LOOKED_AT", 12)
    assert delimiter_of("a;b\n1;2\n\n\n3,4\n") == ";"


def test_how_far_a_text_is_looked_at_and_how_long_a_cell_may_be() -> None:
    head = "a;b,c,d\n1;2\n"
    blank = "\n" * (100_000 - len(head))
    assert delimiter_of(head + blank + "x") == ";"
    assert delimiter_of(head + blank[1:] + "x") == ","  # a third record, which semicolons cut otherwise
    assert list(delimited("x" * 100_000)) == [(1, ["x" * 100_000])]
    with pytest.raises(InputError, match=r"field larger than field limit \(100000\)"):
        list(delimited("x" * 100_001))


def test_records_are_numbered_by_their_last_line() -> None:
    assert list(delimited('a,b\n\n , \n"1\n2",3\n4,5')) == [(1, ["a", "b"]), (5, ["1\n2", "3"]), (6, ["4", "5"])]
    assert list(delimited("")) == []


def test_a_broken_record_is_told_and_the_limit_of_cells_is_put_back() -> None:
    before = csv.field_size_limit()
    for text, longest, message in (
        ('a,b\n1,"2\n', 100, "malformed CSV in line 2: unexpected end of data"),
        ("a,b\n1234,5\n", 3, "malformed CSV in line 2: field larger than field limit (3)"),
        ('a\n"b"c\n', 100, "malformed CSV in line 2: ',' expected after '\"'"),
    ):
        with pytest.raises(InputError) as error:
            list(delimited(text, longest))
        assert str(error.value) == message
        assert csv.field_size_limit() == before
    assert list(delimited("1234,5\n", 4)) == [(1, ["1234", "5"])]
    assert csv.field_size_limit() == before


def test_a_key_that_is_there_twice() -> None:
    read = json.JSONDecoder(object_pairs_hook=members)
    assert read.decode('{"a": {"a": 1}, "b": [{"a": 2}, {"a": 3}]}') == {"a": {"a": 1}, "b": [{"a": 2}, {"a": 3}]}
    long = "é" * 61
    for text, key in (
        ('{"a": 1, "b": 2, "a": 1}', '"a"'),
        ('{"' + long + '": 1, "' + long + '": 2}', json.dumps("é" * 60)),
    ):
        with pytest.raises(InputError) as error:
            read.decode(text)
        assert str(error.value) == f"an object gives the key {key} twice"


@pytest.mark.parametrize(
    ("names", "arguments"),
    [
        ("cellcolor rowcolor color columncolor phantom hphantom vphantom", "{9}"),
        ("cite citep citet label hspace vspace footnote index", "{9}"),
        ("rule fontsize", "{9}{9}"),
        ("selectfont footnotemark addlinespace kern", ""),
    ],
)
def test_commands_whose_arguments_are_no_text(names: str, arguments: str) -> None:
    for name in names.split():
        for option in ("", "[8]"):
            assert latex_to_text(rf"1\{name}{option}{arguments}{{2}}") == "12", name


@pytest.mark.parametrize(
    ("names", "arguments"),
    [
        ("textcolor colorbox href rotatebox scalebox parbox raisebox adjustbox", "{9}"),
        ("fcolorbox resizebox multirow multicolumn", "{9}{9}"),
        ("hyperref", "[9]"),
    ],
)
def test_commands_whose_last_argument_is_the_text(names: str, arguments: str) -> None:
    for name in names.split():
        assert latex_to_text(rf"1\{name}{arguments}{{2}}3") == "123", name
