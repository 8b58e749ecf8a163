"""The models that come with the package, beside those that are typed."""

from exactalign.cli.options import ModelName, ModelOptions
from exactalign.exceptions import ParameterError
from exactalign.theory import RewardLaw, named_model


def named_or_typed(model: ModelOptions, name: ModelName | None) -> RewardLaw:
    """Return the model named by --model (binomial when nothing is given), or the one that was typed."""
    if not model.are_given:
        return named_model((name or ModelName.BINOMIAL).value)
    if name is not None:
        raise ParameterError("--model and a typed model are both given: give one of them")
    read = model.read()
    return RewardLaw(read.reference, read.reward)
