"""The three kinds of number, and no fourth."""
