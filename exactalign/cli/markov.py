"""`exactalign markov`: best-of-N over sequences of a Markov chain, beside the tilt of the same divergence."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exactalign.cli.options import NOption, OutputOptions, SizeOptions
from exactalign.cli.signatures import command
from exactalign.exceptions import OutcomeError

if TYPE_CHECKING:
    from exactalign.cli.printing import Printer
    from exactalign.laws.markov import MarkovSource
    from exactalign.laws.rewards import Reward
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
    n: NOption,
    initial: Annotated[
        str | None,
        typer.Option(
            "--initial",
            metavar="LIST",
            help="The law of the first symbol. [default: the stationary law]",
            show_default=False,
        ),
    ] = None,
    labels: Annotated[
        str | None,
        typer.Option("--labels", metavar="LIST", help="Names of the symbols. [default: 0,1,2,…]", show_default=False),
    ] = None,
    levels: Annotated[
        bool, typer.Option("--levels/--no-levels", help="The law of the total reward, a row a level.")
    ] = True,
    output: OutputOptions,
    size: SizeOptions,
) -> None:
    """Print best-of-N over sequences of a Markov chain: draw N sequences, keep the highest total reward, ties uniform.

    All of it is exact, from the law of the total reward (transfer matrices; no sequence is listed). Below it stands
    the optimum of the same divergence, the tilt P(y)·e^(α·r(y)), and, for an irreducible chain, what a long sequence
    tilted with the same α has per symbol: its reward, its divergence, and log of the Perron root.

    JSON keys: labels, initial, transition, reward, length, n, levels, expected_reward, kl, kl_bound, win_rate, alpha,
    optimal_reward, kl_to_optimum, per_symbol. levels lists {"reward", "reference", "policy"}; per_symbol holds reward,
    kl and log_root, or is null.

    \b
    Examples:
      # Four draws of ten symbols from a chain that likes to stay where it is
      exactalign markov --transition "3/4, 1/4; 1/4, 3/4" --reward 0,1 --length 10 --n 4
      # 500 symbols of a chain of three, the summary alone
      exactalign markov --transition "1/2,1/4,1/4; 0,1/3,2/3; 1/5,2/5,2/5" --reward 0,1,2 --length 500 --n 8 --no-levels
    """
    from exactalign.cli.reading import read, whole
    from exactalign.policies.best_of_n import best_of_n

    draws, symbols = read(n, "--n", whole(1)), read(length, "--length", whole(1))
    chain = _chain(transition, initial, labels, symbols)
    rewards = _rewards(reward, chain)
    memory, printer = size.read(), output.open()
    content = _content(best_of_n(chain, rewards, draws, memory=memory))
    if printer.is_json:
        printer.json(content if levels else {key: value for key, value in content.items() if key != "levels"})
        return
    from exactalign.tables.table import Table

    title = f"Best of {draws} over {symbols} symbols of a Markov chain"
    notes = tuple(_notes(content, printer))
    if levels:
        rows = [tuple(row.values()) for row in content["levels"]]
        printer.table(Table(("total reward", "reference", "best of N"), rows, title=title, notes=notes))
    else:
        quantities = [(name, content[key]) for key, name in _NAMES.items() if content[key] is not None]
        printer.table(Table(("quantity", "value"), quantities, title=title, notes=notes[len(_NAMES) :]))


_NAMES = {
    "expected_reward": "expected total reward",
    "kl": "KL from the reference",
    "kl_bound": "its bound log N - (N-1)/N",
    "win_rate": "win rate against the reference",
    "alpha": "α of the optimum with this KL",
    "optimal_reward": "its expected total reward",
    "kl_to_optimum": "KL from it",
}


def _content(policy: "MarkovBestOfN") -> dict[str, Any]:
    from exactalign.policies.perron import PerronRates
    from exactalign.theory.closed_forms import kl_bound

    chain, kl = policy.source, policy.kl()
    alpha = optimal = distance = None
    if len(policy.levels) <= MAX_TILT_LEVELS and 0 < kl < policy.tilts.kl_max:
        alpha = policy.tilts.alpha_for_kl(kl)
        optimal, distance = policy.tilts.expected_reward(alpha), policy.kl_to_tilt(alpha)
    per_symbol = None
    if alpha is not None and chain.is_irreducible:
        rates = PerronRates(chain, policy.reward)
        per_symbol = {"reward": rates.mean_reward(alpha), "kl": rates.kl(alpha), "log_root": rates.log_root(alpha)}
    reference = iter(policy.levels)
    return {
        "labels": list(chain.outcomes),
        "initial": chain.initial.probabilities,
        "transition": [row.probabilities for row in chain.transition.values()],
        "reward": [policy.reward[symbol] for symbol in chain.outcomes],
        "length": chain.length,
        "n": policy.n,
        "levels": [
            {"reward": total, "reference": mass, "policy": chosen}
            for (total, mass), (_, chosen) in zip(reference, policy.by_level(), strict=True)
        ],
        "expected_reward": policy.expected_reward(),
        "kl": kl,
        "kl_bound": kl_bound(policy.n),
        "win_rate": policy.win_rate(),
        "alpha": alpha,
        "optimal_reward": optimal,
        "kl_to_optimum": distance,
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
