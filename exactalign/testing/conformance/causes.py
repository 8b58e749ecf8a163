"""What failing cases have in common: eight failures with one cause are told once.

Two things count as a cause of several failed checks: that the function raised the same exception at the same line, and
a feature (ties, a probability of 0, …) that every failing case of these checks has while no case without it failed; of
two such features, that which fewer of the passed cases have. Nothing is inferred: the sentence says what was tried.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from exactalign.testing.conformance.answers import Unreadable, origin
from exactalign.testing.conformance.cases import Call, Parameter, Role
from exactalign.testing.conformance.checks import Feature, Kind

_FEW = 3
"""A cause needs so many passed cases without it: else its absence was hardly tried."""


@attrs.frozen
class Trial:
    """One case that a check was tried on; `raised` is what the function raised, if that was what was wrong."""

    check: str
    case: Call
    failed: bool
    raised: BaseException | None = None


@attrs.frozen
class Cause:
    """What the failures of several checks have in common; the first check is shown in full."""

    checks: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.text}: {', '.join(self.checks)}"


def causes(kind: Kind, failed: Sequence[str], trials: Sequence[Trial]) -> tuple[Cause, ...]:
    """Return the causes that two failed checks or more share, the most common first; each check is in one at most."""
    left, found = list(failed), []
    raised = {name: {_site(t.raised) for t in trials if t.check == name and t.failed} for name in left}
    sites = {site for seen in raised.values() if len(seen) == 1 for site in seen if site}
    for site in sorted(sites, key=lambda site: -sum(seen == {site} for seen in raised.values())):
        same = tuple(name for name in left if raised[name] == {site})
        if len(same) > 1:
            found.append(Cause(same, f"{_all(same, failed)} {site}"))
            left = [name for name in left if name not in same]
    features = {**common_features(kind.parameters), **kind.features}
    weak = _weak_features(kind.parameters)
    while len(left) > 1:
        options = {w: c for w, test in features.items() if (c := _shared(w, test, left, failed, trials)) is not None}
        if not options:
            break
        passed = {w: sum(not t.failed and features[w](t.case) for t in trials) for w in options}
        best = options[max(options, key=lambda word: (word not in weak, len(options[word].checks), -passed[word]))]
        found.append(best)
        left = [name for name in left if name not in best.checks]
    return tuple(found)


def _all(same: Sequence[str], failed: Sequence[str]) -> str:
    if len(same) < len(failed):
        return f"{len(same)} of the {len(failed)} failures"
    return "both failures" if len(same) == 2 else f"all {len(same)} failures"


def _site(raised: BaseException | None) -> str:
    if raised is None:
        return ""
    if isinstance(raised, Unreadable):
        return "are answers that cannot be read"
    place = origin(raised)
    return f"raised {type(raised).__name__}" + (f" at {place}" if place else "")


def _shared(
    word: str, test: Feature, left: Sequence[str], failed: Sequence[str], trials: Sequence[Trial]
) -> Cause | None:
    """The checks all of whose failing cases have a feature, if no case of any check in question failed without it."""
    same = tuple(name for name in left if all(test(t.case) for t in trials if t.check == name and t.failed))
    without = [t for t in trials if not t.failed and not test(t.case)]
    if len(same) < 2 or len(without) < _FEW:
        return None
    others = [name for name in failed if name not in same]
    told = "none failed" if not others else "none failed in these checks"
    counted = without if not others else [t for t in without if t.check in same]
    tail = f" ({len(counted)} cases without were tried: {told})" if counted else ""
    return Cause(same, f"{_all(same, failed)} have {word}{tail}")


def common_features(parameters: Sequence[Parameter]) -> dict[str, Feature]:
    """Return what cases of any kind may have in common, by the roles of the arguments; the most telling first."""
    found: dict[str, Feature] = {}
    p = next((i for i, x in enumerate(parameters) if x.role is Role.PROBABILITIES), None)
    for r in (i for i, x in enumerate(parameters) if x.role is Role.REWARDS):
        word = parameters[r].name
        found[f"tied {word}"] = lambda case, r=r: _ties(case, r, p)  # type: ignore[misc]
    for i in (i for i, x in enumerate(parameters) if x.role is Role.PROBABILITIES):
        found[f"a 0 in {parameters[i].name}"] = lambda case, i=i: 0 in case.vector(i)  # type: ignore[misc]
    for r in (i for i, x in enumerate(parameters) if x.role is Role.REWARDS):
        word = parameters[r].name
        found[f"{word} out of increasing order"] = lambda case, r=r: (  # type: ignore[misc]
            list(case.vector(r)) != sorted(case.vector(r))
        )
        found[f"large {word} (|x| ≥ 100)"] = lambda case, r=r: (  # type: ignore[misc]
            max(abs(x) for x in case.vector(r)) >= 100
        )
    for i in (i for i, x in enumerate(parameters) if x.role is Role.WHOLE):
        name = parameters[i].name
        found[f"{name} ≥ 100"] = lambda case, i=i: case.whole(i) >= 100  # type: ignore[misc]
    return found | _weak_features(parameters)


def _weak_features(parameters: Sequence[Parameter]) -> dict[str, Feature]:
    """Features that most cases have: told where nothing else is shared."""
    found: dict[str, Feature] = {}
    for i in (i for i, x in enumerate(parameters) if x.role is Role.WHOLE):
        found[f"{parameters[i].name} > 1"] = lambda case, i=i: case.whole(i) > 1  # type: ignore[misc]
    if parameters[0].role in (Role.PROBABILITIES, Role.REWARDS, Role.REALS):
        found["more than one entry"] = lambda case: case.size > 1
    return found


def _ties(case: Call, rewards: int, probabilities: int | None) -> bool:
    values = case.vector(rewards)
    if probabilities is not None:
        values = tuple(r for r, p in zip(values, case.vector(probabilities), strict=True) if p)
    return len(set(values)) < len(values)
