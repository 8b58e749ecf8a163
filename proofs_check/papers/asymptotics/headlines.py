"""What the claims on this paper found, in a few sentences: the head of the report and of the README."""

from proofs_check.language.headlines import Headline

HEADLINES = (
    Headline(
        "The closing conjecture is false: best-of-N with N = exp(mδ) has the rate J₀(t) − δ on one side and ∞ on"
        " the other, not the rate of the optimal tilt. The right large deviation principle is proved.",
        ("A-conjecture", "A-conjecture-ldp"),
    ),
    Headline(
        "The KL divergence between best-of-N and the optimal model does not vanish: in every model, for 0 < δ <"
        " Δ_max, it tends to ∞, like ½ log m, and total variation tends to 1. Divided by m it does tend to 0, with an"
        " explicit bound.",
        ("A-vanish", "A-vanish-infinite", "A-vanish-half", "A-tv", "A-thm2", "A-thm2-rate"),
    ),
    Headline(
        "The constants behind that growth, with an explicit error at each large m: off a lattice the divergence is"
        " log(ασ√(2πm)) − 1 − γ + o(1), and the total reward of best-of-N is the optimum's mean plus (a Gumbel"
        " variable − log(ασ√(2πm)))/α; on a lattice both move with mρ; 1 − TV is log(ασ√(2πm))/(ασ√(2πm)) to first"
        " order.",
        ("A-vanish-constant", "A-vanish-lattice", "A-gumbel", "A-tv-overlap"),
    ),
    Headline(
        "Lemma 1, Theorem 2 and the principle of Theorem 1 survive for irreducible Markov chains, with the Perron root"
        " in the place of the partition function.",
        ("A-markov",),
    ),
    Headline(
        "α(Δ) exists only for Δ < −log p(best outcomes). The range δ ∈ [0, log 1/ζ] of three results always goes"
        " beyond; there Theorem 2's divergence is infinite, while the type lemma and Lemma 7 stand.",
        ("A-lem1-alpha", "A-lem-type", "A-lem7", "A-thm2", "A-thm2-past"),
    ),
    Headline(
        "The printed proof of the type lemma has twelve faults: five slips of the pen, one condition left out, one gap"
        " and five false steps; the lemma has another proof.",
        (
            "A-lem-type", "A-type-9", "A-type-order", "A-type-setA", "A-type-sanov", "A-type-alpha", "A-type-power",
            "A-type-plus", "A-type-F", "A-type-11", "A-type-notation", "A-type-b3", "A-type-conclusion",
        ),
    ),
    Headline(
        "That proof's chain, repaired: a type with the reward of a tilt, and at least the optimum's, has the exponent"
        " KL(λ‖p) − δ, not D(λ‖T) + 2(D − δ); with less it is doubly exponentially rare.",
        ("A-type-chain",),
    ),
    Headline(
        "At every length and every whole N one estimate bounds the reward, the divergence and both tails of best-of-N,"
        " in every finite model.",
        ("A-lem7-rate", "A-thm2-rate", "A-conjecture-tails"),
    ),
    Headline(
        "On a countable alphabet with finite partition function nearly everything stands; Lemma 7 and Theorem 2 need a"
        " moment of the reward, Theorem 3 an exponential one.",
        ("A-countable", "A-countable-reward", "A-countable-ldp"),
    ),
    Headline(
        "Theorems 1 and 3 hold with their rate extended to the ends of the range, but case (c) of the proof puts"
        " the zero at the wrong place.",
        ("A-thm1", "A-thm3", "A-thm3-c"),
    ),
    Headline(
        "KL(π_N‖p) ≤ log N − (N−1)/N for every rule that keeps one of the N draws, on a finite alphabet with equality"
        " only for N = 1.",
        ("A-lem6-sharp", "A-lem6-eq"),
    ),
    Headline(
        "The numbers of Example 2 and Table 1 are right; p is not uniform, as the text says it is.",
        ("A-table1", "A-ex2-marginal", "A-ex2-notproduct", "A-ex2-uniform"),
    ),
    Headline(
        "As a bound over all models “KL below 0.5 for fewer than ten outcomes” fails at three, and no bound holds at"
        " all; for two it is exactly 0. In a seeded sample of four laws 77 of 80 models stay below it.",
        ("A-exp-small", "A-exp-small-bound", "A-exp-small-sample"),
    ),
)  # fmt: skip
