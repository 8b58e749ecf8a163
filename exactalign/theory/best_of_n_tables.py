"""The table of best-of-N that papers print: a row for each N (and each length), columns among seven quantities.

A value is exact while it fits the memory, and enclosed past that, so that every printed digit is right in both cases.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from exactalign.exceptions import ParameterError, TooLarge
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.divergences import kl_divergence, win_rate
from exactalign.laws.rewards import Reward
from exactalign.numbers.arguments import checked
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.memory import DEFAULT_MEMORY
from exactalign.numbers.reading import Number, whole_number
from exactalign.policies.best_of_n import best_of_n
from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN
from exactalign.policies.exact_best_of_n import BestOfN
from exactalign.policies.side_by_side import Measured, SideBySide, match_best_of_n
from exactalign.policies.tilting import AlignedFamily
from exactalign.tables.table import Table
from exactalign.theory.closed_forms import kl_bound

DEFAULT_COLUMNS = ("kl", "bound", "gap", "win-rate")
"""The columns of a table whose caller names none."""


class BestOfNSummary:
    """What a paper says of best-of-`n` over sequences of some length, in nats, each value computed when asked for.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> summary = BestOfNSummary(p, Reward.parse("log 6, 0, log 2"), 2)
    >>> summary.gap, summary.win_rate
    (LogForm('-1/2 + 41/25*log(2) - 81/100*log(3) + log(5) - 11/20*log(11)'), Fraction(16, 25))
    """

    def __init__(
        self, reference: Distribution, reward: Reward, n: int, length: int = 1, *, memory: int = DEFAULT_MEMORY
    ) -> None:
        self.n = whole_number(n, "n", 1)
        self.source = MemorylessSource(reference, whole_number(length, "length", 1))
        self.reward = reward
        self._memory = memory

    @property
    def kl(self) -> LogForm | EnclosedReal:
        """KL(π_N‖p^m)."""
        if self._is_reference:
            return LogForm()
        if isinstance(self._policy, Distribution):
            return LogForm.of(kl_divergence(self._policy, self.source.distribution))
        return self._policy.kl()

    @property
    def bound(self) -> Number:
        """log N − (N−1)/N, which the KL never exceeds."""
        return kl_bound(self.n)

    @property
    def gap(self) -> Number:
        """The bound less the KL."""
        return self.bound - self.kl

    @property
    def win_rate(self) -> Fraction | EnclosedReal:
        """P(r(Y) > r(X)) + ½·P(r(Y) = r(X)) against an independent draw X from the reference."""
        if self._is_reference:
            return Fraction(1, 2)
        if isinstance(self._policy, Distribution):
            return win_rate(self._policy, self.source.distribution, self.reward)
        return self._policy.win_rate()

    @property
    def expected_reward(self) -> LogForm | EnclosedReal:
        """The expected total reward."""
        if self._is_reference:
            return self.reference_reward
        if isinstance(self._policy, Distribution):
            return LogForm.of(self._policy.expectation(self.reward))
        return self._policy.expected_reward()

    @property
    def reference_reward(self) -> LogForm | EnclosedReal:
        """The expected total reward of the reference."""
        return LogForm.of(self.source.distribution.expectation(self.reward)) * self.source.length

    @property
    def improvement(self) -> LogForm | EnclosedReal:
        """How much the expected total reward is above that of the reference."""
        return self.expected_reward - self.reference_reward

    @property
    def kl_to_tilt(self) -> Measured:
        """KL(π_N‖φ^m), where φ is the optimal policy of the same KL from the reference, per symbol."""
        if self._is_reference:
            return LogForm()
        _, alignment = match_best_of_n(self.source, self.reward, self.n, memory=self._memory)
        pair = SideBySide(self.source, self.reward, self.n, alpha=alignment.alpha, memory=self._memory)
        return pair.kl_to_other(every=False)[0]

    @cached_property
    def _is_reference(self) -> bool:
        """Whether best-of-N changes nothing."""
        return self.n == 1 or AlignedFamily(self.source.distribution, self.reward).is_constant

    @cached_property
    def _policy(self) -> Distribution | BestOfN | EnclosedBestOfN:
        """A distribution for single outcomes, a level law's policy for sequences, an enclosed one past the memory."""
        try:
            if self.source.length == 1:
                return best_of_n(self.source.distribution, self.reward, self.n, memory=self._memory)
            return best_of_n(self.source, self.reward, self.n, memory=self._memory)
        except TooLarge:
            return best_of_n(self.source, self.reward, self.n, enclosed=True, memory=self._memory)


COLUMNS: dict[str, tuple[str, Callable[[BestOfNSummary], Any]]] = {
    "kl": ("KL", lambda summary: summary.kl),
    "bound": ("log N - (N-1)/N", lambda summary: summary.bound),
    "gap": ("gap", lambda summary: summary.gap),
    "win-rate": ("win rate", lambda summary: summary.win_rate),
    "reward": ("expected reward", lambda summary: summary.expected_reward),
    "improvement": ("improvement", lambda summary: summary.improvement),
    "kl-to-tilt": ("KL to the tilt", lambda summary: summary.kl_to_tilt),
}
"""Every column: what stands above it, and its value."""


@checked
def best_of_n_table(
    reference: Distribution,
    reward: Reward,
    sizes: Iterable[int],
    lengths: Iterable[int] = (1,),
    columns: Sequence[str] = DEFAULT_COLUMNS,
    *,
    memory: int = DEFAULT_MEMORY,
    on_row: Callable[[], object] = lambda: None,
) -> Table:
    """Return a row for each length and each N, with some of the `COLUMNS`; divergences in nats.

    A length stands in the rows when there are several. `on_row` is called after each row. Raises `ParameterError`
    for another column, or one that is named twice.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> table = best_of_n_table(p, Reward.parse("log 6, 0, log 2"), [1, 2, 4])
    >>> print(table.render("markdown", places=4).split("\\n\\n")[1])
    |   N |     KL |   log N - (N-1)/N |    gap |   win rate |
    |----:|-------:|------------------:|-------:|-----------:|
    |   1 | 0.0000 |            0.0000 | 0.0000 |     0.5000 |
    |   2 | 0.1557 |            0.1931 | 0.0375 |     0.6400 |
    |   4 | 0.5218 |            0.6363 | 0.1145 |     0.7534 |
    """
    for position, name in enumerate(columns):
        if name not in COLUMNS:
            raise ParameterError(f"columns has {name!r}: the columns are {', '.join(COLUMNS)}")
        if name in columns[:position]:
            raise ParameterError(f"columns has {name} twice")
    if not columns:
        raise ParameterError(f"columns is empty: give some of {', '.join(COLUMNS)}")
    found, drawn = list(lengths), list(sizes)
    several = len(found) > 1
    rows = []
    for length in found:
        for n in drawn:
            summary = BestOfNSummary(reference, reward, n, length, memory=memory)
            values = [COLUMNS[name][1](summary) for name in columns]
            rows.append([*([length] if several else []), n, *values])
            on_row()
    headings = [*(["m"] if several else []), "N", *(COLUMNS[name][0] for name in columns)]
    over = "" if several or found == [1] else f" over sequences of length {found[0]}"
    return Table(headings, rows, title=f"Best-of-N{over}", caption="Divergences in nats.")
