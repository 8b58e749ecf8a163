"""Random cases against independent ways to the same answer, as many as one likes."""
