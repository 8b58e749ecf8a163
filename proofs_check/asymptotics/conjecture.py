"""End of Section 4.2: the large deviations of best-of-N."""
