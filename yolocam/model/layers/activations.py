"""Darknet's activation functions, by the names that a cfg uses."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from yolocam.darknet.cfg import Section, show


class Loggy(nn.Module):
    """Logistic stretched to -1..1."""

    def forward(self, x: Tensor) -> Tensor:
        """Map each value."""
        return 2.0 * torch.sigmoid(x) - 1.0


class Ramp(nn.Module):
    """Rectifier plus a tenth of the input."""

    def forward(self, x: Tensor) -> Tensor:
        """Map each value."""
        return F.relu(x) + 0.1 * x


class HardMish(nn.Module):
    """Mish in pieces: 0 below -2, a parabola up to 0, then the identity."""

    def forward(self, x: Tensor) -> Tensor:
        """Map each value."""
        return torch.where(x > 0, x, torch.where(x > -2, 0.5 * x * x + x, torch.zeros_like(x)))


class ChannelNorm(nn.Module):
    """The rectified values of a pixel as parts of their sum over the channels."""

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> the same shape, in 0..1."""
        positive = F.relu(x)
        return positive / (positive.sum(1, keepdim=True) + CHANNEL_EPSILON)


class ChannelSoftmax(nn.Module):
    """The exponentials of a pixel as parts of their sum over the channels; `steady` for large values."""

    def __init__(self, *, steady: bool) -> None:
        super().__init__()
        self._steady = steady

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> the same shape, in 0..1."""
        powers = (x - x.amax(1, keepdim=True) if self._steady else x).exp()
        return powers / (powers.sum(1, keepdim=True) + CHANNEL_EPSILON)


CHANNEL_EPSILON = 1e-4
"""Darknet adds it to the sum over the channels."""


def is_pointwise(activation: nn.Module) -> bool:
    """Whether each value is mapped by itself, wherever it lies."""
    return not isinstance(activation, ChannelNorm | ChannelSoftmax)


ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {
    "linear": nn.Identity,
    "leaky": lambda: nn.LeakyReLU(0.1),
    "relu": nn.ReLU,
    "relu6": nn.ReLU6,
    "relie": lambda: nn.LeakyReLU(0.01),
    "ramp": Ramp,
    "logistic": nn.Sigmoid,
    "loggy": Loggy,
    "tanh": nn.Tanh,
    "hardtan": nn.Hardtanh,
    "elu": nn.ELU,
    "selu": nn.SELU,
    "gelu": lambda: nn.GELU(approximate="tanh"),
    "swish": nn.SiLU,
    "mish": nn.Mish,
    "hard_mish": HardMish,
    "normalize_channels": ChannelNorm,
    "normalize_channels_softmax": lambda: ChannelSoftmax(steady=False),
    "normalize_channels_softmax_maxval": lambda: ChannelSoftmax(steady=True),
}
"""Name in the cfg -> maker of the module."""


def build_activation(section: Section, default: str) -> nn.Module:
    """Make the activation a section asks for; CfgError for a name that is not in ACTIVATIONS."""
    name = section.text("activation", default)
    if name not in ACTIVATIONS:
        known = ", ".join(sorted(ACTIVATIONS))
        raise section.error(
            f"activation={show(name)[1:-1]} is unknown, expected one of {known}", "activation"
        )
    return ACTIVATIONS[name]()
