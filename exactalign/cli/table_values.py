"""The exact values that a printed table is compared with: of a model's best-of-N, or closed forms without one."""

from collections.abc import Callable
from fractions import Fraction
from math import prod
from typing import Any

import attrs

from exactalign.cli.answers import ModelAnswer
from exactalign.cli.models import Model
from exactalign.exceptions import TooLarge
from exactalign.laws import divergences
from exactalign.laws.distributions import Distribution
from exactalign.numbers.arithmetic import square_root
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.reading import Extended, Number
from exactalign.tables.check import Expected
from exactalign.tables.headings import INFORMATION, Quantity
from exactalign.tables.questions import Sought, Unknown
from exactalign.theory import closed_forms as forms

_BOUND = "the bound log N - (N-1)/N, not the KL"
_WIN_BOUND = "n/(n+1), the win rate for a reward without ties"
_NEEDS_MODEL = "it needs a model: give --p with --reward, or --input"


class ClosedForms:
    """What is known about best-of-N without a model: values for a reward without ties, which bound every model."""

    def __call__(self, sought: Sought) -> "Expected|LogForm|Unknown":
        """Return the value that is sought, or why there is none."""
        form = _closed_forms().get(sought.quantity)
        if form is None or sought.n is None:
            return Unknown(_NEEDS_MODEL)
        value = form(sought.n)
        is_bound = sought.quantity in (Quantity.KL_BOUND, Quantity.WIN_RATE_BOUND)
        return _in_units(Expected(value, only_bounds=not is_bound), sought.quantity)


class ModelValues:
    """The values of a model and its best-of-N policies, each policy computed once."""

    def __init__(self, model: Model, length: int | None, memory: int) -> None:
        self.model, self.length, self.memory = model, length, memory
        self._answers: dict[tuple[int, int | None], ModelAnswer] = {}

    def answer(self, n: int, length: int | None = None) -> ModelAnswer:
        """Return what is known about best-of-n on sequences of this length; raise `TooLarge` when it is too large."""
        key = (n, self.length if length is None else length)
        if key not in self._answers:
            self._answers[key] = ModelAnswer.of(self.model, key[1], n, self.memory)
        return self._answers[key]

    def __call__(self, sought: Sought) -> "Expected|LogForm|Unknown":
        """Return the value that is sought, with what it may be taken for, or why there is none."""
        found: Expected | LogForm | Unknown
        if sought.outcome is not None:
            found = self._of_outcome(sought.quantity, sought.n, sought.outcome)
        else:
            assert sought.n is not None
            try:
                found = self._by_n(sought.quantity, sought.n, sought.length)
            except TooLarge as error:
                return Unknown(str(error))
        return _in_units(found, sought.quantity) if isinstance(found, Expected) else found

    def _of_outcome(self, quantity: Quantity, n: int | None, outcome: tuple[Any, ...]) -> "Expected|LogForm":
        reference = prod(self.model.reference[label] for label in outcome)
        if quantity is Quantity.REWARD:
            return LogForm.sum([LogForm.of(self.model.reward[label]) for label in outcome])
        if quantity is Quantity.REFERENCE:
            known = [answer.lookup()(outcome) for answer in self._answers.values()]
            others = tuple(("the policy's probability, not the reference's", x) for x in known)
            return Expected(reference, others=others)
        assert n is not None
        mine = self.answer(n).lookup()(outcome)
        return Expected(mine, others=(("the reference's probability", reference),))

    def _by_n(self, quantity: Quantity, n: int, length: int | None) -> "Expected|Unknown":
        closed = _closed_forms().get(quantity)
        if quantity in (Quantity.KL_BOUND, Quantity.WIN_RATE_BOUND):
            assert closed is not None
            mine: Callable[[], Any] = (
                (lambda: self.answer(n, length).kl)
                if quantity is Quantity.KL_BOUND
                else lambda: self.answer(n, length).win_rate
            )
            name = (
                "the KL of the model, not the bound" if quantity is Quantity.KL_BOUND else "the win rate of the model"
            )
            return Expected(closed(n), others=((name, mine()),))
        answer = self.answer(n, length)
        policy, reference = answer.policy, self.model.reference
        if quantity is Quantity.KL:
            return Expected(answer.kl, others=((_BOUND, answer.kl_bound),))
        if quantity is Quantity.SQUARE_ROOT_KL:
            others = (("the square root of the bound", square_root(answer.kl_bound)),)
            return Expected(square_root(answer.kl), others=others)
        if quantity is Quantity.GAP:
            return Expected(answer.kl_bound - answer.kl)
        if quantity is Quantity.WIN_RATE:
            return Expected(answer.win_rate, others=((_WIN_BOUND, Fraction(n, n + 1)),))
        if quantity in (Quantity.EXPECTED_REWARD, Quantity.IMPROVEMENT):
            mean = LogForm.of(reference.expectation(self.model.reward)) * answer.length
            reward, gain = answer.expected_reward, answer.expected_reward - mean
            if quantity is Quantity.EXPECTED_REWARD:
                others = (("the improvement, not the expected reward", gain),)
                return Expected(reward, others=others)
            return Expected(gain, others=(("the expected reward, not the improvement", reward),))
        if not isinstance(policy, Distribution):
            return Unknown(f"the {quantity} of sequences is not computed here")
        return Expected(_divergences()[quantity](policy, reference))


def _in_units(expected: Expected, quantity: Quantity) -> Expected:
    """A quantity with what it is in bits; of one that is no information it is known that bits mean nothing."""
    if quantity is Quantity.SQUARE_ROOT_KL:
        return attrs.evolve(expected, in_bits=expected.value / square_root(log(2)))
    if quantity not in INFORMATION:
        return attrs.evolve(expected, quantity=quantity)
    return attrs.evolve(expected, in_bits=expected.value / log(2))


def _closed_forms() -> dict[Quantity, Callable[[int], Number]]:
    return {
        Quantity.KL: forms.kl_bound,
        Quantity.KL_BOUND: forms.kl_bound,
        Quantity.SQUARE_ROOT_KL: lambda n: square_root(forms.kl_bound(n)),
        Quantity.REVERSE_KL: forms.reverse_kl_bound,
        Quantity.CHI_SQUARED: forms.chi_squared_bound,
        Quantity.TOTAL_VARIATION: forms.total_variation_bound,
        Quantity.HELLINGER: forms.squared_hellinger_bound,
        Quantity.WIN_RATE: forms.win_rate_bound,
        Quantity.WIN_RATE_BOUND: forms.win_rate_bound,
    }


def _divergences() -> dict[Quantity, Callable[[Distribution, Distribution], Extended]]:
    return {
        Quantity.REVERSE_KL: lambda policy, reference: divergences.kl_divergence(reference, policy),
        Quantity.CHI_SQUARED: divergences.chi_squared,
        Quantity.TOTAL_VARIATION: divergences.total_variation,
        Quantity.HELLINGER: divergences.squared_hellinger,
    }
