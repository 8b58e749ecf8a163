"""The page and the data: sections as Markdown and JSON, with the machine and the versions."""

from __future__ import annotations

import os
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.peers import PACKAGES, version
from benchmarks.record import Growth, Row, Section, Size

_ABOUT = (
    "Written by `python -m benchmarks`: everything side by side in one run, each time the shortest of several, in time "
    "of the processor. "
    "Before a time is reported, the answers are checked: exact ones are equal number for number, enclosures "
    "contain the exact value. Times vary from machine to machine; the ratios are what is claimed."
)


CHART = "benchmarks-growth.svg"
"""The picture of the growth tables, beside the page."""

GROWTH = "growth"


def machine() -> dict[str, str]:
    """Return the day, the processor, its cores and the Python version; nothing that tells whose machine it is."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}", "CPU": _processor(), "cores": str(os.cpu_count()),
        "Python": platform.python_version(),
    }  # fmt: skip


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def markdown(sections: list[Section], size: Size) -> str:
    """Return docs/benchmarks.md."""
    about = machine()
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    met = [row.met for section in sections for row in section.rows if row.met is not None]
    checks = sum(section.checks for section in sections)
    lines = [
        "# Benchmarks",
        "",
        _ABOUT,
        "",
        f"* Last run: {about['date']}, on {about['CPU']}, {about['cores']} cores; Python {about['Python']}.",
        f"* Versions: {versions}.",
        f"* Sizes: {size}. Agreements checked: {checks}. Goals met: {sum(met)} of {len(met)}.",
        "",
        '*ratio* is how exactalign compares with the alternative: "5× faster", or "2× its time" where it is slower.',
    ]
    for section in sections:
        lines += ["", f"## {section.title}", "", section.text]
        if section.name == GROWTH:
            lines += ["", f"![Time against the size of the problem, for every table of growth here.]({CHART})", ""]
            lines.append("Both axes are logarithmic; the dotted line grows in proportion.")
        if section.rows:
            lines += ["", "| case | exactalign | alternative | its time | ratio | goal | met | note |"]
            lines += ["|---|---:|---|---:|---:|---|---|---|", *map(_row, section.rows)]
        if section.facts:
            lines += ["", *(f"* {fact}" for fact in section.facts)]
        for growth in section.growth:
            lines += ["", f"### {growth.title}", "", *_growth(growth)]
    return "\n".join(lines) + "\n"


def data(sections: list[Section], size: Size) -> dict[str, Any]:
    """Return the same as JSON data; times in seconds."""
    results = []
    for section in sections:
        entry = asdict(section)
        for raw, row in zip(entry["rows"], section.rows, strict=True):
            raw.update(goal=None if row.goal is None else str(row.goal), ratio=row.ratio, met=row.met)
        results.append(entry)
    versions = {name: version(name) for name in PACKAGES}
    return {"machine": machine(), "versions": versions, "size": size, "sections": results}


def _row(row: Row) -> str:
    met = {True: "yes", False: "no", None: ""}[row.met]
    theirs = "" if row.theirs is None else seconds(row.theirs)
    cells = [row.case, seconds(row.ours), row.alternative, theirs, ratio(row.ratio), str(row.goal or ""), met, row.note]
    return f"| {' | '.join(cells)} |"


def _growth(growth: Growth) -> list[str]:
    same = growth.parameter == growth.unit
    unit = growth.unit.removesuffix("s")
    head = [growth.parameter, *([] if same else [growth.unit]), "time", f"time per {unit}", "growth"]
    lines = [f"| {' | '.join(head)} |", "|" + "---:|" * len(head)]
    before = None
    for value, measure, time in growth.points:
        grown = "" if before is None else f"{time / before:.2g}×"
        cells = [f"{value:,}", *([] if same else [f"{measure:,}"]), seconds(time), seconds(time / measure), grown]
        lines.append(f"| {' | '.join(cells)} |")
        before = time
    return lines


def seconds(time: float) -> str:
    """Return a time in the unit that suits it.

    >>> seconds(0.00123), seconds(12.34)
    ('1.23 ms', '12.3 s')
    """
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if time >= scale:
            return f"{time / scale:.3g} {unit}"
    return f"{time / 1e-9:.3g} ns"


def ratio(value: float | None) -> str:
    """Return a ratio in words.

    >>> ratio(12.3), ratio(0.5)
    ('12× faster', '2× its time')
    """
    if value is None:
        return ""
    faster = value >= 1
    size = value if faster else 1 / value
    shown = f"{size:,.0f}" if size >= 10 else f"{size:.2g}"
    return f"{shown}× faster" if faster else f"{shown}× its time"
