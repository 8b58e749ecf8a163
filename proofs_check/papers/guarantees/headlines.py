"""What the claims on this paper found, in a few sentences: the head of the report and of the README."""

from proofs_check.language.headlines import Headline

HEADLINES = (
    Headline(
        "For n > 1, log n − (n−1)/n is attained exactly when the reward has no atoms; the exact gap of a finite model"
        " is a log form.",
        ("G-bon-kl-eq",),
    ),
    Headline("The bound never breaks for want of a one-to-one reward: only equality is lost.", ("G-inverse",)),
    Headline("Beyond π_ref itself the √KL law is attained only by tilts at which the variance proxy is.", ("G-limit",)),
    Headline(
        "The Rényi bound is not always tighter: an exact criterion, and instances on both sides.", ("G-renyi-tighter",)
    ),
)
