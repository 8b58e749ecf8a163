"""What practitioners compute: estimates of KL divergences, pass@k, best-of-N, as people state them in threads."""

from proofs_check.engine.registry import PaperInfo
from proofs_check.papers.estimators.headlines import HEADLINES

PAPER = PaperInfo(
    id="estimators",
    title="Estimators: what practitioners compute",
    source="public threads and papers, named at each claim",
    sections=("kl_estimates", "kl_gradients", "pass_at_k", "baselines", "best_of_n"),
    headlines=HEADLINES,
)
