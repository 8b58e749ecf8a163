"""Every error the package raises on purpose, one class per failure.

Each class is also the builtin a caller would expect to catch (`ValueError`, `TypeError`,
`ArithmeticError` or `ImportError`), and all of them share `ExactAlignError`. A message is one line: what was wrong,
where, and what would be right.
"""


class ExactAlignError(Exception):
    """Base of all deliberate errors."""


class NotExactError(ExactAlignError, ValueError, TypeError):
    """A binary floating-point number stands where an exact number is meant."""


class NotRationalError(ExactAlignError, ValueError):
    """A value or string that is no rational number, or one past the stated length limit."""


class LogFormError(ExactAlignError, ValueError):
    """An expression that is no log form r + Σ cᵢ·log aᵢ."""


class DistributionError(ExactAlignError, ValueError):
    """Weights or outcomes that make no probability distribution."""


class OutcomeError(ExactAlignError, ValueError):
    """Outcomes that do not fit: unknown, duplicated, or of another alphabet."""


class ParameterError(ExactAlignError, ValueError):
    """A parameter outside its stated domain."""


class WrongKind(ExactAlignError, TypeError):
    """An argument of another kind than the one that is meant: a family where a law of rewards is, say."""


class InputError(ExactAlignError, ValueError):
    """A file or text that cannot be read as what it should be."""


class MissingExtra(ExactAlignError, ImportError):
    """A package that comes with an extra of the install is not there; says which extra."""


class TooLarge(ExactAlignError, ArithmeticError):
    """An exact answer would need more memory or time than allowed; says how much, and what to do."""


class WorkersFailed(ExactAlignError, RuntimeError):
    """The processes that work for this one give no answer; says what has been kept, and how to go on."""


class Undecided(ExactAlignError, ArithmeticError):
    """Two reals could not be told apart at the stated precision."""


class Indeterminate(ExactAlignError, ArithmeticError):
    """An operation that has no value, such as oo − oo or 0·oo."""
