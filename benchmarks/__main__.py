"""`python -m benchmarks [--quick] [--only NAME] [--output DIR]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    alpha,
    bare,
    charts,
    dice,
    generic_rewards,
    growth,
    memory,
    one_shot,
    page,
    scale,
    startup,
    ties,
    workers,
)
from benchmarks.record import Disagreement, Section, Size

RUNS: dict[str, Callable[[Size], Section]] = {
    "one-shot": one_shot.run,
    "dice": dice.run,
    "generic-rewards": generic_rewards.run,
    "ties": ties.run,
    "startup": startup.run,
    "alpha": alpha.run,
    "bare": bare.run,
    "memory": memory.run,
    "scale": scale.run,
    "workers": workers.run,
    "growth": growth.run,
}


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks asked for; a full run of all of them writes the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Side by side, in one run.")
    parser.add_argument("--quick", action="store_true", help="smaller sizes (about half a minute)")
    names = ", ".join(RUNS)
    parser.add_argument("--only", action="append", metavar="NAME", choices=RUNS, help=f"one of {names}; repeatable")
    where = "where the page and its data go (default: docs for a full run of everything, else the page is printed)"
    parser.add_argument("--output", type=Path, metavar="DIR", help=where)
    options = parser.parse_args(arguments)
    size: Size = "quick" if options.quick else "full"
    sections = []
    for name in options.only or RUNS:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            sections.append(RUNS[name](size))
        except Disagreement as error:
            print(f"disagreement: {error}", file=sys.stderr)
            return 1
    text = page.markdown(sections, size)
    folder = options.output
    if folder is None and not options.only and not options.quick:
        folder = Path(__file__).resolve().parent.parent / "docs"
    if folder is None:
        print(text)
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmarks.md").write_text(text, encoding="utf-8")
    content = json.dumps(page.data(sections, size), indent=1, ensure_ascii=False)
    (folder / "benchmarks.json").write_text(content + "\n", encoding="utf-8")
    (folder / page.CHART).write_bytes(charts.growth_chart(sections))
    print(f"wrote {folder / 'benchmarks.md'}, benchmarks.json and {page.CHART}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
