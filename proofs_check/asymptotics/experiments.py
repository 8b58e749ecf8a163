"""Figure 1 and Section 5: the numerical statements."""
