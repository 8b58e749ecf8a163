"""`exactalign markov`: best-of-N over sequences of a Markov chain, beside the tilt of the same divergence."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exactalign.cli.options import OutputOptions, SizeOptions
from exactalign.cli.progress import PROGRESS
from exactalign.cli.signatures import command
from exactalign.exceptions import DistributionError, OutcomeError, ParameterError, TooLarge, Undecided

if TYPE_CHECKING:
    from fractions import Fraction

    from exactalign.cli.printing import Printer
    from exactalign.laws.markov import MarkovSource
    from exactalign.laws.rewards import Reward
    from exactalign.numbers.enclosed import EnclosedReal
    from exactalign.numbers.logforms import LogForm
    from exactalign.policies.enclosed_markov import EnclosedMarkovBestOfN
    from exactalign.policies.markov_best_of_n import MarkovBestOfN

MAX_TILT_LEVELS = 5_000
"""Most levels of the total reward for which the optimum of the same divergence is looked for."""


def markov(
    *,
    transition: Annotated[
        str,
        typer.Option(
            "--transition",
            metavar="ROWS",
            help='The transition probabilities, rows separated by semicolons: "1/2, 1/2; 1/4, 3/4".',
        ),
    ],
    reward: Annotated[
        str, typer.Option("--reward", metavar="LIST", help='The reward of each symbol: "0, 1", "log 6, 0, log 2".')
    ],
    length: Annotated[str, typer.Option("--length", metavar="INTEGER", help="How many symbols a sequence has.")],
    n: Annotated[
        str,
        typer.Option(
            "--n",
            metavar="INTEGER|floor|ceil|real",
            help="N, the number of draws to choose from; or exp(length*KL) rounded down or up, or as a real number.",
        ),
    ],
    kl: Annotated[
        str | None,
        typer.Option(
            "--kl",
            metavar="NUMBER",
            help="A divergence per symbol, that of the optimum. [default: that of best-of-N]",
        ),
    ] = None,
    initial: Annotated[
        str | None,
        typer.Option(
            "--initial",
            metavar="LIST",
            help="The law of the first symbol. [default: the stationary law]",
        ),
    ] = None,
    labels: Annotated[
        str | None,
        typer.Option("--labels", metavar="LIST", help="Names of the symbols. [default: 0,1,2,…]"),
    ] = None,
    levels: Annotated[
        bool, typer.Option("--levels/--no-levels", help="The law of the total reward, a row a level.")
    ] = True,
    output: OutputOptions,
    size: SizeOptions,
) -> None:
    """Print best-of-N over sequences of a Markov chain: draw N sequences, keep the highest total reward, ties uniform.

    All of it is exact, from the law of the total reward (transfer matrices; no sequence is listed), and where exact
    numbers would not fit, or N is real, enclosed between proved bounds. Below it stands the optimum of the same
    divergence (or of --kl per symbol), the tilt P(y)·e^(α·r(y)), and, for an irreducible chain, what a long sequence
    tilted with the same α has per symbol: its reward, its divergence, and log of the Perron root. The entropy rate is
    the chain's own.

    JSON keys: labels, initial, transition, reward, length, n_rule, n, numbers, levels, entropy_rate, expected_reward,
    kl, kl_bound, win_rate, optimal_kl, alpha, optimal_reward, kl_to_optimum, total_variation, per_symbol. numbers is
    exact or enclosed; levels lists {"reward", "reference", "policy"}; per_symbol holds reward, kl, log_root or is null.

    \b
    Examples:
      # Four draws of ten symbols from a chain that likes to stay where it is
      exactalign markov --transition "3/4, 1/4; 1/4, 3/4" --reward 0,1 --length 10 --n 4
      # 500 symbols of a chain of three, the summary alone
      exactalign markov --transition "1/2,1/4,1/4; 0,1/3,2/3; 1/5,2/5,2/5" --reward 0,1,2 --length 500 --n 8 --no-levels
      # N = exp(1000/20), which no exact number would fit: enclosed
      exactalign markov --transition "3/4,1/4; 1/4,3/4" --reward 0,1 --length 1000 --kl 1/20 --n real --no-levels
    """
    from exactalign.cli.reading import KL, SAMPLE_SIZE, read, whole

    rule, symbols = read(n, "--n", SAMPLE_SIZE), read(length, "--length", whole(1))
    budget = None if kl is None else read(kl, "--kl", KL)
    if budget is None and isinstance(rule, str):
        raise ParameterError(f"--n {rule} means N = exp(length*KL): give a divergence per symbol with --kl")
    chain = _chain(transition, initial, labels, symbols)
    rewards = _rewards(reward, chain)
    memory, printer = size.read(), output.open()
    draws = _draws(budget, symbols, rule) if budget is not None and isinstance(rule, str) else rule
    PROGRESS.begin("the law of the total reward, and its powers")
    policy = _policy(chain, rewards, draws, memory)
    PROGRESS.begin("the optimum of the same KL, and rates")
    content = _content(policy, rule, None if budget is None else budget * symbols)
    PROGRESS.begin(f"printing the numbers{f' of {len(policy.levels):,} levels' if levels else ''}")
    if printer.is_json:
        printer.json(content if levels else {key: value for key, value in content.items() if key != "levels"})
        return
    from exactalign.tables.table import Table

    title = f"Best of {_shown_n(policy.n)} over {symbols} symbols of a Markov chain"
    notes = tuple(_notes(content, printer))
    if levels:
        rows = [tuple(row.values()) for row in content["levels"]]
        printer.table(Table(("total reward", "reference", "best of N"), rows, title=title, notes=notes))
    else:
        quantities = [(name, content[key]) for key, name in _NAMES.items() if content[key] is not None]
        printer.table(Table(("quantity", "value"), quantities, title=title, notes=notes[len(_NAMES) :]))


_NAMES = {
    "entropy_rate": "entropy of the chain per symbol",
    "expected_reward": "expected total reward",
    "kl": "KL from the reference",
    "kl_bound": "its bound log N - (N-1)/N",
    "win_rate": "win rate against the reference",
    "optimal_kl": "KL of the optimum",
    "alpha": "its α",
    "optimal_reward": "its expected total reward",
    "kl_to_optimum": "KL from it",
    "total_variation": "total variation to it",
}


def _draws(budget: "Fraction | LogForm", symbols: int, rule: str) -> "int | EnclosedReal":
    """N = exp(symbols·budget), rounded as said; 1 where the budget is 0."""
    from exactalign.policies.sample_sizes import sample_size

    return 1 if budget == 0 else sample_size(budget, symbols, rule)


def _policy(chain: "MarkovSource", reward: "Reward", n: object, memory: int) -> "MarkovBestOfN | EnclosedMarkovBestOfN":
    """The policy, exact where that fits."""
    from exactalign.policies.enclosed_markov import EnclosedMarkovBestOfN
    from exactalign.policies.markov_best_of_n import MarkovBestOfN

    if isinstance(n, int):
        try:
            return MarkovBestOfN(chain, reward, n, memory=memory)
        except TooLarge:  # of its powers, or of the law itself: that is refused again
            pass
    return EnclosedMarkovBestOfN(chain, reward, n, memory=memory)


def _shown_n(n: Any) -> str:
    from exactalign.numbers.enclosed import EnclosedReal
    from exactalign.numbers.reading import short_number

    return f"N = {n}" if isinstance(n, EnclosedReal) else short_number(n)


def _entropy_rate(chain: "MarkovSource") -> Any:
    """The entropy per symbol; None where the chain has several stationary laws, and so no single one."""
    from exactalign.laws.markov_rates import entropy_rate

    try:
        return entropy_rate(chain)
    except DistributionError:
        return None


def _alpha(policy: "MarkovBestOfN | EnclosedMarkovBestOfN", goal: Any) -> Any:
    """The α whose tilt has this divergence; None where there is none."""
    most = policy.tilts.kl_max
    try:
        return policy.tilts.alpha_for_kl(goal) if most > 0 and 0 < goal < most else None
    except Undecided:
        from exactalign.numbers.enclosed import certain_digits

        raise Undecided(
            "the α of the optimum could not be located: its divergence is too close to "
            f"{certain_digits(most, 10)}, which no tilt reaches; give a smaller one per symbol with --kl"
        ) from None


def _content(policy: "MarkovBestOfN | EnclosedMarkovBestOfN", rule: int | str, budget: Any) -> dict[str, Any]:
    from exactalign.policies.enclosed_markov import EnclosedMarkovBestOfN
    from exactalign.policies.perron import PerronRates
    from exactalign.theory.closed_forms import kl_bound

    chain, kl = policy.source, policy.kl()
    goal = kl if budget is None else budget
    optimal = distance = variation = None
    alpha = _alpha(policy, goal) if len(policy.levels) <= MAX_TILT_LEVELS else None
    if alpha is not None:
        optimal, distance = policy.tilts.expected_reward(alpha), policy.kl_to_tilt(alpha)
        variation = policy.total_variation_to_tilt(alpha)
    per_symbol = None
    if alpha is not None and chain.is_irreducible:
        rates = PerronRates(chain, policy.reward)
        per_symbol = {"reward": rates.mean_reward(alpha), "kl": rates.kl(alpha), "log_root": rates.log_root(alpha)}
    reference = iter(policy.levels)
    return {
        "labels": chain.outcomes,
        "initial": chain.initial.probabilities,
        "transition": [row.probabilities for row in chain.transition.values()],
        "reward": [policy.reward[symbol] for symbol in chain.outcomes],
        "length": chain.length,
        "n_rule": rule if isinstance(rule, str) else "given",
        "n": int(policy.n) if isinstance(policy.n, Fraction) and policy.n.denominator == 1 else policy.n,
        "numbers": "enclosed" if isinstance(policy, EnclosedMarkovBestOfN) else "exact",
        "levels": [
            {"reward": total, "reference": mass, "policy": chosen}
            for (total, mass), (_, chosen) in zip(reference, policy.by_level(), strict=True)
        ],
        "entropy_rate": _entropy_rate(chain),
        "expected_reward": policy.expected_reward(),
        "kl": kl,
        "kl_bound": kl_bound(policy.n),
        "win_rate": policy.win_rate(),
        "optimal_kl": None if alpha is None else goal,
        "alpha": alpha,
        "optimal_reward": optimal,
        "kl_to_optimum": distance,
        "total_variation": variation,
        "per_symbol": per_symbol,
    }


def _notes(content: dict[str, Any], printer: "Printer") -> Iterable[str]:
    for key, name in _NAMES.items():
        if content[key] is not None:
            yield f"{name}: {printer.shown(content[key])}"
    long = content["per_symbol"]
    if long is not None:
        yield (
            f"long sequences tilted with this α, per symbol: reward {printer.shown(long['reward'])}, "
            f"KL {printer.shown(long['kl'])}, log of the Perron root {printer.shown(long['log_root'])}"
        )


def _chain(transition: str, initial: str | None, labels: str | None, length: int) -> "MarkovSource":
    from exactalign.cli.models import placed
    from exactalign.laws.distributions import Distribution
    from exactalign.laws.markov import MarkovSource

    rows = [[entry.strip() for entry in row.split(",")] for row in transition.split(";")]
    names = [label.strip() for label in labels.split(",")] if labels is not None else list(range(len(rows)))
    if len(names) != len(rows):
        raise OutcomeError(f"--labels has {len(names)} entries but --transition has {len(rows)} rows")
    first = None
    if initial is not None:
        entries = initial.split(",")
        if len(entries) != len(rows):
            raise OutcomeError(f"--initial has {len(entries)} entries but --transition has {len(rows)} rows")
        first = placed("--initial", lambda: Distribution.from_probabilities(entries, names))
    return placed("--transition", lambda: MarkovSource.from_rows(rows, length, initial=first, outcomes=names))


def _rewards(text: str, chain: "MarkovSource") -> "Reward":
    from exactalign.cli.models import placed
    from exactalign.laws.rewards import Reward

    reward = placed("--reward", lambda: Reward.parse(text, None))
    if len(reward) != len(chain.outcomes):
        raise OutcomeError(f"--reward has {len(reward)} entries but --transition has {len(chain.outcomes)} rows")
    return Reward.values([value for _, value in reward.items()], chain.outcomes)


app = command("markov", markov)
