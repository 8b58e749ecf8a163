"""What a long Markov chain has per symbol, exactly: its entropy, and its divergence from another chain."""

from __future__ import annotations

from exactalign.exceptions import OutcomeError
from exactalign.laws.divergences import entropy, kl_divergence
from exactalign.laws.markov import MarkovSource, stationary_law
from exactalign.numbers.infinity import Infinity, oo
from exactalign.numbers.logforms import LogForm


def entropy_rate(chain: MarkovSource) -> LogForm:
    """Return the entropy per symbol of a long sequence, −Σ μᵢ Pᵢⱼ log Pᵢⱼ with μ the stationary law.

    Raises `DistributionError` for a chain with several stationary laws. Formula: Cover & Thomas, Theorem 4.2.4.

    >>> entropy_rate(MarkovSource.from_rows(["1/2, 1/2", "1, 0"], length=1))
    LogForm('2/3*log(2)')
    """
    stationary = stationary_law(chain.transition)
    return LogForm.sum([entropy(chain.transition[symbol]) * mass for symbol, mass in stationary.items()])


def kl_rate(chain: MarkovSource, other: MarkovSource) -> LogForm | Infinity:
    """Return the divergence per symbol of a long sequence of the chain from another one, Σ μᵢ KL(Pᵢ‖Qᵢ); `oo` likewise.

    Rows of symbols that a long sequence of the chain does not visit do not matter. Raises `OutcomeError` for chains on
    other symbols, and `DistributionError` for a chain with several stationary laws.

    >>> lazy = MarkovSource.from_rows(["3/4, 1/4", "1/4, 3/4"], length=1)
    >>> kl_rate(lazy, MarkovSource.from_rows(["1/2, 1/2", "1/2, 1/2"], length=1))
    LogForm('-log(2) + 3/4*log(3)')
    """
    if set(chain.outcomes) != set(other.outcomes):
        raise OutcomeError("the two chains have other symbols")
    parts = []
    for symbol, mass in stationary_law(chain.transition).items():
        if mass:
            divergence = kl_divergence(chain.transition[symbol], other.transition[symbol])
            if isinstance(divergence, Infinity):
                return oo
            parts.append(LogForm.of(divergence) * mass)
    return LogForm.sum(parts)
