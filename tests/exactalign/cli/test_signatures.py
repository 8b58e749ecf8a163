"""Options in groups: what Typer sees, and what the command gets."""

import inspect
from dataclasses import FrozenInstanceError, dataclass, fields
from typing import Annotated

import pytest
import typer

from exactalign.cli.options import ModelOptions, OutputOptions, SizeOptions, digits_option
from exactalign.cli.signatures import Told, flat


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two options."""

    left: Annotated[str, typer.Option("--left")]
    right: Annotated[str | None, typer.Option("--right")] = None


def test_a_group_becomes_its_fields_and_comes_back_whole() -> None:
    seen: list[object] = []

    def command(*, own: Annotated[bool, typer.Option("--own")] = False, pair: Pair) -> None:
        """Do it."""
        seen.extend((own, pair))

    made = flat(command)
    parameters = inspect.signature(made).parameters
    assert list(parameters) == ["own", "left", "right"]
    assert parameters["left"].default is inspect.Parameter.empty
    assert parameters["right"].default is None
    assert made.__doc__ == "Do it."
    made(own=True, left="a", right="b")
    assert seen == [True, Pair(left="a", right="b")]


def test_a_command_may_declare_an_option_of_a_group_otherwise() -> None:
    other = digits_option("7")

    def command(*, output: Annotated[OutputOptions, Told({"digits": other})]) -> None:
        """Do it."""

    annotations = {name: p.annotation for name, p in inspect.signature(flat(command)).parameters.items()}
    assert set(annotations) == {field.name for field in fields(OutputOptions)}
    assert annotations["digits"].__metadata__ == (other,)
    assert annotations["output"] == OutputOptions.__annotations__["output"]


@pytest.mark.parametrize("kind", [ModelOptions, OutputOptions, SizeOptions])
def test_every_option_of_a_group_has_a_help_and_may_be_left_out(kind: type) -> None:
    kind()
    with pytest.raises(TypeError, match="positional"):  # they are many, and texts alike: each is named
        kind("1/2")
    for field in fields(kind):
        (option,) = field.type.__metadata__  # type: ignore[union-attr]
        assert option.help.rstrip("]").endswith((".", "15", "…", "1GB", "outcomes", "says")), option.help


@pytest.mark.parametrize("value", [ModelOptions(), OutputOptions(), SizeOptions(), Told({})])
def test_options_that_were_given_stay_as_they_are(value: object) -> None:
    for field in fields(value):  # type: ignore[arg-type]
        with pytest.raises(FrozenInstanceError):
            setattr(value, field.name, None)
    assert not hasattr(value, "__dict__")
