"""Pages generated at build time from what they describe: findings, command lines, API, changes.

Nothing here is written to the source tree, so that no generated page can be out of date. The findings come from
`proofs-check run --format json`, which runs all claims (a minute or so); give an answer of that command, saved as a
file, or the folder of reports that the tests of the ledger fill, in the variable LEDGER to build without running them
again. It must be about these very claims.
"""

import html
import json
import os
import pkgutil
import re
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import nbformat
import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from nbconvert import MarkdownExporter
from typer.main import get_command

import exactalign
import proofs_check
from exactalign.cli.app import app as exactalign_app
from exactalign.cli.manual import Entry, Manual, manual
from exactalign.cli.program import ENVIRONMENT, EXIT_STATUS, NO
from exactalign.tables.table import Table
from proofs_check.language.claims import VERDICTS
from proofs_check.cli.app import app as proofs_check_app
from proofs_check.engine.registry import Library, Paper
from proofs_check.report import collect, render
from proofs_check.report.illustrations import FEWER, sharp
from proofs_check.formula.mathematics import mathml
from proofs_check.engine.runner import Report, with_status
from proofs_check.language.theorems import theorem_named

ROOT = Path(__file__).parent.parent.parent
NOT_API = ("cli", "papers")
"""Modules of `proofs_check` without an API page: a command, and the papers, whose pages are the findings."""

_FORMULA = re.compile(r"^```math\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
"""A formula in LaTeX: GitHub shows it, and here it becomes MathML."""

_CODE = re.compile(r"(^ *```.*?^ *```$|``.+?``|`[^`\n]+`|<div class=\"formula\">.*?</div>)", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<![\w$\\])\$(?=\S)([^$\n]+?)(?<=\S)\$(?![\w$])")
"""A formula inside a line, `$\\alpha$`, as GitHub shows it."""

_SPECIAL = re.compile(r"[\\`*_\[\]<>|#~$&]")

Claims = Mapping[str, dict[str, Any]]


# --- What MkDocs calls ------------------------------------------------------------------------------


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Give every module, every paper, and every guide that the configuration does not name its place."""
    placed = json.dumps(config.nav)
    guides = [path.name for path in sorted((ROOT / "docs").glob("*.md")) if f'"{path.name}"' not in placed]
    for section in config.nav or []:
        if "Python API" in section:
            for package in ("exactalign", "proofs_check"):
                names = [name for name in _modules() if name.partition(".")[0] == package]
                section["Python API"].append({package: [{name: f"api/{name}.md"} for name in names]})
        if "Guides" in section:
            section["Guides"] += guides
        if "Findings" in section:
            section["Findings"] += [{_short(paper): f"findings/{paper.id}.md"} for paper in Library.shipped().papers]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    for path, text in _pages().items():
        files.append(File.generated(config, path, content=text))
    files.append(File.generated(config, "findings/report.html", content=_report()))
    for name in ("my_claims.py", "exactalign.ipynb"):
        content = (ROOT / "examples" / name).read_text(encoding="utf-8")
        files.append(File.generated(config, f"examples/{name}", content=content))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Files outside docs/ that pages link to are at the same place below the site; the notebook is a page."""
    markdown = markdown.replace("../../examples/exactalign.ipynb)", "../tour.md)")
    markdown = markdown.replace("../examples/exactalign.ipynb)", "tour.md)")
    markdown = markdown.replace("](../examples/", "](examples/") if "/" not in page.file.src_uri else markdown
    markdown = _FORMULA.sub(lambda found: f'<div class="formula">{mathml(found[1])}</div>', markdown)
    return _in_line(markdown)


def _in_line(markdown: str) -> str:
    """Formulas between dollars become MathML, outside of code."""
    parts = _CODE.split(markdown)
    parts[::2] = [_INLINE.sub(lambda found: _inline_mathml(found[1]), text) for text in parts[::2]]
    return "".join(parts)


def _inline_mathml(latex: str) -> str:
    return str(mathml(latex)).replace('display="block"', 'display="inline"', 1)


@lru_cache(maxsize=1)
def _pages() -> dict[str, str]:
    library = Library.shipped()
    claims = _ledger()
    return {
        "findings/index.md": _both_papers(library, claims),
        **{f"findings/{paper.id}.md": _paper(paper, claims) for paper in library.papers},
        "reference/exactalign.md": _commands(exactalign_app),
        "reference/proofs-check.md": _commands(proofs_check_app),
        "api/index.md": _api_index(),
        **{f"api/{name}.md": _module(name) for name in _modules()},
        "tour.md": _tour(ROOT / "examples" / "exactalign.ipynb"),
        "changes.md": (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
    }


# --- The notebook -----------------------------------------------------------------------------------


def _tour(path: Path) -> str:
    """The stored notebook as a page, outputs and all; that they are up to date is for the tests to say."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if "text/html" in output.get("data", {}):  # in a block, so that Markdown leaves it alone
                output.data = {"text/html": f'<div class="output">\n{output.data["text/html"]}\n</div>'}
    text, _ = MarkdownExporter().from_notebook_node(notebook)
    source = "[This page is a notebook](examples/exactalign.ipynb): download it, and run it in an environment with the package."
    title, _, rest = str(text).partition("\n")
    return f"{title}\n\n{source}\n\n{rest}"


# --- Findings ---------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _report() -> str:
    """The whole report, of the same run as the findings."""
    library = Library.shipped()
    reports = [Report.from_json(told) for told in _ledger().values()]
    return render(collect(library, reports, f"{datetime.now(UTC):%Y-%m-%d}"))


@lru_cache(maxsize=1)
def _ledger() -> Claims:
    """Every claim as `proofs-check run --format json` tells it."""
    library = Library.shipped()
    given = os.environ.get("LEDGER")
    if given and Path(given).is_dir():
        found = _of_the_tests(Path(given), library)
    else:
        found = {report["id"]: report for report in json.loads(_told(given))}
    stated = {claim.id: claim.statement for paper in library.papers for claim in paper}
    if stated != {name: report["statement"] for name, report in found.items()}:
        raise PluginError(f"{given or 'the ledger'} is about other claims: run proofs-check run --format json again")
    return found


def _told(given: str | None) -> str:
    """The answer of `proofs-check run --format json`: a file that has it, or a run."""
    if given:
        return Path(given).read_text(encoding="utf-8")
    command = [sys.executable, "-m", "proofs_check", "run", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)  # noqa: S603
    if done.returncode:
        raise PluginError("a claim is not as expected, so there are no findings to print: see proofs-check run")
    return done.stdout.decode()


def _of_the_tests(folder: Path, library: Library) -> Claims:
    """The reports that the tests left, one file a claim, each with its status among the others."""
    read = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")]
    reports = {told["id"]: Report.from_json(told) for told in read}
    if missing := [claim.id for claim in library if claim.id not in reports]:
        raise PluginError(f"{folder} has no report of {', '.join(missing)}: run the tests of the ledger again")
    found = [with_status(reports[claim.id], library, reports) for claim in library]
    if bad := [report.id for report in found if not report.as_expected]:
        raise PluginError(f"not as expected, so there are no findings to print: {', '.join(bad)}")
    return {report.id: report.to_json() for report in found}


def _both_papers(library: Library, claims: Claims) -> str:
    papers = library.papers
    counts = [Counter(claims[c.id]["verdict"] for c in paper) for paper in papers]
    words = [word for word in VERDICTS if any(count[word] for count in counts)]
    rows = [(word, *(count[word] for count in counts), sum(count[word] for count in counts)) for word in words]
    table = Table(["verdict", *(_short(paper) for paper in papers), "together"], rows).render("markdown")
    checks, teeth = list(claims.values()), [bite for r in claims.values() for bite in r["teeth"]]
    steps = Counter(step["kind"] for r in checks for e in r["evidence"] for step in e.get("steps", ()))
    lines = [
        "# Findings on both papers",
        "",
        "This page and those of the papers are written by the run of all claims that built this site; nothing on them is "
        "typed in. To run them yourself: `proofs-check run`. [The report](report.html) of the same run has everything on "
        "one page, with the graphs of what rests on what and of what survives a broken step.",
        "",
        table,
        "",
        f"{sum(r['checks']['ran'] for r in checks)} checks ran, and {sum(b['rejected'] for b in teeth)} of {len(teeth)} "
        "deliberately wrong variants of claims were rejected by them.",
        "",
        "Steps of proofs and witnesses by kind: " + ", ".join(f"{n} {kind}" for kind, n in steps.most_common()) + ".",
        "",
        "What the verdicts mean is said in [the mathematics](../mathematics.md#verdicts).",
        "",
    ]
    for paper in papers:
        lines += [f"## {_md(paper.title)}", "", f"[All its claims]({paper.id}.md). In short:", ""]
        for headline in paper.headlines:
            named = ", ".join(f"[{name}]({paper.id}.md#{name.lower()}) {claims[name]['verdict']}" for name in headline.claims)
            lines.append(f"* {_md(headline.text)} ({named})")
        lines += ["", "Every statement that is false or ill-posed as printed:", ""]
        for claim in paper:
            report = claims[claim.id]
            if report["verdict"] in ("refuted", "amended"):
                flaw = claim.flaw if isinstance(claim.flaw, str) else " ".join(claim.flaw)
                lines.append(
                    f"* [{claim.id}]({paper.id}.md#{claim.id.lower()}), {_md(claim.title)} ({_md(claim.place)}): "
                    f"**{report['verdict']}**. {_md(flaw)}"
                )
        lines.append("")
    return "\n".join(lines)


def _paper(paper: Paper, claims: Claims) -> str:
    lines = [f"# {_md(paper.title)}", "", "Every claim with its verdict, in the order of the paper.", ""]
    rows = [f"| [{c.id}](#{c.id.lower()}) | {claims[c.id]['verdict']} | {_md(c.title)} |" for c in paper]
    lines += ["| claim | verdict | what |", "|---|---|---|", *rows, ""]
    if paper.id == "asymptotics":
        lines += [
            "## Formulas for long sequences, beside enclosed values",
            "",
            "For A-vanish-constant, A-vanish-lattice, A-gumbel and A-tv-overlap; [the proofs](../sharp-constants.md).",
            "",
            sharp().render("markdown", digits=FEWER),
            "",
        ]
    for claim in paper:
        lines += _claim(claim, claims[claim.id])
    return "\n".join(lines)


def _claim(claim: Any, report: dict[str, Any]) -> Iterator[str]:
    yield from (f"## {claim.id}: {_md(report['title'])} {{ #{claim.id.lower()} }}", "")
    yield from (f"{_md(report['place'])}. **{_md(report['status'] or report['verdict'])}.**", "")
    yield from _stated("As printed" if claim.flaw else "Statement", report["statement"], report["latex"])
    if claim.flaw:
        yield from (f"**What is wrong.** {_md(claim.flaw)}", "")
    if report["witness"]:
        yield from (f"**Witness.** {_md(report['witness']['words'])}", "")
    corrected = report["corrected"]
    if corrected:
        yield from _stated(f"Corrected ({corrected['verdict']})", corrected["statement"], corrected["latex"])
    yield from (f"**Scope.** {_md(report['scope'])}", "")
    for result in report["evidence"]:
        yield f"* {result['kind']} `{result['check']}`, {result['status']}: {_md(result['reason'])}"
    rejected = [bite["variant"] for bite in report["teeth"] if bite["rejected"]]
    if rejected:
        yield f"* wrong variants rejected: {_md('; '.join(rejected))}"
    if claim.proof_uses:
        yield f"* the proof uses {', '.join(_used(name) for name in claim.proof_uses)}"
    yield from (f"* the whole story: `proofs-check show {claim.id}`", "")


def _stated(label: str, words: str, latex: str) -> Iterator[str]:
    yield from (f"**{label}.** {_md(words)}", "")
    if latex:
        yield from (f"<div>{mathml(latex)}</div>", "")


def _used(name: str) -> str:
    return f"{_md(theorem_named(name).name)} (assumed)" if name.startswith("thm:") else name


def _short(paper: Paper) -> str:
    return paper.id.capitalize()


def _md(text: str) -> str:
    """Text on one line that Markdown shows as it is."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", " ".join(text.split()))


# --- Command lines ----------------------------------------------------------------------------------


def _commands(app: typer.Typer) -> str:
    """A program's commands as pages of a manual, one section each, from what they say about themselves."""
    group: Any = get_command(app)
    context = group.make_context(app.info.name, [], resilient_parsing=True)
    program, names = context.command_path, group.list_commands(context)
    whole = manual(group, context)
    lines = [f"# The command `{program}`", "", _md(whole.summary), ""]
    lines += ["This page is generated from the command itself; `--help` says the same on a terminal.", ""]
    commands = [(name, group.get_command(context, name)) for name in names]
    lines += _definitions([Entry(f"[`{program} {name}`](#{name})", _md(words)) for name, words in group.summaries(context)])
    lines += _section(program, "description", "Description", _prose(whole.description))
    lines += _section(program, "options", "Options", _listed(whole.options))
    lines += _section(program, "examples", "Examples", _example(whole.examples))
    for name, command in commands:
        inner = command.make_context(name, [], parent=context, resilient_parsing=True)
        lines += _command(name, manual(command, inner))
    return "\n".join(lines)


def _command(name: str, shown: Manual) -> list[str]:
    said = {**EXIT_STATUS, NO: shown.answer_is_no}
    statuses = [Entry(str(code), words) for code, words in said.items() if words]
    return [
        f"## {shown.name} {{ #{name} }}",
        "",
        _md(shown.summary),
        "",
        *_section(name, "synopsis", "Synopsis", ["```text", shown.synopsis, "```", ""]),
        *_section(name, "description", "Description", _prose(shown.description)),
        *_section(name, "arguments", "Arguments", _listed(shown.arguments)),
        *_section(name, "options", "Options", _listed(shown.options)),
        *_section(name, "json", "JSON", _prose([shown.json] if shown.json else [])),
        *_section(name, "exit", "Exit status", _listed(statuses)),
        *_section(name, "environment", "Environment", _listed([Entry(*item) for item in ENVIRONMENT.items()])),
        *_section(name, "examples", "Examples", _example(shown.examples)),
    ]


def _section(of: str, anchor: str, title: str, body: list[str]) -> list[str]:
    """A heading with what is below it, if there is anything; anchors are unlike those of other commands."""
    return [f"### {title} {{ #{of}-{anchor} }}", "", *body] if body else []


def _prose(paragraphs: Sequence[str]) -> list[str]:
    return [line for text in paragraphs for line in (_md(text), "")]


def _listed(entries: Sequence[Entry]) -> list[str]:
    return _definitions([Entry(f"<code>{_md(name)}</code>", _md(words)) for name, words in entries])


def _definitions(entries: Sequence[Entry]) -> list[str]:
    """A definition list, of Markdown that is already as it should be."""
    return [line for name, words in entries for line in (name, f":   {words}", "")]


def _example(lines: Sequence[str]) -> list[str]:
    return ["```sh", *textwrap.dedent("\n".join(lines)).splitlines(), "```", ""] if lines else []


# --- Python API -------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _modules() -> tuple[str, ...]:
    names = ["exactalign"]
    for package in (exactalign, proofs_check):
        if package is proofs_check:
            names.append("proofs_check")
        skipped = ("cli",) if package is exactalign else NOT_API
        found = (module.name for module in pkgutil.iter_modules(package.__path__))
        names += [f"{package.__name__}.{name}" for name in found if name not in skipped and name[0] != "_"]
    return tuple(names)


def _module(name: str) -> str:
    """A module's page; a whole package only says what it exports, for its modules have pages of their own."""
    module = import_module(name)
    head = f"# `{name}`\n\n::: {name}\n"
    if name not in ("exactalign", "proofs_check"):
        return head
    lines = [head + "    options: {members: false, show_submodules: false}", "", "| exported | defined in |", "|---|---|"]
    for exported in module.__all__:
        value = getattr(module, exported)
        home = getattr(value, "__module__", name)
        anchor = f"#{home}.{exported}" if getattr(value, "__name__", None) == exported else ""
        link = f"[`{home}`]({home}.md{anchor})" if home in _modules() else f"`{home}`"
        lines.append(f"| `{exported}` | {link} |")
    return "\n".join([*lines, ""])


def _api_index() -> str:
    lines = [
        "# The Python API",
        "",
        "Generated from the code. What most people need is exported by [`exactalign`](exactalign.md): "
        + ", ".join(f"`{name}`" for name in exactalign.__all__)
        + ".",
        "",
        "| module | |",
        "|---|---|",
    ]
    for name in _modules():
        summary = (import_module(name).__doc__ or "").strip().split("\n\n")[0]
        lines.append(f"| [`{name}`]({name}.md) | {html.escape(' '.join(summary.split())).replace('|', '&#124;')} |")
    return "\n".join([*lines, ""])
