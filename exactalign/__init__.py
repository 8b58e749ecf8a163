"""Exact and enclosed mathematics of language-model alignment.

Distributions are exact rationals, entropies and KL divergences are log forms whose equality is decided,
and every other number is enclosed to any asked precision. Natural logarithms throughout.
"""

from exactalign.best_of_n import BestOfN, best_of_n
from exactalign.distributions import Distribution, MemorylessSource
from exactalign.divergences import (
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
from exactalign.enclosed_best_of_n import EnclosedBestOfN, draws
from exactalign.enclosures import EnclosedReal, Enclosure, oo
from exactalign.exceptions import ExactAlignError, ExactBudgetExceeded, Undecided
from exactalign.large_deviations import BestOfNRateFunction, RateFunction, TailProbability
from exactalign.levels import LevelLaw
from exactalign.logforms import LogForm, log
from exactalign.rationals import rational
from exactalign.rewards import Reward
from exactalign.tables import Table
from exactalign.tilting import AlignedFamily, Alignment, TiltedDistribution, tilt

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
