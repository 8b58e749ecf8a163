"""The first three experiments of guarantees, exact on finite models, as verified tables.

`scaling` sets the improvement of best-of-n beside the √KL law, `divergence_choice` the optima of Rényi budgets
of several orders beside each other, `overoptimization` a proxy reward beside the golden one. Every cell is
rational, a log form, or an enclosed real.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from flint import arb, ctx

from exactalign.exceptions import ParameterError
from exactalign.numbers.arguments import checked
from exactalign.numbers.arithmetic import simplest
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.reading import Number, decided_real, exact_real, order_of, whole_number
from exactalign.tables.table import Table
from exactalign.theory.closed_forms import kl_bound
from exactalign.theory.finite_models import kl_gap
from exactalign.theory.golden import GoldenModel, overoptimization_model
from exactalign.theory.renyi_alignment import RenyiAlignedFamily
from exactalign.theory.reward_law import RewardLaw
from exactalign.theory.sub_gaussian import VarianceProxy, variance_proxy
from exactalign.theory.transport import (
    best_of_n_improvement,
    best_of_n_improvement_bound,
    required_proxy,
    transportation_bound,
)

DEFAULT_SIZES = (1, 2, 4, 16, 64, 256)
DEFAULT_ORDERS: tuple[Any, ...] = ("1/4", "1/2", "3/4", 1, "3/2", 2, 3, 10, "oo")
DEFAULT_TILTS = ("1", "2", "4", "8")

_BITS_OF_A_DIGIT = 4

MODELS: dict[str, Callable[[], RewardLaw]] = {
    "two-point": lambda: RewardLaw.bernoulli("1/10"),
    "fair-coin": lambda: RewardLaw.bernoulli("1/2"),
    "binomial": lambda: RewardLaw.binomial(16),
    "gaussian": lambda: RewardLaw.gaussian(4, "1/2"),
    "geometric": lambda: RewardLaw.geometric(16),
    "pareto": lambda: RewardLaw.pareto(6),
}
"""The finite reward laws that the experiments run on, by name."""


@checked
def named_model(name: str) -> RewardLaw:
    """Return a model of `MODELS`; raise `ParameterError` for another name.

    >>> named_model("fair-coin").masses
    (Fraction(1, 2), Fraction(1, 2))
    """
    if name not in MODELS:
        raise ParameterError(f"model is {name!r}: give one of {', '.join(MODELS)}")
    return MODELS[name]()


@checked
def scaling(law: RewardLaw, sizes: Iterable[int] = DEFAULT_SIZES, proxy: VarianceProxy | None = None) -> Table:
    """Return the improvement of best-of-n beside √(2σ²KL) and √(2σ²(log n − (n−1)/n)), for every n.

    The last column is the smallest σ² that this improvement leaves possible, gain²/(2KL): it stays near a
    constant where the √KL law describes the growth, and grows without end along heavy tails. σ² is the upper
    variance proxy of the model, found when not given. First experiment 1 of guarantees.

    >>> print(scaling(RewardLaw.bernoulli("1/2"), [1, 2]).render(digits=4).splitlines()[4].split()[:3])
    ['1', '0', '0']
    """
    sigma = proxy if proxy is not None else variance_proxy(law, "upper")
    rows = []
    for n in sizes:
        count = whole_number(n, "n", 1)
        gain, spent = best_of_n_improvement(law, count), kl_gap(law, count).value
        rows.append(
            (
                count,
                gain,
                spent,
                kl_bound(count),
                transportation_bound(sigma, spent),
                best_of_n_improvement_bound(sigma, count),
                required_proxy(gain, spent),
            )
        )
    shown = str(sigma.value) if sigma.value is not None else "known by bounds; the upper one is used"
    return Table(
        ["n", "improvement", "KL", "log n - (n-1)/n", "sqrt(2 s KL)", "sqrt(2 s (log n - (n-1)/n))", "gain^2/(2 KL)"],
        rows,
        title="Improvement of best-of-n and the square-root law",
        notes=[f"s is the upper variance proxy, {shown}; the variance is {law.variance}"],
    )


@checked
def divergence_choice(law: RewardLaw, divergence: Any = "log(7/6)", orders: Iterable[Any] = DEFAULT_ORDERS) -> Table:
    """Return what the same Δ buys under Rényi divergences of several orders.

    Columns: the gain of the optimum with D_a ≤ Δ; the KL divergence it spends; the gain of the KL-constrained
    optimum at that KL, and how far it is ahead. Gains fall as the order grows; at equal KL the tilt is never
    behind. The KL of an optimum may be enclosed, and then the last two columns are, too. First experiment 2 of
    guarantees.
    """
    delta = decided_real(divergence, "divergence")
    rows = []
    for order in orders:
        found = RenyiAlignedFamily(law, order).align(delta)
        spent = found.kl()
        matched: Number
        ahead: Number
        if order_of(order) == 1 or len(law.values) <= 2:  # the optimum is a tilt itself
            matched, ahead = found.gain(), Fraction(0)
        else:
            matched = _gain_of_tilt(law, spent)
            ahead = simplest(matched - found.gain())
        rows.append((str(order), found.case, found.gain(), spent, matched, ahead))
    return Table(
        ["order", "case", "gain", "KL spent", "gain of the tilt at that KL", "tilt ahead by"],
        rows,
        title=f"Equal budgets of {delta} under Rényi divergences",
    )


@checked
def overoptimization(
    model: GoldenModel | None = None,
    sizes: Iterable[int] = (1, 2, 3, 4, 5, 6, 7, 8, 16, 64),
    tilts: Iterable[Any] = DEFAULT_TILTS,
) -> Table:
    """Return proxy and golden reward, and the bounds on their drifting apart, along best-of-n and the tilt.

    Tilts are given by z = e^α, rational and at least 1. The default model is `overoptimization_model()`.
    First experiment 3 of guarantees.

    >>> overoptimization(sizes=[2], tilts=[2]).rows[0][2:5]
    (Fraction(47, 50), Fraction(37, 100), Fraction(27, 100))
    """
    chosen = overoptimization_model() if model is None else model
    policies: list[tuple[str, str, Any]] = [("best-of-n", f"n = {n}", chosen.best_of_n(n)) for n in sizes]
    for z in tilts:
        base = exact_real(z, "z")
        if not isinstance(base, Fraction) or base < 1:
            raise ParameterError(f"z is {z}: give a rational e^alpha, at least 1")
        policies.append(("tilt", f"e^alpha = {base}", chosen.tilt(log(base))))
    upper = variance_proxy(chosen.error_law, "upper")
    base_proxy = simplest(chosen.reference.expectation(chosen.proxy))
    base_golden = simplest(chosen.reference.expectation(chosen.golden))
    rows = []
    for method, strength, policy in policies:
        found = chosen.decompose(policy)
        rows.append(
            (
                method,
                strength,
                simplest(base_proxy + found.proxy_improvement),
                simplest(base_golden + found.golden_improvement),
                found.overestimation,
                found.variation_bound,
                transportation_bound(upper, found.kl),
                found.kl,
            )
        )
    return Table(
        ["method", "strength", "proxy", "golden", "overestimation", "osc(e) TV", "sqrt(2 s KL)", "KL"],
        rows,
        title="Proxy and golden reward",
        notes=["overestimation is the change of E[proxy - golden]; the two columns after it bound it from above"],
    )


EXPERIMENTS = ("scaling", "divergence-choice", "overoptimization")
"""The names of the experiments, for the command line."""


def _gain_of_tilt(law: RewardLaw, spent: Any) -> Number:
    """The gain of the tilt that spends a KL divergence; it grows with it, so bounds of an enclosed one enclose it."""

    def at(kl: Fraction | LogForm) -> Number:
        return RenyiAlignedFamily(law, 1).align(kl).gain()

    if isinstance(spent, (Fraction, LogForm)):
        return at(spent)

    def gain() -> arb:
        low, high = spent.enclose(ctx.prec // _BITS_OF_A_DIGIT)
        return ball_of(at(low)).union(ball_of(at(high)))

    return EnclosedReal(gain)
