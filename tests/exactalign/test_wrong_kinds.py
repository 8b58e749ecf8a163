"""Every public callable is given what it does not expect, and answers with an error of ours or with an answer."""

import importlib
import inspect
import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

import pytest

from exactalign import Distribution, ExactAlignError, LogForm, MarkovSource, Reward, best_of_n, log, oo
from exactalign.exceptions import WrongKind
from exactalign.policies.large_deviations import RateFunction
from exactalign.policies.tilting import AlignedFamily
from exactalign.theory import RewardLaw, divergence_choice, renyi_gap, scaling

P = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
R = Reward.parse("log 6, 0, log 2", None)
FAMILY = AlignedFamily(P, R)
CHAIN = MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], 2)
WRONG: tuple[Any, ...] = (
    *(None, "", "x", "1/2", 3, -1, 0, 2.5, float("nan"), Fraction(1, 2), True, 10**30, complex(1, 1)),
    *([], [1, 2], {}, (), set(), range(3), b"1", object(), lambda x: x, Distribution),
    *(P, R, P**2, CHAIN, FAMILY, log(2), oo),
)
ROOMS = ("", ".audit", ".estimators", ".laws", ".numbers", ".policies", ".tables", ".theory")
OBJECTS = (P, R, P**2, CHAIN, FAMILY, FAMILY.align("1/10"), log(2), RewardLaw(P, R), RateFunction(FAMILY, 1))
POLICIES = (best_of_n(P**2, R, 2), best_of_n(P**2, R, 2, enclosed=True), best_of_n(CHAIN, Reward.values([0, 1]), 2))
INNER = {"LogForm.from_integers", "LogForm.ball", "EnclosedBestOfN.tilted_masses", "LogForm.to_sympy"}
"""Inner doors for FLINT's own numbers, through which sums go, and one that imports SymPy for seconds."""


def _public() -> Iterator[tuple[str, Callable[..., Any]]]:
    for room in ROOMS:
        module = importlib.import_module(f"exactalign{room}")
        for name in getattr(module, "__all__", ()):
            found = getattr(module, name)
            if inspect.isclass(found) and not issubclass(found, BaseException):
                if inspect.isfunction(found.__init__):
                    yield name, found
                for inner in dir(found):
                    if isinstance(inspect.getattr_static(found, inner), (classmethod, staticmethod)):
                        yield f"{name}.{inner}", getattr(found, inner)
            elif inspect.isfunction(found):
                yield name, found
    for value in (*OBJECTS, *POLICIES):
        for inner in dir(type(value)):
            if inspect.isfunction(inspect.getattr_static(type(value), inner)):
                yield f"{type(value).__name__}.{inner}", getattr(value, inner)


CALLS = {name: call for name, call in _public() if not name.split(".")[-1].startswith("_") and name not in INNER}


def _drawn(call: Callable[..., Any], rng: random.Random) -> tuple[list[Any], dict[str, Any]]:
    parameters = inspect.signature(call).parameters.values()
    plain = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    needed = sum(p.default is p.empty for p in plain)
    keywords = [p for p in parameters if p.kind is p.KEYWORD_ONLY]
    return (
        [rng.choice(WRONG) for _ in range(rng.randint(needed, len(plain)))],
        {p.name: rng.choice(WRONG) for p in keywords if p.default is p.empty or rng.random() < 0.3},
    )


def test_what_is_not_expected_is_refused_in_our_words() -> None:
    for name in CALLS:
        is_refused_in_our_words(name)


def is_refused_in_our_words(name: str) -> None:
    rng = random.Random(name)
    for _ in range(12):
        arguments, keywords = _drawn(CALLS[name], rng)
        try:
            answer = CALLS[name](*arguments, **keywords)
            if isinstance(answer, Iterator):
                list(islice(answer, 3))
        except ExactAlignError as error:
            told = str(error)
            if "\n" in told:
                raise AssertionError(told) from error
        except Exception as error:
            raise AssertionError(f"{name}(*{arguments!r}, **{keywords!r})") from error


def test_what_was_reported_is_told_by_name() -> None:
    with pytest.raises(WrongKind, match=r"law of renyi_gap is .*: give a RewardLaw, such as RewardLaw\(p, r\)"):
        renyi_gap(Fraction(1, 2), 2, 2)  # type: ignore[arg-type]
    with pytest.raises(WrongKind, match=r"terms has .* at place 1: give tuples of 2"):
        LogForm(0, [(1, 2), (1, 2, 3)])
    with pytest.raises(WrongKind, match="law of scaling is an AlignedFamily"):
        scaling(FAMILY)  # type: ignore[arg-type]
    with pytest.raises(WrongKind, match=r"law of divergence_choice is .* a Reward: give a RewardLaw"):
        divergence_choice(R)  # type: ignore[arg-type]
    with pytest.raises(ExactAlignError, match=r"10\^9 outcomes|1000000000 outcomes"):
        Distribution.uniform(10**9)
