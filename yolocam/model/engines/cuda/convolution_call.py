"""A convolution, its bias and its activation as one call: what it is, apart from the library that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from yolocam.model.layers.convolution import Convolutional
from yolocam.model.layers.layer import Shape

CHANNELS_AT_ONCE = 8
"""Half numbers that a card's matrix units take at once: other counts of channels go another, slower way."""


@dataclass(frozen=True, slots=True)
class ConvolutionCall:
    """What distinguishes one call from another: all else is the numbers that it is given.

    `x_shape` is (B, C, H, W), `y_shape` the result's, both channels_last in memory; `weight_shape` is
    (K, C, height, width). `activation` is Darknet's name, `slope` that of "leaky".
    """

    x_shape: tuple[int, int, int, int]
    weight_shape: tuple[int, int, int, int]
    y_shape: tuple[int, int, int, int]
    stride: tuple[int, int]
    padding: tuple[int, int]
    dilation: tuple[int, int]
    activation: str
    slope: float
    dtype: torch.dtype


class BuiltCall(Protocol):
    """A call that a library has prepared. It lives as long as a recording that holds its kernels."""

    def __call__(self, x: Tensor, weight: Tensor, bias: Tensor, y: Tensor) -> None:
        """Queue it on the current stream, with tensors as the ConvolutionCall describes them."""


class CallBuilder(Protocol):
    """A library that prepares calls."""

    def build(self, call: ConvolutionCall) -> BuiltCall:
        """Prepare a call; any exception says that the library does not have it."""

    def close(self) -> None:
        """Release what the library holds."""


@dataclass(frozen=True, slots=True)
class Operands:
    """A convolution's numbers with their filters padded, as `padded_operands` makes them."""

    weight: Tensor
    bias: Tensor
    filters: int


def padded_operands(conv: nn.Conv2d) -> Operands:
    """Return weights and bias of a folded convolution, in half precision with filters as a card likes them.

    The 255 of a head for 80 classes become 256, of which the last gives zeros. `filters` is without them.
    """
    weight = conv.weight.detach()
    bias = weight.new_zeros(conv.out_channels) if conv.bias is None else conv.bias.detach()
    missing = -conv.out_channels % CHANNELS_AT_ONCE if weight.dtype != torch.float32 else 0
    if missing:
        weight = F.pad(weight, (0, 0, 0, 0, 0, 0, 0, missing)).contiguous(memory_format=torch.channels_last)
        bias = F.pad(bias, (0, missing))
    return Operands(weight, bias, conv.out_channels)


def call_of(layer: Convolutional, operands: Operands, batch: int, shape: Shape) -> ConvolutionCall | None:
    """Return what a layer does to `batch` inputs of `shape` as one call; None if it is more than that."""
    named = activation_name(layer.activation)
    conv = layer.conv
    if named is None or layer.blur is not None or conv.groups != 1 or layer.bn is not None:
        return None
    out = layer.out_shape(shape)
    weight = operands.weight.shape
    return ConvolutionCall(
        (batch, *shape),
        (weight[0], weight[1], weight[2], weight[3]),
        (batch, weight[0], out.height, out.width),
        (conv.stride[0], conv.stride[1]),
        (layer.padding, layer.padding),
        (conv.dilation[0], conv.dilation[1]),
        *named,
        operands.weight.dtype,
    )


def activation_name(activation: nn.Module) -> tuple[str, float] | None:
    """Return Darknet's name and the slope of an activation that can be part of a call, else None."""
    if isinstance(activation, nn.LeakyReLU):
        return "leaky", activation.negative_slope
    names: dict[type[nn.Module], str] = {
        nn.Identity: "linear", nn.ReLU: "relu", nn.Sigmoid: "logistic", nn.SiLU: "swish", nn.Mish: "mish",
    }  # fmt: skip
    name = names.get(type(activation))
    return None if name is None else (name, 0.0)


def activated(x: Tensor, name: str, slope: float) -> Tensor:
    """Apply an activation by its name, in the precision of x."""
    if name == "leaky":
        return F.leaky_relu(x, slope)
    functions: dict[str, Callable[[Tensor], Tensor]] = {
        "linear": lambda x: x, "relu": F.relu, "logistic": torch.sigmoid, "swish": F.silu, "mish": F.mish,
    }  # fmt: skip
    return functions[name](x)


def in_float32(call: ConvolutionCall, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Return what a call gives, computed in float32 throughout: what others are measured against."""
    y = F.conv2d(x.float(), weight.float(), bias.float(), call.stride, call.padding, call.dilation)
    return activated(y, call.activation, call.slope)
