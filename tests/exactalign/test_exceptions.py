"""The family of errors: one base, one builtin each, one line."""

import inspect

import pytest

from exactalign import exceptions

CLASSES = [c for _, c in inspect.getmembers(exceptions, inspect.isclass) if c.__module__ == exceptions.__name__]


@pytest.mark.parametrize("error", CLASSES)
def test_every_error_is_also_the_builtin_one_would_catch(error: type[Exception]) -> None:
    assert issubclass(error, exceptions.ExactAlignError)
    if error is not exceptions.ExactAlignError:
        assert issubclass(error, (ValueError, TypeError, ArithmeticError, ImportError, RuntimeError))
    assert error.__doc__


def test_the_list_is_what_it_is_known_to_be() -> None:
    assert {c.__name__ for c in CLASSES} >= {
        "ExactAlignError",
        "NotExactError",
        "NotRationalError",
        "LogFormError",
        "DistributionError",
        "OutcomeError",
        "ParameterError",
        "InputError",
        "TooLarge",
        "MissingExtra",
        "Undecided",
    }
