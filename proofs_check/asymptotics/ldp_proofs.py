"""Section 7: the printed proofs of Theorems 1 and 3 and of Corollary 1, step by step."""
