"""Every kind of function that can be tested, by name."""

from __future__ import annotations

from exactalign.exceptions import ParameterError
from exactalign.testing.conformance.checks import Kind
from exactalign.testing.conformance.kinds.advantage import ADVANTAGE
from exactalign.testing.conformance.kinds.best_at_k import BEST_AT_K
from exactalign.testing.conformance.kinds.best_of_n import KL, PMF, WIN_RATE
from exactalign.testing.conformance.kinds.expected_best import EXPECTED_BEST, GOLDEN_UNDER_PROXY
from exactalign.testing.conformance.kinds.kl_estimate import KL_ESTIMATE
from exactalign.testing.conformance.kinds.kl_gradient import KL_GRADIENT
from exactalign.testing.conformance.kinds.pass_at_k import PASS_AT_K
from exactalign.testing.conformance.kinds.pool_weights import POOL_WEIGHTS
from exactalign.testing.conformance.kinds.sampler import SAMPLER
from exactalign.testing.conformance.kinds.solver import ALPHA_SOLVER
from exactalign.testing.conformance.kinds.tilt import KL_DIVERGENCE, TILT

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        PMF, SAMPLER, KL, WIN_RATE, EXPECTED_BEST, GOLDEN_UNDER_PROXY, TILT, ALPHA_SOLVER, KL_DIVERGENCE,
        PASS_AT_K, BEST_AT_K, POOL_WEIGHTS, ADVANTAGE, KL_ESTIMATE, KL_GRADIENT,
    )
}  # fmt: skip
"""Every kind of function that can be checked, by name."""


def kind_named(name: object) -> Kind:
    """Return a kind by its name; raise `ParameterError` for others."""
    if not isinstance(name, str) or name not in KINDS:
        raise ParameterError(f"kind is {name!r}: the kinds are {', '.join(KINDS)}")
    return KINDS[name]
