"""What the claims on estimators found, in the words of the threads that they are from."""

from proofs_check.language.headlines import Headline

HEADLINES = (
    Headline(
        "k3 in the loss, as GRPO has it, is not a reverse KL penalty: its gradient is that of KL(π_ref‖π). k2 in the"
        " loss, or k1 in the reward, has the gradient of KL(π‖π_ref); k1 in the loss has none.",
        ("E-k3-loss", "E-k2-loss", "E-k1-reward", "E-k1-loss"),
    ),
    Headline(
        "k3 in the reward has the gradient of KL(π‖π_ref) − KL(π_ref‖π). Times the importance ratio k3 is right in"
        " value and gradient, on and off policy, if the ratio is not detached.",
        ("E-k3-reward", "E-k3-is", "E-k3-is-detached"),
    ),
    Headline(
        "“k3 is unbiased and has less variance than k1”: unbiased where π_ref ≪ π, not from truncated samples; of no"
        " more variance where π_ref ≤ 2π, not always. The bias of k2 has no fixed sign.",
        ("E-k3-mean", "E-k3-truncated", "E-k3-var", "E-k2-bias"),
    ),
    Headline(
        "The published pass@k is 1 for n < k, whatever was drawn. best@k by bootstrap is never too high, and too"
        " low for two draws of a coin; 1 − C(n−c,k)/C(n,k), its form for rewards, and the rewards of PKPO are unbiased"
        " for k ≤ n.",
        ("E-passk-small-n", "E-bestk-boot", "E-passk", "E-maxk-ustat", "E-pkpo"),
    ),
    Headline(
        "Subtracting the group mean scales the gradient by 1 − 1/n; leave-one-out leaves it as it is. With rewards 0"
        " and 1 of mean θ, dividing by the group's std gives E(std)/(θ(1−θ)) times the gradient, always less than"
        " 1/√(θ(1−θ)).",
        ("E-grpo-mean", "E-grpo-others", "E-grpo-std", "E-grpo-std-below"),
    ),
    Headline(
        "The mean best of N is concave in N; KL(π_N‖p) never falls with N, but is not concave.",
        ("E-bon-concave", "E-bon-kl-mono"),
    ),
)
