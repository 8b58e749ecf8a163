"""The claims of "Asymptotics of Language Model Alignment", in the order of the paper, one module per part of it."""

from proofs_check.registry import PaperInfo

PAPER = PaperInfo(
    id="asymptotics",
    title="Asymptotics of Language Model Alignment",
    source="J. Q. Yang, S. Salamatian, Z. Sun, A. T. Suresh, A. Beirami: Asymptotics of Language Model Alignment",
    sections=(
        "setup",
        "selection",
        "kl_rl",
        "sequences",
        "ldp",
        "ldp_proofs",
        "examples",
        "best_of_n",
        "limits",
        "conjecture",
        "experiments",
        "type_lemma",
        "type_bounds",
        "type_exponents",
        "tilts",
    ),
)
