"""`exactalign align`: the KL-constrained optimum, its certified α, and which case holds."""

from typing import TYPE_CHECKING, Annotated, Any

import attrs
import typer

from exactalign.cli.options import LengthOption, ModelOptions, OutputOptions, SizeOptions
from exactalign.cli.signatures import command
from exactalign.exceptions import ParameterError

if TYPE_CHECKING:
    from exactalign.cli.models import Model
    from exactalign.cli.printing import Printer
    from exactalign.numbers.logforms import LogForm
    from exactalign.numbers.reading import Number
    from exactalign.policies.tilting import AlignedFamily, Alignment
    from exactalign.tables.table import Table

_TOLD = {
    "tilt": "α exists and is unique",
    "boundary": "the budget is exactly Δ_max: no finite α reaches it; shown is the reference given its best outcomes",
    "beyond": "the budget is over Δ_max: no tilt uses it up; shown is the reference given its best outcomes",
    "constant-reward": "the reward is constant where the reference is positive: every tilt is the reference",
}


@attrs.frozen(slots=False)
class _Asked:
    """An answer, what was asked, and how to name it."""

    alignment: "Alignment"
    delta: Any
    target: "LogForm | None" = None
    n: int | None = None
    length: int = 1


def align(
    *,
    kl: Annotated[
        str | None,
        typer.Option("--kl", metavar="NUMBER", help='Δ, the KL budget, exact: "11/100", "log 2", "1/2*log(9/8)".'),
    ] = None,
    expected_reward: Annotated[
        str | None,
        typer.Option(
            "--expected-reward",
            metavar="NUMBER",
            help="Instead of --kl: the tilt of this expected reward (α may be < 0).",
        ),
    ] = None,
    match_best_of_n: Annotated[
        str | None,
        typer.Option(
            "--match-best-of-n",
            metavar="INTEGER",
            help="Instead of --kl: the budget that best-of-N uses itself (per symbol, with --length).",
        ),
    ] = None,
    length: LengthOption = None,
    negative_root: Annotated[
        bool,
        typer.Option(
            "--negative-root", help="Show the negative second root of KL(T‖p) = Δ as well, which lowers the reward."
        ),
    ] = False,
    model: ModelOptions,
    output: OutputOptions,
    size: SizeOptions,
) -> None:
    """Print the policy of largest expected reward within a KL budget Δ from the reference, and its parameter α.

    The policy is the tilt of the reference p: p·e^(α·reward), divided by its sum. It exists when Δ < Δ_max = −log
    p(best outcomes). Which case holds is decided exactly: tilt (it exists), boundary (Δ = Δ_max), beyond (Δ > Δ_max) or
    constant-reward. Every printed digit of α is proved.

    JSON keys: labels, p, reward, delta, case, unique, alpha, distribution, expected_reward, log_partition, kl, kl_max.
    Beside them negative_root with that option, expected_reward_asked with --expected-reward, n and length with
    --match-best-of-n. alpha is {"exact", "lower", "upper"} (an exact α has equal bounds), or null when there is none;
    distribution lists rationals "12/25" or {"lower", "upper"}.

    \b
    Examples:
      exactalign align --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --kl 11/100 --digits 50
      exactalign align --p 1/5,3/10,1/2 --reward "log 6, 0, log 2" --kl "1/2*log(9/8)" --format json
      exactalign align --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --match-best-of-n 4
      exactalign align --p 1/5,3/10,1/2 --reward 2,0,1 --expected-reward 3/2
    """
    from exactalign.cli.reading import KL, REAL, read, whole

    given = model.read()
    memory, printer = size.read(), output.open(read=model.file)
    if sum(option is not None for option in (kl, expected_reward, match_best_of_n)) != 1:
        raise ParameterError("give exactly one of --kl, --expected-reward and --match-best-of-n")
    if length is not None and match_best_of_n is None:
        raise ParameterError("--length goes with --match-best-of-n only: otherwise α does not depend on it")
    if negative_root and expected_reward is not None:
        raise ParameterError("--negative-root goes with a KL budget: an expected reward has one α only")
    if kl is not None:
        asked = _within(given, read(kl, "--kl", KL))
    elif expected_reward is not None:
        asked = _reaching(given, read(expected_reward, "--expected-reward", REAL))
    else:
        assert match_best_of_n is not None
        n = read(match_best_of_n, "--match-best-of-n", whole(1))
        asked = _matching(given, n, 1 if length is None else read(length, "--length", whole(1)), memory)
    second = _second(asked) if negative_root else None
    if printer.is_json:
        printer.json(_content(given, asked, negative_root, second))
    else:
        printer.table(_table(given, asked, negative_root, second, printer))


def _family(model: "Model") -> "AlignedFamily":
    from exactalign.policies.tilting import AlignedFamily

    return AlignedFamily(model.reference, model.reward)


def _within(model: "Model", delta: "LogForm") -> _Asked:
    return _Asked(_family(model).align(delta), delta)


def _matching(model: "Model", n: int, length: int, memory: int) -> _Asked:
    from exactalign.laws.distributions import MemorylessSource
    from exactalign.policies.side_by_side import match_best_of_n

    source = MemorylessSource(model.reference, length)
    delta, alignment = match_best_of_n(source, model.reward, n, memory=memory)
    return _Asked(alignment, delta, n=n, length=length)


def _reaching(model: "Model", target: "LogForm") -> _Asked:
    from exactalign.cli.printing import exact_text
    from exactalign.policies.tilting import Alignment

    family = _family(model)
    low, high = family.values[0], family.values[-1]
    if not low <= target <= high:
        raise ParameterError(
            f"--expected-reward is {target}: no policy reaches it, it must be from {exact_text(low)} "
            f"to {exact_text(high)}"
        )
    if family.is_constant:
        alignment = Alignment("constant-reward", None, family.reference, False, family)
        return _Asked(alignment, alignment.kl(), target=target)
    if target in (low, high):
        policy = family.best if target == high else family.worst
        alignment = Alignment("boundary", None, policy, len(family.groups[-1 if target == high else 0]) == 1, family)
        return _Asked(alignment, family.kl_max if target == high else family.kl_min_end, target=target)
    alpha = family.alpha_for_reward(target)
    return _Asked(Alignment("tilt", alpha, family.at(alpha), True, family), family.kl(alpha), target=target)


def _second(asked: _Asked) -> "Alignment | None":
    """The tilt by the negative root of KL = Δ, with the case; None when only α = 0 (or nothing) has that KL."""
    from exactalign.numbers.logforms import LogForm
    from exactalign.policies.tilting import Alignment

    family, delta = asked.alignment.family, asked.delta
    if family.is_constant or delta == 0:
        return None
    if not isinstance(delta, LogForm):
        raise ParameterError("--negative-root needs an exact budget: this best-of-N is too large for one, give --kl")
    alpha = family.negative_alpha(delta)
    if alpha is not None:
        return Alignment("tilt", alpha, family.at(alpha), True, family)
    at_end = delta == family.kl_min_end
    return Alignment("boundary" if at_end else "beyond", None, family.worst, at_end, family)


def _content(model: "Model", asked: _Asked, negative: bool, second: "Alignment | None") -> dict[str, object]:
    from exactalign.cli.printing import as_form

    alignment, family = asked.alignment, asked.alignment.family
    content: dict[str, Any] = {
        "labels": model.labels,
        "p": model.reference.probabilities,
        "reward": [model.reward[label] for label in model.labels],
        "delta": asked.delta,
        **({"expected_reward_asked": asked.target} if asked.target is not None else {}),
        **({"n": asked.n, "length": asked.length} if asked.n is not None else {}),
        "case": alignment.case,
        "unique": alignment.unique,
        "alpha": as_form(alignment.alpha),
        "distribution": [mass for _, mass in alignment.policy.items()],
        "expected_reward": _reward_of(asked),
        "log_partition": alignment.log_partition(),
        "kl": _kl_of(asked),
        "kl_max": family.kl_max,
    }
    if negative:
        content["negative_root"] = (
            None
            if second is None
            else {
                "case": second.case,
                "alpha": as_form(second.alpha),
                "distribution": [mass for _, mass in second.policy.items()],
                "expected_reward": _worst_reward(second),
                "log_partition": second.log_partition(),
                "kl_max": family.kl_min_end,
            }
        )
    return content


def _table(model: "Model", asked: _Asked, negative: bool, second: "Alignment | None", printer: "Printer") -> "Table":
    from exactalign.tables.table import Table

    alignment = asked.alignment
    columns = ["outcome", "reference", "aligned", *(["negative root"] if second is not None else [])]
    policies = [model.reference, alignment.policy, *([second.policy] if second is not None else [])]
    rows = [[str(label), *(policy[label] for policy in policies)] for label in model.labels]
    notes = [f"case: {alignment.case} ({_told(asked)})", *_notes(asked, printer)]
    if negative:
        notes += _negative_notes(second, printer)
    return Table(columns, rows, title=_title(asked), notes=notes)


def _title(asked: _Asked) -> str:
    from exactalign.cli.printing import exact_text

    if asked.target is not None:
        return f"The tilt of expected reward {exact_text(asked.target)}"
    if asked.n is not None:
        over = f" over sequences of length {asked.length}, per symbol" if asked.length > 1 else ""
        return f"The best policy within the KL divergence of best-of-{asked.n}{over}"
    return f"The best policy within a KL budget of {exact_text(asked.delta)}"


def _told(asked: _Asked) -> str:
    if asked.target is not None and asked.alignment.case == "boundary":
        return "the expected reward is reached by conditioning only, by no finite α"
    told = _TOLD[asked.alignment.case]
    return told if asked.alignment.unique else f"{told}; others are as good"


def _notes(asked: _Asked, printer: "Printer") -> list[str]:
    alignment = asked.alignment
    notes = []
    if alignment.alpha is not None:
        notes += [f"α = {printer.shown(alignment.alpha)}", f"log Z(α) = {printer.shown(alignment.log_partition())}"]
    mean = alignment.family.expected_reward(0)
    notes.append(f"expected reward: {printer.shown(_reward_of(asked))} (reference: {printer.shown(mean)})")
    notes.append(f"KL from the reference: {printer.shown(_kl_of(asked))}")
    notes.append(f"Δ_max = {printer.shown(alignment.kl_max)}")
    return notes


def _negative_notes(second: "Alignment | None", printer: "Printer") -> list[str]:
    if second is None:
        return ["negative root: there is none (the budget is 0, or the reward is constant)"]
    end = printer.shown(second.family.kl_min_end)
    if second.alpha is None:
        reach = "exactly" if second.case == "boundary" else "over"
        return [f"negative root: there is none, the budget is {reach} −log p(worst outcomes) = {end}"]
    return [
        f"negative root: α = {printer.shown(second.alpha)}, which lowers the reward",
        f"expected reward there: {printer.shown(_worst_reward(second))}",
    ]


def _reward_of(asked: _Asked) -> "Number":
    """The expected reward of the policy: exactly the target where one was given."""
    return asked.target if asked.target is not None else asked.alignment.expected_reward()


def _worst_reward(second: "Alignment") -> "Number":
    return second.family.values[0] if second.alpha is None else second.expected_reward()


def _kl_of(asked: _Asked) -> "Number":
    """KL(policy‖p): exactly the budget where it is used up."""
    return asked.alignment.kl() if asked.alignment.case in ("beyond", "constant-reward") else asked.delta


app = command("align", align)
