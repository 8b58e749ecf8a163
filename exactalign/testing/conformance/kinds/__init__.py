"""The kinds of functions that can be tested: a file a subject."""
