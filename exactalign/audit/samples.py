"""The outputs of one prompt, as exact numbers: what `files` reads; `prompts` and `draws` answer about it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs

from exactalign.audit.values import sample_number
from exactalign.exceptions import InputError, OutcomeError
from exactalign.numbers.arguments import checked


@attrs.frozen
class PromptSamples:
    """The listed outputs of one prompt, as they stand in a file: nothing is normalised.

    `masses` are probabilities or, when `logarithmic`, natural log-probabilities (None for −∞). `merged` counts rows
    that repeated an output with the same numbers and were counted once, `repeated` those with other numbers.
    """

    prompt: str
    masses: tuple[Fraction | None, ...]
    rewards: tuple[Fraction, ...]
    golden: tuple[Fraction, ...] | None = None
    logarithmic: bool = False
    repeated: int = 0
    merged: int = 0

    @classmethod
    @checked
    def of(
        cls,
        prompt: str,
        rewards: Sequence[Any],
        *,
        probabilities: Sequence[Any] | None = None,
        logprobs: Sequence[Any] | None = None,
        golden: Sequence[Any] | None = None,
    ) -> PromptSamples:
        """Return samples from lists; strings and integers are exact, a `float` is taken as its exact binary value.

        >>> PromptSamples.of("2+2?", [1, 0], probabilities=[0.75, "1/4"]).masses
        (Fraction(3, 4), Fraction(1, 4))
        """
        if (probabilities is None) == (logprobs is None):
            raise InputError("give exactly one of probabilities and logprobs")
        masses = probabilities if probabilities is not None else logprobs
        assert masses is not None
        for name, values in (("rewards", rewards), ("golden", golden)):
            if values is not None and len(values) != len(masses):
                raise OutcomeError(f"{name} has {len(values)} entries but there are {len(masses)} outputs")
        read = [_log_mass(v) if probabilities is None else _mass(v, "probability") for v in masses]
        return cls(
            str(prompt),
            tuple(read),
            tuple(sample_number(value, "reward") for value in rewards),
            None if golden is None else tuple(sample_number(value, "golden reward") for value in golden),
            probabilities is None,
        )


@attrs.frozen
class PromptDraws:
    """Independent draws of one prompt's outputs, without their probabilities: rewards in the order of the draws."""

    prompt: str
    rewards: tuple[Fraction, ...]
    golden: tuple[Fraction, ...] | None = None

    @classmethod
    @checked
    def of(cls, prompt: str, rewards: Sequence[Any], golden: Sequence[Any] | None = None) -> PromptDraws:
        """Return draws from lists; strings and integers are exact, a `float` is taken as its exact binary value.

        >>> PromptDraws.of("2+2?", [1, 0, "1/2"]).rewards
        (Fraction(1, 1), Fraction(0, 1), Fraction(1, 2))
        """
        if golden is not None and len(golden) != len(rewards):
            raise OutcomeError(f"golden has {len(golden)} entries but there are {len(rewards)} draws")
        return cls(
            str(prompt),
            tuple(sample_number(value, "reward") for value in rewards),
            None if golden is None else tuple(sample_number(value, "golden reward") for value in golden),
        )


@attrs.frozen
class SampleFile:
    """What a file of samples holds: prompts with probabilities, or (without any) draws; and the rows left out.

    `bad` tells the rows that were left out, each with its place.
    """

    prompts: tuple[PromptSamples, ...] = ()
    draws: tuple[PromptDraws, ...] = ()
    bad: tuple[str, ...] = ()


def _mass(value: Any, name: str) -> Fraction:
    mass = sample_number(value, name)
    if mass < 0:
        raise InputError(f"{name} is {value}: it must not be negative")
    return mass


def _log_mass(value: Any) -> Fraction | None:
    if isinstance(value, float) and value == float("-inf"):
        return None
    return sample_number(value, "logprob")
