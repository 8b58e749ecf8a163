"""The guarantees of alignment: closed forms and bounds on finite models, exact or enclosed.

From the paper "Information Theoretic Guarantees For Policy Alignment In Large Language Models" (called
guarantees): divergences of best-of-n, variance proxies and transportation bounds, tail-adaptive Rényi bounds,
proxy against golden reward, and alignment within a Rényi budget.
"""

from exactalign.theory.best_of_n_tables import BestOfNSummary, best_of_n_table
from exactalign.theory.closed_forms import (
    chi_squared_bound,
    f_divergence_bound,
    kl_bound,
    renyi_bound,
    reverse_kl_bound,
    squared_hellinger_bound,
    total_variation_bound,
    win_rate_bound,
)
from exactalign.theory.experiments import divergence_choice, named_model, overoptimization, scaling
from exactalign.theory.finite_models import (
    BestOfNGap,
    chi_squared_gap,
    f_divergence_gap,
    kl_gap,
    renyi_gap,
    reverse_kl_gap,
    squared_hellinger_gap,
    total_variation_gap,
    win_rate_gap,
)
from exactalign.theory.generators import Generator
from exactalign.theory.golden import GoldenDecomposition, GoldenModel, overoptimization_model
from exactalign.theory.renyi_alignment import RenyiAlignedFamily, RenyiAlignment
from exactalign.theory.reward_law import RewardLaw
from exactalign.theory.sub_gaussian import VarianceProxy, easy_bounds, kearns_saul, variance_proxy
from exactalign.theory.transport import (
    DonskerVaradhan,
    TailBounds,
    best_of_n_improvement,
    best_of_n_improvement_bound,
    compare_tails,
    donsker_varadhan,
    improvement,
    renyi_transportation_bound,
    required_proxy,
    transportation_bound,
    variance_bound,
    variational_score,
)

__all__ = [
    "BestOfNGap",
    "BestOfNSummary",
    "DonskerVaradhan",
    "Generator",
    "GoldenDecomposition",
    "GoldenModel",
    "RenyiAlignedFamily",
    "RenyiAlignment",
    "RewardLaw",
    "TailBounds",
    "VarianceProxy",
    "best_of_n_improvement",
    "best_of_n_improvement_bound",
    "best_of_n_table",
    "chi_squared_bound",
    "chi_squared_gap",
    "compare_tails",
    "divergence_choice",
    "donsker_varadhan",
    "easy_bounds",
    "f_divergence_bound",
    "f_divergence_gap",
    "improvement",
    "kearns_saul",
    "kl_bound",
    "kl_gap",
    "named_model",
    "overoptimization",
    "overoptimization_model",
    "renyi_bound",
    "renyi_gap",
    "renyi_transportation_bound",
    "required_proxy",
    "reverse_kl_bound",
    "reverse_kl_gap",
    "scaling",
    "squared_hellinger_bound",
    "squared_hellinger_gap",
    "total_variation_bound",
    "total_variation_gap",
    "transportation_bound",
    "variance_bound",
    "variance_proxy",
    "variational_score",
    "win_rate_bound",
    "win_rate_gap",
]
