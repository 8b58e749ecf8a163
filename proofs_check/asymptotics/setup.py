"""Section 2: definitions, the reward, the optimal model, best-of-N as a policy, dominance."""
