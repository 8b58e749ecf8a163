"""`exactalign figure`: files, formats, data, refusals."""

import csv
import io
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from exactalign import Distribution, LogForm, Reward, figures, log
from exactalign.theory import GoldenModel, RewardLaw, named_model
from tests.exactalign.cli.command import Command, P

NAMES = ("figure1", "tradeoff", "rates", "convergence", "gap", "golden", "scaling", "divergence-choice", "kl-estimates",
         "pass-at-k", "baseline")  # fmt: skip
SMALL = {
    "figure1": ("--length", "3"),
    "tradeoff": ("--length", "1,2", "--n", "1,2,4"),
    "rates": ("--length", "4"),
    "convergence": ("--length", "1,2"),
    "gap": ("--length", "1,2", "--n", "2,4"),
    "golden": ("--n", "1:4"),
    "scaling": ("--model", "two-point", "--n", "1:4"),
    "divergence-choice": ("--model", "two-point", "--order", "1/2,1,2"),
    "kl-estimates": (),
    "pass-at-k": ("--n", "3"),
    "baseline": ("--n", "2"),
}
STARTS = {"pdf": b"%PDF-", "svg": b"<?xml", "png": b"\x89PNG\r\n\x1a\n"}
IN_ALL = ("figure1", "golden")
"""A simplex and a plane, drawn in every format; the others as PDF, and as SVG on the pages that show them."""


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_figure_with_its_data(exactalign: Command, tmp_path: Path, name: str) -> None:
    forms = [*STARTS] if name in IN_ALL else ["pdf"]
    for form in forms:
        assert exactalign.ok("figure", name, *SMALL[name], "-o", f"f.{form}", "--data", "f.csv") == ""
        assert (tmp_path / f"f.{form}").read_bytes().startswith(STARTS[form])
    rows = list(csv.DictReader(io.StringIO((tmp_path / "f.csv").read_text(encoding="utf-8"))))
    assert rows
    assert list(rows[0])[:2] == ["curve", "point"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["f.csv", *(f"f.{form}" for form in forms)])


@pytest.mark.slow
def test_the_same_figure_has_the_same_bytes(exactalign: Command, tmp_path: Path) -> None:
    for form in ("svg", "pdf"):
        for number in (1, 2):
            exactalign.ok("figure", "golden", *SMALL["golden"], "-o", f"{number}.{form}", "--width", "two", "--title")
        assert (tmp_path / f"1.{form}").read_bytes() == (tmp_path / f"2.{form}").read_bytes()


def test_data_alone_goes_to_standard_output_and_draws_nothing(exactalign: Command, tmp_path: Path) -> None:
    out = exactalign.ok("figure", "golden", "--n", "1,2", "--data", "-", "--digits", "3")
    assert '"golden, best-of-n",1,0.137,0.0700' in out
    assert list(tmp_path.iterdir()) == []


def test_data_as_json_by_the_suffix(exactalign: Command, tmp_path: Path) -> None:
    assert exactalign.ok("figure", "golden", "--n", "1,2", "--data", "f.JSON", "--digits", "4") == ""
    told = json.loads((tmp_path / "f.JSON").read_text(encoding="utf-8"))
    assert told["parameters"]["golden"][1] == {"exact": "1", "lower": "1.000", "upper": "1.000"}
    assert told["curves"][3]["points"][1][1] == "7/100"
    assert told["curves"][3]["points"][1][0]["lower"] == "0.1370"


@pytest.mark.slow
def test_a_file_that_cannot_be_drawn_stays_as_it_was(exactalign: Command, tmp_path: Path) -> None:
    (tmp_path / "old.svg").write_text("old", encoding="utf-8")
    assert exactalign("figure", "figure1", *P, "--reward", "1,1,1", "-o", "old.svg").code == 2
    assert (tmp_path / "old.svg").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("figure1",), "nothing to write"),
        (("scaling", "--renyi", "1", "-o", "f.svg"), "--renyi does not belong to scaling"),
        (("scaling", *P, "--reward", "1,1,1", "-o", "f.svg"), "nothing to draw"),
        (("scaling", "--model", "pareto", *P, "--reward", "0,1,2", "-o", "f.svg"), "give one of them"),
        (("divergence-choice", "--n", "2", "-o", "f.svg"), "--n does not belong to divergence-choice"),
        (("divergence-choice", "--renyi", "0", "-o", "f.svg"), "needs one above 0"),
        (("divergence-choice", "--order", "0", "-o", "f.svg"), "give a Rényi order above 0"),
        (("golden", "--model", "pareto", "-o", "f.svg"), "--model does not belong to golden"),
        (("figure1", "-o", "f.jpg"), "says no format"),
        (("figure1", "--data", "f.xlsx"), "--data f.xlsx says no format: end it in .csv, .json"),
        (("figure1", "-o", "-"), "a figure goes to a file"),
        (("figure1", "-o", "f.svg", "--data", "./f.svg"), "give two files"),
        (("figure1", "-o", "nowhere/f.svg"), "there is no directory nowhere"),
        (("figure1", "-o", "f.svg", "--data", "nowhere/f.csv"), "--data nowhere/f.csv: there is no directory"),
        (("figure1", "-o", "f.svg", "--length", "1,2"), "figure1 shows one"),
        (("figure1", "-o", "f.svg", "--golden", "1,2,3"), "--golden does not belong to figure1"),
        (("gap", "-o", "f.svg", "--kl", "1/10"), "--kl does not belong to gap"),
        (("gap", "-o", "f.svg", "--n", "1,2"), "whole number, at least 2"),
        (("tradeoff", "-o", "f.svg", "--n", "1/2"), "whole number, at least 1"),
        (("figure1", "--p", "1/2,1/2", "--q", "1/3,2/3", "-o", "f.svg"), "2 outcomes of positive probability"),
        (("figure1", "--kl", "2", "-o", "f.svg"), "the KL budget is 2"),
        (("figure1", "--kl", "0", "-o", "f.svg"), "the KL budget is 0"),
        (("rates", *P, "--reward", "1,1,1", "-o", "f.svg"), "the reward is constant"),
        (("golden", *P, "--reward", "1,2,3", "-o", "f.svg"), "--golden is missing"),
        (("golden", *P, "--reward", "1,2,3", "--golden", "1,2", "-o", "f.svg"), "--golden has 2 entries"),
        (("golden", *P, "--reward", "1,2,3", "--golden", "1,2,x", "-o", "f.svg"), "--golden entry 3"),
        (("figure1", "--kl", "log 5", "-o", "f.svg"), "above 0 and below log(5) ≈ 1.60944"),
        (("figure1", "--length", "100000", "-o", "f.svg"), "5.0·10^9 reward levels, some 1,000 minutes"),
        (("tradeoff", "--n", "1:1000", "--length", "300", "-o", "f.svg"), "for each of 1000 numbers of draws"),
        (("gap", "--length", "1:20", "-o", "f.svg"), "lengths has 20 values: at most 16"),
        (("scaling", "--n", "1000000", "-o", "f.svg"), "with n up to 1,000,000"),
        (("tradeoff", *P, "--reward", "0,1,1e400", "--length", "1", "-o", "f.svg"), "over 10^308 in size"),
        (("figure2", "-o", "f.svg"), "figure2"),
    ],
)
def test_bad_input_is_one_line(exactalign: Command, arguments: tuple[str, ...], words: str) -> None:
    assert words in exactalign.refused("figure", *arguments)


class Asked:
    """In place of what computes figures and draws them: keeps what it is asked for."""

    def __init__(self) -> None:
        self.figures: list[Any] = []
        self.written: list[Any] = []
        self.drawn: list[Any] = []

    def csv(self, **how: Any) -> str:
        self.written.append(("csv", how))
        return "a,b\r\n1,2\r\n"

    def json(self, **how: Any) -> str:
        self.written.append(("json", how))
        return "{}"

    def render(self, *given: Any, **how: Any) -> bytes:
        self.drawn.append((*given, how))
        return b"drawn"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    found = Asked()

    def ask(name: str) -> Any:
        def called(*given: Any, **how: Any) -> Asked:
            found.figures.append((name, *given, how))
            return found

        return called

    for name in NAMES:
        monkeypatch.setattr(figures, name.replace("-", "_"), ask(name))
    monkeypatch.setattr(figures, "render", found.render)
    return found


EXAMPLE = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
OF_Q = Reward.log_of(Distribution.from_probabilities(["2/3", "1/9", "2/9"]))
PAPER = (EXAMPLE, OF_Q)
TYPED = (*P, "--reward", "2,0,1")
MINE = (EXAMPLE, Reward.values([2, 0, 1]))
LAW = RewardLaw(*MINE)
BINOMIAL = named_model("binomial")
KL, LOG = LogForm("1/5"), log(2)
WIRES: list[tuple[tuple[str, ...], tuple[Any, ...]]] = [
    (("figure1",), (*PAPER, {})),
    (("figure1", *TYPED, "--kl", "1/5", "--length", "4", "--n", "ceil"), (*MINE, {"kl": KL, "length": 4, "n": "ceil"})),
    (("rates",), (*PAPER, {})),
    (("rates", "--kl", "log 2", "--length", "4,2", "--n", "3"), (*PAPER, {"kl": LOG, "lengths": [4, 2], "n": 3})),
    (("convergence", *TYPED), (*MINE, {})),
    (("convergence", "--kl", "0", "--n", "real"), (*PAPER, {"kl": LogForm(0), "n": "real"})),
    (("tradeoff",), (*PAPER, {})),
    (("tradeoff", *TYPED, "--n", "1,2", "--length", "3"), (*MINE, {"sizes": [1, 2], "lengths": [3]})),
    (("gap",), (*PAPER, {})),
    (("gap", "--n", "2:4", "--length", "1"), (*PAPER, {"sizes": [2, 3, 4], "lengths": [1]})),
    (("golden",), (None, {})),
    (("golden", "--n", "1:3"), (None, {"sizes": [1, 2, 3]})),
    (("golden", *TYPED, "--golden", "0,1,log 2"), (GoldenModel(*MINE, Reward.values([0, 1, LOG])), {})),
    (("scaling",), (BINOMIAL, {})),
    (("scaling", "--model", "pareto", "--n", "1,2"), (named_model("pareto"), {"sizes": [1, 2]})),
    (("scaling", *TYPED), (LAW, {})),
    (("divergence-choice",), (BINOMIAL, {})),
    (
        ("divergence-choice", *TYPED, "--renyi", "log 2", "--order", "1/2,2"),
        (LAW, {"divergence": LOG, "orders": [Fraction(1, 2), Fraction(2)]}),
    ),
    (("kl-estimates",), ({},)),
    (("pass-at-k",), ({"n": 8, "ks": range(1, 17)},)),
    (("pass-at-k", "--n", "3"), ({"n": 3, "ks": range(1, 7)},)),
    (("pass-at-k", "--n", "32"), ({"n": 32, "ks": range(1, 65)},)),
    (("pass-at-k", "--n", "33"), ({"n": 33, "ks": range(1, 67, 2)},)),
    (("pass-at-k", "--n", "100"), ({"n": 100, "ks": range(4, 201, 4)},)),
    (("baseline",), ({},)),
    (("baseline", "--n", "2,5"), ({"sizes": [2, 5]},)),
]


def laid_open(value: Any) -> Any:
    """What laws and models that are made anew are compared by."""
    if isinstance(value, RewardLaw):
        return value.reference, laid_open(value.reward)
    if isinstance(value, GoldenModel):
        return value.reference, laid_open(value.proxy), laid_open(value.golden)
    return list(value.items()) if isinstance(value, Reward) else value


@pytest.mark.parametrize(("arguments", "expected"), WIRES)
def test_what_is_typed_reaches_the_figure(
    exactalign: Command, asked: Asked, arguments: tuple[str, ...], expected: tuple[Any, ...]
) -> None:
    """What is not typed is left to the figure, which has defaults of its own."""
    assert exactalign.ok("figure", *arguments, "--data", "-") == "a,b\n1,2\n"
    (found,) = asked.figures
    assert [laid_open(value) for value in found] == [arguments[0], *map(laid_open, expected)]
    assert asked.drawn == []


def test_how_a_figure_is_drawn_and_its_data_written(exactalign: Command, asked: Asked, tmp_path: Path) -> None:
    for options, form, width, title in (
        (("-o", "f.svg"), "svg", "one", False), (("-o", "f.PDF"), "pdf", "one", False),
        (("-o", "f.png", "--width", "two", "--title"), "png", "two", True),
        (("-o", "f.pdf", "--format", "svg"), "svg", "one", False),
        (("-o", "f", "--format", "png"), "png", "one", False),
    ):  # fmt: skip
        asked.drawn.clear()
        assert exactalign.ok("figure", "golden", *options) == ""
        assert asked.drawn == [(asked, form, width, {"title": title})]
        assert (tmp_path / options[1]).read_bytes() == b"drawn"
    assert asked.written == []
    for name, digits, kind, text in (
        ("d.csv", None, "csv", "a,b\n1,2\n"), ("d.json", "7", "json", "{}\n"), ("d", "3", "csv", "a,b\n1,2\n"),
    ):  # fmt: skip
        asked.written.clear()
        how = ("--digits", digits) if digits else ()
        assert exactalign.ok("figure", "golden", "-o", "f.svg", "--data", name, *how) == ""
        assert asked.written == [(kind, {"digits": int(digits)} if digits else {})]
        assert (tmp_path / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("golden",), "nothing to write: give --output FILE (.svg, .pdf or .png), or --data FILE"),
        (("golden", "-o", "-"), "--output is -: a figure goes to a file (.svg, .pdf or .png)"),
        (("golden", "-o", "f"), "--output f says no format: end it in .svg, .pdf or .png, or use --format"),
        (("golden", "-o", "f.svg", "--data", "./f.svg"), "--output and --data are both f.svg: give two files"),
        (("golden", "-o", "f.svg", "--data", "d.md"), "--data d.md says no format: end it in .csv, .json"),
        (("golden", "-o", "no/f.svg"), "--output no/f.svg: there is no directory no"),
        (("golden", *TYPED), "--golden is missing: give the golden rewards beside the proxy, --reward"),
        (("figure1", "--length", "1,2,3"), "--length has 3 lengths: figure1 shows one"),
        (("pass-at-k", "--n", "1,2"), "--n has 2 numbers: pass-at-k shows one"),
        (("kl-estimates", "--n", "1"), "--n does not belong to kl-estimates: it shows the variances of one draw"),
        (("divergence-choice", "--n", "1"), "--n does not belong to divergence-choice: it has no draws"),
        (("scaling", "--model", "pareto", *TYPED), "--model and a typed model are both given: give one of them"),
        *(
            ((name, *TYPED), f"{name} shows coins: it takes no model")
            for name in ("kl-estimates", "pass-at-k", "baseline")
        ),
    ],
)
def test_refusals_word_for_word(exactalign: Command, asked: Asked, arguments: tuple[str, ...], message: str) -> None:
    where = () if "-o" in arguments or message.startswith("nothing") else ("--data", "-")
    assert exactalign.refused("figure", *arguments, *where) == message
    assert (asked.figures, asked.drawn) == ([], [])


def test_the_data_are_no_other_name_of_the_picture(exactalign: Command) -> None:
    Path("f.svg").write_text("old", encoding="utf-8")
    Path("g.csv").symlink_to("f.svg")
    refused = exactalign.refused("figure", "gap", "-o", "f.svg", "--data", "g.csv")
    assert refused.endswith("--output and --data are both f.svg: give two files")
    assert Path("f.svg").read_text(encoding="utf-8") == "old"


OWNED = {
    "--kl": ("figure1", "rates", "convergence"),
    "--length": ("figure1", "tradeoff", "rates", "convergence", "gap"),
    "--golden": ("golden",),
    "--renyi": ("divergence-choice",),
    "--order": ("divergence-choice",),
    "--model": ("scaling", "divergence-choice"),
}


@pytest.mark.parametrize("option", OWNED)
def test_an_option_of_another_figure_is_refused(exactalign: Command, asked: Asked, option: str) -> None:
    value = {"--model": "pareto", "--golden": "1,2,3"}.get(option, "1")
    for name in NAMES:
        typed = TYPED if option == "--golden" else ()
        if name in OWNED[option]:
            exactalign.ok("figure", name, option, value, *typed, "--data", "-")
        else:
            assert exactalign.refused("figure", name, option, value, *typed, "--data", "-") == (
                f"{option} does not belong to {name}: it is for {', '.join(OWNED[option])}"
            )
