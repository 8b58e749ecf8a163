"""Every error of the claim ledger that is raised on purpose; messages are one line."""

from exactalign.exceptions import ExactAlignError


class ClaimError(ExactAlignError, ValueError):
    """A claim that is not written as a claim must be."""


class LostAnswer(ClaimError):
    """A comparison that is no part of an answer, or an answer that is no comparison."""


class NoSuchValue(ExactAlignError, AttributeError):
    """A value that a case does not have."""


class PaperError(ExactAlignError, ValueError):
    """A paper, file or claim id that cannot be found or loaded."""


class NotDecidable(ExactAlignError, ValueError):
    """An expression outside what the decision procedure for identities understands."""
