"""How a claim is written."""
