"""What notebooks show: it parses, is escaped, is short, is right, and never raises."""

import re
import shutil
import subprocess
from collections.abc import Callable
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flint import arb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exactalign import (
    AlignedFamily,
    Distribution,
    EnclosedBestOfN,
    EnclosedReal,
    LogForm,
    MemorylessSource,
    Reward,
    Table,
    best_of_n,
    log,
    oo,
)
from exactalign.figures import figure1
from exactalign.numbers.display import number_text
from exactalign.testing import strategies as exact
from exactalign.text.displayed import Displayed
from exactalign.text.notebook import MAX_ROWS, html
from tests.exactalign.known_models import P, R

FAMILY = AlignedFamily(P, R)
TEXT = st.text(max_size=8)
LABELS = st.one_of(TEXT, st.integers(), st.booleans(), st.none(), st.tuples(TEXT, st.integers()))
TAGS = {"table", "caption", "strong", "thead", "tbody", "tfoot", "tr", "th", "td", "span", "small"}
VOID = {"img"}


class Page(HTMLParser):
    """Reads HTML and insists that every tag is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.cells: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.tags: set[str] = set()
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "img":
            self.images.append(dict(attrs))
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self.open or "th" in self.open:
            self.cells[-1] += data


@st.composite
def shown(draw: st.DrawFn) -> Any:
    """Anything that has a display."""
    problem = draw(exact.problems(max_size=3, kind="mixed"))
    kind = draw(st.integers(0, 9))
    if kind == 0:
        labels = draw(st.lists(LABELS, min_size=3, max_size=3, unique_by=repr))
        return Distribution(dict(zip(labels, P.probabilities, strict=True))) if len(set(labels)) == 3 else P
    if kind == 1:
        return Table(draw(st.lists(TEXT, min_size=2, max_size=2)), [[draw(TEXT), log(2)]], title=draw(TEXT))
    if kind == 2:
        return draw(exact.log_forms())
    if kind == 3:
        return problem.family.align(draw(st.sampled_from(["0", "1/7", "log 2", "50"])))
    if kind == 4:
        return problem.family.at(draw(st.sampled_from(["1/2", "-1/3", "2"])))
    if kind == 5:
        source = MemorylessSource(problem.reference, draw(st.integers(0, 3)))
        return best_of_n(source, problem.reward, draw(exact.sample_sizes()))
    if kind == 6:
        return EnclosedReal.of(draw(exact.log_forms())).exp()
    if kind == 7:
        return draw(exact.log_forms()).enclose(draw(st.integers(1, 30)))
    return problem.family if kind == 8 else problem.reward


@settings(max_examples=150, deadline=None)
@given(shown())
@pytest.mark.slow
def test_html_parses_and_latex_is_one_formula(value: Any) -> None:
    page = value._repr_html_()
    assert page
    assert Page(page).tags <= TAGS
    formula = value._repr_latex_()
    assert formula[0] == formula[-1] == "$"
    assert "$" not in re.sub(r"\\\$", "", formula[1:-1])
    assert formula.count("{") - formula.count(r"\{") == formula.count("}") - formula.count(r"\}")
    assert repr(value)


@given(st.text(max_size=150))
@example("<b>&amp;\"'</b>")
def test_labels_come_back_from_html(label: str) -> None:
    cells = Page(str(Distribution({label: 1})._repr_html_())).cells
    assert cells[2:] == [label, "1"]


@settings(deadline=None)
@given(st.one_of(exact.log_forms(), exact.rationals(), st.fractions()), st.integers(0, 400))
@example(Fraction(1), 400)
@example(Fraction(2, 3), 300)
@example(Fraction(1) - Fraction(1, 10**60), 0)
def test_shown_digits_are_right(value: Any, power: int) -> None:
    number = EnclosedReal.of(value) / 7**power
    assert _says(number_text(number), number.enclose(60))
    if isinstance(value, Fraction):
        assert _says(number_text(value / 7**power), number.enclose(60))


def _says(text: str, bounds: Any) -> bool:
    """Whether the number lies where its printed digits say that it does."""
    if "/" in text or re.fullmatch(r"-?\d+", text):
        return bool(bounds.lower <= Fraction(text) <= bounds.upper)
    if "±" in text:
        middle, error = map(Fraction, text.split("±"))
        return bool(middle - error <= bounds.lower and bounds.upper <= middle + error)
    digits, _, exponent = text.partition("…")
    sign = -1 if digits.startswith("-") else 1
    places = len(digits.partition(".")[2])
    scale = Fraction(10) ** int(exponent.removeprefix("e") or 0)
    low = abs(Fraction(digits)) * scale
    high = low + scale / 10**places
    if bounds.lower <= 0 <= bounds.upper:
        return low == 0 and max(map(abs, bounds)) <= high
    ends = sorted(abs(end) for end in bounds)
    return low <= ends[0] and ends[1] <= high and sign * bounds.lower > 0


def test_what_is_shown() -> None:
    assert log(2)._repr_latex_() == r"$\log 2$"
    assert P._repr_latex_() == r"$\left(\frac{1}{5}, \frac{3}{10}, \frac{1}{2}\right)$"
    assert Page(str(P._repr_html_())).cells == ["outcome", "probability", "0", "1/5", "1", "3/10", "2", "1/2"]
    answer = FAMILY.align("11/100")
    cells = Page(str(answer._repr_html_())).cells
    assert cells[2:6] == ["case", "tilt", "α", "0.709138084545623…"]
    assert repr(answer).startswith("<Alignment: tilt, α = 0.709138084545623…, unique")
    assert "boundary" in repr(FAMILY.align(log(5)))
    assert "every tilt is the reference" in str(AlignedFamily(P, Reward.values([1, 1, 1]))._repr_html_())
    assert oo._repr_latex_() == r"$\infty$"
    assert html(lambda: Fraction(1, 3)) == "<span>1/3</span>"
    bounds = FAMILY.align("11/100").alpha.enclose(8)
    low, high = str(bounds._repr_html_()).removeprefix("<span>[").removesuffix("]</span>").split(", ")
    assert Fraction(low) <= bounds.lower <= bounds.upper <= Fraction(high)


def test_labels_in_latex() -> None:
    labelled = Distribution({r"a_b & 50% #1 $x$ {y} \z ~^": "1/2", "αΔ é 中 <|>": "1/2"})
    assert labelled._repr_latex_() == (
        r"$\begin{array}{lr} \text{outcome} & \text{probability} \\ \hline "
        r"\text{a}\_\text{b }\&\text{ 50}\%\text{ }\#\text{1 }\$\text{x}\$\text{ }\{\text{y}\}\text{ }\backslash "
        r"\text{z }\sim \wedge  & \frac{1}{2} \\ \alpha \Delta \text{ é }\text{U+4E2D}\text{ }<|> & \frac{1}{2} \\ "
        r"\end{array}$"
    )


@pytest.mark.parametrize(
    ("built", "omitted"),
    [
        (lambda: Distribution.uniform(100_000), "99,950 more rows"),
        (lambda: Table([f"column {k}" for k in range(500)], [["<&>" * 1000] * 500] * 100), "50 more rows"),
        (lambda: best_of_n(MemorylessSource(P, 60), R, 9), "1,841 more rows"),
        (lambda: AlignedFamily(Distribution.uniform(90), Reward.values(range(90))), "40 more rows"),
        (lambda: AlignedFamily(Distribution.uniform(90), Reward.values(range(90))).align("1/3"), "70 more outcomes"),
    ],
    ids=["law", "table", "best of n", "family", "alignment"],
)
def test_a_huge_object_makes_a_small_cell(built: Callable[[], Displayed], omitted: str) -> None:
    """Built here: what stands in a mark is built by every worker, at collection."""
    value = built()
    page = str(value._repr_html_())
    assert len(page) < 2_000_000
    assert page.count("<tr>") <= MAX_ROWS + 4
    assert omitted in page
    assert len(str(value._repr_latex_())) < 500_000


@pytest.mark.parametrize(
    "built",
    [
        lambda: best_of_n(Distribution.from_weights([2**53 - 1, 2**53 + 5]), Reward.values([0, 1]), 100_000),
        lambda: LogForm.sum(log(k) for k in range(2, 3000)),
        lambda: LogForm.sum([log(2**9000 + 1), log(2**9000 + 3)]) - log((2**9000 + 1) * (2**9000 + 3)),
        lambda: log(2**30_000 + 1) / 3,
        lambda: (EnclosedReal.of(0) - 1).sqrt(),
        lambda: EnclosedReal.of(2).sqrt() * EnclosedReal.of(2).sqrt() - 2,
        lambda: EnclosedReal(lambda: (arb(10) ** 9).exp()),
        lambda: EnclosedBestOfN(MemorylessSource(P, 1000), R, 10**40),
        lambda: MemorylessSource(P, 10**5000),
    ],
    ids=range(9),
)
def test_what_would_take_long_is_left_out_and_nothing_raises(built: Callable[[], Displayed]) -> None:
    value = built()
    assert value._repr_html_()
    assert value._repr_latex_()
    assert len(repr(value)) < 1000


def test_an_outcome_that_cannot_be_shown_is_no_error() -> None:
    class Rude:
        said = "yes"

        def __repr__(self) -> str:
            return self.said

    outcome = Rude()
    rude = Distribution({outcome: 1})
    assert "yes" in str(rude._repr_html_())
    del Rude.said
    assert rude._repr_html_() is None
    assert rude._repr_latex_() is None


@pytest.mark.slow
def test_a_figure_has_words() -> None:
    data = figure1(P, R, "11/100", 10)
    page = Page(data._repr_html_())
    (image,) = page.images
    assert image["alt"] == data.description
    assert str(image["src"]).startswith("data:image/svg+xml;base64,")
    assert repr(data).startswith("<FigureData figure1: ")


@pytest.mark.slow
def test_latex_compiles(tmp_path: Path) -> None:
    if shutil.which("pdflatex") is None:
        pytest.skip("needs pdflatex")
    formulas = [
        str(value._repr_latex_())
        for value in (P, R, FAMILY, FAMILY.align("11/100"), FAMILY.align(1), FAMILY.at("1/3"), -oo, log("2/3") - 1)
    ]
    letters = "".join(map(chr, [*range(32, 127), *range(0xA0, 0x400), *range(0x2010, 0x2300), 0x4E2D, 0x1F600]))
    formulas += [str(Distribution({letters[k : k + 20]: 1})._repr_latex_()) for k in range(0, len(letters), 20)]

    @settings(max_examples=60, deadline=None, database=None)
    @given(shown())
    def collect(value: Any) -> None:
        formulas.append(str(value._repr_latex_()))

    collect()
    body = "\n\n".join(formulas)
    head = "\\documentclass{article}\\usepackage{amsmath}\\begin{document}"
    (tmp_path / "all.tex").write_text(f"{head}\n{body}\n\\end{{document}}\n", encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
