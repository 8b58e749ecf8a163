"""Exact and enclosed mathematics of language-model alignment.

Distributions are exact rationals, entropies and KL divergences are log forms whose equality is decided,
and every other number is enclosed to any asked precision. Natural logarithms throughout.
"""

from exactalign.exceptions import ExactAlignError, ExactBudgetExceeded, Undecided
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.divergences import (
    chi_squared,
    cross_entropy,
    entropy,
    f_divergence,
    kl_divergence,
    renyi_cross_entropy,
    renyi_divergence,
    squared_hellinger,
    total_variation,
    win_rate,
)
from exactalign.laws.levels import LevelLaw
from exactalign.laws.rewards import Reward
from exactalign.numbers.enclosed import EnclosedReal, Enclosure, oo
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.rationals import rational
from exactalign.policies.best_of_n import BestOfN, best_of_n
from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN, draws
from exactalign.policies.large_deviations import BestOfNRateFunction, RateFunction, TailProbability
from exactalign.policies.tilting import AlignedFamily, Alignment, TiltedDistribution, tilt
from exactalign.tables.table import Table

__version__ = "0.1.0"

__all__ = [
    "AlignedFamily",
    "Alignment",
    "BestOfN",
    "BestOfNRateFunction",
    "Distribution",
    "EnclosedBestOfN",
    "EnclosedReal",
    "Enclosure",
    "ExactAlignError",
    "ExactBudgetExceeded",
    "LevelLaw",
    "LogForm",
    "MemorylessSource",
    "RateFunction",
    "Reward",
    "Table",
    "TailProbability",
    "TiltedDistribution",
    "Undecided",
    "best_of_n",
    "chi_squared",
    "cross_entropy",
    "draws",
    "entropy",
    "f_divergence",
    "kl_divergence",
    "log",
    "oo",
    "rational",
    "renyi_cross_entropy",
    "renyi_divergence",
    "squared_hellinger",
    "tilt",
    "total_variation",
    "win_rate",
]
