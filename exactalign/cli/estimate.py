"""`exactalign estimate`: what practitioners compute from samples, with its exact mean, bias, variance and gradient."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from exactalign.cli.options import OutputOptions
from exactalign.cli.signatures import command
from exactalign.exceptions import ParameterError

if TYPE_CHECKING:
    from exactalign.cli.reading import Kind
    from exactalign.laws.distributions import Distribution
    from exactalign.tables.table import Table


T = TypeVar("T")


class EstimateName(StrEnum):
    """What is estimated."""

    KL = "kl"
    PASS_AT_K = "pass-at-k"  # noqa: S105 (no password)
    BASELINE = "baseline"


_OWN = {
    "--policy": (EstimateName.KL, EstimateName.BASELINE),
    "--reference": (EstimateName.KL,),
    "--top-k": (EstimateName.KL,),
    "--top-p": (EstimateName.KL,),
    "--theta": (EstimateName.PASS_AT_K,),
    "--k": (EstimateName.PASS_AT_K,),
    "--reward": (EstimateName.BASELINE,),
}
_DRAWS = {EstimateName.KL: "1", EstimateName.PASS_AT_K: "8", EstimateName.BASELINE: "8"}


def estimate(
    *,
    name: Annotated[EstimateName, typer.Argument(metavar="NAME", help="kl, pass-at-k or baseline.")],
    policy: Annotated[
        str | None,
        typer.Option("--policy", metavar="LIST", help='The policy q, probabilities above 0: "1/4,3/4" (kl, baseline).'),
    ] = None,
    reference: Annotated[
        str | None, typer.Option("--reference", metavar="LIST", help="The reference p, probabilities above 0 (kl).")
    ] = None,
    reward: Annotated[
        str | None,
        typer.Option(
            "--reward", metavar="LIST", help='The rewards, rationals and logarithms: "log 6, 0, 1/2 + 3*log(2/3)".'
        ),
    ] = None,
    theta: Annotated[
        str | None, typer.Option("--theta", metavar="NUMBER", help="How likely a sample is right (pass-at-k).")
    ] = None,
    n: Annotated[
        str | None,
        typer.Option("--n", metavar="INTEGER", help="How many draws are made. [default: 1 for kl, else 8]"),
    ] = None,
    k: Annotated[
        str | None,
        typer.Option("--k", metavar="LIST", help="The k of pass@k (pass-at-k). [default: 1,2,4,8]"),
    ] = None,
    top_k: Annotated[
        str | None,
        typer.Option("--top-k", metavar="INTEGER", help="Draw from the likeliest outcomes only, so many (kl)."),
    ] = None,
    top_p: Annotated[
        str | None,
        typer.Option("--top-p", metavar="NUMBER", help="Draw from the likeliest outcomes that make up so much (kl)."),
    ] = None,
    output: OutputOptions,
) -> None:
    """Print the exact mean, bias, variance and gradient of estimates that trainers and evaluations use.

    kl: k1, k2 and k3 from draws of the policy, and which divergence each differentiates in the loss and in the reward;
    with --top-k or --top-p the draws are truncated while the ratios are not. pass-at-k: 1 - C(n-c,k)/C(n,k), the
    function that is published with HumanEval, and best@k by bootstrap. baseline: what the group mean, leave-one-out and
    the division by the group's deviation do to a policy gradient.

    JSON keys: title, caption, columns, rows, notes. rows lists the cells of every row: rationals are strings, other
    numbers {"exact", "lower", "upper"} or {"lower", "upper"}.

    \b
    Examples:
      exactalign estimate kl --policy 1/9,8/9 --reference 2/3,1/3
      exactalign estimate kl --policy 1/8,3/8,1/2 --reference 1/3,1/3,1/3 --top-k 2 --digits 6
      exactalign estimate pass-at-k --theta 1/2 --n 4 --k 1,2,4,8
      exactalign estimate baseline --policy 1/4,3/4 --reward 1,0 --n 8 --digits 6
    """
    given = {
        "--policy": policy, "--reference": reference, "--reward": reward, "--theta": theta, "--k": k,
        "--top-k": top_k, "--top-p": top_p,
    }  # fmt: skip
    for option, value in given.items():
        if value is not None and name not in _OWN[option]:
            raise ParameterError(f"{option} does not belong to {name.value}: it is for {', '.join(_OWN[option])}")
    from exactalign.cli.reading import read, whole

    printer = output.open()
    draws = read(_DRAWS[name] if n is None else n, "--n", whole(2 if name is EstimateName.BASELINE else 1))
    if name is EstimateName.KL:
        printer.table(_kl(policy, reference, draws, top_k, top_p))
    elif name is EstimateName.PASS_AT_K:
        printer.table(_pass_at_k(theta, draws, k))
    else:
        printer.table(_baseline(policy, reward, draws))


def _kl(policy: str | None, reference: str | None, n: int, top_k: str | None, top_p: str | None) -> "Table":
    from exactalign.cli.reading import RATIONAL, read, whole
    from exactalign.estimators import kl_table
    from exactalign.estimators.truncation import top_k as likeliest
    from exactalign.estimators.truncation import top_p as nucleus

    q, p = _law(policy, "--policy"), _law(reference, "--reference")
    if len(q) != len(p):
        raise ParameterError(f"--reference has {len(p)} probabilities but --policy has {len(q)}")
    if top_k is not None and top_p is not None:
        raise ParameterError("--top-k and --top-p are both given: give one of them")
    kept = None
    if top_k is not None:
        kept = likeliest(q, read(top_k, "--top-k", whole(1)))
    elif top_p is not None:
        kept = nucleus(q, read(top_p, "--top-p", RATIONAL))
    return kl_table(q, p, n, kept)


def _pass_at_k(theta: str | None, n: int, k: str | None) -> "Table":
    from exactalign.cli.reading import RATIONAL, read, read_list, whole
    from exactalign.estimators import pass_at_k_table

    if theta is None:
        raise ParameterError("--theta is missing: give how likely a sample is right, such as 1/4")
    return pass_at_k_table(read(theta, "--theta", RATIONAL), n, read_list(k or "1,2,4,8", "--k", whole(1)))


def _baseline(policy: str | None, reward: str | None, n: int) -> "Table":
    from exactalign.cli.reading import REAL
    from exactalign.estimators import baseline_table
    from exactalign.laws.rewards import Reward

    law = _law(policy, "--policy")
    if reward is None:
        raise ParameterError("--reward is missing: give the reward of every outcome of --policy")
    values = _entries(reward, "--reward", REAL)
    if len(values) != len(law):
        raise ParameterError(f"--reward has {len(values)} rewards but --policy has {len(law)} probabilities")
    return baseline_table(law, Reward.values(values), n)


def _law(text: str | None, option: str) -> "Distribution":
    from exactalign.cli.models import placed
    from exactalign.cli.reading import RATIONAL
    from exactalign.laws.distributions import Distribution

    if text is None:
        raise ParameterError(f"{option} is missing: give the probability of every outcome, such as 1/4,3/4")
    entries = _entries(text, option, RATIONAL)
    return placed(option, lambda: Distribution.from_probabilities(entries))


def _entries(text: str, option: str, kind: "Kind[T]") -> "list[T]":
    """A list in which numbers may repeat."""
    from exactalign.cli.reading import read

    return [read(part, f"{option} entry {place + 1}", kind) for place, part in enumerate(text.split(","))]


app = command("estimate", estimate)
