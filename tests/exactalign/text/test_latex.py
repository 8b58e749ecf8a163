"""Text for LaTeX: it compiles, and what a table prints is read back."""

from __future__ import annotations

import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign.tables.labels import label_key
from exactalign.tables.reader import read_printed
from exactalign.tables.table import Table
from exactalign.text.latex import latex_text
from exactalign.text.signs import commands, symbol

SIGNS = "αΔφ_ζπ≤≥∞√‖½·×−₀²é%&#{}[]*\\~^<>|…≈$ĝ"


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("50% & a_b", r"50\% \& a\_b"),
        ("Δ₀", r"\ensuremath{\Delta}\ensuremath{_{0}}"),
        ("x⁻¹", r"x\ensuremath{^{-}}\ensuremath{^{1}}"),
        ("ĝ é", r"\ensuremath{\hat{g}} é"),
        ("中", "中"),
    ],
)
def test_text(text: str, latex: str) -> None:
    assert latex_text(text) == latex


def test_every_command_stands_for_its_sign() -> None:
    assert len(commands()) > 80
    for command, character in commands().items():
        assert symbol(character) == f"\\{command}"


@given(st.text(st.sampled_from("abαβΔφζ∞≤_%&# ₀²é"), min_size=1, max_size=6).filter(lambda t: t.strip() == t))
def test_labels_of_a_printed_table_are_read_back(label: str) -> None:
    table = Table(["outcome", "probability"], [(label, Fraction(1, 3)), ("other", Fraction(2, 3))])
    printed = read_printed(table.render("latex"), "latex")
    assert label_key(printed.rows[0][0]) == label_key(label)


@pytest.mark.slow
def test_a_table_of_signs_compiles(tmp_path: Path) -> None:
    compiler = shutil.which("pdflatex")
    if compiler is None:
        pytest.skip("no LaTeX here: install pdflatex (texlive-latex-base, texlive-latex-recommended)")
    table = Table(["Δ", "Σ e^r"], [(SIGNS, Fraction(1, 3)), ("[0", Fraction(2, 3))], title=SIGNS, notes=(SIGNS,))
    source = (
        r"\documentclass{article}\usepackage{amsmath,amssymb,booktabs}\begin{document}"
        f"{table.render('latex')}\\end{{document}}"
    )
    (tmp_path / "table.tex").write_text(source, encoding="utf-8")
    done = subprocess.run(
        [compiler, "-interaction=nonstopmode", "-halt-on-error", "table.tex"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-1500:]
