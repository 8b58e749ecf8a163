"""Textbook theorems, as terms, each with its own check: what the proofs of the papers may cite."""

from proofs_check.engine.registry import PaperInfo

PAPER = PaperInfo(
    id="theorems",
    title="Textbook theorems that proofs cite",
    source="the textbooks named at each theorem",
    sections=("inequalities",),
)
