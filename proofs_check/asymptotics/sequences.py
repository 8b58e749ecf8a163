"""Section 4.1: Assumptions 1 and 2, types, Lemma 4, Figure 1, Example 1."""
