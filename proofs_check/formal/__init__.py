"""The proof assistant: a library of theorems for Coq, and what writes and checks the statements of claims for it."""
