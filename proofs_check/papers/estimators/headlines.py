"""What the claims on estimators found, in the words of the threads that they are from."""

from proofs_check.language.headlines import Headline

HEADLINES = (
    Headline(
        "k3 is unbiased for KL(q‖p) exactly where p ≪ q: not when the samples are truncated and p is not.",
        ("E-k3-mean",),
    ),
    Headline("k3 does not always have less variance than k1, and the bias of k2 has no fixed sign.", (
        "E-k3-var", "E-k2-above", "E-k2-below",
    )),
    Headline("The mean best of N is concave in N; KL(π_N‖p) grows with N, but is not concave.", (
        "E-bon-concave", "E-bon-kl-mono",
    )),
)  # fmt: skip
