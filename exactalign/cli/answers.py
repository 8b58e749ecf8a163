"""What is known about one best-of-N policy: the numbers that the commands print or check against.

Without a length (or with length 1) the policy is over single outcomes and stays a `Distribution`, which
takes thousands of outcomes; over sequences it is a `BestOfN`, which lists none of them unless asked.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from fractions import Fraction
from math import comb

import attrs

from exactalign.cli.models import Model
from exactalign.cli.options import By
from exactalign.cli.printing import short_integer
from exactalign.exceptions import TooLarge
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.divergences import kl_divergence, win_rate
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.memory import power_bits, require
from exactalign.numbers.rationals import fraction
from exactalign.policies.best_of_n import best_of_n
from exactalign.policies.exact_best_of_n import BestOfN
from exactalign.policies.sequence_policies import MAX_ROWS
from exactalign.tables.table import Table

DEFAULT_SEQUENCES = 100
"""Most sequences that are listed without being asked for."""


_COUNTABLE = 10**15
_LONGEST_LIST = 12


@attrs.frozen(slots=False)
class ModelAnswer:
    """The best-of-n policy of a model: a `Distribution` over outcomes, or a `BestOfN` over sequences."""

    model: Model
    length: int
    n: int
    policy: Distribution | BestOfN
    memory: int

    @classmethod
    def of(cls, model: Model, length: int | None, n: int, memory: int) -> "ModelAnswer":
        """Compute the policy; raise `TooLarge` when it is too large."""
        length = 1 if length is None else length
        if length == 1:
            return cls(model, 1, n, best_of_n(model.reference, model.reward, n, memory=memory), memory)
        source = MemorylessSource(model.reference, length)
        return cls(model, length, n, best_of_n(source, model.reward, n, memory=memory), memory)

    @property
    def title(self) -> str:
        """What a table of it is called."""
        what = "single outcomes" if self.length == 1 else f"sequences of length {self.length}"
        return f"Best of {short_integer(self.n)} over {what}"

    def table(self, by: By, notes: Iterable[str] = ()) -> Table:
        """Return the rows as a plain table, outcomes in the first column and probabilities in the second."""
        name = {By.TYPE: "type", By.LEVEL: "reward"}.get(by, "outcome")
        caption = None
        if by is By.TYPE:
            listed = ", ".join(str(label) for label in self.model.labels[:_LONGEST_LIST])
            caption = f"Types are the counts of {listed}{', …' if len(self.model.labels) > _LONGEST_LIST else ''}."
        if by is By.OUTCOME and self.length > 1:
            caption = "Outcomes are single symbols: the law of any one position, which is the expected type."
        rows = self.rows(by, printed_whole=True)
        return Table((name, "probability"), rows, title=self.title, caption=caption, notes=notes)

    def default_by(self) -> By:
        """Outcomes for single draws and for sequences too many to list, else sequences."""
        few = self.length <= DEFAULT_SEQUENCES and _power(len(self.model.labels), self.length, DEFAULT_SEQUENCES)
        return By.SEQUENCE if few and self.length != 1 else By.OUTCOME

    def rows(self, by: By, *, printed_whole: bool = False) -> list[tuple[object, Fraction]]:
        """Return (outcome, probability) for every sequence, type, level or outcome.

        Raises `TooLarge` when there are too many, or when the fractions would not fit the
        memory (`printed_whole` says that their digits will all be written out).
        """
        self._check_rows(by, copies=8 if printed_whole else 2)
        return list(self._rows(by))

    @property
    def expected_type(self) -> Distribution | None:
        """E[t(Y^m)], which is the law of any single symbol; None at length 0."""
        if isinstance(self.policy, Distribution):
            return self.policy
        return self.policy.expected_type() if self.length else None

    @property
    def expected_probabilities(self) -> tuple[Fraction, ...] | None:
        """The expected type as a list in the order of the labels; None at length 0."""
        law = self.expected_type
        return None if law is None else law.probabilities

    @property
    def expected_reward(self) -> LogForm:
        """The expected total reward."""
        if isinstance(self.policy, Distribution):
            return LogForm.of(self.policy.expectation(self.model.reward))
        return self.policy.expected_reward()

    @property
    def kl(self) -> LogForm:
        """KL(π_N‖p^m): always finite."""
        if isinstance(self.policy, Distribution):
            divergence = kl_divergence(self.policy, self.model.reference)
            assert isinstance(divergence, LogForm)
            return divergence
        return self.policy.kl()

    @property
    def kl_bound(self) -> LogForm:
        """log N − (N − 1)/N, which KL(π_N‖p^m) never exceeds."""
        return log(self.n) - fraction(self.n - 1, self.n)

    @property
    def win_rate(self) -> Fraction:
        """P(r(Y) > r(X)) + ½·P(r(Y) = r(X)) against an independent draw X from the reference."""
        if isinstance(self.policy, Distribution):
            return win_rate(self.policy, self.model.reference, self.model.reward)
        return self.policy.win_rate()

    def lookup(self) -> Callable[[tuple[Hashable, ...]], Fraction]:
        """Return the function from a sequence (for single outcomes, of one label) to its probability."""
        policy = self.policy
        return (lambda labels: policy[labels[0]]) if isinstance(policy, Distribution) else policy.probability

    def _rows(self, by: By) -> Iterator[tuple[object, Fraction]]:
        policy = self.policy
        if isinstance(policy, BestOfN):
            if by is By.SEQUENCE:
                return policy.by_sequence()
            if by is By.TYPE:
                return policy.by_type()
            return policy.by_level() if by is By.LEVEL else policy.expected_type().items()
        if by is By.OUTCOME:
            return policy.items()
        if by is By.SEQUENCE:
            return (((label,), mass) for label, mass in policy.items())
        if by is By.TYPE:
            counts = range(len(policy))
            return ((tuple(int(i == k) for k in counts), mass) for i, (_, mass) in enumerate(policy.items()))
        return self._one_shot_levels(policy)

    def _one_shot_levels(self, policy: Distribution) -> Iterator[tuple[object, Fraction]]:
        for group in self.model.reward.ranking():
            if any(self.model.reference[label] for label in group):
                members = set(group)
                yield self.model.reward[group[0]], policy.probability(lambda label, m=members: label in m)

    def _check_rows(self, by: By, copies: int) -> None:
        count = len(self.model.labels)
        if by is By.OUTCOME:
            rows: int | None = count
        elif by is By.LEVEL:
            rows = len(self.policy.levels) if isinstance(self.policy, BestOfN) else count
        elif by is By.SEQUENCE:
            rows = _power(count, self.length, _COUNTABLE)
        else:
            small = min(self.length, count - 1) <= 10_000
            rows = comb(self.length + count - 1, min(self.length, count - 1)) if small else None
        if rows is None or rows > MAX_ROWS:
            shown = "far too many" if rows is None or rows > _COUNTABLE else str(rows)
            raise TooLarge(f"there are {shown} {by.value}s, over the limit of {MAX_ROWS} rows: use --by outcome")
        alternative = "use --by outcome, or a larger --memory"
        cells = rows * (count if by is By.TYPE else max(self.length, 1) if by is By.SEQUENCE else 1)
        require(8 * 100, cells, f"listing {rows} {by.value}s", alternative, self.memory, copies=1)
        bits = 2 * power_bits(self.model.reference.total, self.length * self.n)
        require(bits, rows, f"listing {rows} {by.value}s", alternative, self.memory, copies=copies)


def _power(base: int, exponent: int, limit: int) -> int | None:
    """base^exponent, or None when it is over the limit."""
    if base == 1:
        return 1
    result = 1
    for _ in range(exponent):
        result *= base
        if result > limit:
            return None
    return result
