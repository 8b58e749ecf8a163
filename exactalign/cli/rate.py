"""`exactalign rate`: large-deviation rates, and −(1/m)·log P at finite m beside them."""

from typing import TYPE_CHECKING, Annotated, Any

import attrs
import typer

from exactalign.cli.options import ModelOptions, OutputOptions, SizeOptions
from exactalign.cli.signatures import command
from exactalign.exceptions import ParameterError, Undecided

if TYPE_CHECKING:
    from exactalign.cli.models import Model
    from exactalign.cli.printing import Printer
    from exactalign.numbers.logforms import LogForm
    from exactalign.policies.tilting import AlignedFamily, Alignment
    from exactalign.tables.table import Table

_MAX_POINTS = 10_000


@attrs.frozen(slots=False)
class _Law:
    """One of the laws whose deviations are asked for: its typical t and its rate function."""

    key: str
    name: str
    typical: Any
    rate: Any


@attrs.frozen(slots=False)
class _Row:
    """One law at one t; `tail` is the event whose finite-m exponent is given."""

    t: "LogForm"
    law: _Law
    rate: Any
    tail: str
    exponent: Any


def rate(
    *,
    at: Annotated[
        str,
        typer.Option("--at", metavar="LIST", help='The points t, exact, with commas: "1.2, log 3, 3/2*log(2)".'),
    ],
    kl: Annotated[
        str | None,
        typer.Option(
            "--kl", metavar="NUMBER", help="δ, the KL budget per symbol: adds the aligned policy and best-of-N."
        ),
    ] = None,
    length: Annotated[
        str | None,
        typer.Option("--length", metavar="INTEGER", help="M: add −(1/M)·log P at this length beside each rate."),
    ] = None,
    n: Annotated[
        str,
        typer.Option(
            "--n", metavar="floor|ceil|real|INTEGER", help="N at finite length: exp(M·δ) rounded, or a number."
        ),
    ] = "floor",
    model: ModelOptions,
    output: OutputOptions,
    size: SizeOptions,
) -> None:
    """Print how fast rewards that are far from typical become rare: the rate J of P ≈ exp(−m·J) at length m.

    The points t are of minus the reward per symbol (with --q, of −(1/m)·log q). There is a rate under the reference;
    with --kl also under the aligned policy (the optimum within δ per symbol, see align) and under best-of-N with N =
    exp(m·δ). Below its typical t a law's rate is that of the event T ≤ t (a high reward), above it that of T ≥ t.
    --length adds −(1/M)·log P of this event at length M. oo is infinite.

    JSON keys: labels, p, reward, domain, delta, case, alpha, length, n, rates. rates lists {"t", "law", "typical",
    "rate", "tail", "exponent"}, law one of reference, aligned, best_of_n.

    \b
    Examples:
      exactalign rate --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --at 1
      exactalign rate --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --kl 11/100 --at 0.9,1,1.3 --length 100
      exactalign rate --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --kl 11/100 --at "log 3" --digits 40 --format json
    """
    from exactalign.cli.reading import KL, REAL, SAMPLE_SIZE, read, read_list, whole
    from exactalign.policies.tilting import AlignedFamily

    given = model.read()
    points = read_list(at, "--at", REAL, _MAX_POINTS)
    delta = None if kl is None else read(kl, "--kl", KL)
    symbols = None if length is None else read(length, "--length", whole(1))
    draws = read(n, "--n", SAMPLE_SIZE)
    memory, printer = size.read(), output.open(read=model.file)
    family = AlignedFamily(given.reference, given.reward)
    _check_domain(family, points)
    alignment = None if delta is None else family.align(delta)
    laws = _laws(family, delta, alignment)
    finite = None if symbols is None else _Finite(given, symbols, delta, alignment, draws, memory)
    rows = [_row(law, t, finite) for t in points for law in laws]
    if printer.is_json:
        printer.json(_content(given, family, delta, alignment, rows, finite))
    else:
        printer.table(_table(family, delta, alignment, rows, finite, printer))


class _Finite:
    """The finite-m side: exponents of tail events, all from one level law."""

    def __init__(
        self,
        model: "Model",
        length: int,
        delta: "LogForm | None",
        alignment: "Alignment | None",
        draws: int | str,
        memory: int,
    ) -> None:
        from exactalign.laws.distributions import MemorylessSource
        from exactalign.laws.enclosed_levels import EnclosedLevelLaw
        from exactalign.policies.sample_sizes import sample_size

        self.length = length
        self.alignment = alignment
        self.source = MemorylessSource(model.reference, length)
        self.n: Any = None
        if delta is not None:
            rounded = isinstance(draws, str) and delta != 0
            self.n = sample_size(delta, length, str(draws)) if rounded else 1 if isinstance(draws, str) else draws
        self.levels = EnclosedLevelLaw(self.source, model.reward, memory=memory)

    def exponent(self, law: str, t: "LogForm", low: bool) -> object:
        """−(1/m)·log P(T ≤ t) when `low`, else of T ≥ t, where T is minus the reward per symbol."""
        from exactalign.numbers.infinity import oo
        from exactalign.numbers.logforms import LogForm
        from exactalign.policies.large_deviations import TailProbability

        above, below = (-t, None) if low else (None, -t)
        tails = TailProbability(self.source, self.levels.reward, at_least=above, at_most=below, levels=self.levels)
        if low and tails.threshold <= self.levels.level_reward(0):
            return LogForm()  # every sequence is in the event, as the reward is constant
        if law == "reference":
            return tails.exponent(tails.reference())
        if law == "best_of_n":
            return tails.exponent(tails.best_of_n(self.n))
        assert self.alignment is not None
        if self.alignment.alpha is not None:
            return tails.exponent(tails.tilted(self.alignment.alpha))
        best = self.levels.level_reward(len(self.levels) - 1)  # φ^m lives on it alone
        inside = best >= tails.threshold if low else best <= tails.threshold
        return LogForm() if inside else oo


def _check_domain(family: "AlignedFamily", points: "list[LogForm]") -> None:
    from exactalign.cli.printing import exact_text

    low, high = -family.values[-1], -family.values[0]
    for t in points:
        if not low <= t <= high:
            raise ParameterError(
                f"--at is {t}: no sequence reaches it (its rate is oo), t must be from {exact_text(low)} "
                f"to {exact_text(high)}"
            )


def _laws(family: "AlignedFamily", delta: "LogForm | None", alignment: "Alignment | None") -> list[_Law]:
    from exactalign.numbers.infinity import oo
    from exactalign.numbers.logforms import LogForm
    from exactalign.policies.large_deviations import BestOfNRateFunction, RateFunction

    base = RateFunction(family)
    laws = [_Law("reference", "reference", base.mean(), base.at)]
    if alignment is None:
        return laws
    if alignment.alpha is not None:
        tilted = RateFunction.of_alignment(alignment)
        laws.append(_Law("aligned", "aligned", tilted.mean(), tilted.at))
    else:
        typical = -alignment.expected_reward()
        laws.append(_Law("aligned", "aligned", typical, lambda t: LogForm() if t == typical else oo))
    best = BestOfNRateFunction(family, delta)
    laws.append(_Law("best_of_n", "best-of-N", best.typical(), best.at))
    return laws


def _row(law: _Law, t: "LogForm", finite: _Finite | None) -> _Row:
    low = _at_most_typical(t, law)
    exponent = None if finite is None else finite.exponent(law.key, t, low)
    return _Row(t, law, law.rate(t), "T <= t" if low else "T >= t", exponent)


def _at_most_typical(t: "LogForm", law: _Law) -> bool:
    try:
        return bool(t <= law.typical)
    except Undecided:
        raise Undecided(
            f"--at is {t}, which could not be told from the typical t of the {law.name} law, {law.typical}"
        ) from None


def _content(
    model: "Model",
    family: "AlignedFamily",
    delta: "LogForm | None",
    alignment: "Alignment | None",
    rows: list[_Row],
    finite: _Finite | None,
) -> dict[str, object]:
    from exactalign.cli.printing import as_form

    return {
        "labels": model.labels,
        "p": model.reference.probabilities,
        "reward": [model.reward[label] for label in model.labels],
        "domain": [-family.values[-1], -family.values[0]],
        "delta": delta,
        "case": None if alignment is None else alignment.case,
        "alpha": None if alignment is None else as_form(alignment.alpha),
        "length": None if finite is None else finite.length,
        "n": None if finite is None else finite.n,
        "rates": [
            {
                "t": row.t,
                "law": row.law.key,
                "typical": row.law.typical,
                "rate": row.rate,
                "tail": row.tail,
                "exponent": row.exponent,
            }
            for row in rows
        ],
    }


def _table(
    family: "AlignedFamily",
    delta: "LogForm | None",
    alignment: "Alignment | None",
    rows: list[_Row],
    finite: _Finite | None,
    printer: "Printer",
) -> "Table":
    from exactalign.cli.printing import short_integer
    from exactalign.tables.table import Table

    columns = ["t", "law", "typical t", "rate"]
    body = [[row.t, row.law.name, row.law.typical, row.rate] for row in rows]
    if finite is not None:
        columns += ["event", f"-(1/{finite.length}) log P"]
        for cells, row in zip(body, rows, strict=True):
            cells += [row.tail, row.exponent]
    low, high = printer.shown(-family.values[-1]), printer.shown(-family.values[0])
    notes = [f"t, minus the reward per symbol, reaches from {low} to {high}"]
    if alignment is not None:
        told = "" if alignment.alpha is None else f"; α = {printer.shown(alignment.alpha)}"
        notes.append(f"KL budget per symbol: {printer.shown(delta)}; case: {alignment.case}{told}")
    if finite is not None and finite.n is not None:
        notes.append(f"N = {short_integer(finite.n)}")
    return Table(columns, body, title="Large-deviation rates", notes=notes)


app = command("rate", rate)
