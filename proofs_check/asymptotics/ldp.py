"""Section 4.1: Theorem 1, Theorem 3, Corollary 1, Lemma 8: large deviations of the reward."""
