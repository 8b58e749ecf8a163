"""The content of a report written out with the templates of this package."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from re import findall
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from exactalign.exceptions import ParameterError
from exactalign.tables.table import Table
from exactalign.text.markup import one_line, visible
from proofs_check.formula.mathematics import mathml
from proofs_check.language.claims import WEIGHTS
from proofs_check.language.theorems import theorem_named
from proofs_check.report.content import MARKS, MEANINGS, Content
from proofs_check.report.graph import HEIGHT, WIDTH
from proofs_check.report.illustrations import figures, tables
from proofs_check.report.tex import tex_formula, tex_path, tex_text

FORMATS: Final = {"html": "report.html.j2", "latex": "report.tex.j2", "markdown": "report.md.j2"}
"""Format → template."""


def render(content: Content, form: str = "html", *, pictures: bool = True, folder: str = "") -> str:
    """Return the report in one of `FORMATS`; raises `ParameterError` for another.

    `pictures` adds figures and verified tables about the first paper's example, which takes some seconds. In HTML the
    figures are inside; LaTeX and Markdown refer to `picture_files`, which stand in `folder`, and have none without it.
    """
    _check(form)
    environment = _environment(form)
    pictures = pictures and content.has_illustrations
    page = environment.get_template(FORMATS[form]).render(
        content=content, marks=MARKS, meanings=MEANINGS, weights=WEIGHTS,
        script_hash=_script_hash(), box=(WIDTH, HEIGHT), folder=folder,
        pictures=_pictures(form) if pictures and (folder or form == "html") else [],
        tables=[_table(form, table, digits) for table, digits in tables()] if pictures else [],
    )  # fmt: skip
    return page.rstrip("\n") + "\n"


def picture_files(form: str) -> dict[str, bytes]:
    """Return the figures that a report in LaTeX (as PDF) or Markdown (as SVG) refers to: file name → content.

    Raises `ParameterError` for a format that is none of `FORMATS`; HTML has its figures inside, and no files.
    """
    _check(form)
    if form == "html":
        return {}
    return {picture.file: picture.content for picture in _pictures(form)}


def _check(form: str) -> None:
    if form not in FORMATS:
        raise ParameterError(f"format is {form!r}: give one of {', '.join(FORMATS)}")


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
        trim_blocks=True, lstrip_blocks=True, finalize=_finalized, **marks,
    )  # fmt: skip
    environment.filters |= {
        "mathml": mathml, "slug": lambda word: word.replace(" ", "-"), "theorem": theorem_named, "named": _named,
        "tex": tex_text, "formula": tex_formula, "tex_path": tex_path, "md": _markdown, "md_formula": _markdown_formula,
        "md_code": _markdown_code, "md_path": quote, "url": _data_url,
        "raw_file": lambda name: Markup(sources[name]),  # noqa: S704 (the style and script of this package)
    }  # fmt: skip
    return environment


def _finalized(value: object) -> object:
    """What is put into the page: a text (before it is escaped, in HTML) without what turns a line around."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _named(name: str) -> str:
    """A claim by its id, a theorem by its name."""
    return f"{theorem_named(name).name} (assumed)" if name.startswith("thm:") else name


def _script_hash() -> str:
    """The digest of the page's own script, the only one that its policy lets run."""
    script = (files("proofs_check.report") / "templates" / "report.js").read_bytes()
    return b64encode(sha256(script).digest()).decode()


def _markdown(text: str) -> str:
    """Text in which no character is markup."""
    joined = one_line(str(text))
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#~$&" else c for c in joined)


def _markdown_formula(latex: str) -> str:
    """A formula between dollars; nothing in it ends them, starts an element, or is a command that no formula needs."""
    return tex_formula(latex).replace("<", r"\lt ").replace(">", r"\gt ")


def _markdown_code(line: str) -> str:
    """A line as code, whatever is in it."""
    fence, code = "`" * (1 + max((len(run) for run in findall("`+", line)), default=0)), one_line(line)
    return f"{fence} {code} {fence}" if len(fence) > 1 else f"`{code}`"


def _data_url(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"


class ReportPicture(NamedTuple):
    """A figure of the report: its file, and its text for those who cannot see it."""

    title: str
    name: str
    alt: str
    file: str
    content: bytes


def _pictures(form: str) -> list[ReportPicture]:
    """The figures, each with its text for those who cannot see it."""
    return _drawn("pdf" if form == "latex" else "svg")


@cache
def _drawn(kind: str) -> list[ReportPicture]:
    from exactalign.figures import render as drawn

    return [
        ReportPicture(data.title, data.name, data.description, f"{data.name}.{kind}", drawn(data, kind))
        for data in figures()
    ]


def _table(form: str, table: Table, digits: int | None) -> str:
    text = table.render(form, digits=digits)
    return Markup(text) if form == "html" else text  # noqa: S704 (escaped by the table)
