"""Models for Hypothesis, and conformance suites."""
