"""The claims of "Information Theoretic Guarantees For Policy Alignment In Large Language Models", part by part."""

from proofs_check.engine.registry import PaperInfo
from proofs_check.papers.guarantees.headlines import HEADLINES

PAPER = PaperInfo(
    id="guarantees",
    title="Information Theoretic Guarantees For Policy Alignment In Large Language Models",
    source="Information Theoretic Guarantees For Policy Alignment In Large Language Models (arXiv 2406.05883), "
    "as a summary card of its results, open questions and first experiments",
    sections=(
        "finite_models",
        "closed_forms",
        "selection_rules",
        "order_statistics",
        "transport",
        "renyi_limits",
        "penalised",
        "heavy_tails",
        "attainment",
        "renyi",
        "divergence_choice",
        "golden",
        "experiments",
    ),
    headlines=HEADLINES,
)
