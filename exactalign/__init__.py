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
from exactalign.enclosures import EnclosedReal, Enclosure, oo
from exactalign.exceptions import ExactAlignError, ExactBudgetExceeded, Undecided
from exactalign.levels import LevelLaw
from exactalign.logforms import LogForm, log
from exactalign.rationals import rational
from exactalign.rewards import Reward

__version__ = "0.1.0"

__all__ = [
    "BestOfN",
    "Distribution",
    "EnclosedReal",
    "Enclosure",
    "ExactAlignError",
    "ExactBudgetExceeded",
    "LevelLaw",
    "LogForm",
    "MemorylessSource",
    "Reward",
    "Undecided",
    "best_of_n",
    "chi_squared",
    "cross_entropy",
    "entropy",
    "f_divergence",
    "kl_divergence",
    "log",
    "oo",
    "rational",
    "renyi_cross_entropy",
    "renyi_divergence",
    "squared_hellinger",
    "total_variation",
    "win_rate",
]
