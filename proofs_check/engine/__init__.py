"""How claims are run."""
