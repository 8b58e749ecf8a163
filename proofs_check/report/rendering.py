"""The content of a report written out with the templates of this package."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from exactalign.exceptions import ParameterError
from proofs_check.report.content import MARKS, Content
from proofs_check.report.graph import HEIGHT, WIDTH
from proofs_check.report.mathematics import mathml
from proofs_check.report.tex import tex_formula, tex_text
from proofs_check.theorems import theorem_named

FORMATS: Final = {"html": "report.html.j2", "latex": "report.tex.j2", "markdown": "report.md.j2"}
"""Format → template."""


def render(content: Content, form: str = "html", *, pictures: bool = True) -> str:
    """Return the report in one of `FORMATS`; raises `ParameterError` for another.

    `pictures` adds figures and a verified table about the first paper's example, which takes some seconds.
    """
    if form not in FORMATS:
        raise ParameterError(f"format is {form!r}: give one of {', '.join(FORMATS)}")
    shown = _pictures() if pictures and form == "html" else []
    environment = _environment(form)
    page = environment.get_template(FORMATS[form]).render(
        content=content, marks=MARKS, box=(WIDTH, HEIGHT), pictures=shown,
        table=_table(form) if pictures else "", positions={node.id: node for node in content.graph.nodes},
    )  # fmt: skip
    return page.rstrip("\n") + "\n"


def _environment(form: str) -> Environment:
    """HTML is escaped as a whole; in LaTeX and Markdown every value goes through a filter."""
    folder = files("proofs_check.report") / "templates"
    sources = {item.name: item.read_text(encoding="utf-8") for item in folder.iterdir() if item.name[0] != "_"}
    marks: dict[str, Any] = {}
    if form == "latex":  # braces belong to LaTeX
        marks = {"block_start_string": "<%", "block_end_string": "%>", "variable_start_string": "<<",
                 "variable_end_string": ">>", "comment_start_string": "<#", "comment_end_string": "#>"}  # fmt: skip
    environment = Environment(
        loader=DictLoader(sources), autoescape=form == "html", undefined=StrictUndefined,  # noqa: S701
        trim_blocks=True, lstrip_blocks=True, **marks,
    )  # fmt: skip
    environment.filters |= {
        "mathml": mathml, "slug": lambda word: word.replace(" ", "-"), "first": _first_sentence,
        "theorem": theorem_named, "tex": tex_text, "formula": tex_formula, "md": _markdown, "url": _data_url,
        "raw_file": lambda name: Markup(sources[name]),  # noqa: S704 (the style and script of this package)
    }  # fmt: skip
    return environment


def _first_sentence(text: str, limit: int = 220) -> str:
    """The first sentence of a text, cut at a word when it is long."""
    words = " ".join(text.split())
    end = words.find(". ")
    sentence = words if end < 0 else words[: end + 1]
    return sentence if len(sentence) <= limit else sentence[:limit].rsplit(" ", 1)[0] + "…"


def _markdown(text: str) -> str:
    """Text in which no character is markup."""
    joined = " ".join(str(text).split())
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in joined)


def _data_url(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"


@cache
def _pictures() -> list[dict[str, Any]]:
    """The figures about Example 1 of asymptotics, and about overoptimisation, with texts for those who cannot see."""
    from exactalign import Distribution, Reward
    from exactalign.figures import convergence, figure1, golden, rates, render, tradeoff

    p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    reward = Reward.log_of(Distribution.from_probabilities(["2/3", "1/9", "2/9"]))
    made = (figure1(p, reward), tradeoff(p, reward), rates(p, reward), convergence(p, reward), golden())
    return [
        {"title": data.title, "name": data.name, "alt": data.description, "svg": render(data, "svg")} for data in made
    ]


@cache
def _table(form: str) -> Any:
    """The best-of-2 policy of Example 1 over pairs, exactly."""
    from fractions import Fraction

    from exactalign import Distribution, MemorylessSource, Reward, best_of_n
    from exactalign.tables import Table

    p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    policy = best_of_n(MemorylessSource(p, 2), Reward.parse("log 6, 0, log 2"), 2)
    rows = [
        (f"y1 = {i + 1}", *(Fraction(policy.probability((i, j))) for j in range(3))) for i in range(3)
    ]
    table = Table(["", "y2 = 1", "y2 = 2", "y2 = 3"], rows, caption="Best-of-2 over pairs, Example 1")
    text = table.render(form)
    return Markup(text) if form == "html" else text  # noqa: S704 (escaped by the table)
