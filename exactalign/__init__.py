"""Exact and enclosed mathematics of language-model alignment.

Distributions are exact rationals, entropies and KL divergences are log forms whose equality is decided,
and every other number is enclosed to any asked precision. Natural logarithms throughout.

A name is imported on its first use: `import exactalign` alone costs nothing.
"""

from typing import TYPE_CHECKING

from exactalign.lazy import names_of

if TYPE_CHECKING:
    from exactalign.exceptions import ExactAlignError, TooLarge, Undecided
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
    from exactalign.laws.markov import MarkovSource
    from exactalign.laws.rewards import Reward
    from exactalign.numbers.enclosed import EnclosedReal
    from exactalign.numbers.enclosures import Enclosure
    from exactalign.numbers.infinity import oo
    from exactalign.numbers.logforms import LogForm, log
    from exactalign.numbers.rationals import from_float, rational
    from exactalign.policies.best_of_n import best_of_n
    from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN
    from exactalign.policies.exact_best_of_n import BestOfN
    from exactalign.policies.large_deviations import BestOfNRateFunction, RateFunction, TailProbability
    from exactalign.policies.perron import PerronRates
    from exactalign.policies.sample_sizes import sample_size
    from exactalign.policies.sharp_constants import sharp_constants
    from exactalign.policies.tilting import AlignedFamily, Alignment, TiltedDistribution, tilt
    from exactalign.tables.table import Table

_HOMES = {
    "exceptions": "ExactAlignError TooLarge Undecided",
    "laws.distributions": "Distribution MemorylessSource",
    "laws.divergences": "chi_squared cross_entropy entropy f_divergence kl_divergence renyi_cross_entropy "
    "renyi_divergence squared_hellinger total_variation win_rate",
    "laws.levels": "LevelLaw",
    "laws.markov": "MarkovSource",
    "laws.rewards": "Reward",
    "numbers.enclosed": "EnclosedReal",
    "numbers.enclosures": "Enclosure",
    "numbers.infinity": "oo",
    "numbers.logforms": "LogForm log",
    "numbers.rationals": "from_float rational",
    "policies.best_of_n": "best_of_n",
    "policies.exact_best_of_n": "BestOfN",
    "policies.enclosed_best_of_n": "EnclosedBestOfN",
    "policies.large_deviations": "BestOfNRateFunction RateFunction TailProbability",
    "policies.perron": "PerronRates",
    "policies.sample_sizes": "sample_size",
    "policies.sharp_constants": "sharp_constants",
    "policies.tilting": "AlignedFamily Alignment TiltedDistribution tilt",
    "tables.table": "Table",
}
_ROOMS = (
    "audit",
    "estimators",
    "figures",
    "laws",
    "numbers",
    "policies",
    "runs",
    "tables",
    "testing",
    "text",
    "theory",
)

if not TYPE_CHECKING:  # where type checkers see the imports above, and nothing else
    __getattr__, __dir__ = names_of(__name__, _HOMES, _ROOMS)

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
    "LevelLaw",
    "LogForm",
    "MarkovSource",
    "MemorylessSource",
    "PerronRates",
    "RateFunction",
    "Reward",
    "Table",
    "TailProbability",
    "TiltedDistribution",
    "TooLarge",
    "Undecided",
    "best_of_n",
    "chi_squared",
    "cross_entropy",
    "entropy",
    "f_divergence",
    "from_float",
    "kl_divergence",
    "log",
    "oo",
    "rational",
    "renyi_cross_entropy",
    "renyi_divergence",
    "sample_size",
    "sharp_constants",
    "squared_hellinger",
    "tilt",
    "total_variation",
    "win_rate",
]
