"""The lambda that would make a function callable as a kind is."""

from __future__ import annotations

import inspect
from collections.abc import Sequence

_SYNONYMS = (
    {"probabilities", "p", "probs", "prob", "pi", "ref", "reference", "weights", "logp", "log_p", "logprobs"},
    {"rewards", "r", "reward", "scores", "score", "values", "proxy"},
    {"n", "num_draws", "n_draws", "best_of", "num_samples"},
    {"k"},
    {"alpha", "beta", "temperature", "lam"},
    {"kl", "delta", "budget", "target", "target_kl"},
)  # fmt: skip


def adapter(label: str, signature: inspect.Signature, names: Sequence[str]) -> str:
    """Return the code of a lambda that takes the names in their order, and calls a function by what it calls them.

    What the function needs and nothing here gives is left as `...`.

    >>> adapter("best", inspect.signature(lambda scores, n, extra: 0), ["scores", "k"])
    'lambda scores, k: best(scores=scores, n=k, extra=...)'
    """
    needed = [
        p for p in signature.parameters.values()
        if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD) and (p.default is p.empty or _meaning(p.name, names))
    ]  # fmt: skip
    given = {p.name: _meaning(p.name, names) for p in needed}
    left = [name for name in names if name not in given.values()]
    for name, meant in given.items():
        if meant is None and left and len(left) == sum(x is None for x in given.values()):
            given[name] = left.pop(0)
    short = [name for name, meant in given.items() if meant is None]
    if left and short:
        given[short[0]] = left.pop(0)
    parts = []
    for parameter in needed:
        meant = given[parameter.name] or "..."
        parts.append(meant if parameter.kind is parameter.POSITIONAL_ONLY else f"{parameter.name}={meant}")
    return f"lambda {', '.join(names)}: {label}({', '.join(parts)})"


def _meaning(name: str, names: Sequence[str]) -> str | None:
    """Which of the names a parameter is called like."""
    if name in names:
        return name
    for group in _SYNONYMS:
        if name in group:
            return next((one for one in names if one in group), None)
    return None
