"""Best-of-N, tilts, and the two side by side."""
