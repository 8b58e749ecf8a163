"""`python -m benchmarks.random_models`: KL(π_N‖φ_Δ) on seeded samples of named laws of p and q (Section 5's sentences).

Every value is enclosed, and its comparison with the printed bound decided; Δ = KL(π_N‖p). Writes the page, its data
and its figure.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure

from exactalign import EnclosedReal
from proofs_check.papers.asymptotics.random_models import LAWS, enclosed_divergence, sampled
from proofs_check.papers.asymptotics.s5_experiments import divergence

FEW: Final = (3, 5, 7, 9)
DRAWS: Final = (2, 4, 16, 64, 256)
MANY: Final = 1001
MANY_DRAWS: Final = (2, 10, 100, 300, 1000)
FINE: Final = tuple(law for law in LAWS if law != "grid of 60ths")
"""The laws that have models with more than 60 letters."""
BOUNDS: Final = {"few": Fraction(1, 2), "many": Fraction(1, 100)}
DOCS: Final = Path(__file__).resolve().parent.parent / "docs"


def measure(task: tuple[str, str, int, int, int]) -> dict[str, Any]:
    """One model and one N: whether the bound is exceeded, decided, and the value between two rationals."""
    part, law, letters, n, seed = task
    model = sampled(law, letters, n, seed)
    value = EnclosedReal.of(divergence(model)) if part == "many" else enclosed_divergence(model)
    bounds = value.enclose(6)
    return {
        "part": part, "law": law, "K": letters, "N": n, "seed": seed,
        "exceeds": bool(value > BOUNDS[part]), "lower": max(0.0, float(bounds.lower)), "upper": float(bounds.upper),
    }  # fmt: skip


def summarised(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each law, K and N: how many models, how many above the bound, the median and the largest value."""
    groups: dict[tuple[str, str, int, int], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["part"], row["law"], row["K"], row["N"]), []).append(row)
    found = []
    for (part, law, letters, n), members in groups.items():
        members.sort(key=lambda row: row["lower"])
        most = members[-1]
        found.append({
            "part": part, "law": law, "K": letters, "N": n, "models": len(members),
            "above": sum(row["exceeds"] for row in members), "median": members[len(members) // 2]["lower"],
            "largest": most["lower"], "seed of the largest": most["seed"],
        })  # fmt: skip
    return found


def main(arguments: list[str] | None = None) -> int:
    """Draw the models, measure, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.random_models", description=__doc__)
    parser.add_argument("--models", type=int, default=200, metavar="M", help="models of each law and K < 10 (200)")
    parser.add_argument("--large", type=int, default=5, metavar="M", help="models of each law with 1001 letters (5)")
    parser.add_argument("--jobs", type=int, default=2, metavar="J", help="processes (2)")
    parser.add_argument("--output", type=Path, metavar="DIR", help="where page, data and figure go (default: printed)")
    options = parser.parse_args(arguments)
    if min(options.models, options.large) < 0 or options.models + options.large == 0 or options.jobs < 1:
        parser.error("--models and --large are whole numbers ≥ 0, not both 0, and --jobs is at least 1")
    tasks = [("few", law, k, n, seed) for law in LAWS for k in FEW for seed in range(options.models) for n in DRAWS]
    tasks += [("many", law, MANY, n, s) for law in FINE for s in range(options.large) for n in MANY_DRAWS]
    rows = []
    with ProcessPoolExecutor(options.jobs) as pool:
        for done, row in enumerate(pool.map(measure, tasks, chunksize=20), 1):
            rows.append(row)
            if done % 1000 == 0:
                print(f"{done} of {len(tasks)}", file=sys.stderr, flush=True)
    summary = summarised(rows)
    text = page(summary, options.models, options.large)
    if options.output is None:
        print(text)
        return 0
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "random-models.md").write_text(text, encoding="utf-8")
    content = json.dumps(summary, indent=1, ensure_ascii=False)
    (options.output / "random-models.json").write_text(content + "\n", encoding="utf-8")
    (options.output / "random-models.svg").write_bytes(chart(rows))
    return 0


def page(summary: list[dict[str, Any]], models: int, large: int) -> str:
    """The page: what was drawn, what was found, and how to have it again."""
    lines = [
        "# Random models",
        "",
        "Section 5 of the asymptotics paper reports for random p and q, of an unnamed law, that KL(π_N‖φ_Δ) was below",
        "0.5 for K < 10 outcomes, and at most 0.01 for K > 1000. Here are seeded samples of four laws, Δ = KL(π_N‖p).",
        "Every value is enclosed, its comparison with the bound is decided, and the models are exact rationals.",
        "",
        "| law | the K weights, drawn for p and for q, then divided by their sum |",
        "|---|---|",
        "| uniform weights | independent integers, uniform on 1, …, 2²⁰ − 1 |",
        "| flat Dirichlet | the gaps that K − 1 cuts leave of 2²⁰: Dirichlet(1, …, 1) in steps of 2⁻²⁰ |",
        "| grid of 60ths | the same in steps of 1/60, where rewards can tie |",
        "| log-uniform | independent integers with a uniform number of binary digits, 1 to 20 |",
        "",
        f"They are drawn by `python -m benchmarks.random_models --models {models} --large {large} --output docs`.",
        "",
        "Seed s gives model s of each law and K. It takes some minutes on two cores.",
        "",
        "## Fewer than ten outcomes",
        "",
        f"{models} models of each law and K, the same for each N. How many exceed 1/2; the largest, rounded down:",
        "",
        "![The share above 1/2 of each law and K against N](random-models.svg)",
        "",
        *_table(summary, "few"),
    ]
    if large:
        lines += [
            "",
            f"## {MANY} outcomes",
            "",
            f"{large} models of each law but the grid, which has none so large. How many exceed 1/100; the largest:",
            "",
            *_table(summary, "many"),
        ]
    return "\n".join([*lines, ""])


def _table(summary: list[dict[str, Any]], part: str) -> list[str]:
    chosen = [row for row in summary if row["part"] == part]
    draws = sorted({row["N"] for row in chosen})
    lines = ["| law | K | " + " | ".join(f"N = {n}" for n in draws) + " |", "|---|---|" + "---|" * len(draws)]
    for law, letters in dict.fromkeys((row["law"], row["K"]) for row in chosen):
        cells = []
        for n in draws:
            row = next(r for r in chosen if (r["law"], r["K"], r["N"]) == (law, letters, n))
            cells.append(f"{row['above']} of {row['models']}; {_rounded_down(row['largest'])}")
        lines.append(f"| {law} | {letters} | " + " | ".join(cells) + " |")
    return lines


def _rounded_down(value: float) -> str:
    shown = Fraction(value) * 1000 // 1
    return f"{shown // 1000}.{shown % 1000:03d}"


def chart(rows: list[dict[str, Any]]) -> bytes:
    """The share of models above 1/2 against N, one panel a law and one line a K."""
    mpl.rcParams.update({"svg.fonttype": "path", "svg.hashsalt": "exactalign"})
    figure = Figure(figsize=(9, 2.6), layout="constrained")
    panels = figure.subplots(1, len(LAWS), sharey=True)
    for axis, law in zip(panels, LAWS, strict=True):
        for letters in FEW:
            shares = []
            for n in DRAWS:
                chosen = [r for r in rows if (r["part"], r["law"], r["K"], r["N"]) == ("few", law, letters, n)]
                shares.append(sum(r["exceeds"] for r in chosen) / max(1, len(chosen)))
            axis.plot(range(len(DRAWS)), shares, marker="o", markersize=3, label=f"K = {letters}")
        axis.set_title(law, fontsize=9)
        axis.set_xticks(range(len(DRAWS)), [str(n) for n in DRAWS])
        axis.set_xlabel("N")
    panels[0].set_ylabel("share above 1/2")
    panels[0].legend(fontsize=7)
    stream = io.BytesIO()
    figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()


if __name__ == "__main__":
    sys.exit(main())
