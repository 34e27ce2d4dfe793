"""The activations that generated kernels compute themselves, by the layers of a network."""

from __future__ import annotations

from torch import nn

from yolocam.model.engines.kernels.activation_name import Activation

PLAIN: tuple[Activation, float] = ("leaky", 1.0)
"""That of a kernel which leaves its results as they are."""


def done_by_kernel(activation: nn.Module) -> tuple[Activation, float] | None:
    """Return name and slope of an activation as a kernel knows it; None if it does not."""
    if isinstance(activation, nn.LeakyReLU):
        return "leaky", float(activation.negative_slope)
    known: dict[type[nn.Module], tuple[Activation, float]] = {
        nn.Identity: PLAIN,
        nn.ReLU: ("leaky", 0.0),
        nn.Sigmoid: ("logistic", 1.0),
        nn.SiLU: ("swish", 1.0),
        nn.Mish: ("mish", 1.0),
    }
    return known.get(type(activation))
