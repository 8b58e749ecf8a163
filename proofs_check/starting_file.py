"""The file that `proofs-check new` writes: a paper of one's own, commented, with one true and one false claim."""

from pathlib import Path
from typing import Final

from exactalign.runs.interrupts import postponed
from proofs_check.exceptions import PaperError

STARTING_FILE: Final = '''"""My claims about best-of-N.

The first line above is the title of this paper. Run the file, look closer, and certify what is finite:

    proofs-check run FILE
    proofs-check show MY-kl-bound FILE
    proofs-check certify certificates FILE && proofs-check verify certificates
"""

from exactalign import Reward, best_of_n, kl_divergence, log, rational
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_most, equal, pmf, search
from proofs_check.engine.searches import cases, integers, pmfs


def policy_kl(x):
    """KL(π_N‖p) of best-of-N, exactly; outcome 0, 1, 2, … has the reward 0, 1, 2, …"""
    policy = best_of_n(x.p, Reward.values(range(len(x.p))), x.n)
    return kl_divergence(policy, x.p)


class Bound(Claim):
    # Who, where, what. All six lines are needed.
    id = "MY-kl-bound"
    place = "Theorem 1"
    title = "The KL divergence of best-of-N is bounded"
    statement = "KL(π_N‖p) ≤ log N − (N−1)/N."
    scope = "every finite p, every N ≥ 1"
    expected = "tested"  # only compared with the verdict, which is computed: argued, certified, tested, …

    # What a wrong variant may change is an attribute or a method.
    def bound(self, n):
        return log(n) - rational(n - 1) / n

    # The assertion at one instance x. Answer with a bool, a comparison of exact numbers (equal, at_most, less, …),
    # several of them, or evidence (exact(…), identity(…)). Floats are refused.
    def holds(self, x):
        return at_most(policy_kl(x), self.bound(x.n))

    # Conditions as data, with a case that violates this one and no other: there the claim must fail or have no meaning.
    hypotheses = (
        Hypothesis("N is at least 1", lambda x: x.n >= 1, without=Case(p=pmf("1/2, 1/2"), n=0)),
    )
    example = Case(p=pmf("1/4, 3/4"), n=2)  # satisfies the hypotheses
    edges = (
        Edge("K = 1", Case(p=pmf("1"), n=2)),
        Edge("N = 1", Case(p=pmf("1/4, 3/4"), n=1)),
    )

    # The search must reject each of these, or it has no teeth.
    teeth = (Variant("half of the bound", bound=lambda n: (log(n) - rational(n - 1) / n) / 2),)

    # Evidence. The strategy makes the cases; a counterexample is shrunk to the smallest one.
    @search(cases(p=pmfs(), n=integers(1, 6)))
    def small_models(self, x):
        return self.holds(x)


class Equality(Claim):
    # A false claim needs no witness: the search finds the smallest counterexample.
    id = "MY-kl-equality"
    place = "Theorem 1, as often quoted"
    title = "The bound taken for the value"
    statement = "KL(π_N‖p) = log N − (N−1)/N."
    scope = "every finite p, every N ≥ 1"
    expected = "refuted"
    weight = "slip"  # how much that matters: slip, condition, gap or false

    def compared(self, left, right):
        return equal(left, right)

    def holds(self, x):
        return self.compared(policy_kl(x), log(x.n) - rational(x.n - 1) / x.n)

    # For a false claim: repaired variants, which the search must leave alone.
    teeth = (Variant("at most, not equal", compared=at_most),)

    @search(cases(p=pmfs(), n=integers(1, 6)))
    def small_models(self, x):
        return self.holds(x)
'''


def write_starting_file(path: Path) -> None:
    """Write the starting file; raises `PaperError` when the path is taken or is no Python file's."""
    if path.suffix != ".py":
        raise PaperError(f"{path}: give a file name that ends in .py")
    try:
        with postponed(), path.open("x", encoding="utf-8") as file:
            file.write(STARTING_FILE.replace("FILE", str(path)))
    except FileExistsError:
        raise PaperError(f"{path} is there already: nothing was written, give another name") from None
    except OSError as error:
        raise PaperError(f"{path} cannot be written: {error.strerror or error}") from None
