"""Tests of the conformance suites."""
