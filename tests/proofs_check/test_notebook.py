"""Claims and verdicts in notebooks."""

import shutil
import subprocess
from pathlib import Path

import pytest
from attrs import evolve

from exactalign import best_of_n, kl_divergence, log, rational
from exactalign.laws.rewards import Reward
from proofs_check import Claim, Variant, at_most, equal, search
from proofs_check.engine.registry import Library
from proofs_check.engine.runner import run_claim
from proofs_check.engine.searches import cases, integers, pmfs


class Quoted(Claim):
    id = "T-quoted"
    place = "Section <2>"
    title = "The KL divergence of best-of-N"
    statement = "KL(π_N‖p) = log N − (N−1)/N."
    latex = r"D(\pi_N\|p) = \log N - \frac{N-1}{N}"
    scope = "two outcomes"
    expected = "refuted"

    def compared(self, left, right):
        return equal(left, right)

    def holds(self, x):
        policy = best_of_n(x.p, Reward.values(range(len(x.p))), x.n)
        return self.compared(kl_divergence(policy, x.p), log(x.n) - rational(x.n - 1) / x.n)

    teeth = (Variant("at most", compared=at_most),)

    @search(cases(p=pmfs(2), n=integers(2, 3)), examples=20)
    def small(self, x):
        return self.holds(x)


def test_a_verdict_is_shown_with_its_witness() -> None:
    report = run_claim(Quoted)
    page = str(report._repr_html_())
    witness = "false at p = (1/2, 1/2), n = 2"
    for said in (
        "<td>refuted</td>",
        witness,
        "Section &lt;2&gt;",
        "<math ",
        "1 wrong variant: 1 repaired, and left alone",
    ):
        assert said in page
    formula = str(report._repr_latex_())
    assert Quoted.latex in formula
    assert r"\text{refuted}" in formula
    without = str(evolve(report, witness=None)._repr_html_())
    assert "<td>refuted</td>" in without
    assert witness not in without
    assert repr(report) == "<Report T-quoted: refuted; as expected>"
    assert repr(evolve(report, problems=["odd & <bad>"])).endswith("expected refuted, 1 problems>")
    assert "odd &amp; &lt;bad&gt;" in str(evolve(report, problems=["odd & <bad>"])._repr_html_())


def test_a_claim_is_shown_without_a_verdict() -> None:
    page = str(Quoted()._repr_html_())
    assert "T-quoted" in page
    assert "witness" not in page
    assert repr(Quoted()) == "<claim T-quoted>"


@pytest.mark.slow
def test_the_latex_of_every_claim_compiles(tmp_path: Path) -> None:
    if shutil.which("pdflatex") is None:
        pytest.skip("needs pdflatex")
    formulas = [str(claim()._repr_latex_()) for paper in Library.shipped().papers for claim in paper]
    assert len(formulas) > 100
    head = "\\documentclass{article}\\usepackage{amsmath,amssymb}\\begin{document}"
    (tmp_path / "all.tex").write_text("\n\n".join([head, *formulas, "\\end{document}\n"]), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
