"""Options in groups: a command names a dataclass of options as one parameter, and gets one value.

Typer reads the options of a command from its signature. Here a signature is rewritten: a parameter whose type is a
dataclass becomes the fields of that dataclass, each an option, and a call builds the dataclass from them.
"""

import inspect
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer

from exactalign.cli.manual import COMMAND


@dataclass(frozen=True, slots=True)
class Told:
    """Beside a group of options in `Annotated`: options of it that this command declares otherwise."""

    options: dict[str, Any]


def command(name: str, function: Callable[..., None]) -> typer.Typer:
    """Return the application with one command, which calls `function` with its options in groups."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command(name, **COMMAND)(flat(function))
    return app


def flat(function: Callable[..., None]) -> Callable[..., None]:
    """Return a function with an option for every field of every group, which calls `function` with the groups."""
    parameters: list[inspect.Parameter] = []
    groups: dict[str, tuple[Any, list[str]]] = {}
    for parameter in inspect.signature(function, eval_str=True).parameters.values():
        kind, told = _group(parameter.annotation)
        if kind is None:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
            continue
        options = _options(kind, told)
        groups[parameter.name] = (kind, [option.name for option in options])
        parameters += options

    def run(**values: Any) -> None:
        built = {name: kind(**{key: values.pop(key) for key in keys}) for name, (kind, keys) in groups.items()}
        function(**built, **values)

    run.__name__, run.__doc__, run.__module__ = function.__name__, function.__doc__, function.__module__
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return run


def _group(annotation: Any) -> tuple[Any, dict[str, Any]]:
    """The dataclass of a parameter and what is told of it; None when it is an option of its own."""
    told: dict[str, Any] = {}
    if get_origin(annotation) is Annotated:
        kind, *more = get_args(annotation)
        told = next((item.options for item in more if isinstance(item, Told)), {})
        return (kind, told) if is_dataclass(kind) else (None, {})
    return (annotation, told) if is_dataclass(annotation) else (None, {})


def _options(kind: Any, told: dict[str, Any]) -> list[inspect.Parameter]:
    hints = get_type_hints(kind, include_extras=True)
    found = []
    for field in fields(kind):
        annotation = hints[field.name]
        if field.name in told:
            annotation = Annotated[get_args(annotation)[0], told[field.name]]
        default = inspect.Parameter.empty if field.default is MISSING else field.default
        found.append(
            inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        )
    return found
