"""The vocabulary of headings: every quantity by the names that papers give it, units, marks, and numbers of draws."""

import importlib
import pkgutil

import pytest

from exactalign import tables
from exactalign.tables.headings import (
    Draws,
    Heading,
    Quantity,
    draws_of,
    heading,
    quantity_in_caption,
    quantity_of,
    says_percent,
    symbol_draws,
)

NAMES = {
    Quantity.POLICY: (
        "probability¦Probabilities¦prob¦prob.¦probs¦pr¦pmf¦mass¦π¦π(y)¦policy¦π_n¦pi_n¦π^(n)¦best-of-n"
        "¦best of n policy¦BoN prob.¦aligned¦aligned policy"
    ),
    Quantity.REFERENCE: (
        "p¦p(y)¦p(x)¦p_ref¦p_0¦p_(ref)¦π_ref¦πref¦pi_ref¦π_0¦pi_0¦π_sft¦ref¦reference¦ref.¦base¦baseline¦sft¦prior"
        "¦reference policy¦base model¦p_ref(y)¦reference probability¦ref prob.¦reference mass¦base law¦reference law"
    ),
    Quantity.REWARD: "reward¦rewards¦r¦r(y)¦r(x)¦r(x, y)¦r(x,y)",
    Quantity.KL: (
        "KL¦D_KL¦D_(KL)¦KL divergence¦kl-divergence¦kl distance¦KL div.¦relative entropy¦exact KL¦true KL¦forward KL"
        "¦empirical kl¦mean KL¦avg. KL¦best-of-n KL¦BoN KL divergence¦KL to reference¦KL from the reference policy"
        "¦KL vs. ref¦KL w.r.t. p¦kl with respect to π_ref¦kl to initial model¦kl over base"
        "¦kl(π_n ‖ p)¦D_KL(π || p)¦KL[q | ref]¦KL(π; p_ref)¦kl(π, sft)¦kl(π/p)¦KL(a∥μ)¦KL divergence (a, base)"
        "¦KL(π_θ(·|x) ‖ p(·|x))¦kl(π_n(y|x) || π_ref(y|x))¦kl(π, p(·|x))"
    ),
    Quantity.REVERSE_KL: "reverse KL¦backward KL divergence¦KL(p ‖ π)¦kl(ref, q)¦KL(p(·|x) ‖ π(·|x))",
    Quantity.KL_BOUND: (
        "bound¦upper bound¦KL bound¦KL upper bound¦theoretical KL bound¦analytical bound¦closed-form kl bound¦the bound"
        "¦bound on KL¦bound on the KL¦theoretical KL¦analytic KL¦closed form KL¦theory KL divergence¦KL (bound)"
        "¦KL upper bound¦KL (theory)¦KL analytical¦KL (closed-form)¦KL (formula)"
        "¦log n - (n-1)/n¦ln N − (N−1)/N¦log(n) - ((n-1)/n)¦log n - 1 + 1/n¦log n - 1 + (1/n)¦log n-1+1/n"
        "¦log(N) + 1/N - 1¦log n + (1/n) - 1"
    ),
    Quantity.GAP: "gap¦KL gap¦gap to bound¦gap to the bound¦bound - KL¦bound minus kl¦bound − KL",
    Quantity.SQUARE_ROOT_KL: "sqrt KL¦√KL¦sqrt(KL)¦square root KL¦square root of KL divergence¦√(d_kl)",
    Quantity.CHI_SQUARED: "chi^2¦χ2¦chi-squared¦chi squared divergence¦χ square",
    Quantity.TOTAL_VARIATION: "TV¦total variation¦total variation distance¦TV distance",
    Quantity.HELLINGER: "squared hellinger¦hellinger^2¦H^2¦hellinger squared¦squared Hellinger distance",
    Quantity.WIN_RATE: (
        "win rate¦win-rate¦winrate¦win_rate¦win rates¦exact win rate¦expected win rate¦avg. win rate¦best-of-n win rate"
        "¦BoN win probability¦win prob.¦wins¦wr¦p(win)¦pr(win)¦win rate vs. reference¦win rate against the base model"
        "¦win rate over SFT¦win rate to p"
    ),
    Quantity.WIN_RATE_BOUND: "win rate bound¦win-rate upper bound¦n/(n+1)¦N / (N + 1)¦(n/(n+1))¦(n/n+1)",
    Quantity.EXPECTED_REWARD: (
        "expected reward¦mean reward¦avg. reward¦average rewards¦exp. reward¦expected best-of-n reward¦mean RM score"
        "¦average rm reward¦E[r]¦E[R(y)]¦e [reward]¦E[r] (best-of-N)¦E_π[r]¦E_π_n[r(y)]¦e_(π)[r]¦𝔼[r]¦reward mean"
        "¦best-of-n reward¦BoN reward¦pass@k¦pass@n"
    ),
    Quantity.IMPROVEMENT: (
        "improvement¦reward improvement¦expected reward improvement¦gain¦reward gain¦increase¦uplift¦gain in reward"
        "¦improvement in expected reward¦Δr¦Δ reward¦reward Δ¦reward difference¦reward gap"
    ),
    None: (
        "city¦score¦klx¦xkl¦KL(a ‖ b)¦kl(π, π)¦reward model¦n¦probability of rain¦total¦p q¦log n¦log n + 1¦winner¦e[x]"
        "¦bound on it¦rewarding¦hellinger¦chi¦best¦policy gradient¦¦π_2¦pass@2¦loss"
    ),
}


@pytest.mark.parametrize("quantity", NAMES, ids=str)
def test_every_quantity_has_these_names(quantity: Quantity | None) -> None:
    for name in NAMES[quantity].split("¦"):
        assert (name, quantity_of(name)) == (name, quantity)
        assert quantity_of(f"  {name.upper()}  ") is quantity


@pytest.mark.parametrize(
    ("text", "name", "unit", "percent"),
    [
        ("KL (nats)", "kl", "nat", False),
        ("KL [bits]", "kl", "bit", False),
        ("KL, nats", "kl", "nat", False),
        ("KL / bit", "kl", "bit", False),
        ("KL in nats", "kl", "nat", False),
        ("KL (in shannons)", "kl", "bit", False),
        ("KL_{nats}", "kl", "nat", False),
        ("KL bits", "kl", "bit", False),
        ("kl_nats", "kl_nats", "", False),  # a name of its own
        ("bits", "bits", "", False),
        ("(%)", "(%)", "", False),
        ("p %", "p", "", True),
        ("p%", "p", "", True),
        ("p (all in percent)", "p", "", True),
        ("p, percentages", "p", "", True),
        ("p (pct.)", "p", "", True),
        ("p percent (%)", "p", "", True),
        ("KL (%) (nats)", "kl", "nat", True),
        ("Win  Rate ↑", "win rate", "", False),
        ("p (↓)", "p", "", False),
        ("p^*", "p", "", False),
        ("p†‡", "p", "", False),
        ("p [^2]", "p", "", False),
        ("p:", "p", "", False),
        ("p* (%)", "p", "", True),
        ("p (%)*", "p", "", True),
        ("rabbits", "rabbits", "", False),
    ],
)
def test_what_a_heading_says(text: str, name: str, unit: str, percent: bool) -> None:
    assert heading(text) == Heading(name, unit, percent)


def test_captions_in_percent() -> None:
    for caption in ("p (%)", "p (in %)", "p [%]", "given in %", "in percent", "as percentages", "rates (percent)"):
        assert says_percent(f"Table 1: {caption}.")
        assert says_percent(caption.upper())
    for caption in ("", "5% more", "percentile", "inpercent", "percentage points"):
        assert not says_percent(caption)


CAPTIONS = {
    Quantity.KL: "KL|the KL divergences of|relative entropy",
    Quantity.KL_BOUND: "a bound on the KL|KL divergence upper bounds|bounds for KLs",
    Quantity.REVERSE_KL: "reverse KL|backward KLs",
    Quantity.WIN_RATE: "win rates|win probability|win-probs",
    Quantity.IMPROVEMENT: "reward improvement|gains in the expected reward|improvements",
    Quantity.EXPECTED_REWARD: "mean reward|expected rewards",
    Quantity.TOTAL_VARIATION: "total variation distances",
    Quantity.CHI_SQUARED: "chi-squared divergence|χ^2",
}


@pytest.mark.parametrize("quantity", CAPTIONS)
def test_the_one_quantity_of_a_caption(quantity: Quantity) -> None:
    for words in CAPTIONS[quantity].split("|"):
        caption = f"Table 3: {words.upper()},  of all models"
        assert quantity_in_caption(caption) == Heading(quantity.value)
        assert quantity_in_caption(f"x{words.replace(' ', 'x')}x") is None
        other = "win rate" if quantity is not Quantity.WIN_RATE else "KL"
        assert quantity_in_caption(f"{caption} and {other}") is None


def test_the_unit_of_a_caption() -> None:
    assert quantity_in_caption("KL (nats)") == Heading("KL", "nat")
    assert quantity_in_caption("KL in bits, bits") == Heading("KL", "bit")
    assert quantity_in_caption("KL in bits or nats") == Heading("KL", "")
    assert quantity_in_caption("KL of policies with weights of 4 bits") == Heading("KL", "")
    assert quantity_in_caption("Win rates in % of best-of-N") == Heading("win rate", "", True)
    assert quantity_in_caption("Lessons learned") is None


@pytest.mark.parametrize(
    ("text", "n", "rest"),
    [
        ("best-of-4", 4, ""),
        ("Best of 16 KL", 16, "kl"),
        ("best-of-1,024", 1024, ""),
        ("best-of-2^10", 1024, ""),
        ("BoN-8", 8, ""),
        ("bo8", 8, ""),
        ("BoN (N=4)", 4, ""),
        ("best-of-N (N = 4)", 4, ""),
        ("best of n, n = 4", 4, ""),
        ("bon@4", 4, ""),
        ("pass@10", 10, ""),
        ("best@3", 3, ""),
        ("top@3 reward", 3, "reward"),
        ("N = 4", 4, ""),
        ("K=4", 4, ""),
        ("#samples = 32", 32, ""),
        ("samples = 32", 32, ""),
        ("KL #samples = 32", 32, "kl"),
        ("KL, N = 4: exact", 4, "kl exact"),
        ("KL [N=4]", 4, "kl"),
        ("win rate (best-of-4)", 4, "win rate"),
        ("best-of-10^3", 1000, ""),
    ],
)
def test_draws_that_a_label_names(text: str, n: int, rest: str) -> None:
    assert draws_of(text, bare=False) == draws_of(text, bare=True) == Draws(n, rest)


def test_bare_numbers_are_draws_only_where_they_may_be() -> None:
    for text, n in (("4", 4), ("1,024", 1024), ("1'024", 1024), ("1 024", 1024), ("2^10", 1024), ("10^(3)", 1000)):
        assert draws_of(text, bare=True) == Draws(n, "")
        assert draws_of(text, bare=False) is None
    for text in ("0", "PPO", "3^4", "4.5", "12,34", "best-of-4.5", "best-of-0", "model-4", "", "1" * 4001, "best-of-n"):
        assert draws_of(text, bare=True) is None
    assert draws_of("1" * 4000, bare=True) == Draws(int("1" * 4000), "")


def test_draws_of_a_symbol() -> None:
    for text in ("π_2", "π^2", "π^(2)", "π_(2)", "pi_2", " PI_2 "):
        assert symbol_draws(text) == 2
    for text in ("π", "π_n", "p_2", "π_2x", "π2"):
        assert symbol_draws(text) is None


def test_what_names_are_known_can_be_changed_by_nobody() -> None:
    """The vocabularies of all modules here: frozen sets and tuples, that a caller cannot add to by mistake."""
    found = 0
    for module in pkgutil.iter_modules(tables.__path__):
        for name, value in vars(importlib.import_module(f"{tables.__name__}.{module.name}")).items():
            if name.isupper():
                assert not isinstance(value, (set, list)), f"{module.name}.{name}"
                found += isinstance(value, frozenset)
    assert found >= 8
