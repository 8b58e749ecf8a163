"""The file that `proofs-check new` writes: a paper of one's own, commented, with one true and one false claim."""

import os
from pathlib import Path
from shlex import quote
from typing import Final

from exactalign.runs.interrupts import postponed
from proofs_check.exceptions import PaperError

STARTING_FILE: Final = '''"""My claims about best-of-N.

The first line above is the title of this paper. Run the file, look closer, and certify what is finite:

    proofs-check run FILE
    proofs-check show MY-kl-bound FILE
    proofs-check certify certificates FILE && proofs-check verify certificates
"""

from proofs_check import KL, Assertion, Case, Reward, Statement, best, count, law, log, pmf, reward

# The letters, each with its sort: p may have zeros, r may have ties, N is a whole number ≥ 1.
p, r, N = law("p"), reward("r"), count("N")
policy = best(p, N, r)  # best-of-N by the reward r, ties uniform


class Bound(Assertion):
    id = "MY-kl-bound"
    place = "Theorem 1"
    title = "The KL divergence of best-of-N is bounded"
    # The assertion, once: its words, its formula, the cases that are tried and the wrong variants come from it.
    # Hypotheses beside the sorts: Statement(conclusion, given=(2 <= N,)).
    asserts = Statement(KL(policy, p) <= log(N) - (N - 1) / N)
    expected = "tested"  # only compared with the verdict, which is computed: formal, proved, decided, tested, …


class Equality(Assertion):
    id = "MY-kl-equality"
    place = "Theorem 1, as often quoted"
    title = "The bound taken for the value"
    asserts = Statement(KL(policy, p) == log(N) - (N - 1) / N)
    # For a false claim: what is wrong, how much it matters, and a case at which the term itself is evaluated.
    flaw = "Best-of-N stays below its bound on every finite alphabet, for N of 2 and more."
    weight = "false"  # or slip, condition, gap
    counterexample = Case(p=pmf("1/2, 1/2"), r=Reward.values([0, 1]), N=2)
    expected = "refuted"  # with mended = Statement(…), what is true instead, it would be amended
'''


def typed(path: Path) -> str:
    """Return a path as one types it to a shell, for a command that takes no option by that name.

    >>> typed(Path("a b.py")), typed(Path("-x.py"))
    ("'a b.py'", './-x.py')
    """
    return quote(f"./{path}" if str(path).startswith("-") else str(path))


def write_starting_file(path: Path) -> None:
    """Write the starting file; raises `PaperError` when the path is taken or is no Python file's."""
    if path.suffix != ".py":
        raise PaperError(f"{path}: give a file name that ends in .py")
    named = _text_of(path).replace("\\", r"\\").replace('"', r"\"")  # it stands in a text of the file
    try:
        with postponed(), path.open("x", encoding="utf-8") as file:
            file.write(STARTING_FILE.replace("FILE", named))
    except FileExistsError:
        raise PaperError(f"{path} is there already: nothing was written, give another name") from None
    except OSError as error:
        raise PaperError(f"{path} cannot be written: {error.strerror or error}") from None


def _text_of(path: Path) -> str:
    """A path as it is typed, in UTF-8 also where the locale has no letters but those of ASCII."""
    named = typed(path)
    try:
        named.encode()
    except UnicodeEncodeError:
        try:
            return os.fsencode(named).decode()
        except UnicodeDecodeError:
            raise PaperError(f"{str(path)!a}: the name is no text in UTF-8: give another name") from None
    return named
