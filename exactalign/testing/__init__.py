"""Models for Hypothesis, and conformance suites."""

from exactalign.extras import require_extra

require_extra("testing")
