"""Softmax policies, and exact gradients with respect to their logits.

A policy with every outcome possible is the softmax of its own logarithms, so any positive `Distribution` with rational
weights is one. Its logits are free up to a constant, and every gradient sums to 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from exactalign.estimators.losses import Draw
from exactalign.exceptions import DistributionError, ParameterError, Undecided
from exactalign.laws.distributions import Distribution
from exactalign.laws.outcomes import Outcome
from exactalign.laws.rewards import Reward, matched
from exactalign.numbers.arguments import checked
from exactalign.numbers.arithmetic import simplest, total
from exactalign.numbers.display import number_text
from exactalign.numbers.duals import Dual, dual
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.logforms import log
from exactalign.numbers.reading import Number, exact_real, whole_number
from exactalign.policies.best_of_n import best_of_n

OnOutcomes = Mapping[Any, Any] | Callable[[Any], Any]


class Gradient(Mapping[Outcome, Number]):
    """The partial derivative for each logit, by outcome. Gradients add up, and are scaled by numbers.

    >>> SoftmaxPolicy(Distribution.uniform(2)).of_mean([0, 1])
    Gradient(-1/4, 1/4)
    """

    __slots__ = ("_entries",)

    @checked
    def __init__(self, entries: Mapping[Outcome, Number]) -> None:
        self._entries = {o: simplest(v) for o, v in entries.items()}

    def __getitem__(self, outcome: Outcome) -> Number:
        return self._entries[outcome]

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        """Entry by entry, decided where `==` of the numbers is; raises `Undecided` for enclosures that overlap."""
        if not isinstance(other, Gradient):
            return NotImplemented
        return set(self) == set(other) and all(value == other[o] for o, value in self.items())

    __hash__ = None  # type: ignore[assignment]

    def __add__(self, other: Gradient) -> Gradient:
        return Gradient({o: value + other[o] for o, value in self.items()})

    def __sub__(self, other: Gradient) -> Gradient:
        return self + -1 * other

    def __mul__(self, factor: Any) -> Gradient:
        return Gradient({o: value * factor for o, value in self.items()})

    __rmul__ = __mul__

    def __repr__(self) -> str:
        return f"Gradient({', '.join(map(number_text, self.values()))})"

    @property
    def is_zero(self) -> bool:
        """Whether every entry is 0."""
        return all(value == 0 for value in self.values())

    def multiple_of(self, other: Gradient) -> Number | None:
        """Return the c with self = c·other, or None where there is none; `other` is not 0.

        Raises `Undecided` where, with three outcomes or more, enclosures do not tell the two apart.

        >>> gradient = SoftmaxPolicy(Distribution.uniform(2)).of_mean([0, 1])
        >>> (3 * gradient).multiple_of(gradient)
        Fraction(3, 1)
        """
        where = next((o for o, value in other.items() if value != 0), None)
        if where is None:
            raise ParameterError("the gradient to compare with is 0: everything or nothing is a multiple of it")
        factor: Number = self[where] / other[where]
        compared = [o for o in self if o != where]
        if isinstance(factor, EnclosedReal):
            compared.pop()  # entries sum to 0: the last follows from the others, and enclosures do not show equality
        undecided = None
        for outcome in compared:
            try:
                if self[outcome] != factor * other[outcome]:
                    return None
            except Undecided as error:
                undecided = error
        if undecided is not None:
            raise undecided
        return factor


class SoftmaxPolicy:
    """A policy π as the softmax of its logits: π(y) ∝ e^(logit y), with rational π.

    Its methods are exact gradients with respect to the logits, where ∂ log π(x)/∂ logit(y) = 1[x = y] − π(y). Raises
    `DistributionError` for a law with zeros: no finite logits give it.

    >>> policy, reference = SoftmaxPolicy(Distribution.from_weights([1, 3])), Distribution.uniform(2)
    >>> policy.of_kl(reference), policy.of_reverse_kl(reference), policy.of_loss(lambda draw: draw.k1, reference)
    (Gradient(-3/16*log(3), 3/16*log(3)), Gradient(-1/4, 1/4), Gradient(0, 0))
    """

    __slots__ = ("law",)

    law: Distribution

    def __init__(self, law: Distribution) -> None:
        if not isinstance(law, Distribution):
            raise DistributionError(f"the policy is {type(law).__name__}: give a Distribution")
        if len(law.support) < len(law):
            missing = next(o for o in law if not law[o])
            raise DistributionError(f"outcome {missing!r} has probability 0: a softmax gives every outcome a chance")
        self.law = law

    def __repr__(self) -> str:
        return f"SoftmaxPolicy({self.law!r})"

    def of_mean(self, value: OnOutcomes | list[Any] | Reward) -> Gradient:
        """Return ∇ E_π f = π(y)·(f(y) − E_π f), the gradient of a mean.

        It is also the expected gradient of a term f that stands in the reward, whatever f is: the mean of f·∇ log π.
        """
        values = _values(value, self.law)
        mean = self.law.expectation(values)
        return Gradient({o: mass * (values[o] - mean) for o, mass in self.law.items()})

    def of_kl(self, reference: Distribution) -> Gradient:
        """Return ∇ KL(π‖p) = π(y)·(log π(y)/p(y) − KL(π‖p)), often called the reverse KL divergence."""
        p = _reference(reference, self.law)
        return self.of_mean({o: log(mass / p[o]) for o, mass in self.law.items()})

    def of_reverse_kl(self, reference: Distribution) -> Gradient:
        """Return ∇ KL(p‖π) = π(y) − p(y), for any p; often called the forward KL divergence."""
        p = reference.aligned_to(self.law)
        return Gradient({o: mass - p[o] for o, mass in self.law.items()})

    def of_pass_at_k(self, right: Callable[[Any], bool], k: int) -> Gradient:
        """Return ∇ (1 − (1 − θ)^k) for the chance θ of a right outcome."""
        count = whole_number(k, "k", 1)
        theta = self.law.probability(right)
        return count * (1 - theta) ** (count - 1) * self.of_mean(lambda o: Fraction(bool(right(o))))

    def of_best_of(self, reward: Reward, k: int) -> Gradient:
        """Return the gradient of the expected highest of k rewards, Σᵧ k·E[max(r(y), best of k − 1 others)]·∇π(y)."""
        count, rewards = whole_number(k, "k", 1), matched(reward, self.law)
        if count == 1:
            return self.of_mean(rewards)
        others = best_of_n(self.law, rewards, count - 1)

        def beside(outcome: Any) -> Number:
            return others.expectation(lambda o: max(rewards[outcome], rewards[o]))

        return count * self.of_mean(beside)

    def of_loss(
        self,
        loss: Callable[[Draw], Any],
        reference: Distribution,
        sampler: Distribution | None = None,
        reward: Reward | None = None,
    ) -> Gradient:
        """Return the expected gradient that automatic differentiation finds of a per-sample loss.

        The loss is differentiated at each draw y from the sampler (π itself when none is given), with the draw held
        fixed, and averaged: Σ b(y)·∇ loss(y). The loss is a function of a `Draw`, written as in a trainer.

        >>> policy, reference = SoftmaxPolicy(Distribution.from_weights([1, 3])), Distribution.uniform(2)
        >>> def loss(draw):
        ...     log_ratio = draw.ref_logp - draw.logp
        ...     return log_ratio.exp() - log_ratio - 1
        >>> policy.of_loss(loss, reference) == policy.of_reverse_kl(reference)
        True
        """
        p = _reference(reference, self.law)
        b = self.law if sampler is None else _reference(sampler, self.law)
        rewards = None if reward is None else matched(reward, self.law)
        slopes: dict[Outcome, Number] = {}
        for outcome, mass in self.law.items():
            given = None if rewards is None else rewards[outcome]
            found = loss(Draw(outcome, Dual(log(mass), Fraction(1)), log(p[outcome]), log(b[outcome]), given))
            slopes[outcome] = b[outcome] * dual(found).slope
        whole = total(slopes.values())
        return Gradient({o: slopes[o] - mass * whole for o, mass in self.law.items()})


def _reference(law: Distribution, policy: Distribution) -> Distribution:
    found = law.aligned_to(policy)
    missing = next((o for o, mass in found.items() if not mass), None)
    if missing is not None:
        raise DistributionError(
            f"outcome {missing!r} has probability 0 under the reference or the sampler, and a chance under the policy: "
            "the divergence, or the weight, is infinite"
        )
    return found


def _values(value: Any, law: Distribution) -> dict[Outcome, Number]:
    if isinstance(value, (list, tuple)):
        if len(value) != len(law):
            raise ParameterError(f"there are {len(value)} values for {len(law)} outcomes: give one for each")
        value = dict(zip(law, value, strict=True))
    at = value if callable(value) else value.__getitem__
    return {o: exact_real(at(o), f"the value at {o!r}") for o in law}
